//! The normal form of a text for comparing: what `pairs` promises.
//!
//! NFKC, full Unicode case folding, links and then mentions replaced by a space, runs of white space made one, trimmed.

use std::sync::LazyLock;

use icu_casemap::CaseMapper;
use regex::Regex;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"https?://\S+|www\.\S+|\bt\.co/\S+").ok());
static MENTION: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"@\w+").ok());

/// The normal form of `text`.
pub fn normalise(text: &str) -> String {
    let mut out = String::new();
    Normaliser::default().append(text, &mut out);
    out
}

/// Puts texts into normal form one after another without asking for memory for each.
#[derive(Debug, Default)]
pub struct Normaliser {
    folded: String,
}

impl Normaliser {
    /// Appends the normal form of `text` to `out`.
    pub fn append(&mut self, text: &str, out: &mut String) {
        self.folded.clear();
        if fold_plain(text, &mut self.folded) {
            append_plain(&self.folded, out);
        } else {
            append_any(text, out);
        }
    }
}

/// The long way, right for every text.
fn append_any(text: &str, out: &mut String) {
    let composed: std::borrow::Cow<'_, str> = if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        text.into()
    } else {
        text.nfkc().collect::<String>().into()
    };
    let mut folded = CaseMapper::new().fold_string(&composed).into_owned();
    if has_link(&folded)
        && let Some(link) = &*LINK
    {
        folded = link.replace_all(&folded, " ").into_owned();
    }
    if memchr::memchr(b'@', folded.as_bytes()).is_some()
        && let Some(mention) = &*MENTION
    {
        folded = mention.replace_all(&folded, " ").into_owned();
    }
    let start = out.len();
    for word in folded.split(is_space).filter(|word| !word.is_empty()) {
        push_word(word, start, out);
    }
}

fn push_word(word: &str, start: usize, out: &mut String) {
    if out.len() > start {
        out.push(' ');
    }
    out.push_str(word);
}

fn has_link(folded: &str) -> bool {
    let has = |needle: &[u8]| memchr::memmem::find(folded.as_bytes(), needle).is_some();
    has(b"http") || has(b"www.") || has(b"t.co/")
}

/// Folds the case of a text of plain characters, most texts in the Latin and the Cyrillic script; `false` for a text
/// with any other.
fn fold_plain(text: &str, folded: &mut String) -> bool {
    if text.is_ascii() {
        // The information separators are white space to one step and not to another.
        if text.bytes().any(|b| (0x1C..=0x1F).contains(&b)) {
            return false;
        }
        folded.push_str(text);
        folded.make_ascii_lowercase();
        return true;
    }
    for c in text.chars() {
        match plain(c) {
            Some(lower) => folded.push(lower),
            None => return false,
        }
    }
    true
}

/// The folded form of a character that NFKC leaves alone whatever stands beside it, that folds to one character and is
/// no white space beyond ASCII; `None` for most that are not so, and for many that nobody writes often.
fn plain(c: char) -> Option<char> {
    let moved = |by: u32| char::from_u32(c as u32 + by);
    match c {
        '\u{1c}'..='\u{1f}' => None,
        '\0'..='\x7f' => Some(c.to_ascii_lowercase()),
        'а'..='џ' | 'ґ' | 'à'..='ÿ' => Some(c),
        'А'..='Я' => moved(0x20),
        'Ѐ'..='Џ' => moved(0x50),
        'Ґ' => Some('ґ'),
        '×' => Some(c),
        'À'..='Þ' => moved(0x20),
        '¡' | '§' | '©' | '«' | '®' | '°' | '±' | '·' | '»' | '¿' => Some(c),
        '–' | '—' | '‘'..='„' | '•' | '€' => Some(c),
        _ => None,
    }
}

/// What a word is made of, among plain characters that are folded.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | 'ß'..='ö' | 'ø'..='ÿ' | 'а'..='џ' | 'ґ')
}

/// Takes links and mentions off plain text that is folded, word by word: a link goes to the end of its word.
fn append_plain(folded: &str, out: &mut String) {
    let start = out.len();
    let (links, mentions) = (has_link(folded), memchr::memchr(b'@', folded.as_bytes()).is_some());
    let is_space = |b: &u8| matches!(b, b'\t'..=b'\r' | b' ');
    let mut at = 0;
    for word in folded.as_bytes().split(is_space) {
        let (from, to) = (at, at + word.len());
        at = to + 1;
        if from == to {
            continue;
        }
        let mut word = &folded[from..to];
        if links && let Some(link) = find_link(word) {
            word = &word[..link];
        }
        if mentions {
            push_without_mentions(word, start, out);
        } else if !word.is_empty() {
            push_word(word, start, out);
        }
    }
}

/// Where the first match of `https?://\S+|www\.\S+|\bt\.co/\S+` in a word begins.
fn find_link(word: &str) -> Option<usize> {
    let bytes = word.as_bytes();
    (0..bytes.len()).find(|&at| {
        let rest = &bytes[at..];
        let begins = |prefix: &[u8]| rest.len() > prefix.len() && rest.starts_with(prefix);
        match rest[0] {
            b'h' => begins(b"http://") || begins(b"https://"),
            b'w' => begins(b"www."),
            b't' => begins(b"t.co/") && !word[..at].chars().next_back().is_some_and(is_word),
            _ => false,
        }
    })
}

/// Pushes what `@\w+` leaves of a word.
fn push_without_mentions(word: &str, start: usize, out: &mut String) {
    // From where something is to be pushed, and from where the next sign is looked for.
    let (mut left, mut from) = (0, 0);
    while let Some(found) = memchr::memchr(b'@', &word.as_bytes()[from..]) {
        let sign = from + found;
        let name = word[sign + 1..].find(|c| !is_word(c)).unwrap_or(word.len() - sign - 1);
        from = sign + 1 + name;
        if name > 0 {
            if left < sign {
                push_word(&word[left..sign], start, out);
            }
            left = from;
        }
    }
    if left < word.len() {
        push_word(&word[left..], start, out);
    }
}

/// White space as `\s` of Unicode text has it in Python, whose information separators the White_Space property lacks.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_contract() {
        assert_eq!(normalise("  Hello\t@Some_One  https://example.com/a b "), "hello b");
        assert_eq!(normalise("Straße ＡＢＣ"), "strasse abc");
        assert_eq!(normalise("t.co/abc xt.co/abc"), "xt.co/abc");
        assert_eq!(normalise("WWW.EXAMPLE.com now"), "now");
        assert_eq!(normalise(""), "");
    }

    /// The long way, whatever the text.
    fn long_way(text: &str) -> String {
        let mut out = String::new();
        append_any(text, &mut out);
        out
    }

    #[test]
    fn plain_characters_are_plain() {
        for c in (0..=0x10_FFFF).filter_map(char::from_u32) {
            let Some(lower) = plain(c) else { continue };
            let text = c.to_string();
            assert_eq!(is_nfkc_quick(text.chars()), IsNormalized::Yes, "{c:?}");
            assert_eq!(CaseMapper::new().fold_string(&text), lower.to_string(), "{c:?}");
            assert_eq!(MENTION.as_ref().unwrap().is_match(&format!("@{lower}")), is_word(lower), "{c:?}");
            assert!(c.is_ascii() || !is_space(c), "{c:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_short_way_leads_where_the_long_one_does(
            text in "([ \t\u{b}\u{1c}]|https?://|HTTP|www\\.|t\\.co/|T\\.CO|@|_|[a-zA-Zß]|[é×Éа-яЁіҐ’“—»]|日|é|\\PC){0,24}",
        ) {
            proptest::prop_assert_eq!(normalise(&text), long_way(&text));
        }
    }
}
