//! Stretches of text, in the units in which platforms count them.

/// A stretch counted in UTF-16 units, as Telegram counts; `None` where it does not lie on characters of the text.
pub(crate) fn utf16_span(text: &str, offset: usize, length: usize) -> Option<&str> {
    let end = offset.checked_add(length)?;
    let mut units = 0;
    let mut start = None;
    for (at, c) in text.char_indices().map(|(at, c)| (at, Some(c))).chain([(text.len(), None)]) {
        if units == offset {
            start = start.or(Some(at));
        }
        if units == end {
            return text.get(start?..at);
        }
        units += c.map_or(0, char::len_utf16);
    }
    None
}
