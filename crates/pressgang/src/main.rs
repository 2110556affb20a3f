//! Pressgang: who recruits fighters for a designated organisation, counted, attributed, evidenced.

mod cli;
mod commands;
mod error;
mod json;
mod output;
mod progress;

fn main() -> std::process::ExitCode {
    cli::run()
}
