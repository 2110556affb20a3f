//! Near-duplicates, exactly: every pair of texts whose sets of 5 consecutive code points overlap enough.
//!
//! Identical texts are collapsed first. The rest is an exact set-similarity join with prefix, length and position
//! filters (Xiao et al., "Efficient similarity joins for near-duplicate detection", WWW 2008, PPJoin): the rarest few
//! shingles of two similar sets must meet, so only sets that share a rare shingle are compared.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use rayon::prelude::*;

/// Code points in a shingle.
const SHINGLE: usize = 5;

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

/// A collection of normalised texts, collapsed and cut into shingles.
#[derive(Debug)]
pub struct Texts {
    groups: Vec<Group>,
    /// Per group its shingles as numbers that grow with the shingle's frequency, ascending: rare ones come first.
    sets: Vec<Box<[u32]>>,
    tokens: usize,
}

impl Texts {
    /// Collects texts that are already normalised (see [`crate::normalise`]); empty ones take part in nothing.
    pub fn new(normalised: impl IntoIterator<Item = String>) -> Texts {
        let mut by_text: HashMap<String, u32> = HashMap::new();
        let mut groups: Vec<Group> = Vec::new();
        let mut token_of: HashMap<u64, u32, BuildHasherDefault<Mixed>> = HashMap::default();
        let mut frequency: Vec<u32> = Vec::new();
        let mut sets: Vec<Box<[u32]>> = Vec::new();
        let mut set: Vec<u64> = Vec::new();
        for (place, text) in normalised.into_iter().enumerate() {
            if text.is_empty() {
                continue;
            }
            if let Some(&group) = by_text.get(&text) {
                groups[group as usize].push(place as u32);
                continue;
            }
            shingles(&text, &mut set);
            let tokens: Box<[u32]> = set
                .iter()
                .map(|shingle| {
                    let token = *token_of.entry(*shingle).or_insert_with(|| {
                        frequency.push(0);
                        frequency.len() as u32 - 1
                    });
                    frequency[token as usize] += 1;
                    token
                })
                .collect();
            by_text.insert(text, groups.len() as u32);
            groups.push(vec![place as u32]);
            sets.push(tokens);
        }
        drop(token_of);
        let mut order: Vec<u32> = (0..frequency.len() as u32).collect();
        order.sort_unstable_by_key(|&token| (frequency[token as usize], token));
        let mut rank = vec![0u32; order.len()];
        for (r, &token) in order.iter().enumerate() {
            rank[token as usize] = r as u32;
        }
        sets.par_iter_mut().for_each(|set| {
            for token in set.iter_mut() {
                *token = rank[*token as usize];
            }
            set.sort_unstable();
        });
        Texts { groups, sets, tokens: rank.len() }
    }

    /// The groups of identical texts, in the order of their first members.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }
}

/// Jaccard index of two normalised texts.
pub fn jaccard(a: &str, b: &str) -> f64 {
    let (mut x, mut y) = (Vec::new(), Vec::new());
    shingles(a, &mut x);
    shingles(b, &mut y);
    if x.is_empty() || y.is_empty() {
        return 0.0;
    }
    similarity(overlap(&x, &y), x.len(), y.len())
}

/// All pairs of groups at or above `threshold` (above 0, at most 1), ordered by `a`, then `b`.
pub fn near_pairs(texts: &Texts, threshold: f64) -> Vec<NearPair> {
    let everyone: Vec<u32> = (0..texts.sets.len() as u32).collect();
    join(texts, &everyone, &everyone, threshold, true)
}

/// All pairs of a group of `left` with a group of `right` at or above `threshold`, ordered by `a`, then `b`.
///
/// `a` is the smaller group number of the two, whichever side it is from; a group on both sides is not paired with
/// itself.
pub fn cross_pairs(texts: &Texts, left: &[u32], right: &[u32], threshold: f64) -> Vec<NearPair> {
    join(texts, left, right, threshold, false)
}

/// Where the sets that share a token are: for each token the positions `starts[token]..starts[token + 1]` of `entries`.
struct Index {
    starts: Vec<u32>,
    /// Place in the size order and position of the token in the set.
    entries: Vec<(u32, u32)>,
}

/// Of `n` shingles how many, rarest first, two sets must be looked at so that none at `threshold` is missed.
fn prefix(n: usize, threshold: f64) -> usize {
    n - least(threshold * n as f64) + 1
}

/// The least whole number not below `x`, forgiving the last bits of a product of floats.
fn least(x: f64) -> usize {
    (x - 1e-9).ceil().max(1.0) as usize
}

fn join(texts: &Texts, left: &[u32], right: &[u32], threshold: f64, same: bool) -> Vec<NearPair> {
    let sets = &texts.sets;
    let mut by_size: Vec<u32> = left.to_vec();
    by_size.sort_unstable_by_key(|&group| (sets[group as usize].len(), group));
    let index = index(texts, &by_size, threshold, same);
    let place: HashMap<u32, u32> =
        if same { by_size.iter().enumerate().map(|(p, &group)| (group, p as u32)).collect() } else { HashMap::new() };
    let mut probes: Vec<u32> = right.to_vec();
    if same {
        probes.clone_from(&by_size);
    }
    let mut pairs: Vec<NearPair> = probes
        .par_chunks(512)
        .map_init(
            || (vec![0u32; by_size.len()], Vec::<u32>::new()),
            |(seen, candidates), chunk| {
                let mut out = Vec::new();
                for &probe in chunk {
                    let own = place.get(&probe).copied();
                    probe_one(texts, &by_size, &index, threshold, probe, own, seen, candidates, &mut out);
                }
                out
            },
        )
        .flatten_iter()
        .collect();
    pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
    pairs.dedup_by_key(|pair| (pair.a, pair.b));
    pairs
}

fn index(texts: &Texts, by_size: &[u32], threshold: f64, same: bool) -> Index {
    // Within one collection the indexed set is never the larger one, which allows a shorter prefix.
    let indexed = |n: usize| {
        if same { n - least(2.0 * threshold / (1.0 + threshold) * n as f64) + 1 } else { prefix(n, threshold) }
    };
    let mut starts = vec![0u32; texts.tokens + 1];
    for &group in by_size {
        let set = &texts.sets[group as usize];
        for &token in &set[..indexed(set.len())] {
            starts[token as usize + 1] += 1;
        }
    }
    for token in 0..texts.tokens {
        starts[token + 1] += starts[token];
    }
    let mut next = starts.clone();
    let mut entries = vec![(0u32, 0u32); starts[texts.tokens] as usize];
    for (place, &group) in by_size.iter().enumerate() {
        let set = &texts.sets[group as usize];
        for (position, &token) in set[..indexed(set.len())].iter().enumerate() {
            entries[next[token as usize] as usize] = (place as u32, position as u32);
            next[token as usize] += 1;
        }
    }
    Index { starts, entries }
}

#[expect(
    clippy::too_many_arguments,
    reason = "the inner loop of one join: splitting it would cost a struct that nothing else uses"
)]
fn probe_one(
    texts: &Texts,
    by_size: &[u32],
    index: &Index,
    threshold: f64,
    probe: u32,
    own: Option<u32>,
    seen: &mut [u32],
    candidates: &mut Vec<u32>,
    out: &mut Vec<NearPair>,
) {
    const RULED_OUT: u32 = u32::MAX;
    let x = &texts.sets[probe as usize];
    let smallest = least(threshold * x.len() as f64);
    let largest = (x.len() as f64 / threshold + 1e-9) as usize;
    for (i, &token) in x[..prefix(x.len(), threshold)].iter().enumerate() {
        let entries = &index.entries[index.starts[token as usize] as usize..index.starts[token as usize + 1] as usize];
        let first =
            entries.partition_point(|&(place, _)| texts.sets[by_size[place as usize] as usize].len() < smallest);
        for &(place, j) in &entries[first..] {
            // Entries are in the order of size: behind one's own place every pair would be found a second time.
            if own.is_some_and(|own| place >= own) {
                break;
            }
            let y = &texts.sets[by_size[place as usize] as usize];
            if y.len() > largest {
                break;
            }
            let count = &mut seen[place as usize];
            if *count == RULED_OUT {
                continue;
            }
            let needed = least(threshold / (1.0 + threshold) * (x.len() + y.len()) as f64);
            let possible = 1 + (x.len() - i - 1).min(y.len() - j as usize - 1);
            if *count == 0 {
                candidates.push(place);
            }
            *count = if *count as usize + possible >= needed { *count + 1 } else { RULED_OUT };
        }
    }
    for &place in candidates.iter() {
        let count = std::mem::take(&mut seen[place as usize]);
        let group = by_size[place as usize];
        if count == RULED_OUT || group == probe {
            continue;
        }
        let y = &texts.sets[group as usize];
        let needed = least(threshold / (1.0 + threshold) * (x.len() + y.len()) as f64);
        let Some(shared) = overlap_at_least(x, y, needed) else { continue };
        let similarity = similarity(shared, x.len(), y.len());
        if similarity >= threshold {
            out.push(NearPair { a: probe.min(group), b: probe.max(group), similarity });
        }
    }
    candidates.clear();
}

fn similarity(shared: usize, x: usize, y: usize) -> f64 {
    shared as f64 / (x + y - shared) as f64
}

fn overlap<T: Ord>(x: &[T], y: &[T]) -> usize {
    overlap_at_least(x, y, 0).unwrap_or(0)
}

/// The size of the intersection of two ascending slices, `None` as soon as it cannot reach `needed`.
fn overlap_at_least<T: Ord>(x: &[T], y: &[T], needed: usize) -> Option<usize> {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < x.len() && j < y.len() {
        if shared + (x.len() - i).min(y.len() - j) < needed {
            return None;
        }
        match x[i].cmp(&y[j]) {
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
        }
    }
    (shared >= needed).then_some(shared)
}

/// Fills `set` with the distinct shingles of a text, ascending; a text of 1 to 4 code points is one shingle.
///
/// Five code points below U+1000 (Latin, Greek, Cyrillic, Hebrew, Arabic, the Indic scripts, Thai, Lao) are packed
/// into 60 bits without loss; others are mixed into 63 bits, where two different shingles of one collection meet with
/// a chance below one in a million.
fn shingles(text: &str, set: &mut Vec<u64>) {
    set.clear();
    let mut window = [0u32; SHINGLE];
    let mut length = 0usize;
    for c in text.chars() {
        window.rotate_left(1);
        window[SHINGLE - 1] = c as u32;
        length += 1;
        if length >= SHINGLE {
            set.push(pack(&window));
        }
    }
    if (1..SHINGLE).contains(&length) {
        set.push(pack(&window));
    }
    set.sort_unstable();
    set.dedup();
}

fn pack(window: &[u32; SHINGLE]) -> u64 {
    if window.iter().all(|&c| c < 0x1000) {
        return window.iter().fold(0, |packed, &c| packed << 12 | u64::from(c));
    }
    let mut mixed = 0x9e37_79b9_7f4a_7c15u64;
    for &c in window {
        mixed = (mixed ^ u64::from(c)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed ^= mixed >> 32;
    }
    mixed | 1 << 63
}

/// Hashing for keys that are already numbers: one multiplication spreads the low bits.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.write_u64(self.0 ^ u64::from(b));
        }
    }
    fn write_u64(&mut self, n: u64) {
        let product = u128::from(n ^ 0x9e37_79b9_7f4a_7c15) * 0x2d35_8dcc_aa6c_78a5_u128;
        self.0 = product as u64 ^ (product >> 64) as u64;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn brute(texts: &[String], threshold: f64) -> Vec<NearPair> {
        let collected = Texts::new(texts.to_vec());
        let first: Vec<&str> = collected.groups().iter().map(|g| texts[g[0] as usize].as_str()).collect();
        let mut pairs = Vec::new();
        for a in 0..first.len() {
            for b in a + 1..first.len() {
                let similarity = jaccard(first[a], first[b]);
                if similarity >= threshold {
                    pairs.push(NearPair { a: a as u32, b: b as u32, similarity });
                }
            }
        }
        pairs
    }

    #[test]
    fn identical_and_short_texts() {
        let texts = Texts::new(["abc".into(), "abc".into(), String::new(), "abcd".into(), "abcdefgh".into()]);
        assert_eq!(texts.groups(), &[vec![0, 1], vec![3], vec![4]]);
        assert_eq!(near_pairs(&texts, 0.1), vec![]);
        assert_eq!(jaccard("abcdef", "abcdeg"), 1.0 / 3.0);
    }

    proptest! {
        #[test]
        fn finds_what_brute_force_finds(
            texts in prop::collection::vec("[ab]{0,14}|[abж日]{3,12}", 1..40),
            threshold in prop::sample::select(vec![0.3, 0.5, 0.7, 0.8, 1.0]),
        ) {
            let collected = Texts::new(texts.clone());
            prop_assert_eq!(near_pairs(&collected, threshold), brute(&texts, threshold));
            let (left, right): (Vec<u32>, Vec<u32>) = (0..collected.groups().len() as u32).partition(|g| g % 3 == 0);
            let across: Vec<NearPair> =
                brute(&texts, threshold).into_iter().filter(|p| (p.a % 3 == 0) != (p.b % 3 == 0)).collect();
            prop_assert_eq!(cross_pairs(&collected, &left, &right, threshold), across);
        }
    }
}
