//! One executable for the crate's tests.

mod campaigns;
mod case_flow;
mod table_docs;
