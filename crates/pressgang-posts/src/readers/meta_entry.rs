//! One post or comment of the Meta Content Library, from a row or a JSON object.

use super::Row;
use crate::json::{Document, Object};
use crate::part::{Out, Place};
use crate::values::{hashtags_in, id_of_text, items, links_in, mentions_in, parse_time, unique};
use crate::{Author, Limits, Media, MediaKind, Metrics, Platform, Post, Relations};

/// Where the fields of an entry stand; names have dots where JSON nests.
pub(crate) enum Entry<'e> {
    Row(&'e Row<'e>),
    Object(&'e Object<'e>),
}

impl Entry<'_> {
    fn raw<T>(&self, name: &str, of_json: impl Fn(crate::json::Raw<'_>) -> Option<T>) -> Option<T> {
        let Entry::Object(object) = self else { return None };
        // Lines that were made of tables keep the dots.
        let path: Vec<&str> = name.split('.').collect();
        object.get(name).or_else(|| object.at(&path)).and_then(of_json)
    }

    /// Whether the export has the field at all.
    fn has(&self, name: &str) -> bool {
        match self {
            Entry::Row(row) => row.has(name),
            Entry::Object(_) => self.raw(name, |_| Some(())).is_some(),
        }
    }

    /// The text of a field exactly as it stands, where there is any.
    fn text(&self, name: &str) -> Option<String> {
        match self {
            Entry::Row(row) => row.get(name).filter(|text| !is_nothing(text)).map(|_| row.raw(name).to_owned()),
            Entry::Object(_) => {
                self.raw(name, |raw| raw.string().map(|text| text.into_owned()).filter(|text| !text.is_empty()))
            }
        }
    }

    fn count(&self, name: &str) -> Option<u64> {
        match self {
            Entry::Row(row) => row.count(name),
            Entry::Object(_) => self.raw(name, |raw| raw.count()),
        }
    }

    fn id(&self, name: &str) -> Result<Option<String>, String> {
        let id = match self {
            Entry::Row(row) => row.get(name).filter(|text| !is_nothing(text)).map_or(Ok(None), id_of_text),
            Entry::Object(_) => self.raw(name, |raw| Some(raw.id())).unwrap_or(Ok(None)),
        };
        Ok(id?.map(|id| format!("mcl:{id}")))
    }

    fn other_id(&self, name: &str) -> Option<String> {
        self.id(name).ok().flatten()
    }

    fn is_true(&self, name: &str) -> bool {
        match self {
            Entry::Row(row) => row.get(name).is_some_and(|word| word.eq_ignore_ascii_case("true")),
            Entry::Object(_) => self.raw(name, |raw| Some(raw.is_true())).unwrap_or_default(),
        }
    }

    fn list(&self, name: &str) -> Vec<String> {
        match self {
            Entry::Row(row) => row.get(name).filter(|text| !is_nothing(text)).map(items).unwrap_or_default(),
            Entry::Object(_) => {
                let strings = |raw: crate::json::Raw<'_>| {
                    let texts =
                        raw.elements().into_iter().filter_map(|item| item.string().map(|text| text.into_owned()));
                    Some(texts.collect())
                };
                self.raw(name, strings).unwrap_or_default()
            }
        }
    }

    fn media(&self) -> Vec<Media> {
        match self {
            Entry::Row(row) => row.get("multimedia").map(multimedia_of_text).unwrap_or_default(),
            Entry::Object(_) => self.raw("multimedia", |raw| Some(multimedia(raw))).unwrap_or_default(),
        }
    }
}

/// What data frames write where there is nothing.
fn is_nothing(text: &str) -> bool {
    matches!(text.trim(), "" | "NA" | "nan" | "NaN" | "None" | "null")
}

pub(crate) fn post(entry: &Entry<'_>, place: Place, out: &mut Out<'_>) -> Result<(), String> {
    let id = entry.id("id")?.ok_or("no id")?;
    let shared = entry.other_id("shared_post_id");
    let parent = ["parent_comment_id", "parent_id", "post_id"].iter().find_map(|name| entry.other_id(name));
    let mut media = entry.media();
    let named = entry.text("content_type").or_else(|| entry.text("media_type"));
    if media.is_empty() {
        media.extend(named.as_deref().and_then(media_kind).map(Media::of_kind));
    }
    if let Some(image_text) = entry.text("image_text") {
        match media.iter_mut().find(|media| media.kind == MediaKind::Photo) {
            Some(photo) => photo.text = Some(image_text),
            None => media.push(Media { text: Some(image_text), ..Media::of_kind(MediaKind::Photo) }),
        }
    }
    let attached = ["link_attachment.link", "link_url"].iter().filter_map(|name| entry.text(name));
    let attached: Vec<String> = attached.map(|link| link.trim().to_owned()).collect();
    let text = match entry.text("text") {
        Some(text) => text,
        None if !media.is_empty() || !attached.is_empty() || shared.is_some() => String::new(),
        // In JSON a field that is empty may be left out, so there nothing can be said of the export.
        None if matches!(entry, Entry::Row(_)) && !entry.has("text") => {
            return Err("no text: the export was made without the field text".to_owned());
        }
        None => return Err("no text".to_owned()),
    };
    let created_at = match entry.text("creation_time") {
        Some(time) => Some(parse_time(&time).ok_or("creation_time is no known form of time")?),
        None => None,
    };
    let owner = if ["id", "name", "username", "type"].iter().any(|field| entry.has(&format!("post_owner.{field}"))) {
        "post_owner"
    } else {
        "owner"
    };
    let platform = platform(entry, owner);
    let own_words = !text.trim().is_empty();
    let is_passed_on = shared.is_some() || entry.is_true("is_reshare");
    let hashtags = entry.list("hashtags").into_iter().map(|tag| tag.trim_start_matches('#').to_owned());
    let mut hashtags = unique(hashtags);
    if hashtags.is_empty() {
        hashtags = hashtags_in(&text);
    }
    let likes = if entry.has("statistics.like_count") { "statistics.like_count" } else { "statistics.reaction_count" };
    out.post(Post {
        author: Author {
            id: entry.other_id(&format!("{owner}.id")),
            handle: entry.text(&format!("{owner}.username")),
            name: entry.text(&format!("{owner}.name")),
        },
        created_at,
        language_declared: entry.text("lang").filter(|code| code != "und"),
        links: unique(attached.into_iter().chain(links_in(&text))),
        mentions: if platform == Platform::INSTAGRAM { mentions_in(&text) } else { Vec::new() },
        hashtags,
        media,
        relations: Relations {
            reply_to: parent,
            repost_of: shared.clone().filter(|_| is_passed_on && !own_words),
            quote_of: shared.filter(|_| own_words),
        },
        metrics: Metrics {
            views: entry.count("statistics.views"),
            likes: entry.count(likes),
            shares: entry.count("statistics.share_count"),
            comments: entry.count("statistics.comment_count"),
        },
        collected_at: out.options().received_at,
        ..Post::new(platform, id, text, out.provenance(place))
    });
    Ok(())
}

/// No field names the platform; the kinds of accounts differ, and so do the counts.
fn platform(entry: &Entry<'_>, owner: &str) -> Platform {
    let kind = entry.text(&format!("{owner}.type")).unwrap_or_default().to_ascii_lowercase();
    let address = entry.text("mcl_url").unwrap_or_default();
    if kind.contains("instagram") || address.contains("/instagram/") {
        return Platform::INSTAGRAM;
    }
    if kind.contains("threads") || address.contains("/threads/") {
        return Platform::THREADS;
    }
    if kind.contains("facebook") || address.contains("/facebook/entity/") || address.contains("/facebook/post") {
        return Platform::FACEBOOK;
    }
    match kind.as_str() {
        "creator" | "business" | "personal" => return Platform::INSTAGRAM,
        "page" | "group" | "event" | "profile" => return Platform::FACEBOOK,
        _ => {}
    }
    let facebook =
        ["surface.id", "surface.type", "statistics.love_count", "statistics.share_count", "statistics.reaction_count"];
    if facebook.iter().any(|field| entry.has(field)) {
        return Platform::FACEBOOK;
    }
    if entry.has("hashtags") { Platform::INSTAGRAM } else { Platform::UNKNOWN }
}

fn multimedia(raw: crate::json::Raw<'_>) -> Vec<Media> {
    let of = |object: Object<'_>| {
        let kind = media_kind(&object.string("type")?)?;
        Some(Media { url: object.owned("url"), ..Media::of_kind(kind) })
    };
    raw.elements().into_iter().filter_map(crate::json::Raw::object).filter_map(of).collect()
}

/// The list as JSON, or as Python writes it, which is JSON but for its quotes and words.
fn multimedia_of_text(text: &str) -> Vec<Media> {
    if let Ok(document) = Document::parse(text, &Limits::standard()) {
        return multimedia(document.root());
    }
    if text.contains('"') {
        return Vec::new();
    }
    let json =
        text.replace('\'', "\"").replace(": None", ": null").replace(": True", ": true").replace(": False", ": false");
    Document::parse(&json, &Limits::standard()).map(|document| multimedia(document.root())).unwrap_or_default()
}

fn media_kind(name: &str) -> Option<MediaKind> {
    match name.to_ascii_lowercase().as_str() {
        "photo" | "photos" | "image" | "images" | "album" | "albums" | "carousel" => Some(MediaKind::Photo),
        "video" | "videos" | "reel" | "reels" | "live" | "gif" | "igtv" => Some(MediaKind::Video),
        "audio" => Some(MediaKind::Audio),
        _ => None,
    }
}
