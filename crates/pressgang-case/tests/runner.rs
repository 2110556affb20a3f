//! One executable for the crate's tests.

mod case_flow;
mod matching;
mod table_docs;
