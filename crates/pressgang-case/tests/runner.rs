//! One executable for the crate's tests.

mod case_flow;
mod table_docs;
mod translations;
