//! The facts of an offer in a form that can be compared: an offer fingerprint.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use super::Offer;
use crate::contacts::ContactKind;
use crate::lexicon::{Benefit, Condition, Isco, PayKind, Period};

/// An amount in its normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount {
    /// What it is paid for.
    pub kind: PayKind,
    /// Lower bound in hundredths of the currency.
    pub min: Option<u64>,
    /// Upper bound in hundredths of the currency; equal to `min` for one figure.
    pub max: Option<u64>,
    /// ISO 4217 code.
    pub currency: [u8; 3],
    /// The time it is for; a year's pay that twelve divides is a month's.
    pub period: Option<Period>,
    /// The text names no currency.
    pub implied: bool,
}

/// One fact of an offer, the same for everybody who states it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// An amount, whatever it is for; `period` and bounds as the text has them.
    Pay(Amount),
    /// Ages asked for, in years.
    Age(Option<u8>, Option<u8>),
    /// Work, as the first digits of an ISCO-08 code (2, 3 or 4 of them, the rest are spaces).
    Role([u8; 4]),
    /// Something given besides pay.
    Benefit(Benefit),
    /// Who may apply, and what is asked for.
    Condition(Condition),
    /// A contract or its length is spoken of.
    Term,
    /// A way to reach whoever offers it, by the kind it is compared as and its normal form.
    Contact(ContactKind, String),
}

/// The facts of one offer, in order and each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfferFacts {
    pub(super) pay: Vec<Amount>,
    pub(super) age: Option<(Option<u8>, Option<u8>)>,
    pub(super) roles: Vec<Isco>,
    pub(super) benefits: Vec<Benefit>,
    pub(super) conditions: Vec<Condition>,
    pub(super) term: bool,
    pub(super) contacts: Vec<(ContactKind, String)>,
}

impl OfferFacts {
    /// The facts of an offer. Of `contacts` those count that lead to one recipient.
    pub fn new<'a>(offer: &Offer, contacts: impl IntoIterator<Item = (ContactKind, &'a str)>) -> OfferFacts {
        let mut contacts: Vec<(ContactKind, String)> = contacts
            .into_iter()
            .filter(|(kind, _)| kind.is_direct())
            .map(|(kind, value)| (kind.compared_as(), value.to_owned()))
            .collect();
        sort(&mut contacts);
        let mut pay: Vec<Amount> = offer.pay.iter().filter_map(normal_amount).collect();
        sort(&mut pay);
        let mut roles: Vec<Isco> = offer.roles.iter().map(|role| role.isco).collect();
        sort(&mut roles);
        let mut benefits: Vec<Benefit> = offer.benefits.iter().map(|(benefit, _)| *benefit).collect();
        sort(&mut benefits);
        let mut conditions: Vec<Condition> = offer.conditions.iter().map(|(condition, _)| *condition).collect();
        sort(&mut conditions);
        let age = offer.age.as_ref().map(|age| (age.min, age.max)).filter(|age| *age != (None, None));
        OfferFacts { pay, age, roles, benefits, conditions, term: offer.term.is_some(), contacts }
    }

    /// Returns true if there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        *self == OfferFacts::default()
    }

    /// Every fact once; a kind of work also as the groups it belongs to, and an amount without what it is for
    /// or how often.
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts: Vec<Fact> = self.pay.iter().flat_map(|pay| figures(pay).map(Fact::Pay)).collect();
        facts.extend(self.age.map(|(min, max)| Fact::Age(min, max)));
        for role in &self.roles {
            facts.extend([4, 3, 2].map(|digits| Fact::Role(group(*role, digits))));
        }
        facts.extend(self.benefits.iter().map(|b| Fact::Benefit(*b)));
        facts.extend(self.conditions.iter().map(|c| Fact::Condition(*c)));
        facts.extend(self.term.then_some(Fact::Term));
        facts.extend(self.contacts.iter().map(|(kind, value)| Fact::Contact(*kind, value.clone())));
        sort(&mut facts);
        facts
    }
}

/// How many offers of a case have each fact, and how many offers there are.
///
/// Count each wording once: copies of one text say nothing about how common its facts are.
#[derive(Clone, Debug, Default)]
pub struct FactCounts {
    offers: u64,
    counts: HashMap<Fact, u64>,
}

impl FactCounts {
    /// Counts one offer.
    pub fn add(&mut self, offer: &OfferFacts) {
        self.offers += 1;
        for fact in offer.facts() {
            *self.counts.entry(fact).or_default() += 1;
        }
    }

    /// How many offers were counted.
    pub fn offers(&self) -> u64 {
        self.offers
    }

    /// How many of them have the fact.
    pub fn of(&self, fact: &Fact) -> u64 {
        self.counts.get(fact).copied().unwrap_or(0)
    }
}

fn sort<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}

/// The amount in hundredths; `None` for what is no amount at all.
fn normal_amount(pay: &super::Pay) -> Option<Amount> {
    // Amounts beyond are no pay, and below 2^53 every hundredth is told apart.
    const MOST: f64 = 9e13;
    let hundredths = |value: f64| (value.is_finite() && (0.0..MOST).contains(&value)).then(|| (value * 100.0).round());
    let currency: [u8; 3] = pay.currency.as_bytes().try_into().ok()?;
    let mut bounds = [pay.min.and_then(hundredths), pay.max.and_then(hundredths)];
    if bounds == [None, None] {
        return None;
    }
    if let [Some(low), Some(high)] = bounds
        && low > high
    {
        bounds.swap(0, 1);
    }
    let mut period = pay.period;
    if period == Some(Period::Year) && bounds.iter().flatten().all(|b| b % 12.0 == 0.0) {
        bounds = bounds.map(|b| b.map(|b| b / 12.0));
        period = Some(Period::Month);
    }
    let [min, max] = bounds.map(|b| b.map(|b| b as u64));
    Some(Amount { kind: pay.kind, min, max, currency, period, implied: pay.currency_implied })
}

/// The bounds of an amount as facts that do not depend on what a text leaves out: its kind, its period, its currency's
/// being named.
pub(super) fn figures(pay: &Amount) -> impl Iterator<Item = Amount> + use<> {
    let bare = |figure: Option<u64>, currency| Amount {
        kind: PayKind::Salary,
        min: figure,
        max: figure,
        currency,
        period: None,
        implied: false,
    };
    let (low, high, currency) = (pay.min, pay.max, pay.currency);
    let second = high.filter(|_| high != low);
    let first = low.filter(|_| low.is_some());
    first.into_iter().chain(second).map(move |figure| bare(Some(figure), currency))
}

/// The first digits of a code, the rest blank.
pub(super) fn group(role: Isco, digits: usize) -> [u8; 4] {
    let mut group = *b"    ";
    for (to, from) in group.iter_mut().zip(role.as_str().bytes().take(digits)) {
        *to = from;
    }
    group
}

/// An amount for people: `240,000 RUB a month`, `a bonus of 195,000 RUB`.
pub(super) fn say_amount(pay: &Amount) -> String {
    let mut out = String::new();
    out.push_str(match pay.kind {
        PayKind::Salary => "",
        PayKind::Bonus => "a bonus of ",
        PayKind::Injury => "for an injury ",
        PayKind::Death => "on death ",
    });
    match (pay.min, pay.max) {
        (Some(low), Some(high)) if low != high => {
            money(&mut out, low);
            out.push_str(" to ");
            money(&mut out, high);
        }
        (Some(low), Some(_)) => money(&mut out, low),
        (Some(low), None) => {
            out.push_str("from ");
            money(&mut out, low);
        }
        (None, Some(high)) => {
            out.push_str("up to ");
            money(&mut out, high);
        }
        (None, None) => {}
    }
    let _ = write!(out, " {}", String::from_utf8_lossy(&pay.currency));
    out.push_str(match pay.period {
        Some(Period::Hour) => " an hour",
        Some(Period::Day) => " a day",
        Some(Period::Week) => " a week",
        Some(Period::Month) => " a month",
        Some(Period::Year) => " a year",
        Some(Period::Once) | None => "",
    });
    out
}

/// Hundredths with commas between thousands.
fn money(out: &mut String, hundredths: u64) {
    let digits = (hundredths / 100).to_string();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !hundredths.is_multiple_of(100) {
        let _ = write!(out, ".{:02}", hundredths % 100);
    }
}

/// Ages for people: `age 22 to 55`.
pub(super) fn say_age((min, max): (Option<u8>, Option<u8>)) -> String {
    match (min, max) {
        (Some(min), Some(max)) if min == max => format!("age {min}"),
        (Some(min), Some(max)) => format!("age {min} to {max}"),
        (Some(min), None) => format!("age from {min}"),
        (None, Some(max)) => format!("age up to {max}"),
        (None, None) => "any age".to_owned(),
    }
}

pub(super) fn say_benefit(benefit: Benefit) -> &'static str {
    match benefit {
        Benefit::Insurance => "insurance",
        Benefit::Medical => "medical care",
        Benefit::Leave => "paid leave",
        Benefit::Housing => "housing",
        Benefit::Training => "training",
        Benefit::Travel => "paid travel",
        Benefit::Equipment => "equipment",
        Benefit::Family => "benefits for the family",
        Benefit::Citizenship => "citizenship",
        Benefit::Amnesty => "amnesty",
    }
}

pub(super) fn say_condition(condition: Condition) -> &'static str {
    match condition {
        Condition::Nationality => "nationality spoken of",
        Condition::RecordAccepted => "a criminal record is no obstacle",
        Condition::RecordClean => "a clean record asked for",
        Condition::NoExperience => "no experience needed",
        Condition::Experience => "experience asked for",
        Condition::Documents => "papers to bring",
        Condition::Health => "health asked for",
        Condition::Deadline => "a deadline",
    }
}

/// What two offers may share, as one word for blocking: few random offers do.
pub(super) fn block_keys(offer: &OfferFacts) -> Vec<Vec<Fact>> {
    // Beyond so many roles an advert is a list of vacancies, and pairs of them would be too many keys.
    const MOST_ROLES: usize = 6;
    let mut keys: HashSet<Vec<Fact>> = HashSet::new();
    keys.extend(offer.pay.iter().flat_map(|pay| figures(pay).map(|figure| vec![Fact::Pay(figure)])));
    keys.extend(offer.contacts.iter().map(|(kind, value)| vec![Fact::Contact(*kind, value.clone())]));
    // Ages alone are shared by many; ages with one more fact by few.
    if let Some((min, max)) = offer.age {
        let age = Fact::Age(min, max);
        let roles = offer.roles.iter().map(|role| Fact::Role(group(*role, 2)));
        let others = roles
            .chain(offer.benefits.iter().map(|b| Fact::Benefit(*b)))
            .chain(offer.conditions.iter().map(|c| Fact::Condition(*c)))
            .chain(offer.term.then_some(Fact::Term));
        keys.extend(others.map(|other| vec![age.clone(), other]));
    }
    let roles = &offer.roles[..offer.roles.len().min(MOST_ROLES)];
    for (i, one) in roles.iter().enumerate() {
        for other in &roles[i + 1..] {
            keys.insert(vec![Fact::Role(group(*one, 4)), Fact::Role(group(*other, 4))]);
        }
    }
    let mut keys: Vec<Vec<Fact>> = keys.into_iter().collect();
    keys.sort_unstable();
    keys
}

/// A fact for people.
pub(super) fn say(fact: &Fact) -> String {
    match fact {
        Fact::Pay(amount) => say_amount(amount),
        Fact::Age(min, max) => say_age((*min, *max)),
        Fact::Role(code) => say_role(code),
        Fact::Benefit(benefit) => say_benefit(*benefit).to_owned(),
        Fact::Condition(condition) => say_condition(*condition).to_owned(),
        Fact::Term => "a contract is spoken of".to_owned(),
        Fact::Contact(kind, value) => format!("{} {value}", kind.as_str()),
    }
}

pub(super) fn say_role(code: &[u8; 4]) -> String {
    let code = String::from_utf8_lossy(code);
    let code = code.trim_end();
    if code.len() == 4 { format!("occupation {code}") } else { format!("occupations of group {code}") }
}
