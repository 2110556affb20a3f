//! Stage 3: which posts share a contact or a link, and how much that is worth.
//!
//! The weight of a contact is the share of adverts and reference posts among all posts that carry it, times
//! `50 / (n - 1)` where more than `n` = 51 candidates and reference posts do: what nobody else has is worth most, and
//! no post gains more from one contact than from 50 others. Links, domains and payment addresses get at most 0.3 of it, because
//! anybody may link to a page. A contact on more than 5,000 posts makes no pairs at all.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use pressgang_signals::ContactKind;

use super::corpus::{Corpus, match_row};
use super::readings::contact_hash;
use super::{Output, Run, SourceResult, Stage};
use crate::config::Role;
use crate::error::CaseError;
use crate::folder::Case;
use crate::tables::{ContactCountRow, ContactRow, MatchRow};

const VERSION: u32 = 2;

/// A contact on more adverts and reference posts than this makes no pairs: its weight would be below 0.01, which joins
/// nothing.
pub(super) const MOST_HOLDERS: usize = 5_000;

/// Other posts that a post can be tied to by one contact before the weight of each tie shrinks.
pub(super) const FULL_FAN_OUT: usize = 50;

/// The most a link is worth.
const LINK: f64 = 0.3;

pub(super) fn stage(run: &mut Run<'_>, sources: &[SourceResult]) -> Result<Output, CaseError> {
    let mut inputs: Vec<String> = sources.iter().flat_map(|s| [s.posts.key.clone(), s.readings.key.clone()]).collect();
    inputs.push(format!("{:?}", run.case.config.reference_accounts));
    let stage = Stage { name: "contacts", scope: "", version: VERSION, inputs, total: None, unit: "contacts" };
    run.perform(stage, |case, parts, _| {
        let corpus = Corpus::load(&case.config, sources, &[])?;
        let holders = holders(case, &corpus, sources)?;
        let mut writer = parts.create::<MatchRow>()?;
        for (contact, holders) in &holders {
            writer.extend(star(&corpus, contact, holders))?;
        }
        writer.finish()?;
        Ok(())
    })
}

/// A contact: its kind, as kinds are compared, and its value.
pub(super) type Contact = (ContactKind, String);

/// Who carries one contact.
#[derive(Debug, Default)]
pub(super) struct Holders {
    /// Candidates under study.
    pub studied: BTreeSet<usize>,
    /// How many of them are adverts.
    pub adverts: usize,
    /// Posts of reference accounts.
    pub references: BTreeSet<usize>,
    /// Posts that are neither, known as a number only.
    pub ordinary: u64,
    /// Those of them that are under study.
    pub ordinary_studied: u64,
}

impl Holders {
    /// Candidates and reference posts that carry it.
    pub fn carriers(&self) -> usize {
        self.studied.len() + self.references.len()
    }

    /// What sharing the contact is worth, 0 to 1.
    pub fn weight(&self, kind: ContactKind) -> f64 {
        let carriers = self.carriers() as f64;
        if self.carriers() < 2 || self.carriers() > MOST_HOLDERS {
            return 0.0;
        }
        let rarity = (self.adverts + self.references.len()) as f64 / (carriers + self.ordinary as f64);
        let fan_out = (FULL_FAN_OUT as f64 / (carriers - 1.0)).min(1.0);
        rarity * fan_out * if kind.is_direct() { 1.0 } else { LINK }
    }
}

/// Every contact of candidates and reference posts, with who carries it.
pub(super) fn holders(
    case: &Case,
    corpus: &Corpus,
    sources: &[SourceResult],
) -> Result<BTreeMap<Contact, Holders>, CaseError> {
    let mut contacts: BTreeMap<Contact, Holders> = BTreeMap::new();
    // All ordinary posts, and those under study.
    let mut counts: HashMap<String, (u64, u64)> = HashMap::new();
    for (source, entry) in sources.iter().zip(&case.config.sources) {
        for row in source.readings.rows::<ContactCountRow>()? {
            let (all, studied) = counts.entry(row.hash).or_default();
            *all += row.posts;
            if entry.role == Role::Observed {
                *studied += row.posts;
            }
        }
        for row in source.readings.rows::<ContactRow>()? {
            let Some(kind) = ContactKind::named(&row.kind) else { continue };
            let Some(&place) = corpus.place.get(&format!("{}:{}", row.platform, row.id)) else { continue };
            let post = &corpus.posts[place];
            if post.reference.is_some() {
                contacts.entry((kind.compared_as(), row.value)).or_default().references.insert(place);
            } else if post.is_studied() {
                contacts.entry((kind.compared_as(), row.value)).or_default().studied.insert(place);
            }
        }
    }
    for ((kind, value), holders) in &mut contacts {
        let count = counts.get(&contact_hash(case.key(), kind.as_str(), value)).copied().unwrap_or((0, 0));
        (holders.ordinary, holders.ordinary_studied) = count;
        holders.adverts = holders.studied.iter().filter(|place| corpus.posts[**place].is_advert()).count();
    }
    Ok(contacts)
}

/// One pair for each post that shares a contact with the candidate whose key comes first.
fn star(corpus: &Corpus, (kind, value): &Contact, holders: &Holders) -> Vec<MatchRow> {
    let key = |place: &&usize| corpus.posts[**place].key();
    let Some(&first) = holders.studied.iter().min_by_key(key) else { return Vec::new() };
    let weight = holders.weight(*kind);
    if weight <= 0.0 {
        return Vec::new();
    }
    let mut others: Vec<&usize> = holders.studied.iter().chain(&holders.references).filter(|p| **p != first).collect();
    others.sort_by_cached_key(key);
    let of_match = if matches!(kind, ContactKind::Url | ContactKind::Domain) { "link" } else { "contact" };
    let a = &corpus.posts[first];
    let rows = others.into_iter().map(|&other| MatchRow {
        basis: Some(format!("{}:{value}", kind.as_str())),
        weight,
        ordinary: Some(holders.ordinary),
        ..match_row(a, &corpus.posts[other], of_match, 1.0)
    });
    rows.collect()
}
