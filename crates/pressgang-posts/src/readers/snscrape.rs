//! Lines of snscrape, which wrote posts of many platforms, each record with the name of its class in `_type`.
//!
//! Old versions wrote no `_type`; their fields and addresses tell what they are.

use super::Record;
use super::snscrape_others::{facebook, instagram, mastodon, reddit};
use super::snscrape_telegram::telegram;
use super::snscrape_twitter::{gone, tweet};
use super::snscrape_vk::vk;
use crate::detect::Head;
use crate::json::Object;
use crate::part::{Out, Place};
use crate::spec::{Kind, Layout, Probe, Read, Spec};
use crate::values::unique;
use crate::{Account, Mapping, Platform, Timestamp};

pub(crate) static SPEC: Spec = Spec {
    name: "snscrape",
    title: "snscrape lines (Telegram, VK, X, Reddit, Facebook, Instagram, Mastodon)",
    extensions: &["json", "jsonl", "ndjson"],
    gives: &[
        "texts and public addresses",
        "times in UTC",
        "links",
        "of X: whole texts, also of reposts and quotes, pictures and films, likes, shares, comments, views where X gives them",
        "of Instagram: likes and comments",
    ],
    cannot: &[
        "no line breaks in texts of Telegram, VK, Facebook and Mastodon: words before and after one run together",
        "of Telegram no channel numbers: such posts cannot be joined with exports that have the number instead of the name",
        "of Telegram, VK and Facebook no counts, except in some variants of the tool; rounded view counts are left out",
        "of Telegram no pictures and no albums, except in some variants of the tool",
        "of VK sometimes only the day of publication: such posts have no time",
        "of Mastodon no canonical ids: the address is the id",
        "no time of capture other than the file's own",
    ],
    notes: &[
        "The id of a Telegram post is the channel's name in lower case and the message's number, joined by `/`.",
        "Searches for hashtags, which Telegram puts behind them, are hashtags and not links.",
        "What a VK post shares it reposts, or under words or pictures of its own quotes.",
        "Boosts of Mastodon have no id of their own and are read as the boosted post.",
        "Placeholders of X for posts that cannot be seen are observations; channels and users are accounts.",
    ],
    layouts: &[
        Layout {
            what: "an old snscrape record",
            kind: Kind::Json,
            needs: &["url|cleanUrl", "date", "content", "outlinksss"],
            unless: &["_type"],
        },
        Layout {
            what: "a tweet of snscrape",
            kind: Kind::Json,
            needs: &["url", "date", "id", "content|rawContent", "renderedContent"],
            unless: &["_type"],
        },
        Layout {
            what: "an old snscrape record of Instagram",
            kind: Kind::Json,
            needs: &["url|cleanUrl", "date", "content", "thumbnailUrl", "displayUrl"],
            unless: &["_type"],
        },
    ],
    also: Some(probe),
    read: Read::Records { at: &[], record },
};

/// 4CAT has a `_type` too, so what is in it decides.
fn probe(head: &Head<'_>, _: &Mapping) -> Probe {
    let has_type = head.json.as_ref().is_some_and(|shape| shape.record_has("_type"));
    let is_module = |at: usize| {
        let rest = head.bytes.get(at + KEY.len()..).unwrap_or_default().trim_ascii_start();
        let value = rest.strip_prefix(b":").unwrap_or_default().trim_ascii_start();
        value.starts_with(b"\"snscrape.modules.")
    };
    if has_type && memchr::memmem::find_iter(head.bytes, KEY).any(is_module) {
        return Probe::matched("_type of a snscrape module");
    }
    Probe::foreign()
}

const KEY: &[u8] = b"\"_type\"";

fn record(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let (object, place) = (&record.object, record.place());
    let kind = object.owned("_type").unwrap_or_else(|| of_old(object).to_owned());
    let mut parts = kind.rsplit('.');
    let (class, module) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    match (module, class) {
        ("telegram", "TelegramPost") => telegram(object, out, place),
        ("vkontakte", "VKontaktePost") => vk(object, out, place),
        ("twitter", "Tweet") => tweet(object, out, place),
        ("twitter", "Tombstone") => gone(object, out, place),
        ("twitter", "TweetRef") => Err("a reference to a post without the post".to_owned()),
        ("reddit", "Submission" | "Comment") => reddit(object, out, place),
        ("facebook", "FacebookPost") => facebook(object, out, place),
        ("instagram", "InstagramPost") => instagram(object, out, place),
        ("mastodon", "Toot") => mastodon(object, out, place),
        ("mastodon", "Boost") => mastodon(&object.object("toot").ok_or("no toot")?, out, place),
        (module, "User" | "Channel") => account(module, object, out, place),
        _ => Err("a kind of snscrape record that is not read".to_owned()),
    }
}

/// What a record without `_type` is.
fn of_old(object: &Object<'_>) -> &'static str {
    let Some(url) = object.string("url").or_else(|| object.string("cleanUrl")) else { return "" };
    let host = url.split_once("://").map_or(&*url, |(_, rest)| rest).split('/').next().unwrap_or_default();
    match host.trim_start_matches("www.") {
        "t.me" => "telegram.TelegramPost",
        "vk.com" => "vkontakte.VKontaktePost",
        "twitter.com" | "x.com" => "twitter.Tweet",
        "facebook.com" | "upload.facebook.com" => "facebook.FacebookPost",
        "instagram.com" => "instagram.InstagramPost",
        _ => "",
    }
}

fn account(module: &str, object: &Object<'_>, out: &mut Out<'_>, place: Place) -> Result<(), String> {
    let first = |fields: &[&str]| fields.iter().find_map(|field| object.owned(field));
    let handle = first(&["username", "account"]).map(|name| name.trim_start_matches('@').to_owned());
    let id = ["id", "pageId"].into_iter().find_map(|field| object.other_id(field));
    if handle.is_none() && id.is_none() {
        return Err("an account without a name".to_owned());
    }
    out.account(Account {
        platform: Platform::named(module),
        id,
        handle,
        name: first(&["displayname", "displayName", "name", "title"]),
        description: first(&["rawDescription", "description"]),
        followers: ["followersCount", "followers", "members"].into_iter().find_map(|field| exact(object, field)),
        created_at: object.string("created").and_then(|time| Timestamp::parse_rfc3339(&time)),
        provenance: out.provenance(place),
    });
    Ok(())
}

/// A count that was not rounded: pages show large numbers as `1.2K`, and the tool says how coarse they are.
pub(crate) fn exact(object: &Object<'_>, field: &str) -> Option<u64> {
    let raw = object.get(field)?;
    let pair = raw.elements();
    let (count, granularity) = match pair.as_slice() {
        [] => (raw.count()?, object.count(&format!("{field}.granularity"))),
        [count, granularity] => (count.count()?, granularity.count()),
        _ => return None,
    };
    granularity.is_none_or(|granularity| granularity <= 1).then_some(count)
}

/// When a record was published: an instant, and the text where it is none.
pub(crate) fn published(object: &Object<'_>) -> (Option<Timestamp>, Option<String>) {
    let Some(text) = object.owned("date") else { return (None, None) };
    match Timestamp::parse_rfc3339(&text) {
        Some(time) => (Some(time), None),
        None => (None, Some(text)),
    }
}

/// The texts of a list, or of the older form that joins them by spaces.
pub(crate) fn outlinks(object: &Object<'_>) -> Vec<String> {
    let list = object.elements("outlinks").into_iter().filter_map(|raw| raw.string()).map(|link| link.into_owned());
    let found = unique(list);
    if !found.is_empty() {
        return found;
    }
    let joined = object.owned("outlinksss").or_else(|| object.owned("outlinks")).unwrap_or_default();
    unique(joined.split_ascii_whitespace().map(str::to_owned))
}
