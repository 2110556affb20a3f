use proptest::prelude::*;

use super::super::{AgeRange, Offer, OfferBlocks, Pay, Role};
use super::*;
use crate::contacts::ContactKind;
use crate::lexicon::Period;

/// An offer from short facts: `240000 RUB month`, `bonus 195000 RUB`, `from 100 USD day`, `age 22-55`, `0310`,
/// `leave`, `experience`, `term`, `@handle`.
fn offer(facts: &[&str]) -> OfferFacts {
    let mut offer = Offer::default();
    let mut handles = Vec::new();
    for fact in facts {
        let words: Vec<&str> = fact.split(' ').collect();
        if let Some(handle) = fact.strip_prefix('@') {
            handles.push((ContactKind::Telegram, handle));
        } else if let Some(ages) = fact.strip_prefix("age ") {
            let (min, max) = ages.split_once('-').unwrap();
            offer.age = Some(AgeRange { min: min.parse().ok(), max: max.parse().ok(), span: 0..0 });
        } else if let Some(isco) = Isco::parse(fact) {
            offer.roles.push(Role { isco, span: 0..0 });
        } else if let Some(benefit) = Benefit::named(fact) {
            offer.benefits.push((benefit, 0..0));
        } else if let Some(condition) = Condition::named(fact) {
            offer.conditions.push((condition, 0..0));
        } else if *fact == "term" {
            offer.term = Some(0..0);
        } else {
            let kind = PayKind::named(words[0]);
            let bound = ["from", "to"].into_iter().find(|b| *b == words[0]);
            let rest = &words[usize::from(kind.is_some() || bound.is_some())..];
            let (min, max) = rest[0].split_once('-').unwrap_or((rest[0], rest[0]));
            offer.pay.push(Pay {
                min: min.parse().ok().filter(|_| bound != Some("to")),
                max: max.parse().ok().filter(|_| bound != Some("from")),
                currency: rest[1].trim_end_matches('?').to_owned(),
                period: rest.get(2).and_then(|p| Period::named(p)),
                kind: kind.unwrap_or(PayKind::Salary),
                currency_implied: rest[1].ends_with('?'),
                span: 0..0,
            });
        }
    }
    OfferFacts::new(&offer, handles)
}

/// A hundred offers, of which a few have some facts and most have insurance.
fn case() -> FactCounts {
    let mut counts = FactCounts::default();
    for i in 0..100 {
        let salary = format!("{} RUB month", 50_000 + i * 1_000);
        let mut facts = vec![salary.as_str(), if i % 5 == 0 { "0310" } else { "8322" }];
        facts.extend((i % 3 > 0).then_some("insurance"));
        counts.add(&offer(&facts));
    }
    counts
}

fn check(a: &[&str], b: &[&str], same: bool, basis: &str) {
    let found = likeness(&offer(a), &offer(b), &case());
    assert_eq!(found.basis(), basis, "{a:?} and {b:?}");
    assert_eq!(found.score >= SAME_OFFER, same, "{a:?} and {b:?}: {}", found.score);
}

#[test]
fn rare_facts_of_two_kinds_make_one_offer() {
    check(
        &["240000 RUB month", "age 22-55", "0310", "insurance", "leave"],
        &["240000 RUB month", "age 22-55", "0310", "insurance", "leave"],
        true,
        "240,000 RUB a month; age 22 to 55; occupation 0310; paid leave; insurance",
    );
    check(
        &["240000 RUB month", "age 22-55"],
        &["240000 RUB month", "age 22-55"],
        true,
        "240,000 RUB a month; age 22 to 55",
    );
    check(
        &["240000 RUB month", "bonus 195000 RUB once"],
        &["240000 RUB month", "bonus 195000 RUB once"],
        true,
        "240,000 RUB a month; a bonus of 195,000 RUB",
    );
    // What one leaves out says nothing.
    check(
        &["240000 RUB month", "age 22-55", "death 5000000 RUB once"],
        &["240000 RUB month", "age 22-55", "0310"],
        true,
        "240,000 RUB a month; age 22 to 55",
    );
    check(
        &["age 22-55", "0310", "leave", "citizenship"],
        &["age 22-55", "0310", "leave", "citizenship"],
        true,
        "age 22 to 55; citizenship; occupation 0310; paid leave",
    );
}

#[test]
fn one_kind_of_fact_is_no_match() {
    check(&["insurance"], &["insurance"], false, "insurance");
    check(&["240000 RUB month"], &["240000 RUB month"], false, "240,000 RUB a month");
    check(
        &["240000 RUB month", "300000 RUB month", "360000 RUB month"],
        &["240000 RUB month", "300000 RUB month", "360000 RUB month"],
        false,
        "240,000 RUB a month; 300,000 RUB a month; 360,000 RUB a month",
    );
    let lists = ["insurance", "leave", "housing", "training", "travel", "equipment", "experience", "health"];
    check(
        &lists,
        &lists,
        false,
        "equipment; housing; paid leave; paid travel; training; experience asked for; health asked for; insurance",
    );
    check(&["0310", "insurance"], &["0310", "insurance"], false, "occupation 0310; insurance");
    check(&["@one", "@two"], &["@one", "@two"], false, "telegram one; telegram two");
    check(&[], &[], false, "");
    check(&["0310"], &["insurance"], false, "");
}

#[test]
fn what_honest_adverts_share_too_is_no_match() {
    let mut counts = case();
    for _ in 0..8 {
        counts.add(&offer(&["2300 GBP month", "age 18-45"]));
        counts.add(&offer(&["21 USD hour", "age 18-"]));
    }
    let check = |a: &[&str], b: &[&str]| {
        let found = likeness(&offer(a), &offer(b), &counts);
        assert!(found.score < SAME_OFFER, "{a:?} and {b:?}: {} {}", found.score, found.basis());
    };
    check(&["2300 GBP month", "age 18-45"], &["2300 GBP month", "age 18-45", "no_experience"]);
    check(&["21 USD hour", "age 18-", "training"], &["21 USD hour", "age 18-", "5120"]);
    check(&["8322", "age 18-", "leave", "insurance"], &["8322", "age 18-", "leave", "insurance"]);
}

#[test]
fn amounts_are_compared_as_they_stand() {
    check(&["240000 RUB month"], &["2880000 RUB year"], false, "240,000 RUB a month");
    check(&["240000 RUB"], &["240000 RUB month"], false, "240,000 RUB a month");
    check(&["240000 RUB?"], &["240000 RUB month"], false, "240,000 RUB a month");
    check(&["from 240000 RUB month"], &["240000-300000 RUB month"], false, "240,000 to 300,000 RUB a month");
    check(
        &["from 240000 RUB month"],
        &["to 240000 RUB month"],
        false,
        "unclear: up to 240,000 RUB a month against from 240,000 RUB a month: the ranges overlap",
    );
    check(
        &["240000 RUB month"],
        &["2800 EUR month"],
        false,
        "unclear: 2,800 EUR a month against 240,000 RUB a month: a converted amount is not the same amount",
    );
    check(
        &["240000 RUB month"],
        &["150000 RUB month"],
        false,
        "against it: 150,000 RUB a month against 240,000 RUB a month",
    );
    check(&["3000 RUB day"], &["3000 RUB month"], false, "against it: 3,000 RUB a day against 3,000 RUB a month");
    check(
        &["200000-250000 RUB month"],
        &["240000 RUB month"],
        false,
        "unclear: 200,000 to 250,000 RUB a month against 240,000 RUB a month: the ranges overlap",
    );
    check(&["12.5 EUR hour"], &["12.5 EUR hour"], false, "12.50 EUR an hour");
}

#[test]
fn what_differs_speaks_against_it() {
    check(
        &["240000 RUB month", "age 22-55", "0310"],
        &["240000 RUB month", "age 18-35", "0310"],
        false,
        "240,000 RUB a month; occupation 0310; against it: age 18 to 35 against age 22 to 55",
    );
    check(&["age 22-"], &["age 22-55"], false, "age from 22");
    check(&["0310"], &["2211"], false, "against it: occupation 0310 against 2211");
    check(&["2211"], &["2212"], false, "occupations of group 221");
    check(&["2211"], &["2221"], false, "occupations of group 22");
    check(&["2211"], &["2310"], false, "");
    check(
        &["record_clean"],
        &["record_accepted"],
        false,
        "against it: a clean record asked for against a criminal record is no obstacle",
    );
}

#[test]
fn what_many_offers_of_the_case_have_weighs_less() {
    let facts = ["240000 RUB month", "age 22-55"];
    let mut common = FactCounts::default();
    for _ in 0..1000 {
        common.add(&offer(&facts));
    }
    let rare = likeness(&offer(&facts), &offer(&facts), &case()).score;
    let often = likeness(&offer(&facts), &offer(&facts), &common).score;
    assert!(often < rare, "{often} {rare}");
}

#[test]
fn blocks_find_what_is_alike_and_list_the_crowded() {
    let offers = [
        offer(&["240000 RUB month", "insurance"]),
        offer(&["insurance"]),
        offer(&["240000 RUB", "0310"]),
        offer(&["age 22-55", "0310"]),
        offer(&["age 22-55", "0310", "leave"]),
        offer(&["240000 RUB month"]),
    ];
    let all = OfferBlocks::new(&offers, 10);
    let pairs: Vec<(usize, Vec<u32>)> = (0..6).map(|i| (i, all.others(i))).collect();
    assert_eq!(pairs, [(0, vec![2, 5]), (1, vec![]), (2, vec![5]), (3, vec![4]), (4, vec![]), (5, vec![])]);
    assert_eq!(all.crowded(), []);
    let few = OfferBlocks::new(&offers, 1);
    assert_eq!((few.others(0), few.others(2)), (vec![2], vec![5]));
    assert_eq!(few.crowded(), [super::super::Crowded { shared: "240,000 RUB".to_owned(), offers: 3 }]);
}

const FACTS: [&str; 22] = [
    "240000 RUB month",
    "240000 RUB",
    "2880000 RUB year",
    "from 240000 RUB month",
    "200000-250000 RUB month",
    "2800 EUR month",
    "bonus 195000 RUB once",
    "bonus 5000 EUR once",
    "death 5000000 RUB once",
    "age 22-55",
    "age 18-35",
    "age 22-",
    "0310",
    "2211",
    "2212",
    "8322",
    "insurance",
    "leave",
    "experience",
    "record_clean",
    "term",
    "@one",
];

fn some_facts() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(FACTS.to_vec()), 0..10)
}

/// A shorthand lists ages once: the last one counts, whatever the order.
fn one_age(mut facts: Vec<&'static str>) -> Vec<&'static str> {
    let mut seen = false;
    facts.retain(|f| !f.starts_with("age ") || !std::mem::replace(&mut seen, true));
    facts
}

proptest! {
    #[test]
    fn symmetric_order_free_and_bounded(a in some_facts(), b in some_facts(), turn in 0_usize..10) {
        let (a, b) = (one_age(a), one_age(b));
        let counts = case();
        let found = likeness(&offer(&a), &offer(&b), &counts);
        prop_assert_eq!(&found, &likeness(&offer(&b), &offer(&a), &counts));
        let mut turned = a.clone();
        turned.rotate_left(turn % a.len().max(1));
        turned.extend(a.first().filter(|f| !f.starts_with("age ")));
        prop_assert_eq!(&found, &likeness(&offer(&turned), &offer(&b), &counts));
        prop_assert!((0.0..=1.0).contains(&found.score));
        prop_assert!(found.score == 0.0 || !found.common.is_empty());
    }

    #[test]
    fn whatever_is_the_same_offer_is_met_in_a_block(a in some_facts(), b in some_facts()) {
        let offers = [offer(&one_age(a)), offer(&one_age(b))];
        if likeness(&offers[0], &offers[1], &case()).score >= SAME_OFFER {
            prop_assert_eq!(OfferBlocks::new(&offers, 1).others(0), [1]);
        }
    }
}
