//! `verify`, `review` and `forget` as somebody types them.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::support::{Ended, pressgang};

const ADVERT: &str = "Iron Heron is hiring drivers and cooks. Salary 240,000 RUB a month, life insurance, age 22 to 55. \
                      Call +49 30 23125 001";

/// A case of two adverts and an ordinary post, run and reported; its folder's name.
fn case(at: &Path) -> String {
    let line = |id: &str, text: &str| {
        serde_json::json!({ "id": id, "platform": "x", "author": "desk_example", "text": text,
            "created_at": "2023-01-02T03:04:05Z" })
        .to_string()
    };
    let lines = [line("1", ADVERT), line("2", "What a fine day."), line("3", &ADVERT.replace("cooks", "medics"))];
    let path = at.join("posts.ndjson");
    fs::write(&path, lines.join("\n") + "\n").unwrap();
    // The time a file was received is its own time of change.
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)).unwrap();
    let name = at.join("case").display().to_string();
    for args in [
        &["new", &name, "--organisation", "iron-heron"][..],
        &["add", &name, path.to_str().unwrap()],
        &["run", &name],
        &["report", &name],
    ] {
        let ended = pressgang(args);
        assert_eq!(ended.status, 0, "{args:?}\n{}", ended.stderr);
    }
    name
}

/// What the program wrote, with hashes and times by their names, and larger numbers as N: how many entries and tables a
/// case has is no business of these tests.
fn shown(ended: &Ended, folder: &Path) -> String {
    let text = ended.shown(folder);
    let mut out = String::new();
    let mut run = String::new();
    for letter in text.chars().chain(['\0']) {
        if letter.is_ascii_hexdigit() || (run.len() >= 4 && matches!(letter, '-' | ':' | 'T' | '.' | 'Z')) {
            run.push(letter);
            continue;
        }
        let is_time = run.len() >= 20 && run.contains('T') && run.ends_with(|last: char| last == 'Z' || last == ':');
        let is_hash = run.len() >= 64 && run[..64].bytes().all(|b| b.is_ascii_hexdigit());
        match () {
            () if is_time => out.push_str(&format!("TIME{}", if run.ends_with(':') { ":" } else { "" })),
            () if is_hash => out.push_str(&format!("HASH{}", &run[64..])),
            () => out.push_str(&run),
        }
        run.clear();
        if letter != '\0' {
            out.push(letter);
        }
    }
    let mut numbered = String::new();
    for part in out.split_inclusive(|letter: char| !letter.is_ascii_digit()) {
        let digits = part.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        numbered.push_str(if digits.len() > 1 { "N" } else { digits });
        numbered.push_str(&part[digits.len()..]);
    }
    numbered
}

#[test]
fn a_case_is_verified_and_changed() {
    let folder = tempfile::tempdir().unwrap();
    let name = case(folder.path());
    let good = pressgang(&["verify", &name]);
    insta::assert_snapshot!("whole", shown(&good, folder.path()));
    let head = good.stdout.lines().find_map(|line| line.strip_prefix("head")).unwrap().trim().to_owned();
    let page = fs::read_to_string(folder.path().join("case/report/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&page).unwrap();
    insta::assert_snapshot!(
        "with_the_reports_head",
        shown(&pressgang(&["verify", &name, "--head", report["ledger"]["head"].as_str().unwrap()]), folder.path())
    );
    let page = folder.path().join("case/report/report.html");
    fs::write(&page, fs::read_to_string(&page).unwrap().replace("Iron Heron", "Iron Crane")).unwrap();
    fs::write(folder.path().join("case/tables/posts/more.parquet"), "PAR1").unwrap();
    let altered = pressgang(&["verify", &name, "--head", &head]);
    assert_eq!(altered.status, 1);
    assert!(altered.stdout.contains("altered  report/report.html, bytes "), "{}", altered.stdout);
    assert!(altered.stdout.contains("extra    tables/posts/more.parquet: no entry names it"), "{}", altered.stdout);
    assert_eq!(altered.stderr.lines().next().unwrap(), "error: 2 things are not as the ledger says");
    let json: serde_json::Value =
        serde_json::from_str(&pressgang(&["verify", &name, "--json", "--head", &head]).stdout).unwrap();
    assert_eq!(json["proven"], json["entries"]);
    assert_eq!(json["problems"][0]["file"], "report/report.html");
    assert_eq!(json["problems"][1]["wrong"], "extra");
    insta::assert_snapshot!(
        "cut_off",
        shown(&pressgang(&["verify", &name, "--head", &"a".repeat(64)]), folder.path())
            .lines()
            .filter(|line| line.contains("head") || line.starts_with("error"))
            .collect::<Vec<_>>()
            .join("\n")
    );
    insta::assert_snapshot!("no_head", shown(&pressgang(&["verify", &name, "--head", "abc"]), folder.path()));
    insta::assert_snapshot!("no_case", shown(&pressgang(&["verify", "nowhere"]), folder.path()));
}

#[test]
fn decisions_are_entered_listed_and_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let name = case(folder.path());
    let who = ["--by", "A. Tester", "--reason", "a parody account"];
    let review = |args: &[&str]| {
        let all: Vec<&str> = ["review", &name].into_iter().chain(args.iter().copied()).chain(who).collect();
        shown(&pressgang(&all), folder.path())
    };
    let mut said = vec![
        review(&["x:1", "reject"]),
        review(&["K1", "confirm", "--grade", "B2"]),
        review(&["x:1", "cannot-tell"]),
        review(&["K9", "confirm"]),
        review(&["x:99", "reject"]),
        review(&["x:1", "perhaps"]),
        shown(&pressgang(&["review", &name, "x:1", "reject", "--by", "A. Tester", "--reason", " "]), folder.path()),
        shown(&pressgang(&["review", &name, "x:1", "reject"]), folder.path()),
    ];
    let list = pressgang(&["review", &name, "--list"]);
    let entry = list.stdout.split([' ', ',']).nth(1).unwrap().to_owned();
    said.push(shown(&list, folder.path()));
    let forget = |entry: &str| {
        let all: Vec<&str> = ["forget", &name, entry].into_iter().chain(who).collect();
        shown(&pressgang(&all), folder.path())
    };
    said.extend([forget(&entry), forget("1")]);
    said.push(shown(&pressgang(&["review", &name, "--list"]), folder.path()));
    said.push(shown(&pressgang(&["verify", &name]), folder.path()));
    insta::assert_snapshot!(said.join("\n\n"));
}
