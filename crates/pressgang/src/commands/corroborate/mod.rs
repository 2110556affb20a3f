//! `pressgang corroborate`: which contacts two parties have in common, without either showing its list.

mod answer;
mod enrol;
mod finish;
mod folder;
mod key;
mod lists;
mod request;
mod show;

use std::path::Path;

use clap::{Args, Subcommand};
use pressgang_case::{FileError, Party};
use pressgang_corroborate::{Identity, Seed};

use crate::cli::Outcome;
use crate::error::CommandError;

/// Find out which contacts somebody else knows too, without either side showing its list
///
/// The asker sends a request, the holder of a list an answer, by any channel. The asker learns which of its contacts the
/// holder has and, rounded up to a power of two, how many the holder has at all. The holder learns, rounded up too, how
/// many were asked about. The request is blinded and the answer proven right (RFC 9497), so neither can be read without
/// the files that stay at home. docs/corroborate.md says what each side could still do, and goes through it step by step.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang corroborate key my-keys --name \"Research desk\"\n  pressgang corroborate request my-case --keys my-keys --holder ministry.txt\n  pressgang corroborate answer desk.request --keys our-keys --list phones.csv --source \"Ministry\" --out desk.answer\n  pressgang corroborate finish desk.answer my-case --keys my-keys --grade B2"
)]
pub struct CorroborateArgs {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    Key(key::KeyArgs),
    Enrol(enrol::EnrolArgs),
    Log(enrol::LogArgs),
    Request(request::RequestArgs),
    Prepare(answer::PrepareArgs),
    Answer(answer::AnswerArgs),
    Finish(finish::FinishArgs),
    Show(show::ShowArgs),
}

pub fn corroborate(args: &CorroborateArgs) -> Result<Outcome, CommandError> {
    match &args.step {
        Step::Key(args) => key::key(args),
        Step::Enrol(args) => enrol::enrol(args),
        Step::Log(args) => enrol::log(args),
        Step::Request(args) => request::request(args),
        Step::Prepare(args) => answer::prepare(args),
        Step::Answer(args) => answer::answer(args),
        Step::Finish(args) => finish::finish(args),
        Step::Show(args) => show::show(args),
    }
}

/// No file that is taken in is larger: an answer from the longest list has 130 MB.
const LARGEST_FILE: u64 = 1 << 30;

/// A whole file.
fn read(path: &Path) -> Result<Vec<u8>, CommandError> {
    let failed = |e| FileError::new("read", path, e);
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > LARGEST_FILE {
        return Err(refused(
            path,
            "the file is larger than any that is taken in (1 GiB)",
            "check that it is the right one",
        ));
    }
    Ok(std::fs::read(path).map_err(failed)?)
}

/// A file is not accepted, and why.
fn refused(path: &Path, why: impl std::fmt::Display, hint: &str) -> CommandError {
    CommandError::usage(format!("{}: {why}", path.display()), hint)
}

/// What to do about a file that is not as it was made.
const SEND_AGAIN: &str = "have the file sent again, as it is (packed, if a mail program changes it); nothing was done";

/// Chance from the system.
fn seed() -> Result<Seed, CommandError> {
    let mut seed = Seed([0; 32]);
    getrandom::fill(&mut seed.0)
        .map_err(|_| CommandError::usage("the system gave no random bytes", "try again; nothing was done"))?;
    Ok(seed)
}

/// Somebody's public keys out of a file.
fn identity(path: &Path) -> Result<Identity, CommandError> {
    pressgang_corroborate::read_identity(&read(path)?).map_err(|fault| refused(path, fault, SEND_AGAIN))
}

/// Public keys as a case keeps them.
fn party(identity: &Identity) -> Party {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Party {
        name: identity.name.clone(),
        fingerprint: identity.fingerprint(),
        signing_key: hex(&identity.signing_key),
        matching_key: hex(&identity.matching_key),
    }
}

/// "1 contact", "2 contacts".
fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}
