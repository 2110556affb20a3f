//! Links and hashtags as they stand in a text, for exports that do not list them.

use std::sync::LazyLock;

use regex::Regex;

static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)\bhttps?://[^\s<>]+").ok());
static HASHTAG: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:^|[^\w&/#＃])[#＃](\w+)").ok());

/// The addresses in a text, without the punctuation behind them.
pub fn links_in(text: &str) -> impl Iterator<Item = &str> {
    // Most texts have none, and looking for three signs is quicker than for a pattern.
    let has_any = memchr::memmem::find(text.as_bytes(), b"://").is_some();
    let found = LINK.as_ref().filter(|_| has_any).map(|pattern| pattern.find_iter(text));
    found.into_iter().flatten().map(|link| link.as_str().trim_end_matches(|c| ".,;:!?)]}\"'»”…".contains(c)))
}

/// The hashtags in a text, without their sign. A number alone is none.
pub fn hashtags_in(text: &str) -> impl Iterator<Item = &str> {
    let has_any = text.contains(['#', '＃']);
    let found = HASHTAG.as_ref().filter(|_| has_any).map(|pattern| pattern.captures_iter(text));
    let tags = found.into_iter().flatten().filter_map(|found| Some(found.get(1)?.as_str()));
    tags.filter(|tag| !tag.chars().all(char::is_numeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = links_in(text).chain(hashtags_in(text)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_stands_in_texts() {
        check(
            "See https://a.example/x?y=1, HTTP://B.example. #Work #работа_2024!",
            &["https://a.example/x?y=1", "HTTP://B.example", "Work", "работа_2024"],
        );
        check("#नौकरी (#one)#two", &["नौकरी", "one", "two"]);
        check("no#tag &#39; https://a.example/#part #1 we're #2", &["https://a.example/#part"]);
        check("plain", &[]);
    }
}
