//! Films that show the same where hashes of whole frames cannot tell: cropped, with a logo or bars, and cut elsewhere.
//!
//! Of each film some stills are kept with the corners of pictures ([`crate::pictures::crops`]). Two films are the same
//! when stills fit each other at one offset in time, all moved the same way. What is seen behind somebody who talks fits
//! in every film of a studio; so stills count only as far as they differ from each other, or the camera moved.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::film::{FilmPairKind, Part, SLACK_MS, Time, fits, shared};
use super::same_films::FilmPair;
use crate::corner_index::{CornerIndex, Votes};
use crate::pictures::MOSTLY_TEXT;
use crate::pictures::crop_match::{CropMatch, compared};
use crate::pictures::crops::Features;

/// Share of a picture's corners that is kept of a still, in hundredths: there are many stills.
const CORNERS: usize = 50;
/// Stills with fewer corners are not compared.
const LEAST_CORNERS: usize = 10;
/// Stills that fit and differ from each other must be as many.
const LEAST_DISTINCT: usize = 3;
/// Share of the stills of the shorter film that must fit.
const SHARE: f32 = 0.5;
/// Moves are the same where scale and place differ by no more, as a share of each.
const MOVED: f32 = 0.12;
/// Stills of all films that are held: some 400 MB.
const MOST_STILLS: usize = 100_000;

/// The stills of a film.
#[derive(Clone, Debug, Default)]
pub struct FilmStills(Vec<FilmStill>);

#[derive(Clone, Debug)]
struct FilmStill {
    time: Time,
    features: Features,
}

/// A still as it is kept with others: `from-to:features`.
pub(crate) fn encoded(from_ms: u64, to_ms: u64, features: Features) -> String {
    format!("{from_ms}-{to_ms}:{}", features.thinned(CORNERS).encoded())
}

impl FilmStills {
    /// What [`crate::MediaReading::features`] keeps of a film, one of so many that are compared: the more films, the fewer
    /// stills of each, spread over the film. What is broken is left out.
    pub fn decoded(text: &str, films: usize) -> FilmStills {
        let still = |text: &str| {
            let (time, features) = text.split_once(':')?;
            let (from, to) = time.split_once('-')?;
            let time = Time { from_ms: from.parse().ok()?, to_ms: to.parse().ok()? };
            let features = Features::decoded(features)?;
            let usable = features.text < MOSTLY_TEXT && features.corners.len() >= LEAST_CORNERS;
            usable.then_some(FilmStill { time, features })
        };
        let parts: Vec<&str> = text.split(' ').collect();
        let most = (MOST_STILLS / films.max(1)).clamp(LEAST_DISTINCT, parts.len().max(LEAST_DISTINCT));
        let count = parts.len().min(most);
        FilmStills((0..count).filter_map(|n| still(parts[n * parts.len() / count])).collect())
    }
}

/// Two stills that fit, by their numbers in their films.
#[derive(Clone, Copy)]
struct Fit {
    a: usize,
    b: usize,
    found: CropMatch,
}

/// All pairs of films of which stills fit, by position. Of a still that very many films have only the first ones are
/// looked at, so films should come in an order of their own, such as that of their hashes. Pairs that are known already
/// are not looked at.
pub fn same_stills(films: &[FilmStills], known: &BTreeSet<(usize, usize)>) -> Vec<FilmPair> {
    let places: Vec<(usize, usize)> =
        films.iter().enumerate().flat_map(|(film, stills)| (0..stills.0.len()).map(move |n| (film, n))).collect();
    let mut first = Vec::with_capacity(films.len());
    let mut count = 0;
    for film in films {
        first.push(count);
        count += film.0.len();
    }
    let still = |at: usize| &films[places[at].0].0[places[at].1];
    let index = CornerIndex::new(places.len(), &|at| Some(still(at).features.clone()));
    let found = |votes: &mut Votes, at: usize| {
        let (film, _) = places[at];
        let likely = index.likely(&still(at).features, first[film], votes);
        let fit = |other: &usize| {
            !known.contains(&(places[*other].0, film))
                && compared(&still(*other).features, &still(at).features).is_some()
        };
        likely.into_iter().filter(fit).map(|other| (places[other], places[at])).collect::<Vec<_>>()
    };
    let found: Vec<_> = (0..places.len()).into_par_iter().map_init(|| index.votes(), found).flatten_iter().collect();
    drop(index);
    let mut by_pair: BTreeMap<(usize, usize), Vec<(usize, usize)>> = BTreeMap::new();
    for ((a, i), (b, j)) in found {
        by_pair.entry((a, b)).or_default().push((i, j));
    }
    let by_pair: Vec<_> = by_pair.into_iter().filter(|(_, fits)| fits.len() > 1).collect();
    by_pair.into_par_iter().filter_map(|((a, b), fits)| held(films, a, b, &fits)).collect()
}

/// How two films are the same, given some stills that fit; `None` if they are not.
fn held(films: &[FilmStills], a: usize, b: usize, some: &[(usize, usize)]) -> Option<FilmPair> {
    let (of_a, of_b) = (&films[a].0, &films[b].0);
    let parts = |stills: &[FilmStill]| -> Vec<Part> {
        let part = |(n, still): (usize, &FilmStill)| Part { time: still.time, moment: n as u32, slow: false };
        stills.iter().enumerate().map(part).collect()
    };
    let (parts_a, parts_b) = (parts(of_a), parts(of_b));
    let offset_ms = shared(&parts_a, &parts_b, some, Some(SLACK_MS))?.offset_ms;
    // The search proposes some; here all that lie at the offset are looked at.
    let mut all: Vec<Fit> = Vec::new();
    for (i, one) in of_a.iter().enumerate() {
        for (j, other) in of_b.iter().enumerate().filter(|(_, other)| fits(one.time, other.time, offset_ms, SLACK_MS)) {
            all.extend(compared(&one.features, &other.features).map(|found| Fit { a: i, b: j, found }));
        }
    }
    let alike = |one: &Fit| all.iter().filter(|other| !is_moved(&one.found, &other.found)).count();
    let of_most = (0..all.len()).max_by_key(|at| (alike(&all[*at]), std::cmp::Reverse(*at)))?;
    let of_most = all[of_most].found;
    all.retain(|fit| !is_moved(&fit.found, &of_most));
    let pairs: Vec<(usize, usize)> = all.iter().map(|fit| (fit.a, fit.b)).collect();
    let shared = shared(&parts_a, &parts_b, &pairs, Some(SLACK_MS))?;
    let (more, less) = (shared.a.max(shared.b), shared.a.min(shared.b));
    if more < SHARE {
        return None;
    }
    let matched = |number: fn(&Fit) -> usize| {
        let mut numbers: Vec<usize> = all.iter().map(number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    };
    let enough = differ(of_a, &matched(|fit| fit.a)) && differ(of_b, &matched(|fit| fit.b));
    enough.then_some(FilmPair {
        a,
        b,
        share_a: shared.a,
        share_b: shared.b,
        frames: shared.frames,
        is_mirrored: false,
        offset_ms: Some(shared.offset_ms),
        kind: if less >= SHARE { FilmPairKind::Same } else { FilmPairKind::Inside },
    })
}

/// Whether enough of some stills of a film differ from each other.
fn differ(stills: &[FilmStill], numbers: &[usize]) -> bool {
    let mut kept: Vec<&FilmStill> = Vec::new();
    for still in numbers.iter().map(|number| &stills[*number]) {
        let unmoved = CropMatch::unmoved();
        let is_like = |other: &&FilmStill| {
            compared(&other.features, &still.features).is_some_and(|found| !is_moved(&found, &unmoved))
        };
        if !kept.iter().any(is_like) {
            kept.push(still);
        }
        if kept.len() >= LEAST_DISTINCT {
            return true;
        }
    }
    false
}

/// Whether two moves are different ones.
fn is_moved(one: &CropMatch, other: &CropMatch) -> bool {
    let apart = |a: f32, b: f32| (a - b).abs() > MOVED;
    apart(one.scale / other.scale, 1.0) || apart(one.shift.0, other.shift.0) || apart(one.shift.1, other.shift.1)
}
