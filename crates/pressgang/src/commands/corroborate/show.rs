//! `pressgang corroborate show`: what a file says.

use std::path::PathBuf;

use clap::Args;
use pressgang_corroborate::describe;

use super::{SEND_AGAIN, read, refused};
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::Out;

/// Show what an identity, request, answer or transcript says, with its hash and signature checked
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pressgang corroborate show desk.request")]
pub struct ShowArgs {
    /// The file
    file: PathBuf,
}

pub fn show(args: &ShowArgs) -> Result<Outcome, CommandError> {
    let shown = describe(&read(&args.file)?).map_err(|fault| refused(&args.file, fault, SEND_AGAIN))?;
    let mut out = Out::lock();
    for (name, text) in shown.lines {
        out.line(&format!("{name}: {text}"))?;
    }
    out.finish()?;
    Ok(Outcome::Done)
}
