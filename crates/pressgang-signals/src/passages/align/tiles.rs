//! Runs that two texts have in common, letter by letter, none overlapping another in either text: longest first.
//!
//! Greedy string tiling (M. Wise, "Running Karp-Rabin matching and greedy string tiling", 1993), on runs found by
//! hashed grams and within an explicit amount of work.

use std::collections::BinaryHeap;

use super::{Run, Sizes};
use crate::passages::fingerprint::grams;

/// No smaller run is looked for.
pub(super) const LEAST: u32 = 6;

/// Of a gram that occurs more often in the one text only the first occurrences are compared.
const OCCURRENCES: usize = 16;

/// Work, in letters compared, for each letter of both texts. Texts that repeat themselves would need the product of
/// their lengths; what is found within this is then a part of it.
const WORK_A_LETTER: usize = 32;

/// Of more runs the longest are looked at.
const MOST_RUNS: usize = 1 << 14;

const NONE: u32 = u32::MAX;

/// Memory for finding runs, used again and again.
#[derive(Debug, Default)]
pub(super) struct Tiler {
    /// For each gram of `a` that tells anything its slot and its first letter.
    slots: Vec<(u32, u32)>,
    /// For each slot the first gram in it, and for each gram the next one in its slot.
    heads: Vec<u32>,
    next: Vec<u32>,
    /// For each diagonal the end in `b` of what was compared of it.
    compared: Vec<u32>,
    runs: Vec<Run>,
    taken_a: Vec<bool>,
    taken_b: Vec<bool>,
}

impl Tiler {
    /// Puts the tiles in `out`, in the order of `a`; `sizes` are those of `a`.
    pub fn tiles(&mut self, a: &[u32], b: &[u32], sizes: &Sizes, out: &mut Vec<Run>) {
        out.clear();
        self.find_runs(a, b, sizes);
        if let [run] = self.runs[..] {
            out.push(run);
            return;
        }
        self.choose(a.len(), b.len(), sizes, out);
        out.sort_unstable();
    }

    /// All runs that cannot be extended, as far as the work allows.
    fn find_runs(&mut self, a: &[u32], b: &[u32], sizes: &Sizes) {
        self.runs.clear();
        let shift = 64 - (a.len().max(8) * 2).next_power_of_two().trailing_zeros();
        self.heads.clear();
        self.heads.resize(1 << (64 - shift), NONE);
        self.next.clear();
        self.next.resize(a.len(), NONE);
        let slot = |hash: u64| (hash >> shift) as usize;
        self.slots.clear();
        grams(a, LEAST, |gram| self.slots.extend(gram.hash.map(|hash| (slot(hash) as u32, gram.start as u32))));
        // From the last on, so that chains lead from the first occurrence on.
        for &(slot, start) in self.slots.iter().rev() {
            self.next[start as usize] = std::mem::replace(&mut self.heads[slot as usize], start);
        }
        self.compared.clear();
        self.compared.resize(a.len() + b.len(), 0);
        let mut work = WORK_A_LETTER * (a.len() + b.len()) + 4096;
        let (heads, next, compared, runs) = (&self.heads, &self.next, &mut self.compared, &mut self.runs);
        grams(b, LEAST, |gram| {
            let Some(hash) = gram.hash else { return };
            let mut at = heads[slot(hash)];
            let mut seen = 0;
            while at != NONE && seen < OCCURRENCES && work > 0 {
                let (i, j) = (at as usize, gram.start);
                at = next[i];
                seen += 1;
                let done = &mut compared[i + b.len() - j];
                if *done as usize > j {
                    continue;
                }
                let forward = a[i..].iter().zip(&b[j..]).take_while(|(x, y)| x == y).count();
                // What was compared of the diagonal before ended at a difference.
                let back = (1..=i.min(j - *done as usize)).take_while(|&n| a[i - n] == b[j - n]).count();
                work = work.saturating_sub(forward + back + 1);
                *done = (j + forward).max(j + 1) as u32;
                let run = Run { a: (i - back) as u32, b: (j - back) as u32, len: (back + forward) as u32 };
                if sizes.of(run) >= LEAST {
                    runs.push(run);
                }
            }
        });
        if self.runs.len() > MOST_RUNS {
            self.runs.sort_unstable_by_key(|run| (std::cmp::Reverse(sizes.of(*run)), *run));
            self.runs.truncate(MOST_RUNS);
        }
    }

    /// Takes the longest run, then the longest of what is left.
    fn choose(&mut self, a: usize, b: usize, sizes: &Sizes, out: &mut Vec<Run>) {
        for (taken, len) in [(&mut self.taken_a, a), (&mut self.taken_b, b)] {
            taken.clear();
            taken.resize(len, false);
        }
        let rank = |run: Run| (sizes.of(run), std::cmp::Reverse(run));
        let mut heap: BinaryHeap<_> = self.runs.drain(..).map(rank).collect();
        let mut work = WORK_A_LETTER * (a + b) + 4096;
        while let Some((_, std::cmp::Reverse(run))) = heap.pop() {
            let Some(left) = work.checked_sub(run.len as usize) else { break };
            work = left;
            let is_free = |n: u32| !self.taken_a[(run.a + n) as usize] && !self.taken_b[(run.b + n) as usize];
            let (mut n, mut whole) = (0, true);
            while n < run.len {
                let free = (n..run.len).take_while(|&n| is_free(n)).count() as u32;
                if free == run.len {
                    break;
                }
                whole = false;
                let part = Run { a: run.a + n, b: run.b + n, len: free };
                if free > 0 && sizes.of(part) >= LEAST {
                    heap.push(rank(part));
                }
                n += free.max(1);
            }
            if whole {
                self.taken_a[run.a as usize..][..run.len as usize].fill(true);
                self.taken_b[run.b as usize..][..run.len as usize].fill(true);
                out.push(run);
            }
        }
    }
}
