//! Posts of Reddit, Facebook, Instagram and Mastodon as snscrape writes them.

use super::snscrape::{outlinks, published};
use crate::json::{Object, Raw};
use crate::part::{Out, Place};
use crate::values::{facebook_id, unique};
use crate::{Author, Media, MediaKind, Metrics, Observation, Observed, Platform, Post, Relations, Status};

fn handle(name: Option<String>) -> Author {
    Author { id: None, handle: name, name: None }
}

pub(crate) fn reddit(object: &Object<'_>, out: &mut Out<'_>, place: Place) -> Result<(), String> {
    let id = object.id("id")?.ok_or("no id")?;
    let title = object.owned("title");
    let field = if title.is_some() { "selftext" } else { "body" };
    let body = object.owned(field);
    let husk = body.clone().filter(|body| body == "[removed]" || body == "[deleted]");
    if let Some(word) = &husk {
        out.observe(Observation {
            platform: Platform::REDDIT,
            of: Observed::Post(id.clone()),
            observed_at: out.options().received_at,
            status: Status::Removed,
            signal: format!("{field}: {word}"),
            metrics: Metrics::default(),
            provenance: out.provenance(place),
        });
        if title.is_none() {
            return Ok(());
        }
    }
    let parts: Vec<String> = title.into_iter().chain(body.filter(|_| husk.is_none())).collect();
    if parts.is_empty() {
        return Err("no text".to_owned());
    }
    let (created_at, created_at_local) = published(object);
    out.post(Post {
        url: object.string("url").map(|url| url.replacen("//old.reddit.com/", "//www.reddit.com/", 1)),
        author: handle(object.owned("author").filter(|name| name != "[deleted]")),
        created_at,
        created_at_local,
        links: object.owned("link").into_iter().collect(),
        relations: Relations { reply_to: object.other_id("parentId"), ..Relations::default() },
        collected_at: out.options().received_at,
        ..Post::new(Platform::REDDIT, id, parts.join("\n\n"), out.provenance(place))
    });
    Ok(())
}

pub(crate) fn facebook(object: &Object<'_>, out: &mut Out<'_>, place: Place) -> Result<(), String> {
    let url = object.owned("cleanUrl").or_else(|| object.owned("url")).ok_or("no cleanUrl")?;
    let id = facebook_id(&url).ok_or("the url is not that of a post")?;
    let text = object.owned("content").ok_or("no text")?;
    let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    let mut parts = path.split('/');
    let page = parts.next().filter(|_| matches!(parts.next(), Some("posts" | "photos" | "videos")));
    let is_number = |name: &&str| name.bytes().all(|byte| byte.is_ascii_digit());
    let (created_at, created_at_local) = published(object);
    out.post(Post {
        author: Author {
            id: page.filter(is_number).map(str::to_owned),
            handle: page.filter(|name| !is_number(name)).map(str::to_owned),
            name: None,
        },
        // Groups were read off the host for uploads.
        url: Some(url.replacen("//upload.facebook.com/", "//www.facebook.com/", 1)),
        created_at,
        created_at_local,
        links: outlinks(object),
        collected_at: out.options().received_at,
        ..Post::new(Platform::FACEBOOK, id, text, out.provenance(place))
    });
    Ok(())
}

pub(crate) fn instagram(object: &Object<'_>, out: &mut Out<'_>, place: Place) -> Result<(), String> {
    let url = object.owned("url").or_else(|| object.owned("cleanUrl")).ok_or("no url")?;
    let (_, code) = url.split_once("/p/").ok_or("the url is not that of a post")?;
    let code = code.split(['/', '?']).next().filter(|code| !code.is_empty()).ok_or("the url is not that of a post")?;
    let media = if object.is_true("isVideo") {
        Media::of_kind(MediaKind::Video)
    } else {
        Media { url: object.owned("displayUrl"), ..Media::of_kind(MediaKind::Photo) }
    };
    let (created_at, created_at_local) = published(object);
    out.post(Post {
        url: Some(format!("https://www.instagram.com/p/{code}/")),
        author: handle(object.owned("username")),
        created_at,
        created_at_local,
        media: vec![media],
        metrics: Metrics {
            likes: object.count("likes"),
            // Where nobody can comment, none is no count.
            comments: object.count("comments").filter(|_| !object.is_true("commentsDisabled")),
            ..Metrics::default()
        },
        collected_at: out.options().received_at,
        ..Post::new(
            Platform::INSTAGRAM,
            code.to_owned(),
            object.owned("content").unwrap_or_default(),
            out.provenance(place),
        )
    });
    Ok(())
}

pub(crate) fn mastodon(toot: &Object<'_>, out: &mut Out<'_>, place: Place) -> Result<(), String> {
    let url = toot.owned("url").ok_or("no url")?;
    let user = toot.object("user");
    // The tool calls the warning the text, and the text behind it the spoiler.
    let parts: Vec<String> = ["text", "spoilerText"].into_iter().filter_map(|field| toot.owned(field)).collect();
    let file = |attachment: Object<'_>| {
        let url = attachment.owned("url");
        let ending = url.as_deref().and_then(|url| url.rsplit('.').next()).unwrap_or_default().to_ascii_lowercase();
        let kind = match ending.as_str() {
            "mp4" | "webm" | "mov" => MediaKind::Video,
            "mp3" | "ogg" | "wav" | "flac" | "m4a" => MediaKind::Audio,
            "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" => MediaKind::Photo,
            _ => MediaKind::Document,
        };
        Media { url, alt: attachment.owned("name"), ..Media::of_kind(kind) }
    };
    let media: Vec<Media> = toot.objects("attachments").map(file).collect();
    if parts.is_empty() && media.is_empty() {
        return Err("no text".to_owned());
    }
    let texts = |field: &str| toot.elements(field).into_iter().filter_map(Raw::string).map(|text| text.into_owned());
    let account = |user: &Object<'_>| user.owned("account").map(|name| name.trim_start_matches('@').to_owned());
    let (created_at, created_at_local) = published(toot);
    out.post(Post {
        url: Some(url.clone()),
        author: Author {
            id: None,
            handle: user.as_ref().and_then(account),
            name: user.as_ref().and_then(|user| user.owned("displayName")),
        },
        created_at,
        created_at_local,
        links: unique(texts("links")),
        mentions: unique(toot.objects("mentionedUsers").filter_map(|user| account(&user))),
        hashtags: unique(texts("hashtags").map(|tag| tag.trim_start_matches('#').to_owned())),
        media,
        collected_at: out.options().received_at,
        ..Post::new(Platform::MASTODON, url, parts.join("\n\n"), out.provenance(place))
    });
    Ok(())
}
