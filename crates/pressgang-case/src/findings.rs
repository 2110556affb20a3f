//! Everything a report says, in plain structs: the case's side of publishing.
//!
//! Identities are as found; hiding them is the publisher's work, which is why nothing here is ever written out as is.

use std::ops::Range;

use jiff::civil::Date;
use pressgang_posts::{Author, PostKey, Timestamp};
use pressgang_signals::{ContactKind, Designation};
use pressgang_weigh::scales::Scale;

use crate::answers::AnswersFinding;
use crate::campaign_findings::{CampaignProfile, HubFinding, MemberTie};
use crate::claims::{CorrectionFinding, MadeFrom, WithdrawnFinding};
use crate::evaluate::Evaluation;
use crate::looks::LookDay;
use crate::survival::SurvivalFindings;

/// A published statement with the posts behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Its id, which stays from run to run and from report to report (docs/claims.md).
    pub id: String,
    /// What kind of statement (`posts_found`, `views_at_least` ...).
    pub kind: String,
    /// The value as JSON.
    pub value: serde_json::Value,
    /// The statement as a sentence.
    pub text: String,
    /// The posts it rests on.
    pub posts: Vec<PostKey>,
    /// The items of evidence it rests on (`E1`).
    pub evidence: Vec<String>,
    /// The day it holds for.
    pub as_of: Date,
    /// The first and last of the looks or counts it rests on.
    pub observed: Option<(Timestamp, Timestamp)>,
    /// The exchange rate it uses, if it converts money.
    pub rate: Option<UsedRate>,
}

/// A sentence of a report that is a claim of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The claim's id.
    pub claim: String,
    /// The sentence.
    pub text: String,
    /// The posts it is about.
    pub posts: Vec<PostKey>,
}

impl Said {
    /// A sentence about no single posts.
    pub fn new(claim: impl Into<String>, text: impl Into<String>) -> Said {
        Said { claim: claim.into(), text: text.into(), posts: Vec::new() }
    }

    /// A limit of the report: its claim is `limit:` and a name that stays when the sentence's numbers change.
    pub fn limit(name: &str, text: impl Into<String>) -> Said {
        Said::new(format!("limit:{name}"), text)
    }
}

/// What a post offers to pay.
#[derive(Clone, Debug, PartialEq)]
pub struct PayFinding {
    /// The amount in words, as it stands in the post ("240,000 RUB a month").
    pub offered: String,
    /// The same with its euro value, or why it was not converted.
    pub text: String,
    /// The rate that converted it.
    pub rate: Option<UsedRate>,
}

/// An exchange rate as used.
#[derive(Clone, Debug, PartialEq)]
pub struct UsedRate {
    /// The day the rate was fixed.
    pub date: Date,
    /// ISO 4217 code.
    pub currency: String,
    /// Units of the currency for one euro.
    pub units_per_eur: f64,
    /// Who fixed it.
    pub source: String,
}

/// What a span of a post's text is.
#[derive(Clone, Debug, PartialEq)]
pub enum SpanKind {
    /// An organisation is named.
    Mention,
    /// A way to reach the writer: kind and normalised value.
    Contact(ContactKind, String),
    /// Another sign with its name ("pay", "age asked for", "invitation" ...).
    Sign(String),
}

/// A marked stretch of a post's text.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkedSpan {
    /// UTF-8 bytes of the raw text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: SpanKind,
}

/// Whether a post was up at the last look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastLook {
    /// One of [`crate::STATUSES`].
    pub status: String,
    /// When.
    pub at: Timestamp,
}

/// One post that was found to recruit.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPost {
    /// Platform and id.
    pub key: PostKey,
    /// Public address, where known.
    pub url: Option<String>,
    /// Who published it.
    pub author: Author,
    /// When.
    pub created_at: Option<Timestamp>,
    /// BCP 47 code.
    pub language: String,
    /// The raw text.
    pub text: String,
    /// Handles the platform marks as mentioned.
    pub mentioned_handles: Vec<String>,
    /// Marked stretches, ordered, possibly overlapping.
    pub spans: Vec<MarkedSpan>,
    /// The campaign it belongs to.
    pub campaign: String,
    /// Why it counts ("names the organisation", "wording of a reference account, 0.87" ...).
    pub ties: Vec<String>,
    /// What ties it to the rest of its campaign and to reference posts, strongest first.
    pub member_ties: Vec<MemberTie>,
    /// The recruitment score of the text alone, 0 to 1.
    pub score: f64,
    /// Views at the last capture that has a count.
    pub views: Option<u64>,
    /// When they were counted, where that is known.
    pub views_at: Option<Timestamp>,
    /// Attached media by kind ("photo", "video").
    pub media: Vec<String>,
    /// The held pictures and films among them.
    pub pictures: Vec<PictureFinding>,
    /// ISCO-08 codes.
    pub roles: Vec<String>,
    /// What it offers to pay.
    pub pay: Vec<PayFinding>,
    /// The last look, if there was any.
    pub last_look: Option<LastLook>,
    /// SHA-256 of the source it was read from.
    pub source_sha256: String,
    /// File and position it was read from ("x_search.jsonl.gz, byte 1234, 567 bytes").
    pub origin: String,
}

/// A picture or film of a found post, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureFinding {
    /// SHA-256 of the file.
    pub sha256: String,
    /// `picture`, `film` or `sound`.
    pub kind: String,
    /// The time in the film that is shown, in milliseconds.
    pub at_ms: Option<u64>,
    /// What is shown: a PNG beyond recognition, or the picture itself as a JPEG; both with the places of contacts boxed.
    /// None where it could not be made, and of films in which no contact is seen.
    pub image: Option<Vec<u8>>,
    /// Whether it is the picture itself.
    pub is_clear: bool,
    /// The text read in it, by line.
    pub text: Vec<String>,
    /// Contacts read in it.
    pub contacts: Vec<SeenContact>,
    /// What was not read for want of a program, and why.
    pub unread: Vec<String>,
}

/// A contact in a picture or film.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenContact {
    /// What kind.
    pub kind: ContactKind,
    /// Normalised value.
    pub value: String,
    /// When it is seen or heard in a film: first and last, in milliseconds.
    pub time: Option<(u64, u64)>,
}

/// One item for or against an attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct EvidenceItem {
    /// Stable id, `E1` and up.
    pub id: String,
    /// The family: language, contact, self-identification, second source ...
    pub family: String,
    /// A sentence.
    pub text: String,
    /// Above 1 speaks for, below 1 against.
    pub likelihood_ratio: f64,
    /// The ratio as it was counted, before it was held between bounds; none for judgements.
    pub measured_ratio: Option<f64>,
    /// No ordinary post shows it: the counted ratio is as large as the data can show.
    pub saturated: bool,
    /// What ratios above 1 support.
    pub proposition: String,
    /// What ratios below 1 support.
    pub alternative: String,
    /// What the ratio rests on, in sentences.
    pub basis: String,
    /// Admiralty grade, `A1` to `F6`.
    pub grade: String,
    /// What it ultimately comes from: items of one origin count once.
    pub origin: String,
    /// The posts it rests on.
    pub posts: Vec<PostKey>,
}

/// The assessment of one campaign.
#[derive(Clone, Debug, PartialEq)]
pub struct CampaignFinding {
    /// `K1` and up; a campaign keeps its id from run to run.
    pub id: String,
    /// The organisation's id.
    pub organisation: String,
    /// How many posts.
    pub posts: Vec<PostKey>,
    /// Probability, 0 to 1.
    pub probability: f64,
    /// Its term on the findings' scale ("likely").
    pub term: String,
    /// Analytic confidence: low, moderate or high.
    pub confidence: String,
    /// The hedged sentence.
    pub sentence: String,
    /// The confidence in a sentence of its own.
    pub confidence_sentence: String,
    /// Why, in sentences.
    pub reasoning: String,
    /// Probability before any evidence.
    pub prior: f64,
    /// Likelihood ratio of all evidence, each origin once.
    pub likelihood_ratio: f64,
    /// The same in words of the ENFSI scale.
    pub support: String,
    /// Probability by prior and ratio alone.
    pub probability_before_rules: f64,
    /// The rules that hold it down, each a sentence.
    pub rules: Vec<String>,
    /// Other priors, each with the term it would give.
    pub other_priors: Vec<(f64, String)>,
    /// What it rests on.
    pub evidence: Vec<EvidenceItem>,
    /// What its posts have in common.
    pub profile: CampaignProfile,
}

/// One contact of the found posts.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactFinding {
    /// What kind.
    pub kind: ContactKind,
    /// Normalised value.
    pub value: String,
    /// The found posts that carry it.
    pub posts: Vec<PostKey>,
    /// Campaigns it appears in.
    pub campaigns: Vec<String>,
    /// A reference account publishes it too.
    pub at_reference: bool,
    /// Second sources that confirm it ("An official of Examplia (invented), graded B2").
    pub confirmed_by: Vec<String>,
    /// Ordinary posts that carry it; many mean that it ties nothing.
    pub ordinary_posts: u64,
}

/// A source as the report lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceFinding {
    /// File name.
    pub file: String,
    /// SHA-256 as received.
    pub sha256: String,
    /// `observed`, `reference` or `background`.
    pub role: String,
    /// Format name.
    pub format: String,
    /// Posts read.
    pub posts: u64,
    /// Records rejected.
    pub rejects: u64,
    /// What this format cannot tell ("no view counts").
    pub cannot: Vec<String>,
}

/// A reference account as the report lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferenceFinding {
    /// The organisation's id.
    pub organisation: String,
    /// Platform name.
    pub platform: String,
    /// Displayed name, handle or id as the case gives it.
    pub account: String,
    /// Who verified it.
    pub verified_by: String,
    /// When.
    pub verified_at: Date,
    /// How.
    pub how: String,
    /// Admiralty grade.
    pub grade: String,
    /// Posts read from it.
    pub posts: u64,
}

/// One entry of the collection log.
#[derive(Clone, Debug, PartialEq)]
pub struct CollectionFinding {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Platform names.
    pub platforms: Vec<String>,
    /// Tool.
    pub tool: String,
    /// By whom.
    pub by: String,
    /// Search terms.
    pub terms: Vec<String>,
    /// Anything else.
    pub note: String,
}

/// A studied organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganisationFinding {
    /// Pack id.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// True for demos.
    pub invented: bool,
    /// All designations of the pack.
    pub designations: Vec<Designation>,
}

/// Everything a report says.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    /// The case's title.
    pub title: String,
    /// The program's version.
    pub program: String,
    /// The day everything holds for.
    pub as_of: Date,
    /// IANA name of the case's time zone.
    pub time_zone: String,
    /// First and last day studied.
    pub window: Option<(Date, Date)>,
    /// The studied organisations.
    pub organisations: Vec<OrganisationFinding>,
    /// The summary a journalist would quote, a few sentences, each a claim.
    pub summary: Vec<Said>,
    /// All claims.
    pub claims: Vec<Claim>,
    /// Campaigns, largest first.
    pub campaigns: Vec<CampaignFinding>,
    /// Contacts and links that tie little or nothing because so many carry them, most carried first.
    pub hubs: Vec<HubFinding>,
    /// The found posts, oldest first.
    pub posts: Vec<FoundPost>,
    /// Their contacts, most used first.
    pub contacts: Vec<ContactFinding>,
    /// What the posts had become by each day on which somebody entered looks, oldest first.
    pub look_days: Vec<LookDay>,
    /// How long they stay up.
    pub survival: SurvivalFindings,
    /// How right likelihood ratios are, for each organisation.
    pub evaluations: Vec<Evaluation>,
    /// Sources.
    pub sources: Vec<SourceFinding>,
    /// Reference accounts.
    pub references: Vec<ReferenceFinding>,
    /// Collection log.
    pub collection: Vec<CollectionFinding>,
    /// How many observed posts were read, distinct ones.
    pub observed_posts: u64,
    /// The scale whose terms the assessments use.
    pub likelihood_scale: Scale,
    /// What this report cannot say, sentences.
    pub limits: Vec<Said>,
    /// Who was told and what was answered.
    pub answers: AnswersFinding,
    /// What earlier reports said wrongly, oldest first.
    pub corrections: Vec<CorrectionFinding>,
    /// Posts of earlier reports that people have rejected since.
    pub withdrawn: Vec<WithdrawnFinding>,
    /// What the report was made from, for comparing it with another.
    pub made_from: MadeFrom,
    /// Hash of the ledger's last entry that enters no report, lower-case hex.
    pub ledger_head: String,
    /// The number of that entry.
    pub ledger_entries: u64,
    /// Whether identities are hidden in what is published.
    pub publish: PublishSettings,
}

/// What may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishSettings {
    /// Handles and names become pseudonyms.
    pub pseudonymise: bool,
    /// Contacts are masked in part.
    pub mask_contacts: bool,
    /// The case's secret key for pseudonyms.
    pub key: Vec<u8>,
}
