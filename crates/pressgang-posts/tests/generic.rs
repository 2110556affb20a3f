//! Generic files: mappings, forms of values, and the bounds of records.

use pressgang_posts::{Mapping, ReadError, ReadOptions};

use crate::support::{fixture, named, narrow, options, read, read_bytes, try_read};

fn mapped(pairs: &[(&str, &str)]) -> ReadOptions {
    let mut mapping = Mapping::default();
    for (field, column) in pairs {
        mapping.set(field, column).unwrap();
    }
    ReadOptions { mapping, ..options() }
}

#[test]
fn mapping_names_columns_and_the_platform() {
    let bytes = b"number,words,text,when\nA,the words,not these,2023-01-01T00:00:00+01:00\n";
    let options =
        mapped(&[("id", "number"), ("text", "words"), ("created_at", "When"), ("platform_value", "VKontakte")]);
    let reading = read_bytes(bytes, &options);
    let post = reading.posts()[0];
    assert_eq!((post.key.to_string().as_str(), post.text.as_str()), ("vk:A", "the words"));
    assert_eq!(post.created_at.unwrap().to_string(), "2022-12-31T23:00:00Z");
}

#[test]
fn mapping_reaches_into_objects() {
    let line = br#"{"item":{"key":7,"inner":{"words":"deep"}},"id":"not this"}"#;
    let reading = read_bytes(line, &mapped(&[("id", "item.key"), ("text", "item.inner.words")]));
    assert_eq!((reading.ids(), reading.posts()[0].text.as_str()), (vec!["7"], "deep"));
}

#[test]
fn an_empty_column_leaves_a_field_unread() {
    let bytes = b"id,text,created_at\n1,a,10/1/2017 19:58\n";
    assert_eq!(
        read_bytes(bytes, &options()).reasons(),
        ["created_at is no known form of time: written like \"99/9/9999 99:99\""]
    );
    assert_eq!(read_bytes(bytes, &mapped(&[("created_at", "")])).posts()[0].created_at, None);
}

#[test]
fn unknown_fields_of_a_mapping_are_errors() {
    assert!(Mapping::default().set("colour", "x").unwrap_err().to_string().contains("colour"));
}

#[test]
fn a_given_format_needs_its_columns() {
    let file = crate::support::file(b"a,b\n1,2\n");
    let given = ReadOptions { format: Some(named("csv")), ..options() };
    let error = try_read(file.path(), &given).err().unwrap();
    assert!(matches!(&error, ReadError::MissingColumns { missing, .. } if missing.len() == 2), "{error}");
    assert!(error.to_string().contains("post_id"), "{error}");
}

#[track_caller]
fn check_time(written: &str, expected: &str) {
    let bytes = format!("id,text,date\n1,a,\"{written}\"\n");
    let reading = read_bytes(bytes.as_bytes(), &options());
    let time = reading.posts().first().and_then(|post| post.created_at);
    assert_eq!(time.map(|time| time.to_string()).unwrap_or_default(), expected, "{written}");
}

#[test]
fn times() {
    check_time("2021-05-18T19:24:56.000Z", "2021-05-18T19:24:56Z");
    check_time("2021-05-18T19:24:56.5+02:00", "2021-05-18T17:24:56.5Z");
    check_time("2021-05-18T19:24:56+0200", "2021-05-18T17:24:56Z");
    check_time("2021-05-18 19:24:56", "2021-05-18T19:24:56Z");
    check_time("2021-05-18 19:24:56.123456", "2021-05-18T19:24:56.123Z");
    check_time("2021-05-18 19:24", "2021-05-18T19:24:00Z");
    check_time("2021-05-18", "2021-05-18T00:00:00Z");
    check_time("2021-05-18 19:24:56 UTC", "2021-05-18T19:24:56Z");
    check_time("2021-05-18 19:24:56 EDT", "2021-05-18T23:24:56Z");
    check_time("2021-05-18 19:24:56 BST", "2021-05-18T18:24:56Z");
    check_time("2021-05-18 19:24:56 AEST", "2021-05-18T09:24:56Z");
    check_time("2021-01-18 19:24:56 EST", "2021-01-19T00:24:56Z");
    check_time("1606451170", "2020-11-27T04:26:10Z");
    check_time("1606451170.518101", "2020-11-27T04:26:10.518Z");
    check_time("1606451170518", "2020-11-27T04:26:10.518Z");
    check_time("1606451170518101", "2020-11-27T04:26:10.518Z");
    check_time("Mon Mar 28 14:39:13 +0000 2016", "2016-03-28T14:39:13Z");
    check_time("nan", "");
}

#[track_caller]
fn check_count(written: &str, expected: Option<u64>) {
    let bytes = format!("id,text,views\n1,a,\"{written}\"\n");
    assert_eq!(read_bytes(bytes.as_bytes(), &options()).posts()[0].metrics.views, expected, "{written:?}");
}

#[test]
fn counts_are_never_zero_for_want_of_a_number() {
    check_count("0", Some(0));
    check_count("0.0", Some(0));
    check_count("17.0", Some(17));
    check_count("1,234", Some(1234));
    check_count("1 234 567", Some(1_234_567));
    check_count("1\u{202f}234", Some(1234));
    for absent in ["", " ", "N/A", "nan", "-", "-1", "1.5", "1.2K", "12,34", "1,23,456", "99999999999999999999999"] {
        check_count(absent, None);
    }
}

#[track_caller]
fn check_id(written: &str, expected: Result<&str, &str>) {
    let bytes = format!("id,text\n\"{written}\",a\n");
    let reading = read_bytes(bytes.as_bytes(), &options());
    match expected {
        Ok(id) => assert_eq!(reading.ids(), [id]),
        Err(reason) => assert_eq!(reading.reasons(), [reason]),
    }
}

#[test]
fn ids_never_pass_through_a_float() {
    check_id("1014210000000000001", Ok("1014210000000000001"));
    check_id("-100_5", Ok("-100_5"));
    check_id("12e5678", Ok("12e5678"));
    check_id("v1.2.3", Ok("v1.2.3"));
    check_id("1.01421E+18", Err("id is a float: 1.01421E+18"));
    check_id("1,01421E+18", Err("id is a float: 1,01421E+18"));
    check_id("3.0", Err("id is a float: 3.0"));
    check_id("1e18", Err("id is a float: 1e18"));
    check_id(" ", Err("no id"));
}

#[test]
fn own_output_reads_back() {
    let line = concat!(
        r#"{"platform":"x","id":"1","url":"https://x.com/a/status/1","author":{"id":"9","handle":"a","name":"A"},"#,
        r#""created_at":"2023-01-01T00:00:00Z","text":"t","language_declared":"en","links":["https://example.com"],"#,
        r#""mentions":["b"],"hashtags":["c"],"media":[{"kind":"video","url":null,"path":"v.mp4","alt":null}],"#,
        r#""reply_to":"2","repost_of":null,"quote_of":"3","views":null,"likes":0,"shares":4,"comments":5,"#,
        r#""collected_at":"2023-01-02T00:00:00Z","source":{"file":"f","sha256":"0"}}"#,
    );
    insta::assert_snapshot!(crate::support::show(crate::support::file(line.as_bytes()).path(), &options()));
}

#[test]
fn a_giant_line_is_named_and_the_rest_is_read() {
    let giant = format!("{{\"id\":\"2\",\"text\":\"{}\"}}", "x".repeat(300_000));
    let text = format!("{{\"id\":\"1\",\"text\":\"a\"}}\n{giant}\n{{\"id\":\"3\",\"text\":\"c\"}}\n");
    let reading = read_bytes(text.as_bytes(), &narrow(1000));
    assert_eq!(reading.ids(), ["1", "3"]);
    assert_eq!(reading.reasons(), ["the record is longer than 1000 bytes"]);
    assert_eq!(reading.rejects()[0].provenance.offset, Some(22));
    assert_eq!(reading.rejects()[0].provenance.length, Some(giant.len() as u64));
}

#[test]
fn a_giant_element_is_named_and_the_rest_is_read() {
    let text =
        format!(r#"[{{"id":"1","text":"a"}},{{"id":"2","text":"{}"}},{{"id":"3","text":"c"}}]"#, "x".repeat(300_000));
    let reading = read_bytes(text.as_bytes(), &narrow(1000));
    assert_eq!((reading.ids(), reading.rejects().len()), (vec!["1", "3"], 1));
}

#[test]
fn a_giant_row_is_named_and_the_rest_is_read() {
    let text = format!("id,text\n1,a\n2,\"{}\"\n3,c\n", "x\n\"\"".repeat(100_000));
    let reading = read_bytes(text.as_bytes(), &narrow(1000));
    assert_eq!((reading.ids(), reading.rejects().len()), (vec!["1", "3"], 1));
    assert_eq!(reading.rejects()[0].provenance.row, Some(2));
}

#[test]
fn deep_nesting_is_named_and_the_rest_is_read() {
    let deep = format!(r#"{{"id":"2","text":"b","x":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let text = format!("{{\"id\":\"1\",\"text\":\"a\"}}\n{deep}\n{{\"id\":\"3\",\"text\":\"c\"}}\n");
    let reading = read_bytes(text.as_bytes(), &options());
    assert_eq!((reading.ids(), reading.rejects().len()), (vec!["1", "3"], 1));
    let array = format!("[{{\"id\":\"1\",\"text\":\"a\"}},{deep},{{\"id\":\"3\",\"text\":\"c\"}}]");
    let reading = read_bytes(array.as_bytes(), &options());
    assert_eq!(reading.ids(), ["1", "3"]);
    assert_eq!(reading.reasons(), ["the record is nested deeper than 128 levels"]);
}

#[test]
fn invalid_utf8_is_refused_by_record() {
    let lines = b"{\"id\":\"1\",\"text\":\"a\"}\n{\"id\":\"2\",\"text\":\"\xff\"}\n{\"id\":\"3\",\"text\":\"c\"}\n";
    let reading = read_bytes(lines, &options());
    assert_eq!((reading.ids(), reading.reasons()), (vec!["1", "3"], vec!["invalid UTF-8 at byte 18 of the record"]));
    let rows = b"id,text\n1,a\n\"2\",\xff\n3,c\n";
    let reading = read_bytes(rows, &options());
    assert_eq!((reading.ids(), reading.reasons()), (vec!["1", "3"], vec!["invalid UTF-8 at byte 4 of the record"]));
}

#[test]
fn a_sink_can_stop() {
    let mut seen = 0;
    let summary = pressgang_posts::read_file(&fixture("ndjson/posts.ndjson"), &options(), &mut |_| {
        seen += 1;
        if seen == 2 { std::ops::ControlFlow::Break(()) } else { std::ops::ControlFlow::Continue(()) }
    });
    assert!(summary.unwrap().stopped);
    assert_eq!(seen, 2);
    assert!(!read(&fixture("ndjson/posts.ndjson"), &options()).summary.stopped);
}

#[track_caller]
fn check_platform(id: &str, url: &str, expected: &str) {
    let reading = read_bytes(format!("id,text,url\n{id},a,{url}\n").as_bytes(), &options());
    assert_eq!(reading.posts()[0].key.platform.as_str(), expected, "{id} {url}");
}

#[test]
fn only_the_address_of_the_post_itself_names_its_platform() {
    check_platform("17", "https://x.com/example_desk/status/17", "x");
    check_platform("17", "https://x.com/example_desk/status/1734", "unknown");
    check_platform("rowx", "https://x.com/example_desk/status/17", "unknown");
    check_platform("x", "https://x.com/example_desk", "unknown");
    check_platform("-1_2", "https://vk.com/wall-1_2", "vk");
    check_platform("100_200", "https://www.facebook.com/100/posts/200", "facebook");
    check_platform("100_200", "https://www.facebook.com/300/posts/200", "unknown");
    check_platform("at://did:plc:abc/app.bsky.feed.post/3k", "https://bsky.app/profile/a.example/post/3k", "bluesky");
}

#[test]
fn half_a_surrogate_pair_becomes_a_replacement_character() {
    for (escaped, expected) in [
        (r"a\ud83d b", "a\u{fffd} b"),
        (r"\ude00", "\u{fffd}"),
        (r"\ud83d\ud83d\ude00\n", "\u{fffd}\u{1f600}\n"),
        (r"\ud83d\u0041", "\u{fffd}A"),
        (r"é\ud83dé\udc00", "é\u{fffd}é\u{fffd}"),
    ] {
        let line = format!(r#"{{"id":"1","text":"{escaped}","key \ud83d":1}}"#);
        assert_eq!(read_bytes(line.as_bytes(), &options()).posts()[0].text, expected, "{escaped}");
    }
}

/// Files in which the field `views` stands in the column `seen`.
fn files_with_views() -> [Vec<u8>; 3] {
    [
        b"id,text,seen\n1,a,5\n".to_vec(),
        b"{\"id\":\"1\",\"text\":\"a\",\"seen\":5}\n".to_vec(),
        b"[{\"id\":\"1\",\"text\":\"a\",\"seen\":5}]".to_vec(),
    ]
}

#[test]
fn columns_of_a_mapping_must_be_there() {
    for bytes in files_with_views() {
        let reading = read_bytes(&bytes, &mapped(&[("views", "Seen"), ("likes", "")]));
        assert_eq!(reading.posts()[0].metrics.views, Some(5));
        for field in ["views", "text", "quote_of"] {
            for format in [None, Some(named("csv")), Some(named("ndjson"))] {
                if format.is_some_and(|format| (format == named("csv")) != bytes.starts_with(b"id")) {
                    continue;
                }
                let options = ReadOptions { format, ..mapped(&[(field, "sene")]) };
                let error = try_read(crate::support::file(&bytes).path(), &options).err().unwrap();
                assert!(matches!(error, ReadError::MissingColumns { .. }), "{error}");
                let expected = format!("no column for {field} (the mapping names \"sene\"; the columns are \"seen\", ");
                assert!(error.to_string().contains(&expected), "{error}");
            }
        }
    }
}

#[test]
fn a_column_that_comes_late_in_json_is_found_and_one_that_never_comes_is_named() {
    let early = "{\"id\":\"1\",\"text\":\"a\"}\n".repeat(20_000);
    let text = format!("{early}{{\"id\":\"2\",\"text\":\"b\",\"outer\":{{\"\\u0441\":7}}}}\n");
    let reading = read_bytes(text.as_bytes(), &mapped(&[("views", "outer.с"), ("likes", "liked")]));
    assert_eq!((reading.posts().len(), reading.posts()[20_000].metrics.views), (20_001, Some(7)));
    assert_eq!(reading.reasons(), ["no record has \"liked\", which the mapping names for likes"]);
}

#[test]
fn escaped_keys_are_known_by_their_letters() {
    let line = br#"{"id":"1","\u0442\u0435\u043a\u0441\u0442":"a"}"#;
    assert_eq!(read_bytes(line, &mapped(&[("text", "текст")])).ids(), ["1"]);
}

#[test]
fn lists_are_no_ids_of_other_posts() {
    for (cell, expected) in [("5", Some("5")), ("[]", None), ("\"[{'screen_name': 'a', 'id': '5'}]\"", None)] {
        let reading = read_bytes(format!("id,text,reply_to\n1,words,{cell}\n").as_bytes(), &options());
        assert_eq!(reading.posts()[0].relations.reply_to.as_deref(), expected, "{cell}");
    }
}
