//! Bank cards: numbers of 16 digits with a right check digit and a known issuer. They are masked at once.

use std::ops::Range;

use super::{Contact, ContactKind};
use crate::fold::Folded;

/// Finds card numbers written together or in groups of four.
pub(super) fn find(raw: &str, folded: &Folded) -> Vec<(Range<usize>, Contact)> {
    let text = folded.text();
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + offset;
        let Some((digits, end)) = digits_from(text, start) else {
            at = start + bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
            continue;
        };
        at = end;
        let glued = text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '+' | '/' | '_' | '-' | '.'));
        if glued || !is_card(&digits) {
            continue;
        }
        let span = folded.raw_span(start..end);
        if raw.get(span.clone()).is_some() {
            let written: String = digits.iter().map(|d| (d + b'0') as char).collect();
            let value = format!("{}******{}", &written[..6], &written[12..]);
            let plain = text[start..end].bytes().all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'-'));
            let hidden = (!plain).then_some("spaced apart");
            let contact = Contact { kind: ContactKind::BankCard, value, span, hidden, alternatives: Vec::new() };
            found.push((start..end, contact));
        }
    }
    found
}

/// Sixteen digits, together or in groups of the same length with the same signs between.
fn digits_from(text: &str, start: usize) -> Option<([u8; 16], usize)> {
    let bytes = text.as_bytes();
    let mut digits = [0; 16];
    let mut at = start;
    let group = bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
    if !matches!(group, 1 | 2 | 4 | 16) {
        return None;
    }
    let mut gap: Option<&str> = None;
    for (i, digit) in digits.iter_mut().enumerate() {
        if i > 0 && i % group == 0 {
            let rest = text.get(at..)?;
            let signs = rest.trim_start_matches([' ', '-', '.', '•', '·', '_', '*', '/', '|']);
            let this = &rest[..rest.len() - signs.len()];
            if this.is_empty() || this.chars().count() > 3 || gap.is_some_and(|gap| gap != this) {
                return None;
            }
            gap = Some(this);
            at += this.len();
        }
        let byte = bytes.get(at).filter(|b| b.is_ascii_digit())?;
        *digit = byte - b'0';
        at += 1;
    }
    let letter = bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let more = matches!(bytes.get(at), Some(b'-' | b'.')) && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
    (!letter && !more).then_some((digits, at))
}

/// Luhn's check digit, and the first digits of Visa, Mastercard, Mir, UnionPay, Maestro and Humo/Uzcard.
fn is_card(digits: &[u8; 16]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, &d)| {
            let d = u32::from(d);
            if i % 2 == 0 { d } else { d * 2 / 10 + d * 2 % 10 }
        })
        .sum();
    let first = digits[..4].iter().fold(0u32, |n, &d| n * 10 + u32::from(d));
    let issuer = matches!(first, 2200..=2204 | 2221..=2720 | 4000..=4999 | 5000..=5999 | 6200..=6299 | 6700..=6799 | 8600 | 9860);
    issuer && sum.is_multiple_of(10) && digits[4..].iter().any(|d| *d != digits[4])
}
