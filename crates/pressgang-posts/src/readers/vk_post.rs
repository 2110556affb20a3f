//! One item of a VK wall or feed as a post.

use std::collections::HashMap;

use super::Record;
use crate::json::{Object, Raw};
use crate::part::{Out, Place};
use crate::values::{address_runs, count, id_of_number, unique};
use crate::{Author, Media, MediaKind, Metrics, Observation, Observed, Platform, Post, Relations, Status, Timestamp};

/// Accounts by their number, communities with a minus.
pub(crate) type Named = HashMap<String, Account>;

/// What a response says of an account.
pub(crate) struct Account {
    author: Author,
    /// What became of it.
    deactivated: Option<String>,
}

impl Account {
    pub(crate) fn of(id: String, object: &Object<'_>) -> Account {
        let names: Vec<String> = ["first_name", "last_name"].iter().filter_map(|part| object.owned(part)).collect();
        let name = object.owned("name").or_else(|| Some(names.join(" ")).filter(|name| !name.is_empty()));
        let author = Author { id: Some(id), handle: object.owned("screen_name"), name };
        Account { author, deactivated: object.owned("deactivated") }
    }
}

/// Hands out a post, or a comment with the answers that lie within it.
pub(crate) fn posts(record: &Record<'_>, named: &Named, out: &mut Out<'_>) {
    let outcome = post(&record.object, named, out, record.place());
    out.settle(record.place(), outcome);
    for raw in record.object.object("thread").map(|thread| thread.elements("items")).unwrap_or_default() {
        let place = record.place_of(raw);
        let answer = raw.object().ok_or_else(|| "not a JSON object".to_owned());
        let outcome = answer.and_then(|answer| post(&answer, named, out, place));
        out.settle(place, outcome);
    }
}

fn post(item: &Object<'_>, named: &Named, out: &mut Out<'_>, place: Place) -> Result<(), String> {
    let owner = number(item, OWNER)?.ok_or("no owner_id")?;
    let number_on_wall = number(item, &["id", "post_id"])?.ok_or("no id")?;
    // Posts and comments of a wall are numbered together, so this is one post's alone.
    let id = format!("{owner}_{number_on_wall}");
    let shared = item.elements("copy_history").into_iter().next().and_then(Raw::object);
    let own_text = item.owned("text");
    let mut media = Vec::new();
    let mut links = Vec::new();
    attachments(item, &mut media, &mut links);
    let has_own = own_text.is_some() || !media.is_empty() || !links.is_empty();
    let is_deleted = is_deleted(item);
    // Whoever adds something to what he shares quotes it.
    let (original, quoted) = if has_own { (None, shared) } else { (shared, None) };
    if is_deleted {
        let reason = ["deleted_reason", "deleted_details"].into_iter().filter_map(|field| item.owned(field));
        let reason = reason.collect::<Vec<_>>().join(": ");
        let reason = if reason.is_empty() { "no reason given" } else { &reason };
        out.observe(Observation {
            platform: Platform::VK,
            of: Observed::Post(id.clone()),
            observed_at: out.options().received_at,
            status: Status::Removed,
            signal: format!("is_deleted: {}", reason.chars().take(200).collect::<String>()),
            metrics: Metrics::default(),
            provenance: out.provenance(place),
        });
    }
    if let Some(original) = &original {
        attachments(original, &mut media, &mut links);
    }
    let text_of = |item: &Object<'_>| item.owned("text").or_else(|| poll(item));
    let text = match text_of(item).or_else(|| original.as_ref().and_then(text_of)) {
        Some(text) => text,
        None if !media.is_empty() || !links.is_empty() => String::new(),
        // Nothing is left of it but what the observation says.
        None if is_deleted && !has_own => return Ok(()),
        None => return Err("no text".to_owned()),
    };
    let text = text.replace("<br>", "\n");
    let mut mentions = Vec::new();
    marked(&text, &mut mentions, &mut links);
    addresses(&text, &mut links);
    let links = unique(links);
    let author_number = number(item, &["from_id", "owner_id", "source_id", "to_id"])?;
    // 4CAT puts what the response says of the author into each item.
    let profile = item.object("author_profile").zip(author_number.clone());
    let profile = profile.map(|(profile, number)| Account::of(number, &profile));
    let account = author_number.as_ref().and_then(|number| named.get(number)).or(profile.as_ref());
    if let Some((how, number)) = account.and_then(|account| account.deactivated.as_ref()).zip(author_number.as_ref()) {
        out.observe(Observation {
            platform: Platform::VK,
            of: Observed::Account(number.clone()),
            observed_at: out.options().received_at,
            status: Status::AccountGone,
            signal: format!("deactivated: {}", how.chars().take(40).collect::<String>()),
            metrics: Metrics::default(),
            provenance: out.provenance(place),
        });
    }
    let author = account.map(|account| account.author.clone());
    let comment_on = number(item, &["post_id"]).ok().flatten().filter(|on| *on != number_on_wall);
    out.post(Post {
        url: Some(match &comment_on {
            Some(on) => format!("https://vk.com/wall{owner}_{on}?reply={number_on_wall}"),
            None => format!("https://vk.com/wall{owner}_{number_on_wall}"),
        }),
        author: author.unwrap_or(Author { id: author_number, handle: None, name: None }),
        created_at: created_at(item)?,
        hashtags: hashtags(&text),
        links,
        mentions,
        media,
        relations: Relations {
            reply_to: answered(item).or(comment_on).map(|on| format!("{owner}_{on}")),
            repost_of: original.as_ref().and_then(full_id),
            quote_of: quoted.as_ref().and_then(full_id),
        },
        is_repost: original.is_some(),
        quoted_text: quoted.as_ref().and_then(text_of),
        metrics: Metrics {
            views: counted(item, "views"),
            likes: counted(item, "likes"),
            shares: counted(item, "reposts"),
            comments: counted(item, "comments"),
        },
        collected_at: out.options().received_at,
        ..Post::new(Platform::VK, id, text, out.provenance(place))
    });
    Ok(())
}

/// Old responses write the flag as a number, and comments have one of their own.
fn is_deleted(item: &Object<'_>) -> bool {
    let is_set = |name| item.get(name).is_some_and(|flag| flag.is_true() || flag.number() == Some("1"));
    is_set("is_deleted") || is_set("deleted")
}

/// The comment that a comment answers.
fn answered(item: &Object<'_>) -> Option<String> {
    let named = number(item, &["reply_to_comment"]).ok().flatten().filter(|comment| comment != "0");
    named.or_else(|| item.elements("parents_stack").last()?.number().map(str::to_owned))
}

/// What a post without words asks.
fn poll(item: &Object<'_>) -> Option<String> {
    let poll = item.objects("attachments").find_map(|attachment| attachment.object("poll"))?;
    let answers = poll.objects("answers").filter_map(|answer| answer.owned("text"));
    let lines: Vec<String> = poll.owned("question").into_iter().chain(answers).collect();
    Some(lines.join("\n")).filter(|text| !text.is_empty())
}

/// What the wall is called that something stands on: in posts, in the feed, and in very old posts.
const OWNER: &[&str] = &["owner_id", "source_id", "to_id"];

fn number(item: &Object<'_>, fields: &[&str]) -> Result<Option<String>, String> {
    let Some(raw) = fields.iter().find_map(|field| item.get(field)) else { return Ok(None) };
    let token = raw.string().map_or_else(|| raw.token().to_owned(), |text| text.into_owned());
    id_of_number(&token).map(Some)
}

fn full_id(item: &Object<'_>) -> Option<String> {
    let owner = number(item, OWNER).ok()??;
    let id = number(item, &["id", "post_id"]).ok()??;
    Some(format!("{owner}_{id}"))
}

fn created_at(item: &Object<'_>) -> Result<Option<Timestamp>, String> {
    let Some(raw) = item.get("date") else { return Ok(None) };
    raw.time().map(Some).ok_or_else(|| "date is not a number of seconds".to_owned())
}

fn counted(item: &Object<'_>, field: &str) -> Option<u64> {
    item.object(field)?.get("count")?.number().and_then(count)
}

fn attachments(item: &Object<'_>, media: &mut Vec<Media>, links: &mut Vec<String>) {
    for attachment in item.elements("attachments").into_iter().filter_map(Raw::object) {
        let Some(kind) = attachment.string("type") else { continue };
        let Some(object) = attachment.object(&kind) else { continue };
        let (kind, url) = match kind.as_ref() {
            "photo" | "posted_photo" => (MediaKind::Photo, largest(&object)),
            "video" | "clip" => (MediaKind::Video, full_id(&object).map(|id| format!("https://vk.com/video{id}"))),
            "audio" | "audio_message" | "podcast" => (MediaKind::Audio, object.owned("url")),
            "doc" => (MediaKind::Document, object.owned("url")),
            "link" | "article" | "page" => {
                links.extend(object.owned("url").or_else(|| object.owned("view_url")));
                continue;
            }
            _ => continue,
        };
        let alt = object.owned(if kind == MediaKind::Photo { "text" } else { "title" });
        media.push(Media { url, alt, ..Media::of_kind(kind) });
    }
}

/// The widest version of a picture; old responses name them by their width.
fn largest(photo: &Object<'_>) -> Option<String> {
    let sizes = photo.elements("sizes").into_iter().filter_map(Raw::object);
    let width = |size: &Object<'_>| size.get("width").and_then(Raw::number).and_then(count).unwrap_or_default();
    let widest = sizes.filter(|size| size.get("url").is_some()).max_by_key(width).and_then(|size| size.owned("url"));
    let named = ["photo_2560", "photo_1280", "photo_807", "photo_604", "photo_130", "photo_75"];
    widest.or_else(|| named.iter().find_map(|name| photo.owned(name)))
}

/// What stands in `[club123|Name]`: an account, or an address.
pub(crate) fn marked(text: &str, mentions: &mut Vec<String>, links: &mut Vec<String>) {
    let last_closed = text.rfind(']');
    let mut found = Vec::new();
    for (at, _) in text.match_indices('[') {
        let rest = &text[at + 1..];
        // What ends a target is looked for and not only its own sign, or each bracket would be looked through to the end.
        let Some(end) = rest.find(['|', '[', ']', ' ', '\n']).filter(|end| rest[*end..].starts_with('|')) else {
            continue;
        };
        let target = &rest[..end];
        if target.is_empty() || last_closed.is_none_or(|last| last < at) {
            continue;
        }
        if target.starts_with("http://") || target.starts_with("https://") {
            links.push(target.to_owned());
        } else {
            found.push(target.to_owned());
        }
    }
    *mentions = unique(std::mem::take(mentions).into_iter().chain(found));
}

pub(crate) fn addresses(text: &str, links: &mut Vec<String>) {
    let ends = |c: char| c.is_whitespace() || matches!(c, '|' | ']' | ')' | '"' | '<' | '>');
    for (_, run) in address_runs(text, ends) {
        let address = run.trim_end_matches(['.', ',', '!', '?', ':', ';']);
        if address.len() > "https://".len() {
            links.push(address.to_owned());
        }
    }
}

/// Words behind `#`, without the community that `#word@community` limits them to.
pub(crate) fn hashtags(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('#') {
        let is_start = text[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric() && before != '/');
        let rest = &text[at + 1..];
        let word = &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())];
        if is_start {
            found.push(word.to_owned());
        }
    }
    unique(found)
}
