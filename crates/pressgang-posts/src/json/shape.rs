//! Which fields the beginning of a JSON file has, also when it is cut off or broken.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::object::string_end;

/// Paths beyond this many add nothing to what a format is recognised by.
const MOST_PATHS: usize = 4096;

/// Deeper fields are not what formats are recognised by.
const DEEPEST: usize = 12;

/// Longer names are cut: hostile files could have names of any length.
const LONGEST_NAME: usize = 256;

/// The fields seen: `data[].id` is the field `id` of the elements of the array in the field `data`.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    paths: BTreeSet<String>,
    /// The first byte that is not white space.
    pub(crate) first: u8,
    /// Whether records are lines, so that a broken one does not spoil the next.
    pub(crate) is_lines: bool,
    /// Whether the first line is an object that goes on behind the head, as pages of posts do.
    is_long_line: bool,
}

impl Shape {
    /// The shape of a file that begins like JSON.
    pub(crate) fn of(head: &[u8], is_whole: bool) -> Option<Shape> {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        let first = *head.trim_ascii_start().first()?;
        if first != b'{' && first != b'[' {
            return None;
        }
        let is_long_line = first == b'{' && !is_whole && memchr::memchr(b'\n', head).is_none();
        let mut shape = Shape { first, is_lines: is_lines(head, is_whole), is_long_line, paths: BTreeSet::new() };
        if shape.is_lines {
            // One by one, so that a broken line misleads about nothing but itself.
            head.split(|&byte| byte == b'\n').for_each(|line| shape.collect(line));
        } else {
            shape.collect(head);
        }
        // Prose in brackets is not JSON.
        (!shape.paths.is_empty() || serde_json::from_slice::<serde_json::Value>(head).is_ok()).then_some(shape)
    }

    /// True if and only if the file is best read line by line.
    ///
    /// An object whose line goes on behind the head is most likely one of several; if it is the only one, nothing is
    /// lost.
    pub(crate) fn is_by_line(&self) -> bool {
        self.is_lines || self.is_long_line
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// True if and only if the path is there in the records themselves or in the elements of one outermost array.
    pub(crate) fn record_has(&self, path: &str) -> bool {
        self.has(path) || self.has(&format!("[].{path}"))
    }

    /// True if and only if no field was left out for being one too many.
    pub(crate) fn is_exhaustive(&self) -> bool {
        self.paths.len() < MOST_PATHS
    }

    /// Field names of the records themselves, nested ones joined by dots.
    pub(crate) fn record_fields(&self) -> impl Iterator<Item = &str> + Clone {
        self.paths.iter().map(|path| path.strip_prefix("[].").unwrap_or(path)).filter(|path| !path.contains("[]"))
    }

    fn collect(&mut self, head: &[u8]) {
        // One entry per open container: how long the path is at it, and whether it is an array.
        let mut open: Vec<(usize, bool)> = Vec::new();
        let mut path = String::new();
        let mut at = 0;
        let mut last_string: &[u8] = b"";
        while at < head.len() && self.paths.len() < MOST_PATHS {
            match head[at] {
                b'"' => {
                    let end = string_end(head, at + 1);
                    last_string = &head[at + 1..end.unwrap_or(head.len())];
                    at = end.unwrap_or(head.len());
                }
                b':' => {
                    if let Some(&(length, false)) = open.last() {
                        path.truncate(length);
                        if !path.is_empty() {
                            path.push('.');
                        }
                        path.push_str(&name_of(last_string));
                        if open.len() <= DEEPEST && !self.paths.contains(&path) {
                            self.paths.insert(path.clone());
                        }
                    }
                }
                byte @ (b'{' | b'[') => {
                    if byte == b'[' {
                        path.push_str("[]");
                    }
                    if open.len() > 256 {
                        return;
                    }
                    open.push((path.len(), byte == b'['));
                }
                b'}' | b']' => {
                    if let Some((length, is_array)) = open.pop() {
                        path.truncate(length);
                        if is_array {
                            path.truncate(path.len().saturating_sub(2));
                        }
                    }
                    if open.is_empty() {
                        path.clear();
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }
}

/// A key as readers know it; some tools escape every letter that is not ASCII.
fn name_of(key: &[u8]) -> Cow<'_, str> {
    let key = &key[..key.len().min(LONGEST_NAME)];
    if !key.contains(&b'\\') {
        return String::from_utf8_lossy(key);
    }
    let quoted = [b"\"", key, b"\""].concat();
    serde_json::from_slice(&quoted).map_or_else(|_| String::from_utf8_lossy(key), Cow::Owned)
}

/// Two neighbouring lines that are each a whole object occur only in files of lines; so does a whole first line, and a
/// whole object behind a first line that nothing could complete.
fn is_lines(head: &[u8], is_whole: bool) -> bool {
    let mut lines: Vec<&[u8]> = head.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).collect();
    // The last line may go on behind the head.
    let unfinished = if is_whole { None } else { lines.pop() };
    lines.retain(|line| !line.is_empty());
    let is_object: Vec<bool> = lines.iter().map(|line| is_whole_object(line)).collect();
    if is_object.first() == Some(&true) || is_object.windows(2).any(|pair| pair == [true, true]) {
        return true;
    }
    // What closes a document is no line of its own, so the lines before were none either.
    let is_closed = is_whole && lines.last().is_some_and(|last| last.starts_with(b"]") || last.starts_with(b"}"));
    let begins_object = |line: &&[u8]| line.starts_with(b"{");
    let has_others = is_object.contains(&true) || unfinished.as_ref().is_some_and(begins_object);
    let Some(first) = lines.first().filter(|first| begins_object(first)) else { return false };
    let next = lines.get(1).copied().or(unfinished);
    !is_closed && has_others && next.is_some_and(|next| is_broken_before(first, next) || begins_alike(first, next))
}

fn is_whole_object(line: &[u8]) -> bool {
    line.starts_with(b"{") && line.ends_with(b"}") && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
}

/// True if and only if two lines begin with the same key, as records do and a document and its elements do not.
///
/// Cut behind a comma or a bracket, the first could go on with the second by mere luck.
fn begins_alike(line: &[u8], next: &[u8]) -> bool {
    let first_key = |line: &[u8]| {
        let key = line.strip_prefix(b"{")?.trim_ascii_start().strip_prefix(b"\"")?;
        Some(key[..string_end(key, 0)?].to_vec())
    };
    first_key(line).is_some_and(|key| first_key(next) == Some(key))
}

/// True if and only if a line is no beginning of JSON that goes on with the next one.
fn is_broken_before(line: &[u8], next: &[u8]) -> bool {
    let joined = [line, next].join(&b'\n');
    let mut documents = serde_json::Deserializer::from_slice(&joined).into_iter::<serde::de::IgnoredAny>();
    let error = documents.find_map(Result::err);
    error.is_some_and(|error| error.is_syntax() && (error.line() == 1 || error.column() <= 1))
}
