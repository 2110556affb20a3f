//! What a least similarity says about sizes and positions.
//!
//! Two sets of `n` and `m` members whose Jaccard index is `t` share `t / (1 + t) * (n + m)` members. Every bound here
//! is of the kind "no pair at the threshold lies beyond"; the last bits of a product of floats are forgiven on the side
//! that looks at a pair too many.

/// Forgives the last bits of products of floats.
const SLACK: f64 = 1e-6;

#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    threshold: f64,
    /// Shared members per member of either set.
    share: f64,
}

impl Bounds {
    pub fn new(threshold: f64) -> Bounds {
        Bounds { threshold, share: threshold / (1.0 + threshold) }
    }

    /// How many members sets of `n` and `m` share at least.
    pub fn overlap(self, n: usize, m: usize) -> usize {
        at_least(self.share * (n + m) as f64)
    }

    /// How many members sets of `n` and `m` do not share at most, both sides counted.
    pub fn difference(self, n: usize, m: usize) -> u32 {
        ((n + m) as f64 * (1.0 - 2.0 * self.share) + SLACK) as u32
    }

    /// The least size of a partner of a set of `n`.
    pub fn smallest(self, n: usize) -> usize {
        at_least(self.threshold * n as f64)
    }

    /// The greatest size of a partner of a set of `n` whose first shared member is not before `position`.
    ///
    /// The length filter that knows positions (Mann and Augsten, "PEL: position-enhanced length filter for set
    /// similarity joins", GvD 2014); at position 0 it is the plain one.
    pub fn largest(self, n: usize, position: usize) -> usize {
        ((n - position) as f64 / self.share - n as f64 + SLACK).max(0.0) as usize
    }

    /// So many of the rarest members of a set of `n` hold the first one shared with any partner.
    pub fn prefix(self, n: usize) -> usize {
        n - self.smallest(n).min(n) + 1
    }

    /// The same where no partner is smaller.
    pub fn prefix_of_smaller(self, n: usize) -> usize {
        n - self.overlap(n, n).min(n) + 1
    }
}

/// The least whole number not below `x`, and at least 1.
fn at_least(x: f64) -> usize {
    (x - SLACK).ceil().max(1.0) as usize
}

/// The Jaccard index of sets of `n` and `m` that share so many.
pub(super) fn jaccard(shared: usize, n: usize, m: usize) -> f64 {
    shared as f64 / (n + m - shared) as f64
}
