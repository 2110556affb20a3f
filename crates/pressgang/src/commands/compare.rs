//! `pressgang compare`: what changed between two reports, and why.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::Out;

/// A report.json larger than this is no report that anybody could read; in bytes.
const LARGEST: u64 = 1 << 30;

/// Say what changed between two reports, claim by claim, and why
///
/// Works on what was published: a report.json, the folder it lies in, or a case, which stands for its newest report.
/// With a single case, its newest report is compared with the one before. Earlier reports of a case are kept in
/// report/published/NUMBER.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang compare my-case\n  pressgang compare my-case/report/published/1 my-case\n  pressgang compare old/report.json new/report.json --json"
)]
pub struct CompareArgs {
    /// The older and the newer report, or one case
    #[arg(required = true, num_args = 1..=2, value_names = ["OLD", "NEW"])]
    reports: Vec<PathBuf>,
    /// Write one JSON object instead
    #[arg(long)]
    json: bool,
}

pub fn compare(args: &CompareArgs) -> Result<Outcome, CommandError> {
    let (old, new) = match args.reports.as_slice() {
        [case] => last_two(case)?,
        [old, new] => (report_in(old)?, report_in(new)?),
        _ => return Err(CommandError::usage("two reports are compared", "pressgang compare OLD NEW")),
    };
    let comparison = pressgang_publish::compare(&read(&old)?, &read(&new)?)
        .map_err(|error| CommandError::usage(format!("{} or {}: {error}", old.display(), new.display()), HINT))?;
    let mut out = Out::lock();
    if args.json {
        out.line(&serde_json::to_string(&comparison).map_err(|error| CommandError::usage(error.to_string(), HINT))?)?;
    } else {
        for line in comparison.lines() {
            out.line(&line)?;
        }
    }
    out.finish()?;
    Ok(Outcome::Done)
}

const HINT: &str = "name two report.json, the folders they lie in, or cases";

/// The two newest reports that a case keeps.
fn last_two(case: &Path) -> Result<(PathBuf, PathBuf), CommandError> {
    if !case.join("case.toml").is_file() {
        return Err(CommandError::usage(
            format!("{} is one report and no case: it cannot be compared with an earlier one", case.display()),
            "pressgang compare OLD NEW",
        ));
    }
    let kept = case.join("report").join("published");
    let folders = std::fs::read_dir(&kept).into_iter().flatten().flatten();
    let mut numbers: Vec<u64> = folders.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    numbers.sort_unstable();
    let of = |number: &u64| kept.join(number.to_string()).join("report.json");
    match numbers.as_slice() {
        [.., old, new] => Ok((of(old), of(new))),
        [_] => Err(CommandError::usage(
            format!("{} has one published report, which says the same as itself", case.display()),
            format!("after something changed: pressgang run {0}; pressgang report {0}", case.display()),
        )),
        [] => Err(CommandError::usage(
            format!("{} has no published report yet", case.display()),
            format!("pressgang report {}", case.display()),
        )),
    }
}

/// The report.json that a path stands for.
fn report_in(path: &Path) -> Result<PathBuf, CommandError> {
    let inside = ["report.json", "report/report.json"].map(|name| path.join(name));
    let found = [path.to_owned()].into_iter().chain(inside).find(|path| path.is_file());
    found.ok_or_else(|| CommandError::usage(format!("{}: there is no report.json", path.display()), HINT))
}

fn read(path: &Path) -> Result<Value, CommandError> {
    let usage = |what: String| CommandError::usage(format!("{}: {what}", path.display()), HINT);
    if std::fs::metadata(path).is_ok_and(|about| about.len() > LARGEST) {
        return Err(usage(format!("it is larger than {} MiB", LARGEST >> 20)));
    }
    let text = std::fs::read(path).map_err(|error| usage(format!("it cannot be read: {error}")))?;
    serde_json::from_slice(&text).map_err(|error| usage(format!("it is no JSON: {error}")))
}
