//! Pairs come in no order and may be more than memory holds: sorted by way of a temporary file where they must be.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

use pressgang_signals::NearPair;
use rayon::prelude::*;

use crate::error::CommandError;

/// A pair in the file: two numbers of four bytes, a similarity of eight.
const RECORD: usize = 16;

/// More runs than this are merged into one before there are more: each needs a piece of memory while merging.
const RUNS: usize = 256;

/// Collects pairs and hands them out ordered by `a`, then `b`.
pub struct Sorter {
    pairs: Vec<NearPair>,
    /// Pairs that are held in memory at most.
    most: usize,
    file: Option<File>,
    /// Where each run begins and ends in the file.
    runs: Vec<(u64, u64)>,
}

impl Sorter {
    /// One that takes about so many bytes.
    pub fn new(room: u64) -> Sorter {
        // Memory for pairs is taken by doubling, so that at its largest it is once more half as much.
        let most = (room / (2 * size_of::<NearPair>() as u64)).max(1 << 12) as usize;
        Sorter { pairs: Vec::new(), most, file: None, runs: Vec::new() }
    }

    pub fn add(&mut self, pairs: &[NearPair]) -> Result<(), CommandError> {
        for part in pairs.chunks(self.most) {
            if self.pairs.len() + part.len() > self.most {
                self.write_run()?;
            }
            self.pairs.extend_from_slice(part);
        }
        Ok(())
    }

    fn write_run(&mut self) -> Result<(), CommandError> {
        if self.runs.len() == RUNS {
            self.merge_runs()?;
        }
        self.sort();
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile().map_err(CommandError::Temporary)?),
        };
        let start = file.seek(SeekFrom::End(0)).map_err(CommandError::Temporary)?;
        let mut out = BufWriter::with_capacity(1 << 18, &*file);
        for pair in &self.pairs {
            out.write_all(&packed(pair)).map_err(CommandError::Temporary)?;
        }
        out.flush().map_err(CommandError::Temporary)?;
        drop(out);
        self.runs.push((start, start + (self.pairs.len() * RECORD) as u64));
        self.pairs.clear();
        Ok(())
    }

    fn sort(&mut self) {
        self.pairs.par_sort_unstable_by_key(|pair| (pair.a, pair.b));
    }

    /// Makes one run of all, in a new file.
    fn merge_runs(&mut self) -> Result<(), CommandError> {
        let mut merged = tempfile::tempfile().map_err(CommandError::Temporary)?;
        let mut out = BufWriter::with_capacity(1 << 18, &mut merged);
        let mut length = 0;
        self.merge(&mut |pair| {
            length += RECORD as u64;
            out.write_all(&packed(&pair)).map_err(CommandError::Temporary)
        })?;
        out.flush().map_err(CommandError::Temporary)?;
        drop(out);
        self.file = Some(merged);
        self.runs = vec![(0, length)];
        Ok(())
    }

    /// Hands out all pairs in order.
    pub fn each(mut self, take: &mut dyn FnMut(NearPair) -> Result<(), CommandError>) -> Result<(), CommandError> {
        if self.runs.is_empty() {
            self.sort();
            return self.pairs.into_iter().try_for_each(take);
        }
        self.write_run()?;
        self.pairs = Vec::new();
        self.merge(take)
    }

    fn merge(&self, take: &mut dyn FnMut(NearPair) -> Result<(), CommandError>) -> Result<(), CommandError> {
        let Some(file) = &self.file else { return Ok(()) };
        let piece = (self.most * RECORD / (self.runs.len() + 1) / RECORD * RECORD).clamp(RECORD * 64, 1 << 20);
        let mut runs: Vec<Run<'_>> = Vec::new();
        let mut heads = BinaryHeap::new();
        for &(start, end) in &self.runs {
            let mut run = Run { file, next: start, end, piece, bytes: Vec::new(), at: 0 };
            if let Some(pair) = run.next().map_err(CommandError::Temporary)? {
                heads.push(Reverse(Head { pair, run: runs.len() }));
            }
            runs.push(run);
        }
        while let Some(mut head) = heads.peek_mut() {
            let Head { pair, run } = head.0;
            take(pair)?;
            match runs[run].next().map_err(CommandError::Temporary)? {
                // Changed in place: the heap puts it where it belongs when the borrow ends.
                Some(next) => head.0.pair = next,
                None => {
                    std::collections::binary_heap::PeekMut::pop(head);
                }
            }
        }
        Ok(())
    }
}

fn packed(pair: &NearPair) -> [u8; RECORD] {
    let mut record = [0; RECORD];
    record[..4].copy_from_slice(&pair.a.to_le_bytes());
    record[4..8].copy_from_slice(&pair.b.to_le_bytes());
    record[8..].copy_from_slice(&pair.similarity.to_le_bytes());
    record
}

/// A run being read.
struct Run<'f> {
    file: &'f File,
    next: u64,
    end: u64,
    piece: usize,
    bytes: Vec<u8>,
    at: usize,
}

impl Run<'_> {
    fn next(&mut self) -> io::Result<Option<NearPair>> {
        if self.at == self.bytes.len() {
            let length = (self.end - self.next).min(self.piece as u64);
            if length == 0 {
                return Ok(None);
            }
            self.bytes.resize(length as usize, 0);
            let mut file = self.file;
            file.seek(SeekFrom::Start(self.next))?;
            file.read_exact(&mut self.bytes)?;
            self.next += length;
            self.at = 0;
        }
        let mut number = [0u8; 4];
        let mut part = |from: usize| {
            number.copy_from_slice(&self.bytes[self.at + from..self.at + from + 4]);
            u32::from_le_bytes(number)
        };
        let (a, b) = (part(0), part(4));
        let bits = u64::from(part(12)) << 32 | u64::from(part(8));
        self.at += RECORD;
        Ok(Some(NearPair { a, b, similarity: f64::from_bits(bits) }))
    }
}

struct Head {
    pair: NearPair,
    run: usize,
}

impl Head {
    fn order(&self) -> (u32, u32) {
        (self.pair.a, self.pair.b)
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Head) -> bool {
        self.order() == other.order()
    }
}

impl Eq for Head {}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Head) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Head {
    fn cmp(&self, other: &Head) -> std::cmp::Ordering {
        self.order().cmp(&other.order())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_more_than_it_holds() {
        let pair = |i: u32| NearPair { a: i.wrapping_mul(7919) % 5_000, b: i, similarity: 1.0 / f64::from(i + 1) };
        let mut expected: Vec<NearPair> = (0..200_000).map(pair).collect();
        expected.sort_by_key(|pair| (pair.a, pair.b));
        for room in [0, 1 << 19, 1 << 30] {
            let mut sorter = Sorter::new(room);
            // Fewer at a time than the least that is held, so that there are more runs than are kept.
            sorter.most = sorter.most.min(if room == 0 { 500 } else { usize::MAX });
            for part in (0..200_000).collect::<Vec<u32>>().chunks(777) {
                sorter.add(&part.iter().map(|&i| pair(i)).collect::<Vec<_>>()).unwrap();
            }
            let mut got = Vec::new();
            sorter
                .each(&mut |pair| {
                    got.push(pair);
                    Ok(())
                })
                .unwrap();
            assert!(got == expected, "{room}");
        }
    }
}
