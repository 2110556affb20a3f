//! The rows of the tables about coordination. The doc comments here are the documentation in docs/tables.

use arrow_array::{ArrayRef, RecordBatch};
use pressgang_posts::Timestamp;

use super::column::{Column, ColumnAbout};
use super::part::TableRow;
use super::rows::table;

table! {
    /// Accounts of candidates and reference posts that share the same things within the window of `[coordination]`, one row per two accounts: contacts, links, hashtags, pictures and films, and nearly the same texts. A pair of posts counts when either account has the minimum participation of posts in such pairs.
    CoordinationRow = "coordination" {
        /// The account that comes first in the order of texts, `platform:id`, or with its handle or name where no id is known.
        account_a: String,
        /// The other account.
        account_b: String,
        /// The organisation whose verified account `account_a` is; null if it is none.
        organisation_a: Option<String>,
        /// The same of `account_b`.
        organisation_b: Option<String>,
        /// Kinds of what they share: `contact`, `link`, `hashtag`, `media`, `text`.
        kinds: Vec<String>,
        /// What they share, its kind first: `phone:`, `telegram:` ... as in `contacts`; `url:`; `hashtag:`; `media:` and the group of files; `text:` and the first post that has it.
        objects: Vec<String>,
        /// Posts of `account_a` in the pairs, `platform:id`.
        posts_a: Vec<String>,
        /// Posts of `account_b` in the pairs.
        posts_b: Vec<String>,
        /// How many pairs of posts share an object; two posts that share two objects are two pairs.
        weight: u64,
        /// Least time between two posts of a pair, in seconds.
        least_delta: f64,
        /// Mean time.
        mean_delta: f64,
    }
}

table! {
    /// How ordinary it is that accounts share the same things within the window, one row per kind of thing and set of posts; for likelihood ratios.
    CoordinationRateRow = "coordination_rates" {
        /// `background`: all posts of background sources. `studied`: candidates and reference posts.
        posts: String,
        /// `hashtag`, `link` (an address), `text` (the same text after normalising; nearly the same for `studied`), `contact` and `media` (`studied` only: of other posts neither is kept), or `any` of these.
        kind: String,
        /// Accounts with at least the minimum participation of posts that share anything of this kind with nobody or somebody.
        accounts: u64,
        /// Accounts that are in a pair that counts.
        paired_accounts: u64,
        /// Pairs of accounts that are tied, never too few: objects that too many share to be written out count once for each share and each other account within the window before it.
        account_pairs: u64,
        /// Objects that too many share to be written out.
        crowded: u64,
        /// The window, in seconds.
        window: u64,
        /// The minimum participation.
        participation: u64,
    }
}

table! {
    /// The columns of `posts` that say who shared what, when.
    SharingRow = "posts" {
        /// The source.
        source: String,
        /// Platform.
        platform: String,
        /// The platform's id.
        id: String,
        /// The platform's id of the account.
        author_id: Option<String>,
        /// The account's handle.
        author_handle: Option<String>,
        /// The account's displayed name.
        author_name: Option<String>,
        /// When it was published.
        created_at: Option<Timestamp>,
        /// The whole text.
        text: String,
        /// Addresses in or behind the text.
        links: Vec<String>,
        /// Hashtags.
        hashtags: Vec<String>,
        /// Whether it only passes another post on.
        is_repost: bool,
    }
}
