//! Weighted logistic regression without negative weights, by projected Newton steps (Bertsekas 1982).
//!
//! Few parameters and many rows: a step costs one pass, and some ten steps suffice. Nothing is drawn by chance.

use super::MOST_SCORES;
use crate::numbers::{logistic, softplus};

/// The offset and the weights.
pub(super) type Parameters = [f64; MOST_SCORES + 1];

/// Draws weights towards 0 so slightly that no printed digit changes; keeps a score that never varies from having any
/// weight at all.
const RIDGE: f64 = 1e-6;
const MOST_STEPS: usize = 200;
/// Losses are about 1, so this leaves weights right to seven digits.
const LEAST_GAIN: f64 = 1e-14;
const MOST_HALVINGS: usize = 50;

/// Distinct rows of scores with the weight that either side has there.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub per_row: usize,
    pub scores: Vec<f64>,
    pub same: Vec<f64>,
    pub different: Vec<f64>,
}

impl Rows {
    fn each(&self) -> impl Iterator<Item = (&[f64], f64, f64)> {
        let weights = self.same.iter().zip(&self.different);
        self.scores.chunks_exact(self.per_row).zip(weights).map(|(row, (same, different))| (row, *same, *different))
    }

    pub(super) fn loss(&self, at: &Parameters) -> f64 {
        let fit: f64 = self
            .each()
            .map(|(row, same, different)| {
                let ln = value(row, at);
                same * softplus(-ln) + different * softplus(ln)
            })
            .sum();
        fit + RIDGE * at.iter().skip(1).map(|weight| weight * weight).sum::<f64>()
    }
}

fn value(row: &[f64], at: &Parameters) -> f64 {
    let [offset, weights @ ..] = at;
    offset + row.iter().zip(weights).map(|(score, weight)| score * weight).sum::<f64>()
}

/// The parameters of least loss, as natural logarithms.
pub(super) fn minimum(rows: &Rows, start: Parameters) -> Parameters {
    let size = rows.per_row + 1;
    let mut at = start;
    let mut loss = rows.loss(&at);
    for _ in 0..MOST_STEPS {
        let (gradient, curvature) = slopes(rows, &at);
        // A weight at 0 that would go below stays there.
        let free: Vec<usize> = (0..size).filter(|&i| i == 0 || at[i] > 0.0 || gradient[i] < 0.0).collect();
        let Some(step) = newton_step(&free, &gradient, &curvature) else { break };
        // What the step promises; below what a sum of losses can show, halving would only wander.
        let promised: f64 = free.iter().zip(&step).map(|(&i, change)| -gradient[i] * change).sum();
        if promised < LEAST_GAIN {
            break;
        }
        let mut part = 1.0;
        let mut found = None;
        for _ in 0..MOST_HALVINGS {
            let mut next = at;
            for (&i, change) in free.iter().zip(&step) {
                next[i] = at[i] + part * change;
                if i > 0 {
                    next[i] = next[i].max(0.0);
                }
            }
            let gained: f64 = free.iter().map(|&i| gradient[i] * (at[i] - next[i])).sum();
            let next_loss = rows.loss(&next);
            if next_loss <= loss - 1e-4 * gained && next_loss < loss {
                found = Some((next, next_loss));
                break;
            }
            part *= 0.5;
        }
        let Some((next, next_loss)) = found else { break };
        (at, loss) = (next, next_loss);
    }
    at
}

type Square = [[f64; MOST_SCORES + 1]; MOST_SCORES + 1];

/// The first and second derivatives of the loss.
fn slopes(rows: &Rows, at: &Parameters) -> (Parameters, Square) {
    let mut gradient = Parameters::default();
    let mut curvature = Square::default();
    let size = rows.per_row + 1;
    let mut with_one = Parameters::default();
    with_one[0] = 1.0;
    for (row, same, different) in rows.each() {
        with_one[1..size].copy_from_slice(row);
        let probability = logistic(value(row, at));
        let slope = different * probability - same * (1.0 - probability);
        let bend = (same + different) * probability * (1.0 - probability);
        for i in 0..size {
            gradient[i] += slope * with_one[i];
            for j in 0..=i {
                curvature[i][j] += bend * with_one[i] * with_one[j];
            }
        }
    }
    for i in 1..size {
        gradient[i] += 2.0 * RIDGE * at[i];
        curvature[i][i] += 2.0 * RIDGE;
    }
    (gradient, curvature)
}

/// Solves curvature · step = −gradient for the free parameters, by Cholesky's method. A pivot that rounding made too
/// small is lifted, which only shortens the step along it.
fn newton_step(free: &[usize], gradient: &Parameters, curvature: &Square) -> Option<Vec<f64>> {
    let size = free.len();
    let largest = free.iter().map(|&i| curvature[i][i]).fold(0.0, f64::max);
    if !largest.is_finite() {
        return None;
    }
    let least_pivot = (largest * 1e-14).max(1e-300);
    let entry = |i: usize, j: usize| {
        let (a, b) = (free[i].max(free[j]), free[i].min(free[j]));
        curvature[a][b]
    };
    let mut lower = vec![vec![0.0; size]; size];
    for i in 0..size {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
            let rest = entry(i, j) - known;
            lower[i][j] = if i == j { rest.max(least_pivot).sqrt() } else { rest / lower[j][j] };
        }
    }
    let mut step: Vec<f64> = free.iter().map(|&i| -gradient[i]).collect();
    for i in 0..size {
        let known: f64 = (0..i).map(|k| lower[i][k] * step[k]).sum();
        step[i] = (step[i] - known) / lower[i][i];
    }
    for i in (0..size).rev() {
        let known: f64 = (i + 1..size).map(|k| lower[k][i] * step[k]).sum();
        step[i] = (step[i] - known) / lower[i][i];
    }
    step.iter().all(|change| change.is_finite()).then_some(step)
}
