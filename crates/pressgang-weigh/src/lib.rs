//! How strong evidence is, in which words that is said, and how right it turned out.
//!
//! Pure functions over numbers: no input or output, no clock, no chance, and no knowledge of cases or posts. The way
//! of a number: counts become likelihood ratios ([`likelihood`]), trials show what such ratios are worth ([`trials`]),
//! calibration takes back what they overstate ([`calibration`]), and a scale turns a probability into words
//! ([`scales`]). How long things last is apart from that ([`survival`]).
//!
//! Likelihood ratios are given as their base 10 logarithm wherever they are computed with: 2 is a hundred to one for
//! the first proposition, −2 a hundred to one for the second, 0 says nothing.
//!
//! Everything is the same in whatever order trials and items come.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used))]

pub mod calibration;
pub mod likelihood;
pub mod scales;
pub mod survival;
pub mod trials;

mod numbers;
