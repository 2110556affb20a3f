//! One JSON record, parsed only as deep as it is asked: exports are wide, and posts need few of their fields.
//!
//! Numbers stay the text they were written as, so an id never passes through a float.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::values::{count, id_of_number, id_of_text, parse_time};
use crate::{Limits, Timestamp};

/// Any JSON value, unparsed.
#[derive(Clone, Copy)]
pub(crate) struct Raw<'a>(pub(crate) &'a RawValue);

/// The members of a JSON object in the order of the file.
pub(crate) struct Object<'a> {
    members: Vec<(Cow<'a, str>, &'a RawValue)>,
    /// Where the first key stands that was there before.
    repeated: Option<usize>,
}

/// A text as a JSON value, or the reason why it is none.
pub(crate) fn parse_value(bytes: &[u8]) -> Result<Raw<'_>, String> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| format!("invalid UTF-8 at byte {} of the record", error.valid_up_to()))?;
    serde_json::from_str::<&RawValue>(text).map(Raw).map_err(|error| json_reason(&error))
}

/// A text as a JSON object, or the reason why it is none. Everything in it is checked once.
pub(crate) fn parse_object<'a>(text: &'a str, limits: &Limits) -> Result<Object<'a>, String> {
    if !text.trim_start().starts_with('{') {
        return match serde_json::from_str::<&RawValue>(text) {
            Ok(_) => Err("not a JSON object".to_owned()),
            Err(error) => Err(json_reason(&error)),
        };
    }
    let object: Object<'a> = serde_json::from_str(text).map_err(|error| json_reason(&error))?;
    match object.repeated.filter(|_| !limits.repeated_keys) {
        Some(at) => {
            let name: String = object.members.get(at).map_or("", |(name, _)| name).chars().take(40).collect();
            Err(format!("the key {name:?} is there twice, so tools would disagree on what it says"))
        }
        None => Ok(object),
    }
}

fn json_reason(error: &serde_json::Error) -> String {
    // The message of serde_json ends in a line and column of the record, where a byte says more.
    if error.is_eof() {
        return "the JSON ends early".to_owned();
    }
    format!("not valid JSON near column {} of the record", error.column())
}

/// True if and only if a record opens more brackets at once than a bound allows.
pub(crate) fn is_deeper(bytes: &[u8], bound: usize) -> bool {
    // Hardly any record has that many brackets in all, and counting them is quick.
    if memchr::memchr2_iter(b'{', b'[', bytes).take(bound + 1).count() <= bound {
        return false;
    }
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => match string_end(bytes, at + 1) {
                Some(end) => at = end,
                None => return false,
            },
            _ => {}
        }
        if depth > bound {
            return true;
        }
        at += 1;
    }
    false
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
    /// The text as it stands in the file.
    pub(crate) fn token(self) -> &'a str {
        self.0.get()
    }

    pub(crate) fn is_null(self) -> bool {
        self.token() == "null"
    }

    pub(crate) fn object(self) -> Option<Object<'a>> {
        if !self.token().starts_with('{') {
            return None;
        }
        serde_json::from_str(self.token()).ok()
    }

    /// The elements of an array; of anything else none.
    pub(crate) fn elements(self) -> Vec<Raw<'a>> {
        if !self.token().starts_with('[') {
            return Vec::new();
        }
        let elements: Result<Vec<&'a RawValue>, _> = serde_json::from_str(self.token());
        elements.map(|elements| elements.into_iter().map(Raw).collect()).unwrap_or_default()
    }

    /// The content of a string; of anything else none.
    pub(crate) fn string(self) -> Option<Cow<'a, str>> {
        let token = self.token();
        let inner = token.strip_prefix('"')?.strip_suffix('"')?;
        if !inner.contains('\\') {
            return Some(Cow::Borrowed(inner));
        }
        let mut decoder = serde_json::Deserializer::from_str(token);
        decoder.deserialize_bytes(Text).ok().map(|text| Cow::Owned(text.into_owned()))
    }

    /// The digits of a number exactly as written.
    pub(crate) fn number(self) -> Option<&'a str> {
        self.token().starts_with(|c: char| c == '-' || c.is_ascii_digit()).then_some(self.token())
    }

    pub(crate) fn is_true(self) -> bool {
        self.token() == "true"
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
    pub(crate) fn get(&self, key: &str) -> Option<Raw<'a>> {
        self.members.iter().find(|(name, value)| name == key && value.get() != "null").map(|&(_, value)| Raw(value))
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
        self.elements(key).into_iter().filter_map(Raw::object)
    }

    /// What lies behind several keys, one in the other.
    pub(crate) fn at(&self, keys: &[&str]) -> Option<Raw<'a>> {
        let (last, way) = keys.split_last()?;
        let mut holder: Option<Object<'a>> = None;
        for key in way {
            holder = Some(holder.as_ref().unwrap_or(self).object(key)?);
        }
        holder.as_ref().unwrap_or(self).get(last)
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

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Raw<'a>)> {
        self.members.iter().map(|(name, value)| (name.as_ref(), Raw(value)))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Object<'a>, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut members: Vec<(Cow<'de, str>, &'de RawValue)> = Vec::with_capacity(16);
                let mut seen = [0_u64; 4];
                let mut repeated = None;
                while let Some(Key(name)) = map.next_key()? {
                    // Keys are compared only where their marks meet, which few do.
                    let mark = mark_of(name.as_bytes());
                    let (word, bit) = (&mut seen[usize::from(mark >> 6)], 1 << (mark & 63));
                    if *word & bit != 0 && repeated.is_none() && members.iter().any(|(known, _)| *known == name) {
                        repeated = Some(members.len());
                    }
                    *word |= bit;
                    members.push((name, map.next_value::<&'de RawValue>()?));
                }
                Ok(Object { members, repeated })
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// A number from 0 to 255 that is the same for the same key.
fn mark_of(key: &[u8]) -> u8 {
    let spread = key.iter().fold(key.len() as u32, |sum, &byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    (spread ^ (spread >> 8) ^ (spread >> 16)) as u8
}

/// The content of a string, in which half a surrogate pair (`\ud83d` alone) becomes U+FFFD.
///
/// Tools that cut texts by UTF-16 units leave such halves; asked for text serde_json would refuse the whole string, but
/// asked for bytes it hands out the half as the three bytes it would have in UTF-8.
struct Text;

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_bytes<E>(self, bytes: &'de [u8]) -> Result<Cow<'de, str>, E> {
        Ok(std::str::from_utf8(bytes).map_or_else(|_| Cow::Owned(without_halves(bytes)), Cow::Borrowed))
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(without_halves(bytes)))
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

/// A key that is borrowed unless it has escapes; `Cow` alone would always copy.
struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Key<'a>, D::Error> {
        deserializer.deserialize_bytes(Text).map(Key)
    }
}
