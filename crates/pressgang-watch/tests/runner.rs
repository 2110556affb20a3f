//! One executable for the crate's tests.

mod hostile;
mod many;
mod server;
