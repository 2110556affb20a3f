//! Finding what the case already knows: handles of its accounts and values of its contacts.

use std::ops::Range;

use aho_corasick::{AhoCorasick, BuildError};

use super::fold::Folded;

/// Many known strings, each with a number.
pub struct Known {
    automaton: AhoCorasick,
    numbers: Vec<usize>,
}

/// How a match has to be set off from its surroundings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Edges {
    /// As a word: an underscore is part of words.
    Word,
    /// As in file names and ids: an underscore divides.
    Part,
}

impl Known {
    /// Prepares the search for patterns; case and width do not matter.
    pub fn new(patterns: impl Iterator<Item = (String, usize)>) -> Result<Known, BuildError> {
        let (texts, numbers): (Vec<String>, Vec<usize>) =
            patterns.map(|(text, number)| (Folded::new(&text).text, number)).filter(|(t, _)| !t.is_empty()).unzip();
        Ok(Known { automaton: AhoCorasick::new(&texts)?, numbers })
    }

    /// Every occurrence with its number, in raw bytes; they may overlap.
    pub fn find(&self, folded: &Folded, edges: Edges) -> Vec<(Range<usize>, usize)> {
        self.automaton
            .find_overlapping_iter(&folded.text)
            .filter(|m| set_off(&folded.text, m.range(), edges))
            .filter_map(|m| Some((folded.raw(m.range()), *self.numbers.get(m.pattern().as_usize())?)))
            .collect()
    }
}

/// Every occurrence of one pattern as a word, in raw bytes.
pub fn find_one(folded: &Folded, pattern: &str) -> Vec<Range<usize>> {
    let pattern = Folded::new(pattern.trim()).text;
    if pattern.is_empty() {
        return Vec::new();
    }
    let hits = folded.text.match_indices(&pattern).map(|(at, hit)| at..at + hit.len());
    hits.filter(|range| set_off(&folded.text, range.clone(), Edges::Word)).map(|range| folded.raw(range)).collect()
}

/// Returns true if and only if the stretch does not continue a word on either side.
///
/// Next to an ASCII letter only ASCII continues a word, so a handle that stands between Chinese characters is found.
fn set_off(text: &str, range: Range<usize>, edges: Edges) -> bool {
    let inside = text.get(range.clone()).unwrap_or_default();
    let before = text.get(..range.start).and_then(|t| t.chars().next_back());
    let after = text.get(range.end..).and_then(|t| t.chars().next());
    let continues = |edge: Option<char>, next: Option<char>| match (edge, next) {
        (Some(e), Some(n)) if word(e, edges) => word(n, edges) && (!e.is_ascii() || n.is_ascii()),
        _ => false,
    };
    !continues(inside.chars().next(), before) && !continues(inside.chars().next_back(), after)
}

fn word(c: char, edges: Edges) -> bool {
    c.is_alphanumeric() || (c == '_' && edges == Edges::Word)
}
