//! Bare `@handles`: whose account they are, and whether the reader is asked to write to them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Contact, ContactContext, ContactKind};
use crate::fold::Folded;
use crate::lexicon::{Hit, Sense, Service};

/// How far before a handle the word for its messenger may stand, in bytes.
const BEFORE: usize = 36;
/// How far behind.
const AFTER: usize = 20;
/// How far before a handle the call to write to it may stand.
const CALL: usize = 24;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Telegram,
    Instagram,
    /// The reader is asked to write.
    Write,
    /// The account is a source, not an address.
    Source,
}

static HANDLE: LazyLock<Regex> = LazyLock::new(|| super::addresses::pattern(r"@\s?([a-z][a-z0-9_]{3,31})"));

/// What stands around the handles of one text, each list in the order of its ends.
#[derive(Debug)]
pub(super) struct Surroundings {
    words: Vec<(Range<usize>, Word)>,
    /// Calls to act and words for phones.
    calls: Vec<Range<usize>>,
}

impl Surroundings {
    pub fn new(hits: &[Hit]) -> Surroundings {
        let mut words = Vec::new();
        for hit in hits {
            let word = match hit.sense {
                Sense::Service(Service::Telegram) => Word::Telegram,
                Sense::Service(Service::Instagram) => Word::Instagram,
                Sense::Write => Word::Write,
                Sense::Source => Word::Source,
                _ => continue,
            };
            words.push((hit.start..hit.end, word));
        }
        words.sort_unstable_by_key(|(range, _)| range.end);
        let calls = hits.iter().filter(|h| matches!(h.sense, Sense::Invitation | Sense::Phone));
        let mut calls: Vec<_> = calls.map(|h| h.start..h.end).collect();
        calls.extend(words.iter().filter(|(_, w)| *w == Word::Write).map(|(r, _)| r.clone()));
        calls.sort_unstable_by_key(|range| range.end);
        Surroundings { words, calls }
    }

    fn word_before(&self, text: &str, at: usize, wanted: Word, bytes: usize) -> bool {
        let from = self.words.partition_point(|(w, _)| w.end < at.saturating_sub(bytes));
        self.words[from..]
            .iter()
            .take_while(|(w, _)| w.end <= at)
            .any(|(w, word)| *word == wanted && text.get(w.end..at).is_some_and(|gap| !tells_of_a_ban(gap)))
    }

    /// "@x on Telegram", but not "@x. Telegram @y".
    fn telegram_behind(&self, text: &str, end: usize) -> bool {
        let from = self.words.partition_point(|(w, _)| w.end <= end);
        self.words[from..]
            .iter()
            .take_while(|(w, _)| w.start <= end + AFTER + 24)
            .filter(|(w, word)| *word == Word::Telegram && w.start >= end && w.start - end <= AFTER)
            .filter_map(|(w, _)| Some((text.get(end..w.start)?, text.get(w.end..)?)))
            .any(|(gap, rest)| {
                // A colon or another handle behind the word says that it belongs to what follows.
                let followed = rest.trim_start().starts_with(['@', ':', '-', '=']);
                !followed && !gap.contains(['@', '.', '!', '?', ',', ';', ':', '|', '/'])
            })
    }

    /// A call to write stands shortly before, in the same sentence.
    fn called(&self, text: &str, at: usize, bytes: usize) -> bool {
        let from = self.calls.partition_point(|w| w.end < at.saturating_sub(bytes));
        self.calls[from..].iter().take_while(|w| w.end <= at).any(|w| {
            text.get(w.end..at).is_some_and(|gap| !gap.contains(['.', '!', '?', '…', '。', '।', '؟', '۔', '！', '？']))
        })
    }

    /// "Пишите @x": where Cyrillic is written and no platform is known, an account to write to is one on Telegram.
    fn called_in_cyrillic(&self, text: &str, at: usize) -> bool {
        let from = self.calls.partition_point(|w| w.end + 12 < at);
        self.calls[from..].iter().take_while(|w| w.end <= at).any(|w| {
            text[w.clone()].starts_with(|c| matches!(c, '\u{0400}'..='\u{052f}')) && text[w.end..at].trim().len() <= 3
        })
    }

    /// Decides what a bare handle is: on most platforms it is one of the platform's own accounts and no contact.
    pub fn kind(
        &self,
        text: &str,
        place: Range<usize>,
        handle: &str,
        context: ContactContext<'_>,
    ) -> Option<ContactKind> {
        let telegram = self.word_before(text, place.start, Word::Telegram, BEFORE);
        if !telegram && self.word_before(text, place.start, Word::Instagram, BEFORE) {
            return Some(ContactKind::Instagram);
        }
        let source = self.word_before(text, place.start, Word::Source, 4);
        let telegram = telegram
            || context.platform == Some("telegram") && !source
            || handle.ends_with("bot") && handle.len() > 5
            || context.platform.is_none() && self.called_in_cyrillic(text, place.start)
            || self.telegram_behind(text, place.end);
        (telegram && handle.len() >= 4).then_some(ContactKind::Telegram)
    }
}

/// A handle may follow directly on a word of a script without spaces.
pub(super) fn handle_begins(text: &str, at: usize) -> bool {
    super::addresses::starts_clean(text, at) || text[..at].ends_with(|c: char| c >= '\u{0e00}' && c.is_alphabetic())
}

/// "Telegram is banned, @x said" names no account on it.
fn tells_of_a_ban(gap: &str) -> bool {
    ["banned", "blocked", "заблок", "запрещ", "запрет"].iter().any(|word| gap.contains(word))
}

/// Some account to write to that is no contact yet: a bare `@handle` behind a call to write, or one that ends the
/// text. Which service it is on stays open. Handles at the beginning are whom a reply goes to.
pub(crate) fn account_to_write_to(folded: &Folded, hits: &[Hit], contacts: &[Contact]) -> Option<Range<usize>> {
    let text = folded.text();
    memchr::memchr(b'@', text.as_bytes())?;
    let around = Surroundings::new(hits);
    let mut taken: Vec<Range<usize>> = contacts.iter().filter(|c| c.in_text()).map(|c| c.span.clone()).collect();
    taken.sort_unstable_by_key(|span| span.start);
    let mut head = true;
    let mut last = 0;
    for hit in HANDLE.find_iter(text) {
        head &= text[last..hit.start()].chars().all(|c| c.is_whitespace() || matches!(c, '.' | ','));
        last = hit.end();
        let span = folded.raw_span(hit.range());
        let known = taken.get(taken.partition_point(|t| t.end <= span.start)).is_some_and(|t| t.start < span.end);
        // What goes on as a host is an address on another service.
        let goes_on = text[last..].starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '-'));
        if head || known || goes_on || !handle_begins(text, hit.start()) {
            continue;
        }
        let source = around.word_before(text, hit.start(), Word::Source, 4);
        let ends_text = !text[last..].contains(char::is_alphanumeric);
        if around.called(text, hit.start(), CALL) || ends_text && !source {
            return Some(span);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicons;

    fn account(text: &str) -> Option<&str> {
        let lexicons = Lexicons::shipped();
        let folded = Folded::new(text);
        let hits = lexicons.find(&folded, &lexicons.for_languages(lexicons.languages()));
        account_to_write_to(&folded, &hits, &[]).map(|span| &text[span])
    }

    #[test]
    fn accounts_to_write_to() {
        for (text, expected) in [
            ("Мы ждём. Пишите @Heron_Jobs и приходите", Some("@Heron_Jobs")),
            ("Анкета: @heron_jobs, приходите", Some("@heron_jobs")),
            ("Başvuru için @heron_jobs yeterli", Some("@heron_jobs")),
            ("यहाँ संपर्क करें @heron_jobs धन्यवाद", Some("@heron_jobs")),
            ("ご連絡は@heron_jobsまで", Some("@heron_jobs")),
            ("お問い合わせ @heron_jobs へ", Some("@heron_jobs")),
            ("Good pay, medics and drivers @heron_jobs!", Some("@heron_jobs")),
            ("@heron_jobs", None),
            ("@somebody @heron_jobs write more about it", None),
            ("I saw @somebody in the street", None),
            ("Nobody writes. Contact is lost. With @somebody gone", None),
            ("News via @somebody", None),
            ("No address here", None),
        ] {
            assert_eq!(account(text), expected, "{text:?}");
        }
    }
}
