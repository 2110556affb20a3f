//! One message of a Telegram Desktop export as a post.

use std::borrow::Cow;

use super::telegram_rich::Rich;
use crate::json::{Document, Object, Raw};
use crate::part::{Out, Place};
use crate::values::unique;
use crate::{Author, Limits, Media, MediaKind, Platform, Post, Relations, Timestamp};

/// What an export says of a chat before its messages.
#[derive(Default)]
pub(crate) struct Chat {
    id: Option<String>,
    name: Option<String>,
    kind: Option<String>,
}

impl Chat {
    pub(crate) fn set(&mut self, field: &str, value: Raw<'_>) {
        match field {
            "id" => self.id = id(value).ok().flatten(),
            "name" => self.name = value.string().map(|name| name.into_owned()),
            _ => self.kind = value.string().map(|kind| kind.into_owned()),
        }
    }

    /// True if and only if the export says that anybody can read the chat.
    pub(crate) fn is_public(&self) -> bool {
        matches!(self.kind.as_deref(), Some("public_channel" | "public_supergroup"))
    }

    pub(crate) fn is_of_unknown_kind(&self) -> bool {
        self.kind.is_none()
    }

    fn is_channel(&self) -> bool {
        self.kind.as_deref().is_some_and(|kind| kind.ends_with("_channel"))
    }

    /// Only channels and supergroups have addresses.
    fn address(&self, chat_id: &str, message_id: &str) -> Option<String> {
        let has_address =
            self.kind.as_deref().is_none_or(|kind| kind.ends_with("_channel") || kind.ends_with("_supergroup"));
        has_address.then(|| format!("https://t.me/c/{chat_id}/{message_id}"))
    }
}

/// Hands out the post that a message is; what Telegram itself writes into a chat is none.
pub(crate) fn message(raw: Raw<'_>, chat: &Chat, out: &mut Out<'_>, place: Place) -> Result<(), String> {
    let object = raw.object().ok_or("not a JSON object")?;
    match object.string("type").as_deref() {
        Some("service") => return Ok(()),
        Some("unsupported") => return Err("Telegram Desktop could not export this message".to_owned()),
        _ => {}
    }
    let message_id = object.get("id").map(id).transpose()?.flatten().ok_or("no id")?;
    let chat_id = chat.id.as_deref().ok_or("the chat has no id before its messages")?;
    let chat_id = bare(chat_id, &object);
    let chat_id = &*chat_id;
    let parts = text_parts(&object);
    let rich = Rich::of(&object).unwrap_or_default();
    let mut media = media(&object);
    let words: String = parts.iter().map(TextPart::text).collect();
    let texts = [words, rich.text(), card(&object).unwrap_or_default()];
    let text = texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
    media.extend(rich.media);
    if text.is_empty() && media.is_empty() {
        return Err("no text".to_owned());
    }
    let created_at = match object.get("date_unixtime") {
        Some(raw) => Some(unix_time(raw).ok_or("date_unixtime is not a number of seconds")?),
        // The local time of the exporting machine is no moment; one with an offset is.
        None => object.string("date").and_then(|date| Timestamp::parse_rfc3339(&date)),
    };
    let key = format!("{chat_id}/{message_id}");
    out.post(Post {
        url: chat.address(chat_id, &message_id),
        author: author(&object, chat, chat_id),
        created_at,
        created_at_local: object.owned("date").filter(|date| Timestamp::parse_rfc3339(date).is_none()),
        links: unique(links(&parts, &object).into_iter().chain(rich.links)),
        mentions: parts.iter().filter_map(|part| part.of_kind("mention", '@')).chain(rich.mentions).collect(),
        hashtags: parts.iter().filter_map(|part| part.of_kind("hashtag", '#')).chain(rich.hashtags).collect(),
        media,
        is_repost: is_forwarded(&object),
        relations: Relations { reply_to: reply_to(&object, chat_id), repost_of: None, quote_of: None },
        collected_at: out.options().received_at,
        ..Post::new(Platform::TELEGRAM, key, text, out.provenance(place))
    });
    Ok(())
}

fn id(raw: Raw<'_>) -> Result<Option<String>, String> {
    if raw.is_null() { Ok(None) } else { raw.id() }
}

/// The number of a chat as all other exports have it.
///
/// Exports from before times in UTC say in the upper half of the number that it is a group (1) or a channel (2).
fn bare<'c>(chat_id: &'c str, message: &Object<'_>) -> Cow<'c, str> {
    match chat_id.parse::<u64>() {
        Ok(number) if matches!(number >> 32, 1 | 2) && !message.has("date_unixtime") => {
            Cow::Owned((number & u64::from(u32::MAX)).to_string())
        }
        _ => Cow::Borrowed(chat_id),
    }
}

/// True if and only if a message surely passes on a post of another channel or group.
///
/// What people wrote to each other is nowhere else a post, so passed on by a channel it is the channel's; old exports do
/// not say which of the two it is.
fn is_forwarded(message: &Object<'_>) -> bool {
    message.string("forwarded_from_id").is_some_and(|from| !from.starts_with("user"))
}

fn unix_time(raw: Raw<'_>) -> Option<Timestamp> {
    let seconds = raw.string().map_or_else(|| raw.token().parse().ok(), |text| text.parse().ok())?;
    Timestamp::from_unix_seconds(seconds)
}

/// Very old exports write the account as a bare number, new ones as `user…` or `channel…`; both stay as they are.
fn author(object: &Object<'_>, chat: &Chat, chat_id: &str) -> Author {
    let from_id = object.get("from_id").and_then(|raw| id(raw).ok().flatten());
    let is_of_channel = from_id.is_none() && chat.is_channel();
    Author {
        id: from_id.or_else(|| is_of_channel.then(|| format!("channel{chat_id}"))),
        handle: None,
        name: object.owned("from").or_else(|| chat.name.clone().filter(|_| is_of_channel)),
    }
}

fn reply_to(object: &Object<'_>, chat_id: &str) -> Option<String> {
    let message_id = object.get("reply_to_message_id").and_then(|raw| id(raw).ok().flatten())?;
    let peer = object.get("reply_to_peer_id").and_then(|raw| id(raw).ok().flatten());
    let other = peer.as_deref().map(|peer| peer.trim_start_matches(|c: char| c.is_ascii_alphabetic()));
    Some(format!("{}/{message_id}", other.unwrap_or(chat_id)))
}

/// A stretch of text with one style or meaning.
struct TextPart<'a> {
    text: String,
    object: Option<Object<'a>>,
}

impl TextPart<'_> {
    fn text(&self) -> &str {
        &self.text
    }

    fn kind(&self) -> Option<String> {
        self.object.as_ref()?.owned("type")
    }

    fn of_kind(&self, kind: &str, sign: char) -> Option<String> {
        let word = self.text.strip_prefix(sign).unwrap_or(&self.text);
        (self.kind().as_deref() == Some(kind) && !word.is_empty()).then(|| word.to_owned())
    }
}

/// The stretches of `text_entities`, or of `text` in exports that have none.
fn text_parts<'a>(object: &Object<'a>) -> Vec<TextPart<'a>> {
    let entities = object.elements("text_entities");
    let stretches = if entities.is_empty() {
        match object.get("text") {
            Some(whole) if whole.string().is_some() => vec![whole],
            Some(mixed) => mixed.elements(),
            None => Vec::new(),
        }
    } else {
        entities
    };
    let part = |raw: Raw<'a>| match raw.string() {
        Some(text) => Some(TextPart { text: text.into_owned(), object: None }),
        None => {
            let object = raw.object()?;
            Some(TextPart { text: object.owned("text").unwrap_or_default(), object: Some(object) })
        }
    };
    stretches.into_iter().filter_map(part).collect()
}

/// Addresses in the text, behind its words and behind buttons.
fn links(parts: &[TextPart<'_>], message: &Object<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in parts {
        match part.kind().as_deref() {
            Some("link") => found.push(part.text.clone()),
            Some("text_link") => found.extend(part.object.as_ref().and_then(|object| object.owned("href"))),
            _ => {}
        }
    }
    for button in message.elements("inline_bot_buttons").into_iter().flat_map(Raw::elements).filter_map(Raw::object) {
        let is_link = button.string("type").is_some_and(|kind| kind == "url" || kind == "auth");
        let address = button.owned("data").or_else(|| button.owned("url"));
        found.extend(address.filter(|address| is_link || address.starts_with("http")));
    }
    found.extend(message.owned("game_link"));
    unique(found)
}

/// What a message without text shows in its place: a question with its answers, a contact, a place, an offer.
fn card(message: &Object<'_>) -> Option<String> {
    let mut lines: Vec<String> = Vec::new();
    for (list, title) in [("poll", "question"), ("todo_list", "title")] {
        if let Some(list) = message.object(list) {
            lines.extend(list.get(title).and_then(words));
            lines.extend(list.objects("answers").filter_map(|answer| answer.get("text").and_then(words)));
        }
    }
    let mut add = |object: Option<&Object<'_>>, fields: &[&str]| {
        lines.extend(object.into_iter().flat_map(|object| fields.iter().filter_map(|field| object.owned(field))));
    };
    add(message.object("contact_information").as_ref(), &["first_name", "last_name", "phone_number"]);
    add(Some(message), &["place_name", "address", "game_title", "game_description"]);
    // This one is written as text that is JSON itself.
    let written = message.string("invoice_information");
    let document = written.and_then(|text| Document::parse(&text, &Limits::standard()).ok());
    let invoice = document.as_ref().map(Document::root).or_else(|| message.get("invoice_information"));
    let invoice = invoice.and_then(Raw::object);
    add(invoice.as_ref(), &["title", "description"]);
    add(message.object("giveaway_information").as_ref(), &["additional_prize"]);
    add(message.object("giveaway_results").as_ref(), &["additional_prize"]);
    if lines.is_empty() {
        let place = message.object("location_information")?;
        let degrees = |field: &str| place.get(field)?.number();
        lines.push(format!("{}, {}", degrees("latitude")?, degrees("longitude")?));
    }
    Some(lines.join("\n")).filter(|text| !text.is_empty())
}

/// A text that is plain, or in newer exports made of stretches.
fn words(raw: Raw<'_>) -> Option<String> {
    if let Some(text) = raw.string() {
        return Some(text.into_owned());
    }
    let stretch = |raw: Raw<'_>| raw.string().map(|text| text.into_owned()).or_else(|| raw.object()?.owned("text"));
    Some(raw.elements().into_iter().filter_map(stretch).collect()).filter(|text: &String| !text.is_empty())
}

fn media(message: &Object<'_>) -> Vec<Media> {
    let mut found = Vec::new();
    let mut add = |kind, path: String, alt: Option<String>| {
        // In place of a file that was not exported stands a remark in brackets.
        let path = Some(path).filter(|path| !path.starts_with("(File "));
        found.push(Media { path, alt, ..Media::of_kind(kind) });
    };
    if let Some(path) = message.owned("photo") {
        add(MediaKind::Photo, path, None);
    }
    if let Some(path) = message.owned("file") {
        let mime = message.string("mime_type").unwrap_or_default();
        let kind = match message.string("media_type").as_deref() {
            Some("video_file" | "video_message" | "animation") => MediaKind::Video,
            Some("voice_message" | "audio_file") => MediaKind::Audio,
            _ if mime.starts_with("image/") => MediaKind::Photo,
            _ if mime.starts_with("video/") => MediaKind::Video,
            _ if mime.starts_with("audio/") => MediaKind::Audio,
            _ => MediaKind::Document,
        };
        add(kind, path, message.owned("sticker_emoji").or_else(|| message.owned("file_name")));
    }
    if let Some(path) = message.owned("contact_vcard") {
        add(MediaKind::Document, path, None);
    }
    found
}
