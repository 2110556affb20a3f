//! Fingerprints of a text by winnowing: few numbers, of which two texts with a common run share at least one.
//!
//! S. Schleimer, D. Wilkerson and A. Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003: hash
//! every run of k characters, and of every w consecutive hashes keep the smallest, the last of equal ones. Two things
//! are ours. Lengths are measured in [`size_of`], as an ideograph says about as much as three letters of an alphabet.
//! And a run that only repeats up to four letters ("hahaha", "0000") gives no fingerprint: it is no evidence of anything,
//! and there would be as many as it is long.
//!
//! Hashes are the same on every machine and in every version with the same `PASSAGES_VERSION`.

use super::letters::Letters;

/// The size of what one fingerprint stands for (k).
pub const GRAM: u32 = 12;

/// From among fingerprints over this size one is kept (w).
pub const WINDOW: u32 = 5;

/// Any common run of at least this size gives a common fingerprint, unless all of it repeats up to four letters.
///
/// Where every letter measures 1 it is k + w - 1; a gram may be 2 larger than k where its first letter measures 3, and
/// a window may miss 2 at either end.
pub const GUARANTEED: u32 = GRAM + WINDOW - 1 + 4;

/// What one fingerprint is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint {
    /// The hash of the letters.
    pub hash: u64,
    /// The first of the letters.
    pub at: u32,
}

/// What a letter measures: about how many letters of an alphabet say as much. (A translation has a third as many
/// ideographs as its English original has letters, and half as many syllables.)
#[inline]
pub fn size_of(code: u32) -> u32 {
    match code {
        0..0x1200 => 1,
        0x1200..=0x139f | 0x3040..=0x30ff | 0xa000..=0xa4cf | 0xac00..=0xd7a3 => 2,
        0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff => 3,
        _ => 1,
    }
}

/// A run of letters of about the same size as all others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gram {
    /// `None` for one that only repeats up to four letters.
    pub hash: Option<u64>,
    pub start: usize,
    pub end: usize,
}

/// No gram is of more letters.
const MOST_LETTERS: usize = 16;

const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

const POWERS: [u64; MOST_LETTERS] = {
    let mut powers = [1u64; MOST_LETTERS];
    let mut i = 1;
    while i < MOST_LETTERS {
        powers[i] = powers[i - 1].wrapping_mul(BASE);
        i += 1;
    }
    powers
};

/// Hands over every gram of a size of at least `least` (at most 16) that ends at each letter, the shortest one.
#[inline]
pub(super) fn grams(codes: &[u32], least: u32, mut take: impl FnMut(Gram)) {
    debug_assert!(least as usize <= MOST_LETTERS);
    let mut values = [0u64; 2 * MOST_LETTERS];
    let (mut start, mut size, mut hash) = (0, 0, 0u64);
    // For how many letters each has been the one that stands 1 to 4 before it.
    let mut repeated = [0usize; 4];
    for (last, &code) in codes.iter().enumerate() {
        let value = mix(u64::from(code) + 1);
        values[last % values.len()] = value;
        hash = hash.wrapping_mul(BASE).wrapping_add(value);
        size += size_of(code);
        for (period, count) in (1..).zip(&mut repeated) {
            *count = if last >= period && codes[last - period] == code { *count + 1 } else { 0 };
        }
        while size - size_of(codes[start]) >= least {
            size -= size_of(codes[start]);
            hash = hash.wrapping_sub(values[start % values.len()].wrapping_mul(POWERS[last - start]));
            start += 1;
        }
        if size < least {
            continue;
        }
        let length = last + 1 - start;
        let repeats = (1..).zip(&repeated).any(|(period, &count)| length >= 3 * period && count >= length - period);
        take(Gram { hash: (!repeats).then(|| mix(hash)), start, end: last + 1 });
    }
}

/// The finaliser of splitmix64: every bit depends on every bit.
#[inline]
fn mix(mut n: u64) -> u64 {
    n = (n ^ n >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    n = (n ^ n >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ n >> 31
}

/// What is smallest is kept; as the hashes themselves are not in this order, those that are kept are no smaller than
/// others.
fn order(hash: Option<u64>) -> u64 {
    hash.map_or(u64::MAX, |hash| hash.wrapping_mul(0xd6e8_feb8_6659_fd93))
}

#[derive(Clone, Copy, Default)]
struct Candidate {
    order: u64,
    fingerprint: Option<Fingerprint>,
    /// The size of all up to the gram's end.
    place: u32,
}

/// Puts the fingerprints of a text in `out` (emptied before) in the order of the text.
///
/// About one in three letters of an alphabet has one. A text that is shorter than a window has one, unless it is shorter
/// than [`GRAM`] or only repeats itself; whoever repeats a passage repeats its fingerprints.
pub fn fingerprints(letters: &Letters, out: &mut Vec<Fingerprint>) {
    out.clear();
    let codes = letters.codes();
    let mut ring = [Candidate::default(); WINDOW as usize];
    let mut count = 0usize;
    let mut least = Candidate { order: u64::MAX, fingerprint: None, place: 0 };
    let (mut place, mut measured, mut first) = (0u32, 0usize, None);
    let mut is_kept = false;
    grams(codes, GRAM, |gram| {
        place += codes[measured..gram.end].iter().map(|&code| size_of(code)).sum::<u32>();
        measured = gram.end;
        let first = *first.get_or_insert(place);
        let fingerprint = gram.hash.map(|hash| Fingerprint { hash, at: gram.start as u32 });
        let candidate = Candidate { order: order(gram.hash), fingerprint, place };
        ring[count % ring.len()] = candidate;
        count += 1;
        if count == 1 || candidate.order <= least.order {
            least = candidate;
            is_kept = false;
        } else if least.place + WINDOW <= place {
            least = candidate;
            // Every gram is at least 1 further than the one before, so the ring holds all of the window.
            for back in 1..ring.len().min(count) {
                let earlier = ring[(count - 1 - back) % ring.len()];
                if earlier.place + WINDOW <= place {
                    break;
                }
                if earlier.order < least.order {
                    least = earlier;
                }
            }
            is_kept = false;
        }
        if !is_kept && place - first >= WINDOW - 1 {
            out.extend(least.fingerprint);
            is_kept = true;
        }
    });
    if !is_kept {
        out.extend(least.fingerprint);
    }
}
