//! Stretches of text, in the units in which platforms count them.

/// A text of which stretches are counted in UTF-16 units, as Telegram counts.
pub(crate) struct Utf16Spans<'t> {
    text: &'t str,
    /// Where every so many units a character begins: how many units come before it, and how many bytes.
    marks: Vec<(usize, usize)>,
}

/// From mark to mark; shorter texts, which most are, need none.
const UNITS_APART: usize = 4096;

impl<'t> Utf16Spans<'t> {
    pub(crate) fn new(text: &'t str) -> Utf16Spans<'t> {
        let mut marks = vec![(0, 0)];
        if text.len() > UNITS_APART {
            let (mut units, mut next) = (0, UNITS_APART);
            for (at, c) in text.char_indices() {
                if units >= next {
                    marks.push((units, at));
                    next = units + UNITS_APART;
                }
                units += c.len_utf16();
            }
        }
        Utf16Spans { text, marks }
    }

    /// The stretch; `None` where it does not lie on characters of the text.
    pub(crate) fn get(&self, offset: usize, length: usize) -> Option<&'t str> {
        let end = offset.checked_add(length)?;
        self.text.get(self.byte_of(offset)?..self.byte_of(end)?)
    }

    fn byte_of(&self, wanted: usize) -> Option<usize> {
        let before = self.marks.partition_point(|(units, _)| *units <= wanted);
        let &(mut units, start) = self.marks.get(before.checked_sub(1)?)?;
        let rest = self.text.get(start..)?;
        for (at, c) in rest.char_indices() {
            if units >= wanted {
                return (units == wanted).then_some(start + at);
            }
            units += c.len_utf16();
        }
        (units == wanted).then_some(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, offset: usize, length: usize, expected: Option<&str>) {
        assert_eq!(Utf16Spans::new(text).get(offset, length), expected);
    }

    #[test]
    fn stretches_lie_on_characters() {
        check("a\u{1f600}b", 1, 2, Some("\u{1f600}"));
        check("a\u{1f600}b", 3, 1, Some("b"));
        check("a\u{1f600}b", 4, 0, Some(""));
        check("a\u{1f600}b", 1, 1, None);
        check("a\u{1f600}b", 2, 1, None);
        check("a\u{1f600}b", 3, 2, None);
        check("a", usize::MAX, 1, None);
        check("", 0, 0, Some(""));
    }

    #[test]
    fn long_texts_are_counted_from_mark_to_mark() {
        let text = "\u{1f600}é".repeat(5000);
        let spans = Utf16Spans::new(&text);
        for pair in [0, 1, 1364, 1365, 1366, 4095, 4096, 4999] {
            assert_eq!(spans.get(3 * pair, 3), Some("\u{1f600}é"), "{pair}");
            assert_eq!(spans.get(3 * pair + 1, 2), None, "{pair}");
        }
        assert_eq!(spans.get(0, 15_000), Some(text.as_str()));
        assert_eq!(spans.get(0, 15_001), None);
    }
}
