//! What was read in one file. It is kept as JSON beside the file, so its names are stable.

use serde::{Deserialize, Serialize};

/// What a file turned out to be, by its bytes and not by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    /// A still picture.
    Picture,
    /// Moving pictures, also an animated GIF or WebP.
    Film,
    /// Sound alone.
    Sound,
    /// Nothing that is known.
    Unknown,
}

impl MediaKind {
    /// The word used in tables and output.
    pub fn as_str(self) -> &'static str {
        match self {
            MediaKind::Picture => "picture",
            MediaKind::Film => "film",
            MediaKind::Sound => "sound",
            MediaKind::Unknown => "unknown",
        }
    }
}

/// A PDQ hash: 256 bits, the first byte being the first two digits of its usual hexadecimal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pdq(pub [u8; 32]);

/// One hashed picture, or frame of a film.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameHash {
    /// Time in the film in milliseconds; `None` for a picture.
    pub at_ms: Option<u64>,
    /// The hash.
    pub pdq: Pdq,
    /// PDQ's quality, 0 to 100: below 50 the hash says nothing (flat pictures all look alike).
    pub quality: u8,
}

/// A rectangle in a picture, in pixels of the picture as it is shown (its EXIF orientation applied), from its top left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Left edge.
    pub x: u32,
    /// Top edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// Where a line of text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LineOrigin {
    /// Read in the picture by a program.
    Ocr,
    /// The payload of a QR or bar code.
    Code,
    /// Spoken, or written in a transcript beside the film.
    Speech,
}

impl LineOrigin {
    /// The word used in tables and output.
    pub fn as_str(self) -> &'static str {
        match self {
            LineOrigin::Ocr => "ocr",
            LineOrigin::Code => "code",
            LineOrigin::Speech => "speech",
        }
    }
}

/// One word of a line, as a program read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// First byte in the line's text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// How sure the program is, 0 to 100 (Tesseract's scale); `None` where it does not say.
    pub confidence: Option<f32>,
    /// Where it stands in the picture.
    pub area: Option<Area>,
}

/// One line of text in a picture or film.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextLine {
    /// The text, without line ends.
    pub text: String,
    /// Where it comes from.
    pub origin: LineOrigin,
    /// Its words in order; empty for codes and speech.
    pub words: Vec<Word>,
    /// Where it stands in the picture, in a film in the frame it was read best in.
    pub area: Option<Area>,
    /// How sure the program is on average, 0 to 100; `None` where it does not say.
    pub confidence: Option<f32>,
    /// First time it is seen or heard in a film, in milliseconds; `None` for pictures.
    pub from_ms: Option<u64>,
    /// Last time it is seen or heard.
    pub to_ms: Option<u64>,
    /// What the program read in the other frames or ways of preparing the picture where that differs, most frequent first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

impl TextLine {
    /// A line of which no more is known than what it says and where that comes from.
    pub fn new(text: String, origin: LineOrigin) -> TextLine {
        TextLine {
            text,
            origin,
            words: Vec::new(),
            area: None,
            confidence: None,
            from_ms: None,
            to_ms: None,
            also: Vec::new(),
        }
    }
}

/// A QR or bar code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// `qr`, `aztec`, `data_matrix`, `ean_13` ...
    pub format: String,
    /// What it says.
    pub payload: String,
    /// Where it is.
    pub area: Option<Area>,
    /// First time it is seen in a film, in milliseconds.
    pub from_ms: Option<u64>,
    /// Last time it is seen.
    pub to_ms: Option<u64>,
}

/// A program or library that took part, and how it was set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ToolUsed {
    /// `tesseract`, `ffmpeg`, `pdq` ...
    pub name: String,
    /// Its version as it says it itself.
    pub version: String,
    /// Its settings, for example `lang=rus+eng psm=11`.
    pub settings: String,
}

/// Something that was not read because a program, language or part of the setting is missing. Installing it and reading
/// again may give more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unread {
    /// `text`, `film`, `speech`.
    pub what: String,
    /// Why, in a few words, for example "tesseract is not installed".
    pub why: String,
}

/// Something wrong with the file, or a limit that it reached. Reading it again gives the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// What failed: `decode`, `text`, `frames` ...
    pub step: String,
    /// Why, in one sentence without a path.
    pub reason: String,
}

/// Everything that one file says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MediaReading {
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// What it is.
    pub kind: MediaKind,
    /// The format by its bytes: `jpeg`, `png`, `mp4` ...; empty where unknown.
    pub format: String,
    /// Width as shown, in pixels.
    pub width: Option<u32>,
    /// Height as shown.
    pub height: Option<u32>,
    /// Length of a film or sound in milliseconds.
    pub duration_ms: Option<u64>,
    /// Hashes: one of a picture, one per frame of a film, in order of time.
    pub hashes: Vec<FrameHash>,
    /// Features by which crops are found again; see `pictures::crops`. Opaque, base64; of a film those of stills, each as
    /// `from-to:features` in milliseconds, separated by blanks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub features: String,
    /// The text in it, top to bottom, in films by time.
    pub lines: Vec<TextLine>,
    /// Codes in it.
    pub codes: Vec<Code>,
    /// What read it.
    pub tools: Vec<ToolUsed>,
    /// What was not read for want of a program.
    pub unread: Vec<Unread>,
    /// What went wrong.
    pub problems: Vec<Problem>,
}

impl MediaReading {
    /// A reading of a file in which nothing was read yet.
    pub fn new(sha256: String, bytes: u64) -> MediaReading {
        MediaReading {
            sha256,
            bytes,
            kind: MediaKind::Unknown,
            format: String::new(),
            width: None,
            height: None,
            duration_ms: None,
            hashes: Vec::new(),
            features: String::new(),
            lines: Vec::new(),
            codes: Vec::new(),
            tools: Vec::new(),
            unread: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Notes that something went wrong.
    pub fn problem(&mut self, step: &str, reason: impl Into<String>) {
        self.problems.push(Problem { step: step.to_owned(), reason: reason.into() });
    }
}

impl Serialize for Pdq {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Pdq {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|()| serde::de::Error::custom("a PDQ hash is 64 hexadecimal digits"))
    }
}

impl std::fmt::Display for Pdq {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::str::FromStr for Pdq {
    type Err = ();

    fn from_str(text: &str) -> Result<Pdq, ()> {
        let digits = text.as_bytes();
        let mut hash = [0; 32];
        if digits.len() != 64 {
            return Err(());
        }
        for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            let digit = |d: u8| (d as char).to_digit(16).ok_or(());
            *byte = (digit(pair[0])? << 4 | digit(pair[1])?) as u8;
        }
        Ok(Pdq(hash))
    }
}

impl Pdq {
    /// How many of the 256 bits differ.
    pub fn distance(&self, other: &Pdq) -> u32 {
        self.0.iter().zip(&other.0).map(|(a, b)| (a ^ b).count_ones()).sum()
    }
}
