//! `result.json` of Telegram Desktop: one chat, or a full export of an account.
//!
//! A full export holds contacts, sessions and private chats, so of it only public channels and groups are read unless
//! the caller asks for all.

use super::telegram_message::{Chat, message};
use crate::Mapping;
use crate::detect::Head;
use crate::json::{Action, Refused, Room, Step, Visitor, Walked, parse_value, walk_documents_from};
use crate::part::{Halt, Part, Place};
use crate::source::Stream;
use crate::spec::{Kind, Layout, Probe, Read, Spec};

pub(crate) static SPEC: Spec = Spec {
    name: "telegram-desktop",
    title: "Telegram Desktop export (result.json)",
    extensions: &["json"],
    gives: &[
        "whole texts",
        "links, also those hidden behind words and buttons",
        "times in UTC",
        "paths of exported pictures and films",
        "replies within the chat",
    ],
    cannot: &[
        "no view counts and no counts of forwards",
        "no like counts: reactions are not likes",
        "no channel name in addresses: only members can open t.me/c/ links",
        "no id of the post a message was forwarded from; where an old export does not say whether it came from a channel, it counts as a post of the chat",
        "private chats are not read unless asked for",
        "messages of old exports that have only a local time have no time",
    ],
    notes: &[
        "The text of a poll is its question and answers, that of a shared contact its name and number, that of a place its name and address.",
        "Of rich messages each block, item and row of a table is a line of the text.",
        "Control characters, which Telegram Desktop writes in a way JSON forbids, are read.",
        "A single exported chat is read whatever its kind.",
        "Of a full export only public channels and public groups are read unless all chats are asked for: it holds contacts, sessions and private chats.",
        "The id of a post is the chat's id and the message's id, joined by `/`.",
        "Service messages are skipped.",
    ],
    layouts: &[
        Layout {
            what: "root object",
            kind: Kind::Json,
            needs: &["name", "type", "messages", "messages[].date_unixtime|messages[].date", "messages[].text"],
            unless: &["messages[].peer_id", "messages[]._"],
        },
        Layout {
            what: "full export",
            kind: Kind::Json,
            needs: &["chats.list[].messages|left_chats.list[].messages"],
            unless: &[],
        },
    ],
    also: Some(probe),
    read: Read::Own(read),
};

/// A full export by what comes before its chats, and a chat that lacks one of the three.
fn probe(head: &Head<'_>, _: &Mapping) -> Probe {
    let Some(shape) = &head.json else { return Probe::foreign() };
    if shape.has("chats.list[].messages") || shape.has("left_chats.list[].messages") {
        return Probe::matched("chats.list[].messages of a full Telegram Desktop export");
    }
    // The chats come after the contacts, which may fill all that was looked at.
    if shape.has("about") && (shape.has("personal_information") || shape.has("contacts.list[].phone_number")) {
        return Probe::matched("about and personal_information of a full Telegram Desktop export");
    }
    if !shape.has("messages") {
        return Probe::foreign();
    }
    let mut missing: Vec<String> =
        ["name", "type", "id"].into_iter().filter(|field| !shape.has(field)).map(str::to_owned).collect();
    let is_empty = !shape.has("messages[].id");
    if !is_empty && !shape.has("messages[].date") && !shape.has("messages[].date_unixtime") {
        missing.push("messages[].date_unixtime".to_owned());
    }
    // A private chat with a deleted account has no name, so one of the three may be absent.
    match missing.len() {
        0 => Probe::matched("name, type, id and messages[] of a Telegram Desktop chat"),
        1 if shape.has("messages[].date_unixtime") => {
            Probe::matched("messages[].date_unixtime of a Telegram Desktop chat")
        }
        _ => Probe::lacking(4 - missing.len().min(4), missing),
    }
}

fn read(_: &Head<'_>, stream: &mut Stream<'_>, part: &mut Part<'_>) -> Result<(), Halt> {
    let limits = &part.options().limits;
    let mut export =
        Export { part, chat: Chat::default(), unread: None, awaited: Awaited::default(), room: Room::default() };
    if let Walked::Broken { offset, reason } = walk_documents_from(stream, 0, limits, &mut export)? {
        part.reject(Place::at(offset), format!("{reason}; nothing is read from here on"))?;
    }
    Ok(())
}

struct Export<'p, 'a> {
    part: &'p mut Part<'a>,
    /// The chat whose messages are being read; its fields come before its messages.
    chat: Chat,
    /// Where messages were left out because it was not known yet whose they are.
    unread: Option<u64>,
    awaited: Awaited,
    room: Room,
}

/// Where things begin whose lists have not been met yet: a list under a name that is not its own is not taken for none.
#[derive(Default)]
struct Awaited {
    /// The document, of neither messages nor chats.
    document: Option<u64>,
    /// The chats without their list.
    chats: Option<u64>,
    /// The chat of a full export without its messages.
    chat: Option<u64>,
}

impl Export<'_, '_> {
    fn is_wanted(&self) -> bool {
        self.part.options().all_chats || self.chat.is_public()
    }
}

/// What remains of a path within its chat; `None` outside of any.
fn in_chat(path: &[Step]) -> Option<(&[Step], bool)> {
    match path {
        [Step::Key(chats), Step::Key(list), Step::Index, rest @ ..]
            if (chats == "chats" || chats == "left_chats") && list == "list" =>
        {
            Some((rest, true))
        }
        [Step::Key(chats), ..] if chats == "chats" || chats == "left_chats" => None,
        whole => Some((whole, false)),
    }
}

impl Visitor for Export<'_, '_> {
    fn value(&mut self, path: &[Step], first: u8, offset: u64) -> Action {
        let is_array = first == b'[';
        let Some((rest, is_full)) = in_chat(path) else {
            // Of the way to the chats.
            return match path {
                [_] => {
                    (self.awaited.document, self.awaited.chats) = (None, Some(offset));
                    Action::Enter
                }
                [_, list @ ..] if is_array && Step::matches(list, &["list"]) => {
                    self.awaited.chats = None;
                    Action::Enter
                }
                _ => Action::Skip,
            };
        };
        if rest.is_empty() {
            self.chat = Chat::default();
            match is_full {
                true => self.awaited.chat = Some(offset),
                false => self.awaited = Awaited { document: Some(offset), ..Awaited::default() },
            }
            return Action::Enter;
        }
        let is_header = ["name", "type", "id"].into_iter().any(|field| Step::matches(rest, &[field]));
        if is_header || Step::matches(rest, &["messages", "*"]) {
            return Action::Capture;
        }
        if !is_array || !Step::matches(rest, &["messages"]) {
            return Action::Skip;
        }
        match is_full {
            true => self.awaited.chat = None,
            false => self.awaited.document = None,
        }
        if !is_full || self.is_wanted() {
            return Action::Enter;
        }
        self.unread = self.chat.is_of_unknown_kind().then_some(offset);
        Action::Skip
    }

    fn captured(&mut self, path: &[Step], bytes: &[u8], offset: u64) -> Result<(), Halt> {
        if let [.., Step::Key(field)] = path {
            let limits = &self.part.options().limits;
            let (mut room, mut other_room, repaired) = (Room::default(), Room::default(), repair(bytes));
            let read = parse_value(bytes, limits, &mut room);
            if let Ok(raw) = read.or_else(|_| parse_value(&repaired, limits, &mut other_room)) {
                self.chat.set(field, raw);
            }
            return Ok(());
        }
        let place = Place::bytes(offset, bytes.len() as u64);
        let limits = &self.part.options().limits;
        let outcome = match parse_value(bytes, limits, &mut self.room) {
            Ok(raw) => message(raw, &self.chat, &mut self.part.out, place),
            Err(reason) => {
                let repaired = repair(bytes);
                match parse_value(&repaired, limits, &mut self.room) {
                    Ok(raw) => message(raw, &self.chat, &mut self.part.out, place),
                    Err(_) => Err(reason),
                }
            }
        };
        self.part.out.settle(place, outcome);
        self.part.pass_on()
    }

    fn refused(&mut self, _path: &[Step], offset: u64, length: u64, why: Refused) -> Result<(), Halt> {
        self.part.reject(Place::bytes(offset, length), why.reason(&self.part.options().limits))
    }

    fn leave(&mut self, path: &[Step]) -> Result<(), Halt> {
        let missed = match (path, in_chat(path)) {
            ([], _) => match (self.awaited.document.take(), self.awaited.chats.take()) {
                (Some(offset), _) => Some((offset, "neither messages nor chats in this document")),
                (None, chats) => chats.map(|offset| (offset, "no list of chats")),
            },
            ([_], None) => self.awaited.chats.take().map(|offset| (offset, "no list of chats")),
            (_, Some(([], _))) => {
                let is_missed = self.is_wanted() || self.chat.is_of_unknown_kind();
                self.awaited.chat.take().filter(|_| is_missed).map(|offset| (offset, "no messages in this chat"))
            }
            _ => None,
        };
        if let Some((offset, reason)) = missed {
            self.part.reject(Place::at(offset), reason)?;
        }
        match self.unread.take_if(|_| in_chat(path).is_some_and(|(rest, _)| rest.is_empty())) {
            Some(offset) => self
                .part
                .reject(Place::at(offset), "a chat's type does not stand before its messages; they are not read"),
            None => Ok(()),
        }
    }
}

/// Telegram Desktop writes control characters as `\x1F`, which JSON does not know; this makes them `\u001F`.
fn repair(bytes: &[u8]) -> Vec<u8> {
    let mut repaired = Vec::with_capacity(bytes.len() + 16);
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            repaired.push(bytes[at]);
            at += 1;
            continue;
        }
        let hex = bytes.get(at + 2..at + 4).filter(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        match (bytes.get(at + 1), hex) {
            (Some(b'x'), Some(hex)) => {
                repaired.extend_from_slice(b"\\u00");
                repaired.extend_from_slice(hex);
                at += 4;
            }
            (next, _) => {
                // Both bytes of an escape go together, so that a doubled backslash never starts one.
                repaired.push(b'\\');
                repaired.extend(next);
                at += 2;
            }
        }
    }
    repaired
}
