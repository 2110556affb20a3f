//! Pressgang: who recruits fighters for a designated organisation, counted, attributed, evidenced.

mod cli;
mod columns;
mod commands;
mod durations;
mod error;
mod json;
mod output;
mod progress;
mod sentence_model;
mod sizes;

/// Readers make many small values on one thread that another drops, which the system's own allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::run()
}
