//! Files broken in the ways in which files are: what is read of each, and what is said of the rest.

use pressgang_posts::{Metrics, ReadOptions};

use crate::support::{check_sums, file, named, options, try_read};
use crate::wrap::{gz, zip};

/// Reads a file; expected are the ids of its posts and the reasons of its rejects, or the words of the error.
#[track_caller]
fn check(name: &str, bytes: &[u8], posts: &[&str], reasons: &[&str]) {
    match try_read(file(bytes).path(), &options()) {
        Ok(reading) => {
            check_sums(&reading);
            assert_eq!(reading.ids(), posts, "{name}");
            assert_eq!(reading.reasons(), reasons, "{name}");
        }
        Err(error) => {
            assert!(posts.is_empty(), "{name}: {error}");
            let words = error.to_string();
            let words = words.split_once(": ").map_or(words.as_str(), |(_path, words)| words);
            // Which formats come nearest changes with every new format, all but the first.
            let words = words.split("; then ").next().unwrap_or_default();
            assert_eq!([words], reasons, "{name}");
        }
    }
}

const LINES: &[u8] = b"{\"id\":\"1\",\"text\":\"a\"}\n{\"id\":\"2\",\"text\":\"b\"}\n";
const TABLE: &[u8] = b"id,text\n1,a\n2,b\n";

#[test]
fn containers_cut_or_damaged() {
    let no_directory = &zip(&[("a.csv", TABLE)])[..60];
    check("gzip cut off", &gz(LINES)[..gz(LINES).len() - 12], &["1"], &["the gzip stream is damaged: it ends early"]);
    check(
        "gzip without its sums",
        &gz(LINES)[..gz(LINES).len() - 8],
        &["1", "2"],
        &["the gzip stream is damaged: it ends early"],
    );
    check(
        "gzip with something behind",
        &[&gz(LINES)[..], b"tail"].concat(),
        &["1", "2"],
        &["the gzip stream is damaged: it ends early"],
    );
    check(
        "gzip with zeros behind",
        &[&gz(LINES)[..], &[0; 512]].concat(),
        &["1", "2"],
        &["the gzip stream is damaged: invalid gzip header"],
    );
    check("gzip twice over", &[gz(LINES), gz(b"{\"id\":\"3\",\"text\":\"c\"}\n")].concat(), &["1", "2", "3"], &[]);
    check("gzip head only", &gz(LINES)[..10], &[], &["the gzip stream is damaged: it ends early"]);
    check(
        "zip without directory",
        no_directory,
        &[],
        &["the zip archive has no readable directory at its end; it was probably cut off"],
    );
    check(
        "zip magic only",
        b"PK\x03\x04",
        &[],
        &["the zip archive has no readable directory at its end; it was probably cut off"],
    );
    check(
        "parquet magic only",
        b"PAR1PAR1",
        &[],
        &["the Parquet file cannot be read: EOF: Parquet file too small. Size is 8 but need 827474264"],
    );
}

#[test]
fn json_cut_or_broken() {
    check(
        "cut in a string",
        b"{\"id\":\"1\",\"text\":\"a\"}\n{\"id\":\"2\",\"text\":\"b",
        &["1"],
        &["the JSON ends early"],
    );
    check(
        "cut in an escape",
        b"{\"id\":\"1\",\"text\":\"a\"}\n{\"id\":\"2\",\"text\":\"b\\u00",
        &["1"],
        &["the JSON ends early"],
    );
    check(
        "cut behind a backslash",
        b"{\"id\":\"1\",\"text\":\"a\"}\n{\"id\":\"2\",\"text\":\"b\\",
        &["1"],
        &["the JSON ends early"],
    );
    check(
        "cut in a number",
        b"{\"id\":\"1\",\"text\":\"a\"}\n{\"id\":\"2\",\"text\":\"b\",\"views\":1",
        &["1"],
        &["the JSON ends early"],
    );
    check(
        "cut in a word",
        b"{\"id\":\"1\",\"text\":\"a\"}\n{\"id\":\"2\",\"text\":\"b\",\"views\":tru",
        &["1"],
        &["the JSON ends early"],
    );
    check(
        "array cut in a string",
        b"[{\"id\":\"1\",\"text\":\"a\"},{\"id\":\"2\",\"text\":\"b",
        &["1"],
        &["the JSON ends early; nothing is read from here on"],
    );
    check(
        "array cut between records",
        b"[{\"id\":\"1\",\"text\":\"a\"},",
        &["1"],
        &["the JSON ends early; nothing is read from here on"],
    );
    check(
        "array without commas",
        b"[{\"id\":\"1\",\"text\":\"a\"} {\"id\":\"2\",\"text\":\"b\"}]",
        &["1"],
        &["not valid JSON; nothing is read from here on"],
    );
    check(
        "array with a comma too many",
        b"[{\"id\":\"1\",\"text\":\"a\"},]",
        &["1"],
        &["not valid JSON; nothing is read from here on"],
    );
    check(
        "array of other things",
        b"[{\"id\":\"1\",\"text\":\"a\"},null,7,\"x\",[]]",
        &["1"],
        &["not a JSON object", "not a JSON object", "not a JSON object", "not a JSON object"],
    );
    check("two arrays", b"[{\"id\":\"1\",\"text\":\"a\"}][{\"id\":\"2\",\"text\":\"b\"}]", &["1", "2"], &[]);
    check(
        "single quotes",
        b"{'id':'1','text':'a'}\n",
        &[],
        &["no known format; nearest is ndjson, which also needs id, text"],
    );
    check("a megabyte of [", &[b'['; 1 << 20], &[], &["no known format"]);
    check(
        "a megabyte of {\"a\":",
        &b"{\"a\":".repeat(1 << 18),
        &[],
        &["no known format; nearest is ndjson, which also needs id, text"],
    );
    check("a megabyte of \"", &[b'"'; 1 << 20], &[], &["no known format"]);
    check(
        "deep below a record",
        &[
            &b"{\"id\":\"1\",\"text\":\"a\",\"x\":"[..],
            &b"[".repeat(500),
            &b"]".repeat(500),
            b"}\n{\"id\":\"2\",\"text\":\"b\"}\n",
        ]
        .concat(),
        &["2"],
        &["the record is nested deeper than 128 levels"],
    );
    check("numbers that are none", b"{\"id\":01,\"text\":\"a\"}\n{\"id\":+1,\"text\":\"b\"}\n{\"id\":1.,\"text\":\"c\"}\n{\"id\":0x1,\"text\":\"d\"}\n{\"id\":NaN,\"text\":\"e\"}\n{\"id\":\"2\",\"text\":\"b\"}\n{\"id\":\"3\",\"text\":\"b\"}\n", &["2", "3"], &["not valid JSON at byte 8 of the record", "not valid JSON at byte 6 of the record", "not valid JSON at byte 8 of the record", "not valid JSON at byte 7 of the record", "not valid JSON at byte 6 of the record"]);
}

#[test]
fn bytes_that_are_no_text() {
    check(
        "invalid UTF-8 in a line",
        b"{\"id\":\"1\",\"text\":\"a\xff\"}\n{\"id\":\"2\",\"text\":\"b\"}\n",
        &["2"],
        &["invalid UTF-8 at byte 19 of the record"],
    );
    check(
        "invalid UTF-8 in a key",
        b"{\"id\":\"1\",\"te\xffxt\":\"a\",\"text\":\"a\"}\n{\"id\":\"2\",\"text\":\"b\"}\n",
        &["2"],
        &["invalid UTF-8 at byte 13 of the record"],
    );
    check(
        "overlong UTF-8",
        b"{\"id\":\"1\",\"text\":\"\xc0\xaf\"}\n{\"id\":\"2\",\"text\":\"b\"}\n",
        &["2"],
        &["invalid UTF-8 at byte 18 of the record"],
    );
    check("surrogate in UTF-8", b"id,text\n1,\xed\xa0\xbd\n2,b\n", &["2"], &["invalid UTF-8 at byte 2 of the record"]);
    check(
        "lone surrogates",
        b"{\"id\":\"1\",\"text\":\"a\\ud83d\"}\n{\"id\":\"2\",\"text\":\"\\udc00b\\ud83d\\ud83d\"}\n",
        &["1", "2"],
        &[],
    );
    check(
        "half an escape of a pair",
        b"{\"id\":\"1\",\"text\":\"a\\ud83d\\u\"}\n{\"id\":\"2\",\"text\":\"b\"}\n",
        &["2"],
        &["not valid JSON at byte 27 of the record"],
    );
    check(
        "NUL bytes in a line",
        b"{\"id\":\"1\",\"text\":\"a\0\"}\n{\"id\":\"2\",\"text\":\"b\"}\n",
        &["2"],
        &["not valid JSON at byte 19 of the record"],
    );
    check("NUL as an escape", b"{\"id\":\"1\",\"text\":\"a\\u0000\"}\n", &["1"], &[]);
    let rows: String = (1..100).map(|id| format!("{id},words\n")).collect();
    let table = format!("id,text\n{rows}").replacen("words", "wo\0rds", 1);
    let ids: Vec<String> = (1..100).map(|id| id.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    check("a NUL byte in a table", table.as_bytes(), &ids, &[]);
    check("NUL bytes in a small table", b"id,text\n1,a\0\n2,b\n", &[], &["no known format"]);
    check("NUL bytes alone", &[0; 4096], &[], &["no known format"]);
    check(
        "NUL bytes behind lines",
        &[LINES, &[0; 4096]].concat(),
        &["1", "2"],
        &["not valid JSON at byte 0 of the record"],
    );
    check("a byte order mark", &[b"\xef\xbb\xbf", TABLE].concat(), &["1", "2"], &[]);
    check(
        "two byte order marks",
        &[b"\xef\xbb\xbf\xef\xbb\xbf", TABLE].concat(),
        &[],
        &["no known format; nearest is csv, which also needs id"],
    );
    check(
        "a byte order mark in the middle of a table",
        &[TABLE, b"\xef\xbb\xbf", TABLE].concat(),
        &["1", "2", "1", "2"],
        &[],
    );
    check(
        "a byte order mark in the middle of lines",
        &[LINES, b"\xef\xbb\xbf", LINES].concat(),
        &["1", "2", "1", "2"],
        &[],
    );
    check("a byte order mark alone", b"\xef\xbb\xbf", &[], &["no known format"]);
    check(
        "UTF-32 with little ends",
        &"\u{feff}id,text\n1,a\n".chars().flat_map(|c| (c as u32).to_le_bytes()).collect::<Vec<_>>(),
        &[],
        &["no known format; it looks like text in UTF-32; save it as UTF-8 first"],
    );
    check(
        "UTF-32 with big ends",
        &"\u{feff}id,text\n1,a\n".chars().flat_map(|c| (c as u32).to_be_bytes()).collect::<Vec<_>>(),
        &[],
        &["no known format; it looks like text in UTF-32; save it as UTF-8 first"],
    );
    check(
        "UTF-16 without a mark",
        &"id,text\n1,a\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
        &[],
        &["no known format"],
    );
}

#[test]
fn keys_columns_and_rows() {
    let many_columns = format!("id,text{}\n1,a{}\n", ",c".repeat(9_998), ",".repeat(9_998));
    check(
        "a key twice",
        b"{\"id\":\"1\",\"text\":\"a\",\"id\":\"3\"}\n{\"id\":\"2\",\"text\":\"b\"}\n",
        &["2"],
        &["the key \"id\" is there twice, so tools would disagree on what it says"],
    );
    check(
        "a key twice, once escaped",
        b"{\"id\":\"1\",\"text\":\"a\",\"\\u0069d\":\"3\"}\n{\"id\":\"2\",\"text\":\"b\"}\n",
        &["2"],
        &["the key \"id\" is there twice, so tools would disagree on what it says"],
    );
    check("a column twice", b"id,text,id\n1,a,3\n", &["1"], &[]);
    check("ten thousand columns", many_columns.as_bytes(), &[], &["no known format"]);
    check("a header only", b"id,text\n", &[], &[]);
    check("a header without an end", b"id,text", &[], &[]);
    check("a quote never closed", b"id,text\n1,\"a\n2,b\n", &[], &["a quote is opened and never closed"]);
    check("quotes within a field", b"id,text\n1,a \"b\" c\n2,\"a\" b\n3,\"\"\"\"\n", &["1", "2", "3"], &[]);
    check(
        "rows too short and too wide",
        b"id,text,url\n1,a,u\n2,b\n3,c,u,v\n4,d,u,\n",
        &["1", "4"],
        &["the row has 2 fields where the header has 3", "the row has 4 fields where the header has 3"],
    );
}

#[test]
fn line_ends_and_nothing_else() {
    check("nothing", b"", &[], &["the file is empty"]);
    check("one byte", b"{", &[], &["no known format"]);
    check("blank", b" \n\t\n", &[], &["no known format"]);
    check("CRLF only", b"\r\n\r\n\r\n", &[], &["no known format"]);
    check("CR only", b"\r\r\r\r", &[], &["no known format"]);
    check("a table with CR", b"id,text\r1,a\r2,b\r", &["1", "2"], &[]);
    check("a table with mixed ends", b"id,text\r\n1,a\n2,b\r3,c\n\r\n\n4,d", &["1", "2", "3", "4"], &[]);
    check("lines with CR", b"{\"id\":\"1\",\"text\":\"a\"}\r{\"id\":\"2\",\"text\":\"b\"}\r", &["1", "2"], &[]);
    check(
        "lines with mixed ends",
        b"{\"id\":\"1\",\"text\":\"a\"}\r\n\n\r\n{\"id\":\"2\",\"text\":\"b\"}",
        &["1", "2"],
        &[],
    );
}

#[test]
fn values_that_cannot_be() {
    check("numbers beyond all bounds", b"{\"id\":\"1\",\"text\":\"a\",\"views\":1e999}\n{\"id\":\"2\",\"text\":\"b\",\"views\":99999999999999999999999}\n", &["1", "2"], &[]);
    check("ids as floats", b"{\"id\":1.0,\"text\":\"a\"}\n{\"id\":1e18,\"text\":\"b\"}\n{\"id\":-0.0,\"text\":\"c\"}\n{\"id\":1E999,\"text\":\"d\"}\n", &[], &["id is a float: 1.0", "id is a float: 1e18", "id is a float: -0.0", "id is a float: 1E999"]);
    check(
        "ids as floats in a table",
        b"id,text\n1.0,a\n1e18,b\n\"1,01E+18\",c\n",
        &[],
        &["id is a float: 1.0", "id is a float: 1e18", "id is a float: 1,01E+18"],
    );
    check("ids of other kinds", b"{\"id\":true,\"text\":\"a\"}\n{\"id\":[1],\"text\":\"b\"}\n{\"id\":{},\"text\":\"c\"}\n{\"id\":null,\"text\":\"d\"}\n{\"id\":\"\",\"text\":\"e\"}\n{\"id\":\" \",\"text\":\"e\"}\n", &[], &["id is neither text nor a number", "id is neither text nor a number", "id is neither text nor a number", "no id", "no id", "no id"]);
    check("dates out of range", b"{\"id\":\"1\",\"text\":\"a\",\"created_at\":\"2020-13-45T99:99:99Z\"}\n{\"id\":\"2\",\"text\":\"b\",\"created_at\":99999999999999999999}\n{\"id\":\"3\",\"text\":\"c\",\"created_at\":-5}\n{\"id\":\"4\",\"text\":\"d\",\"created_at\":\"+275760-09-13T00:00:00Z\"}\n{\"id\":\"5\",\"text\":\"e\",\"created_at\":\"0000-00-00 00:00:00\"}\n", &[], &["created_at is no known form of time: written like \"9999-99-99a99:99:99a\"", "created_at is no known form of time: written like \"99999999999999999999\"", "created_at is no known form of time: written like \"-9\"", "created_at is no known form of time: written like \"+999999-99-99a99:99:99a\"", "created_at is no known form of time: written like \"9999-99-99 99:99:99\""]);
    check("negative counts", b"{\"id\":\"1\",\"text\":\"a\",\"views\":-1,\"likes\":\"-5\"}\n", &["1"], &[]);
}

/// What cannot be is nothing, never a zero or another number.
#[test]
fn counts_that_cannot_be_are_none() {
    for count in
        ["-1", "\"-5\"", "1e999", "1.5", "99999999999999999999999", "true", "[]", "\"many\"", "\"1.2K\"", "null"]
    {
        let line = format!("{{\"id\":\"1\",\"text\":\"a\",\"views\":{count},\"likes\":{count}}}\n");
        let reading = try_read(file(line.as_bytes()).path(), &options()).unwrap();
        assert_eq!(reading.posts()[0].metrics, Metrics::default(), "{count}");
    }
}

/// A list under a name that is not its own is not taken for an empty one.
#[test]
fn lists_that_are_not_there_are_named() {
    let check = |format: &str, document: &str, reasons: &[&str]| {
        let given = ReadOptions { format: Some(named(format)), ..options() };
        let reading = try_read(file(document.as_bytes()).path(), &given).unwrap();
        assert_eq!((reading.posts().len(), &reading.reasons()[..]), (0, reasons), "{document}");
    };
    let unlisted = "a page without a list of posts, but with fields that are not known";
    check("vk", r#"{"response":{"count":0,"items":[]}}"#, &[]);
    let pages =
        |end: &str| format!("{{\"response\":{{\"items\":[]}}}}{end}{{\"response\":{{\"count\":1,\"htems\":[{{}}]}}}}");
    check("vk", &pages("\n"), &[unlisted]);
    check("vk", &format!("[{}]", pages(",\n")), &[unlisted]);
    check("x-api-v2", r#"{"meta":{"result_count":0}}"#, &[]);
    check("x-api-v2", r#"{"dbta":[{"id":"1"}],"meta":{"result_count":1}}"#, &[unlisted]);
    let nothing = "neither messages nor chats in this document";
    check("telegram-desktop", r#"{"name":"a","type":"public_channel","id":1,"messages":[]}"#, &[]);
    check("telegram-desktop", r#"{"name":"a","type":"public_channel","id":1,"nessages":[{}]}"#, &[nothing]);
    check("telegram-desktop", r#"{"name":"a","type":"public_channel","id":1,"messages":null}"#, &[nothing]);
    check("telegram-desktop", r#"{"about":"a","contacts":{"list":[]},"dhats":{"list":[{}]}}"#, &[nothing]);
    check("telegram-desktop", r#"{"about":"a","chats":{"about":"","list":[]}}"#, &[]);
    check("telegram-desktop", r#"{"about":"a","chats":{"about":"","mist":[{}]}}"#, &["no list of chats"]);
    check(
        "telegram-desktop",
        r#"{"chats":{"list":[{"type":"public_channel","id":1}]}}"#,
        &["no messages in this chat"],
    );
    check("telegram-desktop", r#"{"chats":{"list":[{"type":"personal_chat","id":1}]}}"#, &[]);
}
