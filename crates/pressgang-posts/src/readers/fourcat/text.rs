//! What the words of a post hold, for tables that do not list it.

use crate::readers::vk_post::addresses;
use crate::values::unique;

/// The addresses in a text and those that columns list, each once.
pub(super) fn links(text: &str, listed: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut found = Vec::new();
    addresses(text, &mut found);
    found.extend(listed);
    unique(found)
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

/// Names behind `@`.
pub(super) fn mentions(text: &str) -> Vec<String> {
    let mention = |(at, _): (usize, &str)| {
        let is_start = text.get(..at)?.chars().next_back().is_none_or(|before| !before.is_alphanumeric());
        let rest = text.get(at + 1..)?;
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.').unwrap_or(rest.len());
        let name = rest.get(..end)?.trim_end_matches('.');
        is_start.then(|| name.to_owned())
    };
    unique(text.match_indices('@').filter_map(mention))
}
