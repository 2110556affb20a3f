//! Deciding old looks by new rules.

use std::collections::BTreeSet;

use pressgang_posts::Timestamp;
use serde_json::{Value, json};

use super::OBSERVATION;
use super::known::entered;
use crate::error::CaseError;
use crate::folder::Case;
use crate::records::STATUSES;

/// A look with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredLook {
    /// Its entry.
    pub entry: u64,
    /// The platform's word.
    pub platform: String,
    /// The platform's id of the post.
    pub id: String,
    /// What it found, as decided last.
    pub status: String,
    /// The rule that decided last.
    pub rule: String,
    /// Countries in which the post is not shown, as decided last.
    pub not_shown_in: Vec<String>,
    /// What was asked and answered.
    pub evidence: Value,
}

/// A look decided anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The entry of the look.
    pub entry: u64,
    /// What it means by the new rules.
    pub status: String,
    /// The rule that says so.
    pub rule: String,
    /// Countries in which the post is not shown.
    pub not_shown_in: Vec<String>,
}

impl Case {
    /// Every look whose evidence is kept, with its state as it was decided last; those decided anew are given under
    /// the entry that decided last.
    pub fn stored_looks(&self) -> Result<Vec<StoredLook>, CaseError> {
        let decided = entered(self.ledger(), u64::MAX)?;
        let mut evidence: std::collections::HashMap<u64, Value> = std::collections::HashMap::new();
        self.ledger().each(OBSERVATION, |mut entry| {
            if let Some(kept) = entry.personal.as_mut().map(|personal| personal["evidence"].take())
                && kept.is_object()
            {
                evidence.insert(entry.number, kept);
            }
        })?;
        let looks = decided.into_iter().filter_map(|look| {
            Some(StoredLook {
                evidence: evidence.remove(&look.entry)?,
                entry: look.entry,
                platform: look.platform,
                id: look.id,
                status: look.status,
                rule: look.rule?,
                not_shown_in: look.not_shown_in,
            })
        });
        Ok(looks.collect())
    }

    /// Enters what looks mean by new rules: each as a look of the same time that stands for the old one. All or none.
    ///
    /// # Errors
    /// [`CaseError::Usage`] for an entry that is no look with evidence, or a state that is none.
    pub fn revise_looks(&mut self, now: Timestamp, tool: &str, revisions: &[Revision]) -> Result<u64, CaseError> {
        let mut old: std::collections::HashMap<u64, (Value, Value)> = std::collections::HashMap::new();
        self.ledger().each(OBSERVATION, |entry| {
            if let Some(personal) = entry.personal {
                old.insert(entry.number, (entry.body, personal));
            }
        })?;
        let mut entries = Vec::with_capacity(revisions.len());
        for revision in revisions {
            let Some((body, personal)) = old.remove(&revision.entry) else {
                return Err(CaseError::Usage(format!(
                    "entry {} is no look that could be decided again",
                    revision.entry
                )));
            };
            if !STATUSES.contains(&revision.status.as_str()) {
                return Err(CaseError::Usage(format!("{:?} is none of the states", revision.status)));
            }
            let mut new = json!({
                "observed_at": body["observed_at"], "status": revision.status, "rule": revision.rule, "tool": tool,
                "revises": revision.entry,
            });
            for kept in ["from", "warc"] {
                if !body[kept].is_null() {
                    new[kept] = body[kept].clone();
                }
            }
            if !revision.not_shown_in.is_empty() {
                new["not_shown_in"] = json!(revision.not_shown_in);
            }
            entries.push((OBSERVATION, new, Some(personal)));
        }
        Ok(self.ledger.append_all(now, &entries)?)
    }

    /// Entries, and looks that hold the same personal content since one decides the other anew.
    pub(crate) fn with_copies(&self, entries: &[u64]) -> Result<Vec<u64>, CaseError> {
        let mut pairs: Vec<(u64, u64)> = Vec::new();
        let mut has_personal: BTreeSet<u64> = BTreeSet::new();
        self.ledger.each(OBSERVATION, |entry| {
            pairs.extend(entry.body["revises"].as_u64().map(|old| (entry.number, old)));
            if entry.personal.is_some() {
                has_personal.insert(entry.number);
            }
        })?;
        let mut all: Vec<u64> = entries.to_vec();
        let mut at = 0;
        while let Some(&entry) = all.get(at) {
            let others = pairs.iter().filter_map(|&(new, old)| match entry {
                e if e == new => Some(old),
                e if e == old => Some(new),
                _ => None,
            });
            let fresh: Vec<u64> = others.filter(|other| has_personal.contains(other) && !all.contains(other)).collect();
            all.extend(fresh);
            at += 1;
        }
        Ok(all)
    }
}
