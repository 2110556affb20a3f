//! One message of the Telegram API as a post.

use super::telegram_rich::Rich;
use super::telethon_media::{Attached, attached};
use super::telethon_value::{Peer, count, other_id, plain, time};
use crate::json::{Object, Raw};
use crate::part::{Out, Place};
use crate::values::{Utf16Spans, unique};
use crate::{Author, Metrics, Platform, Post, Relations};

/// Telegram allows a hundred; far more are an attack.
const MOST_ENTITIES: usize = 1000;

/// Longer than Telegram's texts are; a thousand stretches of a longer text could be a thousand times as long as it.
const LONGEST_SPAN: usize = 16 << 10;

/// The name of an object's constructor in lower case: Telethon writes it as `_`, 4CAT as `_type`, others differ in case.
pub(crate) fn kind_of(object: &Object<'_>) -> String {
    object.string("_").or_else(|| object.string("_type")).map(|kind| kind.to_ascii_lowercase()).unwrap_or_default()
}

/// Hands out the post that a message is.
pub(crate) fn post(
    message: &Object<'_>,
    chat: &Peer,
    number: &str,
    key: String,
    out: &mut Out<'_>,
    place: Place,
) -> Result<(), String> {
    let own_text = message.owned("message").unwrap_or_default();
    let Attached { mut media, links: attached_links, card } = attached(message);
    let spans = Spans::of(message, &own_text)?;
    let rich = Rich::of(message).unwrap_or_default();
    // Beside rich words the text is only what old apps are shown of them.
    let words = Some(rich.text()).filter(|words| !words.is_empty()).unwrap_or(own_text);
    let texts = [words, card.unwrap_or_default()];
    let text = texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
    media.extend(rich.media);
    if text.is_empty() && media.is_empty() {
        return Err("no text".to_owned());
    }
    let home = message.object("_chat");
    let username = home.as_ref().and_then(username);
    let replies = message.object("replies");
    out.post(Post {
        url: address(chat, username.as_deref(), number),
        author: author(message, chat, home.as_ref()),
        created_at: time(message, "date")?,
        links: unique(spans.links.into_iter().chain(rich.links).chain(buttons(message)).chain(attached_links)),
        mentions: unique(spans.mentions.into_iter().chain(rich.mentions)),
        hashtags: unique(spans.hashtags.into_iter().chain(rich.hashtags)),
        media,
        is_repost: is_of_channel(message),
        relations: Relations { reply_to: reply_to(message, chat), repost_of: repost_of(message), quote_of: None },
        metrics: Metrics {
            views: count(message, "views"),
            likes: None,
            shares: count(message, "forwards"),
            comments: replies.as_ref().and_then(|replies| count(replies, "replies")),
        },
        collected_at: out.options().received_at,
        album: other_id(message, "grouped_id").map(|group| format!("{}/{group}", chat.number()).into_boxed_str()),
        ..Post::new(Platform::TELEGRAM, key, text, out.provenance(place))
    });
    Ok(())
}

/// Only channels and large groups have addresses; those without a public name open for members only.
fn address(chat: &Peer, username: Option<&str>, number: &str) -> Option<String> {
    match (chat, username) {
        (Peer::Channel(_), Some(name)) => Some(format!("https://t.me/{name}/{number}")),
        (Peer::Channel(channel), None) => Some(format!("https://t.me/c/{channel}/{number}")),
        _ => None,
    }
}

/// The name in an account's address: its own, or the first of those it bought.
fn username(account: &Object<'_>) -> Option<String> {
    let bought = || account.objects("usernames").find(|name| name.is_true("active")).and_then(|n| n.owned("username"));
    account.owned("username").or_else(bought)
}

fn name(account: &Object<'_>) -> Option<String> {
    let parts: Vec<String> = ["first_name", "last_name"].into_iter().filter_map(|part| account.owned(part)).collect();
    account.owned("title").or_else(|| Some(parts.join(" ")).filter(|name| !name.is_empty()))
}

/// What nobody signs is the chat's own.
fn author(message: &Object<'_>, chat: &Peer, home: Option<&Object<'_>>) -> Author {
    let sender = message.object("_sender");
    let from = message.get("from_id");
    let peer = match from {
        // Where 4CAT has put the whole account in its place, the sender has the number.
        Some(raw) => Peer::of(raw).or_else(|| other_id(sender.as_ref()?, "id").map(Peer::User)),
        None => Some(chat.clone()).filter(|chat| matches!(chat, Peer::Channel(_))),
    };
    let account = sender.as_ref().or_else(|| home.filter(|_| peer.as_ref() == Some(chat)));
    Author {
        id: peer.map(|peer| peer.account()),
        handle: account.and_then(username),
        name: account.and_then(name).or_else(|| message.owned("post_author")),
    }
}

/// The message answered; the first message of a topic is no answer's object, though all of the topic refer to it.
fn reply_to(message: &Object<'_>, chat: &Peer) -> Option<String> {
    let Some(header) = message.object("reply_to") else {
        // So it was called in early versions of the API.
        return other_id(message, "reply_to_msg_id").map(|number| format!("{}/{number}", chat.number()));
    };
    if header.is_true("forum_topic") && !header.has("reply_to_top_id") {
        return None;
    }
    let number = other_id(&header, "reply_to_msg_id")?;
    let elsewhere = header.get("reply_to_peer_id").and_then(Peer::of);
    Some(format!("{}/{number}", elsewhere.as_ref().unwrap_or(chat).number()))
}

/// Forwarded messages cannot be commented, so their text is the original's. Only posts of channels have a number.
fn repost_of(message: &Object<'_>) -> Option<String> {
    let header = message.object("fwd_from")?;
    let number = other_id(&header, "channel_post")?;
    Some(format!("{}/{number}", channel_of(&header)?.number()))
}

fn channel_of(header: &Object<'_>) -> Option<Peer> {
    let from = header.get("from_id").and_then(Peer::of).filter(|from| matches!(from, Peer::Channel(_)));
    from.or_else(|| other_id(header, "channel_id").map(Peer::of_channel))
}

/// What people wrote to each other is nowhere else a post, so passed on by a channel it is the channel's.
fn is_of_channel(message: &Object<'_>) -> bool {
    message.object("fwd_from").as_ref().and_then(channel_of).is_some()
}

/// Addresses behind the buttons under a message.
fn buttons(message: &Object<'_>) -> Vec<String> {
    let Some(markup) = message.object("reply_markup") else { return Vec::new() };
    let rows: Vec<Object<'_>> = markup.objects("rows").collect();
    rows.iter().flat_map(|row| row.objects("buttons")).filter_map(|button| button.owned("url")).collect()
}

/// What the stretches of a text are.
#[derive(Default)]
struct Spans {
    links: Vec<String>,
    mentions: Vec<String>,
    hashtags: Vec<String>,
}

impl Spans {
    fn of(message: &Object<'_>, text: &str) -> Result<Spans, String> {
        let entities = message.elements("entities");
        if entities.len() > MOST_ENTITIES {
            return Err(format!("more than {MOST_ENTITIES} entities"));
        }
        let mut spans = Spans::default();
        let stretches = Utf16Spans::new(text);
        for entity in entities.into_iter().filter_map(Raw::object) {
            let unit = |key| entity.get(key).map(plain).and_then(Raw::count).and_then(|n| usize::try_from(n).ok());
            let span = unit("offset").zip(unit("length")).and_then(|(at, length)| stretches.get(at, length));
            spans.add(&entity, span.filter(|span| span.len() <= LONGEST_SPAN).unwrap_or_default());
        }
        Ok(spans)
    }

    fn add(&mut self, entity: &Object<'_>, span: &str) {
        if let Some(address) = entity.owned("url") {
            self.links.push(address);
            return;
        }
        let kind = kind_of(entity);
        // 4CAT leaves the kinds out, so there the text itself has to tell.
        let is = |kinds: &str, looks: bool| if kind.is_empty() { looks } else { kind == kinds };
        let looks_like_link = ["http://", "https://", "www.", "t.me/"].into_iter().any(|start| span.starts_with(start));
        if is("messageentitymention", span.starts_with('@')) {
            self.mentions.push(span.trim_start_matches('@').to_owned());
        } else if is("messageentityhashtag", span.starts_with('#')) {
            // `#word@channel` looks for the word in one channel.
            let word = span.trim_start_matches('#');
            self.hashtags.push(word.split('@').next().unwrap_or(word).to_owned());
        } else if is("messageentityurl", looks_like_link && !span.contains(char::is_whitespace)) {
            self.links.push(span.to_owned());
        }
    }
}
