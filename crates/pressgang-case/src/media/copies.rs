//! Which files are copies of one another.

use pressgang_media::{FrameHash, MediaKind, PictureKeys, same_pictures};
use pressgang_signals::{jaccard, normalise};

use crate::tables::{FrameRow, MediaRow};

/// What is known of a file when copies are looked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct MediaFile {
    pub sha256: String,
    is_picture: bool,
    is_film: bool,
    hashes: Vec<FrameHash>,
    features: String,
    /// The text read in it.
    pub text: String,
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

/// With fewer letters in either, texts in two pictures tell nothing about whether these are the same.
const LEAST_LETTERS: usize = 20;
/// Below this the texts of two pictures are different texts, and not one text read differently.
const SAME_TEXT: f64 = 0.5;

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
                "crop" => ("crop", f64::from(pair.corners) / (f64::from(pair.corners) + 10.0)),
                "near" => ("near", 1.0 - f64::from(pair.distance) / 256.0),
                _ => ("turned", 1.0 - f64::from(pair.distance) / 256.0),
            };
            if says_the_same(&files[a].text, &files[b].text, pair.mostly_text) {
                copies.pairs.push(Copy { a, b, found_as, score });
            }
        }
        copies
    }
}

/// Returns false for two pictures that have different texts in them. Of pictures that are mostly text nothing but the
/// text says whether they are the same.
fn says_the_same(a: &str, b: &str, mostly_text: bool) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    if letters(a) >= LEAST_LETTERS && letters(b) >= LEAST_LETTERS {
        return jaccard(&normalise(a), &normalise(b)) >= SAME_TEXT;
    }
    !mostly_text
}
