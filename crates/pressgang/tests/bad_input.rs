//! Bad input and bad usage: one clear sentence, a hint, the right status.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::support::{Ended, note, pressgang, pressgang_with};

/// Runs `args` in which FOLDER stands for `folder` and compares everything that is shown.
fn check(folder: &Path, args: &[&str], expected: &str) {
    let args: Vec<String> = args.iter().map(|a| a.replace("FOLDER", folder.to_str().unwrap())).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let shown = pressgang(&args).shown(folder);
    assert!(shown.contains(expected), "{args:?}\nexpected {expected:?} in:\n{shown}");
    assert!(shown.contains("hint: "), "{shown}");
    assert!(shown.ends_with("[exit status: 1]"), "{shown}");
    assert_eq!(shown.matches("error: ").count(), 1, "{shown}");
}

#[test]
fn files_that_are_no_exports() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("empty.json"), b"").unwrap();
    fs::write(at("picture.json"), b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01").unwrap();
    fs::write(at("cut.zip"), b"PK\x03\x04\x14\x00\x00\x00\x08\x00rest is missing").unwrap();
    fs::write(at("notes.txt"), b"just some words\nand more of them\n").unwrap();
    check(folder.path(), &["posts", "FOLDER/none.json"], "no such file");
    check(folder.path(), &["posts", "FOLDER"], "directory");
    #[cfg(unix)]
    check(folder.path(), &["posts", "/dev/null"], "no regular file");
    check(folder.path(), &["posts", "FOLDER/empty.json"], "empty");
    check(folder.path(), &["posts", "FOLDER/picture.json"], "PNG");
    check(folder.path(), &["posts", "FOLDER/cut.zip"], "cut.zip");
    check(folder.path(), &["posts", "FOLDER/notes.txt"], "no known format");
    check(folder.path(), &["posts", "--format", "telegraph", "FOLDER/notes.txt"], "\"telegraph\" is unknown");
    check(folder.path(), &["media", "FOLDER/notes.txt", "FOLDER/none.jpg"], "none.jpg: no such file");
    check(folder.path(), &["media", "FOLDER"], "this is a directory; name the files in it");
    check(
        folder.path(),
        &["media", "--language", "Russian", "FOLDER/notes.txt"],
        "\"Russian\" is no code of a language",
    );
}

#[test]
fn cases_that_are_none() {
    let folder = tempfile::tempdir().unwrap();
    check(folder.path(), &["run", "FOLDER/none"], "this is no case");
    check(folder.path(), &["new", "FOLDER/case", "--organisation", "nobody"], "neither a shipped pack nor a file");
    fs::write(folder.path().join("file"), b"x").unwrap();
    check(folder.path(), &["new", "FOLDER", "--organisation", "wagner"], "not empty");
    check(folder.path(), &["new", "FOLDER/file/case", "--organisation", "wagner"], "cannot create");
    fs::write(folder.path().join("bare.toml"), "id='a'\nname='A'\nkind='k'\n[[names]]\ntext='a'\nkind='name'\n")
        .unwrap();
    check(folder.path(), &["new", "FOLDER/case", "--organisation", "FOLDER/bare.toml"], "has no designation");
    let case = folder.path().join("case");
    assert_eq!(pressgang(&["new", case.to_str().unwrap(), "--organisation", "wagner"]).status, 0);
    check(folder.path(), &["report", "FOLDER/case"], "has not been run");
    check(folder.path(), &["fetch", "FOLDER/case", "--contact", "nobody"], "\"nobody\" is no contact");
    check(folder.path(), &["fetch", "FOLDER/none"], "this is no case");
    let model = if cfg!(feature = "meaning") { "there is no folder" } else { "runs no sentence models" };
    check(folder.path(), &["run", "FOLDER/case", "--sentence-model", "FOLDER/none"], model);
    fs::rename(case.join("packs/wagner.toml"), folder.path().join("away.toml")).unwrap();
    check(folder.path(), &["run", "FOLDER/case"], "is missing");
    fs::rename(folder.path().join("away.toml"), case.join("packs/wagner.toml")).unwrap();
    fs::write(case.join("case.toml"), "[case]\ntitle = 1\n").unwrap();
    check(folder.path(), &["run", "FOLDER/case"], "case.toml");
}

#[test]
fn misuse_is_status_1_and_help_is_0() {
    assert_eq!(pressgang(&["--no-such-flag"]).status, 1);
    assert_eq!(pressgang(&["posts"]).status, 1);
    assert_eq!(pressgang(&["--help"]).status, 0);
    assert_eq!(pressgang(&["--version"]).status, 0);
    assert!(pressgang(&["completions", "bash"]).stdout.contains("_pressgang"));
}

#[test]
fn rejected_records_are_listed_and_status_2() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    let mut out = fs::File::create(&file).unwrap();
    out.write_all(b"{\"id\":\"1\",\"text\":\"good\"}\n{\"id\":1.5e3,\"text\":\"float\"}\n{\"id\":\"3\",\"text\":\"\xff\xfe\"}\n{\"id\":\"4\",\"te\n").unwrap();
    drop(out);
    let ended = pressgang(&["posts", file.to_str().unwrap()]);
    assert_eq!((ended.status, ended.stdout.lines().count()), (2, 1), "{}", ended.stderr);
    assert_eq!(ended.stderr.matches("rejected: ").count(), 3, "{}", ended.stderr);
    assert!(ended.stderr.contains("byte 25"), "{}", ended.stderr);
    let list = folder.path().join("rejects.ndjson");
    let ended = pressgang(&["posts", file.to_str().unwrap(), "--rejects", list.to_str().unwrap()]);
    assert_eq!((ended.status, fs::read_to_string(&list).unwrap().lines().count()), (2, 3), "{}", ended.stderr);
}

#[test]
fn read_keeps_order_and_marks_malformed_lines() {
    let input = b"{\"id\":\"1\",\"text\":\"Call +49 30 23125 001\"}\nnonsense\n{\"id\":2,\"text\":\"\"}\n";
    let ended = pressgang_with(&["read"], input);
    let lines: Vec<serde_json::Value> = ended.stdout.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(ended.status, 2);
    assert_eq!(lines[0]["contacts"][0]["value"], "+493023125001");
    assert!(lines[1]["error"].is_string());
    assert_eq!((&lines[2]["id"], &lines[2]["offer"]), (&"2".into(), &serde_json::Value::Null));
}

/// A folder of `size` on a file system of its own; `None`, said aloud, where this machine does not allow one.
#[cfg(target_os = "linux")]
fn in_small_disk(size: &str, script: &str) -> Option<Ended> {
    let folder = tempfile::tempdir().unwrap();
    // Entered again once mounted: the shell would still stand on the folder below.
    let at = folder.path().display();
    let mount = format!("mount -t tmpfs -o size={size} none {at} && cd {at} && ");
    let run = |script: &str| {
        let output = std::process::Command::new("unshare")
            .args(["--user", "--map-root-user", "--mount", "sh", "-c", script])
            .env("PRESSGANG", env!("CARGO_BIN_EXE_pressgang"))
            .output();
        output.ok()
    };
    if !run(&format!("{mount} true")).is_some_and(|o| o.status.success()) {
        note("skipped: a full disk (needs `unshare` with user and mount namespaces)");
        return None;
    }
    let output = run(&format!("{mount} {script}"))?;
    Some(Ended {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        status: output.status.code().unwrap_or(-1),
    })
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_loses_nothing() {
    let script = "$PRESSGANG demo demo; echo \"status $?\"; mount -o remount,size=64m . && $PRESSGANG demo demo";
    let Some(ended) = in_small_disk("2m", script) else { return };
    assert!(ended.stdout.contains("status 1"), "{}{}", ended.stdout, ended.stderr);
    assert_eq!(ended.stderr.matches("error: ").count(), 1, "{}", ended.stderr);
    assert!(ended.stderr.contains("hint: make room on the disk"), "{}", ended.stderr);
    assert_eq!(ended.status, 0, "with room the same command finishes: {}", ended.stderr);
    assert!(ended.stdout.contains("60 posts on 2 platforms"), "{}", ended.stdout);
}

#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_cannot_be_written() {
    let script = "mount -o remount,ro . && $PRESSGANG demo demo";
    let Some(ended) = in_small_disk("2m", script) else { return };
    assert_eq!(ended.status, 1, "{}", ended.stderr);
    assert_eq!(ended.stderr.matches("error: ").count(), 1, "{}", ended.stderr);
    assert!(ended.stderr.contains("hint: "), "{}", ended.stderr);
}

#[test]
fn a_giant_line_is_one_reject() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("giant.json");
    let mut out = std::io::BufWriter::new(fs::File::create(&file).unwrap());
    out.write_all(b"{\"id\":\"1\",\"text\":\"").unwrap();
    let block = [b'a'; 1 << 20];
    for _ in 0..80 {
        out.write_all(&block).unwrap();
    }
    out.write_all(b"\"}\n{\"id\":\"2\",\"text\":\"after it\"}\n").unwrap();
    drop(out);
    let ended = pressgang(&["posts", file.to_str().unwrap()]);
    assert_eq!((ended.status, ended.stdout.lines().count()), (2, 1), "{}", ended.stderr);
    assert_eq!(ended.stderr.matches("rejected: ").count(), 1, "{}", ended.stderr);
}

#[test]
fn a_mark_at_the_start_and_repeated_headers() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("joined.csv");
    fs::write(&file, "\u{feff}id,text,views\n1,one,5\nid,text,views\n9007199254740993,two,\n1.5e18,three,1\n").unwrap();
    let ended = pressgang(&["posts", file.to_str().unwrap()]);
    let posts: Vec<serde_json::Value> = ended.stdout.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(posts.len(), 2, "{}{}", ended.stdout, ended.stderr);
    assert_eq!((&posts[0]["id"], &posts[0]["views"]), (&"1".into(), &5.into()));
    assert_eq!((&posts[1]["id"], &posts[1]["views"]), (&"9007199254740993".into(), &serde_json::Value::Null));
    assert_eq!(ended.status, 2, "the number that lost its digits is rejected: {}", ended.stderr);
    assert!(ended.stderr.contains("joined.csv"), "{}", ended.stderr);
}

#[test]
fn what_somebody_made_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (file, case) = (folder.path().join("a.csv"), folder.path().join("case"));
    let name = case.to_str().unwrap();
    fs::write(&file, "id,text\n1,one\n").unwrap();
    // A list of rejects never replaces an input, nor anything when the input is missing.
    check(folder.path(), &["posts", "FOLDER/a.csv", "--rejects", "FOLDER/a.csv"], "is one of the files to read");
    check(folder.path(), &["posts", "FOLDER/none.csv", "--rejects", "FOLDER/a.csv"], "none.csv");
    assert_eq!(fs::read_to_string(&file).unwrap(), "id,text\n1,one\n");
    // The demo never mixes with somebody's case.
    assert_eq!(pressgang(&["new", name, "--organisation", "wagner", "--title", "Mine"]).status, 0);
    let before = fs::read_to_string(case.join("case.toml")).unwrap();
    check(folder.path(), &["demo", "FOLDER/case"], "holds another case");
    assert_eq!(fs::read_to_string(case.join("case.toml")).unwrap(), before);
    // Only parts are cleared from the tables, and nothing behind a link.
    assert_eq!(pressgang(&["add", name, file.to_str().unwrap()]).status, 0);
    assert_eq!(pressgang(&["run", name]).status, 0);
    let elsewhere = folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("old.parquet"), "mine").unwrap();
    fs::write(case.join("tables/notes.txt"), "mine").unwrap();
    fs::write(case.join("tables/posts/notes.txt"), "mine").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(&elsewhere, case.join("tables/linked")).unwrap();
    assert_eq!(pressgang(&["run", name]).status, 0);
    assert!(elsewhere.join("old.parquet").exists() && case.join("tables/notes.txt").exists());
    assert!(case.join("tables/posts/notes.txt").exists());
}

#[test]
fn a_damaged_case_is_mended_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("demo");
    let name = case.to_str().unwrap();
    assert_eq!(pressgang(&["demo", name]).status, 0);
    let report = fs::read(case.join("report/report.json")).unwrap();
    let again = || {
        assert_eq!(pressgang(&["run", name]).status, 0);
        assert_eq!(pressgang(&["report", name]).status, 0);
        fs::read(case.join("report/report.json")).unwrap()
    };
    // One bit of a table: the part is made anew.
    let part = fs::read_dir(case.join("tables/claims")).unwrap().next().unwrap().unwrap().path();
    let mut bytes = fs::read(&part).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&part, &bytes).unwrap();
    check(folder.path(), &["report", "FOLDER/demo"], "has not been run");
    let claims = |report: &[u8]| serde_json::from_slice::<serde_json::Value>(report).unwrap()["claims"].clone();
    assert_eq!(claims(&again()), claims(&report));
    let ledger = case.join("ledger.sqlite");
    let kept = fs::read(&ledger).unwrap();
    fs::remove_file(&ledger).unwrap();
    check(folder.path(), &["run", "FOLDER/demo"], "the ledger of this case is missing or empty");
    fs::write(&ledger, b"").unwrap();
    check(folder.path(), &["report", "FOLDER/demo"], "the ledger of this case is missing or empty");
    // Text of an entry altered in place breaks the chain.
    let text = b"\"organisations\"";
    let mut altered = kept.clone();
    // SQLite leaves old copies of pages behind: every copy is altered.
    for at in 0..kept.len() - text.len() {
        if kept[at..].starts_with(text) {
            altered[at..at + text.len()].copy_from_slice(b"\"organisatioNs\"");
        }
    }
    assert_ne!(altered, kept);
    fs::write(&ledger, altered).unwrap();
    check(folder.path(), &["report", "FOLDER/demo"], "was altered");
    fs::write(&ledger, kept).unwrap();
    let config = fs::read_to_string(case.join("case.toml")).unwrap();
    fs::write(case.join("case.toml"), config.replace("id = \"s1\"", "id = \"../s1\"")).unwrap();
    check(folder.path(), &["run", "FOLDER/demo"], "is not made of letters");
}
