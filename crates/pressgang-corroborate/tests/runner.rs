//! One executable for the crate's tests.

mod exchange;
