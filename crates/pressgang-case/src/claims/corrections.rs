//! Corrections: entries of the ledger that name a claim of a published report. They are never taken back; a wrong
//! correction is corrected by another.

use pressgang_posts::Timestamp;
use serde_json::{Value, json};

use super::{ClaimError, Published};
use crate::error::CaseError;
use crate::folder::Case;

/// The ledger's kind of a correction.
const KIND: &str = "correction";

/// Characters of a text at most.
const LONGEST: usize = 4_000;

/// What is said where a claim is gone.
const NO_LONGER: &str = "this is no longer claimed";

/// Names that are offered where a claim is unknown.
const MOST_NEAR: usize = 5;

/// A correction to be entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewCorrection {
    /// The claim's id, as published.
    pub claim: String,
    /// What it said; without it, what the newest report said that says something else than `now`.
    pub was: Option<String>,
    /// What it says now.
    pub now: Option<String>,
    /// Why.
    pub reason: String,
    /// Who corrects.
    pub by: String,
}

/// A correction as reports print it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionFinding {
    /// The ledger's entry.
    pub entry: u64,
    /// When it was entered.
    pub at: Timestamp,
    /// The claim's id, as published.
    pub claim: String,
    /// The number of the report that said it.
    pub report: u64,
    /// The texts; none where they were removed from the ledger.
    pub texts: Option<CorrectedTexts>,
}

/// What a correction says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorrectedTexts {
    /// What the claim said.
    pub was: String,
    /// What it says now.
    pub now: String,
    /// Why.
    pub reason: String,
}

impl Case {
    /// Enters a correction; `now_said` are the claims (id and text) that a report of the case would have now, where
    /// they are known.
    ///
    /// # Errors
    /// [`ClaimError`] when no published report has the claim, or nothing would change.
    pub fn correct(
        &mut self,
        new: &NewCorrection,
        now_said: Option<&[(String, String)]>,
        at: Timestamp,
    ) -> Result<CorrectionFinding, CaseError> {
        for (what, text) in [
            ("what it said", new.was.as_deref()),
            ("what it says now", new.now.as_deref()),
            ("the reason", Some(new.reason.as_str())),
            ("who corrects", Some(new.by.as_str())),
        ] {
            if text.is_some_and(|text| text.trim().is_empty() || text.chars().count() > LONGEST) {
                return Err(ClaimError::Text { what, limit: LONGEST }.into());
            }
        }
        let said = self.published_texts(&new.claim)?;
        let of_case = now_said.map(|claims| claims.iter().find(|(id, _)| *id == new.claim).map(|(_, text)| text));
        let now = match (&new.now, of_case) {
            (Some(now), _) => now.clone(),
            (None, Some(Some(text))) => text.clone(),
            (None, Some(None)) => NO_LONGER.to_owned(),
            (None, None) => return Err(ClaimError::Text { what: "what it says now", limit: LONGEST }.into()),
        };
        let other = said.iter().rev().find(|(_, text)| *text != now);
        let (report, was) = match (&new.was, other) {
            (Some(was), other) => (other.or(said.last()).map_or(0, |(report, _)| *report), was.clone()),
            (None, Some((report, text))) => (*report, text.clone()),
            (None, None) => return Err(ClaimError::SameText { claim: new.claim.clone() }.into()),
        };
        if was == now {
            return Err(ClaimError::SameText { claim: new.claim.clone() }.into());
        }
        let texts = CorrectedTexts { was, now, reason: new.reason.clone() };
        let same = |known: &CorrectionFinding| {
            known.claim == new.claim
                && known.texts.as_ref().is_some_and(|t| (&t.was, &t.now) == (&texts.was, &texts.now))
        };
        if let Some(known) = self.corrections()?.iter().find(|known| same(known)) {
            let day = known.at.to_jiff().to_zoned_datetime(self.config.time_zone.clone()).date().to_string();
            return Err(ClaimError::Already { claim: new.claim.clone(), day }.into());
        }
        let body = json!({ "claim": new.claim, "report": report });
        let personal = json!({ "was": texts.was, "now": texts.now, "reason": texts.reason, "by": new.by });
        let entry = self.ledger.append(at, KIND, &body, Some(&personal))?;
        Ok(CorrectionFinding { entry, at, claim: new.claim.clone(), report, texts: Some(texts) })
    }

    /// What each published report that has a claim says in it, oldest first; at least one.
    fn published_texts(&self, claim: &str) -> Result<Vec<(u64, String)>, CaseError> {
        let published = self.published()?;
        let (mut said, mut known) = (Vec::new(), Vec::new());
        for report in &published {
            let json = self.published_json(report)?;
            known = ids(&json);
            said.extend(text_of(&json, claim).map(|text| (report.number, text)));
        }
        match said.is_empty() {
            false => Ok(said),
            true if published.is_empty() => Err(ClaimError::NoReport.into()),
            true => Err(ClaimError::UnknownClaim { claim: claim.to_owned(), near: near(claim, &known) }.into()),
        }
    }

    /// The published report of a number, or the newest.
    pub fn published_report(&self, number: Option<u64>) -> Result<Published, CaseError> {
        let mut published = self.published()?;
        let reports = published.len() as u64;
        let newest = published.pop().ok_or(ClaimError::NoReport)?;
        match number {
            None => Ok(newest),
            Some(number) => {
                let found = published.into_iter().chain([newest]).find(|report| report.number == number);
                Ok(found.ok_or(ClaimError::NoSuchReport { number, reports })?)
            }
        }
    }

    /// All corrections, oldest first.
    pub(crate) fn corrections(&self) -> Result<Vec<CorrectionFinding>, CaseError> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let entries = self.ledger().entries(KIND)?;
        let corrections = entries.into_iter().map(|entry| CorrectionFinding {
            entry: entry.number,
            at: entry.at,
            claim: text(&entry.body["claim"]),
            report: entry.body["report"].as_u64().unwrap_or(0),
            texts: entry.personal.map(|personal| CorrectedTexts {
                was: text(&personal["was"]),
                now: text(&personal["now"]),
                reason: text(&personal["reason"]),
            }),
        });
        Ok(corrections.collect())
    }
}

fn claims(report: &Value) -> impl Iterator<Item = &Value> {
    report["claims"].as_array().into_iter().flatten()
}

fn ids(report: &Value) -> Vec<String> {
    claims(report).filter_map(|claim| claim["id"].as_str().map(str::to_owned)).collect()
}

fn text_of(report: &Value, id: &str) -> Option<String> {
    claims(report).find(|claim| claim["id"] == id)?["text"].as_str().map(str::to_owned)
}

/// The ids that have most of their beginning, or a whole part, in common with what was typed.
fn near(typed: &str, known: &[String]) -> Vec<String> {
    let typed = typed.to_lowercase();
    let likeness = |id: &String| {
        let id = id.to_lowercase();
        let beginning = id.chars().zip(typed.chars()).take_while(|(a, b)| a == b).count();
        let within = if !typed.is_empty() && id.contains(&typed) { typed.chars().count() } else { 0 };
        beginning.max(within)
    };
    let mut near: Vec<(usize, &String)> = known.iter().map(|id| (likeness(id), id)).filter(|(n, _)| *n > 2).collect();
    near.sort_by_key(|(n, id)| (std::cmp::Reverse(*n), id.len()));
    near.into_iter().take(MOST_NEAR).map(|(_, id)| id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn near_names() {
        let known = ["posts_found", "campaign:K1:assessment", "campaign:K2:assessment", "pay"].map(str::to_owned);
        for (typed, first) in [
            ("posts-found", Some("posts_found")),
            ("assessment", Some("campaign:K1:assessment")),
            ("K2", None),
            ("CAMPAIGN:K2", Some("campaign:K2:assessment")),
            ("", None),
        ] {
            assert_eq!(near(typed, &known).first().map(String::as_str), first, "{typed}");
        }
    }
}
