//! A letter as blocks, and the same blocks as plain text and as a page: so the two cannot differ.

use std::fmt::Write;

use crate::charts;

/// A part of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// The heading of a section.
    Heading(String),
    /// The heading of a part of a section.
    Subheading(String),
    /// A paragraph.
    Paragraph(String),
    /// Names and values.
    Fields(Vec<(String, String)>),
    /// A list.
    Items(Vec<String>),
}

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// BCP 47 code.
    pub language: &'static str,
    /// Its title.
    pub title: String,
    /// What is printed on every page, for what must not be sent.
    pub banner: Option<String>,
    /// Its parts.
    pub blocks: Vec<Block>,
}

/// How wide the line below a title is at most.
const RULE: usize = 100;

impl Document {
    /// The letter as plain text. Lines are not broken: whoever shows it does that.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let banner = self.banner.as_ref().map(|banner| format!("*** {} ***\n\n", line(banner))).unwrap_or_default();
        out.push_str(&banner);
        underlined(&mut out, &self.title, '=');
        for block in &self.blocks {
            match block {
                Block::Heading(text) => {
                    // What must not be sent says so in every section, since text has no pages.
                    let _ = write!(out, "\n{banner}");
                    underlined(&mut out, text, '-');
                }
                Block::Subheading(text) => {
                    let _ = write!(out, "\n{}\n", line(text));
                }
                Block::Paragraph(text) => {
                    let _ = write!(out, "\n{}\n", line(text));
                }
                Block::Fields(fields) => {
                    out.push('\n');
                    for (name, value) in fields {
                        let _ = writeln!(out, "{}: {}", line(name), line(value));
                    }
                }
                Block::Items(items) => {
                    out.push('\n');
                    for item in items {
                        let _ = writeln!(out, "- {}", line(item));
                    }
                }
            }
        }
        out
    }

    /// The letter as one page without anything from elsewhere; nothing in it is a link.
    pub fn html(&self) -> String {
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>{CSS}</style>\n</head>\n<body>\n",
            escaped(self.language),
            escaped(&self.title)
        );
        if let Some(banner) = &self.banner {
            let _ = writeln!(out, "<p class=\"banner\">{}</p>", escaped(banner));
        }
        let _ = writeln!(out, "<h1>{}</h1>", escaped(&self.title));
        for block in &self.blocks {
            match block {
                Block::Heading(text) => {
                    let _ = writeln!(out, "<h2>{}</h2>", escaped(text));
                }
                Block::Subheading(text) => {
                    let _ = writeln!(out, "<h3>{}</h3>", escaped(text));
                }
                Block::Paragraph(text) => {
                    let _ = writeln!(out, "<p>{}</p>", escaped(text));
                }
                Block::Fields(fields) => {
                    out.push_str("<table>\n");
                    for (name, value) in fields {
                        let _ = writeln!(out, "<tr><th>{}</th><td>{}</td></tr>", escaped(name), escaped(value));
                    }
                    out.push_str("</table>\n");
                }
                Block::Items(items) => {
                    out.push_str("<ul>\n");
                    for item in items {
                        let _ = writeln!(out, "<li>{}</li>", escaped(item));
                    }
                    out.push_str("</ul>\n");
                }
            }
        }
        out.push_str("</body>\n</html>\n");
        out
    }
}

/// What is fixed is printed on every page.
const CSS: &str = "body{font:11pt/1.45 serif;max-width:48em;margin:2em auto;padding:0 1em}h1{font-size:1.3em}h2{font-size:1.1em;\
margin-top:1.6em;border-bottom:1px solid #999}h3{font-size:1em}table{border-collapse:collapse}th{text-align:left;\
font-weight:normal;color:#555;padding-right:1em;vertical-align:top}td{overflow-wrap:anywhere}.banner{position:fixed;top:0;\
left:0;right:0;margin:0;padding:.3em;text-align:center;background:#b00;color:#fff;font-weight:bold}\
@media print{.banner{color:#b00;background:#fff;border:2px solid #b00}}";

fn underlined(out: &mut String, text: &str, with: char) {
    let text = line(text);
    let width = text.chars().count().min(RULE);
    let _ = writeln!(out, "{text}\n{}", with.to_string().repeat(width));
}

/// A text on one line, without characters that could move what stands around it: quoted posts decide nothing about the
/// letter's look.
fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || is_hidden(c)).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Controls, and marks that turn the direction of writing.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text safe inside HTML, without what is not seen.
fn escaped(text: &str) -> String {
    charts::escape(&text.replace(is_hidden, " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_text_stays_text() {
        let document = Document {
            language: "en",
            title: "T <x>".to_owned(),
            banner: Some("DEMO".to_owned()),
            blocks: vec![
                Block::Heading("(a) Reasons".to_owned()),
                Block::Fields(vec![("Text".to_owned(), "one\n(d) Statement\n\u{202e}two <script>".to_owned())]),
            ],
        };
        let text = document.text();
        assert_eq!(
            text,
            "*** DEMO ***\n\nT <x>\n=====\n\n*** DEMO ***\n\n(a) Reasons\n-----------\n\nText: one (d) Statement two <script>\n"
        );
        let html = document.html();
        assert!(html.contains("two &lt;script&gt;") && !html.contains("<script>") && !html.contains('\u{202e}'));
        assert!(html.contains("<p class=\"banner\">DEMO</p>"));
    }
}
