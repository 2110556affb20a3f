//! What was typed, and which command it is.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::commands;
use crate::error::CommandError;
use crate::output::say;

/// Who recruits fighters for a designated organisation: counted, attributed, evidenced.
///
/// Pressgang reads exports of social-media posts and writes a case: a folder of open tables and a report in which
/// every number leads to posts and every post to bytes in a file.
#[derive(Debug, Parser)]
#[command(name = "pressgang", version, arg_required_else_help = true, max_term_width = 100)]
#[command(
    after_help = "Exit status: 0 done, 1 failed or misused, 2 done but some records were rejected.\n\nStart with: pressgang demo"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(commands::demo::DemoArgs),
    New(commands::new::NewArgs),
    Add(commands::add::AddArgs),
    Run(commands::run::RunArgs),
    Fetch(commands::fetch::FetchArgs),
    Report(commands::report::ReportArgs),
    Check(commands::check::CheckArgs),
    Compare(commands::compare::CompareArgs),
    Correct(commands::correct::CorrectArgs),
    Notice(commands::notice::NoticeArgs),
    Evaluate(commands::evaluate::EvaluateArgs),
    Answer(commands::answer::AnswerArgs),
    Others(commands::others::OthersArgs),
    FlaggerReport(commands::flagger_report::FlaggerReportArgs),
    Show(commands::show::ShowArgs),
    Review(commands::review::ReviewArgs),
    Verify(commands::verify::VerifyArgs),
    Forget(commands::forget::ForgetArgs),
    Posts(commands::posts::PostsArgs),
    Read(commands::read::ReadArgs),
    Pairs(commands::pairs::PairsArgs),
    Match(commands::matching::MatchArgs),
    Passages(commands::passages::PassagesArgs),
    Coordination(commands::coordination::CoordinationArgs),
    Media(commands::media::MediaArgs),
    Corroborate(commands::corroborate::CorroborateArgs),
    Formats(commands::formats::FormatsArgs),
    Doctor(commands::doctor::DoctorArgs),
    Completions(commands::completions::CompletionsArgs),
}

/// How a command that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was done.
    Done,
    /// Everything was done, but some records were rejected.
    SomeRejected,
}

/// The command line's own description, for shell completions.
pub fn command() -> clap::Command {
    <Cli as clap::CommandFactory>::command()
}

/// Runs the program.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers; anything else is misuse, which is 1 here (2 means rejected records).
            let _ = error.print();
            return ExitCode::from(u8::from(error.use_stderr()));
        }
    };
    match dispatch(cli.command) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeRejected) => ExitCode::from(2),
        // Whoever reads our output has seen enough.
        Err(CommandError::BrokenPipe) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error}"));
            for hint in error.hints() {
                say(&format!("hint: {hint}"));
            }
            ExitCode::FAILURE
        }
    }
}

/// Runs one command as it would be typed behind the program's name.
pub fn run_line(line: &[String]) -> Result<Outcome, CommandError> {
    let words = std::iter::once("pressgang").chain(line.iter().map(String::as_str));
    let cli = Cli::try_parse_from(words).map_err(|e| CommandError::Usage { message: e.to_string(), hint: None })?;
    dispatch(cli.command)
}

fn dispatch(command: Command) -> Result<Outcome, CommandError> {
    match command {
        Command::Demo(args) => commands::demo::demo(&args),
        Command::New(args) => commands::new::new(&args),
        Command::Add(args) => commands::add::add(&args),
        Command::Run(args) => commands::run::run(&args),
        Command::Fetch(args) => commands::fetch::fetch(&args),
        Command::Report(args) => commands::report::report(&args),
        Command::Check(args) => commands::check::check(&args),
        Command::Compare(args) => commands::compare::compare(&args),
        Command::Correct(args) => commands::correct::correct(&args),
        Command::Notice(args) => commands::notice::notice(&args),
        Command::Evaluate(args) => commands::evaluate::evaluate(&args),
        Command::Answer(args) => commands::answer::answer(&args),
        Command::Others(args) => commands::others::others(&args),
        Command::FlaggerReport(args) => commands::flagger_report::flagger_report(&args),
        Command::Show(args) => commands::show::show(&args),
        Command::Review(args) => commands::review::review(&args),
        Command::Verify(args) => commands::verify::verify(&args),
        Command::Forget(args) => commands::forget::forget(&args),
        Command::Posts(args) => commands::posts::posts(&args),
        Command::Read(args) => commands::read::read(&args),
        Command::Pairs(args) => commands::pairs::pairs(&args),
        Command::Match(args) => commands::matching::matching(&args),
        Command::Passages(args) => commands::passages::passages(&args),
        Command::Coordination(args) => commands::coordination::coordination(&args),
        Command::Media(args) => commands::media::media(&args),
        Command::Corroborate(args) => commands::corroborate::corroborate(&args),
        Command::Formats(args) => commands::formats::formats(&args),
        Command::Doctor(args) => commands::doctor::doctor(&args),
        Command::Completions(args) => commands::completions::completions(&args),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn command_line_is_sound() {
        super::command().debug_assert();
    }
}
