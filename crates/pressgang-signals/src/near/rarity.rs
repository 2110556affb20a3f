//! Which shingles are rare: the order in which sets are compared.

use std::sync::atomic::{AtomicU16, Ordering};

/// More cells tell rare shingles apart better and are further from the processor: no gain on a million posts.
const CELLS: u64 = 1 << 24;

/// How often what falls into each of a fixed number of cells occurs; counted by all cores at once.
pub(super) struct Counts {
    cells: Vec<AtomicU16>,
    shift: u32,
}

impl Counts {
    /// Cells for about so many shingles in `room` bytes: fewer cells make rare ones look less rare, never wrong.
    pub fn new(shingles: u64, room: u64) -> Counts {
        let wanted = (shingles / 2).clamp(1 << 8, CELLS).next_power_of_two();
        // A cell takes three bytes at the moment when its class is told.
        let cells = wanted.min(1 << (room / 3).max(1 << 8).ilog2());
        Counts { cells: (0..cells).map(|_| AtomicU16::new(0)).collect(), shift: 64 - cells.trailing_zeros() }
    }

    pub fn add(&self, spread: u64) {
        // Two threads may count one occurrence for both of theirs. Any order will do, and a sum that no thread misses
        // would cost several times as much.
        let cell = &self.cells[(spread >> self.shift) as usize];
        cell.store(cell.load(Ordering::Relaxed).saturating_add(1), Ordering::Relaxed);
    }

    pub fn into_rarity(self) -> Rarity {
        Rarity {
            classes: self.cells.iter().map(|cell| class(u32::from(cell.load(Ordering::Relaxed)))).collect(),
            shift: self.shift,
        }
    }
}

/// The order of all shingles, rare ones first.
///
/// Prefix filtering needs any one order that all sets share; that it begins with rare shingles only makes it fast. So a
/// class of frequencies in 8 bits, from counts of cells that several shingles share, and 24 bits of the shingle's hash
/// are enough, and no dictionary of all shingles is needed.
/// Different shingles with the same key are one and the same as far as the order goes: that makes more pairs to look at
/// and hides none, as a set keeps a key as often as it has shingles with it.
#[derive(Clone, Copy)]
pub(super) struct Rarity<C = Vec<u8>> {
    classes: C,
    shift: u32,
}

impl<C: AsRef<[u8]>> Rarity<C> {
    /// The order that so many classes say, a power of two of them.
    pub fn of_classes(classes: C) -> Option<Rarity<C>> {
        let cells = classes.as_ref().len();
        (cells.is_power_of_two() && cells > 1).then(|| Rarity { classes, shift: 64 - cells.trailing_zeros() })
    }

    pub fn classes(&self) -> &[u8] {
        self.classes.as_ref()
    }

    pub fn key(&self, spread: u64) -> u32 {
        u32::from(self.classes.as_ref()[(spread >> self.shift) as usize]) << 24 | (spread as u32 & 0xFF_FFFF)
    }
}

/// Frequencies up to 16 are told apart one by one, greater ones by their leading five bits.
fn class(count: u32) -> u8 {
    if count < 32 {
        return count as u8;
    }
    let exponent = 27 - count.leading_zeros();
    (exponent * 16 + (count >> exponent)).min(255) as u8
}

#[cfg(test)]
mod tests {
    use super::class;

    #[test]
    fn classes_grow_with_counts() {
        let mut last = 0;
        for count in (0..100_000).chain([1 << 20, u32::MAX]) {
            assert!(class(count) >= last, "{count}");
            last = class(count);
        }
        assert_eq!((class(31), class(32), class(33), class(34)), (31, 32, 32, 33));
    }
}
