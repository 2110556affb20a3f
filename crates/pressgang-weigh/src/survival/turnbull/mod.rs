//! The share that lasts, where an end is known only to lie between two looks: the likeliest distribution (Turnbull
//! 1976), with delayed entry.
//!
//! Such a distribution puts mass only between the last time some life was seen and the next time some life was missed
//! or entered (Turnbull's innermost intervals, with entries as ends after Frydman 1994), and the data say nothing of
//! where in between. What is fitted is the cumulative hazard of each such stretch instead of its mass. Given it, a life
//! counts only for the stretches after its entry, so delayed entry needs no lives that nobody saw; a stretch in which
//! all at risk ended spoils no other; and the log-likelihood is concave, so how far a fit is from the best one can be
//! told.

mod settle;

use self::settle::{END, Problem, Settled};
use super::{HALF, SurvivalError};

pub use self::settle::{MOST_ROUNDS, TOLERANCE};

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
    /// How many rounds of Newton's method it took.
    pub rounds: u64,
    /// Whether no other fit's log-likelihood is greater by more than [`TOLERANCE`]. A fit that is not settled must not be
    /// shown.
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
        let Settled { hazards, rounds, settled } = problem(windows, &stretches).settle();
        let ends = windows.iter().map(|window| if window.missed.is_finite() { window.missed } else { window.seen });
        let last_entry = windows.iter().map(|window| window.entry).fold(from, f64::max);
        let mut fit = Fit { from, drops: Vec::new(), last: ends.fold(from, f64::max), cut: None, rounds, settled };
        let mut survival = 1.0;
        for ((after, by), hazard) in stretches.into_iter().zip(hazards) {
            if after < from || hazard <= 0.0 {
                continue;
            }
            // All ended.
            let is_end = hazard >= END;
            if is_end && last_entry >= by {
                fit.cut = Some(after);
                break;
            }
            survival = if is_end { 0.0 } else { survival * (-hazard).exp() };
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

/// The problem that windows pose: how many are known to last beyond each stretch, and in which ranges others ended.
fn problem(windows: &[Window], stretches: &[(f64, f64)]) -> Problem {
    let first_from = |time: f64| stretches.partition_point(|stretch| stretch.0 < time);
    let mut known = vec![0_i64; stretches.len() + 1];
    let mut ended: Vec<(usize, usize)> = Vec::new();
    for window in windows {
        let seen = first_from(window.seen);
        known[first_from(window.entry)] += 1;
        known[seen] -= 1;
        if window.missed.is_finite() {
            ended.push((seen, stretches.partition_point(|stretch| stretch.1 <= window.missed)));
        }
    }
    known.pop();
    let mut sum = 0;
    let known = known.into_iter().map(|change| {
        sum += change;
        sum as f64
    });
    Problem::new(known.collect(), ended)
}
