//! Transcripts that lie in an archive beside the films they belong to.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use pressgang_media::TranscriptNames;
use pressgang_posts::read_members;

use super::inside;
use super::keep::{Kept, LARGEST_TRANSCRIPT, keep_transcript};
use crate::error::CaseError;

/// Most bytes of transcripts held of one archive; those beyond are not taken.
const MOST: usize = 256 << 20;

/// Transcripts by their names in an archive, which are normal (see [`inside`]).
#[derive(Debug, Default)]
pub(crate) struct Transcripts {
    names: TranscriptNames,
    bytes: BTreeMap<String, Vec<u8>>,
}

impl Transcripts {
    /// Those of some of its members.
    ///
    /// # Errors
    /// If the archive cannot be read.
    pub fn in_archive<'a>(
        archive: &Path,
        members: impl Iterator<Item = &'a str> + Clone,
    ) -> Result<Transcripts, CaseError> {
        let normal = |name: &str| inside(name).map(|parts| parts.join("/"));
        let mut names: Vec<String> = Vec::new();
        let mut listed = |name: &str| {
            names.extend(normal(name));
            false
        };
        read_members(archive, &mut listed, &mut |_, _| {})?;
        let mut transcripts = Transcripts { names: names.into_iter().collect(), bytes: BTreeMap::new() };
        let wanted: BTreeSet<String> =
            members.flat_map(|member| transcripts.names.beside(member)).map(str::to_owned).collect();
        if wanted.is_empty() {
            return Ok(transcripts);
        }
        let mut left = MOST;
        let mut is_wanted = |name: &str| normal(name).is_some_and(|name| wanted.contains(&name));
        read_members(archive, &mut is_wanted, &mut |name, member| {
            let (Some(name), Ok(member)) = (normal(name), member) else { return };
            let mut bytes = Vec::new();
            let whole = member.take(LARGEST_TRANSCRIPT + 1).read_to_end(&mut bytes).is_ok();
            if whole && bytes.len() as u64 <= LARGEST_TRANSCRIPT && bytes.len() <= left {
                left -= bytes.len();
                transcripts.bytes.entry(name).or_insert(bytes);
            }
        })?;
        Ok(transcripts)
    }

    /// Keeps those of one member beside the file it became, and gives their names.
    ///
    /// # Errors
    /// If the case cannot be written to.
    pub fn keep(&mut self, root: &Path, member: &str, film: &Kept) -> Result<Vec<String>, CaseError> {
        let mut kept = Vec::new();
        for name in self.names.beside(member) {
            if let Some(bytes) = self.bytes.get(name) {
                keep_transcript(root, name, bytes, film)?;
                kept.push(name.to_owned());
            }
        }
        Ok(kept)
    }
}
