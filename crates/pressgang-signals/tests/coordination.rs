//! What the reference implementation finds in real tweets, where they lie beside the checkout.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::PathBuf;

use pressgang_signals::coordination::{CoordinationSettings, Counted, Shares};

fn table(name: &str) -> Option<Vec<Vec<String>>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/coordination").join(name);
    let bytes = std::fs::read(path).ok()?;
    let text = String::from_utf8(zstd::decode_all(bytes.as_slice()).unwrap()).unwrap();
    // Ids are hexadecimal, so no cell is quoted.
    Some(text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect())
}

/// Checks pairs, accounts, objects, and the nodes and edges above the median weight; and every row of the reference.
#[track_caller]
fn check(window_ms: u64, pair_list: &str, expected: [u64; 5]) {
    let (Some(rows), Some(list)) = (table("russian_coord_tweets.csv.zst"), table(pair_list)) else {
        // A test that silently did nothing would look like one that passed.
        #[expect(clippy::print_stderr, reason = "test output")]
        {
            eprintln!("skipped: no real tweets beside the checkout");
        }
        return;
    };
    let mut shares = Shares::default();
    for row in &rows {
        let seconds: f64 = row[3].parse().unwrap();
        shares.add(&row[0], &row[1], &row[2], (seconds * 1000.0) as i64).unwrap();
    }
    let found = shares.coordinated(&CoordinationSettings { window_ms, participation: 2, counted: Counted::Shares });
    // Of posts at the same second either is the older one in the reference, as its rows come.
    let pair = |object: &str, sides: [[&str; 2]; 2], delta: &str| {
        let mut sides = sides.map(|side| side.map(str::to_owned));
        if delta == "0" {
            sides.sort();
        }
        (object.to_owned(), sides, delta.to_owned())
    };
    let mut pairs = BTreeSet::new();
    let crowded = found.each_pair(u64::MAX, &mut |p| {
        let sides = [[p.post_a, p.account_a], [p.post_b, p.account_b]];
        assert!(pairs.insert(pair(p.object, sides, &(p.delta_ms / 1000).to_string())));
        ControlFlow::Continue(())
    });
    assert!(crowded.is_empty());
    let reference: BTreeSet<_> = list.iter().map(|r| pair(&r[0], [[&r[1], &r[4]], [&r[2], &r[5]]], &r[3])).collect();
    assert_eq!(reference.len(), list.len());
    assert!(pairs == reference, "{:?}", pairs.symmetric_difference(&reference).next());
    let edges = found.edges(u64::MAX);
    let threshold = edges.threshold(0.5).unwrap();
    let (mut nodes, mut heavy) = (BTreeSet::new(), 0);
    edges
        .each::<std::convert::Infallible>(&mut |edge| {
            assert!(!edge.posts_a.is_empty() && !edge.posts_b.is_empty() && !edge.objects.is_empty());
            if edge.weight as f64 > threshold {
                heavy += 1;
                nodes.extend([edge.a.to_owned(), edge.b.to_owned()]);
            }
            Ok(())
        })
        .unwrap();
    let counted = [pairs.len() as u64, found.paired_accounts(), found.paired_objects(), nodes.len() as u64, heavy];
    assert_eq!(counted, expected);
}

#[test]
fn finds_what_the_reference_finds_within_10_seconds() {
    check(10_000, "russian_tw10_mp2.csv.zst", [447, 525, 170, 8, 4]);
}

#[test]
fn finds_what_the_reference_finds_within_a_minute() {
    check(60_000, "russian_tw60_mp2.csv.zst", [3_791, 2_110, 502, 94, 60]);
}
