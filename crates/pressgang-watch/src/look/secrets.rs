//! What of an answer is kept: nothing that holds a token of the request.

use memchr::memmem::Finder;
use url::Url;

use super::Request;

/// Values of a query that are not in what is shown and at least so long are secret, whether or not the judge says so.
const LEAST_SECRET: usize = 8;

/// Longest value of a header that is kept, in bytes.
const MOST_VALUE: usize = 512;

/// Longest address of a hop that is kept, in bytes.
const MOST_HOP: usize = 512;

/// Headers of the evidence: what a rule may need, or whoever checks it. None is anybody's id, cookie or token.
const KEPT: [&str; 13] = [
    "date",
    "content-type",
    "content-length",
    "content-language",
    "content-encoding",
    "retry-after",
    "server",
    "via",
    // Which wall of Cloudflare's this is, and whether Akamai's or a proxy's error page.
    "cf-mitigated",
    "www-authenticate",
    "x-robots-tag",
    "last-modified",
    "age",
];

/// And families of them.
const KEPT_STARTS: [&str; 3] = ["x-rate-limit-", "x-ratelimit-", "ratelimit-"];

/// Never kept, not even beside a body: names that hold one of these carry ids, sessions or tokens.
const NEVER: [&str; 10] =
    ["cookie", "auth", "token", "csrf", "xsrf", "session", "secret", "client-ip", "forwarded", "report-to"];

/// A request's secrets in every form in which a host may repeat them.
#[derive(Default)]
pub(super) struct Secrets {
    forms: Vec<Finder<'static>>,
}

impl Secrets {
    pub(super) fn of(request: &Request) -> Secrets {
        let mut all: Vec<String> = request.secrets.clone();
        for (name, value) in &request.headers {
            if name.eq_ignore_ascii_case("authorization") {
                all.extend(value.split_whitespace().last().map(str::to_owned));
            }
        }
        if let Ok(url) = Url::parse(&request.address) {
            let values = url.query_pairs().map(|(_, value)| value.into_owned());
            let shown = percent_decoded(request.shown.as_bytes());
            let is_shown = |value: &str| Finder::new(value).find(&shown).is_some();
            all.extend(values.filter(|value| value.len() >= LEAST_SECRET && !is_shown(value)));
        }
        let mut forms: Vec<String> = Vec::new();
        for secret in all.iter().map(|secret| secret.trim()).filter(|secret| !secret.is_empty()) {
            // In JSON, with and without what may be escaped, in HTML, and in a query once the rest is decoded.
            let json = serde_json::to_string(secret).unwrap_or_default();
            let json = json.trim_start_matches('"').strip_suffix('"').unwrap_or(secret);
            forms.push(json.replace('/', "\\/"));
            forms.push(json.to_owned());
            forms.push(secret.replace('&', "&amp;"));
            forms.push(secret.replace(' ', "+"));
            forms.push(secret.to_owned());
        }
        forms.sort_unstable();
        forms.dedup();
        Secrets { forms: forms.iter().map(|form| Finder::new(form).into_owned()).collect() }
    }

    /// True if and only if a secret stands in it.
    pub(super) fn are_in(&self, bytes: &[u8]) -> bool {
        let find = |bytes: &[u8]| self.forms.iter().any(|form| form.find(bytes).is_some());
        // However much of it is written in percent.
        find(bytes) || !self.forms.is_empty() && memchr::memchr(b'%', bytes).is_some() && find(&percent_decoded(bytes))
    }

    /// An address as it is kept of a hop: scheme, host and path, and no secret.
    pub(super) fn hop(&self, url: &Url) -> String {
        let mut bare = url.clone();
        bare.set_query(None);
        bare.set_fragment(None);
        match self.are_in(bare.as_str().as_bytes()) {
            true => format!("{}/…", origin(&bare)),
            false => cut(bare.as_str(), MOST_HOP),
        }
    }

    /// The headers that evidence keeps, names in lower case, in order.
    pub(super) fn kept(&self, headers: &[(String, String)]) -> Vec<(String, String)> {
        let is_kept = |name: &str| KEPT.contains(&name) || KEPT_STARTS.iter().any(|start| name.starts_with(start));
        let headers = headers.iter().filter_map(|(name, value)| match name.as_str() {
            "location" => Some((name.clone(), origin(&Url::parse(value).ok()?))),
            name if is_kept(name) => Some((name.to_owned(), cut(value, MOST_VALUE))),
            _ => None,
        });
        headers.filter(|(_, value)| !self.are_in(value.as_bytes())).collect()
    }

    /// The headers that are kept beside a body: all but those that carry ids, sessions or tokens.
    pub(super) fn beside_a_body(&self, headers: &[(String, String)]) -> Vec<(String, String)> {
        let is_fit = |name: &str| NEVER.iter().all(|never| !name.contains(never)) || name == "www-authenticate";
        let headers = headers.iter().filter(|(name, _)| is_fit(name));
        let headers = headers.filter_map(|(name, value)| match name.as_str() {
            "location" => Some((name.clone(), origin(&Url::parse(value).ok()?))),
            _ => Some((name.clone(), value.clone())),
        });
        headers.filter(|(_, value)| !self.are_in(value.as_bytes())).collect()
    }
}

fn origin(url: &Url) -> String {
    let port = url.port().map_or(String::new(), |port| format!(":{port}"));
    format!("{}://{}{port}", url.scheme(), url.host_str().unwrap_or_default())
}

fn cut(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let end = (0..=most).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    format!("{}…", &text[..end])
}

fn percent_decoded(bytes: &[u8]) -> Vec<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    let (mut decoded, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(&byte) = bytes.get(at) {
        let value = (byte == b'%').then(|| Some(digit(at + 1)? * 16 + digit(at + 2)?)).flatten();
        decoded.push(value.and_then(|value| u8::try_from(value).ok()).unwrap_or(byte));
        at += if value.is_some() { 3 } else { 1 };
    }
    decoded
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    fn request(address: &str, shown: &str, header: &str, secrets: &[&str]) -> Request {
        let headers = header.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
        Request {
            name: "api".to_owned(),
            address: address.to_owned(),
            shown: shown.to_owned(),
            headers: headers.into_iter().collect(),
            secrets: secrets.iter().map(|secret| (*secret).to_owned()).collect(),
            pause: Duration::ZERO,
        }
    }

    fn pairs(written: &[(&str, &str)]) -> Vec<(String, String)> {
        written.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn secrets_in_every_form() {
        let plain = request("https://a.example/", "https://a.example/", "", &["ab/c+d=&e", ""]);
        let bearer = request("https://a.example/", "https://a.example/", "Authorization: Bearer s3cret", &[]);
        let query = request(
            "https://a.example/?access_token=0123456789&v=5.131&url=https%3A%2F%2Fx.example%2F1",
            "https://a.example/?v=5.131&url=https%3A%2F%2Fx.example%2F1",
            "",
            &[],
        );
        let cases = [
            (&plain, "x ab/c+d=&e x", true),
            (&plain, "x ab%2Fc%2Bd%3D%26e x", true),
            (&plain, "x ab%2fc%2bd%3d%26e x", true),
            (&plain, r#"{"t": "ab\/c+d=&e"}"#, true),
            (&plain, "x ab/c%2bd=%26e 100%", true),
            (&plain, "<a href='?t=ab/c+d=&amp;e'>", true),
            (&plain, "ab/c", false),
            (&plain, "", false),
            (&bearer, "you sent s3cret", true),
            (&bearer, "Bearer", false),
            (&query, "token 0123456789 is wrong", true),
            // What is shown anyway and what is short is no secret.
            (&query, "5.131 https://x.example/1", false),
        ];
        for (request, text, expected) in cases {
            assert_eq!(Secrets::of(request).are_in(text.as_bytes()), expected, "{request:?} {text}");
        }
    }

    #[test]
    fn hops() {
        let secrets = Secrets::of(&request("https://a.example/", "", "", &["s3cret"]));
        let cases = [
            ("https://a.example/login?next=%2Fp&sid=1#top", "https://a.example/login"),
            ("https://a.example:8443/x/s3cret/y", "https://a.example:8443/…"),
            ("https://a.example/?t=s3cret", "https://a.example/"),
        ];
        for (url, expected) in cases {
            assert_eq!(secrets.hop(&Url::parse(url).unwrap()), expected);
        }
        let long = secrets.hop(&Url::parse(&format!("https://a.example/{}", "ä".repeat(300))).unwrap());
        assert!(long.len() <= MOST_HOP + 3 && long.ends_with('…'), "{long}");
    }

    #[test]
    fn headers_of_the_evidence() {
        let secrets = Secrets::of(&request("https://a.example/", "", "", &["s3cret"]));
        let all = pairs(&[
            ("date", "Tue, 30 May 2023 12:00:00 GMT"),
            ("set-cookie", "guest_id=1"),
            ("location", "https://b.example:8443/login?next=s3cret"),
            ("x-rate-limit-remaining", "12"),
            ("cf-ray", "7cf"),
            ("via", "1.1 s3cret"),
            ("x-csrf-token", "abc"),
            ("x-connection-hash", "abc"),
            ("server", &"ü".repeat(400)),
        ]);
        let kept = secrets.kept(&all);
        let names: Vec<&str> = kept.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["date", "location", "x-rate-limit-remaining", "server"]);
        assert_eq!(kept[1].1, "https://b.example:8443");
        assert_eq!(kept[3].1.len(), MOST_VALUE + "…".len());
        let beside: Vec<String> = secrets.beside_a_body(&all).into_iter().map(|(name, _)| name).collect();
        assert_eq!(beside, ["date", "location", "x-rate-limit-remaining", "cf-ray", "x-connection-hash", "server"]);
    }
    proptest! {
        /// Whatever a token is, it is found in what is said of it in JSON and in queries.
        #[test]
        fn no_token_gets_by(token in "[!-~]{1,40}", before in "[a-z%\"\\\\]{0,5}") {
            let secrets = Secrets::of(&request("https://a.example/", "", "", &[&token]));
            let json = serde_json::to_string(&format!("{before} {token}")).unwrap();
            let query: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
            let mut url = Url::parse("https://a.example/").unwrap();
            url.query_pairs_mut().append_pair("t", &token);
            for text in [json, query, url.to_string(), format!("{before} {token}")] {
                prop_assert!(secrets.are_in(text.as_bytes()), "{}", text);
            }
        }
    }
}
