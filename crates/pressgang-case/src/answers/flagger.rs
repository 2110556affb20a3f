//! The notices of a trusted flagger in a year, for its report (Article 22(3) of Regulation (EU) 2022/2065): counts and
//! times, nothing that names anybody.

use std::collections::BTreeMap;

use pressgang_posts::Timestamp;

use super::DecisionWord;
use super::counted::Took;
use super::drafted::{TRUSTED_FLAGGER, source_type};
use super::findings::notices;
use crate::error::CaseError;
use crate::folder::Case;
use crate::notices::NoticeKind;

/// A notice of a trusted flagger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlaggerNotice {
    /// The provider: the platform's name.
    pub provider: String,
    /// The type of content alleged to be illegal (`STATEMENT_CATEGORY_...`).
    pub category: Option<String>,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// How many posts it names.
    pub posts: u64,
    /// How long it took until its receipt was confirmed.
    pub receipt: Took,
    /// How long it took until the first decision that was answered.
    pub decision: Took,
    /// How many of its posts were decided how.
    pub decided: BTreeMap<DecisionWord, u64>,
    /// How many of these are known from the DSA Transparency Database only, by decision.
    pub decided_by_dates: BTreeMap<DecisionWord, u64>,
}

/// The notices of a year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlaggerYear {
    /// By the hash of the entry of each draft, with how many entries its ledger had.
    notices: BTreeMap<String, (u64, FlaggerNotice)>,
}

impl FlaggerYear {
    /// The notices, in an order that does not depend on that of the cases.
    pub fn notices(&self) -> impl Iterator<Item = &FlaggerNotice> {
        self.notices.values().map(|(_, notice)| notice)
    }

    /// Adds the notices of another case. Of a notice that both have, as a case and its copy do, the one of the longer
    /// ledger counts.
    pub fn add(&mut self, other: FlaggerYear) {
        for (key, (entries, notice)) in other.notices {
            let known = self.notices.entry(key).or_insert_with(|| (entries, notice.clone()));
            if entries > known.0 {
                *known = (entries, notice);
            }
        }
    }
}

impl Case {
    /// The notices that were sent as a trusted flagger in a year, days being counted in the case's time zone.
    pub fn flagger_year(&self, year: i16) -> Result<FlaggerYear, CaseError> {
        let answers = self.answers()?;
        let (entries, _) = self.ledger().head()?;
        let mut found = FlaggerYear::default();
        for one in notices(self, &answers, &[])? {
            let notice = &one.notice;
            let Some(sent_at) = notice.sent.as_ref().map(|sent| sent.at) else { continue };
            let in_year = sent_at.to_jiff().to_zoned_datetime(self.config.time_zone.clone()).year() == year;
            let is_flagger = source_type(notice) == TRUSTED_FLAGGER;
            if notice.kind != NoticeKind::Notice || !is_flagger || !in_year {
                continue;
            }
            // Copies of a ledger share the hash of an entry, and no two entries do.
            let hash = self.ledger().hash(notice.entry)?.unwrap_or_default();
            let counted = FlaggerNotice {
                provider: notice.platform.clone().unwrap_or_else(|| "unknown".to_owned()),
                category: notice.category.clone(),
                sent_at,
                posts: notice.post_count,
                receipt: one.took(one.receipt_at),
                decision: one.took(one.decision_at),
                decided: one.decided.clone(),
                decided_by_dates: one.decided_by_dates.clone(),
            };
            found.notices.insert(hash, (entries, counted));
        }
        Ok(found)
    }
}
