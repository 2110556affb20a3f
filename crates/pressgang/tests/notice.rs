//! Notices are drafted, recorded as sent, listed and verified; what lacks is one error and writes nothing.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::support::{Ended, pressgang};

/// A post of the demo with a picture that is held.
const POST: &str = "x:1630311572951790774";

const NOTIFIER: [&str; 4] = ["--name", "Ada Sampleson", "--email", "desk@example.org"];

fn demo(folder: &Path) -> String {
    let case = folder.join("case").display().to_string();
    let ended = pressgang(&["demo", &case]);
    assert_eq!(ended.status, 0, "{}", ended.stderr);
    case
}

fn notice(case: &str, args: &[&str]) -> Ended {
    pressgang(&[&["notice", case][..], args].concat())
}

/// A letter without what differs from run to run: the day, and the ledger's size and head.
fn stable(text: &str) -> String {
    let without = |line: &str| {
        let line = match line.split_once(": 20") {
            Some((name, rest)) if name == "Date" || name == "Datum" => format!("{name}: 20{}", "*".repeat(rest.len())),
            _ => line.to_owned(),
        };
        // The ledger's line is the one that counts entries.
        match line.contains("(SHA-256)") && (line.contains("entries") || line.contains("Einträge")) {
            true => line
                .split(' ')
                .map(|word| if is_hash(word) || is_count(word) { "***" } else { word })
                .collect::<Vec<_>>()
                .join(" "),
            false => line,
        }
    };
    text.lines().map(without).collect::<Vec<_>>().join("\n")
}

fn is_hash(word: &str) -> bool {
    word.len() == 64 && word.bytes().all(|b| b.is_ascii_hexdigit())
}

fn is_count(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

#[test]
fn the_demos_notices() {
    let folder = tempfile::tempdir().unwrap();
    let case = demo(folder.path());
    let file = |path: &str| fs::read_to_string(folder.path().join("case").join(path)).unwrap();

    // Nothing is written where something lacks, and one error names all of it.
    let refused = notice(&case, &[POST, "--email", "nobody"]);
    insta::assert_snapshot!("notice_lacks", refused.shown(folder.path()));
    // N1 and N2 are the demo's own requests for comment.
    let list = notice(&case, &["--list"]).stdout;
    assert!(list.lines().count() == 2 && list.lines().all(|line| line.contains(": comment to ")), "{list}");
    assert!(!folder.path().join("case/notices/N3").exists());

    let english = notice(&case, &[&[POST, "--jurisdiction", "Examplia"][..], &NOTIFIER].concat());
    insta::assert_snapshot!("notice_said", english.shown(folder.path()));
    insta::assert_snapshot!("notice_in_english", stable(&file("notices/N3/notice.txt")));
    let german = notice(&case, &[&[POST, "--jurisdiction", "Examplia", "--language", "de"][..], &NOTIFIER].concat());
    insta::assert_snapshot!("notice_said_in_german", german.shown(folder.path()));
    insta::assert_snapshot!("notice_in_german", stable(&file("notices/N4/notice.txt")));

    // All others, in batches by platform; then nothing is new any more.
    let all = notice(&case, &[&["--jurisdiction", "Examplia", "--only-new"][..], &NOTIFIER].concat());
    insta::assert_snapshot!("notice_only_new", all.shown(folder.path()));
    let none = notice(&case, &[&["--jurisdiction", "Examplia", "--only-new"][..], &NOTIFIER].concat());
    assert_eq!(none.status, 1);
    assert!(none.stderr.contains("there is no post to give notice of"), "{}", none.stderr);
    let named: Vec<String> = (3..=8)
        .flat_map(|number| {
            let json: Value = serde_json::from_str(&file(&format!("notices/N{number}/notice.json"))).unwrap();
            json["locations"]
                .as_array()
                .unwrap()
                .iter()
                .map(|l| l["url"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(named.len(), 59, "58 posts that are up, one of them in two languages");

    let referral = notice(&case, &[&[POST, "--referral", "--jurisdiction", "DE"][..], &NOTIFIER].concat());
    insta::assert_snapshot!("notice_referral", referral.shown(folder.path()));
    assert!(file("notices/N9/notice.txt").contains("Dies ist ein Hinweis"));

    let comment = notice(
        &case,
        &[&["--comment", "--deadline", "2099-06-03T10:00:00+02:00", "--platform", "x"][..], &NOTIFIER].concat(),
    );
    insta::assert_snapshot!("notice_comment", comment.shown(folder.path()));
    let text = file("notices/N10/notice.txt");
    assert!(text.contains("- status: “") && text.contains("2099-06-03 10:00 CEST (UTC+02:00)"), "{text}");

    // That it was sent is what a person says.
    let at = ["--sent", "N3", "--at", "2023-05-30T10:00:00+02:00", "--channel", "form", "--reference", "417"];
    let sent = notice(&case, &at);
    assert_eq!(sent.status, 0, "{}", sent.stderr);
    assert!(sent.stderr.starts_with("N3 was sent at 2023-05-30T08:00:00Z (entry "), "{}", sent.stderr);
    let again = notice(&case, &["--sent", "n3", "--at", "2023-05-30T11:00:00+02:00", "--channel", "email"]);
    assert!(again.stderr.contains("this replaces what entry "), "{}", again.stderr);
    let later = notice(&case, &["--sent", "N3", "--at", "2999-05-30T10:00:00Z"]);
    assert!(later.status == 1 && later.stderr.contains("yet to come"), "{}", later.stderr);
    let unknown = notice(&case, &["--sent", "N99", "--at", "2023-05-30T10:00:00Z"]);
    assert!(unknown.status == 1 && unknown.stderr.contains("they are N1, N2"), "{}", unknown.stderr);
    let zoneless = notice(&case, &["--sent", "N3", "--at", "2023-05-30T10:00:00"]);
    assert!(zoneless.status == 1 && zoneless.stderr.contains("no time with a zone"), "{}", zoneless.stderr);
    let list = notice(&case, &["--list"]).stdout;
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines.len(), 10, "{list}");
    assert!(lines[2].starts_with("N3: notice to X, 1 post, in en, Examplia; drafted "), "{list}");
    assert!(lines[2].ends_with("; sent 2023-05-30T09:00:00Z by email"), "{list}");
    assert!(lines[9].ends_with("; not sent; answer due 2099-06-03T08:00:00Z"), "{list}");

    // The files are content: verify finds a change, and whoever is forgotten may be deleted.
    assert_eq!(pressgang(&["verify", &case]).status, 0);
    let path = folder.path().join("case/notices/N4/notice.txt");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("Beitrag", "Bietrag", 1)).unwrap();
    let altered = pressgang(&["verify", &case]);
    assert!(altered.status == 1 && altered.stdout.contains("notices/N4/notice.txt"), "{}", altered.stdout);
    fs::write(&path, text).unwrap();
    fs::write(folder.path().join("case/notices/N3/answer.txt"), "x").unwrap();
    assert!(pressgang(&["verify", &case]).stdout.contains("notices/N3/answer.txt"));
    fs::remove_file(folder.path().join("case/notices/N3/answer.txt")).unwrap();
    fs::remove_dir_all(folder.path().join("case/notices/N9")).unwrap();
    assert_eq!(pressgang(&["verify", &case]).status, 1);
    let entry = entry_of(folder.path(), "N9");
    let forgotten = pressgang(&["forget", &case, &entry, "--by", "A", "--reason", "asked to"]);
    assert_eq!(forgotten.status, 0, "{}", forgotten.stderr);
    let verified = pressgang(&["verify", &case]);
    assert_eq!(verified.status, 0, "{}", verified.stdout);
    let list = notice(&case, &["--list"]).stdout;
    // Nothing is answered before it was sent.
    let behind = notice(&case, &["--sent", "N1", "--at", "2023-05-29T12:00:00+02:00"]);
    assert!(behind.status == 1 && behind.stderr.contains("its answer A1 was received before"), "{}", behind.stderr);
    let again = notice(&case, &[&[POST, "--referral", "--jurisdiction", "DE", "--only-new"][..], &NOTIFIER].concat());
    assert!(again.stderr.contains("posts of N9 were forgotten and may be repeated"), "{}", again.stderr);
    assert!(list.contains("N9: referral about X, 1 post, in de, DE"), "the number of posts stays: {list}");
}

/// The ledger's number of the entry of a notice.
fn entry_of(folder: &Path, notice: &str) -> String {
    let db = rusqlite::Connection::open(folder.join("case/ledger.sqlite")).unwrap();
    let query = "SELECT number FROM entries WHERE kind = 'notice' AND json_extract(body, '$.notice') = ?";
    db.query_row(query, [notice], |row| row.get::<_, i64>(0)).unwrap().to_string()
}

#[test]
fn settings_of_the_case() {
    let folder = tempfile::tempdir().unwrap();
    let case = demo(folder.path());
    let path = folder.path().join("case/case.toml");
    let config = fs::read_to_string(&path).unwrap();
    let settings = "\n[notifier]\nname = \"Examplia Research Desk (invented)\"\nemail = \"desk@example.org\"\n\
                    jurisdiction = \"Examplia\"\ndesks = { x = \"notices@platform.example.com\" }\n\
                    trusted_flagger = { awarded_by = \"Coordinator (invented)\", on = 2022-01-02, expertise = \"recruitment\" }\n\
                    [[platform_rules]]\nplatform = \"x\"\ntitle = \"Rule 1\"\ntext = \"No recruiting.\"\n\
                    url = \"https://rules.example.com/1\"\nfrom = 2022-01-01\nread_on = 2023-05-01\n";
    fs::write(&path, format!("{config}{settings}")).unwrap();
    assert_eq!(pressgang(&["run", &case]).status, 0);
    let drafted = notice(&case, &[POST, "--trusted-flagger"]);
    assert_eq!(drafted.status, 0, "{}", drafted.stderr);
    let text = fs::read_to_string(folder.path().join("case/notices/N3/notice.txt")).unwrap();
    for words in ["“No recruiting.”", "https://rules.example.com/1"] {
        assert!(text.contains(words), "{words}");
    }
    // The law of Examplia is not Union law, which alone knows trusted flaggers.
    assert!(!text.contains("Coordinator (invented)"), "{text}");
    assert!(drafted.stderr.contains("trusted flagger is not stated in N3"), "{}", drafted.stderr);
    assert!(!notice(&case, &["--list"]).stdout.contains("as a trusted flagger"));
    let said = notice(&case, &[POST, "--trusted-flagger=Coordinator; today; x"]);
    assert!(said.status == 1 && said.stderr.contains("is no date"), "{}", said.stderr);
    for (wrong, because) in [
        ("email = \"desk@example.org\"", "is no e-mail address"),
        ("read_on = 2023-05-01", "read_on"),
        ("name = \"Examplia Research Desk (invented)\"", "[notifier] name is empty"),
    ] {
        let broken = match because {
            "is no e-mail address" => settings.replace(wrong, "email = \"desk\""),
            "read_on" => settings.replace(wrong, ""),
            _ => settings.replace(wrong, "name = \" \""),
        };
        fs::write(&path, format!("{config}{broken}")).unwrap();
        let refused = notice(&case, &[POST]);
        assert!(refused.status == 1 && refused.stderr.contains(because), "{because}: {}", refused.stderr);
    }
}
