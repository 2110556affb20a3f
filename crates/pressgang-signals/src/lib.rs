//! What one post says, and how alike two posts are: pure functions over text.
//!
//! No input, output, clock or environment: the same text gives the same answer anywhere, embedded or on a cluster.

mod contacts;
pub mod coordination;
mod fold;
mod language;
mod lexicon;
mod margin;
mod mentions;
mod near;
mod normal;
mod numbers;
mod offer;
mod pack;
pub mod passages;
mod phrases;
mod places;
mod reading;
mod recruitment;
#[doc(hidden)]
pub mod training;
mod unmasked;

pub use contacts::{Contact, ContactKind, ListedError, listed_contact};
pub use language::{LanguageGuess, LanguageSpan, detect as languages};
pub use lexicon::{Benefit, Condition, Isco, LexiconError, Lexicons, PayKind, Period};
pub use margin::{LEAST_POOL, MarginPair, NEIGHBOURS, Placed, Unknown, margin_pairs};
pub use mentions::Mention;
pub use near::{
    Batch, Finder, Group, NearIndex, NearPair, NearScratch, NearSection, NearText, NearTexts, PairSink, Shelf,
    StoredNear, Texts, cross_pairs, jaccard, near_pairs, near_pairs_of,
};
pub use normal::{Normaliser, normalise};
pub use offer::{
    AgeRange, Amount, Crowded, Fact, FactCounts, Likeness, Offer, OfferBlocks, OfferFacts, Pay, Role, SAME_OFFER,
    likeness,
};
pub use pack::{Designation, DesignationKind, NameKind, Pack, PackError, PackName};
pub use reading::{PostReader, Reading, SHOWN_GAP};
pub use recruitment::{Reason, Recruitment, SIGNS, THRESHOLD};

/// Changes whenever the same text may be read differently; results kept from an earlier version are then redone.
pub const READING_VERSION: u32 = 5;
