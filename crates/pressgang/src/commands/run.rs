//! `pressgang run`: bring a case up to date.

use std::path::PathBuf;

use clap::Args;
use pressgang_case::{Case, RunSummary};
use pressgang_media::{SpeechTool, Toolbox};

use super::now;
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::say;
use crate::progress::Bars;
use crate::sentence_model;

/// Bring a case up to date: read, match, tie together, attribute, count
///
/// Only what changed since the last run is done again. A run that was killed is finished by the next one.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  pressgang run my-case\n  pressgang run my-case; pressgang report my-case")]
pub struct RunArgs {
    /// Case folder
    case: PathBuf,
    /// Match translations with the sentence model in this folder (docs/translations.md)
    ///
    /// Without it the one that case.toml names as sentence_model, if it names one.
    #[arg(long, value_name = "FOLDER")]
    sentence_model: Option<PathBuf>,
    /// Write down what is said in films with this program of yours, such as "whisper-cli -m model.bin -f {input} -osrt
    /// -of {output}"
    ///
    /// Split at spaces. {input} becomes the sound (WAV, 16 kHz), {output} the file to write without its ending (.srt,
    /// .vtt, .json, .tsv or .txt); without {output} what it prints is taken.
    #[arg(long, value_name = "COMMAND")]
    speech: Option<String>,
}

pub fn run(args: &RunArgs) -> Result<Outcome, CommandError> {
    let mut case = Case::open(&args.case)?;
    if let Some(folder) = args.sentence_model.clone().or_else(|| case.sentence_model_path()) {
        case.use_sentence_model(sentence_model::open(&folder)?);
    }
    let mut toolbox = Toolbox::detect();
    if let Some(command) = &args.speech {
        let words: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
        let tool = SpeechTool::new(&words).map_err(|error| {
            CommandError::usage(
                format!("--speech {command:?}: {error}"),
                "for example --speech \"whisper-cli -m model.bin -f {input} -osrt -of {output}\"",
            )
        })?;
        toolbox.speech = Some(tool);
    }
    case.use_toolbox(toolbox);
    let summary = case.run(now(), &Bars::new())?;
    let outcome = describe(&summary);
    say(&format!("next: pressgang report {}", args.case.display()));
    Ok(outcome)
}

/// Says how a run went.
pub fn describe(summary: &RunSummary) -> Outcome {
    if summary.done.is_empty() {
        say("nothing to do: every stage is up to date");
    } else {
        say(&format!("done: {}", summary.done.join(", ")));
        if !summary.unchanged.is_empty() {
            say(&format!("unchanged: {}", summary.unchanged.join(", ")));
        }
    }
    for unread in &summary.unread_media {
        say(&format!(
            "{} pictures and films not read whole, {}: pressgang doctor says what to install",
            unread.files, unread.why
        ));
    }
    if summary.rejects == 0 {
        return Outcome::Done;
    }
    say(&format!(
        "{} posts read, {} records rejected: tables/rejects lists each with its place and reason",
        summary.posts, summary.rejects
    ));
    Outcome::SomeRejected
}
