//! `pressgang forget`: remove personal content from the ledger.

use std::path::PathBuf;

use clap::Args;
use pressgang_case::Case;

use super::now;
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::say;

/// Remove the personal content of entries of the ledger for good
///
/// The entries stay, with their public content, and the ledger can still be verified: they only commit to personal
/// content. Who removed it and why is entered.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang forget my-case 41 42 --by \"A. Analyst\" --reason \"the person asked for it\"\n\nThe list of decisions (pressgang review my-case --list) and the table entries in ledger.sqlite give numbers."
)]
pub struct ForgetArgs {
    /// Case folder
    case: PathBuf,
    /// Numbers of entries
    #[arg(required = true, value_name = "ENTRY")]
    entries: Vec<u64>,
    /// Who removes it
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

pub fn forget(args: &ForgetArgs) -> Result<Outcome, CommandError> {
    let mut case = Case::open(&args.case)?;
    let entry = case.forget(&args.entries, &args.by, &args.reason, now())?;
    let entries =
        if args.entries.len() == 1 { "1 entry".to_owned() } else { format!("{} entries", args.entries.len()) };
    say(&format!("the personal content of {entries} was removed (entry {entry} of the ledger)"));
    say(&format!("next: pressgang run {}", args.case.display()));
    Ok(Outcome::Done)
}
