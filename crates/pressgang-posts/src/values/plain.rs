//! Addresses, hashtags and mentions in plain text, for formats that list none.

use super::unique;

/// As many addresses are looked for within another one: some services put the address they lead to into their own, and
/// a text of nothing but `http://` would hold as many addresses of its own length as it has letters.
const MOST_WITHIN: usize = 4;

/// Where addresses begin in a text, each with all that stands up to the first character that ends one.
pub(crate) fn address_runs<'t>(
    text: &'t str,
    ends: impl Fn(char) -> bool + 't,
) -> impl Iterator<Item = (usize, &'t str)> {
    let (mut end, mut within) = (0, 0);
    text.match_indices("http").filter_map(move |(at, _)| {
        let rest = text.get(at..).filter(|rest| rest.starts_with("http://") || rest.starts_with("https://"))?;
        if at >= end {
            (end, within) = (at + rest.find(&ends).unwrap_or(rest.len()), 0);
        } else {
            within += 1;
        }
        text.get(at..end).filter(|_| within <= MOST_WITHIN).map(|run| (at, run))
    })
}

/// The addresses that begin with `http://` or `https://`, each once.
pub(crate) fn links_in(text: &str) -> Vec<String> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '|' | '\u{200b}'..='\u{200f}');
    let found = address_runs(text, ends).filter_map(|(_, run)| {
        let scheme = run.find("://")? + 3;
        let address = run.trim_end_matches(['.', ',', '!', '?', ':', ';', '\'', '’', '”', '»', '*', '…']);
        // A bracket belongs to the address only if it was opened in it.
        let is_closed =
            address.ends_with(')') && !address.contains('(') || address.ends_with(']') && !address.contains('[');
        let address = if is_closed { address.trim_end_matches([')', ']', '.', ',']) } else { address };
        (address.len() > scheme).then(|| address.to_owned())
    });
    unique(found)
}

/// Words behind `#`, each once, without it.
pub(crate) fn hashtags_in(text: &str) -> Vec<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || is_mark(c);
    unique(signed(text, '#', is_word).filter(|word| !word.bytes().all(|byte| byte.is_ascii_digit())))
}

/// Names behind `@`, each once, without it.
pub(crate) fn mentions_in(text: &str) -> Vec<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    unique(signed(text, '@', is_name).map(|name| name.trim_end_matches(['.', '-']).to_owned()))
}

/// What stands behind a sign that does not stand within a word or an address.
fn signed<'t>(text: &'t str, sign: char, is_part: impl Fn(char) -> bool + 't) -> impl Iterator<Item = String> + 't {
    text.match_indices(sign).filter_map(move |(at, sign)| {
        let before = text.get(..at)?.chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '&' | '=' | '.' | '_')) {
            return None;
        }
        let rest = text.get(at + sign.len()..)?;
        Some(rest.chars().take_while(|&c| is_part(c)).collect())
    })
}

/// Vowel signs and accents that many scripts write as characters of their own.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{d7f}' | '\u{e31}'..='\u{e4e}' | '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, links: &[&str], hashtags: &[&str], mentions: &[&str]) {
        assert_eq!(links_in(text), links, "{text}");
        assert_eq!(hashtags_in(text), hashtags, "{text}");
        assert_eq!(mentions_in(text), mentions, "{text}");
    }

    #[test]
    fn what_plain_text_holds() {
        check(
            "see https://example.com/a?b=1, (http://example.org/x).",
            &["https://example.com/a?b=1", "http://example.org/x"],
            &[],
            &[],
        );
        check("https://example.com/a_(b) https://example.com/a_(b)", &["https://example.com/a_(b)"], &[], &[]);
        check("http https:// httpx://a", &[], &[], &[]);
        check(
            "#работа #работа, #हिन्दी! a#b https://example.com/#part #1",
            &["https://example.com/#part"],
            &["работа", "हिन्दी"],
            &[],
        );
        check("@example.desk. desk@example.com (@second_desk)", &[], &[], &["example.desk", "second_desk"]);
        check("# @ &#39; é#", &[], &[], &[]);
    }
}
