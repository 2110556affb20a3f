//! Lists inside one text field: JSON arrays, Python's notation, or items joined by commas.

use std::borrow::Cow;
use std::collections::HashSet;

/// The items of a list, trimmed; empty ones are left out.
pub(crate) fn items(text: &str) -> Vec<String> {
    let text = text.trim();
    if let Some(bracketed) = bracketed(text) {
        return bracketed;
    }
    kept(text.split(',').map(Cow::Borrowed))
}

/// The addresses of a list: a comma ends an address only where another one begins behind it.
pub(crate) fn addresses(text: &str) -> Vec<String> {
    let text = text.trim();
    if let Some(bracketed) = bracketed(text) {
        return bracketed;
    }
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(',') {
        if text[at + 1..].trim_start().starts_with("http") {
            found.push(Cow::Borrowed(&text[start..at]));
            start = at + 1;
        }
    }
    found.push(Cow::Borrowed(&text[start..]));
    kept(found.into_iter())
}

/// Lists up to this length are searched from end to end.
const FEW: usize = 64;

/// The items without the empty ones and without repetitions, in their order.
pub(crate) fn unique(items: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    // A look at each is quickest where there are few, as nearly everywhere.
    let mut many = HashSet::new();
    for item in items {
        let is_known = item.is_empty() || if many.is_empty() { found.contains(&item) } else { many.contains(&item) };
        if is_known {
            continue;
        }
        match found.len() {
            ..FEW => {}
            FEW => many.extend(found.iter().cloned().chain([item.clone()])),
            _ => drop(many.insert(item.clone())),
        }
        found.push(item);
    }
    found
}

fn kept<'a>(items: impl Iterator<Item = Cow<'a, str>>) -> Vec<String> {
    items.map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

fn bracketed(text: &str) -> Option<Vec<String>> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    if let Ok(strings) = serde_json::from_str::<Vec<String>>(text) {
        return Some(kept(strings.into_iter().map(Cow::Owned)));
    }
    python(inner).map(|strings| kept(strings.into_iter().map(Cow::Owned)))
}

/// The inside of a Python list of strings, or of bare words as some archives write them (`[a, b]`).
fn python(inner: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let mut rest = inner.trim_start();
    while let Some(first) = rest.chars().next() {
        if first == '\'' || first == '"' {
            let (item, behind) = python_string(&rest[1..], first)?;
            found.push(item);
            rest = behind.trim_start();
            match rest.strip_prefix(',') {
                Some(behind) => rest = behind.trim_start(),
                None if rest.is_empty() => {}
                None => return None,
            }
        } else {
            let (item, behind) = rest.split_once(',').unwrap_or((rest, ""));
            found.push(item.to_owned());
            rest = behind.trim_start();
        }
    }
    Some(found)
}

/// A string up to its quote, and what is behind it.
fn python_string(text: &str, quote: char) -> Option<(String, &str)> {
    let mut content = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            return Some((content, &text[at + c.len_utf8()..]));
        }
        if c != '\\' {
            content.push(c);
            continue;
        }
        let (at, escape) = chars.next()?;
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            'n' => {
                content.push('\n');
                continue;
            }
            't' => {
                content.push('\t');
                continue;
            }
            'r' => {
                content.push('\r');
                continue;
            }
            other => {
                content.push(other);
                continue;
            }
        };
        let code = text.get(at + 1..at + 1 + digits)?;
        content.push(u32::from_str_radix(code, 16).ok().and_then(char::from_u32)?);
        for _ in 0..digits {
            chars.next();
        }
    }
    None
}
