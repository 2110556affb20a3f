//! Addresses of files: which can be asked at all, where a redirect leads, and how they are spoken of.

use url::{Host, Url};

use crate::address::is_web_port;
use crate::error::FetchError;

/// Longest address that is asked, in bytes. Signed addresses of media have some 2,000.
const MOST_LENGTH: usize = 8 << 10;

/// Longest file name that is shown.
const MOST_SHOWN: usize = 40;

/// Reads an address and refuses what is never asked, whatever it resolves to.
pub(crate) fn parse(written: &str) -> Result<Url, FetchError> {
    if written.len() > MOST_LENGTH {
        return Err(FetchError::NoAddress);
    }
    check(Url::parse(written.trim()).map_err(|_| FetchError::NoAddress)?)
}

/// Where a redirect leads.
pub(crate) fn next(from: &Url, location: &str) -> Result<Url, FetchError> {
    if location.len() > MOST_LENGTH {
        return Err(FetchError::NoAddress);
    }
    let to = check(from.join(location).map_err(|_| FetchError::NoAddress)?)?;
    if from.scheme() == "https" && to.scheme() == "http" {
        return Err(FetchError::Downgrade);
    }
    Ok(to)
}

fn check(mut url: Url) -> Result<Url, FetchError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(FetchError::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(FetchError::UserInfo);
    }
    if url.host().is_none() || url.port_or_known_default() == Some(0) {
        return Err(FetchError::NoAddress);
    }
    // A fragment is the reader's own and never sent.
    url.set_fragment(None);
    Ok(url)
}

/// The host that an address names, as one key: whom to be polite to. Both web ports are one host's; others, which only
/// hosts that are allowed by port are asked on, are kept apart.
pub(crate) fn key(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    match url.port_or_known_default() {
        Some(port) if !is_web_port(port) => format!("{host}:{port}"),
        _ => host.to_owned(),
    }
}

/// The host that an address names, in lower case; `None` for what is no address of a web server.
pub fn host(address: &str) -> Option<String> {
    let url = parse(address).ok()?;
    match url.host()? {
        Host::Domain(name) => Some(name.trim_end_matches('.').to_owned()),
        Host::Ipv4(ip) => Some(ip.to_string()),
        Host::Ipv6(ip) => Some(ip.to_string()),
    }
}

/// An address fit for talk: its host and the name of the file, without anything that may be a token (user, query,
/// fragment, the folders between, and names that are long or look like no file's).
pub fn redacted(address: &str) -> String {
    match Url::parse(address.trim()) {
        Ok(url) => redacted_url(&url),
        Err(_) => "(no address)".to_owned(),
    }
}

pub(crate) fn redacted_url(url: &Url) -> String {
    let Some(host) = url.host_str() else { return format!("{}:…", url.scheme()) };
    let port = url.port().map_or(String::new(), |port| format!(":{port}"));
    let path = url.path();
    let name = path.rsplit('/').next().unwrap_or_default();
    let folders = path.trim_start_matches('/').contains('/');
    let shown = if name.is_empty() || is_file_name(name) { name } else { "…" };
    format!("{}://{host}{port}/{}{shown}", url.scheme(), if folders { "…/" } else { "" })
}

/// `photo_12.jpg`, and nothing that could carry a token.
fn is_file_name(name: &str) -> bool {
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    name.len() <= MOST_SHOWN
        && !stem.is_empty()
        && (2..=5).contains(&ending.len())
        && ending.bytes().all(|b| b.is_ascii_alphanumeric())
        && stem.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_asked() {
        let cases = [
            ("https://example.com/a.jpg", "ok"),
            (" http://EXAMPLE.com/a b.jpg#part ", "ok"),
            ("https://bücher.example/a.jpg", "ok"),
            ("file:///etc/passwd", "neither http nor https"),
            ("ftp://example.com/a.jpg", "neither http nor https"),
            ("javascript:alert(1)", "neither http nor https"),
            ("data:image/png;base64,AAAA", "neither http nor https"),
            ("https://user@example.com/a.jpg", "a user or password"),
            ("https://:secret@example.com/a.jpg", "a user or password"),
            ("//example.com/a.jpg", "no address"),
            ("photos/photo_1.jpg", "no address"),
            ("https://", "no address"),
            ("https://exa mple.com/", "no address"),
            ("http://example.com:0/", "no address"),
            ("http://example.com:99999/", "no address"),
            ("", "no address"),
        ];
        for (written, expected) in cases {
            let found = parse(written).map_or_else(|e| e.to_string(), |_| "ok".to_owned());
            assert!(found.contains(expected), "{written}: {found}");
        }
        assert!(matches!(parse(&format!("https://example.com/{}", "a".repeat(9000))), Err(FetchError::NoAddress)));
    }

    #[test]
    fn where_redirects_lead() {
        let from = Url::parse("https://example.com/a/b.jpg?sig=1").unwrap();
        let cases = [
            ("/c.jpg", "https://example.com/c.jpg"),
            ("c.jpg", "https://example.com/a/c.jpg"),
            ("//example.org/c.jpg", "https://example.org/c.jpg"),
            ("https://example.org/c.jpg#x", "https://example.org/c.jpg"),
            ("http://example.com/c.jpg", "it leads from https to http"),
            ("file:///etc/passwd", "the address is neither http nor https"),
            ("https://a:b@example.com/", "the address holds a user or password"),
        ];
        for (location, expected) in cases {
            let found = next(&from, location).map_or_else(|e| e.to_string(), |url| url.to_string());
            assert_eq!(found, expected, "{location}");
        }
        let plain = Url::parse("http://example.com/").unwrap();
        assert_eq!(next(&plain, "https://example.com/").unwrap().scheme(), "https");
    }

    #[test]
    fn nothing_that_may_be_a_token_is_shown() {
        let cases = [
            ("https://example.com/a.jpg?x-expires=1&sig=SECRET#SECRET", "https://example.com/a.jpg"),
            ("https://u:SECRET@example.com/botSECRET/photos/file_1.jpg", "https://example.com/…/file_1.jpg"),
            ("https://example.com/SECRET", "https://example.com/…"),
            ("https://example.com/o/SECRET~tplv.image", "https://example.com/…/…"),
            ("https://example.com/a%20SECRET.jpg", "https://example.com/…"),
            ("https://example.com:8443/", "https://example.com:8443/"),
            ("https://example.com", "https://example.com/"),
            ("data:image/png;base64,SECRET", "data:…"),
            ("SECRET", "(no address)"),
        ];
        for (address, expected) in cases {
            assert_eq!(redacted(address), expected, "{address}");
        }
    }

    #[test]
    fn hosts() {
        let cases = [
            ("https://EXAMPLE.com./a", Some("example.com")),
            ("http://2130706433/", Some("127.0.0.1")),
            ("http://0x7f.1/", Some("127.0.0.1")),
            ("http://[::1]:8080/", Some("::1")),
            ("file:///a", None),
        ];
        for (address, expected) in cases {
            assert_eq!(host(address).as_deref(), expected, "{address}");
        }
    }
    #[test]
    fn whom_to_be_polite_to() {
        let cases = [
            ("https://EXAMPLE.com/a", "example.com"),
            ("http://example.com./b", "example.com"),
            ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
            ("http://[::1]/", "[::1]"),
        ];
        for (address, expected) in cases {
            assert_eq!(key(&Url::parse(address).unwrap()), expected, "{address}");
        }
    }
}
