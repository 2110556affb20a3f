//! Films that show the same, one within another, and pictures that are frames of films.
//!
//! The rules are vPDQ's (`vpdq/README.md` of Meta's ThreatExchange): frames of quality 50 or more, equal ones counted
//! once, two frames match at 31 bits or fewer, and a pair is described by the share of matched frames of each. vPDQ takes
//! the frames as a bag; here what matches must also lie in the same order at one offset, which is what a film inside a
//! longer one is, and what films that merely share a studio or a map are not. Consecutive frames that hardly differ
//! count once, or a title held for a minute would outweigh all else. Frames of one second are one moment, which is found
//! when one of them is: where the camera moves quickly, a copy has no frame of the very same instant. Frames of very many
//! films that are otherwise different (a station's title card, a map) count for none.
//!
//! Mirrored copies are found by the hash with every second bit turned round, which is that of the mirrored frame but for
//! bits near the median.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::film::{Film, FilmPairKind, Shot};
use super::near::near;
use crate::reading::{FrameHash, Pdq};

/// Of more frames than this those close to others are left out: a million and a half take some 600 MB.
const MOST_SHOTS: usize = 1_500_000;

/// Most hits of one frame that propose pairs. Of a film that was posted more often than this each copy meets the first
/// ones (in an order that follows from the frames alone) and is tied to them; not every pair of copies is listed.
pub const MOST_HITS: usize = 256;

/// Most films that one is compared with.
const MOST_PARTNERS: usize = 512;

/// A frame counts for none when it is in more groups of different films than this, and in more than one in `COMMON_PART`
/// of all groups.
const COMMON: usize = 8;
const COMMON_PART: usize = 200;

/// Two films that show the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FilmPair {
    /// Position of the one film in what was given; of two, the smaller position.
    pub a: usize,
    /// Position of the other.
    pub b: usize,
    /// Share of the moments of `a` that are in `b`, 0 to 1.
    pub share_a: f32,
    /// Share of the moments of `b` that are in `a`.
    pub share_b: f32,
    /// Distinct moments of the one with fewer of them that were found: the more, the surer.
    pub frames: usize,
    /// Whether one is the other mirrored.
    pub is_mirrored: bool,
    /// Where `a` begins in `b`, in milliseconds, negative where `b` begins in `a`; `None` where one is a picture.
    pub offset_ms: Option<i64>,
    /// How they are the same.
    pub kind: FilmPairKind,
}

/// All pairs of films that show the same, by position. Each film is the hashes of its frames in order of time; a picture
/// is one hash without a time. The same pairs come out in whatever order the films are given.
pub fn same_films(films: &[&[FrameHash]]) -> Vec<FilmPair> {
    // Work in an order that follows from the films: which of very many copies propose pairs must not depend on input.
    let mut order: Vec<usize> = (0..films.len()).collect();
    order.sort_by_cached_key(|at| films[*at].iter().map(|f| (f.at_ms, f.pdq, f.quality)).collect::<Vec<_>>());
    let mut kept: Vec<Film> = order.iter().map(|at| Film::of(films[*at])).collect();
    thin(&mut kept, MOST_SHOTS);
    let count = kept.len();
    kept.extend((0..count).map(|at| kept[at].mirrored()).collect::<Vec<_>>());
    let hashes = Hashes::of(&kept);
    let partners = partners(&kept, count, &hashes);
    let common = common(&kept[..count], &partners, &hashes);
    for (film, common) in kept.iter_mut().zip(&common) {
        film.shots.iter_mut().zip(common).for_each(|(shot, common)| shot.counts = !common);
    }
    for at in 0..count {
        kept[count + at] = kept[at].mirrored();
    }
    let pair = |one: usize, other: usize| {
        let (shared, kind) = kept[one].against(&kept[other])?;
        let timed = kept[one].timed && kept[other].timed;
        let pair = FilmPair {
            a: order[one],
            b: order[other % count],
            share_a: shared.a,
            share_b: shared.b,
            frames: shared.frames,
            is_mirrored: other >= count,
            offset_ms: timed.then_some(shared.offset_ms),
            kind,
        };
        Some(if pair.a < pair.b { pair } else { pair.turned() })
    };
    let pairs_of = |one: usize| partners[one].iter().filter_map(move |other| pair(one, *other)).collect::<Vec<_>>();
    let mut pairs: Vec<FilmPair> = (0..count).into_par_iter().flat_map_iter(pairs_of).collect();
    // What is symmetrical is like its own mirror image.
    pairs.sort_by_key(|pair| (pair.a, pair.b, pair.is_mirrored));
    pairs.dedup_by_key(|pair| (pair.a, pair.b));
    pairs
}

/// Leaves shots out that are close in time to the one before, in all films alike, until no more than so many are left.
fn thin(films: &mut [Film], most: usize) {
    let mut gap = 250;
    while films.iter().map(|film| film.shots.len()).sum::<usize>() > most && gap <= 8_000 {
        for film in &mut *films {
            let mut last = None;
            film.shots.retain(|shot| {
                let keep = last.is_none_or(|last| shot.time.from_ms - last >= gap);
                if keep {
                    last = Some(shot.time.from_ms);
                }
                keep
            });
        }
        gap *= 2;
    }
}

/// vPDQ's own measure: the shares of the frames of two films that have a frame within a distance in the other, as a bag
/// and without pruning. `None` where a film has no frame of that quality.
pub fn share(a: &[FrameHash], b: &[FrameHash], quality: u8, distance: u32) -> Option<(f32, f32)> {
    let bag = |frames: &[FrameHash]| {
        let mut bag: Vec<Pdq> = frames.iter().filter(|f| f.quality >= quality).map(|f| f.pdq).collect();
        bag.sort_unstable();
        bag.dedup();
        bag
    };
    let (a, b) = (bag(a), bag(b));
    let found = |of: &[Pdq], within: &[Pdq]| {
        let found = of.iter().filter(|one| within.iter().any(|other| one.distance(other) <= distance)).count();
        found as f32 / of.len() as f32
    };
    (!a.is_empty() && !b.is_empty()).then(|| (found(&a, &b), found(&b, &a)))
}

impl FilmPair {
    fn turned(self) -> FilmPair {
        FilmPair {
            a: self.b,
            b: self.a,
            share_a: self.share_b,
            share_b: self.share_a,
            offset_ms: self.offset_ms.map(|offset| -offset),
            ..self
        }
    }
}

/// All different hashes of shots, with which films hold each and which others are near.
struct Hashes {
    at: FxHashMap<Pdq, u32>,
    holders: Vec<Vec<u32>>,
    near: Vec<Vec<u32>>,
}

impl Hashes {
    fn of(films: &[Film]) -> Hashes {
        let mut hashes: Vec<Pdq> = Vec::new();
        let mut at: FxHashMap<Pdq, u32> = FxHashMap::default();
        let mut holders: Vec<Vec<u32>> = Vec::new();
        // In the order of the films, so that of a crowd the first films are compared.
        for (number, film) in films.iter().enumerate() {
            for shot in &film.shots {
                let place = *at.entry(shot.pdq).or_insert_with(|| {
                    hashes.push(shot.pdq);
                    holders.push(Vec::new());
                    hashes.len() as u32 - 1
                });
                let films = &mut holders[place as usize];
                if films.last() != Some(&(number as u32)) && films.len() < MOST_HITS {
                    films.push(number as u32);
                }
            }
        }
        let near = near(&hashes, MOST_HITS);
        Hashes { at, holders, near }
    }

    /// The films that hold a shot or one near it, sorted; a film may be there several times.
    fn films_with(&self, pdq: &Pdq, films: &mut Vec<u32>) {
        films.clear();
        let Some(at) = self.at.get(pdq) else { return };
        films.extend(&self.holders[*at as usize]);
        for other in &self.near[*at as usize] {
            films.extend(&self.holders[*other as usize]);
        }
        films.sort_unstable();
    }
}

/// For each film the later ones it may be the same as, mirrored ones (behind the first `count`) included: those with which
/// it shares most shots.
fn partners(films: &[Film], count: usize, hashes: &Hashes) -> Vec<Vec<usize>> {
    // Film by film, so that what is counted at a time is one film's.
    let of_one = |one: usize| {
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        let mut hit: Vec<u32> = Vec::new();
        for shot in &films[one].shots {
            hashes.films_with(&shot.pdq, &mut hit);
            hit.dedup();
            for other in hit.iter().take(MOST_HITS).filter(|other| **other as usize % count != one) {
                *counts.entry(*other).or_default() += 1;
            }
        }
        let mut found: Vec<(u32, u32)> = counts.into_iter().collect();
        // One frame in common is enough only where one of both has no more than two.
        found
            .retain(|(other, count)| *count > 1 || films[one].shots.len().min(films[*other as usize].shots.len()) <= 2);
        found.sort_unstable_by_key(|(other, count)| (std::cmp::Reverse(*count), *other));
        found.truncate(MOST_PARTNERS);
        found.into_iter().map(|(other, _)| other as usize).collect::<Vec<usize>>()
    };
    let all: Vec<Vec<usize>> = (0..count).into_par_iter().map(of_one).collect();
    let mut partners: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (one, found) in all.into_iter().enumerate() {
        for other in found {
            // Of two films one is looked at mirrored.
            let (first, second) = (one.min(other % count), one.max(other % count));
            partners[first].push(if other < count { second } else { second + count });
        }
    }
    for partners in &mut partners {
        partners.sort_unstable();
        partners.dedup();
    }
    partners
}

/// Which shots are common: in many films that are not otherwise the same.
fn common(films: &[Film], partners: &[Vec<usize>], hashes: &Hashes) -> Vec<Vec<bool>> {
    let mut groups = Groups((0..films.len()).collect());
    for (one, partners) in partners.iter().enumerate() {
        for other in partners.iter().filter(|other| **other < films.len()) {
            if groups.of(one) != groups.of(*other)
                && matches!(films[one].against(&films[*other]), Some((_, FilmPairKind::Same)))
            {
                groups.join(one, *other);
            }
        }
    }
    let group: Vec<u32> = (0..films.len()).map(|film| groups.of(film) as u32).collect();
    let mut different = group.clone();
    different.sort_unstable();
    different.dedup();
    // Never more than a shot's hits can show.
    let most = COMMON.max(different.len() / COMMON_PART).min(MOST_HITS / 4);
    let mut hit: Vec<u32> = Vec::new();
    let mut is_common = |shot: &Shot| {
        hashes.films_with(&shot.pdq, &mut hit);
        if hit.len() <= most {
            return false;
        }
        let mut groups: Vec<u32> = hit.iter().filter_map(|film| group.get(*film as usize).copied()).collect();
        groups.sort_unstable();
        groups.dedup();
        groups.len() > most
    };
    films.iter().map(|film| film.shots.iter().map(&mut is_common).collect()).collect()
}

/// Sets of films that are the same.
struct Groups(Vec<usize>);

impl Groups {
    fn of(&mut self, mut film: usize) -> usize {
        while self.0[film] != film {
            self.0[film] = self.0[self.0[film]];
            film = self.0[film];
        }
        film
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.of(one), self.of(other));
        self.0[one.max(other)] = one.min(other);
    }
}

#[cfg(test)]
#[path = "same_films_tests.rs"]
mod tests;
#[cfg(test)]
#[path = "vpdq_tests.rs"]
mod vpdq_tests;
