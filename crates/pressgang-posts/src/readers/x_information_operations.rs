//! The tweets file of an X (Twitter) information-operations archive.
//!
//! Ids and names of most accounts are hashes there, and copies that went through a spreadsheet have rounded ids.

use super::Row;
use crate::part::Out;
use crate::spec::{Kind, Layout, Read, Spec};
use crate::values::{addresses, items, leads_away, parse_time, unescape, unique};
use crate::{Author, Metrics, Platform, Post, Relations};

/// What spreadsheets make of an id of 19 digits.
pub(super) const CORRUPTED: &str = "corrupted identifier";

pub(crate) static SPEC: Spec = Spec {
    name: "x-information-operations",
    title: "X (Twitter) information-operations archive",
    extensions: &["csv", "csv.zip", "csv.gz"],
    gives: &[
        "texts, times in UTC to the minute",
        "authors, in part as hashes",
        "links, hashtags, mentions",
        "likes, shares and comments",
    ],
    cannot: &[
        "no view counts",
        "no handle and no public address for accounts the archive hashed",
        "no pictures: they come in separate archives",
        "no time of capture",
        "posts whose ids a spreadsheet has rounded are rejected",
    ],
    notes: &[
        "Mentions that the archive lists as account ids are left out.",
        "Posts whose ids a spreadsheet has rounded are rejected as corrupted.",
    ],
    layouts: &[Layout {
        what: "a table of an information-operations archive",
        kind: Kind::Table,
        needs: &["tweetid", "userid", "tweet_text", "tweet_time", "is_retweet"],
        unless: &[],
    }],
    also: None,
    read: Read::Rows(post),
};

fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let get = |column| row.get(column).filter(|text| *text != "absent");
    let id = row.id("tweetid").map_err(|reason| if reason == "no tweetid" { reason } else { CORRUPTED.to_owned() })?;
    if is_rounded(&id) {
        return Err(CORRUPTED.to_owned());
    }
    let text = row.raw("tweet_text");
    if text.is_empty() {
        return Err("no text".to_owned());
    }
    let created_at = match get("tweet_time") {
        Some(text) => Some(parse_time(text).ok_or_else(|| format!("tweet_time is no known form of time: {text:?}"))?),
        None => None,
    };
    let author_id = row.other_id("userid");
    let is_name = |name: &&str| !is_hash(name) && Some(*name) != author_id.as_deref();
    let handle = get("user_screen_name").filter(is_name).map(str::to_owned);
    let name = get("user_display_name").filter(is_name).map(str::to_owned);
    let is_repost = get("is_retweet").is_some_and(|word| word.eq_ignore_ascii_case("true"));
    let mentions = items(row.raw("user_mentions")).into_iter().filter(|mention| is_handle(mention)).collect();
    let hashtag = |tag: String| tag.strip_prefix('#').map(str::to_owned).unwrap_or(tag);
    out.post(Post {
        url: handle.as_ref().map(|handle| format!("https://x.com/{handle}/status/{id}")),
        author: Author { id: author_id, handle, name },
        created_at,
        language_declared: get("tweet_language").map(str::to_owned),
        links: unique(addresses(row.raw("urls")).into_iter().filter(|link| leads_away(link, &Platform::X, &id))),
        mentions,
        hashtags: items(row.raw("hashtags")).into_iter().map(hashtag).collect(),
        is_repost,
        relations: Relations {
            reply_to: row.other_id("in_reply_to_tweetid"),
            repost_of: row.other_id("retweet_tweetid").filter(|_| is_repost),
            quote_of: row.other_id("quoted_tweet_tweetid"),
        },
        metrics: Metrics {
            views: None,
            likes: row.count("like_count"),
            shares: row.count("retweet_count"),
            comments: row.count("reply_count"),
        },
        collected_at: out.options().received_at,
        ..Post::new(Platform::X, id, unescape(text), out.provenance(row.place))
    });
    Ok(())
}

/// The archive's stand-in for the id or name of an account: base64 of a hash.
pub(super) fn is_hash(text: &str) -> bool {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    (40..=48).contains(&text.len()) && text.bytes().all(is_base64)
}

/// True if and only if an id is what a spreadsheet makes of a longer number when it is written out again.
pub(super) fn is_rounded(id: &str) -> bool {
    id.len() > 15 && id.ends_with("000000") && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// The archive mostly lists ids of the mentioned; only names are mentions here.
fn is_handle(mention: &str) -> bool {
    !is_hash(mention) && !mention.bytes().all(|byte| byte.is_ascii_digit())
}
