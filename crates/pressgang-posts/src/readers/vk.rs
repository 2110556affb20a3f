//! Responses of the VK API: `wall.get`, `wall.getById`, `newsfeed.search`, and their items one a line.

use std::collections::HashMap;

use super::Probe;
use super::pages::{Api, Role, read_pages};
use super::vk_post::{Named, post};
use crate::detect::Head;
use crate::json::{Raw, Shape, Step, parse_record};
use crate::part::{Halt, Part, Place};
use crate::source::Stream;
use crate::{Author, Post};

/// Where posts stand, the outermost array aside.
const PLACES: [&str; 4] = ["response.items[].", "response[].", "items[].", ""];

/// Fields beside the posts of a response that say nothing of them.
const USUAL: [&str; 4] = ["count", "total_count", "next_from", "error"];

pub(crate) fn probe(head: &Head<'_>) -> Probe {
    let Some(shape) = &head.json else { return Probe::foreign() };
    for place in PLACES {
        let has = |field: &str| shape.record_has(&format!("{place}{field}"));
        // The feed names the wall otherwise than the walls themselves do.
        let is_named = (has("owner_id") && has("id")) || (has("source_id") && has("post_id"));
        if !is_named {
            continue;
        }
        let missing: Vec<String> =
            ["date", "text"].into_iter().filter(|field| !has(field)).map(|field| format!("{place}{field}")).collect();
        if missing.is_empty() {
            return Probe::matched(format!("{place}owner_id, id, date and text of the VK API"));
        }
        return Probe::lacking(missing);
    }
    if shape.record_has("response.items") && shape.record_has("response.count") {
        return Probe::matched("a VK API response without items");
    }
    Probe::foreign()
}

pub(crate) fn read(head: &Head<'_>, stream: &mut Stream<'_>, part: &mut Part<'_>) -> Result<(), Halt> {
    let layout = head.json.as_ref().map_or(Layout::Items, layout);
    read_pages(head, stream, part, &mut VkApi { layout, named: HashMap::new() })
}

/// Where the posts of a page stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// In the field `items`.
    Items,
    /// `response` itself is the list of posts, or the one post.
    Response,
    /// The outermost objects are the posts.
    Bare,
}

fn layout(shape: &Shape) -> Layout {
    if shape.record_has("response.items") || shape.record_has("response[].items") || shape.record_has("items") {
        Layout::Items
    } else if shape.record_has("response") {
        Layout::Response
    } else {
        Layout::Bare
    }
}

struct VkApi {
    layout: Layout,
    named: Named,
}

impl Api for VkApi {
    fn role(&self, path: &[Step], first: u8) -> Role {
        let is_array = first == b'[';
        let (path, is_element) = match path {
            [Step::Index, rest @ ..] => (rest, true),
            whole => (whole, false),
        };
        if path.is_empty() {
            return match self.layout {
                _ if is_array && !is_element => Role::Way,
                Layout::Bare => Role::Post,
                Layout::Items | Layout::Response => Role::Page,
            };
        }
        let path = match path {
            [Step::Key(key), rest @ ..] if key == "response" => match (self.layout, rest) {
                (Layout::Items, [Step::Index, rest @ ..]) => rest,
                (Layout::Response, []) if !is_array => return Role::Post,
                (Layout::Response, [Step::Index]) => return Role::Post,
                (_, rest) => rest,
            },
            whole => whole,
        };
        match path {
            [] => Role::Way,
            [Step::Key(list)] if list == "items" || list == "profiles" || list == "groups" => Role::Way,
            [Step::Key(list), Step::Index] if list == "items" => Role::Post,
            [Step::Key(list), Step::Index] if list == "profiles" || list == "groups" => Role::Beside,
            [Step::Key(field)] if USUAL.contains(&field.as_str()) => Role::Usual,
            _ => Role::Ignored,
        }
    }

    fn beside(&mut self, path: &[Step], bytes: &[u8]) {
        let Ok(Some(object)) = parse_record(bytes).map(Raw::object) else { return };
        let is_group = path.iter().any(|step| *step == Step::Key("groups".to_owned()));
        let Some(number) = object.get("id").and_then(Raw::number) else { return };
        // Communities have negative numbers everywhere but in their own list.
        let id = if is_group { format!("-{}", number.trim_start_matches('-')) } else { number.to_owned() };
        let name = if is_group {
            object.owned("name")
        } else {
            let names: Vec<String> = ["first_name", "last_name"].iter().filter_map(|part| object.owned(part)).collect();
            Some(names.join(" ")).filter(|name| !name.is_empty())
        };
        self.named.insert(id.clone(), Author { id: Some(id), handle: object.owned("screen_name"), name });
    }

    fn post(&self, bytes: &[u8], part: &Part<'_>, place: Place) -> Result<Post, String> {
        let object = parse_record(bytes)?.object().ok_or("not a JSON object")?;
        post(&object, &self.named, part, place)
    }

    fn forget(&mut self) {
        self.named = HashMap::new();
    }
}
