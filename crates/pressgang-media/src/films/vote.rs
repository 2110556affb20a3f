//! The best text of several readings of one line.
//!
//! Every reading votes on every character of the best one, with the confidence of its program. A character changes only
//! where more than half of all weight says the same, so what comes out is what most readings hold at each place, and
//! with two readings it is the better one. Digits count double in what is best: they are what a line is read for.

use std::collections::BTreeMap;

use super::merge_text::folded;
use crate::reading::{LineOrigin, TextLine};

/// Most other readings that are named.
const MOST_ALSO: usize = 8;

/// Confidence (0 to 100) from which a program is sure of a word.
const SURE: f32 = 60.0;

/// Longest line that is voted on, in characters.
const MOST_LETTERS: usize = 300;

/// The outcome.
pub(super) struct Vote {
    /// The line as it is taken.
    pub line: TextLine,
    /// Whole readings that say something else, most frequent first.
    pub also: Vec<String>,
}

/// Merges readings of one line; there is at least one.
pub(super) fn vote(readings: Vec<TextLine>) -> Vote {
    let whole = whole(readings);
    let worth = |line: &TextLine| {
        let digits = line.text.chars().filter(|c| c.is_numeric()).count();
        weight(line) * (letters(line) + digits) as f32
    };
    let best = (0..whole.len()).max_by(|a, b| worth(&whole[*a]).total_cmp(&worth(&whole[*b])).then(b.cmp(a)));
    let Some(mut line) = best.map(|best| whole[best].clone()) else {
        return Vote { line: TextLine::new(String::new(), LineOrigin::Ocr), also: Vec::new() };
    };
    let voted = if whole.len() > 2 { voted(&line, &whole) } else { line.text.clone() };
    if voted != line.text {
        reword(&mut line, voted);
    }
    let mut others: BTreeMap<&str, usize> = BTreeMap::new();
    for reading in &whole {
        let texts = std::iter::once(&reading.text).chain(&reading.also);
        for text in texts.filter(|text| **text != line.text) {
            *others.entry(text).or_default() += 1;
        }
    }
    let mut others: Vec<_> = others.into_iter().collect();
    others.sort_by_key(|(text, count)| (std::cmp::Reverse(*count), *text));
    let also = others.into_iter().take(MOST_ALSO).map(|(text, _)| text.to_owned()).collect();
    Vote { line, also }
}

/// The readings that are not cut short: nearly as long as the longest that the program is sure of.
fn whole(readings: Vec<TextLine>) -> Vec<TextLine> {
    let sure = readings.iter().filter(|line| weight(line) >= SURE / 100.0).map(letters).max();
    let longest = sure.or_else(|| readings.iter().map(letters).max()).unwrap_or(0);
    let mut whole = readings;
    whole.retain(|line| letters(line) * 20 >= longest * 19);
    whole
}

/// How many letters and digits a reading has in words that the program is sure of: what it makes of a background beside
/// the line makes the line no longer.
fn letters(line: &TextLine) -> usize {
    if line.words.is_empty() {
        return folded(&line.text).len();
    }
    let sure = line.words.iter().filter(|word| word.confidence.is_none_or(|c| c >= SURE));
    sure.map(|word| line.text.get(word.start..word.end).map_or(0, |text| folded(text).len())).sum()
}

fn weight(line: &TextLine) -> f32 {
    // A program that does not say how sure it is counts half.
    line.confidence.map_or(0.5, |c| (c / 100.0).clamp(0.01, 1.0))
}

fn voted(best: &TextLine, readings: &[TextLine]) -> String {
    let pivot: Vec<char> = best.text.chars().collect();
    if pivot.len() > MOST_LETTERS {
        return best.text.clone();
    }
    let total: f32 = readings.iter().map(weight).sum();
    // For each character what stands in its place (nothing included), for each gap what stands in it.
    let mut places: Vec<BTreeMap<Option<char>, f32>> = vec![BTreeMap::new(); pivot.len()];
    let mut gaps: Vec<BTreeMap<String, f32>> = vec![BTreeMap::new(); pivot.len() + 1];
    for reading in readings {
        let other: Vec<char> = reading.text.chars().take(MOST_LETTERS).collect();
        let (matched, between) = align(&pivot, &other);
        for (place, found) in places.iter_mut().zip(matched) {
            *place.entry(found).or_default() += weight(reading);
        }
        for (gap, found) in gaps.iter_mut().zip(between) {
            if !found.is_empty() {
                *gap.entry(found).or_default() += weight(reading);
            }
        }
    }
    let mut text = String::new();
    for (at, gap) in gaps.iter().enumerate() {
        if let Some((more, _)) = gap.iter().find(|(_, weight)| **weight * 2.0 > total) {
            text.push_str(more);
        }
        if let Some(letter) = pivot.get(at) {
            match places[at].iter().find(|(_, weight)| **weight * 2.0 > total) {
                Some((found, _)) => text.extend(found),
                None => text.push(*letter),
            }
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What of `other` stands in place of each character of `pivot`, and in the gaps before, between and after them, with
/// the fewest changes.
fn align(pivot: &[char], other: &[char]) -> (Vec<Option<char>>, Vec<String>) {
    let width = other.len() + 1;
    let mut cost = vec![0u16; (pivot.len() + 1) * width];
    for i in 0..=pivot.len() {
        for j in 0..=other.len() {
            cost[i * width + j] = match (i, j) {
                (0, _) => j as u16,
                (_, 0) => i as u16,
                _ => {
                    let change = u16::from(pivot[i - 1] != other[j - 1]);
                    let both = cost[(i - 1) * width + j - 1] + change;
                    both.min(cost[(i - 1) * width + j] + 1).min(cost[i * width + j - 1] + 1)
                }
            };
        }
    }
    let mut matched = vec![None; pivot.len()];
    let mut between = vec![String::new(); pivot.len() + 1];
    let (mut i, mut j) = (pivot.len(), other.len());
    while i > 0 || j > 0 {
        let here = cost[i * width + j];
        if i > 0 && j > 0 {
            let change = u16::from(pivot[i - 1] != other[j - 1]);
            if here == cost[(i - 1) * width + j - 1] + change {
                matched[i - 1] = Some(other[j - 1]);
                (i, j) = (i - 1, j - 1);
                continue;
            }
        }
        if j > 0 && here == cost[i * width + j - 1] + 1 {
            between[i].insert(0, other[j - 1]);
            j -= 1;
        } else {
            i -= 1;
        }
    }
    (matched, between)
}

/// Gives a line another text; words keep their places where there are as many as before.
fn reword(line: &mut TextLine, text: String) {
    let mut spans = Vec::new();
    let mut at = 0;
    for word in text.split(' ') {
        spans.push((at, at + word.len()));
        at += word.len() + 1;
    }
    if spans.len() == line.words.len() {
        for (word, (start, end)) in line.words.iter_mut().zip(spans) {
            (word.start, word.end) = (start, end);
        }
    } else {
        line.words.clear();
    }
    line.text = text;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reading(text: &str, confidence: f32) -> TextLine {
        TextLine { confidence: Some(confidence), ..TextLine::new(text.to_owned(), LineOrigin::Ocr) }
    }

    fn check(readings: &[(&str, f32)], text: &str, also: &[&str]) {
        let vote = vote(readings.iter().map(|(text, sure)| reading(text, *sure)).collect());
        assert_eq!(
            (vote.line.text.as_str(), vote.also.as_slice()),
            (text, also.iter().map(|s| s.to_string()).collect::<Vec<_>>().as_slice())
        );
    }

    #[test]
    fn votes() {
        check(&[("+49 30 1", 80.0)], "+49 30 1", &[]);
        // Two readings: the better one, and the other is named.
        check(&[("030 23125 001", 90.0), ("030 23125 007", 60.0)], "030 23125 001", &["030 23125 007"]);
        // Each misreads another digit: the majority of each place.
        check(
            &[("030 23125 007", 80.0), ("030 28125 001", 80.0), ("080 23125 001", 80.0)],
            "030 23125 001",
            &["030 23125 007", "030 28125 001", "080 23125 001"],
        );
        // A digit that most have and the best one lacks, a mark that only one has.
        check(
            &[("Tel. 030 2312 001x", 90.0), ("Tel. 030 23125 001", 60.0), ("Tel. 030 23125 001", 60.0)],
            "Tel. 030 23125 001",
            &["Tel. 030 2312 001x"],
        );
        // No majority at a place: the best one's.
        check(&[("a1", 50.0), ("a2", 60.0), ("a3", 50.0)], "a2", &["a1", "a3"]);
        check(&[], "", &[]);
    }

    proptest! {
        #[test]
        fn a_majority_always_wins(text in "[0-9+ ]{5,30}", other in "[0-9a-z ]{5,30}") {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assume!(!text.is_empty());
            let other: String = other.chars().take(folded(&text).len()).collect();
            let result = vote(vec![reading(&text, 90.0), reading(&other, 90.0), reading(&text, 90.0)]);
            prop_assert_eq!(result.line.text, text);
        }
    }
}
