//! Making requests of their data.

use std::fmt::Write;
use std::time::Duration;

use url::Url;

use super::address::Parts;
use super::spec::RequestSpec;
use crate::look::Request;

/// What is shown in the place of a token.
const HIDDEN: &str = "***";

/// Fills a request in; `None` where a word for it is missing, or the token without which it is not asked.
pub(crate) fn make(
    spec: &RequestSpec,
    parts: &Parts,
    token: Option<&str>,
    elsewhere: impl Fn(&Url) -> Option<Url>,
) -> Option<Request> {
    let mut template = spec.address.clone();
    if let (Some(_), None) = (&spec.token, token) {
        // Without anything that may be left out, there is no request without the token.
        template = template.replace(spec.only_with_token.as_deref()?, "");
    }
    let address = moved(&fill(&template, parts, token)?, &elsewhere)?;
    let shown = moved(&fill(&template, parts, token.map(|_| HIDDEN))?, &elsewhere)?;
    let mut headers = Vec::new();
    for (name, value) in &spec.headers {
        match (value.contains("{token}"), token) {
            (true, Some(token)) => headers.push((name.clone(), value.replace("{token}", token))),
            (true, None) => {}
            (false, _) => headers.push((name.clone(), value.clone())),
        }
    }
    let mut secrets = Vec::new();
    if let Some(token) = token.filter(|_| spec.token.is_some()) {
        secrets.push(token.to_owned());
        let encoded = encode(token);
        if encoded != token {
            secrets.push(encoded);
        }
    }
    Some(Request {
        name: spec.name.clone(),
        address,
        shown,
        headers,
        secrets,
        pause: Duration::from_millis(spec.pause_ms),
    })
}

fn moved(address: &str, elsewhere: &impl Fn(&Url) -> Option<Url>) -> Option<String> {
    let url = Url::parse(address).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return None;
    }
    Some(elsewhere(&url).unwrap_or(url).into())
}

/// `{word}` percent-encoded, `{+word}` as it is.
fn fill(template: &str, parts: &Parts, token: Option<&str>) -> Option<String> {
    let mut filled = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (word, after) = after.split_once('}')?;
        match word.strip_prefix('+') {
            Some(word) => filled.push_str(parts.word(word)?),
            None if word == "token" => filled.push_str(&encode(token?)),
            None => filled.push_str(&encode(parts.word(word)?)),
        }
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

/// A text as one piece of a path or query.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'*' => {
                encoded.push(char::from(byte))
            }
            _ => {
                // Writing to a string never fails.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}
