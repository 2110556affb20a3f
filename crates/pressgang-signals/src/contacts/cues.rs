//! What stands around a stretch of digits: signs that it is a number to call, and signs that it is something else.

use std::ops::Range;

use super::candidates::Candidate;
use super::{ContactContext, ContactKind};
use crate::lexicon::{Hit, Sense, Service};
use crate::phrases::border_at;

pub(super) const CURRENCY_SIGNS: [char; 11] = ['$', '€', '£', '₽', '₹', '₫', '%', '¥', '₴', '₸', '₺'];

/// Words that say "phone" in so many other senses that they must stand right before the digits.
const WEAK: [&str; 34] = [
    "number",
    "numbers",
    "call",
    "calls",
    "text",
    "ring",
    "tel",
    "phone",
    "phones",
    "mobile",
    "cell",
    "номер",
    "номера",
    "номеру",
    "телефон",
    "телефона",
    "телефону",
    "телефоны",
    "мобильный",
    "звонок",
    "звонки",
    "número",
    "numero",
    "núm",
    "numéro",
    "nummer",
    "broj",
    "broja",
    "رقم",
    "الرقم",
    "telefon",
    "celular",
    "móvil",
    "handy",
];
/// Words that may stand between a weak one and the digits.
const FILLERS: [&str; 24] = [
    "me", "us", "on", "at", "now", "today", "him", "her", "is", "no", "number", "or", "по", "на", "нам", "мне", "al",
    "le", "au", "unter", "na", "whatsapp", "viber", "signal",
];

/// The lexicon's words for phones, and for what has a number that is no phone, each in the order of their ends.
#[derive(Debug)]
pub(super) struct PhoneWords {
    phones: Vec<Range<usize>>,
    /// Where words for writing to somebody end.
    calls: Vec<usize>,
    numbered: Vec<usize>,
}

impl PhoneWords {
    pub fn new(hits: &[Hit]) -> PhoneWords {
        let named = |h: &&Hit| {
            matches!(h.sense, Sense::Phone | Sense::Service(Service::Whatsapp | Service::Viber | Service::Signal))
        };
        let mut words: Vec<_> = hits.iter().filter(named).map(|h| h.start..h.end).collect();
        let mut calls: Vec<_> = hits.iter().filter(|h| h.sense == Sense::Write).map(|h| h.end).collect();
        calls.sort_unstable();
        words.sort_unstable_by_key(|w| w.end);
        let mut numbered: Vec<usize> = hits.iter().filter(|h| h.sense == Sense::Numbered).map(|h| h.end).collect();
        numbered.sort_unstable();
        PhoneWords { phones: words, calls, numbered }
    }

    /// Returns true if a word or sign for a phone stands shortly before.
    pub fn cue_before(&self, text: &str, start: usize) -> bool {
        let near = start.saturating_sub(24);
        let from = self.phones.partition_point(|w| w.end < near);
        if self.phones[from..].iter().take_while(|w| w.end <= start).any(|w| self.is_cue(text, w.clone(), start)) {
            return true;
        }
        // "Contact: 989..."
        let from = self.calls.partition_point(|&end| end + 3 < start);
        let called = self.calls[from..].iter().take_while(|&&end| end <= start);
        if called.clone().any(|&end| text.get(end..start).is_some_and(|gap| !gap.contains(['.', ',', ';']))) {
            return true;
        }
        let before = tail(text, start, 24);
        let offset = start - before.len();
        ["☎", "📞", "📱", "📲", "☏"].iter().any(|sign| before.contains(sign))
            || ["tel", "тел"].iter().any(|word| {
                before.match_indices(word).any(|(i, _)| {
                    let found = offset + i..offset + i + word.len();
                    border_at(text, found.start) && border_at(text, found.end) && self.is_cue(text, found, start)
                })
            })
    }

    fn is_cue(&self, text: &str, word: Range<usize>, start: usize) -> bool {
        let (Some(gap), Some(written)) = (text.get(word.end..start), text.get(word.clone())) else { return false };
        let mut between = gap.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        if !WEAK.contains(&written) {
            return between.clone().count() <= 3 && !gap.bytes().any(|b| b.is_ascii_digit());
        }
        between.all(|w| FILLERS.contains(&w)) && !self.numbered_before(text, word.start)
    }

    /// Returns true if what has a number of its own ("order no. ...") is named right before.
    pub fn numbered_before(&self, text: &str, start: usize) -> bool {
        let from = self.numbered.partition_point(|&end| end + 12 < start);
        self.numbered[from..].iter().take_while(|&&end| end <= start).any(|&end| {
            text.get(end..start).is_some_and(|gap| {
                let mut between = gap.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
                (!gap.contains(". ") || between.clone().next().is_some())
                    && between
                        .all(|word| matches!(word, "no" | "nr" | "n" | "num" | "nº" | "номер" | "number" | "número"))
            })
        })
    }
}

pub(super) fn tail(text: &str, end: usize, bytes: usize) -> &str {
    let mut from = end.saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..end]
}

/// "WhatsApp: +49 ..." is a WhatsApp number; any other number is a phone.
pub(super) fn messenger_before(text: &str, start: usize, hits: &[Hit]) -> ContactKind {
    let signs = |c: char| !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c);
    let before = tail(text, start, 64).trim_end_matches(signs);
    let mut end = start - (tail(text, start, 64).len() - before.len());
    // "WhatsApp hattımız +90 ...": a word may stand between, but not one for phones.
    let called = |at: usize| hits.iter().any(|h| h.end == at && matches!(h.sense, Sense::Service(_) | Sense::Phone));
    let mut before = before;
    for _ in 0..2 {
        if called(end) {
            break;
        }
        let word = before.len() - before.trim_end_matches(|c| !signs(c)).len();
        let gap = &before[..before.len() - word];
        let plain = gap.len() - gap.trim_end_matches(' ').len() == 1;
        if word > 36 || !plain || before[before.len() - word..].bytes().any(|b| b.is_ascii_digit()) {
            break;
        }
        end -= word + 1;
        before = gap.trim_end_matches(' ');
    }
    let from = hits.partition_point(|h| h.start + 48 < end);
    hits[from..]
        .iter()
        .take_while(|h| h.start < end)
        .filter(|h| h.end == end)
        .find_map(|h| match h.sense {
            Sense::Service(Service::Whatsapp) => Some(ContactKind::Whatsapp),
            Sense::Service(Service::Viber) => Some(ContactKind::Viber),
            Sense::Service(Service::Signal) => Some(ContactKind::Signal),
            _ => None,
        })
        .unwrap_or(ContactKind::Phone)
}

/// "0532 123 45 67 whatsapp": a messenger named right behind.
pub(super) fn messenger_behind(text: &str, end: usize, hits: &[Hit]) -> bool {
    let from = hits.partition_point(|h| h.start < end);
    hits[from..].iter().take_while(|h| h.start <= end + 3).any(|h| {
        matches!(h.sense, Sense::Service(Service::Whatsapp | Service::Viber | Service::Signal))
            && text.get(end..h.start).is_some_and(|gap| !gap.contains('.'))
    })
}

/// Returns true for a day written in figures ("15.04.2025", "2025-04-15"), whatever word or number stands before it.
pub(super) fn is_day(text: &str, candidate: &Candidate) -> bool {
    // "0210.2025" has lost a dot.
    let two = candidate.groups.len() == 2 && candidate.group(0).len() == 4 && candidate.gap_after(text, 0) == ".";
    if two && candidate.group(1).len() == 4 && candidate.group(1).starts_with("20") {
        let (day, month) = candidate.group(0).split_at(2);
        let within = |part: &str, most: u8| part.parse::<u8>().is_ok_and(|n| (1..=most).contains(&n));
        return within(day, 31) && within(month, 12);
    }
    if candidate.groups.len() != 3 || candidate.plus || candidate.letters {
        return false;
    }
    let gaps = (candidate.gap_after(text, 0), candidate.gap_after(text, 1));
    let within = |i: usize, most: u8| {
        let group = candidate.group(i);
        group.len() <= 2 && group.parse::<u8>().is_ok_and(|n| (1..=most).contains(&n))
    };
    let year = |i: usize| candidate.group(i).len() == 4 && candidate.group(i).starts_with(['1', '2']);
    let ends = year(2) && (within(0, 31) && within(1, 12) || within(0, 12) && within(1, 31));
    let (first, second) = (gaps.0.trim(), gaps.1.trim());
    let alike =
        first == second && matches!(first, "." | "/" | "-") || matches!((first, second), ("," | ".", "," | "."));
    alike && (ends || year(0) && within(1, 12) && within(2, 31))
}

/// Dates, spans of years, times, coordinates, results and round amounts are written with the same signs as numbers.
pub(super) fn is_something_else(text: &str, candidate: &Candidate) -> bool {
    let groups: Vec<&str> = (0..candidate.groups.len()).map(|i| candidate.group(i)).collect();
    let gaps: Vec<&str> = (1..groups.len()).map(|i| candidate.gap_after(text, i - 1)).collect();
    let year = |g: &str| g.len() == 4 && (g.starts_with("19") || g.starts_with("20"));
    // 000012345678 and 0000000-00.2025 are no numbers to call.
    if candidate.digits.starts_with("000") || candidate.digits.ends_with("00000000") {
        return true;
    }
    if groups.len() <= 6 && groups.iter().any(|g| year(g)) && groups.iter().all(|g| year(g) || g.len() <= 2) {
        return true;
    }
    // Files are numbered by year: 2023-001234
    if groups.len() >= 2
        && year(groups[0])
        && (matches!(gaps[0], "-" | "/") || groups.len() == 3 && groups[1..].iter().all(|g| g.len() == 3))
    {
        return true;
    }
    // 1848-1867
    let any_year = |g: &&str| g.len() == 4 && g.parse::<u16>().is_ok_and(|year| (1000..2100).contains(&year));
    if groups.len() == 2 && groups.iter().all(any_year) && gaps[0].trim() == "-" {
        return true;
    }
    // FV/11/2025/0042
    if groups.iter().any(|g| year(g)) && gaps.iter().all(|g| *g == "/") {
        return true;
    }
    // 1 000 000 and 240 000 - 300 000
    let thousands = groups.len() >= 2 && groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3);
    let figure = groups[0].len() < 3 && !groups[0].starts_with('0') && candidate.digits.len() <= 10;
    if thousands && (groups[groups.len() - 1] == "000" || figure) {
        return true;
    }
    if dotted_thousands(&groups, &gaps) || decimals(&groups, &gaps) {
        return true;
    }
    // 21-19 21-17 21-15
    let results = groups.iter().all(|g| g.len() <= 2)
        && !candidate.digits.starts_with('0')
        && gaps.iter().any(|g| g.contains('-'))
        && gaps.contains(&" ");
    let table = groups.len() > 7 && groups.iter().all(|g| g.len() <= 2) && !candidate.is_spaced_apart();
    let card = groups.len() >= 4 && groups[..4].iter().all(|g| g.len() == 4);
    let insurance = groups.iter().map(|g| g.len()).eq([3, 3, 3, 2]) && gaps == ["-", "-", " "];
    let counted = groups.len() >= 4
        && groups.windows(2).all(|w| match (w[0].parse::<u64>(), w[1].parse::<u64>()) {
            (Ok(a), Ok(b)) => a + 1 == b,
            _ => false,
        });
    // 4.12.0.3301
    let version = groups.len() >= 3
        && gaps.iter().all(|g| *g == ".")
        && groups.iter().any(|g| g.len() == 1)
        && !candidate.is_spaced_apart();
    // 3 11 19 27 38 44, 04 11 19 27 33 42, and sizes
    let rising = groups.len() >= 5
        && groups.iter().all(|g| g.len() <= 2 && (groups.len() >= 6 || !g.starts_with('0')))
        && !candidate.is_spaced_apart()
        && groups.windows(2).all(|w| matches!((w[0].parse::<u8>(), w[1].parse::<u8>()), (Ok(a), Ok(b)) if a < b));
    // 004512 004633 004790
    let counters = groups.len() >= 3 && groups.iter().all(|g| g.len() >= 5 && g.len() == groups[0].len());
    if version || rising || counters {
        return true;
    }
    // 100000-150000
    let round = groups.len() == 2 && groups.iter().all(|g| g.len() >= 4 && g.ends_with("00"));
    results || table || card || insurance || counted || round
}

/// 12.345.678 and 1.500.000-2.000.000
fn dotted_thousands(groups: &[&str], gaps: &[&str]) -> bool {
    let mut dots = false;
    for (i, group) in groups.iter().enumerate() {
        let first = i == 0 || gaps[i - 1] != ".";
        let fits = if first { group.len() <= 3 && !group.starts_with('0') } else { group.len() == 3 };
        let followed = gaps.get(i).is_some_and(|g| *g == ".");
        dots |= followed;
        if !fits || first && !followed {
            return false;
        }
    }
    dots
}

/// 55.755826 37.617300
fn decimals(groups: &[&str], gaps: &[&str]) -> bool {
    groups.len().is_multiple_of(2)
        && groups.len() <= 4
        && groups.chunks(2).all(|pair| pair[0].len() <= 3 && pair[1].len() >= 4)
        && gaps.iter().step_by(2).all(|g| *g == ".")
}

pub(super) fn amount_follows(text: &str, end: usize, context: ContactContext<'_>) -> bool {
    let rest = text[end..].trim_start_matches(' ');
    let next = text.len() - rest.len();
    let from = context.hits.partition_point(|h| h.start < next);
    rest.starts_with(CURRENCY_SIGNS)
        || context.hits[from..]
            .iter()
            .take_while(|h| h.start == next)
            .any(|h| matches!(h.sense, Sense::Currency(_) | Sense::Multiplier(_)))
}
