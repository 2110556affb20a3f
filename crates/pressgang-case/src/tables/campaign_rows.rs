//! The rows of the tables about campaigns, and of the evidence for them. The doc comments here are the documentation in docs/tables.

use arrow_array::{ArrayRef, RecordBatch};
use pressgang_posts::Timestamp;

use super::column::{Column, ColumnAbout};
use super::part::TableRow;
use super::rows::table;

table! {
    /// The posts found to recruit, by campaign: the largest campaign first, its oldest post first.
    CampaignRow = "campaigns" {
        /// The campaign, `K1` and up; the number stays from run to run, see `campaign_history`.
        campaign: String,
        /// The organisation it recruits for.
        organisation: String,
        /// Platform.
        platform: String,
        /// The platform's id.
        id: String,
        /// Why the post counts.
        ties: Vec<String>,
    }
}

table! {
    /// Contacts and links that so many carry that they tie little or nothing: on more than 20 posts that are no adverts, or on more than 51 candidates and reference posts.
    HubRow = "hubs" {
        /// Kind of contact, as kinds are compared.
        kind: String,
        /// Normal form.
        value: String,
        /// Posts under study that carry it, candidates and others.
        studied: u64,
        /// Candidates that carry it.
        candidates: u64,
        /// How many of the candidates are adverts by their own signs.
        adverts: u64,
        /// Posts of reference accounts that carry it.
        references: u64,
        /// Ordinary posts (neither candidates nor references) that carry it.
        ordinary: u64,
        /// Posts that count (are in a campaign) that carry it.
        counted: u64,
        /// What sharing it is worth, 0 to 1, as in `matches`; 0 if it makes no pairs.
        weight: f64,
        /// `none` if it ties nothing, `cut` if it ties with less weight, `confirmed` if it ties because a second source or a reference account gives it.
        effect: String,
        /// Why, in words.
        why: String,
    }
}

table! {
    /// What became of the ids of campaigns, one row per event over all runs. An id is never given to another campaign.
    CampaignHistoryRow = "campaign_history" {
        /// The campaign.
        campaign: String,
        /// `begun`; `split` if its posts were in `others` before; `merged` if its posts are in `others` now; `ended` if none of its posts counts any more.
        event: String,
        /// The other campaigns, the one that shares most posts first.
        others: Vec<String>,
        /// Posts of the campaign: when it began or split off, or in the last run before it merged or ended (0 if that is not known any more).
        posts: u64,
        /// When the run was that found it.
        at: Option<Timestamp>,
    }
}

table! {
    /// What the posts of each campaign have in common, one row per fact. `fact` says which of the columns are filled.
    CampaignFactRow = "campaign_facts" {
        /// The campaign.
        campaign: String,
        /// `posts` (all of them), `language`, `platform`, `account`, `contact`, `link`, `role`, `pay`, `text` (a defining text), `passage` (one that several texts share), `day` or `tie` (a kind of match).
        fact: String,
        /// For `account` the platform, for `contact` and `link` the kind, for `pay` what it is for, for `tie` the kind of match.
        kind: Option<String>,
        /// The language, platform, account, contact, ISCO-08 code or day (`YYYY-MM-DD` in the case's time zone).
        value: Option<String>,
        /// Posts of the campaign it holds for: that have the wording of a defining text, are tied by this kind of match, were published that day.
        posts: u64,
        /// Ordinary posts that have it too, where they are counted.
        ordinary: Option<u64>,
        /// For `contact` and `link` what sharing it is worth, null where nobody else carries it; for `tie` the mean of the strongest such tie of each post.
        weight: Option<f64>,
        /// Lower bound of pay.
        min: Option<f64>,
        /// Upper bound of pay.
        max: Option<f64>,
        /// ISO 4217 code.
        currency: Option<String>,
        /// For pay: these posts name no currency, and this is the one people who write their language are paid in.
        currency_implied: Option<bool>,
        /// `hour`, `day`, `week`, `month`, `year` or `once`.
        period: Option<String>,
        /// Platform of the post that shows a text or passage.
        platform: Option<String>,
        /// Id of that post.
        id: Option<String>,
        /// First byte of the passage in its text.
        start: Option<u64>,
        /// One past the last byte.
        end: Option<u64>,
        /// When the first of the posts was published.
        first: Option<Timestamp>,
        /// When the last of them was.
        last: Option<Timestamp>,
    }
}

table! {
    /// Why each post is in its campaign: its strongest tie of each kind to the campaign's other posts and to reference posts, strongest first, at most eight.
    CampaignTieRow = "campaign_ties" {
        /// The campaign.
        campaign: String,
        /// Platform of the post.
        platform: String,
        /// Id of the post.
        id: String,
        /// The kind of match, as in `matches`.
        kind: String,
        /// Platform of the other post, the one most alike.
        other_platform: String,
        /// Id of the other post.
        other_id: String,
        /// True if the other post is one of a reference account.
        reference: bool,
        /// Posts of the campaign that the post is tied to by this.
        posts: u64,
        /// How alike the two are, 0 to 1.
        score: f64,
        /// What the tie is worth, 0 to 1.
        weight: f64,
        /// What they share, where it can be said in words.
        basis: Option<String>,
        /// Ordinary posts that share it too, where they are counted.
        ordinary: Option<u64>,
    }
}
