//! `pressgang completions`: completions for a shell.

use clap::Args;
use clap_complete::Shell;

use crate::cli::{self, Outcome};
use crate::error::CommandError;
use crate::output::Out;

/// Print completions for a shell
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang completions bash > ~/.local/share/bash-completion/completions/pressgang\n  pressgang completions zsh > ~/.zfunc/_pressgang"
)]
pub struct CompletionsArgs {
    /// Shell
    shell: Shell,
}

pub fn completions(args: &CompletionsArgs) -> Result<Outcome, CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut cli::command(), "pressgang", &mut script);
    let mut out = Out::lock();
    out.bytes(&script)?;
    out.finish()?;
    Ok(Outcome::Done)
}
