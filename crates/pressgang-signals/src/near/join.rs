//! The join: who is looked up in which block, on all cores.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::NearPair;
use super::block::{Block, rank, sketch};
use super::bounds::Bounds;
use super::probe::{Probe, Prober};
use super::rarity::{Counts, Rarity};
use super::shelf::{Batch, Shelf};
use super::shingles::ShingleSet;

/// Texts that one thread works on at a time.
const CHUNK: usize = 512;

/// Pairs handed over at a time, so that what a thread has found stays small beside a huge cluster.
const PAIRS: usize = 1 << 14;

/// A receiver of pairs, from several threads and in no order; breaking ends the join.
pub type PairSink<'s> = dyn Fn(&[NearPair]) -> ControlFlow<()> + Sync + 's;

/// What a look at every text tells: how many different shingles each has, and which shingles are rare.
pub(super) struct Survey {
    pub sizes: Vec<u32>,
    pub rarity: Rarity,
}

impl Survey {
    /// Reads all texts of a shelf; `room` bounds the bytes that counting takes.
    pub fn new<S: Shelf>(shelf: &S, room: u64) -> Result<Survey, S::Error> {
        let counts = Counts::new(shelf.bytes(), room);
        let mut sizes = Vec::new();
        shelf.batches(&mut |batch| {
            let chunks: Vec<Vec<u32>> = (0..batch.len().div_ceil(CHUNK))
                .into_par_iter()
                .map_init(ShingleSet::default, |set, chunk| {
                    let size = |i| {
                        set.fill(batch.get(i), |spread| counts.add(spread));
                        set.len() as u32
                    };
                    range(chunk, batch.len()).map(size).collect()
                })
                .collect();
            chunks.iter().for_each(|chunk| sizes.extend_from_slice(chunk));
            Ok(())
        })?;
        Ok(Survey { sizes, rarity: counts.into_rarity() })
    }

    fn rank(&self, group: u32) -> u64 {
        rank(self.sizes[group as usize], group)
    }

    /// The ranks of some groups, ascending.
    fn ranks(&self, groups: impl IntoIterator<Item = u32>) -> Vec<u64> {
        let mut ranks: Vec<u64> = groups.into_iter().map(|group| self.rank(group)).collect();
        ranks.par_sort_unstable();
        ranks
    }
}

fn range(chunk: usize, len: usize) -> std::ops::Range<usize> {
    chunk * CHUNK..((chunk + 1) * CHUNK).min(len)
}

/// A join in work: where its pairs go.
pub(super) struct Join<'j> {
    bounds: Bounds,
    threshold: f64,
    sink: &'j PairSink<'j>,
    stopped: AtomicBool,
}

impl<'j> Join<'j> {
    pub fn new(threshold: f64, sink: &'j PairSink<'j>) -> Join<'j> {
        Join { bounds: Bounds::new(threshold), threshold, sink, stopped: AtomicBool::new(false) }
    }

    /// All texts of one batch with each other, through one index.
    pub fn at_once(&self, survey: &Survey, batch: Batch<'_>) {
        let ranks = survey.ranks(0..batch.len() as u32);
        let spans = ranks.iter().map(|&rank| batch.span(rank as u32 as usize)).collect();
        let block = Block::new(batch.text, spans, ranks, self.bounds, &survey.rarity, true, true);
        self.probe(&block, block.len(), |prober, out, place| {
            let (card, keys) = (block.cards[place], block.keys(place));
            let probe = Probe { text: block.text(place), group: block.group(place), card, keys, before: place };
            prober.pairs(&block, self.bounds, self.threshold, &probe, out);
        });
    }

    /// All texts of a shelf with each other, in as many passes as it takes for each one's block to fit in `room` bytes.
    pub fn in_passes<S: Shelf>(&self, survey: &Survey, shelf: &S, room: u64) -> Result<(), S::Error> {
        let ranks = survey.ranks(0..survey.sizes.len() as u32);
        let mut start = 0;
        while start < ranks.len() && !self.stopped.load(Ordering::Relaxed) {
            let (mut end, mut taken, mut bytes) = (start, 0u64, 0u64);
            while end < ranks.len() {
                let length = shelf.length(ranks[end] as u32);
                let more = length + Block::cost(self.bounds, (ranks[end] >> 32) as usize);
                if end > start && taken + more > room {
                    break;
                }
                (end, taken, bytes) = (end + 1, taken + more, bytes + length);
            }
            let own = &ranks[start..end];
            let mut text = String::with_capacity(bytes as usize);
            let mut spans = vec![(0u64, 0u64); own.len()];
            shelf.batches(&mut |batch| {
                for i in 0..batch.len() {
                    if let Ok(place) = own.binary_search(&survey.rank(batch.first + i as u32)) {
                        let start = text.len() as u64;
                        text.push_str(batch.get(i));
                        spans[place] = (start, text.len() as u64);
                    }
                }
                Ok(())
            })?;
            let block = Block::new(&text, spans, own.to_vec(), self.bounds, &survey.rarity, true, false);
            // Before the first there is nothing to find, and beyond a size nothing can be found in this block.
            let first = own[0];
            let largest = self.bounds.largest((own[own.len() - 1] >> 32) as usize, 0);
            shelf.batches(&mut |batch| {
                let is_probe = |group: &u32| {
                    let rank = survey.rank(*group);
                    rank > first && (rank >> 32) as usize <= largest
                };
                let probes: Vec<u32> = (batch.first..batch.first + batch.len() as u32).filter(is_probe).collect();
                self.probe_texts(
                    &block,
                    survey,
                    &probes,
                    |group| batch.get((group - batch.first) as usize),
                    |group| own.partition_point(|&rank| rank < survey.rank(group)),
                );
                Ok(())
            })?;
            start = end;
        }
        Ok(())
    }

    /// Some texts of a batch with others of it.
    pub fn across(&self, survey: &Survey, batch: Batch<'_>, left: &[u32], right: &[u32]) {
        let ranks = survey.ranks(left.iter().copied());
        let spans = ranks.iter().map(|&rank| batch.span(rank as u32 as usize)).collect();
        let block = Block::new(batch.text, spans, ranks, self.bounds, &survey.rarity, false, false);
        self.probe_texts(&block, survey, right, |group| batch.get(group as usize), |_| block.len());
    }

    fn probe_texts<'t>(
        &self,
        block: &Block<'_>,
        survey: &Survey,
        groups: &[u32],
        text: impl Fn(u32) -> &'t str + Sync,
        before: impl Fn(u32) -> usize + Sync,
    ) {
        self.probe(block, groups.len(), |prober, out, i| {
            let (group, text) = (groups[i], text(groups[i]));
            let prefix = |n| self.bounds.prefix(n);
            let (mut set, mut keys) = (std::mem::take(&mut prober.own), std::mem::take(&mut prober.keys));
            let card = sketch(text, &survey.rarity, prefix, &mut set, &mut keys);
            let probe = Probe { text, group, card, keys: &keys, before: before(group) };
            prober.pairs(block, self.bounds, self.threshold, &probe, out);
            (prober.own, prober.keys) = (set, keys);
        });
    }

    fn probe(&self, block: &Block<'_>, len: usize, one: impl Fn(&mut Prober, &mut Vec<NearPair>, usize) + Sync) {
        // As many parts as keep all cores busy to the end; each has its own memory of what it has seen.
        let part = (len / (rayon::current_num_threads() * 8)).max(CHUNK);
        (0..len.div_ceil(part)).into_par_iter().for_each_init(
            || (Prober::new(block), Vec::new()),
            |(prober, out), chunk| {
                for i in chunk * part..((chunk + 1) * part).min(len) {
                    if self.stopped.load(Ordering::Relaxed) {
                        return;
                    }
                    one(prober, out, i);
                    self.hand_over(out, PAIRS);
                }
                self.hand_over(out, 1);
            },
        );
    }

    fn hand_over(&self, out: &mut Vec<NearPair>, least: usize) {
        if out.len() >= least {
            if (self.sink)(out).is_break() {
                self.stopped.store(true, Ordering::Relaxed);
            }
            out.clear();
        }
    }
}
