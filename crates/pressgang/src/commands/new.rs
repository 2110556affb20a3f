//! `pressgang new`: start a case.

use std::path::{Path, PathBuf};

use clap::Args;
use pressgang_case::Case;
use pressgang_signals::Pack;

use super::{SHIPPED_PACKS, now};
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::say;

/// Start a case: a folder with a case.toml to fill in
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang new my-case --organisation wagner\n  pressgang new my-case --organisation ./my-organisation.toml --title \"Job offers, spring 2026\""
)]
pub struct NewArgs {
    /// Folder to make
    dir: PathBuf,
    /// Whom to study: the id of a shipped pack, or a pack file; can be repeated
    #[arg(long, short, required = true, value_name = "ID|FILE")]
    organisation: Vec<String>,
    /// Title of the case
    #[arg(long)]
    title: Option<String>,
}

pub fn new(args: &NewArgs) -> Result<Outcome, CommandError> {
    let packs = args.organisation.iter().map(|o| pack(o)).collect::<Result<Vec<(String, Pack)>, CommandError>>()?;
    let names: Vec<&str> = packs.iter().map(|(_, pack)| pack.name.as_str()).collect();
    let title = args.title.clone().unwrap_or_else(|| format!("Recruitment for {}", names.join(", ")));
    let texts: Vec<&str> = packs.iter().map(|(text, _)| text.as_str()).collect();
    Case::create(&args.dir, &title, &texts, now())?;
    let dir = args.dir.display();
    say(&format!("made the case {dir}; fill in {dir}/case.toml (window, reference accounts, collection log)"));
    say(&format!("next: pressgang add {dir} EXPORT..."));
    Ok(Outcome::Done)
}

/// A pack and its text, by id or from a file.
fn pack(written: &str) -> Result<(String, Pack), CommandError> {
    let path = Path::new(written);
    let parsed = |text: String| match Pack::parse(&text) {
        Ok(pack) => Ok((text, pack)),
        Err(source) => Err(pressgang_case::CaseError::Pack { path: path.to_owned(), source }.into()),
    };
    if let Some((_, text)) = SHIPPED_PACKS.iter().find(|(id, _)| *id == written) {
        return parsed((*text).to_owned());
    }
    let shipped: Vec<&str> = SHIPPED_PACKS.iter().map(|(id, _)| *id).collect();
    let hint =
        format!("shipped packs: {}; or name a pack file, docs/packs.md says how to write one", shipped.join(", "));
    if !path.is_file() {
        return Err(CommandError::usage(
            format!("--organisation {written:?} is neither a shipped pack nor a file"),
            hint,
        ));
    }
    let text =
        std::fs::read_to_string(path).map_err(|e| CommandError::usage(format!("cannot read {written}: {e}"), hint))?;
    parsed(text)
}
