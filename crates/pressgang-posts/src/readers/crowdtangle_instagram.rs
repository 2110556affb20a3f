//! CrowdTangle exports of Instagram accounts.

use super::Row;
use crate::part::Out;
use crate::spec::{Kind, Layout, Read, Spec};
use crate::values::{hashtags_in, instagram_code, links_in, local_time, mentions_in, permalink};
use crate::{Author, Media, MediaKind, Metrics, Platform, Post};

pub(crate) static SPEC: Spec = Spec {
    name: "crowdtangle-instagram",
    title: "CrowdTangle export of Instagram accounts",
    extensions: &["csv"],
    gives: &[
        "captions, public addresses",
        "times, converted to UTC from the zone each row names",
        "hashtags and mentions of the caption",
        "pictures with the text CrowdTangle read in them",
        "likes and comments; views of films",
    ],
    cannot: &[
        "no view counts of posts other than films",
        "no shares: Instagram shows none",
        "no ids of accounts",
        "times whose row names no zone, or one that is unknown or means several (IST), are kept as written and not converted",
        "no time of capture other than the file's own",
    ],
    notes: &[
        "The id is the shortcode in the post's address (`/p/`, `/reel/` or `/tv/`).",
        "The zeros that stand for the views of posts other than films mean that nothing was counted.",
        "Text inside pictures (`Image Text`) is kept as the picture's text.",
    ],
    layouts: &[Layout {
        what: "a CrowdTangle table of Instagram posts",
        kind: Kind::Table,
        needs: &[
            "Account",
            "User Name",
            "Post Created|Created",
            "URL",
            "Description",
            "Likes",
            "Comments",
            "Photo|Views",
        ],
        unless: &["Message"],
    }],
    also: None,
    read: Read::Rows(post),
};

fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let url = row.get("URL").ok_or("no address, which holds the id")?;
    let id = instagram_code(url).ok_or("no shortcode in the address")?;
    let is_film = is_film(row.get("Type").unwrap_or_default(), url);
    let image_text = row.owned("Image Text");
    let picture = row.owned("Photo");
    let media = if is_film {
        vec![Media { text: image_text, ..Media::of_kind(MediaKind::Video) }]
    } else if picture.is_some() || image_text.is_some() || row.get("Type").is_some() {
        vec![Media { url: picture, text: image_text, ..Media::of_kind(MediaKind::Photo) }]
    } else {
        Vec::new()
    };
    let text = match (row.get("Title"), row.get("Description")) {
        (Some(title), Some(caption)) if !caption.starts_with(title) => format!("{title}\n\n{}", row.raw("Description")),
        (_, Some(_)) => row.raw("Description").to_owned(),
        (Some(title), None) => title.to_owned(),
        (None, None) if !media.is_empty() => String::new(),
        (None, None) => return Err("no text".to_owned()),
    };
    let mut links = links_in(&text);
    // Mostly that is the post itself or its picture.
    let leads_away = |link: &&str| permalink(link).is_none_or(|to| to.id != id) && !link.contains("cdninstagram.com");
    links.extend(row.get("Link").filter(leads_away).map(str::to_owned).filter(|link| !links.contains(link)));
    let created = row.first(&["Post Created", "Created"]);
    out.post(Post {
        url: Some(url.to_owned()),
        author: Author { id: None, handle: row.owned("User Name"), name: row.owned("Account") },
        created_at: created.map(|text| local_time("Post Created", text)).transpose()?.flatten(),
        created_at_local: created.map(str::to_owned),
        links,
        mentions: mentions_in(&text),
        hashtags: hashtags_in(&text),
        media,
        metrics: Metrics {
            // CrowdTangle writes 0 for what is no film.
            views: row.count("Views").filter(|&views| views > 0 || is_film),
            likes: row.count("Likes"),
            shares: None,
            comments: row.count("Comments"),
        },
        collected_at: out.options().received_at,
        ..Post::new(Platform::INSTAGRAM, id, text, out.provenance(row.place))
    });
    Ok(())
}

/// Old exports have `Video`, later ones `IGTV` and `Reel` as well.
fn is_film(kind: &str, url: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    kind.contains("video")
        || kind.contains("igtv")
        || kind.contains("reel")
        || url.contains("/reel/")
        || url.contains("/tv/")
}
