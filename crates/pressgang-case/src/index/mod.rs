//! The index of a case: what stages after reading and single lookups need of posts, in files that are mapped into
//! memory and read where they lie.
//!
//! A source's posts are indexed in segments that are never changed: adding a source adds segments, and opening them
//! reads nothing. They can be made again from the tables, so they are part of no contract: their layout may change with
//! every version.

mod build;
mod case;
mod container;
mod map;
mod posts;

pub(crate) use build::{Joined, SegmentBuilder, Source};
pub(crate) use case::{IndexedSource, Indexes};
pub use container::IndexError;
pub(crate) use posts::{IndexedPost, Posts};

/// Changes whenever the same posts may be indexed otherwise.
pub(crate) const INDEX_VERSION: u32 = 4_000 + pressgang_signals::passages::PASSAGES_VERSION;
