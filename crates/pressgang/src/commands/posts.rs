//! `pressgang posts`: what exports hold.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::Args;
use pressgang_case::mapping;
use pressgang_posts::{Item, Limits, ReadOptions, read_file};

use super::{columns, format, received_at};
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::json::{PostJson, RejectJson};
use crate::output::{Out, say};

/// Write the posts of exports, one canonical post per line (NDJSON)
///
/// Rejected records are listed on stderr, or in the file given with --rejects, with file, byte offset and reason.
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
    /// Also read private chats of full Telegram exports
    #[arg(long)]
    all_chats: bool,
}

pub fn posts(args: &PostsArgs) -> Result<Outcome, CommandError> {
    let mut options = ReadOptions {
        format: format(args.format.as_deref())?,
        mapping: mapping(&columns(&args.map)?)?,
        limits: Limits::standard(),
        received_at: None,
        all_chats: args.all_chats,
    };
    if let Some(path) = &args.rejects {
        keep_inputs(&args.files, path)?;
    }
    let mut rejects = match &args.rejects {
        Some(path) => Some(std::io::BufWriter::new(
            std::fs::File::create(path).map_err(|e| pressgang_case::FileError::new("write", path, e))?,
        )),
        None => None,
    };
    let mut out = Out::lock();
    let mut rejected = 0u64;
    let mut failed: Option<CommandError> = None;
    for file in &args.files {
        options.received_at = received_at(file);
        let mut line = Vec::new();
        let read = read_file(file, &options, &mut |item| {
            line.clear();
            let written = match &item {
                Item::Post(post) => to_line(&mut line, &PostJson::new(post)).and_then(|()| out.bytes(&line)),
                Item::Reject(reject) => {
                    rejected += 1;
                    to_line(&mut line, &RejectJson::new(reject)).and_then(|()| match &mut rejects {
                        Some(file) => file.write_all(&line).map_err(CommandError::Stream),
                        None => {
                            let place = &reject.provenance;
                            let at = place.offset.map_or(String::new(), |o| format!(", byte {o}"));
                            let row = place.row.map_or(String::new(), |r| format!(", row {r}"));
                            let member = place.member().map_or(String::new(), |m| format!(", {m}"));
                            say(&format!("rejected: {}{member}{row}{at}: {}", place.file(), reject.reason));
                            Ok(())
                        }
                    })
                }
            };
            match written {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        });
        if let Some(error) = failed {
            return Err(error);
        }
        if let Err(error) = read {
            // What was read before stays written.
            out.finish()?;
            return Err(error.into());
        }
    }
    out.finish()?;
    if let Some(mut file) = rejects {
        file.flush().map_err(CommandError::Stream)?;
    }
    if rejected == 0 {
        return Ok(Outcome::Done);
    }
    say(&format!("{rejected} record{} rejected", if rejected == 1 { " was" } else { "s were" }));
    Ok(Outcome::SomeRejected)
}

/// The list of rejects replaces the file it goes to, so that may be no input, and nothing is replaced in vain.
fn keep_inputs(files: &[PathBuf], rejects: &Path) -> Result<(), CommandError> {
    for file in files {
        let real = file.canonicalize().map_err(|e| pressgang_case::FileError::new("read", file, e))?;
        if rejects.canonicalize().is_ok_and(|rejects| rejects == real) {
            return Err(CommandError::usage(
                format!("--rejects {} is one of the files to read", rejects.display()),
                "name another file for the list of rejects",
            ));
        }
    }
    Ok(())
}

fn to_line(line: &mut Vec<u8>, value: &impl serde::Serialize) -> Result<(), CommandError> {
    serde_json::to_writer(&mut *line, value).map_err(|e| CommandError::Stream(e.into()))?;
    line.push(b'\n');
    Ok(())
}
