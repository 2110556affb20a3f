//! Stage 6: which adverts make the same offer, and which say the same in another language.
//!
//! An advert that was translated keeps its offer, so facts are compared first, which any build can explain. Where a
//! sentence model is named, adverts of different languages are compared by what they mean as well, whether or not their
//! offers are alike: amounts may have been dropped. What both offers say then raises or lowers what the meaning says.

use std::collections::{BTreeMap, HashMap, HashSet};

use pressgang_signals::{
    ContactKind, FactCounts, Likeness, OfferBlocks, OfferFacts, Placed, SAME_OFFER, Texts, cross_pairs, likeness,
    margin_pairs, normalise,
};
use rayon::prelude::*;

use super::corpus::{Corpus, CorpusPost, match_row};
use super::meanings::{self, UsedModel};
use super::offers::offers_by_post;
use super::{Output, Run, SourceResult, Stage};
use crate::error::CaseError;
use crate::meaning::MarginScale;
use crate::tables::{ContactRow, MatchNoteRow, MatchRow, MeaningRow};

const VERSION: u32 = 1;

/// From this probability on two texts are said to be translations of each other.
const TRANSLATION: f64 = 0.9;
/// Below this probability the offers are not asked.
const WORTH_ASKING: f64 = 0.3;
/// The log-odds that two offers may add to or take from what the meanings say: they are read from the same words, so they
/// count half, and never decide alone.
const MOST_FROM_OFFERS: f64 = 2.5;

/// By each thing few offers share, an offer is compared with at most so many others.
const FAN_OUT: usize = 64;
/// So many distinct adverts are compared by meaning, those that look most like adverts first.
const MOST_MEANT: usize = 20_000;

pub(super) fn stage(
    run: &mut Run<'_>,
    sources: &[SourceResult],
    meanings: &[Output],
    model: Option<&UsedModel>,
) -> Result<Output, CaseError> {
    let config = &run.case.config;
    let mut inputs: Vec<String> = sources.iter().flat_map(|s| [s.index.key.clone(), s.readings.key.clone()]).collect();
    inputs.extend(meanings.iter().map(|m| m.key.clone()));
    inputs.push(format!("{:?} {} {model:?}", config.reference_accounts, config.matching.near_duplicate));
    let stage = Stage { name: "translations", scope: "", version: VERSION, inputs, total: None, unit: "pairs" };
    run.perform(stage, |case, parts, _| {
        let corpus = Corpus::load(&case.config, sources, &[])?;
        let adverts = Adverts::of(&corpus, sources, case.config.matching.near_duplicate)?;
        let mut notes = Vec::new();
        let mut rows = adverts.same_offers(&mut notes);
        if let Some(scale) = model.and_then(|model| model.calibration) {
            rows.extend(adverts.translations(meanings, scale, &mut notes)?);
        }
        parts.write(rows)?;
        parts.write(notes)
    })
}

fn note(kind: &str, text: String, count: u64) -> MatchNoteRow {
    MatchNoteRow { kind: kind.to_owned(), text, count }
}

/// The adverts of a case, one of each wording: copies are tied by their words.
struct Adverts<'a> {
    posts: Vec<&'a CorpusPost>,
    offers: Vec<OfferFacts>,
    counts: FactCounts,
}

impl<'a> Adverts<'a> {
    fn of(corpus: &'a Corpus, sources: &[SourceResult], near: f64) -> Result<Adverts<'a>, CaseError> {
        let mut posts: Vec<&CorpusPost> = corpus
            .posts
            .iter()
            .filter(|post| post.is_candidate() || post.reference.is_some() && post.is_advert())
            .collect();
        posts.sort_by_cached_key(|post| post.key());
        let posts = distinct(posts, near);
        let mut contacts: HashMap<(String, String), Vec<(ContactKind, String)>> = HashMap::new();
        for source in sources {
            for row in source.readings.rows::<ContactRow>()? {
                let Some(kind) = ContactKind::named(&row.kind) else { continue };
                contacts
                    .entry((row.source, format!("{}:{}", row.platform, row.id)))
                    .or_default()
                    .push((kind, row.value));
            }
        }
        let read = offers_by_post(sources)?;
        let facts = posts.iter().map(|post| {
            let capture = (post.source.clone(), post.key());
            let contacts = contacts.get(&capture).map_or(&[][..], Vec::as_slice);
            let contacts = contacts.iter().map(|(kind, value)| (*kind, value.as_str()));
            OfferFacts::new(read.get(&capture).unwrap_or(&pressgang_signals::Offer::default()), contacts)
        });
        let offers: Vec<OfferFacts> = facts.collect();
        let mut counts = FactCounts::default();
        offers.iter().filter(|offer| !offer.is_empty()).for_each(|offer| counts.add(offer));
        Ok(Adverts { posts, offers, counts })
    }

    /// Two posts of reference accounts are no finding.
    fn may_match(&self, a: u32, b: u32) -> bool {
        self.posts[a as usize].reference.is_none() || self.posts[b as usize].reference.is_none()
    }

    fn alike(&self, a: u32, b: u32) -> Likeness {
        likeness(&self.offers[a as usize], &self.offers[b as usize], &self.counts)
    }

    fn row(&self, a: u32, b: u32, kind: &str, score: f64, basis: String) -> MatchRow {
        // The last digits differ between processors.
        let score = (score * 1000.0).round() / 1000.0;
        let row = match_row(self.posts[a as usize], self.posts[b as usize], kind, score);
        MatchRow { basis: Some(basis), ..row }
    }

    fn same_offers(&self, notes: &mut Vec<MatchNoteRow>) -> Vec<MatchRow> {
        let blocks = OfferBlocks::new(&self.offers, FAN_OUT);
        notes.extend(blocks.crowded().into_iter().map(|c| note("crowded", c.shared, c.offers as u64)));
        (0..self.offers.len() as u32)
            .into_par_iter()
            .flat_map_iter(|a| {
                let others = blocks.others(a as usize);
                others.into_iter().filter(move |&b| self.may_match(a, b)).filter_map(move |b| {
                    let found = self.alike(a, b);
                    (found.score >= SAME_OFFER).then(|| self.row(a, b, "same_offer", found.score, found.basis()))
                })
            })
            .collect()
    }

    fn translations(
        &self,
        meanings: &[Output],
        scale: MarginScale,
        notes: &mut Vec<MatchNoteRow>,
    ) -> Result<Vec<MatchRow>, CaseError> {
        let (vectors, cut) = meanings::load(meanings)?;
        notes.extend((cut > 0).then(|| note("cut", "texts read only in part by the sentence model".to_owned(), cut)));
        let mut meant: Vec<(u32, &[f32])> = (0..self.posts.len() as u32)
            .filter(|&at| self.posts[at as usize].language != "und")
            .filter_map(|at| {
                let vector = vectors.get(&meanings::text_hash(&self.posts[at as usize].text))?;
                Some((at, vector.as_slice()))
            })
            .collect();
        if meant.len() > MOST_MEANT {
            let left_out = (meant.len() - MOST_MEANT) as u64;
            notes.push(note("too_many", "adverts not compared by meaning".to_owned(), left_out));
            let sure = |at: u32| self.posts[at as usize].advert.max(self.posts[at as usize].recruitment);
            meant.sort_by(|x, y| sure(y.0).total_cmp(&sure(x.0)).then(x.0.cmp(&y.0)));
            meant.truncate(MOST_MEANT);
            meant.sort_unstable_by_key(|(at, _)| *at);
        }
        let ordinary: Vec<MeaningRow> = match meanings.last() {
            Some(output) => output.rows()?,
            None => Vec::new(),
        };
        let ordinary: Vec<(String, Vec<f32>)> =
            ordinary.into_iter().map(|row| (row.text, row.vector.into_iter().map(|v| v as f32).collect())).collect();
        let mut placed: Vec<Placed<'_>> = meant
            .iter()
            .map(|&(at, vector)| Placed { language: primary(&self.posts[at as usize].language), vector, wanted: true })
            .collect();
        placed.extend(ordinary.iter().map(|(language, vector)| Placed {
            language: primary(language),
            vector,
            wanted: false,
        }));
        let (pairs, unknown) = margin_pairs(&placed, scale.margin_of(WORTH_ASKING).max(f64::MIN_POSITIVE));
        for language in unknown.0 {
            let count = meant.iter().filter(|(at, _)| primary(&self.posts[*at as usize].language) == language).count();
            notes.push(note("language", language, count as u64));
        }
        let mut rows = Vec::new();
        for pair in pairs {
            let (a, b) = (meant[pair.a as usize].0, meant[pair.b as usize].0);
            if !self.may_match(a, b) {
                continue;
            }
            let offers = self.alike(a, b);
            let asked = (offers.support / 2.0).clamp(-MOST_FROM_OFFERS, MOST_FROM_OFFERS);
            let score = 1.0 / (1.0 + (-(scale.log_odds(pair.margin) + asked)).exp());
            if score >= TRANSLATION {
                let languages = [a, b].map(|at| primary(&self.posts[at as usize].language));
                let mut basis = format!(
                    "says the same in {} and {} (cosine {:.2}, {:.3} above its neighbours)",
                    languages[0], languages[1], pair.cosine, pair.margin
                );
                let facts = offers.basis();
                if !facts.is_empty() {
                    basis = format!("{basis}; {facts}");
                }
                rows.push(self.row(a, b, "translation", score, basis));
            }
        }
        Ok(rows)
    }
}

/// The first part of a BCP 47 code: `sr` of `sr-Latn`.
fn primary(language: &str) -> &str {
    language.split('-').next().unwrap_or(language)
}

/// The first post of each wording, in the order of the posts. Posts of reference accounts are kept apart from others, so
/// that no tie to one is only implied.
fn distinct(posts: Vec<&CorpusPost>, near: f64) -> Vec<&CorpusPost> {
    let texts = Texts::new(posts.par_iter().map(|post| normalise(&post.text)).collect::<Vec<String>>());
    let groups = texts.groups();
    let all: Vec<u32> = (0..groups.len() as u32).collect();
    let mut forest: Vec<u32> = all.clone();
    fn root(forest: &mut [u32], mut at: u32) -> u32 {
        while forest[at as usize] != at {
            forest[at as usize] = forest[forest[at as usize] as usize];
            at = forest[at as usize];
        }
        at
    }
    for pair in cross_pairs(&texts, &all, &all, near, CONNECTED, &|_| false) {
        let (a, b) = (root(&mut forest, pair.a), root(&mut forest, pair.b));
        forest[a.max(b) as usize] = a.min(b);
    }
    let mut kept: HashSet<(u32, Option<usize>)> = HashSet::new();
    let mut first: BTreeMap<u32, bool> = BTreeMap::new();
    for group in all {
        let wording = root(&mut forest, group);
        for &member in &groups[group as usize] {
            let account = posts[member as usize].reference.as_ref().map(|(_, at)| *at);
            first.insert(member, kept.insert((wording, account)));
        }
    }
    posts.into_iter().zip(0..).filter(|(_, at)| first.get(at).copied().unwrap_or(true)).map(|(post, _)| post).collect()
}

/// Pairs of near wording are only needed to connect them.
const CONNECTED: usize = 4;
