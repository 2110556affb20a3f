//! Bluesky: posts by their address, and their accounts.

use serde_json::Value;

use super::Reading;
use crate::look::adapters::json;

/// Bluesky's own moderation.
const LABELLER: &str = "did:plc:ar7c4by46qjdydhdevvrndac";

/// Most labels of a post or account that are looked at.
const MOST_LABELS: usize = 64;

pub(super) fn read(reading: &mut Reading<'_>) {
    let Some(document) = reading.json.take() else { return };
    if let Some(error) = json::word_at(&document, &["error"]) {
        reading.error(&error, &["RateLimitExceeded"]);
        if let Some(words) = json::word_at(&document, &["message"]) {
            reading.message(&words);
        }
    }
    if let Some(posts) = document.get("posts").and_then(Value::as_array) {
        reading.marks.add("posts");
        let own = posts.iter().find(|post| is_own(reading, post));
        match own {
            Some(post) => shown(reading, post),
            None => reading.marks.add(if posts.is_empty() { "post:absent" } else { "post:other" }),
        }
    }
    if let Some(did) = json::word_at(&document, &["did"]) {
        let actor = reading.parts.word("actor").unwrap_or_default();
        let handle = json::word_at(&document, &["handle"]).unwrap_or_default();
        let is_own = did == actor || handle.eq_ignore_ascii_case(actor);
        reading.marks.add(if is_own { "account:there" } else { "account:other" });
        labels(reading, &document, "account-label", Some(&did));
    }
    reading.json = Some(document);
}

fn is_own(reading: &Reading<'_>, post: &Value) -> bool {
    let Some(uri) = json::word_at(post, &["uri"]) else { return false };
    if reading.parts.word("uri") == Some(&uri) {
        return true;
    }
    // Where the post is known by its author's handle, the answer still names the account by its number.
    let actor = reading.parts.word("actor").unwrap_or_default();
    let handle = json::word_at(post, &["author", "handle"]).unwrap_or_default();
    let key = reading.parts.word("key").unwrap_or_default();
    !actor.starts_with("did:")
        && handle.eq_ignore_ascii_case(actor)
        && uri.ends_with(&format!("/app.bsky.feed.post/{key}"))
}

fn shown(reading: &mut Reading<'_>, post: &Value) {
    // An answer without the record shows nothing of the post.
    if post.get("record").is_some_and(Value::is_object) {
        reading.marks.add("post:named");
    }
    let did = json::word_at(post, &["author", "did"]);
    labels(reading, post, "label", did.as_deref());
    if let Some(author) = post.get("author") {
        labels(reading, author, "account-label", did.as_deref());
    }
}

/// Labels that are in force. Authors label their own posts, and anybody may run a labeller: what the author says is left
/// out, and what orders applications about (`!takedown`, `!hide`) counts from Bluesky's own labeller only.
fn labels(reading: &mut Reading<'_>, of: &Value, kind: &str, author: Option<&str>) {
    for label in of.get("labels").and_then(Value::as_array).into_iter().flatten().take(MOST_LABELS) {
        let source = json::word_at(label, &["src"]);
        let is_own = source.is_some() && source.as_deref() == author;
        let is_negated = label.get("neg") == Some(&Value::Bool(true));
        let counts = |value: &String| !value.starts_with('!') || source.as_deref() == Some(LABELLER);
        let value = json::word_at(label, &["val"]).filter(|_| !is_negated && !is_own).filter(counts);
        if let Some(value) = value {
            reading.marks.add(format!("{kind}:{value}"));
        }
    }
}
