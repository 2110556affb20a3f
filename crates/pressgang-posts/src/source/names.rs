//! Names of members: shown to people, never used as paths.

/// Longer names are cut: an archive can have names of any length, and every post carries one.
const LONGEST_NAME: usize = 1_000;

/// A name that a terminal shows as it is: without what moves the cursor, changes colours or turns the writing around.
pub(crate) fn shown_name(name: &str) -> String {
    let shown = |c: char| if is_unseen(c) { char::REPLACEMENT_CHARACTER } else { c };
    let mut shown: String = name.chars().take(LONGEST_NAME).map(shown).collect();
    if name.chars().nth(LONGEST_NAME).is_some() {
        shown.push('…');
    }
    shown
}

fn is_unseen(c: char) -> bool {
    let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns || matches!(c, '\u{2028}' | '\u{2029}')
}

/// True if and only if the name alone rules posts out: directories, hidden files and what macOS adds.
pub(super) fn holds_no_posts(name: &str) -> bool {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.ends_with(['/', '\\']) || last.starts_with('.') || name.starts_with("__MACOSX/")
}
