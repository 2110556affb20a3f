//! Near-duplicates, exactly: every pair of texts whose sets of 5 consecutive code points overlap enough.
//!
//! Identical texts are collapsed first. The rest is an exact set-similarity join with prefix, length and position
//! filters (Bayardo, Ma and Srikant, "Scaling up all pairs similarity search", WWW 2007; Xiao et al., "Efficient
//! similarity joins for near-duplicate detection", WWW 2008; Mann, Augsten and Bouros, "An empirical evaluation of set
//! similarity join techniques", VLDB 2016): the rarest few shingles of two similar sets must meet, so only sets that
//! share a rare shingle are compared, first by 192 bits each, then by the texts themselves, exactly.
//! Sets are never kept: an index of the rare shingles and the texts are all that is in memory.

mod block;
mod bounds;
mod join;
mod probe;
mod rarity;
mod shelf;
mod shingles;
mod stored;
mod strongest;

use std::convert::Infallible;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

pub use join::PairSink;
pub use shelf::{Batch, Finder, Shelf};
pub use stored::{NearIndex, NearScratch, NearSection, NearText, NearTexts, StoredNear};

use join::Join;
use shelf::Row;
use shingles::ShingleSet;
use strongest::Strongest;

/// Texts that are identical after normalising, by their places in the input, in input order.
pub type Group = Vec<u32>;

/// Two groups whose texts are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NearPair {
    /// The group that comes first in the input.
    pub a: u32,
    /// The other one.
    pub b: u32,
    /// Jaccard index of the two shingle sets.
    pub similarity: f64,
}

/// A collection of normalised texts, collapsed.
#[derive(Debug, Default)]
pub struct Texts {
    groups: Vec<Group>,
    row: Row,
}

impl Texts {
    /// Collects texts that are already normalised (see [`crate::normalise`]); empty ones take part in nothing.
    pub fn new(normalised: impl IntoIterator<Item = String>) -> Texts {
        let mut texts = Texts::default();
        let mut finder = Finder::default();
        for (place, text) in normalised.into_iter().enumerate() {
            if text.is_empty() {
                continue;
            }
            let next = texts.groups.len() as u32;
            let same = |group: u32| texts.row.batch().get(group as usize) == text;
            match finder.find_or_note(&text, next, same) {
                Some(group) => texts.groups[group as usize].push(place as u32),
                None => {
                    texts.groups.push(vec![place as u32]);
                    texts.row.push(&text);
                }
            }
        }
        texts
    }

    /// The text of a group.
    pub fn text(&self, group: u32) -> &str {
        self.row.batch().get(group as usize)
    }

    /// The groups of identical texts, in the order of their first members.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }
}

/// Jaccard index of two normalised texts.
pub fn jaccard(a: &str, b: &str) -> f64 {
    let (mut x, mut y) = (ShingleSet::default(), ShingleSet::default());
    x.fill(a, |_| {});
    y.fill(b, |_| {});
    if x.len() == 0 || y.len() == 0 {
        return 0.0;
    }
    bounds::jaccard(x.shared(b, 0).unwrap_or(0), x.len(), y.len())
}

/// All pairs of groups at or above `threshold` (above 0, at most 1), ordered by `a`, then `b`.
pub fn near_pairs(texts: &Texts, threshold: f64) -> Vec<NearPair> {
    collected(|sink| {
        let Ok(()) = near_pairs_of(&texts.row, threshold, None, sink);
    })
}

/// Pairs of a group of `left` with a group of `right` at or above `threshold`, ordered by `a`, then `b`: of each group
/// the `most` that are most alike, those with groups set `apart` counted by themselves, and what connects the rest.
///
/// `a` is the smaller group number of the two, whichever side it is from; a group on both sides is not paired with
/// itself. With `most` as large as there are groups, these are all pairs.
pub fn cross_pairs(
    texts: &Texts,
    left: &[u32],
    right: &[u32],
    threshold: f64,
    most: usize,
    apart: &(dyn Fn(u32) -> bool + Sync),
) -> Vec<NearPair> {
    Strongest::new(texts.groups.len(), most, apart).of(|sink| {
        let Ok(rarity): Result<_, Infallible> = join::rarity(&texts.row, u64::MAX);
        Join::new(threshold, sink).across(&rarity, texts.row.batch(), left, right);
    })
}

/// Hands all pairs of texts of a shelf at or above `threshold` (above 0, at most 1) to `sink`, each once, in no order.
///
/// Given `room`, working takes about so many bytes besides what is read at a time: the texts are then read through
/// several times. The pairs are the same.
pub fn near_pairs_of<S: Shelf>(
    shelf: &S,
    threshold: f64,
    room: Option<u64>,
    sink: &PairSink<'_>,
) -> Result<(), S::Error> {
    // Most of the room is for the blocks, which save passes; counts in a few cells less are nearly as good.
    let rarity = join::rarity(shelf, room.map_or(u64::MAX, |room| room / 8))?;
    let join = Join::new(threshold, sink);
    match (room, shelf.whole()) {
        (None, Some(batch)) => join.at_once(&rarity, batch),
        _ => join.in_passes(&rarity, shelf, room.map_or(u64::MAX, |room| room - room / 8))?,
    }
    Ok(())
}

fn collected(work: impl FnOnce(&PairSink<'_>)) -> Vec<NearPair> {
    let all: Mutex<Vec<NearPair>> = Mutex::default();
    work(&|pairs| {
        all.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(pairs);
        ControlFlow::Continue(())
    });
    let mut pairs = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
    pairs
}

#[cfg(test)]
mod tests;
