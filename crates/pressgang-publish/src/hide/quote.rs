//! Words of somebody, printed in full: hidden is only what the case knows and what is plainly a way to reach a person.
//!
//! Unlike in texts of posts, figures and public addresses stay: an answer is quoted for its case numbers, its counts and
//! the rules that it names. Whatever is hidden becomes [`HIDDEN`], so that a reader sees where.

use std::ops::Range;

use regex::Regex;

use super::fold::Folded;
use super::known::Edges;
use super::scan::{Number, numbers};
use super::weave::{Cut, Mark, weave};
use super::{Hider, cut, plain, with_at};

/// What stands where something was hidden.
const HIDDEN: &str = "[hidden]";

/// What ends a sentence or a bracket and is no part of an address before it.
const PUNCTUATION: &[char] = &['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '’', '*', '_', '…', '،', '؛', '؟'];
/// Hosts whose addresses name somebody to write to, and nothing else.
const MESSENGERS: [&str; 9] = [
    "t.me",
    "telegram.me",
    "telegram.dog",
    "wa.me",
    "api.whatsapp.com",
    "chat.whatsapp.com",
    "m.me",
    "signal.me",
    "viber.me",
];
/// Digits of a country's code and of what is dialled before a number, at most.
const MOST_BEFORE: usize = 5;

/// The compiled patterns.
pub struct Quoted {
    address: Regex,
    email: Regex,
    messenger: Regex,
    phone: Regex,
    handle: Regex,
}

impl Quoted {
    /// Compiles the patterns.
    pub fn new() -> Result<Quoted, regex::Error> {
        // A full stop with a space behind it ends a sentence and no label of a domain.
        let dot = r"(?:\.|\s?[\[({]\s*(?:\.|dot|точка)\s*[\])}]\s?)";
        let at = r"(?:\s?@\s?|\s?[\[({]\s*(?:at|@|собака)\s*[\])}]\s?)";
        // What divides the digits of one number: one mark, a bracket, or a dash between spaces.
        let gap =
            r"(?:[ \u{a0}\-./\u{2010}-\u{2015}]|[ \u{a0}]?[()][ \u{a0}]?|[ \u{a0}][\-\u{2010}-\u{2015}][ \u{a0}])?";
        let called = r"(?:tel|telephone|phone|call|fax|mobile|whatsapp|viber|signal|telefon|téléphone|teléfono|телефон|тел|звоните)";
        Ok(Quoted {
            address: Regex::new(
                r#"(?:h(?:tt|xx)ps?://|\bwww\.|\b(?:[\p{L}\p{N}\-]+\.)+\p{L}{2,}/)[^\s<>"«»“”„‘()\[\]{}]+"#,
            )?,
            email: Regex::new(&format!(
                r"@?[\p{{L}}\p{{N}}_.+%\-]*[\p{{L}}\p{{N}}_]{at}[\p{{L}}\p{{N}}\-]+(?:{dot}[\p{{L}}\p{{N}}\-]+)*{dot}\p{{L}}{{2,}}"
            ))?,
            messenger: Regex::new(&format!(
                r"\b(?:tg|viber|tel|mailto|sgnl|whatsapp|skype):[^\s<>]+|\b(?:{})/[^\s<>]+",
                MESSENGERS.map(regex::escape).join("|")
            ))?,
            phone: Regex::new(&format!(
                r"\+[ \u{{a0}}]?\d(?:{gap}\d){{6,14}}|\b00[1-9]\d{{0,2}}[ \u{{a0}}\-./(](?:{gap}\d){{6,12}}|(?:\(\d{{3}}\)[ \u{{a0}}]?|\b\d{{3}}[\-.])\d{{3}}[\-.]\d{{4}}\b|\b{called}\b[.:]?\s{{0,2}}(?:us\s)?(?:at\s|on\s)?(\(?\d(?:{gap}\d){{6,14}})"
            ))?,
            handle: Regex::new(r"(?:^|[^\p{L}\p{N}_.@])(@[\p{L}\p{N}_](?:[\p{L}\p{N}_.]*[\p{L}\p{N}_])?)")?,
        })
    }
}

impl Hider {
    /// Words of somebody that are quoted in full: contacts, handles and names that the case knows, e-mail addresses,
    /// telephone numbers, `@handles` and links to messengers become [`HIDDEN`]; figures, and public addresses whose host
    /// is no contact of the case, stay.
    pub fn quote(&self, text: &str) -> String {
        let folded = Folded::new(text);
        let known: Vec<Cut> = self.known(&folded, Edges::Word).into_iter().map(|c| whole_handle(text, c)).collect();
        let mut cuts: Vec<Cut> = Vec::new();
        for m in self.quoted.address.find_iter(&folded.text) {
            let address = folded.raw(m.start()..m.start() + trimmed(m.as_str()).len());
            let has_contact = known.iter().any(|c| c.mark == Mark::Contact && overlap(&c.range, &address));
            if self.mask_contacts && (has_contact || is_messenger(trimmed(m.as_str()))) {
                cuts.push(cut(address, HIDDEN.to_owned(), Mark::Contact, 0));
            } else if self.pseudonymise {
                cuts.extend(self.handles_in(&folded, m.range()));
            }
        }
        let hide = |range: Range<usize>, mark| cut(folded.raw(range), HIDDEN.to_owned(), mark, 1);
        if self.mask_contacts {
            cuts.extend(self.quoted.email.find_iter(&folded.text).map(|m| hide(m.range(), Mark::Contact)));
            let links = self.quoted.messenger.find_iter(&folded.text);
            cuts.extend(links.map(|m| hide(m.start()..m.start() + trimmed(m.as_str()).len(), Mark::Contact)));
            let phones = self.quoted.phone.captures_iter(&folded.text);
            cuts.extend(phones.filter_map(|c| c.get(1).or(c.get(0))).map(|m| hide(m.range(), Mark::Contact)));
            cuts.extend(numbers(&folded, &[]).iter().filter_map(|number| self.known_in(text, number)));
        }
        if self.pseudonymise {
            let handles = self.quoted.handle.captures_iter(&folded.text).filter_map(|c| c.get(1));
            cuts.extend(handles.map(|m| hide(m.range(), Mark::Account)));
            let names = self.names.find(&folded, Edges::Word).into_iter();
            cuts.extend(names.map(|(range, _)| cut(range, HIDDEN.to_owned(), Mark::Account, 2)));
        }
        cuts.extend(known);
        plain(&weave(text, cuts, &[]))
    }

    /// The parts of an address that are handles of the case's accounts, ordinary words included.
    fn handles_in(&self, folded: &Folded, address: Range<usize>) -> Vec<Cut> {
        let text = folded.text.get(address.clone()).unwrap_or_default();
        // Behind the scheme and the host.
        let from = text.find("//").map_or(0, |at| at + 2);
        let Some(path) = text.get(from..).and_then(|rest| rest.find('/')).map(|at| from + at + 1) else {
            return Vec::new();
        };
        let mut cuts = Vec::new();
        let mut at = path;
        for part in text.get(path..).unwrap_or_default().split(['/', '?', '&', '=', '#']) {
            let name = trimmed(part).trim_start_matches('@');
            let start = at + trimmed(part).len() - name.len();
            if !name.is_empty() && self.accounts.iter().any(|(_, handle)| handle == name) {
                let range = address.start + start..address.start + start + name.len();
                cuts.push(cut(folded.raw(range), HIDDEN.to_owned(), Mark::Account, 1));
            }
            at += part.len() + 1;
        }
        cuts
    }

    /// The digits of a known telephone number in a row of digits, with what is dialled before them. A row may hold more:
    /// figures of the next sentence.
    fn known_in(&self, text: &str, row: &Number) -> Option<Cut> {
        let (national, _) = self.phones.iter().find(|(national, _)| row.written.contains(national.as_str()))?;
        let raw = text.get(row.range.clone())?;
        let folded = Folded::new(raw);
        let digits: Vec<(usize, char)> =
            folded.text.char_indices().filter_map(|(at, c)| Some((at, digit(c)?))).collect();
        let written: String = digits.iter().map(|(_, digit)| *digit).collect();
        let first = written.find(national.as_str())?;
        let from = if first <= MOST_BEFORE { 0 } else { digits.get(first)?.0 };
        let (last, c) = digits
            .get(first + national.len() - 1)
            .and_then(|(at, _)| folded.text.get(*at..).and_then(|rest| rest.chars().next()).map(|c| (*at, c)))?;
        let range = folded.raw(from..last + c.len_utf8());
        let range = row.range.start + range.start..row.range.start + range.end;
        Some(cut(range, HIDDEN.to_owned(), Mark::Contact, 1))
    }
}

/// The digit that a character of a row stands for, as [`numbers`] reads it.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        'o' | 'о' => Some('0'),
        'l' | 'i' => Some('1'),
        _ => None,
    }
}

/// A known cut as a quote shows it.
fn whole_handle(text: &str, known: Cut) -> Cut {
    let range = if known.mark == Mark::Account { with_at(text, known.range) } else { known.range };
    Cut { range, text: HIDDEN.to_owned(), ..known }
}

/// An address without what ends the sentence around it.
fn trimmed(address: &str) -> &str {
    address.trim_end_matches(PUNCTUATION)
}

/// Whether an address leads to somebody's messenger.
fn is_messenger(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    MESSENGERS.contains(&host.strip_prefix("www.").unwrap_or(host))
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Displayed names of accounts that cannot be ordinary words, as they are searched.
pub fn names(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names
        .map(|name| name.trim().to_owned())
        .filter(|name| super::telling(name) || (name.chars().count() > 4 && name.split_whitespace().count() > 1))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_end_where_sentences_do() {
        let quoted = Quoted::new().unwrap();
        let check = |pattern: &Regex, text: &str, expected: &[&str]| {
            let folded = text.to_lowercase();
            let found: Vec<&str> =
                pattern.captures_iter(&folded).filter_map(|c| c.get(1).or(c.get(0))).map(|m| m.as_str()).collect();
            assert_eq!(found, expected, "{text}");
        };
        check(&quoted.email, "Write to press@x.example. On 26 May", &["press@x.example"]);
        check(
            &quoted.email,
            "a.b+c@mail.x.example, or d [at] x [dot] example!",
            &["a.b+c@mail.x.example", "d [at] x [dot] example"],
        );
        check(&quoted.email, "It is 2 @ 3.", &[]);
        check(&quoted.phone, "Call +49 30 23125 001. 26 posts", &["+49 30 23125 001"]);
        check(&quoted.phone, "(202) 555-0132, tel: 030 23125-001", &["(202) 555-0132", "030 23125-001"]);
        check(&quoted.phone, "1,234,567 posts, case number 4471 2023 0099, 26 May 2023 16:30, 2023-05-26", &[]);
        check(&quoted.phone, "Article 16(4) of 2022/2065; +12 % and +3 points; case 0044712023", &[]);
        check(&quoted.handle, "ask @desk_example. Or (@other.one), a@b.example", &["@desk_example", "@other.one"]);
    }
}
