//! One post of Truth Social as its pages load it: a status of Mastodon, whose text the extension has made plain.

use super::item_parts::{addresses_in, hashtags_in, time};
use super::items::Capture;
use crate::json::Object;
use crate::part::Out;
use crate::values::{shown, unique};
use crate::{Author, Media, MediaKind, Metrics, Platform, Post, Relations};

pub(crate) fn read(item: &Object<'_>, capture: &Capture, out: &mut Out<'_>) -> Result<(), String> {
    let id = item.id("id")?.ok_or("no id")?;
    let original = item.object("reblog");
    let quoted = item.object("quote");
    // The extension makes the text of the status itself plain, not that of what is inside.
    let (text, mut links) = match &original {
        Some(original) => html(original),
        None => (item.owned("content").unwrap_or_default(), Vec::new()),
    };
    let speaking = original.as_ref().unwrap_or(item);
    links.extend(addresses_in(&text));
    links.extend(speaking.object("card").and_then(|card| card.owned("url")));
    let media = media(speaking);
    if text.is_empty() && media.is_empty() && links.is_empty() && quoted.is_none() {
        return Err("no content".to_owned());
    }
    let names =
        |list: &str, field: &str| speaking.objects(list).filter_map(|entry| entry.owned(field)).collect::<Vec<_>>();
    // The page counts nothing of a repost itself.
    let count = |field: &str| item.count(field).filter(|&count| original.is_none() || count > 0);
    out.post(Post {
        url: item.owned("url"),
        author: author(item),
        created_at: time(item, "created_at")?,
        language_declared: item.owned("language"),
        links: unique(links),
        mentions: unique(names("mentions", "username")),
        hashtags: unique(names("tags", "name").into_iter().chain(hashtags_in(&text))),
        media,
        relations: Relations {
            reply_to: item.other_id("in_reply_to_id"),
            repost_of: original.as_ref().and_then(|original| original.other_id("id")),
            quote_of: item.other_id("quote_id").or_else(|| quoted.as_ref()?.other_id("id")),
        },
        quoted_text: quoted.as_ref().map(|quoted| html(quoted).0).filter(|text| !text.is_empty()),
        metrics: Metrics {
            views: None,
            likes: count("favourites_count"),
            shares: count("reblogs_count"),
            comments: count("replies_count"),
        },
        collected_at: capture.collected_at,
        ..Post::new(Platform::named("truthsocial"), id, text, out.provenance(capture.place))
    });
    Ok(())
}

fn html(status: &Object<'_>) -> (String, Vec<String>) {
    let shown = shown(&status.string("content").unwrap_or_default());
    (shown.text, shown.links)
}

fn author(item: &Object<'_>) -> Author {
    let Some(account) = item.object("account") else { return Author::default() };
    Author { id: account.other_id("id"), handle: account.owned("username"), name: account.owned("display_name") }
}

fn media(status: &Object<'_>) -> Vec<Media> {
    let media = |attachment: Object<'_>| {
        let kind = match attachment.string("type")?.as_ref() {
            "image" => MediaKind::Photo,
            "audio" => MediaKind::Audio,
            "video" | "gifv" | "tv" => MediaKind::Video,
            _ => MediaKind::Document,
        };
        Some(Media { url: attachment.owned("url"), alt: attachment.owned("description"), ..Media::of_kind(kind) })
    };
    status.objects("media_attachments").filter_map(media).collect()
}
