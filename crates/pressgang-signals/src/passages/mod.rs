//! Shared passages: the spans that two posts have in common even where the posts differ.
//!
//! The pieces, each of use alone: [`Letters`] is what is compared, [`fingerprints`] finds which texts to compare,
//! [`Aligner`] finds what two of them share, to the letter, [`PassageCounts`] and [`worth`] say what that is worth, and
//! [`PassageIndex`] puts it together for references that posts stream past.

mod align;
mod counts;
mod fingerprint;
mod index;
mod letter;
mod letters;

pub use align::{Aligner, Passage, Run};
pub use counts::{NoCounts, PassageCounts, Worth, worth, worth_besides};
pub use fingerprint::{Fingerprint, GRAM, GUARANTEED, WINDOW, fingerprints, size_of};
pub use index::{Found, IndexLimits, PassageFinder, PassageIndex, PassageIndexBuilder};
pub use letters::{Letters, MOST_BYTES};

/// Changes whenever the same text may get other fingerprints, counts or passages; what was kept of an earlier version is
/// then worth nothing.
pub const PASSAGES_VERSION: u32 = 2;

#[cfg(test)]
mod tests;
