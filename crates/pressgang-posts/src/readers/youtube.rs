//! Responses of the YouTube Data API: films, results of searches, playlists, activities, comments and channels.

use super::Record;
use super::youtube_comment::{comment, thread};
use super::youtube_film::{Film, film};
use crate::json::{Object, Raw};
use crate::part::Out;
use crate::spec::{Kind, Layout, Read, Spec};
use crate::values::{shown, unescape_html};
use crate::{Account, Author, Observation, Observed, Platform, Status};

const TIMES: &str = "items[].snippet.publishedAt|items[].snippet.topLevelComment.snippet.publishedAt";
const TEXTS: &str = "items[].snippet.title|items[].snippet.textDisplay|items[].snippet.textOriginal|items[].snippet.topLevelComment.snippet.textDisplay|items[].snippet.topLevelComment.snippet.textOriginal";

pub(crate) static SPEC: Spec = Spec {
    name: "youtube",
    title: "YouTube Data API",
    extensions: &["json", "jsonl", "ndjson"],
    gives: &[
        "titles and descriptions of films, comments and their replies",
        "channels, public addresses, times in UTC",
        "views, likes and comments of films where the response has statistics; likes and replies of comments",
        "films that are blocked in countries, private, deleted or limited by age, as observations",
        "channels, as accounts",
    ],
    cannot: &[
        "no shares",
        "results of searches have shortened descriptions and no counts",
        "no times of films in playlists whose response lacks contentDetails",
        "at most a few replies of each comment unless they were asked for",
        "subscribers of channels are rounded to three digits by YouTube",
        "the uploader's keywords (tags) are left out",
        "no time of capture other than the file's own",
    ],
    notes: &[
        "Responses of search, videos, playlistItems, activities, commentThreads, comments and channels, and lines or arrays of their items.",
        "Titles and descriptions from searches are unescaped once; those from elsewhere are not escaped.",
        "Comments are taken as their authors wrote them (`textOriginal`), or else from the HTML that is shown (`textDisplay`).",
        "Activities other than uploads, playlists and items of other kinds are rejected: they are no posts.",
        "Films of playlists that are private or deleted are observations, no posts.",
    ],
    layouts: &[
        Layout { what: "responses of the YouTube Data API", kind: Kind::Json, needs: &[TIMES, TEXTS], unless: &[] },
        Layout {
            what: "items of the YouTube Data API",
            kind: Kind::Json,
            needs: &[
                "snippet.publishedAt|snippet.topLevelComment.snippet.publishedAt",
                "snippet.title|snippet.textDisplay|snippet.textOriginal|snippet.topLevelComment.snippet.textDisplay|snippet.topLevelComment.snippet.textOriginal",
                "kind|etag|id|snippet.channelId",
            ],
            unless: &[],
        },
    ],
    also: None,
    read: Read::Records { at: &["items[]"], record },
};

fn record(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let item = &record.object;
    if item.has("error") && !item.has("snippet") {
        let reason = item.at(&["error", "code"]).map_or("none", Raw::token);
        return Err(format!("a response without items, error code {reason}"));
    }
    match kind(item).as_deref() {
        Some("video") => video(record, out),
        Some("searchResult") => search_result(record, out),
        Some("playlistItem") => playlist_item(record, out),
        Some("activity") => activity(record, out),
        Some("commentThread") => thread(record, out),
        Some("comment") => comment(item, None, None, record.place(), out),
        Some("channel") => channel(item, item.owned("id"), false, record, out),
        Some(kind) => Err(format!("a {kind} is no post")),
        None => Err("an item of an unknown kind".to_owned()),
    }
}

/// What an item is, by name or by its fields: responses can be asked to leave the name out.
fn kind(item: &Object<'_>) -> Option<String> {
    if let Some(kind) = item.string("kind").and_then(|kind| kind.strip_prefix("youtube#").map(str::to_owned)) {
        return Some(kind);
    }
    let snippet = item.object("snippet")?;
    let kind = if snippet.has("topLevelComment") {
        "commentThread"
    } else if snippet.has("textDisplay") || snippet.has("textOriginal") {
        "comment"
    } else if item.object("id").is_some() {
        "searchResult"
    } else if snippet.has("resourceId") || snippet.has("playlistId") {
        "playlistItem"
    } else if snippet.has("customUrl") || item.at(&["statistics", "subscriberCount"]).is_some() {
        "channel"
    } else if snippet.has("categoryId") || item.string("id").is_some_and(|id| id.len() == 11) {
        "video"
    } else {
        return None;
    };
    Some(kind.to_owned())
}

fn video(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let item = &record.object;
    let id = item.id("id")?.ok_or("no id")?;
    let snippet = item.object("snippet").ok_or("no snippet, which holds the text")?;
    observe(item, &id, record, out);
    let texts = (snippet.owned("title"), snippet.owned("description"));
    let statistics = item.object("statistics");
    let count = |name: &str| statistics.as_ref().and_then(|statistics| statistics.count(name));
    film(
        Film {
            id,
            texts,
            channel: Author { id: snippet.owned("channelId"), handle: None, name: snippet.owned("channelTitle") },
            created_at: snippet.get("publishedAt").and_then(Raw::time),
            language: snippet.owned("defaultLanguage").or_else(|| snippet.owned("defaultAudioLanguage")),
            views: count("viewCount"),
            likes: count("likeCount"),
            comments: count("commentCount"),
        },
        record.place(),
        out,
    )
}

fn search_result(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let item = &record.object;
    let ids = item.object("id").ok_or("no id")?;
    let Some(id) = ids.owned("videoId") else {
        return match ids.owned("channelId") {
            Some(id) => channel(item, Some(id), true, record, out),
            None => Err("a playlist is no post".to_owned()),
        };
    };
    let snippet = item.object("snippet").ok_or("no snippet, which holds the text")?;
    let plain = |name: &str| snippet.string(name).map(|text| unescape_html(&text).into_owned());
    film(
        Film {
            id,
            texts: (plain("title"), plain("description")),
            channel: Author { id: snippet.owned("channelId"), handle: None, name: plain("channelTitle") },
            created_at: snippet.get("publishedAt").and_then(Raw::time),
            ..Film::default()
        },
        record.place(),
        out,
    )
}

fn playlist_item(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let item = &record.object;
    let snippet = item.object("snippet").ok_or("no snippet, which holds the text")?;
    let in_details = item.at(&["contentDetails", "videoId"]).and_then(Raw::string).map(|id| id.into_owned());
    let id = in_details.or_else(|| snippet.object("resourceId")?.owned("videoId")).ok_or("no videoId")?;
    let texts = (snippet.owned("title"), snippet.owned("description"));
    // YouTube's own words for what it no longer shows.
    let gone = match (texts.0.as_deref(), texts.1.as_deref()) {
        (Some("Deleted video"), Some("This video is unavailable.") | None) => Some(Status::Removed),
        (Some("Private video"), Some("This video is private.") | None) => Some(Status::Private),
        _ => None,
    };
    if let Some(status) = gone {
        out.observe(signal(&id, status, texts.0.unwrap_or_default(), record, out));
        return Ok(());
    }
    observe(item, &id, record, out);
    // The snippet's own channel and time are those of the playlist.
    film(
        Film {
            id,
            texts,
            channel: Author {
                id: snippet.owned("videoOwnerChannelId"),
                handle: None,
                name: snippet.owned("videoOwnerChannelTitle"),
            },
            created_at: item.at(&["contentDetails", "videoPublishedAt"]).and_then(Raw::time),
            ..Film::default()
        },
        record.place(),
        out,
    )
}

fn activity(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let item = &record.object;
    let id = item.at(&["contentDetails", "upload", "videoId"]).and_then(Raw::string);
    let id = id.ok_or("an activity that is no upload")?.into_owned();
    let snippet = item.object("snippet").ok_or("no snippet, which holds the text")?;
    film(
        Film {
            id,
            texts: (snippet.owned("title"), snippet.owned("description")),
            channel: Author { id: snippet.owned("channelId"), handle: None, name: snippet.owned("channelTitle") },
            created_at: snippet.get("publishedAt").and_then(Raw::time),
            ..Film::default()
        },
        record.place(),
        out,
    )
}

fn channel(
    item: &Object<'_>,
    id: Option<String>,
    is_escaped: bool,
    record: &Record<'_>,
    out: &mut Out<'_>,
) -> Result<(), String> {
    let snippet = item.object("snippet").ok_or("a channel without a snippet")?;
    let plain = |name: &str| {
        let text = snippet.owned(name)?;
        Some(if is_escaped { unescape_html(&text).into_owned() } else { text })
    };
    let statistics = item.object("statistics");
    let followers = statistics.as_ref().filter(|counts| !counts.is_true("hiddenSubscriberCount"));
    out.account(Account {
        platform: Platform::YOUTUBE,
        id,
        handle: snippet.owned("customUrl").map(|handle| handle.trim_start_matches('@').to_owned()),
        name: plain("title"),
        description: plain("description"),
        followers: followers.and_then(|counts| counts.count("subscriberCount")),
        created_at: snippet.get("publishedAt").and_then(Raw::time),
        provenance: out.provenance(record.place()),
    });
    Ok(())
}

/// What the item says of who may see the film.
fn observe(item: &Object<'_>, id: &str, record: &Record<'_>, out: &mut Out<'_>) {
    let restriction = item.at(&["contentDetails", "regionRestriction"]).and_then(Raw::object);
    for list in ["blocked", "allowed"] {
        // An empty list of those allowed means nobody; an empty list of those blocked means no one.
        let Some(raw) = restriction.as_ref().and_then(|restriction| restriction.get(list)) else { continue };
        let countries: Vec<String> =
            raw.elements().into_iter().filter_map(|country| country.string().map(|name| name.into_owned())).collect();
        if list == "allowed" || !countries.is_empty() {
            let countries = if countries.is_empty() { "nowhere".to_owned() } else { countries.join(", ") };
            let words = format!("regionRestriction.{list}: {countries}");
            out.observe(signal(id, Status::GeoBlocked, words, record, out));
        }
    }
    let status = item.object("status");
    let word = |name: &str| status.as_ref().and_then(|status| status.owned(name));
    if let Some(upload) = word("uploadStatus").filter(|upload| upload == "deleted" || upload == "rejected") {
        let why = word("rejectionReason").map(|reason| format!(", rejectionReason: {reason}")).unwrap_or_default();
        out.observe(signal(id, Status::Removed, format!("uploadStatus: {upload}{why}"), record, out));
    }
    if word("privacyStatus").as_deref() == Some("private") {
        out.observe(signal(id, Status::Private, "privacyStatus: private".to_owned(), record, out));
    }
    let rating = item.at(&["contentDetails", "contentRating", "ytRating"]).and_then(Raw::string);
    if let Some(rating) = rating {
        out.observe(signal(id, Status::Unknown, format!("contentRating: {rating}"), record, out));
    }
}

fn signal(id: &str, status: Status, words: String, record: &Record<'_>, out: &Out<'_>) -> Observation {
    Observation {
        platform: Platform::YOUTUBE,
        of: Observed::Post(id.to_owned()),
        observed_at: out.options().received_at,
        status,
        signal: words.chars().take(200).collect(),
        metrics: crate::Metrics::default(),
        provenance: out.provenance(record.place()),
    }
}

/// The text of HTML, or the text itself where it is none, with the addresses behind its links.
pub(super) fn displayed(text: &str) -> (String, Vec<String>) {
    // In HTML these characters cannot stand for themselves.
    let marks = ["<br", "<a ", "<b>", "<i>", "&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
    if !marks.iter().any(|mark| text.contains(mark)) {
        return (text.to_owned(), Vec::new());
    }
    let shown = shown(text);
    (shown.text, shown.links)
}
