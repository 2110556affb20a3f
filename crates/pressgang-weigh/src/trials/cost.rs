//! The log-likelihood-ratio cost, and how much of it bad calibration makes.
//!
//! After Brümmer and du Preez 2006, "Application-independent evaluation of speaker detection".

use std::f64::consts::LN_2;

use super::{Trials, Value};
use crate::numbers::{LN_10, softplus};

/// Neighbouring values that the best calibration cannot tell apart.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Block {
    same: u64,
    different: u64,
}

impl Trials {
    /// The log-likelihood-ratio cost, Cllr, in bits: 0 is perfect, 1 is what always saying "1" costs, more is worse than
    /// saying nothing. Infinite when a trial was infinitely wrong. None without trials of both sides.
    pub fn cllr(&self) -> Option<f64> {
        let (same, different) = self.sides()?;
        let missed: f64 = self.same.iter().map(|log10| softplus(-log10 * LN_10)).sum();
        let alarmed: f64 = self.different.iter().map(|log10| softplus(log10 * LN_10)).sum();
        Some((missed / same + alarmed / different) / (2.0 * LN_2))
    }

    /// The least Cllr that any calibration which keeps the order of the ratios could reach, found by pooling adjacent
    /// violators: what is lost because the ratios do not tell the sides apart.
    pub fn cllr_min(&self) -> Option<f64> {
        let (same, different) = self.sides()?;
        let cost: f64 = pooled(&self.values())
            .iter()
            // A block of one side only is given an infinite ratio, which is right there and costs nothing.
            .filter(|block| block.same > 0 && block.different > 0)
            .map(|block| {
                let shares = (block.same as f64 / same, block.different as f64 / different);
                let ln = (shares.0 / shares.1).ln();
                shares.0 * softplus(-ln) + shares.1 * softplus(ln)
            })
            .sum();
        Some(cost / (2.0 * LN_2))
    }

    /// Cllr minus its minimum: the loss from miscalibration. Never below 0; infinite when Cllr is.
    ///
    /// The minimum is fitted to the very trials, so with few of them the difference overstates the loss, never
    /// understates it.
    pub fn calibration_loss(&self) -> Option<f64> {
        Some((self.cllr()? - self.cllr_min()?).max(0.0))
    }
}

/// Isotonic regression of the truth on the ratios (pool adjacent violators), in whole numbers.
fn pooled(values: &[Value]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for value in values {
        let mut block = Block { same: value.same, different: value.different };
        while let Some(before) = blocks.last().copied() {
            // before.same / before.all >= block.same / block.all
            let (left, right) = (
                u128::from(before.same) * u128::from(block.different),
                u128::from(block.same) * u128::from(before.different),
            );
            if left < right {
                break;
            }
            block.same += before.same;
            block.different += before.different;
            blocks.pop();
        }
        blocks.push(block);
    }
    blocks
}
