//! One view of a text in which tricks are undone, with the way back to the raw bytes.
//!
//! Lexicons, packs and the contact finder all look at the folded text and never at the raw one, so a full-width digit
//! or a zero-width space is undone in one place. Every byte of the folded text knows which raw bytes it came from:
//! spans handed out are always spans of the raw text.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A folded text and its origin in the raw text.
#[derive(Debug)]
pub struct Folded {
    text: String,
    /// For each byte of `text` the raw range of the character it came from; empty when both are equal byte for byte.
    starts: Vec<u32>,
    ends: Vec<u32>,
    tricks: Tricks,
}

/// Ways of writing that fold away; kept because "how was it hidden" is a fact of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tricks {
    /// Invisible characters were dropped.
    pub invisible: bool,
    /// Letters of one alphabet stood for those of another.
    pub homoglyphs: bool,
}

#[derive(Clone, Copy)]
struct FoldedChar {
    c: char,
    start: u32,
    end: u32,
}

impl Folded {
    /// Folds `raw`: NFKC by character cluster, lower case, decimal digits of every script as ASCII, white space runs
    /// as one space, invisible characters and quotation marks dropped, spelling variants of Russian, Greek and Arabic
    /// unified, words of mixed Latin and Cyrillic letters repaired to one alphabet.
    pub fn new(raw: &str) -> Folded {
        if raw.is_ascii() {
            return fold_ascii(raw);
        }
        let mut tricks = Tricks::default();
        let mut chars = fold_chars(raw, &mut tricks);
        repair_homoglyphs(&mut chars, &mut tricks);
        let mut folded = Folded {
            text: String::with_capacity(raw.len()),
            starts: Vec::with_capacity(raw.len()),
            ends: Vec::with_capacity(raw.len()),
            tricks,
        };
        for FoldedChar { c, start, end } in chars {
            folded.text.push(c);
            folded.starts.resize(folded.text.len(), start);
            folded.ends.resize(folded.text.len(), end);
        }
        folded
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was undone anywhere in the text.
    pub fn tricks(&self) -> Tricks {
        self.tricks
    }

    /// The same view with some of its ranges written differently; `edits` are in order and apart. What is written in
    /// place of a range comes from all the raw bytes of that range.
    pub fn rewritten(&self, edits: &[(Range<usize>, String)]) -> Folded {
        let mut out = Folded {
            text: String::with_capacity(self.text.len()),
            starts: Vec::with_capacity(self.text.len()),
            ends: Vec::with_capacity(self.text.len()),
            tricks: self.tricks,
        };
        let mut at = 0;
        for (range, written) in edits {
            self.copy_to(&mut out, at..range.start);
            let raw = self.raw_span(range.clone());
            out.text.push_str(written);
            out.starts.resize(out.text.len(), raw.start as u32);
            out.ends.resize(out.text.len(), raw.end as u32);
            at = range.end;
        }
        self.copy_to(&mut out, at..self.text.len());
        out
    }

    fn copy_to(&self, out: &mut Folded, range: Range<usize>) {
        out.text.push_str(&self.text[range.clone()]);
        if self.starts.is_empty() {
            out.starts.extend(range.clone().map(|i| i as u32));
            out.ends.extend(range.map(|i| i as u32 + 1));
        } else {
            out.starts.extend_from_slice(&self.starts[range.clone()]);
            out.ends.extend_from_slice(&self.ends[range]);
        }
    }

    /// The folded bytes that come from a range of raw bytes.
    pub fn folded_span(&self, raw: Range<usize>) -> Range<usize> {
        if self.starts.is_empty() {
            return raw;
        }
        let start = self.ends.partition_point(|&end| end as usize <= raw.start);
        let end = self.starts.partition_point(|&start| (start as usize) < raw.end);
        start..end.max(start)
    }

    /// The raw bytes behind a range of folded bytes, at character borders of the raw text.
    pub fn raw_span(&self, folded: Range<usize>) -> Range<usize> {
        if self.starts.is_empty() {
            return folded;
        }
        if folded.is_empty() {
            let at = self.starts.get(folded.start).map_or(self.ends.last().copied().unwrap_or(0), |&s| s) as usize;
            return at..at;
        }
        // Repairs keep the order of characters, so the first and the last byte bound the range.
        self.starts[folded.start] as usize..self.ends[folded.end - 1] as usize
    }
}

fn fold_ascii(raw: &str) -> Folded {
    let plain = raw.bytes().all(|b| b >= b' ' && b != b'"') && !raw.contains("  ");
    if plain {
        let text = raw.to_ascii_lowercase();
        return Folded { text, starts: Vec::new(), ends: Vec::new(), tricks: Tricks::default() };
    }
    let mut folded = Folded {
        text: String::with_capacity(raw.len()),
        starts: Vec::with_capacity(raw.len()),
        ends: Vec::with_capacity(raw.len()),
        tricks: Tricks::default(),
    };
    for (i, b) in raw.bytes().enumerate() {
        let c = match b {
            b'"' => continue,
            b'\t' | b'\n' | b'\r' | b' ' | 0x0b | 0x0c => {
                if folded.text.ends_with(' ') {
                    *folded.ends.last_mut().unwrap_or(&mut 0) = i as u32 + 1;
                    continue;
                }
                ' '
            }
            0..=0x1f | 0x7f => continue,
            _ => b.to_ascii_lowercase() as char,
        };
        folded.text.push(c);
        folded.starts.push(i as u32);
        folded.ends.push(i as u32 + 1);
    }
    folded
}

fn fold_chars(raw: &str, tricks: &mut Tricks) -> Vec<FoldedChar> {
    let mut out: Vec<FoldedChar> = Vec::with_capacity(raw.len());
    let mut chars = raw.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let start = start as u32;
        let mut end = start + c.len_utf8() as u32;
        if c.is_ascii() {
            // A base letter may still carry combining marks, so only look further when the next one is not ASCII.
            let next_is_mark =
                chars.peek().is_some_and(|&(_, n)| !n.is_ascii() && is_combining_mark(n) && !is_invisible(n));
            if !next_is_mark {
                push(&mut out, c.to_ascii_lowercase(), start, end);
                continue;
            }
        }
        if is_invisible(c) {
            if !matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{200d}') {
                tricks.invisible = true;
            }
            continue;
        }
        if let Some(digit) = ascii_digit(c) {
            push(&mut out, digit, start, end);
            continue;
        }
        if chars.peek().is_some_and(|&(_, n)| is_combining_mark(n) && !is_invisible(n)) {
            let mut cluster = String::from(c);
            while let Some(&(at, n)) = chars.peek() {
                if !is_combining_mark(n) || is_invisible(n) {
                    break;
                }
                cluster.push(n);
                end = at as u32 + n.len_utf8() as u32;
                chars.next();
            }
            for n in cluster.nfkc() {
                push_lower(&mut out, n, start, end);
            }
            continue;
        }
        // Letters of the common scripts are their own compatibility form; skipping them saves the table look-ups.
        if matches!(c, '\u{0400}'..='\u{052f}' | '\u{0621}'..='\u{064a}' | '\u{0900}'..='\u{0957}' | '\u{0e01}'..='\u{0e32}' | '\u{4e00}'..='\u{9fff}' | '\u{1ea0}'..='\u{1ef9}')
        {
            push_lower(&mut out, c, start, end);
            continue;
        }
        for n in std::iter::once(c).nfkc() {
            push_lower(&mut out, n, start, end);
        }
    }
    out
}

fn push_lower(out: &mut Vec<FoldedChar>, c: char, start: u32, end: u32) {
    for lower in c.to_lowercase() {
        push(out, lower, start, end);
    }
}

fn push(out: &mut Vec<FoldedChar>, c: char, start: u32, end: u32) {
    let c = match c {
        'ё' => 'е',
        'ς' => 'σ',
        // Greek in capitals has no accents.
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ي' => 'ی',
        'ك' => 'ک',
        'ة' => 'ه',
        '\u{0307}' => return, // what lower-casing the Turkish İ leaves behind
        '\u{064b}'..='\u{0652}' | '\u{0640}' => return, // Arabic vowel signs and the stretching letter
        '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '´' => '\'',
        '«' | '»' | '“' | '”' | '„' | '‟' | '"' | '‹' | '›' | '「' | '」' | '『' | '』' => return,
        '➕' => '+',
        '⋅' | '∙' => '.',
        '⧸' | '∕' | '⁄' | '╱' => '/',
        '–' | '—' | '‑' | '‐' | '−' | '―' => '-',
        c if c.is_whitespace() => ' ',
        c if c.is_control() => return,
        c => c,
    };
    if c == ' '
        && let Some(last) = out.last_mut()
        && last.c == ' '
    {
        last.end = end;
        return;
    }
    out.push(FoldedChar { c, start, end });
}

/// Characters that show nothing: zero-width spaces and joiners, direction marks, soft hyphens, variation selectors,
/// the enclosing keycap.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{20e3}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// The ASCII digit for a decimal digit of another script (general category Nd: ten in a row from each zero).
pub(crate) fn ascii_digit(c: char) -> Option<char> {
    const ZEROS: [u32; 26] = [
        0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50, 0x0ed0,
        0x0f20, 0x1040, 0x17e0, 0x1810, 0xff10, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1fbf0, 0x1090,
    ];
    let code = c as u32;
    if code < 0x0660 {
        return None;
    }
    // White and black circled digits, which have no compatibility form.
    match code {
        0x24ff => return Some('0'),
        0x2776..=0x277e => return char::from_digit(code - 0x2775, 10),
        0x2780..=0x2788 => return char::from_digit(code - 0x277f, 10),
        0x278a..=0x2792 => return char::from_digit(code - 0x2789, 10),
        _ => {}
    }
    ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&code)).and_then(|zero| char::from_digit(code - zero, 10))
}

/// Latin letters and the Cyrillic letters that look like them, lower case.
const LOOKALIKES: [(char, char); 14] = [
    ('a', 'а'),
    ('e', 'е'),
    ('o', 'о'),
    ('p', 'р'),
    ('c', 'с'),
    ('y', 'у'),
    ('x', 'х'),
    ('k', 'к'),
    ('m', 'м'),
    ('t', 'т'),
    ('h', 'н'),
    ('b', 'в'),
    ('i', 'і'),
    ('s', 'ѕ'),
];

/// Rewrites words that mix Latin and Cyrillic letters in the alphabet of their unmistakable letters.
fn repair_homoglyphs(chars: &mut [FoldedChar], tricks: &mut Tricks) {
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].c.is_alphabetic() {
            at += 1;
            continue;
        }
        let word_end = chars[at..].iter().position(|f| !f.c.is_alphabetic()).map_or(chars.len(), |n| at + n);
        // Hosts and handles are written in Latin letters.
        let address = at > 0 && matches!(chars[at - 1].c, '.' | '@' | '_' | '/')
            || chars.get(word_end).is_some_and(|f| matches!(f.c, '/' | '_' | '@'));
        let word = &mut chars[at..word_end];
        let latin = word.iter().filter(|f| f.c.is_ascii_lowercase()).count();
        let cyrillic = word.iter().filter(|f| is_cyrillic(f.c)).count();
        if latin > 0 && cyrillic > 0 {
            let latin_alike = word.iter().filter(|f| to_cyrillic(f.c).is_some()).count();
            let cyrillic_alike = word.iter().filter(|f| to_latin(f.c).is_some()).count();
            let repair: Option<fn(char) -> Option<char>> = if latin_alike == latin && cyrillic_alike < cyrillic {
                Some(to_cyrillic)
            } else if cyrillic_alike == cyrillic && latin_alike < latin {
                Some(to_latin)
            } else if latin_alike == latin && cyrillic_alike == cyrillic {
                Some(if cyrillic >= latin && !address { to_cyrillic } else { to_latin })
            } else {
                None
            };
            if let Some(repair) = repair {
                tricks.homoglyphs = true;
                for f in word {
                    f.c = repair(f.c).unwrap_or(f.c);
                }
            }
        }
        at = word_end;
    }
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{0400}'..='\u{052f}')
}

fn to_cyrillic(c: char) -> Option<char> {
    LOOKALIKES.iter().find(|(latin, _)| *latin == c).map(|(_, cyrillic)| *cyrillic)
}

fn to_latin(c: char) -> Option<char> {
    LOOKALIKES.iter().find(|(_, cyrillic)| *cyrillic == c).map(|(latin, _)| *latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: &str) {
        let folded = Folded::new(raw);
        assert_eq!(folded.text(), expected);
        for (i, _) in folded.text().char_indices() {
            let end = i + folded.text()[i..].chars().next().map_or(0, char::len_utf8);
            let span = folded.raw_span(i..end);
            assert!(raw.get(span.clone()).is_some(), "span {span:?} is not at character borders of {raw:?}");
        }
    }

    #[test]
    fn undoes_tricks() {
        check("Call \t Us\n+49", "call us +49");
        check("＋４９ ３０", "+49 30");
        check("4️⃣9️⃣", "49");
        check("٠١٢ ۳۴ १२", "012 34 12");
        check("Зaрaбoтoк", "заработок");
        check("Iron Неrоn", "iron heron");
        check("за\u{200b}работок", "заработок");
        check("ЧВК «Ёж»", "чвк еж");
        check("İstanbul", "istanbul");
        check("e\u{301}te\u{301}", "été");
        check("𝐉𝐨𝐢𝐧 𝟜𝟡", "join 49");
        check("don’t “stop”", "don't stop");
    }

    #[test]
    fn spans_lead_back() {
        let raw = "ab «Зaр» １２";
        let folded = Folded::new(raw);
        let at = folded.text().find("12").unwrap();
        assert_eq!(&raw[folded.raw_span(at..at + 2)], "１２");
        let at = folded.text().find("зар").unwrap();
        assert_eq!(&raw[folded.raw_span(at..at + "зар".len())], "Зaр");
    }
}
