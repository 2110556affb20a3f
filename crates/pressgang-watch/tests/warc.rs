//! Looks in a WARC file: what stands in it, that other tools read it, and what a killed program leaves.

use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::bufread::{GzDecoder, MultiGzDecoder};
use pressgang_watch::look::{Cut, Evidence, Exchange, KeptBody, Look, LookSettings, State, Target, Verdict};
use pressgang_watch::warc::{Place, Warc, WarcError, WarcInfo, recover};
use proptest::prelude::*;

use super::judge::{PAGE, Page, look, look_settings, target};
use super::server::{Server, answer};

fn info() -> WarcInfo {
    WarcInfo { software: "Pressgang/0.0.0".to_owned(), user_agent: "Pressgang/0.0.0 (+desk@example.org)".to_owned() }
}

/// A look of which a body was kept.
fn example(body: &[u8], cut: Option<Cut>) -> (Target, Look) {
    let exchange = Exchange {
        name: "page".to_owned(),
        asked: "https://example.org/p?v=1".to_owned(),
        at_unix_millis: 1_685_448_000_250,
        status: Some(200),
        is_cut: cut.is_some(),
        ..Exchange::default()
    };
    let kept = KeptBody {
        exchange: 0,
        address: exchange.asked.clone(),
        headers: [("content-type", "text/html"), ("transfer-encoding", "chunked"), ("content-length", "77777")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
        bytes: body.to_vec(),
        cut,
    };
    let look = Look {
        verdict: Verdict { state: State::Up, rule: "test.up@1".to_owned(), not_shown_in: Vec::new() },
        at_unix_millis: exchange.at_unix_millis,
        evidence: Evidence { exchanges: vec![exchange], ..Evidence::default() },
        bodies: vec![kept],
    };
    (target("https://example.org/p"), look)
}

fn text(bytes: &[u8]) -> String {
    let mut all = Vec::new();
    MultiGzDecoder::new(bytes).read_to_end(&mut all).unwrap();
    String::from_utf8_lossy(&all).into_owned()
}

/// The records of a file, each from a member of its own.
fn records(bytes: &[u8]) -> Vec<String> {
    let (mut rest, mut found) = (bytes, Vec::new());
    while !rest.is_empty() {
        let mut record = Vec::new();
        let mut decoder = GzDecoder::new(rest);
        decoder.read_to_end(&mut record).unwrap();
        rest = decoder.into_inner();
        found.push(String::from_utf8_lossy(&record).into_owned());
    }
    found
}

fn field<'a>(record: &'a str, name: &str) -> &'a str {
    let head = record.split("\r\n\r\n").next().unwrap();
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap_or_default()
}

#[test]
fn what_stands_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("looks.warc.gz");
    let mut warc = Warc::open(&path, &info(), 0).unwrap();
    let (target, first) = example("привет <html>".as_bytes(), None);
    let one = warc.append(&target, &first).unwrap();
    let two = warc.append(&target, &example(b"half", Some(Cut::Time)).1).unwrap();
    let bytes = fs::read(&path).unwrap();
    assert_eq!((two.offset, two.offset + two.length), (one.offset + one.length, bytes.len() as u64));
    let all = records(&bytes);
    let kinds: Vec<&str> = all.iter().map(|record| field(record, "WARC-Type")).collect();
    assert_eq!(kinds, ["warcinfo", "response", "request", "metadata", "response", "request", "metadata"]);
    let at = |place: Place| &bytes[usize::try_from(place.offset).unwrap()..];
    assert!(text(at(one)).starts_with("WARC/1.1\r\nWARC-Type: response\r\n"));
    for record in &all {
        let (head, block) = record.split_once("\r\n\r\n").unwrap();
        assert_eq!(field(record, "Content-Length").parse::<usize>().unwrap() + 4, block.len(), "{head}");
        assert!(record.ends_with("\r\n\r\n") && head.starts_with("WARC/1.1\r\n"));
    }
    let ids: std::collections::BTreeSet<&str> = all.iter().map(|record| field(record, "WARC-Record-ID")).collect();
    assert_eq!(ids.len(), 7);
    let response = &all[1];
    assert_eq!(field(response, "WARC-Date"), "2023-05-30T12:00:00.25Z");
    assert_eq!(field(response, "WARC-Target-URI"), "https://example.org/p?v=1");
    // From sha256sum.
    let digest = "sha256:834bd9b7d47741bebe44684e2e216d56133e748609b21b279fa26e812ecb04c4";
    assert_eq!(field(response, "WARC-Payload-Digest"), digest);
    assert!(
        response
            .contains("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nx-archive-orig-transfer-encoding: chunked\r\n")
    );
    assert!(response.contains("x-archive-orig-content-length: 77777\r\n\r\nпривет <html>\r\n\r\n"), "{response}");
    assert_eq!((field(response, "WARC-Truncated"), field(&all[4], "WARC-Truncated")), ("", "time"));
    assert_eq!(field(&all[2], "WARC-Concurrent-To"), field(response, "WARC-Record-ID"));
    assert!(all[2].contains("\r\n\r\nGET /p?v=1 HTTP/1.1\r\nHost: example.org\r\n"), "{}", all[2]);
    assert_eq!(field(&all[3], "WARC-Concurrent-To"), field(response, "WARC-Record-ID"));
    let metadata: serde_json::Value = serde_json::from_str(all[3].split("\r\n\r\n").nth(1).unwrap()).unwrap();
    assert_eq!((&metadata["verdict"]["state"], &metadata["target"]["platform"]), (&"up".into(), &"invented".into()));
}

#[test]
fn no_token_gets_in() {
    let server = Server::start(|path, _, s| match path.starts_with("/echo") {
        true => answer(s, "200 OK", "X-A: s3cret-t0ken\r\nSet-Cookie: a=b\r\n", b"it was s3cret-t0ken"),
        false => answer(s, "200 OK", "X-A: s3cret-t0ken\r\nSet-Cookie: a=b\r\nX-B: kept\r\n", b"a post"),
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("looks.warc.gz");
    let mut warc = Warc::open(&path, &info(), 0).unwrap();
    let judge = Page { token: Some("s3cret-t0ken"), ..PAGE };
    for path in ["/echo", "/p"] {
        let settings = LookSettings { keep_bodies: true, ..look_settings(&[&server]) };
        let url = server.url(path);
        warc.append(&target(&url), &look(settings, &judge, &url).unwrap()).unwrap();
    }
    let all = text(&fs::read(&path).unwrap());
    assert!(all.contains("a post") && all.contains("x-b: kept") && all.matches("WARC-Type: metadata").count() == 2);
    assert!(!all.contains("s3cret") && !all.contains("cookie") && !all.contains("it was"), "{all}");
}

#[test]
fn what_is_no_warc_file_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other");
    let mut other = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    other.write_all(b"something else altogether").unwrap();
    for bytes in [b"plain".to_vec(), Vec::new(), other.finish().unwrap()] {
        fs::write(&path, &bytes).unwrap();
        assert!(matches!(Warc::open(&path, &info(), 0), Err(WarcError::NotWarc)));
        assert!(matches!(recover(&path, 0), Err(WarcError::NotWarc)));
        assert!(matches!(recover(&path, 1000), Err(WarcError::Short { known: 1000, .. })));
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn only_one_writes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("looks.warc.gz");
    let first = Warc::open(&path, &info(), 0).unwrap();
    assert!(matches!(Warc::open(&path, &info(), 0), Err(WarcError::Busy)));
    assert!(matches!(recover(&path, 0), Err(WarcError::Busy)));
    drop(first);
    Warc::open(&path, &info(), 0).unwrap();
}

/// A file of `looks` looks, and where each stands.
fn filled(folder: &Path, looks: usize) -> (PathBuf, Vec<Place>) {
    let path = folder.join("looks.warc.gz");
    let mut warc = Warc::open(&path, &info(), 0).unwrap();
    let places = (0..looks).map(|n| {
        let (target, look) = example(format!("post {n} ").repeat(20).as_bytes(), None);
        warc.append(&target, &look).unwrap()
    });
    let places = places.collect();
    (path, places)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Wherever a program was killed, and whatever stands behind: all whole records are kept, and no more; then it goes
    /// on, and what was appended before and after is there.
    #[test]
    fn what_a_killed_program_leaves(cut in 0.0..1.0_f64, trash in prop::collection::vec(any::<u8>(), 0..40), knows: bool) {
        let folder = tempfile::tempdir().unwrap();
        let (path, places) = filled(folder.path(), 3);
        let whole = fs::read(&path).unwrap();
        let first = usize::try_from(places[0].offset).unwrap();
        let at = first + ((whole.len() - first) as f64 * cut) as usize;
        let known = places.iter().map(|place| place.offset + place.length).filter(|end| *end <= at as u64).max();
        fs::write(&path, [&whole[..at], &trash].concat()).unwrap();
        let length = recover(&path, known.filter(|_| knows).unwrap_or(0)).unwrap();
        let kept = fs::read(&path).unwrap();
        prop_assert_eq!(kept.len() as u64, length);
        // Ends of records by another way: members read one after the other.
        let mut ends = vec![0];
        let mut rest = whole.as_slice();
        while !rest.is_empty() {
            let mut decoder = GzDecoder::new(rest);
            std::io::copy(&mut decoder, &mut std::io::sink()).unwrap();
            rest = decoder.into_inner();
            ends.push(whole.len() - rest.len());
        }
        prop_assert_eq!(kept.len(), *ends.iter().filter(|end| **end <= at).max().unwrap());
        prop_assert!(whole.starts_with(&kept));
        let (target, look) = example(b"afterwards", None);
        let place = Warc::open(&path, &info(), length).unwrap().append(&target, &look).unwrap();
        prop_assert_eq!(place.offset, length);
        prop_assert!(text(&fs::read(&path).unwrap()[kept.len()..]).contains("afterwards"));
    }
}

/// `warcio`, a reader of others, checks every digest. `WARCIO` says where it is; without that and without it on the path
/// this is skipped.
#[test]
#[expect(clippy::print_stderr, reason = "says what was skipped")]
fn others_read_it() {
    let named = std::env::var("WARCIO").ok();
    let program = named.as_deref().unwrap_or("warcio");
    if named.is_none() && Command::new(program).arg("--version").output().is_err() {
        eprintln!("skipped: warcio is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = filled(folder.path(), 2);
    let checked = Command::new(program).args(["check", "-v"]).arg(&path).output().unwrap();
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.status.success(), "{said}");
    assert_eq!((said.matches("digest pass").count(), said.matches("offset").count()), (7, 7), "{said}");
    let index =
        Command::new(program).args(["index", "-f", "warc-type,warc-target-uri,http:status"]).arg(&path).output();
    let index = String::from_utf8_lossy(&index.unwrap().stdout).into_owned();
    assert!(index.contains(r#""warc-target-uri": "https://example.org/p?v=1", "http:status": "200""#), "{index}");
    // And it notices a byte that was changed.
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 60;
    bytes[last] ^= 1;
    OpenOptions::new().write(true).truncate(true).open(&path).unwrap().write_all(&bytes).unwrap();
    assert!(!Command::new(program).arg("check").arg(&path).output().unwrap().status.success());
}
