//! Notices to platforms, referrals to authorities and requests for comment, as text, page, e-mail and JSON.
//!
//! Everything here is pure: no files, no clock, no network; the program sends nothing. These letters are for those they
//! are addressed to, so addresses and contacts stand in them in full: they are never part of what is published.
//! The JSON is documented in docs/notices.md.

mod comment;
mod document;
mod json;
mod letter;
mod mail;
mod platforms;
mod posts;
mod reasons;
mod wording;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use pressgang_case::{Config, Draft, Findings, FoundPost, Notifier, TrustedFlagger, jurisdiction};
use pressgang_posts::{Platform, Timestamp};

pub use comment::{Comment, comment};
pub use wording::LANGUAGES;

use document::Document;
use mail::Mail;
use wording::Wording;

use crate::PublishError;

/// What letters are made from besides the posts they name.
#[derive(Clone, Copy)]
pub struct Letterhead<'a> {
    /// The findings of the case.
    pub findings: &'a Findings,
    /// What `case.toml` says.
    pub config: &'a Config,
    /// The letter's number (`N1`).
    pub id: &'a str,
    /// Who gives notice.
    pub notifier: &'a Notifier,
    /// The status under Article 22, where the letter is sent under it.
    pub trusted_flagger: Option<&'a TrustedFlagger>,
    /// The address it goes to, as the user said it.
    pub to: Option<&'a str>,
    /// BCP 47 code; English where there is no such wording.
    pub language: &'a str,
    /// When it is drafted.
    pub at: Timestamp,
    /// Number and hash of the ledger's last entry then.
    pub ledger: (u64, &'a str),
}

/// A letter in all its forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// BCP 47 code of its language.
    pub language: &'static str,
    /// Category of the DSA Transparency Database; none for requests for comment.
    pub category: Option<&'static str>,
    /// Keywords of that category.
    pub keywords: Vec<&'static str>,
    /// Source of the notice in the words of the DSA Transparency Database (`SOURCE_ARTICLE_16`); none for referrals and
    /// requests for comment.
    pub source_type: Option<&'static str>,
    /// It is about an organisation that does not exist.
    pub demonstration: bool,
    /// Its subject as an e-mail.
    pub subject: String,
    /// Its files: `notice.txt`, `notice.html`, `notice.eml`, `notice.json`.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Writes a notice or a referral. `provisions` are what the notifier considers infringed, in his own words.
///
/// # Errors
/// If the e-mail or the JSON cannot be written.
pub fn notice(draft: &Draft<'_>, head: &Letterhead<'_>, provisions: Option<&str>) -> Result<Letter, PublishError> {
    let wording = Wording::new(head.language);
    let rules = platforms::cited(draft, head.config);
    let letter = letter::Parts { draft, head, wording: &wording, rules: &rules, provisions };
    let (document, subject) = (letter.document(), letter.subject());
    let keywords = json::keywords(&letter);
    let json = json::notice(&letter, &keywords);
    let letter =
        Letter { category: Some(json::CATEGORY), keywords, source_type: letter.source_type(), ..Letter::default() };
    finish(letter, &document, head, subject, &json)
}

/// Returns true if and only if a rule of the platform itself may be cited for a post that no designation was in force for.
pub fn has_rule(config: &Config, post: &FoundPost, day: Option<Date>) -> bool {
    let utc = post.created_at.map(|at| self::day(at, &TimeZone::UTC));
    platforms::rules(&post.key.platform, config).iter().any(|rule| rule.fits(day, &[]) && rule.fits(utc, &[]))
}

/// A platform as people write it.
pub fn platform_name(platform: &Platform) -> &str {
    platforms::name(platform)
}

/// What a platform calls the way by which notices reach it, where that was seen.
pub fn channel(platform: &Platform) -> Option<&'static str> {
    platforms::desk(platform)?.channel.as_deref()
}

/// Returns true if and only if rules of the platform were seen in a language, so that its desk may be taken to read it.
pub fn is_language_seen(platform: &Platform, language: &str) -> bool {
    let desk = platforms::desk(platform).filter(|desk| desk.languages_seen);
    desk.is_some_and(|desk| desk.languages.iter().any(|read| read == language))
}

/// The language of a letter: what was asked for; else the first language of the jurisdiction that the platform's desk
/// reads, or, for an authority, the jurisdiction's own; else the desk's first; else English.
pub fn language(
    asked: Option<&str>,
    platform: Option<&Platform>,
    law: Option<&str>,
    is_for_desk: bool,
) -> &'static str {
    let known = |code: &str| LANGUAGES.iter().copied().find(|known| *known == code);
    if let Some(asked) = asked.and_then(known) {
        return asked;
    }
    let own = law.and_then(|law| {
        let law = jurisdiction(law);
        OFFICIAL.iter().find(|(code, _)| *code == law).and_then(|(_, language)| known(language))
    });
    if !is_for_desk {
        return own.unwrap_or("en");
    }
    let desk = platform.and_then(platforms::desk);
    let reads = |language: &&str| desk.is_some_and(|desk| desk.languages.iter().any(|read| read == language));
    let first = || desk.and_then(|desk| desk.languages.iter().find_map(|language| known(language)));
    own.filter(reads).or_else(first).unwrap_or("en")
}

/// Official languages of jurisdictions that have one of the languages of [`LANGUAGES`].
const OFFICIAL: [(&str, &str); 6] =
    [("AT", "de"), ("DE", "de"), ("ES", "es"), ("FR", "fr"), ("IT", "it"), ("PL", "pl")];

/// A letter with its files.
fn finish(
    letter: Letter,
    document: &Document,
    head: &Letterhead<'_>,
    subject: String,
    json: &serde_json::Value,
) -> Result<Letter, PublishError> {
    let (text, html) = (document.text(), document.html());
    let json = serde_json::to_string_pretty(json)? + "\n";
    let is_demonstration = document.banner.is_some();
    let mail = Mail {
        from: head.notifier,
        // What is about an invented organisation has nobody it could go to.
        to: head.to.filter(|_| !is_demonstration),
        subject: &subject,
        at: head.at,
        text: &text,
        html: &html,
        json: &json,
    };
    let mail = mail.message().map_err(PublishError::Mail)?;
    let files = [
        ("notice.txt", text.into_bytes()),
        ("notice.html", html.into_bytes()),
        ("notice.eml", mail),
        ("notice.json", json.into_bytes()),
    ];
    Ok(Letter {
        language: document.language,
        demonstration: is_demonstration,
        subject,
        files: files.into_iter().map(|(name, content)| (name.to_owned(), content)).collect(),
        ..letter
    })
}

/// An instant in UTC to the second, as letters print it.
fn instant(at: Timestamp) -> String {
    at.to_jiff().strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// An instant in a zone, whose day decides what was in force, and in UTC: "2023-05-05 01:15:20 (UTC+02:00,
/// Europe/Brussels), 2023-05-04 23:15:20 UTC"; in UTC alone where that is the zone.
fn both_times(at: Timestamp, zone: &TimeZone) -> String {
    let utc = instant(at);
    if *zone == TimeZone::UTC || matches!(zone.iana_name(), Some("UTC" | "Etc/UTC")) {
        return utc;
    }
    let local = at.to_jiff().to_zoned_datetime(zone.clone());
    let name = zone.iana_name().map(|name| format!(", {name}")).unwrap_or_default();
    format!("{} (UTC{}{name}), {utc}", local.strftime("%Y-%m-%d %H:%M:%S"), local.strftime("%:z"))
}

/// The day of an instant in a zone.
fn day(at: Timestamp, zone: &TimeZone) -> Date {
    at.to_jiff().to_zoned_datetime(zone.clone()).date()
}

/// Numbers of posts with runs put together: "1, 3–5".
fn ranges(numbers: &[usize]) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while at < numbers.len() {
        let mut end = at;
        while end + 1 < numbers.len() && numbers[end + 1] == numbers[end] + 1 {
            end += 1;
        }
        match end - at {
            0 => out.push(numbers[at].to_string()),
            1 => out.extend([numbers[at].to_string(), numbers[end].to_string()]),
            _ => out.push(format!("{}–{}", numbers[at], numbers[end])),
        }
        at = end + 1;
    }
    out.join(", ")
}

/// The first characters of a text, and whether it was cut.
fn first(text: &str, characters: usize) -> (&str, bool) {
    match text.char_indices().nth(characters) {
        Some((end, _)) => (text.get(..end).unwrap_or(text), true),
        None => (text, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_numbers() {
        for (numbers, expected) in
            [(&[][..], ""), (&[2], "2"), (&[1, 2], "1, 2"), (&[1, 2, 3, 5, 7, 8], "1–3, 5, 7, 8")]
        {
            assert_eq!(ranges(numbers), expected);
        }
    }

    #[test]
    fn times_of_zones() {
        let at = Timestamp::parse_rfc3339("2023-05-04T23:15:20Z").unwrap();
        for (zone, expected) in [
            ("Europe/Brussels", "2023-05-05 01:15:20 (UTC+02:00, Europe/Brussels), 2023-05-04 23:15:20 UTC"),
            ("UTC", "2023-05-04 23:15:20 UTC"),
        ] {
            assert_eq!(both_times(at, &TimeZone::get(zone).unwrap()), expected);
        }
    }

    #[test]
    fn languages_of_desks() {
        let check = |asked: Option<&str>, platform: Option<&str>, law: &str, is_for_desk: bool, expected: &str| {
            let platform = platform.map(Platform::named);
            assert_eq!(
                language(asked, platform.as_ref(), Some(law), is_for_desk),
                expected,
                "{asked:?} {platform:?} {law}"
            );
        };
        check(None, Some("x"), "EU", true, "en");
        // The desk's rules were not seen in German.
        check(None, Some("x"), "DE", true, "en");
        check(None, Some("telegram"), "DE", true, "de");
        check(Some("de"), Some("x"), "FR", true, "de");
        check(Some("xx"), Some("x"), "EU", true, "en");
        check(None, None, "DE", false, "de");
        check(None, None, "UK", false, "en");
        check(None, Some("nowhere"), "DE", true, "en");
    }
}
