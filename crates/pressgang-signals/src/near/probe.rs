//! Looks one text up in a block.

use super::NearPair;
use super::block::{Card, Entries, places};
use super::bounds::{Bounds, jaccard};
use super::shingles::ShingleSet;

/// Texts that others are looked up in, by their places in the order of sizes.
pub(super) trait Lookup {
    /// The text at a place; one that has to be made is made in `room`.
    fn text<'a>(&'a self, place: usize, room: &'a mut String) -> &'a str;
    /// The first place with at least so many shingles.
    fn place_of_size(&self, size: usize) -> usize;
    fn group(&self, place: usize) -> u32;
    fn card(&self, place: usize) -> Card;
    /// The entries that `key` leads to: where they begin and end.
    fn bucket(&self, key: u32) -> (u32, u32);
    fn entries(&self, bucket: (u32, u32)) -> impl Entries;
}

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
    looks: Vec<Look>,
    places: Vec<u32>,
    candidates: Vec<u32>,
    room: String,
}

/// One key to look up, among the places before `to`.
struct Look {
    key: u32,
    to: u32,
    bucket: (u32, u32),
}

impl Prober {
    pub fn new(texts: usize) -> Prober {
        let (set, own) = Default::default();
        Prober {
            set,
            own,
            keys: Vec::new(),
            seen: vec![0; texts],
            probe: 0,
            looks: Vec::new(),
            places: Vec::new(),
            candidates: Vec::new(),
            room: String::new(),
        }
    }

    /// Adds all pairs of the probe with texts of the block to `out`, a text's pair with its own group left out.
    pub fn pairs(
        &mut self,
        block: &impl Lookup,
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
        let Prober { set, seen, probe: number, looks, places: found, candidates, room, .. } = self;
        let size = probe.card.size as usize;
        let from = block.place_of_size(bounds.smallest(size));
        let mut to = probe.before;
        // Index and cards are far larger than any cache. What is needed of them is asked for in loops of its own that
        // wait for nothing, so that the memory's answers overlap.
        looks.clear();
        for (position, &key) in probe.keys.iter().enumerate() {
            to = to.min(block.place_of_size(bounds.largest(size, position) + 1));
            if to <= from {
                break;
            }
            looks.push(Look { key, to: to as u32, bucket: block.bucket(key) });
        }
        std::hint::black_box(looks.iter().fold(0, |all, look| all ^ block.entries(look.bucket).get(0)));
        found.clear();
        for look in looks.iter() {
            places(block.entries(look.bucket), look.key, probe.card.size, from as u32, look.to, found);
        }
        for &place in found.iter() {
            let card = block.card(place as usize);
            if probe.card.difference(&card) <= bounds.difference(size, card.size as usize)
                && seen[place as usize] != *number
            {
                seen[place as usize] = *number;
                candidates.push(place);
            }
        }
        if candidates.is_empty() {
            return;
        }
        set.fill(probe.text, |_| {});
        for place in candidates.drain(..) {
            let (group, other) = (block.group(place as usize), block.card(place as usize).size as usize);
            if group == probe.group {
                continue;
            }
            let Some(shared) = set.shared(block.text(place as usize, room), bounds.overlap(size, other)) else {
                continue;
            };
            let similarity = jaccard(shared, size, other);
            if similarity >= threshold {
                out.push(NearPair { a: probe.group.min(group), b: probe.group.max(group), similarity });
            }
        }
    }
}
