//! The bytes of single records, found again by their places.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use crate::limits::at_a_time;
use crate::source::{Content, Next, decoded, each_part, is_plain};
use crate::table::header_row;
use crate::{Limits, ReadError};

/// Longer records are cut where they are kept: they are for people to look at.
pub const LONGEST_RAW: u64 = 1 << 20;

/// Where a record lies in a file, as a post's provenance says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordPlace {
    /// The member of an archive.
    pub member: Option<String>,
    /// First byte in the decompressed bytes.
    pub offset: u64,
    /// Length in those bytes.
    pub length: u64,
    /// Row of a table.
    pub row: Option<u64>,
}

/// A record as it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRecord {
    /// Its bytes, at most [`LONGEST_RAW`] of them.
    pub bytes: Vec<u8>,
    /// Whether these are all.
    pub is_whole: bool,
    /// For a row, the header of its table.
    pub header: Option<Vec<u8>>,
}

/// Reads the records at the places and hands each to `sink` with the number of its place, in the order of the file.
///
/// A place that is not in the file, lies behind damage, or is in a compressed table of UTF-16, is not handed out. A file that is not compressed is not read
/// through.
pub fn read_records(
    path: &Path,
    places: &[RecordPlace],
    limits: &Limits,
    sink: &mut dyn FnMut(usize, RawRecord),
) -> Result<(), ReadError> {
    if places.is_empty() {
        return Ok(());
    }
    let unreadable = |io| ReadError::Unreadable { path: path.to_owned(), io };
    if is_plain(path)? {
        let mut file = File::open(path).map_err(unreadable)?;
        let mut head = vec![0; LONGEST_RAW as usize];
        let read = read_up_to(&mut file, &mut head).map_err(unreadable)?;
        let head = &head[..read];
        // Tables of UTF-16 have their places in those bytes and are handed out as text.
        let as_text = |bytes: Vec<u8>| decoded(head, &bytes).map_or(bytes, String::into_bytes);
        let header = header_row(&as_text(head.to_vec()));
        for (number, place) in places.iter().enumerate().filter(|(_, place)| place.member.is_none()) {
            let wanted = place.length.min(LONGEST_RAW);
            let mut bytes = vec![0; wanted as usize];
            let found = file.seek(SeekFrom::Start(place.offset)).and_then(|_| file.read_exact(&mut bytes));
            if found.is_ok() {
                let bytes = as_text(bytes);
                sink(number, RawRecord { bytes, is_whole: wanted == place.length, header: of_row(place, &header) });
            }
        }
        return Ok(());
    }
    each_part(path, limits, &mut |member, content| {
        if let Content::Stream(mut stream) = content
            && !stream.is_utf16()
        {
            let of_member = |place: &&RecordPlace| place.member.as_deref() == member;
            let mut wanted: Vec<(usize, &RecordPlace)> =
                places.iter().enumerate().filter(|(_, place)| of_member(place)).collect();
            wanted.sort_by_key(|(_, place)| place.offset);
            let header = header_row(stream.head());
            // What cannot be read any further is not handed out.
            let _ = copy_ranges(&mut stream, &wanted, &header, sink);
        }
        Ok(Next::Continue)
    })
}

fn of_row(place: &RecordPlace, header: &Option<Vec<u8>>) -> Option<Vec<u8>> {
    header.clone().filter(|_| place.row.is_some())
}

fn copy_ranges(
    stream: &mut dyn Read,
    wanted: &[(usize, &RecordPlace)],
    header: &Option<Vec<u8>>,
    sink: &mut dyn FnMut(usize, RawRecord),
) -> io::Result<()> {
    let mut next = wanted.iter().peekable();
    // Records inside one another are open at the same time.
    let mut open: Vec<(usize, &RecordPlace, Vec<u8>)> = Vec::new();
    let mut buffer = vec![0; at_a_time(256 << 10)];
    let mut at = 0_u64;
    while next.peek().is_some() || !open.is_empty() {
        let n = stream.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        let end = at + n as u64;
        while let Some(&&(number, place)) = next.peek().filter(|(_, place)| place.offset < end) {
            open.push((number, place, Vec::new()));
            next.next();
        }
        for (_, place, bytes) in &mut open {
            let last = (place.offset + place.length.min(LONGEST_RAW)).min(end);
            let first = place.offset.max(at);
            if first < last {
                bytes.extend_from_slice(&buffer[(first - at) as usize..(last - at) as usize]);
            }
        }
        open.retain_mut(|(number, place, bytes)| {
            let wanted = place.length.min(LONGEST_RAW);
            if (bytes.len() as u64) < wanted {
                return true;
            }
            let record = RawRecord {
                bytes: std::mem::take(bytes),
                is_whole: wanted == place.length,
                header: of_row(place, header),
            };
            sink(*number, record);
            false
        });
        at = end;
    }
    Ok(())
}

fn read_up_to(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    loop {
        match file.read(&mut buffer[filled..])? {
            0 => return Ok(filled),
            n => filled += n,
        }
    }
}
