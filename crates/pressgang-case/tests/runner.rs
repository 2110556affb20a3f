//! One executable for the crate's tests.

mod campaigns;
mod case_flow;
mod matching;
mod media;
mod reviews;
mod table_docs;
mod translations;
mod verify;
