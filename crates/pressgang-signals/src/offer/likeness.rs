//! How alike two offers are, and why.
//!
//! Each fact that both state weighs as much as it is rare: `-ln p`, where `p` is how likely an unrelated offer states
//! it too. `p` is half what the case's offers show and half a judgement about adverts at large (the mean of the two
//! logarithms), because a case is collected by what it searches for: what a campaign repeats looks common in it. What
//! both state differently speaks against it. What one of them leaves out says nothing. The sum becomes a score by the
//! logistic function, with [`NEEDED`] against it at first.

use super::facts::{Amount, Fact, FactCounts, OfferFacts, figures, group, say, say_age, say_amount, say_role};
use crate::lexicon::{Benefit, Condition, Isco, PayKind};

/// From this score on two offers are said to be the same one.
pub const SAME_OFFER: f64 = 0.5;

/// What the facts in common must outweigh before two adverts are more likely one offer than two, in nats. Among some
/// hundreds of offers a given one has a few of its own (6 nats), and facts of adverts of one trade go together, so that
/// sums of their weights promise too much (4 nats).
const NEEDED: f64 = 10.0;
/// Benefits and conditions come in the same few lists, so together they never weigh more than this.
const MOST_FOR_LISTS: f64 = 4.0;
/// The most that kinds of work weigh together: lists of vacancies resemble each other.
const MOST_FOR_ROLES: f64 = 5.0;
/// The score of two offers whose facts in common are too few in kind to say they are one is below [`SAME_OFFER`].
const TOO_FEW_KINDS: f64 = 0.45;
/// How many offers the judgement counts as, where a case has few.
const JUDGED_AS: f64 = 50.0;

/// How much of an amount's weight counts where one text leaves out what the other says.
const ONE_SIDED: f64 = 0.7;
/// The same where the currency is only implied.
const IMPLIED: f64 = 0.8;

/// What speaks against two offers being one, in nats.
const OTHER_SALARY: f64 = 3.0;
const OTHER_PAYMENT: f64 = 2.0;
const OTHER_AGE: f64 = 2.5;
const OTHER_WORK: f64 = 1.0;

/// How alike two offers are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Likeness {
    /// 0 to 1; from [`SAME_OFFER`] on they are said to be the same offer.
    pub score: f64,
    /// What the facts in common outweigh what speaks against by, in nats; 0 where nothing can be told.
    pub support: f64,
    /// What both state, the heaviest first, for people: `240,000 RUB a month`.
    pub common: Vec<String>,
    /// What they state differently: `age 22 to 55 against age 18 to 35`.
    pub against: Vec<String>,
    /// What could be the same but cannot be told, and why.
    pub unclear: Vec<String>,
}

impl Likeness {
    /// The explanation in one line.
    pub fn basis(&self) -> String {
        let mut out = self.common.join("; ");
        for (word, list) in [("against it: ", &self.against), ("unclear: ", &self.unclear)] {
            if !list.is_empty() {
                let gap = if out.is_empty() { "" } else { "; " };
                out = format!("{out}{gap}{word}{}", list.join("; "));
            }
        }
        out
    }
}

/// Compares two offers; the order of the two and of their facts makes no difference.
pub fn likeness(a: &OfferFacts, b: &OfferFacts, counts: &FactCounts) -> Likeness {
    let mut sum = Sum { counts, common: Vec::new(), kinds: 0, against: 0.0, found: Likeness::default() };
    sum.pay(a, b);
    sum.age(a, b);
    sum.roles(&a.roles, &b.roles);
    sum.lists(a, b);
    if a.term && b.term {
        let weight = sum.weight(&Fact::Term);
        sum.share(vec![(weight, say(&Fact::Term))], f64::MAX);
    }
    sum.contacts(a, b);
    sum.finish()
}

/// How likely an offer at large states a fact of this kind with this value: judgements, from adverts of the project's
/// trials; exact values of pay, ages and contacts are rare, benefits and conditions common.
fn at_large(fact: &Fact) -> f64 {
    match fact {
        Fact::Pay(_) => 0.005,
        Fact::Age(Some(_), Some(_)) => 0.02,
        // Most that name one bound name the age of majority.
        Fact::Age(..) => 0.3,
        Fact::Role(code) => match code.iter().filter(|digit| **digit != b' ').count() {
            4 => 0.08,
            3 => 0.15,
            _ => 0.25,
        },
        Fact::Benefit(Benefit::Amnesty | Benefit::Citizenship) => 0.05,
        Fact::Benefit(_) => 0.2,
        Fact::Condition(Condition::RecordAccepted) => 0.05,
        Fact::Condition(_) => 0.25,
        Fact::Term => 0.3,
        Fact::Contact(..) => 0.001,
    }
}

struct Sum<'a> {
    counts: &'a FactCounts,
    common: Vec<(f64, String)>,
    /// Kinds of fact in common, contacts apart.
    kinds: u32,
    against: f64,
    found: Likeness,
}

impl Sum<'_> {
    fn weight(&self, fact: &Fact) -> f64 {
        let judged = at_large(fact);
        let seen = (self.counts.of(fact) as f64 + JUDGED_AS * judged) / (self.counts.offers() as f64 + JUDGED_AS);
        // Counts of another case might say more than there are.
        -(seen.min(1.0).ln() + judged.ln()) / 2.0
    }

    /// Takes facts of one kind in common; together they weigh at most `most`.
    fn share(&mut self, mut facts: Vec<(f64, String)>, most: f64) {
        let total: f64 = facts.iter().map(|(weight, _)| weight).sum();
        if total <= 0.0 {
            return;
        }
        let scale = (most / total).min(1.0);
        facts.iter_mut().for_each(|(weight, _)| *weight *= scale);
        self.common.extend(facts);
        self.kinds += 1;
    }

    fn oppose(&mut self, weight: f64, text: String) {
        self.against += weight;
        self.found.against.push(text);
    }

    fn pay(&mut self, a: &OfferFacts, b: &OfferFacts) {
        for kind in [PayKind::Salary, PayKind::Bonus, PayKind::Injury, PayKind::Death] {
            let of = |offer: &OfferFacts| -> Vec<Amount> {
                offer.pay.iter().copied().filter(|pay| pay.kind == kind).collect()
            };
            let (ours, theirs) = (of(a), of(b));
            let agreeing = agreements(&ours, &theirs);
            let facts: Vec<(f64, String)> = agreeing
                .iter()
                .map(|(pay, share)| {
                    let rarest = figures(pay).map(|figure| self.weight(&Fact::Pay(figure))).fold(0.0, f64::max);
                    (rarest * share, say_amount(pay))
                })
                .collect();
            if !facts.is_empty() {
                self.share(facts, f64::MAX);
            } else if let (Some(one), Some(other)) = (ours.first(), theirs.first()) {
                self.unlike(kind, one, other, &ours, &theirs);
            }
        }
    }

    fn unlike(&mut self, kind: PayKind, one: &Amount, other: &Amount, ours: &[Amount], theirs: &[Amount]) {
        // Said in the same order whichever offer comes first.
        let (one, other) = if one <= other { (one, other) } else { (other, one) };
        let both = format!("{} against {}", say_amount(one), say_amount(other));
        let pairs = || ours.iter().flat_map(|x| theirs.iter().map(move |y| (x, y)));
        if pairs().all(|(x, y)| x.currency != y.currency) {
            self.found.unclear.push(format!("{both}: a converted amount is not the same amount"));
        } else if pairs().any(|(x, y)| x.currency == y.currency && same_time(x, y) && overlap(x, y)) {
            self.found.unclear.push(format!("{both}: the ranges overlap"));
        } else {
            self.oppose(if kind == PayKind::Salary { OTHER_SALARY } else { OTHER_PAYMENT }, both);
        }
    }

    fn age(&mut self, a: &OfferFacts, b: &OfferFacts) {
        let (Some(ours), Some(theirs)) = (a.age, b.age) else { return };
        if ours == theirs {
            let weight = self.weight(&Fact::Age(ours.0, ours.1));
            self.share(vec![(weight, say_age(ours))], f64::MAX);
            return;
        }
        let differs = |x: Option<u8>, y: Option<u8>| matches!((x, y), (Some(x), Some(y)) if x != y);
        if differs(ours.0, theirs.0) || differs(ours.1, theirs.1) {
            let (one, other) = if ours <= theirs { (ours, theirs) } else { (theirs, ours) };
            self.oppose(OTHER_AGE, format!("{} against {}", say_age(one), say_age(other)));
            return;
        }
        let same = |x: Option<u8>, y: Option<u8>| x.filter(|_| x == y);
        let (min, max) = (same(ours.0, theirs.0), same(ours.1, theirs.1));
        if (min, max) != (None, None) {
            let weight = self.weight(&Fact::Age(min, max));
            self.share(vec![(weight, say_age((min, max)))], f64::MAX);
        }
    }

    /// The same occupation counts in full, others of the same group by the group's rarity.
    fn roles(&mut self, a: &[Isco], b: &[Isco]) {
        if a.is_empty() || b.is_empty() {
            return;
        }
        let mut facts = Vec::new();
        let (mut a, mut b) = (a.to_vec(), b.to_vec());
        for digits in [4, 3, 2] {
            let groups = |of: &[Isco]| -> Vec<[u8; 4]> {
                let mut groups: Vec<[u8; 4]> = of.iter().map(|role| group(*role, digits)).collect();
                groups.dedup();
                groups
            };
            let theirs = groups(&b);
            let shared: Vec<[u8; 4]> = groups(&a).into_iter().filter(|g| theirs.contains(g)).collect();
            for code in &shared {
                facts.push((self.weight(&Fact::Role(*code)), say_role(code)));
            }
            a.retain(|role| !shared.contains(&group(*role, digits)));
            b.retain(|role| !shared.contains(&group(*role, digits)));
        }
        if !facts.is_empty() {
            self.share(facts, MOST_FOR_ROLES);
            return;
        }
        let major = |of: &[Isco]| -> Vec<[u8; 4]> { of.iter().map(|role| group(*role, 1)).collect() };
        let theirs = major(&b);
        if let (Some(one), Some(other)) = (a.first(), b.first())
            && !major(&a).iter().any(|g| theirs.contains(g))
        {
            let (one, other) = if one <= other { (one, other) } else { (other, one) };
            self.oppose(OTHER_WORK, format!("occupation {} against {}", one.as_str(), other.as_str()));
        }
    }

    fn lists(&mut self, a: &OfferFacts, b: &OfferFacts) {
        let benefits = a.benefits.iter().filter(|x| b.benefits.contains(x)).map(|x| Fact::Benefit(*x));
        let conditions = a.conditions.iter().filter(|x| b.conditions.contains(x)).map(|x| Fact::Condition(*x));
        let facts: Vec<(f64, String)> =
            benefits.chain(conditions).map(|fact| (self.weight(&fact), say(&fact))).collect();
        self.share(facts, MOST_FOR_LISTS);
        if a.conditions.iter().chain(&b.conditions).any(|c| *c == Condition::RecordAccepted)
            && a.conditions.iter().chain(&b.conditions).any(|c| *c == Condition::RecordClean)
        {
            self.oppose(OTHER_PAYMENT, "a clean record asked for against a criminal record is no obstacle".to_owned());
        }
    }

    fn contacts(&mut self, a: &OfferFacts, b: &OfferFacts) {
        let shared: Vec<Fact> = a
            .contacts
            .iter()
            .filter(|contact| b.contacts.contains(contact))
            .map(|(kind, value)| Fact::Contact(*kind, value.clone()))
            .collect();
        let kinds = self.kinds;
        let facts = shared.iter().map(|fact| (self.weight(fact), say(fact))).collect();
        self.share(facts, f64::MAX);
        // A shared contact is a match of its own; what is offered must be alike without it.
        self.kinds = kinds;
    }

    fn finish(mut self) -> Likeness {
        self.common.sort_by(|(x, one), (y, other)| y.total_cmp(x).then_with(|| one.cmp(other)));
        // Heaviest first, so that the sum does not depend on which offer came first.
        let total: f64 = self.common.iter().map(|(weight, _)| weight).sum();
        self.found.support = total - self.against;
        let score = if self.common.is_empty() { 0.0 } else { logistic(self.found.support - NEEDED) };
        self.found.score = if self.kinds < 2 { score.min(TOO_FEW_KINDS) } else { score };
        self.found.common = self.common.into_iter().map(|(_, text)| text).collect();
        self.found
    }
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// The amounts both lists have, in normal form, each with how much of its weight counts.
fn agreements(ours: &[Amount], theirs: &[Amount]) -> Vec<(Amount, f64)> {
    let mut found: Vec<(Amount, f64)> = Vec::new();
    for x in ours {
        for y in theirs {
            let Some((amount, share)) = agreement(x, y) else { continue };
            let same = |known: &Amount| figures(known).eq(figures(&amount));
            match found.iter_mut().find(|(known, _)| same(known)) {
                Some(known) if known.1 < share => *known = (amount, share),
                Some(known) if known.1 == share && amount < known.0 => known.0 = amount,
                Some(_) => {}
                None => found.push((amount, share)),
            }
        }
    }
    found.sort_unstable_by_key(|(amount, _)| *amount);
    found
}

/// What two amounts have in common: the same figures in the same currency for the same time, as far as both say.
fn agreement(x: &Amount, y: &Amount) -> Option<(Amount, f64)> {
    if x.currency != y.currency || !same_time(x, y) {
        return None;
    }
    let fits = |one: Option<u64>, other: Option<u64>| one == other || one.is_none() || other.is_none();
    // "From 240,000" and "up to 240,000" name one figure but not one amount.
    let shared = x.min.is_some() && x.min == y.min || x.max.is_some() && x.max == y.max;
    if !shared || !fits(x.min, y.min) || !fits(x.max, y.max) {
        return None;
    }
    let mut share = 1.0;
    if (x.min, x.max) != (y.min, y.max) {
        share *= ONE_SIDED;
    }
    if x.period != y.period {
        share *= ONE_SIDED;
    }
    if x.implied || y.implied {
        share *= IMPLIED;
    }
    let amount = Amount {
        min: x.min.or(y.min),
        max: x.max.or(y.max),
        period: x.period.or(y.period),
        implied: x.implied || y.implied,
        ..*x
    };
    Some((amount, share))
}

/// Returns true if two amounts may be for the same time.
fn same_time(x: &Amount, y: &Amount) -> bool {
    x.period == y.period || x.period.is_none() || y.period.is_none()
}

fn overlap(x: &Amount, y: &Amount) -> bool {
    let range = |of: &Amount| (of.min.unwrap_or(0), of.max.unwrap_or(u64::MAX));
    let ((a, b), (c, d)) = (range(x), range(y));
    a <= d && c <= b
}

#[cfg(test)]
#[path = "likeness_tests.rs"]
mod tests;
