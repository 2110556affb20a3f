//! How long things last that are not watched all the time: survival with delayed entry, competing causes, and events
//! known only to lie between two looks.
//!
//! Times are numbers of any one unit, counted from each life's own beginning. A life counts from the time it *enters*
//! on: what ended before nobody saw. [`RiskTable`] holds how many were at risk when something happened; [`Curve`]
//! (Kaplan and Meier), [`Incidence`] (Aalen and Johansen) and [`log_rank`] are made from it. [`Fit`] is the estimate for
//! events of which only the last time before and the first time after are known (Turnbull).
//!
//! Intervals are 95 % ones. What is not known is absent. Everything is made from whole counts in the order of times, so
//! the bits of an answer are the same in whatever order lives come.

mod curve;
mod incidence;
mod log_rank;
mod table;
mod turnbull;

pub use curve::{Curve, CurvePoint, Median};
pub use incidence::{Incidence, IncidencePoint, Share};
pub use log_rank::{LogRank, log_rank};
pub use table::{Life, MOST_CAUSES, RiskRow, RiskTable};
pub use turnbull::{Drop, Fit, MOST_ROUNDS, TOLERANCE, Window, start};

/// The 97.5th percentile of the standard normal distribution, for 95 % intervals.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// Shares this near to a half are a half: products of fractions miss it by their rounding.
const HALF: f64 = 0.5 + 1e-9;

/// Why lives cannot be counted.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum SurvivalError {
    /// A time is no number, or infinite where it must not be.
    #[error("a life has a time that is no number")]
    NotANumber,
    /// A life is over before it entered, or at that time: nobody saw any of it.
    #[error("a life ends at {exit} and was not watched before {entry}")]
    Unwatched {
        /// When it entered.
        entry: f64,
        /// When it was last or first missed.
        exit: f64,
    },
    /// There are at most [`MOST_CAUSES`] causes, numbered from 0.
    #[error("cause {0} is out of range")]
    Cause(u8),
}

#[cfg(test)]
mod tests;
