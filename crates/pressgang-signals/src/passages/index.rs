//! References indexed once, so that other posts can stream past them.

use super::align::{Aligner, Passage};
use super::fingerprint::{Fingerprint, fingerprints};
use super::letters::Letters;

/// What bounds the work on one post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexLimits {
    /// Of the references that share a fingerprint so many are compared with a post, the first ones.
    pub sharers: usize,
    /// So many references are compared with a post, those first that share most of its fingerprints.
    pub candidates: usize,
}

impl IndexLimits {
    /// What `pressgang passages` uses.
    pub const fn standard() -> IndexLimits {
        IndexLimits { sharers: 64, candidates: 64 }
    }
}

/// Texts by their fingerprints.
#[derive(Debug)]
pub struct PassageIndex {
    limits: IndexLimits,
    text: String,
    ends: Vec<usize>,
    /// Sorted, and for each the reference that has it.
    hashes: Vec<u64>,
    references: Vec<u32>,
    /// Where the hashes with each beginning start.
    beginnings: Vec<u32>,
    shift: u32,
}

/// Collects the texts of a [`PassageIndex`].
#[derive(Debug, Default)]
pub struct PassageIndexBuilder {
    text: String,
    ends: Vec<usize>,
    entries: Vec<(u64, u32)>,
    letters: Letters,
    fingerprints: Vec<Fingerprint>,
}

impl PassageIndexBuilder {
    /// Adds a text: its number is how many were added before.
    pub fn add(&mut self, text: &str) {
        let number = self.ends.len() as u32;
        self.text.push_str(text);
        self.ends.push(self.text.len());
        self.letters.fill(text);
        fingerprints(&self.letters, &mut self.fingerprints);
        self.fingerprints.sort_unstable();
        self.fingerprints.dedup_by_key(|fingerprint| fingerprint.hash);
        self.entries.extend(self.fingerprints.iter().map(|fingerprint| (fingerprint.hash, number)));
    }

    /// Ends the collecting.
    pub fn build(mut self, limits: IndexLimits) -> PassageIndex {
        self.entries.sort_unstable();
        let bits = self.entries.len().next_power_of_two().trailing_zeros().clamp(1, 28);
        let shift = 64 - bits;
        let mut beginnings = vec![0u32; (1 << bits) + 1];
        self.entries.iter().for_each(|&(hash, _)| beginnings[(hash >> shift) as usize + 1] += 1);
        for i in 1..beginnings.len() {
            beginnings[i] += beginnings[i - 1];
        }
        let (hashes, references) = self.entries.into_iter().unzip();
        PassageIndex { limits, text: self.text, ends: self.ends, hashes, references, beginnings, shift }
    }
}

/// What one post needs while it is compared, used again and again.
#[derive(Debug, Default)]
pub struct PassageFinder {
    letters: Letters,
    other: Letters,
    fingerprints: Vec<Fingerprint>,
    met: Vec<u32>,
    candidates: Vec<(u32, u32)>,
    aligner: Aligner,
}

impl PassageFinder {
    /// The letters of the text that was compared last.
    pub fn letters(&self) -> &Letters {
        &self.letters
    }
}

/// What was found for one post, and what was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// References with what they share, in their order.
    pub with: Vec<(u32, Vec<Passage>)>,
    /// At least so many references share a fingerprint and were not compared, as the limits have it.
    pub left_out: usize,
}

impl PassageIndex {
    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// One of the texts.
    pub fn text(&self, number: u32) -> &str {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.text[start..self.ends[number]]
    }

    /// The references that have a fingerprint, in their order.
    pub fn having(&self, hash: u64) -> &[u32] {
        let beginning = (hash >> self.shift) as usize;
        let (from, to) = (self.beginnings[beginning] as usize, self.beginnings[beginning + 1] as usize);
        let hashes = &self.hashes[from..to];
        if hashes.is_empty() {
            return &[];
        }
        // Usually there is one; a passage that many have is many equal ones.
        let start = hashes.partition_point(|&other| other < hash);
        let end = start + hashes[start..].partition_point(|&other| other == hash);
        &self.references[from + start..from + end]
    }

    /// The passages of a size of at least `least` that a text (`a`) shares with references (`b`) before number `before`.
    pub fn passages_with(&self, text: &str, least: u32, before: u32, finder: &mut PassageFinder) -> Found {
        finder.letters.fill(text);
        fingerprints(&finder.letters, &mut finder.fingerprints);
        finder.met.clear();
        let mut left_out = 0;
        for fingerprint in &finder.fingerprints {
            let mut having = self.having(fingerprint.hash);
            if let Some(&last) = having.last()
                && last >= before
            {
                having = &having[..having.partition_point(|&number| number < before)];
            }
            let compared = having.len().min(self.limits.sharers);
            left_out = left_out.max(having.len() - compared);
            finder.met.extend_from_slice(&having[..compared]);
        }
        let mut found = Found { with: Vec::new(), left_out };
        if finder.met.is_empty() {
            return found;
        }
        finder.met.sort_unstable();
        finder.candidates.clear();
        for &number in &finder.met {
            match finder.candidates.last_mut() {
                Some((last, times)) if *last == number => *times += 1,
                _ => finder.candidates.push((number, 1)),
            }
        }
        if finder.candidates.len() > self.limits.candidates {
            finder.candidates.sort_unstable_by_key(|&(number, times)| (std::cmp::Reverse(times), number));
            found.left_out += finder.candidates.len() - self.limits.candidates;
            finder.candidates.truncate(self.limits.candidates);
            finder.candidates.sort_unstable();
        }
        for &(number, _) in &finder.candidates {
            finder.other.fill(self.text(number));
            let passages = finder.aligner.align(&finder.letters, &finder.other, least);
            if !passages.is_empty() {
                found.with.push((number, passages));
            }
        }
        found
    }
}
