//! What people decide is heeded by the next run, and what makes no sense is refused.

use std::fs;

use pressgang_case::tables::{CampaignRow, PartReader};
use pressgang_case::{AddOptions, Case, CaseError, Decision, NewReview, ReviewError, Role, Silent};
use pressgang_posts::{Platform, PostKey, Timestamp};
use pressgang_signals::ContactKind;

const PACK: &str = include_str!("../../../packs/iron-heron.toml");
const NOW: Timestamp = Timestamp { unix_millis: 1_700_000_000_000 };

/// An advert that names the organisation, one with its number only, one with another number, an ordinary post.
const POSTS: [(&str, &str); 4] = [
    (
        "1",
        "The Iron Heron Company is hiring drivers and fighters. Pay 3000 euros a month, age 22 to 55. Call +49 30 23125 001 now!",
    ),
    ("2", "Wanted: strong men for the front, 2500 dollars monthly, insurance and leave. Ring +49 30 23125 001 today."),
    ("3", "Cooks and welders for a base abroad, salary 2000 dollars a month and free food. Call +49 30 23125 044."),
    ("4", "Nice weather in Port Sample today"),
];

fn case() -> (tempfile::TempDir, Case) {
    let folder = tempfile::tempdir().unwrap();
    let mut case = Case::create(&folder.path().join("case"), "test", &[PACK], NOW).unwrap();
    let lines = POSTS.map(|(id, text)| {
        let author = format!("desk{id}_example");
        serde_json::json!({ "id": id, "platform": "x", "author": author, "created_at": "2023-01-02T03:04:05Z", "text": text })
            .to_string()
    });
    let file = folder.path().join("a.ndjson");
    fs::write(&file, lines.join("\n")).unwrap();
    let options = AddOptions {
        role: Role::Observed,
        format: None,
        organisation: None,
        in_place: false,
        mapping: Default::default(),
    };
    case.add(&file, &options, NOW).unwrap();
    case.run(NOW, &Silent).unwrap();
    (folder, case)
}

fn new(decision: Decision) -> NewReview {
    NewReview { decision, by: "A. Tester".into(), reason: "as a test".into(), grade: None, organisation: None }
}

/// Runs; the posts that count, each with why.
fn counted(case: &mut Case) -> Vec<String> {
    case.run(NOW, &Silent).unwrap();
    let parts = fs::read_dir(case.root().join("tables/campaigns")).unwrap().flatten();
    let rows = parts.flat_map(|part| PartReader::<CampaignRow>::all(&part.path()).unwrap());
    let mut counted: Vec<String> = rows.map(|row| format!("{}: {}", row.id, row.ties.join(", "))).collect();
    counted.sort();
    counted
}

const NAMES: &str = "names the organisation";
const SHARED: &str = "contact shared with posts that count";

#[test]
fn decisions_on_posts_and_contacts_are_heeded() {
    let (_folder, mut case) = case();
    let first = format!("1: {NAMES}");
    let second = format!("2: {SHARED}");
    assert_eq!(counted(&mut case), [first.clone(), second.clone()]);
    case.review("x:1", &new(Decision::Reject), NOW).unwrap();
    assert_eq!(counted(&mut case), Vec::<String>::new(), "what nothing else ties falls with it");
    // Who cannot tell leaves it to the program.
    case.review("1", &new(Decision::CannotTell), NOW).unwrap();
    assert_eq!(counted(&mut case), [first.clone(), second.clone()]);
    let entry = case.review("x:3", &new(Decision::Confirm), NOW).unwrap().entry;
    let third = format!("3: confirmed by a person (entry {entry} of the ledger)");
    assert_eq!(counted(&mut case), [first.clone(), second.clone(), third.clone()]);
    // A post that shows no sign of recruiting counts too if somebody says so.
    let entry = case.review("x:4", &new(Decision::Confirm), NOW).unwrap().entry;
    let fourth = format!("4: confirmed by a person (entry {entry} of the ledger)");
    assert_eq!(counted(&mut case), [first.clone(), second.clone(), third.clone(), fourth]);
    assert_eq!(case.findings("test").unwrap().posts.len(), 4);
    case.review("x:4", &new(Decision::Reject), NOW).unwrap();
    case.review("phone:+49 30 23125 001", &new(Decision::Reject), NOW).unwrap();
    assert_eq!(counted(&mut case), [first, third], "the number ties nothing");
    assert!(case.run(NOW, &Silent).unwrap().done.is_empty());
}

#[test]
fn the_newest_decision_counts_and_all_are_kept() {
    let (_folder, mut case) = case();
    assert_eq!(case.reviews().unwrap().digest(), "");
    for (target, decision) in [
        ("x:2", Decision::Confirm),
        ("K1", Decision::Confirm),
        ("E1", Decision::Reject),
        ("telegram:nobody", Decision::Reject),
        ("phone:+493023125044", Decision::CannotTell),
        ("x:2", Decision::Reject),
    ] {
        let entered = case.review(target, &new(decision), NOW);
        assert_eq!(entered.is_ok(), !target.starts_with("telegram"), "{target}: {entered:?}");
    }
    let reviews = case.reviews().unwrap();
    let post = PostKey { platform: Platform::named("x"), id: "2".into() };
    assert_eq!(reviews.of_post(&post).unwrap().decision, Decision::Reject);
    assert_eq!(reviews.of_campaign("K1").unwrap().by.as_deref(), Some("A. Tester"));
    assert_eq!(reviews.of_campaign("K2"), None);
    assert_eq!(reviews.of_contact(ContactKind::Whatsapp, "+493023125044").unwrap().decision, Decision::CannotTell);
    let said: Vec<String> = reviews
        .all()
        .iter()
        .map(|r| {
            format!(
                "{} {}{}",
                r.target_kind,
                r.decision.as_str(),
                if reviews.is_replaced(r) { " replaced" } else { "" }
            )
        })
        .collect();
    assert_eq!(
        said,
        ["post confirm replaced", "campaign confirm", "evidence reject", "contact cannot-tell", "post reject"]
    );
    let (family, origin) = match &reviews.all()[2].target {
        Some(pressgang_case::ReviewTarget::Evidence { family, origin, .. }) => (family.clone(), origin.clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!(reviews.of_evidence("K1", &family, &origin).unwrap().decision, Decision::Reject);
    // Another decision of a kind changes the digest of that kind and no other.
    let (posts, campaigns) = (reviews.digest_of(&["post"]), reviews.digest_of(&["campaign"]));
    case.review("x:1", &new(Decision::CannotTell), NOW).unwrap();
    let reviews = case.reviews().unwrap();
    assert_ne!(reviews.digest_of(&["post"]), posts);
    assert_eq!(reviews.digest_of(&["campaign"]), campaigns);
}

#[test]
fn a_decision_outlives_its_personal_content() {
    let (_folder, mut case) = case();
    let entry = case.review("x:1", &new(Decision::Reject), NOW).unwrap().entry;
    let root = case.root().to_owned();
    assert!(matches!(case.forget(&[entry], "A. Tester", " ", NOW), Err(CaseError::Review(ReviewError::NoReason))));
    case.forget(&[entry], "A. Tester", "asked to", NOW).unwrap();
    let reviews = case.reviews().unwrap();
    assert_eq!((&reviews.all()[0].target, &reviews.all()[0].by), (&None, &None));
    assert_eq!(counted(&mut case), Vec::<String>::new());
    drop(case);
    assert_eq!(pressgang_case::verify(&root, None).unwrap().problems, []);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let (_folder, mut case) = case();
    let before = case.ledger().head().unwrap();
    let mut check = |target: &str, change: fn(&mut NewReview), expected: &str| {
        let mut new = new(Decision::Confirm);
        change(&mut new);
        let refused = case.review(target, &new, NOW).unwrap_err();
        assert_eq!(refused.to_string(), expected);
        refused
    };
    check("x:1", |new| new.reason = "  ".into(), "a decision needs a reason");
    check("x:1", |new| new.by = String::new(), "a decision needs the name of whoever makes it");
    check("x:1", |new| new.grade = Some("Z9".into()), "\"Z9\" is no Admiralty grade from A1 to F6");
    check(
        "x:1",
        |new| new.organisation = Some("wagner".into()),
        "organisation \"wagner\" is not studied in this case, which studies iron-heron",
    );
    check("x:99", |_| {}, "the case has no post \"x:99\"");
    check("E99", |_| {}, "the case has no evidence \"E99\"");
    check("phone:+4477009000", |_| {}, "no post of the case that may recruit gives the contact \"phone:+4477009000\"");
    let refused = check("K9", |_| {}, "the case has no campaign \"K9\"");
    let CaseError::Review(ReviewError::NoSuchCampaign { known, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(known, ["K1"]);
    assert_eq!(case.ledger().head().unwrap(), before, "nothing was entered");
}
