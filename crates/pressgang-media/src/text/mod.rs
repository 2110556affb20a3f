//! Text in pictures: preparing them, reading them with Tesseract in several ways, and merging what was read.

mod digits;
mod layout;
mod merge;
mod packs;
mod passes;
mod prepare;
mod tesseract;

use image::DynamicImage;

pub use packs::packs_for;
pub use tesseract::Tesseract;

use crate::limits::MediaLimits;
use crate::reading::{Problem, TextLine, ToolUsed, Unread};
use layout::Layout;
use passes::{Passes, quality};
use prepare::{Channel, Prepared, Shape};

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
    let readings = read_ways(&ground, &codes, &mut passes);
    reading.lines = merge::merge(&readings);
    reading.tools = passes.tools;
    reading.problems = passes.problems;
    reading
}

/// Most runs of Tesseract for a picture, and for a frame of a film.
const MOST_RUNS: usize = 6;
const MOST_RUNS_FRAME: usize = 2;
/// The height of capital letters that Tesseract reads best, in pixels.
const BEST_HEIGHT: f32 = 32.0;
/// Most pixels of a prepared picture.
const MOST_PIXELS: f32 = 12e6;
/// Packs beside English in one run.
const MOST_PACKS: usize = 2;

/// The channel in which letters differ most from their ground, and where they stand in it.
struct Ground {
    gray: image::GrayImage,
    channel: Channel,
    layout: Layout,
}

impl Ground {
    /// `None` where nothing looks like text.
    fn of(image: &DynamicImage) -> Option<Ground> {
        let gray = Channel::Luma.of(image);
        let layout = Layout::of(&gray);
        let mut best = Ground { gray, channel: Channel::Luma, layout };
        if best.layout.contrast < 50.0 {
            for channel in Channel::COLOURS {
                let gray = channel.of(image);
                let layout = Layout::of(&gray);
                if layout.clearness() > 1.3 * best.layout.clearness() {
                    best = Ground { gray, channel, layout };
                }
            }
        }
        best.layout.has_text().then_some(best)
    }

    fn prepared(&self, turn: u32, height: f32) -> Prepared {
        let letters = self.layout.letter_height().unwrap_or(BEST_HEIGHT);
        let pixels = (self.gray.width() as f32 * self.gray.height() as f32).max(1.0);
        let scale = (height / letters).clamp(0.25, 4.0).min((MOST_PIXELS / pixels).sqrt());
        let turn = if self.layout.sideways { (turn + 90) % 360 } else { turn };
        let prepared = Prepared::of(&self.gray, Shape { turn, tilt: self.layout.tilt, scale });
        let even = prepare::stretch(&prepared.image, self.layout.light);
        prepared.with(even)
    }
}

fn read_ways(ground: &Ground, codes: &[&str], passes: &mut Passes<'_>) -> Vec<Vec<merge::Seen>> {
    let plain = ground.prepared(0, BEST_HEIGHT);
    let found = passes.orientation(&plain);
    let mut packs = found.map_or(Vec::new(), |found| {
        packs::packs_for_script(&found.script, codes, &passes.tesseract.languages, MOST_PACKS)
    });
    if passes.tesseract.languages.contains("eng") && !packs.iter().any(|p| p == "eng") {
        packs.push("eng".to_owned());
    }
    let name = ground.channel.name();
    let mut readings = vec![passes.read(&plain, name, &packs, 3)];
    let _ = quality(&readings[0]);
    readings.retain(|lines| !lines.is_empty());
    readings
}
