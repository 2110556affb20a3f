//! `pressgang review`: enter what somebody decided, and list decisions.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pressgang_case::{Case, Decision, NewReview, Review, Reviews};

use super::now;
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::{Out, say};

#[derive(Clone, Copy, Debug, ValueEnum)]
enum DecisionArg {
    /// It is what it is taken for
    Confirm,
    /// It is not
    Reject,
    /// Nobody can say from what there is
    CannotTell,
}

impl From<DecisionArg> for Decision {
    fn from(decision: DecisionArg) -> Decision {
        match decision {
            DecisionArg::Confirm => Decision::Confirm,
            DecisionArg::Reject => Decision::Reject,
            DecisionArg::CannotTell => Decision::CannotTell,
        }
    }
}

/// Enter a decision about a post, a campaign, an item of evidence or a contact, with who made it and why
///
/// The next run heeds it: a rejected post does not count and a confirmed one does, a rejected contact ties nothing, and
/// decisions on campaigns and evidence bear on what is said of them. Every decision stays in the ledger; of several on one
/// thing the newest counts.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang review my-case x:1620858830937812995 reject --by \"A. Analyst\" --reason \"a parody account\"\n  pressgang review my-case K1 confirm --by \"A. Analyst\" --reason \"the recruiter was interviewed\" --grade B2\n  pressgang review my-case phone:+493023125001 cannot-tell --by \"A. Analyst\" --reason \"a call centre\"\n  pressgang review my-case --list"
)]
pub struct ReviewArgs {
    /// Case folder
    case: PathBuf,
    /// What it is about: K1, E1, platform:id or a post's address, or a contact such as phone:+493023125001
    #[arg(required_unless_present = "list")]
    target: Option<String>,
    /// What was decided
    #[arg(required_unless_present = "list")]
    decision: Option<DecisionArg>,
    /// Who decided
    #[arg(long, value_name = "NAME", required_unless_present = "list")]
    by: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", required_unless_present = "list")]
    reason: Option<String>,
    /// Admiralty grade of what the decision rests on, A1 to F6
    #[arg(long)]
    grade: Option<String>,
    /// The organisation that a confirmed post recruits for, when the case studies several
    #[arg(long, short)]
    organisation: Option<String>,
    /// List all decisions instead, oldest first
    #[arg(long, conflicts_with_all = ["target", "decision", "by", "reason", "grade", "organisation"])]
    list: bool,
}

pub fn review(args: &ReviewArgs) -> Result<Outcome, CommandError> {
    let mut case = Case::open(&args.case)?;
    let (Some(target), Some(decision), false) = (&args.target, args.decision, args.list) else {
        list(&case.reviews()?)?;
        return Ok(Outcome::Done);
    };
    let new = NewReview {
        decision: decision.into(),
        by: args.by.clone().unwrap_or_default(),
        reason: args.reason.clone().unwrap_or_default(),
        grade: args.grade.clone(),
        organisation: args.organisation.clone(),
    };
    let entered = case.review(target, &new, now())?;
    say(&format!("{} (entry {} of the ledger)", about(&entered), entered.entry));
    say(&format!("next: pressgang run {}", args.case.display()));
    Ok(Outcome::Done)
}

fn list(reviews: &Reviews) -> Result<(), CommandError> {
    let mut out = Out::lock();
    for review in reviews.all() {
        let replaced = if reviews.is_replaced(review) { " (replaced by a later one)" } else { "" };
        out.line(&format!("entry {}, {}: {}{replaced}", review.entry, review.at, about(review)))?;
        let removed = "(removed)";
        out.line(&format!(
            "  {}: {}",
            review.by.as_deref().unwrap_or(removed),
            review.reason.as_deref().unwrap_or(removed)
        ))?;
    }
    out.finish()
}

/// What was decided about what, such as "post x:1: reject, graded B2".
fn about(review: &Review) -> String {
    let target = match &review.target {
        Some(target) => target.to_string(),
        None => format!("{} (removed)", review.target_kind),
    };
    let grade = review.grade.as_ref().map_or(String::new(), |grade| format!(", graded {grade}"));
    let organisation = review.organisation.as_ref().map_or(String::new(), |id| format!(", for {id}"));
    format!("{target}: {}{organisation}{grade}", review.decision.as_str())
}
