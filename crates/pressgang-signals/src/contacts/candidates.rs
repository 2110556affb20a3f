//! Stretches of digits that could be a phone number, and where such a stretch has to end.

use std::ops::Range;

use crate::fold::Folded;
use crate::lexicon::{Hit, Sense};

/// More digits than any number has, with room for a figure behind it, which has to be seen whole to be told apart.
const MOST_DIGITS: usize = 21;
/// Fewer digits are no number anybody advertises.
pub(super) const FEWEST_DIGITS: usize = 7;

/// Digits written together.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// Where they stand in the folded text.
    pub range: Range<usize>,
    /// Digits of the candidate up to and with this group.
    pub until: usize,
}

/// A stretch of groups of digits.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Where it stands in the folded text, a plus sign included.
    pub range: Range<usize>,
    pub digits: String,
    pub plus: bool,
    /// Letters stand for some of the digits.
    pub letters: bool,
    pub groups: Vec<Group>,
}

impl Candidate {
    /// Every digit stands alone.
    pub fn is_spaced_apart(&self) -> bool {
        self.groups.iter().all(|g| g.range.len() == 1)
    }

    /// The digits of one group, in ASCII.
    pub fn group(&self, index: usize) -> &str {
        let from = index.checked_sub(1).and_then(|i| self.groups.get(i)).map_or(0, |g| g.until);
        let to = self.groups.get(index).map_or(from, |g| g.until);
        self.digits.get(from..to).unwrap_or_default()
    }

    /// What stands between a group and the next one.
    pub fn gap_after<'a>(&self, text: &'a str, index: usize) -> &'a str {
        match (self.groups.get(index), self.groups.get(index + 1)) {
            (Some(a), Some(b)) => text.get(a.range.end..b.range.start).unwrap_or_default(),
            _ => "",
        }
    }

    /// Keeps the first `count` groups.
    fn truncate(&mut self, count: usize) {
        self.groups.truncate(count);
        let (until, end) = self.groups.last().map_or((0, self.range.start), |g| (g.until, g.range.end));
        self.digits.truncate(until);
        self.range.end = end;
    }

    /// The same without its first `count` groups, as far as that is a candidate.
    fn skip(&self, count: usize) -> Option<Candidate> {
        let dropped = self.groups.get(count.checked_sub(1)?)?.until;
        let first = self.groups.get(count)?;
        let groups = self.groups[count..].iter();
        Some(Candidate {
            range: first.range.start..self.range.end,
            digits: self.digits[dropped..].to_owned(),
            plus: false,
            letters: self.letters,
            groups: groups.map(|g| Group { range: g.range.clone(), until: g.until - dropped }).collect(),
        })
    }

    /// Ages and the like stand before a number without any sign between: "22-55 030 ...". Where a later group looks
    /// like a beginning, the number that begins there.
    pub fn later_start(&self, text: &str) -> Option<Candidate> {
        if self.plus || self.digits.starts_with('0') {
            return None;
        }
        let count = (1..self.groups.len()).find(|&i| {
            let (before, group) = (self.groups[i - 1].until, self.group(i));
            group.starts_with('0')
                && group.len() >= 2
                && before < FEWEST_DIGITS
                && self.digits.len() - before >= 9
                && self.gap_after(text, i - 1).contains(' ')
        })?;
        self.skip(count)
    }

    /// Ends the candidate before a figure that is an age, a time or an amount by the word that follows it.
    pub fn cut_before_figures(&mut self, text: &str, hits: &[Hit]) {
        for last in 1..self.groups.len() {
            let group = self.group(last);
            // Groups of a number begin with zeros, figures do not.
            if group.starts_with('0') && group != "000" || !unit_follows(text, self.groups[last].range.end, hits) {
                continue;
            }
            let mut first = last;
            while first > 0 {
                let joined = self.gap_after(text, first - 1);
                let thousands = self.group(first).len() == 3 && self.group(first - 1).len() <= 3;
                let range = joined.trim() == "-" && self.group(first - 1).len() <= 7;
                if !(range || matches!(joined, " " | ".") && thousands) || self.groups[first - 1].until <= 9 {
                    break;
                }
                first -= 1;
            }
            if first > 0 && self.groups[first - 1].until >= 9 && self.gap_after(text, first - 1).contains(' ') {
                self.truncate(first);
                return;
            }
        }
    }
}

/// Returns true if a currency, a multiplier, a time or the word for years stands right behind.
fn unit_follows(text: &str, end: usize, hits: &[Hit]) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    if rest.trim_start_matches(' ').starts_with(super::cues::CURRENCY_SIGNS) {
        return true;
    }
    let from = hits.partition_point(|h| h.start < end);
    hits[from..].iter().take_while(|h| h.start <= end + 1).any(|h| {
        matches!(h.sense, Sense::Currency(_) | Sense::Multiplier(_) | Sense::Period(_) | Sense::Age)
            && text.get(end..h.start).is_some_and(|gap| gap.trim().is_empty())
    })
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '(' | ')' | '/' | '·' | '•' | '*' | '_' | '|' | '~' | '\'' | '‧' | ':')
}

/// The first candidate at or behind `from`.
pub(super) fn next(raw: &str, folded: &Folded, from: usize) -> Option<Candidate> {
    let text = folded.text();
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
        let candidate = grow(raw, folded, start);
        if candidate.digits.len() >= FEWEST_DIGITS {
            return Some(candidate);
        }
        start = candidate.range.end.max(start + 1);
    }
}

fn grow(raw: &str, folded: &Folded, start: usize) -> Candidate {
    let text = folded.text();
    let plus = text[start..].starts_with('+');
    let mut candidate =
        Candidate { range: start..start, digits: String::new(), plus, letters: false, groups: Vec::new() };
    let mut separators = 0;
    for (i, c) in text[start..].char_indices().skip(usize::from(plus)) {
        let at = start + i;
        let letter = match c {
            'o' | 'о' | 'ο' => Some('0'),
            'l' | 'i' => Some('1'),
            'з' => Some('3'),
            'ч' => Some('4'),
            'б' => Some('6'),
            _ => None,
        };
        let digit = if c.is_ascii_digit() { Some(c) } else { letter };
        if let Some(digit) = digit {
            if candidate.digits.len() >= MOST_DIGITS {
                // Half a group is no part of anything.
                let whole = candidate.groups.len().saturating_sub(usize::from(separators == 0));
                if whole > 0 {
                    candidate.truncate(whole);
                }
                break;
            }
            let begins = separators > 0 || candidate.groups.is_empty();
            if letter.is_some() && !stands_for_digit(text, at, &candidate, separators) {
                break;
            }
            if separators > 0 && ends_before(raw, folded, &candidate, at) {
                break;
            }
            candidate.digits.push(digit);
            candidate.range.end = at + c.len_utf8();
            candidate.letters |= letter.is_some();
            let until = candidate.digits.len();
            match candidate.groups.last_mut() {
                Some(group) if !begins => {
                    group.range.end = candidate.range.end;
                    group.until = until;
                }
                _ => candidate.groups.push(Group { range: at..candidate.range.end, until }),
            }
            separators = 0;
        } else if is_separator(c) || c == ',' && commas_part(text, &candidate) {
            separators += 1;
            let rest = &text[at + c.len_utf8()..];
            let last = candidate.groups.len().saturating_sub(1);
            if c == '/' && rest.starts_with('7') && last > 0 && candidate.group(last) == "24" {
                candidate.truncate(last); // open 24/7
                break;
            }
            let count = candidate.digits.len();
            if separators > 3
                || c == '/' && count >= FEWEST_DIGITS && !candidate.is_spaced_apart()
                || c == ':' && count > 4
            {
                break;
            }
        } else {
            break;
        }
    }
    candidate
}

const LINE_BREAKS: [char; 7] = ['\n', '\r', '\u{0b}', '\u{0c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Returns true if every digit so far stands alone between commas.
fn commas_part(text: &str, candidate: &Candidate) -> bool {
    candidate.is_spaced_apart() && (1..candidate.groups.len()).all(|i| candidate.gap_after(text, i - 1).trim() == ",")
}

/// Returns true if the digits at `at` do not belong to the number before them.
fn ends_before(raw: &str, folded: &Folded, candidate: &Candidate, at: usize) -> bool {
    let gap = raw.get(folded.raw_span(candidate.range.end..at)).unwrap_or_default();
    // Folding makes a space of a line break, but nobody breaks a number over two lines.
    if gap.contains(LINE_BREAKS) {
        // Unless every group has a line of its own, which is a way of hiding.
        let digits = folded.text()[at..].bytes().take_while(u8::is_ascii_digit).count();
        let apart = candidate.groups.windows(2).all(|pair| {
            raw.get(folded.raw_span(pair[0].range.end..pair[1].range.start)).is_some_and(|g| g.contains(LINE_BREAKS))
        });
        return !(candidate.plus && apart && digits >= 2 && candidate.digits.len() + digits <= 13);
    }
    if candidate.digits.len() < FEWEST_DIGITS {
        return false;
    }
    let rest = &folded.text()[at..];
    let count = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let mut after = rest[count..].chars();
    let clock = (1..=2).contains(&count)
        && after.next() == Some(':')
        && rest[count + 1..].bytes().take_while(u8::is_ascii_digit).take(3).count() == 2;
    let mut after = rest[count..].chars();
    let or_more = after.next() == Some('+') && !after.next().is_some_and(|c| c.is_ascii_digit());
    clock || or_more
}

/// Letters stand for digits only in a token with digits and nothing else ("O176", "5O1", but not "5 or"), or alone
/// where every digit stands alone.
fn stands_for_digit(text: &str, at: usize, candidate: &Candidate, separators: usize) -> bool {
    if candidate.digits.is_empty() || separators > 1 {
        return false;
    }
    let mut digits = separators == 0;
    let mut length = 0;
    let mut rest = text[at..].chars();
    for c in rest.by_ref() {
        if c.is_whitespace() || is_separator(c) {
            break;
        }
        length += 1;
        if length > MOST_DIGITS || !(c.is_ascii_digit() || matches!(c, 'o' | 'о' | 'ο' | 'l' | 'i' | 'з' | 'ч' | 'б'))
        {
            return false;
        }
        digits |= c.is_ascii_digit();
    }
    let alone = length == 1
        && candidate.groups.len() >= 2
        && candidate.is_spaced_apart()
        && rest.next().is_some_and(|c| c.is_ascii_digit());
    // "+49 ЗО 23125": behind a plus two letters that look like digits are digits.
    let pair = length == 2 && candidate.plus && rest.next().is_some_and(|c| c.is_ascii_digit());
    digits || alone || pair
}
