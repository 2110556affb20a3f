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
    let composed: std::borrow::Cow<'_, str> = if text.is_ascii() || is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        text.into()
    } else {
        text.nfkc().collect::<String>().into()
    };
    let mut folded = if composed.is_ascii() {
        composed.to_ascii_lowercase()
    } else {
        CaseMapper::new().fold_string(&composed).into_owned()
    };
    let has = |needle: &[u8]| memchr::memmem::find(folded.as_bytes(), needle).is_some();
    if (has(b"http") || has(b"www.") || has(b"t.co/"))
        && let Some(link) = &*LINK
    {
        folded = link.replace_all(&folded, " ").into_owned();
    }
    if memchr::memchr(b'@', folded.as_bytes()).is_some()
        && let Some(mention) = &*MENTION
    {
        folded = mention.replace_all(&folded, " ").into_owned();
    }
    let mut out = String::with_capacity(folded.len());
    for word in folded.split(is_space).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
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
}
