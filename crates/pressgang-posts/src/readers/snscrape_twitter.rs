//! Tweets as snscrape writes them, in its newer and older versions.

use super::snscrape::{outlinks, published};
use super::x_tweet::post_address;
use crate::json::{Object, Raw};
use crate::part::{Out, Place};
use crate::values::{unescape, unique};
use crate::{Author, Media, MediaKind, Metrics, Observation, Observed, Platform, Post, Relations, Status};

pub(crate) fn tweet(object: &Object<'_>, out: &mut Out<'_>, place: Place) -> Result<(), String> {
    let id = own_id(object)?;
    let original = object.object("retweetedTweet");
    let quoted = object.object("quotedTweet");
    // A repost's own text is cut to "RT @name: ...", so the original speaks for it where it is there.
    let speaking = original.as_ref().filter(|original| text(original).is_some()).unwrap_or(object);
    let media: Vec<Media> = speaking.objects("media").map(|medium| medium_of(&medium)).collect();
    let text_of = match text(speaking) {
        Some(text) => text,
        None if !media.is_empty() => String::new(),
        None => return Err("no text".to_owned()),
    };
    let author = author(object);
    let (created_at, created_at_local) = published(object);
    let id_of = |tweet: &Option<Object<'_>>| tweet.as_ref().and_then(|tweet| own_id(tweet).ok());
    out.post(Post {
        url: Some(post_address(author.handle.as_deref(), &id)),
        author,
        created_at,
        created_at_local,
        language_declared: object.owned("lang"),
        links: links(speaking),
        mentions: unique(speaking.objects("mentionedUsers").filter_map(|user| user.owned("username"))),
        hashtags: unique(speaking.elements("hashtags").into_iter().filter_map(Raw::string).map(|tag| tag.into_owned())),
        media,
        relations: Relations {
            reply_to: large_id(object, "inReplyToTweetId"),
            repost_of: id_of(&original),
            quote_of: id_of(&quoted),
        },
        quoted_text: quoted.as_ref().and_then(text),
        metrics: Metrics {
            views: object.count("viewCount"),
            likes: object.count("likeCount"),
            shares: object.count("retweetCount"),
            comments: object.count("replyCount"),
        },
        collected_at: out.options().received_at,
        ..Post::new(Platform::X, id, text_of, out.provenance(place))
    });
    Ok(())
}

/// What stands in place of a tweet that cannot be seen; X says why only in words.
pub(crate) fn gone(object: &Object<'_>, out: &mut Out<'_>, place: Place) -> Result<(), String> {
    let id = own_id(object)?;
    let words = object.owned("text").unwrap_or_default();
    let says = |part: &str| words.to_ascii_lowercase().contains(part);
    let status = if says("suspended account") || says("account that no longer exists") {
        Status::AccountGone
    } else if says("deleted by") || says("violated") {
        Status::Removed
    } else if says("limits who can view") {
        Status::Private
    } else if says("withheld") {
        Status::GeoBlocked
    } else {
        Status::Unknown
    };
    let words: String = words.chars().take(200).collect();
    out.observe(Observation {
        platform: Platform::X,
        of: Observed::Post(id),
        observed_at: out.options().received_at,
        status,
        signal: if words.is_empty() { "Tombstone".to_owned() } else { format!("Tombstone: {words}") },
        metrics: Metrics::default(),
        provenance: out.provenance(place),
    });
    Ok(())
}

/// On demand the tool writes large numbers as text too, since other programs round them.
fn large_id(object: &Object<'_>, field: &str) -> Option<String> {
    object.other_id(&format!("{field}.str")).or_else(|| object.other_id(field))
}

/// The oldest versions have the id only in the address.
fn own_id(object: &Object<'_>) -> Result<String, String> {
    if let Some(id) = large_id(object, "id") {
        return Ok(id);
    }
    let in_url = object.string("url").and_then(|url| {
        let (_, id) = url.split_once("/status/")?;
        let id = id.split(['?', '#', '/']).next()?;
        (!id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())).then(|| id.to_owned())
    });
    match in_url {
        Some(id) => Ok(id),
        None => object.id("id")?.ok_or_else(|| "no id".to_owned()),
    }
}

/// The text with its own addresses: in the rendered one they are cut.
fn text(tweet: &Object<'_>) -> Option<String> {
    ["rawContent", "content", "renderedContent"].into_iter().find_map(|field| tweet.owned(field)).map(|t| unescape(&t))
}

fn author(tweet: &Object<'_>) -> Author {
    let Some(user) = tweet.object("user") else {
        return Author { id: None, handle: tweet.owned("username"), name: None };
    };
    Author {
        id: large_id(&user, "id"),
        handle: user.owned("username").or_else(|| tweet.owned("username")),
        name: user.owned("displayname"),
    }
}

/// Addresses in the text, and behind the card under it.
fn links(tweet: &Object<'_>) -> Vec<String> {
    let mut found: Vec<String> = tweet.objects("links").filter_map(|link| link.owned("url")).collect();
    if found.is_empty() {
        found = outlinks(tweet);
    }
    // Cards mostly repeat a link in its short form.
    let card = tweet.object("card").and_then(|card| card.owned("url"));
    found.extend(card.filter(|url| !url.starts_with("https://t.co/") && !url.starts_with("card://")));
    unique(found)
}

fn medium_of(medium: &Object<'_>) -> Media {
    let films = medium.elements("variants").into_iter().filter_map(Raw::object);
    // Lists of streams have no rate and are no films.
    let best = films.max_by_key(|film| film.count("bitrate")).and_then(|film| film.owned("url"));
    let kind = if medium.has("variants") { MediaKind::Video } else { MediaKind::Photo };
    let url = best.or_else(|| ["fullUrl", "previewUrl", "thumbnailUrl"].into_iter().find_map(|key| medium.owned(key)));
    Media { url, alt: medium.owned("altText"), ..Media::of_kind(kind) }
}
