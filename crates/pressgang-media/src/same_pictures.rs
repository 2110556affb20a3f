//! Which of many pictures are the same: to the byte, by hash, turned, or in part.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::corner_index::{CornerIndex, FeatureSource, Votes};
use crate::hash_index::PdqIndex;
use crate::pictures::crop_match::compared;
use crate::pictures::{DISTANCE, MOSTLY_TEXT, QUALITY, SOME_TEXT, TURNS};
use crate::reading::FrameHash;
use crate::same_text::TextAgreement;

/// Most bits in which the hash of a picture, turned by arithmetic, differs from that of its turned copy. There are seven
/// such hashes, and round things are like their own mirror images, so this is less than [`DISTANCE`].
const TURNED: u32 = 20;
/// Pictures of one hash are compared with so many others only, the nearest; what is more crowded hangs together anyway.
const MOST_NEAR: usize = 64;
/// Pictures whose hashes are so near show the same, crops of them included.
const ALMOST_EQUAL: u32 = 10;
/// What is known of a picture.
#[derive(Clone, Copy, Debug)]
pub struct PictureKeys<'a> {
    /// SHA-256 of the file.
    pub sha256: &'a str,
    /// Its hash.
    pub hash: Option<FrameHash>,
}

/// In which way two pictures are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PictureMatch {
    /// The same file.
    Exact,
    /// Hashes of good quality at most 31 bits apart.
    Near,
    /// Hashes at most 20 bits apart, one of them turned or mirrored; see [`TURNS`].
    Turned(u8),
    /// One is a part of the other, or both of a third, perhaps with borders, captions or logos.
    Crop,
}

impl PictureMatch {
    /// The word used in tables and output.
    pub fn as_str(self) -> &'static str {
        match self {
            PictureMatch::Exact => "exact",
            PictureMatch::Near => "near",
            PictureMatch::Turned(_) => "turned",
            PictureMatch::Crop => "crop",
        }
    }

    /// How the second must be turned to be like the first.
    pub fn turn(self) -> &'static str {
        match self {
            PictureMatch::Turned(way) => TURNS.get(usize::from(way)).copied().unwrap_or(TURNS[0]),
            _ => TURNS[0],
        }
    }
}

/// Two pictures that are the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PicturePair {
    /// Position of the first among those given.
    pub a: usize,
    /// Position of the second, larger than that of the first.
    pub b: usize,
    /// In which way.
    pub kind: PictureMatch,
    /// Bits in which their hashes differ; for crops those of the whole pictures, which may be any number.
    pub distance: u32,
    /// For crops how many corners fit; otherwise 0.
    pub corners: u32,
    /// Share of text in the one that has more of it, 0 to 255; 0 for exact pairs. Hashes see layout, not words: flyers of
    /// one template look the same to them. What such a pair is worth says [`PicturePair::stands`].
    pub text: u8,
}

impl PicturePair {
    /// Whether the pair may be believed, given what the texts read in both say. Of pictures that are mostly text the texts
    /// must agree; of those with some text they must not disagree; of others the text says nothing.
    pub fn stands(&self, texts: TextAgreement) -> bool {
        self.kind == PictureMatch::Exact
            || match texts {
                TextAgreement::Agree => true,
                TextAgreement::Unknown => self.text < MOSTLY_TEXT,
                TextAgreement::Disagree => self.text < SOME_TEXT,
            }
    }
}

/// Later pictures that one is turned, with the way and the distance.
type TurnedCopies = Vec<(usize, PictureMatch, u32)>;

/// One of the different files.
struct Kept<'a> {
    keys: &'a PictureKeys<'a>,
    at: usize,
    good: bool,
    /// Share of text.
    text: u8,
    corners: bool,
}

/// The pairs of pictures that are the same, ordered by position. Files that are the same are paired with the first of
/// them only, and of many near ones each with the 64 nearest. What is found does not depend on the order of the pictures.
/// `features` gives those of each picture by its position, as [`crate::MediaReading::features`] keeps them; they are asked
/// for several times and not held.
pub fn same_pictures(items: &[PictureKeys<'_>], features: &(impl FeatureSource + ?Sized)) -> Vec<PicturePair> {
    let mut files: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        files.entry(item.sha256).or_default().push(at);
    }
    let places: Vec<usize> = files.values().map(|places| places[0]).collect();
    let hash = |at: usize| items[at].hash.filter(|hash| hash.quality >= QUALITY);
    let index = PdqIndex::new(places.iter().enumerate().filter_map(|(n, at)| Some((hash(*at)?.pdq, n as u32))));
    // What each file is, and the later ones that it is turned.
    let (kept, turned): (Vec<Kept<'_>>, Vec<TurnedCopies>) = places
        .par_iter()
        .enumerate()
        .map(|(n, &at)| {
            let (good, features) = (hash(at).is_some(), features.features(at));
            let mut turned = Vec::new();
            for (way, hash) in features.iter().filter(|_| good).flat_map(|f| f.turned.iter().enumerate()) {
                let near = index.within(hash, TURNED).into_iter().filter(|(other, _)| *other as usize > n);
                let found = |(other, distance)| (other as usize, PictureMatch::Turned(way as u8 + 1), distance);
                turned.extend(near.take(MOST_NEAR).map(found));
            }
            let text = features.as_ref().map_or(0, |features| features.text);
            let corners = features.is_some_and(|features| !features.corners.is_empty());
            (Kept { keys: &items[at], at, good, text, corners }, turned)
        })
        .unzip();
    let mut pairs: BTreeMap<(usize, usize), PicturePair> = BTreeMap::new();
    let mut put = |a: usize, b: usize, kind, distance, corners| {
        let text = kept[a].text.max(kept[b].text);
        let (first, second) = (kept[a].at.min(kept[b].at), kept[a].at.max(kept[b].at));
        let pair = PicturePair { a: first, b: second, kind, distance, corners, text };
        pairs.entry((first, second)).or_insert(pair);
    };
    let near: Vec<Vec<(u32, u32)>> = kept
        .par_iter()
        .enumerate()
        .map(|(n, file)| {
            let Some(hash) = file.keys.hash.filter(|_| file.good) else { return Vec::new() };
            let near = index.within(&hash.pdq, DISTANCE).into_iter().filter(|(other, _)| *other as usize != n);
            near.take(MOST_NEAR).collect()
        })
        .collect();
    for (n, near) in near.iter().enumerate() {
        near.iter().for_each(|(other, distance)| put(n, *other as usize, PictureMatch::Near, *distance, 0));
    }
    for (n, turned) in turned.iter().enumerate() {
        turned.iter().for_each(|(other, kind, distance)| put(n, *other, *kind, *distance, 0));
    }
    for (a, b, corners) in crops(&kept, &near, features) {
        let distance = match (kept[a].keys.hash, kept[b].keys.hash) {
            (Some(a), Some(b)) => a.pdq.distance(&b.pdq),
            _ => 256,
        };
        put(a, b, PictureMatch::Crop, distance, corners);
    }
    for places in files.values() {
        for &other in &places[1..] {
            let pair =
                PicturePair { a: places[0], b: other, kind: PictureMatch::Exact, distance: 0, corners: 0, text: 0 };
            pairs.insert((places[0], other), pair);
        }
    }
    pairs.into_values().collect()
}

/// Pairs of pictures whose corners fit, with how many do. Of pictures that are almost equal one stands for all. Pictures
/// that are mostly text take no part: letters are the same in every text.
fn crops(
    kept: &[Kept<'_>],
    near: &[Vec<(u32, u32)>],
    features: &(impl FeatureSource + ?Sized),
) -> Vec<(usize, usize, u32)> {
    // Nearest come first.
    let stands = |n: &usize| {
        let mut equal = near[*n].iter().take_while(|(_, distance)| *distance <= ALMOST_EQUAL);
        kept[*n].text < MOSTLY_TEXT && kept[*n].corners && equal.all(|(other, _)| *other as usize >= *n)
    };
    let chosen: Vec<usize> = (0..kept.len()).filter(stands).collect();
    let of = |c: usize| features.features(kept[chosen[c]].at);
    let index = CornerIndex::new(chosen.len(), &of);
    let found = |votes: &mut Votes, c: usize| {
        let Some(features) = of(c) else { return Vec::new() };
        let likely = index.likely(&features, c, votes).into_iter();
        let fits = |other: usize| Some((chosen[other], chosen[c], compared(&of(other)?, &features)?.pairs));
        likely.filter_map(fits).collect()
    };
    (0..chosen.len()).into_par_iter().map_init(|| index.votes(), found).flatten_iter().collect()
}

#[cfg(test)]
#[path = "same_pictures_tests.rs"]
mod tests;
