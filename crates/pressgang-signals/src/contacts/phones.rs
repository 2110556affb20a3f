//! Phone numbers in running text.
//!
//! A scan over the folded text finds stretches of digits that could be a number; Google's phone metadata decides what
//! they are. Possible numbers count, valid or not (adverts of designated organisations use reserved and foreign
//! ranges), but a stretch without a plus and without any sign of being a number must be a valid one.

use std::ops::Range;

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, Region};

use super::{Contact, ContactContext, ContactKind, how_hidden};
use crate::fold::Folded;
use crate::lexicon::Sense;

/// Where national numbers of a text are likeliest from, likeliest first.
#[derive(Clone, Debug, Default)]
pub struct Regions(Vec<Region>);

impl Regions {
    /// The known ones among ISO 3166-1 codes, at most six, without repetition.
    pub fn from_codes<'a>(codes: impl Iterator<Item = &'a str>) -> Regions {
        let mut regions: Vec<Region> = Vec::new();
        for region in codes.filter_map(|code| code.parse::<Region>().ok()) {
            if !regions.contains(&region) && regions.len() < 6 {
                regions.push(region);
            }
        }
        Regions(regions)
    }
}

/// An international number in E.164, if it is possible.
pub(super) fn e164(international: &str) -> Option<String> {
    let number = PHONE_NUMBER_UTIL.parse(international, None).ok()?;
    PHONE_NUMBER_UTIL.is_possible_number(&number).then(|| format(&number))
}

fn format(number: &PhoneNumber) -> String {
    PHONE_NUMBER_UTIL.format(number, PhoneNumberFormat::E164).into_owned()
}

#[derive(Debug)]
struct Candidate {
    range: Range<usize>,
    digits: String,
    plus: bool,
    letters: bool,
    /// Digits that stand in the same run as the one before: none means every digit was spaced apart.
    together: usize,
    /// Ends at which the number may stop short: digits so far and the byte after the last of them.
    cuts: Vec<(usize, usize)>,
}

impl Candidate {
    /// Gives up the last group of digits if it is `group`.
    fn drop_last_group_if(&mut self, group: &str) -> bool {
        let Some(&(digits, end)) = self.cuts.last() else { return false };
        let is_it = self.digits[digits..] == *group;
        if is_it {
            self.cuts.pop();
            self.digits.truncate(digits);
            self.range.end = end;
        }
        is_it
    }
}

/// Finds phone numbers outside the ranges already taken; the ranges are of the folded text.
pub(super) fn find(
    raw: &str,
    folded: &Folded,
    context: ContactContext<'_>,
    taken: &[Range<usize>],
) -> Vec<(Range<usize>, Contact)> {
    let text = folded.text();
    if text.bytes().filter(u8::is_ascii_digit).take(5).count() < 5 {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(candidate) = next_candidate(text, at) {
        at = candidate.range.end;
        if taken.iter().any(|t| candidate.range.start < t.end && t.start < candidate.range.end) {
            continue;
        }
        if let Some((range, value, alternatives)) = read(text, &candidate, context) {
            at = range.end;
            let span = folded.raw_span(range.clone());
            let Some(written) = raw.get(span.clone()) else { continue };
            let hidden = how_hidden(written).or(if candidate.letters {
                Some("letters for digits")
            } else if candidate.together == 0 {
                Some("spaced apart")
            } else {
                None
            });
            let kind = messenger_before(text, range.start);
            for (place, value) in other_endings(text, range.end, &value) {
                at = place.end;
                let span = folded.raw_span(place.clone());
                found.push((place, Contact { kind, value, span, hidden, alternatives: Vec::new() }));
            }
            found.push((range, Contact { kind, value, span, hidden, alternatives }));
        }
    }
    found
}

/// Further numbers written by their last digits only: "054/055" is two phones.
fn other_endings(text: &str, end: usize, value: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut at = end;
    while let Some(rest) = text[at..].trim_start_matches(' ').strip_prefix('/') {
        let rest = rest.trim_start_matches(' ');
        let count = rest.bytes().take_while(u8::is_ascii_digit).count();
        let start = text.len() - rest.len();
        let another_word = rest[count..].starts_with(|c: char| c.is_alphanumeric() || c == ':');
        // "24/7" is no number; five and more digits are a number of their own.
        if !(2..=4).contains(&count) || another_word {
            break;
        }
        let number = format!("{}{}", &value[..value.len() - count], &rest[..count]);
        if e164(&number).is_none() {
            break;
        }
        at = start + count;
        found.push((start..at, number));
    }
    found
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '(' | ')' | '/' | '·' | '•' | '*' | '_' | '|' | '~' | '\'' | '‧' | ':')
}

fn next_candidate(text: &str, from: usize) -> Option<Candidate> {
    let bytes = text.as_bytes();
    let mut start = from;
    loop {
        start += bytes.get(start..)?.iter().position(|b| b.is_ascii_digit() || *b == b'+')?;
        let before = text[..start].chars().next_back();
        let glued = before.is_some_and(|c| {
            c.is_ascii_alphanumeric() || matches!(c, '_' | '#' | '№' | '@' | '$' | '€' | '£' | '₽' | '=')
        });
        if glued && bytes[start] != b'+' {
            // Inside a word or an amount: go on behind these digits.
            start += bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count().max(1);
            continue;
        }
        let plus = bytes[start] == b'+';
        let mut candidate = Candidate {
            range: start..start,
            digits: String::new(),
            plus,
            letters: false,
            together: 0,
            cuts: Vec::new(),
        };
        let mut separators = 0;
        let mut chars = text[start..].char_indices().skip(usize::from(plus)).peekable();
        while let Some((i, c)) = chars.next() {
            let next = chars.peek().map(|&(_, n)| n);
            let stands_for = match c {
                'o' | 'о' | 'ο' => Some('0'),
                'l' | 'i' | '|' => Some('1'),
                _ => None,
            };
            if c.is_ascii_digit() {
                if candidate.digits.len() >= 17 {
                    break;
                }
                if separators == 0 && !candidate.digits.is_empty() {
                    candidate.together += 1;
                } else if separators > 0 {
                    candidate.cuts.push((candidate.digits.len(), candidate.range.end));
                }
                candidate.digits.push(c);
                candidate.range.end = start + i + 1;
                separators = 0;
            } else if let Some(digit) = stands_for
                && !candidate.digits.is_empty()
                && separators <= 1
                && next.is_some_and(|n| n.is_ascii_digit() || matches!(n, 'o' | 'о' | 'l' | ' ' | '-'))
                && letters_are_digits(&text[start + i..])
            {
                if separators > 0 {
                    candidate.cuts.push((candidate.digits.len(), candidate.range.end));
                }
                candidate.letters = true;
                candidate.digits.push(digit);
                candidate.range.end = start + i + c.len_utf8();
                separators = 0;
            } else if is_separator(c) {
                separators += 1;
                if c == '/' && text[start + i + 1..].starts_with('7') && candidate.drop_last_group_if("24") {
                    break; // open 24/7
                }
                let two_numbers = c == '/' && candidate.digits.len() >= 7 || c == ':' && candidate.digits.len() > 4;
                if separators > 3 || two_numbers {
                    break;
                }
            } else {
                break;
            }
        }
        if candidate.digits.len() >= 7 {
            return Some(candidate);
        }
        start = candidate.range.end.max(start + 1);
    }
}

/// Letters stand for digits only in a token that holds nothing else: "O176" and "5O1", but not "5 or".
fn letters_are_digits(rest: &str) -> bool {
    let token: &str = rest.split(|c: char| c.is_whitespace() || is_separator(c)).next().unwrap_or_default();
    token.chars().all(|c| c.is_ascii_digit() || matches!(c, 'o' | 'о' | 'ο' | 'l' | 'i'))
        && (token.chars().any(|c| c.is_ascii_digit()) || token.chars().count() <= 2)
}

type Reading = (Range<usize>, String, Vec<String>);

fn read(text: &str, candidate: &Candidate, context: ContactContext<'_>) -> Option<Reading> {
    let cue = has_cue(text, candidate.range.start, context);
    if !candidate.plus && !cue && is_something_else(text, candidate) {
        return None;
    }
    if !candidate.plus && amount_follows(text, candidate.range.end, context) {
        return None;
    }
    let whole = (candidate.digits.len(), candidate.range.end);
    let mut possible: Option<Reading> = None;
    for &(count, end) in std::iter::once(&whole).chain(candidate.cuts.iter().rev()) {
        if count < 7 {
            break;
        }
        let digits = &candidate.digits[..count];
        let international = candidate.plus || digits.starts_with("00");
        if international {
            let written = format!("+{}", digits.trim_start_matches("00"));
            let Ok(number) = PHONE_NUMBER_UTIL.parse(&written, None) else { continue };
            let value = format(&number);
            if PHONE_NUMBER_UTIL.is_valid_number(&number) {
                return Some((candidate.range.start..end, value, Vec::new()));
            }
            if possible.is_none() && PHONE_NUMBER_UTIL.is_possible_number(&number) {
                possible = Some((candidate.range.start..end, value, Vec::new()));
            }
            continue;
        }
        let mut valid: Vec<String> = Vec::new();
        for &region in &context.regions.0 {
            let Ok(number) = PHONE_NUMBER_UTIL.parse(digits, Some(region)) else { continue };
            let value = format(&number);
            if PHONE_NUMBER_UTIL.is_valid_number(&number) {
                if !valid.contains(&value) {
                    valid.push(value);
                }
            } else if possible.is_none() && cue && PHONE_NUMBER_UTIL.is_possible_number(&number) {
                possible = Some((candidate.range.start..end, value, Vec::new()));
            }
        }
        if digits.len() >= 10
            && !digits.starts_with('0')
            && let Ok(number) = PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None)
            && PHONE_NUMBER_UTIL.is_valid_number(&number)
        {
            let value = format(&number);
            if !valid.contains(&value) {
                valid.push(value);
            }
        }
        // Bare digits without any separator or sign could be anything.
        let plausible = cue || !candidate.cuts.is_empty() || digits.starts_with('0') && digits.len() >= 9;
        if plausible && !valid.is_empty() {
            let value = valid.remove(0);
            return Some((candidate.range.start..end, value, valid));
        }
    }
    possible
}

/// Returns true if a word or sign for a phone stands shortly before.
fn has_cue(text: &str, start: usize, context: ContactContext<'_>) -> bool {
    if context.hits.iter().any(|h| h.sense == Sense::Phone && h.end <= start && start - h.end <= 24) {
        return true;
    }
    let before = tail(text, start, 24);
    ["☎", "📞", "📱", "📲", "☏", "tel", "whatsapp", "viber", "signal", "вотсап", "ватсап", "вайбер", "واتساب"]
        .iter()
        .any(|cue| before.contains(cue))
}

fn tail(text: &str, end: usize, bytes: usize) -> &str {
    let mut from = end.saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..end]
}

/// Dates, spans of years, times and round amounts are written with the same signs as numbers.
fn is_something_else(text: &str, candidate: &Candidate) -> bool {
    let written = &text[candidate.range.clone()];
    let groups: Vec<&str> = written.split(|c: char| !c.is_ascii_digit()).filter(|g| !g.is_empty()).collect();
    let year = |g: &str| g.len() == 4 && (g.starts_with("19") || g.starts_with("20"));
    let day_or_month = |g: &str| g.len() <= 2;
    if groups.len() <= 6 && groups.iter().any(|g| year(g)) {
        let others = groups.iter().filter(|g| !year(g));
        if others.clone().all(|g| day_or_month(g)) {
            return true;
        }
    }
    // 1 000 000 and 240 000 - 300 000
    let thousands = groups.len() >= 2 && groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3);
    if thousands && groups[groups.len() - 1] == "000" {
        return true;
    }
    // 100000-150000
    groups.len() == 2 && groups.iter().all(|g| g.len() >= 4 && g.ends_with("00"))
}

fn amount_follows(text: &str, end: usize, context: ContactContext<'_>) -> bool {
    let rest = text[end..].trim_start_matches(' ');
    let next = end + (text[end..].len() - rest.len());
    rest.starts_with(['$', '€', '£', '₽', '₹', '₫', '%', '¥', '₴', '₸', '₺'])
        || context.hits.iter().any(|h| h.start == next && matches!(h.sense, Sense::Currency(_) | Sense::Multiplier(_)))
}

/// "WhatsApp: +49 ..." is a WhatsApp number; any other number is a phone.
fn messenger_before(text: &str, start: usize) -> ContactKind {
    let before = tail(text, start, 16).trim_end_matches(|c: char| !c.is_alphanumeric());
    if before.ends_with("whatsapp")
        || before.ends_with("вотсап")
        || before.ends_with("ватсап")
        || before.ends_with("واتساب")
    {
        ContactKind::Whatsapp
    } else if before.ends_with("viber") || before.ends_with("вайбер") {
        ContactKind::Viber
    } else if before.ends_with("signal") {
        ContactKind::Signal
    } else {
        ContactKind::Phone
    }
}
