//! What a post offers: work, pay, bonuses, benefits, to whom.

use std::ops::Range;

mod age;
mod amount;
mod blocks;
mod currency;
mod facts;
mod likeness;
mod pay;
mod segments;
mod words;

use age::Looks;
use pay::Text;

pub use blocks::{Crowded, OfferBlocks};
pub use facts::{Amount, Fact, FactCounts, OfferFacts};
pub use likeness::{Likeness, SAME_OFFER, likeness};

use crate::fold::Folded;
use crate::lexicon::{Benefit, Condition, Hit, Isco, PayKind, Period, Sense};
use crate::numbers::{Figure, figures};

/// A kind of work with the place it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// ISCO-08 code.
    pub isco: Isco,
    /// Where it stands in the raw text, in bytes.
    pub span: Range<usize>,
}

/// An amount offered.
#[derive(Clone, Debug, PartialEq)]
pub struct Pay {
    /// Lower bound, in units of the currency.
    pub min: Option<f64>,
    /// Upper bound; equal to `min` for one figure.
    pub max: Option<f64>,
    /// ISO 4217 code.
    pub currency: String,
    /// The time it is for, where the text says.
    pub period: Option<Period>,
    /// What it is paid for.
    pub kind: PayKind,
    /// The text names no currency; it is the one people who write its language are paid in.
    pub currency_implied: bool,
    /// Where it stands in the raw text, in bytes.
    pub span: Range<usize>,
}

/// Ages asked for, in years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgeRange {
    /// Youngest.
    pub min: Option<u8>,
    /// Oldest.
    pub max: Option<u8>,
    /// Where it stands in the raw text, in bytes.
    pub span: Range<usize>,
}

/// Everything a post offers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offer {
    /// Kinds of work, one entry per mention.
    pub roles: Vec<Role>,
    /// Amounts.
    pub pay: Vec<Pay>,
    /// Ages asked for.
    pub age: Option<AgeRange>,
    /// Benefits with the places they are named.
    pub benefits: Vec<(Benefit, Range<usize>)>,
    /// Who may apply and what is asked for, with the places.
    pub conditions: Vec<(Condition, Range<usize>)>,
    /// Calls to act: the places.
    pub calls: Vec<Range<usize>>,
    /// A contract or its length is spoken of here.
    pub term: Option<Range<usize>>,
}

/// Reads the offer of a text, `None` when it offers nothing. `taken` are the places of contacts in the raw text, in
/// order and apart: a figure there is no amount.
///
/// `home` is the currency of amounts that name none.
pub fn read(raw: &str, folded: &Folded, hits: &[Hit], taken: &[Range<usize>], home: Option<&str>) -> Option<Offer> {
    let text = folded.text();
    let mut offer = Offer::default();
    for hit in hits {
        let span = || folded.raw_span(hit.start..hit.end);
        match hit.sense {
            // "Truck driver" is no driver of cars as well.
            Sense::Role(isco) if !inside_longer(hits, hit, |s| matches!(s, Sense::Role(_))) => {
                offer.roles.push(Role { isco, span: span() })
            }
            Sense::Benefit(benefit) => offer.benefits.push((benefit, span())),
            // "No experience needed" holds "experience needed".
            Sense::Condition(condition)
                if !inside_longer(hits, hit, |s| matches!(s, Sense::Condition(_))) && counts(text, condition, hit) =>
            {
                offer.conditions.push((condition, span()));
            }
            Sense::Invitation => offer.calls.push(span()),
            Sense::Term if offer.term.is_none() => offer.term = Some(span()),
            _ => {}
        }
    }
    if text.bytes().any(|b| b.is_ascii_digit()) {
        let figures: Vec<Figure> = figures(text, |at| raw[folded.raw_span(at..at + 1)].contains('\n'))
            .into_iter()
            .filter(|f| {
                let raw = folded.raw_span(f.range.clone());
                let next = taken.partition_point(|t| t.end <= raw.start);
                taken.get(next).is_none_or(|t| raw.end <= t.start)
            })
            .collect();
        let hires = hits
            .iter()
            .any(|h| matches!(h.sense, Sense::Role(_) | Sense::Vacancy | Sense::Condition(_) | Sense::Benefit(_)));
        let calls = hits.iter().any(|h| matches!(h.sense, Sense::Invitation | Sense::Pay | Sense::Kind(_)));
        let looks = match (hires, calls) {
            (true, _) => Looks::Hires,
            (false, true) => Looks::Perhaps,
            (false, false) => Looks::No,
        };
        let quotes = pay::only_quotes(hits);
        if !quotes {
            offer.age = age::age(raw, folded, hits, &figures, looks);
            let hires = hires || offer.age.is_some() || hits.iter().any(|h| h.sense == Sense::Invitation);
            let lists = Text { raw, folded, hits, home, hires, asks_age: offer.age.is_some() };
            offer.pay = pay::pay(&lists, &figures);
            // Whoever pays looks for somebody, even where no other word says so.
            if offer.age.is_none() && looks == Looks::No && !offer.pay.is_empty() {
                offer.age = age::age(raw, folded, hits, &figures, Looks::Perhaps);
            }
        }
    }
    let offers = !offer.roles.is_empty() || !offer.pay.is_empty() || offer.age.is_some();
    offers.then_some(offer)
}

/// A word such as "until" marks a deadline only beside a date.
fn counts(text: &str, condition: Condition, hit: &Hit) -> bool {
    if condition != Condition::Deadline {
        return true;
    }
    let after: String = text[hit.end..].chars().take(16).collect();
    let before: String = text[..hit.start].chars().rev().take(16).collect();
    is_date(&after) || is_date(&before.chars().rev().collect::<String>())
}

/// Two figures with a dot, a slash or a dash between, or a day and a month in words.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let numeric =
        bytes.windows(3).any(|w| w[0].is_ascii_digit() && matches!(w[1], b'.' | b'/') && w[2].is_ascii_digit());
    let mut words = text.split_whitespace().skip_while(|w| !w.bytes().all(|b| b.is_ascii_digit()));
    let worded = words.next().is_some_and(|d| d.parse::<u8>().is_ok_and(|d| (1..=31).contains(&d)))
        && words.next().is_some_and(|m| m.chars().all(char::is_alphabetic) && m.chars().count() >= 3);
    numeric || worded
}

/// Returns true if a longer phrase of the same kind stands around this one.
fn inside_longer(hits: &[Hit], hit: &Hit, same_kind: fn(&Sense) -> bool) -> bool {
    // Hits are in order, so a longer one around this one begins at most a few words before it.
    let first = hits.partition_point(|h| h.start + 64 < hit.start);
    hits[first..]
        .iter()
        .take_while(|h| h.start <= hit.start)
        .any(|h| same_kind(&h.sense) && h.end >= hit.end && h.end - h.start > hit.end - hit.start)
}

/// The hits that could bear on a place: those that begin at most some 200 bytes from it. Whatever looks around a figure
/// looks only here, so that a long text costs no more than its length.
fn near<'a>(hits: &'a [Hit], place: &Range<usize>) -> &'a [Hit] {
    let first = hits.partition_point(|h| h.start + AROUND < place.start);
    let last = hits.partition_point(|h| h.start <= place.end + AROUND);
    &hits[first..last.max(first)]
}

const AROUND: usize = 200;

/// Returns true if two figures are the ends of one range: a dash between them, a word for "to", or "and" where a word
/// such as "between" stands before the first. Beside the word at most `most` bytes may stand between them.
fn joined(text: &str, hits: &[Hit], low: Range<usize>, start: usize, most: usize) -> bool {
    let end = low.end;
    if start < end || start - end > most + 16 {
        return false;
    }
    let between = text[end..start].trim();
    if matches!(between, "-" | "~" | ".." | "..." | "…" | "~-" | "/") {
        return true;
    }
    let opened = || hits.iter().any(|h| h.sense == Sense::From && h.end <= low.start && low.start - h.end <= 4);
    hits.iter().any(|h| {
        h.start >= end
            && h.end <= start
            && (h.sense == Sense::To || h.sense == Sense::And && opened())
            && between.len() <= h.end - h.start + most
    })
}

/// Returns true if nothing but a little space and punctuation lies between two places.
fn gap_is_small(text: &str, end: usize, start: usize, most: usize) -> bool {
    start >= end && start - end <= most && !text[end..start].contains(['.', '!', '?', ';'])
}
