//! How many have ended by which cause: cumulative incidence with competing causes (Aalen and Johansen 1978).
//!
//! One minus the survival of one cause with all others taken for censored would say how many ended were there no other
//! cause, which is no share of anything that happened.

use super::{MOST_CAUSES, RiskTable, Z_95};

/// Cumulative incidence by cause, among those that lasted until `from`.
#[derive(Clone, Debug, PartialEq)]
pub struct Incidence {
    /// All shares are 0 here.
    pub from: f64,
    /// The times at which lives ended, ascending; up to the same time as the [`Curve`](super::Curve).
    pub points: Vec<IncidencePoint>,
}

/// The shares from a time on. They and what lasts sum to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IncidencePoint {
    /// The time.
    pub time: f64,
    /// The share that lasts longer.
    pub survival: f64,
    /// The share ended by each cause.
    pub causes: [Share; MOST_CAUSES],
}

/// A share of all lives that ended by one cause.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    /// The share.
    pub share: f64,
    /// Its variance, by the delta method on the counts.
    pub variance: f64,
    /// Its 95 % interval by the variance of log(-log(share)); none while it is 0 or where it is 1.
    pub interval: Option<(f64, f64)>,
}

impl Incidence {
    /// The incidence of every cause, from a time on.
    pub fn new(table: &RiskTable, from: f64) -> Incidence {
        let mut points = Vec::new();
        let mut survival = 1.0;
        let mut shares = [0.0; MOST_CAUSES];
        // Variances of the survival and of the shares, and the covariance of each share with the survival, brought
        // forward from one time to the next: what was uncertain before moves on with the hazards, and the counts of the
        // time itself (multinomial, given how many are at risk) add theirs.
        let (mut of_survival, mut of_shares, mut with_survival) = (0.0, [0.0; MOST_CAUSES], [0.0; MOST_CAUSES]);
        for row in table.rows().iter().filter(|row| row.time > from && row.ended() > 0) {
            if row.ended() == row.at_risk && table.last_entry().is_some_and(|entry| entry >= row.time) {
                break;
            }
            let (at_risk, ended) = (row.at_risk as f64, row.ended() as f64);
            let lasts = (at_risk - ended) / at_risk;
            let noise = survival * survival / (at_risk * at_risk * at_risk);
            let mut causes = [Share::default(); MOST_CAUSES];
            for (cause, events) in row.events.iter().enumerate() {
                let (events, hazard) = (*events as f64, *events as f64 / at_risk);
                of_shares[cause] += hazard * hazard * of_survival
                    + 2.0 * hazard * with_survival[cause]
                    + noise * events * (at_risk - events);
                with_survival[cause] =
                    lasts * (with_survival[cause] + hazard * of_survival) - noise * events * (at_risk - ended);
                shares[cause] += survival * hazard;
                let variance = f64::max(of_shares[cause], 0.0);
                causes[cause] = Share { share: shares[cause], variance, interval: interval(shares[cause], variance) };
            }
            of_survival = lasts * lasts * of_survival + noise * ended * (at_risk - ended);
            survival *= lasts;
            points.push(IncidencePoint { time: row.time, survival, causes });
        }
        Incidence { from, points }
    }
}

fn interval(share: f64, variance: f64) -> Option<(f64, f64)> {
    if share <= 0.0 || share >= 1.0 {
        return None;
    }
    let log = share.ln();
    let wide = Z_95 * variance.sqrt() / (share * log.abs());
    Some(((log * wide.exp()).exp(), (log * (-wide).exp()).exp()))
}
