//! Facebook: posts that 4CAT took from a table of CrowdTangle.

use super::cells::{body, files, local, person, positive, urls};
use super::text::{hashtags, links};
use crate::part::Out;
use crate::readers::Row;
use crate::spec::{Kind, Layout};
use crate::values::{facebook_id, leads_away};
use crate::{Media, MediaKind, Metrics, Platform, Post};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of Facebook posts from CrowdTangle",
    kind: Kind::Table,
    needs: &["id", "body", "author", "url", "page_name", "page_id", "views_post"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    // 4CAT takes for the id whatever is behind the last `/` of the address.
    let id = row.get("url").and_then(facebook_id).ok_or("no id in the address")?;
    let media = media(row);
    let text = match body(row, &media) {
        // Posts that only share something have no message of their own.
        Err(reason) => row.first(&["body_description", "body_link"]).map(str::to_owned).ok_or(reason)?,
        Ok(text) => text,
    };
    out.post(Post {
        url: row.owned("url"),
        author: person(row, "page_id", "author", "page_name"),
        // 4CAT drops the zone that CrowdTangle wrote, so neither time is a moment.
        created_at_local: local(row),
        links: links(
            &text,
            urls(row, "url_original").into_iter().filter(|link| leads_away(link, &Platform::FACEBOOK, &id)),
        ),
        hashtags: hashtags(&text),
        media,
        metrics: Metrics {
            views: positive(row, "views_post"),
            likes: row.count("likes"),
            shares: row.count("shares"),
            comments: row.count("comments"),
        },
        collected_at: out.options().received_at,
        ..Post::new(Platform::FACEBOOK, id, text, out.provenance(row.place))
    });
    Ok(())
}

fn media(row: &Row<'_>) -> Vec<Media> {
    let read = row.owned("body_image");
    let kind = match row.get("type").unwrap_or_default() {
        "Photo" | "Album" => MediaKind::Photo,
        kind if kind.contains("Video") || kind == "YouTube" => MediaKind::Video,
        _ if read.is_some() => MediaKind::Photo,
        _ => return files(MediaKind::Photo, []),
    };
    vec![Media { text: read, ..Media::of_kind(kind) }]
}
