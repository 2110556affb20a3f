//! Traps of the many ways in which messages of Telegram are exported.

use pressgang_posts::{Format, Item, ReadOptions};

use crate::support::{Reading, file, named, narrow, options, read_bytes, try_read};

/// A message of the Telegram API with some members of its own.
fn message(members: &str) -> String {
    format!(
        r#"{{"_":"Message","id":1,"date":1760314727,"peer_id":{{"channel_id":5}},"message":"a"{}{members}}}"#,
        if members.is_empty() { "" } else { "," }
    )
}

#[track_caller]
fn read(line: &str) -> Reading {
    let reading = read_bytes(line.as_bytes(), &options());
    assert_eq!(reading.summary.parts[0].format, named("telethon"));
    reading
}

#[test]
fn chats_have_the_number_that_telegram_desktop_writes() {
    for (peer, expected) in [
        (r#"{"_":"PeerChannel","channel_id":1488156064}"#, "1488156064/1"),
        (r#"{"_":"PeerChannel","channel_id":-1001488156064}"#, "1488156064/1"),
        (r#"{"channel_id":{"$numberLong":"1488156064"}}"#, "1488156064/1"),
        ("-1001488156064", "1488156064/1"),
        (r#""-1001488156064""#, "1488156064/1"),
        (r#"{"$numberLong":"-1001488156064"}"#, "1488156064/1"),
        // Short and long numbers are counted on, not only prefixed.
        ("-1000012345678", "12345678/1"),
        ("-1012345678901", "12345678901/1"),
    ] {
        let line = format!(r#"{{"id":1,"date":1760314727,"peer_id":{peer},"message":"a"}}"#);
        let reading = read(&line);
        assert_eq!(reading.ids(), [expected], "{peer}");
        let number = expected.trim_end_matches("/1");
        assert_eq!(reading.posts()[0].author.id.as_deref(), Some(format!("channel{number}").as_str()));
    }
}

#[test]
fn chats_that_are_not_public_are_read_only_on_demand() {
    for (peer, id) in [
        (r#"{"_":"PeerUser","user_id":7}"#, "7/1"),
        ("7", "7/1"),
        (r#"{"_":"PeerChat","chat_id":8}"#, "8/1"),
        ("-8", "8/1"),
    ] {
        let line = format!(r#"{{"id":1,"date":1760314727,"peer_id":{peer},"message":"private"}}"#);
        assert!(read(&line).items.is_empty(), "{peer}");
        let all = ReadOptions { all_chats: true, ..options() };
        let reading = read_bytes(line.as_bytes(), &all);
        assert_eq!(reading.ids(), [id]);
        assert_eq!(reading.posts()[0].url, None);
    }
    // Only channels have posts.
    let line = r#"{"id":1,"date":1760314727,"peer_id":7,"message":"a","post":true}"#;
    assert_eq!(read(line).ids(), ["7/1"]);
}

#[test]
fn times_of_telegram_are_utc_in_every_form() {
    for (date, expected) in [
        ("1760314727", Some("2025-10-13T00:18:47Z")),
        ("1760314727.0", Some("2025-10-13T00:18:47Z")),
        (r#""2025-10-13 00:18:47.000000""#, Some("2025-10-13T00:18:47Z")),
        (r#""2025-10-13T00:18:47+00:00""#, Some("2025-10-13T00:18:47Z")),
        (r#""2025-10-13T03:18:47+03:00""#, Some("2025-10-13T00:18:47Z")),
        (r#"{"$date":"2025-10-13T00:18:47.000Z"}"#, Some("2025-10-13T00:18:47Z")),
        (r#"{"$date":{"$numberLong":"1760314727000"}}"#, Some("2025-10-13T00:18:47Z")),
        (r#"{"$date":1760314727000}"#, Some("2025-10-13T00:18:47Z")),
        ("null", None),
    ] {
        let reading = read(&format!(r#"{{"id":1,"date":{date},"peer_id":{{"channel_id":5}},"message":"a"}}"#));
        let time = reading.posts()[0].created_at.map(|time| time.to_string());
        assert_eq!(time.as_deref(), expected, "{date}");
    }
    let reading = read(r#"{"id":1,"date":[],"peer_id":{"channel_id":5},"message":"a"}"#);
    assert_eq!(reading.reasons(), ["date is no known form of time"]);
}

#[test]
fn counts_that_are_absent_are_none() {
    let post = |members: &str| read(&message(members)).posts()[0].metrics;
    assert_eq!(post("").views, None);
    assert_eq!(post(r#""views":null,"forwards":null,"replies":null"#).shares, None);
    let some = post(r#""views":0,"forwards":3,"replies":{"replies":2},"reactions":{"results":[{"count":9}]}"#);
    assert_eq!((some.views, some.likes, some.shares, some.comments), (Some(0), None, Some(3), Some(2)));
}

#[test]
fn entities_off_the_text_are_ignored() {
    let entity = r#"{"_":"MessageEntityUrl","offset":-1,"length":99999999999999999999}"#;
    assert!(read(&message(&format!(r#""entities":[{entity}]"#))).posts()[0].links.is_empty());
    let many = vec![entity; 1001].join(",");
    assert_eq!(read(&message(&format!(r#""entities":[{many}]"#))).reasons(), ["more than 1000 entities"]);
}

#[test]
fn damaged_messages_are_rejected_by_reason() {
    let first = message("");
    for (line, reason) in [
        (r#"{"id":1.5,"date":1,"peer_id":{"channel_id":5},"message":"a"}"#, "id is a float: 1.5"),
        (r#"{"date":1,"peer_id":{"channel_id":5},"message":"a"}"#, "no id"),
        (r#"{"id":1,"date":1,"peer_id":{"channel_id":2e9},"message":"a"}"#, "peer_id names no chat"),
        (r#"{"id":1,"date":1,"peer_id":"x","message":"a"}"#, "peer_id names no chat"),
        (r#"{"id":1,"peer_id":{"channel_id":5},"message":""}"#, "no text"),
        (r#"{"id":1,"message":"a"}"#, "no peer_id"),
    ] {
        let reading = read(&format!("{first}\n{line}\n"));
        assert_eq!((reading.ids(), reading.reasons()), (vec!["5/1"], vec![reason]), "{line}");
    }
    let reading = read_bytes(
        format!("{first}\n{}\n", message(&format!(r#""x":"{}""#, "y".repeat(900)))).as_bytes(),
        &narrow(500),
    );
    assert_eq!(reading.reasons(), ["the record is longer than 500 bytes"]);
}

/// What Telegram Desktop writes for control characters is no JSON, also in the name of a chat.
#[test]
fn control_characters_in_a_desktop_export() {
    let export = br#"{"name":"A\x1Fb","type":"public_channel","id":5,"messages":[
{"id":1,"type":"message","date_unixtime":"1685315607","text":"one\x07 \\x41"},
{"id":2,"type":"message","date_unixtime":"1685315607","text":"two \x"}]}"#;
    let reading = read_bytes(export, &options());
    let post = reading.posts()[0];
    assert_eq!((post.author.name.as_deref(), post.text.as_str()), (Some("A\u{1f}b"), "one\u{7} \\x41"));
    let start = post.provenance.offset.unwrap() as usize;
    let bytes = &export[start..start + post.provenance.length.unwrap() as usize];
    assert!(bytes.starts_with(br#"{"id":1,"#) && bytes.ends_with(br#"\\x41"}"#));
    assert_eq!(reading.rejects().len(), 1);
}

#[track_caller]
fn check_format(bytes: &str, expected: &str) {
    let reading = read_bytes(bytes.as_bytes(), &options());
    assert_eq!(reading.summary.parts[0].format, expected.parse::<Format>().unwrap());
}

#[test]
fn kinds_of_export_are_told_apart() {
    check_format(&message(""), "telethon");
    check_format(&format!("[{}]", message("")), "telethon");
    check_format(&format!(r#"{{"_":"ChannelMessages","messages":[{}]}}"#, message("")), "telethon");
    check_format(
        r#"{"_type":"snscrape.modules.telegram.TelegramPost","url":"https://t.me/s/a/1","content":"a"}"#,
        "snscrape",
    );
    // A `_type` alone is anybody's.
    check_format(r#"{"_type":"other.Post","id":"1","text":"snscrape.modules.twitter"}"#, "ndjson");
    check_format(
        r#"{"status":"ok","response":{"count":1,"items":[{"link":"t.me/a/1","channel_id":2,"date":1573728531,"text":"a"}]}}"#,
        "tgstat",
    );
}

#[test]
fn pages_of_a_desktop_export_are_named() {
    let page = "<!DOCTYPE html>\n<html>\n <head>\n  <title>Exported Data</title>\n </head>\n <body>\n  <div class=\"page_wrap\">\n   <div class=\"history\">";
    let error = try_read(file(page.as_bytes()).path(), &options()).err().unwrap().to_string();
    assert!(error.contains("a Telegram Desktop export as HTML; export it as JSON instead"), "{error}");
    let other = "<!DOCTYPE html>\n<title>Exported Data</title>";
    let error = try_read(file(other.as_bytes()).path(), &options()).err().unwrap().to_string();
    assert!(error.contains("an HTML page"), "{error}");
}

#[test]
fn counts_of_channel_pages_are_taken_only_if_exact() {
    for (views, expected) in [
        (r#""views":312"#, Some(312)),
        (r#""views":312,"views.granularity":1"#, Some(312)),
        (r#""views":1200,"views.granularity":100"#, None),
        (r#""views":[312,1]"#, Some(312)),
        (r#""views":[1200,100]"#, None),
        (r#""views":"1.2K""#, None),
        (r#""views":null"#, None),
    ] {
        let line = format!(
            r#"{{"_type":"snscrape.modules.telegram.TelegramPost","url":"https://t.me/s/a/1","content":"a",{views}}}"#
        );
        assert_eq!(read_bytes(line.as_bytes(), &options()).posts()[0].metrics.views, expected, "{views}");
    }
}

/// Observations and accounts are no posts and no rejects.
#[test]
fn what_is_gone_is_observed() {
    let husk = r#"{"_":"MessageEmpty","id":2,"peer_id":{"channel_id":5}}"#;
    let reading = read(&format!("{}\n{husk}\n", message("")));
    assert_eq!((reading.ids(), reading.rejects().len()), (vec!["5/1"], 0));
    assert!(reading.items.iter().any(|item| matches!(item, Item::Observation(seen) if seen.signal == "MessageEmpty")));
}

/// A chat that Telegram Desktop exported, of one message.
fn chat(id: &str, members: &str) -> String {
    format!(r#"{{"name":"A","type":"public_channel","id":{id},"messages":[{{"id":1,"type":"message",{members}}}]}}"#)
}

#[test]
fn chats_of_old_exports_have_the_number_of_new_ones() {
    const OLD: &str = r#""date":"2019-05-29T04:13:27","text":"a""#;
    for (id, members, expected) in [
        // 2 << 32 and 1 << 32 stood for channels and groups.
        ("10089934593", OLD, "1500000001/1"),
        ("5794967297", OLD, "1500000001/1"),
        ("1500000001", OLD, "1500000001/1"),
        // New numbers may be that large themselves.
        ("10089934593", r#""date":"2031-05-29T04:13:27","date_unixtime":"1937787207","text":"a""#, "10089934593/1"),
    ] {
        let reading = read_bytes(chat(id, members).as_bytes(), &options());
        assert_eq!(reading.ids(), [expected], "{id} {members}");
        let number = expected.trim_end_matches("/1");
        assert_eq!(reading.posts()[0].author.id, Some(format!("channel{number}")));
    }
}

#[test]
fn what_stands_beside_words_is_part_of_the_text() {
    let members = r#""date_unixtime":"1685315607","text":"look","poll":{"question":"Go?","answers":[{"text":"Yes"}]}"#;
    let reading = read_bytes(chat("5", members).as_bytes(), &options());
    assert_eq!(reading.posts()[0].text, "look\n\nGo?\nYes");
    let text = |media: &str| {
        let reading = read(&message(&format!(r#""media":{media}"#)));
        reading.posts()[0].text.clone()
    };
    let poll = r#"{"_":"MessageMediaPoll","poll":{"question":{"text":"Go?"},"answers":[{"text":{"text":"Yes"}}]}}"#;
    assert_eq!(text(poll), "a\n\nGo?\nYes");
    let tasks = r#"{"_":"MessageMediaToDo","todo":{"title":{"text":"Do"},"list":[{"id":1,"title":{"text":"this"}}]}}"#;
    assert_eq!(text(tasks), "a\n\nDo\nthis");
}

#[test]
fn what_has_to_be_paid_for_is_a_picture_or_a_film() {
    let media = r#"{"_":"MessageMediaPaidMedia","stars_amount":5,"extended_media":[{"_":"MessageExtendedMediaPreview","w":1},{"_":"MessageExtendedMediaPreview","video_duration":9},{"_":"MessageExtendedMedia","media":{"_":"MessageMediaDocument","document":{"mime_type":"video/mp4"}}}]}"#;
    let reading = read(&message(&format!(r#""media":{media}"#)).replace(r#""message":"a""#, r#""message":"""#));
    let kinds: Vec<_> = reading.posts()[0].media.iter().map(|media| media.kind.as_str()).collect();
    assert_eq!(kinds, ["photo", "video", "video"]);
}
