//! What any page says, as marks: whose page it is, and what stands in the post's place.

use std::collections::BTreeMap;

use serde_json::Value;

use super::address::Parts;
use super::html::Page;
use super::json;
use super::phrases::{Phrases, Says};
use super::reading::Marks;
use super::text::folded;

/// How much of a title's part, a heading or a piece of text a phrase must be, in hundredths, so that it is what the
/// page says and not what somebody wrote.
const LEAST_OF_TITLE: usize = 40;
const LEAST_OF_TEXT: usize = 30;
/// Fewer bytes of text than a page that shows a post with what stands around it.
const SHORT: usize = 500;
/// Longest piece of text in which a phrase is looked for, in letters.
const LONGEST_BLOCK: usize = 300;
/// Deepest level of linked data that is followed, and most things in it.
const MOST_DEPTH: usize = 12;
const MOST_THINGS: usize = 2000;

/// Types of linked data that are posts.
const POST_TYPES: [&str; 14] = [
    "article",
    "newsarticle",
    "blogposting",
    "socialmediaposting",
    "discussionforumposting",
    "videoobject",
    "imageobject",
    "comment",
    "posting",
    "photograph",
    "clip",
    "audioobject",
    "qapage",
    "report",
];

/// Words in sources of scripts, frames and classes by which walls against programs are known.
const WALLS: [&str; 12] = [
    "challenge-platform",
    "challenges.cloudflare.com",
    "recaptcha",
    "hcaptcha",
    "class:g-recaptcha",
    "class:h-captcha",
    "class:cf-turnstile",
    "class:cf-browser-verification",
    "class:px-captcha",
    "captcha-delivery.com",
    "geo.captcha",
    "arkoselabs",
];

/// Reads a page's marks.
///
/// `moved_to` is where the last redirect led.
pub(crate) fn marks(page: &Page, parts: &Parts, moved_to: Option<&str>, phrases: &Phrases, marks: &mut Marks) {
    whose(page, parts, moved_to, marks);
    walls(page, marks);
    words(page, parts, phrases, marks);
}

/// Of which post the page says it is.
fn whose(page: &Page, parts: &Parts, moved_to: Option<&str>, marks: &mut Marks) {
    let linked = Linked::of(page);
    let heads = ["og:url", "al:web:url", "twitter:url"].into_iter().filter_map(|name| page.named(name));
    let heads: Vec<&str> = page.related("canonical").chain(heads).collect();
    let is_named = heads.iter().any(|address| parts.names(address));
    // A list of posts names many, so names within count only on a page that says of no other that it is it.
    let may_be_own = heads.is_empty() && moved_to.is_none_or(|to| parts.names(to));
    let mut inner = page.related("u-url").chain(linked.addresses.iter().map(String::as_str));
    let titled = || page.headings.iter().flat_map(|heading| &heading.links).any(|to| parts.names(to));
    let mut is_within = || {
        inner.any(|address| parts.names(address))
            // An id is no relative address: below the post's own, every name would hold its key.
            || page.ids.iter().any(|id| parts.is_key(id) || (id.contains("://") && parts.names(id)))
            || titled()
    };
    if is_named || (may_be_own && is_within()) {
        marks.add("post:named");
    } else if !may_be_own {
        marks.add("post:other");
    }
    if heads.iter().any(|address| parts.is_home(address)) {
        marks.add("page:home");
    }
    let og_type = page.named("og:type").unwrap_or_default().to_ascii_lowercase();
    let is_post_type =
        ["article", "video", "music", "photo", "post", "note"].iter().any(|kind| og_type.starts_with(kind));
    if is_post_type || linked.has_post {
        marks.add("page:article");
    }
    // Pages of what is gone often show some others.
    if page.has_article {
        marks.add("page:articles");
    }
    let robots = page.named.iter().filter(|(name, _)| matches!(name.as_str(), "robots" | "googlebot"));
    if robots.into_iter().any(|(_, value)| value.to_ascii_lowercase().contains("noindex")) {
        marks.add("page:noindex");
    }
    if page.text_len() == 0 {
        marks.add("page:blank");
    } else if page.text_len() < SHORT {
        marks.add("page:short");
    }
    if page.has_error_class {
        marks.add("page:error-class");
    }
    // The number of the status is the same in every language.
    let is_number = |text: &str| matches!(folded(text).as_str(), "404" | "error 404" | "404 error" | "410");
    if title_parts(&page.title).any(is_number) || page.headings.iter().any(|heading| is_number(&heading.text)) {
        marks.add("page:404");
    }
}

fn walls(page: &Page, marks: &mut Marks) {
    let inline =
        page.scripts.iter().any(|script| script.body.contains("_cf_chl_opt") || script.body.contains("ddjskey"));
    let has_wall = page.sources.iter().any(|source| {
        let source = source.to_ascii_lowercase();
        WALLS.iter().any(|wall| source.contains(wall))
    });
    if inline || has_wall {
        marks.add("wall:bot");
    }
    if page.has_password {
        marks.add("wall:login");
    }
    let asks_consent = page.sources.iter().any(|source| {
        ["consent.youtube.com/s", "consent.google.com/s", "/consent/save", "/privacy/consent"]
            .iter()
            .any(|part| source.contains(part))
    });
    if asks_consent {
        marks.add("wall:consent");
    }
}

/// Phrases in title, headings and text, and on what several of these places agree.
///
/// What is a post's own heading is no word of the page: one within a post, one that leads to the post, or one that a
/// text below begins with. A title that repeats it is the post's title.
fn words(page: &Page, parts: &Parts, phrases: &Phrases, marks: &mut Marks) {
    let blocks: Vec<String> = page.blocks.iter().map(|block| folded(block)).collect();
    let mut own: Vec<String> = page.post_headings.iter().map(|heading| folded(heading)).collect();
    let mut headings = Vec::new();
    for heading in &page.headings {
        let text = folded(&heading.text);
        let begins = text.trim_end_matches(['.', '…']);
        if heading.links.iter().any(|to| parts.names(to)) || blocks.iter().any(|block| block.starts_with(begins)) {
            own.push(text);
        } else {
            headings.push(heading.text.as_str());
        }
    }
    let is_own = |text: &str| {
        let text = folded(text);
        let text = text.trim_end_matches(['.', '…', '!', '?']);
        !text.is_empty()
            && own.iter().any(|own| own.starts_with(text) || (own.len() >= 12 && text.starts_with(own.as_str())))
    };
    let mut places: BTreeMap<Says, [bool; 3]> = BTreeMap::new();
    let mut see = |place: usize, text: &str, least: usize, marks: &mut Marks| {
        let name = ["title", "heading", "text"][place];
        let found = phrases.find(text);
        let mut said: Vec<(Says, &str)> =
            found.iter().filter(|found| found.share >= least).map(|found| (found.says, found.language)).collect();
        // What a phrase is known for needs no guess by single words, and of text only what is gone is read by them.
        if found.is_empty() {
            said = phrases.sentence(text);
            said.retain(|(says, _)| place < 2 || *says == Says::Removed);
        }
        for (says, language) in said {
            marks.add(format!("phrase:{}:{language}@{name}", says.as_str()));
            places.entry(says).or_default()[place] = true;
        }
    };
    let titles = [Some(page.title.as_str()), page.named("og:title")];
    for title in titles.into_iter().flatten() {
        for part in title_parts(title).filter(|part| !is_own(part)) {
            see(0, part, LEAST_OF_TITLE, marks);
        }
    }
    for heading in headings {
        see(1, heading, LEAST_OF_TITLE, marks);
    }
    for block in page.blocks.iter().filter(|block| block.chars().count() <= LONGEST_BLOCK && !is_own(block)) {
        for sentence in sentences(block) {
            see(2, sentence, LEAST_OF_TEXT, marks);
        }
    }
    for (says, places) in places {
        if places.iter().filter(|is_there| **is_there).count() > 1 {
            marks.add(format!("agree:{}", says.as_str()));
        }
    }
}

/// A title without the name of the site behind or before it.
fn title_parts(title: &str) -> impl Iterator<Item = &str> {
    title.split(['|', '·', '•', '–', '—', '»', '«', '/']).flat_map(|part| part.split(" - ")).map(str::trim)
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '!', '?', '。', '！', '？', '؟', '۔', '।']).map(str::trim).filter(|s| !s.is_empty())
}

/// Linked data in a page.
#[derive(Default)]
struct Linked {
    addresses: Vec<String>,
    has_post: bool,
    seen: usize,
}

impl Linked {
    fn of(page: &Page) -> Linked {
        let mut linked = Linked::default();
        for script in page.scripts.iter().filter(|script| script.kind.eq_ignore_ascii_case("application/ld+json")) {
            if let Some(value) = json::read(&script.body, false) {
                linked.add(&value, 0);
            }
        }
        linked
    }

    fn add(&mut self, value: &Value, depth: usize) {
        self.seen += 1;
        if depth > MOST_DEPTH || self.seen > MOST_THINGS {
            return;
        }
        match value {
            Value::Array(list) => list.iter().for_each(|value| self.add(value, depth + 1)),
            Value::Object(thing) => {
                let is_post = |kind: &Value| {
                    kind.as_str().is_some_and(|kind| POST_TYPES.contains(&kind.to_ascii_lowercase().as_str()))
                };
                let is_post = match thing.get("@type") {
                    Some(Value::Array(kinds)) => kinds.iter().any(is_post),
                    Some(kind) => is_post(kind),
                    None => false,
                };
                self.has_post |= is_post;
                if is_post {
                    for key in ["url", "@id", "mainEntityOfPage", "contentUrl", "embedUrl", "identifier"] {
                        let value = thing.get(key);
                        let address = value.and_then(Value::as_str).or_else(|| value?.get("@id")?.as_str());
                        self.addresses.extend(address.map(str::to_owned));
                    }
                }
                thing
                    .values()
                    .filter(|value| value.is_object() || value.is_array())
                    .for_each(|value| self.add(value, depth + 1));
            }
            _ => {}
        }
    }
}
