//! One change each, with its place.

use std::fs;
use std::path::{Path, PathBuf};

use pressgang_case::{Case, Decision, Meaning, NewReview, Party, PrivateMatch, PrivateRequest, Silent, Tlp};
use sha2::{Digest, Sha256};

use super::{Finished, lines};

/// The only file in a folder of the case whose name fits.
fn part(root: &Path, folder: &str, begins: &str) -> (PathBuf, String) {
    let mut files: Vec<PathBuf> = fs::read_dir(root.join(folder)).unwrap().flatten().map(|e| e.path()).collect();
    files.retain(|path| path.file_name().unwrap().to_string_lossy().starts_with(begins));
    assert_eq!(files.len(), 1, "{folder}/{begins}");
    let name = format!("{folder}/{}", files[0].file_name().unwrap().to_string_lossy());
    (files.remove(0), name)
}

/// Changes a finished case and holds what is reported against lines in which NAME stands for the changed file.
fn check(change: impl FnOnce(&Finished) -> String, expected: &[&str]) {
    let finished = Finished::new();
    let name = change(&finished);
    let found: Vec<String> =
        finished.wrong(Some(&finished.head)).iter().map(|line| line.replace(&name, "NAME")).collect();
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        // Entries are numbered as the case came about.
        let digits = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
        assert_eq!(digits(found), digits(expected), "{found}");
    }
}

fn rewrite(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_table_tells_rows_and_columns() {
    check(
        |case| {
            let (path, name) = part(&case.root, "tables/posts", "s1-");
            rewrite(&path, |bytes| bytes[6] ^= 1);
            name
        },
        &[
            "altered NAME, bytes 0 to 1024 (among rows 1 to 60, columns source, platform, id, url and 11 more): its SHA-256 is not that of entry 30; pressgang run makes it again",
        ],
    );
}

#[test]
fn a_source_tells_posts() {
    check(
        |case| {
            rewrite(&case.root.join("sources/a.ndjson"), |bytes| {
                let at = String::from_utf8_lossy(bytes).find("\"a10\"").unwrap();
                bytes[at + 2] = b'9';
            });
            "sources/a.ndjson".to_owned()
        },
        &[
            "altered NAME, bytes 2048 to 3072 (among posts x:a9, x:a10, x:a11, x:a12 and 1 more): its SHA-256 is not that of entry 2",
        ],
    );
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let finished = Finished::made(folder, elsewhere.path());
    let path = elsewhere.path().canonicalize().unwrap().join("b.ndjson");
    fs::remove_file(&path).unwrap();
    let found = finished.wrong(None);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with(&format!("missing {}: it is not there, though entry", path.display())), "{found:?}");
}

#[test]
fn a_report_tells_lines() {
    check(
        |case| {
            rewrite(&case.root.join("report/report.html"), |bytes| bytes[4] ^= 1);
            "report/report.html".to_owned()
        },
        &[
            "altered NAME, bytes 0 to 631 (in lines 1 to 45): its SHA-256 is not that of entry 60; pressgang report writes it again",
        ],
    );
}

#[test]
fn what_no_entry_names_is_extra() {
    check(
        |case| {
            fs::copy(part(&case.root, "tables/posts", "s1-").0, case.root.join("tables/posts/x.parquet")).unwrap();
            fs::write(case.root.join("report/other.html"), "x").unwrap();
            fs::write(case.root.join("sources/y.ndjson"), "x").unwrap();
            fs::write(case.root.join("rates/z.csv"), "x").unwrap();
            fs::write(case.root.join("media/notes.txt"), "x").unwrap();
            fs::write(case.root.join("tables/posts/.unfinished-x.parquet"), "x").unwrap();
            // What killed runs leave, and what lies beside the case's own files, is nothing to report.
            fs::write(case.root.join("tables/posts/.unfinished-abc"), "x").unwrap();
            fs::write(case.root.join("notes.txt"), "x").unwrap();
            "NONE".to_owned()
        },
        &[
            "extra media/notes.txt: no entry names it",
            "extra rates/z.csv: entry 40 does not name it; if it is meant, pressgang run enters it",
            "extra report/other.html: no entry names it",
            "extra sources/y.ndjson: no entry names it",
            "extra tables/posts/.unfinished-x.parquet: no entry names it",
            "extra tables/posts/x.parquet: no entry names it",
        ],
    );
}

#[test]
fn pictures_are_what_they_are_named_by() {
    check(
        |case| {
            let picture = fs::read_dir(case.root.join("media/readings")).unwrap().flatten().next().unwrap();
            let sha256 = picture.file_name().to_string_lossy().trim_end_matches(".json").to_owned();
            let name = format!("media/{}/{sha256}", &sha256[..2]);
            rewrite(&case.root.join(&name), |bytes| bytes.push(0));
            name
        },
        &["altered NAME: it is not the file whose SHA-256 it is named by"],
    );
    check(
        |case| {
            let reading = fs::read_dir(case.root.join("media/readings")).unwrap().flatten().next().unwrap();
            rewrite(&reading.path(), |bytes| {
                let at = bytes.len() - 10;
                bytes[at] ^= 1;
            });
            format!("media/readings/{}", reading.file_name().to_string_lossy())
        },
        &[
            "altered NAME: this kept reading of a picture or film is not sealed by the case's key; pressgang run ignores it and reads again",
        ],
    );
    check(
        |case| {
            let transcript = super::contents(&case.root).into_keys().find(|name| name.ends_with(".srt")).unwrap();
            rewrite(&case.root.join(&transcript), |bytes| bytes.push(b'!'));
            transcript
        },
        &["altered NAME: its SHA-256 is not that of entry 50"],
    );
}

#[test]
fn the_settings_are_covered() {
    check(
        |case| {
            fs::write(case.root.join(".key"), "0".repeat(64)).unwrap();
            ".key".to_owned()
        },
        &["altered NAME: its SHA-256 is not that of entry 40; if the change is meant, pressgang run enters it"],
    );
    // Sources are found without it, where they lie in the case.
    let finished = Finished::new();
    fs::remove_file(finished.root.join("case.toml")).unwrap();
    let found = finished.verify(None);
    let places: Vec<(&str, &str)> = found.problems.iter().map(|p| (p.wrong.as_str(), p.place.file.as_str())).collect();
    assert_eq!(places, [("missing", "case.toml"), ("missing", "sources")], "{:#?}", lines(&found));
}

#[test]
fn a_killed_run_is_told_from_a_replaced_part() {
    let finished = Finished::new();
    let (old, name) = part(&finished.root, "tables/campaigns", "campaigns-");
    let bytes = fs::read(&old).unwrap();
    let mut case = Case::open(&finished.root).unwrap();
    let new = NewReview {
        decision: Decision::Reject,
        by: "a test".to_owned(),
        reason: "to replace a table".to_owned(),
        grade: None,
        organisation: None,
    };
    case.review("x:a1", &new, super::NOW).unwrap();
    case.run(super::NOW, &Silent).unwrap();
    drop(case);
    assert_eq!(finished.wrong(None), Vec::<String>::new());
    fs::write(&old, bytes).unwrap();
    let found = finished.wrong(None);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with(&format!("extra {name}: it is of a result that was replaced")), "{found:?}");
}

#[test]
fn transcripts_of_private_matching_are_covered() {
    let finished = Finished::new();
    let party = |name: &str| Party {
        name: name.to_owned(),
        fingerprint: "0".to_owned(),
        signing_key: "0".to_owned(),
        matching_key: "0".to_owned(),
    };
    let sha256 = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let found = PrivateMatch {
        session: "5e55".to_owned(),
        request: sha256(b"request"),
        answer: sha256(b"answer"),
        transcript: sha256(b"transcript"),
        asker: party("asker"),
        holder: party("holder"),
        contacts: 1,
        asked: 8,
        held: 8,
        answered_at: "2023-06-01T00:00:00Z".to_owned(),
        matched: Vec::new(),
        means: Meaning {
            organisation: "iron-heron".to_owned(),
            source: "holder".to_owned(),
            origin: "holder".to_owned(),
            grade: "B2".to_owned(),
            tlp: Tlp::Clear,
            note: None,
        },
    };
    let mut case = Case::open(&finished.root).unwrap();
    let request = PrivateRequest {
        session: found.session.clone(),
        request: found.request.clone(),
        holder: party("holder"),
        contacts: 1,
        asked: 8,
    };
    case.enter_private_request(&request, super::NOW).unwrap();
    case.enter_private_match(&found, super::NOW).unwrap();
    drop(case);
    let file = |name: &str| finished.root.join("corroborate").join(name);
    fs::create_dir(finished.root.join("corroborate")).unwrap();
    fs::write(file("5e55.transcript"), "transcript").unwrap();
    // Sessions and what was sent and thrown away are nobody's business.
    fs::write(file("5e55.session"), "secret").unwrap();
    assert_eq!(finished.wrong(None), Vec::<String>::new());
    fs::write(file("5e55.transcript"), "transcripts").unwrap();
    fs::write(file("5e55.request"), "requests").unwrap();
    fs::write(file("6e66.transcript"), "of nothing").unwrap();
    let found = finished.verify(None);
    let places: Vec<(&str, &str)> = found.problems.iter().map(|p| (p.wrong.as_str(), p.place.file.as_str())).collect();
    let expected = [
        ("altered", "corroborate/5e55.request"),
        ("altered", "corroborate/5e55.transcript"),
        ("extra", "corroborate/6e66.transcript"),
    ];
    assert_eq!(places, expected);
}
