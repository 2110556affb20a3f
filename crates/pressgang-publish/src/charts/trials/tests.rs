use pressgang_weigh::trials::Trials;

use super::*;

const SIDES: Sides<'_> = Sides { same: "verified accounts", different: "ordinary ones" };

/// Five of the same source, five of different sources, one of each on the wrong side.
fn small() -> Trials {
    Trials::new(vec![2.0, 1.0, 0.5, 3.2, -0.4], vec![-2.0, -1.0, -0.5, 0.3, -1.4]).unwrap()
}

fn paths(svg: &str) -> Vec<&str> {
    svg.split(" d=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn a_roc_curve_goes_from_corner_to_corner() {
    let svg = roc("Found and mistaken", &small().roc().unwrap(), SIDES);
    let drawn = paths(&svg)[1];
    assert!(drawn.starts_with("M38.0 250.0") && drawn.ends_with("L348.0 20.0"), "{drawn}");
    assert!(svg.contains("area 0.960") && svg.contains("equal errors at 20.0 %"), "{svg}");
}

#[test]
fn a_reliability_diagram_counts_its_trials() {
    let bins = small().reliability(0.5, 5).unwrap();
    let svg = reliability("Said and so", &bins, SIDES);
    assert_eq!(svg.matches("<circle").count(), bins.len());
    assert_eq!(svg.matches("class=\"whisker\"").count(), bins.len());
    let counts: u64 = bins.iter().map(|bin| bin.same + bin.different).sum();
    assert_eq!(counts, 10);
    for bin in &bins {
        assert!(svg.contains(&format!("so in {:.0} %, {} trials", 100.0 * bin.observed, bin.same + bin.different)));
    }
    assert_eq!(reliability("Said and so", &[], SIDES), "");
}

#[test]
fn a_tippett_plot_says_how_often_ratios_misled() {
    let svg = tippett("At least", &small().tippett(), SIDES);
    assert!(svg.contains("20.0 % of verified accounts spoke against it, 20.0 % of ordinary ones for it"), "{svg}");
    assert_eq!(paths(&svg).len(), 2);
    // One side alone is drawn alone.
    let one = tippett("At least", &Trials::new(vec![f64::INFINITY, 0.0], vec![]).unwrap().tippett(), SIDES);
    assert!(one.contains("0.0 % of verified accounts spoke against it<"), "{one}");
    assert_eq!(paths(&one).len(), 1);
    assert_eq!(tippett("At least", &Trials::new(vec![], vec![]).unwrap().tippett(), SIDES), "");
}

#[test]
fn charts_of_many_trials_stay_small_and_finite() {
    let side = |middle: f64| (0..50_000).map(|i| middle + 3.0 * (f64::from(i) * 0.618).sin()).collect::<Vec<_>>();
    let mut same = side(1.5);
    same.extend([f64::INFINITY, f64::NEG_INFINITY, 300.0]);
    let trials = Trials::new(same, side(-1.5)).unwrap();
    let bins = trials.reliability(0.01, 50).unwrap();
    let charts = [
        roc("ROC", &trials.roc().unwrap(), SIDES),
        reliability("Reliability", &bins, SIDES),
        tippett("Tippett", &trials.tippett(), SIDES),
    ];
    for svg in charts {
        assert!(svg.len() < 40_000, "{} bytes", svg.len());
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
}

#[test]
fn ratios_on_the_axis() {
    for (power, text) in [(0, "1"), (2, "100"), (-3, "1/1,000"), (4, "10⁴"), (-6, "1/10⁶"), (9, "10⁹")] {
        assert_eq!(power_of_ten(power), text);
    }
    for (count, text) in [(0, "0"), (9_999, "9,999"), (12_345, "12k"), (3_440_000, "3.4M")] {
        assert_eq!(short(count), text);
    }
}
