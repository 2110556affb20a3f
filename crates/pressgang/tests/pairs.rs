//! The contract of `pairs`.

use std::fs;

use super::support::pressgang;

#[track_caller]
fn check(texts: &[&str], args: &[&str], expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    let lines: Vec<String> = texts
        .iter()
        .enumerate()
        .map(|(i, text)| serde_json::json!({ "id": format!("p{i}"), "text": text }).to_string())
        .collect();
    fs::write(&file, lines.join("\n")).unwrap();
    let mut all = vec!["pairs", file.to_str().unwrap()];
    all.extend(args);
    let ended = pressgang(&all);
    assert_eq!((ended.stdout.as_str(), ended.status), (expected, 0), "{}", ended.stderr);
}

#[test]
fn groups_stars_and_exact_similarity() {
    check(&["abcdefgh", "ABCDEFGH https://example.com", "abcdefghi", ""], &[], "a,b,similarity\np0,p2,0.8\np0,p1,1\n");
    check(&["abcdefgh", "ABCDEFGH", "abcdefghi"], &["--all"], "a,b,similarity\np0,p2,0.8\np1,p2,0.8\np0,p1,1\n");
    check(&["abcdefgh", "abcdefghi"], &["--threshold", "0.81"], "a,b,similarity\n");
    check(&["abc", "abc", "", ""], &[], "a,b,similarity\np0,p1,1\n");
}

#[test]
fn several_captures_are_one_post() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.csv");
    fs::write(&file, "id,text\n1,the same words\n1,the same words\n2,the same words\n").unwrap();
    assert_eq!(pressgang(&["pairs", file.to_str().unwrap()]).stdout, "a,b,similarity\n1,2,1\n");
}
