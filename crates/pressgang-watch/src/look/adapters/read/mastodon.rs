//! Mastodon: a post on its own server, and its account.

use super::Reading;

pub(super) fn read(reading: &mut Reading<'_>) {
    if reading.name == "page" {
        return;
    }
    if let Some(error) = reading.word(&["error"]) {
        reading.marks.add("error");
        reading.message(&error);
    }
    let is_true = |reading: &Reading<'_>, path: &[&str]| reading.word(path).as_deref() == Some("true");
    match reading.name {
        "status" => {
            let id = reading.word(&["id"]);
            let named = ["uri", "url"]
                .iter()
                .filter_map(|key| reading.word(&[key]))
                .any(|address| reading.parts.names(&address));
            let is_own = id.as_deref() == reading.parts.word("status") && named;
            if is_own && reading.word(&["content"]).is_some() {
                reading.marks.add("post:named");
            } else if id.is_some() {
                reading.marks.add("post:other");
            }
            if let Some(visibility) = reading.word(&["visibility"]) {
                reading.marks.add(format!("visibility:{visibility}"));
            }
            if is_true(reading, &["account", "suspended"]) {
                reading.marks.add("account:suspended");
            }
        }
        _ => {
            let name = reading.word(&["username"]).or_else(|| reading.word(&["acct"]));
            let Some(name) = name else { return };
            let own = reading.parts.word("name").unwrap_or_default();
            let is_own = name.split('@').next().is_some_and(|name| name.eq_ignore_ascii_case(own));
            reading.marks.add(if is_own { "account:there" } else { "account:other" });
            if is_true(reading, &["suspended"]) {
                reading.marks.add("account:suspended");
            }
        }
    }
}
