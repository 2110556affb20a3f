//! One film from its bytes to a reading: probe, frames, text of the stills, subtitles, speech.

use std::path::{Path, PathBuf};

use image::RgbImage;

use super::animated;
use super::container::Container;
use super::ffmpeg::{Scratch, input, open, words};
use super::frames::{self, Taken, reason};
use super::keep::{Keeper, Still};
use super::merge_text::{StillText, merge_codes, merge_text};
use super::probe::{Probe, probe};
use super::same_stills::encoded;
use super::transcript::{TranscriptForm, parse_transcript, read_transcript};
use crate::beside::Beside;
use crate::limits::MediaLimits;
use crate::pictures::crops::Features;
use crate::pictures::{PdqHash, Picture, pdq, turned};
use crate::reader::MediaReader;
use crate::reading::{FrameHash, MediaKind, MediaReading, ToolUsed, Unread};
use crate::scratch;
use crate::toolbox::Program;
use crate::tools::Call;

/// Most streams of subtitles that are read.
const MOST_SUBTITLES: usize = 8;

/// Reads a film or sound that ffmpeg opens.
pub(crate) fn read_film(
    reader: &MediaReader,
    path: &Path,
    beside: &Beside,
    container: Container,
    reading: &mut MediaReading,
) {
    reading.kind = if container.sound_only { MediaKind::Sound } else { MediaKind::Film };
    reading.format = container.format.to_owned();
    let spoken = read_transcripts(beside, reading);
    let (Some(ffmpeg), Some(ffprobe)) = (&reader.toolbox.ffmpeg, &reader.toolbox.ffprobe) else {
        let missing = if reader.toolbox.ffmpeg.is_none() { "ffmpeg" } else { "ffprobe" };
        reading.unread.push(Unread { what: "film".into(), why: format!("{missing} is not installed") });
        return;
    };
    let scratch = match Scratch::new(path) {
        Ok(scratch) => scratch,
        Err(error) => return reading.problem("film", format!("no temporary folder ({})", error.kind())),
    };
    reading.tools.push(ffprobe.used("ffprobe", container.demuxer));
    let probe = match probe(ffprobe, &scratch, container, &reader.limits) {
        Ok(probe) => probe,
        Err(error) => return reading.problem("film", reason(&error)),
    };
    reading.duration_ms = probe.duration_ms;
    if probe.duration_ms.is_some_and(|ms| u128::from(ms) > reader.limits.film.as_millis()) {
        let seconds = reader.limits.film.as_secs();
        reading.problem("film", format!("it is longer than {seconds} s; the rest was not looked at"));
    }
    match &probe.video {
        Some(video) if !container.sound_only => {
            reading.kind = MediaKind::Film;
            (reading.width, reading.height) = (Some(video.width), Some(video.height));
            let most = &reader.limits;
            if u64::from(video.width) * u64::from(video.height) > most.pixels
                || video.width.max(video.height) > most.side
            {
                reading.problem("frames", format!("its frames are {} by {} pixels", video.width, video.height));
            } else {
                let collected = Collector::collect(reader, scratch.path(), |take| {
                    frames::take_frames(ffmpeg, &scratch, (container, video), probe.duration_ms, most, take)
                });
                reading.tools.push(ffmpeg.used("ffmpeg", collected.taken.settings.clone()));
                if collected.hashes.is_empty() && collected.taken.problem.is_none() {
                    reading.problem("frames", "no frame could be decoded");
                }
                collected.finish(reader, reading);
            }
        }
        _ if probe.sound => reading.kind = MediaKind::Sound,
        _ => reading.problem("film", "it holds neither pictures nor sound"),
    }
    read_subtitles(ffmpeg, &scratch, container, &probe, &reader.limits, reading);
    if probe.sound && !spoken {
        read_speech(reader, ffmpeg, &scratch, container, reading);
    }
    reading.lines.sort_by_key(|line| line.from_ms);
}

/// Reads an animation whose first frame was read as a picture already.
pub(crate) fn read_animation(reader: &MediaReader, bytes: &[u8], reading: &mut MediaReading) {
    let folder = match scratch::folder() {
        Ok(folder) => folder,
        Err(error) => return reading.problem("film", format!("no temporary folder ({})", error.kind())),
    };
    let mut length = 0;
    let format = reading.format.clone();
    let collected = Collector::collect(reader, folder.path(), |take| {
        let (taken, ms) = animated::take_frames(bytes, &format, &reader.limits, take);
        length = ms;
        taken
    });
    reading.kind = MediaKind::Film;
    reading.duration_ms = Some(length);
    collected.finish(reader, reading);
}

/// What is gathered while frames go by.
struct Collector {
    hashes: Vec<PdqHash>,
    stills: Vec<Still>,
    taken: Taken,
}

impl Collector {
    fn collect(
        reader: &MediaReader,
        folder: &Path,
        frames: impl FnOnce(&mut dyn FnMut(RgbImage)) -> Taken,
    ) -> Collector {
        let mut hashes = Vec::new();
        let mut keeper = Keeper::new(folder, reader.limits.text_frames);
        let mut taken = frames(&mut |image| {
            hashes.push(pdq(&image));
            keeper.push(hashes.len() - 1, image);
        });
        let (mut stills, failed) = keeper.finish();
        if let Some(error) = failed {
            taken.problem.get_or_insert(format!("frames could not be kept ({})", error.kind()));
        }
        // Frames whose time was not written down when the film was broken off cannot be placed.
        hashes.truncate(taken.times.len());
        stills.retain(|still| still.to < taken.times.len());
        Collector { hashes, stills, taken }
    }

    fn finish(self, reader: &MediaReader, reading: &mut MediaReading) {
        let times = &self.taken.times;
        let frames: Vec<FrameHash> = self
            .hashes
            .iter()
            .zip(times)
            .map(|(hash, at)| FrameHash { at_ms: Some(*at), pdq: hash.pdq, quality: hash.quality })
            .collect();
        reading.hashes = with_tiny(spread(frames, reader.limits.frames), self.taken.tiny, reader.limits.frames);
        reading.tools.push(ToolUsed {
            name: "pdq".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            settings: String::new(),
        });
        if reading.duration_ms.is_none() {
            reading.duration_ms = times.iter().max().copied();
        }
        if let Some(problem) = self.taken.problem {
            reading.problem("frames", problem);
        }
        let mut texts = Vec::with_capacity(self.stills.len());
        let mut features = Vec::with_capacity(self.stills.len());
        for still in &self.stills {
            let Ok(image) = image::open(&still.file) else { continue };
            let (image, from_ms) = (Picture::from_rgb(image.into_rgb8(), "frame"), times[still.from]);
            let (width, to_ms) = (image.width(), times[still.to].max(from_ms));
            features.push(encoded(from_ms, to_ms, Features::of(&image, &turned(image.rgb()))));
            let (lines, codes) = reader.look(image, reading);
            texts.push(StillText { from_ms, to_ms, width, lines, codes });
        }
        reading.features = features.join(" ");
        reading.codes.extend(merge_codes(&texts));
        reading.lines.extend(merge_text(texts));
    }
}

/// At most so many frames, spread evenly over those that there are.
fn spread(frames: Vec<FrameHash>, most: usize) -> Vec<FrameHash> {
    if frames.len() <= most {
        return frames;
    }
    (0..most).map(|n| frames[n * frames.len() / most]).collect()
}

/// The frames and as many of the tiny ones between them as there is room for, in the order of time.
fn with_tiny(mut frames: Vec<FrameHash>, mut tiny: Vec<FrameHash>, most: usize) -> Vec<FrameHash> {
    // A tiny frame says what the whole one of its time does.
    tiny.retain(|tiny| frames.binary_search_by_key(&tiny.at_ms, |frame| frame.at_ms).is_err());
    frames.extend(spread(tiny, most - frames.len()));
    frames.sort_by_key(|frame| frame.at_ms);
    frames
}

/// Takes the lines of the first transcript that can be read; whether there was one.
fn read_transcripts(beside: &Beside, reading: &mut MediaReading) -> bool {
    for path in &beside.transcripts {
        match read_transcript(path) {
            Ok(lines) if lines.is_empty() => {}
            Ok(lines) => {
                let form = path.extension().map_or_else(String::new, |e| e.to_string_lossy().to_lowercase());
                reading.tools.push(ToolUsed { name: "transcript".into(), version: form, settings: String::new() });
                reading.lines.extend(lines);
                return true;
            }
            Err(error) => reading.problem("speech", error.to_string()),
        }
    }
    false
}

/// Subtitles within the film. They may say what is spoken or what no one speaks, so they do not stand for speech.
fn read_subtitles(
    ffmpeg: &Program,
    scratch: &Scratch,
    container: Container,
    probe: &Probe,
    limits: &MediaLimits,
    reading: &mut MediaReading,
) {
    for index in probe.subtitles.iter().take(MOST_SUBTITLES) {
        let mut arguments = words(&["-nostdin"]);
        arguments.extend(open(container, limits));
        arguments.extend(input());
        arguments.extend(words(&["-map", &format!("0:{index}"), "-c:s", "srt", "-f", "srt", "pipe:1"]));
        let call = Call { program: &ffmpeg.path, arguments, input: b"", folder: scratch.path() };
        let bounded = MediaLimits { tool_output: 8 << 20, ..limits.clone() };
        let lines = match call.run(&bounded) {
            Ok(said) => parse_transcript(&said.stdout, TranscriptForm::Cues).map_err(|error| error.to_string()),
            Err(error) => Err(reason(&error)),
        };
        match lines {
            Ok(lines) => reading.lines.extend(lines),
            Err(why) => reading.problem("subtitles", why),
        }
    }
}

/// Has the sound written down by the program that the user named.
fn read_speech(
    reader: &MediaReader,
    ffmpeg: &Program,
    scratch: &Scratch,
    container: Container,
    reading: &mut MediaReading,
) {
    let Some(tool) = &reader.toolbox.speech else {
        let why = "no transcript lies beside it and no program for speech is set";
        return reading.unread.push(Unread { what: "speech".into(), why: why.into() });
    };
    let limits = MediaLimits { tool_time: reader.limits.film_time, ..reader.limits.clone() };
    let mut arguments = words(&["-nostdin", "-y"]);
    arguments.extend(open(container, &limits));
    arguments.extend(words(&["-t", &limits.film.as_secs_f64().to_string()]));
    arguments.extend(input());
    arguments.extend(words(&["-map", "0:a:0", "-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le", "-f", "wav"]));
    arguments.extend(words(&["file:sound.wav"]));
    let call = Call { program: &ffmpeg.path, arguments, input: b"", folder: scratch.path() };
    if let Err(error) = call.run(&limits) {
        return reading.problem("speech", reason(&error));
    }
    let place = |name: &str| scratch.path().join(name).to_string_lossy().into_owned();
    let (sound, output) = (place("sound.wav"), place("speech"));
    let arguments =
        tool.arguments.iter().map(|a| a.replace("{input}", &sound).replace("{output}", &output).into()).collect();
    let call = Call { program: &tool.path, arguments, input: b"", folder: scratch.path() };
    let said = match call.run(&limits) {
        Ok(said) => said.stdout,
        Err(error) => return reading.problem("speech", error.to_string()),
    };
    let lines = match written(scratch.path()) {
        Some(file) => read_transcript(&file),
        None => {
            // Whisper writes cues to its output when it writes no file.
            let text = String::from_utf8_lossy(&said);
            let form = if text.contains("-->") { TranscriptForm::Cues } else { TranscriptForm::Plain };
            parse_transcript(unbracketed(&text).as_bytes(), form)
        }
    };
    reading.tools.push(ToolUsed { name: tool.name(), version: String::new(), settings: tool.fingerprint() });
    match lines {
        Ok(lines) => reading.lines.extend(lines),
        Err(error) => reading.problem("speech", error.to_string()),
    }
}

/// The transcript that a program wrote, the one with the best times first.
fn written(folder: &Path) -> Option<PathBuf> {
    ["srt", "vtt", "json", "tsv", "txt"].iter().map(|end| folder.join(format!("speech.{end}"))).find(|f| f.is_file())
}

/// whisper.cpp's own form of a cue, `[00:00:01.000 --> 00:00:02.000]  words`, as WebVTT has it.
fn unbracketed(text: &str) -> String {
    let cue = |line: &str| {
        let (times, words) = line.strip_prefix('[')?.split_once(']')?;
        times.contains("-->").then(|| format!("{times}\n{}\n\n", words.trim()))
    };
    text.lines().map(|line| cue(line).unwrap_or_else(|| format!("{line}\n"))).collect()
}

#[cfg(test)]
mod tests;
