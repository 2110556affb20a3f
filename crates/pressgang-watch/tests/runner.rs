//! One executable for the crate's tests.

mod encrypted;
mod hostile;
mod many;
mod server;
mod servers;
mod servers_are_right;
