//! What is made of several readings of one line.

use super::merge::{DISPUTED, Seen, merge};
use crate::reading::{Area, Word};

/// A line that one way read at a height, with its confidence and say.
fn seen(text: &str, y: f32, confidence: f32, say: usize) -> Seen {
    let words = vec![Word { start: 0, end: text.len(), confidence: Some(confidence), area: None }];
    let area = Area { x: 0, y: y as u32, width: 300, height: 30 };
    Seen { text: text.to_owned(), words, frame: [0.0, y, 300.0, y + 30.0], area, confidence, say }
}

#[track_caller]
fn check(ways: &[&[Seen]], expected: &[(&str, bool)]) {
    let ways: Vec<Vec<Seen>> = ways.iter().map(|lines| lines.to_vec()).collect();
    let merged = merge(&ways);
    let found: Vec<(&str, bool)> =
        merged.iter().map(|l| (l.text.as_str(), l.confidence.is_some_and(|c| c > DISPUTED))).collect();
    assert_eq!(found, expected, "{merged:#?}");
}

#[test]
fn lines_of_all_ways_in_order() {
    let first = [seen("Iron Heron", 10.0, 90.0, 1)];
    let second = [seen("Call us", 60.0, 80.0, 1), seen("Iron Her0n", 12.0, 60.0, 1)];
    check(&[&first, &second], &[("Iron Heron", true), ("Call us", true)]);
    check(&[], &[]);
}

#[test]
fn digits_are_voted_on() {
    let a = [seen("Call +44 7700 900123", 10.0, 80.0, 1)];
    let b = [seen("Call +44 7700 900128", 10.0, 92.0, 1)];
    let c = [seen("Ca11 +44 7700 900123", 10.0, 70.0, 1)];
    check(&[&a, &b, &c], &[("Call +44 7700 900123", true)]);
    // One against one.
    check(&[&a, &b], &[("Call +44 7700 900128", false)]);
    // Noise around the number is no other number.
    let noisy = [seen("(0830/9390 +44 7700 900123", 10.0, 90.0, 2)];
    check(&[&a, &noisy], &[("Call +44 7700 900123", true)]);
    // A pack that does not know native digits has no say on them.
    let native = [seen("ফোন +১২০২৫৫৫০১৪৩", 10.0, 90.0, 1)];
    let english = [seen("CAR +$208 666 0589", 10.0, 90.0, 2)];
    check(&[&native, &english, &english, &native], &[("ফোন +১২০২৫৫৫০১৪৩", true)]);
    let dash = [seen("Звоните: -46-70-174-0676", 10.0, 95.0, 1)];
    let plus = [seen("3BOHUTE: +46-70-174-0676", 10.0, 80.0, 2)];
    check(&[&dash, &plus], &[("Звоните: +46-70-174-0676", true)]);
    // One alone, unsure.
    check(&[&[seen("Call +44 7700 900123", 10.0, 55.0, 1)]], &[("Call +44 7700 900123", false)]);
}

#[test]
fn specks_are_dropped() {
    check(&[&[seen("ae", 10.0, 70.0, 1), seen("~", 60.0, 95.0, 1), seen("noise", 100.0, 20.0, 1)]], &[]);
}
