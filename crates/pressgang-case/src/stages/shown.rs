//! The text in the pictures and films of posts, as it is read with the posts' own text.

use std::collections::HashMap;
use std::ops::Range;

use pressgang_media::{LEAST_CONFIDENCE, LineOrigin};
use pressgang_signals::SHOWN_GAP;

use super::Output;
use crate::error::CaseError;
use crate::files::hash_texts;
use crate::tables::{AttachmentRow, MediaTextRow, PostRow};

/// The text of one file, with where and when its lines are seen: little enough for those of a hundred thousand pictures.
#[derive(Debug, Default)]
pub(crate) struct MediaText {
    pub text: String,
    lines: Vec<ShownLine>,
}

/// A line of a file's text.
#[derive(Debug)]
struct ShownLine {
    range: Range<usize>,
    area: Option<SeenArea>,
    /// First and last time in a film.
    time: (Option<u64>, Option<u64>),
    words: Box<[ShownWord]>,
}

/// A word whose place is known, counted from the beginning of its line.
#[derive(Debug)]
struct ShownWord {
    start: u32,
    end: u32,
    area: [u32; 4],
}

impl MediaText {
    /// Adds the next line; in place of one that is unsure blanks keep the places of the rest.
    fn add(&mut self, row: &MediaTextRow) {
        let start = self.text.len();
        if is_unsure(row) {
            self.text.extend(std::iter::repeat_n(' ', row.text.len()));
        } else {
            self.text.push_str(&row.text);
        }
        let small = |list: &[u64], word: usize| list.get(word).map(|n| u32::try_from(*n).unwrap_or(u32::MAX));
        let words = (0..row.word_start.len()).filter_map(|word| {
            let area = [&row.word_x, &row.word_y, &row.word_width, &row.word_height].map(|list| small(list, word));
            let [Some(x), Some(y), Some(width), Some(height)] = area else { return None };
            let place = (small(&row.word_start, word)?, small(&row.word_end, word)?);
            (width > 0 && height > 0).then_some(ShownWord { start: place.0, end: place.1, area: [x, y, width, height] })
        });
        // Nothing is read out of a line that is unsure.
        let words = if is_unsure(row) { Box::default() } else { words.collect() };
        let area = row.x.zip(row.y).zip(row.width.zip(row.height));
        self.lines.push(ShownLine {
            range: start..self.text.len(),
            area: area.map(|((x, y), (width, height))| SeenArea { x, y, width, height }),
            time: (row.from_ms, row.to_ms),
            words,
        });
        self.text.push('\n');
    }

    /// The lines that a stretch of the text runs over.
    fn lines_of(&self, range: Range<usize>) -> impl Iterator<Item = &ShownLine> {
        self.lines.iter().filter(move |line| line.range.start < range.end && line.range.end > range.start)
    }
}

/// The texts of files by their hashes, of a source's readings of media.
fn texts(media: &Output) -> Result<HashMap<String, MediaText>, CaseError> {
    let mut texts: HashMap<String, MediaText> = HashMap::new();
    for batch in media.batches::<MediaTextRow>()?.into_iter().flatten() {
        for row in batch? {
            match texts.get_mut(&row.sha256) {
                Some(text) => text.add(&row),
                None => texts.entry(row.sha256.clone()).or_default().add(&row),
            }
        }
    }
    Ok(texts)
}

/// Adds the held files of each post (`platform:id`), each once, in the order of its attachments.
pub(crate) fn add_files(files: &mut HashMap<String, Vec<String>>, rows: Vec<AttachmentRow>) {
    for row in rows {
        let Some(sha256) = row.sha256.filter(|_| row.state == "held") else { continue };
        let of_post = files.entry(format!("{}:{}", row.platform, row.id)).or_default();
        if !of_post.contains(&sha256) {
            of_post.push(sha256);
        }
    }
}

/// Returns true for what a program is unsure to have read. On such a line ways of preparing the picture disagreed on a
/// number, and a wrong number is worse than a missing one: nothing is read out of it and it is not printed.
pub(crate) fn is_unsure(line: &MediaTextRow) -> bool {
    line.origin == LineOrigin::Ocr.as_str()
        && line.confidence.is_some_and(|confidence| confidence < f64::from(LEAST_CONFIDENCE))
}

/// What the posts of a source show.
#[derive(Debug, Default)]
pub(super) struct Shown {
    texts: HashMap<String, MediaText>,
    files: HashMap<String, Vec<String>>,
}

impl Shown {
    pub fn load(attachments: Option<&Output>, media: &Output) -> Result<Shown, CaseError> {
        let texts = texts(media)?;
        let mut files = HashMap::new();
        let batches = attachments.map(|a| a.batches::<AttachmentRow>()).transpose()?.flatten();
        for batch in batches.into_iter().flatten() {
            add_files(&mut files, batch?);
        }
        files.retain(|_, files| {
            files.retain(|file| texts.contains_key(file));
            !files.is_empty()
        });
        Ok(Shown { texts, files })
    }

    /// Names what readings depend on; the same for all sources without text in pictures.
    pub fn digest(&self) -> String {
        let mut posts: Vec<(&String, &Vec<String>)> = self.files.iter().collect();
        posts.sort();
        let mut parts: Vec<&str> = Vec::new();
        for (post, files) in posts {
            parts.push(post);
            for file in files {
                parts.push(file);
                parts.extend(self.texts.get(file).map(|text| text.text.as_str()));
            }
        }
        hash_texts(parts)
    }

    /// What one post shows.
    pub fn of(&self, post: &PostRow) -> ShownText<'_> {
        let mut shown = ShownText { start: post.text.len() + SHOWN_GAP.len(), text: String::new(), parts: Vec::new() };
        // Most sources show nothing.
        if self.files.is_empty() {
            return shown;
        }
        let Some(files) = self.files.get(&format!("{}:{}", post.platform, post.id)) else { return shown };
        for file in files {
            if let Some(text) = self.texts.get(file) {
                shown.parts.push((shown.text.len(), file, text));
                shown.text.push_str(&text.text);
                shown.text.push('\n');
            }
        }
        shown
    }
}

/// The text that one post shows besides its own.
#[derive(Debug)]
pub(super) struct ShownText<'a> {
    /// Where it begins in what is read.
    start: usize,
    pub text: String,
    /// Where each file's text begins in `text`.
    parts: Vec<(usize, &'a str, &'a MediaText)>,
}

/// A stretch of a post's text, or of the text of a file it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place<'a> {
    pub media: Option<&'a str>,
    pub start: u64,
    pub end: u64,
}

/// Where and when something is seen in a picture or film.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct SeenAt {
    pub area: Option<SeenArea>,
    pub from_ms: Option<u64>,
    pub to_ms: Option<u64>,
}

/// In pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SeenArea {
    pub x: u64,
    pub y: u64,
    pub width: u64,
    pub height: u64,
}

impl SeenArea {
    /// The least area with both in it.
    fn with(self, other: SeenArea) -> SeenArea {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let right = (self.x + self.width).max(other.x + other.width);
        let bottom = (self.y + self.height).max(other.y + other.height);
        SeenArea { x, y, width: right - x, height: bottom - y }
    }
}

impl<'a> ShownText<'a> {
    /// Where a span of what was read stands. One that begins in a text and ends in the next stands in the first.
    pub fn place(&self, span: &Range<usize>) -> Place<'a> {
        let own = Place { media: None, start: span.start as u64, end: span.end as u64 };
        let Some(start) = span.start.checked_sub(self.start) else { return own };
        let Some(&(begin, file, text)) = self.parts.iter().rev().find(|(begin, ..)| *begin <= start) else {
            return own;
        };
        let end = (span.end - self.start - begin).min(text.text.len());
        Place { media: Some(file), start: (start - begin) as u64, end: end as u64 }
    }

    /// Where and when the words at a place are seen; `None` for the post's own text.
    pub fn seen(&self, place: &Place<'_>) -> Option<SeenAt> {
        let (_, _, text) = self.parts.iter().find(|(_, file, _)| Some(*file) == place.media)?;
        let range = place.start as usize..place.end as usize;
        let mut seen = SeenAt::default();
        for line in text.lines_of(range.clone()) {
            let at = |place: u32| line.range.start + place as usize;
            let words = line.words.iter().filter(|word| at(word.start) < range.end && at(word.end) > range.start);
            let areas = words.map(|word| {
                let [x, y, width, height] = word.area.map(u64::from);
                SeenArea { x, y, width, height }
            });
            let area = areas.reduce(SeenArea::with).or(line.area);
            seen.area = match (seen.area, area) {
                (Some(known), Some(area)) => Some(known.with(area)),
                (known, area) => known.or(area),
            };
            seen.from_ms = seen.from_ms.into_iter().chain(line.time.0).min();
            seen.to_ms = seen.to_ms.into_iter().chain(line.time.1).max();
        }
        Some(seen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsure_lines_are_blank_and_keep_the_places_of_the_rest() {
        let mut text = MediaText::default();
        for (said, origin, confidence) in [
            ("Ruft ān: 030 23125 001", "ocr", Some(30.0)),
            ("t.me/ironheron_join_example", "code", None),
            ("030 23125 002", "ocr", Some(50.0)),
            ("030 23125 003", "speech", Some(10.0)),
        ] {
            let start = text.text.len() as u64;
            let line = text.lines.len() as u64;
            text.add(&MediaTextRow { line, confidence, ..MediaTextRow::plain(start, said, origin) });
        }
        let shown: Vec<&str> = text.lines.iter().map(|line| &text.text[line.range.clone()]).collect();
        assert!(shown[0].trim().is_empty());
        assert_eq!(shown[1..], ["t.me/ironheron_join_example", "030 23125 002", "030 23125 003"]);
    }
}
