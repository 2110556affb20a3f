//! Counts, where nothing is ever read as zero.

/// A whole number, also with thousands separators or as a float without a fraction; anything else is no count.
pub(crate) fn count(text: &str) -> Option<u64> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if !fraction.bytes().all(|byte| byte == b'0') || whole.is_empty() {
        return None;
    }
    if whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return whole.parse().ok();
    }
    let is_separator = |c: char| matches!(c, ',' | ' ' | '\u{a0}' | '\u{202f}' | '\'' | '\u{2019}');
    let mut groups = whole.split(is_separator);
    let first = groups.next()?;
    let mut digits = String::from(first);
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        digits.push_str(group);
    }
    if first.is_empty() || first.len() > 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}
