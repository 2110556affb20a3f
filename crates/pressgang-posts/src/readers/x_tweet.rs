//! One tweet of the X API v2 as a post, with what its page includes.

use std::collections::HashMap;

use crate::json::{Object, Raw, parse_record};
use crate::values::{count, id_of_number, id_of_text, unescape};
use crate::{Author, Media, MediaKind, Metrics, Platform, Post, PostKey, Provenance, Relations, Timestamp};

/// What tweets of a page refer to, by id.
#[derive(Default)]
pub(crate) struct Included {
    pub(crate) users: HashMap<String, Author>,
    /// Tweets stay text until one of the page refers to them.
    pub(crate) tweets: HashMap<String, String>,
    pub(crate) media: HashMap<String, Media>,
}

impl Included {
    pub(crate) fn add_user(&mut self, user: &Object<'_>) {
        let user = author(user);
        if let Some(id) = user.id.clone() {
            self.users.insert(id, user);
        }
    }

    pub(crate) fn add_media(&mut self, object: &Object<'_>) {
        if let Some(key) = object.owned("media_key") {
            self.media.insert(key, media(object));
        }
    }
}

/// An id that is a string or a whole number; `Ok(None)` where it is empty.
pub(crate) fn id_of(raw: Raw<'_>) -> Result<Option<String>, String> {
    if let Some(text) = raw.string() {
        return id_of_text(&text);
    }
    match raw.number() {
        Some(token) => id_of_number(token).map(Some),
        None => Err("id is neither text nor a number".to_owned()),
    }
}

/// A tweet, and what its page includes.
pub(crate) struct Tweet<'a> {
    pub(crate) object: &'a Object<'a>,
    pub(crate) included: &'a Included,
}

impl Tweet<'_> {
    pub(crate) fn into_post(self, collected_at: Option<Timestamp>, provenance: Provenance) -> Result<Post, String> {
        let tweet = self.object;
        let id = tweet.get("id").map(id_of).transpose()?.flatten().ok_or("no id")?;
        let relations = relations(tweet);
        // A repost's own text is cut to "RT @name: ...", so the original speaks for it where it is there.
        let referenced = relations.repost_of.as_deref().and_then(|original| self.original(original));
        let original = referenced.as_deref().and_then(|text| parse_record(text.as_bytes()).ok()).and_then(Raw::object);
        let speaking = original.as_ref().unwrap_or(tweet);
        let media = self.media(speaking);
        let text = match whole_text(speaking) {
            Some(text) => text,
            None if !media.is_empty() => String::new(),
            None => return Err("no text".to_owned()),
        };
        let author = self.author();
        let url = match &author.handle {
            Some(handle) => format!("https://x.com/{handle}/status/{id}"),
            None => format!("https://x.com/i/web/status/{id}"),
        };
        let metrics = tweet.object("public_metrics");
        let metric = |name: &str| metrics.as_ref().and_then(|m| m.get(name)).and_then(|raw| number(raw));
        Ok(Post {
            key: PostKey { platform: Platform::X, id },
            url: Some(url),
            author,
            created_at: created_at(tweet)?,
            text,
            language_declared: tweet.owned("lang"),
            links: entities(speaking, "urls", &["unwound_url", "expanded_url", "url"]),
            mentions: entities(speaking, "mentions", &["username"]),
            hashtags: entities(speaking, "hashtags", &["tag"]),
            media,
            relations,
            metrics: Metrics {
                views: metric("impression_count"),
                likes: metric("like_count"),
                shares: metric("retweet_count"),
                comments: metric("reply_count"),
            },
            collected_at,
            provenance,
        })
    }

    fn author(&self) -> Author {
        if let Some(user) = self.object.object("author") {
            return author(&user);
        }
        let id = self.object.get("author_id").and_then(|raw| id_of(raw).ok().flatten());
        let known = id.as_ref().and_then(|id| self.included.users.get(id)).cloned();
        known.unwrap_or(Author { id, handle: None, name: None })
    }

    /// The record of a tweet that this one refers to: listed beside the page's tweets, or put inside by flattening.
    fn original(&self, id: &str) -> Option<String> {
        if let Some(text) = self.included.tweets.get(id) {
            return Some(text.clone());
        }
        let has_text = |reference: &Object<'_>| reference.get("text").is_some();
        let inlined = self.object.elements("referenced_tweets").into_iter().find(|reference| {
            let object = reference.object().filter(has_text);
            object.and_then(|object| object.get("id")).is_some_and(|raw| id_of(raw) == Ok(Some(id.to_owned())))
        });
        inlined.map(|reference| reference.token().to_owned())
    }

    fn media(&self, tweet: &Object<'_>) -> Vec<Media> {
        let Some(attachments) = tweet.object("attachments") else { return Vec::new() };
        let inlined = attachments.elements("media");
        if !inlined.is_empty() {
            return inlined.into_iter().filter_map(Raw::object).map(|object| media(&object)).collect();
        }
        let keys = attachments.elements("media_keys").into_iter().filter_map(Raw::string);
        keys.map(|key| self.included.media.get(key.as_ref()).cloned().unwrap_or_else(|| media_of_key(&key))).collect()
    }
}

fn created_at(tweet: &Object<'_>) -> Result<Option<Timestamp>, String> {
    let Some(text) = tweet.string("created_at") else { return Ok(None) };
    let time = Timestamp::parse_rfc3339(&text);
    time.map(Some)
        .ok_or_else(|| format!("created_at is no known form of time: {:?}", text.chars().take(40).collect::<String>()))
}

fn relations(tweet: &Object<'_>) -> Relations {
    let mut relations = Relations::default();
    for reference in tweet.elements("referenced_tweets").into_iter().filter_map(Raw::object) {
        let Some(id) = reference.get("id").and_then(|raw| id_of(raw).ok().flatten()) else { continue };
        match reference.string("type").as_deref() {
            Some("replied_to") => relations.reply_to = Some(id),
            Some("retweeted") => relations.repost_of = Some(id),
            Some("quoted") => relations.quote_of = Some(id),
            _ => {}
        }
    }
    relations
}

/// The text before it was cut for short displays, unescaped.
fn whole_text(tweet: &Object<'_>) -> Option<String> {
    let long = tweet.object("note_tweet").and_then(|note| note.owned("text"));
    long.or_else(|| tweet.owned("text")).map(|text| unescape(&text))
}

fn entities(tweet: &Object<'_>, list: &str, keys: &[&str]) -> Vec<String> {
    let of_note = tweet.object("note_tweet").and_then(|note| note.object("entities"));
    let Some(entities) = of_note.or_else(|| tweet.object("entities")) else { return Vec::new() };
    let mut found: Vec<String> = Vec::new();
    for entity in entities.elements(list).into_iter().filter_map(Raw::object) {
        if let Some(value) = keys.iter().find_map(|key| entity.owned(key))
            && !found.contains(&value)
        {
            found.push(value);
        }
    }
    found
}

fn author(user: &Object<'_>) -> Author {
    Author {
        id: user.get("id").and_then(|raw| id_of(raw).ok().flatten()),
        handle: user.owned("username"),
        name: user.owned("name"),
    }
}

fn media(object: &Object<'_>) -> Media {
    let kind = match object.string("type").as_deref() {
        Some("photo") => MediaKind::Photo,
        _ => MediaKind::Video,
    };
    let film = object
        .elements("variants")
        .into_iter()
        .filter_map(Raw::object)
        .filter_map(|variant| Some((number(variant.get("bit_rate")?)?, variant.owned("url")?)))
        .max_by_key(|(rate, _)| *rate)
        .map(|(_, url)| url);
    let url = object.owned("url").or(film).or_else(|| object.owned("preview_image_url"));
    Media { kind, url, path: None, alt: object.owned("alt_text") }
}

/// What the key alone says of an attachment that is not included.
fn media_of_key(key: &str) -> Media {
    let kind = if key.starts_with("3_") { MediaKind::Photo } else { MediaKind::Video };
    Media { kind, url: None, path: None, alt: None }
}

/// A count written as a number or, by some tools, as text.
fn number(raw: Raw<'_>) -> Option<u64> {
    raw.string().map_or_else(|| raw.number().and_then(count), |text| count(&text))
}
