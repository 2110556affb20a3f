//! `pressgang posts`: what exports hold.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::Args;
use pressgang_case::mapping;
use pressgang_posts::{Item, Limits, ReadError, ReadOptions, Reject, read_file_in_batches};
use rayon::prelude::*;

use super::{columns, format, received_at};
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::json::{ObservationJson, PostJson, RejectJson};
use crate::output::{Out, say};

/// Write the posts of exports, one canonical post per line (NDJSON)
///
/// Rejected records are listed on stderr, or in the file given with --rejects, with file, byte offset and reason. What
/// exports say had become of posts (deleted, withheld, suspended) is listed in the file given with --observations.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang posts tweets.jsonl.gz > posts.ndjson\n  pressgang posts export.zip --rejects rejects.ndjson | head\n  pressgang posts table.csv --map text=body --map id=number"
)]
pub struct PostsArgs {
    /// Exports to read
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Format, instead of telling it from the content
    #[arg(long, short)]
    format: Option<String>,
    /// Column of a generic file, as FIELD=COLUMN; can be repeated
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// Write rejected records to this file (NDJSON) instead of stderr
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Write what had become of posts and accounts to this file (NDJSON)
    #[arg(long, value_name = "FILE")]
    observations: Option<PathBuf>,
    /// Also read private chats of full Telegram exports
    #[arg(long)]
    all_chats: bool,
}

/// Files up to this long are read several at a time, each into memory.
const SMALL: u64 = 8 << 20;

/// As many small files are read before anything of them is written.
const MOST_AT_ONCE: usize = 64;

pub fn posts(args: &PostsArgs) -> Result<Outcome, CommandError> {
    let options = ReadOptions {
        format: format(args.format.as_deref())?,
        mapping: mapping(&columns(&args.map)?)?,
        limits: Limits::standard(),
        received_at: None,
        all_chats: args.all_chats,
        known_hash: None,
    };
    for (flag, path) in [("--rejects", &args.rejects), ("--observations", &args.observations)] {
        if let Some(path) = path {
            keep_inputs(&args.files, flag, path)?;
        }
    }
    let mut written = Written {
        out: Out::lock(),
        rejects: create(args.rejects.as_deref())?,
        observations: create(args.observations.as_deref())?,
        rejected: 0,
        observed: 0,
        accounts: 0,
    };
    let is_small = |file: &PathBuf| file.metadata().is_ok_and(|about| about.is_file() && about.len() <= SMALL);
    let mut rest = args.files.as_slice();
    while let Some(first) = rest.first() {
        let small = rest.iter().take(MOST_AT_ONCE).take_while(|file| is_small(file)).count();
        if small > 1 {
            let (now, later) = rest.split_at(small);
            rest = later;
            let read: Vec<_> = now.par_iter().map(|file| whole(file, &options)).collect();
            for (lines, outcome) in read {
                lines.into_iter().try_for_each(|lines| written.add(lines))?;
                written.end_file(outcome)?;
            }
            continue;
        }
        rest = &rest[1..];
        let mut failed = None;
        let read = read_file_in_batches(first, &of_file(first, &options), &mut |items| {
            let lines: Vec<Lines> = items.par_chunks(1024).map(Lines::of).collect();
            match lines.into_iter().try_for_each(|lines| written.add(lines)) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        });
        match failed {
            Some(error) => return Err(error),
            None => written.end_file(read.map(|_| ()))?,
        }
    }
    written.finish()
}

fn of_file(file: &Path, options: &ReadOptions) -> ReadOptions {
    ReadOptions { received_at: received_at(file), ..options.clone() }
}

/// All that a small file gives.
fn whole(file: &Path, options: &ReadOptions) -> (Vec<Lines>, Result<(), ReadError>) {
    let mut lines = Vec::new();
    let read = read_file_in_batches(file, &of_file(file, options), &mut |items| {
        lines.push(Lines::of(&items));
        ControlFlow::Continue(())
    });
    (lines, read.map(|_| ()))
}

/// Some items as they are written.
#[derive(Default)]
struct Lines {
    posts: Vec<u8>,
    rejects: Vec<Reject>,
    observations: Vec<u8>,
    observed: u64,
    accounts: u64,
    failed: Option<serde_json::Error>,
}

impl Lines {
    fn of(items: &[Item]) -> Lines {
        let mut lines = Lines { posts: Vec::with_capacity(items.len() * 512), ..Lines::default() };
        for item in items {
            let written = match item {
                Item::Post(post) => to_line(&mut lines.posts, &PostJson::new(post)),
                Item::Observation(seen) => {
                    lines.observed += 1;
                    to_line(&mut lines.observations, &ObservationJson::new(seen))
                }
                Item::Account(_) => {
                    lines.accounts += 1;
                    Ok(())
                }
                Item::Reject(reject) => {
                    lines.rejects.push(reject.clone());
                    Ok(())
                }
            };
            lines.failed = lines.failed.or(written.err());
        }
        lines
    }
}

fn to_line(line: &mut Vec<u8>, value: &impl serde::Serialize) -> Result<(), serde_json::Error> {
    serde_json::to_writer(&mut *line, value)?;
    line.push(b'\n');
    Ok(())
}

struct Written {
    out: Out,
    rejects: Option<BufWriter<File>>,
    observations: Option<BufWriter<File>>,
    rejected: u64,
    observed: u64,
    accounts: u64,
}

impl Written {
    fn add(&mut self, lines: Lines) -> Result<(), CommandError> {
        if let Some(error) = lines.failed {
            return Err(CommandError::Stream(error.into()));
        }
        self.out.bytes(&lines.posts)?;
        self.rejected += lines.rejects.len() as u64;
        self.observed += lines.observed;
        self.accounts += lines.accounts;
        for reject in &lines.rejects {
            match &mut self.rejects {
                Some(file) => {
                    let mut line = Vec::new();
                    to_line(&mut line, &RejectJson::new(reject)).map_err(|error| CommandError::Stream(error.into()))?;
                    file.write_all(&line).map_err(CommandError::Stream)?;
                }
                None => say(&said(reject)),
            }
        }
        match &mut self.observations {
            Some(file) => file.write_all(&lines.observations).map_err(CommandError::Stream),
            None => Ok(()),
        }
    }

    /// What was read before an error stays written.
    fn end_file(&mut self, read: Result<(), ReadError>) -> Result<(), CommandError> {
        if read.is_err() {
            self.out.flush()?;
        }
        Ok(read?)
    }

    fn finish(self) -> Result<Outcome, CommandError> {
        self.out.finish()?;
        for mut file in self.rejects.into_iter().chain(self.observations) {
            file.flush().map_err(CommandError::Stream)?;
        }
        let plural = |count: u64, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        if self.accounts > 0 {
            say(&format!("{} without posts of their own", plural(self.accounts, "account is", "accounts are")));
        }
        if self.observed > 0 {
            let what = plural(self.observed, "record says", "records say");
            say(&format!("{what} what had become of a post or an account (--observations lists them)"));
        }
        if self.rejected == 0 {
            return Ok(Outcome::Done);
        }
        say(&format!("{} rejected", plural(self.rejected, "record was", "records were")));
        Ok(Outcome::SomeRejected)
    }
}

fn said(reject: &Reject) -> String {
    let place = &reject.provenance;
    let at = place.offset.map_or(String::new(), |o| format!(", byte {o}"));
    let row = place.row.map_or(String::new(), |r| format!(", row {r}"));
    let member = place.member().map_or(String::new(), |m| format!(", {m}"));
    format!("rejected: {}{member}{row}{at}: {}", place.file(), reject.reason)
}

fn create(path: Option<&Path>) -> Result<Option<BufWriter<File>>, CommandError> {
    let Some(path) = path else { return Ok(None) };
    let file = File::create(path).map_err(|e| pressgang_case::FileError::new("write", path, e))?;
    Ok(Some(BufWriter::new(file)))
}

/// A list replaces the file it goes to, so that may be no input, and nothing is replaced in vain.
fn keep_inputs(files: &[PathBuf], flag: &str, list: &Path) -> Result<(), CommandError> {
    for file in files {
        let real = file.canonicalize().map_err(|e| pressgang_case::FileError::new("read", file, e))?;
        if list.canonicalize().is_ok_and(|list| list == real) {
            return Err(CommandError::usage(
                format!("{flag} {} is one of the files to read", list.display()),
                "name another file for the list",
            ));
        }
    }
    Ok(())
}
