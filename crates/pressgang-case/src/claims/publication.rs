//! Reports are kept: each is entered in the ledger with the hashes of its files, and stays under `report/published`.

use std::path::Path;

use pressgang_posts::Timestamp;
use serde_json::{Value, json};

use super::ClaimError;
use crate::error::CaseError;
use crate::files::{self, hash_bytes};
use crate::findings::Findings;
use crate::folder::Case;
use crate::verify::{REPORT, report_body};

/// Every report is kept in a folder of its number below this one, below the case folder.
pub(crate) const PUBLISHED: &str = "report/published/";

/// A report to be published.
#[derive(Clone, Copy, Debug)]
pub struct ReportFiles<'a> {
    /// The page.
    pub html: &'a str,
    /// `report.json`.
    pub json: &'a str,
    /// Digest of what the report says, whatever the ledger's head is; lower-case hex.
    pub content: &'a str,
    /// Digest of its claims.
    pub claims: &'a str,
    /// Its posts as they are published and as they are, `platform:id`.
    pub posts: &'a [(String, String)],
}

/// A report that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its number, from 1.
    pub number: u64,
    /// The ledger's entry.
    pub entry: u64,
    /// When.
    pub at: Timestamp,
    /// The day it holds for.
    pub as_of: String,
    /// Digest of what it says.
    pub content: String,
    /// Its files.
    pub files: Vec<PublishedFile>,
}

/// A file of a published report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedFile {
    /// Below the case folder.
    pub path: String,
    /// SHA-256 in lower-case hex.
    pub sha256: String,
}

/// What publishing came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publication {
    /// A new report of this number.
    New(u64),
    /// The newest report, of this number, says the same already.
    Unchanged(u64),
}

impl Case {
    /// Writes a report made of `findings`, keeps it, and enters it in the ledger; does nothing if the newest one says
    /// the same and lies there as it was published.
    pub fn publish(
        &mut self,
        findings: &Findings,
        report: &ReportFiles<'_>,
        now: Timestamp,
    ) -> Result<Publication, CaseError> {
        let earlier = self.published()?;
        if let Some(newest) = earlier.last().filter(|newest| newest.content == report.content)
            && newest.files.iter().all(|file| is_as_published(self.root(), file))
        {
            return Ok(Publication::Unchanged(newest.number));
        }
        let number = earlier.len() as u64 + 1;
        let (html, json) = (report.html.as_bytes(), report.json.as_bytes());
        let kept = |name: &str| format!("{PUBLISHED}{number}/{name}");
        let (kept_html, kept_json) = (kept("report.html"), kept("report.json"));
        let written = [
            (kept_html.as_str(), html),
            (kept_json.as_str(), json),
            ("report/report.html", html),
            ("report/report.json", json),
        ];
        for (path, bytes) in written {
            files::write(&self.root().join(path), bytes)?;
        }
        let mut body = report_body(findings, &written);
        body["number"] = json!(number);
        body["as_of"] = json!(findings.as_of.to_string());
        body["program"] = json!(findings.program);
        body["content"] = json!(report.content);
        body["claims_sha256"] = json!(report.claims);
        let posts: serde_json::Map<String, Value> =
            report.posts.iter().map(|(published, post)| (published.clone(), json!(post))).collect();
        // Which post stands behind a pseudonym is nobody's business but the case's.
        self.ledger.append(now, REPORT, &body, Some(&json!({ "posts": posts })))?;
        Ok(Publication::New(number))
    }

    /// Every published report, oldest first.
    pub fn published(&self) -> Result<Vec<Published>, CaseError> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let entries = self.ledger().entries(REPORT)?;
        let published = entries.into_iter().map(|entry| Published {
            number: entry.body["number"].as_u64().unwrap_or(0),
            entry: entry.number,
            at: entry.at,
            as_of: text(&entry.body["as_of"]),
            content: text(&entry.body["content"]),
            files: entry.body["files"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(path, file)| PublishedFile { path: path.clone(), sha256: text(&file["sha256"]) })
                .collect(),
        });
        Ok(published.collect())
    }

    /// The JSON of a published report, as it was published.
    ///
    /// # Errors
    /// [`ClaimError::Altered`] when the kept file is gone or has another hash.
    pub fn published_json(&self, report: &Published) -> Result<Value, CaseError> {
        let kept = format!("{PUBLISHED}{}/report.json", report.number);
        let altered = || ClaimError::Altered { path: kept.clone() };
        let file = report.files.iter().find(|file| file.path == kept).ok_or_else(altered)?;
        let text = files::read_text(&self.root().join(&kept)).map_err(|_| altered())?;
        if hash_bytes(text.as_bytes()) != file.sha256 {
            return Err(altered().into());
        }
        Ok(serde_json::from_str(&text).map_err(|_| altered())?)
    }
}

fn is_as_published(root: &Path, file: &PublishedFile) -> bool {
    files::sha256(&root.join(&file.path)).is_ok_and(|hash| hash == file.sha256)
}
