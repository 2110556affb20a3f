//! What a report says of campaigns, in plain structs; identities are as found.

use std::ops::Range;

use jiff::civil::Date;
use pressgang_posts::{PostKey, Timestamp};
use pressgang_signals::ContactKind;

use crate::tables::HubRow;

/// What the posts of a campaign have in common.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CampaignProfile {
    /// When the first and the last post with a date were published.
    pub published: Option<(Timestamp, Timestamp)>,
    /// BCP 47 codes with posts, most first.
    pub languages: Vec<(String, u64)>,
    /// Platforms with posts, most first.
    pub platforms: Vec<(String, u64)>,
    /// Platform and handle (or name, or id) of each account, with posts, most first.
    pub accounts: Vec<(String, String, u64)>,
    /// Contacts, most used first.
    pub contacts: Vec<SharedContact>,
    /// Links and domains, most used first.
    pub links: Vec<SharedContact>,
    /// ISCO-08 codes with posts, most first.
    pub roles: Vec<(String, u64)>,
    /// What is paid, in words, with posts, most first.
    pub pay: Vec<(String, u64)>,
    /// Posts whose texts stand for the others, and how many have such a text, most first.
    pub texts: Vec<(PostKey, u64)>,
    /// Passages that several texts share, most shared first.
    pub passages: Vec<SharedPassage>,
    /// Days on which posts were published, in the case's time zone.
    pub days: Vec<(Date, u64)>,
    /// Kinds of matches, how many posts each ties, and the mean of their strongest ties, 0 to 1.
    pub ties: Vec<(String, u64, f64)>,
    /// What became of the campaign's id, oldest first.
    pub history: Vec<CampaignEvent>,
}

/// A contact or link of a campaign.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedContact {
    /// What kind.
    pub kind: ContactKind,
    /// Normalised value.
    pub value: String,
    /// Posts of the campaign that carry it.
    pub posts: u64,
    /// Ordinary posts that carry it.
    pub ordinary: u64,
    /// What sharing it is worth, 0 to 1; nothing where no other post carries it.
    pub weight: Option<f64>,
}

/// A passage that several texts share.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedPassage {
    /// A post that has it.
    pub post: PostKey,
    /// UTF-8 bytes of that post's raw text.
    pub range: Range<usize>,
    /// Posts of the campaign that have it.
    pub posts: u64,
    /// Ordinary posts that have it too, where they are counted.
    pub ordinary: Option<u64>,
}

/// What became of the id of a campaign.
#[derive(Clone, Debug, PartialEq)]
pub struct CampaignEvent {
    /// The campaign.
    pub campaign: String,
    /// `begun`, `split`, `merged` or `ended`.
    pub event: String,
    /// The other campaigns, where it split from or merged into some.
    pub others: Vec<String>,
    /// When the run was that found it.
    pub at: Option<Timestamp>,
}

/// A tie of a post to the rest of its campaign or to reference posts.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberTie {
    /// The kind of match.
    pub kind: String,
    /// The other post, the one most alike.
    pub other: PostKey,
    /// The other post is one of a reference account.
    pub reference: bool,
    /// Posts of the campaign that the post is tied to by this.
    pub posts: u64,
    /// How alike the two are, 0 to 1.
    pub score: f64,
    /// What the tie is worth, 0 to 1.
    pub weight: f64,
    /// The contact they share, if it is one.
    pub contact: Option<(ContactKind, String)>,
    /// What else they share, where it can be said in words.
    pub basis: Option<String>,
    /// Ordinary posts that share it too, where they are counted.
    pub ordinary: Option<u64>,
}

/// A contact or link that so many carry that it ties little or nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct HubFinding {
    /// What kind.
    pub kind: ContactKind,
    /// The row of the table.
    pub row: HubRow,
}
