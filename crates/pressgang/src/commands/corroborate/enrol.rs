//! `pressgang corroborate enrol` and `log`: who may ask, how much, and what was answered.

use std::path::PathBuf;

use clap::Args;
use pressgang_corroborate::Limits;

use super::folder::KeyFolder;
use super::identity;
use crate::cli::Outcome;
use crate::commands::now;
use crate::error::CommandError;
use crate::output::{Out, say};

/// Let somebody ask you, within limits
///
/// Whoever may ask can test contacts of its own choice, as a recruiter would like to test its numbers. So enrol only
/// whom you know, after comparing the fingerprint, and let them ask no more than they need. To enrol somebody again
/// changes the limits; what was asked stays counted. Counts are of elements, dummies included.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang corroborate enrol our-keys desk.txt\n  pressgang corroborate enrol our-keys desk.txt --total 4096 --batch 1024\n  pressgang corroborate enrol our-keys desk.txt --withdraw"
)]
pub struct EnrolArgs {
    /// Folder of your keys
    keys: PathBuf,
    /// The asker's identity.txt
    asker: PathBuf,
    /// Elements they may ask about in total, ever
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().total)]
    total: u64,
    /// Elements they may ask about in one request, at most 32768
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().batch)]
    batch: u64,
    /// Let them ask no more
    #[arg(long)]
    withdraw: bool,
}

pub fn enrol(args: &EnrolArgs) -> Result<Outcome, CommandError> {
    let folder = KeyFolder::open(&args.keys)?;
    let asker = identity(&args.asker)?;
    let mut roster = folder.roster()?;
    let at = now().to_string();
    let failed = |e: pressgang_corroborate::RosterError| {
        CommandError::usage(e.to_string(), "see who is enrolled with: pressgang corroborate log KEYS")
    };
    if args.withdraw {
        roster.withdraw(&asker, &at).map_err(failed)?;
        folder.keep_roster(&roster)?;
        say(&format!("{} may not ask any more", asker.name));
        return Ok(Outcome::Done);
    }
    roster.enrol(&asker, Limits { total: args.total, batch: args.batch }, &at).map_err(failed)?;
    folder.keep_roster(&roster)?;
    say(&format!(
        "{} may ask about {} elements, {} at once, if this is their fingerprint: {}",
        asker.name,
        args.total,
        args.batch,
        asker.fingerprint()
    ));
    Ok(Outcome::Done)
}

/// Show who may ask and every answer given, as tab-separated lines
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pressgang corroborate log our-keys")]
pub struct LogArgs {
    /// Folder of your keys
    keys: PathBuf,
}

pub fn log(args: &LogArgs) -> Result<Outcome, CommandError> {
    let roster = KeyFolder::open(&args.keys)?.roster()?;
    let mut out = Out::lock();
    for asker in &roster.askers {
        let state = match &asker.withdrawn_at {
            None => format!("enrolled {}", asker.enrolled_at),
            Some(at) => format!("withdrawn {at}"),
        };
        out.line(&format!(
            "asker\t{}\t{}\t{state}\tasked {} of {}\tat most {} at once",
            asker.identity.name,
            asker.identity.fingerprint(),
            asker.asked,
            asker.limits.total,
            asker.limits.batch
        ))?;
    }
    for given in &roster.answers {
        let asker = roster.askers.iter().find(|asker| asker.identity.fingerprint() == given.asker);
        out.line(&format!(
            "answer\t{}\t{}\t{} elements\tfrom {} contacts\trequest {}\tanswer {}",
            given.answered_at,
            asker.map_or("", |asker| asker.identity.name.as_str()),
            given.asked,
            given.held,
            given.request,
            given.answer
        ))?;
    }
    out.finish()?;
    Ok(Outcome::Done)
}
