//! The lines that `passages` writes.

use std::ops::Range;

use pressgang_posts::PostKey;
use pressgang_signals::passages::{Found, Letters, Passage, PassageCounts, PassageIndex, Worth, worth};
use serde::Serialize;

use crate::error::CommandError;

/// What posts are compared with.
pub struct Sides<'a> {
    pub index: &'a PassageIndex,
    pub references: &'a [PostKey],
    /// Among themselves, the post that comes first in the input is `a`; otherwise a reference is `b`.
    pub earlier_first: bool,
}

/// Lines of some posts.
#[derive(Default)]
pub struct Lines {
    pub written: Vec<u8>,
    pub left_out: u64,
}

#[derive(Serialize)]
struct PairJson<'a> {
    a: PostJson<'a>,
    b: PostJson<'a>,
    passages: Vec<PassageJson<'a>>,
    share_of_a: f64,
    share_of_b: f64,
}

#[derive(Serialize)]
struct PostJson<'a> {
    platform: &'a str,
    id: &'a str,
}

#[derive(Serialize)]
struct PassageJson<'a> {
    a: SpanJson,
    b: SpanJson,
    characters: u32,
    ordinary: Option<u64>,
    weight: f64,
    text: &'a str,
    differences: Vec<DifferenceJson<'a>>,
}

#[derive(Serialize)]
struct SpanJson {
    start: usize,
    end: usize,
}

/// What one post says within the passage where the other says something else.
#[derive(Serialize)]
struct DifferenceJson<'a> {
    a: &'a str,
    b: &'a str,
}

impl Lines {
    /// Adds what was found for one post.
    pub fn add(
        &mut self,
        sides: &Sides<'_>,
        key: &PostKey,
        text: &str,
        found: Found,
        letters: &Letters,
        counts: Option<&PassageCounts>,
    ) -> Result<(), CommandError> {
        self.left_out += found.left_out as u64;
        let mut other_letters = Letters::default();
        for (number, passages) in found.with {
            let (other_key, other) = (&sides.references[number as usize], sides.index.text(number));
            if other_key == key {
                continue;
            }
            other_letters.fill(other);
            let worths: Vec<_> = passages.iter().map(|passage| worth(passage, letters, counts)).collect();
            let mut passages: Vec<_> = passages.into_iter().zip(worths).collect();
            let mut pair = [(key, text, letters), (other_key, other, &other_letters)];
            if sides.earlier_first {
                pair.reverse();
                passages = passages.into_iter().map(|(passage, worth)| (passage.swapped(), worth)).collect();
                passages.sort_unstable_by_key(|(passage, _)| passage.a.start);
            }
            let [(key_a, a, letters_a), (key_b, b, letters_b)] = pair;
            let common: u32 = passages.iter().map(|(passage, _)| passage.characters).sum();
            let share = |letters: &Letters| rounded(f64::from(common) / letters.len().max(1) as f64);
            let shown = |(passage, worth): &(Passage, Worth)| PassageJson {
                a: span(&passage.a),
                b: span(&passage.b),
                characters: passage.characters,
                ordinary: worth.ordinary,
                weight: rounded(worth.weight),
                text: &a[passage.a.clone()],
                differences: passage
                    .differences(letters_a, letters_b)
                    .into_iter()
                    .map(|(x, y)| DifferenceJson { a: &a[x], b: &b[y] })
                    .collect(),
            };
            let line = PairJson {
                a: PostJson { platform: key_a.platform.as_str(), id: &key_a.id },
                b: PostJson { platform: key_b.platform.as_str(), id: &key_b.id },
                passages: passages.iter().map(shown).collect(),
                share_of_a: share(letters_a),
                share_of_b: share(letters_b),
            };
            serde_json::to_writer(&mut self.written, &line).map_err(|error| CommandError::Stream(error.into()))?;
            self.written.push(b'\n');
        }
        Ok(())
    }
}

fn span(range: &Range<usize>) -> SpanJson {
    SpanJson { start: range.start, end: range.end }
}

/// Four places: more would only pretend to be exact.
fn rounded(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}
