//! Texts that platforms write as HTML, as people see them.

use std::borrow::Cow;

use super::unique;

/// What a piece of HTML shows: its text with its line breaks, and the addresses behind its links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) text: String,
    /// Where links lead, in order, each once; links to mentioned accounts and hashtags, which are marked as such, are
    /// left out.
    pub(crate) links: Vec<String>,
}

/// Resolves every character reference once: `&quot;`, `&#39;`, `&#x1F600;`.
pub(crate) fn unescape_html(text: &str) -> Cow<'_, str> {
    html_escape::decode_html_entities(text)
}

/// The text of a piece of HTML: `<br>` and the borders of blocks are line breaks, other tags vanish, characters are
/// unescaped once; what a class hides (Mastodon's `invisible`) is still part of the text.
///
/// Between two paragraphs stands one empty line. A `<` that begins no tag is itself.
pub(crate) fn shown(html: &str) -> Shown {
    let mut shown = Shown::default();
    let mut links = Vec::new();
    let mut unended = 0;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        shown.text.push_str(&unescape_html(&rest[..at]));
        rest = &rest[at..];
        let tag = if unended < MOST_UNENDED { Tag::of(rest) } else { None };
        let Some(tag) = tag else {
            unended += usize::from(begins_tag(rest));
            shown.text.push('<');
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        match tag.name.as_str() {
            "br" => shown.text.push('\n'),
            "p" if tag.is_end => shown.text.push_str("\n\n"),
            "div" | "li" | "blockquote" | "ul" | "ol" | "tr" if tag.is_end => shown.text.push('\n'),
            // What a browser would not show.
            "script" | "style" if !tag.is_end => {
                let is_end = |at: &usize| {
                    let name = rest.get(at + 2..at + 2 + tag.name.len());
                    name.is_some_and(|name| name.eq_ignore_ascii_case(&tag.name))
                };
                let at = rest.match_indices("</").map(|(at, _)| at).find(is_end);
                rest = at.map_or("", |at| &rest[at..]);
            }
            "a" if !tag.is_end && !tag.is_marked() => {
                links.extend(tag.attribute("href"));
            }
            // Pictures of emoji say in words which they are.
            "img" => shown.text.push_str(&tag.attribute("alt").unwrap_or_default()),
            _ => {}
        }
    }
    shown.text.push_str(&unescape_html(rest));
    shown.text.truncate(shown.text.trim_end().len());
    shown.links = unique(links);
    shown
}

/// Behind so many tags that never end no more are looked for, as each is looked for to the end of the text.
const MOST_UNENDED: usize = 64;

/// True if and only if this `<` is followed by a name, so that only its end is missing.
fn begins_tag(html: &str) -> bool {
    let name = html.strip_prefix("</").unwrap_or(&html[1..]);
    name.starts_with(|c: char| c.is_ascii_alphabetic())
}

struct Tag<'h> {
    name: String,
    is_end: bool,
    inside: &'h str,
    length: usize,
}

impl<'h> Tag<'h> {
    /// The tag that begins with this `<`, or a comment.
    fn of(html: &'h str) -> Option<Tag<'h>> {
        if html.starts_with("<!--") {
            let length = html.find("-->").map_or(html.len(), |end| end + 3);
            return Some(Tag { name: String::new(), is_end: false, inside: "", length });
        }
        let is_end = html[1..].starts_with('/');
        let name_at = if is_end { 2 } else { 1 };
        let name = &html[name_at..];
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let mut quote = None;
        for (at, c) in html.char_indices().skip(name_at + name.len()) {
            match (quote, c) {
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), c) if open == c => quote = None,
                (None, '>') => {
                    let inside = &html[name_at + name.len()..at];
                    return Some(Tag { name: name.to_ascii_lowercase(), is_end, inside, length: at + 1 });
                }
                _ => {}
            }
        }
        None
    }

    /// Whether a link leads to an account or a hashtag that the text names.
    fn is_marked(&self) -> bool {
        let has = |name: &str, words: &[&str]| {
            let value = self.attribute(name).unwrap_or_default();
            value.split_ascii_whitespace().any(|word| words.contains(&word))
        };
        has("class", &["mention", "hashtag"]) || has("rel", &["tag"])
    }

    fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.inside;
        while let Some(at) = rest.find('=') {
            let key = rest[..at].trim_end().rsplit(|c: char| c.is_whitespace() || c == '/').next()?;
            let value = rest[at + 1..].trim_start();
            let (value, behind) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split_once(quote)?,
                _ => value.split_once(char::is_whitespace).unwrap_or((value, "")),
            };
            if key.eq_ignore_ascii_case(name) {
                return Some(unescape_html(value).into_owned()).filter(|value| !value.is_empty());
            }
            rest = behind;
        }
        None
    }
}
