//! A small case from files to findings, and what changes redo.

use std::fs;
use std::path::Path;

use pressgang_case::{AddOptions, Added, Case, CaseError, Role, RunSummary, Silent};
use pressgang_posts::Timestamp;

const PACK: &str = include_str!("../../../packs/iron-heron.toml");
const NOW: Timestamp = Timestamp { unix_millis: 1_700_000_000_000 };

fn options(role: Role) -> AddOptions {
    AddOptions { role, format: None, organisation: None, in_place: false, mapping: Default::default() }
}

fn case(root: &Path) -> Case {
    Case::create(root, "test", &[PACK], NOW).unwrap()
}

fn line(id: &str, text: &str) -> String {
    serde_json::json!({ "id": id, "platform": "x", "author": "someone_example", "created_at": "2023-01-02T03:04:05Z", "text": text }).to_string()
}

const ADVERT: &str = "The Iron Heron Company is hiring drivers and fighters. Pay 3000 euros a month, age 22 to 55. Call +49 30 23125 001 now!";

fn run(case: &mut Case) -> RunSummary {
    case.run(NOW, &Silent).unwrap()
}

#[test]
fn a_second_run_does_nothing_and_a_new_file_redoes_what_depends_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("case");
    let first = folder.path().join("a.ndjson");
    let second = folder.path().join("b.ndjson");
    fs::write(&first, [line("1", ADVERT), line("2", "Nice weather in Port Sample today")].join("\n")).unwrap();
    fs::write(&second, line("3", "The bus was late again this morning, sorry everyone")).unwrap();
    let mut case = case(&root);
    assert!(matches!(case.add(&first, &options(Role::Observed), NOW).unwrap(), Added::Source { .. }));
    assert!(matches!(case.add(&first, &options(Role::Observed), NOW).unwrap(), Added::Already { .. }));
    let done = run(&mut case).done;
    assert_eq!(
        done,
        [
            "posts/s1",
            "attachments/s1",
            "readings/s1",
            "records/s1",
            "index/s1",
            "wording/s1",
            "passages/s1",
            "weighing",
            "contacts",
            "translations",
            "second-sources",
            "ordinary-coordination",
            "coordination",
            "campaigns",
            "facts",
            "trials",
            "attribution",
            "measurement"
        ]
    );
    assert_eq!(run(&mut case).done, Vec::<String>::new());
    case.add(&second, &options(Role::Observed), NOW).unwrap();
    assert!(matches!(case.findings("test"), Err(CaseError::NotRun { .. })));
    let done = run(&mut case).done;
    assert_eq!(done[..3], ["posts/s2", "attachments/s2", "readings/s2"]);
    assert!(!done.contains(&"posts/s1".to_owned()));
    let findings = case.findings("test").unwrap();
    assert_eq!(findings.posts.len(), 1);
    assert_eq!(findings.posts[0].key.id, "1");
    assert_eq!(findings.campaigns[0].term, "roughly even chance", "it only names the organisation");
    case.ledger().verify().unwrap();
}

#[test]
fn lost_and_unfinished_files_are_made_again_and_cleared() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("case");
    let file = folder.path().join("a.ndjson");
    fs::write(&file, line("1", ADVERT)).unwrap();
    let mut case = case(&root);
    case.add(&file, &options(Role::Observed), NOW).unwrap();
    run(&mut case);
    let readings = root.join("tables/readings");
    let part = fs::read_dir(&readings).unwrap().next().unwrap().unwrap().path();
    fs::remove_file(&part).unwrap();
    fs::write(readings.join(".unfinished-abc"), b"half").unwrap();
    fs::write(readings.join("s1-000000000000.parquet"), b"of a killed run").unwrap();
    assert_eq!(run(&mut case).done, ["readings/s1"]);
    assert_eq!(fs::read_dir(&readings).unwrap().count(), 1);
}

#[test]
fn references_need_somebody_who_vouches() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("r.ndjson");
    fs::write(&file, line("1", ADVERT)).unwrap();
    let mut case = case(&folder.path().join("case"));
    let refused = case.add(&file, &options(Role::Reference), NOW);
    assert!(matches!(refused, Err(CaseError::NotAReference { .. })), "{refused:?}");
}

#[test]
fn only_one_process_works_on_a_case() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("case");
    let _open = case(&root);
    assert!(matches!(Case::open(&root), Err(CaseError::Busy { .. })));
}

#[test]
fn a_changed_source_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("case");
    let file = folder.path().join("a.ndjson");
    fs::write(&file, line("1", ADVERT)).unwrap();
    let mut case = case(&root);
    case.add(&file, &options(Role::Observed), NOW).unwrap();
    fs::write(root.join("sources/a.ndjson"), line("1", "something else entirely")).unwrap();
    assert!(matches!(case.run(NOW, &Silent), Err(CaseError::SourceChanged { .. })));
}

#[test]
fn wrong_records_enter_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut case = case(&folder.path().join("case"));
    let file = folder.path().join("o.csv");
    fs::write(
        &file,
        "platform,id,observed_at,status\nx,1,2023-05-29T16:00:00Z,up\nx,2,2023-05-29T16:00:00Z,vanished\n",
    )
    .unwrap();
    let refused = case.add(&file, &options(Role::Observed), NOW);
    assert!(matches!(refused, Err(CaseError::Record { line: 3, .. })), "{refused:?}");
    assert_eq!(case.ledger().entries("observation").unwrap(), []);
}
