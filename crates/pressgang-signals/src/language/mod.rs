//! The language of a text, behind a filter for what is not language.
//!
//! The model is our own (training/language): fastText's method on word lists and sentences of 113 languages.

pub(crate) mod features;
pub(crate) mod model;
mod spans;
pub(crate) mod words;

use std::sync::LazyLock;

use model::Model;
pub use spans::{LanguageSpan, script, switches};
use words::words;

static MODEL: &[u8] = include_bytes!("../../data/languages.bin");

/// One guess with its probability, from 0 to 1, calibrated on texts of at most 60 characters.
#[derive(Clone, Debug, PartialEq)]
pub struct LanguageGuess {
    /// BCP 47 code.
    pub code: String,
    /// Probability.
    pub p: f32,
}

/// A guess less likely than this is not worth showing.
const LEAST: f32 = 0.05;
/// A language less likely than this is not named.
const NAMED: f32 = 0.2;

/// The guesses for a text, likeliest first; empty when the text holds no language (links, numbers, emoji).
///
/// At most three guesses of at least 5 % are given.
pub fn detect(text: &str) -> Vec<LanguageGuess> {
    of_words(&words(text))
}

fn of_words(words: &str) -> Vec<LanguageGuess> {
    // A sign of Chinese or Japanese writing says as much as two letters.
    let letters = words.chars().filter(|c| c.is_alphabetic()).map(|c| if c >= '\u{2e80}' { 2 } else { 1 });
    if letters.take(3).sum::<u32>() < 3 {
        return Vec::new();
    }
    let mut scores = Vec::new();
    let model = model();
    model.scores(words, &mut scores);
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let total: f32 = scores.iter_mut().fold(0.0, |sum, score| {
        *score = (*score - most).exp();
        sum + *score
    });
    let mut likely: Vec<(usize, f32)> =
        scores.iter().map(|score| score / total).enumerate().filter(|(_, p)| *p >= LEAST).collect();
    likely.sort_by(|a, b| b.1.total_cmp(&a.1));
    likely.truncate(3);
    likely.into_iter().map(|(index, p)| LanguageGuess { code: model.code(index).to_owned(), p }).collect()
}

/// The code of the likeliest language, `und` when there is none or when it is too unsure to be named.
pub fn best(guesses: &[LanguageGuess]) -> &str {
    match guesses.first() {
        Some(guess) if guess.p >= NAMED => &guess.code,
        _ => "und",
    }
}

fn model() -> &'static Model {
    // The model is part of the program; every test of this module holds that it loads.
    static LOADED: LazyLock<Model> =
        LazyLock::new(|| Model::parse(MODEL).unwrap_or_else(|| panic!("the language model is damaged")));
    &LOADED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(best(&detect(text)), expected, "{:?}", detect(text));
    }

    #[test]
    fn names_the_language() {
        check("Сегодня в парке было очень много людей и собак", "ru");
        check("Hôm nay trời đẹp quá, chúng ta đi chơi công viên nhé", "vi");
        check("Hari ini cuaca sangat bagus untuk berjalan-jalan di taman", "id");
        check("Данас је леп дан, идемо у парк са псом", "sr");
        // In Latin letters only words as Serbs spell them tell Serbian from Croatian.
        check("Danas je lepo vreme, deca se igraju posle škole gde žele", "sr");
        check("كان الطقس جميلا اليوم في الحديقة العامة", "ar");
        check("ዛሬ የአየር ሁኔታው በጣም ጥሩ ነው", "am");
        check("Ӯ ба шаҳр рафт ва китоби нав харид", "tg");
        check("ئەمڕۆ کەش و هەوا زۆر خۆشە", "ckb");
        check("Yau akwai mutane da yawa a kasuwa", "ha");
    }

    #[test]
    fn what_is_no_language_is_undetermined() {
        check("https://example.com 👍👍 12345 @someone", "und");
        check("+49 30 23125 001", "und");
        check("🔥🔥🔥", "und");
        check("ok", "und");
        check("", "und");
    }

    #[test]
    fn shouting_and_decomposed_letters_change_nothing() {
        check("СЕГОДНЯ В ПАРКЕ БЫЛО ОЧЕНЬ МНОГО ЛЮДЕЙ", "ru");
        check("Ho\u{302}m nay tro\u{31b}\u{300}i \u{111}e\u{323}p qua\u{301}", "vi");
    }
}
