//! The rows of the tables about how sure a case is. The doc comments here are the documentation in docs/tables.

use arrow_array::{ArrayRef, RecordBatch};

use super::column::{Column, ColumnAbout};
use super::part::TableRow;
use super::rows::table;

table! {
    /// Posts that are not in question, held against verified accounts: what likelihood ratios come from. A row is up to ten posts of one account with different texts.
    TrialRow = "trials" {
        /// The organisation whose accounts they are held against.
        organisation: String,
        /// `reference` for a verified account, held against the others; `background` for an ordinary account.
        side: String,
        /// The place of the reference account in `case.toml`, counted from 0; of an ordinary account a keyed hash.
        account: String,
        /// BCP 47 code of the language most of its posts are in.
        language: String,
        /// Posts, one of each wording.
        texts: u64,
        /// Those with a telling passage of a verified account's post, or more.
        words: u64,
        /// Those with the whole wording of one, or nearly.
        same_words: u64,
        /// Those that offer something.
        offers: u64,
        /// Those that offer the same as a verified account.
        same_offer: u64,
        /// Those with a contact that reaches somebody.
        contacts: u64,
        /// Those with one that a verified account gives too.
        same_contact: u64,
        /// Those that link to a verified account, mention, quote or answer it.
        links: u64,
        /// Those that name the organisation.
        names: u64,
        /// A verified account links to this account, mentions, quotes or passes it on.
        linked: bool,
    }
}
