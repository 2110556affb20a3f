//! Words whose letters are set apart ("W a g n e r", "W.A.G.N.E.R") or replaced by figures and signs ("W4gner"), written
//! plainly in a second view of the text. Names are looked for there too.

use std::ops::Range;

use crate::fold::Folded;
use crate::phrases::is_word_letter;

/// Fewer letters set apart are initials.
const FEWEST_APART: usize = 4;

/// The view with masked words written plainly; `None` where none is masked.
pub fn unmasked(folded: &Folded) -> Option<Folded> {
    let text = folded.text();
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let Some(c) = text[at..].chars().next() else { break };
        let begins = !text[..at].ends_with(|b: char| is_word_letter(b) || b.is_ascii_digit());
        if begins && is_word_letter(c) {
            if let Some((end, word)) = apart(&text[at..]) {
                edits.push((at..at + end, word));
                at += end;
                continue;
            }
            let end =
                text[at..].find(|c: char| !is_word_letter(c) && figure(c, false).is_none()).unwrap_or(text.len() - at);
            if let Some(word) = plain(&text[at..at + end]) {
                edits.push((at..at + end, word));
            }
            at += end;
            continue;
        }
        at += c.len_utf8();
    }
    (!edits.is_empty()).then(|| folded.rewritten(&edits))
}

/// Single letters with one and the same sign between: how long they are, and the word they make.
fn apart(text: &str) -> Option<(usize, String)> {
    let mut chars = text.char_indices();
    let (_, first) = chars.next()?;
    let (_, sign) = chars.next().filter(|(_, c)| matches!(c, ' ' | '.' | '-' | '_' | '*' | '·'))?;
    let mut word = String::from(first);
    let mut end = first.len_utf8();
    let mut rest = &text[end..];
    while let Some(after) = rest.strip_prefix(sign) {
        let Some(letter) = after.chars().next().filter(|c| is_word_letter(*c)) else { break };
        let behind = &after[letter.len_utf8()..];
        if behind.starts_with(|c: char| is_word_letter(c) || c.is_ascii_digit()) {
            break;
        }
        word.push(letter);
        end += sign.len_utf8() + letter.len_utf8();
        rest = behind;
    }
    (word.chars().count() >= FEWEST_APART).then_some((end, word))
}

/// A word of letters with a few figures or signs in place of others, in letters.
fn plain(token: &str) -> Option<String> {
    let letters = token.chars().filter(|c| is_word_letter(*c)).count();
    let others = token.chars().count() - letters;
    // Marks at the end belong to the sentence, figures there are years and counts.
    let ends_in_letter = token.ends_with(is_word_letter);
    if others == 0 || others > 2 || letters < 3 || !ends_in_letter {
        return None;
    }
    let cyrillic = token.chars().any(|c| matches!(c, '\u{0400}'..='\u{052f}'));
    Some(token.chars().map(|c| figure(c, cyrillic).unwrap_or(c)).collect())
}

/// The letter a figure or sign stands for.
fn figure(c: char, cyrillic: bool) -> Option<char> {
    Some(match (c, cyrillic) {
        ('4', true) => 'ч',
        ('3', true) => 'з',
        ('6', true) => 'б',
        ('0', true) => 'о',
        ('@', true) => 'а',
        ('4' | '@', false) => 'a',
        ('3', false) => 'e',
        ('0', false) => 'o',
        ('1' | '!', false) => 'i',
        ('5' | '$', false) => 's',
        ('7', false) => 't',
        ('1' | '!' | '5' | '$' | '7', true) => c,
        ('6', false) => 'g',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let folded = Folded::new(text);
        let view = unmasked(&folded);
        assert_eq!(view.as_ref().map(Folded::text), expected);
    }

    #[test]
    fn masked_words_are_written_plainly() {
        check("В а г н е р зовёт", Some("вагнер зовет"));
        check("W.A.G.N.E.R recruits", Some("wagner recruits"));
        check("W4gner and V@gner", Some("wagner and vagner"));
        check("a b c", None);
        check("I am 4 years old in 2023", None);
        check("nothing here!", None);
    }
}
