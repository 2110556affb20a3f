//! Which fields the beginning of a JSON file has, also when it is cut off or broken.

use std::collections::BTreeSet;

use super::object::string_end;

/// Paths beyond this many add nothing to what a format is recognised by.
const MOST_PATHS: usize = 4096;

/// Deeper fields are not what formats are recognised by.
const DEEPEST: usize = 12;

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

    /// Field names of the records themselves, nested ones joined by dots.
    pub(crate) fn record_fields(&self) -> impl Iterator<Item = &str> {
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
                        path.push_str(&String::from_utf8_lossy(&last_string[..last_string.len().min(64)]));
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

/// Two neighbouring lines that are each a whole object occur only in files of lines; so does a whole first line.
fn is_lines(head: &[u8], is_whole: bool) -> bool {
    let mut lines: Vec<&[u8]> = head.split(|&byte| byte == b'\n').collect();
    if !is_whole {
        // The last line may go on behind the head.
        lines.pop();
    }
    let mut previous = false;
    let mut is_first = true;
    for line in lines.into_iter().map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()) {
        let is_object = line.starts_with(b"{")
            && line.ends_with(b"}")
            && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok();
        if is_object && (is_first || previous) {
            return true;
        }
        previous = is_object;
        is_first = false;
    }
    false
}
