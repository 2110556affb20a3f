//! Bluesky: posts found by search.

use super::cells::{body, files, list, local, moment, observe, person, urls, words, zoned};
use super::text::links;
use crate::part::Out;
use crate::readers::Row;
use crate::spec::{Kind, Layout};
use crate::values::unique;
use crate::{Media, MediaKind, Metrics, Observed, Platform, Post, Relations, Status};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of Bluesky posts",
    kind: Kind::Table,
    needs: &["id", "thread_id", "author", "author_id", "body", "repost_count", "replied_to_post"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let id = row.id("id")?;
    let author = person(row, "author_id", "author", "author_display_name");
    let media = media(row);
    let text = body(row, &media)?;
    let created_at = match zoned(row, "created_at") {
        Some(time) => Some(time),
        // The number was made from it, in the server's zone if it has none of its own.
        None if row.get("created_at").is_some() => None,
        None => moment(row, "timestamp")?,
    };
    let labels = list(row, "labels");
    if !labels.is_empty() {
        // 4CAT does not say whether the author or a moderator put them there.
        let signal = format!("labels: {}", labels.join(", "));
        observe(row, out, Platform::BLUESKY, Observed::Post(id.clone()), Status::Unknown, signal);
    }
    let link = row.owned("link").filter(|_| author.handle.is_some());
    out.post(Post {
        url: link.or_else(|| address(&id)),
        author,
        created_at,
        created_at_local: row.owned("created_at").filter(|_| created_at.is_none()).or_else(|| local(row)),
        language_declared: list(row, "languages").into_iter().find(|language| language != "N/A"),
        links: links(&text, urls(row, "links")),
        // Names that could not be looked up are ids.
        mentions: unique(words(row, "mentions", '@').into_iter().filter(|name| !name.starts_with("did:"))),
        hashtags: unique(words(row, "tags", '#')),
        media,
        relations: Relations { reply_to: reply_to(row, &id), ..Relations::default() },
        metrics: Metrics {
            views: None,
            likes: row.count("like_count"),
            shares: row.count("repost_count"),
            comments: row.count("reply_count"),
        },
        collected_at: out.options().received_at,
        ..Post::new(Platform::BLUESKY, id, text, out.provenance(row.place))
    });
    Ok(())
}

/// The account and the key in `at://did:plc:.../app.bsky.feed.post/...`.
fn parts(uri: &str) -> Option<(&str, &str)> {
    let (account, rest) = uri.strip_prefix("at://")?.split_once('/')?;
    Some((account, rest.strip_prefix("app.bsky.feed.post/")?)).filter(|(_, key)| !key.is_empty())
}

fn address(uri: &str) -> Option<String> {
    let (account, key) = parts(uri)?;
    Some(format!("https://bsky.app/profile/{account}/post/{key}"))
}

/// The answered post, which the table names by the handle of its author, where the id behind that handle is known.
fn reply_to(row: &Row<'_>, id: &str) -> Option<String> {
    let (profile, key) = row.get("replied_to_post")?.split_once("/profile/")?.1.split_once("/post/")?;
    let root = row.get("thread_id").filter(|root| parts(root).is_some_and(|(_, known)| known == key));
    if let Some(root) = root {
        return Some(root.to_owned());
    }
    let own = row.get("author").filter(|handle| *handle == profile).and_then(|_| parts(id));
    let account = own.map(|(account, _)| account).or(Some(profile).filter(|profile| profile.starts_with("did:")))?;
    Some(format!("at://{account}/app.bsky.feed.post/{key}"))
}

/// Of films there is only the still.
fn media(row: &Row<'_>) -> Vec<Media> {
    let (films, pictures): (Vec<String>, Vec<String>) =
        urls(row, "images").into_iter().partition(|url| url.starts_with("https://video."));
    let mut media = files(MediaKind::Photo, pictures);
    media.extend(files(MediaKind::Video, films));
    media
}
