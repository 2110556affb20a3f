//! `pressgang corroborate prepare` and `answer`: the holder's step.

use std::path::{Path, PathBuf};

use clap::Args;
use pressgang_case::{Tlp, write_file};
use pressgang_corroborate::{Admission, GivenAnswer, PreparedList, Request, Statement, file_hash, read_request};

use super::folder::KeyFolder;
use super::lists::{ListArgs, read_lists};
use super::{SEND_AGAIN, counted, read, refused};
use crate::cli::Outcome;
use crate::commands::now;
use crate::error::CommandError;
use crate::output::{Out, say};

/// Evaluate a list beforehand, so that answers take seconds
///
/// A million contacts take about a minute on one core. What was evaluated is kept in the folder of the keys (without
/// the contacts), and only what is new is evaluated again; answer does the same where this was not done.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pressgang corroborate prepare our-keys --list phones.csv")]
pub struct PrepareArgs {
    /// Folder of your keys
    keys: PathBuf,
    #[command(flatten)]
    list: HeldArgs,
}

#[derive(Args, Debug)]
struct HeldArgs {
    /// Your list: text with one contact to a line, or CSV with the columns kind and value; can be repeated
    #[arg(long = "list", value_name = "FILE", required = true)]
    lists: Vec<PathBuf>,
    #[command(flatten)]
    how: ListArgs,
}

/// Answer a request from a list
///
/// The answer shows the asker which of the contacts asked about are on the list, its size rounded up to a power of two,
/// and what you say about it here. The same request is answered with the same bytes and counted once. The path of the
/// answer goes to stdout.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang corroborate answer desk.request --keys our-keys --list phones.csv --out desk.answer\n  pressgang corroborate answer desk.request --keys our-keys --list a.csv --list b.txt --organisation wagner --tlp amber --out desk.answer"
)]
pub struct AnswerArgs {
    /// The request
    request: PathBuf,
    /// Folder of your keys
    #[arg(long, value_name = "FOLDER")]
    keys: PathBuf,
    #[command(flatten)]
    list: HeldArgs,
    /// Where the answer goes
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// What you are to be called as a source [default: the name of your keys]
    #[arg(long)]
    source: Option<String>,
    /// Where you have it from, if not from your own knowledge: what is of one origin counts once
    #[arg(long)]
    origin: Option<String>,
    /// Whose contacts they are, by the id of its pack
    #[arg(long, value_name = "ID")]
    organisation: Option<String>,
    /// How far the asker may tell: CLEAR (anybody), GREEN, AMBER, AMBER+STRICT or RED (Traffic Light Protocol 2.0)
    #[arg(long, value_parser = tlp)]
    tlp: Option<Tlp>,
    /// Anything else the asker should know
    #[arg(long)]
    note: Option<String>,
}

pub fn tlp(text: &str) -> Result<Tlp, String> {
    Tlp::named(text).ok_or_else(|| "CLEAR, GREEN, AMBER, AMBER+STRICT or RED is needed".to_owned())
}

pub fn prepare(args: &PrepareArgs) -> Result<Outcome, CommandError> {
    let folder = KeyFolder::open(&args.keys)?;
    let (list, outcome) = prepared(&folder, &args.list)?;
    say(&format!("{} on the list, {} of them new and evaluated now", counted(list.len(), "contact"), list.evaluated));
    Ok(outcome)
}

/// The list under the holder's key.
fn prepared(folder: &KeyFolder, args: &HeldArgs) -> Result<(PreparedList, Outcome), CommandError> {
    let listed = read_lists(&args.lists, &args.how)?;
    let known = folder.prepared();
    let list = pressgang_corroborate::prepare(&folder.keys, &listed.contacts, &known)
        .map_err(|fault| CommandError::usage(fault.to_string(), "make the list shorter; nothing was done"))?;
    if list.evaluated > 0 || list.len() != known.len() {
        folder.keep_prepared(&list)?;
    }
    Ok((list, if listed.rejected > 0 { Outcome::SomeRejected } else { Outcome::Done }))
}

pub fn answer(args: &AnswerArgs) -> Result<Outcome, CommandError> {
    let folder = KeyFolder::open(&args.keys)?;
    let file = read(&args.request)?;
    let request = read_request(&file).map_err(|fault| refused(&args.request, fault, SEND_AGAIN))?;
    let mut roster = folder.roster()?;
    let own = folder.keys.identity();
    if request.holder != own.fingerprint() {
        let why = format!("the request is for the keys {}, and these are {}", request.holder, own.fingerprint());
        return Err(refused(&args.request, why, "give the asker the identity.txt of these keys; nothing was done"));
    }
    // Before the list is read: whoever may not ask costs nothing.
    let admission = roster.admit(&request).map_err(|refusal| {
        refused(&args.request, refusal, "pressgang corroborate enrol says who may ask, and how much; nothing was done")
    })?;
    let (list, outcome) = prepared(&folder, &args.list)?;
    let (bytes, again) = match admission {
        Admission::New => {
            let at = now().to_string();
            let statement = statement(args, &own.name);
            let bytes = made(&folder, &request, &list, &statement, &at, &args.request)?;
            roster.enter(GivenAnswer {
                request: file_hash(&file),
                answer: file_hash(&bytes),
                asker: request.asker.fingerprint(),
                asked: request.asked() as u64,
                held: list.len() as u64,
                list: list.hash.clone(),
                answered_at: at,
                statement,
            });
            // On disk before the answer is: an answer that nobody counted could be had again and again.
            folder.keep_roster(&roster)?;
            (bytes, false)
        }
        Admission::Again(given) => (again(&folder, &request, &list, &given, &args.request)?, true),
    };
    write_file(&args.out, &bytes)?;
    say(&format!(
        "{}{} asked about {} elements; answered from {}",
        if again { "answered before, the same again: " } else { "" },
        request.asker.name,
        request.asked(),
        counted(list.len(), "contact")
    ));
    if let Some(asker) = roster.askers.iter().find(|asker| asker.identity == request.asker) {
        say(&format!("they have asked about {} elements of {}", asker.asked, asker.limits.total));
    }
    say(&format!("send the answer to {}:", request.asker.name));
    let mut out = Out::lock();
    out.line(&args.out.display().to_string())?;
    out.finish()?;
    Ok(outcome)
}

fn statement(args: &AnswerArgs, name: &str) -> Statement {
    Statement {
        source: args.source.clone().unwrap_or_else(|| name.to_owned()),
        origin: args.origin.clone(),
        organisation: args.organisation.clone(),
        tlp: args.tlp.map(|tlp| tlp.as_str().to_owned()),
        note: args.note.clone(),
    }
}

fn made(
    folder: &KeyFolder,
    request: &Request,
    list: &PreparedList,
    statement: &Statement,
    at: &str,
    path: &Path,
) -> Result<Vec<u8>, CommandError> {
    pressgang_corroborate::answer(&folder.keys, request, list, statement, at)
        .map_err(|error| refused(path, error, "nothing was done"))
}

/// A request that was answered gets the very same answer or none: two different ones would show which tags are padding,
/// and what was added to the list since.
fn again(
    folder: &KeyFolder,
    request: &Request,
    list: &PreparedList,
    given: &GivenAnswer,
    path: &Path,
) -> Result<Vec<u8>, CommandError> {
    let bytes = made(folder, request, list, &given.statement, &given.answered_at, path)?;
    if file_hash(&bytes) == given.answer {
        return Ok(bytes);
    }
    let why = format!("it was answered on {} from another list", given.answered_at);
    let hint =
        format!("send that answer again (its SHA-256 is {}), or have them ask anew; nothing was done", given.answer);
    Err(refused(path, why, &hint))
}
