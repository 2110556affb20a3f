//! Real input that nobody here wrote; skipped where it is absent.

use super::support::{pressgang, shared};

#[test]
fn ordinary_posts_are_not_recruitment() {
    let Some(file) = shared("data/ira_200k.ndjson.zst") else { return };
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("case");
    let case = case.to_str().unwrap();
    assert_eq!(pressgang(&["new", case, "--organisation", "wagner"]).status, 0);
    assert_eq!(pressgang(&["add", case, file.to_str().unwrap()]).status, 0);
    assert_eq!(pressgang(&["run", case]).status, 0);
    assert_eq!(pressgang(&["report", case]).status, 0);
    let text = std::fs::read_to_string(format!("{case}/report/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    let found = report["claims"].as_array().unwrap().iter().find(|c| c["kind"] == "posts_found").unwrap();
    assert!(found["value"].as_u64().unwrap() < 20, "fewer than 1 in 10,000 of 200,000: {found}");
}
