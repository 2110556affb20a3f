//! From the words of a line, as Tesseract hands them out, to its text.

use unicode_script::{Script, UnicodeScript};

use super::digits::{digit, is_mark};
use super::tesseract::RawWord;

/// Fewer digits are not put in order: "18+" is itself.
const FEWEST: usize = 7;

/// The words in the order they are read in, and whether a space stands before each.
pub(super) fn in_order(words: &[RawWord], right_to_left: bool) -> Vec<(RawWord, bool)> {
    let mut words: Vec<RawWord> = words.iter().map(plain).filter(|w| !w.text.is_empty()).collect();
    let right_to_left = right_to_left || words.iter().any(|w| w.text.chars().any(is_right_to_left));
    if right_to_left {
        // Words come from right to left, but what is no word of such a script is read from left to right.
        for run in words.chunk_by_mut(|a, b| !leads_left(a) && !leads_left(b)) {
            if run.iter().any(leads_left) {
                continue;
            }
            run.sort_by_key(|w| w.area.x);
            let digits = run.iter().flat_map(|w| w.text.chars()).filter(|c| digit(*c).is_some()).count();
            for (at, word) in run.iter_mut().enumerate() {
                turn(word, at == 0 && digits >= FEWEST);
            }
        }
    }
    let mut ordered: Vec<(RawWord, bool)> = Vec::with_capacity(words.len());
    for word in words {
        let apart = ordered.last().is_some_and(|(before, _)| is_apart(before, &word));
        ordered.push((word, apart));
    }
    ordered
}

/// Without marks of direction, which stand for nothing that is seen.
fn plain(word: &RawWord) -> RawWord {
    RawWord { text: word.text.chars().filter(|c| !is_mark(*c) || *c == '\u{200c}').collect(), ..*word }
}

fn is_right_to_left(c: char) -> bool {
    c.is_alphabetic() && matches!(c.script(), Script::Arabic | Script::Hebrew | Script::Syriac | Script::Thaana)
}

fn leads_left(word: &RawWord) -> bool {
    word.text.chars().any(is_right_to_left)
}

/// Undoes what reading from the right did to a word that is read from the left: ")491(" and "61+".
fn turn(word: &mut RawWord, first: bool) {
    if word.text.starts_with(')') || word.text.ends_with('(') {
        let mirrored = |c| match c {
            '(' => ')',
            ')' => '(',
            other => other,
        };
        word.text = word.text.chars().map(mirrored).collect();
    }
    if first && let Some(rest) = word.text.strip_suffix('+') {
        word.text = format!("+{rest}");
    }
}

/// Scripts that put no spaces between words, whose letters Tesseract hands out one by one.
fn is_spaceless(c: char) -> bool {
    let script = c.script();
    matches!(
        script,
        Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Thai
            | Script::Lao
            | Script::Khmer
            | Script::Myanmar
    ) || script == Script::Inherited
        || matches!(c, 'ー' | '・' | '、' | '。')
}

fn is_apart(before: &RawWord, word: &RawWord) -> bool {
    let (Some(last), Some(first)) = (before.text.chars().next_back(), word.text.chars().next()) else {
        return false;
    };
    let gap = word.area.x.saturating_sub(before.area.x + before.area.width);
    !(is_spaceless(last) && is_spaceless(first) && gap * 2 < before.area.height.max(word.area.height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Area;

    /// Words with their left edges, in the order Tesseract gives them.
    #[track_caller]
    fn check(words: &[(&str, u32)], expected: &str) {
        let words: Vec<RawWord> = words
            .iter()
            .map(|(text, x)| {
                let area = Area { x: *x, y: 0, width: 20, height: 30 };
                RawWord { text: (*text).to_owned(), confidence: 90.0, area }
            })
            .collect();
        let mut text = String::new();
        for (word, apart) in in_order(&words, false) {
            text.push_str(if apart { " " } else { "" });
            text.push_str(&word.text);
        }
        assert_eq!(text, expected);
    }

    #[test]
    fn numbers_are_read_from_the_left() {
        check(
            &[("טלפון:", 400), ("0603", 300), ("7946", 200), ("(20)", 100), ("0044", 0)],
            "טלפון: 0044 (20) 7946 0603",
        );
        check(&[("تماس", 400), ("006", 300), ("570", 200), (")491(", 100), ("61+", 0)], "تماس +61 (491) 570 006");
        check(&[("من", 400), ("18+", 300), ("سنة", 200)], "من 18+ سنة");
        check(&[("Call", 0), ("+44", 100), ("7700", 200)], "Call +44 7700");
    }

    #[test]
    fn letters_of_scripts_without_spaces_are_joined() {
        check(&[("募集", 0), ("中", 22)], "募集中");
        check(&[("โท", 0), ("ร", 22), ("020", 60)], "โทร 020");
        check(&[("รับ", 0), ("งาน", 80)], "รับ งาน");
        check(&[("월급", 0), ("숙소", 22)], "월급 숙소");
        check(&[], "");
    }
}
