//! One post of LinkedIn as its pages load it.

use super::item_parts::{addresses_in, hashtags_in};
use super::items::Capture;
use crate::json::{Object, Raw};
use crate::part::Out;
use crate::values::unique;
use crate::{Author, Media, MediaKind, Metrics, Platform, Post, Relations};

pub(crate) fn read(item: &Object<'_>, capture: &Capture, out: &mut Out<'_>) -> Result<(), String> {
    let id = activity(item).ok_or("no urn:li:activity")?;
    let original = item.object("*resharedUpdate").or_else(|| item.object("resharedUpdate"));
    let own_text = text(item);
    let is_repost = own_text.is_none() && original.is_some();
    let speaking = original.as_ref().filter(|_| is_repost).unwrap_or(item);
    let content = speaking.object("content");
    let media = content.as_ref().map(media).unwrap_or_default();
    let link = content.as_ref().and_then(link);
    let original_text = original.as_ref().and_then(text);
    let whole = if is_repost { original_text.clone() } else { own_text };
    let text = match whole {
        Some(text) => text,
        None if !media.is_empty() || link.is_some() => String::new(),
        None => return Err("no commentary".to_owned()),
    };
    let shared = original.as_ref().and_then(activity);
    let (repost_of, quote_of) = if is_repost { (shared, None) } else { (None, shared) };
    out.post(Post {
        url: Some(format!("https://www.linkedin.com/feed/update/urn:li:activity:{id}")),
        author: author(item),
        links: unique(addresses_in(&text).chain(link)),
        mentions: mentions(speaking),
        hashtags: hashtags_in(&text),
        media,
        relations: Relations { reply_to: None, repost_of, quote_of },
        quoted_text: original_text.filter(|_| !is_repost),
        metrics: metrics(item),
        collected_at: capture.collected_at,
        ..Post::new(Platform::named("linkedin"), id, text, out.provenance(capture.place))
    });
    Ok(())
}

/// The number of a post; of posts shown together both numbers lead to the same.
fn activity(item: &Object<'_>) -> Option<String> {
    let metadata = item.object("updateMetadata").and_then(|metadata| metadata.owned("urn"));
    let urns = metadata.into_iter();
    let urns = urns.chain(["preDashEntityUrn", "entityUrn", "id"].into_iter().filter_map(|field| item.owned(field)));
    urns.into_iter().find_map(|urn| {
        let (_, rest) = urn.split_once("urn:li:activity:")?;
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        (!digits.is_empty()).then_some(digits)
    })
}

fn text(item: &Object<'_>) -> Option<String> {
    let text = item.at(&["commentary", "text"])?.object()?.owned("text")?;
    (!text.trim().is_empty()).then_some(text)
}

/// A person (`in/name`) or a company (`company/name`): the two kinds of names are apart.
fn author(item: &Object<'_>) -> Author {
    let Some(actor) = item.object("actor") else { return Author::default() };
    let target = actor.object("navigationContext").and_then(|context| context.owned("actionTarget"));
    let path = target.as_deref().and_then(|target| target.split_once("linkedin.com/")).map(|(_, path)| path);
    let path = path.and_then(|path| path.split(['?', '#']).next()).map(|path| path.trim_end_matches('/'));
    let handle = path.map(|path| path.strip_suffix("/posts").unwrap_or(path).to_owned());
    Author {
        id: None,
        handle: handle.filter(|handle| !handle.is_empty()),
        name: actor.object("name").and_then(|name| name.owned("text")),
    }
}

fn mentions(item: &Object<'_>) -> Vec<String> {
    let Some(text) = item.at(&["commentary", "text"]).and_then(Raw::object) else { return Vec::new() };
    unique(text.objects("attributes").filter_map(|mark| {
        let person = mark.object("*miniProfile").and_then(|person| person.owned("publicIdentifier"));
        person.or_else(|| mark.object("*miniCompany")?.owned("universalName"))
    }))
}

fn metrics(item: &Object<'_>) -> Metrics {
    let Some(detail) = item.object("*socialDetail").or_else(|| item.object("socialDetail")) else {
        return Metrics::default();
    };
    let Some(counts) = detail.object("*totalSocialActivityCounts") else {
        let total = |list: &str| detail.at(&[list, "paging", "total"]).and_then(Raw::count);
        return Metrics {
            views: None,
            likes: total("likes"),
            shares: detail.count("totalShares"),
            comments: total("comments"),
        };
    };
    let kinds: Vec<Object<'_>> = counts.objects("reactionTypeCounts").collect();
    let is_like = |kind: &&Object<'_>| kind.string("reactionType").as_deref() == Some("LIKE");
    Metrics {
        views: None,
        // What is called likes is the sum of all reactions.
        likes: match kinds.iter().find(is_like) {
            Some(like) => like.count("count"),
            None if kinds.is_empty() => counts.count("numLikes"),
            None => None,
        },
        shares: counts.count("numShares"),
        comments: counts.count("numComments"),
    }
}

fn media(content: &Object<'_>) -> Vec<Media> {
    let images = content.objects("images").filter_map(|image| image.objects("attributes").next());
    let mut pictures: Vec<Option<String>> = images.map(|image| largest(&image.object("vectorImage")?)).collect();
    if pictures.is_empty() {
        let component = content.at(&["articleComponent", "largeImage"]).and_then(Raw::object);
        let image = component.and_then(|image| image.objects("attributes").next());
        let vector = image.and_then(|image| image.at(&["detailData", "vectorImage"])?.object());
        pictures.extend(vector.map(|vector| largest(&vector)));
    }
    let photo = |url| Media { url, ..Media::of_kind(MediaKind::Photo) };
    let mut media: Vec<Media> = pictures.into_iter().map(photo).collect();
    let films = ["linkedInVideoComponent", "externalVideoComponent", "*videoPlayMetadata"];
    if films.iter().any(|field| content.has(field)) {
        media.push(Media::of_kind(MediaKind::Video));
    }
    media
}

/// The address of a picture is put together of a root and the part of one size.
fn largest(vector: &Object<'_>) -> Option<String> {
    let root = vector.owned("rootUrl")?;
    let widest = vector.objects("artifacts").max_by_key(|artifact| artifact.count("width").unwrap_or_default())?;
    Some(root + &widest.owned("fileIdentifyingUrlPathSegment")?)
}

fn link(content: &Object<'_>) -> Option<String> {
    let target = |holder: &Object<'_>| holder.object("navigationContext")?.owned("actionTarget");
    target(content).or_else(|| target(&content.object("articleComponent")?))
}
