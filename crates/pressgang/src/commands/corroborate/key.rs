//! `pressgang corroborate key`: keys to ask and to answer with.

use std::path::PathBuf;

use clap::Args;
use pressgang_corroborate::Keys;

use super::folder::KeyFolder;
use super::seed;
use crate::cli::Outcome;
use crate::commands::now;
use crate::error::CommandError;
use crate::output::{Out, say};

/// Make keys to ask and to answer with, or show those that are there
///
/// FOLDER/identity.txt is for others; FOLDER/secret.key is for nobody: whoever has it can ask and answer in this name.
/// The fingerprint goes to stdout. Read it to the other side over the telephone: it is what says that the file you
/// were sent is theirs.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang corroborate key my-keys --name \"Research desk\"\n  pressgang corroborate key my-keys"
)]
pub struct KeyArgs {
    /// Folder for the keys
    folder: PathBuf,
    /// The name others are to know you by; makes new keys
    #[arg(long)]
    name: Option<String>,
}

pub fn key(args: &KeyArgs) -> Result<Outcome, CommandError> {
    let folder = match &args.name {
        Some(name) => {
            let keys = Keys::from_secret(name, seed()?, &now().to_string())
                .map_err(|fault| CommandError::usage(fault.to_string(), "choose a name such as \"Research desk\""))?;
            KeyFolder::create(&args.folder, keys)?
        }
        None => KeyFolder::open(&args.folder)?,
    };
    let identity = folder.keys.identity();
    say(&format!("keys of {:?}, made {}", identity.name, identity.made_at));
    say(&format!("give others {}; its fingerprint, to be compared by another way:", folder.identity_path().display()));
    let mut out = Out::lock();
    out.line(&identity.fingerprint())?;
    out.finish()?;
    Ok(Outcome::Done)
}
