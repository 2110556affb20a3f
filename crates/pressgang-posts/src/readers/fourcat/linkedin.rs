//! LinkedIn: posts captured with Zeeschuimer. LinkedIn says how long ago a post was made, and 4CAT estimates the time.

use super::cells::{body, files, list, local, moment, person, positive, urls};
use super::text::links;
use crate::part::Out;
use crate::readers::Row;
use crate::spec::{Kind, Layout};
use crate::values::unique;
use crate::{MediaKind, Metrics, Platform, Post};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of LinkedIn posts",
    kind: Kind::Table,
    needs: &["id", "body", "author", "post_url", "timestamp_ago"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let id = row.id("id")?;
    let mut media = files(MediaKind::Photo, urls(row, "image_urls"));
    media.extend(files(MediaKind::Video, urls(row, "video_thumb_url")));
    let shared = urls(row, "link_url");
    let text = match body(row, &media) {
        Err(_) if !shared.is_empty() => String::new(),
        text => text?,
    };
    out.post(Post {
        url: row.owned("post_url"),
        author: person(row, "author_id", "author", "author_name"),
        created_at_local: local(row),
        links: links(&text, shared),
        mentions: unique(list(row, "author_mentions")),
        hashtags: unique(list(row, "hashtags")),
        media,
        metrics: Metrics {
            views: None,
            likes: likes(row),
            shares: row.count("shares"),
            comments: row.count("comments"),
        },
        collected_at: moment(row, "unix_timestamp_collected")?.or(out.options().received_at),
        ..Post::new(Platform::named("linkedin"), id, text, out.provenance(row.place))
    });
    Ok(())
}

/// Old tables have one number for all reactions; of newer ones only the likes count, and their 0 may be no number.
fn likes(row: &Row<'_>) -> Option<u64> {
    let is_none = row.count("reactions") == Some(0);
    row.count("likes").or_else(|| positive(row, "reaction_like")).or(is_none.then_some(0))
}
