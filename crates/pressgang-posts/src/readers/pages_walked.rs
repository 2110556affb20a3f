//! Pages too long to be held, or broken: their posts are captured one by one on a walk over the document.

use std::io::Read;

use super::Record;
use super::pages::{Api, PassOn, Role, Seen};
use crate::json::{
    Action, LineScope, Refused, Room, Step, Visitor, Walked, parse_value, walk_documents_from, walk_line,
};
use crate::part::{Halt, Out, Place};

/// Reads documents that are pages, or arrays of pages.
pub(crate) fn read_walked(
    input: &mut dyn Read,
    offset: u64,
    api: Box<dyn Api>,
    out: &mut Out<'_>,
    pass_on: &mut PassOn<'_>,
) -> Result<(), Halt> {
    let limits = &out.options().limits;
    let mut pages = WalkedPages::new(api, out, pass_on);
    let walked = walk_documents_from(input, offset, limits, &mut pages);
    // What came before the damage is handed out before the damage is named.
    if !matches!(walked, Err(Halt::Stopped)) {
        pages.hand_out()?;
    }
    match walked? {
        Walked::Whole => Ok(()),
        Walked::Broken { offset, reason } => pages.broken(offset, reason),
    }
}

/// Reads lines of any length that are pages.
pub(crate) fn read_walked_lines(
    input: &mut dyn Read,
    offset: u64,
    api: Box<dyn Api>,
    out: &mut Out<'_>,
    pass_on: &mut PassOn<'_>,
) -> Result<(), Halt> {
    let limits = &out.options().limits;
    let mut pages = WalkedPages::new(api, out, pass_on);
    let mut lines = LineScope::new(input, offset)?;
    let mut is_first = offset <= 3;
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

/// Pages while they are walked over.
pub(crate) struct WalkedPages<'r, 'o, 'p> {
    api: Box<dyn Api>,
    out: &'r mut Out<'o>,
    pass_on: &'r mut PassOn<'p>,
    /// Posts and notices with where they lie.
    waiting: Vec<(u64, Vec<u8>, Role)>,
    waiting_bytes: usize,
    beside_bytes: usize,
    /// Where the page begins.
    page: Place,
    /// What of the page has been met; `None` outside of one.
    seen: Option<Seen>,
    /// Whether any of it was a post.
    has_posts: bool,
    room: Room,
}

impl<'r, 'o, 'p> WalkedPages<'r, 'o, 'p> {
    pub(crate) fn new(api: Box<dyn Api>, out: &'r mut Out<'o>, pass_on: &'r mut PassOn<'p>) -> WalkedPages<'r, 'o, 'p> {
        WalkedPages {
            api,
            out,
            pass_on,
            waiting: Vec::new(),
            waiting_bytes: 0,
            beside_bytes: 0,
            page: Place::default(),
            seen: None,
            has_posts: false,
            room: Room::default(),
        }
    }

    fn broken(&mut self, offset: u64, reason: &str) -> Result<(), Halt> {
        self.reject(Place::at(offset), format!("{reason}; nothing is read from here on"))
    }

    fn reject(&mut self, place: Place, reason: impl Into<String>) -> Result<(), Halt> {
        self.out.reject(place, reason);
        (self.pass_on)(self.out)
    }

    /// Reads a line that is too long to be read at once, or broken.
    pub(crate) fn line(&mut self, line: &[u8], offset: u64, is_alone: bool) {
        let limits = &self.out.options().limits;
        // In memory nothing fails, and whoever collects here is never stopped.
        if let Ok(walked) = walk_documents_from(&mut &*line, offset, limits, self) {
            let _ = self.end_line(walked, offset, offset + line.len() as u64, is_alone);
        }
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
        let limits = &self.out.options().limits;
        for (offset, bytes, role) in std::mem::take(&mut self.waiting) {
            let place = Place::bytes(offset, bytes.len() as u64);
            let record = Record::parse(&bytes, offset, limits, &mut self.room);
            let outcome = record.and_then(|record| match role {
                Role::Notice => self.api.notice(&record, !self.has_posts, self.out),
                _ => self.api.post(&record, self.out),
            });
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

impl Visitor for WalkedPages<'_, '_, '_> {
    fn value(&mut self, path: &[Step], first: u8, offset: u64) -> Action {
        let role = self.api.role(path, first);
        if role == Role::Page {
            (self.page, self.seen, self.has_posts) = (Place::at(offset), Some(Seen::default()), false);
        }
        if let Some(seen) = &mut self.seen {
            seen.role(role);
        }
        match role {
            Role::Page if first != b'{' => Action::Capture,
            Role::Way | Role::List | Role::Page => Action::Enter,
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
                let limits = &self.out.options().limits;
                if let Ok(Some(object)) = parse_value(bytes, limits, &mut self.room).map(|raw| raw.object()) {
                    self.api.beside(path, &object, limits);
                }
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
            if let Some(complaint) = self.seen.take().and_then(Seen::complaint) {
                self.reject(self.page, complaint)?;
            }
        }
        Ok(())
    }
}
