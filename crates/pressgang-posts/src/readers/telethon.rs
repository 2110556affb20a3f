//! Messages of the Telegram API as Telethon writes them (`to_dict`, `to_json`), and as 4CAT and databases keep them.
//!
//! Dumps of this kind are made with somebody's account, so they may hold what is not public: chats between people and
//! closed groups are read only if the caller asks for all chats.

use super::Record;
use super::telethon_message::{kind_of, post};
use super::telethon_value::{Peer, id};
use crate::json::Object;
use crate::part::{Out, Place};
use crate::spec::{Kind, Layout, Read, Spec};
use crate::{Metrics, Observation, Observed, Platform, Status};

pub(crate) static SPEC: Spec = Spec {
    name: "telethon",
    title: "Telegram API messages (Telethon, 4CAT)",
    extensions: &["json", "jsonl", "ndjson"],
    gives: &[
        "whole texts",
        "links, also those hidden behind words and buttons",
        "times in UTC",
        "views, forwards and comments",
        "replies, and the post a message was forwarded from",
        "what Telegram restricts",
    ],
    cannot: &[
        "no like counts: reactions are not likes",
        "no files: pictures and films are named but not part of the export",
        "no channel name in addresses unless the export has it: only members can open t.me/c/ links",
        "no time of capture other than the file's own",
        "in 4CAT's exports links without https:// in the text are not listed: the kinds of entities are not kept there",
        "whether a restriction hides a post from everybody is not known: apps decide by platform, country and settings",
        "private chats and closed groups of the old kind are not read unless asked for",
    ],
    notes: &[
        "Lines, arrays and the field `messages` of a response, as `to_dict` or `to_json` write them; also with the dates and numbers of a MongoDB export.",
        "The id of a post is the channel's number and the message's number, joined by `/`, as in exports of Telegram Desktop; `-100` before the number is taken off.",
        "Times without a zone are in UTC, as Telethon gives them.",
        "Messages that Telegram shows as one album are one post if they stand side by side.",
        "A forward from a channel is a repost; what people wrote is, forwarded, a post of the channel that forwards it.",
        "Of rich messages each block, item and row of a table is a line of the text.",
        "A poll's text is its question and answers; a shared contact's text is its name and number.",
        "Service messages are skipped; empty messages are observations of removed ones.",
        "A restriction is an observation of unknown status with the platform and the reason that Telegram names.",
    ],
    layouts: &[
        Layout {
            what: "a message of the Telegram API",
            kind: Kind::Json,
            needs: &["id", "message", "date", "peer_id|to_id"],
            unless: &["messages"],
        },
        Layout {
            what: "a response of the Telegram API",
            kind: Kind::Json,
            needs: &["messages[].id", "messages[].message", "messages[].date", "messages[].peer_id|messages[].to_id"],
            unless: &[],
        },
    ],
    also: None,
    read: Read::Records { at: &["messages[]"], record },
};

fn record(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let message = &record.object;
    let kind = kind_of(message);
    // Who joined, what was pinned: Telegram's own words.
    if kind == "messageservice" || message.has("action") {
        return Ok(());
    }
    let peer = message.get("peer_id").or_else(|| message.get("to_id")).ok_or("no peer_id")?;
    let chat = match Peer::of(peer).ok_or("peer_id names no chat")? {
        // Only channels have posts, whatever the number looks like.
        Peer::User(number) if message.is_true("post") => Peer::Channel(number),
        chat => chat,
    };
    if !matches!(chat, Peer::Channel(_)) && !out.options().all_chats {
        return Ok(());
    }
    let number = id(message, "id")?.ok_or("no id")?;
    let key = format!("{}/{number}", chat.number());
    let place = record.place();
    if kind == "messageempty" {
        observe(Observed::Post(key), Status::Removed, "MessageEmpty".to_owned(), out, place);
        return Ok(());
    }
    if let Some(reasons) = restrictions(message) {
        observe(Observed::Post(key.clone()), Status::Unknown, reasons, out, place);
    }
    if let Some(reasons) = message.object("_chat").as_ref().and_then(restrictions) {
        observe(Observed::Account(chat.account()), Status::Unknown, reasons, out, place);
    }
    post(message, &chat, &number, key, out, place)
}

/// On which platforms apps are told not to show something, and why.
///
/// Not even `all` means that it is gone: `sensitive` posts are shown to whoever says to be an adult, and apps may ignore
/// reasons. So none of the other states is certain.
fn restrictions(holder: &Object<'_>) -> Option<String> {
    let word = |reason: &Object<'_>, field: &str| reason.owned(field).unwrap_or_else(|| "unnamed".to_owned());
    let reasons: Vec<String> = holder
        .objects("restriction_reason")
        .map(|reason| format!("{} {}", word(&reason, "platform"), word(&reason, "reason")))
        .collect();
    (!reasons.is_empty()).then(|| {
        let reasons: String = reasons.join(", ").chars().take(200).collect();
        format!("restriction_reason: {reasons}")
    })
}

fn observe(of: Observed, status: Status, signal: String, out: &mut Out<'_>, place: Place) {
    out.observe(Observation {
        platform: Platform::TELEGRAM,
        of,
        observed_at: out.options().received_at,
        status,
        signal,
        metrics: Metrics::default(),
        provenance: out.provenance(place),
    });
}
