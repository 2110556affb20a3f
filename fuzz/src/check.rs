//! What holds of whatever is read, for the fuzz targets and for the test that replays their corpora.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::LazyLock;

use pressgang_posts::{
    Format, Item, Limits, Post, Provenance, RawRecord, ReadOptions, ReadSummary, RecordPlace, Timestamp, detect_file,
    read_file_in_batches, read_records,
};
use rayon::{ThreadPool, ThreadPoolBuilder};
use tempfile::NamedTempFile;

use crate::wrap::{bz2, gz, parts, tar, utf16, xz, zip, zst};

/// Any bytes, recognised and read.
pub fn detect_and_read(bytes: &[u8]) {
    let file = file(bytes);
    for limits in [Limits::standard(), small()] {
        let found = detect_file(file.path(), &limits);
        let read = check(file.path(), bytes, &ReadOptions { limits, all_chats: true, ..options() });
        // What is recognised is read as what it is recognised as.
        if let (Ok(found), Some(summary)) = (found, read)
            && let ([found], [part]) = (&found[..], &summary.parts[..])
            && part.member.is_none()
        {
            assert_eq!(found.format, Some(part.format));
        }
    }
}

/// Any bytes behind a line that names the format they are read in.
pub fn each_format(bytes: &[u8]) {
    let (line, bytes) = first_line(bytes);
    let format = Some(chosen(line));
    let file = file(bytes);
    check(file.path(), bytes, &ReadOptions { format, ..options() });
    let limits = Limits { record_bytes: 300, json_depth: 16, ..Limits::standard() };
    check(file.path(), bytes, &ReadOptions { format, limits, all_chats: true, ..options() });
}

/// Any bytes in compression and archives, whole or damaged.
pub fn containers(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let members: Vec<&[u8]> = split(bytes);
    let named: Vec<(String, &[u8])> = members
        .iter()
        .enumerate()
        .map(|(at, member)| (["a.json", "data/tweets.js", "b.csv", "b.csv", "c"][at % 5].to_owned(), *member))
        .collect();
    let named: Vec<(&str, &[u8])> = named.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let made = match first % 18 {
        0 => behind(&[0x1f, 0x8b], bytes),
        1 => behind(&[0x28, 0xb5, 0x2f, 0xfd], bytes),
        2 => behind(&[0xfd, b'7', b'z', b'X', b'Z', 0], bytes),
        3 => behind(b"BZh11A", bytes),
        4 => behind(b"PK\x03\x04", bytes),
        5 => behind(b"PAR1", bytes),
        6 => with_check_sums(bytes.to_vec()),
        7 => gz(bytes),
        8 => zst(bytes),
        9 => xz(bytes),
        10 => bz2(bytes),
        11 => zip(&once_each(&named)),
        12 => tar(&named),
        13 => gz(&tar(&named)),
        14 => utf16(&String::from_utf8_lossy(bytes), u16::to_le_bytes),
        15 => zip(&[("tweets.csv", &utf16(&String::from_utf8_lossy(bytes), u16::to_be_bytes)), ("b.gz", &gz(bytes))]),
        16 => {
            // Each part of a workbook that is not given is whole.
            let whole = parts(&[("a", CELLS), ("b", CELLS)], &["<t>id</t>", "<t xml:space=\"preserve\">text</t>"]);
            let given = whole.iter().rev().enumerate().map(|(at, (name, text))| {
                let given = members.get(at).filter(|given| !given.is_empty());
                (name.as_str(), given.map_or(text.as_bytes(), |given| given))
            });
            zip(&given.collect::<Vec<_>>())
        }
        _ => {
            let rows = String::from_utf8_lossy(bytes);
            let whole = parts(&[("a", &rows)], &["<t>id</t>", "<t>text</t>"]);
            zip(&whole.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect::<Vec<_>>())
        }
    };
    let file = file(&made);
    for limits in [Limits::standard(), small()] {
        let _ = detect_file(file.path(), &limits);
        check(file.path(), &made, &ReadOptions { limits, all_chats: true, ..options() });
    }
}

/// A part of the input many times over: whatever takes time that grows faster than the input shows here.
///
/// The first line says in which format it is read, from where on it is repeated and how many bytes: `csv 100 7`.
pub fn repeated(bytes: &[u8]) {
    let (line, rest) = first_line(bytes);
    let words: Vec<&[u8]> = line.split(|&byte| byte == b' ').collect();
    let format = Some(chosen(words[0]));
    let number = |at: usize| {
        let word = words.get(at).and_then(|word| std::str::from_utf8(word).ok());
        word.and_then(|word| word.parse::<usize>().ok()).unwrap_or(line.len())
    };
    let at = number(1) % (rest.len() + 1);
    let length = number(2) % (rest.len() - at + 1);
    let (before, unit, after) = (&rest[..at], &rest[at..at + length], &rest[at + length..]);
    let made = [before, &unit.repeat(REPEATED_BYTES / unit.len().max(1)), after].concat();
    let file = file(&made);
    let mut items = 0;
    let options = ReadOptions { format, all_chats: true, ..options() };
    let _ = read_file_in_batches(file.path(), &options, &mut |batch| {
        items += batch.len();
        ControlFlow::Continue(())
    });
}

/// Enough for what grows with the square of it to take longer than an input may take.
const REPEATED_BYTES: usize = if cfg!(fuzzing) { 1 << 20 } else { 64 << 10 };

/// Rows of a sheet with every kind of cell.
const CELLS: &str = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>date</t></is></c></row><row r="2"><c r="A2"><v>12345</v></c><c r="B2" t="inlineStr"><is><r><t>a &amp; b</t></r><rPh><t>x</t></rPh></is></c><c r="C2" s="1"><v>43851.70744212963</v></c></row>"#;

fn first_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    match bytes.iter().position(|&byte| byte == b'\n') {
        Some(end) => (&bytes[..end], &bytes[end + 1..]),
        None => (&[], bytes),
    }
}

/// The format with this name, or one of the others where there is none.
fn chosen(name: &[u8]) -> Format {
    let formats: Vec<Format> = Format::all().collect();
    let named = formats.iter().find(|format| format.as_str().as_bytes() == name);
    named.copied().unwrap_or(formats[name.iter().map(|&byte| usize::from(byte)).sum::<usize>() % formats.len()])
}

fn options() -> ReadOptions {
    ReadOptions { received_at: Timestamp::from_unix_seconds(1_700_000_000), ..ReadOptions::standard() }
}

/// Bounds that short inputs meet.
fn small() -> Limits {
    Limits {
        record_bytes: 300,
        json_depth: 8,
        archive_members: 2,
        expansion_ratio: 10,
        zstd_window_log: 20,
        xz_memory_bytes: 1 << 20,
        columns: 12,
        repeated_keys: true,
        workbook_bytes: 2_000,
    }
}

fn file(bytes: &[u8]) -> NamedTempFile {
    // In memory, where there is such a place: a fuzzer writes thousands of files a second.
    let memory = Path::new("/dev/shm");
    let file = if memory.is_dir() { NamedTempFile::new_in(memory) } else { NamedTempFile::new() };
    let mut file = file.unwrap();
    file.write_all(bytes).unwrap();
    file
}

/// Bytes behind the first bytes of a kind of file, unless these are there already.
fn behind(magic: &[u8], bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(magic) { bytes.to_vec() } else { [magic, bytes].concat() }
}

/// The parts between lines of a single `%`.
fn split(bytes: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(3).position(|window| window == b"\n%\n") {
        found.push(&rest[..at]);
        rest = &rest[at + 3..];
    }
    found.push(rest);
    found
}

/// Members that share no name, which the writer of zip archives refuses.
fn once_each<'a>(members: &[(&'a str, &'a [u8])]) -> Vec<(&'a str, &'a [u8])> {
    let mut kept: Vec<(&str, &[u8])> = Vec::new();
    for member in members {
        if kept.iter().all(|(name, _)| *name != member.0) {
            kept.push(*member);
        }
    }
    kept
}

/// A tar archive whose headers pass for whole.
fn with_check_sums(mut archive: Vec<u8>) -> Vec<u8> {
    archive.resize(archive.len().max(512), 0);
    archive[257..262].copy_from_slice(b"ustar");
    for block in archive.chunks_exact_mut(512).filter(|block| &block[257..262] == b"ustar") {
        let mut header = ::tar::Header::new_old();
        header.as_mut_bytes().copy_from_slice(block);
        header.set_cksum();
        block.copy_from_slice(header.as_bytes());
    }
    archive
}

struct Reading {
    items: Vec<Item>,
    summary: ReadSummary,
}

fn read(path: &Path, options: &ReadOptions) -> Result<Reading, String> {
    let mut items = Vec::new();
    let summary = read_file_in_batches(path, options, &mut |batch| {
        items.extend(batch);
        ControlFlow::Continue(())
    });
    // The words of every error must be sayable.
    summary.map(|summary| Reading { items, summary }).map_err(|error| format!("{error} {error:?}"))
}

/// Reads a file in all ways there are and looks at what comes of it.
fn check(path: &Path, bytes: &[u8], options: &ReadOptions) -> Option<ReadSummary> {
    static ALONE: LazyLock<ThreadPool> = LazyLock::new(|| ThreadPoolBuilder::new().num_threads(1).build().unwrap());
    let shared = read(path, options);
    let alone = ALONE.install(|| read(path, options));
    let (reading, alone) = match (shared, alone) {
        (Ok(shared), Ok(alone)) => (shared, alone),
        (shared, alone) => {
            assert_eq!(shared.err(), alone.err());
            return None;
        }
    };
    assert_eq!(reading.summary, alone.summary);
    assert_eq!(reading.items, alone.items);
    check_counts(&reading);
    check_places(path, bytes, options, &reading);
    Some(reading.summary)
}

fn check_counts(Reading { items, summary }: &Reading) {
    let sum = |count: fn(&pressgang_posts::PartSummary) -> u64| summary.parts.iter().map(count).sum::<u64>();
    let count = |is_it: fn(&Item) -> bool| items.iter().filter(|item| is_it(item)).count() as u64;
    assert_eq!(sum(|part| part.posts), count(|item| matches!(item, Item::Post(_))));
    assert_eq!(sum(|part| part.observations), count(|item| matches!(item, Item::Observation(_))));
    assert_eq!(sum(|part| part.accounts), count(|item| matches!(item, Item::Account(_))));
    let (rejects, named) = (sum(|part| part.rejects), count(|item| matches!(item, Item::Reject(_))));
    // Members that are not read are named too and are no parts; a file without members is one.
    assert!(rejects <= named);
    if summary.parts.iter().all(|part| part.member.is_none()) && summary.parts.len() == 1 {
        assert!(named == rejects || items.iter().any(|item| provenance(item).source.member.is_some()));
    }
    for item in items {
        if let Item::Reject(reject) = item {
            assert!(!reject.reason.is_empty() && reject.reason.len() < 2_000, "a reason nobody reads");
        }
    }
    for post in posts(items) {
        assert!(!post.key.id.is_empty(), "an empty id");
        assert_eq!(post.provenance.sha256(), summary.sha256);
        assert!(post.provenance.offset.is_some() || post.provenance.row.is_some(), "no place");
    }
}

/// Every place lies in the file, and the record is found there again.
fn check_places(path: &Path, bytes: &[u8], options: &ReadOptions, Reading { items, summary }: &Reading) {
    let is_compressed = summary.parts.iter().any(|part| part.member.is_some()) || is_wrapped(bytes);
    if !is_compressed {
        for place in items.iter().map(provenance) {
            let end = place.offset.unwrap_or_default() + place.length.unwrap_or_default();
            assert!(end <= bytes.len() as u64, "a place behind the end: {place:?}");
        }
    }
    let places: Vec<RecordPlace> = posts(items).filter_map(|post| place(&post.provenance)).collect();
    let mut found: Vec<Vec<RawRecord>> = vec![Vec::new(); places.len()];
    if read_records(path, &places, &options.limits, &mut |number, record| found[number].push(record)).is_err() {
        panic!("the file was read and its records are not");
    }
    let is_utf16 = |start: &[u8]| start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]);
    for (place, found) in places.iter().zip(&found) {
        let (start, length) = (place.offset as usize, place.length as usize);
        if !is_compressed && is_utf16(bytes) {
            assert_eq!(found.len(), 1);
        } else if !is_compressed {
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].bytes, bytes[start..start + length]);
        } else if !found.is_empty() {
            assert!(found.iter().any(|record| record.bytes.len() == length), "another length: {place:?}");
        }
    }
}

/// Whether places count other bytes than those of the file.
fn is_wrapped(bytes: &[u8]) -> bool {
    let starts: [&[u8]; 7] = [
        &[0x1f, 0x8b],
        &[0x28, 0xb5, 0x2f, 0xfd],
        &[0xfd, b'7', b'z', b'X', b'Z', 0],
        b"BZh",
        b"PK",
        b"PAR1",
        b"ustar",
    ];
    let is_skippable = matches!(bytes, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..]);
    is_skippable || starts.iter().any(|start| bytes.starts_with(start)) || bytes.get(257..262) == Some(b"ustar")
}

fn posts(items: &[Item]) -> impl Iterator<Item = &Post> {
    items.iter().filter_map(|item| if let Item::Post(post) = item { Some(&**post) } else { None })
}

fn provenance(item: &Item) -> &Provenance {
    match item {
        Item::Post(post) => &post.provenance,
        Item::Reject(reject) => &reject.provenance,
        Item::Observation(seen) => &seen.provenance,
        Item::Account(account) => &account.provenance,
    }
}

fn place(provenance: &Provenance) -> Option<RecordPlace> {
    let Provenance { source, offset, length, row } = provenance;
    let member = source.member.as_deref().map(str::to_owned);
    Some(RecordPlace { member, offset: (*offset)?, length: (*length)?, row: *row })
}
