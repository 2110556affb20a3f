//! `pressgang correct`: say that a claim of a published report was wrong.

use std::path::PathBuf;

use clap::Args;
use pressgang_case::{Case, NewCorrection};
use pressgang_media::Toolbox;

use super::{now, report};
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::{Out, say};

/// Enter a correction of a claim of a published report
///
/// It stands in the ledger and at the foot of every later report, with its date, and beside the claim itself. It cannot
/// be taken back: a wrong correction is corrected by another. Without --was and --now the texts are those of the newest
/// report that says something else than the case does now, and of the case as it is now.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang correct my-case posts_found --reason \"two posts were counted twice\" --by \"research desk\"\n  pressgang correct my-case pay --was \"EUR 3,190\" --now \"EUR 2,800\" --reason \"the rate was that of another day\" --by \"research desk\"\n  pressgang run my-case; pressgang correct my-case still_up --reason \"one was private\" --by me; pressgang report my-case"
)]
pub struct CorrectArgs {
    /// Case folder
    case: PathBuf,
    /// Id of the claim, as report.html and report.json have it
    claim: String,
    /// What it said
    #[arg(long, value_name = "TEXT")]
    was: Option<String>,
    /// What it says now
    #[arg(long, value_name = "TEXT")]
    now: Option<String>,
    /// Why it was wrong; printed in the report
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Who corrects; kept in the ledger, not printed
    #[arg(long, value_name = "NAME")]
    by: String,
}

pub fn correct(args: &CorrectArgs) -> Result<Outcome, CommandError> {
    let mut case = Case::open(&args.case)?;
    let said = match args.now {
        Some(_) => None,
        None => {
            case.use_toolbox(Toolbox::detect());
            Some(pressgang_publish::said(&case.findings(&report::program())?)?)
        }
    };
    let new = NewCorrection {
        claim: args.claim.trim().to_owned(),
        was: args.was.clone(),
        now: args.now.clone(),
        reason: args.reason.clone(),
        by: args.by.clone(),
    };
    let entered = case.correct(&new, said.as_deref(), now())?;
    let texts = entered.texts.unwrap_or_default();
    let mut out = Out::lock();
    out.line(&format!("correction of {} in report {}", entered.claim, entered.report))?;
    out.line(&format!("  said: {}", texts.was))?;
    out.line(&format!("  says now: {}", texts.now))?;
    out.line(&format!("  why: {}", texts.reason))?;
    out.finish()?;
    say(&format!("entered in the ledger as {}", entered.entry));
    say(&format!("next: pressgang report {}", args.case.display()));
    Ok(Outcome::Done)
}
