//! What a list says of one contact, and the ledger entry it becomes.

use pressgang_signals::ContactKind;
use serde_json::{Value, json};

use super::Tlp;
use crate::files::keyed_hash;
use crate::records::NewEntry;

/// What a list says of one contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub kind: ContactKind,
    pub value: String,
    pub organisation: String,
    pub source: String,
    /// Lists of one origin count once.
    pub origin: String,
    pub grade: String,
    pub tlp: Tlp,
    /// The id of the list, where it has one.
    pub list: Option<String>,
    /// When it was received, `YYYY-MM-DD`.
    pub received_at: Option<String>,
    pub note: Option<String>,
}

impl Said {
    /// The entry. Values and names are its personal content; of what may not be published the public body does not name
    /// the origin either, so that it can be shown to anybody who is to verify the ledger.
    pub fn entry(self, file: &str, key: &[u8]) -> NewEntry {
        let hidden = |text: &str| format!("restricted:{}", &keyed_hash(key, &["second source", text])[..16]);
        let is_open = self.tlp.may_be_published();
        let shown = |text: String| if is_open { text } else { hidden(&text) };
        let body: Value = json!({
            "file": file,
            "kind": self.kind.as_str(),
            "organisation": self.organisation,
            "origin": shown(self.origin),
            "received_at": self.received_at,
            "grade": self.grade,
            "tlp": self.tlp.as_str(),
            "list": self.list.map(shown),
        });
        let personal = json!({ "value": self.value, "source": self.source, "note": self.note });
        ("corroboration", body, Some(personal))
    }
}
