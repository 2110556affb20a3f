//! Taking frames out of a film: one a second, and the first of every scene.
//!
//! The second counts from the last frame taken, so after a cut the frames of a copy that begins elsewhere are those of
//! the original again. Frames come as raw pixels through a pipe, one at a time; their times come in a file beside it.
//!
//! What is filmed by hand moves by more than PDQ bears within a tenth of a second (Meta's own sample film of a chair: two
//! frames of thirty a second apart, half of the hashes are), and a copy that begins elsewhere is sampled at other moments.
//! So eight tiny frames a second are written to a file, too, and hashed; those that say nothing new are left out.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

use image::RgbImage;

use super::container::Container;
use super::ffmpeg::{Scratch, input, open, words};
use super::probe::Video;
use crate::limits::MediaLimits;
use crate::pictures::{QUALITY, pdq_of_grey};
use crate::reading::FrameHash;
use crate::toolbox::Program;
use crate::tools::{Call, ToolError};

/// Longest side of a frame, in pixels: what letters that viewers can read need. Larger frames are scaled down.
pub(crate) const SIDE: u32 = 1280;

/// How much of the picture changes at a cut, by ffmpeg's measure of scenes (0 to 1).
const CUT: &str = "0.3";

/// Milliseconds between two frames at least, however much it flickers.
pub(super) const LEAST_GAP_MS: u64 = 250;

/// A film of more pixels than this is opened by its key frames only, which costs a tenth: an hour of 720p.
const MOST_PIXELS: f64 = 1e11;

/// Tiny frames a second.
const TINY_RATE: u64 = 8;

/// Side of a tiny frame, in pixels: what PDQ makes of any picture first.
const TINY_SIDE: usize = 64;

/// The file of tiny frames in the scratch folder.
const TINY: &str = "tiny";

/// A tiny frame that differs in no more bits from the last one kept says nothing new.
pub(super) const HELD: u32 = 10;

/// What came of taking frames.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    /// The time of each frame that was handed out, in milliseconds; the last ones may be missing if it was broken off.
    pub times: Vec<u64>,
    /// Hashes of tiny frames between these.
    pub tiny: Vec<FrameHash>,
    /// How frames were chosen, for the list of tools.
    pub settings: String,
    /// What went wrong, if something did.
    pub problem: Option<String>,
}

/// Hands out the frames of a film in order. Frames are at most [`SIDE`] long, upright and of square pixels.
pub(crate) fn take_frames(
    ffmpeg: &Program,
    scratch: &Scratch,
    (container, video): (Container, &Video),
    duration_ms: Option<u64>,
    limits: &MediaLimits,
    take: &mut dyn FnMut(RgbImage),
) -> Taken {
    let (width, height) = fit(video.width, video.height);
    let seconds = duration_ms.map_or(limits.film.as_secs_f64(), |ms| ms as f64 / 1000.0).min(limits.film.as_secs_f64());
    let keys_only = video.pixels_a_second * seconds > MOST_PIXELS;
    let arguments = arguments(ffmpeg, (container, video), (width, height), keys_only, limits);
    let size = width as usize * height as usize * 3;
    let limits = MediaLimits {
        tool_time: limits.film_time,
        tool_output: (size.max(TINY_SIDE * TINY_SIDE) as u64).saturating_mul(most_frames(limits)).saturating_add(1),
        ..limits.clone()
    };
    let mut frame: Vec<u8> = Vec::with_capacity(size);
    let call = Call { program: &ffmpeg.path, arguments, input: b"", folder: scratch.path() };
    let outcome = call.stream(&limits, &mut |mut chunk| {
        while !chunk.is_empty() {
            let (now, rest) = chunk.split_at(chunk.len().min(size - frame.len()));
            frame.extend_from_slice(now);
            chunk = rest;
            if frame.len() == size {
                let pixels = std::mem::replace(&mut frame, Vec::with_capacity(size));
                if let Some(image) = RgbImage::from_raw(width, height, pixels) {
                    take(image);
                }
            }
        }
        ControlFlow::Continue(())
    });
    let times = std::fs::read_to_string(scratch.path().join("times")).map(|text| times_in(&text)).unwrap_or_default();
    let chosen = if keys_only { "key frames, " } else { "" };
    let tiny = hashes_of_tiny(&scratch.path().join(TINY)).unwrap_or_default();
    let settings = format!("{chosen}1 a second and cuts above {CUT}, {width}x{height}; tiny ones {TINY_RATE} a second");
    Taken { times, tiny, settings, problem: outcome.err().map(|error| reason(&error)) }
}

/// The hashes of the tiny frames in a file, as far as they say something and something new.
fn hashes_of_tiny(path: &Path) -> io::Result<Vec<FrameHash>> {
    let mut file = BufReader::with_capacity(1 << 18, File::open(path)?);
    let mut frame = [0; TINY_SIDE * TINY_SIDE];
    let mut hashes: Vec<FrameHash> = Vec::new();
    let mut number = 0;
    // The last frame of a film that was broken off may be a part of one.
    while file.read_exact(&mut frame).is_ok() {
        if let Some(hash) = pdq_of_grey(&frame, TINY_SIDE, TINY_SIDE)
            && hash.quality >= QUALITY
            && hashes.last().is_none_or(|last| last.pdq.distance(&hash.pdq) > HELD)
        {
            let at_ms = Some(number * 1000 / TINY_RATE);
            hashes.push(FrameHash { at_ms, pdq: hash.pdq, quality: hash.quality });
        }
        number += 1;
    }
    Ok(hashes)
}

/// Why ffmpeg failed, without its own name for the input.
pub(super) fn reason(error: &ToolError) -> String {
    error.to_string().replace("file:input: ", "").replace("file:input", "the file")
}

/// Most frames that ffmpeg may hand out: what flicker gives over the longest film. Times that run wild end here.
fn most_frames(limits: &MediaLimits) -> u64 {
    limits.film.as_secs().saturating_mul(1000 / LEAST_GAP_MS).saturating_add(1)
}

/// A size within [`SIDE`] of the same shape.
pub(super) fn fit(width: u32, height: u32) -> (u32, u32) {
    let long = width.max(height).max(1);
    if long <= SIDE {
        return (width.max(1), height.max(1));
    }
    let scaled = |side: u32| (u64::from(side) * u64::from(SIDE)).div_ceil(u64::from(long)).max(1) as u32;
    (scaled(width), scaled(height))
}

fn arguments(
    ffmpeg: &Program,
    (container, video): (Container, &Video),
    (width, height): (u32, u32),
    keys_only: bool,
    limits: &MediaLimits,
) -> Vec<std::ffi::OsString> {
    let mut all = words(&["-nostdin", "-y", "-filter_complex_threads", "1"]);
    all.extend(open(container, limits));
    if keys_only {
        all.extend(words(&["-skip_frame", "nokey"]));
    }
    all.extend(words(&["-t", &limits.film.as_secs_f64().to_string()]));
    all.extend(input());
    // Times may be missing or run backwards: the first is `isnan(t)`, of which every 25th is taken, and for the second a
    // difference counts either way.
    let least = LEAST_GAP_MS as f64 / 1000.0;
    let gap = "abs(t-prev_selected_t)";
    let video = video.index;
    // Of key frames alone there is nothing between.
    let (input, tiny) = if keys_only {
        (format!("[0:{video}]"), String::new())
    } else {
        let side = TINY_SIDE;
        let tiny = format!("[between]fps={TINY_RATE}:start_time=0,scale={side}:{side}:flags=area,format=gray[tiny];");
        ("[whole]".to_owned(), format!("[0:{video}]split[whole][between];{tiny}"))
    };
    let graph = format!(
        "{tiny}{input}select='isnan(prev_selected_t)+if(isnan(t),not(mod(n,25)),gte({gap},1)+gt(scene,{CUT})*gte({gap},{least}))',\
         scale={width}:{height}:flags=area,setsar=1,split[frames][ticks];[ticks]scale=16:16[times]"
    );
    let most = most_frames(limits).to_string();
    // The option was renamed in ffmpeg 5.1.
    let as_they_come: &[&str] = if knows_fps_mode(&ffmpeg.version) { &["-fps_mode"] } else { &["-vsync"] };
    let as_they_come =
        [as_they_come[0], "passthrough", "-frames:v", &most, "-enc_time_base", "1:1000", "-c:v", "rawvideo"];
    all.extend(words(&["-filter_complex", &graph, "-map", "[frames]"]));
    all.extend(words(&as_they_come));
    all.extend(words(&["-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1", "-map", "[times]"]));
    all.extend(words(&as_they_come));
    // Flushed after each, so that the times are there when a film is broken off.
    all.extend(words(&["-flush_packets", "1", "-f", "framecrc", "file:times"]));
    if !keys_only {
        let most = limits.film.as_secs().saturating_mul(TINY_RATE).saturating_add(1).to_string();
        let to = format!("file:{TINY}");
        all.extend(words(&["-map", "[tiny]", as_they_come[0], "passthrough", "-frames:v", &most, "-c:v", "rawvideo"]));
        all.extend(words(&["-pix_fmt", "gray", "-f", "rawvideo", &to]));
    }
    all
}

/// Whether a version of ffmpeg is 5.1 or later; builds from its repository are.
fn knows_fps_mode(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('n').split(['.', '-']).map(|part| part.parse::<u32>().ok());
    match (numbers.next().flatten(), numbers.next().flatten()) {
        (Some(major), minor) => (major, minor.unwrap_or(0)) >= (5, 1),
        (None, _) => true,
    }
}

/// Presentation times in a listing by ffmpeg's framecrc, whose time base is a millisecond. Times before the beginning
/// count as the beginning.
fn times_in(listing: &str) -> Vec<u64> {
    let time = |line: &str| line.split(',').nth(2)?.trim().parse::<i64>().ok();
    listing.lines().filter(|line| !line.starts_with('#')).filter_map(time).map(|t| t.max(0) as u64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_frames() {
        for (from, to) in [
            ((640, 360), (640, 360)),
            ((1920, 1080), (1280, 720)),
            ((1080, 1920), (720, 1280)),
            ((1, 1), (1, 1)),
            ((0, 0), (1, 1)),
            ((16_000, 1), (1280, 1)),
            ((u32::MAX, u32::MAX), (1280, 1280)),
        ] {
            assert_eq!(fit(from.0, from.1), to);
        }
    }

    #[test]
    fn times_of_frames() {
        let listing =
            "#software: x\n#tb 0: 1/1000\n0, 0, -40, 40, 768, 0xad\n0,       1000,       1000, 40, 768, 0x5\nodd\n";
        assert_eq!(times_in(listing), [0, 1000]);
    }

    #[test]
    fn options_by_version() {
        for (version, new) in [
            ("4.4.2-0ubuntu0.22.04.1", false),
            ("5.0", false),
            ("5.1.9-0+deb12u1", true),
            ("n7.1", true),
            ("N-119", true),
        ] {
            assert_eq!(knows_fps_mode(version), new, "{version}");
        }
    }
}
