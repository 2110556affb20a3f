//! What items of several platforms leave to be found in their texts, and values they write alike.

use crate::Timestamp;
use crate::json::Object;
use crate::values::address_runs;

/// A time, where there is one; zero is none.
pub(crate) fn time(item: &Object<'_>, field: &str) -> Result<Option<Timestamp>, String> {
    let Some(raw) = item.get(field).filter(|raw| !matches!(raw.token(), "0" | "\"0\"" | "\"\"")) else {
        return Ok(None);
    };
    raw.time().map(Some).ok_or_else(|| format!("{field} is no known form of time"))
}

/// Addresses that stand in a text.
pub(crate) fn addresses_in(text: &str) -> impl Iterator<Item = String> + '_ {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '|' | ']' | ')' | '}' | '»' | '”');
    address_runs(text, ends).filter_map(|(_, run)| {
        let scheme = run.find("://")? + 3;
        let address = run.trim_end_matches(['.', ',', '!', '?', ':', ';', '\'', '…']);
        (address.len() > scheme).then(|| address.to_owned())
    })
}

/// Words behind `#`; letters of some scripts are followed by marks that are no letters, so what ends a word is listed.
pub(crate) fn hashtags_in(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut end_of_last = 0;
    for (at, sign) in text.match_indices(['#', '＃']) {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        // One may follow the other without a space, but `page#part` is no hashtag.
        let is_start =
            at == end_of_last || before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | '&' | '_'));
        let rest = text.get(at + sign.len()..).unwrap_or_default();
        let ends = |c: char| c.is_whitespace() || (c.is_ascii_punctuation() && c != '_') || is_punctuation(c);
        let word = rest.split(ends).next().unwrap_or_default();
        if is_start && word.chars().any(|c| !c.is_ascii_digit()) {
            end_of_last = at + sign.len() + word.len();
            found.push(word.to_owned());
        }
    }
    found
}

/// Punctuation beyond ASCII that people put behind a hashtag.
fn is_punctuation(c: char) -> bool {
    matches!(c, '＃' | '‘' | '’' | '“' | '”' | '„' | '«' | '»' | '…' | '–' | '—' | '•' | '·')
        || matches!(
            c,
            '、' | '。' | '，' | '！' | '？' | '：' | '；' | '（' | '）' | '「' | '」' | '،' | '؛' | '؟' | '।'
        )
}

/// Names behind `@` of the letters that Instagram, Threads and TikTok allow; addresses of mail are no mentions.
pub(crate) fn mentions_in(text: &str) -> impl Iterator<Item = String> + '_ {
    text.match_indices('@').filter_map(|(at, _)| {
        let before = text.get(..at)?.chars().next_back();
        let rest = text.get(at + 1..)?;
        let belongs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
        let end = rest.find(|c: char| !belongs(c)).unwrap_or(rest.len());
        let name = rest.get(..end)?.trim_end_matches('.');
        let is_start = before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '/' | '@' | '+' | '-'));
        (is_start && !name.is_empty()).then(|| name.to_owned())
    })
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
