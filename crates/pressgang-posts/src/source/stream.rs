//! A part's decompressed bytes: counted, bounded, and with the first of them to be looked at beforehand.

use std::cell::Cell;
use std::io::{self, BufReader, Cursor, ErrorKind, Read};
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use thiserror::Error;

use super::ArchiveOwner;
use super::magic::{Wrapping, wrapping};
use crate::Limits;

/// As many decompressed bytes as detection looks at.
const HEAD_BYTES: usize = 256 << 10;

/// Expansion below this is never suspicious, however small the file.
const FREE_BYTES: u64 = 64 << 20;

/// How many decompressed bytes all parts of a file may have together.
pub(crate) struct Budget {
    allowed: u64,
    ratio: u64,
    spent: Cell<u64>,
}

#[derive(Debug, Error)]
#[error("decompressed to more than {ratio} times the size of the file; the rest is not read")]
struct Expanded {
    ratio: u64,
}

impl Budget {
    pub(crate) fn new(file_bytes: u64, limits: &Limits) -> Budget {
        let ratio = limits.expansion_ratio;
        Budget { allowed: file_bytes.saturating_mul(ratio).max(FREE_BYTES), ratio, spent: Cell::new(0) }
    }

    fn spend(&self, bytes: u64) -> io::Result<()> {
        self.spent.set(self.spent.get().saturating_add(bytes));
        if self.exhausted() { Err(io::Error::other(Expanded { ratio: self.ratio })) } else { Ok(()) }
    }

    /// True if and only if nothing more of the file may be decompressed.
    pub(crate) fn exhausted(&self) -> bool {
        self.spent.get() > self.allowed
    }
}

/// The decompressed bytes of a part.
pub(crate) struct Stream<'a> {
    reader: Box<dyn Read + 'a>,
    budget: &'a Budget,
    wrapping: Wrapping,
    is_member: bool,
    head: Vec<u8>,
    taken: usize,
    /// What went wrong while the head was read, kept until the reader gets there.
    failure: Option<io::Error>,
    delivered: u64,
    owner: Option<Arc<ArchiveOwner>>,
}

impl<'a> Stream<'a> {
    /// Takes one layer of compression off, if there is one, and reads the head.
    pub(crate) fn unwrap(
        mut raw: Box<dyn Read + 'a>,
        is_member: bool,
        budget: &'a Budget,
        limits: &Limits,
    ) -> io::Result<Stream<'a>> {
        let (start, mut failure) = match first_bytes(&mut raw) {
            Ok(start) => (start, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        let wrapping = wrapping(&start);
        let whole = Cursor::new(start).chain(raw);
        let reader: Box<dyn Read + 'a> = match wrapping {
            Wrapping::Gzip => Box::new(MultiGzDecoder::new(BufReader::with_capacity(64 << 10, whole))),
            Wrapping::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::new(whole)?;
                decoder.window_log_max(limits.zstd_window_log)?;
                Box::new(decoder)
            }
            Wrapping::Plain | Wrapping::Zip | Wrapping::Parquet => Box::new(whole),
        };
        let mut stream = Stream {
            reader,
            budget,
            wrapping,
            is_member,
            head: Vec::new(),
            taken: 0,
            failure: None,
            delivered: 0,
            owner: None,
        };
        let mut head = vec![0; HEAD_BYTES];
        let mut filled = 0;
        while filled < head.len() && failure.is_none() {
            match stream.pull(&mut head[filled..]) {
                Ok(0) => break,
                Ok(n) => filled += n,
                Err(error) => failure = Some(error),
            }
        }
        head.truncate(filled);
        stream.head = head;
        stream.failure = failure;
        Ok(stream)
    }

    /// This stream as a member of somebody's archive.
    pub(crate) fn owned_by(self, owner: Option<Arc<ArchiveOwner>>) -> Stream<'a> {
        Stream { owner, ..self }
    }

    /// Whose archive it is a member of, where that is known.
    pub(crate) fn owner(&self) -> Option<Arc<ArchiveOwner>> {
        self.owner.clone()
    }

    /// The first decompressed bytes, up to 256 KiB.
    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }

    /// True if and only if the head is all there is.
    pub(crate) fn is_whole(&self) -> bool {
        self.head.len() < HEAD_BYTES && self.failure.is_none()
    }

    /// How many decompressed bytes there were so far.
    pub(crate) fn delivered(&self) -> u64 {
        self.delivered
    }

    /// What went wrong within the head, if anything did.
    pub(crate) fn head_damage(&self) -> Option<String> {
        self.failure.as_ref().map(|error| self.damage(error))
    }

    /// What an error of this stream means, for a reject.
    pub(crate) fn damage(&self, error: &io::Error) -> String {
        if error.get_ref().is_some_and(|inner| inner.is::<Expanded>()) {
            return error.to_string();
        }
        let what = match (self.wrapping, self.is_member) {
            (Wrapping::Gzip, _) => "the gzip stream",
            (Wrapping::Zstd, _) => "the zstd stream",
            (_, true) => "the archive member",
            (_, false) => "the file",
        };
        if error.kind() == ErrorKind::UnexpectedEof {
            format!("{what} is damaged: it ends early")
        } else {
            format!("{what} is damaged: {error}")
        }
    }

    fn pull(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.reader.read(buffer) {
                Ok(n) => {
                    self.delivered += n as u64;
                    self.budget.spend(n as u64)?;
                    return Ok(n);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken < self.head.len() {
            let n = buffer.len().min(self.head.len() - self.taken);
            buffer[..n].copy_from_slice(&self.head[self.taken..self.taken + n]);
            self.taken += n;
            return Ok(n);
        }
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        self.pull(buffer)
    }
}

/// As many of the first bytes as tell what wraps the rest.
pub(crate) fn first_bytes(reader: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut start = Vec::with_capacity(8);
    reader.take(8).read_to_end(&mut start)?;
    Ok(start)
}
