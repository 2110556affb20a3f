use proptest::prelude::*;

use super::*;
use crate::trials::Trials;

/// Those of golden/golden.py.
const SAME: [(f64, f64); 16] = [
    (2.1, 0.5),
    (1.4, 0.0),
    (0.3, 0.0),
    (3.0, 1.2),
    (-0.4, 0.0),
    (0.9, 0.5),
    (1.4, 0.0),
    (2.6, 0.3),
    (0.0, 0.0),
    (1.1, 1.2),
    (4.2, 0.8),
    (0.7, 0.0),
    (-1.2, 0.0),
    (1.9, 0.5),
    (2.1, 0.0),
    (0.3, 0.0),
];
const DIFFERENT: [(f64, f64); 20] = [
    (-2.0, 0.0),
    (-0.4, 0.0),
    (-1.1, 0.3),
    (0.3, 0.0),
    (-3.1, 0.0),
    (-0.7, 0.0),
    (0.0, 0.5),
    (-1.6, 0.0),
    (-0.4, 0.0),
    (0.8, 0.0),
    (-2.2, 0.0),
    (-1.3, 0.0),
    (-0.1, 0.3),
    (1.4, 0.0),
    (-2.7, 0.0),
    (-0.9, 0.0),
    (-1.8, 0.0),
    (0.1, 0.0),
    (-0.6, 0.0),
    (-1.1, 0.0),
];

const UNBOUNDED: Settings = Settings { shrinkage: 1.0, bounded: false };

/// A set of these trials, spread over so many groups a side.
fn set(groups: u32, scores: fn((f64, f64)) -> Vec<f64>) -> TrialSet {
    let mut set = TrialSet::new(scores((0.0, 0.0)).len()).unwrap();
    for (side, same, first) in [(&SAME[..], true, 0), (&DIFFERENT[..], false, 100)] {
        for (at, trial) in side.iter().enumerate() {
            set.push(first + at as u32 % groups, same, &scores(*trial)).unwrap();
        }
    }
    set
}

#[track_caller]
fn near(got: &[f64], expected: &[f64]) {
    assert_eq!(got.len(), expected.len());
    for (got, expected) in got.iter().zip(expected) {
        assert!((got - expected).abs() < 1e-6, "{got} is not {expected}");
    }
}

/// Made with scipy 1.17.1 by golden/golden.py: the same loss, minimised by L-BFGS-B.
#[test]
fn fits_are_those_of_scipy() {
    for (shrinkage, groups, offset, weight) in [
        (0.0, 16, -0.09818099711901901, 0.657298306583592),
        (1.0, 16, -0.08603527167571176, 0.5517200226933213),
        (1.0, 4, -0.0654792946726164, 0.3880388204778898),
        (5.0, 4, -0.032474320420553746, 0.16952398602042187),
    ] {
        let calibration = set(groups, |(a, _)| vec![a]).fit(Settings { shrinkage, bounded: false }).unwrap();
        near(&[calibration.offset(), calibration.weights()[0]], &[offset, weight]);
    }
    let fused = set(16, |(a, b)| vec![a, b]).fit(UNBOUNDED).unwrap();
    near(&[fused.offset()], &[-0.10439402448959746]);
    near(fused.weights(), &[0.536494594904349, 0.1560074665899963]);
    let wrong_way = set(16, |(a, b)| vec![a, -b]).fit(UNBOUNDED).unwrap();
    near(&[wrong_way.offset()], &[-0.08603526660571938]);
    near(wrong_way.weights(), &[0.5517200129240619, 0.0]);
    assert_eq!(wrong_way.weights()[1], 0.0);
}

fn flat(side: &[(f64, f64)]) -> Vec<(f64, f64)> {
    side.iter().map(|(log10, _)| (*log10, 1.0)).collect()
}

/// The first against `elub` of lir 1.3.1 (Netherlands Forensic Institute) with a step of 0.0005; the others by hand.
#[test]
fn bounds_are_those_of_lir() {
    let got = bounds(flat(&SAME), flat(&DIFFERENT));
    assert!((got.lower + 0.6485).abs() < 0.001 && (got.upper - 0.656).abs() < 0.001, "{got:?}");
    let at = |log10: f64, count: usize| vec![(log10, 1.0); count];
    for (same, different, lower, upper) in [
        // Everything the ratios say is borne out, so they end where the ratios do, or the trials.
        (at(2.0, 50), at(-2.0, 200), -(51.0 * 200.0 / 201.0_f64).log10(), 2.0),
        (at(5.0, 50), at(-5.0, 200), -(51.0 * 200.0 / 201.0_f64).log10(), (201.0 * 50.0 / 51.0_f64).log10()),
        (
            at(f64::INFINITY, 50),
            at(f64::NEG_INFINITY, 200),
            -(51.0 * 200.0 / 201.0_f64).log10(),
            (201.0 * 50.0 / 51.0_f64).log10(),
        ),
        // The wrong way round, and too few.
        (at(-1.0, 9), at(1.0, 9), 0.0, 0.0),
        (at(1.0, 1), at(-1.0, 1), 0.0, 0.0),
        (at(1.0, 1), Vec::new(), 0.0, 0.0),
        (Vec::new(), Vec::new(), 0.0, 0.0),
        (at(f64::NAN, 3), at(-1.0, 3), 0.0, 0.0),
    ] {
        let got = bounds(same, different);
        assert!((got.lower - lower).abs() < 1e-12 && (got.upper - upper).abs() < 1e-12, "{got:?} {lower} {upper}");
    }
}

#[test]
fn trials_of_one_source_count_as_one() {
    let one_each = bounds(vec![(3.0, 1.0); 8], vec![(-3.0, 1.0); 10]);
    let many_each = bounds(vec![(3.0, 1.0 / 64.0); 8 * 64], vec![(-3.0, 1.0 / 1024.0); 10 * 1024]);
    assert!((one_each.upper - many_each.upper).abs() < 1e-9 && (one_each.lower - many_each.lower).abs() < 1e-9);
}

#[test]
fn few_trials_say_nearly_nothing() {
    for trials in 1..=3_u32 {
        let mut set = TrialSet::new(1).unwrap();
        for group in 0..trials {
            set.push(group, true, &[6.0]).unwrap();
            set.push(100 + group, false, &[-6.0]).unwrap();
        }
        let calibration = set.fit(Settings::CAREFUL).unwrap();
        let most = calibration.log10(&[300.0]).unwrap();
        assert!(most <= f64::from(trials).log10() + 1e-12, "{trials} trials a side, ratio of {}", 10_f64.powf(most));
        // Without bounds the pseudo-observations alone hold it.
        let shrunk = set.fit(UNBOUNDED).unwrap().log10(&[6.0]).unwrap();
        assert!((shrunk - f64::from(1 + 2 * trials).log10()).abs() < 1e-5, "{}", 10_f64.powf(shrunk));
    }
}

#[test]
fn what_cannot_be_fitted_is_refused() {
    assert_eq!(TrialSet::new(0), Err(CalibrationError::ScoreCount(0)));
    assert_eq!(TrialSet::new(11), Err(CalibrationError::ScoreCount(11)));
    let mut set = TrialSet::new(1).unwrap();
    assert!(set.is_empty());
    assert_eq!(set.fit(Settings::CAREFUL), Err(CalibrationError::OneSided { same: 0, different: 0 }));
    assert_eq!(set.push(1, true, &[1.0, 2.0]), Err(CalibrationError::Uneven { expected: 1, found: 2 }));
    assert_eq!(set.push(1, true, &[f64::INFINITY]), Err(CalibrationError::NotFinite));
    set.push(1, true, &[1.0]).unwrap();
    assert_eq!(set.fit(Settings::CAREFUL), Err(CalibrationError::OneSided { same: 1, different: 0 }));
    set.push(2, false, &[0.0]).unwrap();
    assert_eq!(set.cross_validate(UNBOUNDED), Err(CalibrationError::TooFewGroups { same: 1, different: 1 }));
    let fitted = set.fit(UNBOUNDED).unwrap();
    assert_eq!((fitted.log10(&[f64::NAN]), fitted.log10(&[1.0, 1.0]), fitted.log10(&[])), (None, None, None));
    assert_eq!(fitted.log10(&[f64::INFINITY]), fitted.log10(&[1.0]));
}

#[test]
fn each_group_is_judged_by_the_others() {
    let set = set(4, |(a, _)| vec![a]);
    let crossed = set.cross_validate(UNBOUNDED).unwrap();
    assert_eq!(crossed.folds, 8);
    for left_out in [0, 3, 101] {
        let mut others = TrialSet::new(1).unwrap();
        for trial in (0..set.len()).filter(|trial| set.groups[*trial] != left_out) {
            others.push(set.groups[trial], set.same[trial], set.row(trial)).unwrap();
        }
        let without = others.fit(UNBOUNDED).unwrap();
        for trial in (0..set.len()).filter(|trial| set.groups[*trial] == left_out) {
            near(&[crossed.log10[trial]], &[without.log10(set.row(trial)).unwrap()]);
        }
    }
}

#[test]
fn many_groups_are_left_out_by_shares() {
    let mut set = TrialSet::new(1).unwrap();
    for group in 0..120_u32 {
        set.push(group, group < 3, &[f64::from(group % 7) / 10.0 + if group < 3 { 2.0 } else { 0.0 }]).unwrap();
    }
    let crossed = set.cross_validate(Settings::CAREFUL).unwrap();
    assert_eq!((crossed.folds, crossed.log10.len()), (MOST_FOLDS, 120));
    assert!(crossed.log10[..3].iter().all(|log10| *log10 > 0.0));
}

#[test]
fn overstated_ratios_are_brought_back() {
    // Ratios of 9, said to be 10^6; each trial of its own source.
    let mut set = TrialSet::new(1).unwrap();
    let (mut said_same, mut said_different) = (Vec::new(), Vec::new());
    for at in 0..1000_u32 {
        // Spread so that no fold holds more of the wrong ones than others.
        let says_same = if (at / MOST_FOLDS as u32).is_multiple_of(10) { -6.0 } else { 6.0 };
        set.push(at, true, &[says_same]).unwrap();
        set.push(1000 + at, false, &[-says_same]).unwrap();
        said_same.push(says_same);
        said_different.push(-says_same);
    }
    let before = Trials::new(said_same, said_different).unwrap();
    assert!(before.calibration_loss().unwrap() > 1.0);
    let crossed = set.cross_validate(Settings::CAREFUL).unwrap();
    let (same, different): (Vec<usize>, Vec<usize>) = (0..set.len()).partition(|trial| set.same[*trial]);
    let of = |trials: Vec<usize>| trials.into_iter().map(|trial| crossed.log10[trial]).collect();
    let after = Trials::new(of(same), of(different)).unwrap();
    assert!(after.calibration_loss().unwrap() < 0.005, "{:?}", after.summary());
    let ratio = 10_f64.powf(crossed.calibration.log10(&[6.0]).unwrap());
    assert!((8.5..=9.0).contains(&ratio), "{ratio}");
}

fn any_set() -> impl Strategy<Value = Vec<(u32, bool, Vec<f64>)>> {
    (1..4_usize).prop_flat_map(|scores| {
        let score = prop_oneof![3 => Just(0.0), 4 => -6.0..6.0_f64, 1 => -1e6..1e6_f64];
        let trial = (0..8_u32, any::<bool>(), prop::collection::vec(score, scores));
        prop::collection::vec(trial, 2..40)
    })
}

fn gather(trials: &[(u32, bool, Vec<f64>)]) -> TrialSet {
    let mut set = TrialSet::new(trials[0].2.len()).unwrap();
    for (group, same, scores) in trials {
        set.push(*group, *same, scores).unwrap();
    }
    set
}

proptest! {
    #[test]
    fn a_calibration_is_monotone_finite_and_within_its_bounds(trials in any_set(), step in 0.0..9.0_f64) {
        let Ok(calibration) = gather(&trials).fit(Settings::CAREFUL) else { return Ok(()) };
        let groups = |side: bool| {
            let groups: std::collections::BTreeSet<u32> = trials.iter().filter(|t| t.1 == side).map(|t| t.0).collect();
            groups.len() as f64
        };
        prop_assert!(calibration.weights().iter().all(|weight| *weight >= 0.0 && weight.is_finite()));
        let bounds = calibration.bounds();
        prop_assert!(bounds.lower <= 0.0 && bounds.upper >= 0.0);
        prop_assert!(bounds.upper <= (groups(false) + 1.0).log10() && bounds.lower >= -(groups(true) + 1.0).log10());
        for (_, _, scores) in &trials {
            let log10 = calibration.log10(scores).unwrap();
            prop_assert!(bounds.lower <= log10 && log10 <= bounds.upper);
            for at in 0..scores.len() {
                let mut more = scores.clone();
                more[at] += step;
                prop_assert!(calibration.log10(&more).unwrap() >= log10);
            }
        }
    }

    #[test]
    fn order_changes_nothing(trials in any_set(), turn in 0..40_usize) {
        let mut turned = trials.clone();
        turned.rotate_left(turn % trials.len());
        let (one, other) = (gather(&trials), gather(&turned));
        prop_assert_eq!(one.fit(Settings::CAREFUL), other.fit(Settings::CAREFUL));
        if let (Ok(one), Ok(mut other)) = (one.cross_validate(UNBOUNDED), other.cross_validate(UNBOUNDED)) {
            other.log10.rotate_right(turn % trials.len());
            prop_assert_eq!(one.log10, other.log10);
        }
    }

    #[test]
    fn the_fit_is_a_minimum(trials in any_set(), at in 0..4_usize, step in -0.3..0.3_f64) {
        let set = gather(&trials);
        let same = trials.iter().filter(|trial| trial.1).count();
        let sides = (same.max(1) as f64, (trials.len() - same).max(1) as f64);
        let rows = set.rows(&set.in_order(), sides, 0.125);
        let least = newton::minimum(&rows, newton::Parameters::default());
        let mut moved = least;
        let at = at % (set.per_trial + 1);
        moved[at] = if at == 0 { moved[at] + step } else { (moved[at] + step).max(0.0) };
        prop_assert!(rows.loss(&least) <= rows.loss(&moved) + 1e-9, "{:?} {:?}", least, moved);
    }
}
