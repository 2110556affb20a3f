//! Lives, and how many were at risk when something happened.

use super::SurvivalError;

/// How many causes there can be.
pub const MOST_CAUSES: usize = 4;

/// A life whose end is known: when it entered, when it was watched last, and whether it ended then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Life {
    /// When it was first watched. It is at risk after this time.
    pub entry: f64,
    /// When it ended, or was seen for the last time. It is at risk up to this time and at it.
    pub exit: f64,
    /// The cause it ended by, from 0 to [`MOST_CAUSES`] - 1; none where it was only seen no more.
    pub cause: Option<u8>,
}

/// A time at which lives ended or were seen for the last time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RiskRow {
    /// The time.
    pub time: f64,
    /// Lives that entered before and had not left before.
    pub at_risk: u64,
    /// How many ended then, by cause.
    pub events: [u64; MOST_CAUSES],
    /// How many were seen then for the last time.
    pub censored: u64,
}

impl RiskRow {
    /// How many ended then, by whatever cause.
    pub fn ended(&self) -> u64 {
        self.events.iter().sum()
    }
}

/// What [`Curve`](super::Curve) and [`Incidence`](super::Incidence) are made from.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskTable {
    rows: Vec<RiskRow>,
    /// Ascending.
    entries: Vec<f64>,
    /// Ascending.
    exits: Vec<f64>,
}

/// How many of ascending times lie before one.
fn before(times: &[f64], time: f64) -> u64 {
    times.partition_point(|known| *known < time) as u64
}

impl RiskTable {
    /// Counts lives, in any order.
    ///
    /// # Errors
    /// A time that is no finite number, a life that was never watched, a cause that is out of range.
    pub fn new(lives: &[Life]) -> Result<RiskTable, SurvivalError> {
        for life in lives {
            if !life.entry.is_finite() || !life.exit.is_finite() {
                return Err(SurvivalError::NotANumber);
            }
            if life.entry >= life.exit {
                return Err(SurvivalError::Unwatched { entry: life.entry, exit: life.exit });
            }
            if let Some(cause) = life.cause.filter(|cause| usize::from(*cause) >= MOST_CAUSES) {
                return Err(SurvivalError::Cause(cause));
            }
        }
        let mut entries: Vec<f64> = lives.iter().map(|life| life.entry).collect();
        entries.sort_unstable_by(f64::total_cmp);
        let mut ends: Vec<(f64, Option<u8>)> = lives.iter().map(|life| (life.exit, life.cause)).collect();
        ends.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let exits: Vec<f64> = ends.iter().map(|end| end.0).collect();
        let mut rows: Vec<RiskRow> = Vec::new();
        for (time, cause) in ends {
            if rows.last().is_none_or(|row| row.time != time) {
                let at_risk = before(&entries, time) - before(&exits, time);
                rows.push(RiskRow { time, at_risk, events: [0; MOST_CAUSES], censored: 0 });
            }
            let Some(row) = rows.last_mut() else { continue };
            match cause {
                Some(cause) => row.events[usize::from(cause)] += 1,
                None => row.censored += 1,
            }
        }
        Ok(RiskTable { rows, entries, exits })
    }

    /// The times at which something happened, ascending.
    pub fn rows(&self) -> &[RiskRow] {
        &self.rows
    }

    /// How many lives there are.
    pub fn lives(&self) -> u64 {
        self.entries.len() as u64
    }

    /// Lives that are at risk at a time: entered before it and not left before it.
    pub fn at_risk(&self, time: f64) -> u64 {
        before(&self.entries, time) - before(&self.exits, time)
    }

    /// Lives that are watched at a time: entered by then and not left before it. What stands under a curve.
    pub fn watched(&self, time: f64) -> u64 {
        self.entries.partition_point(|entry| *entry <= time) as u64 - before(&self.exits, time)
    }

    /// The last time that a life enters.
    pub fn last_entry(&self) -> Option<f64> {
        self.entries.last().copied()
    }
}
