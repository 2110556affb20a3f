//! Which of many pictures are the same: to the byte, by hash, turned, or in part.

use std::collections::BTreeMap;

use crate::hash_index::PdqIndex;
use crate::pictures::crop_match::compared;
use crate::pictures::crops::Features;
use crate::pictures::{DISTANCE, MOSTLY_TEXT, QUALITY, SOME_TEXT, TURNS};
use crate::reading::FrameHash;
use crate::same_text::TextAgreement;

/// Most bits in which the hash of a picture, turned by arithmetic, differs from that of its turned copy. There are seven
/// such hashes, and round things are like their own mirror images, so this is less than [`DISTANCE`].
const TURNED: u32 = 20;
/// Pictures of one hash are compared with so many others only, the nearest; what is more crowded hangs together anyway.
const MOST_NEAR: usize = 64;
/// Most pictures held against one by their corners.
const MOST_HELD: usize = 32;
/// What makes it worth to hold two pictures against each other: the sum over the corners in common of [`WHOLE_VOTE`] by
/// how many have them. Letters and logos are in very many pictures and say little.
const LEAST_VOTES: u32 = 500;
/// What a corner counts that only one picture has.
const WHOLE_VOTE: u32 = 1_000;
/// Pictures whose hashes are so near show the same, crops of them included.
const ALMOST_EQUAL: u32 = 10;
/// Bits of a corner that must be equal to be found, in any of four words.
const KEY_BITS: u32 = 22;
/// Corners that so many pictures have say nothing.
const MOST_IN_BUCKET: u32 = 400;

/// What is known of a picture.
#[derive(Clone, Copy, Debug)]
pub struct PictureKeys<'a> {
    /// SHA-256 of the file.
    pub sha256: &'a str,
    /// Its hash.
    pub hash: Option<FrameHash>,
    /// Its features, as [`crate::MediaReading::features`] keeps them.
    pub features: &'a str,
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

/// One of the different files.
struct Kept<'a> {
    keys: &'a PictureKeys<'a>,
    at: usize,
    good: bool,
    features: Option<Features>,
}

/// The pairs of pictures that are the same, ordered by position. Files that are the same are paired with the first of
/// them only, and of many near ones each with the 64 nearest. What is found does not depend on the order of the pictures.
pub fn same_pictures(items: &[PictureKeys<'_>]) -> Vec<PicturePair> {
    let mut files: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        files.entry(item.sha256).or_default().push(at);
    }
    let kept: Vec<Kept<'_>> = files
        .values()
        .map(|places| {
            let keys = &items[places[0]];
            let good = keys.hash.is_some_and(|hash| hash.quality >= QUALITY);
            Kept { keys, at: places[0], good, features: Features::decoded(keys.features) }
        })
        .collect();
    let mut pairs: BTreeMap<(usize, usize), PicturePair> = BTreeMap::new();
    let mut put = |a: usize, b: usize, kind, distance, corners| {
        let text = kept[a].text().max(kept[b].text());
        let (first, second) = (kept[a].at.min(kept[b].at), kept[a].at.max(kept[b].at));
        let pair = PicturePair { a: first, b: second, kind, distance, corners, text };
        pairs.entry((first, second)).or_insert(pair);
    };
    let index = PdqIndex::new(
        kept.iter()
            .enumerate()
            .filter(|(_, file)| file.good)
            .filter_map(|(n, file)| Some((file.keys.hash?.pdq, n as u32))),
    );
    for (n, file) in kept.iter().enumerate().filter(|(_, file)| file.good) {
        let Some(hash) = file.keys.hash else { continue };
        let near = index.within(&hash.pdq, DISTANCE).into_iter().filter(|(other, _)| *other as usize != n);
        near.take(MOST_NEAR).for_each(|(other, distance)| put(n, other as usize, PictureMatch::Near, distance, 0));
    }
    for (n, file) in kept.iter().enumerate().filter(|(_, file)| file.good) {
        let Some(features) = &file.features else { continue };
        for (way, turned) in features.turned.iter().enumerate() {
            let near = index.within(turned, TURNED).into_iter().filter(|(other, _)| *other as usize > n);
            near.take(MOST_NEAR).for_each(|(other, distance)| {
                put(n, other as usize, PictureMatch::Turned(way as u8 + 1), distance, 0);
            });
        }
    }
    for (a, b, corners) in crops(&kept, &index) {
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

impl Kept<'_> {
    fn text(&self) -> u8 {
        self.features.as_ref().map_or(0, |features| features.text)
    }
}

/// Pairs of pictures whose corners fit, with how many do. Of pictures that are almost equal one stands for all. Pictures
/// that are mostly text take no part: letters are the same in every text.
fn crops(kept: &[Kept<'_>], index: &PdqIndex) -> Vec<(usize, usize, u32)> {
    let stands = |n: usize, file: &Kept<'_>| match file.keys.hash {
        Some(hash) if file.good => index.within(&hash.pdq, ALMOST_EQUAL).iter().all(|(other, _)| *other as usize >= n),
        _ => true,
    };
    let chosen: Vec<(usize, &Features)> = kept
        .iter()
        .enumerate()
        .filter(|(n, file)| file.text() < MOSTLY_TEXT && stands(*n, file))
        .filter_map(|(n, file)| Some((n, file.features.as_ref()?)))
        .filter(|(_, features)| !features.corners.is_empty())
        .collect();
    let tables: Vec<Buckets> = (0..4).map(|word| Buckets::new(&chosen, word)).collect();
    let mut votes = vec![0u32; chosen.len()];
    let mut last = vec![(0u32, 0u32); chosen.len()];
    let mut found = Vec::new();
    for (n, (file, features)) in chosen.iter().enumerate() {
        let mut voted = Vec::new();
        for (c, corner) in features.corners.iter().enumerate() {
            for (word, table) in tables.iter().enumerate() {
                let sharing = table.of(key(corner.around[word]));
                let vote = WHOLE_VOTE / (sharing.len() as u32).max(1);
                for &other in sharing {
                    let o = other as usize;
                    // A corner votes once for a picture, and each pair is looked at once.
                    let this = (n as u32 + 1, c as u32);
                    if o >= n || last[o] == this {
                        continue;
                    }
                    last[o] = this;
                    if votes[o] == 0 {
                        voted.push(o);
                    }
                    votes[o] = votes[o].saturating_add(vote);
                }
            }
        }
        let mut likely: Vec<(u32, usize)> =
            voted.iter().map(|o| (votes[*o], *o)).filter(|(count, _)| *count >= LEAST_VOTES).collect();
        voted.iter().for_each(|o| votes[*o] = 0);
        likely.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        for (_, o) in likely.into_iter().take(MOST_HELD) {
            let (other, others) = chosen[o];
            if let Some(fit) = compared(others, features) {
                found.push((other, *file, fit.pairs));
            }
        }
    }
    found
}

fn key(word: u64) -> u32 {
    (word & ((1 << KEY_BITS) - 1)) as u32
}

/// Which pictures have a corner with certain bits.
struct Buckets {
    begins: Vec<u32>,
    pictures: Vec<u32>,
}

impl Buckets {
    fn new(chosen: &[(usize, &Features)], word: usize) -> Buckets {
        let mut begins = vec![0u32; (1 << KEY_BITS) + 1];
        let corners = || {
            chosen.iter().enumerate().flat_map(|(n, (_, features))| {
                features.corners.iter().map(move |corner| (key(corner.around[word]) as usize, n as u32))
            })
        };
        corners().for_each(|(key, _)| begins[key + 1] += 1);
        for at in 1..begins.len() {
            begins[at] += begins[at - 1];
        }
        let mut next = begins.clone();
        let mut pictures = vec![0; begins.last().map_or(0, |end| *end as usize)];
        for (key, n) in corners() {
            pictures[next[key] as usize] = n;
            next[key] += 1;
        }
        Buckets { begins, pictures }
    }

    fn of(&self, key: u32) -> &[u32] {
        let (start, end) = (self.begins[key as usize], self.begins[key as usize + 1]);
        if end - start > MOST_IN_BUCKET { &[] } else { &self.pictures[start as usize..end as usize] }
    }
}

#[cfg(test)]
#[path = "same_pictures_tests.rs"]
mod tests;
