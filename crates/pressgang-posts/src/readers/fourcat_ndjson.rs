//! Items that 4CAT imported from Zeeschuimer, as it hands them out again: the item itself, and the capture beside it.

use super::Record;
use super::items::{Capture, reader_of_module, reader_of_shape};
use crate::part::Out;
use crate::spec::{Kind, Layout, Read, Spec};

/// What raw items of platforms have.
pub(crate) const GIVES: &[&str] = &[
    "whole texts, also of long posts of X and of reposts",
    "authors, public addresses, times in UTC",
    "links expanded to their targets",
    "pictures and films with their descriptions",
    "words on the screen of TikTok films, and what Meta's platforms read in pictures",
    "replies of X, reposts, quotes",
    "likes, shares and comments; views where the page had them",
    "time of capture",
];

/// What they lack.
pub(crate) const CANNOT: &[&str] = &[
    "no view counts of pictures on Instagram, of Facebook, Threads, LinkedIn, Truth Social and Gab",
    "no likes of Instagram posts whose author hides them",
    "no times and no likes of posts that Instagram shows only as a thumbnail, and in part no texts",
    "no times of LinkedIn posts: the page says only how long ago",
    "no comment counts of Gab posts: one field holds either them or reactions",
    "no answered post for Threads: only its author is named",
    "no speech in films: the items have only addresses of subtitles",
    "addresses of pictures and films expire within days",
];

pub(crate) static SPEC: Spec = Spec {
    name: "4cat-ndjson",
    title: "4CAT items (NDJSON)",
    extensions: &["ndjson"],
    gives: GIVES,
    cannot: CANNOT,
    notes: &[
        "Items as captured with Zeeschuimer; where 4CAT kept no note of the capture, their fields tell the platform, and the time of capture is that of the file.",
        "If 4CAT has pseudonymised a dataset, its authors are hashes.",
    ],
    layouts: &[
        layout("items with their capture", &["__import_meta.source_platform"]),
        layout("items of X", &["rest_id", "legacy.full_text", "legacy.created_at"]),
        layout("items of X", &["tweet.rest_id", "tweet.legacy.full_text", "tweet.legacy.created_at"]),
        layout("items of X", &["type", "legacy.full_text", "legacy.created_at", "user.screen_name"]),
        layout("items of TikTok", &["id", "desc", "createTime", "author", "stats|statsV2|video|authorStats"]),
        layout("comments of TikTok", &["cid", "aweme_id", "text", "create_time"]),
        layout("items of Threads", &["code", "pk", "text_post_app_info"]),
        layout("items of Instagram", &["code", "taken_at", "media_type", "user|owner"]),
        layout("items of Instagram", &["code", "display_uri", "__typename"]),
        layout("items of Instagram", &["shortcode", "taken_at_timestamp", "owner"]),
        layout("comments of Instagram", &["post_shortcode", "comment_id", "text"]),
        layout("items of Facebook", &["comet_sections.content.story"]),
        layout("items of LinkedIn", &["actor.navigationContext", "commentary", "updateMetadata|preDashEntityUrn"]),
        layout("items of Gab", &["i", "ca", "author_info"]),
    ],
    also: None,
    read: Read::Records { at: &[], record },
};

const fn layout(what: &'static str, needs: &'static [&'static str]) -> Layout {
    // Messages of Telegram come out of 4CAT too, and are told by these.
    Layout { what, kind: Kind::Json, needs, unless: &["peer_id", "source_platform"] }
}

fn record(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let item = &record.object;
    let note = item.object("__import_meta");
    let capture = Capture::of(note.as_ref(), out, record.place());
    let module = note.as_ref().and_then(|note| note.string("source_platform"));
    let read = match module {
        Some(module) => reader_of_module(&module)?,
        None => reader_of_shape(item)?,
    };
    read(item, &capture, out)
}
