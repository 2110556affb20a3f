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

#[test]
fn memory_changes_nothing_but_memory() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    // More text than stays in memory at this limit, so that it goes to a file, and more than one block of it.
    let lines: Vec<String> = (0..60_000u64)
        .map(|i| {
            let word = |k: u64| (i / 3 + k * 7_919).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
            let text: String = (0..30).map(|k| format!("{:x} ", word(k))).collect();
            serde_json::json!({ "id": i.to_string(), "text": format!("{text}{}", i % 2) }).to_string()
        })
        .collect();
    fs::write(&file, lines.join("\n")).unwrap();
    let path = file.to_str().unwrap();
    let free = pressgang(&["pairs", path]);
    let kept = pressgang(&["pairs", path, "--memory", "120M"]);
    assert_eq!(kept.status, 0, "{}", kept.stderr);
    assert!(free.stdout.lines().count() > 40_000);
    assert!(free.stdout == kept.stdout);
    let refused = pressgang(&["pairs", path, "--memory", "1M"]);
    assert_ne!(refused.status, 0);
    assert!(refused.stderr.contains("M is the least that is sure to work"), "{}", refused.stderr);
    assert!(pressgang(&["pairs", path, "--memory", "much"]).stderr.contains("no amount of memory such as 200M"));
}
