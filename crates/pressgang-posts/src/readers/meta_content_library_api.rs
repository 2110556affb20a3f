//! Responses of the Meta Content Library API: what its tables have with dots in their names lies nested here.

use super::Record;
use super::meta_content_library::{CANNOT, GIVES, NOTES};
use super::meta_entry::{Entry, post};
use crate::part::Out;
use crate::spec::{Kind, Layout, Read, Spec};

pub(crate) static SPEC: Spec = Spec {
    name: "meta-content-library-api",
    title: "Meta Content Library API",
    extensions: &["json", "jsonl", "ndjson"],
    gives: GIVES,
    cannot: CANNOT,
    notes: NOTES,
    layouts: &[
        Layout {
            what: "responses of the Meta Content Library API",
            kind: Kind::Json,
            needs: &[
                "data[].id",
                "data[].creation_time",
                "data[].post_owner.id|data[].post_owner.name|data[].owner.id|data[].owner.type|data[].post_id|data[].statistics.like_count|data[].statistics.reaction_count",
            ],
            unless: &[],
        },
        Layout {
            what: "posts of the Meta Content Library",
            kind: Kind::Json,
            needs: &["id", "creation_time", "post_owner.id|post_owner.name|post_owner.username"],
            unless: &[],
        },
        Layout {
            what: "comments of the Meta Content Library",
            kind: Kind::Json,
            needs: &[
                "id",
                "creation_time",
                "text",
                "owner.id|owner.name|owner.type",
                "post_id|parent_id|parent_comment_id|statistics.reaction_count|statistics.top_level_reply_count",
            ],
            unless: &[],
        },
    ],
    also: None,
    read: Read::Records { at: &["data[]"], record },
};

fn record(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    if let Some(error) = record.object.object("error") {
        let code = error.get("code").map_or("none", |code| code.token());
        return Err(format!("a response without posts, error code {code}"));
    }
    post(&Entry::Object(&record.object), record.place(), out)
}
