//! The ENFSI verbal scale for likelihood ratios, and likelihood ratios in print.

/// A row of the scale: from this likelihood ratio on, in these words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Support {
    /// The lower bound.
    pub from: f64,
    /// The range as printed.
    pub range: &'static str,
    /// The verbal equivalent.
    pub words: &'static str,
}

/// The verbal scale of the ENFSI Guideline for Evaluative Reporting in Forensic Science (2015), table in section 4.
///
/// Its rows share their borders; a ratio on one takes the weaker row. Between 1 and 2 it has no word, which is "no
/// support" here. Below 1 the reciprocal is looked up: it supports the other proposition.
pub const SUPPORT: [Support; 7] = [
    Support { from: 1.0, range: "between 1/2 and 2", words: "no support for either side" },
    Support { from: 2.0, range: "2 to 10", words: "weak support" },
    Support { from: 10.0, range: "10 to 100", words: "moderate support" },
    Support { from: 100.0, range: "100 to 1,000", words: "moderately strong support" },
    Support { from: 1_000.0, range: "1,000 to 10,000", words: "strong support" },
    Support { from: 10_000.0, range: "10,000 to 1,000,000", words: "very strong support" },
    Support { from: 1_000_000.0, range: "more than 1,000,000", words: "extremely strong support" },
];

/// Which proposition is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The first, for which the ratio is above 1.
    For,
    /// The second, for which it is below 1.
    Against,
    /// Neither.
    Neither,
}

impl Support {
    /// The row of a likelihood ratio and the side it is on; none for what is no ratio.
    pub fn of(ratio: f64) -> Option<(&'static Support, Side)> {
        if ratio.is_nan() || ratio < 0.0 {
            return None;
        }
        let (size, side) = if ratio < 1.0 { (1.0 / ratio, Side::Against) } else { (ratio, Side::For) };
        let [neither, weak, stronger @ ..] = &SUPPORT;
        // The weak row begins with 2 itself, since no other row holds it. Reciprocals and powers of ten are a hair off.
        if size < 2.0 * (1.0 - 1e-12) {
            return Some((neither, Side::Neither));
        }
        Some((stronger.iter().rev().find(|row| size > row.from * (1.0 + 1e-12)).unwrap_or(weak), side))
    }
}

/// The verbal equivalent of a likelihood ratio: "strong support for it", "weak support against it".
pub fn support(ratio: f64) -> String {
    match Support::of(ratio) {
        None => "not computed".to_owned(),
        Some((row, Side::Neither)) => row.words.to_owned(),
        Some((row, Side::For)) => format!("{} for it", row.words),
        Some((row, Side::Against)) => format!("{} against it", row.words),
    }
}

/// A likelihood ratio in print, never an infinite one and with no more than two significant digits.
///
/// `saturated` says that the data end there: a count of nothing on one side. It is then a bound and is rounded towards
/// 1, so that "at least" stays true: "at least 2,000 (where the data end)".
pub fn ratio(ratio: f64, saturated: bool) -> String {
    if ratio.is_nan() || ratio < 0.0 {
        return "missing".to_owned();
    }
    let round: fn(f64) -> f64 = if saturated { f64::floor } else { f64::round };
    let bounded = |word: &str, text: String| match saturated {
        true => format!("{word} {text} (where the data end)"),
        false => text,
    };
    match ratio {
        r if r > 1e6 => "over 1,000,000".to_owned(),
        r if r < 1e-6 => "under 1/1,000,000".to_owned(),
        r if r >= 1.0 => bounded("at least", two_digits(r, round)),
        r if r > 0.1 && !saturated => trimmed(format!("{r:.2}")),
        r => bounded("at most", format!("1/{}", two_digits(1.0 / r, round))),
    }
}

/// A number from 1 on with two significant digits.
fn two_digits(value: f64, round: fn(f64) -> f64) -> String {
    // A hair is added so that 1 / 0.001 is a thousand.
    let value = value * (1.0 + 1e-12);
    if value < 10.0 {
        return trimmed(format!("{:.1}", round(value * 10.0) / 10.0));
    }
    let unit = 10_f64.powi(value.log10().floor() as i32 - 1);
    thousands((round(value / unit) * unit) as u64)
}

fn trimmed(text: String) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A count with its thousands grouped by commas.
pub fn thousands(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ratios_have_words() {
        for (value, words) in [
            (1.0, "no support for either side"),
            (1.99, "no support for either side"),
            (0.51, "no support for either side"),
            (2.0, "weak support for it"),
            (0.5, "weak support against it"),
            (10.0, "weak support for it"),
            (0.1, "weak support against it"),
            (10.1, "moderate support for it"),
            (100.0, "moderate support for it"),
            (0.01, "moderate support against it"),
            (101.0, "moderately strong support for it"),
            (1_000.0, "moderately strong support for it"),
            (0.001, "moderately strong support against it"),
            (1_001.0, "strong support for it"),
            (10_001.0, "very strong support for it"),
            (1e6, "very strong support for it"),
            (1.1e6, "extremely strong support for it"),
            (0.0, "extremely strong support against it"),
            (f64::INFINITY, "extremely strong support for it"),
            (-1.0, "not computed"),
            (f64::NAN, "not computed"),
        ] {
            assert_eq!(support(value), words, "{value}");
        }
    }

    #[test]
    fn ratios_are_printed_without_false_precision() {
        for (value, saturated, text) in [
            (1.0, false, "1"),
            (3.0, false, "3"),
            (3.26, false, "3.3"),
            (9.97, false, "10"),
            (36.4, false, "36"),
            (1234.0, false, "1,200"),
            (99_600.0, false, "100,000"),
            (0.5, false, "0.5"),
            (0.333, false, "0.33"),
            (0.1, false, "1/10"),
            (0.001, false, "1/1,000"),
            (0.0008, false, "1/1,300"),
            (2_000.0, true, "at least 2,000 (where the data end)"),
            (2_099.0, true, "at least 2,000 (where the data end)"),
            (1.99, true, "at least 1.9 (where the data end)"),
            (0.001, true, "at most 1/1,000 (where the data end)"),
            (0.26, true, "at most 1/3.8 (where the data end)"),
            (f64::INFINITY, true, "over 1,000,000"),
            (f64::INFINITY, false, "over 1,000,000"),
            (0.0, true, "under 1/1,000,000"),
            (f64::NAN, false, "missing"),
            (-3.0, false, "missing"),
        ] {
            assert_eq!(ratio(value, saturated), text, "{value} {saturated}");
        }
    }

    #[test]
    fn thousands_are_grouped() {
        for (value, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(value), text);
        }
        assert_eq!(thousands(u64::MAX), "18,446,744,073,709,551,615");
    }

    proptest! {
        #[test]
        fn no_ratio_is_printed_as_infinite(bits in any::<u64>(), saturated in any::<bool>()) {
            let text = ratio(f64::from_bits(bits), saturated);
            prop_assert!(!text.to_lowercase().contains("inf") && !text.contains('∞') && !text.contains("NaN"));
        }

        #[test]
        fn at_least_is_true(value in 1.0..1e6_f64) {
            let text = ratio(value, true);
            let number: f64 = text["at least ".len()..].split(' ').next().unwrap().replace(',', "").parse().unwrap();
            prop_assert!(number <= value * (1.0 + 1e-9), "{} of {}", text, value);
            prop_assert!(number >= 0.9 * value, "{} of {}", text, value);
        }
    }
}
