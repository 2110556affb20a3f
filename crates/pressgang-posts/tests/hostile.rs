//! Texts made to take long: reading them takes time that grows with their length, not with its square.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use pressgang_posts::{Limits, ReadOptions};

use crate::support::{file, named, options, try_read};

/// Times over what any of these takes, and far less than a square of their length would.
const LONGEST: Duration = Duration::from_secs(5);

const SIZE: usize = 512 << 10;

fn repeated(unit: &str) -> String {
    unit.repeat(SIZE / unit.len())
}

#[track_caller]
fn check(name: &str, format: &str, bytes: &[u8]) {
    let started = Instant::now();
    let limits = Limits { record_bytes: 64 << 20, ..Limits::standard() };
    let given = ReadOptions { format: Some(named(format)), limits, ..options() };
    let reading = try_read(file(bytes).path(), &given).unwrap();
    assert!(!reading.items.is_empty(), "{name}");
    assert!(started.elapsed() < LONGEST, "{name} took {:?}", started.elapsed());
}

/// Records of each reader with the text where its text stands.
fn records(text: &str) -> Vec<(&'static str, String)> {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    let cell = text.replace('"', "\"\"");
    vec![
        ("vk", format!(r#"{{"response":{{"items":[{{"owner_id":-1,"id":2,"date":1600000000,"text":"{text}"}}]}}}}"#)),
        (
            "reddit",
            format!(
                r#"{{"id":"abc","author":"a","subreddit":"b","title":"t","selftext":"{text}","created_utc":1600000000}}"#
            ),
        ),
        (
            "mastodon",
            format!(
                r#"{{"uri":"https://example.com/1","content":"{text}","account":{{"acct":"a"}},"visibility":"public"}}"#
            ),
        ),
        (
            "snscrape",
            format!(
                r#"{{"_type":"snscrape.modules.telegram.TelegramPost","url":"https://t.me/example/1","date":"2020-01-01T00:00:00+00:00","content":"{text}"}}"#
            ),
        ),
        (
            "4cat",
            format!(
                "id,thread_id,chat,author,author_username,body,attachment_type\n1,example,example,a,b,\"{cell}\",\n"
            ),
        ),
        ("csv", format!("id,text,links,mentions,created_at\n1,a,\"{cell}\",\"{cell}\",\n")),
        (
            "tgstat",
            format!(
                r#"{{"id":1,"date":1600000000,"views":1,"link":"t.me/example/1","channel_id":2,"is_deleted":0,"text":"{text}","media":{{}}}}"#
            ),
        ),
        (
            "zeeschuimer",
            format!(
                r#"{{"nav_index":"1","item_id":"1","timestamp_collected":1600000000000,"source_platform":"instagram.com","source_platform_url":"x","data":{{"id":"1","code":"abcdefgh","taken_at":1600000000,"caption":{{"text":"{text}"}},"user":{{"username":"a"}}}}}}"#
            ),
        ),
        (
            "youtube",
            format!(
                r#"{{"kind":"youtube#commentThread","id":"1","snippet":{{"videoId":"abc","topLevelComment":{{"kind":"youtube#comment","id":"1","snippet":{{"textDisplay":"{text}","authorDisplayName":"a"}}}}}}}}"#
            ),
        ),
    ]
}

#[test]
fn texts_of_nothing_but_signs() {
    let units = [
        "http://",
        "https://a/,http",
        "httphttp",
        "[",
        "[a|",
        "[a|b]",
        "<a ",
        "<b \"",
        "<script></script>",
        "</",
        "<!--",
        "&",
        "&#",
        "&amp;",
        "#a",
        "@a",
        "](",
        "](http://a",
        "(",
        ")",
        "http://a)",
        "u/",
        ",http",
        "'a',",
        "\\u0041",
        "-",
        "<a href=x>",
        "\u{1f600}",
        "_x",
        "= ",
        "\n",
    ];
    for unit in units {
        for (format, record) in records(&repeated(unit)) {
            check(&format!("{unit:?} in {format}"), format, record.as_bytes());
        }
    }
}

#[test]
fn texts_with_an_end_that_fits_none_of_their_beginnings() {
    for (unit, end) in
        [("<b ", "\">"), ("[a", "|]"), ("http://a(", ")))))"), ("<a b='", "\">"), ("['a", "]"), ("[\"a\",", "]")]
    {
        for (format, record) in records(&(repeated(unit) + end)) {
            check(&format!("{unit:?} in {format}"), format, record.as_bytes());
        }
    }
    for (format, record) in records(&format!("http://a{}", ")".repeat(SIZE))) {
        check(&format!("brackets in {format}"), format, record.as_bytes());
    }
}

/// A list of so many different things.
fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    let mut list = String::new();
    for number in 0..count {
        let comma = if number == 0 { "" } else { "," };
        write!(list, "{comma}{}", item(number)).unwrap();
    }
    list
}

#[test]
fn lists_of_very_many_things() {
    let count = 60_000;
    let words =
        list(count, |number| format!("#word{number} @name{number}x [club{number}|b] https://example.com/{number}"))
            .replace(',', " ");
    for (format, record) in records(&words) {
        check(&format!("words in {format}"), format, record.as_bytes());
    }
    let members = list(count, |number| format!("\"key{number}\":{number}"));
    check("members", "ndjson", format!("{{\"id\":\"1\",\"text\":\"a\",{members}}}").as_bytes());
    let members = list(count, |number| format!("\"\\u006bey{number}\":{number}"));
    check("escaped members", "ndjson", format!("{{\"id\":\"1\",\"text\":\"a\",{members}}}").as_bytes());
    let urls = list(count, |number| format!("{{\"expanded_url\":\"https://example.com/{number}\"}}"));
    check(
        "urls",
        "x-api-v2",
        format!(r#"{{"data":[{{"id":"1","text":"a","entities":{{"urls":[{urls}]}}}}]}}"#).as_bytes(),
    );
    let tags = list(count, |number| {
        format!("{{\"index\":{{\"start\":{number},\"end\":{}}},\"type\":\"mention\"}}", 2 * number)
    });
    let record = format!(
        r#"{{"uri":"at://did:plc:a/app.bsky.feed.post/1","cid":"b","value":{{"$type":"app.bsky.feed.post","text":"{}","entities":[{tags}]}}}}"#,
        "@a".repeat(SIZE)
    );
    check("entities", "bluesky", record.as_bytes());
    let links = list(count, |number| format!("\"https://t.me/name{number}\""));
    let record = format!(
        r#"{{"_type":"snscrape.modules.telegram.TelegramPost","url":"https://t.me/example/1","date":"2020-01-01T00:00:00+00:00","content":"{}","outlinks":[{links}]}}"#,
        "@a ".repeat(SIZE)
    );
    check("outlinks", "snscrape", record.as_bytes());
    let items = list(count, |number| format!("{{\"media_id\":\"m{number}\"}}"));
    let files = list(count, |number| format!("\"m{number}\":{{\"e\":\"Image\"}}"));
    let record = format!(
        r#"{{"id":"abc","author":"a","subreddit":"b","title":"t","selftext":"","gallery_data":{{"items":[{items}]}},"media_metadata":{{{files}}}}}"#
    );
    check("gallery", "reddit", record.as_bytes());
    let messages = list(count, |number| {
        format!(
            r#"{{"_":"Message","id":{number},"peer_id":{{"_":"PeerChannel","channel_id":1}},"date":"2020-01-01T00:00:00+00:00","message":"https://example.com/{number}","grouped_id":7,"entities":[{{"_":"MessageEntityUrl","offset":0,"length":25}}]}}"#
        )
    });
    check("an album", "telethon", format!("[{messages}]").as_bytes());
}

/// One long name and very many short posts, which must not have it each.
#[test]
fn what_posts_share_is_not_repeated_without_end() {
    let posts =
        list(40_000, |number| format!(r#"{{"owner_id":-1,"from_id":-1,"id":{number},"date":1600000000,"text":"a"}}"#));
    let page = format!(r#"{{"response":{{"items":[{posts}],"groups":[{{"id":1,"name":"{}"}}]}}}}"#, "n".repeat(SIZE));
    let given = ReadOptions { format: Some(named("vk")), ..options() };
    let reading = try_read(file(page.as_bytes()).path(), &given).unwrap();
    assert_eq!(reading.items.len(), 40_000);
    assert!(reading.posts().len() < 600, "{} posts", reading.posts().len());
    assert_eq!(reading.reasons()[0], "repeats too much of what other posts repeat too");
}
