//! A film as it is compared with others: its frames that differ, and what two films have in common.

use super::frames::HELD;
use crate::pictures::{DISTANCE, QUALITY};
use crate::reading::{FrameHash, Pdq};

/// Share of the moments of the shorter film that must be found in the longer one; vPDQ's example.
const SHARE: f32 = 0.8;

/// Frames that begin within so many milliseconds of the first are one moment.
const MOMENT_MS: i64 = 1_000;

/// How far matched frames may lie from one offset, in milliseconds, where frames are a second apart.
pub(super) const SLACK_MS: i64 = 1_500;

/// The same where frames are eight a second: otherwise somebody who talks is at the same place at some time.
const CLOSE_MS: i64 = 250;

/// Frames closer to each other than this are of a film that was hashed eight times a second.
const DENSE_MS: i64 = 250;

/// A shot within so many bits of the one before or behind is slow: whatever the moment a copy is taken at, it has a frame
/// near it.
const SLOW: u32 = 20;

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
    /// Whether little changes around it.
    pub slow: bool,
}

/// A film as it is compared.
#[derive(Debug, Default)]
pub(super) struct Film {
    pub shots: Vec<Shot>,
    pub timed: bool,
    /// Whether it was hashed eight times a second.
    dense: bool,
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
        film.dense = frames.windows(2).any(|pair| match (pair[0].at_ms, pair[1].at_ms) {
            (Some(a), Some(b)) => i64::try_from(b.saturating_sub(a)).is_ok_and(|gap| gap < DENSE_MS),
            _ => false,
        });
        for frame in frames.iter().filter(|frame| frame.quality >= QUALITY) {
            let at = i64::try_from(frame.at_ms.unwrap_or(0)).unwrap_or(i64::MAX / 4);
            match film.shots.last_mut() {
                Some(last) if last.pdq.distance(&frame.pdq) <= HELD => last.time.to_ms = last.time.to_ms.max(at),
                _ => film.shots.push(Shot {
                    pdq: frame.pdq,
                    time: Time { from_ms: at, to_ms: at },
                    moment: 0,
                    counts: true,
                    slow: false,
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
        for at in 1..film.shots.len() {
            if film.dense && film.shots[at - 1].pdq.distance(&film.shots[at].pdq) <= SLOW {
                film.shots[at - 1].slow = true;
                film.shots[at].slow = true;
            }
        }
        film
    }

    /// The film mirrored, by the first shot of each moment: the original has all of them.
    pub fn mirrored(&self) -> Film {
        let mut film = Film { shots: self.shots.clone(), timed: self.timed, dense: self.dense };
        film.shots.dedup_by_key(|shot| shot.moment);
        for shot in &mut film.shots {
            shot.slow = false;
            shot.pdq.0.iter_mut().for_each(|byte| *byte ^= MIRRORED);
        }
        film
    }

    /// Whether it has far fewer shots in a moment than another.
    fn is_thinner(&self, other: &Film) -> bool {
        let many = |film: &Film| film.shots.windows(2).any(|pair| pair[0].moment == pair[1].moment);
        many(other) && !many(self)
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
        let moments = |shots: &[&Shot]| shots.iter().map(|shot| shot.moment).collect::<Vec<_>>();
        // A mirrored film is given by one shot a second, near which most shots of the other are not.
        let whole = self.dense && other.dense && !self.is_thinner(other) && !other.is_thinner(self);
        let parts = |shots: &[&Shot]| -> Vec<Part> {
            shots.iter().map(|s| Part { time: s.time, moment: s.moment, slow: whole && s.slow }).collect()
        };
        let slack = match (self.timed && other.timed, self.dense && other.dense) {
            (false, _) => None,
            (true, false) => Some(SLACK_MS),
            (true, true) => Some(CLOSE_MS),
        };
        let shared = shared(&parts(&a), &parts(&b), &matches, slack)?;
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

/// A part of a film as it is placed in time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub time: Time,
    /// The number of its moment; parts are in the order of these.
    pub moment: u32,
    /// Whether it would be found in any copy, so that its absence speaks against one.
    pub slow: bool,
}

/// The shares of moments that match in the same order: at one offset (within a slack, `None` where there is no time), the
/// one that most matches lie at. A moment is found when one of its parts is, and no more slow ones are missing than found.
pub(super) fn shared(a: &[Part], b: &[Part], matches: &[(usize, usize)], slack: Option<i64>) -> Option<Shared> {
    if matches.is_empty() {
        return None;
    }
    let mut best = None;
    for offset in slack.map_or(vec![0], |slack| offsets(a, b, matches, slack)) {
        let (mut in_a, mut in_b) = (vec![false; a.len()], vec![false; b.len()]);
        for (i, j) in matches {
            if slack.is_none_or(|slack| fits(a[*i].time, b[*j].time, offset, slack)) {
                in_a[*i] = true;
                in_b[*j] = true;
            }
        }
        let (found_a, found_b) = (moments_found(a, &in_a), moments_found(b, &in_b));
        if best.is_none_or(|(a, b, _)| found_a + found_b > a + b) {
            best = Some((found_a, found_b, offset));
        }
    }
    let (found_a, found_b, offset_ms) = best?;
    let all = |parts: &[Part]| distinct(parts.iter().map(|part| part.moment).collect()) as f32;
    Some(Shared { a: found_a as f32 / all(a), b: found_b as f32 / all(b), frames: found_a.min(found_b), offset_ms })
}

fn moments_found(parts: &[Part], found: &[bool]) -> usize {
    let both: Vec<(&Part, bool)> = parts.iter().zip(found.iter().copied()).collect();
    let is_found = |moment: &&[(&Part, bool)]| {
        let found = moment.iter().filter(|(_, found)| *found).count();
        let missing = moment.iter().filter(|(part, found)| part.slow && !found).count();
        found > 0 && found >= missing
    };
    both.chunk_by(|(one, _), (other, _)| one.moment == other.moment).filter(is_found).count()
}

/// Whether two shots lie at an offset: some moment of each, within the slack.
pub(super) fn fits(a: Time, b: Time, offset: i64, slack: i64) -> bool {
    b.from_ms - a.to_ms - slack <= offset && offset <= b.to_ms - a.from_ms + slack
}

/// The offsets that most matches speak for, best first. Shots that begin or end together say it best.
fn offsets(a: &[Part], b: &[Part], matches: &[(usize, usize)], slack: i64) -> Vec<i64> {
    const MOST: usize = 5;
    let mut votes: Vec<i64> = Vec::with_capacity(matches.len() * 2);
    for (i, j) in matches {
        let (a, b) = (a[*i].time, b[*j].time);
        votes.extend([b.from_ms - a.from_ms, b.to_ms - a.to_ms]);
    }
    votes.sort_unstable();
    // How many votes lie within half the slack around each, by two pointers.
    let reach = slack / 2;
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
