//! A part's decompressed bytes: counted, bounded, and with the first of them to be looked at beforehand.

use std::cell::Cell;
use std::io::{self, BufReader, Cursor, ErrorKind, Read};
use std::sync::Arc;

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;
use lzma_rust2::XzReader;
use thiserror::Error;

use super::ArchiveOwner;
use super::magic::{Wrapping, wrapping};
use super::utf16::{self, Utf16, bytes_before};
use crate::Limits;
use crate::limits::at_a_time;

/// As many decompressed bytes as detection looks at.
const HEAD_BYTES: usize = at_a_time(256 << 10);

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
    /// Whether the decompressor has failed: it is not asked again.
    is_broken: bool,
    is_utf16: bool,
    xz_memory: u64,
    delivered: u64,
    owner: Option<Arc<ArchiveOwner>>,
}

impl<'a> Stream<'a> {
    /// Takes one layer of compression off, if there is one, decodes UTF-16, and reads the head.
    pub(crate) fn unwrap(
        mut raw: Box<dyn Read + 'a>,
        is_member: bool,
        budget: &'a Budget,
        limits: &Limits,
    ) -> io::Result<Stream<'a>> {
        let (start, failure) = first_bytes(&mut raw);
        let wrapping = wrapping(&start);
        let whole = BufReader::with_capacity(64 << 10, again(start, failure, raw));
        let mut reader: Box<dyn Read + 'a> = match wrapping {
            Wrapping::Gzip => Box::new(MultiGzDecoder::new(whole)),
            Wrapping::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(whole)?;
                decoder.window_log_max(limits.zstd_window_log)?;
                Box::new(decoder)
            }
            Wrapping::Xz => Box::new(XzReader::new_mem_limit(whole, true, kibibytes(limits.xz_memory_bytes))),
            Wrapping::Bzip2 => Box::new(MultiBzDecoder::new(whole)),
            Wrapping::Plain | Wrapping::Zip | Wrapping::Parquet => Box::new(whole),
        };
        let (start, failure) = first_bytes(&mut reader);
        let order = utf16::order(&start);
        let reader = again(start, failure, reader);
        let reader: Box<dyn Read + 'a> = match order {
            Some(order) => Box::new(Utf16::new(reader, order)),
            None => Box::new(reader),
        };
        let mut stream = Stream {
            reader,
            budget,
            wrapping,
            is_member,
            head: Vec::new(),
            taken: 0,
            failure: None,
            is_broken: false,
            is_utf16: order.is_some(),
            xz_memory: limits.xz_memory_bytes,
            delivered: 0,
            owner: None,
        };
        let mut head = vec![0; HEAD_BYTES];
        let mut filled = 0;
        let mut failure = None;
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

    /// Whether the text was UTF-16: it is given as UTF-8, but places count the bytes as they were.
    pub(crate) fn is_utf16(&self) -> bool {
        self.is_utf16
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
        if error.get_ref().is_some_and(|inner| inner.is::<Expanded>() || inner.is::<Described>()) {
            return error.to_string();
        }
        let what = match (self.wrapping, self.is_member) {
            (Wrapping::Gzip, _) => "the gzip stream",
            (Wrapping::Zstd, _) => "the zstd stream",
            (Wrapping::Xz, _) if error.kind() == ErrorKind::OutOfMemory => {
                return format!("the xz stream needs more than {} MiB of memory; it is not read", self.xz_memory >> 20);
            }
            (Wrapping::Xz, _) => "the xz stream",
            (Wrapping::Bzip2, _) => "the bzip2 stream",
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
        // Some decompressors take an empty buffer for the end.
        if self.is_broken || buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match self.reader.read(buffer) {
                Ok(n) => {
                    self.delivered += if self.is_utf16 { bytes_before(&buffer[..n]) } else { n as u64 };
                    let spent = self.budget.spend(n as u64);
                    self.is_broken = spent.is_err();
                    return spent.map(|()| n);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    self.is_broken = true;
                    return Err(error);
                }
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

/// As many of the first bytes as tell what wraps the rest, and what went wrong among them.
pub(super) fn first_bytes(reader: &mut dyn Read) -> (Vec<u8>, Option<io::Error>) {
    let mut start = Vec::with_capacity(8);
    let failure = reader.take(8).read_to_end(&mut start).err();
    (start, failure)
}

/// The first bytes and what went wrong among them, and then the rest.
fn again<R: Read>(start: Vec<u8>, failure: Option<io::Error>, rest: R) -> impl Read {
    Cursor::new(start).chain(Failing(failure)).chain(rest)
}

/// Fails once.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// What went wrong in a stream within which this one lies, in words for a reject.
#[derive(Debug, Error)]
#[error("{0}")]
struct Described(String);

/// An error of which nothing is to be said but this.
pub(super) fn described(words: String) -> io::Error {
    io::Error::other(Described(words))
}

fn kibibytes(bytes: u64) -> u32 {
    u32::try_from(bytes >> 10).unwrap_or(u32::MAX)
}
