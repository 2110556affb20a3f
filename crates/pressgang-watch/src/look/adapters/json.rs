//! JSON of strangers, also where only its beginning came.

use serde_json::Value;

/// Deepest nesting that is completed; serde_json itself reads 128 levels.
const MOST_DEPTH: usize = 120;

/// Reads a document; where it is cut, what is whole of it.
pub(crate) fn read(text: &str, is_cut: bool) -> Option<Value> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    match serde_json::from_str(text) {
        Ok(value) => Some(value),
        Err(_) if is_cut => serde_json::from_str(&completed(text)?).ok(),
        Err(_) => None,
    }
}

/// The beginning of a document up to its last whole member, with everything closed that is open there.
fn completed(text: &str) -> Option<String> {
    let mut open: Vec<u8> = Vec::new();
    let (mut in_string, mut escaped) = (false, false);
    let mut last: Option<(usize, Vec<u8>)> = None;
    for (at, byte) in text.bytes().enumerate() {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => {
                if open.len() >= MOST_DEPTH {
                    return None;
                }
                open.push(if byte == b'{' { b'}' } else { b']' });
                last = Some((at + 1, open.clone()));
            }
            b'}' | b']' => {
                if open.pop() != Some(byte) {
                    return None;
                }
                last = Some((at + 1, open.clone()));
            }
            // What stands before a comma is whole.
            b',' => last = Some((at, open.clone())),
            _ => {}
        }
    }
    let (at, open) = last?;
    let mut whole = text[..at].to_owned();
    whole.extend(open.iter().rev().map(|byte| char::from(*byte)));
    Some(whole)
}

/// The first JSON object in a script behind `name =`, if it is whole.
pub(crate) fn assigned(script: &str, name: &str) -> Option<Value> {
    let at = script.find(name)? + name.len();
    let rest = script[at..].trim_start().strip_prefix('=')?.trim_start();
    if !rest.starts_with('{') {
        return None;
    }
    serde_json::Deserializer::from_str(rest).into_iter::<Value>().next()?.ok()
}

/// The value at a path of keys.
pub(crate) fn at<'v>(value: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, key| value.get(key))
}

/// A text or number as text.
pub(crate) fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// The text or number at a path.
pub(crate) fn word_at(value: &Value, path: &[&str]) -> Option<String> {
    at(value, path).and_then(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cut: &str, expected: &str) {
        assert_eq!(read(cut, true).map(|value| value.to_string()).unwrap_or_default(), expected, "{cut}");
    }

    #[test]
    fn cut_documents_keep_what_is_whole() {
        check(r#"{"url":"a","html":"b"#, r#"{"url":"a"}"#);
        check(r#"{"a":[{"b":1},{"c":2"#, r#"{"a":[{"b":1},{}]}"#);
        check(r#"{"a":"x\"},{","b":tr"#, r#"{"a":"x\"},{"}"#);
        check(r#"{"a":"b"#, "{}");
        check(r#"{"a"]"#, "");
        check("nothing", "");
        assert!(read(r#"{"a":1,"#, false).is_none());
    }

    #[test]
    fn objects_in_scripts() {
        let value = assigned(r#"var a = 1; var player = {"b":"}"};var c"#, "var player").unwrap();
        assert_eq!(value["b"], "}");
        assert!(assigned(r#"player = {"b":"#, "player").is_none());
    }
}
