//! No damage to any file makes a reader panic, and what it hands out stays sane.

use std::path::PathBuf;
use std::sync::OnceLock;

use pressgang_posts::{Item, Limits, ReadOptions, detect_file};
use proptest::prelude::*;

use crate::support::{all_fixtures, check_sums, file, named, options, try_read};
use crate::wrap::{bz2, gz, parts, tar, utf16, workbook_of, xz, zip, zst};

fn fixtures() -> Vec<PathBuf> {
    all_fixtures().into_iter().map(|(_, path)| path).collect()
}

/// What is done to a file: where it is cut off, and which bytes are changed.
#[derive(Clone, Debug)]
struct Damage {
    cut: prop::sample::Index,
    flips: Vec<(prop::sample::Index, u8)>,
}

fn damage() -> impl Strategy<Value = Damage> {
    let flips = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6);
    (any::<prop::sample::Index>(), flips).prop_map(|(cut, flips)| Damage { cut, flips })
}

impl Damage {
    fn done_to(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        // Cut only some, so that flips are met in whole files too.
        if self.flips.len().is_multiple_of(2) {
            bytes.truncate(self.cut.index(bytes.len() + 1));
        }
        for (at, value) in &self.flips {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] ^= value;
            }
        }
        bytes
    }
}

fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let fixtures = fixtures();
    (0..fixtures.len(), damage())
        .prop_map(move |(chosen, damage)| damage.done_to(std::fs::read(&fixtures[chosen]).unwrap()))
}

/// Fixtures in each kind of container, made once.
fn containers() -> &'static [(&'static str, Vec<u8>)] {
    static CONTAINERS: OnceLock<Vec<(&str, Vec<u8>)>> = OnceLock::new();
    CONTAINERS.get_or_init(|| {
        let mut made = Vec::new();
        // Of each format one fixture, as the readers behind the containers are damaged elsewhere.
        let mut fixtures = all_fixtures();
        fixtures.dedup_by(|(one, _), (other, _)| one == other);
        for (_, path) in fixtures {
            let plain = std::fs::read(path).unwrap();
            let archive = tar(&[("a", &plain), ("b.gz", &gz(&plain))]);
            made.extend([("gz", gz(&plain)), ("zst", zst(&plain)), ("xz", xz(&plain)), ("bz2", bz2(&plain))]);
            made.extend([("zip", zip(&[("a", &plain), ("b.xz", &xz(&plain))])), ("tar.zst", zst(&archive))]);
            made.push(("tar", archive));
        }
        for table in ["csv/semicolons.csv", "x-information-operations/tweets.csv"] {
            let plain = std::fs::read_to_string(crate::support::fixture(table)).unwrap();
            let delimiter = if table.starts_with("csv") { b';' } else { b',' };
            let mut reader = csv::ReaderBuilder::new();
            let mut reader =
                reader.has_headers(false).flexible(true).delimiter(delimiter).from_reader(plain.as_bytes());
            let rows: Vec<Vec<String>> =
                reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            made.extend([("xlsx", workbook_of(&rows)), ("utf-16", utf16(&plain, u16::to_be_bytes))]);
        }
        made
    })
}

/// A tar archive whose headers pass for whole, whatever was done to them.
fn with_check_sums(mut archive: Vec<u8>) -> Vec<u8> {
    for block in archive.chunks_exact_mut(512).filter(|block| &block[257..262] == b"ustar") {
        let mut header = tar::Header::new_old();
        header.as_mut_bytes().copy_from_slice(block);
        header.set_cksum();
        block.copy_from_slice(header.as_bytes());
    }
    archive
}

/// A workbook of one sheet with every kind of cell.
const CELLS: &str = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>date</t></is></c></row><row r="2"><c r="A2"><v>12345</v></c><c r="B2" t="inlineStr"><is><r><t>a &amp; b</t></r><rPh><t>x</t></rPh></is></c><c r="C2" s="1"><v>43851.70744212963</v></c></row><row r="3"><c r="A3" t="str"><f>A2</f><v>2</v></c><c r="B3" t="b"><v>1</v></c><c r="C3" t="d"><v>2020-01-01</v></c></row>"#;

/// Reads a file that may be anything and looks at what comes of it.
fn survive(bytes: &[u8], record_bytes: usize) -> Result<(), TestCaseError> {
    let limits = Limits { record_bytes, ..Limits::standard() };
    let file = file(bytes);
    let _ = detect_file(file.path(), &limits);
    if let Ok(reading) = try_read(file.path(), &ReadOptions { limits, all_chats: true, ..options() }) {
        check_sums(&reading);
        for post in reading.posts() {
            prop_assert!(post.text.len() <= 2 * record_bytes);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_containers_never_panic(chosen in 0..1_000_usize, damage in damage(), record_bytes in prop_oneof![Just(16_usize << 20), 40_usize..400]) {
        let containers = containers();
        let (_, bytes) = &containers[chosen % containers.len()];
        survive(&damage.done_to(bytes.clone()), record_bytes)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damage_never_panics(bytes in damaged(), record_bytes in prop_oneof![Just(16_usize << 20), 40_usize..400]) {
        let limits = Limits { record_bytes, ..Limits::standard() };
        let file = file(&bytes);
        let _ = detect_file(file.path(), &limits);
        if let Ok(reading) = try_read(file.path(), &ReadOptions { limits, all_chats: true, ..options() }) {
            check_sums(&reading);
            let places = reading.posts().into_iter().map(|post| &post.provenance);
            for place in places.chain(reading.rejects().into_iter().map(|reject| &reject.provenance)) {
                let end = place.offset.unwrap_or_default() + place.length.unwrap_or_default();
                prop_assert!(end <= bytes.len() as u64);
            }
        }
    }

    #[test]
    fn damaged_members_of_archives_never_panic(damage in damage(), record_bytes in prop_oneof![Just(16_usize << 20), 40_usize..400]) {
        // Damage within the archive, which its own check sums would find before the reader did.
        let whole = parts(&[("a", CELLS), ("b", CELLS)], &["<t>id</t>", "<t xml:space=\"preserve\">text</t>"]);
        let chosen = damage.cut.index(whole.len());
        let members: Vec<(&str, Vec<u8>)> = whole
            .iter()
            .enumerate()
            .map(|(at, (name, text))| (name.as_str(), text.as_bytes().to_vec(), at == chosen))
            .map(|(name, bytes, is_chosen)| (name, if is_chosen { damage.done_to(bytes) } else { bytes }))
            .collect();
        let members: Vec<(&str, &[u8])> = members.iter().map(|(name, bytes)| (*name, &bytes[..])).collect();
        survive(&zip(&members), record_bytes)?;
        survive(&with_check_sums(damage.done_to(tar(&members))), record_bytes)?;
    }

    #[test]
    fn truncation_keeps_what_is_before_it(chosen in 0..1000_usize, cut in any::<prop::sample::Index>()) {
        let fixtures = fixtures();
        let path = &fixtures[chosen % fixtures.len()];
        let bytes = std::fs::read(path).unwrap();
        let Ok(whole) = try_read(path, &options()) else { return Ok(()) };
        let cut = cut.index(bytes.len() + 1);
        if let Ok(part) = try_read(file(&bytes[..cut]).path(), &options()) {
            // A row cut right before a broken value is a post, so posts alone may be more.
            prop_assert!(part.items.len() <= whole.items.len() + 1);
        }
    }

    #[test]
    fn rows_are_those_of_the_csv_crate(text in "([a-c,\"\n\r;é]|\"\"){0,60}") {
        let table = format!("id,text\n{text}");
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
        let expected: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .filter(|fields: &Vec<String>| fields.len() >= 2 && fields[2..].iter().all(String::is_empty))
            .filter(|fields| !fields[0].trim().is_empty() && !fields[1].is_empty() && fields != &["id", "text"])
            .collect();
        let given = ReadOptions { format: Some(named("csv")), ..options() };
        let reading = try_read(file(table.as_bytes()).path(), &given).unwrap();
        // A quote that is never closed ends in a reject here and in a record there.
        let unclosed = reading.reasons().contains(&"a quote is opened and never closed");
        let found: Vec<Vec<String>> =
            reading.posts().into_iter().map(|post| vec![post.key.id.clone(), post.text.clone()]).collect();
        let expected: Vec<Vec<String>> =
            expected.into_iter().map(|fields| vec![fields[0].trim().to_owned(), fields[1].clone()]).collect();
        let compared = expected.len() - usize::from(unclosed && expected.len() > found.len());
        prop_assert_eq!(&found[..], &expected[..compared]);
    }
}

/// Formats whose lines may become something that is passed over, such as an event of another kind.
const WITH_OTHER_EVENTS: [&str; 4] = ["bluesky-jetstream", "telethon", "x-compliance", "reddit"];

/// A file of lines, the format it is in, and where the lines that give anything begin and end.
type FileOfLines = (String, Vec<u8>, Vec<(usize, usize)>);

fn files_of_lines() -> &'static [FileOfLines] {
    static FILES: OnceLock<Vec<FileOfLines>> = OnceLock::new();
    FILES.get_or_init(|| {
        let of_lines = |path: &PathBuf| path.extension().is_some_and(|end| end == "jsonl" || end == "ndjson");
        let mut files = Vec::new();
        for (format, path) in all_fixtures().into_iter().filter(|(_, path)| of_lines(path)) {
            let bytes = std::fs::read(&path).unwrap();
            let given = ReadOptions { format: Some(named(&format)), ..options() };
            let Ok(reading) = try_read(&path, &given) else { continue };
            let starts: Vec<usize> = places(&reading).into_iter().map(|(start, _)| start).collect();
            let mut lines = Vec::new();
            let mut begin = 0;
            for line in bytes.split_inclusive(|&byte| byte == b'\n') {
                let end = begin + line.len();
                if starts.iter().any(|start| (begin..end).contains(start)) {
                    lines.push((begin, end));
                }
                begin = end;
            }
            if lines.len() > 1 {
                files.push((format, bytes, lines));
            }
        }
        files
    })
}

/// Where everything that was handed out begins, with the post's key if it is one.
fn places(reading: &crate::support::Reading) -> Vec<(usize, Option<String>)> {
    let place = |item: &Item| match item {
        Item::Post(post) => (post.provenance.offset, Some(post.key.to_string())),
        Item::Reject(reject) => (reject.provenance.offset, None),
        Item::Observation(seen) => (seen.provenance.offset, None),
        Item::Account(account) => (account.provenance.offset, None),
    };
    let places = reading.items.iter().map(place);
    places.filter_map(|(offset, key)| Some((offset? as usize, key))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    /// A damaged line costs that line alone, and is listed unless it still gives something.
    #[test]
    fn damage_to_a_line_is_listed_and_spares_the_others(
        chosen in 0..1_000_usize, line in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), flip in 1..=255_u8,
    ) {
        let files = files_of_lines();
        let (format, bytes, lines) = &files[chosen % files.len()];
        let (begin, end) = lines[line.index(lines.len())];
        let mut damaged = bytes.clone();
        // The line's own end stays, and the very first byte, which says that the file is JSON.
        let first = usize::from(begin == 0);
        let at = begin + first + at.index(end - begin - 1 - first);
        damaged[at] ^= flip;
        // Of one line that would make two, and of a file of two lines perhaps a document.
        prop_assume!(damaged[at] != b'\n');
        let given = ReadOptions { format: Some(named(format)), ..options() };
        let whole = try_read(file(bytes).path(), &given).unwrap();
        let reading = try_read(file(&damaged).path(), &given).unwrap();
        let elsewhere = |reading: &crate::support::Reading| -> Vec<(usize, Option<String>)> {
            let mut found = places(reading);
            // An album stands where its first message stands.
            found.retain(|(start, key)| key.is_some() && !(begin..end).contains(start));
            found
        };
        let spared = elsewhere(&reading);
        for post in elsewhere(&whole) {
            prop_assert!(spared.contains(&post), "{format}: {post:?} is gone after a change at {at}");
        }
        if !WITH_OTHER_EVENTS.contains(&format.as_str()) {
            let listed = places(&reading).into_iter().any(|(start, _)| (begin..end).contains(&start));
            prop_assert!(listed, "{format}: nothing is said of the line at {begin}, changed at {at}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// A document that held something is never read as one that holds nothing.
    #[test]
    fn damage_to_a_document_is_never_silent(
        chosen in 0..1_000_usize, at in any::<prop::sample::Index>(), flip in 1..=255_u8,
    ) {
        let documents = documents();
        let (format, bytes) = &documents[chosen % documents.len()];
        let mut damaged = bytes.clone();
        let at = at.index(bytes.len());
        damaged[at] ^= flip;
        let given = ReadOptions { format: Some(named(format)), ..options() };
        if let Ok(reading) = try_read(file(&damaged).path(), &given) {
            prop_assert!(!reading.items.is_empty(), "{format}: nothing is said after a change at {at}");
        }
    }
}

/// Files of one JSON document that give something, with their formats.
fn documents() -> &'static [(String, Vec<u8>)] {
    static DOCUMENTS: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    DOCUMENTS.get_or_init(|| {
        let is_document = |path: &PathBuf| path.extension().is_some_and(|end| end == "json");
        let documents = all_fixtures().into_iter().filter(|(_, path)| is_document(path));
        let gives = |(format, path): &(String, PathBuf)| {
            let given = ReadOptions { format: Some(named(format)), ..options() };
            try_read(path, &given).is_ok_and(|reading| !reading.items.is_empty())
        };
        documents.filter(gives).map(|(format, path)| (format, std::fs::read(path).unwrap())).collect()
    })
}
