//! Where texts stand: end to end in memory, or anywhere a caller reads them from.

use std::convert::Infallible;
use std::hash::{BuildHasher, RandomState};

/// Texts laid end to end.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'b> {
    /// The number of the first one among all texts.
    pub first: u32,
    /// The texts.
    pub text: &'b str,
    /// Where each ends, counted from the beginning of all texts.
    pub ends: &'b [u64],
    /// Where the first one begins, counted likewise.
    pub base: u64,
}

impl<'b> Batch<'b> {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn span(&self, i: usize) -> (u64, u64) {
        let start = if i == 0 { self.base } else { self.ends[i - 1] };
        (start - self.base, self.ends[i] - self.base)
    }

    pub(super) fn get(&self, i: usize) -> &'b str {
        let (start, end) = self.span(i);
        &self.text[start as usize..end as usize]
    }
}

/// A collection of different texts, none empty, numbered from 0, that can be read through again and again.
pub trait Shelf {
    /// Why reading may fail.
    type Error;

    /// Hands over all texts in their order, batch by batch.
    fn batches(&self, take: &mut dyn FnMut(Batch<'_>) -> Result<(), Self::Error>) -> Result<(), Self::Error>;

    /// All texts as one batch, where they are in memory.
    fn whole(&self) -> Option<Batch<'_>>;

    /// How many bytes a text has.
    fn length(&self, number: u32) -> u64;

    /// How many bytes all texts have.
    fn bytes(&self) -> u64;
}

/// Texts in memory.
#[derive(Debug, Default)]
pub(super) struct Row {
    text: String,
    ends: Vec<u64>,
}

impl Row {
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len() as u64);
    }

    pub fn batch(&self) -> Batch<'_> {
        Batch { first: 0, text: &self.text, ends: &self.ends, base: 0 }
    }
}

impl Shelf for Row {
    type Error = Infallible;

    fn batches(&self, take: &mut dyn FnMut(Batch<'_>) -> Result<(), Infallible>) -> Result<(), Infallible> {
        take(self.batch())
    }

    fn whole(&self) -> Option<Batch<'_>> {
        Some(self.batch())
    }

    fn length(&self, number: u32) -> u64 {
        let (start, end) = self.batch().span(number as usize);
        end - start
    }

    fn bytes(&self) -> u64 {
        self.text.len() as u64
    }
}

/// Finds what is equal among things that are numbered and stand elsewhere: a hash table of eight bytes a slot.
///
/// Hashes are keyed anew in each process, so that nobody can write texts that all fall into one place.
#[derive(Debug, Default)]
pub struct Finder {
    /// The number above, the hash below; no hash is 0 in a slot that is taken.
    slots: Vec<u64>,
    len: usize,
    keyed: RandomState,
}

impl Finder {
    /// The number of the thing that has this `name` and is the `same`, or `None` after noting `number` for it.
    ///
    /// Different things may have one name; `same` says of a number that was noted whether it is the thing itself.
    pub fn find_or_note(&mut self, name: &str, number: u32, same: impl FnMut(u32) -> bool) -> Option<u32> {
        let hash = self.hash(name);
        self.find_or_note_hashed(hash, number, same)
    }

    /// The hash of a name, for doing that part on all cores.
    pub fn hash(&self, name: &str) -> u32 {
        (self.keyed.hash_one(name) >> 32) as u32 | 1
    }

    /// [`find_or_note`](Finder::find_or_note) for a hash that [`hash`](Finder::hash) gave.
    pub fn find_or_note_hashed(&mut self, hash: u32, number: u32, mut same: impl FnMut(u32) -> bool) -> Option<u32> {
        if self.len * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut at = place(hash, self.slots.len());
        while self.slots[at] != 0 {
            let slot = self.slots[at];
            if slot as u32 == hash && same((slot >> 32) as u32) {
                return Some((slot >> 32) as u32);
            }
            at = (at + 1) & mask;
        }
        self.slots[at] = u64::from(number) << 32 | u64::from(hash);
        self.len += 1;
        None
    }

    /// How many bytes one takes in which so many things were noted.
    pub fn bytes(len: u64) -> u64 {
        (len * 4 / 3 + 1).next_power_of_two().max(1 << 10) * 8
    }

    fn grow(&mut self) {
        let wanted = (self.slots.len() * 2).max(1 << 10);
        let old = std::mem::replace(&mut self.slots, vec![0; wanted]);
        for slot in old.into_iter().filter(|&slot| slot != 0) {
            let mut at = place(slot as u32, wanted);
            while self.slots[at] != 0 {
                at = (at + 1) & (wanted - 1);
            }
            self.slots[at] = slot;
        }
    }
}

/// Where a hash belongs among so many slots, by its upper bits: the lowest is always 1.
fn place(hash: u32, slots: usize) -> usize {
    ((u64::from(hash) * slots as u64) >> 32) as usize
}
