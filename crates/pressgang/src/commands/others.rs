//! `pressgang others`: numbers that others published about the same posts.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use pressgang_case::{Case, NewOthers, OthersAbout};

use super::now;
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::say;

/// What the number is about.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum AboutArg {
    /// Posts that recruit
    Posts,
    /// Those of them that were still up
    Up,
    /// Those of them that were removed, by whomever
    Removed,
}

/// Enter a number that others published about the same posts
///
/// The report prints it beside the case's own number at the end of the same day and says whether they agree, or whether
/// it is the number of the opposite. Neither is changed by the other.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang others my-case \"58 of the 60 ads were pulled\" --about removed --value 58 --of 60 --by \"Example Gazette\" --on 2023-05-31 --source https://gazette.example/ads"
)]
pub struct OthersArgs {
    /// Case folder
    case: PathBuf,
    /// The sentence, as it was published
    text: String,
    /// What the number is about
    #[arg(long)]
    about: AboutArg,
    /// The number
    #[arg(long, value_name = "N")]
    value: u64,
    /// Of how many, where that was said
    #[arg(long, value_name = "N")]
    of: Option<u64>,
    /// Who published it
    #[arg(long, value_name = "NAME")]
    by: String,
    /// On which day: 2023-05-31
    #[arg(long, value_name = "DAY")]
    on: String,
    /// Where it can be read
    #[arg(long, value_name = "SOURCE")]
    source: String,
    /// Who enters it; kept in the ledger, not printed
    #[arg(long, value_name = "NAME")]
    entered_by: Option<String>,
}

pub fn others(args: &OthersArgs) -> Result<Outcome, CommandError> {
    let on: Date = args
        .on
        .trim()
        .parse()
        .map_err(|_| CommandError::usage(format!("--on {:?} is no day", args.on), "write it as 2023-05-31"))?;
    let mut case = Case::open(&args.case)?;
    let new = NewOthers {
        text: args.text.clone(),
        about: match args.about {
            AboutArg::Posts => OthersAbout::Posts,
            AboutArg::Up => OthersAbout::Up,
            AboutArg::Removed => OthersAbout::Removed,
        },
        value: args.value,
        of: args.of,
        by: args.by.clone(),
        on,
        source: args.source.clone(),
        entered_by: args.entered_by.clone(),
    };
    let (id, is_new) = case.enter_others(&new, now())?;
    if is_new {
        say(&format!("{id}: {} wrote it on {on}", new.by));
        say(&format!("next: pressgang report {}", args.case.display()));
    } else {
        say(&format!("{id}: it was entered before, and nothing was entered now"));
    }
    Ok(Outcome::Done)
}
