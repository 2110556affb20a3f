//! The looks that the ledger and the sources know.

use std::collections::{HashMap, HashSet};

use pressgang_posts::Timestamp;
use serde_json::Value;

use super::OBSERVATION;
use crate::error::CaseError;
use crate::findings::{FoundPost, LastLook};
use crate::folder::Case;
use crate::ledger::Ledger;
use crate::stages::SourceResult;
use crate::tables::ObservationRow;

/// One look that stands in the ledger.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KnownLook {
    pub entry: u64,
    /// `platform:id`.
    pub key: String,
    pub platform: String,
    pub id: String,
    pub at: Timestamp,
    pub status: String,
    pub by: Option<String>,
    pub tool: Option<String>,
    pub rule: Option<String>,
    pub not_shown_in: Vec<String>,
    pub from: Option<String>,
}

/// The looks that results count, oldest entry first.
pub(crate) fn counted(case: &Case) -> Result<Vec<KnownLook>, CaseError> {
    entered(case.ledger(), case.looks_until)
}

/// The looks in the ledger up to an entry, oldest entry first. One that was decided again is left out; what decided it
/// anew stands for it.
pub(crate) fn entered(ledger: &Ledger, until: u64) -> Result<Vec<KnownLook>, CaseError> {
    let mut looks = Vec::new();
    let mut revised: HashSet<u64> = HashSet::new();
    ledger.each(OBSERVATION, |entry| {
        if entry.number > until {
            return;
        }
        // Also where the new decision was forgotten: the old one does not come back.
        revised.extend(entry.body["revises"].as_u64());
        let Some(personal) = &entry.personal else { return };
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let (Some(platform), Some(id)) = (text(&personal["platform"]), text(&personal["id"])) else { return };
        let at = entry.body["observed_at"].as_str().and_then(Timestamp::parse_rfc3339);
        // Nobody looked later than it was entered; a clock was wrong, or a year mistyped.
        let (Some(at), Some(status)) = (at.map(|at| at.min(entry.at)), text(&entry.body["status"])) else { return };
        let places = entry.body["not_shown_in"].as_array().map_or(&[][..], Vec::as_slice);
        looks.push(KnownLook {
            entry: entry.number,
            key: format!("{platform}:{id}"),
            platform,
            id,
            at,
            status,
            by: text(&entry.body["by"]),
            tool: text(&entry.body["tool"]),
            rule: text(&entry.body["rule"]),
            not_shown_in: places.iter().filter_map(text).collect(),
            from: text(&entry.body["from"]),
        });
    })?;
    looks.retain(|look| !revised.contains(&look.entry));
    Ok(looks)
}

/// The newest looks that the ledger and the sources know, at posts and at accounts.
pub(crate) struct Looks {
    /// By `platform:id`.
    posts: HashMap<String, LastLook>,
    /// By `platform:id` of the account.
    accounts: HashMap<String, LastLook>,
}

impl Looks {
    pub(crate) fn load(case: &Case, sources: &[SourceResult]) -> Result<Looks, CaseError> {
        let mut looks = Looks { posts: HashMap::new(), accounts: HashMap::new() };
        for look in counted(case)? {
            put_newest(&mut looks.posts, look.key, LastLook { status: look.status, at: look.at });
        }
        for source in sources {
            for row in source.posts.rows::<ObservationRow>()? {
                // A label or a warning says nothing of whether the post can be seen.
                let Some(at) = row.observed_at.filter(|_| row.status != "unknown") else { continue };
                let look = LastLook { status: row.status, at };
                match (row.id, row.account) {
                    (Some(id), _) => put_newest(&mut looks.posts, format!("{}:{id}", row.platform), look),
                    (None, Some(account)) => {
                        put_newest(&mut looks.accounts, format!("{}:{account}", row.platform), look);
                    }
                    (None, None) => {}
                }
            }
        }
        Ok(looks)
    }

    /// The newest look at a post, or at the account that published it where that went: that an account is there says
    /// nothing of one post.
    pub(crate) fn last_at(&self, key: &str, post: &FoundPost) -> Option<LastLook> {
        let account = post.author.id.as_ref().map(|id| format!("{}:{id}", post.key.platform));
        let of_account = account.and_then(|account| self.accounts.get(&account)).filter(|look| look.status != "up");
        // Of two at one time that at the post itself counts, which max_by_key takes for being the last.
        of_account.into_iter().chain(self.posts.get(key)).max_by_key(|look| look.at).cloned()
    }
}

fn put_newest(looks: &mut HashMap<String, LastLook>, key: String, look: LastLook) {
    let newest = looks.entry(key).or_insert_with(|| look.clone());
    if look.at >= newest.at {
        *newest = look;
    }
}

/// When anybody entered a look last; those of sources stand in their tables.
pub(crate) fn newest_entered_look(case: &Case) -> Result<Option<Timestamp>, CaseError> {
    Ok(counted(case)?.iter().map(|look| look.at).max())
}
