//! Tar archives, plain or compressed: each member that may hold posts is a part.
//!
//! They are read from first to last, and links lead nowhere: whatever they point at is not looked at.

use std::cell::{Cell, RefCell};
use std::io::{self, ErrorKind, Read};

use tar::{Archive, Entry, EntryType};

use super::names::{holds_no_posts, shown_name};
use super::stream::described;
use super::{Budget, Content, Next, Stream, Visit};
use crate::{Limits, ReadError};

/// Headers, long names and padding between two members may be this long: the names are held whole.
const BETWEEN_MEMBERS: u64 = 1 << 20;

const BLOCK: u64 = 512;

pub(super) fn each_member(
    stream: Stream<'_>,
    budget: &Budget,
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<(), ReadError> {
    let state = State::default();
    let mut archive = Archive::new(Tape { stream, state: &state });
    // Archives that were joined by `cat` have the mark of their end in the middle.
    archive.set_ignore_zeros(true);
    let mut end_of_last = 0_u64;
    let mut entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return visit(None, Content::Unreadable(state.reason(&error))).map(|_| ()),
    };
    for count in 0.. {
        state.allowed_until.set(end_of_last.saturating_add(BETWEEN_MEMBERS).max(state.position.get()));
        let entry = match entries.next() {
            None => return Ok(()),
            Some(Ok(entry)) => entry,
            Some(Err(error)) => {
                visit(None, Content::Unreadable(state.reason(&error)))?;
                return Ok(());
            }
        };
        if count == limits.archive_members {
            let reason = format!("the archive has more than {count} members; those after them are not read");
            visit(None, Content::Unreadable(reason))?;
            return Ok(());
        }
        state.allowed_until.set(u64::MAX);
        end_of_last = end_of(&entry);
        let name = shown_name(&String::from_utf8_lossy(&entry.path_bytes()));
        let kind = entry.header().entry_type();
        let is_file = matches!(kind, EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse);
        if !is_file || holds_no_posts(&name) {
            continue;
        }
        let left = entry.size();
        let next = match Stream::unwrap(Box::new(Member { entry, left }), true, budget, limits) {
            Ok(stream) => visit(Some(&name), Content::Stream(stream))?,
            Err(error) => visit(Some(&name), Content::Unreadable(format!("the archive member is damaged: {error}")))?,
        };
        if next == Next::Stop || budget.exhausted() {
            return Ok(());
        }
    }
    Ok(())
}

/// Where in the archive the member ends; the holes of a sparse one take no room.
fn end_of<R: Read>(entry: &Entry<'_, R>) -> u64 {
    let size = match entry.header().entry_type() {
        EntryType::GNUSparse => entry.header().entry_size().unwrap_or_default(),
        _ => entry.size(),
    };
    entry.raw_file_position().saturating_add(size).saturating_add(BLOCK)
}

/// What is known of the archive while its members are read.
#[derive(Default)]
struct State {
    position: Cell<u64>,
    /// How far may be read.
    allowed_until: Cell<u64>,
    /// What is wrong with the stream the archive lies in.
    failure: RefCell<Option<String>>,
}

impl State {
    /// Why there are no more members.
    fn reason(&self, error: &io::Error) -> String {
        let failure = self.failure.borrow();
        let what = failure.clone().unwrap_or_else(|| format!("the tar archive is damaged: {error}"));
        format!("{what}; no member behind this is read")
    }
}

/// The archive as it comes.
struct Tape<'a, 's> {
    stream: Stream<'a>,
    state: &'s State,
}

impl Read for Tape<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let state = self.state;
        let allowed = state.allowed_until.get().saturating_sub(state.position.get());
        if allowed == 0 {
            return Err(io::Error::other("there is too much between two members"));
        }
        let most = usize::try_from(allowed).unwrap_or(usize::MAX).min(buffer.len());
        match self.stream.read(&mut buffer[..most]) {
            Ok(n) => {
                state.position.set(state.position.get() + n as u64);
                Ok(n)
            }
            Err(error) => {
                let words = self.stream.damage(&error);
                state.failure.replace(Some(words.clone()));
                Err(described(words))
            }
        }
    }
}

/// A member, which the archive may break off in.
struct Member<'e, R: Read> {
    entry: Entry<'e, R>,
    left: u64,
}

impl<R: Read> Read for Member<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.entry.read(buffer)?;
        if n == 0 && self.left > 0 && !buffer.is_empty() {
            return Err(io::Error::from(ErrorKind::UnexpectedEof));
        }
        self.left = self.left.saturating_sub(n as u64);
        Ok(n)
    }
}
