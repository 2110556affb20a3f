//! The contract of `match`.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use super::support::{pressgang, pressgang_with, program};

const ADVERT: &str =
    "We are hiring drivers in Port Sample. Pay 3000 euros a month, age 22 to 55. Call +49 30 23125 001 now!";

fn case(folder: &std::path::Path) -> String {
    let case = folder.join("case").to_str().unwrap().to_owned();
    let file = folder.join("a.ndjson");
    let line = |id: &str, text: &str| {
        serde_json::json!({ "id": id, "platform": "x", "author": "someone_example", "created_at": "2023-01-02T03:04:05Z", "text": text })
            .to_string()
    };
    let lines =
        [line("1", ADVERT), line("2", &format!("{ADVERT} ok")), line("3", ADVERT), line("4", "Nice weather today")];
    fs::write(&file, lines.join("\n")).unwrap();
    assert_eq!(pressgang(&["new", &case, "--organisation", "iron-heron"]).status, 0);
    assert_eq!(pressgang(&["add", &case, file.to_str().unwrap()]).status, 0);
    case
}

#[test]
fn seen_posts_by_text_and_contact() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    let early = pressgang_with(&["match", &case], b"");
    insta::assert_snapshot!("match_before_run", early.shown(folder.path()));
    assert_eq!(pressgang(&["run", &case]).status, 0);
    let line = |id: &str, platform: Option<&str>, text: &str| {
        serde_json::json!({ "id": id, "platform": platform, "text": text }).to_string()
    };
    let input = [
        line("new", None, &ADVERT.to_uppercase()),
        line("1", Some("x"), ADVERT),
        line("called", None, "Write to (0049) 30 23125001, we pay"),
        line("other", None, "Nothing like it was ever written"),
        "{\"id\": 5}".to_owned(),
    ];
    let ended = pressgang_with(&["match", &case], input.join("\n").as_bytes());
    insta::assert_snapshot!("match", ended.shown(folder.path()));
    let few = pressgang_with(&["match", &case, "--least", "0.99"], input[0].as_bytes());
    assert!(!few.stdout.contains("near_duplicate"), "{}", few.stdout);
    let low = pressgang_with(&["match", &case, "--least", "0.1"], b"");
    insta::assert_snapshot!("match_too_low", low.shown(folder.path()));
}

#[test]
fn an_answer_comes_before_the_next_question() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    assert_eq!(pressgang(&["run", &case]).status, 0);
    let mut child = program(&["match", &case]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for id in ["a", "b", "c"] {
        writeln!(input, "{}", serde_json::json!({ "id": id, "text": ADVERT })).unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        assert!(answer.starts_with(&format!("{{\"id\":\"{id}\"")), "{answer}");
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}
