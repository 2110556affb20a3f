//! A contact as lists have it, one to a line or cell, brought into the form that contacts read in posts have.

use rlibphonenumber::{PHONE_NUMBER_UTIL, Region};
use thiserror::Error;

use super::phones::{Regions, e164, format, is_possible};
use super::{ContactContext, ContactKind, find};
use crate::fold::Folded;

/// Why something in a list is no contact; each is a sentence that goes behind what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ListedError {
    /// Nothing stands there.
    #[error("it is empty")]
    Empty,
    /// A number that only means something in some country.
    #[error("it is no international number such as +49 30 23125 000, and no country was given to read it in")]
    NoCountry,
    /// Digits that are no phone number.
    #[error("it is no possible phone number")]
    NoNumber,
    /// A bare handle.
    #[error("it does not say on which service it is, as telegram:name or vk:name do")]
    NoService,
    /// Nothing is known of the kind.
    #[error("it is no contact of this kind")]
    OtherKind,
    /// It cannot be told what it is.
    #[error("it is no phone number, handle, address or link")]
    Unknown,
    /// Only parts of cards are ever kept.
    #[error("bank cards are kept masked, so they cannot be compared")]
    Masked,
}

/// Reads one contact of a list: its kind as kinds are compared, and its normal form, both the same that a post with this
/// contact has.
///
/// Without a `kind` it may be written as `kind:value`; numbers, links and e-mail addresses need no kind. `country` (ISO
/// 3166-1) is where numbers without a plus are read.
///
/// # Errors
/// [`ListedError`]: a wrong form would silently never match.
pub fn listed_contact(
    kind: Option<ContactKind>,
    written: &str,
    country: Option<&str>,
) -> Result<(ContactKind, String), ListedError> {
    let written = written.trim();
    if kind.is_none()
        && let Some((word, value)) = written.split_once(':')
        && let Some(kind) = ContactKind::named(word.trim())
    {
        return listed_contact(Some(kind), value, country);
    }
    if written.is_empty() {
        return Err(ListedError::Empty);
    }
    if kind == Some(ContactKind::BankCard) {
        return Err(ListedError::Masked);
    }
    let figures = written.chars().all(|c| c.is_numeric() || c.is_whitespace() || "+＋()-‐–/.".contains(c));
    if figures && kind.is_none_or(ContactKind::is_number) {
        return Ok((ContactKind::Phone, number(written, country)?));
    }
    if kind.is_none() && written.starts_with('@') {
        return Err(ListedError::NoService);
    }
    let wanted = kind.map(ContactKind::compared_as);
    let (text, handle) = as_in_a_post(kind, written);
    let folded = Folded::new(&text);
    let context =
        ContactContext { platform: None, regions: &Regions::default(), hits: &[], spoken: &[], shown_from: text.len() };
    let found = find(&text, &folded, context);
    let [contact] = &found[..] else { return Err(wanted.map_or(ListedError::Unknown, |_| ListedError::OtherKind)) };
    let found_kind = contact.kind.compared_as();
    if contact.span != (0..text.len()) || wanted.is_some_and(|wanted| wanted != found_kind) {
        return Err(wanted.map_or(ListedError::Unknown, |_| ListedError::OtherKind));
    }
    // "t.me/heron.example" leads to @heron: a handle that is read in part is none.
    if handle && contact.value.chars().count() != written.trim_start_matches(['@', '+']).chars().count() {
        return Err(ListedError::OtherKind);
    }
    Ok((found_kind, contact.value.clone()))
}

/// Text in which the contact is found alone, and whether it was a bare handle.
fn as_in_a_post(kind: Option<ContactKind>, written: &str) -> (String, bool) {
    let host = match kind {
        Some(ContactKind::Telegram) => "t.me/",
        Some(ContactKind::TelegramInvite) => "t.me/+",
        Some(ContactKind::Vk) => "vk.com/",
        Some(ContactKind::Instagram) => "instagram.com/",
        Some(ContactKind::Facebook) => "facebook.com/",
        _ => "",
    };
    if host.is_empty() || written.contains('/') {
        return (written.trim_start_matches("mailto:").to_owned(), false);
    }
    (format!("{host}{}", written.trim_start_matches(['@', '+'])), true)
}

fn number(written: &str, country: Option<&str>) -> Result<String, ListedError> {
    let has_phones = |region: &Region| PHONE_NUMBER_UTIL.get_country_code_for_region(*region).is_some();
    let region = country.and_then(|code| code.parse::<Region>().ok()).filter(has_phones);
    let folded = Folded::new(written);
    let text = folded.text().trim();
    if text.starts_with('+') {
        return e164(text).ok_or(ListedError::NoNumber);
    }
    match (region, text.strip_prefix("00")) {
        (Some(_), _) => {
            let number = PHONE_NUMBER_UTIL.parse(text, region).ok().filter(is_possible);
            number.map(|number| format(&number)).ok_or(ListedError::NoNumber)
        }
        (None, Some(rest)) => e164(&format!("+{rest}")).ok_or(ListedError::NoNumber),
        (None, None) => Err(ListedError::NoCountry),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: &str, written: &str, country: Option<&str>, expected: Result<&str, ListedError>) {
        let read = listed_contact(ContactKind::named(kind), written, country);
        let read = read.map(|(kind, value)| format!("{}:{value}", kind.as_str()));
        assert_eq!(read, expected.map(str::to_owned), "{kind} {written:?}");
    }

    #[test]
    fn normal_forms() {
        for (kind, written, expected) in [
            ("", "+49 30 23125 000", "phone:+493023125000"),
            ("", " +49 (0)30 23125-000 ", "phone:+493023125000"),
            ("", "0049 30 23125 000", "phone:+493023125000"),
            ("", "＋４９ 30 23125 000", "phone:+493023125000"),
            ("whatsapp", "+49 30 23125 000", "phone:+493023125000"),
            ("", "https://wa.me/493023125000", "phone:+493023125000"),
            ("", "signal:+49 30 23125 000", "phone:+493023125000"),
            ("telegram", "@Heron_Example", "telegram:heron_example"),
            ("telegram", "heron_example", "telegram:heron_example"),
            ("", "telegram:heron_example", "telegram:heron_example"),
            ("", "https://t.me/Heron_Example", "telegram:heron_example"),
            ("telegram_invite", "AbCdEfGhIjKl", "telegram_invite:AbCdEfGhIjKl"),
            ("", "https://t.me/+AbCdEfGhIjKl", "telegram_invite:AbCdEfGhIjKl"),
            ("vk", "heron_example", "vk:heron_example"),
            ("vk", "https://vk.com/heron_example", "vk:heron_example"),
            ("instagram", "heron.example", "instagram:heron.example"),
            ("facebook", "heron.example", "facebook:heron.example"),
            ("email", "Jobs@Heron.example", "email:jobs@heron.example"),
            ("", "mailto:jobs@heron.example", "email:jobs@heron.example"),
            ("", "jobs@heron.example", "email:jobs@heron.example"),
            ("domain", "heron.example", "domain:heron.example"),
            ("", "https://heron.example/jobs", "url:https://heron.example/jobs"),
        ] {
            check(kind, written, None, Ok(expected));
            // What posts have is in its normal form already.
            check("", expected, None, Ok(expected));
        }
        check("", "030 23125 000", Some("DE"), Ok("phone:+493023125000"));
        check("", "8 (495) 000-00-00", Some("RU"), Ok("phone:+74950000000"));
    }

    #[test]
    fn what_is_no_country_reads_no_number() {
        for country in ["XX", "ZZ", "GERMANY", ""] {
            check("", "030 23125 000", Some(country), Err(ListedError::NoCountry));
        }
    }

    #[test]
    fn what_is_no_contact_says_why() {
        for (kind, written, expected) in [
            ("", "", ListedError::Empty),
            ("", "030 23125 000", ListedError::NoCountry),
            ("", "+49 1", ListedError::NoNumber),
            ("phone", "+49 30 23125 000, +49 30 23125 001", ListedError::OtherKind),
            ("", "@heron_example", ListedError::NoService),
            ("telegram", "heron.example", ListedError::OtherKind),
            ("telegram", "https://vk.com/heron_example", ListedError::OtherKind),
            ("", "a heron", ListedError::Unknown),
            ("", "call +49 30 23125 000", ListedError::Unknown),
            ("bank_card", "4000 0000 0000 0002", ListedError::Masked),
        ] {
            check(kind, written, None, Err(expected));
        }
    }
}
