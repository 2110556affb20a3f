//! Posts that an earlier report counted and that people have rejected since.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::error::CaseError;
use crate::findings::FoundPost;
use crate::folder::Case;
use crate::ledger::Entry;
use crate::verify::REPORT;

/// The ledger's kind of a human decision.
const REVIEW: &str = "review";

/// A post that counts no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawnFinding {
    /// Its key as it was published.
    pub post: String,
    /// Why, in words.
    pub why: String,
}

impl Case {
    /// The posts of earlier reports that are rejected and not among the found posts; only these may be named, as they
    /// were named before.
    pub(crate) fn withdrawn(&self, found: &[FoundPost]) -> Result<Vec<WithdrawnFinding>, CaseError> {
        let mut newest: HashMap<String, Entry> = HashMap::new();
        for entry in self.ledger().entries(REVIEW)? {
            if entry.body["target_kind"] == "post" {
                newest.insert(entry.body["target"].to_string(), entry);
            }
        }
        let mut rejected: HashMap<String, String> = HashMap::new();
        for entry in newest.into_values().filter(|entry| entry.body["decision"] == "reject") {
            if let Some(post) = entry.personal.as_ref().and_then(|personal| personal["post"].as_str()) {
                let day = entry.at.to_jiff().to_zoned_datetime(self.config.time_zone.clone()).date();
                rejected.insert(post.to_owned(), format!("rejected by a review on {day}"));
            }
        }
        if rejected.is_empty() {
            return Ok(Vec::new());
        }
        let counted: BTreeSet<String> = found.iter().map(|post| post.key.to_string()).collect();
        let mut withdrawn: BTreeMap<String, String> = BTreeMap::new();
        for entry in self.ledger().entries(REPORT)? {
            let posts = entry.personal.as_ref().and_then(|personal| personal["posts"].as_object());
            for (published, post) in posts.into_iter().flatten() {
                let post = post.as_str().unwrap_or_default();
                if let Some(why) = rejected.get(post).filter(|_| !counted.contains(post)) {
                    withdrawn.insert(published.clone(), why.clone());
                }
            }
        }
        Ok(withdrawn.into_iter().map(|(post, why)| WithdrawnFinding { post, why }).collect())
    }
}
