//! TikTok: oEmbed, and what the page of a film says of it.

use super::{Reading, oembed};
use crate::look::adapters::json;

pub(super) fn read(reading: &mut Reading<'_>) {
    if reading.name != "page" {
        oembed::read(reading);
        if let Some(id) = reading.word(&["embed_product_id"]) {
            reading.marks.add(if reading.parts.is_key(&id) { "post:embedded" } else { "post:other" });
        }
        for key in ["code", "status_code"] {
            if let Some(code) = reading.word(&[key]) {
                reading.marks.add(format!("error:{code}"));
            }
        }
        return;
    }
    let Some(page) = &reading.page else { return };
    let data = page.scripts.iter().find(|script| script.id == "__UNIVERSAL_DATA_FOR_REHYDRATION__");
    let Some(data) = data.and_then(|script| json::read(&script.body, false)) else { return };
    let Some(detail) = json::at(&data, &["__DEFAULT_SCOPE__", "webapp.video-detail"]) else { return };
    if let Some(code) = json::word_at(detail, &["statusCode"]) {
        reading.marks.add(format!("detail:{code}"));
    }
    if let Some(words) = json::word_at(detail, &["statusMsg"]) {
        for word in words.split('&').map(str::trim).filter(|word| !word.is_empty()).take(4) {
            reading.marks.add(format!("detail-says:{}", word.to_ascii_lowercase().replace(' ', "_")));
        }
    }
    // What is not shown to everybody, though its data are given.
    if json::word_at(detail, &["itemInfo", "itemStruct", "isContentClassified"]).as_deref() == Some("true") {
        reading.marks.add("detail:classified");
    }
    if let Some(id) = json::word_at(detail, &["itemInfo", "itemStruct", "id"]) {
        reading.marks.add(if reading.parts.is_key(&id) { "detail:own" } else { "post:other" });
    }
}
