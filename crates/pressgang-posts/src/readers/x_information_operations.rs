//! The tweets file of an X (Twitter) information-operations archive.
//!
//! Ids and names of most accounts are hashes there, and copies that went through a spreadsheet have rounded ids.

use super::Probe;
use super::rows::read_rows;
use crate::detect::Head;
use crate::part::{Halt, Part, Place};
use crate::source::Stream;
use crate::table::Header;
use crate::values::{addresses, count, id_of_text, items, parse_time, unescape};
use crate::{Author, Metrics, Platform, Post, PostKey, Relations};

pub(crate) fn probe(head: &Head<'_>) -> Probe {
    let Some(header) = &head.table else { return Probe::foreign() };
    let missing = header.lacks(&["tweetid", "userid", "tweet_text", "tweet_time", "is_retweet"]);
    match missing.len() {
        0 => Probe::matched("the columns of an information-operations archive"),
        1 | 2 => Probe::lacking(missing),
        _ => Probe::foreign(),
    }
}

/// True if and only if the table lists the accounts of such an archive, and no posts.
pub(crate) fn is_users_file(header: &Header) -> bool {
    header.lacks(&["userid", "user_screen_name", "account_creation_date"]).is_empty() && !header.has("tweetid")
}

pub(crate) fn read(head: &Head<'_>, stream: &mut Stream<'_>, part: &mut Part<'_>) -> Result<(), Halt> {
    let Some(header) = &head.table else {
        return part.reject(Place::at(0), "not a table");
    };
    read_rows(header, stream, part, &mut |fields, part, place| Row { header, fields }.post(part, place))
}

struct Row<'r> {
    header: &'r Header,
    fields: &'r [&'r str],
}

impl<'r> Row<'r> {
    fn raw(&self, column: &str) -> &'r str {
        self.header.position(column).and_then(|at| self.fields.get(at)).copied().unwrap_or_default()
    }

    fn get(&self, column: &str) -> Option<&'r str> {
        Some(self.raw(column).trim()).filter(|text| !text.is_empty() && *text != "absent")
    }

    /// The id of another tweet; a rounded one is as good as none.
    fn other_id(&self, column: &str) -> Option<String> {
        self.get(column).and_then(|text| id_of_text(text).ok().flatten())
    }

    fn post(&self, part: &Part<'_>, place: Place) -> Result<Post, String> {
        let id = id_of_text(self.raw("tweetid")).map_err(|_| "corrupted identifier")?.ok_or("no id")?;
        let text = self.raw("tweet_text");
        if text.is_empty() {
            return Err("no text".to_owned());
        }
        let created_at = match self.get("tweet_time") {
            Some(text) => {
                Some(parse_time(text).ok_or_else(|| format!("tweet_time is no known form of time: {text:?}"))?)
            }
            None => None,
        };
        let author_id = self.other_id("userid");
        let handle = self.get("user_screen_name").filter(|name| !is_hash(name) && Some(*name) != author_id.as_deref());
        let name = self.get("user_display_name").filter(|name| !is_hash(name) && Some(*name) != author_id.as_deref());
        let is_repost = self.get("is_retweet").is_some_and(|word| word.eq_ignore_ascii_case("true"));
        let mentions = items(self.raw("user_mentions")).into_iter().filter(|mention| is_handle(mention)).collect();
        let hashtag = |tag: String| tag.strip_prefix('#').map(str::to_owned).unwrap_or(tag);
        Ok(Post {
            url: handle.map(|handle| format!("https://x.com/{handle}/status/{id}")),
            key: PostKey { platform: Platform::X, id },
            author: Author { id: author_id, handle: handle.map(str::to_owned), name: name.map(str::to_owned) },
            created_at,
            text: unescape(text),
            language_declared: self.get("tweet_language").map(str::to_owned),
            links: addresses(self.raw("urls")),
            mentions,
            hashtags: items(self.raw("hashtags")).into_iter().map(hashtag).collect(),
            media: Vec::new(),
            relations: Relations {
                reply_to: self.other_id("in_reply_to_tweetid"),
                repost_of: self.other_id("retweet_tweetid").filter(|_| is_repost),
                quote_of: self.other_id("quoted_tweet_tweetid"),
            },
            metrics: Metrics {
                views: None,
                likes: self.get("like_count").and_then(count),
                shares: self.get("retweet_count").and_then(count),
                comments: self.get("reply_count").and_then(count),
            },
            collected_at: part.options.received_at,
            provenance: part.provenance(place),
        })
    }
}

/// The archive's stand-in for the id or name of an account: base64 of a hash.
fn is_hash(text: &str) -> bool {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    (40..=48).contains(&text.len()) && text.bytes().all(is_base64)
}

/// The archive mostly lists ids of the mentioned; only names are mentions here.
fn is_handle(mention: &str) -> bool {
    !is_hash(mention) && !mention.bytes().all(|byte| byte.is_ascii_digit())
}
