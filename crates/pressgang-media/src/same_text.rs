//! Whether the texts read in two pictures say the same: what tells apart flyers that look alike.

use std::collections::BTreeSet;

use crate::reading::TextLine;

/// Fewest digits of what counts as a number to call or an account.
const NUMBER: usize = 7;
/// Fewest letters of a word that counts.
const WORD: usize = 3;
/// Fewest words that say anything.
const FEWEST: usize = 4;
/// From this share of the shorter text's words on, in hundredths, texts agree; OCR misreads some.
const AGREE: usize = 70;
/// Below this share they disagree.
const DISAGREE: usize = 40;
/// Words surer than this alone count, where a program says how sure it is (Tesseract's scale).
const SURE: f32 = 50.0;

/// What two texts say of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextAgreement {
    /// Most words are the same, and so is a number if both have any.
    Agree,
    /// They have different numbers or few words in common.
    Disagree,
    /// One has too little text, or it is neither.
    Unknown,
}

/// Whether the lines of two pictures say the same. Numbers come first: two flyers that differ in nothing but the number
/// to call are two flyers.
pub fn text_agreement(a: &[TextLine], b: &[TextLine]) -> TextAgreement {
    let (a, b) = (Said::of(a), Said::of(b));
    if !a.numbers.is_empty() && !b.numbers.is_empty() && a.numbers.is_disjoint(&b.numbers) {
        return TextAgreement::Disagree;
    }
    let fewer = a.words.len().min(b.words.len());
    if fewer < FEWEST {
        return TextAgreement::Unknown;
    }
    let common = a.words.intersection(&b.words).count() * 100;
    // Of the longer text there may be more, for example on a crop's original.
    match common {
        common if common >= AGREE * fewer => TextAgreement::Agree,
        common if common < DISAGREE * fewer => TextAgreement::Disagree,
        _ => TextAgreement::Unknown,
    }
}

/// What a picture says, in pieces.
struct Said {
    words: BTreeSet<String>,
    numbers: BTreeSet<String>,
}

impl Said {
    fn of(lines: &[TextLine]) -> Said {
        let mut said = Said { words: BTreeSet::new(), numbers: BTreeSet::new() };
        for line in lines {
            let unsure = line.confidence.is_some_and(|confidence| confidence < SURE);
            if !unsure {
                said.take(&line.text);
            }
        }
        said
    }

    fn take(&mut self, text: &str) {
        let mut digits = String::new();
        for c in text.chars().chain(['\n']) {
            if let Some(digit) = c.to_digit(10) {
                digits.extend(char::from_digit(digit, 10));
            } else if !matches!(c, ' ' | '-' | '(' | ')' | '.' | '\u{a0}') {
                if digits.len() >= NUMBER {
                    self.numbers.insert(std::mem::take(&mut digits));
                }
                digits.clear();
            }
        }
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= WORD);
        self.words.extend(words.filter(|word| word.chars().any(char::is_alphabetic)).map(str::to_lowercase));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::LineOrigin;

    fn lines(text: &str) -> Vec<TextLine> {
        text.lines().map(|text| TextLine::new(text.to_owned(), LineOrigin::Ocr)).collect()
    }

    #[test]
    fn agreements() {
        let check = |a: &str, b: &str, expected| {
            assert_eq!(text_agreement(&lines(a), &lines(b)), expected, "{a} / {b}");
            assert_eq!(text_agreement(&lines(b), &lines(a)), expected, "{b} / {a}");
        };
        use TextAgreement::{Agree, Disagree, Unknown};
        let flyer = "Drivers wanted in the north\nlodging and meals are paid\n+1 202 555 0123";
        check(flyer, flyer, Agree);
        check(flyer, "DRIVERS WANTED in the nortn\nlodging and meals are paid\n+1(202)555-0123", Agree);
        check(flyer, "Drivers wanted in the north\nlodging and meals are paid\n+1 202 555 0199", Disagree);
        check(flyer, "Drivers wanted in the north\nlodging and meals are paid", Agree);
        check(flyer, "Cooks for a hotel beside the sea\nyoung people welcome here", Disagree);
        check(flyer, "wanted 2023", Unknown);
        check("", "", Unknown);
        check("ищем водителей грузовиков сегодня", "Ищем ВОДИТЕЛЕЙ грузовиков сегодня!", Agree);
    }
}
