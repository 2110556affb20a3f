//! One tweet of the X API v2 as a post, with what its page includes.

use std::collections::HashMap;

use crate::json::{Document, Object, Raw};
use crate::part::{Out, Place};
use crate::values::unescape;
use crate::{Author, Media, MediaKind, Metrics, Observation, Observed, Platform, Post, Relations, Status, Timestamp};

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

/// A tweet, and what its page includes.
pub(crate) struct Tweet<'a> {
    pub(crate) object: &'a Object<'a>,
    pub(crate) included: &'a Included,
}

impl Tweet<'_> {
    pub(crate) fn hand_out(
        self,
        collected_at: Option<Timestamp>,
        out: &mut Out<'_>,
        place: Place,
    ) -> Result<(), String> {
        let (tweet, limits) = (self.object, &out.options().limits);
        let id = tweet.id("id")?.ok_or("no id")?;
        let relations = relations(tweet);
        // A repost's own text is cut to "RT @name: ...", so the original speaks for it where it is there.
        let referenced = relations.repost_of.as_deref().and_then(|original| self.original(original));
        let original = referenced.as_deref().and_then(|text| Document::parse(text, limits).ok());
        let original = original.as_ref().and_then(|document| document.root().object());
        let speaking = original.as_ref().unwrap_or(tweet);
        let media = self.media(speaking);
        let text = match whole_text(speaking) {
            Some(text) => text,
            None if !media.is_empty() => String::new(),
            None => return Err("no text".to_owned()),
        };
        let quoted = relations.quote_of.as_deref().and_then(|quoted| self.original(quoted));
        let quoted = quoted.as_deref().and_then(|text| Document::parse(text, limits).ok());
        let quoted = quoted.as_ref().and_then(|document| document.root().object());
        let author = self.author();
        let url = match &author.handle {
            Some(handle) => format!("https://x.com/{handle}/status/{id}"),
            None => format!("https://x.com/i/web/status/{id}"),
        };
        let metrics = tweet.object("public_metrics");
        let metric = |name: &str| metrics.as_ref().and_then(|metrics| metrics.count(name));
        if let Some(withheld) = tweet.object("withheld") {
            let countries: Vec<_> = withheld.elements("country_codes").into_iter().filter_map(Raw::string).collect();
            out.observe(Observation {
                platform: Platform::X,
                of: Observed::Post(id.clone()),
                observed_at: collected_at,
                status: Status::GeoBlocked,
                signal: withheld_signal(&countries.join(", "), withheld.is_true("copyright")),
                metrics: Metrics::default(),
                provenance: out.provenance(place),
            });
        }
        out.post(Post {
            url: Some(url),
            author,
            created_at: created_at(tweet)?,
            language_declared: tweet.owned("lang"),
            links: entities(speaking, "urls", &["unwound_url", "expanded_url", "url"]),
            mentions: entities(speaking, "mentions", &["username"]),
            hashtags: entities(speaking, "hashtags", &["tag"]),
            media,
            relations,
            quoted_text: quoted.as_ref().and_then(whole_text),
            metrics: Metrics {
                views: metric("impression_count"),
                likes: metric("like_count"),
                shares: metric("retweet_count"),
                comments: metric("reply_count"),
            },
            collected_at,
            ..Post::new(Platform::X, id, text, out.provenance(place))
        });
        Ok(())
    }

    fn author(&self) -> Author {
        if let Some(user) = self.object.object("author") {
            return author(&user);
        }
        let id = self.object.other_id("author_id");
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
            object.and_then(|object| object.other_id("id")).is_some_and(|other| other == id)
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
        let Some(id) = reference.other_id("id") else { continue };
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
    Author { id: user.other_id("id"), handle: user.owned("username"), name: user.owned("name") }
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
        .filter_map(|variant| Some((variant.count("bit_rate")?, variant.owned("url")?)))
        .max_by_key(|(rate, _)| *rate)
        .map(|(_, url)| url);
    let url = object.owned("url").or(film).or_else(|| object.owned("preview_image_url"));
    Media { url, alt: object.owned("alt_text"), ..Media::of_kind(kind) }
}

/// What the key alone says of an attachment that is not included.
fn media_of_key(key: &str) -> Media {
    let kind = if key.starts_with("3_") { MediaKind::Photo } else { MediaKind::Video };
    Media::of_kind(kind)
}

/// What an observation says of a withheld post.
pub(crate) fn withheld_signal(countries: &str, is_copyright: bool) -> String {
    let where_to = if countries.is_empty() { "countries not named" } else { countries };
    format!("withheld: {where_to}{}", if is_copyright { " (copyright)" } else { "" })
}
