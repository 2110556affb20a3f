//! One executable for the crate's tests.

mod encrypted;
mod hostile;
mod lies;
mod many;
mod mutations;
mod server;
mod servers;
mod servers_are_right;
