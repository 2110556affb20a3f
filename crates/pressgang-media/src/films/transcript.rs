//! Transcripts: SubRip, WebVTT, Whisper's JSON and TSV, plain text.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::Deserialize;
use thiserror::Error;

use crate::reading::{LineOrigin, TextLine};

/// Largest transcript, in bytes: a day of speech is about 1 MB.
const MOST_BYTES: u64 = 8 << 20;

/// Most lines taken of a transcript.
const MOST_LINES: usize = 20_000;

/// Longest line, in bytes; what is longer is cut at a word.
const MOST_LINE: usize = 2_000;

/// Why a transcript was not read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum TranscriptError {
    /// The file could not be opened or read.
    #[error("the transcript cannot be read ({0})")]
    Io(std::io::ErrorKind),
    /// It is larger than any transcript.
    #[error("the transcript is larger than {MOST_BYTES} bytes")]
    Large,
    /// Its bytes are no text in UTF-8 or UTF-16.
    #[error("the transcript is neither UTF-8 nor UTF-16")]
    Encoding,
    /// It has another form than its name says.
    #[error("the transcript is no {0}")]
    Form(&'static str),
}

/// How a transcript is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TranscriptForm {
    /// SubRip or WebVTT.
    Cues,
    /// An object with `segments`, each with `start` and `end` in seconds and `text`, as Whisper writes it; or
    /// `transcription` with `offsets` in milliseconds, as whisper.cpp does.
    Json,
    /// `start`, `end` in milliseconds and `text`, as Whisper writes it.
    Tsv,
    /// Lines without times.
    Plain,
}

impl TranscriptForm {
    /// The form by a file's ending.
    pub fn of(path: &Path) -> Option<TranscriptForm> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "srt" | "vtt" => Some(TranscriptForm::Cues),
            "json" => Some(TranscriptForm::Json),
            "tsv" => Some(TranscriptForm::Tsv),
            "txt" => Some(TranscriptForm::Plain),
            _ => None,
        }
    }
}

/// Reads a transcript file; its lines have the origin speech.
pub fn read_transcript(path: &Path) -> Result<Vec<TextLine>, TranscriptError> {
    let form = TranscriptForm::of(path).ok_or(TranscriptError::Form("transcript by its name"))?;
    let mut bytes = Vec::new();
    let io = |error: std::io::Error| TranscriptError::Io(error.kind());
    File::open(path).map_err(io)?.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(io)?;
    parse_transcript(&bytes, form)
}

/// Reads the bytes of a transcript.
pub fn parse_transcript(bytes: &[u8], form: TranscriptForm) -> Result<Vec<TextLine>, TranscriptError> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(TranscriptError::Large);
    }
    let text = decode(bytes).ok_or(TranscriptError::Encoding)?;
    let mut lines = match form {
        TranscriptForm::Cues => cues(&text),
        TranscriptForm::Json => json(&text)?,
        TranscriptForm::Tsv => tsv(&text)?,
        TranscriptForm::Plain => text.lines().filter_map(|line| said(line, None, None)).take(MOST_LINES).collect(),
    };
    // Cues that overlap stand in any order; what has no time keeps its place.
    lines.sort_by_key(|line| line.from_ms);
    // Captions that roll repeat the line before.
    lines.dedup_by(|next, line| {
        let same = next.text == line.text && next.from_ms.is_some();
        if same {
            line.to_ms = line.to_ms.max(next.to_ms);
        }
        same
    });
    Ok(lines)
}

/// The text of a file in UTF-8, or in UTF-16 with a mark of its order of bytes.
fn decode(bytes: &[u8]) -> Option<String> {
    let utf16 = |bytes: &[u8], pair: fn([u8; 2]) -> u16| {
        let (pairs, rest) = bytes.as_chunks::<2>();
        if !rest.is_empty() {
            return None;
        }
        char::decode_utf16(pairs.iter().map(|p| pair(*p))).collect::<Result<String, _>>().ok()
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        [0xef, 0xbb, 0xbf, rest @ ..] => std::str::from_utf8(rest).ok()?.to_owned(),
        _ => std::str::from_utf8(bytes).ok()?.to_owned(),
    };
    // Texts have none; what has is something else under their name.
    (!text.contains('\0')).then_some(text)
}

/// SubRip and WebVTT: a line with two times, then text up to an empty line. Everything else is passed over.
fn cues(text: &str) -> Vec<TextLine> {
    let mut found = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((from, to)) = times(line) else { continue };
        let mut words = String::new();
        while let Some(next) = lines.peek() {
            if next.trim().is_empty() || times(next).is_some() {
                break;
            }
            // The number of the next cue, where the empty line before it is missing.
            let number = next.trim().bytes().all(|b| b.is_ascii_digit());
            if let Some(next) = lines.next() {
                if number && lines.peek().is_some_and(|after| times(after).is_some()) {
                    break;
                }
                if words.len() < MOST_LINE {
                    words.push(' ');
                    words.push_str(next);
                }
            }
        }
        found.extend(said(&untagged(&words), Some(from), Some(to)));
        if found.len() >= MOST_LINES {
            break;
        }
    }
    found
}

/// `00:01:02,500 --> 00:01:04,000` with what WebVTT may say after it, in milliseconds.
fn times(line: &str) -> Option<(u64, u64)> {
    let (from, to) = line.split_once("-->")?;
    Some((clock(from.trim())?, clock(to.split_whitespace().next()?)?))
}

/// `1:02:03.456`, `02:03,4`; hours may be missing.
fn clock(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let mut seconds: u64 = 0;
    let mut fields = 0;
    for field in whole.split(':') {
        let digits = !field.is_empty() && field.len() <= 6 && field.bytes().all(|b| b.is_ascii_digit());
        if !digits || fields == 3 {
            return None;
        }
        seconds = seconds * 60 + field.parse::<u64>().ok()?;
        fields += 1;
    }
    if fields < 2 || !part.bytes().all(|b| b.is_ascii_digit()) || part.len() > 9 {
        return None;
    }
    let thousandths = part.bytes().chain(*b"000").take(3).fold(0, |n, digit| n * 10 + u64::from(digit - b'0'));
    Some(seconds * 1000 + thousandths)
}

/// Without tags in angle brackets, styles in braces (`{\an8}`) and the commonest entities.
fn untagged(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '{']) {
        plain.push_str(&rest[..at]);
        let tag = &rest[at..];
        let end = match tag.as_bytes() {
            [b'<', next, ..] if next.is_ascii_alphanumeric() || *next == b'/' => tag.find('>'),
            [b'{', b'\\', ..] => tag.find('}'),
            _ => None,
        };
        match end {
            Some(end) => rest = &tag[end + 1..],
            None => {
                plain.push_str(&tag[..1]);
                rest = &tag[1..];
            }
        }
    }
    plain.push_str(rest);
    plain.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&").replace("\\N", " ")
}

#[derive(Deserialize)]
struct Whisper {
    segments: Option<Vec<Segment>>,
    transcription: Option<Vec<CppSegment>>,
}

#[derive(Deserialize)]
struct Segment {
    start: Option<f64>,
    end: Option<f64>,
    text: String,
}

#[derive(Deserialize)]
struct CppSegment {
    offsets: Option<Offsets>,
    text: String,
}

#[derive(Deserialize)]
struct Offsets {
    from: u64,
    to: u64,
}

fn json(text: &str) -> Result<Vec<TextLine>, TranscriptError> {
    let error = TranscriptError::Form("JSON with segments");
    let Ok(whisper) = serde_json::from_str::<Whisper>(text) else { return Err(error) };
    let milliseconds = |seconds: Option<f64>| {
        seconds.filter(|s| (0.0..1e9).contains(s)).map(|seconds| (seconds * 1000.0).round() as u64)
    };
    match (whisper.segments, whisper.transcription) {
        (Some(segments), _) => Ok(segments
            .iter()
            .filter_map(|s| said(&s.text, milliseconds(s.start), milliseconds(s.end)))
            .take(MOST_LINES)
            .collect()),
        (None, Some(segments)) => Ok(segments
            .iter()
            .filter_map(|s| said(&s.text, s.offsets.as_ref().map(|o| o.from), s.offsets.as_ref().map(|o| o.to)))
            .take(MOST_LINES)
            .collect()),
        (None, None) => Err(error),
    }
}

fn tsv(text: &str) -> Result<Vec<TextLine>, TranscriptError> {
    let mut rows = text.lines();
    if rows.next().map(str::trim) != Some("start\tend\ttext") {
        return Err(TranscriptError::Form("table of start, end and text"));
    }
    let line = |row: &str| {
        let mut columns = row.splitn(3, '\t');
        let (from, to) = (columns.next()?.trim().parse().ok()?, columns.next()?.trim().parse().ok()?);
        said(columns.next()?, Some(from), Some(to))
    };
    Ok(rows.filter_map(line).take(MOST_LINES).collect())
}

/// A line of speech; `None` where nothing is said.
fn said(text: &str, from_ms: Option<u64>, to_ms: Option<u64>) -> Option<TextLine> {
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.retain(|c| !c.is_control());
    if text.len() > MOST_LINE {
        let end = (0..=MOST_LINE).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        // Never within a word: half a number would be another number.
        let end = text[..end].rfind(' ').unwrap_or(0);
        text.truncate(end);
    }
    (!text.is_empty()).then(|| TextLine {
        text,
        origin: LineOrigin::Speech,
        words: Vec::new(),
        area: None,
        confidence: None,
        from_ms,
        to_ms: match (from_ms, to_ms) {
            (Some(from), Some(to)) => Some(to.max(from)),
            _ => to_ms,
        },
        also: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Each line as `from-to text`.
    fn check(form: TranscriptForm, input: &str, expected: &[&str]) {
        let lines = parse_transcript(input.as_bytes(), form).unwrap();
        let time = |ms: Option<u64>| ms.map_or(String::new(), |ms| ms.to_string());
        let lines: Vec<_> = lines.iter().map(|l| format!("{}-{} {}", time(l.from_ms), time(l.to_ms), l.text)).collect();
        assert_eq!(lines, expected, "{input}");
    }

    #[test]
    fn cues() {
        check(
            TranscriptForm::Cues,
            "1\r\n00:00:01,500 --> 00:00:03,000\r\n<i>Call</i> us\r\nnow\r\n\r\n2\r\n00:01:00,000 --> 00:01:01,000\r\n{\\an8}12 < 13\r\n",
            &["1500-3000 Call us now", "60000-61000 12 < 13"],
        );
        check(
            TranscriptForm::Cues,
            "WEBVTT\n\nNOTE a remark\n\nintro\n00:01.000 --> 00:02.5 align:start\n<v Ann>One &amp; two</v>\n\n00:02.5 --> 00:04.000\nOne &amp; two\n",
            &["1000-4000 One & two"],
        );
        // No empty line between the cues; a time that runs backwards; a cue that says nothing.
        check(
            TranscriptForm::Cues,
            "1\n0:0:9,0 --> 0:0:8,0\nfirst\n2\n0:0:1,0 --> 0:0:2,0\nsecond\n\n3\n0:0:3,0 --> 0:0:4,0\n\n",
            &["1000-2000 second", "9000-9000 first"],
        );
        check(TranscriptForm::Cues, "no cue at all\n1:2:3:4.5 --> 2\nx\n", &[]);
    }

    #[test]
    fn other_forms() {
        check(
            TranscriptForm::Json,
            r#"{"text":"a b","segments":[{"id":0,"start":0.0,"end":1.25,"text":" a"},{"start":-1,"end":null,"text":"b"}]}"#,
            &["- b", "0-1250 a"],
        );
        check(
            TranscriptForm::Json,
            r#"{"transcription":[{"timestamps":{},"offsets":{"from":10,"to":20},"text":" a"}]}"#,
            &["10-20 a"],
        );
        check(TranscriptForm::Tsv, "start\tend\ttext\n0\t900\tone\ttab\nodd\n", &["0-900 one tab"]);
        check(TranscriptForm::Plain, "one\n\n two  words \n", &["- one", "- two words"]);
    }

    #[test]
    fn encodings_and_refusals() {
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("да".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(parse_transcript(&utf16, TranscriptForm::Plain).unwrap()[0].text, "да");
        assert_eq!(parse_transcript(b"\xef\xbb\xbfa", TranscriptForm::Plain).unwrap()[0].text, "a");
        for (bytes, form, error) in [
            (&b"\xe4\xe0"[..], TranscriptForm::Plain, TranscriptError::Encoding),
            (b"\xff\xfea", TranscriptForm::Plain, TranscriptError::Encoding),
            (b"a\0", TranscriptForm::Plain, TranscriptError::Encoding),
            (b"{}", TranscriptForm::Json, TranscriptError::Form("JSON with segments")),
            (b"[[[[", TranscriptForm::Json, TranscriptError::Form("JSON with segments")),
            (b"a\tb\n", TranscriptForm::Tsv, TranscriptError::Form("table of start, end and text")),
        ] {
            assert_eq!(parse_transcript(bytes, form), Err(error));
        }
        let large = vec![b'a'; MOST_BYTES as usize + 1];
        assert_eq!(parse_transcript(&large, TranscriptForm::Plain), Err(TranscriptError::Large));
    }

    #[test]
    fn long_lines_are_cut_between_words() {
        let lines = parse_transcript("+49 ".repeat(5000).as_bytes(), TranscriptForm::Plain).unwrap();
        assert!(lines[0].text.len() <= MOST_LINE && lines[0].text.ends_with(" +49"));
    }

    proptest! {
        #[test]
        fn nothing_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400), text in "[0-9:,.> \n<{}&-]{0,200}") {
            for form in [TranscriptForm::Cues, TranscriptForm::Json, TranscriptForm::Tsv, TranscriptForm::Plain] {
                let _ = parse_transcript(&bytes, form);
                let _ = parse_transcript(text.as_bytes(), form);
            }
        }
    }
}
