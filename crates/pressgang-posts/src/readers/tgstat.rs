//! Responses of the TGStat API with posts of Telegram channels: `posts/search`, `channels/posts`, `posts/get`.

use super::Record;
use super::snscrape_telegram::channel_and_number;
use crate::json::Object;
use crate::part::Out;
use crate::spec::{Kind, Layout, Read, Spec};
use crate::values::{shown, unique};
use crate::{Author, Media, MediaKind, Metrics, Observation, Observed, Platform, Post, Status, Timestamp};

pub(crate) static SPEC: Spec = Spec {
    name: "tgstat",
    title: "TGStat API (posts of Telegram channels)",
    extensions: &["json", "jsonl", "ndjson"],
    gives: &[
        "whole texts with the links in and behind them",
        "public addresses, times in UTC",
        "views",
        "deletions with their time",
    ],
    cannot: &[
        "no channel numbers of public channels: such posts cannot be joined with exports that have the number instead of the name",
        "no id of the post a message was forwarded from",
        "no names of channels: only the name in the address",
        "no mentions and hashtags listed beside the text",
        "no like counts: reactions are not likes",
        "no time of capture other than the file's own",
    ],
    notes: &[
        "One response a file or a line, an array of responses, or their items one a line.",
        "The id of a post is the channel's name in lower case and the message's number, joined by `/`; of a channel without a name its number.",
        "Deleted posts are posts, since TGStat keeps their text, and observations.",
    ],
    layouts: &[
        Layout {
            what: "a response of TGStat",
            kind: Kind::Json,
            needs: &["response.items[].link", "response.items[].channel_id", "response.items[].date"],
            unless: &["response.items[].owner_id"],
        },
        Layout {
            what: "a response of TGStat",
            kind: Kind::Json,
            needs: &["response.link", "response.channel_id", "response.date", "response.is_deleted"],
            unless: &[],
        },
        Layout {
            what: "an item of TGStat",
            kind: Kind::Json,
            needs: &["link", "channel_id", "date", "is_deleted"],
            unless: &[],
        },
    ],
    also: None,
    read: Read::Records { at: &["response.items[]", "response"], record },
};

fn record(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let post = &record.object;
    let link = post.string("link").ok_or("no link")?;
    let address = link.split_once("://").map_or(&*link, |(_, rest)| rest);
    let (channel, number) = channel_and_number(address).ok_or("the link is not that of a post")?;
    let is_numbered = address.contains("/c/");
    let is_closed = address.contains("/joinchat/") || channel.starts_with('+');
    let key = if is_closed {
        // The code by which a closed channel is joined stands in for its name, and there case counts.
        address.split_once('/').map_or(address, |(_, path)| path).to_owned()
    } else {
        format!("{}/{number}", channel.to_lowercase())
    };
    let html = post.owned("text").or_else(|| post.object("media")?.owned("caption")).unwrap_or_default();
    let shown = shown(&html);
    let (media, page) = post.object("media").as_ref().map(attached).unwrap_or_default();
    if shown.text.is_empty() && media.is_none() {
        return Err("no text".to_owned());
    }
    if is_true(post, "is_deleted") {
        out.observe(Observation {
            platform: Platform::TELEGRAM,
            of: Observed::Post(key.clone()),
            observed_at: time(post, "deleted_at")?.or(out.options().received_at),
            status: Status::Removed,
            signal: "is_deleted: 1".to_owned(),
            metrics: Metrics::default(),
            provenance: out.provenance(record.place()),
        });
    }
    let is_of_channel = !post.has("user_id");
    out.post(Post {
        url: Some(format!("https://{address}")),
        // The numbers of accounts are TGStat's own.
        author: Author {
            id: Some(format!("channel{channel}")).filter(|_| is_numbered && is_of_channel),
            handle: Some(channel.to_owned()).filter(|_| !is_numbered && !is_closed && is_of_channel),
            name: None,
        },
        created_at: time(post, "date")?,
        links: unique(shown.links.into_iter().chain(page)),
        media: media.into_iter().collect(),
        is_repost: post.string("forwarded_from").is_some(),
        metrics: Metrics {
            views: post.count("views"),
            likes: None,
            shares: post.count("shares_count"),
            comments: post.count("comments_count"),
        },
        collected_at: out.options().received_at,
        album: post.other_id("group_id").map(|group| format!("{channel}/{group}").into_boxed_str()),
        ..Post::new(Platform::TELEGRAM, key, shown.text, out.provenance(record.place()))
    });
    Ok(())
}

fn is_true(post: &Object<'_>, field: &str) -> bool {
    post.get(field).is_some_and(|flag| flag.is_true() || flag.count() == Some(1))
}

fn time(post: &Object<'_>, field: &str) -> Result<Option<Timestamp>, String> {
    let Some(raw) = post.get(field) else { return Ok(None) };
    raw.time().map(Some).ok_or_else(|| format!("{field} is no known form of time"))
}

/// A file, and the address of a page.
fn attached(media: &Object<'_>) -> (Option<Media>, Option<String>) {
    let file = |kind| Some(Media { url: media.owned("file_url"), ..Media::of_kind(kind) });
    match media.string("media_type").as_deref() {
        Some("mediaPhoto") => (file(MediaKind::Photo), None),
        Some("mediaDocument") => {
            let mime = media.string("mime_type").unwrap_or_default();
            let kind = match mime.split('/').next() {
                Some("video") => MediaKind::Video,
                Some("audio") => MediaKind::Audio,
                Some("image") => MediaKind::Photo,
                _ => MediaKind::Document,
            };
            (file(kind), None)
        }
        Some("mediaWebPage") => (None, media.owned("url")),
        _ => (None, None),
    }
}
