//! What ffprobe says of a film: its streams, its size as shown, its length.

use serde::Deserialize;

use super::container::Container;
use super::ffmpeg::{Scratch, input, open, words};
use crate::limits::MediaLimits;
use crate::toolbox::Program;
use crate::tools::{Call, ToolError};

/// Most bytes of what ffprobe says; a film with thousands of streams or megabytes of tags is not read.
const MOST_JSON: u64 = 4 << 20;

/// What is in a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Probe {
    /// Its length in milliseconds, as declared.
    pub duration_ms: Option<u64>,
    /// Its moving picture.
    pub video: Option<Video>,
    /// Whether something is to be heard.
    pub sound: bool,
    /// Subtitles as text: the index of the stream.
    pub subtitles: Vec<u32>,
}

/// A stream of pictures.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Video {
    /// Its index among the streams.
    pub index: u32,
    /// Width as shown (turned as it says, with square pixels).
    pub width: u32,
    /// Height as shown.
    pub height: u32,
    /// Pixels that have to be decoded a second, 0 where it does not say.
    pub pixels_a_second: f64,
}

/// Asks ffprobe.
pub(crate) fn probe(
    ffprobe: &Program,
    scratch: &Scratch,
    container: Container,
    limits: &MediaLimits,
) -> Result<Probe, ToolError> {
    let mut arguments = open(container, limits);
    arguments.extend(words(&["-probesize", "20M", "-of", "json", "-show_format", "-show_streams"]));
    arguments.extend(input());
    let limits = MediaLimits { tool_output: MOST_JSON, ..limits.clone() };
    let call = Call { program: &ffprobe.path, arguments, input: b"", folder: scratch.path() };
    let said = call.run(&limits)?;
    // What is no JSON, or JSON of another shape, holds no stream.
    Ok(serde_json::from_slice(&said.stdout).map(|said| understand(&said)).unwrap_or_default())
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Said {
    streams: Vec<Stream>,
    format: Format,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Format {
    duration: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Stream {
    index: u32,
    codec_type: String,
    codec_name: String,
    width: u32,
    height: u32,
    sample_aspect_ratio: Option<String>,
    avg_frame_rate: Option<String>,
    duration: Option<String>,
    disposition: Disposition,
    side_data_list: Vec<SideData>,
    tags: Tags,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Disposition {
    attached_pic: u32,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SideData {
    rotation: Option<f64>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Tags {
    rotate: Option<String>,
}

fn understand(said: &Said) -> Probe {
    // Of several pictures the largest is the film; a cover is none.
    let video = said
        .streams
        .iter()
        .filter(|s| s.codec_type == "video" && s.disposition.attached_pic == 0 && s.width > 0 && s.height > 0)
        .max_by_key(|s| (u64::from(s.width) * u64::from(s.height), std::cmp::Reverse(s.index)));
    let texts = ["mov_text", "subrip", "srt", "webvtt", "ass", "ssa", "text"];
    Probe {
        duration_ms: said
            .format
            .duration
            .iter()
            .chain(video.and_then(|v| v.duration.as_ref()))
            .find_map(|text| milliseconds(text)),
        video: video.map(as_shown),
        sound: said.streams.iter().any(|s| s.codec_type == "audio"),
        subtitles: said
            .streams
            .iter()
            .filter(|s| s.codec_type == "subtitle" && texts.contains(&s.codec_name.as_str()))
            .map(|s| s.index)
            .collect(),
    }
}

fn as_shown(stream: &Stream) -> Video {
    let (mut width, mut height) = (stream.width, stream.height);
    // Pixels that are no squares are made so by widening, as players do; absurd shapes are left alone.
    if let Some(shape) = stream.sample_aspect_ratio.as_deref().and_then(|text| ratio(text, ':'))
        && (0.25..=4.0).contains(&shape)
    {
        width = (f64::from(width) * shape).round().clamp(1.0, f64::from(u32::MAX)) as u32;
    }
    let turned = stream.side_data_list.iter().find_map(|s| s.rotation);
    let turned = turned.or_else(|| stream.tags.rotate.as_deref().and_then(|r| r.parse().ok())).unwrap_or(0.0);
    if (turned.abs() % 180.0 - 90.0).abs() < 45.0 {
        std::mem::swap(&mut width, &mut height);
    }
    let rate = stream.avg_frame_rate.as_deref().and_then(|text| ratio(text, '/')).unwrap_or(0.0);
    let pixels = f64::from(stream.width) * f64::from(stream.height);
    Video { index: stream.index, width, height, pixels_a_second: pixels * rate.clamp(0.0, 240.0) }
}

/// `16:11`, `25/1`; `None` for what is no positive number.
fn ratio(text: &str, between: char) -> Option<f64> {
    let (up, down) = text.split_once(between)?;
    let value = up.parse::<f64>().ok()? / down.parse::<f64>().ok()?;
    (value.is_finite() && value > 0.0).then_some(value)
}

/// Seconds as a decimal; `None` for what is negative, absurd (above thirty years) or no number.
fn milliseconds(text: &str) -> Option<u64> {
    let seconds: f64 = text.parse().ok()?;
    (0.0..1e9).contains(&seconds).then(|| (seconds * 1000.0).round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Length, index and size of the picture, sound, subtitles.
    type Expected<'a> = (Option<u64>, Option<(u32, u32, u32)>, bool, &'a [u32]);

    fn check(json: &str, expected: Expected<'_>) {
        let said = serde_json::from_str(json).map(|said| understand(&said)).unwrap_or_default();
        let video = said.video.map(|v| (v.index, v.width, v.height));
        assert_eq!((said.duration_ms, video, said.sound, said.subtitles.as_slice()), expected, "{json}");
    }

    #[test]
    fn what_ffprobe_says() {
        check(
            r#"{"streams":[{"index":0,"codec_type":"video","codec_name":"h264","width":640,"height":360,
                "sample_aspect_ratio":"1:1","avg_frame_rate":"25/1","tags":{"rotate":"90"}},
                {"index":1,"codec_type":"audio"},{"index":2,"codec_type":"subtitle","codec_name":"mov_text"},
                {"index":3,"codec_type":"subtitle","codec_name":"dvd_subtitle"}],"format":{"duration":"5.04"}}"#,
            (Some(5040), Some((0, 360, 640)), true, &[2]),
        );
        check(
            r#"{"streams":[{"index":1,"codec_type":"video","width":720,"height":576,"sample_aspect_ratio":"16:15",
                "duration":"2.5","side_data_list":[{"side_data_type":"Display Matrix","rotation":-180}]}]}"#,
            (Some(2500), Some((1, 768, 576)), false, &[]),
        );
        // A cover is no film; of two pictures the larger one is.
        check(
            r#"{"streams":[{"index":0,"codec_type":"video","width":900,"height":900,"disposition":{"attached_pic":1}},
                {"index":1,"codec_type":"audio"}],"format":{"duration":"N/A"}}"#,
            (None, None, true, &[]),
        );
        check(
            r#"{"streams":[{"index":0,"codec_type":"video","width":100,"height":100},
                {"index":1,"codec_type":"video","width":200,"height":100,"sample_aspect_ratio":"0:1"}]}"#,
            (None, Some((1, 200, 100)), false, &[]),
        );
        for odd in
            ["", "[]", r#"{"streams":7}"#, r#"{"format":{"duration":"-1"}}"#, r#"{"format":{"duration":"1e300"}}"#]
        {
            check(odd, (None, None, false, &[]));
        }
    }
}
