//! What is published of a case: the report, as a page to print and as JSON to check.
//!
//! [`report`] is pure: no files, no clock, no network. Whatever it says went through the hider first; the page is made
//! from the same hidden structs as the JSON, so it cannot say more.

mod campaigns;
pub mod charts;
mod hide;
mod html;
mod json;
mod roles;
mod words;

use pressgang_case::Findings;

/// A report in both its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// One self-contained page.
    pub html: String,
    /// `report.json`.
    pub json: String,
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
    /// The page could not be written.
    #[error("the page could not be written")]
    Page(#[from] askama::Error),
}

/// Makes the report of a case.
pub fn report(findings: &Findings) -> Result<Report, PublishError> {
    let hider = hide::Hider::new(findings)?;
    let report = json::ReportJson::new(findings, &hider);
    let json = serde_json::to_string_pretty(&report)? + "\n";
    let html = html::page(&report)?;
    Ok(Report { html, json })
}
