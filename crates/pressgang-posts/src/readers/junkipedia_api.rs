//! Responses of the Junkipedia API, and what they share with its tables.

use super::Record;
use crate::json::{Object, Raw};
use crate::part::Out;
use crate::spec::{Kind, Layout, Read, Spec};
use crate::values::{hashtags_in, links_in, permalink};
use crate::{Author, Media, MediaKind, Metrics, Platform, Post, PostKey, Relations, Timestamp};

pub(crate) const GIVES: &[&str] = &[
    "texts, public addresses, names of channels",
    "many platforms in one file",
    "times in UTC",
    "views, likes, shares and comments",
];

pub(crate) const CANNOT: &[&str] = &[
    "posts whose address does not show the platform's id have Junkipedia's own, so they cannot be joined with the same posts from other exports",
    "no ids of accounts; handles only where the address shows them",
    "no view counts where Junkipedia has none, for which it writes 0",
    "zeros of likes, shares and comments may mean that nothing was counted",
];

pub(crate) const NOTES: &[&str] = &[
    "The id is the platform's where the post's address shows it beyond doubt and agrees with the platform named; otherwise it is Junkipedia's own with `junkipedia:` before it.",
    "Posts of Telegram have the channel's name and the number as id (`channel/12`).",
    "Posts without text are those of pictures and films only.",
    "Times that name no zone are kept as written and not converted.",
];

pub(crate) static SPEC: Spec = Spec {
    name: "junkipedia-api",
    title: "Junkipedia API",
    extensions: &["json", "jsonl", "ndjson"],
    gives: GIVES,
    cannot: CANNOT,
    notes: NOTES,
    layouts: &[
        Layout {
            what: "responses of the Junkipedia API",
            kind: Kind::Json,
            needs: &[
                "data[].attributes.published_at",
                "data[].attributes.search_data_fields|data[].attributes.post_uid|data[].attributes.engagement_fields",
            ],
            unless: &[],
        },
        Layout {
            what: "a response of the Junkipedia API with one post",
            kind: Kind::Json,
            needs: &[
                "data.attributes.published_at",
                "data.attributes.search_data_fields|data.attributes.post_uid|data.attributes.engagement_fields",
            ],
            unless: &[],
        },
        Layout {
            what: "posts of the Junkipedia API",
            kind: Kind::Json,
            needs: &[
                "id",
                "attributes.published_at",
                "attributes.search_data_fields|attributes.post_uid|attributes.engagement_fields",
            ],
            unless: &[],
        },
    ],
    also: None,
    read: Read::Records { at: &["data[]"], record },
};

/// The key of a post, and the handle in its address.
pub(crate) fn key_of(own_id: &str, platform: Option<&str>, url: Option<&str>) -> (PostKey, Option<String>) {
    // Instagram read without CrowdTangle has a name of its own there.
    let named = platform.map(|name| if name.eq_ignore_ascii_case("InstagramDirect") { "instagram" } else { name });
    let named = named.map_or(Platform::UNKNOWN, Platform::named);
    let found = url.and_then(permalink).filter(|found| named == Platform::UNKNOWN || found.platform == named);
    match found {
        Some(found) => (PostKey { platform: found.platform, id: found.id }, found.handle),
        None => (PostKey { platform: named, id: format!("junkipedia:{own_id}") }, None),
    }
}

fn record(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let item = &record.object;
    let Some(post) = item.object("attributes") else {
        let is_error = item.has("errors") || item.has("error");
        return Err(if is_error { "Junkipedia answers with an error" } else { "no attributes" }.to_owned());
    };
    let own_id = match item.id("id")? {
        Some(id) => id,
        None => post.id("id")?.ok_or("no id")?,
    };
    let fields = post.object("search_data_fields");
    let field = |name: &str| fields.as_ref().and_then(|fields| fields.owned(name));
    let urls: Vec<String> = [post.owned("url"), field("url")].into_iter().flatten().collect();
    let url = urls.iter().find(|url| permalink(url).is_some()).or(urls.first()).cloned();
    let platform = field("platform_name").or_else(|| post.owned("platform_name"));
    let (key, handle) = key_of(&own_id, platform.as_deref(), url.as_deref());
    let published = post.get("published_at");
    let written = published.and_then(Raw::string);
    let created_at = written.as_deref().and_then(Timestamp::parse_rfc3339);
    let text = text(&post, &field);
    let counts = post.object("engagement_fields").or_else(|| post.object("engagement_data"));
    let count = |names: [&str; 2]| names.iter().find_map(|name| counts.as_ref()?.count(name));
    let time = |name: &str| post.string(name).and_then(|text| Timestamp::parse_rfc3339(&text));
    let is_reply = fields.as_ref().is_some_and(|fields| fields.is_true("is_reply")) && key.platform == Platform::X;
    let reply_to = fields.as_ref().and_then(|fields| fields.other_id("replied_id")).filter(|_| is_reply);
    out.post(Post {
        author: Author { id: None, handle, name: channel(item, &post, fields.as_ref()) },
        created_at,
        created_at_local: written.filter(|_| created_at.is_none()).map(|text| text.into_owned()),
        links: links_in(&text),
        hashtags: hashtags_in(&text),
        media: fields.as_ref().map(media).unwrap_or_default(),
        relations: Relations { reply_to, ..Relations::default() },
        metrics: Metrics {
            views: count(["views_count", "view_count"]).filter(|&views| views > 0),
            likes: count(["likes_count", "like_count"]),
            shares: count(["shares_count", "share_count"]),
            comments: count(["comments_count", "comment_count"]),
        },
        // When Junkipedia last wrote its record.
        collected_at: time("updated_at").or_else(|| time("created_at")).or(out.options().received_at),
        url,
        ..Post::new(key.platform, key.id, text, out.provenance(record.place()))
    });
    Ok(())
}

/// The whole text, or else title and description, or else the text that is searched.
fn text(post: &Object<'_>, field: &dyn Fn(&str) -> Option<String>) -> String {
    if let Some(text) = post.owned("complete_post_text") {
        return text;
    }
    match (field("post_title"), field("description")) {
        (Some(title), Some(body)) if !body.starts_with(&title) => format!("{title}\n\n{body}"),
        (title, body) => {
            let text = body.or(title).or_else(|| field("sanitized_text")).or_else(|| field("all_text"));
            text.unwrap_or_default()
        }
    }
}

fn channel(item: &Object<'_>, post: &Object<'_>, fields: Option<&Object<'_>>) -> Option<String> {
    let within = |object: Option<Object<'_>>| object.and_then(|object| object.owned("channel_name"));
    fields
        .and_then(|fields| fields.owned("channel_name").or_else(|| within(fields.object("channel_data"))))
        .or_else(|| within(post.object("channel")))
        .or_else(|| within(item.object("channel")))
}

fn media(fields: &Object<'_>) -> Vec<Media> {
    let of = |media: Object<'_>| {
        let kind = match media.string("type")?.as_ref() {
            "photo" | "image" => MediaKind::Photo,
            "video" | "animated_gif" => MediaKind::Video,
            _ => return None,
        };
        Some(Media { url: media.owned("media_url"), ..Media::of_kind(kind) })
    };
    fields.objects("media_data").filter_map(of).collect()
}
