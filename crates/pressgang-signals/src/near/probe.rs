//! Looks one text up in a block.

use super::NearPair;
use super::block::{Block, Card};
use super::bounds::{Bounds, jaccard};
use super::shingles::ShingleSet;

/// What is looked up.
pub(super) struct Probe<'p> {
    pub text: &'p str,
    pub group: u32,
    pub card: Card,
    /// The keys of its rarest shingles, ascending.
    pub keys: &'p [u32],
    /// Partners are before this place of the block.
    pub before: usize,
}

/// What one thread needs to look texts up in one block.
pub(super) struct Prober {
    set: ShingleSet,
    /// For whoever sketches the probe.
    pub own: ShingleSet,
    pub keys: Vec<u32>,
    /// Per place the number of the probe that looked at it last.
    seen: Vec<u32>,
    probe: u32,
    candidates: Vec<u32>,
}

impl Prober {
    pub fn new(block: &Block<'_>) -> Prober {
        let (set, own) = Default::default();
        Prober { set, own, keys: Vec::new(), seen: vec![0; block.len()], probe: 0, candidates: Vec::new() }
    }

    /// Adds all pairs of the probe with texts of the block to `out`, a text's pair with its own group left out.
    pub fn pairs(
        &mut self,
        block: &Block<'_>,
        bounds: Bounds,
        threshold: f64,
        probe: &Probe<'_>,
        out: &mut Vec<NearPair>,
    ) {
        if self.probe == u32::MAX {
            self.seen.fill(0);
            self.probe = 0;
        }
        self.probe += 1;
        let Prober { set, seen, probe: number, candidates, .. } = self;
        let size = probe.card.size as usize;
        let ranks = &block.ranks;
        let place_of_size = |size: usize| ranks.partition_point(|&rank| ((rank >> 32) as usize) < size);
        let from = place_of_size(bounds.smallest(size));
        let mut to = probe.before;
        let mut largest = usize::MAX;
        for (position, &key) in probe.keys.iter().enumerate() {
            let now = bounds.largest(size, position);
            if now < largest {
                largest = now;
                // The places of a size are looked up only where the size shortens what is left.
                if to > from && (ranks[to - 1] >> 32) as usize > largest {
                    to = from + ranks[from..to].partition_point(|&rank| (rank >> 32) as usize <= largest);
                }
            }
            if to <= from {
                break;
            }
            block.each(key, probe.card.size, from as u32, to as u32, |place| {
                let card = &block.cards[place as usize];
                if probe.card.difference(card) <= bounds.difference(size, card.size as usize)
                    && seen[place as usize] != *number
                {
                    seen[place as usize] = *number;
                    candidates.push(place);
                }
            });
        }
        if candidates.is_empty() {
            return;
        }
        set.fill(probe.text, |_| {});
        for place in candidates.drain(..) {
            let (group, other) = (block.group(place as usize), block.cards[place as usize].size as usize);
            if group == probe.group {
                continue;
            }
            let Some(shared) = set.shared(block.text(place as usize), bounds.overlap(size, other)) else { continue };
            let similarity = jaccard(shared, size, other);
            if similarity >= threshold {
                out.push(NearPair { a: probe.group.min(group), b: probe.group.max(group), similarity });
            }
        }
    }
}
