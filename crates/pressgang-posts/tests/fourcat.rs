//! Tables of 4CAT: the same post as in other exports, and cells that say less than they seem to.

use pressgang_posts::Post;

use crate::support::{named, options, read_bytes};

/// A table of one row, from pairs of a column and its cell.
fn table(cells: &[(&str, &str)]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let columns: Vec<&str> = cells.iter().map(|(column, _)| *column).collect();
    let row: Vec<String> = cells.iter().map(|(_, cell)| quoted(cell)).collect();
    format!("\u{feff}{}\r\n{}\r\n", columns.join(","), row.join(","))
}

#[track_caller]
fn only_post(text: &str, format: &str) -> Post {
    let reading = read_bytes(text.as_bytes(), &options());
    assert_eq!(reading.summary.parts[0].format, named(format));
    assert_eq!(reading.reasons(), [""; 0]);
    reading.posts()[0].clone()
}

/// Two exports agree on what both of them carry.
#[track_caller]
fn check_same(cells: &[(&str, &str)], other: &str, format: &str) {
    let (ours, theirs) = (only_post(&table(cells), "4cat"), only_post(other, format));
    assert_eq!(ours.key, theirs.key);
    assert_eq!(ours.text, theirs.text);
    assert_eq!(ours.created_at, theirs.created_at);
    assert!(ours.created_at.is_some());
    assert_eq!(ours.relations, theirs.relations);
    let (one, other) = (&ours.author, &theirs.author);
    for (one, other) in [(&one.id, &other.id), (&one.handle, &other.handle), (&one.name, &other.name)] {
        assert!(one.is_none() || other.is_none() || one == other, "{one:?} {other:?}");
    }
    assert!(one.id.is_some() && other.id.is_some());
}

#[test]
fn a_post_on_x_is_the_same_through_the_api() {
    let cells = [
        ("id", "1800000000000000001"),
        ("thread_id", "1800000000000000001"),
        ("timestamp", "2023-02-01 10:00:00"),
        ("unix_timestamp", "1675245600"),
        ("body", "pay 240,000 &gt; 200,000\n\"now\""),
        ("author", "example_desk"),
        ("author_fullname", "Example Desk"),
        ("author_id", "2000000000000000001"),
        ("retweet_count", "7"),
        ("like_count", "0"),
        ("is_retweet", "no"),
        ("quote_tweet_id", "1700000000000000001"),
    ];
    let other = r#"{"data":[{"id":"1800000000000000001","author_id":"2000000000000000001","text":"pay 240,000 &gt; 200,000\n\"now\"","created_at":"2023-02-01T10:00:00.000Z","referenced_tweets":[{"type":"quoted","id":"1700000000000000001"}]}],"includes":{"users":[{"id":"2000000000000000001","username":"example_desk","name":"Example Desk"}]}}"#;
    check_same(&cells, other, "x-api-v2");
}

#[test]
fn a_post_and_a_comment_on_vk_are_the_same_through_the_api() {
    let cells = |id, link, kind| {
        [
            ("id", id),
            ("thread_id", "30"),
            ("timestamp", "2019-12-17 07:09:12"),
            ("unix_timestamp", "1576555752"),
            ("link", link),
            ("item_type", kind),
            ("body", "work<br>here"),
            ("author_id", "-5"),
            ("author_screen_name", "example_club"),
            ("author_name", "Example Club"),
            ("views", "0"),
            ("photos", ""),
            ("docs", ""),
        ]
    };
    let post = r#"{"response":{"count":1,"items":[{"id":30,"owner_id":-5,"from_id":-5,"date":1576555752,"text":"work<br>here"}],"groups":[{"id":5,"screen_name":"example_club","name":"Example Club"}]}}"#;
    check_same(&cells("30", "https://vk.com/wall-5_30", "post"), post, "vk");
    let comment = r#"{"id":32,"owner_id":-5,"from_id":-5,"post_id":30,"date":1576555752,"text":"work<br>here"}"#;
    check_same(&cells("32", "https://vk.com/wall-5_32", "comment"), comment, "vk");
}

#[test]
fn a_message_of_a_channel_is_the_same_through_telegram_desktop() {
    let cells = [
        ("id", "example_channel-5"),
        ("thread_id", "example_channel"),
        ("chat", "example_channel"),
        ("author", "1500000001"),
        ("author_username", "example_channel"),
        ("author_name", ""),
        ("body", "call 📞 now"),
        ("reply_to", "4"),
        ("timestamp", "2023-05-29 01:13:27"),
        ("unix_timestamp", "1685315607"),
        ("attachment_type", ""),
    ];
    let other = r#"{"name":"Example","type":"public_channel","id":1500000001,"messages":[{"id":5,"type":"message","date":"2023-05-29T04:13:27","date_unixtime":"1685315607","from":"Example","from_id":"channel1500000001","reply_to_message_id":4,"text":"call 📞 now","text_entities":[]}]}"#;
    check_same(&cells, other, "telegram-desktop");
}

/// One cell of an upload, and what it makes of the post.
#[track_caller]
fn check(column: &str, cell: &str, read: fn(&Post) -> Option<String>, expected: Option<&str>) {
    let mut cells = vec![("id", "1"), ("thread_id", "1"), ("author", "a"), ("body", "words"), ("timestamp", "")];
    match cells.iter_mut().find(|(name, _)| *name == column) {
        Some(known) => known.1 = cell,
        None => cells.push((column, cell)),
    }
    assert_eq!(read(&only_post(&table(&cells), "4cat")).as_deref(), expected, "{column} {cell}");
}

#[test]
fn pseudonyms_name_nobody() {
    let handle = |post: &Post| post.author.handle.clone();
    check("author", "example_desk", handle, Some("example_desk"));
    check("author", "@example_desk", handle, Some("example_desk"));
    check("author", "deadbeef", handle, Some("deadbeef"));
    check("author", "REDACTED", handle, None);
    check("author", "a1b2c3d4e5f60718293a4b5c6d7e8f901122334455667788", handle, None);
    check("author", "Two Words", handle, None);
}

#[test]
fn zeros_and_words_in_place_of_numbers_are_none() {
    let likes = |post: &Post| post.metrics.likes.map(|count| count.to_string());
    check("likes", "0", likes, None);
    check("likes", "-1", likes, None);
    check("likes", "", likes, None);
    check("likes", "1,234", likes, Some("1234"));
    let time = |post: &Post| post.created_at.map(|time| time.to_string());
    check("unix_timestamp", "0", time, None);
    check("unix_timestamp", "undefined", time, None);
    check("unix_timestamp", "1685315607", time, Some("2023-05-28T23:13:27Z"));
    check("unix_timestamp", "1685315607.0", time, Some("2023-05-28T23:13:27Z"));
    // Without the number the time for people is no moment.
    check("timestamp", "2023-05-29 01:13:27", time, None);
    check("timestamp", "2023-05-29 01:13:27", |post| post.created_at_local.clone(), Some("2023-05-29 01:13:27"));
}

/// Links of a Telegram message by its Markdown.
#[track_caller]
fn check_hidden(markdown: &str, expected: &[&str]) {
    let cells = [
        ("id", "example_channel-5"),
        ("thread_id", "example_channel"),
        ("chat", "example_channel"),
        ("author", "1500000001"),
        ("author_username", "example_channel"),
        ("body", "words"),
        ("body_markdown", markdown),
        ("unix_timestamp", "1685315607"),
        ("attachment_type", ""),
    ];
    assert_eq!(only_post(&table(&cells), "4cat").links, expected, "{markdown}");
}

#[test]
fn links_behind_words_are_found() {
    check_hidden("[here](https://example.com/a)", &["https://example.com/a"]);
    check_hidden("[here](https://example.com/a_(b)_c) and (so)", &["https://example.com/a_(b)_c"]);
    check_hidden(
        "[a](https://example.com/)[b](tg://resolve?domain=x)",
        &["https://example.com/", "tg://resolve?domain=x"],
    );
    check_hidden("[Name](tg://user?id=5) [x](y) ](", &[]);
    check_hidden("[cut](https://example.com/a b)", &[]);
    check_hidden("[cut](https://example.com/\u{1f4de}", &[]);
}
