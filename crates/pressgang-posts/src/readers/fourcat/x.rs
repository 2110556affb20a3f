//! X: posts captured with Zeeschuimer, in all versions of the table, and those of the data source for the API v2.

use super::cells::{body, created, files, is_yes, list, local, observe, person, positive, readable, urls, words};
use crate::part::Out;
use crate::readers::Row;
use crate::readers::x_tweet::post_address;
use crate::spec::{Kind, Layout};
use crate::values::{addresses, leads_away, parse_time, unescape, unique};
use crate::{Media, MediaKind, Metrics, Observed, Platform, Post, Relations, Status, Timestamp};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of X posts",
    kind: Kind::Table,
    needs: &["id", "thread_id", "body", "author", "is_retweet", "retweet_count", "like_count"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let id = row.id("id")?;
    let author = person(row, "author_id", "author", "author_fullname");
    let media = media(row);
    let text = text(row, &media)?;
    let created_at = created_at(row)?;
    let quote_of = row.other_id("quote_tweet_id");
    if is_yes(row, "is_withheld") {
        let of = Observed::Post(id.clone());
        observe(row, out, Platform::X, of, Status::GeoBlocked, "is_withheld: yes".to_owned());
    }
    if let Some(quoted) = quote_of.clone().filter(|_| is_yes(row, "is_quote_withheld")) {
        // What stands in its place does not say whether it was withheld or deleted.
        let signal = "is_quote_withheld: yes".to_owned();
        observe(row, out, Platform::X, Observed::Post(quoted), Status::Unknown, signal);
    }
    out.post(Post {
        url: Some(post_address(author.handle.as_deref(), &id)),
        author,
        created_at,
        created_at_local: local(row),
        language_declared: row.owned("language_guess"),
        links: unique(addresses(row.raw("urls")).into_iter().filter(|link| leads_away(link, &Platform::X, &id))),
        mentions: unique(words(row, "mentions", '@')),
        hashtags: unique(list(row, "hashtags")),
        media,
        is_repost: is_yes(row, "is_retweet"),
        relations: Relations { reply_to: None, repost_of: None, quote_of },
        quoted_text: row.get("quote_body").map(unescape),
        metrics: metrics(row),
        collected_at: out.options().received_at,
        ..Post::new(Platform::X, id, text, out.provenance(row.place))
    });
    Ok(())
}

/// Every version writes X's own UTC as the time for people. In tables of the API the number beside it was made from that
/// as if it were the server's local time.
fn created_at(row: &Row<'_>) -> Result<Option<Timestamp>, String> {
    match row.get("timestamp").and_then(parse_time) {
        Some(time) => Ok(Some(time)),
        None => created(row),
    }
}

/// The whole text, for a repost that of the original behind `RT @name: `.
fn text(row: &Row<'_>, media: &[Media]) -> Result<String, String> {
    let text = unescape(&body(row, media)?);
    // Of a withheld original 4CAT leaves out the name, and its words would pass for the reposter's own.
    match readable(row, "retweeted_user").filter(|_| is_yes(row, "is_retweet") && !text.starts_with("RT @")) {
        Some(name) => Ok(format!("RT @{name}: {text}")),
        None => Ok(text),
    }
}

fn metrics(row: &Row<'_>) -> Metrics {
    // Those of a repost are the original's, which is counted where it stands.
    if is_yes(row, "is_retweet") {
        return Metrics::default();
    }
    Metrics {
        views: positive(row, "impression_count"),
        likes: row.count("like_count"),
        shares: row.count("retweet_count"),
        comments: row.count("reply_count"),
    }
}

fn media(row: &Row<'_>) -> Vec<Media> {
    let films = urls(row, "videos");
    // Newer tables list the still of each film among the pictures.
    let is_still = |url: &String| !films.is_empty() && url.contains("_video_thumb/");
    let pictures: Vec<String> = urls(row, "images").into_iter().filter(|url| !is_still(url)).collect();
    let mut media = files(MediaKind::Photo, pictures);
    media.extend(files(MediaKind::Video, films));
    media
}
