//! Statements of reasons from the dumps of the DSA Transparency Database, and which of them may be about a notice.
//!
//! The database holds neither addresses nor personal content (its field `url` was removed), so a statement is matched by
//! what both sides know: platform, source (Article 16 or trusted flagger), the day of the content, the day from which the
//! decision applies, and the category. That is only as sure as it is unique: a statement is *matched* to a post if it
//! alone fits that post, and the post alone fits it, among all that was read; otherwise it is *possible*, with how many.

mod graph;
mod read;
mod row;
mod sought;

pub(crate) use graph::Graph;
pub(super) use graph::statement_of;

use std::path::Path;

use pressgang_posts::{Limits, Timestamp, hash_file};
use serde_json::json;

use super::{ANSWER, Answer, AnswerError, Sureness};
use crate::error::CaseError;
use crate::folder::Case;
use read::Reading;
use sought::Sought;

/// The kind of entry that says which dump was read, and what in it may be about notices.
pub(crate) const READ: &str = "statements_read";

/// Rejects that are named; more are counted.
const MOST_REJECTS: usize = 1_000;

/// Something of a dump that is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementsReject {
    /// The member of the archive.
    pub member: Option<String>,
    /// The row, the first behind the header being 1.
    pub row: Option<u64>,
    /// Its first byte among the decompressed bytes.
    pub offset: Option<u64>,
    /// Why.
    pub reason: String,
}

/// What reading a dump came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementsRead {
    /// SHA-256 of the file as received.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// It was read before for the same notices, and nothing was entered now.
    pub already: bool,
    /// Rows of its tables.
    pub rows: u64,
    /// Rows that follow from a notice on a platform of the case's notices.
    pub weighed: u64,
    /// Rows that fit a post of a notice.
    pub fitting: u64,
    /// What is sure by all that was read until now, entered as answers.
    pub matched: Vec<Answer>,
    /// Posts that statements fit without being sure: notice, post where it is known, and how many fit.
    pub possible: Vec<(String, Option<String>, u64)>,
    /// What is not read, the first of it.
    pub rejects: Vec<StatementsReject>,
    /// How much is not read.
    pub rejected: u64,
}

impl Case {
    /// Reads a dump of the DSA Transparency Database and enters what is surely about a post of a notice that was sent.
    ///
    /// # Errors
    /// [`AnswerError::NothingToMatch`], [`AnswerError::NoStatements`]; then nothing is entered.
    pub fn read_statements(&mut self, path: &Path, now: Timestamp) -> Result<StatementsRead, CaseError> {
        let sought = Sought::of(self)?;
        if sought.is_empty() {
            return Err(AnswerError::NothingToMatch.into());
        }
        let (sha256, bytes) = hash_file(path)?;
        let known = self.ledger().entries(READ)?;
        let for_notices = json!(sought.notices());
        if known.iter().any(|e| e.body["sha256"].as_str() == Some(&sha256) && e.body["notices"] == for_notices) {
            return Ok(StatementsRead { sha256, bytes, already: true, ..self.found_so_far(&sought)? });
        }
        let reading = read::read(path, &sought, &Limits::standard())?;
        let fits = graph::fits(&reading, &sought);
        let Reading { read, candidates, .. } = reading;
        let body = json!({
            "sha256": sha256, "bytes": bytes, "rows": read.rows, "weighed": read.weighed, "rejected": read.rejected,
            "notices": for_notices, "fits": fits,
        });
        let mut graph = Graph::load(self)?;
        graph.add(&body);
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let mut entries = vec![(READ, body, Some(json!({ "file": name })))];
        let answers = self.answers()?;
        // Silences that something contradicts have numbers too.
        let before = self.ledger().entries(ANSWER)?.len();
        let mut number = before;
        for candidate in &candidates {
            let Some((node, true)) = candidate.only_node().map(|node| (node, graph.is_sure(&sought, node, candidate)))
            else {
                continue;
            };
            let post = &sought.nodes[node];
            let is_known = answers.iter().any(|answer| {
                answer.statement.as_ref().is_some_and(|s| s.uuid == candidate.row.uuid && s.puid == candidate.row.puid)
                    && answer.notice.as_deref() == Some(&post.notice)
            });
            if is_known {
                continue;
            }
            number += 1;
            let (body, personal) = graph::answer_entry(number, post, &candidate.row, &sha256);
            entries.push((ANSWER, body, Some(personal)));
        }
        let entered = number - before;
        self.ledger.append_all(now, &entries)?;
        let after = self.found_so_far(&sought)?;
        let mut matched = self.answers()?;
        let matched = matched.split_off(matched.len().saturating_sub(entered));
        Ok(StatementsRead { sha256, bytes, matched, possible: after.possible, ..read })
    }

    /// What is known of all dumps that were read.
    fn found_so_far(&self, sought: &Sought) -> Result<StatementsRead, CaseError> {
        let graph = Graph::load(self)?;
        let possible = sought.nodes.iter().filter_map(|node| match graph.sureness(&node.notice, node.place)? {
            Sureness::Possible(count) => Some((node.notice.clone(), Some(node.post.to_string()), count)),
            Sureness::Matched => None,
        });
        Ok(StatementsRead { possible: possible.collect(), ..StatementsRead::default() })
    }
}
