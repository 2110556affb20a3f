//! Who may ask a holder, how much, and what each has been answered: the holder's own record.
//!
//! Whoever may ask can test contacts of its own choice; so askers are enrolled by name and limited in total. Elements are
//! counted with their padding, since nobody but the asker knows which are dummies.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::answer::Statement;
use crate::envelope::hex;
use crate::keys::Identity;
use crate::padding::MOST_ASKED;
use crate::request::Request;

/// How much an asker may ask, in elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Ever.
    pub total: u64,
    /// In one request.
    pub batch: u64,
}

impl Default for Limits {
    /// Four requests for ten thousand contacts each.
    fn default() -> Limits {
        Limits { total: 1 << 16, batch: 1 << 14 }
    }
}

/// One who may ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asker {
    /// Its keys and name.
    pub identity: Identity,
    /// When it was enrolled first.
    pub enrolled_at: String,
    /// How much it may ask.
    pub limits: Limits,
    /// How much it has asked, whatever became of its enrolment.
    pub asked: u64,
    /// Since when it may not ask any more.
    pub withdrawn_at: Option<String>,
}

/// One answer that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenAnswer {
    /// SHA-256 of the request.
    pub request: String,
    /// SHA-256 of the answer.
    pub answer: String,
    /// The asker's fingerprint.
    pub asker: String,
    /// Elements asked about.
    pub asked: u64,
    /// Contacts in the list it was answered from.
    pub held: u64,
    /// The keyed hash of that list.
    pub list: String,
    /// When.
    pub answered_at: String,
    /// What was said about the list.
    pub statement: Statement,
}

/// Everybody who may ask and every answer given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roster {
    version: u32,
    /// In the order they were enrolled.
    pub askers: Vec<Asker>,
    /// In the order they were given.
    pub answers: Vec<GivenAnswer>,
}

/// What is to be done about a request that may be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It is new: answer and enter it.
    New,
    /// It was answered before: the same bytes may be given again, at no cost; no others.
    Again(Box<GivenAnswer>),
}

/// Why a request is not answered.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The asker is not known.
    #[error("{name} with the keys {fingerprint} is not enrolled here")]
    NotEnrolled {
        /// Name in the request.
        name: String,
        /// Its keys.
        fingerprint: String,
    },
    /// The asker may not ask any more.
    #[error("{name} may not ask any more since {since}")]
    Withdrawn {
        /// Its name.
        name: String,
        /// Since when.
        since: String,
    },
    /// Too much at once.
    #[error("{name} asks about {asked} elements at once and may ask about {batch}")]
    Batch {
        /// Its name.
        name: String,
        /// How many it asks.
        asked: u64,
        /// How many it may.
        batch: u64,
    },
    /// Too much in total.
    #[error("{name} has asked about {before} elements of {total}, so {asked} more are too many")]
    Total {
        /// Its name.
        name: String,
        /// How many it asked before.
        before: u64,
        /// How many it asks now.
        asked: u64,
        /// How many it may in total.
        total: u64,
    },
}

/// Why a roster cannot be read or changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RosterError {
    /// It is no roster.
    #[error("the record of askers is damaged: {0}")]
    Damaged(String),
    /// It is of a newer version.
    #[error("the record of askers is of version {0}, and this program reads version 1")]
    OtherVersion(u32),
    /// Limits that mean nothing.
    #[error("limits are at least 1, at most {MOST_ASKED} at once, and not more at once than in total")]
    Limits,
    /// Somebody who was never enrolled.
    #[error("{0} is not enrolled here")]
    Unknown(String),
}

impl Roster {
    /// Nobody may ask.
    pub fn empty() -> Roster {
        Roster { version: 1, askers: Vec::new(), answers: Vec::new() }
    }

    /// Reads a roster.
    pub fn read(file: &[u8]) -> Result<Roster, RosterError> {
        let roster: Roster = serde_json::from_slice(file).map_err(|e| RosterError::Damaged(e.to_string()))?;
        if roster.version != 1 {
            return Err(RosterError::OtherVersion(roster.version));
        }
        // The two halves count the same, so a half that was lost or put back shows.
        for asker in &roster.askers {
            let fingerprint = asker.identity.fingerprint();
            let given: u64 = roster.answers.iter().filter(|a| a.asker == fingerprint).map(|a| a.asked).sum();
            if given != asker.asked {
                let what =
                    format!("{} asked {} by one count and {given} by the other", asker.identity.name, asker.asked);
                return Err(RosterError::Damaged(what));
            }
        }
        Ok(roster)
    }

    /// The file to keep it in.
    pub fn write(&self) -> Vec<u8> {
        // Structs of texts and numbers always become JSON.
        let mut file = serde_json::to_vec_pretty(self).unwrap_or_default();
        file.push(b'\n');
        file
    }

    /// Lets somebody ask, or changes how much; what was asked before stays counted.
    pub fn enrol(&mut self, identity: &Identity, limits: Limits, now: &str) -> Result<(), RosterError> {
        let possible = (1..=MOST_ASKED as u64).contains(&limits.batch) && limits.batch <= limits.total;
        if !possible {
            return Err(RosterError::Limits);
        }
        match self.askers.iter_mut().find(|asker| asker.identity == *identity) {
            Some(asker) => {
                asker.limits = limits;
                asker.withdrawn_at = None;
            }
            None => self.askers.push(Asker {
                identity: identity.clone(),
                enrolled_at: now.to_owned(),
                limits,
                asked: 0,
                withdrawn_at: None,
            }),
        }
        Ok(())
    }

    /// Lets somebody ask no more.
    pub fn withdraw(&mut self, identity: &Identity, now: &str) -> Result<(), RosterError> {
        let asker = self.askers.iter_mut().find(|asker| asker.identity == *identity);
        let asker = asker.ok_or_else(|| RosterError::Unknown(identity.name.clone()))?;
        asker.withdrawn_at.get_or_insert_with(|| now.to_owned());
        Ok(())
    }

    /// Decides whether a request may be answered.
    pub fn admit(&self, request: &Request) -> Result<Admission, Refusal> {
        let name = request.asker.name.clone();
        let fingerprint = request.asker.fingerprint();
        let Some(asker) = self.askers.iter().find(|asker| asker.identity == request.asker) else {
            return Err(Refusal::NotEnrolled { name, fingerprint });
        };
        if let Some(since) = &asker.withdrawn_at {
            return Err(Refusal::Withdrawn { name, since: since.clone() });
        }
        let hash = hex(&request.hash);
        if let Some(given) = self.answers.iter().find(|answer| answer.request == hash) {
            return Ok(Admission::Again(Box::new(given.clone())));
        }
        let asked = request.asked() as u64;
        if asked > asker.limits.batch {
            return Err(Refusal::Batch { name, asked, batch: asker.limits.batch });
        }
        if asker.asked.saturating_add(asked) > asker.limits.total {
            return Err(Refusal::Total { name, before: asker.asked, asked, total: asker.limits.total });
        }
        Ok(Admission::New)
    }

    /// Enters an answer. It must be on disk before the answer leaves: else a crash between the two would be a way to
    /// ask without being counted.
    pub fn enter(&mut self, given: GivenAnswer) {
        if let Some(asker) = self.askers.iter_mut().find(|asker| asker.identity.fingerprint() == given.asker) {
            asker.asked = asker.asked.saturating_add(given.asked);
        }
        self.answers.push(given);
    }
}
