//! Of too many pairs those that matter: among ten thousand texts that differ in a word everybody is like everybody.

use std::sync::{Mutex, PoisonError};

use super::{NearPair, PairSink};

/// Pairs that are held before the weaker ones are dropped.
const HELD: usize = 1 << 21;

/// Keeps of each group its most alike others and, of all pairs, what holds the rest together.
///
/// A pair stays if it is among the `most` first of either of its groups, or in the one spanning forest of greatest
/// similarity; first is what is more alike, then what comes first in the input. So what is connected stays connected,
/// no more than `most + 1` pairs a group are kept, and neither the order in which pairs come nor dropping some early
/// changes which ones: what is not among the first, or not in the forest, of a part is not so in the whole.
pub(super) struct Strongest<'s> {
    most: usize,
    /// Groups whose pairs are counted apart, so that many others do not crowd them out.
    apart: &'s (dyn Fn(u32) -> bool + Sync),
    held: Mutex<(Vec<NearPair>, usize)>,
    groups: usize,
}

impl<'s> Strongest<'s> {
    pub fn new(groups: usize, most: usize, apart: &'s (dyn Fn(u32) -> bool + Sync)) -> Strongest<'s> {
        Strongest { most, apart, held: Mutex::new((Vec::new(), HELD)), groups }
    }

    pub fn of(self, work: impl FnOnce(&PairSink<'_>)) -> Vec<NearPair> {
        work(&|pairs| {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            let (all, limit) = &mut *held;
            all.extend_from_slice(pairs);
            if all.len() > *limit {
                self.drop_weaker(all);
                // What is kept may be much by itself; looking at it again for every pair would take forever.
                *limit = HELD.max(all.len() * 2);
            }
            std::ops::ControlFlow::Continue(())
        });
        let mut all = std::mem::take(&mut self.held.lock().unwrap_or_else(PoisonError::into_inner).0);
        self.drop_weaker(&mut all);
        all.sort_unstable_by_key(|pair| (pair.a, pair.b));
        all
    }

    fn drop_weaker(&self, pairs: &mut Vec<NearPair>) {
        pairs.sort_unstable_by(|x, y| y.similarity.total_cmp(&x.similarity).then((x.a, x.b).cmp(&(y.a, y.b))));
        // A group on both sides of two that are crossed meets another such one twice.
        pairs.dedup_by_key(|pair| (pair.a, pair.b));
        let mut forest: Vec<u32> = (0..self.groups as u32).collect();
        let mut counted = vec![[0usize; 2]; self.groups];
        pairs.retain(|pair| {
            let mut among_first = false;
            for (group, other) in [(pair.a, pair.b), (pair.b, pair.a)] {
                let count = &mut counted[group as usize][usize::from((self.apart)(other))];
                *count += 1;
                among_first |= *count <= self.most;
            }
            let (a, b) = (root(&mut forest, pair.a), root(&mut forest, pair.b));
            forest[a.max(b) as usize] = a.min(b);
            among_first || a != b
        });
    }
}

fn root(forest: &mut [u32], mut at: u32) -> u32 {
    while forest[at as usize] != at {
        forest[at as usize] = forest[forest[at as usize] as usize];
        at = forest[at as usize];
    }
    at
}
