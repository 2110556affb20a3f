//! Telegram: messages of channels and groups, with the chat's name or number before the message's.

use std::collections::HashSet;

use super::cells::{created, is_pseudonym, list, local, observe, positive, readable, urls};
use super::telegram_attachment::{card, media};
use super::text::{hashtags, hidden_links, links};
use crate::part::Out;
use crate::readers::Row;
use crate::spec::{Kind, Layout};
use crate::values::unique;
use crate::{Author, Metrics, Observation, Observed, Platform, Post, Relations, Status};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of Telegram messages",
    kind: Kind::Table,
    needs: &["id", "thread_id", "chat", "author", "author_username", "body", "attachment_type"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let chat = Chat::of(row)?;
    let message = message_number(row)?;
    let id = chat.id_of(&message);
    let media = media(row);
    let body = row.get("body").map(|_| row.raw("body").to_owned());
    let text = body.into_iter().chain(card(row, out.options())).collect::<Vec<_>>().join("\n\n");
    let metrics = Metrics { views: positive(row, "views"), ..Metrics::default() };
    let is_husk = text.is_empty() && media.is_empty();
    if let Some(signal) = restriction(row) {
        if is_husk {
            out.observe(Observation {
                platform: Platform::TELEGRAM,
                of: Observed::Post(id),
                observed_at: out.options().received_at,
                status: Status::Unknown,
                signal,
                metrics,
                provenance: out.provenance(row.place),
            });
            return Ok(());
        }
        observe(row, out, Platform::TELEGRAM, Observed::Post(id.clone()), Status::Unknown, signal);
    }
    if is_husk {
        return Err("no text".to_owned());
    }
    out.post(Post {
        url: chat.address(&message),
        author: author(row, &chat),
        created_at: created(row)?,
        created_at_local: local(row),
        links: all_links(row, &text),
        mentions: unique(list(row, "entities_mentioned")),
        hashtags: hashtags(&text),
        media,
        is_repost: ["author_forwarded_from_id", "author_forwarded_from_username"]
            .iter()
            .any(|from| row.get(from).is_some()),
        relations: Relations { reply_to: row.other_id("reply_to").map(|to| chat.id_of(&to)), ..Relations::default() },
        metrics,
        collected_at: out.options().received_at,
        ..Post::new(Platform::TELEGRAM, id, text, out.provenance(row.place))
    });
    Ok(())
}

/// The chat of a message, by whatever the table tells of it.
struct Chat<'r> {
    number: Option<&'r str>,
    /// Its public name, or for chats that have none what 4CAT made of the title.
    name: Option<&'r str>,
}

impl<'r> Chat<'r> {
    fn of(row: &Row<'r>) -> Result<Chat<'r>, String> {
        let known = row.first(&["chat", "thread_id"]).filter(|chat| !matches!(*chat, "unknown" | "None"));
        let chat = known.ok_or("no chat, without which messages have no id")?;
        let bare = chat.strip_prefix("-100").unwrap_or(chat);
        if is_number(bare) {
            return Ok(Chat { number: Some(bare), name: None });
        }
        // What a channel posts it posts as itself.
        let is_own = row.get("author_username").is_some_and(|name| name.eq_ignore_ascii_case(chat));
        let number = row.get("author").filter(|author| is_own && is_number(author));
        Ok(Chat { number, name: Some(chat) })
    }

    /// The id that other exports give the message, or one by the chat's name, whose case means nothing.
    fn id_of(&self, message: &str) -> String {
        match (self.number, self.name) {
            (Some(number), _) => format!("{number}/{message}"),
            (None, name) => format!("{}/{message}", name.unwrap_or_default().to_lowercase()),
        }
    }

    fn address(&self, message: &str) -> Option<String> {
        match (self.name, self.number) {
            (Some(name), _) => is_public_name(name).then(|| format!("https://t.me/{name}/{message}")),
            (None, number) => number.map(|number| format!("https://t.me/c/{number}/{message}")),
        }
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_public_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Old tables have the bare number, newer ones the chat before it.
fn message_number(row: &Row<'_>) -> Result<String, String> {
    let id = row.id("id")?;
    let number = id.rsplit_once('-').map_or(id.as_str(), |(_, number)| number);
    if is_number(number) { Ok(number.to_owned()) } else { Err("id does not end in the number of a message".to_owned()) }
}

/// The kind of account is in the id of other exports and here only in what else is known of it: users have a first name,
/// and what has a public name and none of those is a channel.
fn author(row: &Row<'_>, chat: &Chat<'_>) -> Author {
    let (handle, name) = (readable(row, "author_username"), readable(row, "author_name"));
    let number = row.other_id("author").filter(|id| !is_pseudonym(id));
    let is_chat = number.is_some() && number.as_deref() == chat.number;
    let is_hidden = ["author_username", "author_name"].iter().any(|column| row.get(column).is_some_and(is_pseudonym));
    let id = number.map(|number| match (&name, &handle) {
        _ if is_hidden => number,
        (Some(_), _) => format!("user{number}"),
        (None, Some(_)) => format!("channel{number}"),
        (None, None) if is_chat => format!("channel{number}"),
        (None, None) => number,
    });
    Author { id, handle, name }
}

/// Why official apps hide the message or its chat, as in `ios:terms,android:terms`.
fn restriction(row: &Row<'_>) -> Option<String> {
    let signals = ["restriction_reason", "chat_restriction_reason"].into_iter().filter_map(|column| {
        let reasons = list(row, column).into_iter().map(|reason| reason.replace(':', " "));
        Some(format!("{column}: {}", reasons.collect::<Vec<_>>().join(", "))).filter(|_| row.get(column).is_some())
    });
    Some(signals.collect::<Vec<_>>().join("; ")).filter(|signal| !signal.is_empty())
}

/// Addresses in the text, behind its words, in the card below it, and the chats it names by address.
fn all_links(row: &Row<'_>, text: &str) -> Vec<String> {
    let listed = hidden_links(row.raw("body_markdown")).into_iter().chain(urls(row, "link_attached"));
    let mut found = links(text, listed);
    let known: HashSet<String> = found.iter().filter_map(|link| linked_chat(link)).collect();
    let others = list(row, "entities_linked").into_iter().filter(|chat| !known.contains(&chat.to_lowercase()));
    found.extend(others.map(|chat| format!("https://t.me/{chat}")));
    found
}

/// The chat that an address leads to.
fn linked_chat(link: &str) -> Option<String> {
    let (_, rest) = link.split_once("t.me/")?;
    rest.split(['/', '?', '#']).next().map(str::to_lowercase)
}
