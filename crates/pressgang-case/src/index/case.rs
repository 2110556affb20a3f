//! The segments of all sources of a case.

use pressgang_signals::passages::PassageCounts;

use super::container::{IndexError, Segment};
use super::posts::{IndexedPost, Posts};
use crate::config::{Config, Role};

/// One source's segments.
#[derive(Debug)]
pub(crate) struct IndexedSource {
    /// `s1` and up.
    pub id: String,
    pub role: Role,
    segments: Vec<Segment>,
}

impl IndexedSource {
    /// The segments in the order of their posts.
    pub fn segments(&self) -> impl Iterator<Item = Posts<'_>> {
        self.segments.iter().map(Posts::of)
    }

    /// Returns true for posts that can be found or matched against: a repost has its original's text and would only
    /// repeat it, and a reference file also holds posts of others, which are neither evidence nor under study.
    pub fn takes_part(&self, post: &IndexedPost<'_>) -> bool {
        !post.is_repost && (self.role == Role::Observed || post.reference.is_some())
    }
}

/// All sources that are opened, in the order of the case.
#[derive(Debug)]
pub(crate) struct Indexes(Vec<IndexedSource>);

impl Indexes {
    /// Opens the segments of sources, given by their places in the case, whose paths `paths` says.
    pub fn open<'p, P: Iterator<Item = &'p std::path::Path>>(
        config: &Config,
        paths: impl Iterator<Item = P>,
    ) -> Result<Indexes, IndexError> {
        let sources = config.sources.iter().zip(paths).map(|(entry, paths)| {
            let segments = paths.map(Segment::open).collect::<Result<_, _>>()?;
            Ok(IndexedSource { id: entry.id.clone(), role: entry.role, segments })
        });
        Ok(Indexes(sources.collect::<Result<_, IndexError>>()?))
    }

    /// Background sources as well.
    pub fn all(&self) -> impl Iterator<Item = &IndexedSource> {
        self.0.iter()
    }

    /// What ordinary posts of all sources hold; `None` where no source has any.
    pub fn passage_counts(&self) -> Option<PassageCounts> {
        self.all().flat_map(IndexedSource::segments).filter_map(Posts::counts).reduce(|mut all, of_source| {
            all.merge(&of_source);
            all
        })
    }

    /// Sources under study and references.
    pub fn studied(&self) -> impl Iterator<Item = &IndexedSource> {
        self.0.iter().filter(|source| source.role != Role::Background)
    }
}
