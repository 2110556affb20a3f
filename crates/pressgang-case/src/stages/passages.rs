//! Stage 4: which posts share a passage although they differ.
//!
//! Per source, its posts stream past the passages of all posts of reference accounts, and its candidates past those of
//! all candidates; what was there before streams past references that are new. What a passage is worth depends on how
//! many ordinary posts have it, of which a later source may hold more, so all pairs are weighed in a step of their own.

use std::collections::{BTreeMap, HashSet};

use pressgang_signals::passages::{
    Aligner, GUARANTEED, IndexLimits, Letters, PASSAGES_VERSION, PassageCounts, PassageFinder, PassageIndex,
    PassageIndexBuilder, worth,
};
use pressgang_signals::{Normaliser, jaccard};
use rayon::prelude::*;

use super::corpus::{Corpus, match_row};
use super::{Output, Run, SourceResult, Stage};
use crate::config::Role;
use crate::error::CaseError;
use crate::index::{IndexedPost, IndexedSource, Indexes, Posts};
use crate::tables::{MatchRow, PassagePairRow};

const VERSION: u32 = 1;

/// Posts with which one post is compared, those first that share most fingerprints.
const LIMITS: IndexLimits = IndexLimits { sharers: 64, candidates: 32 };

/// Texts that are compared by one thread at a time, at least.
const CHUNK: usize = 256;

/// The pairs of the source at place `at`; `sources` are those up to it.
pub(super) fn pairs(run: &mut Run<'_>, at: usize, sources: &[SourceResult]) -> Result<Output, CaseError> {
    let source = run.case.config.sources[at].clone();
    let entries = sources.iter().zip(&run.case.config.sources);
    let studied = entries.filter(|(_, entry)| entry.role != Role::Background);
    let mut inputs: Vec<String> = studied.map(|(s, _)| s.index.key.clone()).collect();
    let near = run.case.config.matching.near_duplicate;
    inputs.push(format!("{near} {PASSAGES_VERSION}"));
    let stage = Stage { name: "passages", scope: &source.id, version: VERSION, inputs, total: None, unit: "posts" };
    run.perform(stage, |case, parts, _| {
        let indexes = Indexes::open(&case.config, sources.iter().map(|s| s.index.segments()))?;
        let keys = Streams::new(&indexes, &source.id).pairs(near);
        let split = |key: &str| {
            let (platform, id) = key.split_once(':').unwrap_or(("", key));
            (platform.to_owned(), id.to_owned())
        };
        parts.write(keys.into_iter().map(|(a, b)| {
            let ((a_platform, a_id), (b_platform, b_id)) = (split(a), split(b));
            PassagePairRow { a_platform, a_id, b_platform, b_id }
        }))
    })
}

/// A post that takes part, as the first of all with its text.
#[derive(Clone)]
struct Part<'i> {
    post: IndexedPost<'i>,
    raw: &'i str,
    is_new: bool,
}

/// The posts of a case by what they stream past.
struct Streams<'i> {
    /// Old ones first, each in the order of keys, so that nothing depends on the order of the sources.
    references: Vec<Part<'i>>,
    candidates: Vec<Part<'i>>,
    /// Where posts are that are neither, and whether they are new.
    others: Vec<(&'i IndexedSource, Posts<'i>, bool)>,
}

impl<'i> Streams<'i> {
    fn new(indexes: &'i Indexes, new: &str) -> Streams<'i> {
        let (mut references, mut candidates, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for source in indexes.studied() {
            let is_new = source.id == new;
            for posts in source.segments() {
                let part = |number: u32| Some(Part { post: posts.get(number)?, raw: posts.raw(number), is_new });
                for part in posts.marked().filter_map(part) {
                    if part.post.reference.is_some() { &mut references } else { &mut candidates }.push(part);
                }
                others.push((source, posts, is_new));
            }
        }
        let streams = [&mut references, &mut candidates];
        for parts in streams {
            parts.sort_by(|a, b| (a.is_new, a.post.key).cmp(&(b.is_new, b.post.key)));
            let (mut normaliser, mut known) = (Normaliser::default(), HashSet::new());
            parts.retain(|part| {
                let mut text = String::new();
                normaliser.append(part.raw, &mut text);
                known.insert((part.post.reference, text))
            });
        }
        Streams { references, candidates, others }
    }

    /// Keys of the posts of each pair.
    fn pairs(&self, near: f64) -> Vec<(&'i str, &'i str)> {
        let old = |parts: &[Part<'_>]| parts.iter().take_while(|part| !part.is_new).count() as u32;
        let (old_references, old_candidates) = (old(&self.references), old(&self.candidates));
        let references = index(&self.references);
        let candidates = index(&self.candidates);
        let new_references = index(&self.references[old_references as usize..]);
        let mut pairs = Vec::new();
        // New candidates and other new posts past all references, earlier ones past new references.
        let new_candidates: Vec<(u32, Part<'i>)> = (0u32..).zip(self.candidates.iter().cloned()).collect();
        let (old_ones, new_candidates) = new_candidates.split_at(old_candidates as usize);
        let new_ones = &self.references[old_references as usize..];
        pairs.extend(stream_past(new_candidates, &references, &self.references, |_| u32::MAX, None));
        pairs.extend(stream_past(old_ones, &new_references, new_ones, |_| u32::MAX, None));
        for &(source, posts, is_new) in &self.others {
            let (index, indexed) =
                if is_new { (&references, &self.references[..]) } else { (&new_references, new_ones) };
            if !index.is_empty() {
                let others: Vec<(u32, Part<'i>)> = ordinary(source, posts, is_new).map(|part| (0, part)).collect();
                pairs.extend(stream_past(&others, index, indexed, |_| u32::MAX, None));
            }
        }
        // New candidates past the candidates before them: each pair once.
        pairs.extend(stream_past(new_candidates, &candidates, &self.candidates, |number| number, Some(near)));
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}

/// The posts of a segment that take part and are neither candidates nor references, one of each text.
fn ordinary<'i>(source: &'i IndexedSource, posts: Posts<'i>, is_new: bool) -> impl Iterator<Item = Part<'i>> {
    let texts = posts.near().map_or(0, |near| near.len() as u32);
    (0..texts).filter_map(move |text| {
        let members = posts.members(text).filter_map(move |number| Some((number, posts.get(number)?)));
        let is_ordinary = |post: &IndexedPost<'_>| !post.is_candidate && post.reference.is_none();
        let mut ordinary = members.filter(|(_, post)| source.takes_part(post) && is_ordinary(post));
        // The least key, so that the order of the file does not matter.
        let (number, post) = {
            let first = ordinary.next()?;
            ordinary.fold(first, |least, one| if one.1.key < least.1.key { one } else { least })
        };
        Some(Part { post, raw: posts.raw(number), is_new })
    })
}

fn index(parts: &[Part<'_>]) -> PassageIndex {
    let mut builder = PassageIndexBuilder::default();
    parts.iter().for_each(|part| builder.add(part.raw));
    builder.build(LIMITS)
}

/// Compares a stream of posts with those of an index before the number that `before` says; posts that are alike as a
/// whole (`near`) are matched by their wording already.
fn stream_past<'i>(
    stream: &[(u32, Part<'i>)],
    index: &PassageIndex,
    indexed: &[Part<'i>],
    before: impl Fn(u32) -> u32 + Sync,
    near: Option<f64>,
) -> Vec<(&'i str, &'i str)> {
    if index.is_empty() {
        return Vec::new();
    }
    let found: Vec<Vec<(&'i str, &'i str)>> = stream
        .par_iter()
        .with_min_len(CHUNK)
        .map_init(PassageFinder::default, |finder, (number, part)| {
            let found = index.passages_with(part.raw, GUARANTEED, before(*number), finder);
            let others = found.with.iter().map(|(other, _)| &indexed[*other as usize]);
            let others = others.filter(|other| other.post.key != part.post.key);
            let apart = others.filter(|other| {
                near.is_none_or(|near| {
                    let normalised = pressgang_signals::normalise;
                    jaccard(&normalised(part.raw), &normalised(other.raw)) < near
                })
            });
            apart.map(|other| (part.post.key, other.post.key)).collect()
        })
        .collect();
    found.into_iter().flatten().collect()
}

/// Weighs the pairs of all sources.
pub(super) fn weigh(run: &mut Run<'_>, sources: &[SourceResult], pairs: &[Output]) -> Result<Output, CaseError> {
    // Background sources count as well.
    let mut inputs: Vec<String> = sources.iter().map(|s| s.index.key.clone()).collect();
    inputs.extend(pairs.iter().map(|p| p.key.clone()));
    inputs.push(PASSAGES_VERSION.to_string());
    let stage = Stage { name: "weighing", scope: "", version: VERSION, inputs, total: None, unit: "pairs" };
    run.perform(stage, |case, parts, _| {
        let pairs: Vec<PassagePairRow> = super::all_rows(pairs)?;
        let keys = |row: &PassagePairRow| {
            (format!("{}:{}", row.a_platform, row.a_id), format!("{}:{}", row.b_platform, row.b_id))
        };
        let wanted: HashSet<String> = pairs.iter().map(keys).flat_map(|(a, b)| [a, b]).collect();
        let corpus = Corpus::load_also(&case.config, sources, wanted)?;
        let indexes = Indexes::open(&case.config, sources.iter().map(|s| s.index.segments()))?;
        let counts = indexes.passage_counts();
        // A later source may have brought the same pair the other way round.
        let mut once: BTreeMap<(String, String), (usize, usize)> = BTreeMap::new();
        for (a, b) in pairs.iter().map(keys) {
            if let (Some(&at_a), Some(&at_b)) = (corpus.place.get(&a), corpus.place.get(&b)) {
                if a <= b {
                    once.insert((a, b), (at_a, at_b))
                } else {
                    once.insert((b, a), (at_b, at_a))
                };
            }
        }
        let once: Vec<(usize, usize)> = once.into_values().collect();
        let rows: Vec<Option<MatchRow>> = once
            .par_iter()
            .with_min_len(CHUNK)
            .map_init(Weigher::default, |weigher, &(a, b)| weigher.row(&corpus, a, b, counts.as_ref()))
            .collect();
        parts.write(rows.into_iter().flatten())
    })
}

#[derive(Default)]
struct Weigher {
    a: Letters,
    b: Letters,
    aligner: Aligner,
}

impl Weigher {
    /// What two posts share, unless it is worth nothing.
    fn row(&mut self, corpus: &Corpus, a: usize, b: usize, counts: Option<&PassageCounts>) -> Option<MatchRow> {
        let (first, second) = (&corpus.posts[a], &corpus.posts[b]);
        if first.reference.is_some() && second.reference.is_some() {
            return None;
        }
        self.a.fill(&first.text);
        self.b.fill(&second.text);
        let passages = self.aligner.align(&self.a, &self.b, GUARANTEED);
        let shared: u32 = passages.iter().map(|passage| passage.characters).sum();
        let shorter = self.a.len().min(self.b.len()).max(1);
        let worths = passages.iter().map(|passage| worth(passage, &self.a, counts));
        let weighed: Vec<_> = passages.iter().zip(worths).filter(|(_, worth)| worth.weight > 0.0).collect();
        let (best, worth) = weighed.iter().max_by(|(x, of_x), (y, of_y)| {
            of_x.weight.total_cmp(&of_y.weight).then((x.size, y.a.start).cmp(&(y.size, x.a.start)))
        })?;
        // An ordinary post that has it is one of those counted itself.
        let itself =
            [first, second].into_iter().filter(|post| post.is_studied() && !post.is_candidate()).count() as u64;
        let numbers = |number: fn(&pressgang_signals::passages::Passage) -> usize| -> Vec<u64> {
            weighed.iter().map(|(passage, _)| number(passage) as u64).collect()
        };
        Some(MatchRow {
            score: (f64::from(shared) / shorter as f64).min(1.0),
            weight: worth.weight,
            basis: first.text.get(best.a.clone()).map(str::to_owned),
            ordinary: worth.ordinary.map(|n| n.saturating_sub(itself)),
            a_start: numbers(|passage| passage.a.start),
            a_end: numbers(|passage| passage.a.end),
            b_start: numbers(|passage| passage.b.start),
            b_end: numbers(|passage| passage.b.end),
            ..match_row(first, second, "passage", 0.0)
        })
    }
}
