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
        /// The place of the reference account in `case.toml`, counted from 0; of an ordinary account a keyed hash; for ordinary accounts with fewer than ten posts, which are put together by language, the language and a number.
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

table! {
    /// Evidence for or against an attribution.
    EvidenceRow = "evidence" {
        /// The evidence, `E1` and up.
        evidence: String,
        /// The campaign.
        campaign: String,
        /// The family: `language`, `contact`, `offer`, `media`, `self-identification`, `account link`, `coordination`, `second source`; against it `parody`, `news`, `copycat scam`, `contact used by others`.
        family: String,
        /// What was found, a sentence.
        text: String,
        /// Likelihood ratio as it counts: above 1 for the proposition, below 1 for the alternative.
        likelihood_ratio: f64,
        /// The ratio as it was counted in trials, before it was held between bounds; null for judgements.
        measured_ratio: Option<f64>,
        /// True where no ordinary post shows it, so that the counted ratio is as large as the data can show.
        saturated: bool,
        /// How probable what was found is under the proposition, where that was counted.
        if_so: Option<f64>,
        /// How probable it is under the alternative.
        if_not: Option<f64>,
        /// The proposition that ratios above 1 support.
        proposition: String,
        /// The alternative that ratios below 1 support.
        alternative: String,
        /// What the ratio rests on, in sentences.
        basis: String,
        /// Admiralty grade.
        grade: String,
        /// What it comes from: of one origin only the strongest item for and the strongest against count.
        origin: String,
        /// The posts it rests on, `platform:id`.
        posts: Vec<String>,
        /// Posts of the campaign (`platform:id`) that have something in common with a post of a verified account, the most alike first, at most 20.
        link_post: Vec<String>,
        /// The longest stretch in common in that post's text, first byte; 0 to 0 where it is no stretch of text.
        link_start: Vec<u64>,
        /// One past its last byte.
        link_end: Vec<u64>,
        /// The verified account's post.
        link_other: Vec<String>,
        /// The same stretch in its text, first byte.
        link_other_start: Vec<u64>,
        /// One past its last byte.
        link_other_end: Vec<u64>,
    }
}

table! {
    /// The assessment of each campaign.
    AssessmentRow = "assessments" {
        /// The campaign.
        campaign: String,
        /// The organisation.
        organisation: String,
        /// Probability, 0 to 1, as the rules hold it.
        probability: f64,
        /// Its term on the scale.
        term: String,
        /// `icd203` or `phia`.
        scale: String,
        /// Probability before any evidence.
        prior: f64,
        /// Likelihood ratio of all evidence, of each origin once.
        likelihood_ratio: f64,
        /// The same in words of the ENFSI scale.
        support: String,
        /// Probability by prior and ratio alone.
        probability_before_rules: f64,
        /// The rules that hold it down, each a sentence.
        rules: Vec<String>,
        /// Other priors.
        other_prior: Vec<f64>,
        /// The term under each of them.
        other_term: Vec<String>,
        /// Analytic confidence: `low`, `moderate` or `high`.
        confidence: String,
        /// The hedged sentence.
        sentence: String,
        /// The confidence in its own sentence.
        confidence_sentence: String,
        /// Why, in sentences.
        reasoning: String,
        /// Everything as a paragraph.
        paragraph: String,
        /// What trials say of such ratios, a sentence.
        calibration: String,
        /// Language of the sentences, BCP 47.
        language: String,
    }
}
