//! A segment: a file of named sections of bytes, mapped into memory.
//!
//! ```text
//! magic (8 bytes) | sections, each at a multiple of 64 | table: id, offset, length (8 bytes each) | table's offset, number of sections, SHA-256 of the table (first 8 bytes)
//! ```
//!
//! All numbers are little-endian. The hash of the whole file stands in the ledger; that of the table only keeps a
//! file of another kind or version from being taken for a segment.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use memmap2::Mmap;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::map::map;
use crate::files::{Aside, FileError};

const MAGIC: &[u8; 8] = b"PGSEGM01";
const ALIGNED: u64 = 64;
const TRAILER: usize = 24;

/// A segment could not be written or opened.
#[derive(Debug, Error)]
pub enum IndexError {
    /// The file itself.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is no segment of this version.
    #[error("{path}: this is no index segment of this version")]
    NoSegment {
        /// The file.
        path: PathBuf,
    },
}

/// A part of a segment.
pub type SectionId = u64;

/// Writes a segment.
pub struct SegmentWriter {
    path: PathBuf,
    aside: Aside,
    file: BufWriter<File>,
    at: u64,
    table: Vec<(SectionId, u64, u64)>,
}

impl SegmentWriter {
    /// Begins a segment that will be `path`.
    pub fn create(path: &Path) -> Result<SegmentWriter, IndexError> {
        let aside = Aside::create(path)?;
        let file = aside.file().try_clone().map_err(|e| FileError::new("write", path, e))?;
        let mut writer =
            SegmentWriter { path: path.to_owned(), aside, file: BufWriter::new(file), at: 0, table: Vec::new() };
        writer.write(MAGIC)?;
        Ok(writer)
    }

    /// Writes a section, piece by piece.
    pub fn section(&mut self, id: SectionId, fill: impl FnOnce(&mut dyn FnMut(&[u8]))) -> Result<(), IndexError> {
        let padding = self.at.next_multiple_of(ALIGNED) - self.at;
        self.write(&[0; ALIGNED as usize][..padding as usize])?;
        let start = self.at;
        let mut failed = None;
        fill(&mut |bytes| {
            if failed.is_none() {
                failed = self.write(bytes).err();
            }
        });
        self.table.push((id, start, self.at - start));
        failed.map_or(Ok(()), Err)
    }

    /// Completes the file, syncs it and gives it its name.
    pub fn finish(mut self) -> Result<(), IndexError> {
        let start = self.at;
        let mut table = Vec::new();
        for (id, offset, length) in &self.table {
            [*id, *offset, *length].iter().for_each(|n| table.extend_from_slice(&n.to_le_bytes()));
        }
        let mut trailer = Vec::new();
        trailer.extend_from_slice(&start.to_le_bytes());
        trailer.extend_from_slice(&(self.table.len() as u64).to_le_bytes());
        trailer.extend_from_slice(&Sha256::digest(&table)[..8]);
        self.write(&table)?;
        self.write(&trailer)?;
        let SegmentWriter { path, aside, file, .. } = self;
        file.into_inner().map_err(|e| FileError::new("write", &path, e.into_error()))?;
        Ok(aside.commit()?)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), IndexError> {
        self.file.write_all(bytes).map_err(|e| FileError::new("write", &self.path, e))?;
        self.at += bytes.len() as u64;
        Ok(())
    }
}

/// A segment that is open.
#[derive(Debug)]
pub struct Segment {
    map: Mmap,
    sections: BTreeMap<SectionId, Range<usize>>,
}

impl Segment {
    /// Opens a segment; nothing but its table is read.
    pub fn open(path: &Path) -> Result<Segment, IndexError> {
        let file = File::open(path).map_err(|e| FileError::new("read", path, e))?;
        let none = || IndexError::NoSegment { path: path.to_owned() };
        // An empty file cannot be mapped, which the system says in its own words.
        let map = map(&file).map_err(|e| FileError::new("read", path, e))?;
        let sections = sections(&map).ok_or_else(none)?;
        Ok(Segment { map, sections })
    }

    /// The bytes of a section; empty where there is none.
    pub fn bytes(&self, id: SectionId) -> &[u8] {
        self.sections.get(&id).and_then(|range| self.map.get(range.clone())).unwrap_or_default()
    }

    /// A section of numbers of 32 bits.
    pub fn u32s(&self, id: SectionId) -> U32s<'_> {
        U32s(self.bytes(id))
    }

    /// A section of numbers of 64 bits.
    pub fn u64s(&self, id: SectionId) -> U64s<'_> {
        U64s(self.bytes(id))
    }
}

fn sections(map: &[u8]) -> Option<BTreeMap<SectionId, Range<usize>>> {
    let body = map.strip_prefix(MAGIC)?.len();
    let trailer = map.len().checked_sub(TRAILER).filter(|_| body >= TRAILER)?;
    let end = U64s(&map[trailer..]);
    let start = usize::try_from(end.get(0)?).ok()?;
    let table = map.get(start..trailer)?;
    let expected = usize::try_from(end.get(1)?).ok()?.checked_mul(24)?;
    if table.len() != expected || Sha256::digest(table)[..8] != map[trailer + 16..] {
        return None;
    }
    let numbers = U64s(table);
    (0..table.len() / 24)
        .map(|i| {
            let (id, offset, length) = (numbers.get(i * 3)?, numbers.get(i * 3 + 1)?, numbers.get(i * 3 + 2)?);
            let (offset, length) = (usize::try_from(offset).ok()?, usize::try_from(length).ok()?);
            let range = offset..offset.checked_add(length)?;
            (range.end <= start).then_some((id, range))
        })
        .collect()
}

macro_rules! numbers {
    ($(#[$doc:meta])+ $name:ident, $number:ty, $bytes:literal) => {
        $(#[$doc])+
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'b>(&'b [u8]);

        impl $name<'_> {
            /// How many there are.
            pub fn len(&self) -> usize {
                self.0.len() / $bytes
            }

            /// The one at a place.
            pub fn get(&self, i: usize) -> Option<$number> {
                let at = i.checked_mul($bytes)?;
                Some(<$number>::from_le_bytes(self.0.get(at..at.checked_add($bytes)?)?.try_into().ok()?))
            }
        }
    };
}

numbers!(
    /// Numbers of 32 bits, read where they lie.
    U32s, u32, 4
);
numbers!(
    /// Numbers of 64 bits, read where they lie.
    U64s, u64, 8
);

impl U64s<'_> {
    /// The first place whose number is not below `value`, in numbers that ascend.
    pub fn first_at(&self, value: u64) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.get(middle).is_some_and(|number| number < value) { low = middle + 1 } else { high = middle }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_come_back_and_what_is_no_segment_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.seg");
        let mut writer = SegmentWriter::create(&path).unwrap();
        writer.section(7, |take| take(b"seven")).unwrap();
        writer.section(2, |take| (0..1000u64).for_each(|n| take(&(n * 2).to_le_bytes()))).unwrap();
        writer.finish().unwrap();
        let segment = Segment::open(&path).unwrap();
        assert_eq!(segment.bytes(7), b"seven");
        assert_eq!(segment.bytes(1), b"");
        let numbers = segment.u64s(2);
        assert_eq!((numbers.len(), numbers.get(999), numbers.get(1000)), (1000, Some(1998), None));
        assert_eq!((numbers.first_at(0), numbers.first_at(7), numbers.first_at(5000)), (0, 4, 1000));
        let whole = std::fs::read(&path).unwrap();
        for cut in [0, 1, 8, 20, whole.len() - 1] {
            std::fs::write(&path, &whole[..cut]).unwrap();
            assert!(Segment::open(&path).is_err(), "{cut}");
        }
        // The table of two sections and what stands behind it.
        for at in whole.len() - 72..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0xFF;
            std::fs::write(&path, &damaged).unwrap();
            assert!(Segment::open(&path).is_err(), "{at}");
        }
    }
}
