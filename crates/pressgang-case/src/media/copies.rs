//! Which files are copies of one another.

use pressgang_media::films::{FilmPairKind, same_films};
use pressgang_media::{FrameHash, LineOrigin, MediaKind, PictureKeys, TextLine, same_pictures, text_agreement};

use crate::tables::{FrameRow, MediaRow, MediaTextRow};

/// What is known of a file when copies are looked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct MediaFile {
    pub sha256: String,
    is_picture: bool,
    is_film: bool,
    hashes: Vec<FrameHash>,
    features: String,
    /// The text read in it.
    lines: Vec<TextLine>,
}

impl MediaFile {
    pub fn of(row: &MediaRow) -> MediaFile {
        MediaFile {
            sha256: row.sha256.clone(),
            is_picture: row.kind == MediaKind::Picture.as_str(),
            is_film: row.kind == MediaKind::Film.as_str(),
            features: row.features.clone(),
            ..MediaFile::default()
        }
    }

    /// Adds a line that is written in it; what is said is nothing to see.
    pub fn add_line(&mut self, row: &MediaTextRow) {
        let origin = if row.origin == LineOrigin::Code.as_str() { LineOrigin::Code } else { LineOrigin::Ocr };
        if row.origin != LineOrigin::Speech.as_str() {
            let confidence = row.confidence.map(|confidence| confidence as f32);
            self.lines.push(TextLine { confidence, ..TextLine::new(row.text.clone(), origin) });
        }
    }

    /// What is written in it.
    pub fn text(&self) -> String {
        self.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// Adds a hash; rows are in the order of time.
    pub fn add(&mut self, row: &FrameRow) {
        if let Ok(pdq) = row.pdq.parse() {
            let quality = u8::try_from(row.quality).unwrap_or(0);
            self.hashes.push(FrameHash { at_ms: row.at_ms, pdq, quality });
        }
    }
}

/// Two files, by their numbers, one of which is a copy of the other.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Copy {
    pub a: usize,
    pub b: usize,
    /// As in `media_groups`.
    pub found_as: &'static str,
    pub score: f64,
}

/// All copies among some files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Copies {
    pub pairs: Vec<Copy>,
}

/// So many corners that fit make a crop half as alike as a copy can be; a score to order by, no share of anything.
const HALF_SURE: f64 = 10.0;

/// Films with fewer different frames in common may share nothing but a title.
const LEAST_FRAMES: usize = 3;

impl Copies {
    pub fn find(files: &[MediaFile]) -> Copies {
        let mut copies = Copies::default();
        let pictures: Vec<usize> = (0..files.len()).filter(|&file| files[file].is_picture).collect();
        let keys: Vec<PictureKeys<'_>> = pictures
            .iter()
            .map(|&file| PictureKeys {
                sha256: &files[file].sha256,
                hash: files[file].hashes.first().copied(),
                features: &files[file].features,
            })
            .collect();
        for pair in same_pictures(&keys) {
            let (a, b) = (pictures[pair.a], pictures[pair.b]);
            let (found_as, score) = match pair.kind.as_str() {
                // Every file is given once.
                "exact" => continue,
                "crop" => ("crop", f64::from(pair.corners) / (f64::from(pair.corners) + HALF_SURE)),
                "near" => ("near", 1.0 - f64::from(pair.distance) / 256.0),
                _ => ("turned", 1.0 - f64::from(pair.distance) / 256.0),
            };
            // PDQ sees layout, not words.
            if pair.stands(text_agreement(&files[a].lines, &files[b].lines)) {
                copies.pairs.push(Copy { a, b, found_as, score });
            }
        }
        let films: Vec<usize> = (0..files.len()).filter(|&file| files[file].is_film).collect();
        let hashes: Vec<&[FrameHash]> = films.iter().map(|&film| &files[film].hashes[..]).collect();
        for pair in same_films(&hashes).into_iter().filter(|pair| pair.frames >= LEAST_FRAMES) {
            let found_as = if pair.kind == FilmPairKind::Same { "film" } else { "inside" };
            let score = f64::from(pair.share_a.max(pair.share_b));
            copies.pairs.push(Copy { a: films[pair.a], b: films[pair.b], found_as, score });
        }
        copies
    }
}
