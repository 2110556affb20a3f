//! One post or reel of Instagram as its pages load it, in any of three shapes.
//!
//! The old one has `shortcode` and counts in `edge_...`; the usual one `code`, `taken_at` and plain counts; thumbnails
//! (`XIGPolaris...`) have neither times nor counts of likes and comments.

use super::item_parts::{addresses_in, hashtags_in, mentions_in, time};
use super::items::Capture;
use crate::json::{Object, Raw};
use crate::part::Out;
use crate::values::unique;
use crate::{Author, Media, MediaKind, Metrics, Platform, Post};

pub(crate) fn read(item: &Object<'_>, capture: &Capture, out: &mut Out<'_>) -> Result<(), String> {
    let code = item.owned("code").or_else(|| item.owned("shortcode")).ok_or("no code")?;
    let media = media(item);
    let text = match caption(item) {
        Some(text) => text,
        None if !media.is_empty() => String::new(),
        None => return Err("neither a caption nor pictures".to_owned()),
    };
    let created_at = match time(item, "taken_at")? {
        Some(time) => Some(time),
        None => time(item, "taken_at_timestamp")?,
    };
    out.post(Post {
        url: Some(format!("https://www.instagram.com/p/{code}/")),
        author: author(item),
        created_at,
        links: unique(addresses_in(&text)),
        mentions: unique(mentions_in(&text).into_iter().chain(tagged(item))),
        hashtags: hashtags_in(&text),
        media,
        metrics: metrics(item),
        collected_at: capture.collected_at,
        ..Post::new(Platform::INSTAGRAM, code, text, out.provenance(capture.place))
    });
    Ok(())
}

fn caption(item: &Object<'_>) -> Option<String> {
    if let Some(caption) = item.get("caption") {
        return caption.object().map_or_else(|| item.owned("caption"), |caption| caption.owned("text"));
    }
    nodes(item, "edge_media_to_caption").into_iter().find_map(|node| node.owned("text"))
}

/// The nodes of a list in the old shape.
fn nodes<'a>(item: &Object<'a>, list: &str) -> Vec<Object<'a>> {
    let Some(list) = item.object(list) else { return Vec::new() };
    list.objects("edges").filter_map(|edge| edge.object("node")).collect()
}

/// The account stands under either name, on some pages in part under both.
pub(crate) fn author(item: &Object<'_>) -> Author {
    let holders = [item.object("user"), item.object("owner")];
    let field = |name: &str| holders.iter().flatten().find_map(|holder| holder.owned(name));
    let id = |name: &str| holders.iter().flatten().find_map(|holder| holder.other_id(name));
    // An item's own id ends in that of its author.
    let in_item = || item.string("id")?.split_once('_').map(|(_, author)| author.to_owned());
    Author { id: id("pk").or_else(|| id("id")).or_else(in_item), handle: field("username"), name: field("full_name") }
}

fn tagged(item: &Object<'_>) -> Vec<String> {
    let of_list = item.object("usertags").map(|tags| tags.objects("in").collect::<Vec<_>>()).unwrap_or_default();
    let tags = of_list.into_iter().chain(nodes(item, "edge_media_to_tagged_user"));
    tags.filter_map(|tag| tag.object("user")?.owned("username")).collect()
}

fn metrics(item: &Object<'_>) -> Metrics {
    let edge = |field: &str| item.object(field).and_then(|edge| edge.count("count"));
    // Where likes are hidden, the page has a made-up number.
    let is_hidden = item.is_true("like_and_view_counts_disabled");
    let likes = item.count("like_count").or_else(|| edge("edge_media_preview_like"));
    let comments = item.count("comment_count").or_else(|| edge("edge_media_preview_comment"));
    Metrics {
        views: ["view_count", "play_count", "video_view_count"].into_iter().find_map(|field| item.count(field)),
        likes: likes.filter(|_| !is_hidden),
        shares: None,
        comments: comments.or_else(|| edge("edge_media_to_comment")),
    }
}

pub(crate) fn media(item: &Object<'_>) -> Vec<Media> {
    let mut parts: Vec<Object<'_>> = item.objects("carousel_media").collect();
    if parts.is_empty() {
        parts = nodes(item, "edge_sidecar_to_children");
    }
    if parts.is_empty() { one(item).into_iter().collect() } else { parts.iter().filter_map(one).collect() }
}

fn one(part: &Object<'_>) -> Option<Media> {
    let film = part.objects("video_versions").find_map(|version| version.owned("url"));
    let film = film.or_else(|| part.owned("video_url"));
    let candidates = part.object("image_versions2").map(|versions| versions.objects("candidates").collect::<Vec<_>>());
    // The first is the largest that is not cropped.
    let picture = candidates.unwrap_or_default().into_iter().find_map(|candidate| candidate.owned("url"));
    let picture = picture.or_else(|| ["display_url", "display_uri"].into_iter().find_map(|field| part.owned(field)));
    let name = part.string("__typename").unwrap_or_default();
    let kind = match part.count("media_type") {
        Some(2) => MediaKind::Video,
        Some(1) => MediaKind::Photo,
        _ if film.is_some() || part.is_true("is_video") || name.contains("Video") => MediaKind::Video,
        _ if picture.is_some() => MediaKind::Photo,
        _ => return None,
    };
    Some(Media {
        url: film.filter(|_| kind == MediaKind::Video).or(picture),
        // "May be an image of text that says ...": what the platform itself sees, unless the author says more.
        text: part.get("accessibility_caption").and_then(Raw::string).map(|text| text.into_owned()),
        ..Media::of_kind(kind)
    })
}
