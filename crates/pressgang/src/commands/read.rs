//! `pressgang read`: what posts say, for pipes and programs.

use std::borrow::Cow;
use std::io::BufRead;

use clap::Args;
use pressgang_signals::{Pack, PostReader};
use rayon::prelude::*;
use serde::Deserialize;

use super::SHIPPED_PACKS;
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::json::ReadingJson;
use crate::output::{Out, say};

/// Read posts from stdin and write what each says, one reading per line, in order
///
/// Lines are {"id": "...", "text": "..."}; "platform", "links" and "author" are used where they are given, so the output of
/// pressgang posts can be piped in. A malformed line gets an object with "error" in its place.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang posts tweets.jsonl | pressgang read > readings.ndjson\n  echo '{\"id\": \"1\", \"text\": \"Call +49 30 23125 001\"}' | pressgang read"
)]
pub struct ReadArgs {
    /// Whose names to look for: the id of a shipped pack, or a pack file; can be repeated
    #[arg(long, short, value_name = "ID|FILE", default_value = "wagner")]
    organisation: Vec<String>,
}

/// Lines read, worked on by all cores and written together.
const BATCH: usize = 4096;

/// Fewer lines are read when they are long, so that memory does not grow with them.
const BATCH_BYTES: usize = 32 << 20;

/// A longer line gets an error object instead of memory.
const LINE_BYTES: u64 = 16 << 20;

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: Id<'a>,
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow, default)]
    platform: Option<Cow<'a, str>>,
    #[serde(default)]
    links: Option<Vec<String>>,
    #[serde(borrow, default)]
    author: Option<Author<'a>>,
}

/// Who posted it, as `posts` writes it; a bare name is one too.
#[derive(Deserialize)]
#[serde(untagged)]
enum Author<'a> {
    #[serde(borrow)]
    Name(Cow<'a, str>),
    Account {
        #[serde(borrow, default)]
        name: Option<Cow<'a, str>>,
    },
    Other(serde::de::IgnoredAny),
}

/// An id is text; a whole number is taken as its digits.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id<'a> {
    #[serde(borrow)]
    Text(Cow<'a, str>),
    Whole(u64),
    Negative(i64),
}

pub fn read(args: &ReadArgs) -> Result<Outcome, CommandError> {
    let packs = args.organisation.iter().map(|o| pack(o)).collect::<Result<Vec<Pack>, CommandError>>()?;
    let reader = PostReader::new(&packs);
    let mut stdin = std::io::stdin().lock();
    let mut out = Out::lock();
    let mut lines: Vec<Vec<u8>> = Vec::with_capacity(BATCH);
    let mut malformed = 0usize;
    loop {
        lines.clear();
        let mut bytes = 0;
        while lines.len() < BATCH && bytes < BATCH_BYTES {
            let mut line = Vec::new();
            if next_line(&mut stdin, &mut line)? == 0 {
                break;
            }
            bytes += line.len();
            if !line.trim_ascii().is_empty() {
                lines.push(line);
            }
        }
        if lines.is_empty() {
            break;
        }
        let written: Vec<(Vec<u8>, bool)> = lines.par_iter().map(|line| read_line(&reader, line)).collect();
        for (line, good) in written {
            malformed += usize::from(!good);
            out.bytes(&line)?;
        }
    }
    out.finish()?;
    if malformed == 0 {
        return Ok(Outcome::Done);
    }
    say(&format!(
        "{malformed} line{} malformed; each has an object with \"error\" in its place",
        if malformed == 1 { " was" } else { "s were" }
    ));
    Ok(Outcome::SomeRejected)
}

fn pack(written: &str) -> Result<Pack, CommandError> {
    let text = match SHIPPED_PACKS.iter().find(|(id, _)| *id == written) {
        Some((_, text)) => (*text).to_owned(),
        None => std::fs::read_to_string(written).map_err(|e| {
            CommandError::usage(
                format!("--organisation {written:?}: {e}"),
                "name a shipped pack (wagner) or a pack file",
            )
        })?,
    };
    Pack::parse(&text).map_err(|source| pressgang_case::CaseError::Pack { path: written.into(), source }.into())
}

/// Reads one line of at most [`LINE_BYTES`]; the rest of a longer one is skipped, which makes it malformed.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> Result<usize, CommandError> {
    let read = std::io::Read::take(&mut *input, LINE_BYTES).read_until(b'\n', line).map_err(CommandError::Stream)?;
    if read as u64 == LINE_BYTES && !line.ends_with(b"\n") {
        line.truncate(0);
        line.extend_from_slice(b"too long");
        loop {
            let buffer = input.fill_buf().map_err(CommandError::Stream)?;
            if buffer.is_empty() {
                break;
            }
            let end = buffer.iter().position(|&b| b == b'\n');
            let used = end.map_or(buffer.len(), |at| at + 1);
            input.consume(used);
            if end.is_some() {
                break;
            }
        }
    }
    Ok(read)
}

fn read_line(reader: &PostReader, line: &[u8]) -> (Vec<u8>, bool) {
    let parsed: Result<Line<'_>, serde_json::Error> = serde_json::from_slice(line);
    let mut out = Vec::with_capacity(line.len() * 2);
    let good = match parsed {
        Ok(line) => {
            let id = match line.id {
                Id::Text(text) => text,
                Id::Whole(number) => number.to_string().into(),
                Id::Negative(number) => number.to_string().into(),
            };
            let author = match &line.author {
                Some(Author::Name(name) | Author::Account { name: Some(name) }) => Some(name.as_ref()),
                _ => None,
            };
            let links = line.links.as_deref().unwrap_or_default();
            let reading = reader.read_by(author, &line.text, line.platform.as_deref(), links);
            serde_json::to_writer(&mut out, &ReadingJson::new(&id, &line.text, &reading)).is_ok()
        }
        Err(error) => {
            let reason =
                if line == b"too long" { "the line is longer than 16 MiB".to_owned() } else { error.to_string() };
            out.extend_from_slice(serde_json::json!({ "error": reason }).to_string().as_bytes());
            false
        }
    };
    out.push(b'\n');
    (out, good)
}
