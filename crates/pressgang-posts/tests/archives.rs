//! Members of zip and tar archives, also of those made to do harm.

use std::io::{Cursor, Read, Write};

use pressgang_posts::{Limits, ReadError, ReadOptions, detect_file};
use zip::unstable::write::FileOptionsExt;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::support::{Reading, file, options, read_bytes, try_read};
use crate::wrap::{gz, tar, xz, zip, zip_with, zst};

const POST: &[u8] = b"{\"id\":\"1\",\"text\":\"a\"}\n";
const OTHER: &[u8] = b"{\"id\":\"2\",\"text\":\"b\"}\n";

fn members(reading: &Reading) -> Vec<&str> {
    reading.posts().into_iter().map(|post| post.provenance.member().unwrap()).collect()
}

#[test]
fn members_of_a_tar_archive_are_parts() {
    let long = format!("{}/c.ndjson", "long".repeat(40));
    let archive = tar(&[
        ("export/a.ndjson", POST),
        ("../../etc/b.csv", b"id,text\n2,b\n"),
        ("/c.jsonl.gz", &gz(b"{\"id\":\"3\",\"text\":\"c\"}\n")),
        ("export/photo.json", b"\x89PNG\r\n\x1a\n...."),
        ("export/._a.ndjson", b"{\"id\":\"9\",\"text\":\"z\"}"),
        ("export/README.txt", b"These posts were collected by hand.\n"),
        (&long, b"{\"id\":\"4\",\"text\":\"d\"}\n"),
        ("export/users.json", b"[{\"name\":\"no posts\",\"colour\":1}]"),
    ]);
    for archive in [gz(&archive), zst(&archive), xz(&archive), archive] {
        let reading = read_bytes(&archive, &options());
        assert_eq!(reading.ids(), ["1", "2", "3", "4"]);
        assert_eq!(members(&reading), ["export/a.ndjson", "../../etc/b.csv", "/c.jsonl.gz", &long]);
        assert_eq!(reading.rejects().len(), 1, "{:?}", reading.reasons());
        assert_eq!(reading.rejects()[0].provenance.member(), Some("export/users.json"));
        assert_eq!(detect_file(file(&archive).path(), &Limits::standard()).unwrap().len(), 5);
    }
}

#[test]
fn links_and_devices_in_a_tar_archive_lead_nowhere() {
    let mut builder = tar::Builder::new(Vec::new());
    for kind in [tar::EntryType::Symlink, tar::EntryType::Link, tar::EntryType::Char, tar::EntryType::Fifo] {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        builder.append_link(&mut header, "posts.ndjson", "/etc/passwd").unwrap();
    }
    let mut header = tar::Header::new_gnu();
    header.set_size(POST.len() as u64);
    builder.append_data(&mut header, "a.ndjson", POST).unwrap();
    let reading = read_bytes(&builder.into_inner().unwrap(), &options());
    assert_eq!((reading.ids(), reading.rejects().len()), (vec!["1"], 0));
}

#[test]
fn a_tar_archive_that_breaks_off_gives_what_is_before() {
    let text: String = (0..20_000).map(|n| format!("{{\"id\":\"{n}\",\"text\":\"post {}\"}}\n", n * 7919)).collect();
    let archive = tar(&[("a.ndjson", POST), ("b.ndjson", text.as_bytes()), ("c.ndjson", OTHER)]);
    let reading = read_bytes(&archive[..archive.len() / 2], &options());
    assert!(reading.posts().len() > 9_000);
    assert!(reading.reasons()[0].contains("the archive member is damaged: it ends early"), "{:?}", reading.reasons());
    assert!(reading.reasons()[1].contains("no member behind this is read"), "{:?}", reading.reasons());
    let wrapped = gz(&archive);
    let reading = read_bytes(&wrapped[..wrapped.len() / 2], &options());
    assert!(reading.posts().len() > 5_000);
    assert_eq!(reading.reasons()[0], "the gzip stream is damaged: it ends early");
    assert_eq!(reading.rejects()[0].provenance.member(), Some("b.ndjson"));
    assert!(reading.reasons()[1].contains("no member behind this is read"), "{:?}", reading.reasons());
    let mut broken = tar(&[("a.ndjson", POST), ("b.ndjson", OTHER)]);
    broken[1024 + 150] ^= 1;
    let reading = read_bytes(&broken, &options());
    assert_eq!(reading.ids(), ["1"]);
    assert!(reading.reasons()[0].contains("the tar archive is damaged"), "{:?}", reading.reasons());
}

#[test]
fn joined_tar_archives_are_read_on() {
    let both = [tar(&[("a", POST)]), tar(&[("b", OTHER)]), vec![0; 102_400]].concat();
    let reading = read_bytes(&both, &options());
    assert_eq!((reading.ids(), reading.rejects().len()), (vec!["1", "2"], 0), "{:?}", reading.reasons());
}

#[test]
fn tar_archives_are_bounded() {
    let archive = tar(&[("a", POST), ("b", OTHER), ("c", POST)]);
    let limits = Limits { archive_members: 2, ..Limits::standard() };
    let reading = read_bytes(&archive, &ReadOptions { limits, ..options() });
    assert_eq!(reading.ids(), ["1", "2"]);
    assert_eq!(reading.reasons(), ["the archive has more than 2 members; those after them are not read"]);
    // A name as long as a film would be held whole.
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::GNULongName);
    header.set_size(200 << 20);
    header.set_cksum();
    builder.append(&header, std::io::repeat(b'a').take(200 << 20)).unwrap();
    let bomb = zst(&[tar(&[("a", POST)])[..1024].to_vec(), builder.into_inner().unwrap()].concat());
    let reading = read_bytes(&bomb, &options());
    assert_eq!(reading.ids(), ["1"]);
    assert!(reading.reasons()[0].contains("too much between two members"), "{:?}", reading.reasons());
    // So would a film between two members, which is passed over instead.
    let film = vec![0; 3 << 20];
    let reading = read_bytes(&tar(&[("a", POST), (".film", &film), ("b", OTHER)]), &options());
    assert_eq!((reading.ids(), reading.rejects().len()), (vec!["1", "2"], 0), "{:?}", reading.reasons());
}

/// A sparse file may be nearly endless and take no room at all.
#[test]
fn holes_in_a_tar_archive_are_bounded() {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::GNUSparse);
    header.set_size(513);
    let gnu = header.as_gnu_mut().unwrap();
    gnu.name[..8].copy_from_slice(b"a.ndjson");
    gnu.realsize = *b"77777777777\0";
    gnu.sparse[0].offset = *b"00000000000\0";
    gnu.sparse[0].numbytes = *b"00000001000\0";
    gnu.sparse[1].offset = *b"77777777776\0";
    gnu.sparse[1].numbytes = *b"00000000001\0";
    header.set_cksum();
    let mut data = [b'\n'; 1024];
    data[..POST.len()].copy_from_slice(POST);
    let archive = [header.as_bytes(), &data[..], &tar(&[("b", OTHER)])].concat();
    let reading = read_bytes(&archive, &options());
    assert_eq!(reading.ids(), ["1"]);
    let last = reading.reasons().pop().unwrap().to_owned();
    assert!(last.contains("decompressed to more than 1000 times the size of the file"), "{last}");
}

#[test]
fn archives_within_archives_are_named() {
    for (inner, words) in [
        (zip(&[("a", POST)]), "a zip archive inside another archive"),
        (tar(&[("a", POST)]), "a tar archive inside another archive"),
        (gz(&tar(&[("a", POST)])), "a tar archive inside another archive"),
        (gz(&gz(POST)), "a gzip stream inside another compression"),
        (gz(&xz(POST)), "an xz stream inside another compression"),
    ] {
        for outer in [zip(&[("a", POST), ("b", &inner)]), tar(&[("a", POST), ("b", &inner)])] {
            let reading = read_bytes(&outer, &options());
            assert_eq!((reading.ids(), reading.rejects().len()), (vec!["1"], 1));
            assert!(reading.reasons()[0].contains(words), "{:?}", reading.reasons());
            assert_eq!(reading.rejects()[0].provenance.member(), Some("b"));
        }
    }
}

#[test]
fn names_are_shown_and_do_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let target = directory.path().join("written");
    let absolute = target.to_str().unwrap();
    let names = [absolute, "../../../../written", "C:\\written", "a\x1b[2J\x07\u{202e}b\nc", "d\u{0}e"];
    let posts: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, POST)).collect();
    let archive = zip(&posts);
    let reading = read_bytes(&archive, &options());
    assert_eq!(reading.posts().len(), names.len());
    assert_eq!(members(&reading)[3], "a\u{fffd}[2J\u{fffd}\u{fffd}b\u{fffd}c");
    assert!(!target.exists() && std::fs::read_dir(directory.path()).unwrap().next().is_none());
    let long = "n".repeat(60_000);
    assert_eq!(members(&read_bytes(&zip(&[(&long, POST)]), &options()))[0].chars().count(), 1001);
    let reading = read_bytes(&zip(&[("a", POST), ("b\x1b]0;x\x07", b"[{\"colour\":1}]")]), &options());
    assert_eq!(reading.rejects()[0].provenance.member(), Some("b\u{fffd}]0;x\u{fffd}"));
}

#[test]
fn members_of_every_usual_compression_are_read() {
    let text: String = (0..5_000).map(|n| format!("{{\"id\":\"{n}\",\"text\":\"post {}\"}}\n", n * 7919)).collect();
    for method in
        [CompressionMethod::Stored, CompressionMethod::Deflated, CompressionMethod::Bzip2, CompressionMethod::Zstd]
    {
        let archive =
            zip_with(&[("a.ndjson", text.as_bytes())], SimpleFileOptions::default().compression_method(method));
        assert_eq!(read_bytes(&archive, &options()).posts().len(), 5_000, "{method}");
    }
    // This build writes no xz members, and nobody writes Deflate64 but Windows: `stored` is renamed.
    let stored = |bytes: &[u8], method: u8| {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let mut archive = zip_with(&[("a.ndjson", bytes)], options);
        let directory = archive.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
        archive[8] = method;
        archive[directory + 10] = method;
        archive
    };
    assert_eq!(read_bytes(&stored(&xz(text.as_bytes()), 95), &options()).posts().len(), 5_000);
    let limits = Limits { xz_memory_bytes: 1 << 10, ..Limits::standard() };
    let error = try_read(file(&stored(&xz(POST), 95)).path(), &ReadOptions { limits, ..options() }).err().unwrap();
    assert!(error.to_string().contains("the xz stream needs more than"), "{error}");
    // Stored blocks are the same in Deflate64; the check sum of the directory is that of the block.
    let block = [&[1, POST.len() as u8, 0, !(POST.len() as u8), 0xff][..], POST].concat();
    let mut archive = stored(&block, 9);
    let directory = archive.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    let mut check = flate2::Crc::new();
    check.update(POST);
    for (at, value) in
        [(14, check.sum()), (22, POST.len() as u32), (directory + 16, check.sum()), (directory + 24, POST.len() as u32)]
    {
        archive[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    assert_eq!(read_bytes(&archive, &options()).ids(), ["1"]);
}

#[test]
fn encrypted_members_are_named() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let encrypted = SimpleFileOptions::default().with_deprecated_encryption(b"secret").unwrap();
    for (name, options) in [("a.ndjson", SimpleFileOptions::default()), ("b.ndjson", encrypted)] {
        writer.start_file(name, options).unwrap();
        writer.write_all(POST).unwrap();
    }
    let archive = writer.finish().unwrap().into_inner();
    let reading = read_bytes(&archive, &options());
    assert_eq!((reading.ids(), reading.reasons()), (vec!["1"], vec!["the archive member is encrypted"]));
    assert_eq!(reading.rejects()[0].provenance.member(), Some("b.ndjson"));
}

#[test]
fn archives_of_more_than_32_bits_and_of_streams_are_read() {
    let large = zip_with(&[("a", POST), ("b", OTHER)], SimpleFileOptions::default().large_file(true));
    assert_eq!(read_bytes(&large, &options()).ids(), ["1", "2"]);
    // Sizes and check sums stand behind each member.
    let mut writer = ZipWriter::new_stream(Vec::new());
    for (name, bytes) in [("a", POST), ("b", OTHER)] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    let streamed = writer.finish().unwrap().into_inner();
    assert_eq!(read_bytes(&streamed, &options()).ids(), ["1", "2"]);
}

/// The places of a member's header in the directory.
fn directory(archive: &[u8], index: usize) -> usize {
    let starts: Vec<usize> = (0..archive.len() - 4).filter(|&at| archive[at..].starts_with(b"PK\x01\x02")).collect();
    starts[index]
}

#[test]
fn sizes_that_are_not_true_do_no_harm() {
    for (at, name) in [(20, "compressed"), (24, "whole")] {
        for size in [0_u32, 1, 10, 1_000_000, u32::MAX - 1] {
            let mut archive = zip(&[("a", POST), ("b", OTHER)]);
            let start = directory(&archive, 0) + at;
            archive[start..start + 4].copy_from_slice(&size.to_le_bytes());
            let reading = read_bytes(&archive, &options());
            let ids = reading.ids();
            assert!(ids.contains(&"2"), "{name} {size}: {ids:?} {:?}", reading.reasons());
            assert!(ids.len() == 2 || !reading.reasons().is_empty(), "{name} {size}: {ids:?}");
        }
    }
    let mut archive = zip(&[("a", POST)]);
    let end = archive.len() - 22;
    archive[end + 8..end + 12].fill(0xfe);
    assert!(matches!(try_read(file(&archive).path(), &options()), Err(ReadError::Archive { .. }) | Ok(_)));
}

/// Many members may share their bytes, which makes a small file a large one.
#[test]
fn members_that_overlap_are_bounded_together() {
    let line = format!("{{\"id\":\"1\",\"text\":\"{}\"}}\n", "0".repeat(1 << 20));
    let archive = zip(&[("a", line.repeat(20).as_bytes())]);
    let (start, end) = (directory(&archive, 0), archive.len() - 22);
    let (body, entry, tail) = (&archive[..start], &archive[start..end], &archive[end..]);
    let count = 200_u16;
    let mut entries = Vec::new();
    for n in 0..count {
        let mut entry = entry.to_vec();
        let name = entry.len() - 1 - (entry.len() - 47);
        entry[name] = b'a' + (n % 26) as u8;
        // Names have one letter here, so a longer one is put in its place.
        entry[28..30].copy_from_slice(&4_u16.to_le_bytes());
        entry.splice(46..47, format!("{n:04}").into_bytes());
        entries.extend(entry);
    }
    let mut tail = tail.to_vec();
    tail[8..10].copy_from_slice(&count.to_le_bytes());
    tail[10..12].copy_from_slice(&count.to_le_bytes());
    tail[12..16].copy_from_slice(&(entries.len() as u32).to_le_bytes());
    let bomb = [body, &entries, &tail].concat();
    let limits = Limits { expansion_ratio: 100, ..Limits::standard() };
    let reading = read_bytes(&bomb, &ReadOptions { limits, ..options() });
    assert!(reading.posts().len() < 70, "{}", reading.posts().len());
    assert_eq!(reading.reasons().len(), 1, "{:?}", reading.reasons());
    assert!(reading.reasons()[0].contains("decompressed to more than 100 times"), "{:?}", reading.reasons());
}

#[test]
fn of_members_with_one_name_one_is_read_and_it_is_said() {
    let mut archive = zip(&[("a", POST), ("b", OTHER)]);
    let second = directory(&archive, 1);
    archive[second + 46] = b'a';
    let reading = read_bytes(&archive, &options());
    assert_eq!(reading.posts().len(), 1);
    assert_eq!(reading.reasons(), ["several members of the archive share a name; only one of each name is read"]);
}
