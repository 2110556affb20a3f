//! One JSON record and its values, each with its bytes exactly as written.
//!
//! Numbers stay the text they were written as, so an id never passes through a float.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserializer, Visitor};

use super::index::{Fault, Node, index};
use crate::values::{count, id_of_number, id_of_text, parse_time};
use crate::{Limits, Timestamp};

/// Room for the index of one record after the other.
#[derive(Default)]
pub(crate) struct Room(Vec<Node>);

/// Any JSON value.
#[derive(Clone, Copy)]
pub(crate) struct Raw<'a> {
    text: &'a str,
    nodes: &'a [Node],
    at: u32,
}

/// A JSON object.
#[derive(Clone, Copy)]
pub(crate) struct Object<'a>(Raw<'a>);

/// The value that some bytes are, or the reason why they are none.
pub(crate) fn parse_value<'a>(bytes: &'a [u8], limits: &Limits, room: &'a mut Room) -> Result<Raw<'a>, String> {
    let text = simdutf8::basic::from_utf8(bytes).map_err(|_| {
        let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
        format!("invalid UTF-8 at byte {valid} of the record")
    })?;
    index(text, limits.json_depth, &mut room.0).map_err(|fault| match fault {
        Fault::Early => "the JSON ends early".to_owned(),
        Fault::Invalid(at) => format!("not valid JSON at byte {at} of the record"),
        Fault::Deep => super::Refused::TooDeep.reason(limits),
    })?;
    Ok(Raw { text, nodes: &room.0, at: 0 })
}

/// A JSON value that keeps its own text, for what is looked at later.
pub(crate) struct Document {
    text: String,
    room: Room,
}

impl Document {
    pub(crate) fn parse(text: &str, limits: &Limits) -> Result<Document, String> {
        let mut room = Room::default();
        parse_value(text.as_bytes(), limits, &mut room)?;
        Ok(Document { text: text.to_owned(), room })
    }

    /// The value.
    pub(crate) fn root(&self) -> Raw<'_> {
        Raw { text: &self.text, nodes: &self.room.0, at: 0 }
    }
}

/// The quote that ends the string whose content begins at `at`.
pub(crate) fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

impl<'a> Raw<'a> {
    fn node(self) -> Node {
        self.nodes[self.at as usize]
    }

    /// The text as it stands in the file.
    pub(crate) fn token(self) -> &'a str {
        let node = self.node();
        &self.text[node.start as usize..node.end as usize]
    }

    /// Where it begins in the text that was parsed.
    pub(crate) fn offset(self) -> usize {
        self.node().start as usize
    }

    /// Its first byte, which says what kind of value it is.
    pub(crate) fn first(self) -> u8 {
        self.text.as_bytes()[self.node().start as usize]
    }

    pub(crate) fn is_null(self) -> bool {
        self.first() == b'n'
    }

    pub(crate) fn object(self) -> Option<Object<'a>> {
        (self.first() == b'{').then_some(Object(self))
    }

    pub(crate) fn is_array(self) -> bool {
        self.first() == b'['
    }

    /// The elements of an array; of anything else none.
    pub(crate) fn elements(self) -> Vec<Raw<'a>> {
        if self.is_array() { self.inside().collect() } else { Vec::new() }
    }

    /// The values directly inside this one.
    fn inside(self) -> impl Iterator<Item = Raw<'a>> + use<'a> {
        let end = self.node().next;
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            let raw = Raw { at, ..self };
            (at < end).then(|| {
                at = raw.node().next;
                raw
            })
        })
    }

    fn key(self) -> Cow<'a, str> {
        let node = self.node();
        let (start, end) = (node.key_start as usize, node.key_end as usize);
        if node.key_has_escapes {
            unescaped(&self.text[start - 1..end + 1])
        } else {
            Cow::Borrowed(&self.text[start..end])
        }
    }

    /// The content of a string; of anything else none.
    pub(crate) fn string(self) -> Option<Cow<'a, str>> {
        if self.first() != b'"' {
            return None;
        }
        let token = self.token();
        let inner = &token[1..token.len() - 1];
        // Short strings are most of them, and for these a plain loop is quicker than a search.
        let has_escapes = if inner.len() < 32 {
            inner.as_bytes().contains(&b'\\')
        } else {
            memchr::memchr(b'\\', inner.as_bytes()).is_some()
        };
        Some(if has_escapes { unescaped(token) } else { Cow::Borrowed(inner) })
    }

    /// The digits of a number exactly as written.
    pub(crate) fn number(self) -> Option<&'a str> {
        let first = self.first();
        (first == b'-' || first.is_ascii_digit()).then(|| self.token())
    }

    pub(crate) fn is_true(self) -> bool {
        self.first() == b't'
    }

    /// A count written as a number or as text.
    pub(crate) fn count(self) -> Option<u64> {
        self.string().map_or_else(|| self.number().and_then(count), |text| count(&text))
    }

    /// An id that is text or a whole number; `Ok(None)` where it is empty.
    pub(crate) fn id(self) -> Result<Option<String>, String> {
        if let Some(text) = self.string() {
            return id_of_text(&text);
        }
        match self.number() {
            Some(token) => id_of_number(token).map(Some),
            None => Err("id is neither text nor a number".to_owned()),
        }
    }

    /// Seconds, milliseconds or microseconds since 1970, or a time in text with a zone.
    pub(crate) fn time(self) -> Option<Timestamp> {
        self.string().map_or_else(|| parse_time(self.token()), |text| parse_time(&text))
    }
}

impl<'a> Object<'a> {
    /// This object as any value.
    pub(crate) fn raw(self) -> Raw<'a> {
        self.0
    }

    /// The value of a key, where there is one other than null.
    #[inline]
    pub(crate) fn get(&self, key: &str) -> Option<Raw<'a>> {
        let Raw { text, nodes, at } = self.0;
        let members = nodes.get(at as usize + 1..self.0.node().next as usize)?;
        let mut here = 0;
        // Wide objects are asked for many keys, so this loop looks at no more than it must.
        while let Some(node) = members.get(here) {
            let length = (node.key_end - node.key_start) as usize;
            if length == key.len() || node.key_has_escapes {
                let raw = Raw { text, nodes, at: at + 1 + here as u32 };
                let written = &text.as_bytes()[node.key_start as usize..node.key_end as usize];
                let is_it = written == key.as_bytes() || (node.key_has_escapes && raw.key() == key);
                if is_it && !raw.is_null() {
                    return Some(raw);
                }
            }
            // Most members are scalars. A branch lets the processor run ahead, where reading on from what is read
            // would have it wait for every member.
            here = if node.next == at + 2 + here as u32 { here + 1 } else { behind(node, at) };
        }
        None
    }

    /// A string that is there and not empty.
    pub(crate) fn string(&self, key: &str) -> Option<Cow<'a, str>> {
        self.get(key).and_then(Raw::string).filter(|text| !text.is_empty())
    }

    /// A string that is there and not empty.
    pub(crate) fn owned(&self, key: &str) -> Option<String> {
        self.string(key).map(Cow::into_owned)
    }

    pub(crate) fn object(&self, key: &str) -> Option<Object<'a>> {
        self.get(key).and_then(Raw::object)
    }

    pub(crate) fn elements(&self, key: &str) -> Vec<Raw<'a>> {
        self.get(key).map(Raw::elements).unwrap_or_default()
    }

    /// The elements of an array that are objects.
    pub(crate) fn objects(&self, key: &str) -> impl Iterator<Item = Object<'a>> + use<'a> {
        self.get(key).filter(|raw| raw.is_array()).into_iter().flat_map(Raw::inside).filter_map(Raw::object)
    }

    /// What lies behind several keys, one in the other.
    pub(crate) fn at(&self, keys: &[&str]) -> Option<Raw<'a>> {
        let (last, way) = keys.split_last()?;
        way.iter().try_fold(*self, |holder, key| holder.object(key))?.get(last)
    }

    /// A count written as a number or as text; what is no whole number is no count.
    pub(crate) fn count(&self, key: &str) -> Option<u64> {
        self.get(key).and_then(Raw::count)
    }

    /// An id that is text or a whole number; `Ok(None)` where there is none.
    pub(crate) fn id(&self, key: &str) -> Result<Option<String>, String> {
        self.get(key).map_or(Ok(None), Raw::id)
    }

    /// The id of something else: one that was damaged is as good as none.
    pub(crate) fn other_id(&self, key: &str) -> Option<String> {
        self.id(key).ok().flatten()
    }

    pub(crate) fn is_true(&self, key: &str) -> bool {
        self.get(key).is_some_and(Raw::is_true)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The members in the order of the file, also those that are null.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Cow<'a, str>, Raw<'a>)> + use<'a> {
        self.0.inside().map(|raw| (raw.key(), raw))
    }

    /// The first key that is there twice.
    pub(crate) fn repeated_key(&self) -> Option<Cow<'a, str>> {
        let Raw { text, nodes, at } = self.0;
        let (first, end) = (at as usize + 1, nodes[at as usize].next as usize);
        let mut seen = [0_u64; 4];
        let mut here = first;
        let mut count = 0;
        while here < end {
            count += 1;
            if count > MOST_MARKED {
                let mut known = HashSet::new();
                return self.0.inside().map(Raw::key).find(|key| !known.insert(key.clone()));
            }
            let node = nodes[here];
            let key = &text.as_bytes()[node.key_start as usize..node.key_end as usize];
            // Keys are compared only where their marks meet, which few do.
            let mark = mark_of(key);
            let (word, bit) = (&mut seen[usize::from(mark >> 6)], 1 << (mark & 63));
            if *word & bit != 0 || node.key_has_escapes {
                let same = |other: &Node| {
                    let is_as_long = other.key_end - other.key_start == node.key_end - node.key_start;
                    let written = &text.as_bytes()[other.key_start as usize..other.key_end as usize];
                    is_as_long && written == key
                };
                let raw = Raw { at: here as u32, ..self.0 };
                let mut before = first;
                while before < here {
                    let other = &nodes[before];
                    let is_same = if node.key_has_escapes || other.key_has_escapes {
                        Raw { at: before as u32, ..self.0 }.key() == raw.key()
                    } else {
                        same(other)
                    };
                    if is_same {
                        return Some(raw.key());
                    }
                    before = other.next as usize;
                }
            }
            *word |= bit;
            here = node.next as usize;
        }
        None
    }
}

/// Where, among what is inside the node `at`, that lies which follows a container.
#[inline(never)]
fn behind(node: &Node, at: u32) -> usize {
    (node.next - at - 1) as usize
}

/// Of more keys than this nearly all marks meet, and comparing each with all before it would take for ever.
const MOST_MARKED: usize = 128;

/// A number from 0 to 255 that is the same for the same key: of its length and its first, middle and last byte.
fn mark_of(key: &[u8]) -> u8 {
    let (Some(&first), Some(&last)) = (key.first(), key.last()) else { return 0 };
    let middle = key[key.len() / 2];
    let mixed = u32::from_le_bytes([first, middle, last, key.len() as u8]).wrapping_mul(0x9e37_79b1);
    (mixed >> 24) as u8
}

/// The content of a string with its quotes, in which half a surrogate pair (`\ud83d` alone) becomes U+FFFD.
///
/// Tools that cut texts by UTF-16 units leave such halves; asked for text serde_json would refuse the whole string, but
/// asked for bytes it hands out the half as the three bytes it would have in UTF-8.
fn unescaped(token: &str) -> Cow<'_, str> {
    let mut decoder = serde_json::Deserializer::from_str(token);
    // The index has checked the string, so the fallback is never met.
    decoder.deserialize_bytes(Text).map_or(Cow::Borrowed(token), Cow::Owned)
}

struct Text;

impl Visitor<'_> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<String, E> {
        Ok(std::str::from_utf8(bytes).map_or_else(|_| without_halves(bytes), str::to_owned))
    }
}

fn without_halves(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        let valid = std::str::from_utf8(rest).map_or_else(|error| error.valid_up_to(), str::len);
        let (good, behind) = rest.split_at(valid);
        text.push_str(&String::from_utf8_lossy(good));
        if !behind.is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
        rest = behind.get(3..).unwrap_or_default();
    }
    text
}
