//! All tests of the crate in one executable.

mod apis;
mod archives;
mod broken;
#[path = "../../../fuzz/src/check.rs"]
mod check;
mod containers;
mod corpus;
mod damage;
mod detection;
mod docs;
mod encodings;
mod formats;
mod fourcat;
mod generic;
mod hostile;
mod items;
mod open_platforms;
mod pages;
mod parquet;
mod same_post;
mod same_post_2;
mod samples;
mod support;
mod telegram;
mod workbooks;
mod wrap;
mod x;
