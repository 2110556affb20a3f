//! Posts as the CrowdTangle API gave them: responses, arrays, lines and dumps of databases.

use super::Record;
use crate::json::{Object, Raw};
use crate::part::Out;
use crate::spec::{Kind, Layout, Read, Spec};
use crate::values::{
    facebook_id, hashtags_in, instagram_code, leads_away, links_in, mentions_in, parse_time, permalink, unique,
};
use crate::{Author, Media, MediaKind, Metrics, Platform, Post, PostKey, Timestamp};

const STATISTICS: &str = "statistics.actual.likeCount|statistics.actual.commentCount|statistics.actual.favoriteCount";

pub(crate) static SPEC: Spec = Spec {
    name: "crowdtangle-api",
    title: "CrowdTangle API",
    extensions: &["json", "jsonl", "ndjson"],
    gives: &[
        "texts, public addresses, accounts",
        "Facebook, Instagram and Reddit",
        "times in UTC, time of capture",
        "links expanded to their targets",
        "pictures and films with the text CrowdTangle read in them",
        "likes, shares and comments",
    ],
    cannot: &["no view counts", "addresses of pictures and films have mostly expired"],
    notes: &[
        "Responses of `/posts`, `/post` and `/links`, arrays and lines of posts, and dumps of them from MongoDB.",
        "The id is taken as in the CSV exports, so a post of both is one post: for Facebook the last part of its address, for Instagram the shortcode, for Reddit the id with its sign (`t3_`).",
        "`date` and `updated` name no zone; CrowdTangle's documentation says that they are UTC.",
        "A post without a message has the title and description of what it links to as text; on Instagram the description is the caption.",
    ],
    layouts: &[
        Layout {
            what: "responses of the CrowdTangle API",
            kind: Kind::Json,
            needs: &["result.posts[].platformId", "result.posts[].date|result.posts[].postUrl"],
            unless: &[],
        },
        Layout {
            what: "posts of the CrowdTangle API",
            kind: Kind::Json,
            needs: &["platformId", STATISTICS, "account.id|account.platformId|account.name"],
            unless: &[],
        },
    ],
    also: None,
    read: Read::Records { at: &["result.posts[]"], record },
};

fn record(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let post = &record.object;
    if !post.has("platformId") && post.has("status") {
        let status = post.at(&["status"]).map_or("none", Raw::token);
        return Err(format!("a response without posts, status {status}"));
    }
    let url = post.owned("postUrl");
    let account = post.object("account");
    let counts = post.at(&["statistics", "actual"]).and_then(Raw::object);
    let count = |names: &[&str]| names.iter().find_map(|name| counts.as_ref()?.get(name).and_then(counted));
    let platform = platform(post, account.as_ref(), counts.as_ref()).ok_or("no platform")?;
    let key = PostKey { id: id(post, &platform, url.as_deref())?, platform };
    let mut media = media(post);
    if let Some(image_text) = post.owned("imageText") {
        match media.iter_mut().find(|media| media.kind == MediaKind::Photo) {
            Some(photo) => photo.text = Some(image_text),
            None => media.push(Media { text: Some(image_text), ..Media::of_kind(MediaKind::Photo) }),
        }
    }
    let text = match text(post, &key.platform) {
        Some(text) => text,
        None if !media.is_empty() => String::new(),
        None => return Err("no text".to_owned()),
    };
    let created = post.get("date");
    let created_at = match created {
        Some(raw) => Some(instant(raw).ok_or("date is no known form of time")?),
        None => None,
    };
    let account_field = |name: &str| account.as_ref().and_then(|account| account.owned(name));
    out.post(Post {
        author: Author {
            id: account.as_ref().and_then(|account| account.other_id("platformId")),
            handle: account_field("handle"),
            name: account_field("name"),
        },
        created_at,
        created_at_local: created.and_then(Raw::string).map(|text| text.into_owned()),
        language_declared: post.owned("languageCode").filter(|code| code != "und"),
        links: links(post, &text, &key),
        mentions: if key.platform == Platform::INSTAGRAM { mentions_in(&text) } else { Vec::new() },
        hashtags: hashtags_in(&text),
        media,
        metrics: Metrics {
            views: None,
            likes: match key.platform.as_str() {
                "instagram" => count(&["favoriteCount", "likeCount"]),
                "reddit" => count(&["upCount"]),
                _ => count(&["likeCount"]),
            },
            shares: count(&["shareCount"]),
            comments: count(&["commentCount"]),
        },
        collected_at: post.get("updated").and_then(instant).or(out.options().received_at),
        url,
        ..Post::new(key.platform, key.id, text, out.provenance(record.place()))
    });
    Ok(())
}

/// By name, or else by the counts, of which each platform has its own.
fn platform(post: &Object<'_>, account: Option<&Object<'_>>, counts: Option<&Object<'_>>) -> Option<Platform> {
    let name = post.string("platform").or_else(|| account.and_then(|account| account.string("platform")));
    if let Some(name) = name {
        return Some(Platform::named(&name));
    }
    let counts = counts?;
    let by_count =
        [("favoriteCount", Platform::INSTAGRAM), ("upCount", Platform::REDDIT), ("likeCount", Platform::FACEBOOK)];
    by_count.into_iter().find(|(name, _)| counts.has(name)).map(|(_, platform)| platform)
}

/// The id as the CSV exports have it, which know only the address.
fn id(post: &Object<'_>, platform: &Platform, url: Option<&str>) -> Result<String, String> {
    let from_address = match platform.as_str() {
        "facebook" => url.and_then(facebook_id),
        "instagram" => url.and_then(instagram_code),
        "reddit" => url.and_then(permalink).filter(|post| post.platform == *platform).map(|post| post.id),
        _ => None,
    };
    if let Some(id) = from_address {
        return Ok(id);
    }
    let id = post.id("platformId")?.ok_or("no platformId")?;
    // On Facebook it is the account's number and the post's.
    let own = id.split_once('_').map(|(_, own)| own).filter(|own| *platform == Platform::FACEBOOK && !own.is_empty());
    Ok(own.map(str::to_owned).unwrap_or(id))
}

fn text(post: &Object<'_>, platform: &Platform) -> Option<String> {
    let (title, message, description) = (post.owned("title"), post.owned("message"), post.owned("description"));
    let body = match platform.as_str() {
        // The title is that of a longer film, or the headline of a submission.
        "instagram" => description.or(message),
        "reddit" => message.or(description),
        // Beside a message they are those of what it links to.
        _ if message.is_some() => return message,
        _ => description,
    };
    match (title, body) {
        (Some(title), Some(body)) if !body.starts_with(&title) => Some(format!("{title}\n\n{body}")),
        (title, body) => body.or(title),
    }
}

fn links(post: &Object<'_>, text: &str, key: &PostKey) -> Vec<String> {
    let expanded: Vec<(Option<String>, Option<String>)> =
        post.objects("expandedLinks").map(|link| (link.owned("original"), link.owned("expanded"))).collect();
    let is_short =
        |link: &String| expanded.iter().any(|(original, to)| original.as_ref() == Some(link) && to.is_some());
    let targets = expanded.iter().filter_map(|(original, to)| to.clone().or_else(|| original.clone()));
    let own = post.owned("link").into_iter().chain(links_in(text)).filter(|link| !is_short(link));
    // A film links to itself.
    unique(targets.chain(own).filter(|link| leads_away(link, &key.platform, &key.id)))
}

fn media(post: &Object<'_>) -> Vec<Media> {
    let of = |media: Object<'_>| {
        let kind = match media.string("type")?.as_ref() {
            "photo" | "image" => MediaKind::Photo,
            "video" => MediaKind::Video,
            _ => return None,
        };
        let url = media.owned("full").or_else(|| media.owned("url"));
        Some(Media { url, alt: media.owned("altText"), ..Media::of_kind(kind) })
    };
    post.objects("media").filter_map(of).collect()
}

/// A count, also in the notation of MongoDB's dumps.
fn counted(raw: Raw<'_>) -> Option<u64> {
    raw.count().or_else(|| {
        let object = raw.object()?;
        ["$numberInt", "$numberLong"].iter().find_map(|name| object.count(name))
    })
}

/// A time, also in the notation of MongoDB's dumps; without a zone it is UTC.
fn instant(raw: Raw<'_>) -> Option<Timestamp> {
    match raw.object() {
        None => raw.string().and_then(|text| parse_time(&text)),
        Some(object) => {
            let inner = object.get("$date")?;
            inner.time().or_else(|| inner.object()?.get("$numberLong")?.time())
        }
    }
}
