//! One executable for the crate's tests.

mod adapters;
mod encrypted;
mod hostile;
mod judge;
mod looks;
mod many;
mod polite;
mod server;
mod warc;
