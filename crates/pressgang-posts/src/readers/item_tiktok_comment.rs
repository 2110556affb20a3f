//! One comment on TikTok as its pages load it.

use super::item_parts::{addresses_in, hashtags_in, mentions_in, time};
use super::items::Capture;
use crate::json::Object;
use crate::part::Out;
use crate::values::unique;
use crate::{Author, Metrics, Platform, Post, Relations};

pub(crate) fn read(item: &Object<'_>, capture: &Capture, out: &mut Out<'_>) -> Result<(), String> {
    let id = item.id("cid")?.ok_or("no cid")?;
    let text = item.owned("text").ok_or("no text")?;
    let user = item.object("user");
    let field = |name: &str| user.as_ref().and_then(|user| user.owned(name));
    let parent = item.other_id("reply_id").filter(|id| id != "0");
    out.post(Post {
        url: item.object("share_info").and_then(|share| share.owned("url")),
        author: Author {
            id: user.as_ref().and_then(|user| user.other_id("uid")),
            handle: field("unique_id"),
            name: field("nickname"),
        },
        created_at: time(item, "create_time")?,
        language_declared: item.owned("comment_language").filter(|language| language != "un"),
        links: unique(addresses_in(&text)),
        mentions: mentions_in(&text),
        hashtags: hashtags_in(&text),
        relations: Relations { reply_to: parent.or_else(|| item.other_id("aweme_id")), ..Relations::default() },
        metrics: Metrics {
            likes: item.count("digg_count"),
            comments: item.count("reply_comment_total"),
            ..Metrics::default()
        },
        collected_at: capture.collected_at,
        ..Post::new(Platform::TIKTOK, id, text, out.provenance(capture.place))
    });
    Ok(())
}
