//! Links, handles and e-mail addresses, also with their dots and at-signs written out or spaced apart.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::accounts::{Surroundings, handle_begins};
use super::links::{deep_link, messenger};
use super::{Contact, ContactContext, ContactKind, how_hidden};
use crate::fold::Folded;
use crate::lexicon::Sense;

/// A dot, plain or written so that filters miss it.
const DOT: &str = r"(?:\.|\s?[\[({]\s?(?:\.|dot|punkt|point|punto|ponto|nokta|точка|крапка|тачка)\s?[\])}]\s?|\s(?:dot|точка|point|punto|ponto|крапка|тачка|nokta)\s|\s\.\s?)";
/// An at-sign, the same way.
const AT: &str = r"(?:@|\s?[\[({]\s?(?:at|@|ат|собака|arroba|arobase|chiocciola)\s?[\])}]\s?|\s(?:собака|arroba|arobase|chiocciola)\s)";

static MESSENGER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:(?:https?|hxxps?)\s?:\s?//\s?)?(?:www\.|m\.|web\.)?((?:t|т|تی)(?:{DOT}|\s?[,|·•:]\s?)(?:me|m e|ме|می)|telegram{DOT}(?:me|dog)|wa{DOT}me|api{DOT}whatsapp{DOT}com|vk{DOT}(?:com|me|cc|ru)|instagram{DOT}com|facebook{DOT}com|fb{DOT}(?:com|me)|signal{DOT}me)\s?[\[(]?[/|][\])]?\s?(\+?[0-9]{{2,5}}(?: [0-9]{{2,6}}){{1,5}}|\+\s[a-z0-9_-]{{8,}}|#\s?p\s?/\s?\+?[0-9 ]{{7,20}}|[^\s<>,;]+)"
    ))
});
static DEEP_LINK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:tg://resolve\?(?:domain|phone)=|tg://join\?invite=|viber://(?:chat|add)\?number=|whatsapp://send\?phone=)[^\s<>]+",
    )
});
static WEB: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:(?:https?|hxxps?)://|www\.)[^\s<>]+"));
/// Endings of hosts that are taken for one without a scheme before them.
const ENDINGS: [&str; 40] = [
    "com", "org", "net", "info", "ru", "su", "io", "me", "cc", "biz", "online", "site", "club", "xyz", "ua", "by",
    "kz", "rs", "de", "fr", "es", "it", "pl", "tr", "ro", "vn", "id", "in", "uk", "eu", "us", "app", "link", "top",
    "pro", "work", "jobs", "company", "team", "example",
];

/// Returns true if and only if a host may end so.
pub(super) fn is_ending(label: &str) -> bool {
    ENDINGS.contains(&label)
}

static BARE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        &r"[a-z0-9][a-z0-9-]*(?:(?:\.|\[\.\]|\(\.\))[a-z0-9-]+)*(?:\.|\[\.\]|\(\.\))(?:ENDINGS)(?:/[^\s<>]*)?"
            .replace("ENDINGS", &ENDINGS.join("|")),
    )
});
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"([a-z0-9][a-z0-9._%+-]{{0,63}}){AT}([a-z0-9-]{{1,63}}(?:{DOT}[a-z0-9-]{{1,63}}){{0,3}}{DOT}[a-z]{{2,24}})"
    ))
});
static HANDLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"@\s?([a-z][a-z0-9_.]{3,31})"));
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(telegramm?|телеграмм?[аеу]?|телег[аеу]|тг|tg|instagram|insta|инст[аеу])(\s?[:=-]\s?|\s)([a-z][a-z0-9_]{3,31})",
    )
});
/// What stands behind "Telegram:" without being a handle.
const NO_HANDLES: [&str; 26] = [
    "channel", "group", "join", "here", "link", "below", "chat", "contact", "write", "message", "http", "https",
    "only", "telegram", "whatsapp", "viber", "signal", "today", "number", "apply", "kanal", "canal", "grupa", "grupo",
    "this", "news",
];

pub(super) fn pattern(source: &str) -> Regex {
    // All patterns are constants of this file and every one is used by a test.
    Regex::new(source).unwrap_or_else(|error| panic!("{error}"))
}

type Found = (Range<usize>, Contact);

/// Finds addresses; the ranges are of the folded text.
pub(super) fn find(raw: &str, folded: &Folded, context: ContactContext<'_>) -> Vec<Found> {
    let text = folded.text();
    let bytes = text.as_bytes();
    let mut found = Collected::default();
    let has_slash = memchr::memchr(b'/', bytes).is_some();
    let has_at = memchr::memchr(b'@', bytes).is_some();
    let has_dot = memchr::memchr(b'.', bytes).is_some();
    let spelled = context.hits.iter().any(|h| matches!(h.sense, Sense::At | Sense::Dot))
        || text.contains("(at)")
        || text.contains("[at]");
    if has_slash || memchr::memmem::find(bytes, b"me|").is_some() {
        for hit in DEEP_LINK.find_iter(text) {
            found.push(hit.range(), deep_link(raw, folded, hit.range()));
        }
        for hit in MESSENGER.captures_iter(text) {
            let (Some(whole), Some(host), Some(path)) = (hit.get(0), hit.get(1), hit.get(2)) else { continue };
            if !starts_clean(text, whole.start()) {
                continue;
            }
            let end = whole.start() + trim_end(whole.as_str()).len();
            if end > path.start() {
                let range = whole.start()..end;
                found.push(range.clone(), messenger(raw, folded, range, host.as_str(), &text[path.start()..end]));
            }
        }
    }
    if has_at || spelled {
        for hit in EMAIL.captures_iter(text) {
            let (Some(whole), Some(local), Some(domain)) = (hit.get(0), hit.get(1), hit.get(2)) else { continue };
            let host = complete_host(domain.as_str());
            let range = whole.start()..domain.start() + host.len();
            let value = format!("{}@{}", local.as_str(), plain_dots(host));
            found.push(range.clone(), contact(raw, folded, range, ContactKind::Email, value));
        }
    }
    if has_slash || has_dot {
        for hit in WEB.find_iter(text) {
            let range = hit.start()..hit.start() + trim_end(hit.as_str()).len();
            found.push(range.clone(), web(raw, folded, range));
        }
    }
    if has_dot || memchr::memmem::find(bytes, b"[.]").is_some() {
        for hit in BARE.find_iter(text) {
            let range = hit.start()..hit.start() + trim_end(hit.as_str()).len();
            let after_ok = crate::phrases::border_at(text, range.end);
            if starts_clean(text, range.start) && after_ok {
                found.push(range.clone(), bare(raw, folded, range));
            }
        }
    }
    if has_at {
        let around = Surroundings::new(context.hits);
        for hit in HANDLE.captures_iter(text) {
            let (Some(whole), Some(handle)) = (hit.get(0), hit.get(1)) else { continue };
            if !handle_begins(text, whole.start()) {
                continue;
            }
            let Some(kind) = around.kind(text, whole.range(), word(handle.as_str()), context) else { continue };
            // Dots belong to handles on Instagram only.
            let handle = match kind {
                ContactKind::Instagram => handle.as_str().trim_end_matches('.'),
                _ => word(handle.as_str()),
            };
            let range = whole.start()..hit.get(1).map_or(whole.end(), |h| h.start()) + handle.len();
            if handle.len() >= 4 {
                found.push(range.clone(), contact(raw, folded, range, kind, handle.to_owned()));
            }
        }
    }
    for hit in LABELLED.captures_iter(text) {
        let (Some(label), Some(joint), Some(handle)) = (hit.get(1), hit.get(2), hit.get(3)) else { continue };
        if crate::phrases::border_at(text, label.start())
            && is_labelled_handle(raw, folded, joint.as_str(), handle.range())
        {
            let instagram = label.as_str().starts_with("inst") || label.as_str().starts_with("инст");
            let kind = if instagram { ContactKind::Instagram } else { ContactKind::Telegram };
            found.push(handle.range(), contact(raw, folded, handle.range(), kind, handle.as_str().to_owned()));
        }
    }
    found.found
}

/// Behind a mere space only an underscore tells a handle from a word; behind a colon it may look like a word if it
/// stands alone.
fn is_labelled_handle(raw: &str, folded: &Folded, joint: &str, place: Range<usize>) -> bool {
    let text = folded.text();
    let (handle, rest) = (&text[place.clone()], &text[place.end..]);
    let address = rest.starts_with(['/', ':', '@', '-']) || rest.starts_with(char::is_alphanumeric);
    if address || rest.strip_prefix('.').is_some_and(|r| r.starts_with(char::is_alphanumeric)) {
        return false;
    }
    if handle.contains('_') {
        return true;
    }
    if joint == " " {
        return false;
    }
    let line_ends = rest.starts_with(' ')
        && raw.get(folded.raw_span(place.end..place.end + 1)).is_some_and(|space| space.contains('\n'));
    let alone = line_ends || !rest.trim_start_matches(' ').starts_with(char::is_alphanumeric);
    handle.bytes().any(|b| b.is_ascii_digit())
        || alone && joint.contains([':', '=']) && handle.len() >= 5 && !NO_HANDLES.contains(&handle)
}

/// What was found so far, and where.
#[derive(Default)]
struct Collected {
    found: Vec<Found>,
    /// Ends by starts; ranges do not overlap.
    places: BTreeMap<usize, usize>,
}

impl Collected {
    /// More specific patterns come first; what overlaps one of them is the same contact seen again.
    fn push(&mut self, range: Range<usize>, contact: Option<Contact>) {
        let Some(contact) = contact else { return };
        let free = self.places.range(..range.end).next_back().is_none_or(|(_, &end)| end <= range.start);
        if free {
            self.places.insert(range.start, range.end);
            self.found.push((range, contact));
        }
    }
}

pub(super) fn contact(
    raw: &str,
    folded: &Folded,
    range: Range<usize>,
    kind: ContactKind,
    value: String,
) -> Option<Contact> {
    let span = folded.raw_span(range.clone());
    let written = raw.get(span.clone())?;
    let spaced = written.contains(" .")
        || written.contains(". ")
        || written.contains(" /")
        || written.contains("/ ")
        || written.starts_with("@ ");
    let spelled = kind == ContactKind::Email && !written.contains(['@', '＠']);
    // Brackets in a path hide nothing.
    let host = written.split("://").last().and_then(|rest| rest.split('/').next()).unwrap_or(written);
    let hidden = how_hidden(written).filter(|how| match *how {
        "look-alike letters" => !spelled,
        "bracketed signs" => host.contains(['(', '[', '{']),
        _ => true,
    });
    let hidden = hidden.or_else(|| {
        let text = &folded.text()[range];
        if text.starts_with("hxxp") {
            Some("broken scheme")
        } else if written.contains("[.]") || written.contains("(.)") || spelled && written.contains(['(', '[', '{']) {
            Some("bracketed signs")
        } else if spelled {
            Some("written-out signs")
        } else if spaced {
            Some("spaced apart")
        } else {
            None
        }
    });
    Some(Contact { kind, value, span, hidden, alternatives: Vec::new() })
}

/// A host that ends in plain writing is complete: a dot with spaces behind it ends the sentence.
fn complete_host(host: &str) -> &str {
    let plain = host.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(host.len());
    let ending = host[..plain].rsplit_once('.').map(|(_, ending)| ending);
    if ending.is_some_and(|e| e.len() >= 2 && e.bytes().all(|b| b.is_ascii_lowercase())) {
        &host[..plain]
    } else {
        host
    }
}

/// A contact may not begin inside a word, a number or another address.
pub(super) fn starts_clean(text: &str, at: usize) -> bool {
    !text[..at]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '/' | '='))
}

/// An address without the signs of the sentence around it; a closing bracket stays where it was opened inside.
pub(super) fn trim_end(address: &str) -> &str {
    let count = |sign: u8| memchr::memchr_iter(sign, address.as_bytes()).count();
    let mut round = count(b')').saturating_sub(count(b'('));
    let mut square = count(b']').saturating_sub(count(b'['));
    address.trim_end_matches(|c: char| match c {
        ')' if round > 0 => {
            round -= 1;
            true
        }
        ']' if square > 0 => {
            square -= 1;
            true
        }
        c => matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '…' | '،' | '।' | '。' | '»'),
    })
}

/// Turns every written-out dot of a host name into a plain one.
pub(super) fn plain_dots(host: &str) -> String {
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

pub(super) fn word(text: &str) -> &str {
    let end = text.bytes().position(|b| !(b.is_ascii_alphanumeric() || b == b'_')).unwrap_or(text.len());
    &text[..end]
}

/// A web address with its scheme and host in lower case and its path as written.
pub(super) fn web_value(raw: &str, folded: &Folded, range: Range<usize>) -> Option<String> {
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
    // "m.in." is an abbreviation.
    if first_label.len() == 1 && !value.contains('/') && !value.ends_with(".com") {
        return None;
    }
    let kind = if value.contains('/') { ContactKind::Url } else { ContactKind::Domain };
    contact(raw, folded, range, kind, value)
}
