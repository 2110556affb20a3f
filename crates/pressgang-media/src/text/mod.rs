//! Text in pictures: preparing them, reading them with Tesseract in several ways, and merging what was read.

mod digits;
mod layout;
mod merge;
mod packs;
mod passes;
mod prepare;
mod script;
mod tesseract;
mod ways;
mod words;

#[cfg(test)]
mod merge_tests;
#[cfg(test)]
mod tests;

use image::DynamicImage;

pub use packs::packs_for;
pub use tesseract::Tesseract;

use crate::limits::MediaLimits;
use crate::reading::{Problem, TextLine, ToolUsed, Unread};
use passes::Passes;
use ways::Ground;

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
    let left = match settings.effort {
        Effort::Picture => MOST_RUNS,
        Effort::Frame => MOST_RUNS_FRAME,
    };
    let mut passes = Passes { tesseract, limits, left, tools: Vec::new(), problems: Vec::new() };
    let Some(ground) = Ground::of(image) else { return reading };
    let readings = ways::read(&ground, &codes, settings.effort, &mut passes);
    reading.lines = merge::merge(&readings);
    reading.tools = passes.tools;
    reading.problems = passes.problems;
    reading
}

/// Lines less sure than this are to be looked at by people, not believed: among them are those whose readings disagree
/// on a number.
pub const LEAST_CONFIDENCE: f32 = 50.0;
/// Most runs of Tesseract for a picture, and for a frame of a film.
const MOST_RUNS: usize = 6;
const MOST_RUNS_FRAME: usize = 2;
