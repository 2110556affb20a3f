//! The receiver operating characteristic: what a threshold catches, and what it catches by mistake.

use super::Trials;

/// One threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RocPoint {
    /// The base 10 logarithm from which on the first proposition is taken for true; infinite at the first point,
    /// where nothing is.
    pub log10: f64,
    /// How many of the trials of different sources, from 0 to 1, were taken for the same.
    pub false_alarms: f64,
    /// How many of the trials of the same source, from 0 to 1, were found.
    pub hits: f64,
}

/// The curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Roc {
    points: Vec<RocPoint>,
    area: f64,
}

impl Trials {
    /// The curve; none without trials of both sides.
    pub fn roc(&self) -> Option<Roc> {
        let (same, different) = self.sides()?;
        let mut points = vec![RocPoint { log10: f64::INFINITY, false_alarms: 0.0, hits: 0.0 }];
        let (mut hits, mut alarms, mut last) = (0_u64, 0_u64, (0_u64, 0_u64));
        // Twice the number of pairs in which the same source had the greater ratio; ties count half.
        let mut pairs: u128 = 0;
        for value in self.values().iter().rev() {
            pairs += u128::from(value.different) * (2 * u128::from(hits) + u128::from(value.same));
            (hits, alarms) = (hits + value.same, alarms + value.different);
            let point =
                RocPoint { log10: value.log10, false_alarms: alarms as f64 / different, hits: hits as f64 / same };
            // A step that goes on straight up or straight right lengthens the one before.
            let straight =
                (value.different == 0 && last.0 == 0 && last.1 > 0) || (value.same == 0 && last.1 == 0 && last.0 > 0);
            match points.last_mut().filter(|_| straight) {
                Some(end) => *end = point,
                None => points.push(point),
            }
            last = (value.different, value.same);
        }
        Some(Roc { points, area: pairs as f64 / (2.0 * same * different) })
    }
}

impl Roc {
    /// Its corners, from (0, 0) to (1, 1).
    pub fn points(&self) -> &[RocPoint] {
        &self.points
    }

    /// The area under it: how often a trial of the same source has the greater ratio than one of different sources,
    /// ties counting half.
    pub fn area(&self) -> f64 {
        self.area
    }

    /// The rate at which as many of the one side are missed as of the other are taken by mistake; between two
    /// thresholds on the straight line.
    pub fn equal_error_rate(&self) -> f64 {
        let mut before = (0.0, 1.0);
        for point in &self.points {
            let now = (point.false_alarms, 1.0 - point.hits);
            if now.0 >= now.1 {
                let (gap_before, gap_now): (f64, f64) = (before.1 - before.0, now.0 - now.1);
                let part = if gap_before + gap_now > 0.0 { gap_before / (gap_before + gap_now) } else { 0.0 };
                return before.0 + part * (now.0 - before.0);
            }
            before = now;
        }
        before.0
    }
}
