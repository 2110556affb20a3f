//! One executable for the crate's tests.

mod answers;
mod attribution;
mod bad_input;
mod check;
mod claims;
mod coordination;
mod corroborate;
mod demo;
mod fetch;
mod help;
mod killed;
mod matching;
mod notice;
mod other_case;
mod pairs;
mod passages;
mod real_input;
mod second_sources;
mod show;
mod support;
mod tools;
mod verify;
