//! Finding many phrases at once in a folded text: the engine under lexicons and packs.
//!
//! One Aho-Corasick automaton finds the literal beginnings, then each hit is checked for word borders, suffixes and
//! the rest of its words. Cost: one pass over the text, whatever the number of phrases.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::fold::Folded;

/// How a phrase is written in a data file, after folding: words, each perhaps with any suffix.
#[derive(Debug)]
struct Phrase<T> {
    /// Words after the first literal stretch, each with "any suffix of letters" or not.
    rest: Vec<(String, bool)>,
    /// The literal stretch that the automaton finds may be followed by any letters.
    open: bool,
    /// Words may be joined by hyphens, underscores or nothing at all (names in hashtags).
    loose: bool,
    /// False for scripts written without spaces.
    borders: bool,
    payload: T,
}

/// A set of phrases compiled for searching.
#[derive(Debug)]
pub struct Phrases<T> {
    automaton: Option<AhoCorasick>,
    /// For each literal of the automaton the phrases that begin with it.
    by_literal: Vec<Vec<Phrase<T>>>,
}

/// How a set of phrases is matched.
#[derive(Clone, Copy, Debug)]
pub struct Matching {
    /// Words of a phrase may be joined by a hyphen, an underscore or nothing.
    pub loose: bool,
    /// Phrases begin and end at word borders.
    pub borders: bool,
}

/// Collects phrases before they are compiled.
#[derive(Debug)]
pub struct PhrasesBuilder<T> {
    literals: HashMap<String, Vec<Phrase<T>>>,
}

impl<T: Clone> PhrasesBuilder<T> {
    /// An empty set.
    pub fn new() -> PhrasesBuilder<T> {
        PhrasesBuilder { literals: HashMap::new() }
    }

    /// Adds one phrase as a data file writes it (`групп* вагнер*`); an empty one is ignored.
    pub fn add(&mut self, written: &str, matching: Matching, payload: T) {
        let folded = Folded::new(written.trim());
        let words: Vec<(String, bool)> = folded
            .text()
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(|word| (word.trim_end_matches('*').to_owned(), word.ends_with('*')))
            .collect();
        let Some(first) = words.first() else { return };
        if matching.loose {
            let phrase =
                Phrase { rest: words[1..].to_vec(), open: first.1, loose: true, borders: matching.borders, payload };
            self.literals.entry(first.0.clone()).or_default().push(phrase);
            return;
        }
        // The longest literal beginning makes the automaton's hits rare.
        let literal_words = words.iter().position(|(_, open)| *open).map_or(words.len(), |n| n + 1);
        let literal = words[..literal_words].iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ");
        let phrase = Phrase {
            rest: words[literal_words..].to_vec(),
            open: words[literal_words - 1].1,
            loose: false,
            borders: matching.borders,
            payload,
        };
        self.literals.entry(literal).or_default().push(phrase);
    }

    /// Compiles the set.
    pub fn build(self) -> Phrases<T> {
        let mut literals: Vec<(String, Vec<Phrase<T>>)> =
            self.literals.into_iter().filter(|(literal, _)| !literal.is_empty()).collect();
        literals.sort_by(|a, b| a.0.cmp(&b.0));
        let automaton = if literals.is_empty() {
            None
        } else {
            AhoCorasick::builder()
                .match_kind(MatchKind::Standard)
                .build(literals.iter().map(|(literal, _)| literal.as_bytes()))
                .ok()
        };
        Phrases { automaton, by_literal: literals.into_iter().map(|(_, phrases)| phrases).collect() }
    }
}

impl<T: Clone> Default for PhrasesBuilder<T> {
    fn default() -> Self {
        PhrasesBuilder::new()
    }
}

impl<T> Phrases<T> {
    /// Calls `found` with the folded range and the payload of every phrase in the text, overlapping ones included,
    /// in order of the end of their first words.
    pub fn find(&self, folded: &Folded, mut found: impl FnMut(Range<usize>, &T)) {
        let text = folded.text();
        let Some(automaton) = &self.automaton else { return };
        for hit in automaton.find_overlapping_iter(text) {
            for phrase in &self.by_literal[hit.pattern().as_usize()] {
                if phrase.borders && !word_begins(text, hit.start()) {
                    continue;
                }
                if let Some(end) = phrase_end(text, hit.end(), phrase) {
                    found(hit.start()..end, &phrase.payload);
                }
            }
        }
    }
}

/// Arabic and Hebrew write "and", "the", "for" together with the word that follows.
const CLITICS: [&str; 24] = [
    "و", "ف", "ب", "ل", "ک", "ال", "وال", "بال", "فال", "کال", "لل", "ول", "وب", "ו", "ה", "ב", "ל", "מ", "ש", "כ",
    "וה", "וב", "ול", "שה",
];

/// Returns true where a word begins, also behind particles that are written together with it.
fn word_begins(text: &str, at: usize) -> bool {
    if border_at(text, at) {
        return true;
    }
    if !text[at..].starts_with(|c| matches!(c, '\u{0590}'..='\u{06ff}')) {
        return false;
    }
    CLITICS.iter().any(|clitic| text[..at].ends_with(clitic) && border_at(text, at - clitic.len()))
}

fn phrase_end<T>(text: &str, literal_end: usize, phrase: &Phrase<T>) -> Option<usize> {
    let mut end = if phrase.open { skip_letters(text, literal_end) } else { literal_end };
    let mut open = phrase.open;
    for (word, word_open) in &phrase.rest {
        let joined = skip_joiner(text, end, phrase.loose);
        if joined == end && (open || !phrase.loose) {
            return None;
        }
        if !text[joined..].starts_with(word.as_str()) {
            return None;
        }
        end = joined + word.len();
        open = *word_open;
        if open {
            end = skip_letters(text, end);
        }
    }
    (!phrase.borders || border_at(text, end)).then_some(end)
}

fn skip_letters(text: &str, from: usize) -> usize {
    text[from..].char_indices().find(|(_, c)| !is_word_letter(*c)).map_or(text.len(), |(i, _)| from + i)
}

/// Skips what may stand between two words: up to two characters, so that "iron - heron" is not one name.
fn skip_joiner(text: &str, from: usize, loose: bool) -> usize {
    let mut end = from;
    for c in text[from..].chars().take(if loose { 2 } else { 1 }) {
        let joins = if loose { matches!(c, ' ' | '-' | '_' | '\'' | '.') } else { matches!(c, ' ' | '-') };
        if !joins {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// A letter or a mark that belongs to one (Indic vowel signs are marks).
pub(crate) fn is_word_letter(c: char) -> bool {
    // The letters of the commonest scripts, without a look into the tables.
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    if matches!(c, '\u{00c0}'..='\u{00d6}' | '\u{00d8}'..='\u{00f6}' | '\u{00f8}'..='\u{024f}' | '\u{0400}'..='\u{0481}' | '\u{048a}'..='\u{052f}' | '\u{0620}'..='\u{064a}' | '\u{0904}'..='\u{0939}' | '\u{0e01}'..='\u{0e30}' | '\u{1ea0}'..='\u{1eff}' | '\u{3041}'..='\u{3096}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
    {
        return true;
    }
    c.is_alphabetic() || (!c.is_ascii() && unicode_normalization::char::is_combining_mark(c))
}

/// Returns true where a word may begin or end: not between two letters and not between two digits.
pub(crate) fn border_at(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let (Some(&before), Some(&after)) = (at.checked_sub(1).and_then(|i| bytes.get(i)), bytes.get(at)) else {
        return true;
    };
    if before.is_ascii() && after.is_ascii() {
        return !(before.is_ascii_alphabetic() && after.is_ascii_alphabetic()
            || before.is_ascii_digit() && after.is_ascii_digit());
    }
    let before = text[..at].chars().next_back().unwrap_or(' ');
    let after = text[at..].chars().next().unwrap_or(' ');
    !(is_word_letter(before) && is_word_letter(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(phrases: &[&str], loose: bool, text: &str, expected: &[&str]) {
        let mut builder = PhrasesBuilder::new();
        for phrase in phrases {
            builder.add(phrase, Matching { loose, borders: true }, ());
        }
        let set = builder.build();
        let mut found = Vec::new();
        set.find(&Folded::new(text), |range, ()| found.push(text[Folded::new(text).raw_span(range)].to_owned()));
        assert_eq!(found, expected);
    }

    #[test]
    fn words_and_suffixes() {
        check(&["боец*"], false, "Нужны бойцы, боец и бойцовский клуб", &["боец"]);
        check(&["бойц*"], false, "бойцы бойцам", &["бойцы", "бойцам"]);
        check(&["pay"], false, "pay payment repay", &["pay"]);
        check(&["руб*"], false, "240000руб.", &["руб"]);
        check(&["join us"], false, "Join\n us now", &["Join\n us"]);
        check(&["групп* вагнер*"], true, "группы «Вагнера»", &["группы «Вагнера"]);
        check(
            &["iron heron"],
            true,
            "#IronHeron iron-heron Iron Heron ironheronry",
            &["IronHeron", "iron-heron", "Iron Heron"],
        );
    }
}
