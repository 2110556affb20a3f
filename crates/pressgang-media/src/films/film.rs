//! A film as it is compared with others: its frames that differ, and what two films have in common.

use super::frames::HELD;
use crate::pictures::{DISTANCE, QUALITY};
use crate::reading::{FrameHash, Pdq};

/// Share of the moments of the shorter film that must be found in the longer one; vPDQ's example.
const SHARE: f32 = 0.8;

/// Frames that begin within so many milliseconds of the first are one moment.
const MOMENT_MS: i64 = 1_000;

/// How far matched frames may lie from one offset, in milliseconds: frames may be a second apart.
const SLACK_MS: i64 = 1_500;

/// Moments a film inside another must have, unless it is a still; so few distinct pictures are found by chance.
const LEAST_INSIDE: usize = 3;

/// Bits of a hash that change when the picture is mirrored: those of every second frequency across, in each byte.
const MIRRORED: u8 = 0x55;

/// How two films are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilmPairKind {
    /// Most of each is in the other.
    Same,
    /// Most of the shorter is in the longer; a picture that is a frame of a film, too.
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

/// When something is shown, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time {
    pub from_ms: i64,
    pub to_ms: i64,
}

/// Frames of a film that were one, or a picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shot {
    pub pdq: Pdq,
    pub time: Time,
    /// The number of its moment.
    pub moment: u32,
    /// Whether it counts.
    pub counts: bool,
}

/// A film as it is compared.
#[derive(Debug, Default)]
pub(super) struct Film {
    pub shots: Vec<Shot>,
    pub timed: bool,
}

/// What two films have in common.
pub(super) struct Shared {
    /// Share of the moments of the one.
    pub a: f32,
    /// Share of those of the other.
    pub b: f32,
    pub frames: usize,
    pub offset_ms: i64,
}

impl Film {
    pub fn of(frames: &[FrameHash]) -> Film {
        let mut film = Film { timed: frames.iter().any(|f| f.at_ms.is_some()), ..Film::default() };
        for frame in frames.iter().filter(|frame| frame.quality >= QUALITY) {
            let at = i64::try_from(frame.at_ms.unwrap_or(0)).unwrap_or(i64::MAX / 4);
            match film.shots.last_mut() {
                Some(last) if last.pdq.distance(&frame.pdq) <= HELD => last.time.to_ms = last.time.to_ms.max(at),
                _ => film.shots.push(Shot {
                    pdq: frame.pdq,
                    time: Time { from_ms: at, to_ms: at },
                    moment: 0,
                    counts: true,
                }),
            }
        }
        let mut began = None;
        let mut moment = 0;
        for shot in &mut film.shots {
            if began.is_some_and(|began| shot.time.from_ms - began >= MOMENT_MS) {
                moment += 1;
                began = None;
            }
            began.get_or_insert(shot.time.from_ms);
            shot.moment = moment;
        }
        film
    }

    /// The film mirrored, by the first shot of each moment: the original has all of them.
    pub fn mirrored(&self) -> Film {
        let mut film = Film { shots: self.shots.clone(), timed: self.timed };
        film.shots.dedup_by_key(|shot| shot.moment);
        film.shots.iter_mut().for_each(|shot| shot.pdq.0.iter_mut().for_each(|byte| *byte ^= MIRRORED));
        film
    }

    fn counted(&self) -> Vec<&Shot> {
        self.shots.iter().filter(|shot| shot.counts).collect()
    }

    /// How two films are the same; `None` if they are not.
    pub fn against(&self, other: &Film) -> Option<(Shared, FilmPairKind)> {
        let (a, b) = (self.counted(), other.counted());
        let mut matches = Vec::new();
        for (i, one) in a.iter().enumerate() {
            for (j, two) in b.iter().enumerate() {
                if one.pdq.distance(&two.pdq) <= DISTANCE {
                    matches.push((i, j));
                }
            }
        }
        let times = |shots: &[&Shot]| shots.iter().map(|shot| shot.time).collect::<Vec<_>>();
        let moments = |shots: &[&Shot]| shots.iter().map(|shot| shot.moment).collect::<Vec<_>>();
        let timed = self.timed && other.timed;
        let shared = shared((&times(&a), &moments(&a)), (&times(&b), &moments(&b)), &matches, timed)?;
        let (more, less) = (shared.a.max(shared.b), shared.a.min(shared.b));
        if less >= SHARE {
            return Some((shared, FilmPairKind::Same));
        }
        let shorter = distinct(moments(&a)).min(distinct(moments(&b)));
        // A still (one picture, however long it is shown) in a film is what a picture in it is.
        let enough = shorter == 1 || shared.frames >= LEAST_INSIDE;
        (more >= SHARE && enough).then_some((shared, FilmPairKind::Inside))
    }
}

fn distinct(mut moments: Vec<u32>) -> usize {
    moments.dedup();
    moments.len()
}

/// The shares of moments that match in the same order: at one offset, the one that most matches lie at. Each film is given
/// by the times of what is compared and the number of the moment each belongs to, in order.
pub(super) fn shared(
    (a, of_a): (&[Time], &[u32]),
    (b, of_b): (&[Time], &[u32]),
    matches: &[(usize, usize)],
    timed: bool,
) -> Option<Shared> {
    if matches.is_empty() {
        return None;
    }
    let mut best = None;
    for offset in if timed { offsets(a, b, matches) } else { vec![0] } {
        let fitting = matches.iter().filter(|(i, j)| !timed || fits(a[*i], b[*j], offset));
        let mut found = [Vec::new(), Vec::new()];
        for (i, j) in fitting {
            found[0].push(of_a[*i]);
            found[1].push(of_b[*j]);
        }
        found.iter_mut().for_each(|moments| moments.sort_unstable());
        let [found_a, found_b] = found.map(distinct);
        if best.is_none_or(|(a, b, _)| found_a + found_b > a + b) {
            best = Some((found_a, found_b, offset));
        }
    }
    let (found_a, found_b, offset_ms) = best?;
    Some(Shared {
        a: found_a as f32 / distinct(of_a.to_vec()) as f32,
        b: found_b as f32 / distinct(of_b.to_vec()) as f32,
        frames: found_a.min(found_b),
        offset_ms,
    })
}

/// Whether two shots lie at an offset: some moment of each, within the slack.
pub(super) fn fits(a: Time, b: Time, offset: i64) -> bool {
    b.from_ms - a.to_ms - SLACK_MS <= offset && offset <= b.to_ms - a.from_ms + SLACK_MS
}

/// The offsets that most matches speak for, best first. Shots that begin or end together say it best.
fn offsets(a: &[Time], b: &[Time], matches: &[(usize, usize)]) -> Vec<i64> {
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
