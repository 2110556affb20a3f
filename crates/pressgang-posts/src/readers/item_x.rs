//! One post of X as its pages load it.

use super::item_x_withheld::{author_withheld, gone, is_notice, withheld};
use super::items::Capture;
use super::x_tweet::post_address;
use crate::json::{Object, Raw};
use crate::part::Out;
use crate::values::{leads_away, unescape, unique};
use crate::{Author, Media, MediaKind, Metrics, Platform, Post, Relations};

pub(crate) fn read(item: &Object<'_>, capture: &Capture, out: &mut Out<'_>) -> Result<(), String> {
    // Posts whose visibility is limited are wrapped once more.
    let wrapped = item.object("tweet");
    let tweet = wrapped.as_ref().unwrap_or(item);
    let id = id(tweet)?;
    let Some(legacy) = tweet.object("legacy") else {
        return match id {
            Some(id) => gone(id, tweet, capture, out),
            None => Err("the post is not available, and nothing says which one it was".to_owned()),
        };
    };
    let id = id.ok_or("no rest_id")?;
    let own_text = whole_text(tweet, &legacy);
    let original = legacy.object("retweeted_status_result").or_else(|| tweet.object("retweeted_status_result"));
    let original = original.and_then(result);
    let original_legacy = original.as_ref().and_then(|original| original.object("legacy"));
    let repost_of = original.as_ref().and_then(|original| self::id(original).ok().flatten());
    let repost_of = repost_of.or_else(|| legacy.other_id("retweeted_status_id_str"));
    let author = author(tweet, &legacy);
    let metrics = metrics(tweet, &legacy, repost_of.is_some());
    author_withheld(tweet, &author, capture, out);
    let is_husk = own_text.as_deref().is_some_and(is_notice);
    let is_withheld = withheld(&id, &legacy, is_husk.then_some(metrics), capture, out);
    if is_withheld && is_husk {
        return Ok(());
    }
    // A repost's own text is cut to "RT @name: ...", so the original speaks for it where it is there.
    let mut speaking = (tweet, &legacy);
    let mut text = own_text;
    if let (Some(original), Some(legacy)) = (&original, &original_legacy) {
        let whole = whole_text(original, legacy);
        let is_notice = whole.as_deref().is_some_and(is_notice);
        if let Some(id) = &repost_of {
            withheld(id, legacy, None, capture, out);
        }
        if whole.is_some() && !is_notice {
            (speaking, text) = ((original, legacy), whole);
        }
    }
    let (speaker, speaking) = speaking;
    let media = media(speaking);
    let text = match text {
        Some(text) => text,
        None if !media.is_empty() => String::new(),
        None => return Err("no text".to_owned()),
    };
    let (quote_of, quoted_text) = match repost_of {
        None => quoted(tweet, &legacy, capture, out),
        Some(_) => (None, None),
    };
    out.post(Post {
        url: Some(post_address(author.handle.as_deref(), &id)),
        author,
        created_at: super::item_parts::time(&legacy, "created_at")?,
        language_declared: speaking.owned("lang"),
        links: links(speaker, speaking),
        mentions: entities(speaker, speaking, "user_mentions", &["screen_name"]),
        hashtags: entities(speaker, speaking, "hashtags", &["text"]),
        media,
        relations: Relations { reply_to: legacy.other_id("in_reply_to_status_id_str"), repost_of, quote_of },
        quoted_text,
        metrics,
        collected_at: capture.collected_at,
        ..Post::new(Platform::X, id, text, out.provenance(capture.place))
    });
    Ok(())
}

/// The extension writes some ids as numbers that no longer fit into a float, but never these.
fn id(tweet: &Object<'_>) -> Result<Option<String>, String> {
    if let Some(id) = tweet.id("rest_id")? {
        return Ok(Some(id));
    }
    let of_legacy = tweet.object("legacy").map_or(Ok(None), |legacy| legacy.id("id_str"))?;
    Ok(of_legacy.or_else(|| tweet.owned("id")))
}

/// What is behind `..._result`, without the wrapper of posts whose visibility is limited.
fn result(holder: Object<'_>) -> Option<Object<'_>> {
    let result = holder.object("result")?;
    Some(result.object("tweet").unwrap_or(result))
}

fn note<'a>(tweet: &Object<'a>) -> Option<Object<'a>> {
    tweet.at(&["note_tweet", "note_tweet_results", "result"])?.object()
}

/// Long posts are there twice, once shortened.
fn whole_text(tweet: &Object<'_>, legacy: &Object<'_>) -> Option<String> {
    let short = legacy.owned("full_text").or_else(|| legacy.owned("text"));
    let long = note(tweet).and_then(|note| note.owned("text"));
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let whole = if length(&long) > length(&short) { long } else { short };
    // Of an article the post itself has only the address.
    let is_address = |text: &str| text.starts_with("https://t.co/") && !text.contains(char::is_whitespace);
    match whole.as_deref().is_none_or(is_address).then(|| article(tweet)).flatten() {
        Some(article) => Some(article),
        None => whole.map(|text| unescape(&text)),
    }
}

/// The title and the text of an article, or the beginning of it where the page has no more.
fn article(tweet: &Object<'_>) -> Option<String> {
    let article = tweet.at(&["article", "article_results", "result"])?.object()?;
    let parts = [article.owned("title"), article.owned("plain_text").or_else(|| article.owned("preview_text"))];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    (!text.is_empty()).then_some(text)
}

/// Those of a long post are in its long version, those of its shortened one in the other.
fn entities(tweet: &Object<'_>, legacy: &Object<'_>, list: &str, keys: &[&str]) -> Vec<String> {
    let of_note = note(tweet).and_then(|note| note.object("entity_set"));
    let holders = [of_note, legacy.object("entities")].into_iter().flatten();
    let found = holders.flat_map(|entities| entities.objects(list));
    unique(found.filter_map(|entity| keys.iter().find_map(|key| entity.owned(key))))
}

/// The addresses in a text; one that is cut has a link to itself.
fn links(tweet: &Object<'_>, legacy: &Object<'_>) -> Vec<String> {
    let own = id(tweet).ok().flatten().unwrap_or_default();
    let mut links = entities(tweet, legacy, "urls", &["expanded_url", "url"]);
    links.retain(|link| leads_away(link, &Platform::X, &own));
    links
}

/// The user was renamed and taken apart over the years, field by field.
fn author(tweet: &Object<'_>, legacy: &Object<'_>) -> Author {
    let user = tweet.at(&["core", "user_results", "result"]).and_then(Raw::object).or_else(|| tweet.object("user"));
    let parts = user.as_ref().map(|user| (user.object("core"), user.object("legacy")));
    let (core, of_user) = parts.unwrap_or_default();
    let holders = [core.as_ref(), of_user.as_ref(), user.as_ref()];
    let field = |name: &str| holders.iter().flatten().find_map(|holder| holder.owned(name));
    let id = user.as_ref().and_then(|user| user.other_id("rest_id").or_else(|| user.other_id("id_str")));
    Author {
        id: id.or_else(|| legacy.other_id("user_id_str")),
        handle: field("screen_name").or_else(|| handle_in_media(tweet, legacy)),
        name: field("name"),
    }
}

/// Where X left the user out, the address of an attachment still names them, unless it is of another post.
fn handle_in_media(tweet: &Object<'_>, legacy: &Object<'_>) -> Option<String> {
    let id = id(tweet).ok()??;
    attachments(legacy).into_iter().find_map(|media| {
        let address = media.owned("expanded_url")?;
        let sites = ["https://x.com/", "https://twitter.com/", "http://x.com/", "http://twitter.com/"];
        let path = sites.iter().find_map(|site| address.strip_prefix(site))?;
        let (handle, rest) = path.split_once("/status/")?;
        let is_own = rest.split('/').next() == Some(id.as_str());
        (is_own && handle != "i" && !handle.contains('/')).then(|| handle.to_owned())
    })
}

/// `entities` lists only the first attachment of some posts.
fn attachments<'a>(legacy: &Object<'a>) -> Vec<Object<'a>> {
    let of = |holder: &str| legacy.object(holder).map(|entities| entities.objects("media").collect::<Vec<_>>());
    of("extended_entities").filter(|media| !media.is_empty()).or_else(|| of("entities")).unwrap_or_default()
}

fn media(legacy: &Object<'_>) -> Vec<Media> {
    let media = |object: Object<'_>| {
        let is_film = object.string("type").is_some_and(|kind| kind != "photo");
        let variants = object.object("video_info").map(|info| info.objects("variants").collect::<Vec<_>>());
        let film = variants.unwrap_or_default().into_iter();
        // Playlists cannot be fetched as one file; moving pictures have a bitrate of 0.
        let film = film.filter(|variant| variant.string("content_type").is_some_and(|kind| kind.starts_with("video/")));
        let film = film.max_by_key(|variant| variant.count("bitrate").unwrap_or_default());
        let film = film.and_then(|variant| variant.owned("url"));
        Media {
            url: film.or_else(|| object.owned("media_url_https")),
            alt: object.owned("ext_alt_text"),
            ..Media::of_kind(if is_film { MediaKind::Video } else { MediaKind::Photo })
        }
    };
    attachments(legacy).into_iter().map(media).collect()
}

fn metrics(tweet: &Object<'_>, legacy: &Object<'_>, is_repost: bool) -> Metrics {
    let views = tweet.object("views").or_else(|| tweet.object("ext_views"));
    // Nobody can like or answer a repost, only its original.
    let own = |count: Option<u64>| count.filter(|&count| !is_repost || count > 0);
    Metrics {
        views: views.and_then(|views| views.count("count")),
        likes: own(legacy.count("favorite_count")),
        shares: legacy.count("retweet_count"),
        comments: own(legacy.count("reply_count")),
    }
}

/// The post that this one quotes, and its text where X shows it; what X says instead is an observation.
fn quoted(
    tweet: &Object<'_>,
    legacy: &Object<'_>,
    capture: &Capture,
    out: &mut Out<'_>,
) -> (Option<String>, Option<String>) {
    let shown = tweet.object("quoted_status_result").and_then(result);
    let of_shown = shown.as_ref().and_then(|shown| id(shown).ok().flatten());
    let quote_of = legacy.other_id("quoted_status_id_str").or(of_shown);
    let Some(shown) = shown else { return (quote_of, None) };
    match (shown.object("legacy"), &quote_of) {
        (Some(legacy), _) => {
            if let Some(id) = &quote_of {
                withheld(id, &legacy, None, capture, out);
            }
            let text = whole_text(&shown, &legacy).filter(|text| !is_notice(text));
            (quote_of, text)
        }
        (None, Some(id)) => {
            // What cannot be told of a quoted post is no fault of the one that quotes it.
            let _ = gone(id.clone(), &shown, capture, out);
            (quote_of, None)
        }
        (None, None) => (None, None),
    }
}
