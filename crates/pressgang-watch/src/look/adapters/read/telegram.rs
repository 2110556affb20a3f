//! Telegram: the page that shows one post within others, and the page of its channel.

use super::Reading;

pub(super) const CLASSES: &[&str] = &[
    "tgme_widget_message",
    "tgme_widget_message_error",
    "tgme_page",
    "tgme_page_title",
    "tgme_page_extra",
    "message_media_not_supported_label",
];

pub(super) fn read(reading: &mut Reading<'_>) {
    let Some(page) = reading.page.take() else { return };
    let has = |class: &str, of: &str| of.split_ascii_whitespace().any(|word| word == class);
    for element in &page.elements {
        let is_message = has("tgme_widget_message", &element.classes);
        if let Some(post) = element.post.as_ref().filter(|_| is_message) {
            reading.marks.add(if reading.parts.is_key(post) { "message:own" } else { "message:other" });
        }
        if has("tgme_widget_message_error", &element.classes) {
            reading.marks.add("message:error");
            reading.message(&element.text);
        }
        if has("tgme_page", &element.classes) {
            reading.marks.add("channel:page");
        }
        // Who does not exist has neither a title nor subscribers there, only an invitation to install Telegram.
        if has("tgme_page_title", &element.classes) && !element.text.trim().is_empty() {
            reading.marks.add("channel:title");
        }
        if has("tgme_page_extra", &element.classes) && element.text.chars().any(|c| c.is_numeric()) {
            reading.marks.add("channel:members");
        }
    }
    reading.page = Some(page);
}
