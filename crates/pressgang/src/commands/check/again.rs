//! Deciding old looks by today's rules: platforms change, and so do the rules; what was answered stays.

use pressgang_case::{Case, Revision};
use pressgang_watch::look::{Evidence, Target, decide_again as decide};

use super::{CheckArgs, standard, tool};
use crate::cli::Outcome;
use crate::commands::now;
use crate::error::CommandError;
use crate::output::say;

pub(super) fn decide_again(args: &CheckArgs) -> Result<Outcome, CommandError> {
    let mut case = Case::open(&args.case)?;
    let adapters = standard()?;
    let (mut kept, mut unreadable, mut revisions) = (0u64, 0u64, Vec::new());
    for look in case.stored_looks()? {
        let Ok(evidence) = serde_json::from_value::<Evidence>(look.evidence) else {
            unreadable += 1;
            continue;
        };
        kept += 1;
        let target = Target { platform: look.platform.clone(), id: look.id.clone(), ..Target::default() };
        let verdict = decide(&adapters, &target, &evidence);
        let is_same = verdict.state.as_str() == look.status
            && verdict.rule == look.rule
            && verdict.not_shown_in == look.not_shown_in;
        if is_same {
            continue;
        }
        if verdict.state.as_str() != look.status {
            say(&format!(
                "{}:{} {} (was {}), by {} instead of {}",
                look.platform,
                look.id,
                verdict.state.as_str().replace('_', " "),
                look.status.replace('_', " "),
                verdict.rule,
                look.rule
            ));
        }
        revisions.push(Revision {
            entry: look.entry,
            status: verdict.state.as_str().to_owned(),
            rule: verdict.rule,
            not_shown_in: verdict.not_shown_in,
        });
    }
    say(&format!("looks with evidence: {kept}; decided otherwise or by another rule: {}", revisions.len()));
    if unreadable > 0 {
        say(&format!("evidence that this version cannot read: {unreadable} looks, left as they are"));
    }
    if !revisions.is_empty() {
        case.revise_looks(now(), &tool(), &revisions)?;
        say(&format!("next: pressgang run {}", args.case.display()));
    }
    Ok(Outcome::Done)
}
