//! How much of a case's pictures and films is there and was read.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::CaseError;
use crate::folder::Case;
use crate::stages::SourceResult;
use crate::tables::{AttachmentRow, MediaRow};

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
    /// Different files held: pictures.
    pub pictures: u64,
    /// Films.
    pub films: u64,
    /// Sound alone.
    pub sounds: u64,
    /// Files with something that could not be read.
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
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut unread: BTreeMap<String, u64> = BTreeMap::new();
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
            let Some(media) = &source.media else { continue };
            for row in media.rows::<MediaRow>()?.into_iter().filter(|row| seen.insert(row.sha256.clone())) {
                match row.kind.as_str() {
                    "picture" => state.pictures += 1,
                    "film" => state.films += 1,
                    "sound" => state.sounds += 1,
                    _ => {}
                }
                state.damaged += u64::from(!row.problems.is_empty());
                for why in row.unread {
                    *unread.entry(why).or_default() += 1;
                }
            }
        }
        state.unread = unread.into_iter().map(|(why, files)| UnreadMedia { why, files }).collect();
        Ok(state)
    }
}
