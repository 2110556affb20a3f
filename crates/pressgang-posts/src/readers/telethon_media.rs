//! What is attached to a message of the Telegram API: files, a page, or what stands in place of a text.

use super::telethon_message::kind_of;
use super::telethon_value::plain;
use crate::json::{Object, Raw};
use crate::{Media, MediaKind};

/// What is attached.
#[derive(Default)]
pub(crate) struct Attached {
    pub(crate) media: Vec<Media>,
    pub(crate) links: Vec<String>,
    /// What a message without text shows: a question, a contact, a place.
    pub(crate) card: Option<String>,
}

pub(crate) fn attached(message: &Object<'_>) -> Attached {
    let Some(media) = message.object("media") else { return Attached::default() };
    let files = |media| Attached { media: vec![media], ..Attached::default() };
    let card = |lines: Vec<String>| Attached {
        card: Some(lines.join("\n")).filter(|text| !text.is_empty()),
        ..Attached::default()
    };
    match kind_of(&media).strip_prefix("messagemedia").unwrap_or_default() {
        "photo" => files(Media::of_kind(MediaKind::Photo)),
        "document" => files(document(media.object("document").as_ref())),
        "webpage" => {
            let page = media.object("webpage").or_else(|| media.object("web_preview"));
            Attached { links: page.and_then(|page| page.owned("url")).into_iter().collect(), ..Attached::default() }
        }
        "poll" => card(media.object("poll").as_ref().map(poll).unwrap_or_default()),
        "contact" => {
            let inner = media.object("contact");
            card(fields(inner.as_ref().unwrap_or(&media), &["first_name", "last_name", "phone_number"]))
        }
        "venue" => card(fields(&media, &["title", "address"])),
        "geo" | "geolive" => card(media.object("geo").as_ref().and_then(point).into_iter().collect()),
        "invoice" => card(fields(&media, &["title", "description"])),
        "game" => card(media.object("game").map(|game| fields(&game, &["title", "description"])).unwrap_or_default()),
        "todo" => card(media.object("todo").as_ref().map(tasks).unwrap_or_default()),
        // Before it is paid for, no more is known of it than that it is there.
        "paidmedia" => {
            let paid = media.objects("extended_media").map(|paid| match paid.object("media") {
                Some(media) if kind_of(&media) == "messagemediadocument" => document(media.object("document").as_ref()),
                Some(_) => Media::of_kind(MediaKind::Photo),
                None if paid.has("video_duration") => Media::of_kind(MediaKind::Video),
                None => Media::of_kind(MediaKind::Photo),
            });
            Attached { media: paid.collect(), ..Attached::default() }
        }
        "giveaway" | "giveawayresults" => card(fields(&media, &["prize_description"])),
        _ => Attached::default(),
    }
}

fn fields(object: &Object<'_>, names: &[&str]) -> Vec<String> {
    names.iter().filter_map(|name| object.owned(name)).collect()
}

/// A text, which newer versions of the API write with its entities.
fn words(holder: &Object<'_>, field: &str) -> Option<String> {
    let raw = holder.get(field)?;
    raw.string().map(|text| text.into_owned()).or_else(|| raw.object()?.owned("text"))
}

fn tasks(list: &Object<'_>) -> Vec<String> {
    let tasks = list.objects("list").filter_map(|task| words(&task, "title"));
    words(list, "title").into_iter().chain(tasks).collect()
}

/// The question and the answers.
fn poll(poll: &Object<'_>) -> Vec<String> {
    let answers = poll.objects("answers").filter_map(|answer| words(&answer, "text"));
    words(poll, "question").into_iter().chain(answers).collect()
}

/// Latitude and longitude as they are written.
fn point(geo: &Object<'_>) -> Option<String> {
    let degrees = |field: &str| {
        let raw = plain(geo.get(field)?);
        raw.number().map(str::to_owned).or_else(|| raw.string().map(|text| text.into_owned()))
    };
    Some(format!("{}, {}", degrees("lat")?, degrees("long")?))
}

/// A file; its name, or what a sticker stands for, is all that describes it.
fn document(document: Option<&Object<'_>>) -> Media {
    let Some(document) = document else { return Media::of_kind(MediaKind::Document) };
    let attributes: Vec<Object<'_>> = document.elements("attributes").into_iter().filter_map(Raw::object).collect();
    let is = |kind: &str| attributes.iter().any(|attribute| kind_of(attribute) == kind);
    let mime = document.string("mime_type").unwrap_or_default();
    let kind = match mime.split('/').next() {
        Some("video") => MediaKind::Video,
        Some("audio") => MediaKind::Audio,
        _ if is("documentattributevideo") || is("documentattributeanimated") => MediaKind::Video,
        Some("image") => MediaKind::Photo,
        _ => MediaKind::Document,
    };
    let name = attributes.iter().find_map(|attribute| attribute.owned("file_name"));
    let sticker =
        attributes.iter().find_map(|attribute| attribute.owned("alt").filter(|_| attribute.has("stickerset")));
    Media { alt: sticker.or(name), ..Media::of_kind(kind) }
}
