//! Reddit: a submission or comment as JSON.

use serde_json::Value;

use super::Reading;
use crate::look::adapters::json;

pub(super) fn read(reading: &mut Reading<'_>) {
    let Some(document) = reading.json.take() else { return };
    if let Some(code) = json::word_at(&document, &["error"]) {
        reading.marks.add(format!("error:{code}"));
    }
    if let Some(reason) = json::word_at(&document, &["reason"]) {
        reading.marks.add(format!("reason:{reason}"));
    }
    let lists: Vec<&Value> = match &document {
        Value::Array(lists) => lists.iter().take(4).collect(),
        other => vec![other],
    };
    let things: Vec<&Value> = lists
        .into_iter()
        .filter_map(|list| json::at(list, &["data", "children"]).and_then(Value::as_array))
        .flat_map(|children| children.iter().take(64))
        .filter_map(|child| child.get("data"))
        .collect();
    if !things.is_empty() {
        reading.marks.add("things");
    }
    let own = reading.parts.word("id").unwrap_or_default().to_owned();
    match things.iter().find(|thing| json::word_at(thing, &["name"]).as_deref() == Some(&own)) {
        Some(thing) => one(reading, thing),
        None if !things.is_empty() => reading.marks.add("post:absent"),
        None => {}
    }
    reading.json = Some(document);
}

fn one(reading: &mut Reading<'_>, thing: &Value) {
    let text = |key: &str| json::word_at(thing, &[key]).unwrap_or_default();
    reading.marks.add("post:named");
    if let Some(by) = json::word_at(thing, &["removed_by_category"]) {
        reading.marks.add(format!("removed:{by}"));
    }
    for key in ["selftext", "body", "title"] {
        match text(key).trim().to_ascii_lowercase().as_str() {
            "[removed]" => reading.marks.add("text:removed"),
            "[deleted]" | "[deleted by user]" => reading.marks.add("text:deleted"),
            words if words.starts_with("[ removed by reddit") || words.starts_with("[removed by reddit") => {
                reading.marks.add("text:removed-by-reddit");
            }
            _ => {}
        }
    }
    if text("author") == "[deleted]" {
        reading.marks.add("author:deleted");
    }
    for (key, mark) in [("quarantine", "quarantine"), ("over_18", "over-18")] {
        if text(key) == "true" {
            reading.marks.add(mark);
        }
    }
    if let Some(kind) = json::word_at(thing, &["subreddit_type"]) {
        reading.marks.add(format!("subreddit:{kind}"));
    }
}
