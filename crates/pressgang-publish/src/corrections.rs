//! Corrections as they are published: at the report's foot, newest last, and beside the claims they are of.

use jiff::tz::TimeZone;
use pressgang_case::Findings;
use serde::Serialize;

use crate::hide::Hider;
use crate::json::Day;

/// What stands for texts that were removed from the ledger.
const REMOVED: &str = "(this text was removed)";

/// A correction.
#[derive(Serialize)]
pub struct CorrectionJson {
    /// Its number, from 1.
    pub number: u64,
    /// The day it was made, in the case's time zone.
    pub date: Day,
    /// The same instant.
    pub at: String,
    /// The claim that was wrong.
    pub claim: String,
    /// The number of the report that said it.
    pub report: u64,
    /// What it said.
    pub was: String,
    /// What it says now.
    pub now: String,
    /// Why.
    pub why: String,
    /// Whether the report still makes the claim.
    #[serde(skip)]
    pub stands: bool,
}

/// A post that an earlier report counted and that was rejected since.
#[derive(Serialize)]
pub struct WithdrawnJson {
    /// The claim that it is.
    pub claim: String,
    /// Its key, as it was published.
    pub post: String,
    pub why: String,
}

/// The posts that are withdrawn, under the keys that were published.
pub fn withdrawn(findings: &Findings) -> Vec<WithdrawnJson> {
    let withdrawn = findings.withdrawn.iter();
    withdrawn.map(|one| WithdrawnJson { claim: String::new(), post: one.post.clone(), why: one.why.clone() }).collect()
}

/// All corrections, newest last.
pub fn corrections(findings: &Findings, hider: &Hider, zone: &TimeZone) -> Vec<CorrectionJson> {
    let corrections = findings.corrections.iter().zip(1..).map(|(correction, number)| {
        let texts = correction.texts.as_ref();
        let text = |text: Option<&String>| text.map_or_else(|| REMOVED.to_owned(), |text| hider.sentence(text));
        CorrectionJson {
            number,
            date: Day(correction.at.to_jiff().to_zoned_datetime(zone.clone()).date()),
            at: correction.at.to_string(),
            claim: correction.claim.clone(),
            report: correction.report,
            was: text(texts.map(|t| &t.was)),
            now: text(texts.map(|t| &t.now)),
            // The reason is in somebody's own words.
            why: texts.map_or_else(|| REMOVED.to_owned(), |t| hider.note(&t.reason)),
            stands: false,
        }
    });
    corrections.collect()
}
