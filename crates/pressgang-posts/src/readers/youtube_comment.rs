//! Comments on YouTube as posts.

use super::Record;
use super::youtube::displayed;
use crate::json::{Object, Raw};
use crate::part::{Out, Place};
use crate::values::{hashtags_in, links_in, unique};
use crate::{Author, Metrics, Platform, Post, Relations};

/// A comment on a film with those of its replies that came with it.
pub(super) fn thread(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let item = &record.object;
    let snippet = item.object("snippet").ok_or("no snippet, which holds the text")?;
    let film = snippet.owned("videoId");
    let top = snippet.get("topLevelComment").ok_or("no topLevelComment")?;
    let object = top.object().ok_or("topLevelComment is no object")?;
    let read = comment(&object, film.as_deref(), snippet.count("totalReplyCount"), record.place_of(top), out);
    out.settle(record.place_of(top), read);
    let top_id = object.other_id("id");
    for reply in item.object("replies").map(|replies| replies.elements("comments")).unwrap_or_default() {
        let place = record.place_of(reply);
        let read = match reply.object() {
            Some(object) => answer(&object, film.as_deref(), top_id.as_deref(), None, place, out),
            None => Err("a reply is no object".to_owned()),
        };
        out.settle(place, read);
    }
    Ok(())
}

/// One comment; the film is named where the comment itself does not say it.
pub(super) fn comment(
    item: &Object<'_>,
    film: Option<&str>,
    replies: Option<u64>,
    place: Place,
    out: &mut Out<'_>,
) -> Result<(), String> {
    answer(item, film, None, replies, place, out)
}

fn answer(
    item: &Object<'_>,
    film: Option<&str>,
    parent: Option<&str>,
    replies: Option<u64>,
    place: Place,
    out: &mut Out<'_>,
) -> Result<(), String> {
    let id = item.id("id")?.ok_or("no id")?;
    let snippet = item.object("snippet").ok_or("no snippet, which holds the text")?;
    let original = snippet.owned("textOriginal");
    let (shown, hidden) = snippet.string("textDisplay").map(|text| displayed(&text)).unwrap_or_default();
    let text = original.unwrap_or(shown);
    if text.is_empty() {
        return Err("no text".to_owned());
    }
    let film = snippet.owned("videoId").or_else(|| film.map(str::to_owned));
    let parent = snippet.owned("parentId").or_else(|| parent.map(str::to_owned));
    let shown_name = snippet.owned("authorDisplayName");
    // Since 2023 that is the handle with its sign.
    let handle = shown_name.as_deref().and_then(|name| name.strip_prefix('@')).map(str::to_owned);
    // YouTube makes links of hashtags, of mentions and of times within the film.
    let is_own = |link: &String| {
        ["/results?search_query=", "/channel/", "/hashtag/", "/watch?v="].iter().any(|part| {
            link.strip_prefix("https://www.youtube.com")
                .or(link.strip_prefix("http://www.youtube.com"))
                .is_some_and(|path| path.starts_with(part))
        })
    };
    let hidden = hidden.into_iter().filter(|link| !is_own(link) && link.starts_with("http"));
    out.post(Post {
        url: film.as_ref().map(|film| format!("https://www.youtube.com/watch?v={film}&lc={id}")),
        author: Author {
            id: snippet.object("authorChannelId").and_then(|channel| channel.owned("value")),
            name: shown_name.filter(|_| handle.is_none()),
            handle,
        },
        created_at: snippet.get("publishedAt").and_then(Raw::time),
        links: unique(links_in(&text).into_iter().chain(hidden)),
        hashtags: hashtags_in(&text),
        relations: Relations { reply_to: parent.or(film), ..Relations::default() },
        metrics: Metrics { likes: snippet.count("likeCount"), comments: replies, ..Metrics::default() },
        collected_at: out.options().received_at,
        ..Post::new(Platform::YOUTUBE, id, text, out.provenance(place))
    });
    Ok(())
}
