//! A stage between posts and readings, per source: what its pictures and films say.
//!
//! A file is read once, whichever sources have it: readings are kept under `media/readings`, by the file's hash, sealed
//! with the case's key, and used again as long as they were made the same way or by more programs than are there now.

use std::fs;
use std::path::Path;

use pressgang_media::{Beside, Code, LineOrigin, MEDIA_VERSION, MediaReader, MediaReading, MediaSettings, TextLine};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::attachments::held;
use super::{Output, Parts, Progress, Run, Stage};
use crate::config::SourceEntry;
use crate::error::CaseError;
use crate::files::{self, hash_texts};
use crate::folder::Case;
use crate::media::{file_of, languages_of, limits};
use crate::tables::{AttachmentRow, FrameRow, MediaRow, MediaTextRow, PostRow, RejectRow};

const VERSION: u32 = 2;

/// So many files are read between two looks at how far it is.
const AT_ONCE: usize = 8;
/// The stage of a source; none where no file is held or nothing is to be read.
pub(super) fn stage(
    run: &mut Run<'_>,
    at: usize,
    posts: &Output,
    attachments: Option<&Output>,
) -> Result<Option<Output>, CaseError> {
    let source = run.case.config.sources[at].clone();
    let Some(attachments) = attachments.filter(|_| run.case.config.media.read) else { return Ok(None) };
    let held = held(run.case, attachments)?;
    if held.files.is_empty() {
        return Ok(None);
    }
    let tools = used_tools(run)?;
    let mut inputs = vec![MEDIA_VERSION.to_string(), tools, format!("{:?}", limits())];
    // Which posts have the files, and what these say, decides the languages that they are read in.
    inputs.extend([posts.key.clone(), held.posts.clone(), run.case.config.media.languages.join(",")]);
    inputs.extend(held.files.iter().flat_map(|(file, beside)| [file.clone(), beside.clone()]));
    let total = Some(held.files.len() as u64);
    let stage = Stage { name: "media", scope: &source.id, version: VERSION, inputs, total, unit: "files" };
    run.perform(stage, |case, parts, progress| {
        let languages = languages(case, posts, attachments)?;
        read(case, &source, &held.files, languages, parts, progress)
    })
    .map(Some)
}

/// The programs that results rest on: those of this run, or of the newest one when results are only looked at.
fn used_tools(run: &mut Run<'_>) -> Result<String, CaseError> {
    let known = run.case.ledger.entries("media_tools")?;
    let known = known.last().and_then(|entry| entry.body["tools"].as_str()).map(str::to_owned);
    let Some(now) = run.now else { return Ok(known.unwrap_or_default()) };
    let tools = run.case.toolbox.fingerprint();
    if known.as_deref() != Some(&tools) {
        run.case.ledger.append(now, "media_tools", &json!({ "tools": tools }), None)?;
    }
    Ok(tools)
}

/// The languages to read text in pictures in: those `case.toml` names, else those of the posts that have pictures.
fn languages(case: &Case, posts: &Output, attachments: &Output) -> Result<Vec<String>, CaseError> {
    if !case.config.media.languages.is_empty() {
        return Ok(case.config.media.languages.clone());
    }
    let (Some(posts), Some(attachments)) = (posts.path::<PostRow>(), attachments.path::<AttachmentRow>()) else {
        return Ok(Vec::new());
    };
    Ok(languages_of(posts, attachments)?.into_iter().map(|(code, _)| code).collect())
}

fn read(
    case: &Case,
    source: &SourceEntry,
    held: &[(String, String)],
    languages: Vec<String>,
    parts: &mut Parts,
    progress: &dyn Progress,
) -> Result<(), CaseError> {
    pressgang_media::clear_old_folders();
    let reader = MediaReader::new(case.toolbox.clone(), MediaSettings { languages }, limits());
    let shelf = Shelf { root: case.root(), key: case.key() };
    let mut media = parts.create::<MediaRow>()?;
    let mut frames = parts.create::<FrameRow>()?;
    let mut texts = parts.create::<MediaTextRow>()?;
    let mut rejects = parts.create::<RejectRow>()?;
    for chunk in held.chunks(AT_ONCE) {
        let readings: Vec<Result<MediaReading, CaseError>> =
            chunk.par_iter().map(|(sha256, beside)| shelf.read_once(&reader, sha256, beside)).collect();
        for ((sha256, _), reading) in chunk.iter().zip(readings) {
            let reading = reading?;
            media.push(media_row(&source.id, sha256, &reading))?;
            frames.extend(reading.hashes.iter().map(|frame| FrameRow {
                source: source.id.clone(),
                sha256: sha256.clone(),
                at_ms: frame.at_ms,
                pdq: frame.pdq.to_string(),
                quality: u64::from(frame.quality),
            }))?;
            texts.extend(text_rows(&source.id, sha256, &reading))?;
            rejects.extend(reading.problems.iter().map(|problem| RejectRow {
                source: source.id.clone(),
                file: Some(file_of(sha256)),
                member: None,
                offset: None,
                length: None,
                row: None,
                reason: format!("{}: {}", problem.step, problem.reason),
            }))?;
        }
        progress.advance(chunk.len() as u64);
    }
    media.finish()?;
    frames.finish()?;
    texts.finish()?;
    rejects.finish()?;
    Ok(())
}

/// A reading that is kept.
#[derive(Serialize, Deserialize)]
struct KeptReading {
    /// What it depends on besides the file and the programs.
    made: String,
    /// The programs that were there.
    tools: String,
    reading: MediaReading,
}

/// Where readings are kept.
struct Shelf<'a> {
    root: &'a Path,
    key: &'a [u8],
}

impl Shelf<'_> {
    /// Reads a file, unless that was done before.
    fn read_once(&self, reader: &MediaReader, sha256: &str, beside: &str) -> Result<MediaReading, CaseError> {
        let path = self.root.join("media/readings").join(format!("{sha256}.json"));
        let file = self.root.join(file_of(sha256));
        let settings = format!("{:?} {:?}", reader.settings(), limits());
        let made = hash_texts([&MEDIA_VERSION.to_string(), &settings, beside]);
        let tools = reader.toolbox().fingerprint();
        if let Some(kept) = self.load(&path).filter(|kept| kept.made == made && kept.reading.sha256 == sha256) {
            // A machine with fewer programs takes nothing away that one with more has read.
            let toolbox = reader.toolbox();
            let heard = toolbox.speech.is_none() && !kept.tools.ends_with("speech none");
            let fewer = kept.reading.unread.is_empty() && (!toolbox.is_complete() || heard);
            if kept.tools == tools || fewer {
                return Ok(kept.reading);
            }
        }
        // Most files have nothing beside them, and listing their folder for each takes long.
        let with = if beside.is_empty() { Beside::default() } else { Beside::find(&file) };
        let mut reading = reader.read(&file, &with);
        if reading.sha256 != sha256 {
            let reason = if file.is_file() { "the file is not the one that was taken" } else { "the file is gone" };
            reading = MediaReading::new(sha256.to_owned(), 0);
            reading.problem("open", reason);
            return Ok(reading);
        }
        let kept = KeptReading { made, tools, reading };
        let text = serde_json::to_string(&kept).unwrap_or_default();
        // One that is damaged by a power cut is not as it was sealed, and made again.
        files::write_unsettled(&path, format!("{}\n{text}\n", self.seal(&text)).as_bytes())?;
        Ok(kept.reading)
    }

    /// A kept reading, unless somebody else wrote it.
    fn load(&self, path: &Path) -> Option<KeptReading> {
        let text = fs::read_to_string(path).ok()?;
        let (sealed, text) = text.split_once('\n')?;
        let text = text.strip_suffix('\n')?;
        (sealed == self.seal(text)).then(|| serde_json::from_str(text).ok()).flatten()
    }

    fn seal(&self, text: &str) -> String {
        files::keyed_hash(self.key, &[text])
    }
}

fn media_row(source: &str, sha256: &str, reading: &MediaReading) -> MediaRow {
    MediaRow {
        source: source.to_owned(),
        sha256: sha256.to_owned(),
        file: file_of(sha256),
        // No file is empty: one that is gone or another has no size to tell.
        bytes: (reading.bytes > 0).then_some(reading.bytes),
        kind: reading.kind.as_str().to_owned(),
        format: reading.format.clone(),
        width: reading.width.map(u64::from),
        height: reading.height.map(u64::from),
        duration_ms: reading.duration_ms,
        features: reading.features.clone(),
        tools: reading.tools.iter().map(|t| format!("{} {} ({})", t.name, t.version, t.settings)).collect(),
        unread: reading.unread.iter().map(|u| format!("{}: {}", u.what, u.why)).collect(),
        problems: reading.problems.iter().map(|p| format!("{}: {}", p.step, p.reason)).collect(),
    }
}

/// The lines of a file, and behind them the payloads of its codes, each on a line of its own.
fn text_rows(source: &str, sha256: &str, reading: &MediaReading) -> Vec<MediaTextRow> {
    let codes = reading.codes.iter().map(code_line);
    let mut start = 0;
    let lines = reading.lines.iter().cloned().chain(codes).enumerate();
    let rows = lines.map(|(number, line)| {
        let area = line.area.as_ref();
        let word_areas = || line.words.iter().map(|w| w.area);
        let row = MediaTextRow {
            source: source.to_owned(),
            sha256: sha256.to_owned(),
            line: number as u64,
            start,
            origin: line.origin.as_str().to_owned(),
            confidence: line.confidence.map(f64::from),
            x: area.map(|a| u64::from(a.x)),
            y: area.map(|a| u64::from(a.y)),
            width: area.map(|a| u64::from(a.width)),
            height: area.map(|a| u64::from(a.height)),
            from_ms: line.from_ms,
            to_ms: line.to_ms,
            word_start: line.words.iter().map(|w| w.start as u64).collect(),
            word_end: line.words.iter().map(|w| w.end as u64).collect(),
            word_confidence: line.words.iter().map(|w| w.confidence.map_or(-1.0, f64::from)).collect(),
            word_x: word_areas().map(|a| a.map_or(0, |a| u64::from(a.x))).collect(),
            word_y: word_areas().map(|a| a.map_or(0, |a| u64::from(a.y))).collect(),
            word_width: word_areas().map(|a| a.map_or(0, |a| u64::from(a.width))).collect(),
            word_height: word_areas().map(|a| a.map_or(0, |a| u64::from(a.height))).collect(),
            also: line.also,
            text: line.text.replace(['\n', '\r'], " "),
        };
        start += row.text.len() as u64 + 1;
        row
    });
    rows.collect()
}

fn code_line(code: &Code) -> TextLine {
    TextLine {
        area: code.area,
        from_ms: code.from_ms,
        to_ms: code.to_ms,
        ..TextLine::new(code.payload.clone(), LineOrigin::Code)
    }
}
