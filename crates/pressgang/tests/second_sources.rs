//! Lists of second sources through `add`, and what of them reaches the published files.

use std::fs;
use std::path::Path;

use serde_json::json;

use super::support::{Ended, pressgang};

const POSTS: &str = r#"{"id":"1","platform":"x","author_id":"a","created_at":"2023-05-01T10:00:00Z","text":"The Iron Heron Company is hiring drivers and fighters. Pay 3000 euros a month, age 22 to 55. Call +49 30 23125 001 now!"}
{"id":"2","platform":"x","author_id":"b","created_at":"2023-05-02T10:00:00Z","text":"Iron Heron needs cooks and mechanics, 2500 euros monthly, insurance. Write to t.me/heron_jobs_example"}
"#;

/// A case with two adverts, run.
fn case(folder: &Path) -> String {
    let case = folder.join("case").display().to_string();
    let posts = folder.join("posts.ndjson");
    fs::write(&posts, POSTS).unwrap();
    run(&["new", &case, "--organisation", "iron-heron"]);
    run(&["add", &case, posts.to_str().unwrap()]);
    run(&["run", &case]);
    case
}

fn run(args: &[&str]) -> Ended {
    let ended = pressgang(args);
    assert_eq!(ended.status, 0, "{args:?}\n{}", ended.stderr);
    ended
}

/// A partner's bundle: a number that the adverts have, somebody else's, and what cannot be taken.
fn bundle(folder: &Path) -> String {
    let relation = |id: u8, source: &str, kind: &str, target: &str| json!({ "type": "relationship", "id": format!("relationship--{id}"), "relationship_type": kind, "source_ref": source, "target_ref": target });
    let bundle = json!({ "type": "bundle", "id": "bundle--quixotic", "objects": [
        { "type": "identity", "id": "identity--1", "name": "Quixotic Office (invented)", "identity_class": "organization" },
        { "type": "intrusion-set", "id": "intrusion-set--1", "name": "Some Unit (invented)", "aliases": ["Iron Heron"] },
        { "type": "phone-number", "id": "phone-number--1", "value": "+49 30 23125 001", "created_by_ref": "identity--1" },
        { "type": "phone-number", "id": "phone-number--2", "value": "+49 30 23125 002" },
        { "type": "indicator", "id": "indicator--1", "pattern_type": "stix", "pattern": "[url:value LIKE '%heron%']" },
        relation(1, "phone-number--1", "attributed-to", "intrusion-set--1"),
        relation(2, "phone-number--2", "related-to", "intrusion-set--1"),
    ]});
    let path = folder.join("list.json");
    fs::write(&path, bundle.to_string()).unwrap();
    path.display().to_string()
}

#[test]
fn adding_says_what_was_taken() {
    let folder = tempfile::tempdir().unwrap();
    let (case, list) = (case(folder.path()), bundle(folder.path()));
    let shown = |args: &[&str]| pressgang(&[&["add", &case, &list], args].concat()).shown(folder.path());
    insta::assert_snapshot!(shown(&["--tlp", "amber", "--grade", "B2"]));
    insta::assert_snapshot!(shown(&[]));
    insta::assert_snapshot!(shown(&["--tlp", "secret"]));
    insta::assert_snapshot!(shown(&["--grade", "Z9"]));
}

/// The published files without what every entry of the ledger changes: its head and its number of entries.
fn published(case: &str) -> Vec<String> {
    run(&["run", case]);
    run(&["report", case]);
    let folder = Path::new(case).join("report");
    let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let report: serde_json::Value = serde_json::from_str(&text("report.json")).unwrap();
    // Earlier reports may be kept in a folder beside.
    let files = fs::read_dir(&folder).unwrap().map(Result::unwrap).filter(|f| f.file_type().unwrap().is_file());
    let mut names: Vec<String> = files.map(|f| f.file_name().into_string().unwrap()).collect();
    names.sort();
    let (head, entries) = (&report["ledger"]["head"], &report["ledger"]["entries"]);
    let (head, entries) = (head.as_str().unwrap().to_owned(), entries.as_u64().unwrap());
    let neutral = |text: String| {
        text.replace(&head, "HEAD")
            .replace(&format!("\"entries\": {entries}"), "N")
            .replace(&format!("{entries} entries"), "N")
    };
    names.iter().map(|name| neutral(text(name))).collect()
}

#[test]
fn nothing_of_a_restricted_list_reaches_what_is_published() {
    let folder = tempfile::tempdir().unwrap();
    let (case, list) = (case(folder.path()), bundle(folder.path()));
    let without = published(&case);
    pressgang(&["add", &case, &list, "--tlp", "amber"]);
    let with = published(&case);
    for (with, without) in with.iter().zip(&without) {
        let differs = with.lines().zip(without.lines()).find(|(with, without)| with != without);
        assert_eq!(differs, None);
    }
    assert!(with == without);
    assert!(!with.concat().to_lowercase().contains("quixotic"));
    // The same list in the open, so that the comparison could fail.
    fs::write(&list, fs::read_to_string(&list).unwrap() + "\n").unwrap();
    pressgang(&["add", &case, &list, "--tlp", "clear"]);
    assert!(published(&case).concat().contains("Quixotic Office"));
}
