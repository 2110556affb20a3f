//! Texts that stand for things, numbered: first as they come, then in their own order.

use super::TooManyShares;
use crate::near::Finder;

/// Different texts, laid end to end.
#[derive(Debug, Default)]
pub(super) struct Names {
    text: String,
    ends: Vec<usize>,
    finder: Finder,
}

impl Names {
    /// The number of a text, the next one if it is new.
    pub fn number(&mut self, text: &str) -> Result<u32, TooManyShares> {
        let next = u32::try_from(self.ends.len()).ok().filter(|&next| next < u32::MAX).ok_or(TooManyShares)?;
        let (ends, all) = (&self.ends, &self.text);
        let found = self.finder.find_or_note(text, next, |number| span(ends, all, number) == text);
        if found.is_none() {
            self.text.push_str(text);
            self.ends.push(self.text.len());
        }
        Ok(found.unwrap_or(next))
    }

    /// The texts in their own order, and for each number so far the new one: whatever order they came in, the same text
    /// then has the same number.
    pub fn sorted(self) -> (SortedNames, Vec<u32>) {
        let get = |number: u32| span(&self.ends, &self.text, number);
        let mut order: Vec<u32> = (0..self.ends.len() as u32).collect();
        order.sort_unstable_by(|&a, &b| get(a).cmp(get(b)));
        let mut ranks = vec![0; order.len()];
        let mut names = SortedNames { text: String::with_capacity(self.text.len()), ends: Vec::new() };
        for (rank, &number) in order.iter().enumerate() {
            ranks[number as usize] = rank as u32;
            names.text.push_str(get(number));
            names.ends.push(names.text.len());
        }
        (names, ranks)
    }
}

/// Different texts in their order.
#[derive(Debug, Default)]
pub(super) struct SortedNames {
    text: String,
    ends: Vec<usize>,
}

impl SortedNames {
    pub fn get(&self, number: u32) -> &str {
        span(&self.ends, &self.text, number)
    }

    /// The number of a text.
    pub fn find(&self, text: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.ends.len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.get(middle).cmp(text) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }
}

fn span<'t>(ends: &[usize], text: &'t str, number: u32) -> &'t str {
    let number = number as usize;
    let start = if number == 0 { 0 } else { ends[number - 1] };
    &text[start..ends[number]]
}
