//! Finding, among very many PDQ hashes, those within a distance of one.
//!
//! A hash is cut into 16 bands of 16 bits (multi-index hashing, Norouzi, Punjani and Fleet 2012). Two hashes that differ
//! in at most 31 bits differ by at most one bit in at least one band (16 bands with two bits each would be 32), so 16 x 17
//! lists hold every answer. Each band is one array of item numbers ordered by its 16 bits, with one array of where each
//! value begins: 100 bytes a hash and 4 MiB in all, no allocation per hash.

use crate::reading::Pdq;

/// Bands of a hash.
const BANDS: usize = 16;
/// Values of a band.
const VALUES: usize = 1 << 16;
/// Farthest distance that lists of the same band with one bit changed answer.
const BY_ONE_BIT: u32 = 2 * BANDS as u32 - 1;
/// Farthest distance that lists of the same band answer.
const BY_NONE: u32 = BANDS as u32 - 1;

/// PDQ hashes with a number each, which may be any and need not differ.
#[derive(Clone, Debug, Default)]
pub struct PdqIndex {
    hashes: Vec<[u64; 4]>,
    items: Vec<u32>,
    /// Per band, where in its part of `places` each value begins.
    begins: Vec<u32>,
    /// Per band, the positions of all hashes ordered by their value there.
    places: Vec<u32>,
}

impl PdqIndex {
    /// An index of hashes. More than 2^32 - 1 are not held; the rest is left out.
    pub fn new(hashes: impl IntoIterator<Item = (Pdq, u32)>) -> PdqIndex {
        let mut index = PdqIndex::default();
        for (hash, item) in hashes.into_iter().take(u32::MAX as usize) {
            index.hashes.push(words(&hash));
            index.items.push(item);
        }
        let count = index.hashes.len();
        index.begins = vec![0; BANDS * (VALUES + 1)];
        index.places = vec![0; BANDS * count];
        for band in 0..BANDS {
            let begins = &mut index.begins[band * (VALUES + 1)..(band + 1) * (VALUES + 1)];
            for hash in &index.hashes {
                begins[usize::from(value(hash, band)) + 1] += 1;
            }
            for at in 1..begins.len() {
                begins[at] += begins[at - 1];
            }
            let mut next = begins.to_vec();
            let places = &mut index.places[band * count..(band + 1) * count];
            for (place, hash) in index.hashes.iter().enumerate() {
                let next = &mut next[usize::from(value(hash, band))];
                places[*next as usize] = place as u32;
                *next += 1;
            }
        }
        index
    }

    /// How many hashes it holds.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Bytes of memory that it takes.
    pub fn bytes(&self) -> usize {
        self.hashes.len() * (32 + 4) + (self.begins.len() + self.places.len()) * 4
    }

    /// The items whose hashes are at most so many bits away, with their distance: nearest first, then by item. Beyond 31
    /// bits every hash is compared.
    pub fn within(&self, hash: &Pdq, most: u32) -> Vec<(u32, u32)> {
        let wanted = words(hash);
        let mut found = Vec::new();
        if most > BY_ONE_BIT {
            let all = self.hashes.iter().zip(&self.items).map(|(hash, item)| (*item, distance(hash, &wanted)));
            found.extend(all.filter(|(_, distance)| *distance <= most));
        } else {
            let changes = if most > BY_NONE { 16 } else { 0 };
            for band in 0..BANDS {
                let here = value(&wanted, band);
                self.look(&wanted, band, here, most, &mut found);
                for bit in 0..changes {
                    self.look(&wanted, band, here ^ (1 << bit), most, &mut found);
                }
            }
        }
        found.sort_unstable_by_key(|(item, distance)| (*distance, *item));
        found
    }

    /// The hashes of one list that are near enough, unless an earlier band's lists hold them too.
    fn look(&self, wanted: &[u64; 4], band: usize, value: u16, most: u32, found: &mut Vec<(u32, u32)>) {
        let Some(begins) = self.begins.get(band * (VALUES + 1) + usize::from(value)..) else { return };
        let [start, end, ..] = begins else { return };
        let count = self.hashes.len();
        let free = if most > BY_NONE { 1 } else { 0 };
        for place in &self.places[band * count + *start as usize..band * count + *end as usize] {
            let hash = &self.hashes[*place as usize];
            let distance = distance(hash, wanted);
            if distance <= most && (0..band).all(|earlier| differing(hash, wanted, earlier) > free) {
                found.push((self.items[*place as usize], distance));
            }
        }
    }
}

fn words(hash: &Pdq) -> [u64; 4] {
    let mut words = [0; 4];
    for (word, bytes) in words.iter_mut().zip(hash.0.chunks_exact(8)) {
        *word = bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    }
    words
}

fn value(words: &[u64; 4], band: usize) -> u16 {
    (words[band / 4] >> (band % 4 * 16)) as u16
}

fn differing(a: &[u64; 4], b: &[u64; 4], band: usize) -> u32 {
    (value(a, band) ^ value(b, band)).count_ones()
}

fn distance(a: &[u64; 4], b: &[u64; 4]) -> u32 {
    a.iter().zip(b).map(|(a, b)| (a ^ b).count_ones()).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pictures::samples::Chance;

    fn any_hash(chance: &mut Chance) -> Pdq {
        let mut hash = [0; 32];
        hash.chunks_exact_mut(8).for_each(|bytes| bytes.copy_from_slice(&chance.next().to_le_bytes()));
        Pdq(hash)
    }

    fn changed(hash: Pdq, bits: u64, chance: &mut Chance) -> Pdq {
        let mut hash = hash;
        for _ in 0..bits {
            let bit = chance.below(256) as usize;
            hash.0[bit / 8] ^= 1 << (bit % 8);
        }
        hash
    }

    proptest! {
        #[test]
        fn as_all_compared(seed: u64, count in 0usize..300, most in 0u32..70) {
            let mut chance = Chance(seed);
            let wanted = any_hash(&mut chance);
            let hashes: Vec<(Pdq, u32)> = (0..count)
                .map(|_| {
                    let bits = chance.below(80);
                    (changed(wanted, bits, &mut chance), chance.below(100) as u32)
                })
                .collect();
            let index = PdqIndex::new(hashes.iter().copied());
            let mut expected: Vec<(u32, u32)> = hashes
                .iter()
                .map(|(hash, item)| (*item, hash.distance(&wanted)))
                .filter(|(_, distance)| *distance <= most)
                .collect();
            expected.sort_unstable_by_key(|(item, distance)| (*distance, *item));
            prop_assert_eq!(index.within(&wanted, most), expected);
        }
    }

    #[test]
    fn the_farthest_are_found() {
        // One bit in each band but one with two: 17. Two in each band but one with one: 31.
        let hash = Pdq([0; 32]);
        let mut far = [0u8; 32];
        far.chunks_exact_mut(2).for_each(|band| band[0] = 3);
        far[30] = 1;
        let index = PdqIndex::new([(Pdq(far), 7)]);
        assert_eq!(index.within(&hash, 31), [(7, 31)]);
        assert_eq!(index.within(&hash, 30), []);
        assert_eq!(PdqIndex::default().within(&hash, 31), []);
        assert!(PdqIndex::new([]).within(&hash, 256).is_empty());
    }
}
