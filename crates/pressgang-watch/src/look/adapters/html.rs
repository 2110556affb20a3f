//! What a page says of itself: its head, its title and headings, its text apart from posts, and single elements.
//!
//! Read in one pass over the tokens of the page; no tree is made, everything kept is bounded.

use html5gum::emitters::default::{DefaultEmitter, StartTag};
use html5gum::{Token, Tokenizer};

/// Deepest nesting of elements that is followed.
const MOST_OPEN: usize = 2048;
/// How far up an end tag looks for its start.
const MOST_UP: usize = 64;
/// Most bytes of text that are kept of the page and of one element.
const MOST_TEXT: usize = 64 << 10;
const MOST_ELEMENT_TEXT: usize = 4 << 10;
/// Most blocks of text, headings, elements and addresses that are kept.
const MOST_KEPT: usize = 400;
/// Most bytes of scripts that are kept.
const MOST_SCRIPTS: usize = 2 << 20;

/// A page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) title: String,
    /// Titles and headings outside of posts.
    pub(crate) headings: Vec<String>,
    /// Pieces of text outside of posts, navigation and forms for choosing, each a block.
    pub(crate) blocks: Vec<String>,
    /// `og:` and other named values of the head, by lower-case name.
    pub(crate) named: Vec<(String, String)>,
    /// `rel` and address of links in the head or the text.
    pub(crate) links: Vec<(String, String)>,
    /// Values of attributes by which pages mark posts.
    pub(crate) ids: Vec<String>,
    /// Elements of the classes asked for.
    pub(crate) elements: Vec<Element>,
    pub(crate) scripts: Vec<Script>,
    /// Sources of frames, scripts and forms.
    pub(crate) sources: Vec<String>,
    /// Addresses that quotations name as their origin, and those behind plain links within them.
    pub(crate) cited: Vec<String>,
    /// True if and only if there is a piece of text marked as a post or article.
    pub(crate) has_article: bool,
    pub(crate) has_password: bool,
    text_bytes: usize,
}

/// One element of a class that was asked for.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) classes: String,
    /// The value of `data-post`, where it has one.
    pub(crate) post: Option<String>,
    pub(crate) text: String,
}

/// A script.
#[derive(Debug, Default)]
pub(crate) struct Script {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) body: String,
}

/// What being inside of an element means for text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Nothing,
    Title,
    Heading,
    /// A post: its words say nothing of the page.
    Post,
    /// What nobody reads as the page's own words.
    Aside,
    Script,
}

struct Open {
    name: Vec<u8>,
    inside: Inside,
    element: Option<usize>,
}

/// Attributes whose value names a post.
const ID_ATTRIBUTES: [&[u8]; 6] =
    [b"data-post", b"data-post-id", b"data-permalink", b"data-video-id", b"data-tweet-id", b"data-status-id"];

const VOID: [&[u8]; 14] = [
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param", b"source",
    b"track", b"wbr",
];

/// Elements that run on within a line.
const INLINE: [&[u8]; 17] = [
    b"a", b"abbr", b"b", b"bdi", b"code", b"em", b"font", b"i", b"mark", b"s", b"small", b"span", b"strong", b"sub",
    b"sup", b"u", b"time",
];

/// Reads a page, keeping elements of the classes given.
pub(crate) fn read(html: &str, classes: &[&str]) -> Page {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut reader = Reader { page: Page::default(), open: Vec::new(), block: String::new(), classes, scripts: 0 };
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&tag.name),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    reader.end_block();
    reader.page.title = tidy(&reader.page.title);
    reader.page
}

impl Page {
    /// The first value of a name of the head.
    pub(crate) fn named(&self, name: &str) -> Option<&str> {
        self.named.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// Addresses of links with a relation.
    pub(crate) fn related<'p>(&'p self, relation: &'p str) -> impl Iterator<Item = &'p str> {
        self.links
            .iter()
            .filter(move |(rel, _)| rel.split_ascii_whitespace().any(|word| word == relation))
            .map(|l| l.1.as_str())
    }

    /// Letters of text there are in all, titles apart.
    pub(crate) fn text_len(&self) -> usize {
        self.text_bytes
    }
}

struct Reader<'c> {
    page: Page,
    open: Vec<Open>,
    block: String,
    classes: &'c [&'c str],
    scripts: usize,
}

impl Reader<'_> {
    fn start(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        let value =
            |key: &[u8]| tag.attributes.get(key).map(|value| String::from_utf8_lossy(&value.value).trim().to_owned());
        if !INLINE.contains(&name) {
            self.end_block();
        }
        match name {
            b"meta" => {
                let key = value(b"property").or_else(|| value(b"name")).or_else(|| value(b"itemprop"));
                if let (Some(key), Some(content)) = (key, value(b"content")) {
                    keep(&mut self.page.named, (key.to_ascii_lowercase(), content));
                }
            }
            b"link" | b"a" => {
                if let (Some(rel), Some(href)) = (value(b"rel").or_else(|| u_url(tag)), value(b"href")) {
                    keep(&mut self.page.links, (rel.to_ascii_lowercase(), href));
                }
                let is_quoted = self.open.iter().rev().take(MOST_UP).any(|open| open.name == b"blockquote");
                if let Some(href) = value(b"href").filter(|_| is_quoted) {
                    keep(&mut self.page.cited, href);
                }
            }
            b"blockquote" => {
                let origin = [&b"cite"[..], b"data-instgrm-permalink"].into_iter().find_map(value);
                origin.into_iter().for_each(|origin| keep(&mut self.page.cited, origin));
            }
            b"input" => {
                let is = |key: &[u8], word: &str| value(key).is_some_and(|value| value.eq_ignore_ascii_case(word));
                self.page.has_password |= is(b"type", "password") && !is(b"autocomplete", "new-password");
            }
            b"iframe" | b"form" | b"div" => {
                let source = value(b"src").or_else(|| value(b"action")).or_else(|| value(b"data-href"));
                source.into_iter().for_each(|source| keep(&mut self.page.sources, source));
            }
            _ => {}
        }
        for attribute in ID_ATTRIBUTES {
            value(attribute).into_iter().for_each(|id| keep(&mut self.page.ids, id));
        }
        if let Some(id) = value(b"id").filter(|id| id.starts_with("post")) {
            keep(&mut self.page.ids, id["post".len()..].to_owned());
        }
        let classes = value(b"class").unwrap_or_default();
        if !classes.is_empty() && classes.len() < 1024 {
            self.page.sources.extend(wall_class(&classes).filter(|_| self.page.sources.len() < MOST_KEPT));
        }
        let mut inside = inside(name, &classes, tag);
        if inside == Inside::Script {
            if let Some(source) = value(b"src") {
                keep(&mut self.page.sources, source);
            }
            if self.page.scripts.len() < MOST_KEPT {
                self.page.scripts.push(Script {
                    id: value(b"id").unwrap_or_default(),
                    kind: value(b"type").unwrap_or_default(),
                    body: String::new(),
                });
            } else {
                inside = Inside::Aside;
            }
        }
        let is_asked = |word: &str| self.classes.contains(&word);
        let element =
            (classes.split_ascii_whitespace().any(is_asked) && self.page.elements.len() < MOST_KEPT).then(|| {
                self.page.elements.push(Element {
                    classes: classes.clone(),
                    post: value(b"data-post"),
                    text: String::new(),
                });
                self.page.elements.len() - 1
            });
        self.page.has_article |= inside == Inside::Post && name != b"blockquote";
        if VOID.contains(&name) || (inside == Inside::Nothing && element.is_none() && !is_box(name)) {
            return;
        }
        if self.open.len() < MOST_OPEN {
            self.open.push(Open { name: name.to_vec(), inside, element });
        }
    }

    fn end(&mut self, name: &[u8]) {
        if !INLINE.contains(&name) {
            self.end_block();
        }
        let at = self.open.iter().rev().take(MOST_UP).position(|open| open.name == name);
        if let Some(up) = at {
            self.open.truncate(self.open.len() - up - 1);
        }
    }

    fn text(&mut self, text: &str) {
        if self.open.last().is_some_and(|open| open.inside == Inside::Script) {
            if let Some(script) = self.page.scripts.last_mut().filter(|_| self.scripts + text.len() <= MOST_SCRIPTS) {
                self.scripts += text.len();
                script.body.push_str(text);
            }
            return;
        }
        let is_in = |what: Inside| self.open.iter().rev().take(MOST_UP).any(|open| open.inside == what);
        if is_in(Inside::Title) {
            append(&mut self.page.title, text, MOST_ELEMENT_TEXT);
            return;
        }
        if is_in(Inside::Aside) {
            return;
        }
        let innermost = self.open.iter().rev().take(MOST_UP).find_map(|open| open.element);
        if let Some(element) = innermost.and_then(|at| self.page.elements.get_mut(at)) {
            append(&mut element.text, text, MOST_ELEMENT_TEXT);
        }
        self.page.text_bytes = self.page.text_bytes.saturating_add(text.trim().len());
        if !is_in(Inside::Post) {
            append(&mut self.block, text, MOST_ELEMENT_TEXT);
        }
    }

    /// Puts what was read since the last border away, as a heading or as text.
    fn end_block(&mut self) {
        if self.block.is_empty() {
            return;
        }
        let block = tidy(&self.block);
        self.block.clear();
        if block.is_empty() {
            return;
        }
        let is_heading = self.open.iter().rev().take(MOST_UP).any(|open| open.inside == Inside::Heading);
        let list = if is_heading { &mut self.page.headings } else { &mut self.page.blocks };
        if list.len() < MOST_KEPT && list.iter().map(String::len).sum::<usize>() + block.len() <= MOST_TEXT {
            list.push(block);
        }
    }
}

/// Microformats mark the post's own address by a class.
fn u_url(tag: &StartTag<()>) -> Option<String> {
    let class = tag.attributes.get(&b"class"[..])?;
    let class = String::from_utf8_lossy(&class.value);
    class.split_ascii_whitespace().any(|word| word == "u-url").then(|| "u-url".to_owned())
}

/// Classes by which walls against programs mark what they want solved.
fn wall_class(classes: &str) -> Option<String> {
    const WALLS: [&str; 6] =
        ["g-recaptcha", "h-captcha", "cf-turnstile", "cf-browser-verification", "px-captcha", "frc-captcha"];
    classes.split_ascii_whitespace().find(|class| WALLS.contains(class)).map(|class| format!("class:{class}"))
}

fn is_box(name: &[u8]) -> bool {
    const BOXES: [&[u8]; 8] = [b"div", b"section", b"main", b"header", b"form", b"body", b"ul", b"table"];
    BOXES.contains(&name)
}

fn inside(name: &[u8], classes: &str, tag: &StartTag<()>) -> Inside {
    let value =
        |key: &[u8]| tag.attributes.get(key).map(|value| String::from_utf8_lossy(&value.value).to_ascii_lowercase());
    match name {
        b"title" => return Inside::Title,
        b"h1" | b"h2" | b"h3" => return Inside::Heading,
        b"script" => return Inside::Script,
        b"article" | b"blockquote" => return Inside::Post,
        b"nav" | b"footer" | b"aside" | b"style" | b"template" | b"noscript" | b"svg" | b"select" | b"textarea" => {
            return Inside::Aside;
        }
        _ => {}
    }
    if tag.attributes.contains_key(&b"hidden"[..]) {
        return Inside::Aside;
    }
    let is_post_class =
        |class: &str| matches!(class, "h-entry" | "e-content" | "tgme_widget_message" | "wall_post_text");
    if classes.split_ascii_whitespace().any(is_post_class) || value(b"role").as_deref() == Some("article") {
        return Inside::Post;
    }
    let is_text = |word: &str| matches!(word, "articlebody" | "text" | "comment" | "sharedcontent");
    if value(b"itemprop").is_some_and(|value| value.split_ascii_whitespace().any(is_text)) {
        return Inside::Post;
    }
    Inside::Nothing
}

fn keep<T>(list: &mut Vec<T>, item: T) {
    if list.len() < MOST_KEPT {
        list.push(item);
    }
}

fn append(to: &mut String, text: &str, most: usize) {
    let mut left = most.saturating_sub(to.len()).min(text.len());
    while !text.is_char_boundary(left) {
        left -= 1;
    }
    to.push_str(&text[..left]);
}

/// White space as one reads it.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !tidied.is_empty() {
            tidied.push(' ');
        }
        tidied.push_str(word);
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_says_of_itself() {
        let page = read(
            "<!DOCTYPE html><html><head><title>A &amp; B</title><meta property=og:url content='/p/1'>\
             <link rel=canonical href=/p/1><script type='application/ld+json'>{\"a\":\"<b>\"}</script></head>\
             <body><nav>Menu</nav><h1>Head <b>line</b></h1><p>One<p>two<br>three\
             <article><h2>Title of a post</h2><p>not found</article><div hidden>secret</div>\
             <form action=/login><input type=password></form><div class='x wanted' data-post='a/1'>in <i>it</i></div>",
            &["wanted"],
        );
        assert_eq!(page.title, "A & B");
        assert_eq!(page.named("og:url"), Some("/p/1"));
        assert_eq!(page.related("canonical").collect::<Vec<_>>(), ["/p/1"]);
        assert_eq!(page.headings, ["Head line"]);
        assert_eq!(page.blocks, ["One", "two", "three", "in it"]);
        assert_eq!(page.scripts[0].body, "{\"a\":\"<b>\"}");
        assert!(page.has_article && page.has_password);
        assert_eq!((page.elements[0].text.as_str(), page.elements[0].post.as_deref()), ("in it", Some("a/1")));
    }

    #[test]
    fn what_is_never_closed_ends_with_the_page() {
        let page = read(&"<article><div class=w>".repeat(9000), &["w"]);
        assert!(page.elements.len() <= MOST_KEPT);
        assert!(read("<title>a", &[]).title == "a");
        assert!(read("<script>a", &[]).scripts[0].body == "a");
    }
}
