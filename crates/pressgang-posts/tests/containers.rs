//! Compression and archives, whole and damaged.

use std::io::Write;

use pressgang_posts::{Limits, ReadError, ReadOptions, hash_file};

use crate::support::{file, fixture, options, read_bytes, try_read};
use crate::wrap::{bz2, gz, tar, xz, xz_with_dictionary, zip, zst};

fn lines(count: usize) -> String {
    (0..count)
        .map(|n| format!("{{\"id\":\"{n}\",\"text\":\"post {} {n}\"}}\n", n.wrapping_mul(2_654_435_761)))
        .collect()
}

#[test]
fn offsets_are_those_of_the_decompressed_bytes() {
    let plain = std::fs::read(fixture("ndjson/posts.ndjson")).unwrap();
    let expected = read_bytes(&plain, &options());
    let compressed = [gz(&plain), zst(&plain), xz(&plain), bz2(&plain)];
    let members = compressed.clone().map(|bytes| zip(&[("a.compressed", &bytes)]));
    let archived = tar(&[("a", &plain)]);
    let archives = [zip(&[("a", &plain)]), gz(&archived), xz(&archived), tar(&[("a.gz", &gz(&plain))]), archived];
    for wrapped in compressed.into_iter().chain(members).chain(archives) {
        let reading = read_bytes(&wrapped, &options());
        let places = |reading: &crate::support::Reading| {
            let places = reading.posts().into_iter().map(|post| (post.provenance.offset, post.provenance.length));
            places.collect::<Vec<_>>()
        };
        assert_eq!(places(&reading), places(&expected));
        assert_eq!(reading.reasons(), expected.reasons());
    }
}

#[test]
fn the_hash_is_of_the_file_as_received() {
    let wrapped = file(&gz(b"{\"id\":\"1\",\"text\":\"a\"}\n"));
    let (sha256, bytes) = hash_file(wrapped.path()).unwrap();
    assert_eq!(bytes, wrapped.path().metadata().unwrap().len());
    assert_eq!(sha256.len(), 64);
    let empty = file(b"");
    assert_eq!(hash_file(empty.path()).unwrap().0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

#[test]
fn streams_of_several_parts_are_read_on() {
    let (first, second) = (b"{\"id\":\"1\",\"text\":\"a\"}\n", b"{\"id\":\"2\",\"text\":\"b\"}\n");
    for wrap in [gz, zst, xz, bz2] {
        let both = [wrap(first), wrap(second)].concat();
        assert_eq!(read_bytes(&both, &options()).ids(), ["1", "2"]);
    }
    // Between the streams of xz there may be zeros, four at a time.
    let padded = [xz(first), vec![0; 8], xz(second), vec![0; 4]].concat();
    assert_eq!(read_bytes(&padded, &options()).ids(), ["1", "2"]);
}

#[test]
fn a_truncated_stream_gives_what_is_before_the_damage() {
    let plain = lines(50_000);
    for (wrapped, reason) in [
        (gz(plain.as_bytes()), "the gzip stream is damaged: it ends early"),
        (zst(plain.as_bytes()), "the zstd stream is damaged: it ends early"),
        (xz(plain.as_bytes()), "the xz stream is damaged: it ends early"),
        (bz2(plain.as_bytes()), "the bzip2 stream is damaged: it ends early"),
    ] {
        let reading = read_bytes(&wrapped[..wrapped.len() / 2], &options());
        assert!(reading.posts().len() > 10_000, "{}", reading.posts().len());
        assert_eq!(reading.reasons(), [reason]);
        let offset = reading.rejects()[0].provenance.offset.unwrap();
        let last = reading.posts().last().unwrap().provenance.clone();
        assert!(offset >= last.offset.unwrap() + last.length.unwrap());
    }
}

#[test]
fn a_corrupt_stream_gives_what_is_before_the_damage() {
    for wrap in [gz, zst, xz, bz2] {
        let mut wrapped = wrap(lines(50_000).as_bytes());
        let middle = wrapped.len() / 2;
        wrapped[middle..middle + 64].fill(0xff);
        let reading = read_bytes(&wrapped, &options());
        assert!(reading.posts().len() > 5_000, "{}", reading.posts().len());
        assert!(reading.reasons().last().unwrap().contains("damaged"), "{:?}", reading.reasons());
    }
}

#[test]
fn what_follows_a_stream_is_named() {
    for wrap in [gz, xz, bz2] {
        let wrapped = [wrap(lines(10).as_bytes()), b"something else".to_vec()].concat();
        let reading = read_bytes(&wrapped, &options());
        assert_eq!(reading.posts().len(), 10);
        assert!(reading.reasons()[0].contains("is damaged"), "{:?}", reading.reasons());
    }
}

#[test]
fn an_xz_stream_that_needs_too_much_memory_is_not_read() {
    let limits = Limits { xz_memory_bytes: 4 << 20, ..Limits::standard() };
    let options = ReadOptions { limits, ..options() };
    let small = xz_with_dictionary(lines(10).as_bytes(), 1 << 20);
    assert_eq!(read_bytes(&small, &options).posts().len(), 10);
    let large = xz_with_dictionary(lines(10).as_bytes(), 8 << 20);
    let error = try_read(file(&large).path(), &options).err().unwrap();
    assert!(error.to_string().contains("the xz stream needs more than 4 MiB of memory; it is not read"), "{error}");
}

#[test]
fn members_of_an_archive_are_parts() {
    let archive = zip(&[
        ("export/", b""),
        ("export/a.ndjson", b"{\"id\":\"1\",\"text\":\"a\"}\n"),
        ("../../etc/b.csv", b"id,text\n2,b\n"),
        ("export/photo.json", b"\x89PNG\r\n\x1a\n...."),
        ("export/.hidden.json", b"{\"id\":\"9\",\"text\":\"z\"}"),
        ("__MACOSX/export/a.ndjson", b"{\"id\":\"9\",\"text\":\"z\"}"),
        ("export/README.txt", b"These posts were collected by hand.\n"),
        ("export/messages.html", b"<!DOCTYPE html><html></html>"),
        ("export/users.json", b"[{\"name\":\"no posts\",\"colour\":1}]"),
    ]);
    let reading = read_bytes(&archive, &options());
    assert_eq!(reading.ids(), ["1", "2"]);
    let members: Vec<_> = reading.summary.parts.iter().map(|part| part.member.clone().unwrap()).collect();
    assert_eq!(members, ["export/a.ndjson", "../../etc/b.csv"]);
    assert_eq!(reading.posts()[1].provenance.member(), Some("../../etc/b.csv"));
    assert_eq!(reading.rejects().len(), 1, "{:?}", reading.reasons());
    assert_eq!(reading.rejects()[0].provenance.member(), Some("export/users.json"));
}

#[test]
fn a_truncated_zip_says_so() {
    let archive = zip(&[("a.ndjson", lines(1000).as_bytes())]);
    let error = try_read(file(&archive[..archive.len() - 40]).path(), &options()).err().unwrap();
    assert!(matches!(error, ReadError::Archive { .. }));
    assert!(error.to_string().contains("cut off"), "{error}");
}

#[test]
fn a_damaged_member_does_not_spoil_the_next() {
    let first = lines(20_000);
    let mut archive = zip(&[("a.ndjson", first.as_bytes()), ("b.ndjson", b"{\"id\":\"b\",\"text\":\"b\"}\n")]);
    archive[30_000..30_100].fill(0);
    let reading = read_bytes(&archive, &options());
    assert_eq!(reading.ids().last(), Some(&"b"));
    assert!(
        reading.reasons().iter().any(|reason| reason.contains("the archive member is damaged")),
        "{:?}",
        reading.reasons()
    );
}

#[test]
fn archives_without_posts_are_named() {
    let pictures = zip(&[("a.png", b"\x89PNG\r\n\x1a\n....")]);
    let error = try_read(file(&pictures).path(), &options()).err().unwrap();
    assert!(matches!(error, ReadError::UnknownFormat { looks_like: Some("a PNG picture"), .. }), "{error}");
    let error = try_read(file(&zip(&[])).path(), &options()).err().unwrap();
    assert!(matches!(error, ReadError::UnknownFormat { .. }), "{error}");
}

#[test]
fn bombs_are_stopped() {
    let mut bomb = zstd::Encoder::new(Vec::new(), 19).unwrap();
    let line = format!("{{\"id\":\"1\",\"text\":\"{}\"}}\n", "0".repeat(1 << 20));
    for _ in 0..80 {
        bomb.write_all(line.as_bytes()).unwrap();
    }
    let bomb = bomb.finish().unwrap();
    let limits = Limits { expansion_ratio: 100, ..Limits::standard() };
    let reading = read_bytes(&bomb, &ReadOptions { limits, ..options() });
    assert!(reading.posts().len() < 65);
    assert_eq!(reading.reasons(), ["decompressed to more than 100 times the size of the file; the rest is not read"]);
}

#[test]
fn members_beyond_the_bound_are_named() {
    let archive = zip(&[("a", b"id,text\n1,a\n"), ("b", b"id,text\n2,b\n"), ("c", b"id,text\n3,c\n")]);
    let limits = Limits { archive_members: 2, ..Limits::standard() };
    let reading = read_bytes(&archive, &ReadOptions { limits, ..options() });
    assert_eq!(reading.ids(), ["1", "2"]);
    assert_eq!(reading.reasons(), ["the archive has 3 members; those after 2 are not read"]);
}

/// The archive with another compression method in both headers of a member.
fn with_method(mut archive: Vec<u8>, name: &str, method: u8) -> Vec<u8> {
    for (signature, at, name_at) in [(b"PK\x03\x04", 8, 30), (b"PK\x01\x02", 10, 46)] {
        let is_header = |header: &[u8]| header.starts_with(signature) && header[name_at..].starts_with(name.as_bytes());
        let header = (0..archive.len() - name_at).find(|&start| is_header(&archive[start..])).unwrap();
        archive[header + at] = method;
    }
    archive
}

#[test]
fn members_in_an_unsupported_compression_are_named() {
    let plain = zip(&[("a.ndjson", lines(2).as_bytes()), ("b.ndjson", lines(3).as_bytes()), ("README", b"By hand.")]);
    for (method, name) in [(14, "LZMA"), (98, "PPMd"), (1, "rare")] {
        let archive = with_method(plain.clone(), "b.ndjson", method);
        let reading = read_bytes(&archive, &options());
        assert_eq!((reading.posts().len(), reading.rejects().len()), (2, 1), "{:?}", reading.reasons());
        assert_eq!(reading.rejects()[0].provenance.member(), Some("b.ndjson"));
        assert!(reading.reasons()[0].contains("unsupported compression"), "{:?}", reading.reasons());
        assert!(reading.reasons()[0].contains(name), "{:?}", reading.reasons());
        let detections = pressgang_posts::detect_file(file(&archive).path(), &Limits::standard()).unwrap();
        assert!(detections.iter().any(|found| found.reason.contains("unsupported compression")), "{detections:?}");
    }
    let only = with_method(zip(&[("b.ndjson", lines(3).as_bytes())]), "b.ndjson", 98);
    let error = try_read(file(&only).path(), &options()).err().unwrap();
    assert!(error.to_string().contains("PPMd"), "{error}");
}

#[test]
fn members_damaged_from_their_start_are_named() {
    let text = lines(2000);
    let mut deflated = zip(&[("a.ndjson", lines(2).as_bytes()), ("b.ndjson", text.as_bytes())]);
    let name = deflated.windows(8).position(|name| name == b"b.ndjson").unwrap();
    deflated[name + 8..name + 40].fill(0xff);
    let wholes = [gz, zst, xz, bz2].map(|wrap| wrap(text.as_bytes()));
    let within = |bytes: &[u8]| zip(&[("a.ndjson", lines(2).as_bytes()), ("b.ndjson", bytes)]);
    for archive in wholes.iter().map(|whole| within(&whole[..12])).chain([deflated]) {
        let reading = read_bytes(&archive, &options());
        assert_eq!((reading.posts().len(), reading.rejects().len()), (2, 1), "{:?}", reading.reasons());
        assert_eq!(reading.rejects()[0].provenance.member(), Some("b.ndjson"));
        assert!(reading.reasons()[0].contains("damaged"), "{:?}", reading.reasons());
    }
}

#[test]
fn a_stream_damaged_from_its_start_says_so() {
    let text = lines(2000);
    for wrapped in [gz, zst, xz, bz2].map(|wrap| wrap(text.as_bytes())) {
        let error = try_read(file(&wrapped[..12]).path(), &options()).err().unwrap();
        assert!(matches!(error, ReadError::Archive { .. }) && error.to_string().contains("is damaged"), "{error}");
    }
}

#[test]
fn a_member_without_the_columns_of_a_mapping_is_named() {
    let archive = zip(&[
        ("a.csv", b"id,text,seen\n1,a,5\n"),
        ("b.csv", b"id,text\n2,b\n"),
        ("README", b"These posts were collected by hand.\n"),
    ]);
    let mapping = pressgang_posts::Mapping::default().with("views", "seen").unwrap();
    let reading = read_bytes(&archive, &ReadOptions { mapping, ..options() });
    assert_eq!((reading.ids(), reading.posts()[0].metrics.views), (vec!["1"], Some(5)));
    assert_eq!(reading.rejects().len(), 1, "{:?}", reading.reasons());
    assert_eq!(reading.rejects()[0].provenance.member(), Some("b.csv"));
    assert!(reading.reasons()[0].contains("the mapping names \"seen\""), "{:?}", reading.reasons());
}
