//! A text as it is searched: lower case, usual digits, nothing invisible; every byte knows where it came from.

use std::ops::Range;

/// First code points of decimal digit rows besides ASCII.
const ZEROS: [u32; 24] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x0ED0,
    0x0F20, 0x1040, 0x17E0, 0x1810, 0x2080, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC,
];

/// A folded text with the way back to the raw one.
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each folded byte the raw character it stems from.
    from: Vec<(usize, usize)>,
}

impl Folded {
    /// Folds a text.
    pub fn new(raw: &str) -> Folded {
        let mut folded = Folded { text: String::with_capacity(raw.len()), from: Vec::with_capacity(raw.len()) };
        for (start, c) in raw.char_indices() {
            if invisible(c) {
                continue;
            }
            match digit(c) {
                Some(d) => folded.text.push(d),
                None => folded.text.extend(narrow(c).to_lowercase()),
            }
            folded.from.resize(folded.text.len(), (start, start + c.len_utf8()));
        }
        folded
    }

    /// The raw stretch that a folded stretch stems from.
    pub fn raw(&self, range: Range<usize>) -> Range<usize> {
        match (self.from.get(range.start), range.end.checked_sub(1).and_then(|last| self.from.get(last))) {
            (Some(&(start, _)), Some(&(_, end))) if range.start < range.end => start..end,
            _ => 0..0,
        }
    }
}

/// True for what takes no room: it hides contacts from searches.
fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{20e3}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Full-width forms as their usual ones.
fn narrow(c: char) -> char {
    match u32::from(c) {
        n @ 0xFF01..=0xFF5E => char::from_u32(n - 0xFF01 + 0x21).unwrap_or(c),
        _ => c,
    }
}

/// Any digit as its ASCII form: other scripts, full-width, superscript, circled, mathematical.
fn digit(c: char) -> Option<char> {
    let n = u32::from(c);
    let value = match n {
        0x30..=0x39 => n - 0x30,
        0xB9 => 1,
        0xB2 | 0xB3 => n - 0xB0,
        0x2070 => 0,
        0x2074..=0x2079 => n - 0x2070,
        0x2460..=0x2468 => n - 0x2460 + 1,
        0x24EA | 0x24FF => 0,
        0x24F5..=0x24FD => n - 0x24F5 + 1,
        0x2776..=0x277E => n - 0x2776 + 1,
        0x1D7F6..=0x1D7FF => n - 0x1D7F6,
        _ => n - ZEROS.into_iter().find(|&zero| (zero..zero + 10).contains(&n))?,
    };
    char::from_digit(value, 10)
}
