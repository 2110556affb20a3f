//! Numbers that are spelled out in words, wholly or in part.

use std::ops::Range;

use super::{Edit, View};
use crate::contacts::candidates::{digit_like, is_zero};
use crate::fold::Folded;
use crate::lexicon::{Hit, Sense};

/// The view in which spoken numbers are digits; `None` where no number is spoken.
pub(in crate::contacts) fn numbers(folded: &Folded, hits: &[Hit]) -> Option<View> {
    let text = folded.text();
    let spoken: Vec<&Hit> = hits
        .iter()
        .filter(|h| {
            matches!(h.sense, Sense::Number(_) | Sense::Plus | Sense::Repeat(_) | Sense::Plural(_) | Sense::Hundred)
        })
        .filter(|h| is_whole(text, h))
        .collect();
    if spoken.len() + 3 * usize::from(text.bytes().any(|b| b.is_ascii_digit())) < 4 {
        return None;
    }
    let mut edits: Vec<Edit> = Vec::new();
    let mut at = 0;
    while let Some(mut run) = Run::next(text, &spoken, hits, at) {
        at = run.range.end;
        if let Some(written) = run.written() {
            edits.push((run.range, written));
        }
    }
    (!edits.is_empty()).then(|| View::new(folded, hits, &edits))
}

/// "nineteen" inside "ninety-nineteen" and "un" inside "une" are no words of their own; digits may touch words.
fn is_whole(text: &str, hit: &Hit) -> bool {
    crate::phrases::border_at(text, hit.start) && crate::phrases::border_at(text, hit.end)
        || text[hit.start..].starts_with(|c: char| c >= '\u{0e00}')
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Plus,
    /// Digits as they are written.
    Digits(usize, usize),
    Word(u16),
    Repeat(u8),
    Plural(u8),
    /// The word that makes hundreds of the digit before it.
    Hundred,
    /// A comma: what stands on its two sides is not one number word.
    Pause,
}

/// Tokens of a number one behind the other.
struct Run<'a> {
    text: &'a str,
    range: Range<usize>,
    tokens: Vec<Token>,
}

impl<'a> Run<'a> {
    /// The first run at or behind `from`.
    fn next(text: &'a str, spoken: &[&Hit], hits: &[Hit], from: usize) -> Option<Run<'a>> {
        let first = spoken.iter().find(|h| h.start >= from)?.start;
        // Digits written as such may stand before the first word.
        let start = first - leading_digits(&text[from..first]);
        let mut run = Run { text, range: start..start, tokens: Vec::new() };
        let mut at = start;
        while let Some((token, end)) = token_at(text, spoken, at) {
            run.tokens.push(token);
            run.range.end = end;
            at = end + gap(text, hits, end);
            if text[end..at].contains([',', '،', '、', '，']) {
                run.tokens.push(Token::Pause);
            }
        }
        if run.range.end == start {
            // Neither a word nor digits: go on behind.
            run.range = first..first + text[first..].chars().next().map_or(1, char::len_utf8);
        }
        Some(run)
    }

    /// Returns true if digits as written are a whole number already.
    fn is_complete(&self, tokens: &[Token]) -> bool {
        let written = tokens.iter().map(|t| match t {
            Token::Digits(start, end) => &self.text[*start..*end],
            _ => "",
        });
        let digits: String = written.collect::<String>().chars().map(|c| digit_like(c).unwrap_or(c)).collect();
        if digits.starts_with('+') { crate::contacts::phones::is_whole(&digits) } else { digits.len() >= 10 }
    }

    /// The number in digits, `None` when it is too little to be a phone.
    fn written(&mut self) -> Option<String> {
        if self.tokens.last() == Some(&Token::Pause) {
            self.tokens.pop();
        }
        let words = self.tokens.iter().filter(|t| !matches!(t, Token::Digits(..) | Token::Pause)).count();
        // Counting is no number.
        let unpaused: Vec<Token> = self.tokens.iter().filter(|t| **t != Token::Pause).copied().collect();
        if is_counting(&unpaused) {
            return None;
        }
        let mut out = String::new();
        let mut i = 0;
        while let Some(&token) = self.tokens.get(i) {
            i += 1;
            match token {
                Token::Plus if out.is_empty() => out.push('+'),
                Token::Plus => return None,
                Token::Digits(start, end) => {
                    let written = self.text[start..end].trim_start_matches(' ');
                    if written.starts_with('+') && !out.is_empty() {
                        return None;
                    }
                    out.extend(written.chars().map(|c| digit_like(c).unwrap_or(c)));
                    // "9hundred"
                    let single = written.len() == 1 && written != "0" && written != "+";
                    if single && self.tokens.get(i) == Some(&Token::Hundred) {
                        let rest = match self.tokens.get(i + 1) {
                            Some(&Token::Word(rest)) if (10..100).contains(&rest) => rest,
                            _ => 0,
                        };
                        out.push_str(&format!("{rest:02}"));
                        i += 1 + usize::from(rest > 0);
                    }
                }
                Token::Repeat(times) => {
                    let digit = match self.tokens.get(i) {
                        Some(Token::Word(n)) if *n < 10 => char::from_digit(u32::from(*n), 10)?,
                        Some(&Token::Digits(start, end)) if end == start + 1 => self.text[start..end].chars().next()?,
                        _ => continue,
                    };
                    out.extend(std::iter::repeat_n(digit, usize::from(times)));
                    i += 1;
                }
                Token::Pause => {}
                Token::Hundred => out.push_str("100"),
                Token::Plural(digit) => out.push(char::from_digit(u32::from(digit), 10)?),
                Token::Word(number) => {
                    // "three zeros"
                    if let Some(Token::Plural(digit)) = self.tokens.get(i)
                        && (2..=6).contains(&number)
                    {
                        let digit = char::from_digit(u32::from(*digit), 10)?;
                        out.extend(std::iter::repeat_n(digit, usize::from(number)));
                        i += 1;
                        continue;
                    }
                    let mut value = number;
                    // "four hundred" where a language has no word of its own for it
                    if (1..10).contains(&value) && self.tokens.get(i) == Some(&Token::Hundred) {
                        value *= 100;
                        i += 1;
                    }
                    // "nine hundred", "two hundred thirty one", "twenty five"
                    let mut room = room_below(value);
                    while let Some(Token::Word(next)) = self.tokens.get(i)
                        && *next > 0
                        && *next < room
                    {
                        value += next;
                        room = room_below(*next);
                        i += 1;
                    }
                    out.push_str(&value.to_string());
                }
            }
        }
        let written = |tokens: &[Token]| -> usize {
            tokens.iter().map(|t| if let Token::Digits(a, b) = t { b - a } else { 0 }).sum()
        };
        // A whole number with a word behind it that means something else ("o" is "or" in Spanish).
        if words == 1
            && let Some((last, before)) = self.tokens.split_last()
            && !matches!(last, Token::Digits(..))
            && (self.is_complete(before) || written(before) >= 7 && self.text[..self.range.end].ends_with(" o"))
        {
            return None;
        }
        // "Seven 2016-2017 championships": one word among a few figures is no part of a number, unless it begins like one.
        let figures = self.tokens.iter().filter(|t| matches!(t, Token::Digits(..))).count();
        let hidden = self.tokens.iter().any(|t| match t {
            Token::Digits(start, end) => self.text[*start..*end].contains(is_zero),
            _ => false,
        });
        // "08일 20:47:37" is a day and a time.
        if words == 1 && self.text[self.range.clone()].contains(':') {
            return None;
        }
        if words == 1
            && figures < 4
            && !hidden
            && !(out.starts_with(['+', '0']) || out.starts_with(['7', '8']) && out.len() == 11)
        {
            return None;
        }
        let digits = out.trim_start_matches('+').len();
        let enough = if words >= 4 { 7 } else { 9 };
        ((enough..=16).contains(&digits) && words > 0).then_some(out)
    }
}

/// Six numbers in a row, and little else.
fn is_counting(tokens: &[Token]) -> bool {
    let (mut longest, mut now) = (1, 1);
    for pair in tokens.windows(2) {
        now = if matches!(pair, [Token::Word(a), Token::Word(b)] if a + 1 == *b) { now + 1 } else { 1 };
        longest = longest.max(now);
    }
    longest >= 6 && tokens.len() - longest <= 2
}

/// What may be added to a number in words: units to tens, tens and units to hundreds.
fn room_below(value: u16) -> u16 {
    match value {
        20..=99 if value.is_multiple_of(10) => 10,
        100..=999 if value.is_multiple_of(100) => 100,
        _ => 0,
    }
}

/// Signs between the parts of a number that is partly spoken.
fn is_gap(c: char) -> bool {
    matches!(
        c,
        ' ' | ','
            | '-'
            | '.'
            | '/'
            | ':'
            | '('
            | ')'
            | '['
            | ']'
            | '·'
            | '،'
            | '、'
            | '，'
            | '_'
            | '|'
            | '~'
            | '*'
            | '•'
            | 'ー'
            | '・'
    )
}

/// Digits, with signs between them, that end the text before a first spoken word.
fn leading_digits(before: &str) -> usize {
    let tail = before.trim_end_matches(is_gap);
    if before[tail.len()..].chars().count() > 5 {
        return 0;
    }
    let mut start = before.len();
    let mut rest = tail;
    // Group by group backwards, as long as each is digits.
    loop {
        let group = rest
            .rfind(|c: char| !c.is_alphanumeric())
            .map_or(0, |i| i + rest[i..].chars().next().map_or(1, char::len_utf8));
        let written = &rest[group..];
        if written.is_empty() || written_digits(written) != written.len() {
            break;
        }
        start = group;
        rest = &rest[..group];
        if rest.ends_with('+') {
            start -= 1;
            break;
        }
        let signs = rest.trim_end_matches(is_gap);
        // A comma or colon with a space ends a sentence before a number.
        let gap = &rest[signs.len()..];
        if gap.is_empty() || gap.chars().count() > 4 || matches!(gap, ", " | ": " | ". ") {
            break;
        }
        rest = signs;
    }
    if before[start..].bytes().any(|b| b.is_ascii_digit()) { before.len() - start } else { 0 }
}

/// The length of digits, some of which may be letters: "9о9", "5l", "ooo".
pub(in crate::contacts) fn written_digits(rest: &str) -> usize {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let run = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let (mut all, mut zeros, mut others) = (0, 0, 0);
    for c in rest[..run].chars() {
        all += usize::from(c.is_ascii_digit());
        zeros += usize::from(is_zero(c));
        others += usize::from(!c.is_ascii_digit() && !is_zero(c));
    }
    let alike = rest[..run].chars().all(|c| c.is_ascii_digit() || digit_like(c).is_some());
    if alike && (all > 0 && others <= all || all == 0 && others == 0 && zeros >= 2) { run } else { digits }
}

fn token_at(text: &str, spoken: &[&Hit], at: usize) -> Option<(Token, usize)> {
    let rest = text.get(at..)?;
    if let Some(signed) = rest.strip_prefix('+') {
        let digits = signed.bytes().take_while(u8::is_ascii_digit).count();
        return if digits > 0 {
            Some((Token::Digits(at, at + 1 + digits), at + 1 + digits))
        } else {
            Some((Token::Plus, at + 1))
        };
    }
    let digits = written_digits(rest);
    if digits > 0 {
        return Some((Token::Digits(at, at + digits), at + digits));
    }
    // Hits are in order, the longest first of those that begin together.
    let first = spoken.partition_point(|h| h.start < at);
    let mut here = spoken[first..].iter().take_while(|h| h.start == at);
    let longest = here.clone().next()?;
    // "Hundred" is a number of its own as well.
    let more = |h: &&&Hit| matches!(h.sense, Sense::Hundred | Sense::Plural(_)) && h.end == longest.end;
    let hit = here.find(more).unwrap_or(longest);
    let token = match hit.sense {
        Sense::Plus => Token::Plus,
        Sense::Repeat(times) => Token::Repeat(times),
        Sense::Plural(digit) => Token::Plural(digit),
        Sense::Hundred => Token::Hundred,
        Sense::Number(number) => Token::Word(number),
        _ => return None,
    };
    Some((token, hit.end))
}

/// How much stands between two tokens of one number: a few signs, or a word that joins tens and units.
fn gap(text: &str, hits: &[Hit], at: usize) -> usize {
    let signs = |from: usize| {
        let rest = &text[from..];
        let gap = rest.len() - rest.trim_start_matches(is_gap).len();
        // More than a few signs end a number.
        if rest[..gap].chars().count() > 5 { 0 } else { gap }
    };
    let after = at + signs(at);
    let from = hits.partition_point(|h| h.start < after);
    if hits[from..].iter().take_while(|h| h.start == after).any(|h| matches!(h.sense, Sense::Number(_))) {
        return after - at;
    }
    let joiner = hits[from..]
        .iter()
        .take_while(|h| h.start == after)
        .find(|h| matches!(h.sense, Sense::And | Sense::Dash) && h.end - h.start <= 6);
    match joiner {
        Some(joiner) => joiner.end + signs(joiner.end) - at,
        None => {
            // "y", "et", "e", "i", "und" between tens and units.
            let rest = &text[after..];
            let word = ["y ", "et ", "e ", "i ", "und ", "og ", "och ", "en ", "ve ", "و", "and "]
                .into_iter()
                .find(|word| rest.starts_with(word) && after > at);
            after - at + word.map_or(0, str::len)
        }
    }
}
