//! Text in pictures: preparing them, reading them with Tesseract in several ways, and merging what was read.

mod packs;
mod tesseract;

use image::DynamicImage;

pub use packs::packs_for;
pub use tesseract::Tesseract;

use crate::limits::MediaLimits;
use crate::reading::{Area, LineOrigin, Problem, TextLine, ToolUsed, Unread, Word};
use tesseract::{RawLine, Run};

/// How much may be spent on one picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Effort {
    /// A picture by itself.
    #[default]
    Picture,
    /// One of many frames of a film: what one frame does not show well, another does.
    Frame,
}

/// How text is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextSettings {
    /// The languages that the text may be in, BCP 47 codes, likeliest first; empty where nothing is known.
    pub languages: Vec<String>,
    /// How much may be spent.
    pub effort: Effort,
}

/// What was read in one picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextReading {
    /// Its lines, top to bottom.
    pub lines: Vec<TextLine>,
    /// The runs that read it.
    pub tools: Vec<ToolUsed>,
    /// Languages whose packs are not installed.
    pub unread: Vec<Unread>,
    /// What went wrong.
    pub problems: Vec<Problem>,
}

/// Reads the text of a picture or frame, which is as it is shown (its EXIF orientation applied).
pub fn read_text(
    image: &DynamicImage,
    tesseract: &Tesseract,
    settings: &TextSettings,
    limits: &MediaLimits,
) -> TextReading {
    let mut reading = TextReading::default();
    let codes: Vec<&str> = settings.languages.iter().map(String::as_str).collect();
    let (_, missing) = packs_for(&codes, &tesseract.languages);
    for pack in missing {
        let why = format!("tesseract's language pack {pack} is not installed");
        reading.unread.push(Unread { what: "text".to_owned(), why });
    }
    let gray = image.to_luma8();
    let mut packs = Vec::new();
    if tesseract.languages.contains("osd")
        && let Ok(Some(found)) = tesseract.orientation(&gray, limits)
    {
        packs = packs::packs_for_script(&found.script, &codes, &tesseract.languages, 2);
    }
    if tesseract.languages.contains("eng") && !packs.iter().any(|p| p == "eng") {
        packs.push("eng".to_owned());
    }
    let packs = packs.join("+");
    match tesseract.lines(&gray, &Run { packs: &packs, psm: 3 }, limits) {
        Ok(lines) => reading.lines = lines.iter().map(line).collect(),
        Err(error) => reading.problems.push(Problem { step: "text".to_owned(), reason: error.to_string() }),
    }
    reading.tools.push(ToolUsed {
        name: "tesseract".to_owned(),
        version: tesseract.version.clone(),
        settings: format!("lang={packs} psm=3"),
    });
    reading
}

fn line(raw: &RawLine) -> TextLine {
    let mut text = String::new();
    let mut words = Vec::with_capacity(raw.words.len());
    for word in &raw.words {
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(&word.text);
        words.push(Word { start, end: text.len(), confidence: Some(word.confidence), area: Some(word.area) });
    }
    let sum: f32 = raw.words.iter().map(|w| w.confidence).sum();
    TextLine {
        text,
        origin: LineOrigin::Ocr,
        area: around(raw.words.iter().map(|w| w.area)),
        confidence: Some(sum / raw.words.len().max(1) as f32),
        words,
        from_ms: None,
        to_ms: None,
        also: Vec::new(),
    }
}

/// The smallest area that holds all of these.
fn around(areas: impl Iterator<Item = Area>) -> Option<Area> {
    areas.reduce(|a, b| {
        let (x, y) = (a.x.min(b.x), a.y.min(b.y));
        let right = (a.x + a.width).max(b.x + b.width);
        let bottom = (a.y + a.height).max(b.y + b.height);
        Area { x, y, width: right - x, height: bottom - y }
    })
}
