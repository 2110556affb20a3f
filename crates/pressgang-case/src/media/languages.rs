//! Which languages text in pictures and films is read in: those of the posts that have some attached.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use crate::config::Role;
use crate::error::CaseError;
use crate::folder::Case;
use crate::stages::newest_files;
use crate::tables::{AttachmentRow, PartReader, PostRow, TableRow};

/// Languages of a source's posts that text in their pictures is read in.
const MOST_LANGUAGES: usize = 4;
/// A language is one of a source's when so many posts with pictures are in it, or one in so many.
const LEAST_POSTS: usize = 2;
/// One of so many.
const ONE_IN: usize = 20;
/// How sure it must be of a post's language: short texts tell little of it.
const SURE: f32 = 0.5;

/// The languages of a source and how many posts are in each, most frequent first, from its parts of two tables.
pub(crate) fn languages_of(posts: &Path, attachments: &Path) -> Result<Vec<(String, u64)>, CaseError> {
    let mut keys = HashSet::new();
    for batch in PartReader::<AttachmentRow>::open(attachments)? {
        keys.extend(batch?.into_iter().map(|row| format!("{}:{}", row.platform, row.id)));
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for batch in PartReader::<PostRow>::open_of(posts, &Arc::new(keys))? {
        for post in batch? {
            if let Some(guess) = pressgang_signals::languages(&post.text).into_iter().next().filter(|g| g.p >= SURE) {
                *counts.entry(guess.code).or_default() += 1;
            }
        }
    }
    let all: usize = counts.values().sum();
    let enough = LEAST_POSTS.min(all.div_ceil(ONE_IN)).max(1);
    let counts = counts.into_iter().filter(|(_, posts)| *posts >= enough).map(|(code, posts)| (code, posts as u64));
    let mut counts: Vec<(String, u64)> = counts.collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts.truncate(MOST_LANGUAGES);
    Ok(counts)
}

impl Case {
    /// Languages (BCP 47) in which text in pictures and films is read, and how many posts with such attachments are in
    /// each, most frequent first: over all sources, as the last run found them. Those that `case.toml` names come alone,
    /// counted too.
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
            let (posts, attachments) = (newest("posts", PostRow::TABLE)?, newest("attachments", AttachmentRow::TABLE)?);
            for (code, posts) in languages_of(&posts, &attachments)? {
                *counts.entry(code).or_default() += posts;
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
