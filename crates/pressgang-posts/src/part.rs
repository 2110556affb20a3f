//! The one place through which readers hand out posts and rejects.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::{Item, Post, Provenance, ReadOptions, Reject};

/// Why a reader stopped before the end of its part.
#[derive(Debug)]
pub(crate) enum Halt {
    /// The receiver wants no more.
    Stopped,
    /// The bytes cannot be read any further.
    Damaged(io::Error),
}

impl From<io::Error> for Halt {
    fn from(error: io::Error) -> Halt {
        Halt::Damaged(error)
    }
}

/// Where a record lies within its part.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    pub(crate) offset: Option<u64>,
    pub(crate) length: Option<u64>,
    pub(crate) row: Option<u64>,
}

impl Place {
    pub(crate) fn bytes(offset: u64, length: u64) -> Place {
        Place { offset: Some(offset), length: Some(length), row: None }
    }

    pub(crate) fn at(offset: u64) -> Place {
        Place { offset: Some(offset), length: None, row: None }
    }
}

/// A file, or one member of an archive, while it is being read.
pub(crate) struct Part<'a> {
    pub(crate) options: &'a ReadOptions,
    pub(crate) file: Arc<str>,
    pub(crate) sha256: Arc<str>,
    pub(crate) member: Option<Arc<str>>,
    pub(crate) sink: &'a mut dyn FnMut(Item) -> ControlFlow<()>,
    pub(crate) posts: u64,
    pub(crate) rejects: u64,
}

impl Part<'_> {
    pub(crate) fn provenance(&self, place: Place) -> Provenance {
        Provenance {
            file: Arc::clone(&self.file),
            sha256: Arc::clone(&self.sha256),
            member: self.member.clone(),
            offset: place.offset,
            length: place.length,
            row: place.row,
        }
    }

    pub(crate) fn post(&mut self, post: Post) -> Result<(), Halt> {
        self.posts += 1;
        self.hand_out(Item::Post(Box::new(post)))
    }

    pub(crate) fn reject(&mut self, place: Place, reason: impl Into<String>) -> Result<(), Halt> {
        self.rejects += 1;
        let provenance = self.provenance(place);
        self.hand_out(Item::Reject(Reject { provenance, reason: reason.into() }))
    }

    /// Hands out what a reader made of one record.
    pub(crate) fn record(&mut self, place: Place, outcome: Result<Post, String>) -> Result<(), Halt> {
        match outcome {
            Ok(post) => self.post(post),
            Err(reason) => self.reject(place, reason),
        }
    }

    fn hand_out(&mut self, item: Item) -> Result<(), Halt> {
        match (self.sink)(item) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Halt::Stopped),
        }
    }
}
