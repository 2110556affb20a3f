//! Words for probabilities: ICD 203, the standard of the US intelligence community, and the ENFSI verbal scale.

/// One band of ICD 203: its term and its bounds in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// The term.
    pub term: &'static str,
    /// Lower bound in percent.
    pub from: u8,
    /// Upper bound in percent.
    pub to: u8,
}

/// ICD 203, section on expressions of likelihood (Office of the Director of National Intelligence, 2015).
pub const ICD_203: [Band; 7] = [
    Band { term: "almost no chance", from: 1, to: 5 },
    Band { term: "very unlikely", from: 5, to: 20 },
    Band { term: "unlikely", from: 20, to: 45 },
    Band { term: "roughly even chance", from: 45, to: 55 },
    Band { term: "likely", from: 55, to: 80 },
    Band { term: "very likely", from: 80, to: 95 },
    Band { term: "almost certain", from: 95, to: 99 },
];

/// The band of a probability; on a border the more cautious one, that is the one nearer to even.
pub fn band(probability: f64) -> Band {
    // Rounded so that 0.55 is 55 % and not a hair above it.
    let percent = (probability * 1e6).round() / 1e4;
    let found = if percent >= 50.0 {
        ICD_203.iter().find(|band| percent <= f64::from(band.to))
    } else {
        ICD_203.iter().rev().find(|band| percent >= f64::from(band.from))
    };
    let [first, .., last] = ICD_203;
    *found.unwrap_or(if percent >= 50.0 { &last } else { &first })
}

/// The ENFSI word for the support a likelihood ratio gives (ENFSI guideline for evaluative reporting, 2015).
pub fn support(likelihood_ratio: f64) -> &'static str {
    let strength = if likelihood_ratio >= 1.0 { likelihood_ratio } else { 1.0 / likelihood_ratio };
    match strength {
        s if s <= 1.0 => "no support",
        s if s <= 10.0 => "weak support",
        s if s <= 100.0 => "moderate support",
        s if s <= 1_000.0 => "moderately strong support",
        s if s <= 10_000.0 => "strong support",
        s if s <= 1_000_000.0 => "very strong support",
        _ => "extremely strong support",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands() {
        for (probability, term) in [
            (0.0, "almost no chance"),
            (0.03, "almost no chance"),
            (0.1, "very unlikely"),
            (0.3, "unlikely"),
            (0.5, "roughly even chance"),
            (0.55, "roughly even chance"),
            (0.6, "likely"),
            (0.80, "likely"),
            (0.81, "very likely"),
            (0.95, "very likely"),
            (0.99, "almost certain"),
            (1.0, "almost certain"),
        ] {
            assert_eq!(band(probability).term, term, "{probability}");
        }
    }
}
