//! Ids, which never pass through a number: 19 digits do not survive a float.

/// An id written as a bare number.
pub(crate) fn id_of_number(token: &str) -> Result<String, String> {
    let digits = token.strip_prefix('-').unwrap_or(token);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(token.to_owned());
    }
    Err(format!("id is a float: {token}"))
}

/// An id written as text; empty text is no id.
///
/// Text that looks like a float is what a spreadsheet left of an id.
pub(crate) fn id_of_text(text: &str) -> Result<Option<String>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if is_float(text) {
        return Err(format!("id is a float: {text}"));
    }
    Ok(Some(text.to_owned()))
}

/// Digits with a decimal point or an exponent, and nothing else.
///
/// Without a sign or a point only `1e18` and the like count, since `12e5678` may well be a platform's id.
fn is_float(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let has_point = mantissa.contains(['.', ',']);
    let mut parts = mantissa.splitn(2, ['.', ',']);
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa_is_number = mantissa.bytes().any(|byte| byte.is_ascii_digit()) && parts.all(digits);
    match exponent {
        None => has_point && mantissa_is_number,
        Some(exponent) => {
            let signed = exponent.starts_with(['-', '+']);
            let power = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
            let is_bare = mantissa.len() == 1 && matches!(power.parse(), Ok(15..=25));
            mantissa_is_number && !power.is_empty() && digits(power) && (has_point || signed || is_bare)
        }
    }
}
