//! Looks: which posts are due, what enters the ledger, and what the report's numbers say.

use std::fs;
use std::path::Path;

use pressgang_case::{
    AddOptions, Case, CaseError, Dues, LookBook, LookLock, NewLook, Revision, Role, Silent, WarcPlace, verify,
};
use pressgang_posts::Timestamp;
use serde_json::json;

const PACK: &str = include_str!("../../../packs/iron-heron.toml");
const NOW: Timestamp = Timestamp { unix_millis: 1_700_000_000_000 };
const HOUR: i64 = 3_600_000;

const POSTS: &str = r#"{"id":"1","platform":"x","author_id":"a","author_handle":"heron_a","url":"https://x.com/heron_a/status/1","created_at":"2023-05-01T10:00:00Z","text":"The Iron Heron Company is hiring drivers and fighters. Pay 3000 euros a month, age 22 to 55. Call +49 30 23125 001 now!"}
{"id":"2","platform":"telegram","author_id":"b","created_at":"2023-05-02T10:00:00Z","text":"Iron Heron Company needs cooks and mechanics, 2500 euros monthly, insurance. Call +49 30 23125 001"}
{"id":"3","platform":"x","author_id":"c","created_at":"2023-05-03T10:00:00Z","text":"Nice weather in the harbour today."}
"#;

fn case() -> (tempfile::TempDir, Case) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("case");
    let mut case = Case::create(&root, "test", &[PACK], NOW).unwrap();
    let posts = folder.path().join("posts.ndjson");
    fs::write(&posts, POSTS).unwrap();
    let options = AddOptions {
        role: Role::Observed,
        format: None,
        organisation: None,
        in_place: false,
        mapping: Default::default(),
    };
    case.add(&posts, &options, NOW).unwrap();
    (folder, case)
}

fn at(hours: i64) -> Timestamp {
    Timestamp { unix_millis: NOW.unix_millis + hours * HOUR }
}

fn look(platform: &str, id: &str, hours: i64, status: &str) -> NewLook {
    NewLook {
        platform: platform.to_owned(),
        id: id.to_owned(),
        at: at(hours),
        status: status.to_owned(),
        rule: "test.rule@1".to_owned(),
        tool: "pressgang test".to_owned(),
        not_shown_in: Vec::new(),
        evidence: json!({ "exchanges": [{ "name": "page", "status": 200 }], "from": "DE" }),
        warc: None,
    }
}

fn ids(dues: &Dues) -> Vec<&str> {
    dues.due.iter().map(|post| post.id.as_str()).collect()
}

#[test]
fn a_post_is_due_once_an_interval() {
    let (folder, mut case) = case();
    assert!(matches!(case.dues(at(0), HOUR, &[]), Err(CaseError::NotRun { .. })));
    case.run(NOW, &Silent).unwrap();
    let dues = case.dues(at(0), 6 * HOUR, &[]).unwrap();
    assert_eq!((ids(&dues), dues.waiting, dues.next_at), (vec!["2", "1"], 0, None), "only posts that count");
    assert_eq!(dues.due[1].url.as_deref(), Some("https://x.com/heron_a/status/1"));
    // The book is open while the case is.
    let mut book = LookBook::open(case.root()).unwrap();
    book.enter(at(0), &[look("x", "1", 0, "up")]).unwrap();
    let dues = case.dues(at(1), 6 * HOUR, &[]).unwrap();
    assert_eq!((ids(&dues), dues.waiting, dues.next_at), (vec!["2"], 1, Some(at(6))));
    assert_eq!(dues.states.get(&("x".to_owned(), "up".to_owned())), Some(&1));
    assert_eq!(dues.states.get(&("telegram".to_owned(), "never".to_owned())), Some(&1));
    book.enter(at(1), &[look("telegram", "2", 1, "unknown")]).unwrap();
    assert_eq!(ids(&case.dues(at(5), 6 * HOUR, &[]).unwrap()), Vec::<&str>::new());
    assert_eq!(ids(&case.dues(at(6), 6 * HOUR, &[]).unwrap()), ["1"]);
    assert_eq!(ids(&case.dues(at(7), 6 * HOUR, &[]).unwrap()), ["1", "2"], "the oldest look first");
    // Named posts are due at once; posts that do not count cannot be named.
    assert_eq!(ids(&case.dues(at(1), 6 * HOUR, &["x:1".to_owned()]).unwrap()), ["1"]);
    assert!(matches!(case.dues(at(1), HOUR, &["x:3".to_owned()]), Err(CaseError::Usage(_))));
    // A look of a clock that runs ahead was made when it was entered at the latest.
    book.enter(at(8), &[look("x", "1", 999, "up")]).unwrap();
    assert_eq!(ids(&case.dues(at(8), 6 * HOUR, &[]).unwrap()), ["2"]);
    assert_eq!(ids(&case.dues(at(14), 6 * HOUR, &[]).unwrap()), ["2", "1"]);
    drop(folder);
}

#[test]
fn numbers_follow_from_looks_and_from_their_revisions() {
    let (_folder, mut case) = case();
    case.run(NOW, &Silent).unwrap();
    let mut book = LookBook::open(case.root()).unwrap();
    let mut blocked = look("telegram", "2", 1, "geo_blocked");
    blocked.not_shown_in = vec!["DE".to_owned()];
    book.enter(at(1), &[look("x", "1", 1, "removed"), blocked]).unwrap();
    let findings = case.findings("test").unwrap();
    assert!(
        findings.claims.iter().all(|claim| claim.id != "status") && findings.look_days.is_empty(),
        "not counted yet"
    );
    assert_eq!(case.looks_since_run().unwrap(), 2);
    let status = |case: &mut Case| {
        case.run(NOW, &Silent).unwrap();
        let findings = case.findings("test").unwrap();
        findings.claims.iter().find(|claim| claim.id == "status").unwrap().text.clone()
    };
    assert_eq!(
        status(&mut case),
        "0 of 2 posts up, 1 removed, 1 not shown to everybody; 0 unknown; last looked 2023-11-14 23:13 UTC."
    );
    // The rules change: what was taken for a removal was a wall.
    let stored = case.stored_looks().unwrap();
    assert_eq!(stored.len(), 2);
    assert_eq!((stored[0].id.as_str(), stored[0].evidence["from"].as_str()), ("1", Some("DE")));
    let revision = Revision {
        entry: stored[0].entry,
        status: "login_wall".to_owned(),
        rule: "test.rule@2".to_owned(),
        not_shown_in: Vec::new(),
    };
    case.revise_looks(at(9), "pressgang test", std::slice::from_ref(&revision)).unwrap();
    assert_eq!(
        status(&mut case),
        "0 of 2 posts up, 0 removed, 1 not shown to everybody; 1 unknown (so at least 0 and at most 1 up for everybody); last looked 2023-11-14 23:13 UTC."
    );
    let stored = case.stored_looks().unwrap();
    assert_eq!(stored.len(), 2, "the old decision is no look any more");
    assert!(stored.iter().any(|look| look.rule == "test.rule@2" && look.evidence["exchanges"].is_array()));
    // A look is decided once from where it stands, and only looks are.
    assert!(case.revise_looks(at(9), "t", &[Revision { entry: 1, ..revision }]).is_err());
    // Forgetting the new decision forgets the old one too, which does not come back.
    let newest = case.stored_looks().unwrap().into_iter().find(|look| look.id == "1").unwrap().entry;
    case.forget(&[newest], "A. Analyst", "asked for", NOW).unwrap();
    case.run(NOW, &Silent).unwrap();
    assert_eq!(case.stored_looks().unwrap().len(), 1);
    let shown = case.show("telegram:2").unwrap();
    assert_eq!(shown.observations[0].not_shown_in, ["DE"]);
    assert_eq!(shown.observations[0].rule.as_deref(), Some("test.rule@1"));
}

fn problems(root: &Path) -> Vec<String> {
    verify(root, None).unwrap().problems.iter().map(|p| format!("{p:?}")).collect()
}

#[test]
fn kept_bodies_are_named_when_they_are_finished_and_verify_knows_them() {
    let (_folder, mut case) = case();
    case.run(NOW, &Silent).unwrap();
    let root = case.root().to_owned();
    drop(case);
    let mut book = LookBook::open(&root).unwrap();
    let (file, path) = book.warc_paths(NOW);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, b"records").unwrap();
    let mut kept = look("x", "1", 1, "up");
    kept.warc = Some(WarcPlace { file: file.clone(), offset: 2, length: 5 });
    book.enter(NOW, &[kept]).unwrap();
    // As a killed program leaves it.
    assert_eq!(book.unfinished_warcs().unwrap(), [(file.clone(), path.clone(), 7)]);
    assert_eq!(problems(&root), Vec::<String>::new(), "an unfinished file is no fault");
    book.finish_warc(NOW, &file).unwrap();
    assert!(!path.exists() && root.join(&file).exists());
    assert_eq!(book.unfinished_warcs().unwrap(), []);
    assert_eq!(problems(&root), Vec::<String>::new());
    fs::write(root.join(&file), b"recordz").unwrap();
    fs::write(root.join("looks/other.warc.gz"), b"x").unwrap();
    let wrong = problems(&root);
    assert!(wrong.len() == 2 && wrong[0].contains(&file) && wrong[1].contains("other"), "{wrong:#?}");
    // One that no look names is thrown away.
    let (file, path) = book.warc_paths(at(1));
    fs::write(&path, b"head only").unwrap();
    book.finish_warc(NOW, &file).unwrap();
    assert!(!path.exists() && !root.join(&file).exists());
    fs::write(&path, b"head only").unwrap();
    book.clear_unnamed_warcs().unwrap();
    assert!(!path.exists() && root.join("looks/other.warc.gz").exists(), "only what is unfinished");
}

#[test]
fn what_a_host_asked_for_outlives_the_run() {
    let (_folder, case) = case();
    let mut book = LookBook::open(case.root()).unwrap();
    assert!(book.waits().unwrap().is_empty());
    book.enter_wait(at(0), "x.example", "long_wait", at(3)).unwrap();
    let head = case.ledger().head().unwrap();
    book.enter_wait(at(0), "x.example", "long_wait", at(2)).unwrap();
    assert_eq!(case.ledger().head().unwrap(), head, "said already");
    book.enter_wait(at(4), "x.example", "long_wait", at(5)).unwrap();
    assert_eq!(book.waits().unwrap().into_iter().collect::<Vec<_>>(), [("x.example".to_owned(), at(5))]);
}

#[test]
fn one_at_a_time_looks() {
    let (_folder, case) = case();
    let lock = LookLock::take(case.root()).unwrap();
    assert!(matches!(LookLock::take(case.root()), Err(CaseError::Looking { .. })));
    drop(lock);
    assert!(LookLock::take(case.root()).is_ok());
}

#[test]
fn a_state_that_is_none_is_refused() {
    let (_folder, case) = case();
    let mut book = LookBook::open(case.root()).unwrap();
    let before = case.ledger().head().unwrap();
    assert!(book.enter(NOW, &[look("x", "1", 0, "up"), look("x", "1", 0, "gone")]).is_err());
    assert_eq!(case.ledger().head().unwrap(), before, "all or none");
    assert!(matches!(LookBook::open(&case.root().join("tables")), Err(CaseError::NotACase { .. })));
}
