//! Films that show the same, one within another, and pictures that are frames of films.
//!
//! The rules are vPDQ's (`vpdq/README.md` of Meta's ThreatExchange): frames of quality 50 or more, equal ones counted
//! once, two frames match at 31 bits or fewer, and a pair is described by the share of matched frames of each. vPDQ takes
//! the frames as a bag; here what matches must also lie in the same order at one offset, which is what a film inside a
//! longer one is, and what films that merely share a studio or a map are not. Consecutive frames that hardly differ
//! count once, or a title held for a minute would outweigh all else. Frames of very many films that are otherwise
//! different (a station's title card, a map) count for none.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::near::near;
use crate::pictures::{DISTANCE, QUALITY};
use crate::reading::{FrameHash, Pdq};

/// Share of the frames of the shorter film that must be found in the longer one; vPDQ's example.
const SHARE: f32 = 0.8;

/// Consecutive frames that differ in at most so many bits are one.
const HELD: u32 = 10;

/// How far matched frames may lie from one offset, in milliseconds: frames are a second apart.
const SLACK_MS: i64 = 1_500;

/// Most hits of one frame that propose pairs. Of a film that was posted more often than this each copy meets the first
/// ones (in an order that follows from the frames alone) and is tied to them; not every pair of copies is listed.
pub const MOST_HITS: usize = 256;

/// Most films that one is compared with.
const MOST_PARTNERS: usize = 512;

/// A frame counts for none when it is in more groups of different films than this, and in more than one in `COMMON_PART`
/// of all groups.
const COMMON: usize = 8;
const COMMON_PART: usize = 200;

/// Frames a film inside another must have, unless it is a still; so few distinct pictures are found by chance.
const LEAST_INSIDE: usize = 3;

/// How two films are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilmPairKind {
    /// Most frames of each are in the other.
    Same,
    /// Most frames of the shorter are in the longer; a picture that is a frame of a film, too.
    Inside,
}

impl FilmPairKind {
    /// The word used in tables and output.
    pub fn as_str(self) -> &'static str {
        match self {
            FilmPairKind::Same => "same",
            FilmPairKind::Inside => "inside",
        }
    }
}

/// Two films that show the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FilmPair {
    /// Position of the one film in what was given; of two, the smaller position.
    pub a: usize,
    /// Position of the other.
    pub b: usize,
    /// Share of the frames of `a` that are in `b`, 0 to 1.
    pub share_a: f32,
    /// Share of the frames of `b` that are in `a`.
    pub share_b: f32,
    /// Distinct frames of the one with fewer of them that were found: the more, the surer.
    pub frames: usize,
    /// Where `a` begins in `b`, in milliseconds, negative where `b` begins in `a`; `None` where one is a picture.
    pub offset_ms: Option<i64>,
    /// How they are the same.
    pub kind: FilmPairKind,
}

/// Frames of a film that were one, or a picture.
#[derive(Clone, Copy, Debug)]
struct Shot {
    pdq: Pdq,
    from_ms: i64,
    to_ms: i64,
}

/// A film as it is compared.
#[derive(Debug, Default)]
struct Film {
    shots: Vec<Shot>,
    timed: bool,
    /// Which shots count.
    counts: Vec<bool>,
}

/// What two films have in common.
struct Shared {
    a: f32,
    b: f32,
    frames: usize,
    offset_ms: i64,
}

/// All pairs of films that show the same, by position. Each film is the hashes of its frames in order of time; a picture
/// is one hash without a time. The same pairs come out in whatever order the films are given.
pub fn same_films(films: &[&[FrameHash]]) -> Vec<FilmPair> {
    // Work in an order that follows from the films: which of very many copies propose pairs must not depend on input.
    let mut order: Vec<usize> = (0..films.len()).collect();
    order.sort_by_cached_key(|at| films[*at].iter().map(|f| (f.at_ms, f.pdq, f.quality)).collect::<Vec<_>>());
    let mut kept: Vec<Film> = order.iter().map(|at| Film::of(films[*at])).collect();
    let hashes = Hashes::of(&kept);
    let partners = partners(&kept, &hashes);
    let common = common(&kept, &partners, &hashes);
    for (film, common) in kept.iter_mut().zip(&common) {
        film.counts = common.iter().map(|common| !common).collect();
    }
    let pair = |one: usize, other: usize| {
        let (shared, kind) = kept[one].against(&kept[other])?;
        let timed = kept[one].timed && kept[other].timed;
        let pair = FilmPair {
            a: order[one],
            b: order[other],
            share_a: shared.a,
            share_b: shared.b,
            frames: shared.frames,
            offset_ms: timed.then_some(shared.offset_ms),
            kind,
        };
        Some(if pair.a < pair.b { pair } else { pair.turned() })
    };
    let pairs_of = |one: usize| partners[one].iter().filter_map(move |other| pair(one, *other)).collect::<Vec<_>>();
    let mut pairs: Vec<FilmPair> = (0..kept.len()).into_par_iter().flat_map_iter(pairs_of).collect();
    pairs.sort_by_key(|pair| (pair.a, pair.b));
    pairs
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

impl Film {
    fn of(frames: &[FrameHash]) -> Film {
        let mut film = Film { timed: frames.iter().any(|f| f.at_ms.is_some()), ..Film::default() };
        for frame in frames.iter().filter(|frame| frame.quality >= QUALITY) {
            let at = i64::try_from(frame.at_ms.unwrap_or(0)).unwrap_or(i64::MAX / 4);
            match film.shots.last_mut() {
                Some(last) if last.pdq.distance(&frame.pdq) <= HELD => last.to_ms = last.to_ms.max(at),
                _ => film.shots.push(Shot { pdq: frame.pdq, from_ms: at, to_ms: at }),
            }
        }
        film.counts = vec![true; film.shots.len()];
        film
    }

    fn counted(&self) -> impl Iterator<Item = &Shot> {
        self.shots.iter().zip(&self.counts).filter(|(_, counts)| **counts).map(|(shot, _)| shot)
    }

    /// How two films are the same; `None` if they are not.
    fn against(&self, other: &Film) -> Option<(Shared, FilmPairKind)> {
        let shared = self.shared(other)?;
        let (more, less) = (shared.a.max(shared.b), shared.a.min(shared.b));
        if less >= SHARE {
            return Some((shared, FilmPairKind::Same));
        }
        let shorter = self.counted().count().min(other.counted().count());
        // A still (one picture, however long it is shown) in a film is what a picture in it is.
        let enough = shorter == 1 || shared.frames >= LEAST_INSIDE;
        (more >= SHARE && enough).then_some((shared, FilmPairKind::Inside))
    }

    /// The shares of shots that match in the same order: at one offset, the one that most matches lie at.
    fn shared(&self, other: &Film) -> Option<Shared> {
        let a: Vec<&Shot> = self.counted().collect();
        let b: Vec<&Shot> = other.counted().collect();
        let mut matches = Vec::new();
        for (i, one) in a.iter().enumerate() {
            for (j, two) in b.iter().enumerate() {
                if one.pdq.distance(&two.pdq) <= DISTANCE {
                    matches.push((i, j));
                }
            }
        }
        if matches.is_empty() {
            return None;
        }
        let timed = self.timed && other.timed;
        let mut best = None;
        for offset in if timed { offsets(&a, &b, &matches) } else { vec![0] } {
            let (mut in_a, mut in_b) = (vec![false; a.len()], vec![false; b.len()]);
            for (i, j) in &matches {
                if !timed || fits(a[*i], b[*j], offset) {
                    in_a[*i] = true;
                    in_b[*j] = true;
                }
            }
            let count = |which: &[bool]| which.iter().filter(|there| **there).count();
            let (found_a, found_b) = (count(&in_a), count(&in_b));
            if best.is_none_or(|(a, b, _)| found_a + found_b > a + b) {
                best = Some((found_a, found_b, offset));
            }
        }
        let (found_a, found_b, offset_ms) = best?;
        Some(Shared {
            a: found_a as f32 / a.len() as f32,
            b: found_b as f32 / b.len() as f32,
            frames: found_a.min(found_b),
            offset_ms,
        })
    }
}

/// Whether two shots lie at an offset: some moment of each, within the slack.
fn fits(a: &Shot, b: &Shot, offset: i64) -> bool {
    b.from_ms - a.to_ms - SLACK_MS <= offset && offset <= b.to_ms - a.from_ms + SLACK_MS
}

/// The offsets that most matches speak for, best first. Shots that begin or end together say it best.
fn offsets(a: &[&Shot], b: &[&Shot], matches: &[(usize, usize)]) -> Vec<i64> {
    const MOST: usize = 5;
    let mut votes: Vec<i64> = Vec::with_capacity(matches.len() * 2);
    for (i, j) in matches {
        votes.push(b[*j].from_ms - a[*i].from_ms);
        votes.push(b[*j].to_ms - a[*i].to_ms);
    }
    votes.sort_unstable();
    // How many votes lie within half the slack around each, by two pointers.
    let reach = SLACK_MS / 2;
    let (mut low, mut high) = (0, 0);
    let mut weighed: Vec<(usize, i64)> = Vec::with_capacity(votes.len());
    for vote in &votes {
        while votes[low] < vote - reach {
            low += 1;
        }
        while high < votes.len() && votes[high] <= vote + reach {
            high += 1;
        }
        if weighed.last().is_none_or(|(_, last)| last != vote) {
            weighed.push((high - low, *vote));
        }
    }
    weighed.sort_by_key(|(count, vote)| (std::cmp::Reverse(*count), vote.abs(), *vote));
    let mut chosen: Vec<i64> = Vec::new();
    for (_, vote) in weighed {
        if chosen.iter().all(|other| (other - vote).abs() > reach) {
            chosen.push(vote);
        }
        if chosen.len() == MOST {
            break;
        }
    }
    chosen
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

/// For each film the later ones it may be the same as: those with which it shares most shots.
fn partners(films: &[Film], hashes: &Hashes) -> Vec<Vec<usize>> {
    // Film by film, so that what is counted at a time is one film's.
    let of_one = |one: usize| {
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        let mut hit: Vec<u32> = Vec::new();
        for shot in &films[one].shots {
            hashes.films_with(&shot.pdq, &mut hit);
            hit.dedup();
            for other in hit.iter().take(MOST_HITS).filter(|other| **other as usize != one) {
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
    let all: Vec<Vec<usize>> = (0..films.len()).into_par_iter().map(of_one).collect();
    let mut partners: Vec<Vec<usize>> = vec![Vec::new(); films.len()];
    for (one, found) in all.into_iter().enumerate() {
        for other in found {
            partners[one.min(other)].push(one.max(other));
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
        for other in partners {
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
        let mut groups: Vec<u32> = hit.iter().map(|film| group[*film as usize]).collect();
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
