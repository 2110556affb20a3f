//! What a segment says of each post.

use pressgang_posts::Timestamp;
use pressgang_signals::passages::PassageCounts;
use pressgang_signals::{NearSection, Normaliser, StoredNear};
use twox_hash::XxHash3_64;

use super::container::{SectionId, Segment};

/// Keys of posts (`platform:id`), end to end; and where each ends.
pub(super) const KEYS: SectionId = 1;
pub(super) const KEY_ENDS: SectionId = 2;
/// A record for each post.
pub(super) const POSTS: SectionId = 3;
/// Hashes of keys, ascending, and the post each is of.
pub(super) const KEY_HASHES: SectionId = 4;
pub(super) const KEY_POSTS: SectionId = 5;
/// Languages and lists of organisations that records name by number, end to end; and where each ends.
pub(super) const NAMES: SectionId = 6;
pub(super) const NAME_ENDS: SectionId = 7;
/// Raw texts of posts, end to end; and where each ends.
pub(super) const RAW: SectionId = 8;
pub(super) const RAW_ENDS: SectionId = 9;
/// The posts that have each normalised text: where they begin, and they.
pub(super) const MEMBER_STARTS: SectionId = 10;
pub(super) const MEMBERS: SectionId = 11;
/// Candidates and posts of reference accounts.
pub(super) const MARKED: SectionId = 12;
/// Contacts of candidates and references (`kind:value`, the kind they are compared as): hashes, ascending; the post
/// each is of; and the contacts themselves, end to end, and where each ends.
pub(super) const CONTACT_HASHES: SectionId = 13;
pub(super) const CONTACT_POSTS: SectionId = 14;
pub(super) const CONTACTS: SectionId = 15;
pub(super) const CONTACT_ENDS: SectionId = 16;
/// Fingerprints of passages of candidates and references, ascending, and the post each is of.
pub(super) const PRINT_HASHES: SectionId = 17;
pub(super) const PRINT_POSTS: SectionId = 18;
/// How often ordinary posts of the source (neither candidates nor references) hold what: in its last segment the number
/// of posts and of cells, and either all cells or those above 0 as pairs of cell and count, whichever is less.
pub(super) const COUNTED: SectionId = 40;
pub(super) const COUNT_CELLS: SectionId = 41;
pub(super) const COUNT_PAIRS: SectionId = 42;
/// Sections of the index of texts begin here.
const NEAR: SectionId = 20;

/// Bytes of a record.
pub(super) const RECORD: usize = 36;

pub(super) const IS_REPOST: u32 = 1;
pub(super) const AGAINST: u32 = 2;
pub(super) const CANDIDATE: u32 = 4;
/// The record's time where there is none.
pub(super) const NO_TIME: i64 = i64::MIN;
/// The record's text where it has none.
pub(super) const NO_TEXT: u32 = u32::MAX;

/// Between the organisations of a list.
pub(super) const LIST: char = '\u{1f}';

pub(super) fn near_section(section: NearSection) -> SectionId {
    NEAR + section as u64
}

/// A hash that is the same in every run; whoever looks something up by it compares the thing itself.
pub(super) fn stable_hash(text: &str) -> u64 {
    XxHash3_64::oneshot(text.as_bytes())
}

/// What a segment says of one post.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct IndexedPost<'s> {
    /// `platform:id`.
    pub key: &'s str,
    pub created_at: Option<Timestamp>,
    /// Which normalised text of the segment it has; none for reposts and wordless posts.
    pub text: Option<u32>,
    pub recruitment: f64,
    pub advert: f64,
    pub language: &'s str,
    /// Organisations named, the strongest name of each first.
    pub named: Vec<&'s str>,
    /// The account's place among the reference accounts of `case.toml`.
    pub reference: Option<usize>,
    pub is_repost: bool,
    /// Some sign against it was seen.
    pub against: bool,
    pub is_candidate: bool,
}

/// The posts of a segment, by their numbers in it.
#[derive(Clone, Copy)]
pub(crate) struct Posts<'s>(&'s Segment);

impl<'s> Posts<'s> {
    pub fn of(segment: &'s Segment) -> Posts<'s> {
        Posts(segment)
    }

    pub fn len(self) -> u32 {
        (self.0.bytes(POSTS).len() / RECORD) as u32
    }

    /// The post of a number; `None` beyond the last.
    pub fn get(self, post: u32) -> Option<IndexedPost<'s>> {
        let at = post as usize * RECORD;
        let record = self.0.bytes(POSTS).get(at..at + RECORD)?;
        let word = |i: usize| u32::from_le_bytes([record[i], record[i + 1], record[i + 2], record[i + 3]]);
        let millis = i64::from(word(0)) | i64::from(word(4) as i32) << 32;
        let (text, flags) = (word(8), word(32));
        let named = self.piece(NAMES, NAME_ENDS, word(24));
        Some(IndexedPost {
            key: self.key(post),
            created_at: (millis != NO_TIME).then_some(Timestamp { unix_millis: millis }),
            text: (text != NO_TEXT).then_some(text),
            recruitment: f64::from(f32::from_bits(word(12))),
            advert: f64::from(f32::from_bits(word(16))),
            language: self.piece(NAMES, NAME_ENDS, word(20)),
            named: named.split(LIST).filter(|name| !name.is_empty()).collect(),
            reference: (word(28) as usize).checked_sub(1),
            is_repost: flags & IS_REPOST != 0,
            against: flags & AGAINST != 0,
            is_candidate: flags & CANDIDATE != 0,
        })
    }

    pub fn key(self, post: u32) -> &'s str {
        self.piece(KEYS, KEY_ENDS, post)
    }

    /// The raw text; empty for reposts.
    pub fn raw(self, post: u32) -> &'s str {
        self.piece(RAW, RAW_ENDS, post)
    }

    /// The number of a post, if the segment has it.
    pub fn find(self, key: &str) -> Option<u32> {
        let hash = stable_hash(key);
        let (hashes, posts) = (self.0.u64s(KEY_HASHES), self.0.u32s(KEY_POSTS));
        (hashes.first_at(hash)..hashes.len())
            .take_while(|&i| hashes.get(i) == Some(hash))
            .filter_map(|i| posts.get(i))
            .find(|&post| self.key(post) == key)
    }

    /// Candidates and posts of reference accounts, in their order.
    pub fn marked(self) -> impl Iterator<Item = u32> + 's {
        let marked = self.0.u32s(MARKED);
        (0..marked.len()).filter_map(move |i| marked.get(i))
    }

    /// The posts that have a normalised text, in their order.
    pub fn members(self, text: u32) -> impl Iterator<Item = u32> + 's {
        let (starts, members) = (self.0.u32s(MEMBER_STARTS), self.0.u32s(MEMBERS));
        let end = starts.get(text as usize + 1).unwrap_or(0);
        (starts.get(text as usize).unwrap_or(end)..end).filter_map(move |i| members.get(i as usize))
    }

    /// The candidates and reference posts that carry a contact, in their order.
    pub fn with_contact(self, kind: &str, value: &str) -> impl Iterator<Item = u32> + 's {
        let contact = format!("{kind}:{value}");
        let hash = stable_hash(&contact);
        let (hashes, posts) = (self.0.u64s(CONTACT_HASHES), self.0.u32s(CONTACT_POSTS));
        (hashes.first_at(hash)..hashes.len())
            .take_while(move |&i| hashes.get(i) == Some(hash))
            .filter(move |&i| self.piece(CONTACTS, CONTACT_ENDS, i as u32) == contact)
            .filter_map(move |i| posts.get(i))
    }

    /// Of the candidates and reference posts those that have a fingerprint, in their order.
    pub fn with_print(self, hash: u64) -> impl Iterator<Item = u32> + 's {
        let (hashes, posts) = (self.0.u64s(PRINT_HASHES), self.0.u32s(PRINT_POSTS));
        (hashes.first_at(hash)..hashes.len())
            .take_while(move |&i| hashes.get(i) == Some(hash))
            .filter_map(move |i| posts.get(i))
    }

    /// What ordinary posts of the source hold, if this is its last segment.
    pub fn counts(self) -> Option<PassageCounts> {
        let about = self.0.u64s(COUNTED);
        let (posts, cells) = (about.get(0)?, usize::try_from(about.get(1)?).ok()?);
        // More than this program ever writes is damage.
        let mut counted = vec![0u32; cells.min(1 << 24)];
        let (all, pairs) = (self.0.u32s(COUNT_CELLS), self.0.u32s(COUNT_PAIRS));
        for (at, cell) in counted.iter_mut().enumerate().take(all.len()) {
            *cell = all.get(at)?;
        }
        for pair in 0..pairs.len() / 2 {
            *counted.get_mut(pairs.get(pair * 2)? as usize)? = pairs.get(pair * 2 + 1)?;
        }
        PassageCounts::from_cells(posts, counted).ok()
    }

    /// The index of the segment's normalised texts; `None` where it is damaged.
    pub fn near(self) -> Option<StoredNear<'s>> {
        StoredNear::open(|section| self.0.bytes(near_section(section)))
    }

    /// Appends a normalised text to `out`.
    pub fn normalised(self, text: u32, normaliser: &mut Normaliser, out: &mut String) {
        if let Some(first) = self.members(text).next() {
            normaliser.append(self.raw(first), out);
        }
    }

    fn piece(self, blob: SectionId, ends: SectionId, number: u32) -> &'s str {
        let ends = self.0.u64s(ends);
        let start = if number == 0 { Some(0) } else { ends.get(number as usize - 1) };
        let (Some(start), Some(end)) = (start, ends.get(number as usize)) else { return "" };
        let bytes = usize::try_from(start).ok().zip(usize::try_from(end).ok());
        let bytes = bytes.and_then(|(start, end)| self.0.bytes(blob).get(start..end)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or("")
    }
}
