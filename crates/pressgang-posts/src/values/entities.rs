//! The escapes in texts of X.

/// Resolves `&amp;`, `&lt;` and `&gt;` once: `&amp;lt;` is somebody's literal `&lt;`.
pub(crate) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        let entity = &rest[at..];
        let (resolved, length) = if entity.starts_with("&amp;") {
            ('&', 5)
        } else if entity.starts_with("&lt;") {
            ('<', 4)
        } else if entity.starts_with("&gt;") {
            ('>', 4)
        } else {
            ('&', 1)
        };
        plain.push(resolved);
        rest = &entity[length..];
    }
    plain.push_str(rest);
    plain
}
