//! One value of a generic record, whatever kind of file it stands in.

use std::borrow::Cow;

use super::{addresses, count, id_of_number, id_of_text, items, parse_time};
use crate::json::{Object, Raw};
use crate::{Media, MediaKind, Timestamp};

/// A value that is there: files' own ways of saying "nothing" never become cells.
pub(crate) enum Cell<'a> {
    Text(Cow<'a, str>),
    /// A whole number or a float as written.
    Number(Cow<'a, str>),
    Instant(Timestamp),
    List(Vec<String>),
    Json(Raw<'a>),
}

impl<'a> Cell<'a> {
    /// The value of a text field; spreadsheets and data frames write a missing one in several ways.
    pub(crate) fn of_text(text: &'a str) -> Option<Cell<'a>> {
        if text.is_empty() { None } else { Some(Cell::Text(Cow::Borrowed(text))) }
    }

    pub(crate) fn of_json(raw: Raw<'a>) -> Option<Cell<'a>> {
        if let Some(text) = raw.string() {
            return (!text.is_empty()).then_some(Cell::Text(text));
        }
        match raw.number() {
            Some(token) => Some(Cell::Number(Cow::Borrowed(token))),
            None => (!raw.is_null()).then_some(Cell::Json(raw)),
        }
    }

    /// An id; `Ok(None)` where there is none.
    pub(crate) fn id(&self) -> Result<Option<String>, String> {
        match self {
            Cell::Text(text) if is_nothing(text) => Ok(None),
            // Some tools write a list where others have an id.
            Cell::Text(text) if text.trim_start().starts_with(['[', '{']) => {
                Err("id is neither text nor a number".to_owned())
            }
            Cell::Text(text) => id_of_text(text),
            Cell::Number(token) => id_of_number(token).map(Some),
            Cell::Instant(_) | Cell::List(_) | Cell::Json(_) => Err("id is neither text nor a number".to_owned()),
        }
    }

    pub(crate) fn text(self) -> Option<String> {
        match self {
            Cell::Text(text) | Cell::Number(text) => Some(text.into_owned()),
            Cell::Instant(_) | Cell::List(_) | Cell::Json(_) => None,
        }
    }

    /// Text other than the words for nothing.
    pub(crate) fn label(self) -> Option<String> {
        self.text().map(|text| text.trim().to_owned()).filter(|text| !is_nothing(text))
    }

    /// A time; `Err` says how what is there is written, `Ok(None)` is nothing.
    pub(crate) fn time(&self) -> Result<Option<Timestamp>, String> {
        match self {
            Cell::Instant(instant) => Ok(Some(*instant)),
            Cell::Text(text) if is_nothing(text) => Ok(None),
            Cell::Text(text) | Cell::Number(text) => match parse_time(text) {
                Some(time) => Ok(Some(time)),
                None => Err(manner(text)),
            },
            Cell::List(_) => Err("a list".to_owned()),
            Cell::Json(_) => Err("neither text nor a number".to_owned()),
        }
    }

    pub(crate) fn count(&self) -> Option<u64> {
        match self {
            Cell::Text(text) | Cell::Number(text) => count(text),
            // Shapes in which other tools nest a count.
            Cell::Json(raw) => raw.object()?.get("count").and_then(|inner| count(inner.token())),
            Cell::Instant(_) | Cell::List(_) => None,
        }
    }

    /// True if and only if it says yes, in one of the ways in which tables do.
    pub(crate) fn is_yes(&self) -> bool {
        match self {
            Cell::Text(text) => ["true", "yes", "1"].iter().any(|yes| text.trim().eq_ignore_ascii_case(yes)),
            Cell::Number(token) => token == "1",
            Cell::Json(raw) => raw.is_true(),
            Cell::Instant(_) | Cell::List(_) => false,
        }
    }

    pub(crate) fn addresses(self) -> Vec<String> {
        match self {
            Cell::Text(text) => addresses(&text),
            other => other.list(&["expanded_url", "url", "href"]),
        }
    }

    /// Words with the sign before them taken off.
    pub(crate) fn words(self, sign: char) -> Vec<String> {
        let words = match self {
            Cell::Text(text) => items(&text),
            other => other.list(&["tag", "text", "name", "username", "screen_name"]),
        };
        let bare = words.into_iter().map(|word| word.strip_prefix(sign).map(str::to_owned).unwrap_or(word));
        bare.filter(|word| !word.is_empty()).collect()
    }

    pub(crate) fn media(self) -> Vec<Media> {
        let Cell::Json(raw) = self else { return Vec::new() };
        raw.elements().into_iter().filter_map(Raw::object).filter_map(|object| media(&object)).collect()
    }

    fn list(self, keys: &[&str]) -> Vec<String> {
        match self {
            Cell::List(items) => items,
            Cell::Json(raw) => {
                let item = |element: Raw<'_>| {
                    let text = element.string().map(Cow::into_owned);
                    text.or_else(|| element.object().and_then(|object| keys.iter().find_map(|key| object.owned(key))))
                };
                raw.elements().into_iter().filter_map(item).filter(|item| !item.is_empty()).collect()
            }
            Cell::Text(_) | Cell::Number(_) | Cell::Instant(_) => Vec::new(),
        }
    }
}

fn media(object: &Object<'_>) -> Option<Media> {
    let kind = match object.string("kind").or_else(|| object.string("type"))?.as_ref() {
        "photo" | "image" => MediaKind::Photo,
        "video" | "animated_gif" | "gif" => MediaKind::Video,
        "audio" => MediaKind::Audio,
        _ => MediaKind::Document,
    };
    Some(Media {
        kind,
        url: object.owned("url"),
        path: object.owned("path"),
        alt: object.owned("alt"),
        text: object.owned("text"),
    })
}

/// How a text is written, without what it says: reasons are shown where no content may be, and a column taken for the
/// wrong field can hold anything.
fn manner(text: &str) -> String {
    let hidden = |c: char| match c {
        _ if c.is_numeric() => '9',
        _ if c.is_alphabetic() => 'a',
        other => other,
    };
    let start: String = text.chars().take(30).map(hidden).collect();
    format!("written like {start:?}")
}

/// What spreadsheets, data frames and scripts write where there is nothing.
fn is_nothing(text: &str) -> bool {
    matches!(text.trim(), "" | "null" | "NULL" | "None" | "nan" | "NaN" | "NA" | "N/A" | "<NA>" | "undefined")
}
