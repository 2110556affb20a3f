//! The words of a text as the language model sees them: lower case, single spaces, nothing else.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters that are looked at; what a text is written in shows long before.
const MOST: usize = 120;

/// The words of `text` in lower case with single spaces between them, without links, names of accounts, figures and
/// signs. A hashtag counts as a word.
pub fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(4 * MOST));
    for token in text.split_whitespace() {
        if is_address(token) {
            continue;
        }
        let before = out.len();
        for c in token.chars() {
            if c.is_ascii_alphabetic() {
                out.push(c.to_ascii_lowercase());
            } else if is_part_of_word(c) {
                push_lower(&mut out, c);
            } else if matches!(c, '\'' | '’' | 'ʻ' | 'ʼ' | '‘') && out.len() > before && !out.ends_with([' ', '\''])
            {
                out.push('\'');
            } else if !is_dropped(c) && out.len() > before && !out.ends_with(' ') {
                trim(&mut out);
                out.push(' ');
            }
        }
        if out.len() > before && !out.ends_with(' ') {
            trim(&mut out);
            out.push(' ');
        }
        if out.len() > 3 * MOST {
            break;
        }
    }
    if out.contains(|c: char| matches!(c, '\u{0300}'..='\u{036f}')) {
        out = out.nfc().collect();
    }
    out
}

/// A quotation mark at the end of a word is no part of it.
fn trim(out: &mut String) {
    while out.ends_with('\'') {
        out.pop();
    }
}

fn push_lower(out: &mut String, c: char) {
    match c {
        'а'..='я' | '\u{0620}'..='\u{064a}' | '\u{0900}'..='\u{0dff}' | '\u{4e00}'..='\u{9fff}' => out.push(c),
        'А'..='Я' => out.push(char::from_u32(c as u32 + 0x20).unwrap_or(c)),
        c => out.extend(c.to_lowercase()),
    }
}

fn is_part_of_word(c: char) -> bool {
    !c.is_ascii() && !is_dropped(c) && crate::phrases::is_word_letter(c)
}

/// Signs that stand inside words without being part of what they say.
fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'
            ..='\u{200f}' | '\u{00ad}' | '\u{0640}' | '\u{fe0e}' | '\u{fe0f}' | '\u{2060}' | '\u{feff}' | '\u{20e3}'
    )
}

/// Links, addresses and names of accounts are written in no language.
pub(super) fn is_address(token: &str) -> bool {
    let bytes = token.as_bytes();
    memchr::memchr(b'@', bytes).is_some()
        || token.starts_with("www.")
        || token.starts_with("t.me/")
        || token.starts_with("t.co/")
        || memchr::memmem::find(bytes, b"://").is_some()
}

/// Serbian Cyrillic in Latin letters, as lower case.
pub fn serbian_latin(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        let latin = match c {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "g",
            'д' => "d",
            'ђ' => "đ",
            'е' => "e",
            'ж' => "ž",
            'з' => "z",
            'и' => "i",
            'ј' => "j",
            'к' => "k",
            'л' => "l",
            'љ' => "lj",
            'м' => "m",
            'н' => "n",
            'њ' => "nj",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'ћ' => "ć",
            'у' => "u",
            'ф' => "f",
            'х' => "h",
            'ц' => "c",
            'ч' => "č",
            'џ' => "dž",
            'ш' => "š",
            other => {
                out.push(other);
                continue;
            }
        };
        out.push_str(latin);
    }
    out
}

/// A text without the accents of its letters, as many type it.
pub fn without_accents(text: &str) -> String {
    let bare = |c: char| match c {
        'đ' => 'd',
        'Đ' => 'D',
        'ł' => 'l',
        'ı' => 'i',
        c => c,
    };
    text.nfd().filter(|&c| !is_combining_mark(c)).map(bare).collect()
}
