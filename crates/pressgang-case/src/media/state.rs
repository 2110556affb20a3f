//! How much of a case's pictures and films is there and was read.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::CaseError;
use crate::folder::Case;
use crate::stages::SourceResult;
use crate::tables::{AttachmentRow, MediaOutcomeRow};

/// What became of the attachments of a case's posts, and of their files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MediaState {
    /// Attachments of posts under study and of reference posts.
    pub attachments: u64,
    /// Those of which a file is held.
    pub held: u64,
    /// Those whose file was not beside the export.
    pub missing: u64,
    /// Those of which only an address is known.
    pub not_fetched: u64,
    /// Those whose file was refused.
    pub refused: u64,
    /// Different files with something that could not be read.
    pub damaged: u64,
    /// What was not read for want of a program, and of how many files.
    pub unread: Vec<UnreadMedia>,
}

/// Something that was not read for want of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadMedia {
    /// What and why: "text: tesseract is not installed".
    pub why: String,
    /// Files.
    pub files: u64,
}

impl Case {
    /// How much of the pictures and films is there and was read; the case has to be up to date.
    pub fn media_state(&mut self) -> Result<MediaState, CaseError> {
        let results = self.results()?;
        MediaState::of(&results.sources)
    }
}

impl MediaState {
    pub(crate) fn of(sources: &[SourceResult]) -> Result<MediaState, CaseError> {
        let mut state = MediaState::default();
        for source in sources {
            let attachments = source.attachments.as_ref().map(|a| a.batches::<AttachmentRow>()).transpose()?.flatten();
            for batch in attachments.into_iter().flatten() {
                for row in batch? {
                    state.attachments += 1;
                    match row.state.as_str() {
                        "held" => state.held += 1,
                        "missing" => state.missing += 1,
                        "refused" => state.refused += 1,
                        _ => state.not_fetched += 1,
                    }
                }
            }
        }
        let outcomes = outcomes(sources)?;
        state.damaged = outcomes.iter().filter(|row| !row.problems.is_empty()).count() as u64;
        state.unread = unread(&outcomes);
        Ok(state)
    }
}

/// What was not read for want of a program, in the files of these sources.
pub(crate) fn unread_media(sources: &[SourceResult]) -> Result<Vec<UnreadMedia>, CaseError> {
    Ok(unread(&outcomes(sources)?))
}

/// What became of reading each file, once.
fn outcomes(sources: &[SourceResult]) -> Result<Vec<MediaOutcomeRow>, CaseError> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut outcomes = Vec::new();
    for media in sources.iter().filter_map(|source| source.media.as_ref()) {
        outcomes.extend(media.rows::<MediaOutcomeRow>()?.into_iter().filter(|row| seen.insert(row.sha256.clone())));
    }
    Ok(outcomes)
}

fn unread(outcomes: &[MediaOutcomeRow]) -> Vec<UnreadMedia> {
    let mut files: BTreeMap<&str, u64> = BTreeMap::new();
    for why in outcomes.iter().flat_map(|row| &row.unread) {
        *files.entry(why).or_default() += 1;
    }
    files.into_iter().map(|(why, files)| UnreadMedia { why: why.to_owned(), files }).collect()
}
