//! What is published of a case: the report, as a page to print and as JSON to check.
//!
//! [`report`] is pure: no files, no clock, no network. Whatever it says went through the hider first; the page is made
//! from the same hidden structs as the JSON, so it cannot say more.

mod answers;
mod answers_view;
mod assessments;
mod campaigns;
pub mod charts;
mod claims;
mod compare;
mod corrections;
mod evaluations;
mod flagger;
mod hide;
mod html;
mod json;
mod looks;
mod made_from;
pub mod notices;
mod roles;
mod survival;
mod words;

use jiff::tz::TimeZone;
use pressgang_case::Findings;
use sha2::{Digest, Sha256};

pub use compare::{
    ClaimChange, CompareError, Comparison, LookChange, OneSided, PostChange, Side, ViewsChange, compare,
};
pub use flagger::{FlaggerReport, flagger_report};

/// A report in both its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// One self-contained page.
    pub html: String,
    /// `report.json`.
    pub json: String,
    /// SHA-256 of what the report says: of everything but the ledger's head, which every report moves. Lower-case hex.
    pub content: String,
    /// SHA-256 of its claims.
    pub claims: String,
    /// Its posts as they are published and as they are, `platform:id`.
    pub posts: Vec<(String, String)>,
}

/// Why no report could be made.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Pseudonyms need a secret.
    #[error("the case has no key for pseudonyms; without one they could be guessed")]
    NoKey,
    /// The case's time zone is not in the time zone database.
    #[error("no time zone is called {0:?}")]
    TimeZone(String),
    /// The handles and contacts cannot be searched for.
    #[error("the search for known handles and contacts could not be prepared")]
    Search(#[from] aho_corasick::BuildError),
    /// A pattern of the scanner does not compile.
    #[error("a pattern for contacts could not be prepared")]
    Pattern(#[from] regex::Error),
    /// The JSON could not be written.
    #[error("report.json could not be written")]
    Json(#[from] serde_json::Error),
    /// An e-mail could not be written.
    #[error("the e-mail could not be written: {0}")]
    Mail(std::io::Error),
    /// The page could not be written.
    #[error("the page could not be written")]
    Page(#[from] askama::Error),
}

/// Makes the report of a case.
pub fn report(findings: &Findings) -> Result<Report, PublishError> {
    let (report, zone) = hidden(findings)?;
    let json = serde_json::to_string_pretty(&report)? + "\n";
    let html = html::page(&report, &zone)?;
    let keys = findings.posts.iter().map(|post| post.key.to_string());
    let posts = report.posts.iter().map(|post| post.post.clone()).zip(keys).collect();
    let claims = sha256([serde_json::to_string(&report.claims)?.as_str()]);
    let without_ledger = json::ReportJson {
        claims: report.claims.into_iter().filter(|claim| claim.id != "ledger").collect(),
        ledger: json::Ledger { head: String::new(), entries: 0 },
        ..report
    };
    let content = sha256([serde_json::to_string(&without_ledger)?.as_str(), html::TEMPLATE, html::CSS]);
    Ok(Report { html, json, content, claims, posts })
}

/// The claims that a report of the case makes: id and text, as published.
pub fn said(findings: &Findings) -> Result<Vec<(String, String)>, PublishError> {
    let (report, _) = hidden(findings)?;
    Ok(report.claims.into_iter().map(|claim| (claim.id, claim.text)).collect())
}

fn hidden(findings: &Findings) -> Result<(json::ReportJson, TimeZone), PublishError> {
    let name = &findings.time_zone;
    let zone = TimeZone::get(name).map_err(|_| PublishError::TimeZone(name.clone()))?;
    let hider = hide::Hider::new(findings)?;
    Ok((json::ReportJson::new(findings, &hider, &zone), zone))
}

fn sha256<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    texts.into_iter().for_each(|text| hash.update(text.as_bytes()));
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
