//! Runs of Tesseract over one picture, counted against what may be spent on it.

use super::Tesseract;
use super::merge::Seen;
use super::packs;
use super::prepare::Prepared;
use super::tesseract::{Orientation, RawLine, Run};
use super::words::in_order;
use crate::limits::MediaLimits;
use crate::reading::{Area, Problem, ToolUsed, Word};

/// The runs over one picture.
pub(super) struct Passes<'a> {
    pub tesseract: &'a Tesseract,
    pub limits: &'a MediaLimits,
    /// How many more there may be.
    pub left: usize,
    pub tools: Vec<ToolUsed>,
    pub problems: Vec<Problem>,
}

impl Passes<'_> {
    /// Reads a prepared picture; `way` says how it was prepared. Nothing once all runs are spent or one has failed.
    pub fn read(&mut self, prepared: &Prepared, way: &str, packs: &[String], psm: u8) -> Vec<Seen> {
        // No other pack reads European digits as well.
        let say = if packs == ["eng"] { 2 } else { 1 };
        let right_to_left = packs.first().is_some_and(|p| packs::is_right_to_left(p));
        let packs = packs.join("+");
        if self.left == 0 || !self.problems.is_empty() || packs.is_empty() {
            return Vec::new();
        }
        self.left -= 1;
        self.used(format!("lang={packs} psm={psm} scale={:.2} {way}", prepared.scale));
        match self.tesseract.lines(&prepared.image, &Run { packs: &packs, psm }, self.limits) {
            Ok(lines) => lines.iter().filter_map(|line| seen(line, prepared, right_to_left, say)).collect(),
            Err(error) => {
                self.failed(&error);
                Vec::new()
            }
        }
    }

    /// Which way up a prepared picture is and in which script.
    pub fn orientation(&mut self, prepared: &Prepared) -> Option<Orientation> {
        if self.left == 0 || !self.problems.is_empty() || !self.tesseract.languages.contains("osd") {
            return None;
        }
        self.left -= 1;
        self.used("lang=osd psm=0".to_owned());
        self.tesseract.orientation(&prepared.image, self.limits).unwrap_or_else(|error| {
            self.failed(&error);
            None
        })
    }

    fn used(&mut self, settings: String) {
        let (name, version) = ("tesseract".to_owned(), self.tesseract.version.clone());
        self.tools.push(ToolUsed { name, version, settings });
    }

    fn failed(&mut self, error: &crate::ToolError) {
        self.problems.push(Problem { step: "text".to_owned(), reason: error.to_string() });
    }
}

/// A line with its words in one text, placed in the picture; `None` where it has no letter or digit.
fn seen(raw: &RawLine, prepared: &Prepared, right_to_left: bool, say: usize) -> Option<Seen> {
    let mut text = String::new();
    let mut words = Vec::with_capacity(raw.words.len());
    let (mut sure, mut letters) = (0.0, 0.0);
    for (word, apart) in in_order(&raw.words, right_to_left) {
        if apart {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(&word.text);
        let area = Some(prepared.area(word.area));
        words.push(Word { start, end: text.len(), confidence: Some(word.confidence), area });
        let count = word.text.chars().filter(|c| c.is_alphanumeric()).count() as f32;
        sure += word.confidence * count;
        letters += count;
    }
    if letters == 0.0 {
        return None;
    }
    let area = around(raw.words.iter().map(|w| w.area))?;
    let scale = prepared.scale;
    let frame = [area.x, area.y, area.x + area.width, area.y + area.height].map(|n| n as f32 / scale);
    Some(Seen { text, words, frame, area: prepared.area(area), confidence: sure / letters, say })
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

/// How sure a reading is: the mean over its letters, those of very unsure words counted as noise; and how many letters
/// are sure.
pub(super) fn quality(lines: &[Seen]) -> (f32, usize) {
    let (mut sum, mut letters, mut sure) = (0.0, 0.0, 0);
    for line in lines {
        for word in &line.words {
            let count =
                line.text.get(word.start..word.end).map_or(0, |w| w.chars().filter(|c| c.is_alphanumeric()).count());
            let confidence = word.confidence.unwrap_or(0.0);
            sum += confidence * count as f32;
            letters += count as f32;
            if confidence >= 80.0 {
                sure += count;
            }
        }
    }
    if letters == 0.0 { (0.0, 0) } else { (sum / letters, sure) }
}
