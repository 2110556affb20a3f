//! Posts of VK walls as snscrape reads them off the pages.

use super::snscrape::{outlinks, published};
use super::vk_post::hashtags;
use crate::json::{Object, Raw};
use crate::part::{Out, Place};
use crate::values::unique;
use crate::{Author, Media, MediaKind, Platform, Post, Relations};

pub(crate) fn vk(object: &Object<'_>, out: &mut Out<'_>, place: Place) -> Result<(), String> {
    let url = object.owned("url").ok_or("no url")?;
    let Numbers { owner, post, comment } = numbers(&url).ok_or("the url is not that of a post")?;
    let shared = object.object("quotedPost");
    let mut media = media(object);
    let mut links = outlinks(object);
    let own_text = object.owned("content").filter(|text| !text.trim().is_empty());
    // Whoever adds something to what he shares quotes it.
    let has_own = own_text.is_some() || !media.is_empty() || !links.is_empty();
    let (original, quoted) = if has_own { (None, shared) } else { (shared, None) };
    if let Some(original) = &original {
        media.extend(self::media(original));
        links.extend(outlinks(original));
    }
    let text = match own_text.or_else(|| original.as_ref()?.owned("content")) {
        Some(text) => text,
        None if !media.is_empty() || !links.is_empty() => String::new(),
        None => return Err("no text".to_owned()),
    };
    let (created_at, created_at_local) = published(object);
    let id = format!("{owner}_{}", comment.unwrap_or(post));
    out.post(Post {
        url: Some(url.clone()),
        author: Author { id: Some(owner.to_owned()).filter(|_| comment.is_none()), handle: None, name: None },
        created_at,
        created_at_local,
        links: unique(links),
        hashtags: hashtags(&text),
        media,
        relations: Relations {
            reply_to: comment.map(|_| format!("{owner}_{post}")),
            repost_of: original.as_ref().and_then(key_of),
            quote_of: quoted.as_ref().and_then(key_of),
        },
        quoted_text: quoted.as_ref().and_then(|quoted| quoted.owned("content")),
        collected_at: out.options().received_at,
        ..Post::new(Platform::VK, id, text, out.provenance(place))
    });
    Ok(())
}

/// The key of what is shared. Pictures and films can be shared on their own; they are no posts.
fn key_of(shared: &Object<'_>) -> Option<String> {
    let url = shared.owned("url")?;
    numbers(&url).map(|shared| format!("{}_{}", shared.owner, shared.comment.unwrap_or(shared.post)))
}

/// What the address of a post says.
struct Numbers<'a> {
    owner: &'a str,
    post: &'a str,
    comment: Option<&'a str>,
}

/// The numbers in `https://vk.com/wall-1_2?reply=3`.
fn numbers(url: &str) -> Option<Numbers<'_>> {
    let (_, path) = url.split_once("vk.com/wall")?;
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let (owner, post) = path.split_once('_')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let comment = query.split('&').find_map(|pair| pair.strip_prefix("reply=")).filter(|number| is_number(number));
    (is_number(owner.strip_prefix('-').unwrap_or(owner)) && is_number(post)).then_some(Numbers { owner, post, comment })
}

fn media(object: &Object<'_>) -> Vec<Media> {
    let mut found = Vec::new();
    for photo in object.objects("photos") {
        let variants = photo.elements("variants").into_iter().filter_map(Raw::object);
        let widest = variants.max_by_key(|variant| variant.count("width").unwrap_or_default());
        let url = widest.and_then(|variant| variant.owned("url")).or_else(|| photo.owned("url"));
        found.push(Media { url, ..Media::of_kind(MediaKind::Photo) });
    }
    if let Some(video) = object.object("video") {
        found.push(Media { url: video.owned("url"), ..Media::of_kind(MediaKind::Video) });
    }
    found
}
