//! VK: its API, and its pages without a token.

use serde_json::Value;

use super::Reading;
use crate::look::adapters::{json, text};

pub(super) const CLASSES: &[&str] = &["message_page_body", "service_msg", "service_msg_warning", "wall_post_cont"];

/// Too many requests: in a second, of one kind, in a day.
const LATER: &[&str] = &["6", "9", "29"];

/// How Russia is named where something is blocked there only, as folded text.
const IN_RUSSIA: &[&str] = &["на территории рф", "на территории россии", "на территории российской федерации"];

pub(super) fn read(reading: &mut Reading<'_>) {
    if let Some(page) = reading.page.take() {
        for element in &page.elements {
            if element.classes.contains("message_page") || element.classes.contains("service_msg") {
                reading.marks.add("page:message");
                reason(reading, &element.text);
            }
        }
        reading.page = Some(page);
    }
    let Some(document) = reading.json.take() else { return };
    if let Some(code) = json::word_at(&document, &["error", "error_code"]) {
        reading.error(&code, LATER);
    }
    if let Some(response) = document.get("response") {
        match reading.name {
            "account" | "user" => account(reading, response),
            _ => posts(reading, response),
        }
    }
    reading.json = Some(document);
}

/// What stands in a post's place, and the country it speaks of: VK blocks in Russia what its authorities demand.
fn reason(reading: &mut Reading<'_>, words: &str) {
    reading.message(words);
    let folded = text::folded(words);
    if IN_RUSSIA.iter().any(|place| folded.contains(place)) {
        reading.marks.add("place:RU");
    }
}

/// `response` is the list itself, or holds it as `items`.
fn posts(reading: &mut Reading<'_>, response: &Value) {
    let Some(list) = response.get("items").unwrap_or(response).as_array() else { return };
    reading.marks.add("response");
    let own = reading.parts.word("id").unwrap_or_default().to_owned();
    let mut is_there = false;
    for post in list {
        let number = |names: [&str; 2]| names.iter().find_map(|name| json::word_at(post, &[name]));
        let Some((owner, id)) = number(["owner_id", "to_id"]).zip(number(["id", "post_id"])) else { continue };
        if format!("{owner}_{id}") != own {
            reading.marks.add("post:other");
            continue;
        }
        is_there = true;
        let is = |key: &str| post.get(key).is_some_and(|value| value == &Value::Bool(true) || value == 1);
        if is("is_deleted") {
            reading.marks.add("post:deleted");
            for key in ["deleted_reason", "deleted_details"] {
                if let Some(words) = json::word_at(post, &[key]) {
                    reason(reading, &words);
                }
            }
        } else {
            reading.marks.add("post:named");
        }
        if is("friends_only") {
            reading.marks.add("post:friends-only");
        }
    }
    if !is_there {
        reading.marks.add("post:absent");
    }
}

/// The wall's owner: a user or a community.
fn account(reading: &mut Reading<'_>, response: &Value) {
    let list = response.get("groups").or_else(|| response.get("items")).unwrap_or(response);
    let Some(list) = list.as_array() else { return };
    let wanted = reading.parts.word("owner").unwrap_or_default().trim_start_matches('-').to_owned();
    let Some(own) = list.iter().find(|account| json::word_at(account, &["id"]).as_deref() == Some(&wanted)) else {
        if list.is_empty() {
            reading.marks.add("account:absent");
        }
        return;
    };
    reading.marks.add("account:there");
    if let Some(how) = json::word_at(own, &["deactivated"]) {
        reading.marks.add(format!("account:{how}"));
    }
    // What the token's account does not see, though others may.
    let is = |key: &str, value: &str| json::word_at(own, &[key]).as_deref() == Some(value);
    let is_banned = own.get("ban_info").is_some_and(Value::is_object);
    if is_banned || is("blacklisted", "1") || is("blacklisted", "true") {
        reading.marks.add("account:blacklisted");
    }
    if is("wall", "0") {
        reading.marks.add("account:wall-off");
    }
    if is("can_see_all_posts", "0") || is("can_see_all_posts", "false") {
        reading.marks.add("account:partial");
    }
    let is_closed = json::word_at(own, &["is_closed"]).is_some_and(|closed| !matches!(closed.as_str(), "0" | "false"));
    let may_see = ["can_access_closed", "is_member"]
        .iter()
        .any(|key| json::word_at(own, &[key]).is_some_and(|value| matches!(value.as_str(), "1" | "true")));
    if is_closed && !may_see {
        reading.marks.add("account:closed");
    }
}
