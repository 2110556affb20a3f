//! Second sources: what they say enters the ledger, and what may not be published never is.

use std::fs;

use pressgang_case::tables::{PartReader, SecondSourceRow};
use pressgang_case::{AddOptions, Added, Case, ListOptions, Role, Silent, Tlp};
use pressgang_posts::Timestamp;

const PACK: &str = include_str!("../../../packs/iron-heron.toml");
const NOW: Timestamp = Timestamp { unix_millis: 1_700_000_000_000 };

/// Adverts of two contacts.
const POSTS: &str = r#"{"id":"1","platform":"x","author_id":"a","created_at":"2023-05-01T10:00:00Z","text":"The Iron Heron Company is hiring drivers and fighters. Pay 3000 euros a month, age 22 to 55. Call +49 30 23125 001 now!"}
{"id":"2","platform":"x","author_id":"b","created_at":"2023-05-02T10:00:00Z","text":"Iron Heron needs cooks and mechanics, 2500 euros monthly, insurance. Write to t.me/heron_jobs_example"}
"#;

/// A list whose words are nowhere else, so that a leak shows.
const LIST: &str = "kind,value,organisation,source,grade,origin,note\nphone,+49 30 23125 001,iron-heron,Quixotic Office (invented),A1,quixotic-origin,quixotic note\n";

fn case(settings: &str, list: Option<(&str, ListOptions)>) -> (tempfile::TempDir, Case, Option<Added>) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("case");
    drop(Case::create(&root, "test", &[PACK], NOW).unwrap());
    let toml = fs::read_to_string(root.join("case.toml")).unwrap();
    fs::write(root.join("case.toml"), format!("{toml}\n{settings}\n")).unwrap();
    let mut case = Case::open(&root).unwrap();
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
    let added = list.map(|(text, options)| {
        let path = folder.path().join("list");
        fs::write(&path, text).unwrap();
        case.add_list(&path, &options, NOW).unwrap()
    });
    case.run(NOW, &Silent).unwrap();
    (folder, case, added)
}

fn marked(tlp: Tlp) -> Option<(&'static str, ListOptions)> {
    Some((LIST, ListOptions { tlp: Some(tlp), ..ListOptions::default() }))
}

/// Everything that is published is made of this; the ledger's head differs with every entry.
fn findings(case: &mut Case) -> String {
    let mut findings = case.findings("test").unwrap();
    findings.ledger_head.clear();
    findings.ledger_entries = 0;
    format!("{findings:#?}")
}

#[test]
fn a_report_is_the_same_with_and_without_what_may_not_be_published() {
    for tlp in [Tlp::Green, Tlp::Amber, Tlp::AmberStrict, Tlp::Red, Tlp::Clear] {
        let (folder, mut case, _) = case("", None);
        let without = findings(&mut case);
        let path = folder.path().join("list.csv");
        fs::write(&path, LIST).unwrap();
        case.add_list(&path, &ListOptions { tlp: Some(tlp), ..ListOptions::default() }, NOW).unwrap();
        case.run(NOW, &Silent).unwrap();
        let with = findings(&mut case);
        assert_eq!(with == without, tlp != Tlp::Clear, "{tlp}");
        assert_eq!(with.contains("Quixotic Office"), tlp == Tlp::Clear, "{tlp}");
    }
}

#[test]
fn what_weighs_is_not_told_apart() {
    let settings = "[second_sources]\nrestricted = \"weigh\"";
    let (_folder, mut case, _) = case(settings, marked(Tlp::Amber));
    let findings = case.findings("test").unwrap();
    let item = findings
        .campaigns
        .iter()
        .flat_map(|campaign| &campaign.evidence)
        .find(|item| item.family == "second source")
        .unwrap();
    assert_eq!(item.text, "A second source that may not be named here (TLP:AMBER) ties the posts to the organisation.");
    let shown = format!("{findings:#?}").to_lowercase();
    assert!(!shown.contains("quixotic"));
    assert!(findings.contacts.iter().all(|contact| contact.confirmed_by.is_empty()));
    let confirmed = findings.claims.iter().find(|claim| claim.kind == "phones_confirmed").unwrap();
    assert_eq!(confirmed.value, serde_json::json!(0));
    assert!(confirmed.posts.is_empty());
}

#[test]
fn public_bodies_of_the_ledger_do_not_name_restricted_sources() {
    let (_folder, case, _) = case("", marked(Tlp::Amber));
    let entries = case.ledger().entries("corroboration").unwrap();
    assert_eq!(entries.len(), 1);
    assert!(!entries[0].body.to_string().to_lowercase().contains("quixotic"), "{}", entries[0].body);
    assert_eq!(entries[0].body["tlp"], "AMBER");
    assert_eq!(entries[0].personal.as_ref().unwrap()["source"], "Quixotic Office (invented)");
}

#[test]
fn who_works_on_the_case_sees_all() {
    let (_folder, case, added) = case("", marked(Tlp::Red));
    let Some(Added::List { count: 1, restricted: 1, strictest: Some(Tlp::Red), left_out }) = added else {
        panic!("{added:?}")
    };
    assert!(left_out.is_empty());
    let part = fs::read_dir(case.root().join("tables/second_sources")).unwrap().next().unwrap().unwrap().path();
    let rows: Vec<SecondSourceRow> = PartReader::all(&part).unwrap();
    let shown: Vec<String> = rows
        .iter()
        .map(|r| format!("{} {} {} {} {} {:?}", r.kind, r.value, r.tlp, r.published, r.weighs, r.posts))
        .collect();
    assert_eq!(shown, [r#"phone +493023125001 RED false false ["x:1"]"#]);
}

#[test]
fn a_table_says_per_row_how_far_it_may_go() {
    let list = "kind,value,tlp\nphone,+49 30 23125 001,red\ntelegram,@Heron_Jobs_Example,\n";
    let options = ListOptions {
        tlp: Some(Tlp::Green),
        grade: Some("B2".to_owned()),
        source: Some("Quixotic Office (invented)".to_owned()),
        organisation: Some("iron-heron".to_owned()),
    };
    let (_folder, case, _) = case("", Some((list, options)));
    let entries = case.ledger().entries("corroboration").unwrap();
    let shown: Vec<String> = entries.iter().map(|e| format!("{} {}", e.body["tlp"], e.body["grade"])).collect();
    assert_eq!(shown, [r#""RED" "B2""#, r#""GREEN" "B2""#]);
}

/// Checks why a list is refused.
#[track_caller]
fn check_refused(list: &str, reason: &str) {
    let folder = tempfile::tempdir().unwrap();
    let mut case = Case::create(&folder.path().join("case"), "test", &[PACK], NOW).unwrap();
    let path = folder.path().join("list");
    fs::write(&path, list).unwrap();
    let refused = case.add_list(&path, &ListOptions::default(), NOW).unwrap_err().to_string();
    assert!(refused.ends_with(reason), "{refused}");
    assert!(case.ledger().entries("corroboration").unwrap().is_empty());
}

#[test]
fn a_wrong_row_refuses_the_list() {
    let header = "kind,value,organisation,source,grade,tlp\n";
    let good = "phone,+493023125001,iron-heron,Office,B2,amber\n";
    check_refused(
        &format!("{header}{good}phone,030 1,iron-heron,Office,B2,\n"),
        "line 3: value \"030 1\" is no international number such as +4930123456",
    );
    check_refused(
        &format!("{header}phone,+493023125001,iron-heron,Office,B2,secret\n"),
        "line 2: tlp \"secret\" is none of CLEAR, GREEN, AMBER, AMBER+STRICT, RED",
    );
    check_refused(
        &format!("{header}phone,+493023125001,iron-heron,Office,Z9,\n"),
        "line 2: grade \"Z9\" is no Admiralty grade from A1 to F6",
    );
    check_refused("a,b\n1,2\n", "nor a bundle of STIX 2.1");
    check_refused(
        "{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":[",
        "EOF while parsing a list at line 1 column 45",
    );
}
