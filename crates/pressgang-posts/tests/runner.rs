//! All tests of the crate in one executable.

mod containers;
mod damage;
mod detection;
mod formats;
mod fourcat;
mod generic;
mod pages;
mod parquet;
mod samples;
mod support;
