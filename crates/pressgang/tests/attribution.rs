//! The demo's assessments follow from rules: without its second source, with it, and with people's decisions.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::support::pressgang;

fn run(args: &[&str]) -> String {
    let ended = pressgang(args);
    assert_eq!(ended.status, 0, "{args:?}: {}", ended.stderr);
    ended.stdout
}

/// The terms of a case's report.
fn terms(case: &Path) -> BTreeSet<String> {
    run(&["run", case.to_str().unwrap()]);
    run(&["report", case.to_str().unwrap()]);
    let report: Value = serde_json::from_str(&fs::read_to_string(case.join("report/report.json")).unwrap()).unwrap();
    let assessments = report["assessments"].as_array().unwrap();
    for assessment in assessments {
        let (sentence, confidence) = (&assessment["sentence"], &assessment["confidence_sentence"]);
        assert!(!sentence.as_str().unwrap().to_lowercase().contains("confidence"), "{sentence}");
        assert!(!confidence.as_str().unwrap().contains("likely"), "{confidence}");
        for item in assessment["evidence"].as_array().unwrap() {
            assert!(
                item["likelihood_ratio"].as_f64().unwrap().is_finite() && !item["basis"].as_str().unwrap().is_empty()
            );
        }
    }
    assessments.iter().map(|a| a["term"].as_str().unwrap().to_owned()).collect()
}

fn said(terms: &[&str]) -> BTreeSet<String> {
    terms.iter().map(|&term| term.to_owned()).collect()
}

#[test]
fn the_demo_says_no_more_than_its_sources_hold() {
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("case");
    let name = case.to_str().unwrap();
    let demo = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../demo"));
    let file = |path: &str| demo.join(path).display().to_string();
    run(&["new", name, "--organisation", "iron-heron"]);
    let parts = fs::read_to_string(demo.join("case-parts.toml")).unwrap();
    let accounts = &parts[parts.find("[[reference_accounts]]").unwrap()..];
    let settings = fs::read_to_string(case.join("case.toml")).unwrap();
    fs::write(case.join("case.toml"), format!("{settings}\n{accounts}")).unwrap();
    run(&["add", name, &file("exports/x_search.jsonl.gz"), &file("exports/facebook_posts.csv")]);
    for export in ["exports/telegram_reference.json", "exports/vk_reference.json"] {
        run(&["add", name, &file(export), "--role", "reference"]);
    }
    run(&["add", name, &file("exports/background.csv.gz"), "--role", "background"]);
    // Words and contacts of verified accounts can be copied by whoever reads them.
    assert_eq!(terms(&case), said(&["likely"]));
    run(&["add", name, &file("records/corroborations.csv")]);
    assert_eq!(terms(&case), said(&["likely", "very likely"]));
    // Two verified accounts are too few to show that ratios are right, so a person lifts no more than the other rules.
    run(&[
        "review",
        name,
        "K1",
        "confirm",
        "--reason",
        "the company's own list names them",
        "--by",
        "A. Reader (invented)",
    ]);
    assert_eq!(terms(&case), said(&["likely", "very likely"]));
    run(&["review", name, "K1", "reject", "--reason", "an imitator", "--by", "A. Reader (invented)"]);
    assert_eq!(terms(&case), said(&["likely"]));
    let report = fs::read_to_string(case.join("report/report.json")).unwrap();
    assert!(report.contains("was rejected by a person and is not counted: an imitator"));
    let evaluated: Value = serde_json::from_str(&run(&["evaluate", name, "--json"])).unwrap();
    assert_eq!(evaluated["organisations"][0]["calibration"], "unknown");
    run(&["verify", name]);
}
