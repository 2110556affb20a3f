//! The counts against every pair looked at, by the words of the definition.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::ops::ControlFlow;

use proptest::prelude::*;

use super::*;

type Row = (String, String, String, i64);
type Pair = (String, String, String, String, String, u64);

const ALL: u64 = u64::MAX;

fn shares(rows: &[Row]) -> Shares {
    let mut shares = Shares::default();
    for (object, account, post, time) in rows {
        shares.add(object, account, post, *time).unwrap();
    }
    shares
}

fn pairs(found: &CoordinatedShares) -> Vec<Pair> {
    let mut pairs = Vec::new();
    found.each_pair(ALL, &mut |p| {
        let [object, a, b, x, y] = [p.object, p.account_a, p.account_b, p.post_a, p.post_b].map(str::to_owned);
        pairs.push((object, a, b, x, y, p.delta_ms));
        ControlFlow::Continue(())
    });
    pairs
}

/// Every two shares looked at.
fn brute(rows: &[Row], settings: &CoordinationSettings) -> Vec<Pair> {
    let mut account_of: BTreeMap<&str, &str> = BTreeMap::new();
    for (_, account, post, _) in rows {
        let known = account_of.entry(post).or_insert(account);
        *known = (*known).min(account);
    }
    let mut first: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for (object, account, post, time) in rows {
        if account_of[post.as_str()] == account {
            let known = first.entry((object, post)).or_insert(*time);
            *known = (*known).min(*time);
        }
    }
    let count = |shares: &[(&str, &str, i64)]| {
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        let mut known = BTreeSet::new();
        for (_, post, _) in shares {
            let counts_again = settings.counted == Counted::Shares || known.insert(*post);
            *counts.entry(account_of[post]).or_default() += u32::from(counts_again);
        }
        counts
    };
    let mut kept: Vec<(&str, &str, i64)> = first.iter().map(|((object, post), time)| (*object, *post, *time)).collect();
    let counts = count(&kept);
    kept.retain(|(_, post, _)| counts[account_of[post]] >= settings.participation);
    let mut pairs = Vec::new();
    for (object, x, at) in &kept {
        for (other, y, later) in &kept {
            let near = later.abs_diff(*at) <= settings.window_ms;
            let differ = account_of[x] != account_of[y] && object != x && object != y;
            if object == other && (at, x) < (later, y) && near && differ {
                pairs.push((*object, *x, *y, *at, later.abs_diff(*at)));
            }
        }
    }
    let paired: BTreeSet<&str> = pairs.iter().flat_map(|(_, x, y, ..)| [*x, *y]).collect();
    let in_pairs: Vec<_> = kept.iter().filter(|(_, post, _)| paired.contains(post)).copied().collect();
    let counts = count(&in_pairs);
    let enough = |post: &str| counts[account_of[post]] >= settings.participation;
    pairs.retain(|(_, x, y, ..)| enough(x) || enough(y));
    pairs.sort_by_key(|(object, x, y, at, delta)| (*object, *at, *x, *delta, *y));
    let owned = |(object, x, y, _, delta): (&str, &str, &str, i64, u64)| {
        let [object, a, b, x, y] = [object, account_of[x], account_of[y], x, y].map(str::to_owned);
        (object, a, b, x, y, delta)
    };
    pairs.into_iter().map(owned).collect()
}

/// Holds everything that can be asked for against the pairs.
fn check_all(rows: &[Row], settings: &CoordinationSettings) {
    let expected = brute(rows, settings);
    let found = shares(rows).coordinated(settings);
    assert_eq!(pairs(&found), expected);
    assert_eq!(found.pairs(), expected.len() as u128);
    let accounts: BTreeSet<&str> = expected.iter().flat_map(|p| [p.1.as_str(), p.2.as_str()]).collect();
    assert_eq!(found.paired_accounts(), accounts.len() as u64);
    let objects: BTreeSet<&str> = expected.iter().map(|p| p.0.as_str()).collect();
    assert_eq!(found.paired_objects(), objects.len() as u64);
    let mut by_accounts: BTreeMap<(&str, &str), Vec<&Pair>> = BTreeMap::new();
    for pair in &expected {
        by_accounts.entry((pair.1.as_str().min(&pair.2), pair.1.as_str().max(&pair.2))).or_default().push(pair);
    }
    let edges = found.edges(ALL);
    assert_eq!(edges.len(), by_accounts.len());
    let mut edge_of = by_accounts.iter();
    edges
        .each::<Infallible>(&mut |edge| {
            let ((a, b), pairs) = edge_of.next().unwrap();
            assert_eq!((edge.a, edge.b, edge.weight), (*a, *b, pairs.len() as u64));
            let unique = |texts: BTreeSet<&str>| texts.into_iter().map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(edge.objects, unique(pairs.iter().map(|p| p.0.as_str()).collect()));
            let posts = |account: &str| {
                let sides = pairs.iter().flat_map(|p| [(&p.1, &p.3), (&p.2, &p.4)]);
                unique(sides.filter(|(of, _)| *of == account).map(|(_, post)| post.as_str()).collect())
            };
            assert_eq!(
                (&edge.posts_a, &edge.posts_b),
                (&posts(a).iter().map(String::as_str).collect(), &posts(b).iter().map(String::as_str).collect())
            );
            assert_eq!(Some(edge.least_ms), pairs.iter().map(|p| p.5).min());
            let mean = pairs.iter().map(|p| p.5).sum::<u64>() as f64 / pairs.len() as f64;
            assert!((edge.mean_ms - mean).abs() < 1e-9);
            Ok(())
        })
        .unwrap();
}

fn row(object: &str, account: &str, post: &str, time: i64) -> Row {
    (object.to_owned(), account.to_owned(), post.to_owned(), time)
}

/// Checks pairs, written as `object older newer delta`.
#[track_caller]
fn check(window_ms: u64, participation: u32, rows: &[(&str, &str, &str, i64)], expected: &[&str]) {
    let rows: Vec<Row> = rows.iter().map(|(o, a, p, t)| row(o, a, p, *t)).collect();
    let settings = CoordinationSettings { window_ms, participation, counted: Counted::Shares };
    check_all(&rows, &settings);
    let found = pairs(&shares(&rows).coordinated(&settings));
    let written: Vec<String> = found.iter().map(|(o, _, _, x, y, d)| format!("{o} {x} {y} {d}")).collect();
    assert_eq!(written, expected);
}

#[test]
fn the_window_is_inclusive() {
    check(10, 1, &[("o", "a", "1", 0), ("o", "b", "2", 10), ("o", "c", "3", 21)], &["o 1 2 10"]);
}

#[test]
fn an_account_is_not_coordinated_with_itself() {
    check(10, 1, &[("o", "a", "1", 0), ("o", "a", "2", 1)], &[]);
}

#[test]
fn at_one_time_the_order_is_that_of_the_ids() {
    check(0, 1, &[("o", "a", "2", 5), ("o", "b", "1", 5)], &["o 1 2 0"]);
}

#[test]
fn a_pair_counts_when_either_side_takes_part_enough() {
    // b and c have two shares each, so they are looked at; only a has two in pairs.
    let rows = [
        ("o", "a", "1", 0),
        ("o", "b", "2", 1),
        ("p", "a", "3", 1000),
        ("p", "c", "4", 1001),
        ("q", "b", "5", 2000),
        ("q", "c", "6", 9000),
    ];
    check(10, 2, &rows, &["o 1 2 1", "p 3 4 1"]);
    check(10, 3, &rows, &[]);
}

#[test]
fn one_post_may_not_be_enough() {
    let rows = [("o", "a", "1", 0), ("p", "a", "1", 0), ("o", "b", "2", 1), ("p", "b", "2", 1)];
    check(10, 2, &rows, &["o 1 2 1", "p 1 2 1"]);
    let rows: Vec<Row> = rows.iter().map(|(o, a, p, t)| row(o, a, p, *t)).collect();
    let settings = CoordinationSettings { window_ms: 10, participation: 2, counted: Counted::Posts };
    assert_eq!(pairs(&shares(&rows).coordinated(&settings)), []);
}

#[test]
fn whoever_shares_too_little_is_left_out_beforehand() {
    check(10, 2, &[("o", "a", "1", 0), ("o", "b", "2", 1), ("p", "a", "3", 0)], &[]);
}

#[test]
fn the_post_that_is_shared_pairs_with_nothing() {
    check(10, 1, &[("1", "a", "1", 0), ("1", "b", "2", 1), ("1", "c", "3", 2)], &["1 2 3 1"]);
}

#[test]
fn a_post_shares_an_object_once_and_has_one_account() {
    let rows = [("o", "a", "1", 3), ("o", "a", "1", 0), ("o", "b", "2", 10), ("o", "c", "2", 10)];
    check(10, 1, &rows, &["o 1 2 10"]);
    let rows: Vec<Row> = rows.iter().map(|(o, a, p, t)| row(o, a, p, *t)).collect();
    let found =
        shares(&rows).coordinated(&CoordinationSettings { window_ms: 10, participation: 1, counted: Counted::Shares });
    assert_eq!((found.repeated(), found.of_two_accounts()), (1, 1));
}

#[test]
fn times_may_be_as_far_apart_as_numbers_go() {
    check(u64::MAX, 1, &[("o", "a", "1", i64::MIN), ("o", "b", "2", i64::MAX)], &["o 1 2 18446744073709551615"]);
    check(1, 1, &[("o", "a", "1", i64::MIN), ("o", "b", "2", i64::MAX)], &[]);
}

#[test]
fn thresholds_are_quantiles() {
    let mut rows = Vec::new();
    for (other, times) in [("b", 1), ("c", 2), ("d", 4)] {
        for i in 0..times {
            rows.push(row(&format!("{other}{i}"), "a", &format!("a{other}{i}"), 0));
            rows.push(row(&format!("{other}{i}"), other, &format!("of {other}{i}"), 0));
        }
    }
    let found =
        shares(&rows).coordinated(&CoordinationSettings { window_ms: 0, participation: 1, counted: Counted::Shares });
    let edges = found.edges(ALL);
    let thresholds: Vec<Option<f64>> = [0.0, 0.5, 0.75, 1.0].into_iter().map(|q| edges.threshold(q)).collect();
    assert_eq!(thresholds, [Some(1.0), Some(2.0), Some(3.0), Some(4.0)]);
    let nothing =
        shares(&[]).coordinated(&CoordinationSettings { window_ms: 0, participation: 1, counted: Counted::Shares });
    assert_eq!(nothing.edges(ALL).threshold(0.5), None);
}

#[test]
fn a_million_shares_in_one_window_are_counted_and_not_written_out() {
    let mut shares = Shares::default();
    for i in 0..1_000_000 {
        shares.add("crowded", &format!("a{}", i % 700_000), &format!("p{i}"), i % 60_000).unwrap();
    }
    // Two that share one thing again and again: a hundred million pairs are one tie per share.
    for i in 0..20_000 {
        shares.add("again", ["x", "y"][i % 2], &format!("q{i}"), 5).unwrap();
    }
    shares.add("rare", "x", "r1", 0).unwrap();
    shares.add("rare", "y", "r2", 9).unwrap();
    let found =
        shares.coordinated(&CoordinationSettings { window_ms: 60_000, participation: 1, counted: Counted::Shares });
    // Accounts below 300,000 have two shares.
    let crowded = 1_000_000u64 * 999_999 / 2 - 300_000;
    assert_eq!(found.pairs(), u128::from(crowded) + 100_000_000 + 1);
    let mut written = Vec::new();
    let left_out = found.each_pair(1_000_000, &mut |pair| {
        written.push(pair.object.to_owned());
        ControlFlow::Continue(())
    });
    assert_eq!(written, ["rare"]);
    let names: Vec<(&str, u64, u64)> = left_out.iter().map(|o| (o.object.as_str(), o.shares, o.pairs)).collect();
    assert_eq!(names, [("crowded", 1_000_000, crowded), ("again", 20_000, 100_000_000)]);
    let edges = found.edges(1_000_000);
    assert_eq!(edges.crowded.iter().map(|o| o.object.as_str()).collect::<Vec<_>>(), ["crowded"]);
    edges
        .each::<Infallible>(&mut |edge| {
            assert_eq!((edge.a, edge.b, edge.weight, edge.least_ms), ("x", "y", 100_000_001, 0));
            assert_eq!((edge.objects.len(), edge.posts_a.len(), edge.posts_b.len()), (2, 10_001, 10_001));
            Ok(())
        })
        .unwrap();
    assert_eq!(edges.len(), 1);
}

fn some_rows() -> impl Strategy<Value = Vec<Row>> {
    // Few of everything, so that all that can coincide does; a post may be an object, and have two accounts.
    let one = (0..4u8, 0..5u8, 0..14u8, 0..30i64);
    proptest::collection::vec(one, 0..40).prop_map(|rows| {
        let text = |(o, a, p, t): (u8, u8, u8, i64)| {
            // Most posts have the account that their number says.
            let account = if p == 13 { a } else { p % 5 };
            row(&o.to_string(), &format!("u{account}"), &p.to_string(), t)
        };
        rows.into_iter().map(text).collect()
    })
}

proptest! {
    #[test]
    fn finds_what_every_pair_looked_at_gives(rows in some_rows(), window_ms in 0..40u64, participation in 0..5u32, by_posts: bool) {
        let counted = if by_posts { Counted::Posts } else { Counted::Shares };
        check_all(&rows, &CoordinationSettings { window_ms, participation, counted });
    }

    #[test]
    fn the_order_of_the_input_changes_nothing(
        (rows, mixed) in some_rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        window_ms in 0..40u64,
    ) {
        let settings = CoordinationSettings { window_ms, participation: 2, counted: Counted::Shares };
        let (one, other) = (shares(&rows).coordinated(&settings), shares(&mixed).coordinated(&settings));
        prop_assert_eq!(pairs(&one), pairs(&other));
        let most = one.pairs() as u64 / 2;
        let some = |found: &CoordinatedShares| {
            let mut pairs = 0;
            let crowded = found.each_pair(most, &mut |_| {
                pairs += 1;
                ControlFlow::Continue(())
            });
            let edges = found.edges(most);
            (pairs, crowded, edges.ties.clone(), edges.posts.clone(), edges.crowded.clone())
        };
        prop_assert_eq!(some(&one), some(&other));
        prop_assert!(some(&one).0 <= most);
    }
}
