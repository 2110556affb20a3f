//! Items of evidence put together.

use std::collections::BTreeMap;

use super::LikelihoodError;
use crate::numbers::ordered_sum;

/// One item of evidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item<'a> {
    /// What it depends on; items of one origin are no independent evidence.
    pub origin: &'a str,
    /// The base 10 logarithm of its likelihood ratio.
    pub log10: f64,
}

/// What one origin says.
#[derive(Clone, Debug, PartialEq)]
pub struct OriginSum {
    /// The origin.
    pub origin: String,
    /// Its strongest item for the first proposition, 0 without one.
    pub for_it: f64,
    /// Its strongest item against it, 0 without one.
    pub against: f64,
}

impl OriginSum {
    /// What counts of it.
    pub fn log10(&self) -> f64 {
        self.for_it + self.against
    }
}

/// What all origins say together.
#[derive(Clone, Debug, PartialEq)]
pub struct Combined {
    /// The base 10 logarithm of the ratio of everything; 0 without evidence.
    pub log10: f64,
    /// Each origin, sorted.
    pub origins: Vec<OriginSum>,
}

impl Combined {
    /// How many origins speak for the first proposition on the whole.
    pub fn origins_for(&self) -> usize {
        self.origins.iter().filter(|origin| origin.log10() > 0.0).count()
    }
}

/// Adds up the logarithms of independent items; each origin counts once.
///
/// Of one origin count its strongest item for the proposition and its strongest against it. So another copy of the same
/// support adds nothing however many there are, and doubt is neither outvoted by copies nor hidden behind a stronger
/// item of its own origin.
pub fn combine<'a>(items: impl IntoIterator<Item = Item<'a>>) -> Result<Combined, LikelihoodError> {
    let mut origins: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for item in items {
        if !item.log10.is_finite() {
            return Err(LikelihoodError::NotFinite(item.origin.to_owned()));
        }
        let (for_it, against) = origins.entry(item.origin).or_default();
        *for_it = for_it.max(item.log10);
        *against = against.min(item.log10);
    }
    let origins: Vec<OriginSum> = origins
        .into_iter()
        .map(|(origin, (for_it, against))| OriginSum { origin: origin.to_owned(), for_it, against })
        .collect();
    Ok(Combined { log10: ordered_sum(origins.iter().map(OriginSum::log10).collect()), origins })
}
