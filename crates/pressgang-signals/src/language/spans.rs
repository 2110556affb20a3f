//! Script, and which part of a text is in which language.

use std::ops::Range;

use unicode_script::{Script, UnicodeScript};

use super::words::{is_address, words};
use super::{LanguageGuess, best, of_words};

/// A part of a text in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageSpan {
    /// BCP 47 code.
    pub code: String,
    /// Where it stands in the raw text, in bytes.
    pub span: Range<usize>,
}

/// The ISO 15924 code of the script that most of a text's letters are in; `Zyyy` where there are none.
pub fn script(text: &str) -> &'static str {
    let mut counts: Vec<(Script, u32)> = Vec::with_capacity(4);
    let mut latin = 0u32;
    for c in text.split_whitespace().filter(|token| !is_address(token)).flat_map(str::chars).take(400) {
        if c.is_ascii() {
            latin += u32::from(c.is_ascii_alphabetic());
            continue;
        }
        if !c.is_alphabetic() {
            continue;
        }
        let script = match c {
            '\u{0400}'..='\u{052f}' => Script::Cyrillic,
            c => c.script(),
        };
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    let beyond_ascii_latin = counts.iter().find(|(s, _)| *s == Script::Latin).map_or(0, |(_, n)| *n);
    let latin = latin + beyond_ascii_latin;
    let others = counts.into_iter().filter(|(s, _)| !matches!(s, Script::Common | Script::Inherited | Script::Latin));
    match others.max_by_key(|(_, n)| *n) {
        // Kanji beside kana is Japanese writing.
        Some((script, n)) if n >= latin => script.short_name(),
        _ if latin > 0 => Script::Latin.short_name(),
        _ => Script::Common.short_name(),
    }
}

/// Letters that a part needs before its own language is believed.
const LETTERS: usize = 14;
/// And how sure it has to be.
const SURE: f32 = 0.85;

/// The parts of a text in their languages, where it holds more than one: sentences, lines and stretches of one script
/// that are surely in another language than the text as a whole. Empty for a text in one language.
pub fn switches(text: &str, guesses: &[LanguageGuess]) -> Vec<LanguageSpan> {
    // A short text in one script, of which the model is sure, has no second language that could be told.
    let sure = guesses.first().is_some_and(|g| g.p > 0.98);
    if guesses.is_empty() || text.len() < 2 * LETTERS || sure && text.len() < 80 && !mixes_scripts(text) {
        return Vec::new();
    }
    let parts = parts(text);
    if parts.len() < 2 {
        return Vec::new();
    }
    let (whole, whole_script) = (best(guesses), script(text));
    let mut spans: Vec<LanguageSpan> = Vec::new();
    for part in parts {
        let Some(piece) = text.get(part.clone()) else { continue };
        let own = words(piece);
        let letters = own.chars().filter(|c| c.is_alphabetic()).count();
        let mut code = whole.to_owned();
        if letters >= LETTERS || letters >= 5 && script(piece) != whole_script {
            let found = of_words(&own);
            if let Some(guess) = found.first()
                && (guess.p >= SURE || guesses.iter().any(|g| g.code == guess.code) && guess.p >= 0.6)
            {
                code.clone_from(&guess.code);
            }
        } else if letters == 0 {
            continue;
        }
        match spans.last_mut() {
            Some(last) if last.code == code => last.span.end = part.end,
            _ => spans.push(LanguageSpan { code, span: part }),
        }
    }
    if spans.len() < 2 { Vec::new() } else { spans }
}

fn mixes_scripts(text: &str) -> bool {
    let ascii = text.bytes().any(|b| b.is_ascii_alphabetic());
    let other = text.chars().any(|c| !c.is_ascii() && c.is_alphabetic() && c.script() != Script::Latin);
    ascii && other
}

/// Sentences, lines, and within them stretches of words of one script.
fn parts(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    let mut current = None;
    for token in text.split_inclusive(char::is_whitespace) {
        let at = token.as_ptr() as usize - text.as_ptr() as usize;
        let of =
            token.chars().find(|c| c.is_alphabetic()).map(|c| if c.is_ascii() { Script::Latin } else { c.script() });
        if let (Some(before), Some(now)) = (current, of)
            && before != now
            && !(is_east_asian(before) && is_east_asian(now))
        {
            push(text, &mut out, start..at);
            start = at;
        }
        current = of.or(current);
        let end = at + token.len();
        let word = token.trim_end();
        if token.ends_with(['\n', '\r']) || word.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।', '|', '/'])
        {
            push(text, &mut out, start..end);
            start = end;
            current = None;
        }
    }
    push(text, &mut out, start..text.len());
    out
}

fn is_east_asian(script: Script) -> bool {
    matches!(script, Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul)
}

fn push(text: &str, out: &mut Vec<Range<usize>>, part: Range<usize>) {
    let piece = &text[part.clone()];
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        let start = part.start + (piece.len() - piece.trim_start().len());
        out.push(start..start + trimmed.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::detect;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let spans = switches(text, &detect(text));
        let found: Vec<(&str, &str)> = spans.iter().map(|s| (s.code.as_str(), &text[s.span.clone()])).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn parts_in_other_languages() {
        check(
            "Работа для водителей за границей. Good salary and free housing for everyone.",
            &[("ru", "Работа для водителей за границей."), ("en", "Good salary and free housing for everyone.")],
        );
        check(
            "Мы ищем водителей и поваров на работу\nNous cherchons des chauffeurs et des cuisiniers",
            &[
                ("ru", "Мы ищем водителей и поваров на работу"),
                ("fr", "Nous cherchons des chauffeurs et des cuisiniers"),
            ],
        );
        check("Сегодня в парке было очень много людей. Все гуляли с собаками и ели мороженое.", &[]);
        check("😀 https://example.com", &[]);
    }

    #[test]
    fn scripts() {
        for (text, expected) in [
            ("Привет, как дела", "Cyrl"),
            ("hello", "Latn"),
            ("مرحبا", "Arab"),
            ("नमस्ते", "Deva"),
            ("ሰላም", "Ethi"),
            ("12345 😀", "Zyyy"),
            ("こんにちは世界", "Hira"),
        ] {
            assert_eq!(script(text), expected, "{text}");
        }
    }
}
