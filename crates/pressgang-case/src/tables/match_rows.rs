//! The rows of the tables about matches. The doc comments here are the documentation in docs/tables.

use arrow_array::{ArrayRef, RecordBatch};

use super::column::{Column, ColumnAbout};
use super::part::TableRow;
use super::rows::table;

table! {
    /// Scored pairs of posts, at least one of which is a candidate or a reference; a part per kind, for wording one per source. Identical and alike texts are stars around their first post, and of very many alike ones only the strongest pairs and those that connect the rest are listed, so a pair that is not listed may still be alike through others.
    MatchRow = "matches" {
        /// Platform of the first post.
        a_platform: String,
        /// Id of the first post.
        a_id: String,
        /// The source whose capture of the first post was compared.
        a_source: String,
        /// Platform of the second post.
        b_platform: String,
        /// Id of the second post.
        b_id: String,
        /// The source whose capture of the second post was compared.
        b_source: String,
        /// `verbatim`, `near_duplicate`, `passage`, `translation`, `same_offer`, `picture_text` (the text read in pictures), `same_media` (the same picture or film, or a copy of it), `contact` or `link`.
        kind: String,
        /// How alike the two are, 0 to 1: the Jaccard index of 5-grams for wording, the share of the shorter post that its common passages cover, the calibrated likeness of a translation or offer, 1 for a shared contact, link or picture.
        score: f64,
        /// How much the tie is worth when posts are put together, 0 to 1: the rarer what they share is among ordinary posts, the more.
        weight: f64,
        /// What they share where it can be said in words: a contact's kind and value, `media:` and the group of files (see `media_groups`), the facts of an offer, the longest passage.
        basis: Option<String>,
        /// Ordinary posts (neither candidates nor references) that share it too, where they are counted.
        ordinary: Option<u64>,
        /// First byte of each common passage in the first post's text; empty for kinds without passages.
        a_start: Vec<u64>,
        /// One past the last byte of each.
        a_end: Vec<u64>,
        /// First byte of each common passage in the second post's text, in the same order.
        b_start: Vec<u64>,
        /// One past the last byte of each.
        b_end: Vec<u64>,
        /// True if one side is a post of a reference account.
        reference: bool,
    }
}

table! {
    /// What candidates and reference adverts mean to the sentence model, one row per text; a part per source, and one of ordinary texts. Not there where no model was used.
    MeaningRow = "meanings" {
        /// The source; empty for ordinary texts, which say what is usual in a language.
        source: String,
        /// The first 32 hexadecimal digits of a SHA-256 of the text; for ordinary texts their language.
        text: String,
        /// The text went on beyond what the model read.
        cut: bool,
        /// The vector, of length 1.
        vector: Vec<f64>,
    }
}

table! {
    /// Pairs of posts that share a passage, before it is weighed by how many ordinary posts have it, which later sources may change; a part per source.
    PassagePairRow = "passage_pairs" {
        /// Platform of the first post.
        a_platform: String,
        /// Id of the first post.
        a_id: String,
        /// Platform of the second post.
        b_platform: String,
        /// Id of the second post.
        b_id: String,
    }
}

table! {
    /// What matching left out, for the report's limits.
    MatchNoteRow = "match_notes" {
        /// `crowded`: so many offers share this that not all pairs of them were compared. `language`: too little is known of it to match translations. `cut`: long texts. `too_many`: adverts beyond the bound.
        kind: String,
        /// What it is about.
        text: String,
        /// How many adverts it is about.
        count: u64,
    }
}
