//! Responses of an API, each a page of posts with the things they refer to listed beside them.
//!
//! The posts of a page are kept until its end, because what they refer to may come after them; a page whose posts are
//! longer than a record may be is handed out in portions, each with what is known by then.

use crate::detect::Head;
use crate::json::{Action, LineScope, Refused, Shape, Step, Visitor, Walked, walk_documents, walk_line};
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
    /// Something a page usually has and no post needs.
    Usual,
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
    let mut pages = Pages {
        api,
        part,
        waiting: Vec::new(),
        waiting_bytes: 0,
        beside_bytes: 0,
        page: Place::default(),
        is_page: false,
    };
    // Pages are long, so often not even the first line ends where detection stopped looking.
    if head.json.as_ref().is_none_or(Shape::is_by_line) {
        by_line(stream, &mut pages)
    } else {
        by_document(stream, &mut pages)
    }
}

fn by_document(stream: &mut Stream<'_>, pages: &mut Pages<'_, '_>) -> Result<(), Halt> {
    let limits = pages.part.options.limits.clone();
    let walked = walk_documents(stream, &limits, pages);
    // What came before the damage is handed out before the damage is named.
    if !matches!(walked, Err(Halt::Stopped)) {
        pages.hand_out()?;
    }
    match walked? {
        Walked::Whole => Ok(()),
        Walked::Broken { offset, reason } => pages.broken(offset, reason),
    }
}

fn by_line(stream: &mut Stream<'_>, pages: &mut Pages<'_, '_>) -> Result<(), Halt> {
    let limits = pages.part.options.limits.clone();
    let mut lines = LineScope::new(stream)?;
    let mut is_first = true;
    loop {
        let start = lines.offset();
        let walked = walk_line(&mut lines, &limits, pages);
        // Posts that stand alone on their lines wait for no end of a page.
        if matches!(walked, Ok(Walked::Whole) | Err(Halt::Damaged(_))) {
            pages.hand_out()?;
        }
        let walked = walked?;
        let (end, goes_on) = lines.next_line()?;
        if let Walked::Broken { offset, reason } = walked {
            // A file of one line is a document, of which what can be read is read; a broken line among others is a
            // page without the things its posts refer to, and is named as a whole.
            if is_first && !goes_on {
                pages.hand_out()?;
                return pages.broken(offset, reason);
            }
            pages.waiting.clear();
            pages.forget();
            pages.part.reject(Place::bytes(start, end - start), reason)?;
        }
        is_first = false;
        if !goes_on {
            return Ok(());
        }
    }
}

struct Pages<'r, 'a> {
    api: &'r mut dyn Api,
    part: &'r mut Part<'a>,
    waiting: Vec<(u64, Vec<u8>)>,
    waiting_bytes: usize,
    beside_bytes: usize,
    /// Where the page begins.
    page: Place,
    /// Whether anything in it was what such a page has.
    is_page: bool,
}

impl Pages<'_, '_> {
    fn broken(&mut self, offset: u64, reason: &str) -> Result<(), Halt> {
        self.part.reject(Place::at(offset), format!("{reason}; nothing is read from here on"))
    }

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
    fn value(&mut self, path: &[Step], first: u8, offset: u64) -> Action {
        let role = self.api.role(path, first);
        if role == Role::Page {
            (self.page, self.is_page) = (Place::at(offset), false);
        } else {
            self.is_page |= role != Role::Ignored;
        }
        match role {
            Role::Page if first != b'{' => Action::Capture,
            Role::Way | Role::Page => Action::Enter,
            Role::Post | Role::Beside => Action::Capture,
            Role::Usual | Role::Ignored => Action::Skip,
        }
    }

    fn captured(&mut self, path: &[Step], bytes: &[u8], offset: u64) -> Result<(), Halt> {
        let most = self.part.options.limits.record_bytes;
        // The first byte is what the role was decided by before.
        match self.api.role(path, bytes.first().copied().unwrap_or(b' ')) {
            Role::Post => {
                if self.waiting_bytes + bytes.len() > most {
                    self.hand_out()?;
                }
                self.waiting_bytes += bytes.len();
                self.waiting.push((offset, bytes.to_vec()));
            }
            Role::Page => self.part.reject(Place::bytes(offset, bytes.len() as u64), "not a JSON object")?,
            _ if self.beside_bytes + bytes.len() <= most => {
                self.beside_bytes += bytes.len();
                self.api.beside(path, bytes);
            }
            _ => {}
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
            if !self.is_page {
                self.part.reject(self.page, "nothing in this object is what a page of posts has")?;
            }
        }
        Ok(())
    }
}
