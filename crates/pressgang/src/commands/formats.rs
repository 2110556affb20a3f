//! `pressgang formats`: what can be read.

use clap::Args;
use pressgang_posts::{Format, about};

use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::Out;

/// List the formats that can be read, what each gives and what it cannot
///
/// Plain, .gz, .zst, .xz, .bz2, .zip and .tar; told by content, not by name.
#[derive(Args, Debug)]
pub struct FormatsArgs {}

pub fn formats(_: &FormatsArgs) -> Result<Outcome, CommandError> {
    let mut out = Out::lock();
    for (i, format) in Format::ALL.iter().enumerate() {
        let about = about(*format);
        if i > 0 {
            out.line("")?;
        }
        out.line(&format!("{}: {}", format.as_str(), about.title))?;
        out.line(&format!("  gives   {}", about.gives.join(", ")))?;
        if !about.cannot.is_empty() {
            out.line(&format!("  cannot  {}", about.cannot.join("; ")))?;
        }
    }
    out.finish()?;
    Ok(Outcome::Done)
}
