//! Responses of an API, each a page of posts with the things they refer to listed beside them.
//!
//! The posts of a page are kept until its end, because what they refer to may come after them; a page whose posts are
//! longer than a record may be is handed out in portions, each with what is known by then.

use crate::blocks::{Block, in_blocks};
use crate::detect::Head;
use crate::json::{
    Action, Giant, LineScope, Refused, Shape, Step, Visitor, Walked, feed_lines, walk_documents_from, walk_line,
};
use crate::part::{Halt, Out, Part, Place};
use crate::source::Stream;

/// What a value within a page is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Part of the way to something wanted.
    Way,
    /// A page: its end is where its posts are complete.
    Page,
    Post,
    /// Something said of posts that are not there.
    Notice,
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
    /// Hands out the post of one record, with all that was remembered.
    fn post(&self, bytes: &[u8], out: &mut Out<'_>, place: Place) -> Result<(), String>;
    /// Hands out what a notice says; `is_alone` if its page holds no posts.
    fn notice(&self, _bytes: &[u8], _is_alone: bool, _out: &mut Out<'_>, _place: Place) -> Result<(), String> {
        Ok(())
    }
    /// Forgets what belongs to the page that ended.
    fn forget(&mut self);
}

/// What an API begins each page, or each block of pages, with.
pub(crate) type NewApi<'n> = dyn Fn() -> Box<dyn Api> + Sync + 'n;

/// Reads pages that are lines or documents of any number, also in one array.
pub(crate) fn read_pages(
    head: &Head<'_>,
    stream: &mut Stream<'_>,
    part: &mut Part<'_>,
    new_api: &NewApi<'_>,
) -> Result<(), Halt> {
    // Pages are long, so often not even the first line ends where detection stopped looking.
    if head.json.as_ref().is_none_or(Shape::is_by_line) {
        return by_block(stream, part, new_api);
    }
    let limits = &part.options().limits;
    part.with_out(|out, pass_on| {
        let mut pages = Pages::new(new_api(), out, pass_on);
        let walked = walk_documents_from(stream, 0, limits, &mut pages);
        // What came before the damage is handed out before the damage is named.
        if !matches!(walked, Err(Halt::Stopped)) {
            pages.hand_out()?;
        }
        match walked? {
            Walked::Whole => Ok(()),
            Walked::Broken { offset, reason } => pages.broken(offset, reason),
        }
    })
}

fn by_block(stream: &mut Stream<'_>, part: &mut Part<'_>, new_api: &NewApi<'_>) -> Result<(), Halt> {
    let limits = &part.options().limits;
    let work = |block: &Block, out: &mut Out<'_>| {
        let mut nothing = |_: &mut Out<'_>| Ok(());
        let mut pages = Pages::new(new_api(), out, &mut nothing);
        for (offset, line, is_last) in block.lines() {
            let walked = walk_documents_from(&mut &*line, offset, limits, &mut pages);
            // In memory nothing fails, and nobody stops a block.
            let Ok(walked) = walked else { continue };
            let end = offset + line.len() as u64;
            let _ = pages.end_line(walked, offset, end, block.is_only_line || (is_last && block.is_cut));
        }
    };
    // A line of any length is a page that can be read piece by piece.
    let mut rest = |input: &mut dyn std::io::Read, offset: u64, feeder: &mut crate::blocks::Feeder<'_, '_, '_>| {
        feeder.settle()?.with_out(|out, pass_on| by_line(input, offset, new_api(), out, pass_on))
    };
    in_blocks(part, &work, |feeder| feed_lines(stream, 0, limits.record_bytes, feeder, &mut Giant::Read(&mut rest)))
}

fn by_line(
    input: &mut dyn std::io::Read,
    offset: u64,
    api: Box<dyn Api>,
    out: &mut Out<'_>,
    pass_on: &mut PassOn<'_>,
) -> Result<(), Halt> {
    let limits = &out.options().limits;
    let mut pages = Pages::new(api, out, pass_on);
    let mut lines = LineScope::new(input, offset)?;
    let mut is_first = true;
    loop {
        let start = lines.offset();
        let walked = walk_line(&mut lines, limits, &mut pages);
        if matches!(walked, Err(Halt::Damaged(_))) {
            pages.hand_out()?;
        }
        let walked = walked?;
        let (end, goes_on) = lines.next_line()?;
        pages.end_line(walked, start, end, is_first && !goes_on)?;
        is_first = false;
        if !goes_on {
            return Ok(());
        }
    }
}

/// Hands on what has been collected, once that is worth the call.
pub(crate) type PassOn<'p> = dyn FnMut(&mut Out<'_>) -> Result<(), Halt> + 'p;

struct Pages<'r, 'o, 'p> {
    api: Box<dyn Api>,
    out: &'r mut Out<'o>,
    pass_on: &'r mut PassOn<'p>,
    /// Posts and notices with where they lie.
    waiting: Vec<(u64, Vec<u8>, Role)>,
    waiting_bytes: usize,
    beside_bytes: usize,
    /// Where the page begins.
    page: Place,
    /// Whether anything in it was what such a page has.
    is_page: bool,
    /// Whether any of it was a post.
    has_posts: bool,
}

impl<'r, 'o, 'p> Pages<'r, 'o, 'p> {
    fn new(api: Box<dyn Api>, out: &'r mut Out<'o>, pass_on: &'r mut PassOn<'p>) -> Pages<'r, 'o, 'p> {
        let (waiting, page) = (Vec::new(), Place::default());
        let (is_page, has_posts) = (false, false);
        Pages { api, out, pass_on, waiting, waiting_bytes: 0, beside_bytes: 0, page, is_page, has_posts }
    }

    fn broken(&mut self, offset: u64, reason: &str) -> Result<(), Halt> {
        self.reject(Place::at(offset), format!("{reason}; nothing is read from here on"))
    }

    fn reject(&mut self, place: Place, reason: impl Into<String>) -> Result<(), Halt> {
        self.out.reject(place, reason);
        (self.pass_on)(self.out)
    }

    /// Closes a line; of a broken one what was read stays only if it is all there is.
    fn end_line(&mut self, walked: Walked, start: u64, end: u64, is_alone: bool) -> Result<(), Halt> {
        match walked {
            // Posts that stand alone on their lines wait for no end of a page.
            Walked::Whole => self.hand_out(),
            // A file of one line is a document, of which what can be read is read; a broken line among others is a
            // page without the things its posts refer to, and is named as a whole.
            Walked::Broken { offset, reason } if is_alone => {
                self.hand_out()?;
                self.broken(offset, reason)
            }
            Walked::Broken { reason, .. } => {
                self.waiting.clear();
                self.forget();
                self.reject(Place::bytes(start, end - start), reason)
            }
        }
    }

    fn hand_out(&mut self) -> Result<(), Halt> {
        self.waiting_bytes = 0;
        for (offset, bytes, role) in std::mem::take(&mut self.waiting) {
            let place = Place::bytes(offset, bytes.len() as u64);
            let outcome = match role {
                Role::Notice => self.api.notice(&bytes, !self.has_posts, self.out, place),
                _ => self.api.post(&bytes, self.out, place),
            };
            self.out.settle(place, outcome);
            (self.pass_on)(self.out)?;
        }
        Ok(())
    }

    fn forget(&mut self) {
        self.waiting_bytes = 0;
        self.beside_bytes = 0;
        self.api.forget();
    }
}

impl Visitor for Pages<'_, '_, '_> {
    fn value(&mut self, path: &[Step], first: u8, offset: u64) -> Action {
        let role = self.api.role(path, first);
        if role == Role::Page {
            (self.page, self.is_page, self.has_posts) = (Place::at(offset), false, false);
        } else {
            self.is_page |= role != Role::Ignored;
        }
        match role {
            Role::Page if first != b'{' => Action::Capture,
            Role::Way | Role::Page => Action::Enter,
            Role::Post | Role::Notice | Role::Beside => Action::Capture,
            Role::Usual | Role::Ignored => Action::Skip,
        }
    }

    fn captured(&mut self, path: &[Step], bytes: &[u8], offset: u64) -> Result<(), Halt> {
        let most = self.out.options().limits.record_bytes;
        // The first byte is what the role was decided by before.
        match self.api.role(path, bytes.first().copied().unwrap_or(b' ')) {
            role @ (Role::Post | Role::Notice) => {
                if self.waiting_bytes + bytes.len() > most {
                    self.hand_out()?;
                }
                self.waiting_bytes += bytes.len();
                self.has_posts |= role == Role::Post;
                self.waiting.push((offset, bytes.to_vec(), role));
            }
            Role::Page => self.reject(Place::bytes(offset, bytes.len() as u64), "not a JSON object")?,
            _ if self.beside_bytes + bytes.len() <= most => {
                self.beside_bytes += bytes.len();
                self.api.beside(path, bytes);
            }
            _ => {}
        }
        Ok(())
    }

    fn refused(&mut self, path: &[Step], offset: u64, length: u64, why: Refused) -> Result<(), Halt> {
        if matches!(self.api.role(path, b'{'), Role::Post | Role::Notice) {
            let reason = why.reason(&self.out.options().limits);
            self.reject(Place::bytes(offset, length), reason)?;
        }
        Ok(())
    }

    fn leave(&mut self, path: &[Step]) -> Result<(), Halt> {
        if self.api.role(path, b'{') == Role::Page {
            self.hand_out()?;
            self.forget();
            if !self.is_page {
                self.reject(self.page, "nothing in this object is what a page of posts has")?;
            }
        }
        Ok(())
    }
}
