//! Responses of the TikTok Research API: films and comments.

use super::Record;
use crate::json::{Object, Raw};
use crate::part::Out;
use crate::spec::{Kind, Layout, Read, Spec};
use crate::values::{hashtags_in, links_in, unique};
use crate::{Author, Media, MediaKind, Metrics, Platform, Post, Relations};

pub(crate) static SPEC: Spec = Spec {
    name: "tiktok-research-api",
    title: "TikTok Research API",
    extensions: &["json", "jsonl", "ndjson"],
    gives: &[
        "descriptions of films, comments",
        "public addresses of films where the response has the username",
        "times in UTC",
        "what is said in a film (voice_to_text), as the film's text",
        "hashtags and mentions",
        "views, likes, shares and comments",
    ],
    cannot: &[
        "no account ids and no displayed names",
        "comments have no authors and no public addresses",
        "telephone numbers and e-mail addresses in comments are masked by TikTok",
        "no time of capture other than the file's own",
        "fields that the query did not ask for are missing",
    ],
    notes: &[
        "Responses with `data.videos` or `data.comments`, and lines or arrays of what is in them.",
        "The names of stickers stand with the words spoken in the film's text.",
        "A film without a description is a post without text.",
        "Responses that are errors are rejected.",
    ],
    layouts: &[
        Layout {
            what: "responses of the TikTok Research API",
            kind: Kind::Json,
            needs: &[
                "data.videos[].id|data.videos[].video_id",
                "data.videos[].create_time|data.videos[].video_description|error.log_id",
            ],
            unless: &[],
        },
        Layout {
            what: "responses of the TikTok Research API with comments",
            kind: Kind::Json,
            needs: &["data.comments[].id", "data.comments[].text", "data.comments[].video_id|error.log_id"],
            unless: &[],
        },
        Layout {
            what: "films of the TikTok Research API",
            kind: Kind::Json,
            needs: &[
                "id|video_id",
                "create_time",
                "video_description|voice_to_text",
                "username|region_code|hashtag_names|music_id",
            ],
            unless: &["aweme_id", "author", "share_url", "data"],
        },
        Layout {
            what: "comments of the TikTok Research API",
            kind: Kind::Json,
            needs: &["id", "text", "video_id", "create_time", "parent_comment_id|reply_count"],
            unless: &["author", "user", "data"],
        },
        Layout {
            what: "answers of the TikTok Research API without posts",
            kind: Kind::Json,
            needs: &["error.log_id", "error.code", "error.message"],
            unless: &["data.display_name", "data.user_followers"],
        },
    ],
    also: None,
    read: Read::Records { at: &["data.videos[]", "data.comments[]"], record },
};

fn record(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let object = &record.object;
    if let Some(error) = object.object("error") {
        // The message may repeat the query.
        let code = error.owned("code").filter(|code| code != "ok");
        return Err(
            code.map_or_else(|| "a response without posts".to_owned(), |code| format!("TikTok answers with {code}"))
        );
    }
    if object.has("video_id") && object.has("text") { comment(record, out) } else { film(record, out) }
}

fn film(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let film = &record.object;
    let id = match film.id("id")? {
        Some(id) => id,
        None => film.id("video_id")?.ok_or("no id")?,
    };
    let handle = film.owned("username");
    let text = film.owned("video_description").unwrap_or_default();
    let texts = film.owned("voice_to_text").into_iter().chain(stickers(film)).collect::<Vec<_>>().join("\n");
    let media = Media { text: Some(texts).filter(|texts| !texts.is_empty()), ..Media::of_kind(MediaKind::Video) };
    let bare = |sign: char| move |word: Raw<'_>| word.string().map(|word| word.trim_start_matches(sign).to_owned());
    let named = film.elements("hashtag_names").into_iter().filter_map(bare('#'));
    let listed = film.objects("hashtag_info_list").filter_map(|tag| tag.owned("hashtag_name"));
    let mut hashtags = unique(named.chain(listed));
    if hashtags.is_empty() {
        hashtags = hashtags_in(&text);
    }
    out.post(Post {
        url: handle.as_ref().map(|handle| format!("https://www.tiktok.com/@{handle}/video/{id}")),
        author: Author { id: None, handle, name: None },
        created_at: created_at(film)?,
        links: links_in(&text),
        mentions: unique(film.elements("video_mention_list").into_iter().filter_map(bare('@'))),
        hashtags,
        media: vec![media],
        metrics: Metrics {
            views: film.count("view_count"),
            likes: film.count("like_count"),
            shares: film.count("share_count"),
            comments: film.count("comment_count"),
        },
        collected_at: out.options().received_at,
        ..Post::new(Platform::TIKTOK, id, text, out.provenance(record.place()))
    });
    Ok(())
}

fn comment(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let comment = &record.object;
    let id = comment.id("id")?.ok_or("no id")?;
    let text = comment.owned("text").ok_or("no text")?;
    let film = comment.other_id("video_id");
    let parent = comment.other_id("parent_comment_id").filter(|parent| parent != "0");
    out.post(Post {
        created_at: created_at(comment)?,
        links: links_in(&text),
        hashtags: hashtags_in(&text),
        relations: Relations { reply_to: parent.or(film), ..Relations::default() },
        metrics: Metrics {
            likes: comment.count("like_count"),
            comments: comment.count("reply_count"),
            ..Metrics::default()
        },
        collected_at: out.options().received_at,
        ..Post::new(Platform::TIKTOK, id, text, out.provenance(record.place()))
    });
    Ok(())
}

/// The words of stickers; one of several forms in which the API gives them.
fn stickers(film: &Object<'_>) -> Vec<String> {
    let text = |sticker: Object<'_>| sticker.owned("sticker_name").or_else(|| sticker.owned("sticker_text"));
    unique(film.objects("sticker_info_list").filter_map(text).chain(film.owned("sticker_text")))
}

fn created_at(object: &Object<'_>) -> Result<Option<crate::Timestamp>, String> {
    let Some(raw) = object.get("create_time") else { return Ok(None) };
    raw.time().map(Some).ok_or_else(|| "create_time is no known form of time".to_owned())
}
