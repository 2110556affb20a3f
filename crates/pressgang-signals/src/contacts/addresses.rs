//! Links, handles and e-mail addresses, also with their dots and at-signs written out or spaced apart.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::phones::e164;
use super::{Contact, ContactContext, ContactKind, how_hidden};
use crate::fold::Folded;
use crate::lexicon::Sense;

/// A dot, plain or written so that filters miss it.
const DOT: &str = r"(?:\.|\s?[\[({]\s?(?:\.|dot|punkt|point|punto|ponto|nokta|точка|крапка|тачка)\s?[\])}]\s?|\s(?:dot|точка|punto|ponto|крапка|тачка|nokta)\s|\s\.\s?)";
/// An at-sign, the same way.
const AT: &str = r"(?:@|\s?[\[({]\s?(?:at|@|ат|собака|arroba|arobase|chiocciola)\s?[\])}]\s?|\s(?:собака|arroba|arobase|chiocciola)\s)";

static MESSENGER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:(?:https?|hxxps?)\s?:\s?//\s?)?(?:www\.|m\.|web\.)?(t{DOT}me|telegram{DOT}(?:me|dog)|wa{DOT}me|api{DOT}whatsapp{DOT}com|vk{DOT}(?:com|me|cc|ru)|instagram{DOT}com|facebook{DOT}com|fb{DOT}(?:com|me)|signal{DOT}me)\s?/\s?([^\s<>]+)"
    ))
});
static DEEP_LINK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:tg://resolve\?domain=|tg://join\?invite=|viber://(?:chat|add)\?number=|whatsapp://send\?phone=)[^\s<>]+",
    )
});
static WEB: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:(?:https?|hxxps?)://|www\.)[^\s<>]+"));
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[a-z0-9][a-z0-9-]*(?:(?:\.|\[\.\]|\(\.\))[a-z0-9-]+)*(?:\.|\[\.\]|\(\.\))(?:com|org|net|info|ru|su|io|me|cc|biz|online|site|club|xyz|ua|by|kz|rs|de|fr|es|it|pl|tr|ro|vn|id|in|uk|eu|us|app|link|top|pro|work|jobs|company|team|example)(?:/[^\s<>]*)?",
    )
});
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"([a-z0-9][a-z0-9._%+-]{{0,63}}){AT}([a-z0-9-]{{1,63}}(?:{DOT}[a-z0-9-]{{1,63}}){{0,3}}{DOT}[a-z]{{2,24}})"
    ))
});
static HANDLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"@\s?([a-z][a-z0-9_]{3,31})"));
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(telegram|telegramm|телеграмм?|тг|tg|whatsapp|viber|instagram)\s?(?:[:=]|-)\s?([a-z][a-z0-9]*[_0-9][a-z0-9_]{2,31})",
    )
});

fn pattern(source: &str) -> Regex {
    // All patterns are constants of this file and every one is used by a test.
    Regex::new(source).unwrap_or_else(|error| panic!("{error}"))
}

type Found = (Range<usize>, Contact);

/// Finds addresses; the ranges are of the folded text.
pub(super) fn find(raw: &str, folded: &Folded, context: ContactContext<'_>) -> Vec<Found> {
    let text = folded.text();
    let bytes = text.as_bytes();
    let mut found: Vec<Found> = Vec::new();
    let has_slash = memchr::memchr(b'/', bytes).is_some();
    let has_at = memchr::memchr(b'@', bytes).is_some();
    let has_dot = memchr::memchr(b'.', bytes).is_some();
    let spelled = context.hits.iter().any(|h| matches!(h.sense, Sense::At | Sense::Dot))
        || text.contains("(at)")
        || text.contains("[at]");
    if has_slash {
        for hit in DEEP_LINK.find_iter(text) {
            push(&mut found, hit.range(), deep_link(raw, folded, hit.range()));
        }
        for hit in MESSENGER.captures_iter(text) {
            let (Some(whole), Some(host), Some(path)) = (hit.get(0), hit.get(1), hit.get(2)) else { continue };
            if !starts_clean(text, whole.start()) {
                continue;
            }
            let end = whole.start() + trim_end(whole.as_str()).len();
            if end > path.start() {
                let range = whole.start()..end;
                push(&mut found, range.clone(), messenger(raw, folded, range, host.as_str(), &text[path.start()..end]));
            }
        }
    }
    if has_at || spelled {
        for hit in EMAIL.captures_iter(text) {
            let (Some(whole), Some(local), Some(domain)) = (hit.get(0), hit.get(1), hit.get(2)) else { continue };
            let value = format!("{}@{}", local.as_str(), plain_dots(domain.as_str()));
            push(&mut found, whole.range(), contact(raw, folded, whole.range(), ContactKind::Email, value));
        }
    }
    if has_slash || has_dot {
        for hit in WEB.find_iter(text) {
            let range = hit.start()..hit.start() + trim_end(hit.as_str()).len();
            push(&mut found, range.clone(), web(raw, folded, range));
        }
    }
    if has_dot || memchr::memmem::find(bytes, b"[.]").is_some() {
        for hit in BARE.find_iter(text) {
            let range = hit.start()..hit.start() + trim_end(hit.as_str()).len();
            let after_ok = crate::phrases::border_at(text, range.end);
            if starts_clean(text, range.start) && after_ok {
                push(&mut found, range.clone(), bare(raw, folded, range));
            }
        }
    }
    if has_at {
        for hit in HANDLE.captures_iter(text) {
            let (Some(whole), Some(handle)) = (hit.get(0), hit.get(1)) else { continue };
            if starts_clean(text, whole.start()) {
                let kind = handle_kind(text, whole.start(), handle.as_str(), context);
                push(
                    &mut found,
                    whole.range(),
                    kind.and_then(|k| contact(raw, folded, whole.range(), k, handle.as_str().to_owned())),
                );
            }
        }
    }
    for hit in LABELLED.captures_iter(text) {
        let (Some(label), Some(handle)) = (hit.get(1), hit.get(2)) else { continue };
        if !crate::phrases::border_at(text, label.start()) {
            continue;
        }
        let kind = match label.as_str() {
            "whatsapp" | "viber" => continue,
            "instagram" => ContactKind::Instagram,
            _ => ContactKind::Telegram,
        };
        push(&mut found, handle.range(), contact(raw, folded, handle.range(), kind, handle.as_str().to_owned()));
    }
    found
}

fn push(found: &mut Vec<Found>, range: Range<usize>, contact: Option<Contact>) {
    let Some(contact) = contact else { return };
    // More specific patterns come first; what overlaps one of them is the same contact seen again.
    if found.iter().all(|(known, _)| range.end <= known.start || known.end <= range.start) {
        found.push((range, contact));
    }
}

fn contact(raw: &str, folded: &Folded, range: Range<usize>, kind: ContactKind, value: String) -> Option<Contact> {
    let span = folded.raw_span(range.clone());
    let written = raw.get(span.clone())?;
    let spaced = written.contains(" .")
        || written.contains(". ")
        || written.contains(" /")
        || written.contains("/ ")
        || written.starts_with("@ ");
    let hidden = how_hidden(written).or_else(|| {
        let text = &folded.text()[range];
        if text.starts_with("hxxp") {
            Some("broken scheme")
        } else if written.contains("[.]") || written.contains("(.)") {
            Some("bracketed signs")
        } else if kind == ContactKind::Email && !written.contains('@') {
            Some("written-out signs")
        } else if spaced {
            Some("spaced apart")
        } else {
            None
        }
    });
    Some(Contact { kind, value, span, hidden, alternatives: Vec::new() })
}

/// A contact may not begin inside a word, a number or another address.
fn starts_clean(text: &str, at: usize) -> bool {
    !text[..at]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '/' | '='))
}

fn trim_end(address: &str) -> &str {
    let mut end = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '…', '،', '।', '。', '»']);
    while let Some(shorter) = end.strip_suffix(')') {
        if shorter.contains('(') {
            break;
        }
        end = shorter.trim_end_matches(['.', ',', ';', ':', '!', '?']);
    }
    while let Some(shorter) = end.strip_suffix(']') {
        if shorter.contains('[') {
            break;
        }
        end = shorter;
    }
    end
}

/// Turns every written-out dot of a host name into a plain one.
fn plain_dots(host: &str) -> String {
    let mut labels = Vec::new();
    let mut label = String::new();
    let words = ["dot", "punkt", "point", "punto", "ponto", "nokta", "точка", "крапка", "тачка"];
    for part in host.split(|c: char| matches!(c, '.' | '[' | ']' | '(' | ')' | '{' | '}') || c.is_whitespace()) {
        if part.is_empty() || words.contains(&part) {
            if !label.is_empty() {
                labels.push(std::mem::take(&mut label));
            }
            continue;
        }
        if !label.is_empty() {
            labels.push(std::mem::take(&mut label));
        }
        label.push_str(part);
    }
    if !label.is_empty() {
        labels.push(label);
    }
    labels.join(".")
}

fn word(text: &str) -> &str {
    let end = text.bytes().position(|b| !(b.is_ascii_alphanumeric() || b == b'_')).unwrap_or(text.len());
    &text[..end]
}

fn messenger(raw: &str, folded: &Folded, range: Range<usize>, host: &str, path: &str) -> Option<Contact> {
    let host = plain_dots(host);
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
            let handle = word(first.strip_prefix("s/").unwrap_or(first));
            if handle.len() < 4 || matches!(handle, "share" | "proxy" | "addstickers" | "joinchat") {
                return make(ContactKind::Url, web_value(raw, folded, range.clone())?);
            }
            make(ContactKind::Telegram, handle.to_owned())
        }
        "wa.me" => {
            let digits: String = path.trim_start_matches('+').chars().take_while(char::is_ascii_digit).collect();
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
        "instagram.com" if !is_content(path) => {
            make(ContactKind::Instagram, path.split(['?', '#', '/']).next().unwrap_or(path).to_owned())
        }
        "vk.com" | "vk.me" | "vk.cc" | "vk.ru" if !is_content(path) => make(ContactKind::Vk, page(path)),
        "facebook.com" | "fb.com" | "fb.me" if !is_content(path) => make(ContactKind::Facebook, page(path)),
        _ => make(ContactKind::Url, web_value(raw, folded, range.clone())?),
    }
}

/// The path of a page without what follows it.
fn page(path: &str) -> String {
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
    let at = written.find("joinchat/").map(|i| i + "joinchat/".len()).or_else(|| written.rfind('+').map(|i| i + 1))?;
    let hash: String =
        written[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).collect();
    (hash.len() >= 8).then_some(hash)
}

fn deep_link(raw: &str, folded: &Folded, range: Range<usize>) -> Option<Contact> {
    let text = &folded.text()[range.clone()];
    let (scheme, argument) = text.split_once('=')?;
    let digits = || -> String {
        argument.trim_start_matches("%2b").trim_start_matches('+').chars().take_while(char::is_ascii_digit).collect()
    };
    let (kind, value) = match scheme {
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

/// A web address with its scheme and host in lower case and its path as written.
fn web_value(raw: &str, folded: &Folded, range: Range<usize>) -> Option<String> {
    let written = raw.get(folded.raw_span(range.clone()))?;
    let text = &folded.text()[range];
    let host_end = |s: &str| {
        s.find("://").map_or(0, |i| i + 3)
            + s[s.find("://").map_or(0, |i| i + 3)..].find('/').unwrap_or(s.len() - s.find("://").map_or(0, |i| i + 3))
    };
    // Where folding changed more than case, the folded form is the readable one.
    let same = written.len() == text.len() && written.eq_ignore_ascii_case(text);
    let value = if same {
        let cut = host_end(written);
        format!("{}{}", written[..cut].to_lowercase(), &written[cut..])
    } else {
        text.to_owned()
    };
    let value = value.replacen("hxxp", "http", 1).replace("[.]", ".").replace("(.)", ".");
    Some(value.trim_end_matches('/').to_owned())
}

fn web(raw: &str, folded: &Folded, range: Range<usize>) -> Option<Contact> {
    let value = web_value(raw, folded, range.clone())?;
    let host = value.split("://").last().unwrap_or_default();
    if host.len() < 4 || !host.contains('.') {
        return None;
    }
    contact(raw, folded, range, ContactKind::Url, value)
}

fn bare(raw: &str, folded: &Folded, range: Range<usize>) -> Option<Contact> {
    let value = web_value(raw, folded, range.clone())?;
    let first_label = value.split('.').next().unwrap_or_default();
    // "3.5.me" and the like are figures, not addresses.
    if !first_label.chars().any(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    let kind = if value.contains('/') { ContactKind::Url } else { ContactKind::Domain };
    contact(raw, folded, range, kind, value)
}

const TELEGRAM_WORDS: [&str; 24] = [
    "telegram",
    "телеграм",
    "телег",
    "тг",
    "tg",
    "tele",
    "تلگرام",
    "تلیجرام",
    "تیلیجرام",
    "تلغرام",
    "تلجرام",
    "टेलीग्राम",
    "टेलिग्राम",
    "টেলিগ্রাম",
    "텔레그램",
    "テレグラム",
    "电报",
    "電報",
    "טלגרם",
    "ტელეგრამ",
    "τελεγκραμ",
    "telgraf",
    "เทเลแกรม",
    "t.me",
];

/// Decides what a bare `@handle` is: on most platforms it is one of the platform's own accounts and no contact.
fn handle_kind(text: &str, at: usize, handle: &str, context: ContactContext<'_>) -> Option<ContactKind> {
    let mut from = at.saturating_sub(36);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = &text[from..at];
    let named = |words: &[&str]| {
        words.iter().any(|w| before.rmatch_indices(w).any(|(i, _)| crate::phrases::border_at(before, i)))
    };
    if named(&["instagram", "insta", "инстаграм", "инста"]) && !named(&TELEGRAM_WORDS) {
        return Some(ContactKind::Instagram);
    }
    let asked = context
        .hits
        .iter()
        .any(|hit| matches!(hit.sense, Sense::Invitation | Sense::Phone) && hit.end <= at && at - hit.end <= 12);
    let telegram = named(&TELEGRAM_WORDS)
        || context.platform == Some("telegram")
        || handle.ends_with("bot") && handle.len() > 5
        || (asked
            && !matches!(context.platform, Some("x" | "instagram" | "tiktok" | "mastodon" | "bluesky" | "threads")));
    if telegram && handle.len() >= 4 {
        return Some(ContactKind::Telegram);
    }
    None
}
