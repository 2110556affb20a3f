//! An answer while it is read, and the marks that are kept of it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::address::Parts;
use super::html::{self, Page};
use super::phrases::Phrases;
use super::{json, page, text};
use crate::look::{Answer, COME_LATER};

/// Most marks of one answer, and most bytes of one.
const MOST_MARKS: usize = 64;
const MOST_LENGTH: usize = 80;

/// Most bytes of a plain answer that are read as a message.
const MOST_MESSAGE: usize = 600;

/// Marks, each once, in the order in which they were seen.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    list: Vec<String>,
    seen: BTreeSet<String>,
}

impl Marks {
    /// Adds a mark. What comes from an answer is cut and rid of everything but letters, digits and a few signs.
    pub(crate) fn add(&mut self, mark: impl AsRef<str>) {
        let is_plain = |c: &char| c.is_alphanumeric() || ":@._!/#-".contains(*c);
        let mark: String = mark.as_ref().chars().filter(is_plain).take(MOST_LENGTH).collect();
        if self.list.len() < MOST_MARKS && self.seen.insert(mark.clone()) {
            self.list.push(mark);
        }
    }

    pub(crate) fn into_list(self) -> Vec<String> {
        self.list
    }
}

/// An answer and what is known beside it.
pub(crate) struct Reading<'a> {
    pub(crate) parts: &'a Parts,
    /// The request's name.
    pub(crate) name: &'a str,
    pub(crate) phrases: &'a Phrases,
    /// The document, if it is one of JSON; where it is cut, what is whole of it.
    pub(crate) json: Option<Value>,
    /// The page, if it is one.
    pub(crate) page: Option<Page>,
    pub(crate) marks: Marks,
}

impl<'a> Reading<'a> {
    /// Reads what every answer says: of what kind it is, and what any page says.
    pub(crate) fn new(
        parts: &'a Parts,
        name: &'a str,
        answer: &'a Answer,
        phrases: &'a Phrases,
        classes: &[&str],
    ) -> Reading<'a> {
        let header = |name: &str| answer.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let text = text::decoded(&answer.body, header("content-type"));
        let mut marks = Marks::default();
        let trimmed = text.trim_start_matches('\u{feff}').trim();
        let json = json::read(trimmed, answer.is_cut);
        let mut page = None;
        if trimmed.is_empty() {
            marks.add("body:empty");
        } else if json.is_some() {
            marks.add("body:json");
        } else if is_html(trimmed) {
            marks.add("body:html");
            page = Some(html::read(trimmed, classes));
        } else {
            marks.add("body:text");
            if trimmed.len() <= MOST_MESSAGE {
                message(trimmed, phrases, &mut marks);
            }
        }
        // Cloudflare says so itself.
        if header("cf-mitigated").is_some_and(|value| value.eq_ignore_ascii_case("challenge")) {
            marks.add("wall:bot");
        }
        if header("x-robots-tag").is_some_and(|value| value.to_ascii_lowercase().contains("noindex")) {
            marks.add("page:noindex-header");
        }
        if let Some(page) = &page {
            let moved_to = answer.hops.last().map(|hop| hop.to.as_str());
            page::marks(page, parts, moved_to, phrases, &mut marks);
        }
        Reading { parts, name, phrases, json, page, marks }
    }

    /// Marks an error's code, and that the host says to come later if it is one that says so.
    pub(crate) fn error(&mut self, code: &str, later: &[&str]) {
        self.marks.add(format!("error:{code}"));
        if later.contains(&code) {
            self.marks.add(COME_LATER);
        }
    }

    /// Marks what a message of an interface says.
    pub(crate) fn message(&mut self, text: &str) {
        message(text, self.phrases, &mut self.marks);
    }

    /// The text or number at a path of the document.
    pub(crate) fn word(&self, path: &[&str]) -> Option<String> {
        json::word_at(self.json.as_ref()?, path)
    }

    /// Marks whether an address in the document is the post's.
    pub(crate) fn names(&mut self, address: &str) {
        let mark = if self.parts.names(address) { "post:named" } else { "post:other" };
        self.marks.add(mark);
    }
}

fn message(text: &str, phrases: &Phrases, marks: &mut Marks) {
    for found in phrases.find(text) {
        marks.add(format!("phrase:{}:{}@message", found.says.as_str(), found.language));
    }
}

fn is_html(text: &str) -> bool {
    if !text.starts_with('<') {
        return false;
    }
    let head: String = text.chars().take(4096).collect::<String>().to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body", "<div", "<title", "<meta", "<p", "<h1", "<script", "<a "]
        .iter()
        .any(|tag| head.contains(tag))
}
