//! Human decisions: somebody confirms or rejects a post, a campaign, an item of evidence or a contact, or says that it
//! cannot be told, and why.
//!
//! Decisions enter the ledger and none is ever taken out; of several on one thing the newest counts. What the decision is
//! about stands in the public body as a keyed hash, so that it holds on when the personal content of its entry (who, why,
//! which post or contact) is removed.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use pressgang_posts::{PostKey, Timestamp};
use pressgang_signals::ContactKind;
use serde_json::{Value, json};
use thiserror::Error;

use crate::config::{Role, is_grade};
use crate::error::CaseError;
use crate::files::hash_texts;
use crate::folder::Case;
use crate::ledger::Entry;
use crate::load_findings::post_key;
use crate::show::post_named;
use crate::stages::{contact_hash, newest_files};
use crate::tables::{CampaignRow, ContactRow, EvidenceRow, PartReader, PostRow, TableRow};

/// The kind of entry that holds a decision.
const REVIEW: &str = "review";

/// Why a decision was refused.
#[derive(Debug, Error)]
pub enum ReviewError {
    /// A decision without a reason helps nobody later.
    #[error("a decision needs a reason")]
    NoReason,
    /// A decision is somebody's.
    #[error("a decision needs the name of whoever makes it")]
    NoName,
    /// The grade is none.
    #[error("{0:?} is no Admiralty grade from A1 to F6")]
    NoGrade(String),
    /// No campaign has this id now.
    #[error("the case has no campaign {name:?}")]
    NoSuchCampaign {
        /// What was asked for.
        name: String,
        /// The campaigns there are.
        known: Vec<String>,
    },
    /// No item of evidence has this id now.
    #[error("the case has no evidence {0:?}")]
    NoSuchEvidence(String),
    /// No candidate and no reference post gives this contact.
    #[error("no post of the case that may recruit gives the contact {0:?}")]
    NoSuchContact(String),
    /// The case studies several organisations, and a post recruits for one.
    #[error("the case studies several organisations ({}), and whose post this is was not said", .0.join(", "))]
    WhichOrganisation(Vec<String>),
    /// The organisation is not studied.
    #[error("organisation {name:?} is not studied in this case, which studies {}", .studied.join(", "))]
    NoSuchOrganisation {
        /// What was said.
        name: String,
        /// What is studied.
        studied: Vec<String>,
    },
}

/// What somebody decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It is what it is taken for.
    Confirm,
    /// It is not.
    Reject,
    /// Nobody can say from what there is.
    CannotTell,
}

impl Decision {
    /// The word used in the ledger and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Decision::Confirm => "confirm",
            Decision::Reject => "reject",
            Decision::CannotTell => "cannot-tell",
        }
    }

    /// The decision a word stands for.
    pub fn named(word: &str) -> Option<Decision> {
        [Decision::Confirm, Decision::Reject, Decision::CannotTell].into_iter().find(|d| d.as_str() == word)
    }
}

/// What a decision is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ReviewTarget {
    /// A post: whether it recruits for the organisation.
    Post(PostKey),
    /// A campaign, by its id: whether it is the organisation's.
    Campaign(String),
    /// An item of evidence: whether it says what it seems to. Its number changes from run to run, so it is known by its
    /// campaign, its family and the origin it depends on.
    Evidence {
        /// The campaign.
        campaign: String,
        /// The family.
        family: String,
        /// The origin.
        origin: String,
    },
    /// A contact: whether it belongs to the organisation's recruiters.
    Contact {
        /// Its kind, as kinds are compared.
        kind: ContactKind,
        /// Its normal form.
        value: String,
    },
}

impl ReviewTarget {
    /// The word used in the ledger.
    fn kind(&self) -> &'static str {
        match self {
            ReviewTarget::Post(_) => "post",
            ReviewTarget::Campaign(_) => "campaign",
            ReviewTarget::Evidence { .. } => "evidence",
            ReviewTarget::Contact { .. } => "contact",
        }
    }

    /// What the ledger knows it by.
    fn hash(&self, key: &[u8]) -> String {
        let text = match self {
            ReviewTarget::Post(post) => post.to_string(),
            ReviewTarget::Campaign(id) => id.clone(),
            ReviewTarget::Evidence { campaign, family, origin } => format!("{campaign}\n{family}\n{origin}"),
            ReviewTarget::Contact { kind, value } => format!("{}\n{value}", kind.as_str()),
        };
        contact_hash(key, &format!("review {}", self.kind()), &text)
    }
}

impl fmt::Display for ReviewTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReviewTarget::Post(post) => write!(f, "post {post}"),
            ReviewTarget::Campaign(id) => write!(f, "campaign {id}"),
            ReviewTarget::Evidence { campaign, family, origin } => {
                write!(f, "evidence of family {family} for campaign {campaign}, from {origin}")
            }
            ReviewTarget::Contact { kind, value } => write!(f, "contact {}:{value}", kind.as_str()),
        }
    }
}

/// A decision that is to be entered.
#[derive(Clone, Debug)]
pub struct NewReview {
    /// What was decided.
    pub decision: Decision,
    /// Who decided.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Admiralty grade of what the decision rests on, if it was given.
    pub grade: Option<String>,
    /// The organisation that a confirmed post recruits for; needed only where several are studied.
    pub organisation: Option<String>,
}

/// A decision as the ledger has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// The number of its entry.
    pub entry: u64,
    /// When it was made.
    pub at: Timestamp,
    /// `post`, `campaign`, `evidence` or `contact`.
    pub target_kind: String,
    /// What it is about; `None` if its personal content was removed. It holds all the same.
    pub target: Option<ReviewTarget>,
    /// What was decided.
    pub decision: Decision,
    /// Who decided, unless that was removed.
    pub by: Option<String>,
    /// Why, unless that was removed.
    pub reason: Option<String>,
    /// Admiralty grade of what it rests on.
    pub grade: Option<String>,
    /// The organisation that a confirmed post recruits for.
    pub organisation: Option<String>,
    hash: String,
}

/// All decisions of a case.
#[derive(Clone, Debug, Default)]
pub struct Reviews {
    key: Vec<u8>,
    /// Oldest first.
    all: Vec<Review>,
    /// The place of the newest decision on each target.
    newest: HashMap<String, usize>,
}

impl Reviews {
    /// Every decision ever made, oldest first.
    pub fn all(&self) -> &[Review] {
        &self.all
    }

    /// Returns true if a later decision on the same target replaced this one.
    pub fn is_replaced(&self, review: &Review) -> bool {
        self.newest.get(&review.hash).is_some_and(|at| self.all[*at].entry != review.entry)
    }

    /// The decision that counts for a target.
    pub fn of(&self, target: &ReviewTarget) -> Option<&Review> {
        // Most cases have none, and hashing every post is worth it only where there is one.
        if self.newest.is_empty() {
            return None;
        }
        self.newest.get(&target.hash(&self.key)).map(|at| &self.all[*at])
    }

    /// The decision that counts for a post.
    pub fn of_post(&self, post: &PostKey) -> Option<&Review> {
        self.of(&ReviewTarget::Post(post.clone()))
    }

    /// The decision that counts for a campaign.
    pub fn of_campaign(&self, id: &str) -> Option<&Review> {
        self.of(&ReviewTarget::Campaign(id.to_owned()))
    }

    /// Returns true for a campaign that is not the organisation's by a person's decision.
    pub fn has_rejected(&self, campaign: &str) -> bool {
        self.of_campaign(campaign).is_some_and(|review| review.decision == Decision::Reject)
    }

    /// The decision that counts for an item of evidence.
    pub fn of_evidence(&self, campaign: &str, family: &str, origin: &str) -> Option<&Review> {
        let (campaign, family, origin) = (campaign.to_owned(), family.to_owned(), origin.to_owned());
        self.of(&ReviewTarget::Evidence { campaign, family, origin })
    }

    /// The decision that counts for a contact.
    pub fn of_contact(&self, kind: ContactKind, value: &str) -> Option<&Review> {
        self.of(&ReviewTarget::Contact { kind: kind.compared_as(), value: value.to_owned() })
    }

    /// The posts that are confirmed, as far as their entries still name them.
    pub fn confirmed_posts(&self) -> impl Iterator<Item = &PostKey> {
        self.counting().filter(|review| review.decision == Decision::Confirm).filter_map(|review| {
            match &review.target {
                Some(ReviewTarget::Post(post)) => Some(post),
                _ => None,
            }
        })
    }

    /// The decisions that count, oldest first.
    fn counting(&self) -> impl Iterator<Item = &Review> {
        self.all.iter().filter(|review| !self.is_replaced(review))
    }

    /// A text that changes whenever a decision that counts does, for the keys of stages that read them all.
    pub fn digest(&self) -> String {
        self.digest_of(&["post", "campaign", "evidence", "contact"])
    }

    /// The same of decisions on some kinds of targets only: `post`, `campaign`, `evidence`, `contact`.
    pub fn digest_of(&self, kinds: &[&str]) -> String {
        let counting = self.counting().filter(|review| kinds.contains(&review.target_kind.as_str()));
        let texts: Vec<String> = counting
            .map(|r| {
                format!("{} {} {:?} {:?} {}", r.entry, r.decision.as_str(), r.organisation, r.grade, r.target.is_some())
            })
            .collect();
        if texts.is_empty() { String::new() } else { hash_texts(texts.iter().map(String::as_str)) }
    }
}

impl Case {
    /// All decisions that people entered.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn reviews(&self) -> Result<Reviews, CaseError> {
        let all: Vec<Review> = self.ledger.entries(REVIEW)?.into_iter().filter_map(review_of).collect();
        let newest = all.iter().enumerate().map(|(at, review)| (review.hash.clone(), at)).collect();
        Ok(Reviews { key: self.key().to_vec(), all, newest })
    }

    /// Enters a decision on what `target` names: a campaign (`K1`), an item of evidence (`E1`), a post (`platform:id`, its
    /// address or its id), or a contact (`phone:+4930...`, `telegram:name`), as the last run found them.
    ///
    /// # Errors
    /// [`ReviewError`] if a reason or a name is missing or the case has no such thing.
    pub fn review(&mut self, target: &str, new: &NewReview, now: Timestamp) -> Result<Review, CaseError> {
        let (by, reason) = named(&new.by, &new.reason)?;
        if let Some(grade) = new.grade.as_ref().filter(|grade| !is_grade(grade)) {
            return Err(ReviewError::NoGrade(grade.clone()).into());
        }
        let target = self.target(target)?;
        let organisation = self.reviewed_organisation(&target, new)?;
        let mut body = json!({
            "target_kind": target.kind(),
            "target": target.hash(self.key()),
            "decision": new.decision.as_str(),
            "grade": new.grade,
            "organisation": organisation,
        });
        let mut personal = json!({ "by": by, "reason": reason });
        match &target {
            ReviewTarget::Post(post) => personal["post"] = json!(post.to_string()),
            ReviewTarget::Campaign(id) => body["campaign"] = json!(id),
            ReviewTarget::Evidence { campaign, family, origin } => {
                body["campaign"] = json!(campaign);
                body["family"] = json!(family);
                personal["origin"] = json!(origin);
            }
            ReviewTarget::Contact { kind, value } => {
                body["kind"] = json!(kind.as_str());
                personal["value"] = json!(value);
            }
        }
        let number = self.ledger.append(now, REVIEW, &body, Some(&personal))?;
        let entry = Entry { number, at: now, kind: REVIEW.to_owned(), body, personal: Some(personal) };
        // What was just written can be read.
        review_of(entry).ok_or_else(|| ReviewError::NoReason.into())
    }

    /// Removes the personal content of some entries of the ledger for good, and enters who did so and why; returns the
    /// number of that entry.
    ///
    /// # Errors
    /// If a reason or a name is missing, or one of the entries has no personal content; then nothing is removed.
    pub fn forget(&mut self, entries: &[u64], by: &str, reason: &str, now: Timestamp) -> Result<u64, CaseError> {
        let (by, reason) = named(by, reason)?;
        Ok(self.ledger.remove_personal(now, &self.with_copies(entries)?, by, reason)?)
    }

    fn reviewed_organisation(&self, target: &ReviewTarget, new: &NewReview) -> Result<Option<String>, CaseError> {
        let studied = &self.config.organisations;
        let is_confirmed_post = matches!(target, ReviewTarget::Post(_)) && new.decision == Decision::Confirm;
        match &new.organisation {
            Some(name) if !studied.contains(name) => {
                Err(ReviewError::NoSuchOrganisation { name: name.clone(), studied: studied.clone() }.into())
            }
            Some(name) => Ok(Some(name.clone())),
            None if is_confirmed_post && studied.len() > 1 => {
                Err(ReviewError::WhichOrganisation(studied.clone()).into())
            }
            None => Ok(studied.first().filter(|_| is_confirmed_post).cloned()),
        }
    }

    /// What a name stands for, as the last run found it.
    fn target(&self, name: &str) -> Result<ReviewTarget, CaseError> {
        let is_numbered = |letter: char| {
            name.strip_prefix(letter).is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        };
        if is_numbered('K') {
            let rows = self.newest_rows::<CampaignRow>("campaigns")?;
            let known: BTreeSet<String> = rows.into_iter().map(|row| row.campaign).collect();
            if known.contains(name) {
                return Ok(ReviewTarget::Campaign(name.to_owned()));
            }
            let mut known: Vec<String> = known.into_iter().collect();
            known.sort_by_key(|id| id[1..].parse::<u64>().unwrap_or(u64::MAX));
            return Err(ReviewError::NoSuchCampaign { name: name.to_owned(), known }.into());
        }
        if is_numbered('E') {
            let rows = self.newest_rows::<EvidenceRow>("attribution")?;
            let row = rows.into_iter().find(|row| row.evidence == name);
            let row = row.ok_or_else(|| ReviewError::NoSuchEvidence(name.to_owned()))?;
            return Ok(ReviewTarget::Evidence { campaign: row.campaign, family: row.family, origin: row.origin });
        }
        let mut posts = Vec::new();
        for source in &self.config.sources {
            let files = newest_files(self.ledger(), self.root(), &format!("posts/{}", source.id), None)?;
            let Some(mut files) = files else { return Err(CaseError::NotRun { path: self.root().to_owned() }) };
            posts.extend(files.remove(PostRow::TABLE));
        }
        match post_named(name, posts.iter().map(|path| path.as_path())) {
            Ok((platform, id)) => Ok(ReviewTarget::Post(post_key(&format!("{platform}:{id}")))),
            // The name of no post may be that of a contact.
            Err(CaseError::NoSuchPost { several, .. }) if several.is_empty() && contact(name).is_some() => {
                self.contact_target(name)
            }
            Err(error) => Err(error),
        }
    }

    fn contact_target(&self, name: &str) -> Result<ReviewTarget, CaseError> {
        let missing = || CaseError::from(ReviewError::NoSuchContact(name.to_owned()));
        let (kind, value) = contact(name).ok_or_else(missing)?;
        for source in self.config.sources.iter().filter(|source| source.role != Role::Background) {
            let rows = self.newest_rows::<ContactRow>(&format!("readings/{}", source.id))?;
            let same = |row: &ContactRow| {
                row.value == value && ContactKind::named(&row.kind).is_some_and(|known| known.compared_as() == kind)
            };
            if rows.iter().any(same) {
                return Ok(ReviewTarget::Contact { kind, value });
            }
        }
        Err(missing())
    }

    /// The rows of a stage's newest result.
    fn newest_rows<R: TableRow>(&self, stage: &str) -> Result<Vec<R>, CaseError> {
        let files = newest_files(self.ledger(), self.root(), stage, None)?;
        let Some(files) = files else { return Err(CaseError::NotRun { path: self.root().to_owned() }) };
        files.get(R::TABLE).map_or(Ok(Vec::new()), |path| Ok(PartReader::all(path)?))
    }
}

/// Who and why, which have to be said.
fn named<'a>(by: &'a str, reason: &'a str) -> Result<(&'a str, &'a str), ReviewError> {
    let (by, reason) = (by.trim(), reason.trim());
    if reason.is_empty() {
        return Err(ReviewError::NoReason);
    }
    if by.is_empty() { Err(ReviewError::NoName) } else { Ok((by, reason)) }
}

/// A contact as it is named: its kind as kinds are compared, and its normal form.
fn contact(name: &str) -> Option<(ContactKind, String)> {
    let (kind, value) = name.split_once(':')?;
    let kind = ContactKind::named(kind)?;
    let value = value.trim();
    let value = if kind.is_number() {
        format!("+{}", value.chars().filter(char::is_ascii_digit).collect::<String>())
    } else if matches!(kind, ContactKind::Telegram | ContactKind::Email) {
        value.trim_start_matches('@').to_lowercase()
    } else {
        value.to_owned()
    };
    Some((kind.compared_as(), value))
}

/// The decision of an entry; `None` if it is none that this version knows.
fn review_of(entry: Entry) -> Option<Review> {
    let text = |value: &Value, key: &str| value[key].as_str().map(str::to_owned);
    let (body, personal) = (&entry.body, entry.personal.unwrap_or_default());
    let target_kind = text(body, "target_kind")?;
    let target = match target_kind.as_str() {
        "post" => text(&personal, "post").map(|post| ReviewTarget::Post(post_key(&post))),
        "campaign" => Some(ReviewTarget::Campaign(text(body, "campaign")?)),
        "evidence" => text(body, "campaign")
            .zip(text(body, "family"))
            .zip(text(&personal, "origin"))
            .map(|((campaign, family), origin)| ReviewTarget::Evidence { campaign, family, origin }),
        "contact" => text(body, "kind")
            .and_then(|kind| ContactKind::named(&kind))
            .zip(text(&personal, "value"))
            .map(|(kind, value)| ReviewTarget::Contact { kind, value }),
        _ => return None,
    };
    Some(Review {
        entry: entry.number,
        at: entry.at,
        target,
        decision: Decision::named(body["decision"].as_str()?)?,
        by: text(&personal, "by"),
        reason: text(&personal, "reason"),
        grade: text(body, "grade"),
        organisation: text(body, "organisation"),
        hash: text(body, "target")?,
        target_kind,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_named() {
        let check = |name: &str, expected: Option<(&str, &str)>| {
            let found = contact(name);
            let found = found.as_ref().map(|(kind, value)| (kind.as_str(), value.as_str()));
            assert_eq!(found, expected, "{name}");
        };
        check("phone:+49 30 23125-001", Some(("phone", "+493023125001")));
        check("whatsapp:+493023125001", Some(("phone", "+493023125001")));
        check("telegram:@Heron_Example", Some(("telegram", "heron_example")));
        check("email:Jobs@Example.org", Some(("email", "jobs@example.org")));
        check("x:123", None);
        check("123", None);
    }
}
