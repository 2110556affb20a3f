//! Bytes as text, and text folded for comparing.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use unicode_normalization::UnicodeNormalization;

/// How far into a page its encoding is looked for, as browsers do.
const HEAD: usize = 1024;

/// A body as text, by its byte order mark, the host's word, the page's own, or as UTF-8. What fits no letter is replaced.
pub(crate) fn decoded<'b>(body: &'b [u8], content_type: Option<&str>) -> Cow<'b, str> {
    let said = content_type.and_then(|value| label_in(value.as_bytes()));
    let encoding = said.or_else(|| label_in(&body[..body.len().min(HEAD)])).unwrap_or(UTF_8);
    encoding.decode(body).0
}

/// The encoding named behind `charset=`.
fn label_in(text: &[u8]) -> Option<&'static Encoding> {
    const WORD: &[u8] = b"charset=";
    let at = text.windows(WORD.len()).position(|part| part.eq_ignore_ascii_case(WORD))? + WORD.len();
    let rest = text[at..].strip_prefix(b"\"").or(text[at..].strip_prefix(b"'")).unwrap_or(&text[at..]);
    let end =
        rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:.".contains(byte))).unwrap_or(rest.len());
    Encoding::for_label(&rest[..end])
}

/// A text as it is compared: compatibility forms resolved, lower case, quotation marks and white space made one, marks
/// that only guide the voice or the layout left out.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut is_space = true;
    for c in text.nfkc().flat_map(char::to_lowercase) {
        match c {
            // What is left of a Turkish capital, Arabic vowels and lengthening, Hebrew points, joiners, soft hyphens.
            '\u{307}' | '\u{64b}'..='\u{652}' | '\u{640}' | '\u{591}'..='\u{5c7}' | '\u{ad}' => {}
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {}
            '‘' | '’' | 'ʼ' | '`' | '´' | '′' => push(&mut folded, '\'', &mut is_space),
            '“' | '”' | '„' | '«' | '»' => push(&mut folded, '"', &mut is_space),
            'ё' => push(&mut folded, 'е', &mut is_space),
            'ي' => push(&mut folded, 'ی', &mut is_space),
            'ك' => push(&mut folded, 'ک', &mut is_space),
            c if c.is_whitespace() => {
                if !is_space {
                    folded.push(' ');
                    is_space = true;
                }
            }
            c => push(&mut folded, c, &mut is_space),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn push(text: &mut String, c: char, is_space: &mut bool) {
    text.push(c);
    *is_space = false;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        assert_eq!(decoded(b"\xcf\xee\xf1\xf2", Some("text/html; charset=windows-1251")), "Пост");
        assert_eq!(decoded(b"<meta charset='windows-1251'>\xcf", None), "<meta charset='windows-1251'>П");
        assert_eq!(decoded("П".as_bytes(), Some("text/html")), "П");
        assert_eq!(decoded(b"\xff\xff\xff", None), "\u{fffd}\u{fffd}\u{fffd}");
    }

    #[test]
    fn folding() {
        assert_eq!(folded("  This\u{a0}ACCOUNT  doesn’t\nexist "), "this account doesn't exist");
        assert_eq!(folded("ＩＳＴＡＮＢＵＬ İstanbul"), "istanbul istanbul");
        assert_eq!(folded("الحِسَاب"), "الحساب");
    }
}
