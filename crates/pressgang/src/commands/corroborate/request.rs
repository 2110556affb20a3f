//! `pressgang corroborate request`: the asker's first step.

use std::path::PathBuf;

use clap::Args;
use pressgang_case::{Case, PrivateRequest, write_file};
use pressgang_corroborate::{Identity, ask, file_hash};
use pressgang_signals::ContactKind;

use super::folder::{KeyFolder, make_private_folder, write_private};
use super::lists::{ListArgs, compared, parted, read_lists};
use super::{counted, identity, party, refused, seed};
use crate::cli::Outcome;
use crate::commands::now;
use crate::error::CommandError;
use crate::output::{Out, say};

/// Ask somebody which of a case's contacts, or of a list's, they know
///
/// Asked about are the contacts of the case's candidates: posts that may be adverts. Two files are made: a request to
/// send, which shows the holder nothing but who asks and, rounded up, how much; and a session, which stays. Both lie in
/// CASE/corroborate, or where --out and --session say. The path of the request goes to stdout.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang corroborate request my-case --keys my-keys --holder ministry.txt\n  pressgang corroborate request my-case --keys my-keys --holder ministry.txt --kind phone --kind telegram\n  pressgang corroborate request --contacts list.csv --keys my-keys --holder ministry.txt --session s --out r"
)]
pub struct RequestArgs {
    /// The case whose contacts are asked about, brought up to date with pressgang run
    #[arg(required_unless_present = "contacts")]
    case: Option<PathBuf>,
    /// Ask about the contacts of this list instead: text with one to a line, or CSV with the columns kind and value; can be repeated
    #[arg(long, value_name = "FILE")]
    contacts: Vec<PathBuf>,
    #[command(flatten)]
    list: ListArgs,
    /// Folder of your keys
    #[arg(long, value_name = "FOLDER")]
    keys: PathBuf,
    /// The holder's identity.txt, whose fingerprint you have compared
    #[arg(long, value_name = "FILE")]
    holder: PathBuf,
    /// Ask about contacts of this kind only, such as phone or telegram; can be repeated
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Vec<ContactKind>,
    /// Where the request goes [default: CASE/corroborate/SESSION.request]
    #[arg(long, value_name = "FILE", required_unless_present = "case")]
    out: Option<PathBuf>,
    /// Where the session is kept [default: CASE/corroborate/SESSION.session]
    #[arg(long, value_name = "FILE", required_unless_present = "case")]
    session: Option<PathBuf>,
    /// The holder has made new keys since it was asked first
    #[arg(long)]
    new_keys: bool,
}

fn kind(text: &str) -> Result<ContactKind, String> {
    ContactKind::named(text).filter(|kind| Case::askable_kinds().any(|askable| askable == *kind)).ok_or_else(|| {
        let kinds: Vec<&str> = Case::askable_kinds().map(ContactKind::as_str).collect();
        format!("one of {} is needed", kinds.join(", "))
    })
}

pub fn request(args: &RequestArgs) -> Result<Outcome, CommandError> {
    let folder = KeyFolder::open(&args.keys)?;
    let holder = identity(&args.holder)?;
    let mut case = args.case.as_ref().map(|path| Case::open(path)).transpose()?;
    if let Some(case) = &case {
        check_keys(case, &holder, args.new_keys)?;
    }
    let kinds: Vec<ContactKind> =
        if args.kind.is_empty() { Case::askable_kinds().collect() } else { args.kind.clone() };
    let (mut contacts, mut outcome) = (Vec::new(), Outcome::Done);
    if args.contacts.is_empty() {
        if let Some(case) = &mut case {
            contacts = case.askable_contacts(&kinds)?.iter().map(|(kind, value)| compared(*kind, value)).collect();
        }
    } else {
        let listed = read_lists(&args.contacts, &args.list)?;
        if listed.rejected > 0 {
            outcome = Outcome::SomeRejected;
        }
        let wanted = |contact: &String| {
            args.kind.is_empty()
                || parted(contact).is_some_and(|(kind, _)| kinds.iter().any(|wanted| wanted.compared_as() == kind))
        };
        contacts = listed.contacts.into_iter().filter(wanted).collect();
    }
    let at = now();
    let asked = ask(&folder.keys, &holder, &contacts, &at.to_string(), &seed()?).map_err(|error| {
        CommandError::usage(
            error.to_string(),
            "ask about other kinds with --kind, or about a list with --contacts; nothing was done",
        )
    })?;
    let place = |given: &Option<PathBuf>, what: &str| match (given, &case) {
        (Some(path), _) => path.clone(),
        (None, Some(case)) => case.private_matching_folder().join(format!("{}.{what}", asked.id)),
        // clap asks for it where there is no case.
        (None, None) => PathBuf::from(format!("{}.{what}", asked.id)),
    };
    let (request, session) = (place(&args.out, "request"), place(&args.session, "session"));
    if let Some(taken) = [&request, &session].into_iter().find(|path| path.exists()) {
        return Err(refused(
            taken,
            "there is a file already",
            "choose another name: a session that is lost opens no answer",
        ));
    }
    if let Some(case) = &case {
        make_private_folder(&case.private_matching_folder())?;
    }
    write_private(&session, &asked.session)?;
    if let Some(case) = &mut case {
        let entry = PrivateRequest {
            session: asked.id.clone(),
            request: file_hash(&asked.request),
            holder: party(&holder),
            contacts: asked.contacts,
            asked: asked.asked,
        };
        case.enter_private_request(&entry, at)?;
    }
    // Last, so that no request leaves that nobody could finish.
    write_file(&request, &asked.request)?;
    say(&format!(
        "{} asked about; {} sees {} elements and none of the contacts",
        counted(asked.contacts, "contact"),
        holder.name,
        asked.asked
    ));
    say(&format!("keep {} to yourself; send the request to {}:", session.display(), holder.name));
    let mut out = Out::lock();
    out.line(&request.display().to_string())?;
    out.finish()?;
    Ok(outcome)
}

/// A holder that has other keys than before may be somebody else, or answer this asker under keys of its own.
fn check_keys(case: &Case, holder: &Identity, new_keys: bool) -> Result<(), CommandError> {
    match case.asked_under_other_keys(&party(holder))? {
        Some(known) if !new_keys => Err(CommandError::usage(
            format!("{} was asked under the keys {known} before, and these are {}", holder.name, holder.fingerprint()),
            "ask them by another way whether they made new keys, and then say --new-keys",
        )),
        _ => Ok(()),
    }
}
