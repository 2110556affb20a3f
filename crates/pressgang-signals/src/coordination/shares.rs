//! Who shared what, when: from texts to numbers, and which shares are in any pair.

use std::ops::Range;

use rayon::prelude::*;

use super::names::{Names, SortedNames};
use super::sweep::Sweep;
use super::{CoordinationSettings, Counted, CrowdedObject, TooManyShares};

/// One share, by numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Share {
    pub object: u32,
    pub time: i64,
    pub post: u32,
    pub account: u32,
}

/// Shares being collected. Ids are texts; their order does not matter.
#[derive(Debug, Default)]
pub struct Shares {
    objects: Names,
    accounts: Names,
    posts: Names,
    shares: Vec<Share>,
}

impl Shares {
    /// Adds that a post of an account shared an object at a time, in milliseconds since 1970.
    ///
    /// # Errors
    /// Where there are more than numbers of 32 bits can tell apart.
    pub fn add(&mut self, object: &str, account: &str, post: &str, unix_millis: i64) -> Result<(), TooManyShares> {
        let share = Share {
            object: self.objects.number(object)?,
            account: self.accounts.number(account)?,
            post: self.posts.number(post)?,
            time: unix_millis,
        };
        if self.shares.len() >= u32::MAX as usize - 1 {
            return Err(TooManyShares);
        }
        self.shares.push(share);
        Ok(())
    }

    /// How many were added.
    pub fn len(&self) -> usize {
        self.shares.len()
    }

    /// Returns true if none were added.
    pub fn is_empty(&self) -> bool {
        self.shares.is_empty()
    }

    /// Finds what is coordinated.
    pub fn coordinated(self, settings: &CoordinationSettings) -> CoordinatedShares {
        let (objects, object_ranks) = self.objects.sorted();
        let (accounts, account_ranks) = self.accounts.sorted();
        let (posts, post_ranks) = self.posts.sorted();
        let mut shares = self.shares;
        shares.par_iter_mut().for_each(|share| {
            share.object = object_ranks[share.object as usize];
            share.account = account_ranks[share.account as usize];
            share.post = post_ranks[share.post as usize];
        });
        let (account_of, of_two_accounts) = one_account_each(&mut shares, posts.len());
        let repeated = once_each(&mut shares);
        let participation = participation(shares.iter(), accounts.len(), posts.len(), settings.counted);
        shares.retain(|share| participation[share.account as usize] >= settings.participation);
        let active_accounts =
            participation.iter().filter(|&&count| count > 0 && count >= settings.participation).count() as u64;
        let own = own_posts(&mut shares, &objects, &posts);
        let mut found = CoordinatedShares {
            window_ms: settings.window_ms,
            objects,
            accounts,
            posts,
            account_of,
            qualified: Vec::new(),
            paired_accounts: 0,
            groups: groups(&shares),
            shares,
            of_two_accounts,
            repeated,
            active_accounts,
        };
        found.qualify(&own, settings);
        found.count();
        found
    }
}

/// A post has one account: of several the one that comes first in the order of texts. Returns the account of each post,
/// and how many shares were dropped.
fn one_account_each(shares: &mut Vec<Share>, posts: usize) -> (Vec<u32>, u64) {
    let mut account_of = vec![u32::MAX; posts];
    for share in shares.iter() {
        let account = &mut account_of[share.post as usize];
        *account = share.account.min(*account);
    }
    let before = shares.len();
    shares.retain(|share| account_of[share.post as usize] == share.account);
    (account_of, (before - shares.len()) as u64)
}

/// Keeps the first share of an object by each post, and orders them by object, time and post.
fn once_each(shares: &mut Vec<Share>) -> u64 {
    let before = shares.len();
    shares.par_sort_unstable_by_key(|share| (share.object, share.post, share.time));
    shares.dedup_by_key(|share| (share.object, share.post));
    shares.par_sort_unstable();
    (before - shares.len()) as u64
}

/// Takes out the posts that are the objects others share, such as the post that is reposted.
fn own_posts(shares: &mut Vec<Share>, objects: &SortedNames, posts: &SortedNames) -> Vec<Share> {
    let mut own = Vec::new();
    let (mut object, mut post) = (u32::MAX, None);
    shares.retain(|share| {
        if share.object != object {
            (object, post) = (share.object, posts.find(objects.get(share.object)));
        }
        let is_own = post == Some(share.post);
        if is_own {
            own.push(*share);
        }
        !is_own
    });
    own
}

/// One object: where its shares are, and what they come to.
#[derive(Clone, Debug)]
pub(super) struct ObjectGroup {
    pub object: u32,
    pub shares: Range<usize>,
    /// Pairs that count.
    pub pairs: u64,
    /// For each share the accounts it is paired with among earlier ones, added up.
    pub ties: u64,
}

/// The objects that more than one post shares.
fn groups(shares: &[Share]) -> Vec<ObjectGroup> {
    let mut groups = Vec::new();
    let mut start = 0;
    for same in shares.chunk_by(|a, b| a.object == b.object) {
        if same.len() > 1 {
            let shares = start..start + same.len();
            groups.push(ObjectGroup { object: same[0].object, shares, pairs: 0, ties: 0 });
        }
        start += same.len();
    }
    groups
}

/// Shares with what is coordinated among them. Everything is in the order of texts, whatever order the shares came in.
#[derive(Debug)]
pub struct CoordinatedShares {
    pub(super) window_ms: u64,
    pub(super) objects: SortedNames,
    pub(super) accounts: SortedNames,
    pub(super) posts: SortedNames,
    /// The account of each post.
    pub(super) account_of: Vec<u32>,
    /// Accounts that have the minimum participation in pairs.
    pub(super) qualified: Vec<bool>,
    pub(super) groups: Vec<ObjectGroup>,
    pub(super) shares: Vec<Share>,
    paired_accounts: u64,
    of_two_accounts: u64,
    repeated: u64,
    active_accounts: u64,
}

impl CoordinatedShares {
    /// How many pairs of shares count, over all objects, also those that are too crowded to be written out.
    pub fn pairs(&self) -> u128 {
        self.groups.iter().map(|group| u128::from(group.pairs)).sum()
    }

    /// How many accounts are in any of them.
    pub fn paired_accounts(&self) -> u64 {
        self.paired_accounts
    }

    /// How many objects are in any of them.
    pub fn paired_objects(&self) -> u64 {
        self.groups.len() as u64
    }

    /// How many accounts have as many shares as the minimum participation, paired or not: what accounts found to be
    /// coordinated are a share of.
    pub fn active_accounts(&self) -> u64 {
        self.active_accounts
    }

    /// Shares that were dropped because the same post shares the same object earlier.
    pub fn repeated(&self) -> u64 {
        self.repeated
    }

    /// Shares that were dropped because their post has another account too.
    pub fn of_two_accounts(&self) -> u64 {
        self.of_two_accounts
    }

    /// Finds the accounts whose shares, by posts that are in any pair, reach the minimum participation. `own` are shares
    /// that are in no pair themselves, but count as shares of their posts.
    fn qualify(&mut self, own: &[Share], settings: &CoordinationSettings) {
        let mut paired = vec![false; self.posts.len()];
        for group in &self.groups {
            mark_paired(&self.shares[group.shares.clone()], self.window_ms, &mut paired);
        }
        let in_pairs = self.shares.iter().chain(own).filter(|share| paired[share.post as usize]);
        let counts = participation(in_pairs, self.accounts.len(), self.posts.len(), settings.counted);
        self.qualified = counts.iter().map(|&count| count > 0 && count >= settings.participation).collect();
    }

    /// Counts the pairs and ties of each object and keeps the objects that have any.
    fn count(&mut self) {
        let (shares, qualified, window) = (&self.shares, &self.qualified, self.window_ms);
        let accounts: Vec<Vec<u32>> = self
            .groups
            .par_iter_mut()
            .map_init(Sweep::default, |sweep, group| {
                let counted = sweep.count(&shares[group.shares.clone()], window, qualified);
                (group.pairs, group.ties) = (counted.pairs, counted.ties);
                counted.accounts
            })
            .collect();
        self.groups.retain(|group| group.pairs > 0);
        let mut is_paired = vec![false; self.accounts.len()];
        accounts.into_iter().flatten().for_each(|account| is_paired[account as usize] = true);
        self.paired_accounts = is_paired.iter().filter(|&&paired| paired).count() as u64;
    }

    /// The objects whose `size`s, from the smallest on, come to no more than `most`, in the order of texts, and those
    /// that are too many. What few share says most, so the most crowded are left out.
    pub(super) fn within(
        &self,
        most: u64,
        size: impl Fn(&ObjectGroup) -> u64,
    ) -> (Vec<&ObjectGroup>, Vec<CrowdedObject>) {
        let mut groups: Vec<&ObjectGroup> = self.groups.iter().collect();
        groups.sort_unstable_by_key(|group| (size(group), group.object));
        let mut sum = 0u64;
        let fits = |group: &&&ObjectGroup| {
            sum = sum.saturating_add(size(group));
            sum <= most
        };
        let fitting = groups.iter().take_while(fits).count();
        let crowded = groups.split_off(fitting);
        groups.sort_unstable_by_key(|group| group.object);
        (groups, crowded.into_iter().rev().map(|group| self.crowded(group)).collect())
    }

    fn crowded(&self, group: &ObjectGroup) -> CrowdedObject {
        CrowdedObject {
            object: self.objects.get(group.object).to_owned(),
            shares: group.shares.len() as u64,
            pairs: group.pairs,
            ties: group.ties,
        }
    }
}

/// How often each account takes part.
fn participation<'s>(
    shares: impl Iterator<Item = &'s Share>,
    accounts: usize,
    posts: usize,
    counted: Counted,
) -> Vec<u32> {
    let mut counts = vec![0u32; accounts];
    let mut known = vec![false; if counted == Counted::Posts { posts } else { 0 }];
    for share in shares {
        let is_new = known.get_mut(share.post as usize).is_none_or(|known| !std::mem::replace(known, true));
        counts[share.account as usize] += u32::from(is_new);
    }
    counts
}

/// Marks the posts of one object that are within the window of one by another account, whoever it is.
fn mark_paired(shares: &[Share], window: u64, paired: &mut [bool]) {
    // The latest earlier share by another account than the one at hand: if that is too far, all are.
    let mut other: Option<Share> = None;
    for pair in shares.windows(2) {
        let (before, now) = (pair[0], pair[1]);
        if before.account != now.account {
            other = Some(before);
        }
        if let Some(other) = other
            && now.time.abs_diff(other.time) <= window
        {
            paired[now.post as usize] = true;
        }
    }
    let mut other: Option<Share> = None;
    for pair in shares.windows(2).rev() {
        let (now, after) = (pair[0], pair[1]);
        if after.account != now.account {
            other = Some(after);
        }
        if let Some(other) = other
            && now.time.abs_diff(other.time) <= window
        {
            paired[now.post as usize] = true;
        }
    }
}
