//! One executable for the crate's tests.

mod answers;
mod campaigns;
mod case_flow;
mod coordination;
mod evaluation;
mod looks;
mod matching;
mod media;
mod reviews;
mod second_sources;
mod survival;
mod table_docs;
mod translations;
mod verify;
