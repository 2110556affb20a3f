//! Responses of an API, each a page of posts with the things they refer to listed beside them.
//!
//! The posts of a page are kept until its end, because what they refer to may come after them; a page whose posts are
//! longer than a record may be is handed out in portions, each with what is known by then.

use crate::detect::Head;
use crate::json::{Action, Line, Lines, Refused, Step, Visitor, Walked, walk_documents, walk_slice};
use crate::part::{Halt, Part, Place};
use crate::source::Stream;

/// What a value within a page is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Part of the way to something wanted.
    Way,
    /// A page: its end is where its posts are complete.
    Page,
    Post,
    /// Something posts refer to.
    Beside,
    Ignored,
}

/// What one API adds to reading pages.
pub(crate) trait Api {
    /// What the value at `path` is; `first` is its first byte.
    fn role(&self, path: &[Step], first: u8) -> Role;
    /// Remembers something that posts refer to.
    fn beside(&mut self, path: &[Step], bytes: &[u8]);
    /// Makes the post of one record, with all that was remembered.
    fn post(&self, bytes: &[u8], part: &Part<'_>, place: Place) -> Result<crate::Post, String>;
    /// Forgets what belongs to the page that ended.
    fn forget(&mut self);
}

/// Reads pages that are lines or documents of any number, also in one array.
pub(crate) fn read_pages(
    head: &Head<'_>,
    stream: &mut Stream<'_>,
    part: &mut Part<'_>,
    api: &mut dyn Api,
) -> Result<(), Halt> {
    let limits = part.options.limits.clone();
    let mut pages = Pages { api, part, waiting: Vec::new(), waiting_bytes: 0, beside_bytes: 0 };
    if !head.json.as_ref().is_none_or(|shape| shape.is_lines) {
        let walked = walk_documents(stream, &limits, &mut pages);
        // What came before the damage is handed out before the damage is named.
        if !matches!(walked, Err(Halt::Stopped)) {
            pages.hand_out()?;
        }
        if let Walked::Broken { offset, reason } = walked? {
            pages.part.reject(Place::at(offset), format!("{reason}; nothing is read from here on"))?;
        }
        return Ok(());
    }
    let mut lines = Lines::new(stream, limits.record_bytes);
    while let Some(line) = lines.next()? {
        let (offset, bytes) = match line {
            Line::TooLong { offset, length } => {
                pages.part.reject(Place::bytes(offset, length), Refused::TooLong.reason(&limits))?;
                continue;
            }
            Line::Text { offset, bytes } => (offset, bytes),
        };
        if let Walked::Broken { reason, .. } = walk_slice(bytes, offset, &limits, &mut pages)? {
            let place = Place::bytes(offset, bytes.len() as u64);
            pages.waiting.clear();
            pages.forget();
            if !lines.failing() {
                pages.part.reject(place, reason)?;
            }
        } else {
            // A line that is itself a post ends no page.
            pages.hand_out()?;
            pages.forget();
        }
    }
    Ok(())
}

struct Pages<'r, 'a> {
    api: &'r mut dyn Api,
    part: &'r mut Part<'a>,
    waiting: Vec<(u64, Vec<u8>)>,
    waiting_bytes: usize,
    beside_bytes: usize,
}

impl Pages<'_, '_> {
    fn hand_out(&mut self) -> Result<(), Halt> {
        self.waiting_bytes = 0;
        for (offset, bytes) in std::mem::take(&mut self.waiting) {
            let place = Place::bytes(offset, bytes.len() as u64);
            let outcome = self.api.post(&bytes, self.part, place);
            self.part.record(place, outcome)?;
        }
        Ok(())
    }

    fn forget(&mut self) {
        self.waiting_bytes = 0;
        self.beside_bytes = 0;
        self.api.forget();
    }
}

impl Visitor for Pages<'_, '_> {
    fn value(&mut self, path: &[Step], first: u8, _offset: u64) -> Action {
        match self.api.role(path, first) {
            Role::Way | Role::Page => Action::Enter,
            Role::Post | Role::Beside => Action::Capture,
            Role::Ignored => Action::Skip,
        }
    }

    fn captured(&mut self, path: &[Step], bytes: &[u8], offset: u64) -> Result<(), Halt> {
        let most = self.part.options.limits.record_bytes;
        // The first byte is what the role was decided by before.
        if self.api.role(path, bytes.first().copied().unwrap_or(b' ')) == Role::Post {
            if self.waiting_bytes + bytes.len() > most {
                self.hand_out()?;
            }
            self.waiting_bytes += bytes.len();
            self.waiting.push((offset, bytes.to_vec()));
        } else if self.beside_bytes + bytes.len() <= most {
            self.beside_bytes += bytes.len();
            self.api.beside(path, bytes);
        }
        Ok(())
    }

    fn refused(&mut self, path: &[Step], offset: u64, length: u64, why: Refused) -> Result<(), Halt> {
        if self.api.role(path, b'{') == Role::Post {
            self.part.reject(Place::bytes(offset, length), why.reason(&self.part.options.limits))?;
        }
        Ok(())
    }

    fn leave(&mut self, path: &[Step]) -> Result<(), Halt> {
        if self.api.role(path, b'{') == Role::Page {
            self.hand_out()?;
            self.forget();
        }
        Ok(())
    }
}
