//! Which files are copies of one another.

use std::collections::BTreeSet;

use pressgang_media::films::{FilmPair, FilmPairKind, FilmStills, same_films, same_stills};
use pressgang_media::pictures::crops::Features;
use pressgang_media::{
    FeatureSource, FrameHash, LineOrigin, MediaKind, PictureKeys, TextLine, same_pictures, text_agreement,
};

use super::features::{FeatureFile, FeaturePlace};
use crate::stages::is_unsure;
use crate::tables::{FrameRow, MediaRow, MediaTextRow};

/// What is known of a file when copies are looked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct MediaFile {
    pub sha256: String,
    is_picture: bool,
    is_film: bool,
    hashes: Vec<FrameHash>,
    /// Where its features are.
    pub features: FeaturePlace,
    /// The text written in it, line by line, and whether the program was unsure of each.
    lines: Vec<(Box<str>, bool)>,
}

impl MediaFile {
    pub fn of(row: &MediaRow, features: FeaturePlace) -> MediaFile {
        MediaFile {
            sha256: row.sha256.clone(),
            is_picture: row.kind == MediaKind::Picture.as_str(),
            is_film: row.kind == MediaKind::Film.as_str(),
            features,
            ..MediaFile::default()
        }
    }

    /// Adds a line that is written in it; what is said is nothing to see.
    pub fn add_line(&mut self, row: &MediaTextRow) {
        if row.origin != LineOrigin::Speech.as_str() {
            self.lines.push((row.text.as_str().into(), is_unsure(row)));
        }
    }

    /// What is written in it.
    pub fn text(&self) -> String {
        self.lines.iter().map(|(line, _)| &**line).collect::<Vec<_>>().join("\n")
    }

    /// The lines that a program was sure of.
    fn sure_lines(&self) -> Vec<TextLine> {
        let sure = self.lines.iter().filter(|(_, unsure)| !unsure);
        sure.map(|(line, _)| TextLine::new(line.to_string(), LineOrigin::Ocr)).collect()
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

/// The features of those files that are pictures, by their place among them.
struct OfPictures<'a> {
    features: &'a FeatureFile,
    pictures: &'a [usize],
}

impl FeatureSource for OfPictures<'_> {
    fn features(&self, at: usize) -> Option<Features> {
        self.features.features(*self.pictures.get(at)?)
    }
}

impl Copies {
    /// Looks for them; `features` are those of the files by their numbers.
    pub fn find(files: &[MediaFile], features: &FeatureFile) -> Copies {
        let mut copies = Copies::default();
        let pictures: Vec<usize> = (0..files.len()).filter(|&file| files[file].is_picture).collect();
        let keys: Vec<PictureKeys<'_>> = pictures
            .iter()
            .map(|&file| PictureKeys { sha256: &files[file].sha256, hash: files[file].hashes.first().copied() })
            .collect();
        for pair in same_pictures(&keys, &OfPictures { features, pictures: &pictures }) {
            let (a, b) = (pictures[pair.a], pictures[pair.b]);
            let (found_as, score) = match pair.kind.as_str() {
                // Every file is given once.
                "exact" => continue,
                "crop" => ("crop", f64::from(pair.corners) / (f64::from(pair.corners) + HALF_SURE)),
                "near" => ("near", 1.0 - f64::from(pair.distance) / 256.0),
                _ => ("turned", 1.0 - f64::from(pair.distance) / 256.0),
            };
            // PDQ sees layout, not words.
            if pair.stands(text_agreement(&files[a].sure_lines(), &files[b].sure_lines())) {
                copies.pairs.push(Copy { a, b, found_as, score });
            }
        }
        let films: Vec<usize> = (0..files.len()).filter(|&file| files[file].is_film).collect();
        let hashes: Vec<&[FrameHash]> = films.iter().map(|&film| &files[film].hashes[..]).collect();
        let mut pairs: Vec<FilmPair> =
            same_films(&hashes).into_iter().filter(|pair| pair.frames >= LEAST_FRAMES).collect();
        drop(hashes);
        let known: BTreeSet<(usize, usize)> = pairs.iter().map(|pair| (pair.a, pair.b)).collect();
        let stills: Vec<FilmStills> =
            films.iter().map(|film| FilmStills::decoded(&features.text(*film), films.len())).collect();
        pairs.extend(same_stills(&stills, &known));
        for pair in pairs {
            let found_as = match pair.kind {
                _ if pair.is_mirrored => "turned",
                FilmPairKind::Same => "film",
                FilmPairKind::Inside => "inside",
            };
            let score = f64::from(pair.share_a.max(pair.share_b));
            copies.pairs.push(Copy { a: films[pair.a], b: films[pair.b], found_as, score });
        }
        copies
    }
}
