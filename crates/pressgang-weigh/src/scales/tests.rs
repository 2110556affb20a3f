use proptest::prelude::*;

use super::{Rank, Scale};

#[track_caller]
fn check(scale: Scale, cases: &[(f64, &str)]) {
    for (probability, words) in cases {
        assert_eq!(scale.term(*probability).map(|term| term.words), Some(*words), "{probability}");
    }
}

#[test]
fn icd_203_gives_borders_to_the_weaker_term() {
    check(
        Scale::Icd203,
        &[
            (0.0, "almost no chance"),
            (0.009, "almost no chance"),
            (0.0499, "almost no chance"),
            (0.05, "very unlikely"),
            (0.1, "very unlikely"),
            (0.1999, "very unlikely"),
            (0.2, "unlikely"),
            (0.4499, "unlikely"),
            (0.45, "roughly even chance"),
            (0.5, "roughly even chance"),
            (0.55, "roughly even chance"),
            (0.5501, "likely"),
            (0.80, "likely"),
            (0.8001, "very likely"),
            (0.95, "very likely"),
            (0.9501, "almost certain"),
            (1.0, "almost certain"),
        ],
    );
}

#[test]
fn phia_gives_gaps_to_the_weaker_term() {
    check(
        Scale::Phia,
        &[
            (0.0, "remote chance"),
            (0.05, "remote chance"),
            (0.0501, "highly unlikely"),
            (0.075, "highly unlikely"),
            (0.10, "highly unlikely"),
            (0.20, "highly unlikely"),
            (0.2001, "unlikely"),
            (0.25, "unlikely"),
            (0.35, "unlikely"),
            (0.3501, "realistic possibility"),
            (0.40, "realistic possibility"),
            (0.4999, "realistic possibility"),
            (0.50, "realistic possibility"),
            (0.5499, "realistic possibility"),
            (0.55, "likely"),
            (0.75, "likely"),
            (0.78, "likely"),
            (0.7999, "likely"),
            (0.80, "highly likely"),
            (0.90, "highly likely"),
            (0.9499, "highly likely"),
            (0.95, "almost certain"),
            (1.0, "almost certain"),
        ],
    );
}

#[test]
fn sums_that_are_a_hair_off_a_border_are_on_it() {
    // 0.1 + 0.45 and 0.7 + 0.1 are not 0.55 and 0.8 in binary.
    check(
        Scale::Icd203,
        &[
            (0.1 + 0.45, "roughly even chance"),
            (1.0 - 0.45, "roughly even chance"),
            (0.7 + 0.1, "likely"),
            (f64::from_bits(0.8_f64.to_bits() + 1), "likely"),
            (f64::from_bits(0.05_f64.to_bits() - 1), "very unlikely"),
        ],
    );
    check(
        Scale::Phia,
        &[
            (f64::from_bits(0.55_f64.to_bits() - 1), "likely"),
            (0.7 + 0.1, "highly likely"),
            (f64::from_bits(0.05_f64.to_bits() + 1), "remote chance"),
            (1.0 - 0.65, "unlikely"),
        ],
    );
}

#[test]
fn what_is_no_probability_has_no_term() {
    for scale in Scale::ALL {
        for number in [-0.01, 1.01, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(scale.term(number), None, "{number}");
        }
    }
}

#[test]
fn terms_are_known_again_on_their_own_scale_only() {
    assert_eq!(Scale::Icd203.term_named(" Highly probable ").map(|t| t.words), Some("very likely"));
    assert_eq!(Scale::Phia.term_named("highly likely").map(|t| t.from), Some(80));
    assert_eq!(Scale::Phia.term_named("very likely"), None);
    assert_eq!(Scale::Icd203.term_named("realistic possibility"), None);
    // One word, two bands.
    assert_eq!(Scale::Icd203.term_named("unlikely").map(|t| (t.from, t.to)), Some((20, 45)));
    assert_eq!(Scale::Phia.term_named("unlikely").map(|t| (t.from, t.to)), Some((25, 35)));
}

#[test]
fn terms_are_capped_and_weakened() {
    let very_likely = Scale::Phia.at(Rank::VeryLikely);
    assert_eq!(very_likely.at_most(Rank::Likely).words, "likely");
    assert_eq!(very_likely.at_most(Rank::AlmostCertain), very_likely);
    assert_eq!(very_likely.weaker(1).words, "likely");
    assert_eq!(very_likely.weaker(9).words, "realistic possibility");
    assert_eq!(Scale::Icd203.at(Rank::AlmostNone).weaker(1).words, "very unlikely");
    assert_eq!(Scale::Icd203.at(Rank::Even).weaker(1).rank, Rank::Even);
}

#[test]
fn scales_are_named() {
    for scale in Scale::ALL {
        assert_eq!(Scale::named(scale.id()), Some(scale));
    }
    assert_eq!(Scale::named("kent"), None);
}

proptest! {
    #[test]
    fn a_term_never_claims_more_than_the_probability(probability in 0.0..=1.0) {
        for scale in Scale::ALL {
            let term = scale.term(probability).unwrap();
            let (lowest, highest) = (term.lowest(), term.highest());
            if term.rank > Rank::Even {
                prop_assert!(lowest <= probability + 1e-8, "{term:?}");
            }
            if term.rank < Rank::Even {
                prop_assert!(highest >= probability - 1e-8, "{term:?}");
            }
        }
    }

    #[test]
    fn terms_rise_with_the_probability_and_change_at_the_borders(a in 0.0..=1.0, b in 0.0..=1.0) {
        for scale in Scale::ALL {
            let (low, high) = (f64::min(a, b), f64::max(a, b));
            let (lower, higher) = (scale.term(low).unwrap(), scale.term(high).unwrap());
            prop_assert!(lower.rank <= higher.rank);
            let between = scale.borders().iter().filter(|border| low < **border && **border < high).count();
            let apart = higher.rank as usize - lower.rank as usize;
            // A probability within rounding of a border may lie on either side.
            if scale.borders().iter().all(|border| (low - border).abs() > 1e-7 && (high - border).abs() > 1e-7) {
                prop_assert_eq!(between, apart);
            }
        }
    }
}
