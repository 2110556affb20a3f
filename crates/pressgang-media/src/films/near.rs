//! All pairs of near hashes among very many.
//!
//! The bands are those of [`crate::PdqIndex`] (two hashes at 31 bits or fewer agree in one of 16 bands up to one bit),
//! but here everything is compared with everything: so per band the hashes are laid out by their value there and lists
//! are compared with lists, which reads memory in order. Asking the index once per hash took ten times as long on
//! 640,000 frames.

use rayon::prelude::*;

use crate::pictures::DISTANCE;
use crate::reading::Pdq;

const BANDS: usize = 16;
const VALUES: usize = 1 << 16;

/// Of a list longer than this (a title card of very many films) every hash is compared with the first ones only.
const LONG: usize = 2_048;

/// For each hash the positions of others within [`DISTANCE`] bits, in rising order; at most `most` of them, those found
/// first. The hashes differ from each other.
pub(super) fn near(hashes: &[Pdq], most: usize) -> Vec<Vec<u32>> {
    let words: Vec<[u64; 4]> = hashes.iter().map(words).collect();
    let mut hits: Vec<Vec<u32>> = vec![Vec::new(); hashes.len()];
    for band in 0..BANDS {
        let laid = Laid::out(&words, band);
        let found: Vec<Vec<(u32, u32)>> = (0..VALUES / 64).into_par_iter().map(|part| laid.pairs(part, band)).collect();
        for (a, b) in found.into_iter().flatten() {
            for (one, other) in [(a, b), (b, a)] {
                let hits = &mut hits[one as usize];
                if hits.len() < most {
                    hits.push(other);
                }
            }
        }
    }
    hits.iter_mut().for_each(|hits| hits.sort_unstable());
    hits
}

/// The hashes in the order of one band.
struct Laid {
    /// Where each value begins.
    begins: Vec<u32>,
    hashes: Vec<([u64; 4], u32)>,
}

impl Laid {
    fn out(words: &[[u64; 4]], band: usize) -> Laid {
        let mut begins = vec![0u32; VALUES + 1];
        for hash in words {
            begins[value(hash, band) + 1] += 1;
        }
        for at in 1..begins.len() {
            begins[at] += begins[at - 1];
        }
        let mut next = begins.clone();
        let mut hashes = vec![([0; 4], 0); words.len()];
        for (place, hash) in words.iter().enumerate() {
            let next = &mut next[value(hash, band)];
            hashes[*next as usize] = (*hash, place as u32);
            *next += 1;
        }
        Laid { begins, hashes }
    }

    fn list(&self, value: usize) -> &[([u64; 4], u32)] {
        &self.hashes[self.begins[value] as usize..self.begins[value + 1] as usize]
    }

    /// The near pairs whose smaller value is one of 64, unless an earlier band has them too.
    fn pairs(&self, part: usize, band: usize) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        let mut look = |one: &([u64; 4], u32), other: &([u64; 4], u32)| {
            if within(&one.0, &other.0) && (0..band).all(|earlier| differing(&one.0, &other.0, earlier) > 1) {
                pairs.push((one.1, other.1));
            }
        };
        for value in part * 64..(part + 1) * 64 {
            let here = self.list(value);
            for (at, one) in here.iter().enumerate().take(LONG) {
                here[at + 1..].iter().for_each(|other| look(one, other));
            }
            for there in (0..16).map(|bit| value ^ (1 << bit)).filter(|there| *there > value) {
                let there = self.list(there);
                for (at, one) in here.iter().enumerate() {
                    let end = if at < LONG { there.len() } else { there.len().min(LONG) };
                    there[..end].iter().for_each(|other| look(one, other));
                }
            }
        }
        pairs
    }
}

fn words(hash: &Pdq) -> [u64; 4] {
    let mut words = [0; 4];
    for (word, bytes) in words.iter_mut().zip(hash.0.as_chunks::<8>().0) {
        *word = u64::from_be_bytes(*bytes);
    }
    words
}

fn value(hash: &[u64; 4], band: usize) -> usize {
    (hash[band / 4] >> (band % 4 * 16)) as u16 as usize
}

fn differing(a: &[u64; 4], b: &[u64; 4], band: usize) -> u32 {
    (value(a, band) ^ value(b, band)).count_ones()
}

/// Whether two hashes are near. Two that are not are told by their first half nearly always.
fn within(a: &[u64; 4], b: &[u64; 4]) -> bool {
    let half = (a[0] ^ b[0]).count_ones() + (a[1] ^ b[1]).count_ones();
    half <= DISTANCE && half + (a[2] ^ b[2]).count_ones() + (a[3] ^ b[3]).count_ones() <= DISTANCE
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn all_near_pairs_are_found(
            centres in proptest::collection::vec(any::<[u8; 32]>(), 1..6),
            changes in proptest::collection::vec((any::<prop::sample::Index>(), proptest::collection::vec(0usize..256, 0..24)), 1..80),
        ) {
            let mut hashes: Vec<Pdq> = changes
                .iter()
                .map(|(centre, bits)| {
                    let mut hash = Pdq(*centre.get(&centres));
                    bits.iter().for_each(|bit| hash.0[bit / 8] ^= 1 << (bit % 8));
                    hash
                })
                .collect();
            hashes.sort_unstable();
            hashes.dedup();
            let expected: Vec<Vec<u32>> = hashes
                .iter()
                .map(|one| {
                    let near = hashes.iter().enumerate().filter(|(_, h)| *h != one && h.distance(one) <= DISTANCE);
                    near.map(|(at, _)| at as u32).collect()
                })
                .collect();
            prop_assert_eq!(near(&hashes, usize::MAX), expected);
        }
    }

    #[test]
    fn a_crowd_is_bounded() {
        // All equal but for the last twelve bits, which stand in one band.
        let hashes: Vec<Pdq> = (0..4096u16)
            .map(|n| {
                let mut hash = [0x5a; 32];
                hash[30..].copy_from_slice(&n.to_be_bytes());
                Pdq(hash)
            })
            .collect();
        let near = near(&hashes, 100);
        assert!(near.iter().all(|hits| hits.len() == 100));
    }
}
