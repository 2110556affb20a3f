//! How often verified accounts, and ordinary ones, share something with verified accounts: counted in trials.
//!
//! A likelihood ratio answers one question twice: how probable is it that a group of posts shows this if it comes from
//! the organisation, and if it does not? Both are counted by account, since what one account does says little of another:
//! an account that shows it in `h` of `m` posts shows it in a group of `n` with probability `1 - (1 - h/m)^n` (of verified
//! accounts no more than the share of their groups of ten that show it, since such posts stand together), and the mean over the accounts, with half an account added that does and half one that does not (H. Jeffreys' prior), is what
//! is taken. Of ordinary posts none may show it; then one in twice their number is taken to, for each post of the group,
//! which is where the data end. An account never counts in its own trial.

use std::collections::BTreeMap;

use crate::tables::TrialRow;

/// What may be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Feature {
    /// Telling passages or more.
    Words,
    /// The wording from end to end, or nearly.
    SameWords,
    /// A rare offer, among posts that offer something.
    Offer,
    /// A contact, among posts that give one.
    Contact,
    /// A link to a verified account.
    Link,
    /// A link from a verified account, by account.
    Linked,
}

const FEATURES: usize = 6;

/// Groups up to this size are tried.
const SIZES: usize = 10;

/// In how many of how many posts (or accounts) something is shared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    pub hits: u64,
    pub of: u64,
    /// In how many of how many groups of posts at least one shows it.
    group_hits: u64,
    groups: u64,
}

impl Share {
    /// So many of so many accounts, each a group of its own.
    pub fn accounts(hits: u64, of: u64) -> Share {
        Share { hits, of, group_hits: hits, groups: of }
    }

    fn of_group(hits: u64, of: u64) -> Share {
        Share { hits, of, group_hits: u64::from(hits > 0), groups: u64::from(of > 0) }
    }

    fn add(&mut self, other: Share) {
        self.hits += other.hits;
        self.of += other.of;
        self.group_hits += other.group_hits;
        self.groups += other.groups;
    }

    fn less(self, other: Share) -> Share {
        Share {
            hits: self.hits - other.hits,
            of: self.of - other.of,
            group_hits: self.group_hits - other.group_hits,
            groups: self.groups - other.groups,
        }
    }

    /// How probable it is that of `n` posts of this account at least one shows it; `None` where none could.
    ///
    /// Posts of one account that show it often stand together, so it is no more than its share of whole groups, however
    /// many posts: too small a probability brings ratios nearer to 1, whether it is shown or not.
    fn any_of(self, n: u64, side: Kind) -> Option<f64> {
        let by_posts = (self.of > 0).then(|| at_least_one(self.hits as f64 / self.of as f64, n))?;
        Some(match side {
            Kind::Verified => by_posts.min(self.group_hits as f64 / self.groups.max(1) as f64),
            Kind::Ordinary => by_posts,
        })
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    Verified,
    #[default]
    Ordinary,
}

fn at_least_one(each: f64, n: u64) -> f64 {
    1.0 - (1.0 - each.clamp(0.0, 1.0)).powf(n as f64)
}

/// What one account, or one group of its posts, shares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally([Share; FEATURES]);

impl Tally {
    pub fn of(&self, feature: Feature) -> Share {
        self.0[feature as usize]
    }

    pub fn of_row(row: &TrialRow) -> Tally {
        let share = Share::of_group;
        Tally([
            share(row.words, row.texts),
            share(row.same_words, row.texts),
            share(row.same_offer, row.offers),
            share(row.same_contact, row.contacts),
            share(row.links, row.texts),
            share(u64::from(row.linked), 1),
        ])
    }

    fn add(&mut self, other: &Tally) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            mine.add(*theirs);
        }
        // A link from a verified account is one to an account, however many groups of posts it has.
        let linked = &mut self.0[Feature::Linked as usize];
        *linked = Share::of_group(linked.hits.min(1), linked.of.min(1));
    }
}

/// The accounts of one side.
#[derive(Clone, Debug, Default)]
struct Side {
    kind: Kind,
    accounts: BTreeMap<String, Tally>,
    names: Vec<String>,
    /// Sums over the accounts of the probabilities for groups of 1 to [`SIZES`] posts, and how many accounts are in them.
    sums: [([f64; SIZES], u64); FEATURES],
    total: Tally,
}

impl Side {
    fn new(kind: Kind, accounts: BTreeMap<String, Tally>) -> Side {
        let names = accounts.keys().cloned().collect();
        let mut side = Side { kind, accounts, names, ..Side::default() };
        for tally in side.accounts.values() {
            for (feature, share) in tally.0.iter().enumerate() {
                side.total.0[feature].add(*share);
                if share.of > 0 {
                    side.sums[feature].1 += 1;
                    for n in 1..=SIZES {
                        side.sums[feature].0[n - 1] += share.any_of(n as u64, kind).unwrap_or(0.0);
                    }
                }
            }
        }
        side
    }

    /// The sum of the probabilities, the number of accounts, and the posts behind them.
    fn counted(&self, feature: Feature, n: u64, without: Option<&str>) -> (f64, u64, Share) {
        let (sums, accounts) = &self.sums[feature as usize];
        let sum = match n {
            1..=10 => sums[n as usize - 1],
            _ => self.accounts.values().filter_map(|tally| tally.of(feature).any_of(n, self.kind)).sum(),
        };
        let total = self.total.of(feature);
        let own = without.and_then(|name| self.accounts.get(name)).map(|tally| tally.of(feature));
        match own.filter(|own| own.of > 0) {
            Some(own) => ((sum - own.any_of(n, self.kind).unwrap_or(0.0)).max(0.0), accounts - 1, total.less(own)),
            None => (sum, *accounts, total),
        }
    }
}

/// A likelihood ratio with what it was counted from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ratio {
    /// How probable what is seen is if the posts come from the organisation.
    pub if_so: f64,
    /// And if they do not.
    pub if_not: f64,
    /// Verified accounts that were counted, and their posts with and without.
    pub verified: u64,
    pub verified_posts: Share,
    /// Ordinary accounts, and their posts.
    pub ordinary: u64,
    pub ordinary_posts: Share,
    /// No ordinary post shows it: the ratio is as large as the data can show, and may be larger.
    pub saturated: bool,
}

impl Ratio {
    /// Of accounts that were counted otherwise than in trials.
    pub fn of_accounts(verified: Share, ordinary: Share) -> Ratio {
        let smoothed = |share: Share| (share.hits as f64 + 0.5) / (share.of as f64 + 1.0);
        Ratio {
            if_so: smoothed(verified),
            if_not: smoothed(ordinary),
            verified: verified.of,
            verified_posts: verified,
            ordinary: ordinary.of,
            ordinary_posts: ordinary,
            saturated: ordinary.hits == 0,
        }
    }

    pub fn ratio(&self) -> f64 {
        self.if_so / self.if_not
    }

    pub fn log10(&self) -> f64 {
        self.ratio().log10()
    }
}

/// An account that is tried and therefore left out of what is counted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LeftOut<'a> {
    pub verified: Option<&'a str>,
    pub ordinary: Option<&'a str>,
}

/// What the trials of one organisation count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rates {
    verified: Side,
    ordinary: Side,
}

impl Rates {
    pub fn new<'r>(rows: impl IntoIterator<Item = &'r TrialRow>, organisation: &str) -> Rates {
        let (mut verified, mut ordinary) = (BTreeMap::new(), BTreeMap::new());
        for row in rows.into_iter().filter(|row| row.organisation == organisation) {
            let side = if row.side == "reference" { &mut verified } else { &mut ordinary };
            let tally: &mut Tally = side.entry(row.account.clone()).or_default();
            tally.add(&Tally::of_row(row));
        }
        Rates { verified: Side::new(Kind::Verified, verified), ordinary: Side::new(Kind::Ordinary, ordinary) }
    }

    /// What is left out in the trial of a number: the account that is tried, and one of the other side in turn. Otherwise
    /// ratios of the two sides would rest on different numbers of accounts, and their last digits would tell the sides
    /// apart.
    pub fn left_out<'a>(&'a self, account: &'a str, is_verified: bool, number: usize) -> LeftOut<'a> {
        let other = if is_verified { &self.ordinary } else { &self.verified };
        let other = other.names.get(number % other.names.len().max(1)).map(String::as_str);
        match is_verified {
            true => LeftOut { verified: Some(account), ordinary: other },
            false => LeftOut { verified: other, ordinary: Some(account) },
        }
    }

    /// The ratio for a group of `n` posts in which something is shared, or is not. Where it is known how many ordinary
    /// posts have the very thing, it is never rarer than they say. `None` where there is no ordinary post to compare with.
    pub fn ratio(
        &self,
        feature: Feature,
        n: u64,
        is_shared: bool,
        ordinary_with: Option<u64>,
        without: LeftOut<'_>,
    ) -> Option<Ratio> {
        let n = n.max(1);
        let (yes, verified, verified_posts) = self.verified.counted(feature, n, without.verified);
        let (other, ordinary, ordinary_posts) = self.ordinary.counted(feature, n, without.ordinary);
        if ordinary == 0 {
            return None;
        }
        let of_posts = |hits: u64| (hits as f64 + 0.5) / (ordinary_posts.of as f64 + 1.0);
        let shown = (yes + 0.5) / (verified as f64 + 1.0);
        let mut by_chance = (other + 0.5) / (ordinary as f64 + 1.0);
        by_chance = by_chance.max(at_least_one(of_posts(ordinary_posts.hits), n));
        if let Some(hits) = ordinary_with.filter(|_| is_shared) {
            by_chance = by_chance.max(of_posts(hits).min(1.0));
        }
        let saturated = is_shared && ordinary_posts.hits == 0 && ordinary_with.unwrap_or(0) == 0;
        let side = |p: f64| if is_shared { p } else { 1.0 - p };
        Some(Ratio {
            if_so: side(shown),
            if_not: side(by_chance),
            verified,
            verified_posts,
            ordinary,
            ordinary_posts,
            saturated,
        })
    }

    /// The stronger of the ratios for shared passages and for the whole wording.
    pub fn of_words(&self, same: bool, n: u64, ordinary_with: Option<u64>, without: LeftOut<'_>) -> Option<Ratio> {
        let passages = self.ratio(Feature::Words, n, true, ordinary_with, without);
        let whole = same.then(|| self.ratio(Feature::SameWords, n, true, ordinary_with, without)).flatten();
        [passages, whole].into_iter().flatten().max_by(|a, b| a.ratio().total_cmp(&b.ratio()))
    }

    /// The log10 likelihood ratio of what a group of posts that is tried shows: the sum over its origins (words, contacts,
    /// links).
    pub fn of_group(&self, tally: &Tally, without: LeftOut<'_>) -> f64 {
        let share = |feature: Feature| tally.of(feature);
        let of = |feature: Feature| {
            let share = share(feature);
            let ratio = (share.of > 0).then(|| self.ratio(feature, share.of, share.hits > 0, None, without)).flatten();
            ratio.map_or(0.0, |ratio| ratio.log10())
        };
        let texts = share(Feature::Words).of;
        let words = if share(Feature::Words).hits > 0 {
            self.of_words(share(Feature::SameWords).hits > 0, texts, None, without).map_or(0.0, |ratio| ratio.log10())
        } else {
            of(Feature::Words)
        };
        // Whoever copies an advert copies its offer: one origin, of which the stronger counts.
        let offer = if share(Feature::Offer).hits > 0 { of(Feature::Offer) } else { 0.0 };
        let words = if offer > 0.0 { words.max(offer) } else { words };
        let (to, from) = (of(Feature::Link), of(Feature::Linked));
        let links = if to > 0.0 || from > 0.0 { to.max(from) } else { to.min(from) };
        words + of(Feature::Contact) + links
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(side: &str, account: usize, texts: u64, words: u64) -> TrialRow {
        TrialRow {
            organisation: "o".to_owned(),
            side: side.to_owned(),
            account: account.to_string(),
            language: "en".to_owned(),
            texts,
            words,
            same_words: 0,
            offers: 0,
            same_offer: 0,
            contacts: 0,
            same_contact: 0,
            links: 0,
            names: 0,
            linked: false,
        }
    }

    /// Verified accounts with all posts alike, and ordinary accounts of ten posts of which some have one.
    fn rates(verified: usize, ordinary: usize, with_one: usize) -> Rates {
        let verified = (0..verified).map(|account| row("reference", account, 10, 10));
        let ordinary = (0..ordinary).map(|account| row("background", account, 10, u64::from(account < with_one)));
        let rows: Vec<TrialRow> = verified.chain(ordinary).collect();
        Rates::new(&rows, "o")
    }

    #[track_caller]
    fn check(rates: &Rates, n: u64, ordinary_with: Option<u64>, if_so: f64, if_not: f64) {
        let found = rates.ratio(Feature::Words, n, true, ordinary_with, LeftOut::default()).unwrap();
        let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(close(found.if_so, if_so) && close(found.if_not, if_not), "{found:?}");
        let not = rates.ratio(Feature::Words, n, false, None, LeftOut::default()).unwrap();
        assert!(not.ratio() < 1.0 && found.ratio() > not.ratio());
    }

    #[test]
    fn counts_by_account() {
        // 2 of 2 accounts: 2.5 of 3. No ordinary account of 99: half of one of 100, and half a post of 991.
        check(&rates(2, 99, 0), 1, None, 2.5 / 3.0, 0.005);
        // A group of ten posts has ten chances.
        check(&rates(2, 9, 0), 10, None, 2.5 / 3.0, 1.0 - (1.0f64 - 0.5 / 91.0).powi(10));
        // One ordinary account has it in one of ten posts.
        check(&rates(2, 99, 1), 1, None, 2.5 / 3.0, 0.006);
        check(&rates(2, 99, 1), 10, None, 2.5 / 3.0, 1.0 - (1.0f64 - 1.5 / 991.0).powi(10));
        // The very passage is in 30 ordinary posts.
        check(&rates(2, 99, 0), 1, Some(30), 2.5 / 3.0, 30.5 / 991.0);
    }

    #[test]
    fn says_nothing_without_ordinary_posts() {
        assert_eq!(rates(3, 0, 0).ratio(Feature::Words, 1, true, None, LeftOut::default()), None);
        // Nothing is known of the other accounts of an organisation with one: even odds.
        let alone =
            rates(1, 9, 0).ratio(Feature::Words, 1, true, None, LeftOut { verified: Some("0"), ordinary: None });
        assert_eq!(alone.unwrap().if_so, 0.5);
    }

    #[test]
    fn ends_where_the_data_end() {
        let found = rates(50, 999, 0).ratio(Feature::Words, 1, true, None, LeftOut::default()).unwrap();
        assert!(found.saturated && found.ratio() < 2.0 * 1000.0, "{found:?}");
    }
}
