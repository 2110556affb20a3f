//! What is attached to a Telegram message: its kind in one column, and for some kinds JSON in another.

use crate::json::{Document, Object, Raw};
use crate::readers::Row;
use crate::{Media, MediaKind, ReadOptions};

/// The files themselves are not part of the table; the kind is that of the file, or Telegram's own.
pub(super) fn media(row: &Row<'_>) -> Vec<Media> {
    let kind = match row.get("attachment_type") {
        Some("photo" | "image") => MediaKind::Photo,
        Some("video") => MediaKind::Video,
        Some("audio") => MediaKind::Audio,
        Some("document" | "application" | "text") => MediaKind::Document,
        _ => return Vec::new(),
    };
    vec![Media::of_kind(kind)]
}

/// What a message without text shows in its place: a question with its answers, or a contact.
pub(super) fn card(row: &Row<'_>, options: &ReadOptions) -> Option<String> {
    let kind = row.get("attachment_type").filter(|kind| matches!(*kind, "poll" | "contact"))?;
    let document = Document::parse(row.get("attachment_data")?, &options.limits).ok()?;
    let data = document.root().object()?;
    let lines: Vec<String> = if kind == "poll" {
        let answers = data.objects("answers").filter_map(|answer| plain(&answer, "answer"));
        plain(&data, "question").into_iter().chain(answers).collect()
    } else {
        ["first_name", "last_name", "phone_number"].into_iter().filter_map(|field| data.owned(field)).collect()
    };
    Some(lines.join("\n"))
}

/// Newer answers of Telegram have the words inside an object.
fn plain(object: &Object<'_>, key: &str) -> Option<String> {
    object.owned(key).or_else(|| object.get(key).and_then(Raw::object)?.owned("text"))
}
