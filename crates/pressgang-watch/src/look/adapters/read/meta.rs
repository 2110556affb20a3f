//! Facebook and Instagram: oEmbed by the Graph API, and its errors.

use super::{Reading, oembed};

/// Limits of an app, a user, a page, and of calls of one kind.
const LATER: &[&str] = &["4", "17", "32", "613"];

pub(super) fn read(reading: &mut Reading<'_>) {
    if reading.name == "page" {
        return;
    }
    oembed::read(reading);
    if let Some(code) = reading.word(&["error", "code"]) {
        reading.error(&code, LATER);
    }
    if let Some(code) = reading.word(&["error", "error_subcode"]) {
        reading.marks.add(format!("subcode:{code}"));
    }
    for key in ["message", "error_user_title", "error_user_msg"] {
        if let Some(words) = reading.word(&["error", key]) {
            reading.message(&words);
        }
    }
}
