//! `pressgang read`: what posts say, for pipes and programs.

use clap::Args;
use pressgang_signals::{Pack, PostReader};
use rayon::prelude::*;

use super::SHIPPED_PACKS;
use super::lines::{self, PostLine};
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::json::ReadingJson;
use crate::output::Out;

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

pub fn read(args: &ReadArgs) -> Result<Outcome, CommandError> {
    let packs = args.organisation.iter().map(|o| pack(o)).collect::<Result<Vec<Pack>, CommandError>>()?;
    let reader = PostReader::new(&packs);
    let mut stdin = std::io::stdin().lock();
    let mut out = Out::lock();
    let mut batch: Vec<Vec<u8>> = Vec::with_capacity(BATCH);
    let mut malformed = 0u64;
    loop {
        batch.clear();
        let mut bytes = 0;
        while batch.len() < BATCH && bytes < BATCH_BYTES {
            let mut line = Vec::new();
            if lines::next(&mut stdin, &mut line)? == 0 {
                break;
            }
            bytes += line.len();
            if !line.trim_ascii().is_empty() {
                batch.push(line);
            }
        }
        if batch.is_empty() {
            break;
        }
        let written: Vec<(Vec<u8>, bool)> = batch.par_iter().map(|line| read_line(&reader, line)).collect();
        for (line, good) in written {
            malformed += u64::from(!good);
            out.bytes(&line)?;
        }
    }
    out.finish()?;
    Ok(lines::outcome(malformed))
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

fn read_line(reader: &PostReader, line: &[u8]) -> (Vec<u8>, bool) {
    let parsed: Result<PostLine<'_>, serde_json::Error> = serde_json::from_slice(line);
    let mut out = Vec::with_capacity(line.len() * 2);
    let good = match parsed {
        Ok(line) => {
            let reading = line.read(reader);
            serde_json::to_writer(&mut out, &ReadingJson::new(&line.id(), &line.text, &reading)).is_ok()
        }
        Err(error) => {
            out.extend_from_slice(lines::error(line, &error).as_bytes());
            false
        }
    };
    out.push(b'\n');
    (out, good)
}
