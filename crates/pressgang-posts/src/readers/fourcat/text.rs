//! What the words of a post hold, for tables that do not list it.

pub(super) use crate::values::{hashtags_in as hashtags, mentions_in as mentions};
use crate::values::{links_in, unique};

/// The addresses in a text and those that columns list, each once.
pub(super) fn links(text: &str, listed: impl IntoIterator<Item = String>) -> Vec<String> {
    unique(links_in(text).into_iter().chain(listed))
}

/// The addresses behind words in Markdown: `[words](https://example.org/)`.
pub(super) fn hidden_links(markdown: &str) -> Vec<String> {
    let address = |(at, _): (usize, &str)| {
        let rest = markdown.get(at + 2..)?;
        // No address holds the start of another one, which also bounds the search.
        let rest = rest.split("](").next()?;
        let mut open = 0_usize;
        for (end, c) in rest.char_indices() {
            match c {
                // An address may hold pairs of brackets of its own.
                '(' => open += 1,
                ')' if open > 0 => open -= 1,
                ')' => return rest.get(..end).filter(|address| leads_somewhere(address)).map(str::to_owned),
                c if c.is_whitespace() => return None,
                _ => {}
            }
        }
        None
    };
    unique(markdown.match_indices("](").filter_map(address))
}

/// What names an account by its number leads nowhere.
fn leads_somewhere(address: &str) -> bool {
    let has_scheme = ["https://", "http://", "tg://"].iter().any(|scheme| address.starts_with(scheme));
    has_scheme && !address.starts_with("tg://user")
}
