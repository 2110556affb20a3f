//! One tweet of the X API v2 as a post, with what its page includes.

use std::collections::HashMap;

use super::x_status::{Withholding, is_withheld_notice, observe};
use crate::json::{Document, Object, Raw};
use crate::part::{Out, Place};
use crate::values::{leads_away, unescape, unique};
use crate::{Author, Limits, Media, MediaKind, Metrics, Observed, Platform, Post, Relations, Timestamp};

/// What tweets of a page refer to, by id.
#[derive(Default)]
pub(crate) struct Included {
    users: HashMap<String, Author>,
    tweets: HashMap<String, Document>,
    media: HashMap<String, Media>,
}

impl Included {
    pub(crate) fn add_user(&mut self, user: &Object<'_>) {
        let user = author(user);
        if let Some(id) = user.id.clone() {
            self.users.insert(id, user);
        }
    }

    pub(crate) fn add_tweet(&mut self, tweet: &Object<'_>, limits: &Limits) {
        if let (Some(id), Ok(tweet)) = (tweet.other_id("id"), Document::parse(tweet.raw().token(), limits)) {
            self.tweets.insert(id, tweet);
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
        let tweet = self.object;
        let id = tweet.id("id")?.ok_or("no id")?;
        let relations = relations(tweet);
        // A repost's own text is cut to "RT @name: ...", so the original speaks for it where it is there.
        let original = relations.repost_of.as_deref().and_then(|original| self.original(original));
        let speaking = original.as_ref().unwrap_or(tweet);
        let media = match original.as_ref().map_or(Vec::new(), |original| self.media(original)) {
            // A repost lists the pictures of its original as its own, and at times only there.
            of_original if of_original.iter().any(|media| media.url.is_some()) => of_original,
            of_original => Some(self.media(tweet)).filter(|own| !own.is_empty()).unwrap_or(of_original),
        };
        let quoted = relations.quote_of.as_deref().and_then(|quoted| self.original(quoted));
        let author = self.author();
        let url = post_address(author.handle.as_deref(), &id);
        let metrics = metrics(tweet, relations.repost_of.is_some());
        let withheld = Withholding::of_v2(tweet);
        let text = whole_text(speaking).filter(|text| withheld.is_none() || !is_withheld_notice(text));
        let is_husk = text.is_none() && withheld.is_some();
        if let Some(withheld) = withheld {
            let counts = if is_husk { metrics } else { Metrics::default() };
            observe(Observed::Post(id.clone()), withheld.found(), collected_at, counts, out, place);
        }
        let text = match text {
            Some(text) => text,
            None if is_husk => return Ok(()),
            None if !media.is_empty() => String::new(),
            None => return Err("no text".to_owned()),
        };
        out.post(Post {
            url: Some(url),
            author,
            created_at: created_at(tweet)?,
            language_declared: tweet.owned("lang"),
            links: links(speaking),
            mentions: entities(speaking, "mentions", &["username"]),
            hashtags: entities(speaking, "hashtags", &["tag"]),
            media,
            relations,
            quoted_text: quoted.as_ref().and_then(whole_text),
            metrics,
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
    fn original(&self, id: &str) -> Option<Object<'_>> {
        if let Some(tweet) = self.included.tweets.get(id) {
            return tweet.root().object();
        }
        self.object
            .objects("referenced_tweets")
            .find(|reference| reference.has("text") && reference.other_id("id").is_some_and(|other| other == id))
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

/// Where a post of X can be seen; X leads the address without a name to the one with it.
pub(crate) fn post_address(handle: Option<&str>, id: &str) -> String {
    match handle {
        Some(handle) => format!("https://x.com/{handle}/status/{id}"),
        None => format!("https://x.com/i/web/status/{id}"),
    }
}

/// When X began to show view counts: 15 December 2022 (from memory; no page of X that says so was at hand).
const VIEWS_COUNTED_SINCE: Timestamp = Timestamp { unix_millis: 1_671_062_400_000 };

/// Views as the API gives them: for a post from before X counted them it gives 0, which is no count.
pub(super) fn counted_views(views: Option<u64>, created_at: Option<Timestamp>) -> Option<u64> {
    views.filter(|&views| views > 0 || created_at.is_some_and(|at| at >= VIEWS_COUNTED_SINCE))
}

fn metrics(tweet: &Object<'_>, is_repost: bool) -> Metrics {
    let counts = tweet.object("public_metrics");
    let count = |name: &str| counts.as_ref().and_then(|counts| counts.count(name));
    // Nobody can like or answer a repost, only its original.
    let own = |count: Option<u64>| count.filter(|&count| !is_repost || count > 0);
    Metrics {
        views: counted_views(count("impression_count"), created_at(tweet).ok().flatten()),
        likes: own(count("like_count")),
        shares: count("retweet_count"),
        comments: own(count("reply_count")),
    }
}

/// The text before it was cut for short displays, unescaped.
fn whole_text(tweet: &Object<'_>) -> Option<String> {
    let long = tweet.object("note_tweet").and_then(|note| note.owned("text"));
    long.or_else(|| tweet.owned("text")).map(|text| unescape(&text))
}

fn entities(tweet: &Object<'_>, list: &str, keys: &[&str]) -> Vec<String> {
    values(&listed(tweet, list), keys)
}

/// The addresses in a text, without those that stand for the post's own pictures and films.
fn links(tweet: &Object<'_>) -> Vec<String> {
    let mut found = listed(tweet, "urls");
    // Older responses do not mark them.
    found.retain(|url| !url.has("media_key"));
    let id = tweet.other_id("id").unwrap_or_default();
    let mut links = values(&found, &["unwound_url", "expanded_url", "url"]);
    links.retain(|link| leads_away(link, &Platform::X, &id));
    links
}

fn listed<'a>(tweet: &Object<'a>, list: &str) -> Vec<Object<'a>> {
    let of_note = tweet.object("note_tweet").and_then(|note| note.object("entities"));
    let entities = of_note.or_else(|| tweet.object("entities"));
    entities.map(|entities| entities.objects(list).collect()).unwrap_or_default()
}

fn values(entities: &[Object<'_>], keys: &[&str]) -> Vec<String> {
    unique(entities.iter().filter_map(|entity| keys.iter().find_map(|key| entity.owned(key))))
}

fn author(user: &Object<'_>) -> Author {
    Author { id: user.other_id("id"), handle: user.owned("username"), name: user.owned("name") }
}

pub(crate) fn media(object: &Object<'_>) -> Media {
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
