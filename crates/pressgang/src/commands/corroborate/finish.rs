//! `pressgang corroborate finish`: the asker's last step.

use std::path::{Path, PathBuf};

use clap::Args;
use pressgang_case::{Case, Meaning, PrivateMatch, PrivateMatchEntered, Tlp, write_file};
use pressgang_corroborate::{Finished, Session, file_hash, read_answer, read_session, write_transcript};

use super::answer::tlp;
use super::folder::KeyFolder;
use super::lists::parted;
use super::{SEND_AGAIN, counted, party, read, refused};
use crate::cli::Outcome;
use crate::commands::now;
use crate::error::CommandError;
use crate::output::{Out, say};

/// Open an answer: which of the contacts asked about the holder knows
///
/// The answer's signature and proof are checked first. With a case, what matched enters its ledger as a second source,
/// as lines of a list of corroborations do, together with the record of the exchange; a signed transcript, which shows
/// nothing of what matched, lies in CASE/corroborate. The contacts go to stdout as CSV.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang corroborate finish desk.answer my-case --keys my-keys --grade B2\n  pressgang corroborate finish desk.answer --session s --keys my-keys > known.csv"
)]
pub struct FinishArgs {
    /// The answer
    answer: PathBuf,
    /// The case that asked
    #[arg(required_unless_present = "session")]
    case: Option<PathBuf>,
    /// Folder of your keys
    #[arg(long, value_name = "FOLDER")]
    keys: PathBuf,
    /// The session, where it was kept outside a case
    #[arg(long, value_name = "FILE")]
    session: Option<PathBuf>,
    /// Admiralty grade of the holder (A-F) and of what it says (1-6), as you judge it; a case needs it
    #[arg(long, value_name = "GRADE")]
    grade: Option<String>,
    /// Whose contacts they are [default: as the holder says, or the one the case studies]
    #[arg(long, value_name = "ID")]
    organisation: Option<String>,
    /// What the source is called in the case [default: as the holder says]
    #[arg(long)]
    source: Option<String>,
    /// Where the holder has it from: what is of one origin counts once [default: as the holder says, or the source]
    #[arg(long)]
    origin: Option<String>,
    /// How far you may tell, never further than the holder says: CLEAR, GREEN, AMBER, AMBER+STRICT or RED
    #[arg(long, value_parser = tlp)]
    tlp: Option<Tlp>,
}

pub fn finish(args: &FinishArgs) -> Result<Outcome, CommandError> {
    if let Some(grade) = args.grade.as_deref().filter(|grade| !is_grade(grade)) {
        return Err(CommandError::usage(
            format!("grade {grade:?} is no Admiralty grade"),
            "a letter A-F for the source and a digit 1-6 for what it says, such as B2; nothing was done",
        ));
    }
    if args.case.is_some() && args.grade.is_none() {
        return Err(CommandError::usage(
            "a case needs to know how far you trust the holder and what it says",
            "say it with --grade, for example --grade B2; nothing was done",
        ));
    }
    let folder = KeyFolder::open(&args.keys)?;
    let file = read(&args.answer)?;
    let mut case = args.case.as_ref().map(|path| Case::open(path)).transpose()?;
    let session_path = session_path(args, case.as_ref(), &file)?;
    let session = read_session(&read(&session_path)?, &folder.keys)
        .map_err(|fault| refused(&session_path, fault, "finish with the keys that the request was made with"))?;
    let finished = pressgang_corroborate::finish(&session, &file).map_err(|error| {
        refused(&args.answer, error, "ask the holder for the answer to this request; nothing was done")
    })?;
    let holder = finished.answer.holder.name.clone();
    say(&format!("the answer is by {holder}, under its known key, and to this request"));
    say(&format!(
        "{holder} knows {} of {} asked about; it has at most {}",
        finished.matched.len(),
        counted(session.contacts, "contact"),
        finished.answer.held()
    ));
    if let Some(case) = &mut case {
        enter(args, case, &folder, &session, &finished)?;
    }
    let mut out = Out::lock();
    out.line("kind,value")?;
    for contact in &finished.matched {
        if let Some((kind, value)) = parted(contact) {
            out.line(&format!("{},{}", kind.as_str(), quoted(&value)))?;
        }
    }
    out.finish()?;
    Ok(Outcome::Done)
}

fn is_grade(text: &str) -> bool {
    matches!(text.as_bytes(), [b'A'..=b'F', b'1'..=b'6'])
}

/// The session that the answer names, in the case; or the one that was named.
fn session_path(args: &FinishArgs, case: Option<&Case>, answer: &[u8]) -> Result<PathBuf, CommandError> {
    if let Some(path) = &args.session {
        return Ok(path.clone());
    }
    let answer = read_answer(answer).map_err(|fault| refused(&args.answer, fault, SEND_AGAIN))?;
    let folder = case.map(Case::private_matching_folder).unwrap_or_default();
    // It is 32 digits, so it cannot lead anywhere else.
    let path = folder.join(format!("{}.session", answer.session()));
    if path.is_file() {
        return Ok(path);
    }
    let why = format!("the answer belongs to the session {}, which this case does not have", answer.session());
    Err(refused(&args.answer, why, "finish in the case that asked, or name the session's file with --session"))
}

fn enter(
    args: &FinishArgs,
    case: &mut Case,
    folder: &KeyFolder,
    session: &Session,
    finished: &Finished,
) -> Result<(), CommandError> {
    let at = now();
    let means = meaning(args, case, finished)?;
    let transcript = write_transcript(&folder.keys, session, &finished.answer, &at.to_string())
        .map_err(|fault| refused(&args.answer, fault, "nothing was done"))?;
    let found = PrivateMatch {
        session: session.id(),
        request: session.request_hash(),
        answer: hex(&finished.answer.hash),
        transcript: file_hash(&transcript),
        asker: party(folder.keys.identity()),
        holder: party(&finished.answer.holder),
        contacts: session.contacts,
        asked: session.asked(),
        held: finished.answer.held(),
        answered_at: finished.answer.answered_at.clone(),
        matched: finished.matched.iter().filter_map(|contact| parted(contact)).collect(),
        means,
    };
    let path = transcript_path(case, session);
    // The ledger names the transcript, so it is there first; a second one of a finished exchange would not be named.
    let is_new = !path.exists();
    if is_new {
        write_file(&path, &transcript)?;
    }
    let found = if is_new { found } else { PrivateMatch { transcript: file_hash(&read(&path)?), ..found } };
    match case.enter_private_match(&found, at)? {
        PrivateMatchEntered::Entered(count) => {
            say(&format!("{} entered as corroborated by {}", counted(count, "contact"), found.means.source));
            say(&format!("the transcript, which shows nothing of what matched: {}", path.display()));
            say(&format!("next: pressgang run {}", case.root().display()));
        }
        PrivateMatchEntered::Already => say("this answer stands in the ledger already; nothing was entered"),
    }
    Ok(())
}

fn transcript_path(case: &Case, session: &Session) -> PathBuf {
    case.private_matching_folder().join(Path::new(&format!("{}.transcript", session.id())))
}

fn meaning(args: &FinishArgs, case: &Case, finished: &Finished) -> Result<Meaning, CommandError> {
    let said = &finished.answer.statement;
    let studied = &case.config.organisations;
    let organisation = match args.organisation.as_ref().or(said.organisation.as_ref()) {
        Some(id) => id.clone(),
        None => match &studied[..] {
            [only] => only.clone(),
            _ => {
                return Err(CommandError::usage(
                    format!(
                        "the holder does not say whose contacts they are, and the case studies {}",
                        studied.join(", ")
                    ),
                    "say it with --organisation; nothing was entered",
                ));
            }
        },
    };
    let theirs = said.tlp.as_deref().map(|tlp| Tlp::named(tlp).unwrap_or(Tlp::Red));
    // The later marking is the stricter one.
    let Some(tlp) = args.tlp.max(theirs) else {
        return Err(CommandError::usage(
            "the holder does not say how far you may tell what it knows",
            "ask them, and say it with --tlp, for example --tlp AMBER; nothing was entered",
        ));
    };
    let source = args.source.clone().unwrap_or_else(|| said.source.clone());
    let origin = args.origin.as_ref().or(said.origin.as_ref()).unwrap_or(&source).clone();
    let grade = args.grade.clone().unwrap_or_default();
    Ok(Meaning { organisation, source, origin, grade, tlp, note: said.note.clone() })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A cell of CSV.
fn quoted(value: &str) -> String {
    if value.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}
