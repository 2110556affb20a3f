//! YouTube: oEmbed, and what the player on a film's page is told.

use serde_json::Value;

use super::{Reading, oembed};
use crate::look::adapters::json;

pub(super) fn read(reading: &mut Reading<'_>) {
    if reading.name != "page" {
        oembed::read(reading);
        if let Some(picture) = reading.word(&["thumbnail_url"]) {
            let own = reading.parts.word("id").unwrap_or_default();
            if picture.split('/').any(|piece| piece == own) {
                reading.marks.add("post:embedded");
            }
        }
        return;
    }
    let Some(page) = &reading.page else { return };
    let told = page.scripts.iter().find_map(|script| json::assigned(&script.body, "ytInitialPlayerResponse"));
    let Some(told) = told else { return };
    let own = reading.parts.word("id");
    if let Some(status) = json::word_at(&told, &["playabilityStatus", "status"]) {
        reading.marks.add(format!("player:{status}"));
    }
    if json::word_at(&told, &["videoDetails", "videoId"]).as_deref() == own {
        reading.marks.add("player:own");
    }
    let mut reasons: Vec<String> = Vec::new();
    reasons.extend(json::word_at(&told, &["playabilityStatus", "reason"]));
    let messages = json::at(&told, &["playabilityStatus", "messages"]).and_then(Value::as_array);
    reasons.extend(messages.into_iter().flatten().take(8).filter_map(json::word));
    let renderer = ["playabilityStatus", "errorScreen", "playerErrorMessageRenderer"];
    for name in ["reason", "subreason"] {
        let Some(text) = json::at(&told, &renderer).and_then(|screen| screen.get(name)) else { continue };
        reasons.extend(json::word_at(text, &["simpleText"]));
        let runs = text.get("runs").and_then(Value::as_array).into_iter().flatten();
        let joined: String = runs.take(16).filter_map(|run| json::word_at(run, &["text"])).collect();
        reasons.extend(Some(joined).filter(|text| !text.is_empty()));
    }
    for reason in reasons {
        reading.message(&reason);
    }
}
