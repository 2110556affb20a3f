//! Pairs of shares, written out.

use std::ops::ControlFlow;

use super::CrowdedObject;
use super::shares::{CoordinatedShares, ObjectGroup};

/// Two posts of different accounts that share an object within the window; `a` is the older.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharePair<'a> {
    /// The object.
    pub object: &'a str,
    /// The account that shared it first.
    pub account_a: &'a str,
    /// The other one.
    pub account_b: &'a str,
    /// The older post; of two at one time the one whose id comes first in the order of texts.
    pub post_a: &'a str,
    /// The newer one.
    pub post_b: &'a str,
    /// How much later it is, in milliseconds.
    pub delta_ms: u64,
}

impl CoordinatedShares {
    /// Hands out the pairs of the least crowded objects, `most` pairs at most, by object, older and newer post; returns
    /// the objects whose pairs were not handed out, the most crowded first. Takes no memory for pairs, and time linear in
    /// what is handed out.
    pub fn each_pair(&self, most: u64, take: &mut dyn FnMut(SharePair<'_>) -> ControlFlow<()>) -> Vec<CrowdedObject> {
        let (groups, crowded) = self.within(most, |group| group.pairs);
        let _ = groups.into_iter().try_for_each(|group| self.pairs_of(group, take));
        crowded
    }

    fn pairs_of(&self, group: &ObjectGroup, take: &mut dyn FnMut(SharePair<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
        let shares = &self.shares[group.shares.clone()];
        let is_qualified = |at: usize| self.qualified[shares[at].account as usize];
        let qualified: Vec<u32> = (0..shares.len()).filter(|&at| is_qualified(at)).map(|at| at as u32).collect();
        let next_other = next_others(shares.iter().map(|share| share.account));
        for (at, older) in shares.iter().enumerate() {
            let mut pair = |other: usize| -> ControlFlow<bool> {
                let newer = &shares[other];
                let delta_ms = newer.time.abs_diff(older.time);
                if delta_ms > self.window_ms {
                    return ControlFlow::Break(false);
                }
                let pair = SharePair {
                    object: self.objects.get(group.object),
                    account_a: self.accounts.get(older.account),
                    account_b: self.accounts.get(newer.account),
                    post_a: self.posts.get(older.post),
                    post_b: self.posts.get(newer.post),
                    delta_ms,
                };
                match take(pair) {
                    ControlFlow::Continue(()) => ControlFlow::Continue(()),
                    ControlFlow::Break(()) => ControlFlow::Break(true),
                }
            };
            let ended = if is_qualified(at) {
                let mut other = at + 1;
                loop {
                    // Whoever shares an object a thousand times is stepped over at once.
                    if other < shares.len() && shares[other].account == older.account {
                        other = next_other[other] as usize;
                    }
                    if other >= shares.len() {
                        break ControlFlow::Continue(());
                    }
                    if let ControlFlow::Break(ended) = pair(other) {
                        break ControlFlow::Break(ended);
                    }
                    other += 1;
                }
            } else {
                let later = qualified.partition_point(|&other| other as usize <= at);
                qualified[later..].iter().try_for_each(|&other| pair(other as usize))
            };
            if ended == ControlFlow::Break(true) {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }
}

/// For each place the next one with another account; the number of places where there is none.
fn next_others(accounts: impl DoubleEndedIterator<Item = u32> + ExactSizeIterator) -> Vec<u32> {
    let mut next = vec![accounts.len() as u32; accounts.len()];
    let mut after: Option<u32> = None;
    for (at, account) in accounts.enumerate().rev() {
        if let Some(other) = after
            && at + 1 < next.len()
        {
            next[at] = if other == account { next[at + 1] } else { at as u32 + 1 };
        }
        after = Some(account);
    }
    next
}
