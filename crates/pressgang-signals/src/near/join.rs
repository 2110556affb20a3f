//! The join: who is looked up in which block, on all cores.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::NearPair;
use super::block::{Block, Use, rank, sketch};
use super::bounds::Bounds;
use super::probe::{Probe, Prober};
use super::rarity::{Counts, Rarity};
use super::shelf::{Batch, Shelf};
use super::shingles::{self, ShingleSet};

/// Texts that one thread works on at a time, at least.
const CHUNK: usize = 512;

/// Pairs handed over at a time, so that what a thread has found stays small beside a huge cluster.
const PAIRS: usize = 1 << 14;

/// A receiver of pairs, from several threads and in no order; breaking ends the join.
pub type PairSink<'s> = dyn Fn(&[NearPair]) -> ControlFlow<()> + Sync + 's;

/// Counts the shingles of a shelf; `room` bounds the bytes that it takes.
pub(super) fn rarity<S: Shelf>(shelf: &S, room: u64) -> Result<Rarity, S::Error> {
    let counts = Counts::new(shelf.bytes(), room);
    shelf.batches(&mut |batch| {
        (0..batch.len()).into_par_iter().with_min_len(CHUNK).for_each(|i| {
            shingles::each(batch.get(i), |shingle| {
                counts.add(shingle.spread());
                ControlFlow::Continue(())
            });
        });
        Ok(())
    })?;
    Ok(counts.into_rarity())
}

/// How many different shingles each text of a shelf has.
fn sizes<S: Shelf>(shelf: &S) -> Result<Vec<u32>, S::Error> {
    let mut sizes = Vec::new();
    shelf.batches(&mut |batch| {
        let size = |set: &mut ShingleSet, i| {
            set.fill(batch.get(i), |_| {});
            set.len() as u32
        };
        let of_batch: Vec<u32> =
            (0..batch.len()).into_par_iter().with_min_len(CHUNK).map_init(ShingleSet::default, size).collect();
        sizes.extend(of_batch);
        Ok(())
    })?;
    Ok(sizes)
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
    pub fn at_once(&self, rarity: &Rarity, batch: Batch<'_>) {
        let given: Vec<_> = (0..batch.len() as u32).map(|group| (group, batch.span(group as usize))).collect();
        let used = Use { finds_smaller: true, keeps_probes: true };
        let block = Block::new(batch.text, &given, self.bounds, rarity, used);
        drop(given);
        self.probe(&block, block.len(), |prober, out, place| {
            let (card, keys) = (block.cards[place], block.keys(place));
            let probe = Probe { text: block.text(place), group: block.group(place), card, keys, before: place };
            prober.pairs(&block, self.bounds, self.threshold, &probe, out);
        });
    }

    /// All texts of a shelf with each other, in as many passes as it takes for each one's block to fit in `room` bytes.
    pub fn in_passes<S: Shelf>(&self, rarity: &Rarity, shelf: &S, room: u64) -> Result<(), S::Error> {
        let sizes = sizes(shelf)?;
        let mut ranks: Vec<u64> = sizes.iter().enumerate().map(|(group, &size)| rank(size, group as u32)).collect();
        ranks.par_sort_unstable();
        let rank = |group: u32| rank(sizes[group as usize], group);
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
            let (first, last) = (ranks[start], ranks[end - 1]);
            let mut text = String::with_capacity(bytes as usize);
            let mut given = Vec::with_capacity(end - start);
            shelf.batches(&mut |batch| {
                for i in 0..batch.len() {
                    let group = batch.first + i as u32;
                    if (first..=last).contains(&rank(group)) {
                        let start = text.len() as u64;
                        text.push_str(batch.get(i));
                        given.push((group, (start, text.len() as u64)));
                    }
                }
                Ok(())
            })?;
            let block =
                Block::new(&text, &given, self.bounds, rarity, Use { finds_smaller: true, keeps_probes: false });
            drop(given);
            // Before the first there is nothing to find, and beyond a size nothing can be found in this block.
            let largest = self.bounds.largest((last >> 32) as usize, 0);
            shelf.batches(&mut |batch| {
                let is_probe = |group: &u32| rank(*group) > first && (rank(*group) >> 32) as usize <= largest;
                let probes: Vec<u32> = (batch.first..batch.first + batch.len() as u32).filter(is_probe).collect();
                let text = |group| batch.get((group - batch.first) as usize);
                self.probe_texts(&block, rarity, &probes, text, |group| block.before(rank(group)));
                Ok(())
            })?;
            start = end;
        }
        Ok(())
    }

    /// Some texts of a batch with others of it.
    pub fn across(&self, rarity: &Rarity, batch: Batch<'_>, left: &[u32], right: &[u32]) {
        let given: Vec<_> = left.iter().map(|&group| (group, batch.span(group as usize))).collect();
        let used = Use { finds_smaller: false, keeps_probes: false };
        let block = Block::new(batch.text, &given, self.bounds, rarity, used);
        self.probe_texts(&block, rarity, right, |group| batch.get(group as usize), |_| block.len());
    }

    fn probe_texts<'t>(
        &self,
        block: &Block<'_>,
        rarity: &Rarity,
        groups: &[u32],
        text: impl Fn(u32) -> &'t str + Sync,
        before: impl Fn(u32) -> usize + Sync,
    ) {
        self.probe(block, groups.len(), |prober, out, i| {
            let (group, text) = (groups[i], text(groups[i]));
            let prefix = |n| self.bounds.prefix(n);
            let (mut set, mut keys) = (std::mem::take(&mut prober.own), std::mem::take(&mut prober.keys));
            let card = sketch(text, rarity, prefix, &mut set, &mut keys);
            let probe = Probe { text, group, card, keys: &keys, before: before(group) };
            prober.pairs(block, self.bounds, self.threshold, &probe, out);
            (prober.own, prober.keys) = (set, keys);
        });
    }

    fn probe(&self, block: &Block<'_>, len: usize, one: impl Fn(&mut Prober, &mut Vec<NearPair>, usize) + Sync) {
        // As many parts as keep all cores busy to the end; each has its own memory of what it has seen.
        let part = (len / (rayon::current_num_threads() * 8)).max(CHUNK);
        (0..len.div_ceil(part)).into_par_iter().for_each_init(
            || (Prober::new(block.len()), Vec::new()),
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
