//! `pressgang formats`: what can be read.

use clap::Args;
use pressgang_posts::Format;

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
    for (i, format) in Format::all().enumerate() {
        if i > 0 {
            out.line("")?;
        }
        out.line(&format!("{}: {}", format.as_str(), format.title()))?;
        out.line(&format!("  gives   {}", format.gives().join(", ")))?;
        out.line(&format!("  cannot  {}", format.cannot().join("; ")))?;
    }
    out.finish()?;
    Ok(Outcome::Done)
}
