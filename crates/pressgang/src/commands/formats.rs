//! `pressgang formats`: what can be read.

use clap::Args;
use pressgang_posts::Format;

use super::format;
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::Out;

/// List the formats that can be read, what each gives and what it cannot
///
/// Plain, .gz, .zst, .xz, .bz2, .zip and .tar; told by content, not by name.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  pressgang formats\n  pressgang formats telegram-desktop vk")]
pub struct FormatsArgs {
    /// Only these formats
    formats: Vec<String>,
}

/// Lines are broken at this many characters.
const WIDTH: usize = 100;

pub fn formats(args: &FormatsArgs) -> Result<Outcome, CommandError> {
    let asked = args.formats.iter().map(|name| format(Some(name))).collect::<Result<Vec<_>, _>>()?;
    let asked: Vec<Format> = asked.into_iter().flatten().collect();
    let mut out = Out::lock();
    let listed = Format::all().filter(|format| asked.is_empty() || asked.contains(format));
    for (i, format) in listed.enumerate() {
        if i > 0 {
            out.line("")?;
        }
        out.line(&format!("{}: {}", format.as_str(), format.title()))?;
        for (title, phrases) in [("gives", format.gives()), ("limits", format.cannot())] {
            for (row, line) in wrapped(&phrases.join("; "), WIDTH - 10).into_iter().enumerate() {
                out.line(&format!("  {:<6}  {line}", if row == 0 { title } else { "" }))?;
            }
        }
    }
    out.finish()?;
    Ok(Outcome::Done)
}

/// Words in lines of at most so many characters.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}
