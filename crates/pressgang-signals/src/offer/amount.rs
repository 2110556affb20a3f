//! One figure with its multiplying word and its currency.

use super::currency::currency_at;
use super::gap_is_small;
use super::pay::Text;
use crate::lexicon::{Hit, Sense};
use crate::numbers::Figure;

/// One figure with what touches it.
pub(super) struct Amount {
    pub value: f64,
    pub multiplier: Option<f64>,
    pub currency: Option<String>,
    /// The currency is a bare dollar sign, which many countries use.
    pub dollar: bool,
    /// What is spoken of is a sum a year.
    pub yearly: bool,
    pub start: usize,
    pub end: usize,
}

impl Amount {
    /// The value as the lower end of a range up to `high`: "180 to 240 thousand".
    pub fn lowest(&self, high: &Amount) -> f64 {
        self.value * self.multiplier.or(high.multiplier).unwrap_or(1.0)
    }

    /// The value as the upper end of a range from `low`: "180 thousand to 240".
    pub fn highest(&self, low: &Amount) -> f64 {
        let shared = low.multiplier.filter(|_| self.value < 1000.0);
        self.value * self.multiplier.or(shared).unwrap_or(1.0)
    }
}

pub(super) fn amount(of: &Text<'_>, hits: &[Hit], from: usize, figure: &Figure) -> Amount {
    let text = of.folded.text();
    if is_length(text, figure) {
        let (start, end) = (figure.range.start, figure.range.end);
        return Amount { value: 0.0, multiplier: None, currency: None, dollar: false, yearly: false, start, end };
    }
    let mut end = figure.range.end;
    let mut start = figure.range.start;
    let mut value = figure.value;
    let mut multiplier = None;
    let mut yen = false;
    // "240 тыс." and the "k" of "3k"; lakh and million may follow each other.
    for _ in 0..2 {
        let word =
            hits.iter().filter(|h| h.start >= end && gap_is_small(text, end, h.start, 1)).find_map(|h| match h.sense {
                Sense::Multiplier(factor) => Some((factor, h.end)),
                _ => None,
            });
        let Some((factor, word_end)) = word else { break };
        multiplier = Some(multiplier.unwrap_or(1.0) * factor as f64);
        yen |= factor == 10_000 && text[..word_end].ends_with("man");
        end = word_end;
    }
    if multiplier.is_none() && text[end..].starts_with('k') && !text[end + 1..].starts_with(char::is_alphanumeric) {
        multiplier = Some(1000.0);
        end += 1;
    }
    if multiplier.is_some_and(|m| m >= 1e6)
        && let Some((part, part_end)) = part_behind(text, hits, end, multiplier.is_some_and(|m| m >= 1e9))
    {
        value += part;
        end = part_end;
    }
    let lakhs = hits.iter().find(|h| h.sense == Sense::LakhsAYear && h.start >= end && h.start - end <= 1);
    if let Some(lakhs) = lakhs {
        return Amount {
            value,
            multiplier: Some(1e5),
            currency: Some("INR".to_owned()),
            dollar: false,
            yearly: true,
            start,
            end: lakhs.end,
        };
    }
    let mut after = end;
    // The dot of an abbreviation ("тыс. руб."), and the dash that ends an amount ("13,500/- per month").
    if multiplier.is_some() && text[after..].starts_with('.') {
        after += 1;
    }
    if text[after..].starts_with("/-") {
        after += 2;
        end = after;
    }
    let mut currency = None;
    let mut dollar = false;
    let behind = currency_at(of, hits, from, after, true);
    let before = currency_at(of, hits, from, start, false);
    if let Some((_, currency_start)) = &before {
        dollar = text[*currency_start..start].trim() == "$" && behind.is_none();
        start = *currency_start;
    }
    if let Some((code, currency_end)) = behind {
        dollar = text[after..currency_end].trim() == "$";
        currency = Some(code);
        end = currency_end;
    } else if let Some((code, _)) = before {
        currency = Some(code);
    }
    // "18 man": those who work in Japan count in ten thousands and mean yen.
    if yen && currency.is_none() {
        currency = Some("JPY".to_owned());
    }
    // Iranians count in toman, ten rials each.
    if currency.as_deref() == Some("IRT") {
        currency = Some("IRR".to_owned());
        multiplier = Some(multiplier.unwrap_or(1.0) * 10.0);
    }
    Amount { value, multiplier, currency, dollar, yearly: false, start, end }
}

/// "8tr5" is 8.5 million, "1 tỷ 2" 1.2 billion, "7 triệu rưỡi" 7.5 million.
fn part_behind(text: &str, hits: &[Hit], end: usize, spaced: bool) -> Option<(f64, usize)> {
    if let Some(half) = hits.iter().find(|h| h.sense == Sense::Half && h.start >= end && h.start - end <= 1) {
        return Some((0.5, half.end));
    }
    let rest = text.get(end..)?;
    let rest = if spaced { rest.strip_prefix(' ').unwrap_or(rest) } else { rest };
    let start = text.len() - rest.len();
    let count = rest.bytes().take_while(u8::is_ascii_digit).count();
    let alone = !rest[count..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '%' | ':'))
        || rest[count..].starts_with(". ");
    let value: f64 = rest[..count].parse().ok().filter(|_| (1..=2).contains(&count) && alone)?;
    Some((value / 10f64.powi(count as i32), start + count))
}

/// Dollars and pesos that are written with the same sign.
fn is_dollar(code: &str) -> bool {
    matches!(code, "USD" | "CAD" | "AUD" | "NZD" | "SGD" | "HKD" | "MXN" | "ARS" | "COP" | "CLP" | "UYU" | "DOP")
}

/// The currency of the two ends of a range, `None` when they are in different ones.
pub(super) fn common_currency(low: &Amount, high: &Amount) -> Option<String> {
    match (&low.currency, &high.currency) {
        (Some(a), Some(b)) if a == b => Some(a.clone()),
        (Some(_), Some(b)) if low.dollar && is_dollar(b) => Some(b.clone()),
        (Some(a), Some(_)) if high.dollar && is_dollar(a) => Some(a.clone()),
        (Some(a), None) | (None, Some(a)) => Some(a.clone()),
        _ => None,
    }
}

/// "1m65" is somebody's height and "45m2" a room, not millions.
fn is_length(text: &str, figure: &Figure) -> bool {
    let rest = text[figure.range.end..].strip_prefix(' ').unwrap_or(&text[figure.range.end..]);
    let Some(behind) = rest.strip_prefix(['m', 'м']) else { return false };
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    let ends = !behind[digits..].starts_with(char::is_alphanumeric);
    match digits {
        0 => ends && figure.value < 2.5 && figure.value.fract() != 0.0 && figure.range.len() == 4,
        1 => ends && (behind.starts_with(['2', '3']) && figure.value >= 10.0 || (1.0..=2.0).contains(&figure.value)),
        2 => ends && (1.0..=2.0).contains(&figure.value),
        _ => false,
    }
}
