//! `pressgang media`: what pictures and films say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use clap::Args;
use pressgang_case::Progress;
use pressgang_media::{Beside, MediaLimits, MediaReader, MediaReading, MediaSettings, Toolbox};
use pressgang_posts::ReadError;
use serde::Serialize;

use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::{Out, say};
use crate::progress::Bars;

/// Read pictures and films and write what each says, one reading per line (NDJSON), in order
///
/// A reading holds hashes by which copies are found, the text and codes in the picture with their places, and of films
/// also their times. Text is read with tesseract and films with ffmpeg: pressgang doctor says whether they are there.
/// A transcript beside a film (film.srt, film.vtt ...) is read too. Nothing is sent anywhere.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang media flyer.jpg clip.mp4 > readings.ndjson\n  pressgang media --language ru --language vi photos/*\n  pressgang media --no-text photos/* | jq -r '[.file, .hashes[0].pdq] | @tsv'"
)]
pub struct MediaArgs {
    /// Pictures and films to read
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Language of the text in them (BCP 47, such as ru or zh-Hant); can be repeated
    #[arg(long, short, value_name = "CODE")]
    language: Vec<String>,
    /// Read no text, which takes most of the time; codes are still read
    #[arg(long)]
    no_text: bool,
}

/// A reading with the file it is of.
#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    #[serde(flatten)]
    reading: &'a MediaReading,
}

/// What is said of one file besides its line.
struct Read {
    line: String,
    problems: Vec<String>,
    unread: Vec<String>,
}

pub fn media(args: &MediaArgs) -> Result<Outcome, CommandError> {
    // Before any is read: a film may take minutes.
    args.files.iter().try_for_each(|file| check_file(file))?;
    let languages = args.language.iter().map(|code| language(code)).collect::<Result<Vec<String>, CommandError>>()?;
    let mut toolbox = Toolbox::detect();
    if args.no_text {
        toolbox.tesseract = None;
    }
    pressgang_media::clear_old_folders();
    let reader = MediaReader::new(toolbox, MediaSettings { languages }, MediaLimits::standard());
    let bars = Bars::new();
    bars.begin("media", "", Some(args.files.len() as u64), "files");
    let mut out = Out::lock();
    let mut unread: BTreeMap<String, usize> = BTreeMap::new();
    let mut with_problems = 0;
    let mut problems = Vec::new();
    in_order(
        &args.files,
        |file| read(&reader, file, args.no_text),
        |file, read| {
            out.line(&read.line)?;
            // Whoever reads along need not wait for the next film.
            out.flush()?;
            bars.advance(1);
            with_problems += usize::from(!read.problems.is_empty());
            problems.extend(read.problems.iter().map(|problem| format!("{}: {problem}", file.display())));
            read.unread.into_iter().for_each(|what| *unread.entry(what).or_default() += 1);
            Ok(())
        },
    )?;
    bars.end("media", "", true);
    out.finish()?;
    problems.iter().for_each(|problem| say(problem));
    for (what, files) in &unread {
        say(&format!("not read in {files} of {} files: {what}", args.files.len()));
    }
    if !unread.is_empty() {
        say("pressgang doctor says what is missing and how to install it");
    }
    if with_problems == 0 {
        return Ok(Outcome::Done);
    }
    say(&format!("{with_problems} of {} files could not be read, or not wholly", args.files.len()));
    Ok(Outcome::SomeRejected)
}

fn read(reader: &MediaReader, file: &Path, no_text: bool) -> Read {
    let mut reading = reader.read(file, &Beside::find(file));
    if no_text {
        // Nobody asked for it, so it is not missing.
        reading.unread.retain(|unread| unread.what != "text");
    }
    let line = serde_json::to_string(&Line { file: &file.to_string_lossy(), reading: &reading });
    let problems = reading.problems.iter().map(|problem| format!("{}: {}", problem.step, problem.reason)).collect();
    let unread: BTreeSet<String> = reading.unread.iter().map(|u| format!("{}: {}", u.what, u.why)).collect();
    Read { line: line.unwrap_or_default(), problems, unread: unread.into_iter().collect() }
}

/// Works on several items at once and hands the results on in order.
fn in_order<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut each: impl FnMut(&T, R) -> Result<(), CommandError>,
) -> Result<(), CommandError> {
    let next = AtomicUsize::new(0);
    let threads = rayon::current_num_threads().min(items.len());
    let (send, done) = mpsc::sync_channel(threads);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (send, next, work) = (send.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { return };
                    // Nobody listens any more once writing failed.
                    if send.send((at, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut early = BTreeMap::new();
        let mut at = 0;
        for (place, result) in done {
            early.insert(place, result);
            while let Some(result) = early.remove(&at) {
                each(&items[at], result)?;
                at += 1;
            }
        }
        Ok(())
    })
}

fn check_file(file: &Path) -> Result<(), CommandError> {
    let path = file.to_owned();
    match fs::metadata(file) {
        Ok(about) if about.is_dir() => Err(ReadError::IsDirectory { path }.into()),
        Ok(about) if !about.is_file() => Err(ReadError::NotAFile { path }.into()),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(ReadError::NotFound { path }.into()),
        Err(io) => Err(ReadError::Unreadable { path, io }.into()),
    }
}

/// A BCP 47 code, as it is compared: what stands in it decides nothing but which packs of tesseract are used.
fn language(written: &str) -> Result<String, CommandError> {
    let code = written.trim();
    let is_code = (2..=3).contains(&code.split(['-', '_']).next().unwrap_or_default().len())
        && code.len() <= 20
        && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if is_code {
        return Ok(code.to_owned());
    }
    Err(CommandError::usage(
        format!("--language {written:?} is no code of a language"),
        "codes are those of BCP 47: en, ru, vi, zh-Hant ...",
    ))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn results_come_in_order() {
        let items: Vec<u64> = (0..200).collect();
        let mut seen = Vec::new();
        let work = |item: &u64| {
            thread::sleep(Duration::from_micros(item * 7919 % 500));
            item * 2
        };
        in_order(&items, work, |item, result| {
            seen.push((*item, result));
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, items.iter().map(|item| (*item, item * 2)).collect::<Vec<_>>());
        in_order(&items[..0], work, |_, _| panic!("nothing to hand on")).unwrap();
    }

    #[test]
    fn a_failed_writer_ends_it() {
        let items: Vec<u64> = (0..10_000).collect();
        let worked = AtomicUsize::new(0);
        let work = |_: &u64| worked.fetch_add(1, Ordering::Relaxed);
        assert!(in_order(&items, work, |_, _| Err(CommandError::BrokenPipe)).is_err());
        assert!(worked.load(Ordering::Relaxed) < 1000);
    }
}
