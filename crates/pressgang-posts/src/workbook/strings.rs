//! The texts that the cells of a workbook share, held in one piece.

use quick_xml::events::Event;

use super::xml::Xml;

#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    /// Reads them all; the part itself is bounded.
    pub(super) fn read(xml: &mut Xml<'_>) -> Result<Strings, String> {
        let mut strings = Strings::default();
        loop {
            let (is_item, is_end) = match xml.next()? {
                Event::Start(element) => (element.local_name().as_ref() == "si", false),
                Event::End(_) => (false, true),
                _ => (false, false),
            };
            if is_item {
                strings.text.push_str(&xml.formatted_text(usize::MAX)?.unwrap_or_default());
                strings.ends.push(strings.text.len());
            } else if is_end && xml.depth() == 0 {
                xml.finish()?;
                return Ok(strings);
            }
        }
    }

    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(Some(0), |last| self.ends.get(last).copied())?;
        self.text.get(start..end)
    }
}
