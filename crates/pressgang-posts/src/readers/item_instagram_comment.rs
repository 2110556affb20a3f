//! One comment on Instagram as a fork of Zeeschuimer captures it, with what the fork adds to it.

use super::item_parts::{addresses_in, hashtags_in, mentions_in, time};
use super::items::Capture;
use crate::json::Object;
use crate::part::Out;
use crate::values::unique;
use crate::{Author, Metrics, Platform, Post, Relations};

pub(crate) fn read(item: &Object<'_>, capture: &Capture, out: &mut Out<'_>) -> Result<(), String> {
    let mut ids = ["comment_id", "pk", "id"].into_iter();
    let id = ids.find_map(|field| item.id(field).transpose()).transpose()?.ok_or("no comment_id")?;
    let text = item.owned("text").ok_or("no text")?;
    let user = item.object("user");
    let field = |names: &[&str]| names.iter().find_map(|name| user.as_ref()?.owned(name));
    let code = item.owned("post_shortcode");
    let parent = item.other_id("parent_comment_id");
    let created_at = match time(item, "created_at")? {
        Some(time) => Some(time),
        None => time(item, "created_at_utc")?,
    };
    out.post(Post {
        url: code.as_ref().map(|code| format!("https://www.instagram.com/p/{code}/c/{id}/")),
        author: Author {
            id: user.as_ref().and_then(|user| user.other_id("id").or_else(|| user.other_id("pk"))),
            handle: field(&["unique_id", "username"]),
            name: field(&["nickname", "full_name"]),
        },
        created_at,
        links: unique(addresses_in(&text)),
        mentions: mentions_in(&text),
        hashtags: hashtags_in(&text),
        relations: Relations { reply_to: parent.or(code).or_else(|| item.other_id("post_id")), ..Relations::default() },
        metrics: Metrics {
            likes: item.count("comment_like_count"),
            comments: item.count("child_comment_count"),
            ..Metrics::default()
        },
        collected_at: capture.collected_at,
        ..Post::new(Platform::INSTAGRAM, id, text, out.provenance(capture.place))
    });
    Ok(())
}
