use proptest::prelude::*;

use super::*;
use crate::scales::Scale;

#[track_caller]
fn near(got: f64, expected: f64, relative: f64) {
    assert!((got - expected).abs() <= relative * expected.abs().max(1e-300), "{got} is not {expected}");
}

/// Made with scipy 1.17.1: `scipy.stats.beta.ppf(p, a, b)`.
#[test]
fn beta_quantiles_are_those_of_scipy() {
    for (p, a, b, expected) in [
        (0.05, 0.5, 1.5, 0.0015429193026729438),
        (0.5, 0.5, 1.5, 0.16319398540839275),
        (0.95, 0.5, 1.5, 0.7714801861936711),
        (0.05, 0.5, 1000.5, 1.965576612136093e-06),
        (0.95, 0.5, 1000.5, 0.001918406712256031),
        (0.05, 3.5, 7.5, 0.11732937668021019),
        (0.5, 3.5, 7.5, 0.30682363239762594),
        (0.95, 3.5, 7.5, 0.558126766484634),
        (0.05, 40.5, 10.5, 0.6956136455762958),
        (0.95, 40.5, 10.5, 0.8794032425843332),
        (0.05, 0.5, 1000000.5, 1.966069506559609e-09),
        (0.5, 0.5, 1000000.5, 2.2746812882186074e-07),
        (0.95, 0.5, 1000000.5, 1.9207270855660624e-06),
        (0.05, 10.5, 999990.5, 5.795663339009024e-06),
        (0.95, 10.5, 999990.5, 1.6335230842282578e-05),
        (0.05, 500000.5, 500000.5, 0.4991775739484081),
        (0.5, 500000.5, 500000.5, 0.5),
        (0.95, 500000.5, 500000.5, 0.5008224260515919),
        (0.5, 999999998.5, 2.5, 0.99999999782427),
        (0.05, 123456.5, 999876544.5, 0.00012287916251176324),
        (0.95, 123456.5, 999876544.5, 0.0001240349739890477),
    ] {
        near(beta::quantile(p, a, b), expected, 1e-6);
        if a + b < 1e6 {
            near(beta::quantile(p, a, b), expected, 1e-9);
        }
    }
}

fn counts(first: (u64, u64), second: (u64, u64)) -> Ratio {
    Ratio::of_counts(Share::new(first.0, first.1).unwrap(), Share::new(second.0, second.1).unwrap())
}

/// Bounds made with scipy 1.17.1 from the quantiles of Beta(hits + 1/2, misses + 1/2).
#[test]
fn ratios_of_counts() {
    for (first, second, value, low, high, text) in [
        ((8, 10), (3, 1000), 221.0, 78.01827828662736, Some(866.6070033925296), "220"),
        ((8, 10), (0, 1000), 1547.0, 285.39535414440655, None, "at least 280 (where the data end)"),
        ((1, 1), (0, 1), 3.0, 0.2962095694690486, None, "1 (too few trials to say more)"),
        ((0, 10), (5, 100), 0.8347107438016529, 0.0, Some(7.382276701877172), "1 (too few trials to say more)"),
        ((0, 3), (0, 3), 1.0, 0.0, None, "1 (too few trials to say more)"),
        ((200, 1000), (20000, 100000), 1.0014834793965315, 0.8899507804986121, Some(1.118767890640112), "1"),
        ((10, 10), (10, 10), 1.0, 0.8292268917551521, Some(1.2059425591991926), "1"),
        ((1, 50), (1, 50), 1.0, 0.046730656723229826, Some(21.399228474846144), "1"),
    ] {
        let ratio = counts(first, second);
        near(ratio.value, value, 1e-12);
        near(ratio.low, low, 1e-8);
        assert_eq!(ratio.high.is_some(), high.is_some());
        if let (Some(got), Some(expected)) = (ratio.high, high) {
            near(got, expected, 1e-8);
        }
        assert_eq!(ratio.text(), text);
        assert_eq!(ratio.saturated, first.0 == 0 || second.0 == 0);
    }
    assert_eq!(counts((0, 1000), (90, 100)).text(), "at most 1/430 (where the data end)");
}

#[test]
fn counts_that_cannot_be_are_refused() {
    assert_eq!(Share::new(0, 0), Err(LikelihoodError::NoTrials));
    assert_eq!(Share::new(2, 1), Err(LikelihoodError::MoreHitsThanTrials { hits: 2, trials: 1 }));
    assert_eq!(Share::new(0, u64::MAX), Err(LikelihoodError::TooManyTrials(u64::MAX)));
}

fn together(items: &[(&str, f64)]) -> f64 {
    combine(items.iter().map(|&(origin, log10)| Item { origin, log10 })).unwrap().log10
}

#[test]
fn an_origin_counts_once() {
    for (items, expected) in [
        (&[][..], 0.0),
        (&[("words", 2.0)], 2.0),
        // Copies add nothing.
        (&[("words", 2.0), ("words", 2.0), ("words", 1.0)], 2.0),
        (&[("words", 2.0), ("phone", 1.0)], 3.0),
        // Doubt about the same thing is kept, once.
        (&[("words", 2.0), ("words", -1.5), ("words", -0.5)], 0.5),
        (&[("words", 2.0), ("parody", -3.0)], -1.0),
    ] {
        assert_eq!(together(items), expected, "{items:?}");
    }
    let infinite = combine([Item { origin: "words", log10: f64::INFINITY }]);
    assert_eq!(infinite, Err(LikelihoodError::NotFinite("words".to_owned())));
}

#[test]
fn posteriors() {
    for (prior, log10, expected) in [
        (0.5, 0.0, 0.5),
        (0.5, 1.0, 10.0 / 11.0),
        (0.01, 2.0, 100.0 / 199.0),
        (0.2, -1.0, 0.025 / 1.025),
        (0.5, f64::INFINITY, 1.0),
        (0.5, f64::NEG_INFINITY, 0.0),
        (0.5, 400.0, 1.0),
    ] {
        near(posterior(prior, log10).unwrap(), expected, 1e-12);
    }
    for prior in [0.0, 1.0, -0.1, f64::NAN, f64::INFINITY] {
        assert!(posterior(prior, 1.0).is_err(), "{prior}");
    }
    assert!(posterior(0.5, f64::NAN).is_err());
}

#[test]
fn what_other_priors_would_make_of_it() {
    let rows = sensitivity(Scale::Icd203, 1.0, &[0.01, 0.1, 0.5]).unwrap();
    let terms: Vec<&str> = rows.iter().map(|row| row.term.words).collect();
    assert_eq!(terms, ["very unlikely", "roughly even chance", "very likely"]);
    // From odds of 4 (80 %) with a ratio of 10: prior odds 0.4.
    let changes = term_changes(Scale::Icd203, 1.0);
    let change = changes.iter().find(|change| change.above.words == "very likely").unwrap();
    near(change.prior, 0.4 / 1.4, 1e-12);
    assert_eq!(change.below.words, "likely");
    assert!(term_changes(Scale::Phia, f64::INFINITY).is_empty());
}

proptest! {
    #[test]
    fn a_ratio_ends_where_the_data_end(r in 0..200_u64, more_r in 1..200_u64, k in 0..200_u64, more_k in 1..200_u64) {
        let ratio = counts((r, r + more_r), (k, k + more_k));
        prop_assert!(ratio.value < 2.0 * (k + more_k + 1) as f64);
        prop_assert!(ratio.value > 0.5 / (r + more_r + 1) as f64);
        prop_assert!(ratio.low <= ratio.value);
        prop_assert!(ratio.high.is_none_or(|high| ratio.value <= high));
        // The careful reading is never further from 1 than the plain one.
        prop_assert!(ratio.cautious().log10().abs() <= ratio.log10().abs() + 1e-12);
    }

    #[test]
    fn the_order_of_items_and_copies_change_nothing(
        items in prop::collection::vec((0..5_usize, -9.0..9.0_f64), 0..20),
        turn in 0..20_usize,
    ) {
        let names = ["a", "b", "c", "d", "e"];
        let items: Vec<(&str, f64)> = items.into_iter().map(|(at, log10)| (names[at], log10)).collect();
        let mut turned = items.clone();
        turned.rotate_left(turn.min(items.len()));
        turned.extend(items.iter().take(turn));
        prop_assert_eq!(together(&items).to_bits(), together(&turned).to_bits());
    }

    #[test]
    fn terms_change_where_it_is_said(log10 in -6.0..6.0_f64) {
        for scale in Scale::ALL {
            for change in term_changes(scale, log10) {
                let near = change.prior.min(1.0 - change.prior) * 1e-3;
                let (lower, higher) = (change.prior - near, change.prior + near);
                prop_assert_eq!(scale.term(posterior(lower, log10).unwrap()).unwrap(), change.below);
                prop_assert_eq!(scale.term(posterior(higher, log10).unwrap()).unwrap(), change.above);
            }
        }
    }
}
