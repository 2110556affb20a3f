//! Links to messengers and to pages of social networks: which account they lead to.

use std::ops::Range;

use super::addresses::{contact, plain_dots, trim_end, web_value, word};
use super::phones::e164;
use super::{Contact, ContactKind};
use crate::fold::Folded;

pub(super) fn messenger(raw: &str, folded: &Folded, range: Range<usize>, host: &str, path: &str) -> Option<Contact> {
    let host = plain_dots(&host.replace([',', '|', '·', '•', ':'], "."));
    // "т.ме" and the like: no other host is that short.
    let host = if host.chars().filter(|c| c.is_alphabetic()).count() <= 4
        && !host.starts_with("fb.")
        && !host.starts_with("vk.")
        && !host.starts_with("wa.")
    {
        "t.me".to_owned()
    } else {
        host
    };
    let first = path.trim_start_matches('@');
    let make = |kind, value: String| contact(raw, folded, range.clone(), kind, value);
    match host.as_str() {
        "t.me" | "telegram.me" | "telegram.dog" => {
            if path.starts_with('+') || path.starts_with("joinchat/") {
                let digits = path.trim_start_matches('+');
                // t.me/+49... is a link to a number, t.me/+AbC an invitation.
                if path.starts_with('+') && digits.len() >= 7 && digits.bytes().all(|b| b.is_ascii_digit()) {
                    return make(ContactKind::Phone, e164(path)?);
                }
                return make(ContactKind::TelegramInvite, invite_hash(raw.get(folded.raw_span(range.clone()))?)?);
            }
            let account = first.strip_prefix("s/").or_else(|| first.strip_prefix("boost/")).unwrap_or(first);
            let handle = word(account);
            if handle.len() < 4 || matches!(handle, "share" | "proxy" | "addstickers" | "joinchat") {
                return make(ContactKind::Url, web_value(raw, folded, range.clone())?);
            }
            make(ContactKind::Telegram, handle.to_owned())
        }
        "wa.me" => {
            let number = path.trim_start_matches('+');
            let digits: String =
                number.chars().take_while(|c| c.is_ascii_digit() || *c == ' ').filter(|c| *c != ' ').collect();
            match e164(&format!("+{digits}")) {
                Some(number) => make(ContactKind::Whatsapp, number),
                None => make(ContactKind::Url, web_value(raw, folded, range.clone())?),
            }
        }
        "api.whatsapp.com" => {
            let number = path
                .split_once("phone=")
                .map(|(_, rest)| rest.trim_start_matches(['+', ' ']).trim_start_matches("%2b"));
            let digits: String = number.unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
            make(ContactKind::Whatsapp, e164(&format!("+{digits}"))?)
        }
        "signal.me" => {
            let digits: String =
                path.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
            match e164(&format!("+{digits}")) {
                Some(number) => make(ContactKind::Signal, number),
                None => make(ContactKind::Url, web_value(raw, folded, range.clone())?),
            }
        }
        "instagram.com" if !is_content(path) && !is_own_page(path) => {
            make(ContactKind::Instagram, path.split(['?', '#', '/']).next().unwrap_or(path).to_owned())
        }
        "vk.com" | "vk.me" | "vk.cc" | "vk.ru" if !is_content(path) && !is_own_page(path) => {
            make(ContactKind::Vk, page(path))
        }
        "facebook.com" | "fb.com" | "fb.me" if !is_content(path) && !is_own_page(path) => {
            make(ContactKind::Facebook, page(path))
        }
        _ => make(ContactKind::Url, web_value(raw, folded, range.clone())?),
    }
}

/// Pages of the network itself, where nobody is reached.
fn is_own_page(path: &str) -> bool {
    matches!(
        path.split(['/', '?', '#']).next().unwrap_or(path),
        "away.php" | "feed" | "explore" | "search" | "login" | "accounts" | "settings" | "im" | "l.php"
    )
}

/// The path of a page without what follows it.
fn page(path: &str) -> String {
    // An account without a name of its own is known by its number.
    if let Some(id) = path.strip_prefix("profile.php?id=") {
        let digits: String = id.chars().take_while(char::is_ascii_digit).collect();
        return format!("profile.php?id={digits}");
    }
    path.split(['?', '#']).next().unwrap_or(path).trim_end_matches('/').to_owned()
}

/// Returns true for paths that lead to a post, a picture or a film: they show something, they reach nobody.
fn is_content(path: &str) -> bool {
    let mut parts = path.split(['/', '?']);
    let shows = |part: &str| {
        matches!(
            part,
            "photos"
                | "photo"
                | "videos"
                | "video"
                | "posts"
                | "permalink"
                | "permalink.php"
                | "story.php"
                | "photo.php"
                | "watch"
                | "reel"
                | "reels"
                | "p"
                | "tv"
                | "stories"
                | "share"
                | "sharer"
                | "hashtag"
                | "events"
        )
    };
    let vk_object = ["wall", "photo", "video", "clip", "topic", "album", "doc"].iter().any(|kind| {
        path.strip_prefix(kind).is_some_and(|rest| rest.starts_with(|c: char| c == '-' || c.is_ascii_digit()))
    });
    vk_object || parts.any(shows)
}

/// The hash of an invitation keeps its case, so it is taken from the raw text.
fn invite_hash(written: &str) -> Option<String> {
    let signed = written.find("joinchat/").map(|i| i + "joinchat/".len()).or_else(|| written.rfind('+').map(|i| i + 1));
    // Where the sign was spoken the hash is what comes last.
    let is_hash = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let at = signed.unwrap_or(written.trim_end_matches(is_hash).len());
    let hash: String = written[at..]
        .trim_start()
        .chars()
        .filter(|c| !crate::fold::is_invisible(*c))
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        .collect();
    (hash.len() >= 8).then_some(hash)
}

pub(super) fn deep_link(raw: &str, folded: &Folded, range: Range<usize>) -> Option<Contact> {
    let text = &folded.text()[range.clone()];
    let (scheme, argument) = text.split_once('=')?;
    let digits = || -> String {
        argument.trim_start_matches("%2b").trim_start_matches('+').chars().take_while(char::is_ascii_digit).collect()
    };
    let (kind, value) = match scheme {
        "tg://resolve?phone" => (ContactKind::Phone, e164(&format!("+{}", digits()))?),
        "tg://resolve?domain" => (ContactKind::Telegram, word(argument).to_owned()),
        "tg://join?invite" => {
            let written = raw.get(folded.raw_span(range.clone()))?;
            let hash = written.rsplit_once('=')?.1;
            (ContactKind::TelegramInvite, trim_end(hash).to_owned())
        }
        "whatsapp://send?phone" => (ContactKind::Whatsapp, e164(&format!("+{}", digits()))?),
        _ => (ContactKind::Viber, e164(&format!("+{}", digits()))?),
    };
    contact(raw, folded, range, kind, value)
}
