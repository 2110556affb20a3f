//! Edges between accounts, with what they share and the posts that share it.

use rayon::prelude::*;

use super::CrowdedObject;
use super::shares::{CoordinatedShares, ObjectGroup};
use super::sweep::Sweep;

/// What two accounts have in common in one object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tie {
    a: u32,
    b: u32,
    object: u32,
    pairs: u64,
    least: u64,
    sum: u128,
}

/// A post that is in a pair of two accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TiedPost {
    a: u32,
    b: u32,
    post: u32,
}

impl TiedPost {
    fn edge(self) -> (u32, u32) {
        (self.a, self.b)
    }
}

/// Two accounts and all that ties them.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge<'e> {
    /// The account that comes first in the order of texts.
    pub a: &'e str,
    /// The other one.
    pub b: &'e str,
    /// How many pairs of shares the two have.
    pub weight: u64,
    /// The objects they share, in order.
    pub objects: Vec<&'e str>,
    /// The posts of `a` that are in these pairs, in order.
    pub posts_a: Vec<&'e str>,
    /// The posts of `b`.
    pub posts_b: Vec<&'e str>,
    /// The least time between two posts of a pair, in milliseconds.
    pub least_ms: u64,
    /// The mean time, in milliseconds.
    pub mean_ms: f64,
}

impl Edge<'_> {
    /// How evenly the two contribute: the lesser number of posts over the greater, 1 if both have the same.
    pub fn symmetry(&self) -> f64 {
        let (a, b) = (self.posts_a.len(), self.posts_b.len());
        a.min(b) as f64 / a.max(b).max(1) as f64
    }
}

/// The edges between accounts, in the order of the two accounts.
#[derive(Debug)]
pub struct Edges<'s> {
    of: &'s CoordinatedShares,
    pub(super) ties: Vec<Tie>,
    pub(super) posts: Vec<TiedPost>,
    /// Objects that are left out of all edges, the most crowded first.
    pub crowded: Vec<CrowdedObject>,
}

impl CoordinatedShares {
    /// The edges that the least crowded objects make, whose ties come to `most` at most.
    ///
    /// Takes time and memory in proportion to ties: one for each share and each other account within the window before
    /// it, however often that one shared the object. 10 million take 2 GB at the very worst.
    pub fn edges(&self, most: u64) -> Edges<'_> {
        let (groups, crowded) = self.within(most, |group| group.ties);
        let found: Vec<(Vec<Tie>, Vec<TiedPost>)> =
            groups.par_iter().map_init(Sweep::default, |sweep, group| self.ties_of(group, sweep)).collect();
        let (mut ties, mut posts) = (Vec::new(), Vec::new());
        for (some_ties, some_posts) in found {
            ties.extend(some_ties);
            posts.extend(some_posts);
        }
        ties.par_sort_unstable();
        posts.par_sort_unstable();
        posts.dedup();
        Edges { of: self, ties, posts, crowded }
    }

    /// The ties of one object, one for each two accounts, and the posts in them.
    fn ties_of(&self, group: &ObjectGroup, sweep: &mut Sweep) -> (Vec<Tie>, Vec<TiedPost>) {
        let shares = &self.shares[group.shares.clone()];
        let first = shares.first().map_or(0, |share| share.time);
        let (mut ties, mut posts): (Vec<Tie>, Vec<TiedPost>) = (Vec::new(), Vec::new());
        sweep.each_partner(shares, self.window_ms, &self.qualified, &mut |share, partner| {
            let (a, b) = (share.account.min(partner.account), share.account.max(partner.account));
            let since = u128::from(share.time.abs_diff(first));
            let theirs = partner.window;
            ties.push(Tie {
                a,
                b,
                object: group.object,
                pairs: theirs.shares,
                least: share.time.abs_diff(theirs.latest),
                sum: since * u128::from(theirs.shares) - theirs.times,
            });
            posts.push(TiedPost { a, b, post: share.post });
        });
        // The older posts of the same pairs: the sweep once more, from the end to the beginning.
        let mut backward: Vec<_> = shares.to_vec();
        backward.reverse();
        sweep.each_partner(&backward, self.window_ms, &self.qualified, &mut |share, partner| {
            let (a, b) = (share.account.min(partner.account), share.account.max(partner.account));
            posts.push(TiedPost { a, b, post: share.post });
        });
        ties.sort_unstable();
        ties.dedup_by(|next, kept| {
            let same = (next.a, next.b) == (kept.a, kept.b);
            if same {
                kept.pairs += next.pairs;
                kept.least = kept.least.min(next.least);
                kept.sum += next.sum;
            }
            same
        });
        posts.sort_unstable();
        posts.dedup();
        (ties, posts)
    }
}

impl Edges<'_> {
    /// Hands over each edge.
    pub fn each<E>(&self, take: &mut dyn FnMut(&Edge<'_>) -> Result<(), E>) -> Result<(), E> {
        let mut posts = self.posts.chunk_by(|x, y| x.edge() == y.edge());
        for ties in self.ties.chunk_by(|x, y| (x.a, x.b) == (y.a, y.b)) {
            let posts = posts.next().unwrap_or_default();
            take(&self.edge(ties, posts))?;
        }
        Ok(())
    }

    fn edge(&self, ties: &[Tie], posts: &[TiedPost]) -> Edge<'_> {
        let (a, b) = (ties[0].a, ties[0].b);
        let of_account = |account: u32| -> Vec<&str> {
            let own = posts.iter().filter(|tied| self.of.account_of[tied.post as usize] == account);
            own.map(|tied| self.of.posts.get(tied.post)).collect()
        };
        let weight: u64 = ties.iter().map(|tie| tie.pairs).sum();
        Edge {
            a: self.of.accounts.get(a),
            b: self.of.accounts.get(b),
            weight,
            objects: ties.iter().map(|tie| self.of.objects.get(tie.object)).collect(),
            posts_a: of_account(a),
            posts_b: of_account(b),
            least_ms: ties.iter().map(|tie| tie.least).min().unwrap_or(0),
            mean_ms: ties.iter().map(|tie| tie.sum).sum::<u128>() as f64 / weight.max(1) as f64,
        }
    }

    /// How many edges there are.
    pub fn len(&self) -> usize {
        self.ties.chunk_by(|x, y| (x.a, x.b) == (y.a, y.b)).count()
    }

    /// Returns true if there are none.
    pub fn is_empty(&self) -> bool {
        self.ties.is_empty()
    }

    /// The weight that an edge must exceed to be heavy: the quantile `q` (0 to 1) of all weights, as R's `quantile` takes
    /// it (type 7: between the two nearest, in proportion). `None` where there are no edges.
    pub fn threshold(&self, q: f64) -> Option<f64> {
        let edges = self.ties.chunk_by(|x, y| (x.a, x.b) == (y.a, y.b));
        let mut weights: Vec<u64> = edges.map(|ties| ties.iter().map(|tie| tie.pairs).sum()).collect();
        weights.sort_unstable();
        let last = weights.len().checked_sub(1)?;
        let place = q.clamp(0.0, 1.0) * last as f64;
        let (low, part) = (place.floor() as usize, place.fract());
        let (below, above) = (weights[low.min(last)] as f64, weights[(low + 1).min(last)] as f64);
        Some(below + part * (above - below))
    }
}
