//! The share that lasts, where an end is known only to lie between two looks: the likeliest distribution (Turnbull
//! 1976), with delayed entry.
//!
//! Such a distribution puts mass only between the last time some life was seen and the next time some life was missed
//! or entered (Turnbull's innermost intervals, with entries as ends after Frydman 1994), and the data say nothing of
//! where in between. The EM algorithm runs on the hazard of each such stretch instead of on its mass: given the
//! hazards, a life counts only for the stretches after its entry, so delayed entry needs no lives that nobody saw, and
//! a stretch in which all at risk ended spoils no other.

use super::{HALF, SurvivalError};

/// A fit has settled when no share changes by more in a round.
pub const TOLERANCE: f64 = 1e-9;
/// Rounds of EM at most.
pub const MOST_ROUNDS: u64 = 20_000;
/// Steps at most, each one life in one stretch in one round: a few seconds. A fit that needs more has not settled.
pub const MOST_STEPS: u64 = 400_000_000;

/// A life of which only looks are known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// When it was first watched.
    pub entry: f64,
    /// When it was last seen, at the entry or later.
    pub seen: f64,
    /// When it was first missed; infinite if it never was. It ended after `seen` and not after this.
    pub missed: f64,
}

/// A stretch of time in which some end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drop {
    /// They end after this time.
    pub after: f64,
    /// And not after this one; when in between is not known.
    pub by: f64,
    /// The share that lasts longer than `by`.
    pub survival: f64,
}

/// The likeliest distribution, among lives that lasted until `from`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The share is 1 here.
    pub from: f64,
    /// Stretches in which the share falls, ascending.
    pub drops: Vec<Drop>,
    /// The last time that a life was seen or first missed: beyond it nothing is known.
    pub last: f64,
    /// The curve ends before this time, by which all ended while others entered later; see [`Curve`](super::Curve).
    pub cut: Option<f64>,
    /// How many rounds it took.
    pub rounds: u64,
    /// Whether it settled within [`TOLERANCE`]. A fit that did not must not be shown.
    pub settled: bool,
}

/// The first time after which at least `least` lives are known to last: where a curve can begin. None where there never
/// are so many. It is a time of entry, so no stretch lies across it.
///
/// With delayed entry few lives are watched at first; were the first one or two to end, the whole curve would rest on
/// them. It is therefore begun later and says so.
pub fn start(windows: &[Window], least: u64) -> Option<f64> {
    // A life that was seen only at its entry is not known to last beyond it.
    let mut changes: Vec<(f64, i64)> = Vec::with_capacity(2 * windows.len());
    for window in windows.iter().filter(|window| window.entry < window.seen) {
        changes.extend([(window.entry, 1), (window.seen, -1)]);
    }
    changes.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let (mut watched, least) = (0_i64, i64::try_from(least.max(1)).unwrap_or(i64::MAX));
    for (at, (time, change)) in changes.iter().enumerate() {
        watched += change;
        let is_last = changes.get(at + 1).is_none_or(|next| next.0 != *time);
        if is_last && watched >= least {
            return Some(*time);
        }
    }
    None
}

/// Lives that are alike, as ranges of stretches.
#[derive(Clone, Copy, Debug)]
struct Group {
    lives: f64,
    /// The first stretch after the entry.
    entry: usize,
    /// The first stretch after it was last seen.
    seen: usize,
    /// One past the last stretch it can have ended in; equal to `seen` where it was never missed.
    missed: usize,
}

impl Fit {
    /// Fits lives in any order, from a time on, which must be one of entry (see [`start`]) or before all of them.
    ///
    /// # Errors
    /// A time that is no number, an end before the life was last seen.
    pub fn new(windows: &[Window], from: f64) -> Result<Fit, SurvivalError> {
        for window in windows {
            let Window { entry, seen, missed } = *window;
            if !entry.is_finite() || !seen.is_finite() || missed.is_nan() {
                return Err(SurvivalError::NotANumber);
            }
            if entry > seen || seen >= missed {
                return Err(SurvivalError::Unwatched { entry, exit: f64::min(seen, missed) });
            }
        }
        let stretches = stretches(windows);
        let groups = groups(windows, &stretches);
        let (hazards, rounds, settled) = settle(&groups, stretches.len());
        let ends = windows.iter().map(|window| if window.missed.is_finite() { window.missed } else { window.seen });
        let last_entry = windows.iter().map(|window| window.entry).fold(from, f64::max);
        let mut fit = Fit { from, drops: Vec::new(), last: ends.fold(from, f64::max), cut: None, rounds, settled };
        let mut survival = 1.0;
        for ((after, by), hazard) in stretches.into_iter().zip(hazards) {
            if after < from || hazard <= TOLERANCE {
                continue;
            }
            if 1.0 - hazard <= TOLERANCE && last_entry >= by {
                fit.cut = Some(after);
                break;
            }
            survival *= 1.0 - hazard;
            fit.drops.push(Drop { after, by, survival });
        }
        Ok(fit)
    }

    /// The stretch in which half have ended; none where the share stays above a half.
    pub fn median(&self) -> Option<(f64, f64)> {
        self.drops.iter().find(|drop| drop.survival <= HALF).map(|drop| (drop.after, drop.by))
    }
}

/// Where mass can lie: from a time some life was last seen to the next time some life was missed or entered.
fn stretches(windows: &[Window]) -> Vec<(f64, f64)> {
    // At one time ends come before beginnings: a life last seen then ended later.
    let mut marks: Vec<(f64, bool)> = Vec::with_capacity(3 * windows.len());
    for window in windows {
        marks.extend([(window.entry, false), (window.seen, true)]);
        if window.missed.is_finite() {
            marks.push((window.missed, false));
        }
    }
    marks.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    marks.windows(2).filter(|pair| pair[0].1 && !pair[1].1).map(|pair| (pair[0].0, pair[1].0)).collect()
}

fn groups(windows: &[Window], stretches: &[(f64, f64)]) -> Vec<Group> {
    let mut sorted = windows.to_vec();
    sorted.sort_unstable_by(|a, b| {
        a.entry.total_cmp(&b.entry).then(a.seen.total_cmp(&b.seen)).then(a.missed.total_cmp(&b.missed))
    });
    let first_from = |time: f64| stretches.partition_point(|stretch| stretch.0 < time);
    let mut groups: Vec<Group> = Vec::new();
    for window in sorted {
        let seen = first_from(window.seen);
        let missed = match window.missed.is_finite() {
            true => stretches.partition_point(|stretch| stretch.1 <= window.missed),
            false => seen,
        };
        let entry = first_from(window.entry);
        match groups.last_mut() {
            Some(last) if (last.entry, last.seen, last.missed) == (entry, seen, missed) => last.lives += 1.0,
            _ => groups.push(Group { lives: 1.0, entry, seen, missed }),
        }
    }
    groups
}

/// The hazards that make the windows likeliest, how many rounds that took and whether they settled.
fn settle(groups: &[Group], stretches: usize) -> (Vec<f64>, u64, bool) {
    // Lives known to last beyond a stretch, from when they entered to when they were last seen.
    let mut known = vec![0.0; stretches + 1];
    for group in groups {
        known[group.entry] += group.lives;
        known[group.seen] -= group.lives;
    }
    let mut sum = 0.0;
    for count in &mut known {
        sum += *count;
        *count = sum;
    }
    let ended: Vec<&Group> = groups.iter().filter(|group| group.missed > group.seen).collect();
    let width: u64 = ended.iter().map(|group| (group.missed - group.seen) as u64).sum();
    let rounds = MOST_ROUNDS.min(MOST_STEPS / (width + stretches as u64).max(1));
    let mut hazards = vec![0.5; stretches];
    let (mut ends, mut at_risk) = (vec![0.0; stretches], vec![0.0; stretches]);
    let mut shares = vec![1.0; stretches];
    for round in 1..=rounds {
        ends.fill(0.0);
        at_risk.copy_from_slice(&known[..stretches]);
        for group in &ended {
            spread(group, &hazards, &mut ends, &mut at_risk);
        }
        let (mut survival, mut change) = (1.0, 0.0_f64);
        for at in 0..stretches {
            hazards[at] = if ends[at] > 0.0 { f64::min(ends[at] / at_risk[at], 1.0) } else { 0.0 };
            // A hazard matters also where nothing of the whole curve is left.
            survival = if survival > TOLERANCE { survival } else { 1.0 };
            survival *= 1.0 - hazards[at];
            change = change.max((survival - shares[at]).abs());
            shares[at] = survival;
        }
        if change <= TOLERANCE {
            return (hazards, round, true);
        }
    }
    (hazards, rounds, stretches == 0 || ended.is_empty())
}

/// Spreads the ends of a group over the stretches they can lie in, by the hazards, and counts who is at risk in each.
fn spread(group: &Group, hazards: &[f64], ends: &mut [f64], at_risk: &mut [f64]) {
    let range = group.seen..group.missed;
    let mut lasts = 1.0;
    for hazard in &hazards[range.clone()] {
        lasts *= 1.0 - hazard;
    }
    // That it ended in one of them at all.
    let all = 1.0 - lasts;
    if all <= 0.0 {
        return;
    }
    let mut lasts = 1.0;
    let mut left = group.lives;
    for at in range {
        let here = group.lives * hazards[at] * lasts / all;
        lasts *= 1.0 - hazards[at];
        at_risk[at] += left.max(here);
        ends[at] += here;
        left -= here;
    }
}
