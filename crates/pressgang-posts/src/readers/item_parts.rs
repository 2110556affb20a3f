//! What items of several platforms leave to be found in their texts, and values they write alike.

use crate::Timestamp;
use crate::json::Object;
use crate::values::links_in;
pub(crate) use crate::values::{hashtags_in, mentions_in};

/// A time, where there is one; zero is none.
pub(crate) fn time(item: &Object<'_>, field: &str) -> Result<Option<Timestamp>, String> {
    let Some(raw) = item.get(field).filter(|raw| !matches!(raw.token(), "0" | "\"0\"" | "\"\"")) else {
        return Ok(None);
    };
    raw.time().map(Some).ok_or_else(|| format!("{field} is no known form of time"))
}

/// Addresses that stand in a text.
pub(crate) fn addresses_in(text: &str) -> impl Iterator<Item = String> {
    links_in(text).into_iter()
}

/// Where a redirect of Meta's platforms leads (`https://l.facebook.com/l.php?u=...`); other addresses stay.
pub(crate) fn behind_redirect(address: String) -> String {
    const HOSTS: [&str; 4] = ["facebook.com", "instagram.com", "threads.com", "threads.net"];
    let bare = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let host = bare.and_then(|bare| bare.split(['/', '?']).next()).unwrap_or_default();
    let is_redirect = ["l.", "lm."].iter().any(|prefix| host.strip_prefix(prefix).is_some_and(|h| HOSTS.contains(&h)));
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let target = query.split('&').find_map(|pair| pair.strip_prefix("u="));
    match target.filter(|_| is_redirect).map(percent_decoded) {
        Some(target) if target.starts_with("http") => without_click(target),
        _ => address,
    }
}

/// The platform marks each click by itself, so that one target would look like many.
fn without_click(mut address: String) -> String {
    if let Some(at) = address.rfind("fbclid=").filter(|at| *at > 0)
        && address.get(at..).is_some_and(|mark| !mark.contains(['&', '#']))
        && address.get(at - 1..at).is_some_and(|sign| sign == "?" || sign == "&")
    {
        address.truncate(at - 1);
    }
    address
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        let digits = behind.get(..2).filter(|_| byte == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(byte);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
