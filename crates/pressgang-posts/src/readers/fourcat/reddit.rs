//! Reddit: submissions and comments from Pushshift.

use super::cells::{created, local, observe, readable, urls};
use super::text::{hidden_links, links};
use crate::part::Out;
use crate::readers::Row;
use crate::spec::{Kind, Layout};
use crate::values::unescape;
use crate::{Author, Media, MediaKind, Observed, Platform, Post, Relations, Status};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of Reddit posts",
    kind: Kind::Table,
    needs: &["id", "thread_id", "subreddit", "author", "body", "score", "parent"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let (id, thread) = (row.id("id")?, row.id("thread_id")?);
    let parent = row.other_id("parent");
    // Submissions and comments are numbered apart, so their kind belongs to the id.
    let full = format!("{}{id}", if parent.is_some() { "t1_" } else { "t3_" });
    let is_husk = matches!(row.get("body"), Some("[removed]" | "[deleted]"));
    if is_husk {
        let signal = format!("body: {}", row.get("body").unwrap_or_default());
        observe(row, out, Platform::REDDIT, Observed::Post(full.clone()), Status::Removed, signal);
    }
    let written = row.get("body").filter(|_| !is_husk).map(|_| row.raw("body"));
    // 4CAT leaves texts and addresses as Pushshift gave them, with Reddit's escapes.
    let parts: Vec<String> = row.get("subject").into_iter().chain(written).map(unescape).collect();
    let text = parts.join("\n\n");
    let media = media(row);
    if text.is_empty() && media.is_empty() {
        return if is_husk { Ok(()) } else { Err("no text".to_owned()) };
    }
    let subreddit = row.get("subreddit").unwrap_or_default();
    let place = format!("https://www.reddit.com/r/{subreddit}/comments/{thread}/");
    let linked = urls(row, "url").into_iter().map(|url| unescape(&url)).filter(|url| !url.contains("/comments/"));
    out.post(Post {
        url: (!subreddit.is_empty()).then(|| if parent.is_some() { format!("{place}_/{id}/") } else { place }),
        author: Author { handle: readable(row, "author").filter(|name| name != "[deleted]"), ..Author::default() },
        created_at: created(row)?,
        created_at_local: local(row),
        links: links(&text, hidden_links(&text).into_iter().chain(linked)),
        media,
        relations: Relations { reply_to: parent, ..Relations::default() },
        collected_at: out.options().received_at,
        ..Post::new(Platform::REDDIT, full, text, out.provenance(row.place))
    });
    Ok(())
}

fn media(row: &Row<'_>) -> Vec<Media> {
    let kind = |url: &str| match url.rsplit('.').next() {
        Some("mp4" | "webm") => MediaKind::Video,
        _ => MediaKind::Photo,
    };
    let file = |url: String| Media { url: Some(url.clone()), ..Media::of_kind(kind(&url)) };
    urls(row, "image_file").into_iter().map(file).collect()
}
