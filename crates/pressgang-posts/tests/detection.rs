//! Which format a file is, whatever its name, and what is said of files that are none.

use std::io::Write;

use pressgang_posts::{Format, Limits, Mapping, ReadError, ReadOptions, detect_file};

use crate::support::{file, named, options, try_read};

#[track_caller]
fn check(bytes: &[u8], expected: Option<Format>) {
    let detections = detect_file(file(bytes).path(), &Limits::standard()).unwrap();
    assert_eq!(detections[0].format, expected, "{:?}", detections[0]);
}

#[test]
fn a_broken_first_line_does_not_hide_the_format() {
    check(b"99\",\"text\":\"the end of a line\"}\n{\"id\":\"1\",\"text\":\"a\"}\n", None);
    check(b"{\"id\":\"0\",\"te\n{\"id\":\"1\",\"text\":\"a\"}\n{\"id\":\"2\",\"text\":\"b\"}\n", Some(named("ndjson")));
}

#[test]
fn a_single_line_of_any_length_is_recognised_without_reading_it() {
    let mut giant = tempfile::NamedTempFile::new().unwrap();
    giant.write_all(b"{\"name\":\"c\",\"type\":\"public_channel\",\"id\":1,\"messages\":[").unwrap();
    let message =
        "{\"id\":1,\"type\":\"message\",\"date\":\"x\",\"date_unixtime\":\"1685315607\",\"text\":\"a\"},".repeat(1000);
    for _ in 0..800 {
        giant.write_all(message.as_bytes()).unwrap();
    }
    let detections = detect_file(giant.path(), &Limits::standard()).unwrap();
    assert_eq!(detections[0].format, Some(named("telegram-desktop")));
    check("[".repeat(3_000_000).as_bytes(), None);
    check("{\"a\":".repeat(1_000_000).as_bytes(), None);
    check("\"".repeat(3_000_000).as_bytes(), None);
    check("a,".repeat(3_000_000).as_bytes(), None);
}

#[track_caller]
fn check_unknown(bytes: &[u8], looks_like: &str) {
    let error = try_read(file(bytes).path(), &options()).err().unwrap();
    assert!(matches!(error, ReadError::UnknownFormat { .. }), "{error}");
    assert!(error.to_string().contains(looks_like), "{error}");
}

#[test]
fn other_files_are_named() {
    check_unknown(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture");
    check_unknown(b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture");
    check_unknown(b"%PDF-1.7\n", "a PDF document");
    check_unknown(b"SQLite format 3\0....", "an SQLite database");
    check_unknown(b"\n<!DOCTYPE html>\n<html>", "an HTML page");
    check_unknown(b"window.YTD.like.part0 = [ ]", "a part of an X archive that holds no posts");
    check_unknown("\u{feff}a".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>().as_slice(), "UTF-16");
    check_unknown(b"{\"id\":\"1\",\"words\":\"a\"}\n", "nearest is ndjson, which also needs text");
    check_unknown(b"id,words\n1,a\n", "nearest is csv, which also needs text");
    // A format that has nothing in common with the file is not near.
    check_unknown(b"{\"notifications\":[{\"cid\":\"b\"}]}\n", "nearest is ndjson, which also needs id, text");
    check_unknown(b"just some prose\n", "no known format");
    check_unknown(b"\0\x01\x02\x03", "no known format");
}

#[test]
fn paths_that_are_no_files_are_named() {
    let directory = tempfile::tempdir().unwrap();
    let error = try_read(directory.path(), &options()).err().unwrap();
    assert!(matches!(error, ReadError::IsDirectory { .. }), "{error}");
    let error = try_read(&directory.path().join("absent"), &options()).err().unwrap();
    assert!(matches!(error, ReadError::NotFound { .. }), "{error}");
    let error = try_read(file(b"").path(), &options()).err().unwrap();
    assert!(matches!(error, ReadError::Empty { .. }), "{error}");
}

#[test]
fn every_format_has_a_name_and_a_description() {
    for format in Format::all() {
        assert_eq!(format.as_str().parse::<Format>(), Ok(format));
        assert!(!format.gives().is_empty() && !format.cannot().is_empty(), "{format}");
        assert!(format.notes().iter().all(|note| note.ends_with('.')), "{format}");
        for phrase in format.gives().iter().chain(format.cannot()) {
            assert!(!phrase.ends_with('.'), "{format}: {phrase}");
        }
    }
    assert!("pigeon".parse::<Format>().unwrap_err().to_string().contains("x-api-v2"));
}

/// What a person says of a file counts for more than what it looks like.
#[test]
fn a_given_format_or_mapping_counts_for_more_than_the_content() {
    let line = br#"{"id":"1","content":"<p>a</p>","uri":"https://example.com/1","url":"https://example.com/1","visibility":"public","created_at":"2023-01-01T00:00:00Z","account":{"acct":"a@example.com"}}"#;
    check(line, Some(named("mastodon")));
    let given = ReadOptions { format: Some(named("ndjson")), ..options() };
    assert_eq!(try_read(file(line).path(), &given).unwrap().ids(), ["1"]);
    let picture = file(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    assert!(matches!(try_read(picture.path(), &given), Err(ReadError::UnknownFormat { .. })));
    for (bytes, format, id, text, expected) in [
        (CROWDTANGLE, "crowdtangle-api", "platformId", "message", "1_2"),
        (COMMENT, "reddit", "id", "body", "abc"),
        (JUNKIPEDIA, "junkipedia", "PostUrl", "post_body_text", "https://t.me/example/1"),
    ] {
        check(bytes, Some(named(format)));
        let mapping = Mapping::default().with("id", id).unwrap().with("text", text).unwrap();
        let reading = try_read(file(bytes).path(), &ReadOptions { mapping, ..options() }).unwrap();
        assert_eq!((reading.ids(), reading.posts()[0].text.len()), (vec![expected], 1));
    }
}

const CROWDTANGLE: &[u8] = br#"{"id":5,"platformId":"1_2","platform":"Facebook","message":"a","date":"2020-01-21 16:58:43","postUrl":"https://www.facebook.com/example/posts/2","statistics":{"actual":{"likeCount":1}},"account":{"id":7,"platformId":"1"}}"#;
const COMMENT: &[u8] =
    br#"{"id":"abc","subreddit":"s","author":"example_desk","body":"a","link_id":"t3_x","created_utc":1538352000}"#;
const JUNKIPEDIA: &[u8] =
    b"PostId,ChannelName,Platform,published_at,post_body_text,PostUrl\n9,Example,Telegram,2023-01-01T00:00:00Z,a,https://t.me/example/1\n";

/// Of a file of no known format the three formats it resembles most are named, each with what is missing.
#[test]
fn the_nearest_formats_are_named() {
    let nearest = |bytes: &[u8]| -> Vec<String> {
        let found = detect_file(file(bytes).path(), &Limits::standard()).unwrap();
        assert_eq!(found[0].format, None, "{found:?}");
        found[0].nearest.iter().map(|near| format!("{} lacks {}", near.format, near.missing.join(", "))).collect()
    };
    let tweets = nearest(b"tweetid,userid,tweet_time\n1,2,3\n");
    assert_eq!(tweets.len(), 3, "{tweets:?}");
    assert_eq!(tweets[0], "x-information-operations lacks tweet_text, is_retweet");
    let chat = nearest(br#"{"name":"c","type":"public_channel","messages":[]}"#);
    assert_eq!(chat.len(), 3, "{chat:?}");
    assert!(chat[0].starts_with("telegram-desktop lacks "), "{chat:?}");
}
