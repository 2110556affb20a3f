//! Numbers and addresses that are spelled out in words, written as signs again.
//!
//! "plus four nine, three zero" becomes "+4930" and "heron dot jobs at example dot org" becomes
//! "heron.jobs@example.org", in a second view of the text that knows which raw bytes each part came from. What finds
//! contacts then finds these too, and nothing else has to know that they were words.

use std::ops::Range;

use crate::fold::Folded;
use crate::lexicon::Hit;

mod numbers;
mod signs;

pub(super) use numbers::{numbers, written_digits};
pub(super) use signs::signs;

/// A stretch of text to be written differently, with what takes its place.
type Edit = (Range<usize>, String);

/// A text in which what was spoken is written, and what goes with it.
pub(super) struct View {
    pub folded: Folded,
    /// The hits outside of what was rewritten, where they stand now.
    pub hits: Vec<Hit>,
    /// What was rewritten, where it stands now.
    pub places: Vec<Range<usize>>,
}

impl View {
    pub fn new(folded: &Folded, hits: &[Hit], edits: &[Edit]) -> View {
        let mut places = Vec::with_capacity(edits.len());
        let mut moved = Vec::with_capacity(hits.len());
        let mut shift = 0isize;
        let mut next = 0;
        for hit in hits {
            while let Some((range, written)) = edits.get(next).filter(|(range, _)| range.end <= hit.start) {
                let start = (range.start as isize + shift) as usize;
                places.push(start..start + written.len());
                shift += written.len() as isize - range.len() as isize;
                next += 1;
            }
            if edits.get(next).is_none_or(|(range, _)| hit.end <= range.start) {
                let at = |place: usize| (place as isize + shift) as usize;
                moved.push(Hit { start: at(hit.start), end: at(hit.end), sense: hit.sense });
            }
        }
        for (range, written) in &edits[next..] {
            let start = (range.start as isize + shift) as usize;
            places.push(start..start + written.len());
            shift += written.len() as isize - range.len() as isize;
        }
        View { folded: folded.rewritten(edits), hits: moved, places }
    }

    /// Returns true if something in this range was rewritten.
    pub fn touches(&self, range: &Range<usize>) -> bool {
        self.places.iter().any(|place| place.start < range.end && range.start < place.end)
    }
}
