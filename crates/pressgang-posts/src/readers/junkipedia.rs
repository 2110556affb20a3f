//! Tables downloaded from Junkipedia.

use super::Row;
use super::junkipedia_api::{CANNOT, GIVES, NOTES, key_of};
use crate::part::Out;
use crate::spec::{Kind, Layout, Read, Spec};
use crate::values::{hashtags_in, links_in};
use crate::{Author, Metrics, Post, Timestamp};

pub(crate) static SPEC: Spec = Spec {
    name: "junkipedia",
    title: "Junkipedia table",
    extensions: &["csv"],
    gives: GIVES,
    cannot: CANNOT,
    notes: NOTES,
    layouts: &[Layout {
        what: "a Junkipedia table",
        kind: Kind::Table,
        needs: &["PostId", "Platform", "PostUrl", "post_body_text|published_at"],
        unless: &[],
    }],
    also: None,
    read: Read::Rows(post),
};

fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let own_id = row.id("PostId")?;
    let (key, handle) = key_of(&own_id, row.get("Platform"), row.get("PostUrl"));
    if !row.has("post_body_text") {
        return Err("no text: the table has no post_body_text".to_owned());
    }
    let text = row.raw("post_body_text").to_owned();
    let published = row.get("published_at");
    let created_at = published.and_then(Timestamp::parse_rfc3339);
    out.post(Post {
        url: row.owned("PostUrl"),
        author: Author { id: None, handle, name: row.owned("ChannelName") },
        created_at,
        created_at_local: published.filter(|_| created_at.is_none()).map(str::to_owned),
        links: links_in(&text),
        hashtags: hashtags_in(&text),
        metrics: Metrics {
            views: row.count("ViewsCount").filter(|&views| views > 0),
            likes: row.count("LikesCount"),
            shares: row.count("SharesCount"),
            comments: row.count("CommentsCount"),
        },
        collected_at: out.options().received_at,
        ..Post::new(key.platform, key.id, text, out.provenance(row.place))
    });
    Ok(())
}
