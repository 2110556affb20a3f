//! One executable for the crate's tests.

mod adapters;
mod encrypted;
mod hostile;
mod judge;
mod lies;
mod looks;
mod many;
mod mutations;
mod polite;
mod server;
mod servers;
mod servers_are_right;
mod warc;
