//! Which languages the posts are in whose pictures and films are read.

use std::collections::{BTreeMap, HashSet};

use crate::config::Role;
use crate::error::CaseError;
use crate::folder::Case;
use crate::stages::newest_files;
use crate::tables::{AttachmentRow, PartReader, ReadingRow, TableRow};

impl Case {
    /// Languages (BCP 47) in which text in pictures and films may be, and how many posts with such attachments are in
    /// each, most frequent first, as the last run found them. Those that `case.toml` names come alone, counted too.
    ///
    /// # Errors
    /// If a source was added since the last run.
    pub fn media_languages(&self) -> Result<Vec<(String, u64)>, CaseError> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for source in self.config.sources.iter().filter(|source| source.role != Role::Background) {
            let newest = |stage: &str, table: &str| -> Result<_, CaseError> {
                let files = newest_files(self.ledger(), self.root(), &format!("{stage}/{}", source.id), None)?;
                let part = files.and_then(|mut files| files.remove(table));
                part.ok_or_else(|| CaseError::NotRun { path: self.root().to_owned() })
            };
            let mut with_media = HashSet::new();
            for batch in PartReader::<AttachmentRow>::open(&newest("attachments", AttachmentRow::TABLE)?)? {
                with_media.extend(batch?.into_iter().map(|row| (row.platform, row.id)));
            }
            for batch in PartReader::<ReadingRow>::open(&newest("readings", ReadingRow::TABLE)?)? {
                for row in batch? {
                    if row.language != "und" && with_media.contains(&(row.platform, row.id)) {
                        *counts.entry(row.language).or_default() += 1;
                    }
                }
            }
        }
        let named = &self.config.media.languages;
        if !named.is_empty() {
            return Ok(named.iter().map(|code| (code.clone(), counts.get(code).copied().unwrap_or(0))).collect());
        }
        let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(counts)
    }
}
