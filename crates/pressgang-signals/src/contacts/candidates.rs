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
    /// It is written in a way that serves nothing but to hide it.
    pub disguised: bool,
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

    /// Returns true if what stands between any two groups is such.
    fn all_gaps(&self, text: &str, such: impl Fn(&str) -> bool) -> bool {
        (1..self.groups.len()).all(|i| such(self.gap_after(text, i - 1)))
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
            disguised: self.disguised,
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
    matches!(
        c,
        ' ' | '-'
            | '.'
            | '('
            | ')'
            | '/'
            | '·'
            | '•'
            | '*'
            | '_'
            | '|'
            | '~'
            | '\''
            | '‧'
            | ':'
            | '・'
            | 'ー'
            | '…'
            | '\\'
    )
}

/// Pictures and signs that nobody writes within a number, unless to hide it.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// The first candidate at or behind `from`.
pub(super) fn next(raw: &str, folded: &Folded, from: usize) -> Option<Candidate> {
    let text = folded.text();
    let bytes = text.as_bytes();
    let mut start = from;
    loop {
        start += bytes.get(start..)?.iter().position(|b| b.is_ascii_digit() || *b == b'+')?;
        // "O171": the letter is a zero.
        let lead = text[from..start].len() - text[from..start].trim_end_matches(is_zero).len();
        let before = text[..start - lead].chars().next_back();
        let glued = before.is_some_and(|c| {
            c.is_ascii_alphanumeric()
                || lead > 0 && c.is_alphanumeric()
                || matches!(c, '_' | '#' | '№' | '@' | '$' | '€' | '£' | '₽' | '=')
        });
        if glued && bytes[start] != b'+' {
            // Inside a word or an amount: go on behind these digits.
            start += bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count().max(1);
            continue;
        }
        let candidate = grow(raw, folded, if bytes[start] == b'+' { start } else { start - lead });
        if candidate.digits.len() >= FEWEST_DIGITS {
            return Some(candidate);
        }
        start = candidate.range.end.max(start + 1);
    }
}

fn grow(raw: &str, folded: &Folded, start: usize) -> Candidate {
    let text = folded.text();
    let plus = text[start..].starts_with('+');
    let mut candidate = Candidate {
        range: start..start,
        digits: String::new(),
        plus,
        letters: false,
        disguised: false,
        groups: Vec::new(),
    };
    let mut at = start + usize::from(plus);
    // Different signs since the last digit.
    let mut separators = 0;
    let mut last = None;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let next = at + c.len_utf8();
        let letter = if c.is_ascii_digit() { None } else { digit_like(c) };
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
            let gap = raw.get(folded.raw_span(candidate.range.end..at)).unwrap_or_default();
            candidate.disguised |= separators > 0 && gap.contains(LINE_BREAKS);
            candidate.digits.push(digit);
            candidate.range.end = next;
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
            last = None;
        } else if let Some(end) = aside(text, at).filter(|_| (1..10).contains(&candidate.digits.len())) {
            // "8 222 (after six) 450 61 09"
            separators += 1;
            last = None;
            candidate.disguised = true;
            at = end;
            continue;
        } else if is_separator(c) || c == ',' && commas_part(text, &candidate) || pictures_part(text, at, &candidate) {
            separators += usize::from(last != Some(c));
            let same_as_before = last == Some(c);
            last = Some(c);
            let rest = &text[next..];
            let group = candidate.groups.len().saturating_sub(1);
            if c == '/' && rest.starts_with('7') && group > 0 && candidate.group(group) == "24" {
                candidate.truncate(group); // open 24/7
                break;
            }
            let count = candidate.digits.len();
            let slashes = || candidate.gap_after(text, candidate.groups.len().saturating_sub(2)).contains('/');
            if separators > 3
                || same_as_before && c == ' '
                || c == '/' && count >= FEWEST_DIGITS && !candidate.is_spaced_apart() && !slashes()
                || c == ':' && (count > 4 || rest.starts_with(' '))
            {
                break;
            }
        } else {
            break;
        }
        at = next;
    }
    let written = raw.get(folded.raw_span(candidate.range.clone())).unwrap_or_default();
    candidate.disguised |= candidate.letters || candidate.digits.len() >= 9 && is_dressed_up(text, written, &candidate);
    candidate
}

/// The digits are written in a way that serves nothing but to hide them.
fn is_dressed_up(text: &str, written: &str, candidate: &Candidate) -> bool {
    let odd =
        |gap: &str| gap.contains(|c: char| matches!(c, '*' | '_' | '|' | '~' | '•' | '…' | '\\') || is_picture(c));
    let same = |sign: &str| candidate.groups.len() >= 4 && candidate.all_gaps(text, |gap| gap.trim() == sign);
    candidate.groups.len() >= 3 && candidate.all_gaps(text, odd)
        || candidate.is_spaced_apart()
        || same("/")
        || same("...")
        || written.contains(
            |c| matches!(c, '\u{20e3}' | '\u{2460}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' | '\u{ff10}'..='\u{ff19}'),
        )
}

/// The end of a remark in brackets that has no figure in it.
fn aside(text: &str, at: usize) -> Option<usize> {
    let inner = text.get(at..)?.strip_prefix('(')?;
    let end = inner.char_indices().take(40).find(|(_, c)| *c == ')')?.0;
    let remark = &inner[..end];
    let words =
        remark.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !remark.bytes().any(|b| b.is_ascii_digit());
    // "(OOO)" are zeros.
    (words && !remark.chars().all(|c| digit_like(c).is_some())).then_some(at + end + 2)
}

/// Returns true if pictures stand between all groups so far, and one between this and the next figure.
fn pictures_part(text: &str, at: usize, candidate: &Candidate) -> bool {
    let rest = &text[at..];
    rest.starts_with(is_picture)
        && rest.trim_start_matches(is_picture).starts_with(|c: char| c.is_ascii_digit())
        && candidate.range.end == at
        && candidate.all_gaps(text, |gap| gap.contains(is_picture))
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
        // The line holds nothing else.
        let after = folded.raw_span(at..at + digits.max(1)).end;
        let alone = raw.get(after..).is_some_and(|rest| {
            rest.trim_start_matches(' ').is_empty() || rest.trim_start_matches(' ').starts_with(LINE_BREAKS)
        });
        let apart = candidate.groups.windows(2).all(|pair| {
            raw.get(folded.raw_span(pair[0].range.end..pair[1].range.start)).is_some_and(|g| g.contains(LINE_BREAKS))
        });
        let begins = candidate.plus || candidate.digits.starts_with('0') && alone;
        let goes_on = begins && apart && (digits >= 2 || alone && digits > 0) && candidate.digits.len() + digits <= 13;
        return !goes_on;
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

pub(super) fn is_zero(c: char) -> bool {
    matches!(c, 'o' | 'о' | 'ο')
}

/// The digit that a letter looks like.
pub(super) fn digit_like(c: char) -> Option<char> {
    match c {
        'o' | 'о' | 'ο' => Some('0'),
        'l' | 'i' | 'ı' | 'і' => Some('1'),
        'z' => Some('2'),
        'з' => Some('3'),
        'ч' => Some('4'),
        's' => Some('5'),
        'б' => Some('6'),
        'b' => Some('8'),
        'g' | 'q' => Some('9'),
        _ => None,
    }
}

/// Letters stand for digits only in a token with digits and nothing else ("O176", "5O1", but not "5 or"), as zeros
/// between digits ("9OO OOO 345"), or alone where every digit stands alone.
fn stands_for_digit(text: &str, at: usize, candidate: &Candidate, separators: usize) -> bool {
    if separators > 3 {
        return false;
    }
    // From where the token begins.
    let begins = if separators == 0 { candidate.groups.last().map_or(at, |group| group.range.start) } else { at };
    let (mut length, mut digits, mut zeros, mut plain) = (0usize, 0usize, 0usize, true);
    let mut figure = false;
    let mut end = begins;
    for c in text[begins..].chars() {
        if !c.is_alphanumeric() {
            break;
        }
        length += 1;
        end += c.len_utf8();
        if length > MOST_DIGITS || !c.is_ascii_digit() && digit_like(c).is_none() {
            return false;
        }
        digits += usize::from(c.is_ascii_digit());
        zeros += usize::from(is_zero(c));
        let likely = c.is_ascii_digit() || matches!(c, 'o' | 'о' | 'ο' | 'l' | 'i' | 'ı' | 'і' | 'з' | 'ч' | 'б');
        // "5S5" is 555; "1890s" and "16gb" are themselves.
        let between = figure && text[end..].starts_with(|c: char| c.is_ascii_digit() || is_zero(c));
        if !(likely || between) {
            return false;
        }
        plain &= likely;
        figure = c.is_ascii_digit() || is_zero(c);
    }
    if digits > 0 {
        return plain || length - digits - zeros <= digits;
    }
    let token = &text[begins..end];
    let rest = text[end..].trim_start_matches(is_separator);
    let goes_on = text[end..].len() - rest.len() <= 4 && rest.starts_with(|c: char| c.is_ascii_digit() || is_zero(c));
    let directly = separators <= 1 && text[end..].chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    match length {
        // "7 9 O 1 2"
        1 => candidate.groups.len() >= 2 && candidate.is_spaced_apart() && directly,
        // "(ooo)", "OOO", and "Ol" or "ЗО" behind a plus
        2.. if zeros == length => !candidate.digits.is_empty() && (goes_on || candidate.digits.len() >= 5),
        2 => {
            let cyrillic = token.chars().all(|c| matches!(c, 'з' | 'ч' | 'б')) && candidate.letters;
            plain
                && (zeros == 1 || cyrillic)
                && (candidate.plus && !candidate.digits.is_empty() || candidate.digits.len() >= 4)
                && (goes_on || candidate.digits.len() >= 7)
        }
        _ => false,
    }
}
