//! Writes exports of any size to standard output, for measuring how much memory reading them takes.
//!
//! ```text
//! cargo run --release -p pressgang-bench --bin giant -- KIND MEGABYTES > FILE
//! ```

#![allow(clippy::print_stderr, reason = "a program to be used by people")]

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

const KINDS: [&str; 9] = ["lines", "array", "line", "telegram", "page", "pages", "csv", "reddit", "record"];

const TEXT: &str = "Drivers and cooks wanted, write to https://example.org/jobs #work \\u2014 call +1 202-555-0104";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (Some(kind), Some(megabytes)) = (args.next(), args.next().and_then(|number| number.parse::<u64>().ok())) else {
        eprintln!("usage: giant {} MEGABYTES > FILE", KINDS.join("|"));
        return ExitCode::FAILURE;
    };
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    let written = write(&kind, megabytes * 1_000_000, &mut out).and_then(|()| out.flush());
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{kind}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(kind: &str, bytes: u64, out: &mut dyn Write) -> io::Result<()> {
    let id = |number: u64| 1_600_000_000_000_000_000 + number;
    let generic = |n: u64| format!(r#"{{"id":"{}","author":"example_desk","text":"{TEXT}","views":{n}}}"#, id(n));
    let tweet = |n: u64| {
        format!(
            r#"{{"id":"{}","author_id":"7","created_at":"2023-04-02T10:00:00.000Z","lang":"en","text":"{TEXT}","public_metrics":{{"retweet_count":1,"reply_count":0,"like_count":2,"impression_count":{n}}}}}"#,
            id(n)
        )
    };
    let message = |n: u64| {
        format!(
            r#"{{"id":{n},"type":"message","date":"2023-04-02T10:00:00","date_unixtime":"1680429600","from":"Desk","from_id":"channel7","text":"{TEXT}","text_entities":[{{"type":"plain","text":"{TEXT}"}}]}}"#
        )
    };
    let comment = |n: u64| {
        format!(
            r#"{{"id":"{n:x}","author":"example_desk","body":"{TEXT}","created_utc":1538352000,"link_id":"t3_9ka1hp","parent_id":"t1_e6xu13x","subreddit":"example","permalink":"/r/example/comments/9ka1hp/a/{n:x}/","score":1,"retrieved_on":1539714091}}"#
        )
    };
    let page = |n: u64| {
        let tweets: Vec<String> = (n * 100..n * 100 + 100).map(tweet).collect();
        format!(
            r#"{{"data":[{}],"includes":{{"users":[{{"id":"7","username":"example_desk","name":"Desk"}}]}},"meta":{{"result_count":100}}}}"#,
            tweets.join(",")
        )
    };
    let row = |n: u64| format!("{},example_desk,\"{TEXT}, and \"\"more\"\"\",2023-04-02T10:00:00Z,{n}\n", id(n));
    match kind {
        "lines" => repeated(bytes, out, "", "\n", "\n", generic),
        "array" => repeated(bytes, out, "[\n", ",\n", "\n]\n", generic),
        "line" => repeated(bytes, out, "[", ",", "]", generic),
        "reddit" => repeated(bytes, out, "", "\n", "\n", comment),
        "pages" => repeated(bytes, out, "", "\n", "\n", page),
        "page" => repeated(bytes, out, r#"{"data":["#, ",", r#"],"meta":{"result_count":1}}"#, tweet),
        "telegram" => {
            let head = "{\"name\":\"Desk\",\"type\":\"public_channel\",\"id\":7,\"messages\":[\n";
            repeated(bytes, out, head, ",\n", "\n]}\n", message)
        }
        "csv" => repeated(bytes, out, "id,author,text,created_at,views\n", "", "", row),
        // One record that is longer than any may be.
        "record" => repeated(bytes, out, r#"{"id":"1","text":""#, " ", "\"}\n{\"id\":\"2\",\"text\":\"a\"}\n", |_| {
            TEXT.to_owned()
        }),
        other => Err(io::Error::other(format!("{other} is none of {}", KINDS.join(", ")))),
    }
}

fn repeated(
    bytes: u64,
    out: &mut dyn Write,
    begin: &str,
    between: &str,
    end: &str,
    record: impl Fn(u64) -> String,
) -> io::Result<()> {
    out.write_all(begin.as_bytes())?;
    let mut written = begin.len() as u64;
    let mut number = 0;
    while written < bytes {
        if number > 0 {
            out.write_all(between.as_bytes())?;
        }
        let record = record(number);
        out.write_all(record.as_bytes())?;
        written += (record.len() + between.len()) as u64;
        number += 1;
    }
    out.write_all(end.as_bytes())
}
