//! One form of an address, however it was copied.

/// Parameters that say where an address was copied, not what it leads to.
const TRACKING: [&str; 10] =
    ["fbclid", "gclid", "dclid", "yclid", "msclkid", "igshid", "igsh", "mc_cid", "mc_eid", "ref_src"];

/// An address as an object that accounts share: without the scheme, `www.`, the fragment, what was added to follow
/// readers, and a slash at the end. `None` for what has no host.
pub fn link_object(url: &str) -> Option<String> {
    let url = url.trim();
    let rest = match url.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") => rest,
        // Another scheme leads elsewhere, so it stays.
        Some(_) => return Some(url.to_owned()),
        None => url,
    };
    let rest = rest.split('#').next().unwrap_or_default();
    let host_end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(host_end);
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    if host.is_empty() {
        return None;
    }
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let is_telling = |parameter: &&str| {
        let name = parameter.split('=').next().unwrap_or_default();
        !parameter.is_empty() && !name.starts_with("utm_") && !TRACKING.contains(&name)
    };
    let mut object = String::with_capacity(rest.len());
    object.push_str(host);
    object.push_str(path.trim_end_matches('/'));
    for (at, parameter) in query.split('&').filter(is_telling).enumerate() {
        object.push(if at == 0 { '?' } else { '&' });
        object.push_str(parameter);
    }
    Some(object)
}

#[cfg(test)]
mod tests {
    use super::link_object;

    #[track_caller]
    fn check(url: &str, expected: &str) {
        assert_eq!(link_object(url).unwrap_or_default(), expected, "{url}");
    }

    #[test]
    fn one_page_is_one_object() {
        check("https://www.Example.org/Jobs/?utm_source=x&id=7&fbclid=abc#top", "example.org/Jobs?id=7");
        check("http://example.org/Jobs?id=7", "example.org/Jobs?id=7");
        check("example.org", "example.org");
        check("HTTPS://example.org/", "example.org");
        check("https://example.org?a=1&b=2", "example.org?a=1&b=2");
        check("tg://join?invite=abc", "tg://join?invite=abc");
        check("https://", "");
        check("", "");
        check("https://пример.example/работа/", "пример.example/работа");
    }
}
