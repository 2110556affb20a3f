//! Responses of an API, each a page of posts with the things they refer to listed beside them.
//!
//! The posts of a page are kept until its end, because what they refer to may come after them; a page whose posts are
//! longer than a record may be is handed out in portions, each with what is known by then.

use super::Record;
use super::pages_walked::{WalkedPages, read_walked, read_walked_lines};
use crate::blocks::{Block, Feeder, in_blocks};
use crate::detect::Head;
use crate::json::{Giant, Object, Raw, Room, Shape, Step, feed_lines, parse_value};
use crate::part::{Halt, Out, Part, Place};
use crate::source::Stream;

/// What a value within a page is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Part of the way to something wanted.
    Way,
    /// A page: its end is where its posts are complete.
    Page,
    /// The list of a page's posts, which may be empty.
    List,
    Post,
    /// Something said of posts that are not there.
    Notice,
    /// Something posts refer to.
    Beside,
    /// Something a page usually has and no post needs.
    Usual,
    Ignored,
}

/// What of a page has been met.
#[derive(Clone, Copy, Default)]
pub(crate) struct Seen {
    /// Posts, notices, or the list of posts, be it empty.
    has_content: bool,
    /// Anything else that a page has.
    has_company: bool,
    has_foreign: bool,
}

impl Seen {
    pub(crate) fn role(&mut self, role: Role) {
        match role {
            Role::Page => {}
            Role::List | Role::Post | Role::Notice => self.has_content = true,
            Role::Way | Role::Beside | Role::Usual => self.has_company = true,
            Role::Ignored => self.has_foreign = true,
        }
    }

    /// Why this is no page, if it is none. A page without posts leaves out their list at times, but what it holds
    /// instead may be its posts under a name that is not theirs.
    pub(crate) fn complaint(self) -> Option<&'static str> {
        match self {
            Seen { has_content: true, .. } | Seen { has_company: true, has_foreign: false, .. } => None,
            Seen { has_company: true, .. } => {
                Some("a page without a list of posts, but with fields that are not known")
            }
            _ => Some("nothing in this object is what a page of posts has"),
        }
    }
}

/// What one API adds to reading pages.
pub(crate) trait Api {
    /// What the value at `path` is; `first` is its first byte.
    fn role(&self, path: &[Step], first: u8) -> Role;
    /// Remembers something that posts refer to.
    fn beside(&mut self, path: &[Step], object: &Object<'_>, limits: &crate::Limits);
    /// Hands out the post of one record, with all that was remembered.
    fn post(&self, record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String>;
    /// Hands out what a notice says; `is_alone` if its page holds no posts.
    fn notice(&self, _record: &Record<'_>, _is_alone: bool, _out: &mut Out<'_>) -> Result<(), String> {
        Ok(())
    }
    /// Forgets what belongs to the page that ended.
    fn forget(&mut self);
}

/// What an API begins each page, or each block of pages, with.
pub(crate) type NewApi<'n> = dyn Fn() -> Box<dyn Api> + Sync + 'n;

/// Hands on what has been collected, once that is worth the call.
pub(crate) type PassOn<'p> = dyn FnMut(&mut Out<'_>) -> Result<(), Halt> + 'p;

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
    part.with_out(|out, pass_on| read_walked(stream, 0, new_api(), out, pass_on))
}

fn by_block(stream: &mut Stream<'_>, part: &mut Part<'_>, new_api: &NewApi<'_>) -> Result<(), Halt> {
    let limits = &part.options().limits;
    let work = |block: &Block, out: &mut Out<'_>| {
        let mut room = Room::default();
        let mut api = new_api();
        for (offset, line, is_last) in block.lines() {
            // A page longer than a record is handed out in portions.
            let parsed =
                if line.len() > limits.record_bytes { None } else { parse_value(line, limits, &mut room).ok() };
            let is_read = match parsed {
                Some(root) => {
                    let mut page =
                        Page { api: &mut *api, out, base: offset, waiting: Vec::new(), seen: Seen::default() };
                    page.visit(root, &mut Vec::new());
                    page.hand_out();
                    true
                }
                None => line.trim_ascii().is_empty(),
            };
            api.forget();
            if !is_read {
                // Of a line that is no whole JSON, records may still be read.
                let is_alone = block.is_only_line || (is_last && block.is_cut);
                WalkedPages::new(new_api(), out, &mut |_| Ok(())).line(line, offset, is_alone);
            }
        }
    };
    // A line of any length is a page that can be read piece by piece.
    let mut rest = |input: &mut dyn std::io::Read, offset: u64, feeder: &mut Feeder<'_, '_, '_>| {
        feeder.settle()?.with_out(|out, pass_on| read_walked_lines(input, offset, new_api(), out, pass_on))
    };
    in_blocks(part, &work, |feeder| feed_lines(stream, 0, limits.record_bytes, feeder, &mut Giant::Read(&mut rest)))
}

/// A line that is a page, several, or a post, while its parts are gathered.
struct Page<'r, 'o, 'a> {
    api: &'r mut dyn Api,
    out: &'r mut Out<'o>,
    /// Where the line begins.
    base: u64,
    /// Posts and notices of the page.
    waiting: Vec<(Raw<'a>, Role)>,
    seen: Seen,
}

impl<'a> Page<'_, '_, 'a> {
    // Goes only as deep as an API has levels.
    fn visit(&mut self, raw: Raw<'a>, path: &mut Vec<Step>) {
        let role = self.api.role(path, raw.first());
        let place = Place::bytes(self.base + raw.offset() as u64, raw.token().len() as u64);
        self.seen.role(role);
        match role {
            Role::Usual | Role::Ignored => {}
            Role::Post | Role::Notice => self.waiting.push((raw, role)),
            Role::Beside => {
                if let Some(object) = raw.object() {
                    self.api.beside(path, &object, &self.out.options().limits);
                }
            }
            Role::Way | Role::List => self.enter(raw, path),
            Role::Page if raw.object().is_none() => self.out.reject(place, "not a JSON object"),
            Role::Page => {
                self.seen = Seen::default();
                self.enter(raw, path);
                self.hand_out();
                self.api.forget();
                if let Some(complaint) = self.seen.complaint() {
                    self.out.reject(Place::at(place.offset.unwrap_or_default()), complaint);
                }
            }
        }
    }

    fn enter(&mut self, raw: Raw<'a>, path: &mut Vec<Step>) {
        if let Some(object) = raw.object() {
            for (key, value) in object.iter() {
                path.push(Step::Key(key.into_owned()));
                self.visit(value, path);
                path.pop();
            }
            return;
        }
        path.push(Step::Index);
        for value in raw.elements() {
            self.visit(value, path);
        }
        path.pop();
    }

    fn hand_out(&mut self) {
        let is_alone = !self.waiting.iter().any(|(_, role)| *role == Role::Post);
        let limits = &self.out.options().limits;
        for (raw, role) in std::mem::take(&mut self.waiting) {
            let place = Place::bytes(self.base + raw.offset() as u64, raw.token().len() as u64);
            let outcome = Record::of(raw, place, self.base, limits).and_then(|record| match role {
                Role::Notice => self.api.notice(&record, is_alone, self.out),
                _ => self.api.post(&record, self.out),
            });
            self.out.settle(place, outcome);
        }
    }
}
