//! `pressgang verify`: prove that nothing was altered.

use std::path::PathBuf;

use clap::Args;
use pressgang_case::{Problem, Verification, verify as verified};
use serde_json::{Value, json};

use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::Out;

/// Prove that nothing of a case was altered: its ledger, settings, sources, tables, media and report
///
/// Nothing is written, so it works on a copy that may only be read. Without --head it shows that the ledger agrees with
/// itself and the files with the ledger; only a head that was noted down shows that the ledger's end was not cut off,
/// and that the whole was not made anew.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang verify my-case\n  pressgang verify my-case --head 5b0e9d1c7f3a4b6e8d2c1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c\n\nExit status: 0 nothing was altered, 1 something was."
)]
pub struct VerifyArgs {
    /// Case folder
    case: PathBuf,
    /// Head of the ledger as a report or an earlier verify printed it, or at least its first 16 digits
    #[arg(long, value_name = "HASH")]
    head: Option<String>,
    /// Write one JSON object instead
    #[arg(long)]
    json: bool,
}

pub fn verify(args: &VerifyArgs) -> Result<Outcome, CommandError> {
    let found = verified(&args.case, args.head.as_deref())?;
    let mut out = Out::lock();
    if args.json {
        out.line(&as_json(&found).to_string())?;
    } else {
        for line in lines(&found, args.head.is_some()) {
            out.line(&line)?;
        }
    }
    out.finish()?;
    match found.problems.len() {
        0 => Ok(Outcome::Done),
        problems => Err(CommandError::Altered { problems }),
    }
}

fn lines(found: &Verification, with_head: bool) -> Vec<String> {
    let mut lines = vec![format!("{:<9} {} entries", "ledger", found.entries), format!("{:<9} {}", "head", found.head)];
    for checked in &found.checked {
        let files = if checked.files == 1 { "file" } else { "files" };
        lines.push(format!("{:<9} {} {files}", checked.what, checked.files));
    }
    lines.push(String::new());
    lines.extend(found.problems.iter().map(line));
    if !found.problems.is_empty() {
        lines.push(String::new());
    }
    lines.extend(found.notes.iter().map(|note| format!("note: {note}")));
    let sound = found.problems.iter().all(|p| p.place.file != "ledger.sqlite");
    match (found.proven, with_head) {
        (Some(entry), _) if sound => {
            let later = found.entries.saturating_sub(entry);
            lines.push(format!(
                "Entries 1 to {entry} are those that the given head stands for, in their order and none left out; {later} \
                 came after."
            ));
        }
        (_, true) => lines.push("The given head proves nothing of this ledger.".to_owned()),
        (_, false) => lines.push(
            "Without --head this shows only that the case agrees with itself: whoever can write to it could have cut off \
             the ledger's end or made all of it anew. Note the head down outside the case and give it the next time."
                .to_owned(),
        ),
    }
    if !found.not_covered.is_empty() {
        lines.push(format!("Not covered, since no entry names it: {}.", found.not_covered.join(", ")));
    }
    if found.problems.is_empty() {
        lines.push("Everything is as the ledger says.".to_owned());
    }
    lines
}

fn line(problem: &Problem) -> String {
    format!("{:<8} {}: {}", problem.wrong.as_str(), problem.place, problem.text)
}

fn as_json(found: &Verification) -> Value {
    let problem = |problem: &Problem| {
        json!({
            "wrong": problem.wrong.as_str(),
            "file": problem.place.file,
            "entry": problem.place.entry,
            "bytes": problem.place.bytes.as_ref().map(|bytes| [bytes.start, bytes.end]),
            "holds": problem.place.holds,
            "text": problem.text,
        })
    };
    let checked = found.checked.iter().map(|c| (c.what.to_owned(), json!({ "files": c.files, "bytes": c.bytes })));
    json!({
        "entries": found.entries,
        "head": found.head,
        "proven": found.proven,
        "checked": checked.collect::<serde_json::Map<_, _>>(),
        "problems": found.problems.iter().map(problem).collect::<Vec<_>>(),
        "notes": found.notes,
        "not_covered": found.not_covered,
    })
}
