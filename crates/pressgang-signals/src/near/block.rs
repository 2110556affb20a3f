//! A block of texts that others are looked up in: an index of their rarest shingles, and a card for each text.

use rayon::prelude::*;

use super::bounds::Bounds;
use super::probe::Lookup;
use super::rarity::Rarity;
use super::shingles::ShingleSet;

/// Sizes whose places are listed; hardly any text has more shingles.
const LISTED: usize = 1 << 12;

/// Texts sketched by one thread at a time.
const CHUNK: usize = 2048;

/// A text's place in the order of sizes, in which no text comes twice: its number of shingles, then its group.
pub(super) fn rank(size: u32, group: u32) -> u64 {
    u64::from(size) << 32 | u64::from(group)
}

/// What is compared of a text before the text itself.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(32))]
pub(super) struct Card {
    /// Every shingle flips one bit, so two sets differ in as many members at least as their bits differ.
    pub bits: [u64; 3],
    /// How many different shingles.
    pub size: u32,
}

impl Card {
    fn flip(&mut self, spread: u64) {
        // 18 bits between those that choose a cell and those that become part of the key.
        let bit = (((spread >> 24 & 0x3_FFFF) * 192) >> 18) as usize;
        self.bits[bit / 64] ^= 1 << (bit % 64);
    }

    /// How many members the two sets do not share at least (a bitmap filter as in Sandes, Teodoro and Melo, "Bitmap
    /// filter: speeding up exact set similarity joins with bitwise operations", Information Systems 88, 2020).
    pub fn difference(&self, other: &Card) -> u32 {
        self.bits.iter().zip(&other.bits).map(|(a, b)| (a ^ b).count_ones()).sum()
    }
}

/// Reads a text: its card, and in `keys` the keys of its rarest shingles, ascending, as many as `prefix` says for the
/// number of all.
pub(super) fn sketch(
    text: &str,
    rarity: &Rarity<impl AsRef<[u8]>>,
    prefix: impl Fn(usize) -> usize,
    set: &mut ShingleSet,
    keys: &mut Vec<u32>,
) -> Card {
    keys.clear();
    let mut card = Card::default();
    set.fill(text, |spread| {
        keys.push(rarity.key(spread));
        card.flip(spread);
    });
    card.size = keys.len() as u32;
    let wanted = prefix(keys.len()).min(keys.len());
    if wanted < keys.len() {
        keys.select_nth_unstable(wanted);
        keys.truncate(wanted);
    }
    keys.sort_unstable();
    card
}

/// The texts of a block, by their places in the order of their ranks.
pub(super) struct Block<'t> {
    text: &'t str,
    /// Where in `text` each begins and ends.
    spans: Vec<(u64, u64)>,
    ranks: Vec<u64>,
    /// The first place with at least so many shingles, for every number up to [`LISTED`].
    sizes: Vec<u32>,
    pub cards: Vec<Card>,
    index: Index,
    /// What was kept of the texts as probes, in the order in which they were given, and which of them is at each place.
    sketches: Vec<Sketches>,
    given: Vec<u32>,
}

/// Which texts have a key: for each bucket of keys the entries `starts[bucket]..starts[bucket + 1]`, in the order of
/// places.
pub(super) struct Index {
    pub starts: Vec<u32>,
    pub entries: Vec<u64>,
    shift: u32,
}

/// An entry: the place of a text, the greatest size of a partner that its position still allows, and the bits of the
/// key that the bucket leaves open.
fn entry(place: u32, reach: usize, check: u16) -> u64 {
    u64::from(place) << 32 | (reach.min(0xFFFF) as u64) << 16 | u64::from(check)
}

/// The hash of a key: a permutation of 32 bits, so that bucket (16 bits or more) and check (16 bits) are the whole key.
pub(super) fn hash(key: u32) -> u32 {
    (key ^ key >> 15).wrapping_mul(0x9e37_79b1)
}

fn place_of_size(ranks: &[u64], size: usize) -> usize {
    ranks.partition_point(|&rank| ((rank >> 32) as usize) < size)
}

/// Cards and keys of some texts, those of text `i` from `starts[i]` to `starts[i + 1]`.
struct Sketches {
    cards: Vec<Card>,
    keys: Vec<u32>,
    starts: Vec<u32>,
}

fn keys_of(sketches: &[Sketches], given: u32) -> &[u32] {
    let (part, i) = (&sketches[given as usize / CHUNK], given as usize % CHUNK);
    &part.keys[part.starts[i] as usize..part.starts[i + 1] as usize]
}

/// What a block is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Use {
    /// No probe's partner in the block is larger than the probe, which allows a shorter prefix.
    pub finds_smaller: bool,
    /// The texts of the block will be probes themselves.
    pub keeps_probes: bool,
}

impl<'t> Block<'t> {
    /// Builds the index of texts given by their groups and their spans in `text`.
    pub fn new(text: &'t str, given: &[(u32, (u64, u64))], bounds: Bounds, rarity: &Rarity, used: Use) -> Block<'t> {
        let indexed = |n: usize| if used.finds_smaller { bounds.prefix_of_smaller(n) } else { bounds.prefix(n) };
        let kept = |n: usize| if used.keeps_probes { bounds.prefix(n) } else { indexed(n) };
        let sketches: Vec<Sketches> = given
            .par_chunks(CHUNK)
            .map_init(
                || (ShingleSet::default(), Vec::new()),
                |(set, keys), chunk| {
                    let mut out = Sketches { cards: Vec::new(), keys: Vec::new(), starts: vec![0] };
                    for &(_, (start, end)) in chunk {
                        out.cards.push(sketch(&text[start as usize..end as usize], rarity, kept, set, keys));
                        out.keys.extend_from_slice(keys);
                        out.starts.push(out.keys.len() as u32);
                    }
                    out.keys.shrink_to_fit();
                    out
                },
            )
            .collect();
        let card = |i: u32| sketches[i as usize / CHUNK].cards[i as usize % CHUNK];
        let rank = |i: u32| rank(card(i).size, given[i as usize].0);
        let mut places: Vec<u32> = (0..given.len() as u32).collect();
        places.par_sort_unstable_by_key(|&i| rank(i));
        let ranks: Vec<u64> = places.iter().map(|&i| rank(i)).collect();
        let listed = ranks.last().map_or(0, |&rank| (rank >> 32) as usize + 2).min(LISTED);
        let cards: Vec<Card> = places.iter().map(|&i| card(i)).collect();
        let sizes = (0..listed).map(|size| place_of_size(&ranks, size) as u32).collect();
        let index = Index::new(&cards, |place| keys_of(&sketches, places[place]), bounds, indexed);
        let spans = places.iter().map(|&i| given[i as usize].1).collect();
        let (sketches, given) = if used.keeps_probes { (sketches, places) } else { (Vec::new(), Vec::new()) };
        Block { text, spans, ranks, sizes, cards, index, sketches, given }
    }

    /// How many bytes a block takes for a text of so many shingles, besides the text, while it is built and used.
    pub fn cost(bounds: Bounds, size: usize) -> u64 {
        // An entry and its key, up to two places where buckets begin; then rank, span, card twice, and what was seen.
        128 + 20 * bounds.prefix_of_smaller(size) as u64
    }

    pub fn len(&self) -> usize {
        self.spans.len()
    }

    pub fn text(&self, place: usize) -> &'t str {
        let (start, end) = self.spans[place];
        &self.text[start as usize..end as usize]
    }

    pub fn group(&self, place: usize) -> u32 {
        self.ranks[place] as u32
    }

    /// How many texts have a lower rank.
    pub fn before(&self, rank: u64) -> usize {
        self.ranks.partition_point(|&own| own < rank)
    }

    /// The kept keys of a text as a probe.
    pub fn keys(&self, place: usize) -> &[u32] {
        keys_of(&self.sketches, self.given[place])
    }

    pub fn sizes(&self) -> &[u32] {
        &self.sizes
    }

    pub fn index(&self) -> &Index {
        &self.index
    }
}

impl Lookup for Block<'_> {
    fn text<'a>(&'a self, place: usize, _: &'a mut String) -> &'a str {
        Block::text(self, place)
    }

    fn place_of_size(&self, size: usize) -> usize {
        match self.sizes.get(size) {
            Some(&place) => place as usize,
            None => place_of_size(&self.ranks, size),
        }
    }

    fn group(&self, place: usize) -> u32 {
        Block::group(self, place)
    }

    fn card(&self, place: usize) -> Card {
        self.cards[place]
    }

    fn bucket(&self, key: u32) -> (u32, u32) {
        let bucket = (hash(key) >> self.index.shift) as usize;
        (self.index.starts[bucket], self.index.starts[bucket + 1])
    }

    fn entries(&self, (start, end): (u32, u32)) -> impl Entries {
        &self.index.entries[start as usize..end as usize]
    }
}

/// What a bucket holds, in the order of places.
pub(super) trait Entries {
    fn len(&self) -> usize;
    /// 0 beyond the end.
    fn get(&self, i: usize) -> u64;
}

impl Entries for &[u64] {
    fn len(&self) -> usize {
        <[u64]>::len(self)
    }

    fn get(&self, i: usize) -> u64 {
        <[u64]>::get(self, i).copied().unwrap_or(0)
    }
}

/// Adds the place of every text at `from..to` that has the key where a partner of `size` may still meet it first; some
/// that may not are among them.
pub(super) fn places(list: impl Entries, key: u32, size: u32, from: u32, to: u32, out: &mut Vec<u32>) {
    // In a short list going there takes no longer than finding where to go.
    let mut first = 0;
    if list.len() > 64 {
        let mut end = list.len();
        while first < end {
            let middle = first.midpoint(end);
            if (list.get(middle) >> 32) < u64::from(from) { first = middle + 1 } else { end = middle }
        }
    }
    let (check, size) = (hash(key) as u16, size.min(0xFFFF) as u16);
    for i in first..list.len() {
        let entry = list.get(i);
        let place = (entry >> 32) as u32;
        if place >= to {
            break;
        }
        if entry as u16 == check && (entry >> 16) as u16 >= size && place >= from {
            out.push(place);
        }
    }
}

impl Index {
    /// Indexes for every card the first keys of `keys`, as many as `indexed` says for its size.
    fn new<'k>(
        cards: &[Card],
        keys: impl Fn(usize) -> &'k [u32],
        bounds: Bounds,
        indexed: impl Fn(usize) -> usize,
    ) -> Index {
        let taken = |card: &Card| indexed(card.size as usize).min(card.size as usize);
        let total: usize = cards.iter().map(taken).sum();
        let bits = (total.max(1).ilog2() + 1).clamp(16, 26);
        let shift = 32 - bits;
        let mut starts = vec![0u32; (1 << bits) + 1];
        for (place, card) in cards.iter().enumerate() {
            for &key in &keys(place)[..taken(card)] {
                starts[(hash(key) >> shift) as usize + 1] += 1;
            }
        }
        for bucket in 1..starts.len() {
            starts[bucket] += starts[bucket - 1];
        }
        let mut entries = vec![0u64; total];
        // `starts[bucket]` moves on to where its entries end, which is where the next bucket's begin.
        for (place, card) in cards.iter().enumerate() {
            for (position, &key) in keys(place)[..taken(card)].iter().enumerate() {
                let hash = hash(key);
                let next = &mut starts[(hash >> shift) as usize];
                entries[*next as usize] =
                    entry(place as u32, bounds.largest(card.size as usize, position), hash as u16);
                *next += 1;
            }
        }
        starts.copy_within(..(1 << bits), 1);
        starts[0] = 0;
        Index { starts, entries, shift }
    }
}
