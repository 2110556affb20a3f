//! The same posts give the same answer, however they come: in one file or in several, at once or later, in any order.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use pressgang_case::{AddOptions, Case, Likeness, Lookup, LookupScratch, Query, Role, Silent};
use pressgang_posts::Timestamp;

const PACK: &str = include_str!("../../../packs/iron-heron.toml");
const NOW: Timestamp = Timestamp { unix_millis: 1_700_000_000_000 };

const REFERENCES: &str = r#"
[[reference_accounts]]
organisation = "iron-heron"
platform = "telegram"
handle = "heron_example"
verified_by = "a test"
verified_at = 2023-04-11
how = "invented"
grade = "B2"
"#;

/// An advert of one wording; every `variant` is alike to the others of its wording.
fn advert(wording: usize, variant: usize) -> String {
    let (role, place) =
        [("drivers", "Port Sample"), ("welders", "Example City"), ("cooks", "Nowhere Bay")][wording % 3];
    format!(
        "We are hiring {role} in {place}, number {variant} of our adverts. Pay 3000 euros a month, age 22 to 55, \
         free meals and a warm bed. Call +49 30 23125 {:03} now!",
        wording * 10 % 90
    )
}

/// What only the reference account and its copyists say.
const SENTENCE: &str = "Bring two photographs, a clean shirt and the courage of your grandmother.";

/// Platform, id and text of each post under study.
fn posts() -> Vec<(String, String)> {
    let mut posts = Vec::new();
    for wording in 0..3 {
        for variant in 0..8 {
            posts.push((format!("w{wording}v{variant}"), advert(wording, variant)));
        }
        for copy in 0..5 {
            posts.push((format!("w{wording}c{copy}"), advert(wording, 3)));
        }
    }
    // What names the organisation, to which the others are tied by wording and number.
    posts.push(("named".to_owned(), format!("Iron Heron Company. {}", advert(0, 1))));
    // Whole sentences of the reference's advert within adverts of other words.
    for i in 0..3 {
        posts.push((
            format!("p{i}"),
            format!(
                "{}. Join us and fight at the front, we are recruiting stormtroopers: salary 2500 dollars a month. {SENTENCE} \
                 Call +44 7700 900{i:03} today.",
                ["Dear neighbours", "Attention everybody out there", "Good news from the harbour office"][i]
            ),
        ));
    }
    for i in 0..40 {
        posts.push((format!("o{i}"), format!("Nice weather in Port Sample today, day {i} of my holiday by the sea")));
    }
    posts
}

fn line(id: &str, text: &str) -> String {
    serde_json::json!({ "id": id, "platform": "x", "author": "someone_example", "created_at": "2023-01-02T03:04:05Z", "text": text }).to_string()
}

fn case(root: &Path) -> Case {
    drop(Case::create(root, "test", &[PACK], NOW).unwrap());
    let path = root.join("case.toml");
    let text = fs::read_to_string(&path).unwrap() + REFERENCES;
    fs::write(&path, text).unwrap();
    let mut case = Case::open(root).unwrap();
    let file = root.with_extension("reference.ndjson");
    let reference = serde_json::json!({
        "id": "900", "platform": "telegram", "author": { "handle": "heron_example" },
        "created_at": "2023-01-01T00:00:00Z", "text": format!("{} {SENTENCE}", advert(1, 2)),
    });
    fs::write(&file, reference.to_string()).unwrap();
    case.add(&file, &options(Role::Reference), NOW).unwrap();
    case
}

fn options(role: Role) -> AddOptions {
    AddOptions { role, format: None, organisation: None, in_place: false, mapping: Default::default() }
}

/// The posts of each campaign, and what the claims say.
type Answer = (BTreeSet<BTreeSet<String>>, BTreeMap<String, String>);

/// Runs a case on files given in turns; the case is brought up to date after each turn.
fn answer(root: &Path, turns: &[Vec<Vec<(String, String)>>]) -> Answer {
    let mut case = case(root);
    for (turn, files) in turns.iter().enumerate() {
        for (number, posts) in files.iter().enumerate() {
            let file = root.with_extension(format!("{turn}-{number}.ndjson"));
            let lines: Vec<String> = posts.iter().map(|(id, text)| line(id, text)).collect();
            fs::write(&file, lines.join("\n")).unwrap();
            case.add(&file, &options(Role::Observed), NOW).unwrap();
        }
        case.run(NOW, &Silent).unwrap();
    }
    let findings = case.findings("test").unwrap();
    let campaigns =
        findings.campaigns.iter().map(|c| c.posts.iter().map(ToString::to_string).collect::<BTreeSet<_>>()).collect();
    let claims = findings.claims.iter().filter(|c| c.kind != "assessment").map(|c| (c.kind.clone(), c.text.clone()));
    (campaigns, claims.collect())
}

#[test]
fn order_files_and_turns_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let all = posts();
    let whole = answer(&folder.path().join("whole"), &[vec![all.clone()]]);
    assert!(whole.0.iter().map(BTreeSet::len).sum::<usize>() >= 14, "{whole:?}");
    assert!(["x:p0", "x:p1", "x:p2"].iter().all(|post| whole.0.iter().any(|c| c.contains(*post))), "{whole:?}");
    let mut shuffled = all.clone();
    shuffled.sort_by_key(|(id, _)| id.bytes().rev().map(u64::from).fold(7, |sum, b| sum * 31 % 1009 + b));
    assert_eq!(answer(&folder.path().join("shuffled"), &[vec![shuffled.clone()]]), whole);
    let few = |posts: &[(String, String)]| posts.chunks(9).map(<[_]>::to_vec).collect::<Vec<_>>();
    assert_eq!(answer(&folder.path().join("files"), &[few(&all)]), whole);
    let turns: Vec<_> = few(&shuffled).into_iter().map(|posts| vec![posts]).collect();
    assert_eq!(answer(&folder.path().join("turns"), &turns), whole);
}

#[test]
fn a_longer_capture_found_later_speaks_for_its_post() {
    let folder = tempfile::tempdir().unwrap();
    let cut = |text: &str| text.chars().take(60).collect::<String>();
    let all = posts();
    // Each post first cut short as some exports do, so that all of a wording are identical, then whole.
    let short: Vec<_> = all.iter().map(|(id, text)| (id.clone(), cut(text))).collect();
    let whole = answer(&folder.path().join("whole"), &[vec![all.clone()]]);
    assert_eq!(answer(&folder.path().join("later"), &[vec![short.clone()], vec![all.clone()]]), whole);
    assert_eq!(answer(&folder.path().join("before"), &[vec![all], vec![short]]), whole);
}

#[test]
fn a_lookup_finds_what_comparing_finds() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("case");
    let all = posts();
    answer(&root, &[vec![all[..20].to_vec()], vec![all[20..].to_vec()]]);
    let lookup = Lookup::open(&root).unwrap();
    let mut scratch = LookupScratch::default();
    let mut texts: Vec<String> = all.iter().map(|(_, text)| text.clone()).collect();
    texts.extend([advert(2, 99), "nothing like it".to_owned(), String::new(), "Nice".to_owned()]);
    for text in &texts {
        let query = Query { text, ..Query::default() };
        let mut expected: BTreeMap<String, f64> = BTreeMap::new();
        let normalised = pressgang_signals::normalise(text);
        for (id, other) in &all {
            let similarity = pressgang_signals::jaccard(&normalised, &pressgang_signals::normalise(other));
            if similarity >= 0.6 {
                expected.insert(format!("x:{id}"), similarity);
            }
        }
        let mut found: BTreeMap<String, f64> = BTreeMap::new();
        for seen in lookup.find(query, 0.0, 1000, &mut scratch) {
            let similarity = match seen.likeness {
                Likeness::Verbatim => 1.0,
                Likeness::NearDuplicate(similarity) => similarity,
                // Tested by themselves.
                Likeness::Passages(_) => continue,
                Likeness::Contact(..) => panic!("none was asked for"),
            };
            assert_eq!(seen.count, seen.posts.len() as u64, "fewer than ten of each");
            found.extend(seen.posts.iter().map(|post| (post.key.to_string(), similarity)));
        }
        found.remove("telegram:900");
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn a_lookup_finds_passages_in_longer_texts() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("case");
    answer(&root, &[vec![posts()]]);
    let lookup = Lookup::open(&root).unwrap();
    let text = format!("Somebody sent me this yesterday, what do you think? {} Strange.", SENTENCE.to_uppercase());
    let found = lookup.find(Query { text: &text, ..Query::default() }, 0.0, 10, &mut LookupScratch::default());
    let mut with: BTreeSet<String> = BTreeSet::new();
    for seen in &found {
        let Likeness::Passages(shared) = &seen.likeness else { panic!("{seen:?}") };
        assert_eq!(shared.ordinary, Some(0));
        assert!(shared.weight > 0.9, "{shared:?}");
        let (here, _) = &shared.spans[0];
        assert_eq!(text[here.clone()].trim_end_matches('.'), SENTENCE.to_uppercase().trim_end_matches('.'));
        with.extend(seen.posts.iter().map(|post| post.key.to_string()));
    }
    assert_eq!(with, ["telegram:900", "x:p0", "x:p1", "x:p2"].map(str::to_owned).into());
}
