//! Records on all cores: the reading thread cuts the stream into blocks, the others make posts of them, and the posts
//! are handed out in the order of the file.
//!
//! Memory is bounded by how many blocks are under way, whatever the file's size.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::mpsc::{Receiver, sync_channel};

use crate::Item;
use crate::limits::at_a_time;
use crate::part::{Frame, Halt, Out, Part, Place};

/// A block is handed to a thread once it is this long.
pub(crate) const BLOCK_BYTES: usize = at_a_time(512 << 10);

/// As many bytes as may be under way at once, unless a single block is longer.
const BYTES_UNDER_WAY: usize = at_a_time(8 << 20);

/// As many buffers are kept for later blocks.
const SPARE_BUFFERS: usize = 4;

/// Some records of a part: their bytes, and where each lies.
#[derive(Default)]
pub(crate) struct Block {
    pub(crate) bytes: Vec<u8>,
    /// Offset in the part and place in `bytes` of each record; lines are split by whoever reads them.
    pub(crate) records: Vec<(u64, Range<usize>)>,
    /// Where each row lies in the part and in `bytes`, for blocks of rows.
    pub(crate) rows: Vec<(Place, Range<usize>)>,
    /// Offset in the part of the first byte, for blocks of lines.
    pub(crate) offset: u64,
    /// Whether the last line was cut off by a failing stream.
    pub(crate) is_cut: bool,
    /// Whether this is the first and only line of the part.
    pub(crate) is_only_line: bool,
}

impl Block {
    /// Adds a row as it stands.
    pub(crate) fn push_row(&mut self, place: Place, row: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(row);
        self.rows.push((place, start..self.bytes.len()));
    }

    /// The rows and where each lies in the part.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (Place, &[u8])> {
        self.rows.iter().map(|(place, range)| (*place, &self.bytes[range.clone()]))
    }

    /// Adds a record that was captured.
    pub(crate) fn push(&mut self, offset: u64, record: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(record);
        self.records.push((offset, start..self.bytes.len()));
    }

    pub(crate) fn is_full(&self) -> bool {
        self.bytes.len() >= BLOCK_BYTES
    }

    /// The captured records with their offsets.
    pub(crate) fn captured(&self) -> impl Iterator<Item = (u64, &[u8])> {
        self.records.iter().map(|(offset, range)| (*offset, &self.bytes[range.clone()]))
    }

    /// The lines with their offsets, without their endings; whether the line is the block's last.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (u64, &[u8], bool)> {
        let mut start = 0;
        std::iter::from_fn(move || {
            let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
            let end = memchr::memchr(b'\n', rest);
            let line = &rest[..end.unwrap_or(rest.len())];
            // A file joined by `cat` can have the byte order mark of its second part in the middle.
            let bare = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
            let offset = self.offset + (start + line.len() - bare.len()) as u64;
            start += end.map_or(rest.len(), |end| end + 1);
            let is_last = start >= self.bytes.len();
            Some((offset, bare.strip_suffix(b"\r").unwrap_or(bare), is_last))
        })
    }
}

/// Makes posts of a block.
pub(crate) type Work<'w> = dyn Fn(&Block, &mut Out<'_>) + Sync + 'w;

/// A block that a thread works on: where its posts and its buffer will come from, and how long it is.
type UnderWay = (Receiver<(Vec<Item>, Vec<u8>)>, usize);

/// Where blocks go.
pub(crate) struct Feeder<'f, 'scope, 'a> {
    part: &'f mut Part<'a>,
    work: &'scope Work<'scope>,
    frame: &'scope Frame<'scope>,
    /// Nothing where the caller is one of the threads already, as when several files are read at once.
    scope: Option<&'f rayon::Scope<'scope>>,
    under_way: VecDeque<UnderWay>,
    bytes_under_way: usize,
    /// Buffers of blocks that are done: memory fresh from the system costs more than reading into it.
    spare: Vec<Vec<u8>>,
}

impl<'a> Feeder<'_, '_, 'a> {
    /// Gives a block to the threads; hands out what they have finished meanwhile.
    pub(crate) fn push(&mut self, block: Block) -> Result<(), Halt> {
        let (work, frame, size) = (self.work, self.frame, block.bytes.len());
        let Some(scope) = self.scope else {
            let mut out = Out::new(frame);
            work(&block, &mut out);
            self.spare.push(block.bytes);
            return self.part.deliver(out.items);
        };
        while !self.under_way.is_empty() && self.bytes_under_way + size > BYTES_UNDER_WAY {
            self.take_first()?;
        }
        let (sender, receiver) = sync_channel(1);
        scope.spawn(move |_| {
            let mut out = Out::new(frame);
            work(&block, &mut out);
            // Nobody waits any more where the receiver of the posts has seen enough.
            let _ = sender.send((out.items, block.bytes));
        });
        self.under_way.push_back((receiver, size));
        self.bytes_under_way += size;
        if self.under_way.len() > rayon::current_num_threads() + 1 { self.take_first() } else { Ok(()) }
    }

    /// An empty buffer for the bytes of a block.
    pub(crate) fn buffer(&mut self) -> Vec<u8> {
        let mut buffer = self.spare.pop().unwrap_or_default();
        buffer.clear();
        buffer
    }

    /// Hands out everything that is under way: whatever is handed out next comes behind it.
    pub(crate) fn settle(&mut self) -> Result<&mut Part<'a>, Halt> {
        while !self.under_way.is_empty() {
            self.take_first()?;
        }
        Ok(self.part)
    }

    fn take_first(&mut self) -> Result<(), Halt> {
        let Some((receiver, size)) = self.under_way.pop_front() else { return Ok(()) };
        self.bytes_under_way -= size;
        // A thread that panicked sends nothing, and its panic goes on at the end of the scope.
        match receiver.recv() {
            Ok((items, buffer)) => {
                if self.spare.len() < SPARE_BUFFERS && buffer.capacity() <= 4 * BLOCK_BYTES {
                    self.spare.push(buffer);
                }
                self.part.deliver(items)
            }
            Err(_) => Ok(()),
        }
    }
}

/// Runs `feed`, which cuts a part into blocks, while all threads `work` on them.
pub(crate) fn in_blocks<'a>(
    part: &mut Part<'a>,
    work: &Work<'_>,
    feed: impl FnOnce(&mut Feeder<'_, '_, 'a>) -> Result<(), Halt>,
) -> Result<(), Halt> {
    let frame: &Frame<'_> = part.frame();
    part.flush()?;
    if rayon::current_thread_index().is_some() {
        let under_way = VecDeque::new();
        return feed(&mut Feeder { part, work, frame, scope: None, under_way, bytes_under_way: 0, spare: Vec::new() });
    }
    rayon::in_place_scope(|scope| {
        let under_way = VecDeque::new();
        let mut feeder =
            Feeder { part, work, frame, scope: Some(scope), under_way, bytes_under_way: 0, spare: Vec::new() };
        let fed = feed(&mut feeder);
        match fed {
            Err(Halt::Stopped) => fed,
            // What came before the damage is handed out before the damage is named.
            fed => feeder.settle().map(|_| ()).and(fed),
        }
    })
}
