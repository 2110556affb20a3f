//! Rich messages of Telegram: blocks of text, lists, tables and files in place of one text.
//!
//! Telegram Desktop and the API name kinds and fields differently, but both nest the same things in each other, so what
//! a field is called decides. Nesting is bounded by that of the JSON.

use super::telethon_message::kind_of;
use crate::json::{Object, Raw};
use crate::values::unique;
use crate::{Media, MediaKind};

/// What a rich message holds.
#[derive(Default)]
pub(crate) struct Rich {
    lines: Vec<String>,
    pub(crate) links: Vec<String>,
    pub(crate) mentions: Vec<String>,
    pub(crate) hashtags: Vec<String>,
    pub(crate) media: Vec<Media>,
}

impl Rich {
    /// The rich message in place of a message's text.
    pub(crate) fn of(message: &Object<'_>) -> Option<Rich> {
        let blocks = message.object("rich_message")?;
        let mut rich = Rich::default();
        rich.blocks(&blocks, "blocks");
        for list in [&mut rich.links, &mut rich.mentions, &mut rich.hashtags] {
            *list = unique(std::mem::take(list));
        }
        Some(rich)
    }

    /// A line for each block, item and row; the cells of a row are parted by tabs.
    pub(crate) fn text(&self) -> String {
        self.lines.join("\n")
    }

    fn blocks(&mut self, holder: &Object<'_>, list: &str) {
        for block in holder.objects(list) {
            self.block(&block);
        }
    }

    fn block(&mut self, block: &Object<'_>) {
        self.media.extend(file(block));
        self.links.extend(block.owned("url"));
        for field in ["title", "description", "text", "author", "formula"] {
            self.line(block.get(field));
        }
        for list in ["items", "blocks", "articles", "buttons"] {
            self.blocks(block, list);
        }
        for inner in ["block", "cover", "channel", "button"].into_iter().filter_map(|field| block.object(field)) {
            self.block(&inner);
        }
        for row in block.objects("rows") {
            let cells: Vec<String> = row
                .objects("cells")
                .map(|cell| cell.get("text").map(|text| self.words(text)).unwrap_or_default())
                .collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                self.lines.push(cells.join("\t"));
            }
        }
        // Of a file it is an object with a credit beside the text, of a quotation the text.
        match block.object("caption").filter(|caption| caption.has("credit")) {
            Some(caption) => {
                self.line(caption.get("text"));
                self.line(caption.get("credit"));
            }
            None => self.line(block.get("caption")),
        }
        self.links.extend(block.owned("username").map(|name| format!("https://t.me/{name}")));
    }

    fn line(&mut self, text: Option<Raw<'_>>) {
        let words = text.map(|text| self.words(text)).unwrap_or_default();
        if !words.is_empty() {
            self.lines.push(words);
        }
    }

    /// The words of a text, which is a string, a list of texts, or an object with a text inside.
    fn words(&mut self, text: Raw<'_>) -> String {
        if let Some(text) = text.string() {
            return text.into_owned();
        }
        let Some(object) = text.object() else {
            return text.elements().into_iter().map(|part| self.words(part)).collect();
        };
        let inside = ["text", "texts", "source"].into_iter().find_map(|field| object.get(field));
        let words = inside.map(|inside| self.words(inside)).unwrap_or_default();
        let kind = object.owned("type").unwrap_or_else(|| kind_of(&object).trim_start_matches("text").to_owned());
        match kind.as_str() {
            "mention" => self.mentions.push(words.trim_start_matches('@').to_owned()),
            "hashtag" => self.hashtags.push(words.trim_start_matches('#').to_owned()),
            "link" | "autourl" => self.links.push(words.clone()),
            _ => self.links.extend(object.owned("href").or_else(|| object.owned("url"))),
        }
        self.links.extend(object.object("button").and_then(|button| button.owned("url")));
        words
    }
}

/// The file that a block shows.
fn file(block: &Object<'_>) -> Option<Media> {
    let kind = block.owned("type").unwrap_or_else(|| kind_of(block).trim_start_matches("pageblock").to_owned());
    let kind = match kind.as_str() {
        "photo" => MediaKind::Photo,
        "video" => MediaKind::Video,
        "audio" => MediaKind::Audio,
        "file" => MediaKind::Document,
        _ => return None,
    };
    let path = block.owned("photo").or_else(|| block.owned("file"));
    Some(Media { path, alt: block.owned("file_name"), ..Media::of_kind(kind) })
}
