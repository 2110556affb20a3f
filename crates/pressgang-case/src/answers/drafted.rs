//! What the entry of a draft says besides what a [`Notice`] holds: under which source the notice is filed, and that it is
//! a demonstration.

use std::collections::HashMap;

use crate::error::CaseError;
use crate::folder::Case;
use crate::notices::{NOTICE, Notice};

/// The source of statements of reasons that follow from a notice under Article 16.
pub(crate) const ARTICLE_16: &str = "SOURCE_ARTICLE_16";
/// That of a trusted flagger's notice (Article 22).
pub(crate) const TRUSTED_FLAGGER: &str = "SOURCE_TRUSTED_FLAGGER";
/// That of any other notification, one that alleges no law.
pub(crate) const OTHER_NOTIFICATION: &str = "SOURCE_TYPE_OTHER_NOTIFICATION";

/// What entries of drafts say, by the ids of the notices.
pub(super) struct Drafted {
    of: HashMap<String, (Option<&'static str>, bool)>,
}

impl Drafted {
    pub fn load(case: &Case) -> Result<Drafted, CaseError> {
        let entries = case.ledger().entries(NOTICE)?;
        let of = entries.iter().filter_map(|entry| {
            let word = entry.body["source_type"].as_str();
            let known =
                [ARTICLE_16, TRUSTED_FLAGGER, OTHER_NOTIFICATION].into_iter().find(|known| Some(*known) == word);
            let is_demonstration = entry.body["demonstration"].as_bool().unwrap_or(false);
            Some((entry.body["notice"].as_str()?.to_owned(), (known, is_demonstration)))
        });
        Ok(Drafted { of: of.collect() })
    }

    /// Under which source statements of reasons that follow from a notice stand in the DSA Transparency Database. Older
    /// entries say only whether it is a trusted flagger's.
    pub fn source_type(&self, notice: &Notice) -> &'static str {
        let said = self.of.get(&notice.id).and_then(|(source, _)| *source);
        said.unwrap_or(if notice.trusted_flagger { TRUSTED_FLAGGER } else { ARTICLE_16 })
    }

    /// Whether its organisation is invented.
    pub fn is_demonstration(&self, notice: &Notice) -> bool {
        self.of.get(&notice.id).is_some_and(|(_, is_demonstration)| *is_demonstration)
    }
}
