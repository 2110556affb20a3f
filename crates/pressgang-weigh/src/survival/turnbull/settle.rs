//! Finding the hazards: a concave problem with bounds, by Newton's method on what is not at its bound.
//!
//! With hazards h, one a stretch, c lives known to last beyond each, and w lives that ended somewhere in a range of
//! stretches whose hazards sum to X, the log-likelihood is -Σ c h + Σ w ln(1 - exp(-X)), to be made greatest over h >= 0.
//! Its slope in h is -c + Σ w u over the ranges around, with u = 1 / (exp(X) - 1). As it is concave, no fit is better than
//! this one by more than Σ slope (best - h); and in the best fit Σ c h = Σ w X u <= Σ w, so that is at most
//! Σ w max(slope / c) - Σ slope h, which needs no knowledge of the best fit.
//!
//! All sums over ranges run over sums from the first stretch on, so a round costs as much as there are ranges and
//! stretches, however wide the ranges are.

/// How much greater the greatest log-likelihood may be than that of a fit that settled. One in a million moves a share
/// by about a thousandth of its standard error at most.
pub const TOLERANCE: f64 = 1e-6;
/// Rounds of Newton's method at most; tens are usual.
pub const MOST_ROUNDS: u64 = 500;
/// Rounds of EM that come before: they need no good beginning.
const WARM_UP: usize = 30;
/// Steps of the conjugate gradients in a round at most.
const MOST_INNER: usize = 250;
/// A cumulative hazard that nothing lasts through: e^-40 is beyond what a double holds beside 1.
pub(super) const END: f64 = 40.0;
/// What rounding leaves of a log-likelihood, relative to it.
const ROUNDING: f64 = 1e-13;
/// A hazard this small is at its bound, if the slope leads there.
const SMALL: f64 = 1e-8;

/// Lives as counts.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    /// For each stretch, how many are known to last beyond it.
    known: Vec<f64>,
    /// First stretch, one past the last, and how many ended somewhere in them. Each range once, ascending.
    ended: Vec<(usize, usize, f64)>,
}

/// The fitted hazards.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    /// The cumulative hazard of each stretch, from 0 to [`END`].
    pub hazards: Vec<f64>,
    pub rounds: u64,
    pub settled: bool,
}

/// A sum with its rounding (Knuth's two-sum).
#[derive(Clone, Copy, Debug, Default)]
struct Exact {
    high: f64,
    low: f64,
}

impl Exact {
    fn add(&mut self, value: f64) {
        let sum = self.high + value;
        let part = sum - self.high;
        self.low += (self.high - (sum - part)) + (value - part);
        self.high = sum;
    }
}

impl Problem {
    pub(super) fn new(known: Vec<f64>, mut ranges: Vec<(usize, usize)>) -> Problem {
        ranges.sort_unstable();
        let mut ended: Vec<(usize, usize, f64)> = Vec::new();
        for (first, end) in ranges {
            match ended.last_mut() {
                Some(last) if (last.0, last.1) == (first, end) => last.2 += 1.0,
                _ => ended.push((first, end, 1.0)),
            }
        }
        Problem { known, ended }
    }

    pub(super) fn settle(&self) -> Settled {
        // Where nobody is known to last, ending costs nothing; where nobody ended, it gains nothing.
        let around = self.over_stretches(|_| 1.0);
        let start = |(known, around): (&f64, &f64)| match (*known > 0.0, *around > 0.0) {
            (_, false) => 0.0,
            (true, true) => 0.1,
            (false, true) => END,
        };
        let mut hazards: Vec<f64> = self.known.iter().zip(&around).map(start).collect();
        let is_fixed: Vec<bool> = hazards.iter().map(|hazard| *hazard != 0.1).collect();
        for _ in 0..WARM_UP {
            self.expect(&mut hazards, &is_fixed, &around);
        }
        let (mut damping, mut best) = (1e-3, self.likelihood(&hazards));
        for round in 1..=MOST_ROUNDS {
            let sums = self.range_sums(&hazards);
            let slopes = self.slopes(&sums);
            let gap = self.gap(&hazards, &slopes, &is_fixed);
            if gap <= TOLERANCE {
                return Settled { hazards, rounds: round, settled: true };
            }
            let step = self.step(&hazards, &slopes, &sums, &is_fixed, damping);
            let mut length = 1.0;
            let mut moved = None;
            while length > 1e-12 {
                let next: Vec<f64> = hazards
                    .iter()
                    .zip(&step)
                    .map(|(hazard, step)| if *step == 0.0 { *hazard } else { (hazard + length * step).clamp(0.0, END) })
                    .collect();
                let likelihood = self.likelihood(&next);
                // Near the end gains are smaller than the rounding of the likelihood; what is left to gain shows them.
                let is_alike = (likelihood - best).abs() <= ROUNDING * best.abs();
                let is_nearer = || self.gap(&next, &self.slopes(&self.range_sums(&next)), &is_fixed) < gap;
                if likelihood > best + ROUNDING * best.abs() || (is_alike && is_nearer()) {
                    moved = Some((next, likelihood));
                    break;
                }
                length /= 4.0;
            }
            let Some((next, likelihood)) = moved else {
                if damping >= 1e3 {
                    return Settled { hazards, rounds: round, settled: false };
                }
                damping *= 100.0;
                continue;
            };
            (hazards, best) = (next, likelihood);
            damping = if length == 1.0 { f64::max(damping / 10.0, 1e-9) } else { f64::min(damping * 10.0, 1e3) };
        }
        Settled { hazards, rounds: MOST_ROUNDS, settled: false }
    }

    /// The sum of the hazards of each range.
    fn range_sums(&self, hazards: &[f64]) -> Vec<f64> {
        let mut until = Vec::with_capacity(hazards.len() + 1);
        let mut sum = 0.0;
        until.push(sum);
        for hazard in hazards {
            sum += hazard;
            until.push(sum);
        }
        self.ended.iter().map(|(first, end, _)| until[*end] - until[*first]).collect()
    }

    /// For each stretch, the sum of something times the lives of the ranges around it.
    fn over_stretches(&self, of_range: impl Fn(usize) -> f64) -> Vec<f64> {
        // What is added where a range begins is taken off where it ends. Large values would leave their rounding behind,
        // so the sums are kept in two parts.
        let mut sums = vec![Exact::default(); self.known.len() + 1];
        for (at, (first, end, lives)) in self.ended.iter().enumerate() {
            let value = lives * of_range(at);
            sums[*first].add(value);
            sums[*end].add(-value);
        }
        sums.pop();
        let mut sum = Exact::default();
        let added = sums.into_iter().map(|part| {
            sum.add(part.high);
            sum.add(part.low);
            sum.high + sum.low
        });
        added.collect()
    }

    fn likelihood(&self, hazards: &[f64]) -> f64 {
        // Stretches at the end cost nothing, so infinity times nothing does not arise.
        let lasted: f64 = self.known.iter().zip(hazards).map(|(known, hazard)| known * hazard).sum();
        let sums = self.range_sums(hazards);
        let ended = self.ended.iter().zip(sums).map(|((_, _, lives), sum)| lives * (-(-sum).exp_m1()).ln());
        let likelihood = ended.sum::<f64>() - lasted;
        if likelihood.is_finite() { likelihood } else { f64::NEG_INFINITY }
    }

    fn slopes(&self, sums: &[f64]) -> Vec<f64> {
        let gains = self.over_stretches(|range| 1.0 / sums[range].exp_m1());
        gains.iter().zip(&self.known).map(|(gain, known)| gain - known).collect()
    }

    /// How much greater the log-likelihood of the best fit can be.
    fn gap(&self, hazards: &[f64], slopes: &[f64], is_fixed: &[bool]) -> f64 {
        let all: f64 = self.ended.iter().map(|range| range.2).sum();
        let (mut steepest, mut along) = (0.0_f64, 0.0);
        for at in (0..hazards.len()).filter(|at| !is_fixed[*at]) {
            steepest = steepest.max(slopes[at] / self.known[at]);
            along += slopes[at] * hazards[at];
        }
        let gap = all * steepest - along;
        if gap.is_nan() { f64::INFINITY } else { gap }
    }

    /// A round of EM on the numbers of ends, were they Poisson numbers of which only "none" or "some" is known.
    fn expect(&self, hazards: &mut [f64], is_fixed: &[bool], around: &[f64]) {
        let sums = self.range_sums(hazards);
        let some = self.over_stretches(|range| -1.0 / (-sums[range]).exp_m1());
        for at in (0..hazards.len()).filter(|at| !is_fixed[*at]) {
            let next = hazards[at] * some[at] / (self.known[at] + around[at]);
            hazards[at] = if next.is_finite() { next.clamp(0.0, END) } else { hazards[at] };
        }
    }

    /// The step of Newton's method on the hazards that are free: above their bound, or drawn away from it. The others go
    /// to their bound. The equations are solved by conjugate gradients; `damping` times their diagonal is added, which
    /// keeps directions short along which the likelihood does not bend.
    fn step(&self, hazards: &[f64], slopes: &[f64], sums: &[f64], is_fixed: &[bool], damping: f64) -> Vec<f64> {
        let count = hazards.len();
        let bends: Vec<f64> = sums
            .iter()
            .map(|sum| {
                let u = 1.0 / sum.exp_m1();
                u * (1.0 + u)
            })
            .collect();
        let diagonal = self.over_stretches(|range| bends[range]);
        let is_free: Vec<bool> =
            (0..count).map(|at| !is_fixed[at] && (hazards[at] > SMALL || slopes[at] > 0.0)).collect();
        let mut step: Vec<f64> =
            (0..count).map(|at| if is_fixed[at] || is_free[at] { 0.0 } else { -hazards[at] }).collect();
        let scale: Vec<f64> = diagonal.iter().map(|d| (1.0 + damping) * d.max(f64::MIN_POSITIVE)).collect();
        let apply = |direction: &[f64]| -> Vec<f64> {
            let along = self.range_sums(direction);
            let mut out = self.over_stretches(|range| bends[range] * along[range]);
            for at in 0..count {
                out[at] = if is_free[at] { out[at] + damping * diagonal[at] * direction[at] } else { 0.0 };
            }
            out
        };
        let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
        let mut solution = vec![0.0; count];
        let mut rest: Vec<f64> = (0..count).map(|at| if is_free[at] { slopes[at] } else { 0.0 }).collect();
        let eased = |rest: &[f64]| -> Vec<f64> { rest.iter().zip(&scale).map(|(rest, scale)| rest / scale).collect() };
        let mut direction = eased(&rest);
        let mut size = dot(&rest, &direction);
        let enough = 1e-8 * size;
        for _ in 0..MOST_INNER.min(2 * count) {
            if size <= enough || size <= 0.0 {
                break;
            }
            let applied = apply(&direction);
            let bend = dot(&direction, &applied);
            if bend <= 0.0 {
                break;
            }
            let length = size / bend;
            for at in 0..count {
                solution[at] += length * direction[at];
                rest[at] -= length * applied[at];
            }
            let easy = eased(&rest);
            let next = dot(&rest, &easy);
            let kept = next / size;
            for at in 0..count {
                direction[at] = easy[at] + kept * direction[at];
            }
            size = next;
        }
        for at in (0..count).filter(|at| is_free[*at]) {
            step[at] = if solution[at].is_finite() { solution[at] } else { 0.0 };
        }
        step
    }
}
