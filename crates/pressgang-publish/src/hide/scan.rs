//! Defence in depth: whatever still looks like a way to reach somebody, known to the case or not.

use std::ops::Range;

use pressgang_signals::ContactKind;
use regex::Regex;

use super::fold::Folded;
use super::mask::{self, DOTS};

/// Characters that end an address: space, quotes, CJK punctuation, and scripts written without spaces.
const ADDRESS: &str = r#"[^\s<>"«»“”„‘’（）【】「」，。、；！？\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]"#;
/// Endings with two letters that are files, not countries.
const FILES: [&str; 8] = ["gz", "js", "py", "md", "rs", "db", "ts", "cs"];
/// Longer endings of domains worth knowing; every two-letter one counts.
const TOPS: &str = "com net org info biz example invalid test xyz online site top club pro link app dev shop store live \
                    world agency group army team jobs work career careers page tech space website email chat news media \
                    blog name mobi asia moscow tatar ltd llc company bot network рф укр бел срб";
/// Fewest digits that make a number to call.
const FEWEST_DIGITS: usize = 7;

/// What a found stretch is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// An address, e-mail, link or number with the mask for it.
    Contact(String),
    /// An `@handle`, lower case, without `@`.
    Handle(String),
}

/// The compiled patterns.
pub struct Scanner {
    address: Regex,
    messenger: Regex,
    email: Regex,
    domain: Regex,
    handle: Regex,
    code: Regex,
}

impl Scanner {
    /// Compiles the patterns.
    pub fn new() -> Result<Scanner, regex::Error> {
        let dot = r"\s*[\[({]?\s*(?:\.|dot|точка)\s*[\])}]?\s*";
        Ok(Scanner {
            address: Regex::new(&format!(
                r"(?:h(?:tt|xx)ps?|ftp)\s?:\s?//\s?{ADDRESS}+|\b(?:tg|viber|tel|mailto|sgnl|whatsapp|skype):{ADDRESS}+|\bwww\s?\.\s?{ADDRESS}+"
            ))?,
            messenger: Regex::new(&format!(
                r"\b(?:t|telegram|tlgrm|wa|vk|fb|m|ok|line|signal|viber|discord|instagram|facebook|whatsapp){dot}(?:me|com|gg|org|cc|ru|dog|link|group|ee)\s*/\s*{ADDRESS}+"
            ))?,
            email: Regex::new(&format!(
                r"[\p{{L}}\p{{N}}_.+\-]+\s*(?:@|[\[({{]\s*(?:at|собака)\s*[\])}}])\s*[\p{{L}}\p{{N}}\-]+(?:{dot}[\p{{L}}\p{{N}}\-]+)*{dot}\p{{L}}{{2,}}"
            ))?,
            domain: Regex::new(&format!(
                r"(?:[a-z0-9][a-z0-9\-]*(?:\.|\[\.\]|\(\.\)|\s?[\[(]dot[\])]\s?))+([a-z]{{2,}})(?:/{ADDRESS}*)?|[а-яё0-9][а-яё0-9\-]*\.(рф|укр|бел|срб)\b(?:/{ADDRESS}*)?"
            ))?,
            handle: Regex::new(r"@\s?([\p{L}\p{N}_][\p{L}\p{N}_.]{2,})")?,
            code: Regex::new(r"\b[a-z0-9]{26,}\b")?,
        })
    }

    /// Every stretch of a text that looks like a contact or handle, in raw bytes; they may overlap.
    ///
    /// Figures inside `spared` stretches (pay, ages) are left alone.
    pub fn everything(&self, folded: &Folded, spared: &[Range<usize>]) -> Vec<(Range<usize>, Found)> {
        let mut found = self.addresses(folded);
        for m in self.code.find_iter(&folded.text) {
            let mixed =
                m.as_str().bytes().any(|b| b.is_ascii_digit()) && m.as_str().bytes().any(|b| b.is_ascii_alphabetic());
            if mixed {
                found.push((folded.raw(m.range()), Found::Contact(DOTS.repeat(2))));
            }
        }
        found.extend(numbers(folded, spared).into_iter().map(|n| (n.range, Found::Contact(mask::phone(&n.written)))));
        found
    }

    /// The same without figures and codes.
    pub fn addresses(&self, folded: &Folded) -> Vec<(Range<usize>, Found)> {
        let text = folded.text.as_str();
        let mut found: Vec<(Range<usize>, Found)> = Vec::new();
        let mut contact = |range: Range<usize>, mask: String| found.push((folded.raw(range), Found::Contact(mask)));
        for m in self.address.find_iter(text) {
            let web = m.as_str().contains("//") || m.as_str().starts_with("www");
            let mask = if web { mask::mask(ContactKind::Url, m.as_str()) } else { format!("link {DOTS}") };
            contact(m.range(), mask);
        }
        for m in self.messenger.find_iter(text) {
            contact(m.range(), format!("link {DOTS}"));
        }
        for m in self.email.find_iter(text) {
            contact(m.range(), mask::mask(ContactKind::Email, &m.as_str().replace(char::is_whitespace, "")));
        }
        for c in self.domain.captures_iter(text) {
            let (Some(m), Some(top)) = (c.get(0), c.get(1).or_else(|| c.get(2))) else { continue };
            let goes_on = text
                .get(m.end()..)
                .and_then(|t| t.chars().next())
                .is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
            let country = top.as_str().len() == 2 && !FILES.contains(&top.as_str());
            if !goes_on && (country || m.as_str().contains('/') || TOPS.split_whitespace().any(|t| t == top.as_str())) {
                contact(m.range(), mask::mask(ContactKind::Domain, m.as_str()));
            }
        }
        for c in self.handle.captures_iter(text) {
            if let (Some(m), Some(name)) = (c.get(0), c.get(1)) {
                let name = name.as_str().trim_end_matches('.');
                let cut = m.as_str().len() - m.as_str().trim_end_matches('.').len();
                found.push((folded.raw(m.start()..m.end() - cut), Found::Handle(name.to_owned())));
            }
        }
        found
    }
}

/// A row of digits with what divides them.
pub struct Number {
    /// Where, in raw bytes.
    pub range: Range<usize>,
    /// Digits only, with `+` in front where the text has it.
    pub written: String,
}

/// Rows of at least seven digits; separators between them do not matter, dates do not count.
pub fn numbers(folded: &Folded, spared: &[Range<usize>]) -> Vec<Number> {
    let mut rows = Vec::new();
    let mut row = Row::default();
    for (at, c) in folded.text.char_indices() {
        let here = at..at + c.len_utf8();
        let raw = folded.raw(here.clone());
        if spared.iter().any(|s| s.start < raw.end && raw.start < s.end) {
            row.close(folded, &mut rows);
            continue;
        }
        match c {
            '0'..='9' => row.push(c, here),
            // Letters that stand in for a zero or a one, only inside a row.
            'o' | 'о' if stands_in(&folded.text, &here) => row.stand_in('0', here),
            'l' | 'i' if stands_in(&folded.text, &here) => row.stand_in('1', here),
            '+' => {
                row.close(folded, &mut rows);
                row = Row { start: Some(at), end: here.end, plus: true, ..Row::default() };
            }
            _ if divides(c) && row.gap < 4 => row.gap += 1,
            _ => row.close(folded, &mut rows),
        }
    }
    row.close(folded, &mut rows);
    rows
}

#[derive(Default)]
struct Row {
    start: Option<usize>,
    end: usize,
    plus: bool,
    gap: usize,
    real: usize,
    digits: String,
}

impl Row {
    fn push(&mut self, c: char, here: Range<usize>) {
        self.stand_in(c, here);
        self.real += 1;
    }

    fn stand_in(&mut self, c: char, here: Range<usize>) {
        self.start.get_or_insert(here.start);
        self.end = here.end;
        self.gap = 0;
        self.digits.push(c);
    }

    fn close(&mut self, folded: &Folded, rows: &mut Vec<Number>) {
        let row = std::mem::take(self);
        let Some(start) = row.start else { return };
        let written = folded.text.get(start..row.end).unwrap_or_default();
        if row.digits.len() >= FEWEST_DIGITS && row.real >= 5 && !date(written) {
            let plus = if row.plus { "+" } else { "" };
            rows.push(Number { range: folded.raw(start..row.end), written: format!("{plus}{}", row.digits) });
        }
    }
}

/// Returns true if and only if the letter belongs to letters in place of digits: next to a digit, in no word.
fn stands_in(text: &str, here: &Range<usize>) -> bool {
    let like = |c: char| matches!(c, 'o' | 'о' | 'l' | 'i');
    let before = text.get(..here.start).unwrap_or_default().trim_end_matches(like).chars().next_back();
    let after = text.get(here.end..).unwrap_or_default().trim_start_matches(like).chars().next();
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    (digit(before) || digit(after)) && !letter(before) && !letter(after)
}

/// What may stand between the digits of one number.
fn divides(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '.' | ',' | '(' | ')' | '[' | ']' | '/' | '_' | '*' | '~' | '|' | '·' | '•' | '\'' | ':')
        || matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30fb}' | '\u{066b}' | '\u{066c}' | '،')
}

/// True for `2023-05-24`, `24.05.2023` and `5/24/2023`.
fn date(written: &str) -> bool {
    let parts: Vec<&str> = written.split(['-', '.', '/']).collect();
    let [a, b, c] = parts.as_slice() else { return false };
    let within =
        |t: &str, low: u32, high: u32| t.parse::<u32>().is_ok_and(|n| (low..=high).contains(&n)) && t.len() <= 4;
    let day = |t: &str| t.len() <= 2 && within(t, 1, 31);
    (within(a, 1900, 2100) && day(b) && day(c)) || (day(a) && day(b) && within(c, 1900, 2100))
}
