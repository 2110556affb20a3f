//! Against Meta's own sample hashes (NOTICE says where they are from): real films, filmed by hand.

use std::collections::BTreeMap;

use super::*;
use crate::pictures::{DISTANCE, QUALITY};

/// Every line is a film, the number of a frame, its quality, hash and time in seconds.
fn samples() -> BTreeMap<&'static str, Vec<FrameHash>> {
    let mut films: BTreeMap<&str, Vec<FrameHash>> = BTreeMap::new();
    for line in include_str!("../../tests-data/vpdq/samples.csv").lines() {
        let fields: Vec<&str> = line.split(',').collect();
        let [film, _, quality, pdq, seconds] = fields[..] else { panic!("{line}") };
        let at = (seconds.parse::<f64>().unwrap() * 1000.0).round() as u64;
        let frame = FrameHash { at_ms: Some(at), pdq: pdq.parse().unwrap(), quality: quality.parse().unwrap() };
        films.entry(film).or_default().push(frame);
    }
    films
}

/// The counts are those of the reference (`matchTwoHashBrute` at tolerance 31 and quality 50, written again in Python).
#[test]
fn shares_are_those_of_the_reference() {
    let films = samples();
    let expected: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::from([
        (("chair-orig-22-fhd-no-bar", "chair-orig-22-hd-no-bar"), (11, 11)),
        (("chair-22-with-small-logo-bar", "chair-orig-22-sd-bar"), (14, 14)),
        (("chair-19-sd-bar", "chair-22-with-small-logo-bar"), (2, 2)),
        (("chair-19-sd-bar", "chair-orig-22-sd-bar"), (13, 14)),
    ]);
    let good = |film: &str| films[film].iter().filter(|frame| frame.quality >= QUALITY).count() as f32;
    for (a, frames) in &films {
        for (b, others) in films.iter().filter(|(b, _)| *b > a) {
            let (of_a, of_b) = expected.get(&(*a, *b)).copied().unwrap_or((0, 0));
            let shares = (of_a as f32 / good(a), of_b as f32 / good(b));
            assert_eq!(share(frames, others, QUALITY, DISTANCE), Some(shares), "{a} {b}");
        }
    }
}

/// Copies at other sizes and with a logo are found, and the film that begins 3.63 s later though none of its frames is of
/// the same instant as the other's; what vPDQ cannot see (the bar, the large logo) is not, by hashes alone.
#[test]
fn the_same_are_found() {
    let films = samples();
    let names: Vec<&str> = films.keys().copied().collect();
    let frames: Vec<&[FrameHash]> = films.values().map(Vec::as_slice).collect();
    let found: Vec<String> = same_films(&frames)
        .iter()
        .map(|p| format!("{} / {}: {} {}", names[p.a], names[p.b], p.kind.as_str(), p.offset_ms.unwrap()))
        .collect();
    let expected = [
        "chair-19-sd-bar / chair-orig-22-sd-bar: inside 3650",
        "chair-22-with-small-logo-bar / chair-orig-22-sd-bar: same 490",
        "chair-orig-22-fhd-no-bar / chair-orig-22-hd-no-bar: same 0",
    ];
    assert_eq!(found, expected);
}
