//! Bluesky, Mastodon and Reddit: what small differences of a record change.

use std::fmt::Write as _;

use pressgang_posts::{Item, Post};

use crate::support::{Reading, fixture, options, read, read_bytes};

const DID: &str = "did:plc:examplealice";

fn event(record: &str) -> String {
    format!(
        r#"{{"did":"{DID}","time_us":1700000000123456,"kind":"commit","commit":{{"operation":"create","collection":"app.bsky.feed.post","rkey":"3k","record":{record}}}}}"#
    )
}

#[track_caller]
fn only_post(input: &str) -> Post {
    let reading = read_bytes(format!("{input}\n").as_bytes(), &options());
    assert!(reading.rejects().is_empty(), "{:?}", reading.reasons());
    assert_eq!(reading.posts().len(), 1);
    reading.posts()[0].clone()
}

fn signals(reading: &Reading) -> Vec<String> {
    let signals = reading.items.iter().filter_map(|item| match item {
        Item::Observation(seen) => Some(format!("{}: {}", seen.status.as_str(), seen.signal)),
        _ => None,
    });
    signals.collect()
}

#[test]
fn a_declared_time_is_believed_only_if_it_is_possible() {
    #[track_caller]
    fn check(declared: &str, created_at: &str, local: Option<&str>) {
        let post = only_post(&event(&format!(r#"{{"text":"a"{declared}}}"#)));
        assert_eq!(post.created_at.unwrap().to_string(), created_at, "{declared}");
        assert_eq!(post.created_at_local.as_deref(), local, "{declared}");
    }
    let seen = "2023-11-14T22:13:20.123Z";
    check(r#","createdAt":"2023-11-14T22:13:20.1Z""#, "2023-11-14T22:13:20.1Z", None);
    check(r#","createdAt":"2023-11-15T00:13:20+02:00""#, "2023-11-14T22:13:20Z", None);
    check(r#","createdAt":"2023-11-14T22:13:20.2Z""#, seen, Some("2023-11-14T22:13:20.2Z"));
    check(r#","createdAt":"2023-11-14 22:13:20""#, seen, Some("2023-11-14 22:13:20"));
    check(r#","createdAt":"0001-01-01T00:00:00Z""#, seen, Some("0001-01-01T00:00:00Z"));
    check(r#","createdAt":1700000000"#, seen, None);
    check("", seen, None);
}

#[test]
fn facets_count_bytes_and_hostile_ones_do_no_harm() {
    #[track_caller]
    fn check(start: &str, end: &str, mentions: &[&str]) {
        let facet = format!(
            r#"{{"index":{{"byteStart":{start},"byteEnd":{end}}},"features":[{{"did":"did:plc:x"}},{{"uri":"https://example.com"}}]}}"#
        );
        let post = only_post(&event(&format!(r#"{{"text":"é @b.example.com é","facets":[{facet},1,null]}}"#)));
        assert_eq!(post.mentions, mentions, "{start}..{end}");
        assert_eq!(post.links, ["https://example.com"]);
    }
    check("3", "17", &["b.example.com"]);
    // In the middle of a character, backwards, beyond the end, and beyond all numbers.
    check("1", "17", &[]);
    check("17", "3", &[]);
    check("3", "9999", &[]);
    check("-3", "17", &[]);
    check("3", "99999999999999999999999", &[]);
    check("\"x\"", "{}", &[]);
}

#[test]
fn other_events_are_neither_posts_nor_rejects() {
    let like = r#"{"did":"d","time_us":1,"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.like","rkey":"k","record":{"subject":{"uri":"at://d/app.bsky.feed.post/k"}}}}"#;
    let reading = read_bytes(format!("{like}\n{like}\n").as_bytes(), &options());
    assert_eq!(reading.summary.parts[0].format.as_str(), "bluesky-jetstream");
    assert!(reading.items.is_empty());
}

/// As deep as the bound of records allows, and deeper than APIs answer.
#[test]
fn long_threads_are_read_to_their_end() {
    let mut thread = String::new();
    for number in 0..60 {
        write!(
            thread,
            r#"{{"post":{{"uri":"at://{DID}/app.bsky.feed.post/{number}","author":{{"did":"{DID}"}},"record":{{"text":"{number}"}}}},"replies":["#
        )
        .unwrap();
    }
    thread.push_str(&"]}".repeat(60));
    let reading = read_bytes(format!("{{\"thread\":{thread}}}\n").as_bytes(), &options());
    let texts: Vec<String> = reading.posts().iter().map(|post| post.text.clone()).collect();
    assert_eq!(texts, (0..60).map(|number| number.to_string()).collect::<Vec<_>>());

    let mut comments = String::new();
    for number in 0..24 {
        write!(
            comments,
            r#"{{"kind":"Listing","data":{{"children":[{{"kind":"t1","data":{{"id":"c{number}","subreddit":"s","body":"{number}","created_utc":1700000000,"replies":"#
        )
        .unwrap();
    }
    comments.push_str("\"\"");
    comments.push_str(&"}}]}}".repeat(24));
    let reading = read_bytes(format!("[{comments}]\n").as_bytes(), &options());
    assert_eq!((reading.posts().len(), reading.reasons()), (24, Vec::new()));
}

#[test]
fn only_the_server_itself_is_truth_social() {
    #[track_caller]
    fn check(uri: &str, platform: &str, id: &str) {
        let status = format!(
            r#"{{"id":"5","uri":"{uri}","content":"<p>a</p>","account":{{"acct":"a"}},"visibility":"public"}}"#
        );
        let post = only_post(&status);
        assert_eq!((post.key.platform.as_str(), post.key.id.as_str()), (platform, id), "{uri}");
    }
    check("https://truthsocial.com/@a/5", "truthsocial", "5");
    check("https://example.org/truthsocial.com/5", "mastodon", "https://example.org/truthsocial.com/5");
    check("https://truthsocial.com.example.org/5", "mastodon", "https://truthsocial.com.example.org/5");
}

#[test]
fn private_statuses_and_messages_stay_private() {
    for name in ["mastodon/statuses.jsonl", "mastodon/context.json", "reddit/comments.ndjson", "reddit/listing.json"] {
        let reading = read(&fixture(name), &options());
        assert!(!format!("{:?}", reading.items).contains("private words"), "{name}");
        assert!(reading.reasons().contains(&"not public"), "{name}");
    }
}

fn comment(body: &str) -> String {
    let body = body.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!(
        r#"{{"id":"c","subreddit":"s","author":"example_desk","body":"{body}","link_id":"t3_x","created_utc":1538352000}}"#
    )
}

#[test]
fn links_of_markdown() {
    #[track_caller]
    fn check(body: &str, links: &[&str]) {
        assert_eq!(only_post(&comment(body)).links, links, "{body}");
    }
    check(
        "[a](https://example.com/b) and [c](http://example.org 'title')",
        &["https://example.com/b", "http://example.org"],
    );
    check("(see https://example.com/a_(b)).", &["https://example.com/a_(b)"]);
    check("https://example.com/a, https://example.com/a!", &["https://example.com/a"]);
    check("[https://example.com](https://example.com/long)", &["https://example.com", "https://example.com/long"]);
    check("**https://example.com/a**", &["https://example.com/a"]);
    check(
        "https://web.example.org/2020/https://example.com/a",
        &["https://web.example.org/2020/https://example.com/a"],
    );
    check("见https://example.com/工作。", &["https://example.com/工作"]);
    check("https://example.com/a\\_b\n\nhttps:// http httpx://a", &["https://example.com/a_b"]);
    check("[a](/r/example) no address", &[]);
}

#[test]
fn what_is_left_of_removed_comments() {
    #[track_caller]
    fn check(body: &str, expected: &[&str]) {
        let reading = read_bytes(format!("{}\n", comment(body)).as_bytes(), &options());
        assert_eq!(signals(&reading), expected, "{body}");
        assert_eq!((reading.posts().is_empty(), reading.reasons()), (!expected.is_empty(), Vec::new()), "{body}");
    }
    check("[removed]", &["removed: [removed]"]);
    check(" [deleted]\n", &["removed: [deleted]"]);
    check(
        "[ Removed by reddit on account of violating the [content policy](/help/contentpolicy). ]",
        &["removed: [ Removed by reddit on account of violating the [content policy](/help/contentpolicy). ]"],
    );
    check("[removed] my bike from the shed", &[]);
    check("[link]", &[]);
}

#[test]
fn ids_of_reddit_are_no_floats() {
    #[track_caller]
    fn check(id: &str, expected: Result<&str, &str>) {
        let line = comment("a").replace(r#""id":"c""#, &format!(r#""id":{id}"#));
        let reading = read_bytes(format!("{line}\n").as_bytes(), &options());
        match expected {
            Ok(id) => assert_eq!(reading.ids(), [id]),
            Err(reason) => assert_eq!(reading.reasons(), [reason]),
        }
    }
    check(r#""1e17""#, Ok("t1_1e17"));
    check(r#""t1_abc""#, Ok("t1_abc"));
    check("123456", Ok("t1_123456"));
    check("1.0", Err("id is not a number of Reddit"));
    check(r#""""#, Err("id is not a number of Reddit"));
    check("null", Err("no id"));
    check("{}", Err("id is not a number of Reddit"));
}
