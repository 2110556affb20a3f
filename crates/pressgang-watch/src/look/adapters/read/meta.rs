//! Facebook and Instagram: oEmbed by the Graph API, and its errors.

use super::{Reading, oembed};

pub(super) fn read(reading: &mut Reading<'_>) {
    if reading.name == "page" {
        return;
    }
    oembed::read(reading);
    for (key, name) in [("code", "error"), ("error_subcode", "subcode")] {
        if let Some(code) = reading.word(&["error", key]) {
            reading.marks.add(format!("{name}:{code}"));
        }
    }
    for key in ["message", "error_user_title", "error_user_msg"] {
        if let Some(words) = reading.word(&["error", key]) {
            reading.message(&words);
        }
    }
}
