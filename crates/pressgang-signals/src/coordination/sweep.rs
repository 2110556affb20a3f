//! The window moving over the shares of one object in the order of time: who is in it, counted, never listed.

use super::shares::Share;

/// What stands in the window of one account.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct InWindow {
    /// Shares.
    pub shares: u64,
    /// Their times, in milliseconds after the object's first share, added up.
    pub times: u128,
    /// The latest of them.
    pub latest: i64,
    /// Where the account stands among those present that qualify as it does.
    place: u32,
    qualified: bool,
}

/// Rooms that are used again for one object after the other.
#[derive(Debug, Default)]
pub(super) struct Sweep {
    /// The accounts that share the object, in order.
    accounts: Vec<u32>,
    /// For each share the place of its account there.
    local: Vec<u32>,
    window: Vec<InWindow>,
    /// Who is in the window: those that do not qualify, and those that do.
    present: [Vec<u32>; 2],
}

/// What one object comes to.
#[derive(Debug, Default)]
pub(super) struct CountedPairs {
    pub pairs: u64,
    pub ties: u64,
    /// The accounts in any pair.
    pub accounts: Vec<u32>,
}

/// An account in the window, beside another one's share.
#[derive(Clone, Copy, Debug)]
pub(super) struct Partner {
    pub account: u32,
    pub window: InWindow,
}

impl Sweep {
    fn begin(&mut self, shares: &[Share], qualified: &[bool]) {
        self.accounts.clear();
        self.accounts.extend(shares.iter().map(|share| share.account));
        self.accounts.sort_unstable();
        self.accounts.dedup();
        self.local.clear();
        let accounts = &self.accounts;
        self.local.extend(shares.iter().map(|share| accounts.partition_point(|&a| a < share.account) as u32));
        self.window.clear();
        let begun = |&account: &u32| InWindow { qualified: qualified[account as usize], ..InWindow::default() };
        self.window.extend(accounts.iter().map(begun));
        self.present.iter_mut().for_each(Vec::clear);
    }

    /// Counts the pairs of an object, and the ties: for each share the accounts within the window before it that it is
    /// paired with. Takes time linear in the shares (but for sorting their accounts).
    pub fn count(&mut self, shares: &[Share], window: u64, qualified: &[bool]) -> CountedPairs {
        self.begin(shares, qualified);
        let mut counted = CountedPairs::default();
        let mut is_paired = vec![false; self.accounts.len()];
        // The shares in the window, and the accounts: all of them, and those that qualify.
        let (mut all, mut of_qualified) = (0u64, 0u64);
        let (mut present, mut present_qualified) = (0u64, 0u64);
        let mut oldest = 0;
        for (at, share) in shares.iter().enumerate() {
            while share.time.abs_diff(shares[oldest].time) > window {
                let leaving = &mut self.window[self.local[oldest] as usize];
                leaving.shares -= 1;
                let (gone, qualified) = (u64::from(leaving.shares == 0), u64::from(leaving.qualified));
                (all, of_qualified) = (all - 1, of_qualified - qualified);
                (present, present_qualified) = (present - gone, present_qualified - gone * qualified);
                oldest += 1;
            }
            let mine = &mut self.window[self.local[at] as usize];
            let is_here = u64::from(mine.shares > 0);
            let (pairs, ties) = if mine.qualified {
                (all - mine.shares, present - is_here)
            } else {
                // Who does not qualify is not among those that do.
                (of_qualified, present_qualified)
            };
            counted.pairs += pairs;
            counted.ties += ties;
            is_paired[self.local[at] as usize] |= pairs > 0;
            let qualified = u64::from(mine.qualified);
            mine.shares += 1;
            (all, of_qualified) = (all + 1, of_qualified + qualified);
            (present, present_qualified) = (present + 1 - is_here, present_qualified + (1 - is_here) * qualified);
        }
        if counted.pairs > 0 {
            self.mark_older(shares, window, &mut is_paired);
            let accounts = self.accounts.iter().zip(&is_paired);
            counted.accounts = accounts.filter(|(_, paired)| **paired).map(|(account, _)| *account).collect();
        }
        counted
    }

    /// Marks the accounts of older sides of pairs: the nearest later share by another account, and by another that
    /// qualifies, say whether there is any within the window.
    fn mark_older(&self, shares: &[Share], window: u64, is_paired: &mut [bool]) {
        // The two nearest later shares of different accounts, of all and of those that qualify.
        let mut all: [Option<(u32, i64)>; 2] = [None; 2];
        let mut of_qualified: [Option<(u32, i64)>; 2] = [None; 2];
        let note = |nearest: &mut [Option<(u32, i64)>; 2], account: u32, time: i64| {
            if nearest[0].is_some_and(|(first, _)| first != account) {
                nearest[1] = nearest[0];
            }
            nearest[0] = Some((account, time));
        };
        for (share, &account) in shares.iter().zip(&self.local).rev() {
            let qualified = self.window[account as usize].qualified;
            let nearest = if qualified { &all } else { &of_qualified };
            let other = nearest.iter().flatten().find(|(other, _)| *other != account);
            is_paired[account as usize] |= other.is_some_and(|(_, time)| time.abs_diff(share.time) <= window);
            note(&mut all, account, share.time);
            if qualified {
                note(&mut of_qualified, account, share.time);
            }
        }
    }

    /// Hands over, for each share, the other accounts that have shares within the window before it and that it is
    /// paired with, in no order. Takes as many steps as the object has ties.
    pub fn each_partner(
        &mut self,
        shares: &[Share],
        window: u64,
        qualified: &[bool],
        take: &mut dyn FnMut(&Share, Partner),
    ) {
        self.begin(shares, qualified);
        let first = shares.first().map_or(0, |share| share.time);
        let since = |time: i64| u128::from(time.abs_diff(first));
        let mut oldest = 0;
        for (at, share) in shares.iter().enumerate() {
            while share.time.abs_diff(shares[oldest].time) > window {
                let account = self.local[oldest];
                let leaving = &mut self.window[account as usize];
                leaving.shares -= 1;
                leaving.times -= since(shares[oldest].time);
                if leaving.shares == 0 {
                    let (place, present) = (leaving.place, &mut self.present[usize::from(leaving.qualified)]);
                    present.swap_remove(place as usize);
                    if let Some(&moved) = present.get(place as usize) {
                        self.window[moved as usize].place = place;
                    }
                }
                oldest += 1;
            }
            let account = self.local[at];
            let mine = self.window[account as usize];
            let [others, qualified] = &self.present;
            let others = if mine.qualified { others.as_slice() } else { &[] };
            for &other in qualified.iter().chain(others).filter(|&&other| other != account) {
                take(share, Partner { account: self.accounts[other as usize], window: self.window[other as usize] });
            }
            let mine = &mut self.window[account as usize];
            if mine.shares == 0 {
                let present = &mut self.present[usize::from(mine.qualified)];
                mine.place = present.len() as u32;
                present.push(account);
            }
            mine.shares += 1;
            mine.times += since(share.time);
            mine.latest = share.time;
        }
    }
}
