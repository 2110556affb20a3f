//! Posts of public Telegram channels as snscrape reads them off their web pages.

use super::snscrape::{exact, outlinks, published};
use std::collections::HashSet;

use crate::json::{Object, Raw};
use crate::part::{Out, Place};
use crate::values::unique;
use crate::{Author, Media, MediaKind, Metrics, Platform, Post, Relations};

pub(crate) fn telegram(object: &Object<'_>, out: &mut Out<'_>, place: Place) -> Result<(), String> {
    let url = object.string("url").ok_or("no url")?;
    let (channel, number) = channel_and_number(&url).ok_or("the url is not that of a post")?;
    let media = media(object);
    let text = match object.owned("content") {
        Some(text) => text,
        None if !media.is_empty() => String::new(),
        None => return Err("no text".to_owned()),
    };
    let mut links = Vec::new();
    let mut mentions = words(object, "mentions", '@');
    let mut hashtags = words(object, "hashtags", '#');
    let called = names_called(&text);
    for link in outlinks(object) {
        match target(&link, &called) {
            Target::Hashtag(word) => hashtags.push(word),
            Target::Mention(name) => mentions.push(name),
            Target::Address => links.push(link),
        }
    }
    links.extend(object.object("linkPreview").and_then(|preview| preview.owned("href")));
    let original = object.string("forwardedUrl").or_else(|| object.string("forward_url"));
    let (created_at, created_at_local) = published(object);
    out.post(Post {
        url: Some(format!("https://t.me/{channel}/{number}")),
        author: Author { id: None, handle: Some(channel.to_owned()), name: None },
        created_at,
        created_at_local,
        links: unique(links),
        mentions: unique(mentions),
        hashtags: unique(hashtags),
        media,
        relations: Relations {
            repost_of: original.and_then(|url| channel_and_number(&url).map(|(channel, number)| key(channel, number))),
            ..Relations::default()
        },
        metrics: Metrics { views: exact(object, "views"), ..Metrics::default() },
        collected_at: out.options().received_at,
        ..Post::new(Platform::TELEGRAM, key(channel, number), text, out.provenance(place))
    });
    Ok(())
}

fn key(channel: &str, number: &str) -> String {
    format!("{}/{number}", channel.to_lowercase())
}

/// The channel and the number in the address of a post, with or without the `/s/` of the web view.
pub(crate) fn channel_and_number(url: &str) -> Option<(&str, &str)> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.strip_prefix("t.me/").or_else(|| rest.strip_prefix("telegram.me/"))?;
    let path = path.split(['?', '#']).next()?.trim_end_matches('/');
    let path = path.strip_prefix("s/").or_else(|| path.strip_prefix("c/")).unwrap_or(path);
    let (channel, number) = path.split_once('/')?;
    // Between the two may stand a topic.
    let number = number.rsplit('/').next()?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && !channel.is_empty()).then_some((channel, number))
}

/// What the pages link.
enum Target {
    Hashtag(String),
    Mention(String),
    Address,
}

fn target(link: &str, called: &HashSet<String>) -> Target {
    let Some(path) = link.strip_prefix("https://t.me/") else { return Target::Address };
    if let Some((_, word)) = path.split_once("?q=%23").filter(|(channel, _)| channel.starts_with("s/")) {
        return Target::Hashtag(decoded(word));
    }
    // Behind `@name` stands the same address as behind itself.
    if called.contains(&path.to_lowercase()) {
        return Target::Mention(path.to_owned());
    }
    Target::Address
}

/// The names behind `@`, in lower case.
fn names_called(text: &str) -> HashSet<String> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let behind = text.split('@').skip(1).map(|rest| &rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())]);
    behind.filter(|name| !name.is_empty()).map(str::to_lowercase).collect()
}

/// Resolves `%C3%A9`.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| byte == b'%') {
            Some(resolved) => {
                plain.push(resolved);
                at += 3;
            }
            None => {
                plain.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(plain).unwrap_or_else(|_| text.to_owned())
}

fn words(object: &Object<'_>, field: &str, sign: char) -> Vec<String> {
    let words = object.elements(field).into_iter().filter_map(Raw::string);
    words.map(|word| word.trim_start_matches(sign).to_owned()).collect()
}

/// Only some variants of the tool list files.
fn media(object: &Object<'_>) -> Vec<Media> {
    let file = |medium: Object<'_>| {
        let kind = match medium.string("_type").as_deref().and_then(|kind| kind.rsplit('.').next()) {
            Some("Photo") => MediaKind::Photo,
            Some("Video" | "Gif") => MediaKind::Video,
            Some("VoiceMessage") => MediaKind::Audio,
            _ => MediaKind::Document,
        };
        Media { url: medium.owned("url"), ..Media::of_kind(kind) }
    };
    object.objects("media").map(file).collect()
}
