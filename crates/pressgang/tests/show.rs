//! `show`, and what exports say of posts' fate: records are kept as they stand, observations reach the claims.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::support::pressgang;

const ADVERT: &str = "Iron Heron is hiring drivers and cooks. Salary 240,000 RUB a month, life insurance, age 22 to 55. \
                      Call +49 30 23125 001";

fn tweet(id: &str, text: &str) -> Value {
    json!({
        "id": id, "author_id": "7001", "created_at": "2023-04-02T10:00:00.000Z", "lang": "en", "text": text,
        "public_metrics": { "retweet_count": 1, "reply_count": 0, "like_count": 2, "impression_count": 40 },
        "edit_history_tweet_ids": [id],
        "author": { "id": "7001", "username": "example_desk", "name": "Example" },
    })
}

fn run(args: &[&str]) -> String {
    let ended = pressgang(args);
    assert_eq!(ended.status, 0, "{args:?}\n{}", ended.stderr);
    ended.stdout
}

/// A case of two adverts, one ordinary post and a list of what became of them; its folder's name.
fn case(at: &Path) -> String {
    let lines = [
        tweet("1640000000000000001", ADVERT).to_string(),
        tweet("1640000000000000002", "What a fine day for a walk.").to_string(),
        tweet("1640000000000000003", &ADVERT.replace("drivers", "mechanics")).to_string(),
    ];
    let file = fs::File::create(at.join("tweets.jsonl.gz")).unwrap();
    let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::default());
    packed.write_all((lines.join("\n") + "\n").as_bytes()).unwrap();
    let file = packed.finish().unwrap();
    // The time a file was received is its own time of change.
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)).unwrap();
    let fate = [
        json!({ "id": "1640000000000000001", "action": "delete", "created_at": "2023-04-02T10:00:00.000Z",
                "redacted_at": "2023-05-01T12:00:00.000Z", "reason": "suspended" }),
        json!({ "id": "1640000000000000003", "action": "delete", "created_at": "2023-04-02T10:00:00.000Z",
                "redacted_at": "2023-05-02T12:00:00.000Z", "reason": "deleted" }),
    ];
    fs::write(at.join("fate.jsonl"), fate.map(|line| line.to_string()).join("\n")).unwrap();
    let name = at.join("case").display().to_string();
    run(&["new", &name, "--organisation", "iron-heron"]);
    for file in ["tweets.jsonl.gz", "fate.jsonl"] {
        run(&["add", &name, at.join(file).to_str().unwrap()]);
    }
    run(&["run", &name]);
    name
}

#[test]
fn a_post_is_shown_with_its_record_and_what_follows() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let name = case(at);
    let shown = run(&["show", &name, "x:1640000000000000001"]);
    insta::assert_snapshot!(shown);
    // By its address or its id alone it is the same.
    for other in ["https://x.com/example_desk/status/1640000000000000001", "1640000000000000001"] {
        assert_eq!(run(&["show", &name, other]), shown);
    }
    let json: Value = serde_json::from_str(&run(&["show", &name, "1640000000000000001", "--json"])).unwrap();
    assert_eq!(json["captures"][0]["record"]["raw"], tweet("1640000000000000001", ADVERT).to_string());
    // The record of a candidate is kept with the case, that of an ordinary post stands only in the export.
    fs::remove_file(at.join("case/sources/tweets.jsonl.gz")).unwrap();
    assert_eq!(run(&["show", &name, "x:1640000000000000001"]), shown);
    let json: Value = serde_json::from_str(&run(&["show", &name, "1640000000000000002", "--json"])).unwrap();
    assert_eq!(json["captures"][0]["record"], Value::Null);
}

#[test]
fn what_exports_say_of_posts_reaches_the_claims() {
    let folder = tempfile::tempdir().unwrap();
    let name = case(folder.path());
    run(&["report", &name]);
    let report: Value =
        serde_json::from_slice(&fs::read(Path::new(&name).join("report/report.json")).unwrap()).unwrap();
    let claim = |kind: &str| {
        let claims = report["claims"].as_array().unwrap();
        claims.iter().find(|claim| claim["kind"] == kind).unwrap()["value"].clone()
    };
    assert_eq!((claim("posts_found"), claim("removed"), claim("still_up")), (json!(2), json!(1), json!(0)));
    // The account of the other is gone, which is neither up nor removed, and no secret.
    assert_eq!((claim("account_gone"), claim("unknown_status")), (json!(1), json!(0)));
}

#[test]
fn what_is_not_there_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let name = case(folder.path());
    for (args, expected) in [
        (vec!["show", &name, "x:1"], "error: the case has no post \"x:1\"\nhint: name it as platform:id"),
        (vec!["show", &name], "error: which post is to be shown is not said"),
        (vec!["show", "x:1"], "error: .: this is no case"),
    ] {
        let ended = pressgang(&args);
        assert_eq!(ended.status, 1);
        assert!(ended.stderr.starts_with(expected), "{}", ended.stderr);
    }
}

/// Tools capture a post as a thumbnail without words and later whole, or cut in one export and whole in another.
#[test]
fn the_capture_with_the_whole_text_speaks() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let name = at.join("case").display().to_string();
    let line = |id: &str, text: &str, collected_at: &str| {
        json!({ "platform": "instagram", "id": id, "text": text, "collected_at": collected_at }).to_string() + "\n"
    };
    let cut = ADVERT.split(" Salary").next().unwrap();
    let first = line("a", "", "2023-05-01T10:00:00Z")
        + &line("a", ADVERT, "2023-05-02T10:00:00Z")
        + &line("b", cut, "2023-05-01T10:00:00Z")
        + &line("c", "", "2023-05-01T10:00:00Z");
    fs::write(at.join("first.ndjson"), first).unwrap();
    fs::write(
        at.join("second.ndjson"),
        line("b", ADVERT, "2023-05-03T10:00:00Z") + &line("a", "", "2023-05-03T10:00:00Z"),
    )
    .unwrap();
    run(&["new", &name, "--organisation", "iron-heron"]);
    for file in ["first.ndjson", "second.ndjson"] {
        run(&["add", &name, at.join(file).to_str().unwrap()]);
    }
    run(&["run", &name]);
    run(&["report", &name]);
    let report: Value =
        serde_json::from_slice(&fs::read(Path::new(&name).join("report/report.json")).unwrap()).unwrap();
    let claims = report["claims"].as_array().unwrap();
    let of = |kind: &str| claims.iter().find(|claim| claim["kind"] == kind).unwrap();
    assert_eq!(of("posts_found")["posts"], json!(["instagram:a", "instagram:b"]));
    assert_eq!(of("pay")["posts"], json!(["instagram:a", "instagram:b"]));
    let json: Value = serde_json::from_str(&run(&["show", &name, "instagram:a", "--json"])).unwrap();
    assert_eq!(json["metrics"].as_array().unwrap().len(), 3, "every capture is a snapshot of counts");
}
