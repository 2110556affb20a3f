//! What is attached to a story of Facebook: pictures, films, albums and links.

use super::item_facebook::within;
use crate::json::{Object, Raw};
use crate::{Media, MediaKind};

/// Pictures and films, and the addresses of links.
pub(crate) fn attachments(story: &Object<'_>) -> (Vec<Media>, Vec<String>) {
    let (mut found, mut links) = (Vec::new(), Vec::new());
    for attachment in story.objects("attachments") {
        let shown = within(&attachment, &["styles", "attachment"]);
        let shown = shown.or_else(|| within(&attachment, &["style_type_renderer", "attachment"]));
        let album = shown.as_ref().and_then(album);
        let link = shown.as_ref().and_then(link);
        let parts = album.unwrap_or_default();
        let media = shown.as_ref().and_then(|shown| shown.object("media"));
        if !parts.is_empty() {
            found.extend(parts.iter().filter_map(|part| part.object("media")).filter_map(|part| media_of(&part)));
        } else if link.is_none() {
            found.extend(media.as_ref().and_then(media_of).or_else(|| target(&attachment)));
        }
        // The picture of a link is its target's, not the post's.
        links.extend(link);
    }
    (found, links)
}

fn album<'a>(shown: &Object<'a>) -> Option<Vec<Object<'a>>> {
    let lists = ["all_subattachments", "five_photos_subattachments", "subattachments"];
    lists.iter().find_map(|list| Some(shown.object(list)?.objects("nodes").collect::<Vec<_>>())).or_else(|| {
        let plain: Vec<Object<'a>> = shown.objects("subattachments").collect();
        (!plain.is_empty()).then_some(plain)
    })
}

fn media_of(media: &Object<'_>) -> Option<Media> {
    let film = ["browser_native_hd_url", "playable_url_quality_hd", "browser_native_sd_url", "playable_url"];
    let film = film.into_iter().find_map(|field| media.owned(field));
    let picture = ["photo_image", "viewer_image", "image", "preferred_thumbnail"];
    let picture = picture.into_iter().find_map(|field| {
        let object = media.object(field)?;
        object.owned("uri").or_else(|| object.object("image")?.owned("uri"))
    });
    let name = media.string("__typename").or_else(|| media.string("__isMedia")).unwrap_or_default();
    let is_film = film.is_some() || name == "Video" || media.has("playable_duration_in_ms");
    if film.is_none() && picture.is_none() && !matches!(name.as_ref(), "Photo" | "Video") {
        return None;
    }
    let page = media.owned("url").or_else(|| media.owned("permalink_url"));
    Some(Media {
        url: film.or_else(|| page.filter(|_| is_film)).or(picture),
        // "May be an image of text that says ...": what the platform itself sees.
        text: media.get("accessibility_caption").and_then(Raw::string).map(|text| text.into_owned()),
        ..Media::of_kind(if is_film { MediaKind::Video } else { MediaKind::Photo })
    })
}

/// Where nothing is shown of it, an attachment still says what it is.
fn target(attachment: &Object<'_>) -> Option<Media> {
    let target = attachment.object("target")?;
    let id = target.other_id("id")?;
    match target.string("__typename")?.as_ref() {
        "Photo" => Some(Media {
            url: Some(format!("https://www.facebook.com/photo/?fbid={id}")),
            ..Media::of_kind(MediaKind::Photo)
        }),
        "Video" => Some(Media::of_kind(MediaKind::Video)),
        _ => None,
    }
}

fn link(shown: &Object<'_>) -> Option<String> {
    let renderer = within(shown, &["story_attachment_link_renderer", "attachment"]);
    let holders = [renderer.as_ref(), Some(shown)];
    holders.into_iter().flatten().find_map(|holder| {
        let web = holder.object("web_link").and_then(|web| web.owned("url"));
        web.or_else(|| holder.object("external_url")?.owned("url"))
    })
}
