//! YouTube: films that 4CAT took from a list of YouTube Data Tools, whose own columns stay.

use super::cells::{local, person, positive, zoned};
use super::text::{hashtags, links};
use crate::part::Out;
use crate::readers::Row;
use crate::spec::{Kind, Layout};
use crate::{Media, MediaKind, Metrics, Platform, Post};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of YouTube videos",
    kind: Kind::Table,
    needs: &["id", "thread_id", "body", "videoId", "channelId", "channelTitle"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let id = row.id("videoId")?;
    let title = row.first(&["videoTitle", "title"]);
    let description = row.get("body").map(|_| row.raw("body"));
    let text = title.into_iter().chain(description).collect::<Vec<_>>().join("\n\n");
    let film = Media { url: Some(address(&id)), ..Media::of_kind(MediaKind::Video) };
    out.post(Post {
        url: Some(address(&id)),
        author: person(row, "channelId", "", "channelTitle"),
        // The number beside it was made as if this were the server's local time.
        created_at: zoned(row, "publishedAt"),
        created_at_local: local(row),
        language_declared: row.owned("defaultLanguage"),
        links: links(&text, []),
        hashtags: hashtags(&text),
        media: vec![film],
        metrics: Metrics {
            views: positive(row, "viewCount"),
            likes: positive(row, "likeCount"),
            shares: None,
            comments: positive(row, "commentCount"),
        },
        collected_at: out.options().received_at,
        ..Post::new(Platform::YOUTUBE, id, text, out.provenance(row.place))
    });
    Ok(())
}

fn address(id: &str) -> String {
    format!("https://www.youtube.com/watch?v={id}")
}
