//! The language of a text: fastText's compressed model of 176 languages, behind a filter for what is not language.

use std::sync::LazyLock;

use fasttext_pure_rs::FastText;

static MODEL: &[u8] = include_bytes!("../data/lid.176.ftz");

/// One guess with its probability as the model gives it (0 to 1, not calibrated).
#[derive(Clone, Debug, PartialEq)]
pub struct LanguageGuess {
    /// BCP 47 code.
    pub code: String,
    /// Probability.
    pub p: f32,
}

/// The guesses for a text, likeliest first; empty when the text holds no language (links, numbers, emoji).
///
/// At most three guesses of at least 5 % are given.
pub fn detect(text: &str) -> Vec<LanguageGuess> {
    let clean = words_only(text);
    if clean.chars().filter(|c| c.is_alphabetic()).take(3).count() < 3 {
        return Vec::new();
    }
    let Some(model) = model() else { return Vec::new() };
    let guesses = model.predict(&clean, 4, 0.05).unwrap_or_default();
    let mut out: Vec<LanguageGuess> = Vec::with_capacity(3);
    for guess in guesses {
        let code = bcp47(guess.label.trim_start_matches("__label__"));
        let p = guess.probability.min(1.0);
        match out.iter_mut().find(|known| known.code == code) {
            Some(known) => known.p = (known.p + p).min(1.0),
            None => out.push(LanguageGuess { code: code.to_owned(), p }),
        }
    }
    out.truncate(3);
    out
}

/// The code of the likeliest language, `und` when there is none or when it is too unsure to be named.
pub fn best(guesses: &[LanguageGuess]) -> &str {
    match guesses.first() {
        Some(guess) if guess.p >= 0.2 => &guess.code,
        _ => "und",
    }
}

fn model() -> Option<&'static FastText> {
    // The model is part of the program; the test below holds that it loads.
    static LOADED: LazyLock<Option<FastText>> = LazyLock::new(|| FastText::load_from_reader(MODEL).ok());
    LOADED.as_ref()
}

/// Drops links, mentions and everything that is no word, as the model was trained on running text in one line.
fn words_only(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for token in text.split_whitespace() {
        let link = token.starts_with('@')
            || memchr::memmem::find(token.as_bytes(), b"://").is_some()
            || token.starts_with("www.")
            || token.starts_with("t.me/")
            || token.starts_with("t.co/");
        if link {
            continue;
        }
        let before = clean.len();
        for c in token.chars() {
            if c.is_alphabetic()
                || c == '\''
                || c == '’'
                || c == '-'
                || (!c.is_ascii() && unicode_normalization::char::is_combining_mark(c))
                || matches!(c, '\u{200c}' | '\u{200d}')
            {
                clean.push(c);
            } else if clean.len() > before && !clean.ends_with(' ') {
                clean.push(' ');
            }
        }
        if clean.len() > before && !clean.ends_with(' ') {
            clean.push(' ');
        }
    }
    // The model knows running text; shouting is foreign to it.
    let shouting =
        clean.chars().filter(|c| c.is_uppercase()).count() * 2 > clean.chars().filter(|c| c.is_lowercase()).count();
    if shouting { clean.to_lowercase() } else { clean }
}

/// The model's own labels for a few languages are not what BCP 47 uses today.
fn bcp47(label: &str) -> &str {
    match label {
        "no" => "nb",
        "sh" => "sr",
        "arz" => "ar",
        "wuu" => "zh",
        "azb" => "az",
        "pnb" => "pa",
        other => other,
    }
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
        check("Danas je lep dan, idemo u park sa psom", "sr");
        check("كان الطقس جميلا اليوم في الحديقة العامة", "ar");
        check("https://example.com 👍👍 12345 @someone", "und");
        check("", "und");
    }
}
