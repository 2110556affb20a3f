//! Responses of the VK API: `wall.get`, `wall.getById`, `newsfeed.search`, and their items one a line.

use std::collections::HashMap;

use super::Record;
use super::pages::{Api, Role, read_pages};
use super::vk_post::{Account, Named, posts};
use crate::detect::Head;
use crate::json::{Object, Raw, Shape, Step};
use crate::part::{Halt, Out, Part};
use crate::source::Stream;
use crate::spec::{Probe, Read, Spec};
use crate::{Limits, Mapping};

/// Where posts stand, the outermost array aside.
const PLACES: [&str; 5] = ["response.items[].", "response[].items[].", "response[].", "items[].", ""];

/// Fields beside the posts of a response that say nothing of them.
const USUAL: [&str; 3] = ["count", "total_count", "next_from"];

pub(crate) static SPEC: Spec = Spec {
    name: "vk",
    title: "VK API (wall.get, wall.getById, newsfeed.search)",
    extensions: &["json", "jsonl", "ndjson"],
    gives: &[
        "whole texts, also of reposts",
        "public addresses, times in UTC",
        "pictures, films, links",
        "likes, shares, comments; views where VK gives them",
    ],
    cannot: &[
        "no view counts of old posts",
        "no names of authors in responses without extended=1",
        "in a single response longer than the record limit, names listed after that many bytes of posts are not resolved",
        "no time of capture other than the file's own",
    ],
    notes: &[
        "Responses of `wall.get`, `wall.getById` and `newsfeed.search`, one page a file, pages or items one a line, or an array of pages.",
        "Names of authors are found in responses with `extended=1`, wherever in the response they are listed.",
        "The id of a post is the wall's number and the post's number, joined by `_`.",
        "Comments are posts that answer a post or a comment; their address has `?reply=`.",
        "A shared post is a repost, or under words or pictures of one's own a quote.",
        "The text of a post without words is that of its poll.",
        "Deleted posts and comments are observations, with the reason VK gives, and so are accounts that are banned or deleted.",
    ],
    layouts: &[],
    also: Some(probe),
    read: Read::Own(read),
};

fn probe(head: &Head<'_>, _: &Mapping) -> Probe {
    let Some(shape) = &head.json else { return Probe::foreign() };
    for place in PLACES {
        let has = |field: &str| shape.record_has(&format!("{place}{field}"));
        // The feed names the wall otherwise than the walls themselves do.
        let is_named = ((has("owner_id") || has("to_id")) && has("id")) || (has("source_id") && has("post_id"));
        if !is_named {
            continue;
        }
        let missing: Vec<String> =
            ["date", "text"].into_iter().filter(|field| !has(field)).map(|field| format!("{place}{field}")).collect();
        if missing.is_empty() {
            return Probe::matched(format!("{place}owner_id, id, date and text of the VK API"));
        }
        return Probe::lacking(4 - missing.len(), missing);
    }
    if shape.record_has("response.items") && shape.record_has("response.count") {
        return Probe::matched("a VK API response without items");
    }
    Probe::foreign()
}

fn read(head: &Head<'_>, stream: &mut Stream<'_>, part: &mut Part<'_>) -> Result<(), Halt> {
    let layout = head.json.as_ref().map_or(Layout::Items, layout);
    read_pages(head, stream, part, &|| Box::new(VkApi { layout, named: HashMap::new() }))
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
                // Of several calls at once one may have failed.
                (Layout::Items, [Step::Index]) if first != b'{' => return Role::Post,
                (Layout::Items, [Step::Index, rest @ ..]) => rest,
                // Very old responses have the number of all posts before the posts.
                (Layout::Response, [Step::Index]) if first.is_ascii_digit() => return Role::Usual,
                (Layout::Response, []) if !is_array => return Role::Post,
                (Layout::Response, [Step::Index]) => return Role::Post,
                (_, rest) => rest,
            },
            whole => whole,
        };
        match path {
            [] if is_array || first == b'{' => Role::Way,
            [Step::Key(error)] if error == "error" => Role::Notice,
            [Step::Key(errors)] if errors == "execute_errors" => Role::Way,
            [Step::Key(errors), Step::Index] if errors == "execute_errors" => Role::Notice,
            [Step::Key(list)] if list == "items" => {
                if is_array {
                    Role::List
                } else {
                    Role::Post
                }
            }
            [Step::Key(list)] if list == "profiles" || list == "groups" => Role::Way,
            [Step::Key(list), Step::Index] if list == "items" => Role::Post,
            [Step::Key(list), Step::Index] if list == "profiles" || list == "groups" => Role::Beside,
            [Step::Key(field)] if USUAL.contains(&field.as_str()) => Role::Usual,
            _ => Role::Ignored,
        }
    }

    fn beside(&mut self, path: &[Step], object: &Object<'_>, _: &Limits) {
        let is_group = path.iter().any(|step| *step == Step::Key("groups".to_owned()));
        let Some(number) = object.get("id").and_then(Raw::number) else { return };
        // Communities have negative numbers everywhere but in their own list.
        let id = if is_group { format!("-{}", number.trim_start_matches('-')) } else { number.to_owned() };
        self.named.insert(id.clone(), Account::of(id, object));
    }

    fn post(&self, record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
        posts(record, &self.named, out);
        Ok(())
    }

    fn notice(&self, record: &Record<'_>, _: bool, _: &mut Out<'_>) -> Result<(), String> {
        // The message may repeat the query.
        let code = record.object.get("error_code").and_then(Raw::number).unwrap_or("none");
        Err(format!("VK answers with an error, code {code}"))
    }

    fn forget(&mut self) {
        self.named = HashMap::new();
    }
}
