//! What the markdown of Reddit links to.

use crate::values::{address_runs, unique};

/// Addresses in a text: behind words (`[words](https://…)`), in angle brackets, or bare.
pub(super) fn links_in(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let ends = |c: char| c.is_whitespace() || "<>\"|[]`«»“”。，、）】」".contains(c);
    for (at, run) in address_runs(text, ends) {
        let before = text.get(..at).unwrap_or_default();
        // Part of another word, or an address within an address that was already found. Scripts without spaces may
        // have a letter before it.
        if before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '=')) {
            continue;
        }
        let address = if before.ends_with("](") { closed(run) } else { trimmed(run) };
        // A bracket, a star or an underscore of an address is escaped where it would mean something else.
        let address: String = address.replace("\\_", "_").replace("\\*", "*").replace("\\)", ")").replace("\\(", "(");
        if address.len() > "https://".len() {
            found.push(address);
        }
    }
    unique(found)
}

/// The address up to the bracket that closes it; brackets within it come in pairs.
fn closed(run: &str) -> &str {
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for (at, c) in run.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => return run.get(..at).unwrap_or(run),
            ')' => depth -= 1,
            _ => {}
        }
    }
    run
}

/// A bare address without what ends the sentence behind it.
fn trimmed(run: &str) -> &str {
    let mut address = run;
    let opened = run.matches('(').count();
    let mut closed = run.matches(')').count();
    loop {
        let cut = address.trim_end_matches(['.', ',', '!', '?', ':', ';', '\'', '*']);
        // A bracket belongs to the address only where it was opened there.
        let cut = match cut.strip_suffix(')') {
            Some(inner) if opened < closed => {
                closed -= 1;
                inner
            }
            _ => cut,
        };
        if cut.len() == address.len() {
            return address;
        }
        address = cut;
    }
}

/// Users that a text calls: `u/name` or `/u/name`.
pub(super) fn users_in(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("u/") {
        let before = text.get(..at).unwrap_or_default();
        let before = before.strip_suffix('/').unwrap_or(before);
        if before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-')) {
            continue;
        }
        let rest = text.get(at + 2..).unwrap_or_default();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').unwrap_or(rest.len());
        // Names have 3 to 20 characters; "and/or" and fractions have fewer.
        found.extend(rest.get(..end).filter(|name| (3..=20).contains(&name.len())).map(str::to_owned));
    }
    unique(found)
}
