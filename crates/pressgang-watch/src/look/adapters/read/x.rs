//! X: oEmbed, and the errors of its API, which the same hosts answer with.

use serde_json::Value;

use super::{Reading, oembed};
use crate::look::adapters::json;

pub(super) fn read(reading: &mut Reading<'_>) {
    oembed::read(reading);
    if reading.parts.word("url").is_some_and(|url| url.contains("/i/web/status/")) {
        reading.marks.add("asked:by-number");
    }
    let Some(document) = reading.json.take() else { return };
    let mut errors: Vec<&Value> = document.get("errors").and_then(Value::as_array).into_iter().flatten().collect();
    // Older answers have one error, or only its words.
    errors.extend(document.get("error"));
    errors.extend(document.get("code").map(|_| &document));
    for error in errors {
        if let Some(code) = error.get("code").and_then(json::word) {
            reading.error(&code, &["88"]);
        }
        let words = error.as_str().map(str::to_owned).or_else(|| json::word_at(error, &["message"]));
        if let Some(words) = words {
            reading.marks.add("error");
            reading.message(&words);
        }
    }
    for country in document.get("withheld_in_countries").and_then(Value::as_array).into_iter().flatten() {
        if let Some(code) = country.as_str() {
            let is_country = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
            // XX is everywhere, XY a complaint under copyright law, which also holds everywhere.
            match code.to_ascii_uppercase().as_str() {
                "XX" | "XY" => reading.marks.add("withheld:everywhere"),
                code if is_country => {
                    reading.marks.add("withheld");
                    reading.marks.add(format!("place:{code}"));
                }
                _ => {}
            }
        }
    }
    reading.json = Some(document);
}
