//! Numbers and addresses in text that a program read in a picture, with the letters and signs it takes for digits and
//! signs put right in a second view of the text.
//!
//! Only text of pictures is looked at: people who write do not confuse these. A number is put right only where most of
//! it was read as digits, and what comes out must still be a number by all the rules for numbers.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::unspoken::View;
use crate::fold::Folded;
use crate::lexicon::Hit;

/// Fewer digits that were read as such prove no number.
const FEWEST_READ: usize = 6;
/// Fewer digits than this, put right or not, could be a price or a date.
const FEWEST: usize = 9;
/// E.164 allows fifteen; an access code may stand before them.
const MOST: usize = 17;

/// "t,me/", "t.rne/", "tme/": none of them is a host by itself.
static HOST: LazyLock<Regex> = LazyLock::new(|| {
    super::addresses::pattern(r"\b(?:(t)(?:[,;:] ?|\. )?(?:me|rne)|(t)\.rne|(wa)(?:[,;:] ?|\. )?(?:me|rne)|(wa)\.rne)/")
});
/// "©iron_heron": the sign for accounts is taken for that of copyright.
static ACCOUNT: LazyLock<Regex> = LazyLock::new(|| super::addresses::pattern(r"[©®¢][a-z][a-z0-9]*_[a-z0-9_]+"));

/// The view with misread signs put right from byte `from` of the raw text on; `None` where there are none.
pub(super) fn view(raw: &str, folded: &Folded, hits: &[Hit], from: usize) -> Option<View> {
    if from >= raw.len() {
        return None;
    }
    let text = folded.text();
    let start = folded.folded_span(from..raw.len()).start;
    let shown = text.get(start..)?;
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for found in HOST.captures_iter(shown) {
        let Some(whole) = found.get(0) else { continue };
        let host = found.iter().skip(1).flatten().next().map_or("t", |m| m.as_str());
        edits.push((start + whole.start()..start + whole.end(), format!("{host}.me/")));
    }
    for found in ACCOUNT.find_iter(shown) {
        let sign = found.as_str().chars().next().map_or(0, char::len_utf8);
        edits.push((start + found.start()..start + found.start() + sign, "@".to_owned()));
    }
    edits.extend(numbers(raw, folded, start));
    edits.retain(|(range, written)| text.get(range.clone()).is_some_and(|was| was != written));
    edits.sort_by_key(|(range, _)| range.start);
    edits.dedup_by(|b, a| b.0.start < a.0.end);
    (!edits.is_empty()).then(|| View::new(folded, hits, &edits))
}

/// A word of the folded text, and how it could be part of a number.
struct Token {
    range: Range<usize>,
    digits: usize,
    /// Letters and signs that digits are taken for.
    alike: usize,
}

impl Token {
    /// `None` for what is no part of a number.
    fn of(text: &str, range: Range<usize>) -> Option<Token> {
        let (mut digits, mut alike) = (0, 0);
        let word = text.get(range.clone())?;
        for (at, c) in word.char_indices() {
            if c.is_ascii_digit() {
                digits += 1;
            } else if at == 0 && (c == '+' || c == 't') || is_sign(c) || ends_sentence(&word[at..]) {
                continue;
            } else if digit(c).is_some() {
                alike += 1;
            } else {
                return None;
            }
        }
        (digits > 0 && alike <= digits).then_some(Token { range, digits, alike })
    }
}

/// "!" behind a number is no digit.
fn ends_sentence(rest: &str) -> bool {
    rest.trim_end_matches(['!', '?', '|', ']']).is_empty()
}

fn is_sign(c: char) -> bool {
    matches!(c, '.' | ',' | ':' | ';' | '(' | ')' | '-' | '/' | '~' | '_' | '\'' | '*')
}

/// The digit that is taken for a letter or sign, more freely than what people write for it.
fn digit(c: char) -> Option<char> {
    Some(match c {
        'o' | 'о' | 'ο' | 'd' | 'q' => '0',
        'l' | 'i' | 'ı' | 'і' | '|' | '!' | ']' | '[' => '1',
        'z' => '2',
        'з' => '3',
        's' => '5',
        'б' => '6',
        't' | '?' => '7',
        'b' | 'в' | '&' => '8',
        'g' => '9',
        _ => return None,
    })
}

/// Numbers with misread digits, put right.
fn numbers(raw: &str, folded: &Folded, start: usize) -> Vec<(Range<usize>, String)> {
    let text = folded.text();
    let mut edits = Vec::new();
    let mut run: Vec<Token> = Vec::new();
    let mut at = start;
    for word in text[start..].split(' ') {
        let range = at..at + word.len();
        at = range.end + 1;
        let token = Token::of(text, range.clone());
        let goes_on = run.last().is_some_and(|last| {
            // A line ends a number.
            raw.get(folded.raw_span(last.range.end..range.start)).is_some_and(|gap| !gap.contains(['\n', '\r']))
        });
        let begins = word.starts_with('+');
        if token.is_none() || !goes_on || begins {
            edits.extend(put_right(text, &std::mem::take(&mut run)));
        }
        run.extend(token);
    }
    edits.extend(put_right(text, &run));
    edits
}

/// The words of one number written with digits; nothing where they prove none or are right already.
fn put_right(text: &str, run: &[Token]) -> Option<(Range<usize>, String)> {
    let (first, last) = (run.first()?, run.last()?);
    let range = first.range.start..last.range.end;
    let digits: usize = run.iter().map(|t| t.digits).sum();
    let alike: usize = run.iter().map(|t| t.alike).sum();
    let was = text.get(range.clone())?;
    let plus = was.starts_with('+');
    // "t44 7700": a plus is taken for a letter, where a number of a country could follow.
    let letter = was.strip_prefix('t').is_some_and(|rest| rest.starts_with(|c: char| ('1'..='9').contains(&c)));
    let international = plus || letter && digits >= 10;
    let odd = international && was.contains([',', ':', ';', '~']);
    let enough = digits >= FEWEST_READ && alike * 3 <= digits && (FEWEST..=MOST).contains(&(digits + alike));
    if !enough || !(alike > 0 || odd || letter && international) || !(international || was.starts_with(['0', 'o', '(']))
    {
        return None;
    }
    let mut written = String::with_capacity(was.len());
    for (at, c) in was.char_indices() {
        match c {
            't' if at == 0 => written.push('+'),
            _ if ends_sentence(was[at..].split(' ').next().unwrap_or_default()) => written.push(' '),
            ',' | ':' | ';' | '~' => written.push(if written.ends_with(' ') { '-' } else { ' ' }),
            c => written.push(if c.is_ascii_digit() { c } else { digit(c).unwrap_or(c) }),
        }
    }
    // Signs behind the last digit belong to the sentence.
    let end = written.rfind(|c: char| c.is_ascii_digit())? + 1;
    let tail = written.len() - end;
    let trimmed = range.end - was.chars().rev().take(written[end..].chars().count()).map(char::len_utf8).sum::<usize>();
    written.truncate(written.len() - tail);
    Some((range.start..trimmed, written))
}
