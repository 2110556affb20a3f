//! The share that lasts: the estimate of Kaplan and Meier 1958, with delayed entry.

use super::{HALF, RiskTable, Z_95};

/// The share that lasts, among those that lasted until `from`.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The curve is 1 here: it says nothing of what ended before.
    pub from: f64,
    /// The times at which lives ended or were seen for the last time, ascending.
    pub points: Vec<CurvePoint>,
    /// The curve ends before this time, at which every life at risk ended while others entered later. Going on would
    /// keep it at 0 for ever by the accident of a few lives, a known fault of the estimate with delayed entry.
    pub cut: Option<f64>,
}

/// The curve from a time on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// The time.
    pub time: f64,
    /// Lives at risk at that time.
    pub at_risk: u64,
    /// Lives that ended then.
    pub ended: u64,
    /// Lives seen then for the last time.
    pub censored: u64,
    /// The share that lasts longer.
    pub survival: f64,
    /// Its variance (Greenwood 1926); none where nothing lasts longer.
    pub variance: Option<f64>,
    /// Its 95 % interval, by the variance of log(-log(share)) (Kalbfleisch and Prentice 1980); none while the share is 1
    /// and where it is 0.
    pub interval: Option<(f64, f64)>,
}

/// The time by which half have ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Median {
    /// The first time at which the share is a half or less; none where the curve does not reach it.
    pub time: Option<f64>,
    /// The 95 % interval (Brookmeyer and Crowley 1982): the times at which the lower and the upper limit of the curve
    /// reach a half; none where they do not.
    pub low: Option<f64>,
    /// See `low`.
    pub high: Option<f64>,
}

impl Curve {
    /// The curve of all causes together, from a time on.
    pub fn new(table: &RiskTable, from: f64) -> Curve {
        let mut curve = Curve { from, points: Vec::new(), cut: None };
        let (mut survival, mut greenwood) = (1.0, 0.0);
        for row in table.rows().iter().filter(|row| row.time > from) {
            let (at_risk, ended) = (row.at_risk as f64, row.ended() as f64);
            let all = row.ended() == row.at_risk;
            if all && table.last_entry().is_some_and(|entry| entry >= row.time) {
                curve.cut = Some(row.time);
                break;
            }
            // As a fraction of whole numbers, so that it is 0 exactly when all ended.
            survival *= (at_risk - ended) / at_risk;
            if !all {
                greenwood += ended / (at_risk * (at_risk - ended));
            }
            curve.points.push(CurvePoint {
                time: row.time,
                at_risk: row.at_risk,
                ended: row.ended(),
                censored: row.censored,
                survival,
                variance: (survival > 0.0).then_some(survival * survival * greenwood),
                interval: interval(survival, greenwood),
            });
        }
        curve
    }

    /// The share that lasts longer than a time, and its interval; none before the beginning and after the last life was
    /// seen.
    pub fn at(&self, time: f64) -> Option<(f64, Option<(f64, f64)>)> {
        let last = self.points.last()?.time;
        if time < self.from || time > last {
            return None;
        }
        let known = self.points.partition_point(|point| point.time <= time);
        match known.checked_sub(1).and_then(|at| self.points.get(at)) {
            Some(point) => Some((point.survival, point.interval)),
            None => Some((1.0, None)),
        }
    }

    /// The time by which half have ended.
    pub fn median(&self) -> Median {
        let first = |test: &dyn Fn(&CurvePoint) -> bool| self.points.iter().find(|point| test(point)).map(|p| p.time);
        Median {
            time: first(&|point| point.survival <= HALF),
            low: first(&|point| point.interval.map_or(point.survival == 0.0, |(low, _)| low <= HALF)),
            // Where nothing is left the upper limit is not known.
            high: first(&|point| point.interval.is_some_and(|(_, high)| high <= HALF)),
        }
    }

    /// How many ended within the curve.
    pub fn ended(&self) -> u64 {
        self.points.iter().map(|point| point.ended).sum()
    }
}

/// The log-log interval of a share, from Greenwood's sum.
fn interval(survival: f64, greenwood: f64) -> Option<(f64, f64)> {
    if survival <= 0.0 || survival >= 1.0 {
        return None;
    }
    let log = survival.ln();
    let wide = Z_95 * greenwood.sqrt() / log.abs();
    Some(((log * wide.exp()).exp(), (log * (-wide).exp()).exp()))
}
