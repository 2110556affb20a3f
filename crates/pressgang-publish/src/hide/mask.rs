//! Masks: what is left of a contact so that a reader can tell two apart and nobody can use one.

use pressgang_signals::ContactKind;

/// What stands for everything left out.
pub const DOTS: &str = "•••";

/// Calling codes of one and two digits; every other one has three.
const SHORT_CODES: &str = "1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 \
                           63 64 65 66 81 82 84 86 90 91 92 93 94 95 98";

/// The digits of a text, nothing else.
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// How many leading digits of an E.164 number are the country's.
pub fn calling_code(digits: &str) -> usize {
    let known = |n: usize| digits.get(..n).is_some_and(|code| SHORT_CODES.split_whitespace().any(|c| c == code));
    if known(1) {
        1
    } else if known(2) {
        2
    } else {
        3.min(digits.len())
    }
}

/// A contact, masked in part.
pub fn mask(kind: ContactKind, value: &str) -> String {
    match kind {
        ContactKind::Phone | ContactKind::Whatsapp | ContactKind::Viber | ContactKind::Signal => phone(value),
        ContactKind::TelegramInvite => format!("invite {DOTS}"),
        ContactKind::Email => email(value),
        ContactKind::Url | ContactKind::Domain => host(value),
        // A card's value is masked already.
        ContactKind::BankCard => format!("{} {DOTS}", value.get(..2).unwrap_or_default()),
        ContactKind::Bitcoin | ContactKind::Ethereum | ContactKind::Tron | ContactKind::Ton => stem(value),
        ContactKind::Telegram | ContactKind::Vk | ContactKind::Instagram | ContactKind::Facebook => stem(value),
    }
}

/// Country code and the last two digits; too short a number keeps nothing.
pub fn phone(value: &str) -> String {
    let digits = digits(value);
    if digits.len() < 8 || !value.trim_start().starts_with('+') {
        return DOTS.repeat(2);
    }
    let (code, rest) = digits.split_at(calling_code(&digits));
    let last = rest.get(rest.len().saturating_sub(2)..).unwrap_or_default();
    format!("+{code} {} {last}", DOTS.repeat(2))
}

/// The first two characters, one if there are hardly more.
fn stem(value: &str) -> String {
    let value = value.trim().trim_start_matches(['@', '/']);
    let keep = if value.chars().count() > 3 { 2 } else { 1 };
    value.chars().take(keep).chain(DOTS.chars()).collect()
}

/// The first two characters and the top-level domain.
fn email(value: &str) -> String {
    let (local, domain) = value.rsplit_once('@').unwrap_or((value, ""));
    format!("{}@{DOTS}{}", stem(local), top(domain))
}

/// The first two characters of the host and its top-level domain; no path.
fn host(value: &str) -> String {
    let rest = value.split_once("://").map_or(value, |(_, rest)| rest);
    let rest = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let rest = rest.rsplit('@').next().unwrap_or_default();
    let rest = rest.split(':').next().unwrap_or_default();
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    format!("{}{}", stem(rest), top(rest))
}

/// The last label with its dot, if it is one of letters.
fn top(host: &str) -> String {
    match host.trim_end_matches('.').rsplit_once('.') {
        Some((_, top)) if !top.is_empty() && top.chars().all(char::is_alphabetic) => format!(".{top}"),
        _ => String::new(),
    }
}
