//! One executable for the crate's tests.

mod adapters;
mod encrypted;
mod hostile;
mod many;
mod server;
