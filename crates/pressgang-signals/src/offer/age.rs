//! The ages a post asks for.

use super::{AgeRange, gap_is_small, joined, near};
use crate::fold::Folded;
use crate::lexicon::{Hit, Sense};
use crate::numbers::Figure;
use std::ops::Range;

/// Ages at which somebody may be hired; figures outside are something else.
const AGES: std::ops::RangeInclusive<f64> = 14.0..=75.0;

/// The youngest that a lone bound may name, and the youngest of a range that no word calls an age.
const YOUNGEST: f64 = 16.0;

/// `hires` says that the text looks for somebody: then a range of grown-up ages needs no word.
pub(super) fn age(folded: &Folded, hits: &[Hit], figures: &[Figure], hires: bool) -> Option<AgeRange> {
    let text = folded.text();
    let word_near = |range: &Range<usize>| {
        near(hits, range).iter().find(|h| {
            h.sense == Sense::Age
                && ((h.end <= range.start && gap_is_small(text, h.end, range.start, 14))
                    || (range.end <= h.start && gap_is_small(text, range.end, h.start, 4))
                    // Words such as "22-year-old" may touch the figures.
                    || (h.start < range.end && range.start < h.end))
        })
    };
    for pair in figures.windows(2) {
        let [low, high] = pair else { continue };
        if !AGES.contains(&low.value) || !AGES.contains(&high.value) || low.value >= high.value {
            continue;
        }
        let whole = low.range.start..high.range.end;
        let hits = near(hits, &whole);
        if joined(text, hits, low.range.clone(), high.range.start, 12)
            && let Some(word) = word_near(&whole)
        {
            let span = whole.start.min(word.start)..whole.end.max(word.end);
            return Some(AgeRange {
                min: Some(low.value as u8),
                max: Some(high.value as u8),
                span: folded.raw_span(span),
            });
        }
    }
    if hires && let Some(range) = bare_range(folded, hits, figures) {
        return Some(range);
    }
    for figure in figures.iter().filter(|f| f.value >= YOUNGEST && AGES.contains(&f.value) && f.value.fract() == 0.0) {
        let plus = text[figure.range.end..].starts_with('+')
            && !text[figure.range.end + 1..].starts_with(|c: char| c.is_alphanumeric());
        let Some(word) = word_near(&figure.range) else {
            // "18+" is nothing else where somebody is looked for.
            if plus && hires && figure.value <= 25.0 {
                let span = folded.raw_span(figure.range.start..figure.range.end + 1);
                return Some(AgeRange { min: Some(figure.value as u8), max: None, span });
            }
            continue;
        };
        let word_end = word.end.max(figure.range.end);
        let bound = near(hits, &figure.range).iter().find_map(|h| {
            let before = h.end <= figure.range.start
                && figure.range.start - h.end <= 2
                && matches!(text[h.end..figure.range.start].trim(), "" | ".");
            let behind = h.start >= word_end && gap_is_small(text, word_end, h.start, 2) && h.end - h.start >= 5;
            match h.sense {
                Sense::From | Sense::FromAge if before || behind => Some(false),
                Sense::To if before || behind => Some(true),
                _ => None,
            }
        });
        let span = folded.raw_span(figure.range.start.min(word.start)..figure.range.end.max(word.end));
        match bound {
            Some(false) => return Some(AgeRange { min: Some(figure.value as u8), max: None, span }),
            Some(true) => return Some(AgeRange { min: None, max: Some(figure.value as u8), span }),
            None if plus => return Some(AgeRange { min: Some(figure.value as u8), max: None, span }),
            None => {}
        }
    }
    None
}

/// Two grown-up ages joined as a range, with nothing behind them that would make them something else.
fn bare_range(folded: &Folded, hits: &[Hit], figures: &[Figure]) -> Option<AgeRange> {
    let text = folded.text();
    figures.windows(2).find_map(|pair| {
        let [low, high] = pair else { return None };
        let grown = (16.0..=45.0).contains(&low.value) && (25.0..=70.0).contains(&high.value);
        let whole = low.range.start..high.range.end;
        let hits = near(hits, &whole);
        if !grown || high.value - low.value < 7.0 || !joined(text, hits, low.range.clone(), high.range.start, 2) {
            return None;
        }
        let before = text[..whole.start].trim_end_matches(' ');
        let after = text[whole.end..].trim_start_matches(' ');
        let unit = after.starts_with(['%', ':', '/', '$', '€', '£', '₽', '₹', '°', 'k', 'к'])
            || before.ends_with(['$', '€', '£', '₽', '₹', ':', '.'])
            || after.starts_with('.') && after[1..].starts_with(|c: char| c.is_ascii_digit())
            || text[whole.end..].starts_with(char::is_alphanumeric)
            || hits.iter().any(|h| {
                matches!(h.sense, Sense::Currency(_) | Sense::Multiplier(_) | Sense::Period(_) | Sense::LakhsAYear)
                    && (h.start >= whole.end && h.start - whole.end <= 2
                        || h.end <= whole.start && whole.start - h.end <= 2)
            });
        let range = AgeRange { min: Some(low.value as u8), max: Some(high.value as u8), span: folded.raw_span(whole) };
        (!unit).then_some(range)
    })
}
