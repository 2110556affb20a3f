//! Coordination: different accounts that share the same things within a short time.
//!
//! The meaning is that of `detect_groups` and `generate_coordinated_network` of the R package CooRTweet (Righetti and
//! Balluff, "CooRTweet: A Generalized R Software for Coordinated Network Detection", Computational Communication
//! Research 7, 2025), so that results can be compared:
//!
//! - accounts with fewer shares than the minimum participation are left out beforehand;
//! - two shares of one object by different accounts are a pair if they are at most the window apart (inclusive);
//! - a post whose id is the object's pairs with nothing: it is what the others share;
//! - a pair counts when either account has, over all objects, at least the minimum participation of shares by posts
//!   that are in any such pair;
//! - the weight of an edge between two accounts is the number of their pairs, and an edge is heavy if its weight
//!   exceeds a quantile of all weights.
//!
//! Three things differ. The order of the input changes nothing: of two posts at the same time the one whose id comes
//! first in the order of texts is the older. A post shares an object once, when it first did. And nothing is written
//! out that grows with the square of the input: every object is counted exactly in time linear in its shares, edges are
//! made from counts per account rather than from pairs, and what is too crowded to be written out is listed.

mod edges;
mod in_text;
mod link;
mod names;
mod pairs;
mod shares;
mod sweep;
#[cfg(test)]
mod tests;

use thiserror::Error;

pub use edges::{Edge, Edges};
pub use in_text::{hashtags_in, links_in};
pub use link::link_object;
pub use pairs::SharePair;
pub use shares::{CoordinatedShares, Shares};

/// What counts as coordinated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoordinationSettings {
    /// How far two shares of an object may be apart, in milliseconds; so far still counts.
    pub window_ms: u64,
    /// How many an account needs of what is counted; a pair counts when either side has them.
    pub participation: u32,
    /// What is counted.
    pub counted: Counted,
}

/// What an account takes part with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Shares, as CooRTweet counts them.
    Shares,
    /// Posts. Where posts share many kinds of things, one that has a link, a number and three hashtags in common with
    /// another would otherwise reach any minimum alone.
    Posts,
}

/// An object that so many accounts share that its pairs or ties were not written out. What is told of it is exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrowdedObject {
    /// The object.
    pub object: String,
    /// How many shares of it there are.
    pub shares: u64,
    /// How many pairs of shares count.
    pub pairs: u64,
    /// How often an account shared it while others had it within the window: once for each share and each other account.
    pub ties: u64,
}

/// There are more objects, accounts, posts or shares than numbers of 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("more than 4,294,967,294 shares, or as many objects, accounts or posts")]
pub struct TooManyShares;
