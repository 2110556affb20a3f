//! One post of Gab as its pages load it: with names of one to three letters, earlier with whole words.

use super::item_parts::{addresses_in, hashtags_in, time};
use super::items::Capture;
use crate::json::Object;
use crate::part::Out;
use crate::values::{shown, unique};
use crate::{Author, Media, MediaKind, Metrics, Platform, Post, Relations};

pub(crate) fn read(item: &Object<'_>, capture: &Capture, out: &mut Out<'_>) -> Result<(), String> {
    if item.string("type").is_some_and(|kind| matches!(kind.as_ref(), "group" | "user")) {
        return Err("a group or an account, not a post".to_owned());
    }
    let id = item.id("i")?.or(item.id("id")?).ok_or("no id")?;
    // The extension makes the short form's text plain; the long one is as the page has it.
    let (text, mut links) = match item.get("c") {
        Some(_) => (item.owned("c").unwrap_or_default(), Vec::new()),
        None => {
            let shown = shown(&item.string("content").unwrap_or_default());
            (shown.text, shown.links)
        }
    };
    links.extend(addresses_in(&text));
    let cards = ["link_info", "card", "link"].into_iter();
    links.extend(cards.filter_map(|field| item.object(field)).find_map(|card| card.owned("url")));
    let media = media(item);
    if text.is_empty() && media.is_empty() && links.is_empty() {
        return Err("no content".to_owned());
    }
    let created_at = match time(item, "ca")? {
        Some(time) => Some(time),
        None => time(item, "created_at")?,
    };
    let names = |lists: [&str; 2], field: &str| {
        let entries = lists.into_iter().flat_map(|list| item.objects(list));
        entries.filter_map(|entry| entry.owned(field)).collect::<Vec<_>>()
    };
    out.post(Post {
        url: item.owned("ul").or_else(|| item.owned("url")),
        author: author(item),
        created_at,
        links: unique(links),
        mentions: unique(names(["m", "mentions"], "username")),
        hashtags: unique(names(["tg", "tags"], "name").into_iter().chain(hashtags_in(&text))),
        media,
        relations: Relations { reply_to: item.other_id("in_reply_to_id"), ..Relations::default() },
        metrics: Metrics {
            views: None,
            likes: item.count("fbc").or_else(|| item.count("favourites_count")),
            shares: item.count("rbc").or_else(|| item.count("reblogs_count")),
            // In the short form one name stands for these and for reactions.
            comments: item.count("replies_count"),
        },
        collected_at: capture.collected_at,
        ..Post::new(Platform::named("gab"), id, text, out.provenance(capture.place))
    });
    Ok(())
}

fn author(item: &Object<'_>) -> Author {
    let Some(account) = item.object("author_info").or_else(|| item.object("account")) else {
        return Author { id: item.other_id("ai"), ..Author::default() };
    };
    Author {
        id: account.other_id("i").or_else(|| account.other_id("id")),
        handle: account.owned("un").or_else(|| account.owned("username")),
        name: account.owned("dn").or_else(|| account.owned("display_name")),
    }
}

fn media(item: &Object<'_>) -> Vec<Media> {
    let media = |attachment: Object<'_>| {
        let kind = attachment.owned("t").or_else(|| attachment.owned("type"))?;
        let (kind, fields) = match kind.as_str() {
            "image" => (MediaKind::Photo, ["u", "url", "url"]),
            "video" | "gifv" => (MediaKind::Video, ["smp4", "source_mp4", "url"]),
            _ => return None,
        };
        Some(Media { url: fields.into_iter().find_map(|field| attachment.owned(field)), ..Media::of_kind(kind) })
    };
    ["image_info", "media_attachments"].into_iter().flat_map(|list| item.objects(list)).filter_map(media).collect()
}
