//! `pressgang add`: bring files into a case.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pressgang_case::{AddOptions, Added, Case, ListOptions, MediaAdded, Role, Tlp};

use super::{columns, format, now};
use crate::cli::Outcome;
use crate::commands::coordination::harmless;
use crate::error::CommandError;
use crate::output::say;

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleArg {
    /// Posts under study
    Observed,
    /// Posts of verified accounts of the organisation
    Reference,
    /// Ordinary posts, for rarity
    Background,
}

/// Add exports to a case, or records: observations, second sources, exchange rates
///
/// What a file is, is told from its content. Exports are copied into the case; records enter its ledger.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang add my-case tweets.jsonl posts.csv.gz\n  pressgang add my-case result.json --role reference\n  pressgang add my-case table.csv --map text=body --map id=number --map platform_value=vk\n  pressgang add my-case observations.csv\n  pressgang add my-case list.json --tlp amber --grade B2\n  pressgang add my-case --media downloaded-pictures.zip"
)]
pub struct AddArgs {
    /// Case folder
    case: PathBuf,
    /// Files to add
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Role of the posts
    #[arg(long)]
    role: Option<RoleArg>,
    /// Format, instead of telling it from the content (see pressgang formats)
    #[arg(long, short)]
    format: Option<String>,
    /// Whose reference it is, when the case studies several organisations
    #[arg(long, short)]
    organisation: Option<String>,
    /// Column of a generic file, as FIELD=COLUMN; can be repeated
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// The files are pictures and films of posts: single files, folders, or zip archives
    ///
    /// Which post each belongs to follows from 4CAT's list of them, from the name the export gives, or from the post's
    /// id at the beginning of the name.
    #[arg(long, conflicts_with_all = ["role", "format", "organisation", "map", "in_place"])]
    media: bool,
    /// How far a second source's list may be passed on: CLEAR, GREEN, AMBER, AMBER+STRICT or RED (Traffic Light Protocol)
    ///
    /// What stands in the list may only be stricter. Above CLEAR nothing of it is published.
    #[arg(long, value_name = "LABEL", conflicts_with_all = ["role", "format", "map", "in_place", "media"])]
    tlp: Option<String>,
    /// Admiralty grade of a second source's list, A1 to F6, where the list gives none
    #[arg(long, value_name = "GRADE", conflicts_with_all = ["role", "format", "map", "in_place", "media"])]
    grade: Option<String>,
    /// Who gave a second source's list, where it does not say
    #[arg(long, value_name = "NAME", conflicts_with_all = ["role", "format", "map", "in_place", "media"])]
    source: Option<String>,
    /// Refer to the files where they are instead of copying them
    #[arg(long)]
    in_place: bool,
}

pub fn add(args: &AddArgs) -> Result<Outcome, CommandError> {
    if args.media {
        let mut case = Case::open(&args.case)?;
        let mut outcome = Outcome::Done;
        for file in &args.files {
            let added = case.add_media(file, now())?;
            say(&describe_media(&file.display().to_string(), &added));
            for (name, reason) in &added.refused {
                say(&format!("  not taken: {name}: {reason}"));
                outcome = Outcome::SomeRejected;
            }
        }
        say(&format!("next: pressgang run {}", args.case.display()));
        return Ok(outcome);
    }
    if args.tlp.is_some() || args.grade.is_some() || args.source.is_some() {
        return add_lists(args);
    }
    let role = match args.role {
        Some(RoleArg::Observed) | None => Role::Observed,
        Some(RoleArg::Reference) => Role::Reference,
        Some(RoleArg::Background) => Role::Background,
    };
    let options = AddOptions {
        role,
        format: format(args.format.as_deref())?,
        organisation: args.organisation.clone(),
        in_place: args.in_place,
        mapping: columns(&args.map)?,
    };
    let mut case = Case::open(&args.case)?;
    let (mut assumed, mut outcome) = (false, Outcome::Done);
    for file in &args.files {
        let added = case.add(file, &options, now())?;
        assumed |= args.role.is_none() && matches!(added, Added::Source { .. });
        say(&describe(&file.display().to_string(), &added, role));
        outcome = tell_left_out(&added, outcome);
    }
    if assumed {
        say("no --role was given: the posts are taken as observed, that is under study");
    }
    say(&format!("next: pressgang run {}", args.case.display()));
    Ok(outcome)
}

/// Adds lists of second sources, of which something is said beside them.
fn add_lists(args: &AddArgs) -> Result<Outcome, CommandError> {
    let tlp = args.tlp.as_deref().map(|label| {
        let unknown = || {
            CommandError::usage(
                format!("--tlp {label:?} is no handling marking"),
                "one of CLEAR, GREEN, AMBER, AMBER+STRICT, RED",
            )
        };
        Tlp::named(label).ok_or_else(unknown)
    });
    let options = ListOptions {
        tlp: tlp.transpose()?,
        grade: args.grade.clone(),
        source: args.source.clone(),
        organisation: args.organisation.clone(),
    };
    let mut case = Case::open(&args.case)?;
    let mut outcome = Outcome::Done;
    for file in &args.files {
        let added = case.add_list(file, &options, now())?;
        say(&describe(&file.display().to_string(), &added, Role::Observed));
        outcome = tell_left_out(&added, outcome);
    }
    say(&format!("next: pressgang run {}", args.case.display()));
    Ok(outcome)
}

/// Says what was left out of a list.
fn tell_left_out(added: &Added, outcome: Outcome) -> Outcome {
    let Added::List { left_out, .. } = added else { return outcome };
    const SHOWN: usize = 20;
    for one in left_out.iter().take(SHOWN) {
        say(&format!("  not taken: {}: {}", harmless(&one.place), harmless(&one.reason)));
    }
    if left_out.len() > SHOWN {
        say(&format!("  and {} more", left_out.len() - SHOWN));
    }
    if left_out.is_empty() { outcome } else { Outcome::SomeRejected }
}

/// What became of pictures and films, in a line.
pub fn describe_media(file: &str, added: &MediaAdded) -> String {
    let known = if added.known > 0 { format!(", {} of them known already", added.known) } else { String::new() };
    format!("{file}: {} pictures and films taken{known}", added.files)
}

/// What became of a file, in a line.
pub fn describe(file: &str, added: &Added, role: Role) -> String {
    match added {
        Added::Source { id, format, reason } => {
            format!("{file}: added as {} source {id}, {format} ({reason})", role.as_str())
        }
        Added::Records { kind, count } => format!("{file}: {count} {kind} entered"),
        Added::List { count, restricted, strictest, .. } => {
            let marked = match strictest {
                Some(tlp) if *restricted > 0 => {
                    format!(", {restricted} of them not for publication (up to {tlp}); see docs/second-sources.md")
                }
                _ => String::new(),
            };
            format!("{file}: {count} corroborations entered{marked}")
        }
        Added::Already { what } => format!("{file}: already in the case ({what})"),
    }
}
