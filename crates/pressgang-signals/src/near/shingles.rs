//! Runs of five code points, as numbers, and sets of them.

use std::ops::ControlFlow;

/// Code points in a shingle.
const SHINGLE: usize = 5;

/// The low 60 bits: five symbols of 12 bits.
const NARROW: u64 = (1 << 60) - 1;

/// The low 105 bits: five code points of 21 bits.
const WIDE: u128 = (1 << 105) - 1;

/// A shingle without loss: different shingles are different numbers.
///
/// Nearly all scripts' code points have a symbol of 12 bits; a shingle of such ones is a number of 64 bits, which is
/// half the work. A shingle with any other code point (ideographs, syllables of Hangul, emoji) keeps all its bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shingle {
    Narrow(u64),
    Wide(u128),
}

impl Shingle {
    /// A number that depends on every bit, for places in tables; different shingles may share it.
    pub fn spread(self) -> u64 {
        match self {
            Shingle::Narrow(n) => fold(n ^ 0x9e37_79b9_7f4a_7c15),
            Shingle::Wide(n) => fold(fold(n as u64 ^ 0x8ebc_6af0_9c88_c6e3) ^ (n >> 64) as u64),
        }
    }
}

/// A multiplication whose upper half comes back into the lower (the folded multiply of wyhash).
fn fold(n: u64) -> u64 {
    let product = u128::from(n) * 0x2d35_8dcc_aa6c_78a5_u128;
    product as u64 ^ (product >> 64) as u64
}

/// General punctuation and currency signs take the place of Tibetan, whose code points go without a symbol.
fn symbol(c: u32) -> Option<u64> {
    match c {
        0..0xF00 => Some(u64::from(c)),
        0x2000..0x2100 => Some(u64::from(c - 0x2000 + 0xF00)),
        _ => None,
    }
}

/// Hands over every shingle of a text in its order, repeated ones too, until `take` breaks; a text of 1 to 4 code
/// points is one shingle.
pub(super) fn each(text: &str, mut take: impl FnMut(Shingle) -> ControlFlow<()>) {
    if text.is_ascii() {
        let mut window = 0u64;
        let bytes = text.as_bytes();
        if bytes.len() < SHINGLE {
            short(text, take);
            return;
        }
        let (start, rest) = bytes.split_at(SHINGLE - 1);
        for &b in start {
            window = window << 12 | u64::from(b);
        }
        for &b in rest {
            window = (window << 12 | u64::from(b)) & NARROW;
            if take(Shingle::Narrow(window)).is_break() {
                return;
            }
        }
        return;
    }
    let (mut narrow, mut wide, mut symbols, mut length) = (0u64, 0u128, 0usize, 0usize);
    for c in text.chars() {
        length += 1;
        wide = (wide << 21 | u128::from(c as u32)) & WIDE;
        match symbol(c as u32) {
            Some(s) => {
                narrow = (narrow << 12 | s) & NARROW;
                symbols += 1;
            }
            None => symbols = 0,
        }
        if length >= SHINGLE {
            let shingle = if symbols >= SHINGLE { Shingle::Narrow(narrow) } else { Shingle::Wide(wide) };
            if take(shingle).is_break() {
                return;
            }
        }
    }
    if length < SHINGLE {
        short(text, take);
    }
}

/// A text shorter than a shingle; its length above its code points keeps it apart from all that are long enough.
fn short(text: &str, mut take: impl FnMut(Shingle) -> ControlFlow<()>) {
    let mut length = 0u32;
    let mut wide = 0u128;
    for c in text.chars() {
        wide = wide << 21 | u128::from(c as u32);
        length += 1;
    }
    if length > 0 {
        let _ = take(Shingle::Wide(wide | u128::from(length) << 105));
    }
}

/// How many shingles a text has, repeated ones counted each time.
pub(super) fn occurrences(text: &str) -> usize {
    let length = if text.is_ascii() { text.len() } else { text.chars().count() };
    if length == 0 { 0 } else { length.saturating_sub(SHINGLE - 1).max(1) }
}

/// A set of shingles that is emptied without touching its memory and counts which of its members are met.
#[derive(Debug, Default)]
pub(super) struct ShingleSet {
    narrow: Table<u64>,
    wide: Table<u128>,
    len: usize,
}

impl ShingleSet {
    /// Empties the set and makes room for the shingles of `text`.
    fn begin(&mut self, text: &str) {
        // A shingle takes a byte at least and each of its code points begins one, so there are no more than bytes.
        self.narrow.begin(text.len());
        self.wide.begin(if text.is_ascii() && text.len() >= SHINGLE { 0 } else { text.len() });
        self.len = 0;
    }

    /// Fills the set with the shingles of a text, handing what [`Shingle::spread`] makes of each to `new` once.
    pub fn fill(&mut self, text: &str, mut new: impl FnMut(u64)) {
        self.begin(text);
        each(text, |shingle| {
            let spread = shingle.spread();
            let is_new = match shingle {
                Shingle::Narrow(n) => self.narrow.insert(spread, n),
                Shingle::Wide(n) => self.wide.insert(spread, n),
            };
            if is_new {
                self.len += 1;
                new(spread);
            }
            ControlFlow::Continue(())
        });
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// How many of the set are in `text` too, exactly; `None` as soon as it cannot be `needed`.
    pub fn shared(&mut self, text: &str, needed: usize) -> Option<usize> {
        self.narrow.unmark();
        self.wide.unmark();
        // Of all occurrences so many may be no new member.
        let mut spare = occurrences(text).checked_sub(needed)?;
        let mut shared = 0;
        each(text, |shingle| {
            let spread = shingle.spread();
            let is_met = match shingle {
                Shingle::Narrow(n) => self.narrow.mark(spread, n),
                Shingle::Wide(n) => self.wide.mark(spread, n),
            };
            if is_met {
                shared += 1;
            } else if spare == 0 {
                return ControlFlow::Break(());
            } else {
                spare -= 1;
            }
            ControlFlow::Continue(())
        });
        (shared >= needed).then_some(shared)
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot<K> {
    key: K,
    /// The round of the table that wrote the key; any other value means an empty slot.
    round: u32,
    /// The round of marking in which the key was met last.
    met: u32,
}

/// Open addressing with linear probing, at most half full.
#[derive(Debug, Default)]
struct Table<K> {
    slots: Vec<Slot<K>>,
    shift: u32,
    round: u32,
    marking: u32,
}

impl<K: Copy + Default + PartialEq> Table<K> {
    fn begin(&mut self, most: usize) {
        let wanted = (most.max(16) * 2).next_power_of_two();
        // A table that one long text made huge would make every later one slow.
        if self.slots.len() < wanted || self.slots.len() > 64 * wanted || self.round == u32::MAX {
            self.slots = vec![Slot::default(); wanted];
            self.shift = 64 - wanted.trailing_zeros();
            self.round = 0;
            self.marking = 0;
        }
        self.round += 1;
    }

    fn insert(&mut self, spread: u64, key: K) -> bool {
        let mask = self.slots.len() - 1;
        let mut at = (spread >> self.shift) as usize;
        loop {
            let slot = &mut self.slots[at & mask];
            if slot.round != self.round {
                *slot = Slot { key, round: self.round, met: 0 };
                return true;
            }
            if slot.key == key {
                return false;
            }
            at += 1;
        }
    }

    fn unmark(&mut self) {
        if self.marking == u32::MAX {
            self.slots.iter_mut().for_each(|slot| slot.met = 0);
            self.marking = 0;
        }
        self.marking += 1;
    }

    /// Whether the key is in the table and was not met in this round of marking.
    fn mark(&mut self, spread: u64, key: K) -> bool {
        if self.slots.is_empty() {
            return false;
        }
        let mask = self.slots.len() - 1;
        let mut at = (spread >> self.shift) as usize;
        loop {
            let slot = &mut self.slots[at & mask];
            if slot.round != self.round {
                return false;
            }
            if slot.key == key {
                let is_new = slot.met != self.marking;
                slot.met = self.marking;
                return is_new;
            }
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Shingle> {
        let mut out = Vec::new();
        each(text, |shingle| {
            out.push(shingle);
            ControlFlow::Continue(())
        });
        out
    }

    #[test]
    fn different_shingles_are_different_numbers() {
        let texts =
            ["", "a", "abc", "\0abc", "\0\0abc", "abcde", "“abc”", "日本語の字", "aaaa", "aaaaa", "ༀabcd", "ཀabcd"];
        let lists: Vec<Vec<Shingle>> = texts.iter().map(|text| all(text)).collect();
        assert!(lists[0].is_empty());
        for (i, a) in lists.iter().enumerate() {
            assert_eq!(a.len(), occurrences(texts[i]));
            assert!(lists[..i].iter().all(|b| a != b), "{}", texts[i]);
        }
        // The same five code points are the same number whatever stands around them.
        assert_eq!(all("abcde日")[0], all("abcde")[0]);
        assert_eq!(all("日abcde")[1], all("abcde")[0]);
    }

    #[test]
    fn members_are_met_once() {
        let mut set = ShingleSet::default();
        let mut new = 0;
        set.fill("aaaaaaaab日", |_| new += 1);
        assert_eq!((new, set.len()), (3, 3));
        assert_eq!(set.shared("aaaaaaaaaaaab", 2), Some(2));
        assert_eq!(set.shared("aaaaaaaaaaaab", 3), None);
        assert_eq!(set.shared("xyz", 0), Some(0));
        set.fill("xyz", |_| {});
        assert_eq!(set.shared("aaaaa", 0), Some(0));
        assert_eq!(set.shared("xyz", 1), Some(1));
    }
}
