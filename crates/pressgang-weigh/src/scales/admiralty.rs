//! The Admiralty system: how reliable a source is, and how credible what it says.
//!
//! After NATO STANAG 2511 and FM 2-22.3, appendix B. F and 6 say that nobody can judge, which is neither good nor bad:
//! they are neither above nor below any other mark, and grades are never averaged.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// How reliable a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reliability {
    /// Completely reliable.
    A,
    /// Usually reliable.
    B,
    /// Fairly reliable.
    C,
    /// Not usually reliable.
    D,
    /// Unreliable.
    E,
    /// Cannot be judged.
    F,
}

/// How credible a piece of information is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Credibility {
    /// Confirmed by other, independent sources.
    Confirmed,
    /// Probably true.
    ProbablyTrue,
    /// Possibly true.
    PossiblyTrue,
    /// Doubtful.
    Doubtful,
    /// Improbable.
    Improbable,
    /// Cannot be judged.
    CannotBeJudged,
}

/// A grade such as B2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Grade {
    /// Of the source.
    pub reliability: Reliability,
    /// Of what it says.
    pub credibility: Credibility,
}

/// Why a grade cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GradeError {
    /// It is not a letter from A to F and a digit from 1 to 6.
    #[error("{0:?} is no Admiralty grade: a letter from A to F (the source) and a digit from 1 to 6 (the information)")]
    Malformed(String),
}

impl FromStr for Grade {
    type Err = GradeError;

    fn from_str(text: &str) -> Result<Grade, GradeError> {
        let malformed = || GradeError::Malformed(text.chars().take(20).collect());
        let [letter, digit] = text.trim().as_bytes() else { return Err(malformed()) };
        let reliability = match letter.to_ascii_uppercase() {
            b'A' => Reliability::A,
            b'B' => Reliability::B,
            b'C' => Reliability::C,
            b'D' => Reliability::D,
            b'E' => Reliability::E,
            b'F' => Reliability::F,
            _ => return Err(malformed()),
        };
        let credibility = match digit {
            b'1' => Credibility::Confirmed,
            b'2' => Credibility::ProbablyTrue,
            b'3' => Credibility::PossiblyTrue,
            b'4' => Credibility::Doubtful,
            b'5' => Credibility::Improbable,
            b'6' => Credibility::CannotBeJudged,
            _ => return Err(malformed()),
        };
        Ok(Grade { reliability, credibility })
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}{}", self.reliability, self.credibility as u8 + 1)
    }
}

impl Reliability {
    /// What the letter says.
    pub fn words(self) -> &'static str {
        match self {
            Reliability::A => "completely reliable",
            Reliability::B => "usually reliable",
            Reliability::C => "fairly reliable",
            Reliability::D => "not usually reliable",
            Reliability::E => "unreliable",
            Reliability::F => "of a reliability that cannot be judged",
        }
    }
}

impl Credibility {
    /// What the digit says.
    pub fn words(self) -> &'static str {
        match self {
            Credibility::Confirmed => "confirmed by other sources",
            Credibility::ProbablyTrue => "probably true",
            Credibility::PossiblyTrue => "possibly true",
            Credibility::Doubtful => "doubtful",
            Credibility::Improbable => "improbable",
            Credibility::CannotBeJudged => "of a truth that cannot be judged",
        }
    }
}

impl Grade {
    /// The grade in words: "a usually reliable source; probably true".
    pub fn words(self) -> String {
        let article = match self.reliability {
            Reliability::E => "an",
            _ => "a",
        };
        let source = match self.reliability {
            Reliability::F => format!("a source {}", self.reliability.words()),
            _ => format!("{article} {} source", self.reliability.words()),
        };
        format!("{source}; {}", self.credibility.words())
    }

    /// True if and only if both marks are as good as those of `least` or better; what cannot be judged meets only a
    /// demand that cannot be judged.
    pub fn at_least(self, least: Grade) -> bool {
        matches!(self.partial_cmp(&least), Some(Ordering::Equal | Ordering::Greater))
    }
}

impl PartialOrd for Reliability {
    fn partial_cmp(&self, other: &Reliability) -> Option<Ordering> {
        better(*self as u8, *other as u8)
    }
}

impl PartialOrd for Credibility {
    fn partial_cmp(&self, other: &Credibility) -> Option<Ordering> {
        better(*self as u8, *other as u8)
    }
}

impl PartialOrd for Grade {
    /// Greater is better in one mark and no worse in the other.
    fn partial_cmp(&self, other: &Grade) -> Option<Ordering> {
        let of_source = self.reliability.partial_cmp(&other.reliability)?;
        let of_information = self.credibility.partial_cmp(&other.credibility)?;
        match (of_source, of_information) {
            (a, b) if a == b => Some(a),
            (Ordering::Equal, other) | (other, Ordering::Equal) => Some(other),
            _ => None,
        }
    }
}

/// Places on a scale whose first is the best and whose sixth is outside it.
fn better(one: u8, other: u8) -> Option<Ordering> {
    const CANNOT_BE_JUDGED: u8 = 5;
    match (one == CANNOT_BE_JUDGED, other == CANNOT_BE_JUDGED) {
        (false, false) => Some(other.cmp(&one)),
        (true, true) => Some(Ordering::Equal),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grade(text: &str) -> Grade {
        text.parse().unwrap()
    }

    #[test]
    fn grades_are_read_and_written() {
        for letter in "ABCDEF".chars() {
            for digit in 1..=6 {
                let text = format!("{letter}{digit}");
                assert_eq!(grade(&text).to_string(), text);
                assert_eq!(grade(&format!(" {} ", text.to_lowercase())), grade(&text));
            }
        }
        for bad in ["", "B", "2", "G1", "A0", "A7", "A12", "B-2", "Б2", "2B"] {
            assert!(bad.parse::<Grade>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_grade_is_better_only_when_no_mark_is_worse() {
        for (one, other, expected) in [
            ("A1", "B2", Some(Ordering::Greater)),
            ("B2", "B2", Some(Ordering::Equal)),
            ("B3", "B2", Some(Ordering::Less)),
            ("A3", "B2", None),
            ("F2", "B2", None),
            ("B6", "B2", None),
            ("F6", "F6", Some(Ordering::Equal)),
            ("F1", "F2", Some(Ordering::Greater)),
        ] {
            assert_eq!(grade(one).partial_cmp(&grade(other)), expected, "{one} {other}");
        }
        assert!(grade("B2").at_least(grade("C3")));
        assert!(!grade("F1").at_least(grade("E5")));
    }

    #[test]
    fn grades_in_words() {
        assert_eq!(grade("B2").words(), "a usually reliable source; probably true");
        assert_eq!(grade("E6").words(), "an unreliable source; of a truth that cannot be judged");
        assert_eq!(grade("F3").words(), "a source of a reliability that cannot be judged; possibly true");
    }
}
