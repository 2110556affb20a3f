//! The contract of `passages`.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::support::{Ended, pressgang};

const SENTENCE: &str = "Boots and a warm blanket are waiting for every driver at the old mill";

/// A folder with files of posts: name, and id and text of each.
fn folder(files: &[(&str, &[(&str, &str)])]) -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    let paths = files
        .iter()
        .map(|(name, posts)| {
            let path = folder.path().join(name);
            let lines: Vec<String> =
                posts.iter().map(|(id, text)| json!({ "id": id, "text": text }).to_string()).collect();
            fs::write(&path, lines.join("\n")).unwrap();
            path
        })
        .collect();
    (folder, paths)
}

fn passages(args: &[&str], paths: &[PathBuf]) -> Ended {
    let all: Vec<&str> = args
        .iter()
        .map(|arg| match arg.strip_prefix('$') {
            Some(number) => paths[number.parse::<usize>().unwrap()].to_str().unwrap(),
            None => arg,
        })
        .collect();
    pressgang(&[&["passages"], &all[..]].concat())
}

fn lines(ended: &Ended) -> Vec<Value> {
    ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_reference_in_a_post() {
    let post = format!("He forwarded this 🪖: {} – so what?", SENTENCE.to_uppercase());
    let slogan = "We stand together for our country";
    let ordinary: Vec<(String, String)> = (0..300)
        .map(|i| {
            let text = if i % 50 == 0 { slogan.to_owned() } else { format!("day {} of my walk at {}", i, i * 77) };
            (i.to_string(), text)
        })
        .collect();
    let ordinary: Vec<(&str, &str)> = ordinary.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let both = format!("{slogan}!!! {SENTENCE}");
    let (_folder, paths) = folder(&[
        ("posts.ndjson", &[("1", &post), ("2", "nothing of it"), ("3", slogan), ("r1", &both)]),
        ("references.ndjson", &[("r1", &both)]),
        ("background.ndjson", &ordinary),
    ]);
    let ended = passages(&["$0", "--references", "$1", "--background", "$2"], &paths);
    assert_eq!(ended.status, 0, "{}", ended.stderr);
    let found = lines(&ended);
    let ids: Vec<&Value> = found.iter().map(|line| &line["a"]["id"]).collect();
    assert_eq!(ids, ["1", "3"]);
    let of = |line: &Value, side: &str| {
        let span = &line["passages"][0][side];
        span["start"].as_u64().unwrap() as usize..span["end"].as_u64().unwrap() as usize
    };
    assert_eq!(&post[of(&found[0], "a")], SENTENCE.to_uppercase());
    assert_eq!(&both[of(&found[0], "b")], SENTENCE);
    insta::assert_snapshot!(serde_json::to_string_pretty(&found).unwrap());
    // Without a background it is a guess by length.
    let ended = passages(&["$0", "--references", "$1"], &paths);
    let found = lines(&ended);
    assert_eq!(found[0]["passages"][0]["ordinary"], Value::Null);
    assert_eq!(found[1]["passages"][0]["weight"], json!(0.0536));
}

#[test]
fn posts_among_each_other() {
    let (a, b) = (format!("{SENTENCE}, they said in the morning"), format!("in the evening too: {SENTENCE}"));
    let (_folder, paths) =
        folder(&[("a.ndjson", &[("1", &a), ("2", "else"), ("1", &a)]), ("b.ndjson", &[("3", &b), ("4", SENTENCE)])]);
    let ended = passages(&["$0", "$1"], &paths);
    let pairs: Vec<String> =
        lines(&ended).iter().map(|line| format!("{} {}", line["a"]["id"], line["b"]["id"])).collect();
    assert_eq!(pairs, ["\"1\" \"3\"", "\"1\" \"4\"", "\"3\" \"4\""]);
    assert_eq!(lines(&ended)[1]["share_of_b"], json!(1.0));
    // Nothing is left out in silence.
    let ended = passages(&["$0", "$1", "--most", "1"], &paths);
    assert_eq!(lines(&ended).len(), 2);
    assert!(ended.stderr.starts_with("at least 1 pairs of posts"), "{}", ended.stderr);
    assert_eq!(lines(&passages(&["$0", "$1", "--least", "60"], &paths)).len(), 0);
}

#[test]
fn misuse_and_rejects() {
    let (folder, paths) = folder(&[("a.ndjson", &[("1", SENTENCE), ("2", SENTENCE)])]);
    for (args, said) in [
        (vec!["$0", "--least", "3"], "--least 3 is less than 12"),
        (vec!["$0", "--most", "0"], "--most 0 compares nothing"),
        (vec!["missing.csv"], "missing.csv"),
        (vec!["$0", "--references", "missing.csv"], "missing.csv"),
        (vec![], "required"),
    ] {
        let ended = passages(&args, &paths);
        assert_eq!(ended.status, 1, "{args:?}");
        assert!(ended.stderr.contains(said), "{}", ended.stderr);
    }
    let path = folder.path().join("a.ndjson");
    fs::write(&path, fs::read_to_string(&path).unwrap() + "\n{broken\n").unwrap();
    let ended = passages(&["$0"], &paths);
    assert_eq!((lines(&ended).len(), ended.status), (1, 2));
    assert!(ended.stderr.contains("1 records were rejected"), "{}", ended.stderr);
}

#[test]
fn threads_change_nothing() {
    let posts: Vec<(String, String)> = (0..3_000u32)
        .map(|i| {
            let tail = (0..i % 5).map(|k| format!("{} ", i.wrapping_mul(2_654_435_761) >> k)).collect::<String>();
            (i.to_string(), format!("{tail} {} {}", if i % 3 == 0 { SENTENCE } else { "morning walk" }, i % 17))
        })
        .collect();
    let posts: Vec<(&str, &str)> = posts.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let (_folder, paths) = folder(&[("a.ndjson", &posts)]);
    let with = |threads: &str| {
        let file = paths[0].to_str().unwrap();
        let output = super::support::program(&["passages", file, "--background", file])
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        output.stdout
    };
    let one = with("1");
    assert!(one.len() > 100_000);
    assert!(one == with("2"));
}
