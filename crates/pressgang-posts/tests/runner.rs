//! All tests of the crate in one executable.

mod archives;
mod containers;
mod damage;
mod detection;
mod encodings;
mod formats;
mod generic;
mod pages;
mod parquet;
mod samples;
mod support;
mod workbooks;
mod wrap;
