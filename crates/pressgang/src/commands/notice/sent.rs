//! Recording that a person sent a notice.

use pressgang_case::{Case, Sent};

use super::{NoticeArgs, now, time};
use crate::error::CommandError;
use crate::output::say;

/// Characters of a reference or a name at most.
const LONGEST: usize = 320;

pub fn sent(case: &mut Case, args: &NoticeArgs, notice: &str) -> Result<(), CommandError> {
    let at = time(args.at.as_deref().unwrap_or_default(), "--at")?;
    for (flag, text) in [("--reference", &args.reference), ("--by", &args.by)] {
        if text.as_ref().is_some_and(|text| !pressgang_case::is_line(text)) {
            return Err(CommandError::usage(
                format!("{flag} is empty or longer than {LONGEST} characters"),
                "leave it out where there is none",
            ));
        }
    }
    let notice = notice.trim().to_uppercase();
    let before = case.notices()?.into_iter().find(|known| known.id == notice).and_then(|known| known.sent);
    let said = Sent {
        entry: 0,
        at,
        channel: args.channel.map(|channel| channel.as_str().to_owned()),
        reference: args.reference.clone(),
        by: args.by.clone(),
    };
    let entered = case.enter_sent(&notice, &said, now())?;
    let entry = entered.sent.as_ref().map_or(0, |sent| sent.entry);
    say(&format!("{notice} was sent at {at} (entry {entry} of the ledger)"));
    if let Some(before) = before {
        say(&format!("this replaces what entry {} said: sent at {}", before.entry, before.at));
    }
    if at < entered.drafted_at {
        say(&format!("it was drafted here later, at {}", entered.drafted_at));
    }
    Ok(())
}
