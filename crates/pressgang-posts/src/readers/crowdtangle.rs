//! CrowdTangle exports of Facebook Pages and Groups.

use super::Row;
use crate::part::Out;
use crate::spec::{Kind, Layout, Read, Spec};
use crate::values::{count, facebook_id, hashtags_in, id_of_text, leads_away, links_in, local_time, unique};
use crate::{Author, Media, MediaKind, Metrics, Platform, Post};

pub(crate) static SPEC: Spec = Spec {
    name: "crowdtangle-facebook",
    title: "CrowdTangle export of Facebook Pages or Groups",
    extensions: &["csv"],
    gives: &[
        "texts, public addresses",
        "links expanded to their targets, hashtags of the text",
        "Pages and Groups",
        "times, converted to UTC from the zone each row names",
        "likes, shares, comments; views of films",
    ],
    cannot: &[
        "no view counts of posts other than films",
        "times whose row names no zone, or one that is unknown or means several (IST), are kept as written and not converted",
        "text inside pictures (Image Text) is not part of the text",
        "no time of capture other than the file's own",
    ],
    notes: &[
        "The id is the last part of the post's address, or its `story_fbid` or `fbid`.",
        "A post without a message has its title, description or link text as text.",
        "The zeros that stand for the views of posts other than films mean that nothing was counted.",
        "Text inside pictures (`Image Text`) is kept as the picture's text.",
        "Ids of Pages that a spreadsheet has rounded (`1.00E+14`) are left out.",
    ],
    layouts: &[Layout {
        what: "a CrowdTangle table of Facebook posts",
        kind: Kind::Table,
        needs: &["Page Name|Group Name", "Post Created|Created", "URL", "Message", "Type", "Likes", "Shares"],
        unless: &[],
    }],
    also: None,
    read: Read::Rows(post),
};

fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let url = row.get("URL").ok_or("no address, which holds the id")?;
    let id = facebook_id(url).ok_or("no id in the address")?;
    let kind = row.get("Type").unwrap_or_default();
    let of_kind = media_kind(kind).or(row.get("Image Text").map(|_| MediaKind::Photo)).map(Media::of_kind);
    let media: Vec<Media> = of_kind.map(|media| Media { text: row.owned("Image Text"), ..media }).into_iter().collect();
    // Posts that only share something have no message of their own.
    let text = match row.first(&["Message", "Title", "Description", "Link Text"]) {
        Some(_) if row.get("Message").is_some() => row.raw("Message").to_owned(),
        Some(fallback) => fallback.to_owned(),
        None if !media.is_empty() => String::new(),
        None => return Err("no text".to_owned()),
    };
    let created = row.first(&["Post Created", "Created"]);
    out.post(Post {
        url: Some(url.to_owned()),
        author: Author {
            // A rounded one would be the id of somebody else.
            id: row.get("Facebook Id").and_then(|id| id_of_text(id).ok().flatten()),
            handle: row.owned("User Name"),
            name: row.first(&["Page Name", "Group Name"]).map(str::to_owned),
        },
        created_at: created.map(|text| local_time("Post Created", text)).transpose()?.flatten(),
        created_at_local: created.map(str::to_owned),
        links: links(row, &text, &id),
        hashtags: hashtags_in(&text),
        media,
        metrics: Metrics {
            views: views(row, kind),
            likes: row.count("Likes"),
            shares: row.count("Shares"),
            comments: row.count("Comments"),
        },
        collected_at: out.options().received_at,
        ..Post::new(Platform::FACEBOOK, id, text, out.provenance(row.place))
    });
    Ok(())
}

/// Where the post leads, and the addresses in its text.
fn links(row: &Row<'_>, text: &str, id: &str) -> Vec<String> {
    let (target, link) = (row.get("Final Link"), row.get("Link"));
    // That is the same address before its redirects.
    let is_short = |address: &String| target.is_some() && link == Some(address);
    let listed = target.or(link).map(str::to_owned).into_iter();
    let links = listed.chain(links_in(text).into_iter().filter(|address| !is_short(address)));
    unique(links.filter(|address| leads_away(address, &Platform::FACEBOOK, id)))
}

/// Views are counted of films only: CrowdTangle writes 0 for everything else.
fn views(row: &Row<'_>, kind: &str) -> Option<u64> {
    // The post's own count first: the total adds those of other posts with the same film.
    let counts = ["Post Views", "Total Views"].map(|column| row.get(column).and_then(count));
    let positive = counts.into_iter().flatten().find(|&views| views > 0);
    let zero = counts.into_iter().flatten().next().filter(|_| is_film_on_facebook(kind));
    positive.or(zero)
}

/// Films that Facebook itself shows; those linked from elsewhere have no count there.
fn is_film_on_facebook(kind: &str) -> bool {
    kind == "Video" || kind == "Native Video" || kind.starts_with("Live Video")
}

fn media_kind(kind: &str) -> Option<MediaKind> {
    if is_film_on_facebook(kind) || matches!(kind, "Reel" | "YouTube" | "Vine") {
        return Some(MediaKind::Video);
    }
    matches!(kind, "Photo" | "Album").then_some(MediaKind::Photo)
}
