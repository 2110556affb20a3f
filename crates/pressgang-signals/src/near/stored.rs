//! An index of texts as bytes: built once, kept in a file, looked up where it lies.
//!
//! The same filters as in the join, over numbers read from bytes in place: opening one costs nothing, whatever its
//! size. The texts themselves stand elsewhere and are handed over by whoever keeps them.
//!
//! All numbers are little-endian. Nothing in the bytes is trusted: what is out of bounds finds nothing.

use std::convert::Infallible;

use super::block::{Block, Card, Entries, Use, sketch};
use super::bounds::Bounds;
use super::join;
use super::probe::{Lookup, Probe, Prober};
use super::rarity::Rarity;
use super::shelf::Row;

/// Bytes a card takes: its bits and its size.
const CARD: usize = 28;

/// Bytes handed over at a time.
const CHUNK: usize = 1 << 16;

/// A part of the bytes of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NearSection {
    /// A card for each text.
    Cards,
    /// The first text of each size.
    Sizes,
    /// Where each bucket of keys begins.
    Starts,
    /// What is in the buckets.
    Entries,
    /// How rare shingles are.
    Classes,
}

impl NearSection {
    /// All of them.
    pub const ALL: [NearSection; 5] =
        [NearSection::Cards, NearSection::Sizes, NearSection::Starts, NearSection::Entries, NearSection::Classes];
}

/// Texts that are different, normalised and not empty, to be put into an index.
#[derive(Debug, Default)]
pub struct NearTexts(Row);

impl NearTexts {
    /// Adds one.
    pub fn push(&mut self, text: &str) {
        self.0.push(text);
    }

    /// The one that was added as number so and so; empty if there is none.
    pub fn get(&self, number: u32) -> &str {
        let batch = self.0.batch();
        if (number as usize) < batch.len() { batch.get(number as usize) } else { "" }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.batch().len()
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Builds the index, in which every text at or above `threshold` (above 0, at most 1) can be found.
    pub fn index(&self, threshold: f64) -> NearIndex<'_> {
        let bounds = Bounds::new(threshold);
        let Ok(rarity): Result<_, Infallible> = join::rarity(&self.0, u64::MAX);
        let batch = self.0.batch();
        let given: Vec<_> = (0..batch.len() as u32).map(|number| (number, batch.span(number as usize))).collect();
        let used = Use { finds_smaller: false, keeps_probes: false };
        let block = Block::new(batch.text, &given, bounds, &rarity, used);
        NearIndex { block, rarity }
    }
}

/// An index that was built, still in memory.
pub struct NearIndex<'t> {
    block: Block<'t>,
    rarity: Rarity,
}

impl NearIndex<'_> {
    /// Which text, by the number it was added as, is which in the index: smaller sets first.
    pub fn order(&self) -> Vec<u32> {
        (0..self.block.len()).map(|place| self.block.group(place)).collect()
    }

    /// Hands over the bytes of a section, piece by piece.
    pub fn bytes(&self, section: NearSection, take: &mut dyn FnMut(&[u8])) {
        match section {
            NearSection::Cards => pieces(&self.block.cards, take, |card, out| {
                card.bits.iter().for_each(|bits| out.extend_from_slice(&bits.to_le_bytes()));
                out.extend_from_slice(&card.size.to_le_bytes());
            }),
            NearSection::Sizes => pieces(self.block.sizes(), take, |n, out| out.extend_from_slice(&n.to_le_bytes())),
            NearSection::Starts => {
                pieces(&self.block.index().starts, take, |n, out| out.extend_from_slice(&n.to_le_bytes()));
            }
            NearSection::Entries => {
                pieces(&self.block.index().entries, take, |n, out| out.extend_from_slice(&n.to_le_bytes()));
            }
            NearSection::Classes => take(self.rarity.classes()),
        }
    }
}

fn pieces<T>(all: &[T], take: &mut dyn FnMut(&[u8]), write: impl Fn(&T, &mut Vec<u8>)) {
    let mut out = Vec::with_capacity(CHUNK + 64);
    for one in all {
        write(one, &mut out);
        if out.len() >= CHUNK {
            take(&out);
            out.clear();
        }
    }
    take(&out);
}

/// An index in bytes.
#[derive(Clone, Copy)]
pub struct StoredNear<'b> {
    cards: &'b [u8],
    sizes: Numbers<'b>,
    starts: Numbers<'b>,
    entries: &'b [u8],
    rarity: Rarity<&'b [u8]>,
    shift: u32,
}

impl std::fmt::Debug for StoredNear<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredNear").field("texts", &self.len()).finish_non_exhaustive()
    }
}

/// A text that is alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NearText {
    /// Its place in the index.
    pub place: u32,
    /// Jaccard index of the two shingle sets.
    pub similarity: f64,
}

/// What one thread needs to look texts up in one index.
pub struct NearScratch(Prober);

impl<'b> StoredNear<'b> {
    /// An index whose sections `bytes` hands over; `None` if they do not belong together.
    pub fn open(bytes: impl Fn(NearSection) -> &'b [u8]) -> Option<StoredNear<'b>> {
        let starts = Numbers(bytes(NearSection::Starts));
        let buckets = starts.len().checked_sub(1)?;
        if !buckets.is_power_of_two() || buckets < 2 {
            return None;
        }
        let (cards, entries) = (bytes(NearSection::Cards), bytes(NearSection::Entries));
        let whole = cards.len().is_multiple_of(CARD) && entries.len().is_multiple_of(8) && starts.is_whole();
        let rarity = Rarity::of_classes(bytes(NearSection::Classes))?;
        let sizes = Numbers(bytes(NearSection::Sizes));
        let shift = 32u32.checked_sub(buckets.trailing_zeros())?;
        whole.then_some(StoredNear { cards, sizes, starts, entries, rarity, shift })
    }

    /// How many texts it holds.
    pub fn len(&self) -> usize {
        self.cards.len() / CARD
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    /// Memory for looking up in this index.
    pub fn scratch(&self) -> NearScratch {
        NearScratch(Prober::new(self.len()))
    }

    /// Adds every text at or above `threshold`, which is not below the one that the index was built for, to `out`, in
    /// no order. `text` is normalised; `read` appends the normalised text at a place to what it is given.
    pub fn find(
        &self,
        text: &str,
        threshold: f64,
        scratch: &mut NearScratch,
        read: &dyn Fn(u32, &mut String),
        out: &mut Vec<NearText>,
    ) {
        if text.is_empty() {
            return;
        }
        let NearScratch(prober) = scratch;
        let bounds = Bounds::new(threshold);
        let (mut set, mut keys) = (std::mem::take(&mut prober.own), std::mem::take(&mut prober.keys));
        let card = sketch(text, &self.rarity, |n| bounds.prefix(n), &mut set, &mut keys);
        // No text of the index is the probe itself.
        let probe = Probe { text, group: u32::MAX, card, keys: &keys, before: self.len() };
        let mut pairs = Vec::new();
        prober.pairs(&Reading { index: self, read }, bounds, threshold, &probe, &mut pairs);
        out.extend(pairs.iter().map(|pair| NearText { place: pair.a, similarity: pair.similarity }));
        (prober.own, prober.keys) = (set, keys);
    }

    fn size(&self, place: usize) -> u32 {
        Numbers(self.cards).at(place * CARD + 24)
    }
}

/// An index with whoever hands over its texts.
struct Reading<'r, 'b> {
    index: &'r StoredNear<'b>,
    read: &'r dyn Fn(u32, &mut String),
}

impl Lookup for Reading<'_, '_> {
    fn text<'a>(&'a self, place: usize, room: &'a mut String) -> &'a str {
        room.clear();
        (self.read)(place as u32, room);
        room
    }

    fn place_of_size(&self, size: usize) -> usize {
        if size < self.index.sizes.len() {
            return (self.index.sizes.get(size) as usize).min(self.index.len());
        }
        let (mut low, mut high) = (0, self.index.len());
        while low < high {
            let middle = low.midpoint(high);
            if (self.index.size(middle) as usize) < size { low = middle + 1 } else { high = middle }
        }
        low
    }

    fn group(&self, place: usize) -> u32 {
        place as u32
    }

    fn card(&self, place: usize) -> Card {
        let at = place * CARD;
        let number = |i: usize| {
            let bytes = self.index.cards.get(at + i * 8..at + i * 8 + 8).and_then(|b| b.try_into().ok());
            bytes.map_or(0, u64::from_le_bytes)
        };
        Card { bits: [number(0), number(1), number(2)], size: self.index.size(place) }
    }

    fn bucket(&self, key: u32) -> (u32, u32) {
        let bucket = (super::block::hash(key) >> self.index.shift) as usize;
        let end = self.index.starts.get(bucket + 1).min((self.index.entries.len() / 8) as u32);
        (self.index.starts.get(bucket).min(end), end)
    }

    fn entries(&self, (start, end): (u32, u32)) -> impl Entries {
        StoredEntries(&self.index.entries[start as usize * 8..end as usize * 8])
    }
}

struct StoredEntries<'b>(&'b [u8]);

impl Entries for StoredEntries<'_> {
    fn len(&self) -> usize {
        self.0.len() / 8
    }

    fn get(&self, i: usize) -> u64 {
        self.0.get(i * 8..i * 8 + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes)
    }
}

/// Numbers of 32 bits in bytes.
#[derive(Clone, Copy)]
struct Numbers<'b>(&'b [u8]);

impl Numbers<'_> {
    fn len(&self) -> usize {
        self.0.len() / 4
    }

    fn is_whole(&self) -> bool {
        self.0.len().is_multiple_of(4)
    }

    fn get(&self, i: usize) -> u32 {
        self.at(i * 4)
    }

    fn at(&self, byte: usize) -> u32 {
        self.0.get(byte..byte + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
    }
}
