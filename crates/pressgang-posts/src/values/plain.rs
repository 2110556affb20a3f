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
    unique(text.split(ends).flat_map(links_in_word))
}

/// Each part of a word is looked at once, as texts may be long and nothing but addresses.
fn links_in_word(word: &str) -> impl Iterator<Item = String> {
    let mut end_of_last = 0;
    word.match_indices("http").filter_map(move |(at, _)| {
        let rest = word.get(at..).filter(|_| at >= end_of_last)?;
        let begin = ["http://", "https://"].into_iter().find(|begin| rest.starts_with(begin))?;
        let written = until_next(rest);
        end_of_last = at + written.len();
        // Markdown names an address by itself: `[https://example.com/](https://example.com/)`.
        let address = without_end(written.split("](").next()?);
        (address.len() > begin.len()).then(|| address.to_owned())
    })
}

/// The first of several addresses between which a space is missing.
fn until_next(written: &str) -> &str {
    let mut starts = written.match_indices("http").map(|(at, _)| at).filter(|&at| at > 0);
    let is_next = |at: &usize| {
        let (before, behind) = written.split_at(*at);
        let is_address = behind.starts_with("http://") || behind.starts_with("https://");
        is_address && !before.ends_with(['/', '=', '?', '&', '-', ':'])
    };
    starts.find(is_next).map_or(written, |at| written.split_at(at).0)
}

/// An address without what ends the sentence around it; a bracket belongs to it only if it was opened in it.
fn without_end(written: &str) -> &str {
    let more = |close: char, open: char| {
        let count = |sign: char| written.matches(sign).count();
        count(close).saturating_sub(count(open))
    };
    let (mut round, mut square) = (more(')', '('), more(']', '['));
    let mut address = written;
    while let Some(last) = address.chars().next_back() {
        match last {
            '.' | ',' | '!' | '?' | ':' | ';' | '\'' | '’' | '”' | '»' | '*' | '…' => {}
            ')' if round > 0 => round -= 1,
            ']' if square > 0 => square -= 1,
            _ => break,
        }
        address = address.split_at(address.len() - last.len_utf8()).0;
    }
    address
}

/// Words behind `#`, each once, without it.
pub(crate) fn hashtags_in(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || is_mark(c);
    let mut found = Vec::new();
    let mut end_of_last = 0;
    for (at, sign) in text.match_indices(['#', '＃']) {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        // One may follow the other without a space, but `page#part` is no hashtag.
        let is_start = at == end_of_last
            || before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | '&' | '=' | '.' | '_'));
        let rest = text.get(at + sign.len()..).unwrap_or_default();
        let word = rest.split(|c: char| !is_part(c)).next().unwrap_or_default();
        if is_start && word.chars().any(|c| !c.is_ascii_digit()) {
            end_of_last = at + sign.len() + word.len();
            found.push(word.to_owned());
        }
    }
    unique(found)
}

/// Names behind `@` of the letters that Instagram, Threads and TikTok allow, each once; addresses of mail are none.
pub(crate) fn mentions_in(text: &str) -> Vec<String> {
    let found = text.match_indices('@').filter_map(|(at, _)| {
        let before = text.get(..at)?.chars().next_back();
        let is_start =
            before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | '&' | '=' | '.' | '_' | '@' | '+' | '-'));
        let rest = text.get(at + 1..)?;
        let name = rest.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '.')).next()?;
        is_start.then(|| name.trim_end_matches('.').to_owned())
    });
    unique(found)
}

/// Vowel signs, accents and joiners that many scripts write as characters of their own.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{963}'
            | '\u{980}'..='\u{e3a}' | '\u{e45}'..='\u{e4e}' | '\u{eb1}'..='\u{ece}' | '\u{f71}'..='\u{f84}'
            | '\u{102b}'..='\u{103e}' | '\u{17b4}'..='\u{17d3}' | '\u{200c}' | '\u{200d}'
    )
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
        check("(https://example.com/a_(b))).", &["https://example.com/a_(b)"], &[], &[]);
        check("[https://example.com/](https://example.com/)", &["https://example.com/"], &[], &[]);
        check("https://example.com/https://example.org/", &["https://example.com/https://example.org/"], &[], &[]);
        check(
            "https://example.com/a.https://example.org/",
            &["https://example.com/a", "https://example.org/"],
            &[],
            &[],
        );
        check("https://example.com/@name #a#b c#d ＃e #1", &["https://example.com/@name"], &["a", "b", "e"], &[]);
        check("#සිංහල #မြန်မာ #ខ្មែរ #ไทย #العَرَبية", &[], &["සිංහල", "မြန်မာ", "ខ្មែរ", "ไทย", "العَرَبية"], &[]);
        check(
            "#работа #работа, #हिन्दी! a#b https://example.com/#part #1",
            &["https://example.com/#part"],
            &["работа", "हिन्दी"],
            &[],
        );
        check("@example.desk. desk@example.com (@second_desk)", &[], &[], &["example.desk", "second_desk"]);
        check("# @ &#39; é#", &[], &[], &[]);
    }

    /// Nearly a megabyte each; to look at every address from every other one would take hours.
    #[test]
    fn texts_of_nothing_but_addresses_are_read_once() {
        assert_eq!(links_in(&"https://a.example".repeat(50_000)), ["https://a.example"]);
        assert_eq!(links_in(&"https://".repeat(100_000)).len(), 1);
        let many: String = (0..50_000).map(|number| format!("http://a.example/{number} ")).collect();
        assert_eq!(links_in(&many).len(), 50_000);
        assert_eq!(hashtags_in(&"#a".repeat(400_000)), ["a"]);
        assert_eq!(mentions_in(&"@".repeat(800_000)), [""; 0]);
    }
}
