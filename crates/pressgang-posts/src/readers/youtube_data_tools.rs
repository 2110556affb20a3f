//! Tables of the YouTube Data Tools: films and comments.
//!
//! The older version is PHP, which leaves a quote behind a backslash undoubled: a text with both and a comma behind
//! them falls apart into fields too many.

use super::Row;
use super::youtube_film::{Film, film};
use crate::part::Out;
use crate::spec::{Kind, Layout, Read, Spec};
use crate::values::{hashtags_in, links_in, parse_time};
use crate::{Author, Metrics, Observation, Observed, Platform, Post, Relations, Status, Timestamp};

pub(crate) static SPEC: Spec = Spec {
    name: "youtube-data-tools",
    title: "YouTube Data Tools table",
    extensions: &["csv", "tab"],
    gives: &[
        "titles and whole descriptions of films, comments and replies",
        "channels, public addresses, times in UTC",
        "views, likes and comments of films; likes and replies of comments",
        "films that are blocked in countries or were not found, as observations",
    ],
    cannot: &[
        "no shares",
        "no line breaks: the tool makes spaces of them",
        "tables of comments from before version 2 do not say which film they are of, so their comments have no public address",
        "no time of capture other than the file's own",
        "the uploader's keywords (tags) are left out",
    ],
    notes: &[
        "Times without a zone are UTC, in which the tool writes them.",
        "In pseudonymised tables ids of comments and names are hashes, which stay as they are.",
        "Rows that a backslash before a quote has torn apart are rejected; where it did not, the quote stands at the end of the text.",
    ],
    layouts: &[
        Layout {
            what: "a YouTube Data Tools table of films",
            kind: Kind::Table,
            needs: &["videoId", "channelId", "channelTitle", "publishedAt", "videoTitle|videoDescription"],
            unless: &[],
        },
        Layout {
            what: "a YouTube Data Tools table of comments",
            kind: Kind::Table,
            needs: &["id", "authorName", "text", "publishedAt", "isReplyTo|isReplyToId", "isReply"],
            unless: &[],
        },
    ],
    also: None,
    read: Read::Rows(row),
};

const TORN: &str = "a quote behind a backslash has torn the row apart";

fn row(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    if row.has("authorName") { comment(row, out) } else { video(row, out) }
}

fn video(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let id = row.id("videoId")?;
    let is_code = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if id.len() != 11 || !id.chars().all(is_code) || !is_channel(row.raw("channelId")) {
        return Err(TORN.to_owned());
    }
    let title = row.owned("videoTitle");
    let signal = |status: Status, signal: String, out: &Out<'_>| Observation {
        platform: Platform::YOUTUBE,
        of: Observed::Post(id.clone()),
        observed_at: out.options().received_at,
        status,
        signal: signal.chars().take(200).collect(),
        metrics: Metrics::default(),
        provenance: out.provenance(row.place),
    };
    // The tool's own row for what YouTube did not give it: deleted, private or never there.
    if title.as_deref() == Some(&format!("[not found: {id}]")) {
        out.observe(signal(Status::Unknown, "not found".to_owned(), out));
        return Ok(());
    }
    // A row that fell apart has its values in the wrong columns; these hold nothing but a few words.
    let is_of = |column: &str, words: &[&str]| row.get(column).is_none_or(|value| words.contains(&value));
    let is_number = |column: &str| row.get(column).is_none_or(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let is_whole = is_of("dimension", &["2d", "3d"])
        && is_of("definition", &["hd", "sd"])
        && is_of("caption", &["true", "false", "1", "0"])
        && ["viewCount", "likeCount", "commentCount"].into_iter().all(is_number);
    if !is_whole {
        return Err(TORN.to_owned());
    }
    for column in ["regionRestrictionBlocked", "regionRestrictionAllowed"] {
        if let Some(countries) = row.get(column) {
            out.observe(signal(Status::GeoBlocked, format!("{column}: {countries}"), out));
        }
    }
    let languages = ["defaultLanguage", "defaultLAudioLanguage", "defaultAudioLanguage"];
    film(
        Film {
            texts: (title, row.owned("videoDescription")),
            channel: Author { id: row.owned("channelId"), handle: None, name: row.owned("channelTitle") },
            created_at: time(row, "publishedAt")?,
            language: row.first(&languages).map(str::to_owned),
            views: row.count("viewCount"),
            likes: row.count("likeCount"),
            comments: row.count("commentCount"),
            id: id.clone(),
        },
        row.place,
        out,
    )
}

fn comment(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let id = row.id("id")?;
    let is_flag = row.get("isReply").is_none_or(|flag| flag == "0" || flag == "1");
    if !is_flag || !is_channel(row.raw("authorChannelId")) {
        return Err(TORN.to_owned());
    }
    let text = row.raw("text");
    if text.trim().is_empty() {
        return Err("no text".to_owned());
    }
    let video = row.owned("videoId");
    let parent = row.first(&["isReplyTo", "isReplyToId"]).map(str::to_owned);
    let name = row.get("authorName");
    let hash = name.filter(|name| is_hash(name));
    let handle = name.and_then(|name| name.strip_prefix('@'));
    let author_id = row.get("authorChannelId").or(hash).map(str::to_owned);
    // Pseudonymised comments have no address.
    let url = video.as_ref().filter(|_| !is_hash(&id));
    out.post(Post {
        url: url.map(|video| format!("https://www.youtube.com/watch?v={video}&lc={id}")),
        author: Author {
            id: author_id,
            handle: handle.map(str::to_owned),
            name: name.filter(|_| handle.is_none() && hash.is_none()).map(str::to_owned),
        },
        created_at: time(row, "publishedAt")?,
        created_at_local: row.owned("publishedAt").filter(|text| !text.ends_with('Z')),
        links: links_in(text),
        hashtags: hashtags_in(text),
        relations: Relations { reply_to: parent.or(video), ..Relations::default() },
        metrics: Metrics {
            likes: row.count("likeCount"),
            comments: row.count("replyCount").or_else(|| row.count("totalReplyCount")),
            ..Metrics::default()
        },
        collected_at: out.options().received_at,
        ..Post::new(Platform::YOUTUBE, id, text.to_owned(), out.provenance(row.place))
    });
    Ok(())
}

fn time(row: &Row<'_>, column: &str) -> Result<Option<Timestamp>, String> {
    let Some(text) = row.get(column) else { return Ok(None) };
    parse_time(text).map(Some).ok_or_else(|| format!("{column} is no known form of time"))
}

/// The id of a channel, its hash, or nothing.
fn is_channel(id: &str) -> bool {
    let id = id.trim();
    id.is_empty()
        || is_hash(id)
        || id.starts_with("UC") && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

/// SHA-1 in hex, which stands for names and ids in pseudonymised tables.
fn is_hash(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
