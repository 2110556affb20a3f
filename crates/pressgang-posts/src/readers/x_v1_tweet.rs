//! One tweet in the shape of the API v1.1 as a post; the archives of X users have the same shape.

use super::x_status::{Withholding, is_withheld_notice, observe};
use super::x_tweet::post_address;
use crate::json::{Object, Raw};
use crate::part::{Out, Place};
use crate::values::{leads_away, unescape, unique};
use crate::{Author, Media, MediaKind, Metrics, Observed, Platform, Post, Relations, Timestamp};

/// A tweet, and what is known of it besides.
pub(crate) struct V1Tweet<'a> {
    pub(crate) object: &'a Object<'a>,
    pub(crate) user: Option<&'a Object<'a>>,
    pub(crate) id: String,
    pub(crate) author: Author,
    pub(crate) collected_at: Option<Timestamp>,
}

/// The id of a tweet or an account: as text where it is there, because many tools have rounded the number.
pub(crate) fn id_of(object: &Object<'_>) -> Result<Option<String>, String> {
    match object.id("id_str")? {
        Some(id) => Ok(Some(id)),
        None => object.id("id"),
    }
}

pub(crate) fn author_of(user: &Object<'_>) -> Author {
    Author { id: id_of(user).ok().flatten(), handle: user.owned("screen_name"), name: user.owned("name") }
}

impl V1Tweet<'_> {
    /// Hands out the observations and the post, which `finish` may add to.
    pub(crate) fn hand_out(
        self,
        out: &mut Out<'_>,
        place: Place,
        finish: impl FnOnce(&mut Post),
    ) -> Result<(), String> {
        let V1Tweet { object: tweet, user, id, author, collected_at } = self;
        let created_at = created_at(tweet)?;
        // A repost's own text is cut to "RT @name: ...", so the original speaks for it.
        let original = tweet.object("retweeted_status");
        let speaking = Whole::of(original.as_ref().unwrap_or(tweet));
        let media = speaking.media();
        let withheld = Withholding::of_v1(tweet, user);
        let metrics = metrics(tweet, original.is_some());
        let text = speaking.text().filter(|text| withheld.is_none() || !is_withheld_notice(text));
        let is_husk = text.is_none() && withheld.is_some();
        if let Some(withheld) = &withheld {
            let counts = if is_husk { metrics } else { Metrics::default() };
            observe(Observed::Post(id.clone()), withheld.found(), collected_at, counts, out, place);
        }
        let original_id = original.as_ref().and_then(|original| id_of(original).ok().flatten());
        if let (Some(original), Some(id)) = (&original, &original_id)
            && let Some(withheld) = Withholding::of_v1(original, original.object("user").as_ref())
        {
            observe(Observed::Post(id.clone()), withheld.found(), collected_at, Metrics::default(), out, place);
        }
        let text = match text {
            Some(text) => text,
            None if is_husk => return Ok(()),
            None if !media.is_empty() => String::new(),
            None => return Err("no text".to_owned()),
        };
        // A repost of a quote quotes nothing itself.
        let quoted = tweet.object("quoted_status").filter(|_| original.is_none());
        let quote_of = other_id(tweet, "quoted_status_id_str", "quoted_status_id")
            .or_else(|| quoted.as_ref().and_then(|quoted| id_of(quoted).ok().flatten()));
        let url = post_address(author.handle.as_deref(), &id);
        let mut post = Post {
            url: Some(url),
            author,
            created_at,
            language_declared: tweet.owned("lang"),
            links: unique(speaking.links()),
            mentions: unique(speaking.entities("user_mentions", "screen_name")),
            hashtags: unique(speaking.entities("hashtags", "text")),
            media,
            relations: Relations {
                reply_to: other_id(tweet, "in_reply_to_status_id_str", "in_reply_to_status_id"),
                quote_of: quote_of.filter(|_| original.is_none()),
                repost_of: original_id,
            },
            quoted_text: quoted.as_ref().and_then(|quoted| Whole::of(quoted).text()),
            metrics,
            collected_at,
            ..Post::new(Platform::X, id, text, out.provenance(place))
        };
        finish(&mut post);
        out.post(post);
        Ok(())
    }
}

fn other_id(tweet: &Object<'_>, text: &str, number: &str) -> Option<String> {
    tweet.other_id(text).or_else(|| tweet.other_id(number))
}

fn created_at(tweet: &Object<'_>) -> Result<Option<Timestamp>, String> {
    let Some(raw) = tweet.get("created_at") else { return Ok(None) };
    raw.time().map(Some).ok_or_else(|| "created_at is no known form of time".to_owned())
}

/// X counts no views here; replies only for paying users.
fn metrics(tweet: &Object<'_>, is_repost: bool) -> Metrics {
    // Nobody can like or answer a repost, only its original.
    let own = |count: Option<u64>| count.filter(|&count| !is_repost || count > 0);
    Metrics {
        views: None,
        likes: own(tweet.count("favorite_count")),
        shares: tweet.count("retweet_count"),
        comments: own(tweet.count("reply_count")),
    }
}

/// A tweet with the part of it that is not cut.
struct Whole<'t, 'a> {
    tweet: &'t Object<'a>,
    /// The whole text and its entities beside a text that is cut for old programs.
    extended: Option<Object<'a>>,
}

impl<'t, 'a> Whole<'t, 'a> {
    fn of(tweet: &'t Object<'a>) -> Whole<'t, 'a> {
        Whole { tweet, extended: tweet.object("extended_tweet") }
    }

    fn text(&self) -> Option<String> {
        let extended = self.extended.as_ref().and_then(|extended| extended.string("full_text"));
        let text = extended.or_else(|| self.tweet.string("full_text")).or_else(|| self.tweet.string("text"))?;
        Some(unescape(&text))
    }

    /// A member of the part that is not cut, or else of the tweet.
    fn member(&self, key: &str) -> Option<Object<'a>> {
        let extended = self.extended.as_ref().and_then(|extended| extended.object(key));
        extended.or_else(|| self.tweet.object(key))
    }

    fn list(&self, list: &str) -> impl Iterator<Item = Object<'a>> + use<'a> {
        self.member("entities")
            .map(|entities| entities.elements(list))
            .unwrap_or_default()
            .into_iter()
            .filter_map(Raw::object)
    }

    fn entities(&self, list: &str, key: &str) -> Vec<String> {
        self.list(list).filter_map(|entity| entity.owned(key)).collect()
    }

    fn links(&self) -> Vec<String> {
        let target = |entity: Object<'_>| {
            let unwound = entity.object("unwound").and_then(|unwound| unwound.owned("url"));
            unwound.or_else(|| entity.owned("expanded_url")).or_else(|| entity.owned("url"))
        };
        // A tweet that is cut for old programs has a link to itself.
        let id = id_of(self.tweet).ok().flatten().unwrap_or_default();
        self.list("urls").filter_map(target).filter(|link| leads_away(link, &Platform::X, &id)).collect()
    }

    /// The attachments: the entities of the text name only the first of several pictures.
    fn media(&self) -> Vec<Media> {
        let all = self.member("extended_entities").map(|entities| entities.elements("media")).unwrap_or_default();
        let some = || self.member("entities").map(|entities| entities.elements("media")).unwrap_or_default();
        let found = if all.is_empty() { some() } else { all };
        found.into_iter().filter_map(Raw::object).map(|object| media(&object)).collect()
    }
}

fn media(object: &Object<'_>) -> Media {
    let kind = match object.string("type").as_deref() {
        Some("video" | "animated_gif") => MediaKind::Video,
        _ => MediaKind::Photo,
    };
    let variants = object.object("video_info").map(|info| info.elements("variants")).unwrap_or_default();
    let film = variants
        .into_iter()
        .filter_map(Raw::object)
        .filter(|variant| variant.string("content_type").is_none_or(|kind| kind == "video/mp4"))
        .filter_map(|variant| Some((variant.count("bitrate").unwrap_or(0), variant.owned("url")?)))
        .max_by_key(|(rate, _)| *rate)
        .map(|(_, url)| url);
    let picture = || object.owned("media_url_https").or_else(|| object.owned("media_url"));
    Media { url: film.or_else(picture), alt: object.owned("ext_alt_text"), ..Media::of_kind(kind) }
}
