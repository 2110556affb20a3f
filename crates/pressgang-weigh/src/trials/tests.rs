use proptest::prelude::*;

use super::*;
use crate::scales::{Rank, Scale};

/// Those of golden/golden.py.
const SAME: [f64; 16] = [2.1, 1.4, 0.3, 3.0, -0.4, 0.9, 1.4, 2.6, 0.0, 1.1, 4.2, 0.7, -1.2, 1.9, 2.1, 0.3];
const DIFFERENT: [f64; 20] =
    [-2.0, -0.4, -1.1, 0.3, -3.1, -0.7, 0.0, -1.6, -0.4, 0.8, -2.2, -1.3, -0.1, 1.4, -2.7, -0.9, -1.8, 0.1, -0.6, -1.1];

fn trials(same: &[f64], different: &[f64]) -> Trials {
    Trials::new(same.to_vec(), different.to_vec()).unwrap()
}

#[track_caller]
fn near(got: Option<f64>, expected: f64) {
    let got = got.unwrap();
    assert!((got - expected).abs() < 1e-12, "{got} is not {expected}");
}

/// Made with scikit-learn 1.9.1 by golden/golden.py: isotonic regression, roc_auc_score and roc_curve.
#[test]
fn measures_are_those_of_scikit_learn() {
    let summary = trials(&SAME, &DIFFERENT).summary();
    assert_eq!((summary.same, summary.different), (16, 20));
    near(summary.cllr, 0.6307819748144301);
    near(summary.cllr_min, 0.5152566264155659);
    near(summary.calibration_loss, 0.6307819748144301 - 0.5152566264155659);
    near(summary.area, 0.8921875);
    near(summary.equal_error_rate, 0.1875);
    let roc = trials(&SAME, &DIFFERENT).roc().unwrap();
    // Of scikit-learn's points those at which the curve turns.
    let golden = [
        (f64::INFINITY, 0.0, 0.0),
        (1.9, 0.0, 0.375),
        (1.4, 0.05, 0.5),
        (0.9, 0.05, 0.625),
        (0.8, 0.1, 0.625),
        (0.7, 0.1, 0.6875),
        (0.3, 0.15, 0.8125),
        (0.1, 0.2, 0.8125),
        (0.0, 0.25, 0.875),
        (-0.1, 0.3, 0.875),
        (-0.4, 0.4, 0.9375),
        (-1.1, 0.65, 0.9375),
        (-1.2, 0.65, 1.0),
        (-3.1, 1.0, 1.0),
    ];
    let points: Vec<_> = roc.points().iter().map(|point| (point.log10, point.false_alarms, point.hits)).collect();
    assert_eq!(points, golden);
}

#[test]
fn known_costs() {
    for (same, different, cllr, cllr_min) in [
        // Nothing said costs one bit.
        (&[0.0, 0.0][..], &[0.0][..], 1.0, 1.0),
        // Infinitely right costs nothing.
        (&[f64::INFINITY], &[f64::NEG_INFINITY, f64::NEG_INFINITY], 0.0, 0.0),
        // Told apart, but timidly.
        (&[0.1], &[-0.1], (1.0 + 10_f64.powf(-0.1)).log2(), 0.0),
        // The wrong way round, which no calibration that keeps the order can save.
        (&[-1.0], &[1.0], 11_f64.log2(), 1.0),
        // Infinitely wrong once.
        (&[f64::NEG_INFINITY, 2.0], &[-2.0], f64::INFINITY, 0.5 * (0.5 * 3_f64.log2() + (1.0 + 0.5_f64).log2())),
    ] {
        let trials = trials(same, different);
        let got = trials.cllr().unwrap();
        assert!(got == cllr || (got - cllr).abs() < 1e-12, "{got} is not {cllr}");
        near(trials.cllr_min(), cllr_min);
    }
}

#[test]
fn what_is_not_known_is_absent() {
    for (same, different) in [(&[][..], &[][..]), (&[1.0, f64::INFINITY], &[]), (&[], &[1.0])] {
        let trials = trials(same, different);
        let summary = trials.summary();
        assert_eq!((summary.cllr, summary.cllr_min, summary.calibration_loss), (None, None, None));
        assert_eq!((summary.area, summary.equal_error_rate, trials.roc()), (None, None, None));
        assert_eq!(trials.reliability(0.5, 10), Ok(Vec::new()));
        assert!(trials.by_term(Scale::Phia, 0.5).unwrap().iter().all(|row| row.right_at_prior.is_none()));
    }
    assert_eq!(Trials::new(vec![f64::NAN], vec![1.0, f64::NAN]), Err(TrialsError::NotANumber(2)));
    for prior in [0.0, 1.0, -1.0, 1e-12, f64::NAN] {
        assert!(trials(&SAME, &DIFFERENT).by_term(Scale::Icd203, prior).is_err(), "{prior}");
        assert!(trials(&SAME, &DIFFERENT).reliability(prior, 10).is_err(), "{prior}");
    }
}

#[test]
fn decisions_at_a_threshold() {
    let trials = trials(&SAME, &DIFFERENT);
    // A tie with the threshold is taken: 1.4 is on both sides.
    let decisions = trials.at(1.4);
    assert_eq!(decisions, Decisions { found: 8, mistaken: 1, missed: 8, left: 19 });
    near(decisions.precision(), 8.0 / 9.0);
    near(decisions.recall(), 0.5);
    near(decisions.precision_at(0.5), 0.5 / 0.55);
    near(decisions.precision_at(0.01), 0.005 / (0.005 + 0.99 * 0.05));
    assert_eq!(trials.at(9.0).precision(), None);
    assert_eq!(trials.at(9.0).precision_at(0.5), None);
    assert_eq!(trials.at(f64::NEG_INFINITY).left, 0);
}

#[test]
fn terms_are_held_against_the_truth() {
    let rows = trials(&SAME, &DIFFERENT).by_term(Scale::Icd203, 0.5).unwrap();
    let counts: Vec<(&str, u64, u64)> = rows.iter().map(|row| (row.term.words, row.same, row.different)).collect();
    assert_eq!(
        counts,
        [
            ("almost no chance", 0, 7),
            ("very unlikely", 1, 4),
            ("unlikely", 1, 4),
            ("roughly even chance", 1, 1),
            ("likely", 2, 2),
            ("very likely", 3, 1),
            ("almost certain", 8, 1),
        ]
    );
    let likely = rows[Rank::Likely as usize];
    // Half is less than 55 %.
    assert_eq!((likely.right, likely.holds()), (Some(0.5), Some(false)));
    near(likely.right_at_prior, (2.0 / 16.0) / (2.0 / 16.0 + 2.0 / 20.0));
    // 8 of 9 is less than 95 %, 1 of 5 no more than 45 %.
    assert_eq!(rows[Rank::AlmostCertain as usize].holds(), Some(false));
    assert_eq!(rows[Rank::Unlikely as usize].holds(), Some(true));
    let none = trials(&[5.0], &[-5.0]).by_term(Scale::Icd203, 0.5).unwrap();
    assert_eq!(none[Rank::Likely as usize].holds(), None);
}

/// From R's `prop.test(..., correct = FALSE)`, which gives Wilson's interval.
#[test]
fn intervals_of_shares() {
    for (hits, trials, low, high) in [
        (8.0, 10.0, 0.490162471536642, 0.943317848545625),
        (0.0, 10.0, 0.0, 0.277532799862889),
        (5.0, 5.0, 0.565517535216438, 1.0),
    ] {
        let (got_low, got_high) = wilson(hits, trials).unwrap();
        assert!((got_low - low).abs() < 1e-8 && (got_high - high).abs() < 1e-8, "{got_low} {got_high}");
    }
    for (hits, trials) in [(0.0, 0.0), (2.0, 1.0), (-1.0, 3.0), (f64::NAN, 3.0), (1.0, f64::INFINITY)] {
        assert_eq!(wilson(hits, trials), None);
    }
}

#[test]
fn reliability_of_ratios_that_are_right() {
    // Nine of ten with a ratio of 9, one of ten with 1/9: just what they say.
    let log10 = 9_f64.log10();
    let same: Vec<f64> = (0..100).map(|at| if at < 90 { log10 } else { -log10 }).collect();
    let different: Vec<f64> = same.iter().map(|log10| -log10).collect();
    let bins = trials(&same, &different).reliability(0.5, 5).unwrap();
    assert_eq!(bins.len(), 2);
    for bin in &bins {
        assert!((bin.predicted - bin.observed).abs() < 1e-12, "{bin:?}");
        assert!(bin.interval.0 < bin.observed && bin.observed < bin.interval.1);
        assert_eq!(bin.same + bin.different, 100);
    }
    // Under another prior the same ratios are still right, though the trials are half and half.
    for bin in trials(&same, &different).reliability(0.1, 5).unwrap() {
        assert!((bin.predicted - bin.observed).abs() < 1e-12, "{bin:?}");
    }
    // As many trials as there are where they need no weights.
    let (low, high) = wilson(90.0, 100.0).unwrap();
    assert!((bins[1].interval.0 - low).abs() < 1e-12 && (bins[1].interval.1 - high).abs() < 1e-12);
}

#[test]
fn tippett_points() {
    let [same, different] = trials(&[2.0, 1.0, 1.0, f64::INFINITY], &[]).tippett();
    let points: Vec<(f64, f64)> = same.iter().map(|point| (point.log10, point.at_least)).collect();
    assert_eq!(points, [(1.0, 1.0), (2.0, 0.5), (f64::INFINITY, 0.25)]);
    assert!(different.is_empty());
}

fn side() -> impl Strategy<Value = Vec<f64>> {
    // Few distinct values, so that there are ties.
    prop::collection::vec(
        prop_oneof![8 => (-30..30_i32).prop_map(|v| f64::from(v) / 10.0), 1 => Just(f64::INFINITY), 1 => Just(f64::NEG_INFINITY), 2 => -9.0..9.0_f64],
        1..40,
    )
}

proptest! {
    #[test]
    fn measures_are_in_their_ranges_and_know_no_order(same in side(), different in side(), turn in 0..40_usize) {
        let summary = trials(&same, &different).summary();
        let (cllr, least) = (summary.cllr.unwrap(), summary.cllr_min.unwrap());
        prop_assert!(cllr >= least - 1e-12 && (0.0..=1.0 + 1e-12).contains(&least));
        prop_assert!(!summary.calibration_loss.unwrap().is_nan());
        prop_assert!((0.0..=1.0).contains(&summary.area.unwrap()));
        prop_assert!((0.0..=1.0).contains(&summary.equal_error_rate.unwrap()));
        let (mut turned, mut other) = (same.clone(), different.clone());
        turned.rotate_left(turn.min(same.len()));
        other.reverse();
        prop_assert_eq!(trials(&turned, &other).summary(), summary);
    }

    #[test]
    fn area_counts_pairs(same in side(), different in side()) {
        let pairs = same.iter().flat_map(|a| different.iter().map(move |b| (a, b)));
        let won: f64 = pairs.map(|(a, b)| if a > b { 1.0 } else if a == b { 0.5 } else { 0.0 }).sum();
        let area = trials(&same, &different).roc().unwrap().area();
        prop_assert!((area - won / (same.len() * different.len()) as f64).abs() < 1e-12);
    }

    #[test]
    fn the_curve_goes_up_and_right_from_corner_to_corner(same in side(), different in side()) {
        let roc = trials(&same, &different).roc().unwrap();
        let points = roc.points();
        prop_assert!(points.windows(2).all(|p| p[0].hits <= p[1].hits && p[0].false_alarms <= p[1].false_alarms));
        let last = points.last().unwrap();
        prop_assert_eq!((points[0].hits, points[0].false_alarms, last.hits, last.false_alarms), (0.0, 0.0, 1.0, 1.0));
        for point in &points[1..] {
            let decisions = trials(&same, &different).at(point.log10);
            prop_assert_eq!(decisions.recall(), Some(point.hits));
        }
    }

    #[test]
    fn no_calibration_that_keeps_the_order_costs_less(same in side(), different in side(), a in -2.0..2.0_f64, b in 0.0..3.0_f64) {
        let bend = |side: &[f64]| side.iter().map(|log10| a + b * log10.clamp(-9.0, 9.0)).collect::<Vec<_>>();
        let least = trials(&same, &different).cllr_min().unwrap();
        prop_assert!(trials(&bend(&same), &bend(&different)).cllr().unwrap() >= least - 1e-9);
    }

    #[test]
    fn every_trial_is_in_one_bin_and_one_term(same in side(), different in side(), prior in 0.001..0.999_f64, bins in 0..70_usize) {
        let trials = trials(&same, &different);
        let count = |pairs: Vec<(u64, u64)>| pairs.iter().map(|(a, b)| a + b).sum::<u64>();
        let all = (same.len() + different.len()) as u64;
        let binned = trials.reliability(prior, bins).unwrap();
        prop_assert!(binned.iter().all(|bin| bin.from <= bin.predicted + 1e-12 && bin.predicted <= bin.to + 1e-12));
        prop_assert_eq!(count(binned.iter().map(|bin| (bin.same, bin.different)).collect()), all);
        let terms = trials.by_term(Scale::Phia, prior).unwrap();
        prop_assert_eq!(count(terms.iter().map(|row| (row.same, row.different)).collect()), all);
    }
}
