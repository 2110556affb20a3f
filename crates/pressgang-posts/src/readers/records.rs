//! JSON records that need nothing beside them, wherever in a file they lie.

use crate::blocks::{Block, Feeder, in_blocks};
use crate::detect::Head;
use crate::json::{Action, Giant, Raw, Refused, Room, Shape, Step, Visitor, Walked, feed_lines, walk_documents_from};
use crate::part::{Halt, Out, Part, Place};
use crate::source::Stream;

use super::Record;

/// Makes posts of one record; an error rejects it.
pub(crate) type ReadRecord<'r> = dyn Fn(&Record<'_>, &mut Out<'_>) -> Result<(), String> + Sync + 'r;

/// Reads the records of a part: its lines, its documents, or what lies in them at the first of the paths that is there.
pub(crate) fn read_records(
    head: &Head<'_>,
    stream: &mut Stream<'_>,
    part: &mut Part<'_>,
    at: &[&'static str],
    record: &ReadRecord<'_>,
) -> Result<(), Halt> {
    let shape = head.json.as_ref();
    let is_there = |path: &&&'static str| shape.is_some_and(|shape| shape.record_has(path.trim_end_matches("[]")));
    let path: Vec<&str> = at.iter().find(is_there).map_or(Vec::new(), |path| segments(path));
    let offset = head.skip_script(stream)?;
    if head.script.is_none() && shape.is_none_or(Shape::is_by_line) {
        return by_line(stream, offset, part, &path, record);
    }
    let limits = &part.options().limits;
    let work = |block: &Block, out: &mut Out<'_>| {
        let mut room = Room::default();
        for (offset, bytes) in block.captured() {
            let outcome = Record::parse(bytes, offset, limits, &mut room).and_then(|parsed| record(&parsed, out));
            out.settle(Place::bytes(offset, bytes.len() as u64), outcome);
        }
    };
    in_blocks(part, &work, |feeder| {
        let mut elements = Elements { path: &path, feeder, block: Block::default(), document: None };
        let walked = walk_documents_from(stream, offset, limits, &mut elements);
        let Elements { feeder, block, .. } = elements;
        if !matches!(walked, Err(Halt::Stopped)) {
            feeder.push(block)?;
        }
        match walked? {
            Walked::Broken { offset, reason } => {
                feeder.settle()?.reject(Place::at(offset), format!("{reason}; nothing is read from here on"))
            }
            Walked::Whole => Ok(()),
        }
    })
}

fn by_line(
    stream: &mut Stream<'_>,
    offset: u64,
    part: &mut Part<'_>,
    path: &[&str],
    record: &ReadRecord<'_>,
) -> Result<(), Halt> {
    let limits = &part.options().limits;
    let work = |block: &Block, out: &mut Out<'_>| {
        let mut room = Room::default();
        for (offset, line, is_last) in block.lines() {
            if line.trim_ascii().is_empty() {
                continue;
            }
            let place = Place::bytes(offset, line.len() as u64);
            if line.len() > limits.record_bytes {
                out.reject(place, Refused::TooLong.reason(limits));
            } else {
                let outcome = Record::parse(line, offset, limits, &mut room)
                    .and_then(|parsed| within(&parsed, path, out, record));
                // What a failing stream leaves of a line is named by the failure itself.
                if outcome.is_ok() || !(is_last && block.is_cut) {
                    out.settle(place, outcome);
                }
            }
        }
    };
    let longest = limits.record_bytes;
    let mut giant = Giant::Reject(Refused::TooLong.reason(limits));
    in_blocks(part, &work, |feeder| feed_lines(stream, offset, longest, feeder, &mut giant))
}

/// Reads what lies at a path within one document.
fn within<'a>(document: &Record<'a>, path: &[&str], out: &mut Out<'_>, record: &ReadRecord<'_>) -> Result<(), String> {
    let Some((last, way)) = path.split_last() else { return record(document, out) };
    let mut holder = document.object;
    for key in way {
        holder = holder.object(key).ok_or_else(|| format!("no {key}"))?;
    }
    let (key, is_list) = last.strip_suffix("[]").map_or((*last, false), |key| (key, true));
    let value = holder.get(key).ok_or_else(|| format!("no {key}"))?;
    // What is no list where one is expected is taken for its only element, so that it is read or named.
    let found: Vec<Raw<'a>> = if is_list && value.is_array() { value.elements() } else { vec![value] };
    for raw in found {
        let outcome = document.within(raw, &out.options().limits).and_then(|parsed| record(&parsed, out));
        out.settle(document.place_of(raw), outcome);
    }
    Ok(())
}

fn segments(path: &'static str) -> Vec<&'static str> {
    path.split('.').collect()
}

/// Hands the records of documents to the feeder, wherever the path leads.
struct Elements<'e, 'f, 'scope, 'a> {
    path: &'e [&'e str],
    feeder: &'e mut Feeder<'f, 'scope, 'a>,
    block: Block,
    /// Where the document begins, as long as nothing was found at the path.
    document: Option<u64>,
}

impl Elements<'_, '_, '_, '_> {
    fn reject(&mut self, place: Place, reason: String) -> Result<(), Halt> {
        self.feeder.push(std::mem::take(&mut self.block))?;
        self.feeder.settle()?.reject(place, reason)
    }
}

impl Visitor for Elements<'_, '_, '_, '_> {
    fn value(&mut self, path: &[Step], first: u8, offset: u64) -> Action {
        // Documents, or records, may stand in one outermost array.
        let path = match path {
            [] if first == b'[' => return Action::Enter,
            [Step::Index, rest @ ..] => rest,
            whole => whole,
        };
        if path.is_empty() && !self.path.is_empty() {
            self.document = Some(offset);
        }
        let mut steps = path.iter();
        for (at, segment) in self.path.iter().enumerate() {
            let is_end = at + 1 == self.path.len();
            let (key, is_list) = segment.strip_suffix("[]").map_or((*segment, false), |key| (key, true));
            match steps.next() {
                None => return if first == b'{' { Action::Enter } else { Action::Capture },
                Some(Step::Key(known)) if known == key => {}
                Some(_) => return Action::Skip,
            }
            if is_end {
                self.document = None;
            }
            if is_list && steps.next().is_none() {
                return if first == b'[' { Action::Enter } else { Action::Capture };
            }
            if is_end {
                break;
            }
        }
        if steps.next().is_some() { Action::Skip } else { Action::Capture }
    }

    fn captured(&mut self, _path: &[Step], bytes: &[u8], offset: u64) -> Result<(), Halt> {
        self.block.push(offset, bytes);
        if self.block.is_full() { self.feeder.push(std::mem::take(&mut self.block)) } else { Ok(()) }
    }

    fn refused(&mut self, _path: &[Step], offset: u64, length: u64, why: Refused) -> Result<(), Halt> {
        self.feeder.push(std::mem::take(&mut self.block))?;
        let reason = why.reason(&self.feeder.settle()?.options().limits);
        self.reject(Place::bytes(offset, length), reason)
    }

    fn leave(&mut self, path: &[Step]) -> Result<(), Halt> {
        match self.document.take_if(|_| matches!(path, [] | [Step::Index])) {
            Some(offset) => self.reject(Place::at(offset), format!("no {}", self.path.join("."))),
            None => Ok(()),
        }
    }
}
