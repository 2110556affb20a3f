//! Scales on which strength is said in words: likelihood (ICD 203, PHIA), confidence, support (ENFSI), sources
//! (Admiralty).

mod admiralty;
mod confidence;
mod support;

pub use admiralty::{Credibility, Grade, GradeError, Reliability};
pub use confidence::Confidence;
pub use support::{SUPPORT, Side, Support, ratio, support, thousands};

/// A scale of likelihood. A case uses one; terms of two scales are never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scale {
    /// Intelligence Community Directive 203, Analytic Standards (ODNI, 2015), D.6.e(2)(a).
    ///
    /// Its bands touch. A probability on a border takes the band nearer to even odds, the weaker statement. What lies
    /// below 1 % or above 99 % takes the outermost band: the directive has no words for certainty.
    Icd203,
    /// The probability yardstick of the UK's Professional Head of Intelligence Assessment (GOV.UK, 2025).
    ///
    /// Its bands leave gaps on purpose. A probability in a gap takes the band nearer to even odds, the weaker
    /// statement: 7.5 % is "highly unlikely" and 78 % "likely". So 50 to 55 % is a "realistic possibility".
    Phia,
}

/// Where a term stands on its scale; the same seven places on either.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// Almost no chance; remote chance.
    AlmostNone,
    /// Very unlikely; highly unlikely.
    VeryUnlikely,
    /// Unlikely.
    Unlikely,
    /// Roughly even chance; realistic possibility.
    Even,
    /// Likely.
    Likely,
    /// Very likely; highly likely.
    VeryLikely,
    /// Almost certain.
    AlmostCertain,
}

/// A term of a scale with the band it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The scale.
    pub scale: Scale,
    /// The place on it.
    pub rank: Rank,
    /// The term.
    pub words: &'static str,
    /// What the scale allows instead; never used beside `words`, only understood.
    pub synonym: &'static str,
    /// From this per cent.
    pub from: u8,
    /// To this per cent.
    pub to: u8,
}

const RANKS: [Rank; 7] = [
    Rank::AlmostNone,
    Rank::VeryUnlikely,
    Rank::Unlikely,
    Rank::Even,
    Rank::Likely,
    Rank::VeryLikely,
    Rank::AlmostCertain,
];

type Row = (&'static str, &'static str, u8, u8);

const ICD_203: [Row; 7] = [
    ("almost no chance", "remote", 1, 5),
    ("very unlikely", "highly improbable", 5, 20),
    ("unlikely", "improbable", 20, 45),
    ("roughly even chance", "roughly even odds", 45, 55),
    ("likely", "probable", 55, 80),
    ("very likely", "highly probable", 80, 95),
    ("almost certain", "nearly certain", 95, 99),
];

const PHIA: [Row; 7] = [
    ("remote chance", "remote chance", 0, 5),
    ("highly unlikely", "highly unlikely", 10, 20),
    ("unlikely", "unlikely", 25, 35),
    ("realistic possibility", "realistic possibility", 40, 50),
    ("likely", "probable", 55, 75),
    ("highly likely", "highly likely", 80, 90),
    ("almost certain", "almost certain", 95, 100),
];

impl Scale {
    /// All scales.
    pub const ALL: [Scale; 2] = [Scale::Icd203, Scale::Phia];

    /// How settings name it: `icd203`, `phia`.
    pub fn id(self) -> &'static str {
        match self {
            Scale::Icd203 => "icd203",
            Scale::Phia => "phia",
        }
    }

    /// How people name it.
    pub fn name(self) -> &'static str {
        match self {
            Scale::Icd203 => "ICD 203",
            Scale::Phia => "PHIA probability yardstick",
        }
    }

    /// How probabilities between and on its bands are put into words, as a sentence for readers.
    pub fn rule(self) -> &'static str {
        match self {
            Scale::Icd203 => {
                "A probability on the border of two terms takes the one nearer to even odds, the weaker statement."
            }
            Scale::Phia => {
                "The gaps between its terms are intended: a probability in a gap takes the term nearer to even odds, the weaker statement."
            }
        }
    }

    /// The scale that settings name.
    pub fn named(id: &str) -> Option<Scale> {
        Scale::ALL.into_iter().find(|scale| scale.id() == id)
    }

    /// Its terms, the least likely first.
    pub fn terms(self) -> [Term; 7] {
        RANKS.map(|rank| self.at(rank))
    }

    /// The term at a place.
    pub fn at(self, rank: Rank) -> Term {
        let rows = match self {
            Scale::Icd203 => &ICD_203,
            Scale::Phia => &PHIA,
        };
        let (words, synonym, from, to) = rows[rank as usize];
        Term { scale: self, rank, words, synonym, from, to }
    }

    /// The term of a probability; on a border and in a gap the one nearer to even odds. None for what is no
    /// probability.
    pub fn term(self, probability: f64) -> Option<Term> {
        if !(0.0..=1.0).contains(&probability) {
            return None;
        }
        // Rounded so that 0.55 is 55 % and not a hair above it.
        let percent = (probability * 1e8).round() / 1e6;
        let upper = |rank: Rank| f64::from(self.at(rank).to);
        let lower = |rank: Rank| f64::from(self.at(rank).from);
        let rank = match self {
            // From the middle outwards: a shared border is still the inner band's.
            Scale::Icd203 if percent >= 50.0 => {
                RANKS[3..].iter().copied().find(|rank| percent <= upper(*rank)).unwrap_or(Rank::AlmostCertain)
            }
            Scale::Icd203 => {
                RANKS[..4].iter().rev().copied().find(|rank| percent >= lower(*rank)).unwrap_or(Rank::AlmostNone)
            }
            // A band above even begins at its lower bound, and keeps what lies between it and the next one.
            Scale::Phia if percent >= 50.0 => {
                RANKS[4..].iter().rev().copied().find(|rank| percent >= lower(*rank)).unwrap_or(Rank::Even)
            }
            Scale::Phia => RANKS[..3].iter().copied().find(|rank| percent <= upper(*rank)).unwrap_or(Rank::Even),
        };
        Some(self.at(rank))
    }

    /// The term that has these words, in either of its wordings.
    pub fn term_named(self, words: &str) -> Option<Term> {
        let words = words.trim().to_lowercase();
        self.terms().into_iter().find(|term| words == term.words || words == term.synonym)
    }

    /// The probabilities at which the term changes, ascending: between `terms()[i]` and `terms()[i + 1]` lies
    /// `borders()[i]`.
    pub fn borders(self) -> [f64; 6] {
        match self {
            Scale::Icd203 => [0.05, 0.20, 0.45, 0.55, 0.80, 0.95],
            // Where the inner band's gap ends: below even at the outer band's top, above even at its bottom.
            Scale::Phia => [0.05, 0.20, 0.35, 0.55, 0.80, 0.95],
        }
    }
}

impl Term {
    /// The least probability the term stands for: of everything called so, at least this share should be right.
    pub fn lowest(self) -> f64 {
        f64::from(self.from) / 100.0
    }

    /// The greatest probability the term stands for.
    pub fn highest(self) -> f64 {
        f64::from(self.to) / 100.0
    }

    /// The term, or the one at `most` where that is lower.
    pub fn at_most(self, most: Rank) -> Term {
        self.scale.at(self.rank.min(most))
    }

    /// The term some steps nearer to even odds, and no further than that.
    pub fn weaker(self, steps: usize) -> Term {
        let (rank, even) = (self.rank as usize, Rank::Even as usize);
        let at = if rank >= even { rank.saturating_sub(steps).max(even) } else { (rank + steps).min(even) };
        RANKS.get(at).map_or(self, |rank| self.scale.at(*rank))
    }
}

#[cfg(test)]
mod tests;
