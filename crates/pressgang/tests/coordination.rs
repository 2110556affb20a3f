//! The contract of `coordination`.

use std::fs;

use super::support::{pressgang, shared};

/// Runs on posts, written as lines of JSON.
fn coordination(args: &[&str], posts: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("posts.ndjson");
    fs::write(&path, posts).unwrap();
    let ended = pressgang(&[&["coordination", path.to_str().unwrap()], args].concat());
    ended.shown(folder.path())
}

const POSTS: &str = r#"{"id":"1","author_id":"a","created_at":"2024-01-01T00:00:00Z","text":"Drivers wanted at the old mill, warm boots for all","links":["https://www.mill.example/jobs?utm_source=a"],"hashtags":["Mill"]}
{"id":"2","author_id":"b","created_at":"2024-01-01T00:00:20Z","text":"Drivers wanted at the old mill, warm boots for all!","links":["http://mill.example/jobs/"]}
{"id":"3","author_id":"c","created_at":"2024-01-01T00:01:00.500Z","text":"Call +49 30 23125 001 today","hashtags":["mill"]}
{"id":"4","author_id":"a","created_at":"2024-01-01T00:02:00Z","text":"Ring me: +493023125001"}
{"id":"6","author_id":"b","created_at":"2024-01-02T00:00:00Z","text":"Nothing of interest","hashtags":["lake"]}
{"id":"7","author_id":"c","created_at":"2024-01-03T00:00:00Z","text":"Nothing either","hashtags":["hill"]}
{"id":"5","author_id":"d","text":"Call +49 30 23125 001 today"}
"#;

#[test]
fn pairs_of_posts() {
    insta::assert_snapshot!(coordination(&["--by", "link,hashtag,contact,text", "--window", "60"], POSTS));
    insta::assert_snapshot!(coordination(&["--window", "59.5", "--participation", "1"], POSTS));
}

#[test]
fn edges_lead_to_their_posts() {
    insta::assert_snapshot!(coordination(&["--edges", "--participation", "1"], POSTS));
}

#[test]
fn what_too_many_share_is_told() {
    insta::assert_snapshot!(coordination(&["--most", "2", "--participation", "1"], POSTS));
}

#[test]
fn misuse_is_told() {
    insta::assert_snapshot!(coordination(&["--window", "-1"], POSTS));
    insta::assert_snapshot!(coordination(&["--edge-weight", "1.5"], POSTS));
}

#[test]
fn reads_tables_of_shares() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shares.csv");
    let table = "object_id,account_id,content_id,timestamp_share\no,a,1,1700000000\no,b,2,1700000010.0\no,c,3,soon\n";
    fs::write(&path, table).unwrap();
    let ended = pressgang(&["coordination", "--participation", "1", path.to_str().unwrap()]);
    insta::assert_snapshot!(ended.shown(folder.path()));
}

#[test]
fn counts_of_the_reference() {
    let Some(path) = shared("data/coordination/russian_coord_tweets.csv.zst") else { return };
    for (window, pairs, heavy) in [("10", 447, "4 of them between 8"), ("60", 3_791, "60 of them between 94")] {
        let run =
            |more: &[&str]| pressgang(&[&["coordination", path.to_str().unwrap(), "--window", window], more].concat());
        let ended = run(&[]);
        assert_eq!((ended.stdout.lines().count(), ended.status), (pairs + 1, 0), "{}", ended.stderr);
        let ended = run(&["--edges"]);
        assert!(ended.stderr.contains(heavy), "{}", ended.stderr);
    }
}
