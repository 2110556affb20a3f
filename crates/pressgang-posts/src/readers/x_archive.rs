//! The archive X gives its users of their own account: scripts that assign their posts.
//!
//! Whose archive it is stands in other members, which `source` looks into; direct messages and all the rest are not
//! read.

use super::Record;
use super::records::read_records;
use super::x_status::observe;
use super::x_v1_tweet::{V1Tweet, id_of};
use crate::detect::Head;
use crate::json::Raw;
use crate::part::{Halt, Out, Part};
use crate::source::{ArchiveOwner, LongText, Stream};
use crate::spec::{Probe, Read, Spec};
use crate::values::unique;
use crate::{Author, Mapping, Metrics, Observed, Platform, Post, Status, Timestamp};

pub(crate) static SPEC: Spec = Spec {
    name: "x-archive",
    title: "X (Twitter) user archive",
    extensions: &["zip", "js"],
    gives: &[
        "whole texts, times in UTC",
        "links expanded to their targets, mentions, hashtags",
        "pictures and films with their places in the archive",
        "replies",
        "likes and shares",
        "author and time of capture where the whole archive is read",
        "deleted posts the archive still holds, with the time of deletion as observations",
    ],
    cannot: &[
        "no view counts and no comment counts",
        "no author and no time of capture in a single file taken out of its archive",
        "which post a repost repeats: the archive has only its text, RT @name: ..., which it may cut",
        "no quoted texts",
        "a long text whose post is not found in the archive has an id of its own and no address",
    ],
    notes: &[
        "Of the account file only name and id are looked at; direct messages, likes, followers and all else are passed over.",
        "Long posts get their whole text from note-tweet.js by time and beginning.",
    ],
    layouts: &[],
    also: Some(probe),
    read: Read::Own(read),
};

/// What members with posts assign to: the name in the script, the folder of their media, whether the posts are gone.
const FILES: [(&str, &str, bool); 6] = [
    ("tweets", "tweets_media", false),
    ("tweet", "tweet_media", false),
    ("deleted_tweets", "deleted_tweets_media", true),
    ("deleted_tweet", "deleted_tweets_media", true),
    ("community_tweet", "community_tweet_media", false),
    ("note_tweet", "tweets_media", false),
];

/// What a script assigns to, without its namespace and part: `window.YTD.tweets.part0` is `tweets`.
fn variable<'h>(head: &Head<'h>) -> Option<&'h str> {
    let start = std::str::from_utf8(head.bytes.get(..head.script?)?).ok()?;
    let (_, name) = start.split_once("window.YTD.")?;
    name.split(['.', '=', ' ']).next()
}

/// True if and only if a script is a member of an archive that holds posts.
pub(crate) fn is_of_posts(head: &Head<'_>) -> bool {
    variable(head).is_some_and(|name| FILES.iter().any(|(known, ..)| *known == name))
}

fn probe(head: &Head<'_>, _: &Mapping) -> Probe {
    if let Some(name) = variable(head).filter(|_| is_of_posts(head)) {
        // An account without posts of a kind has an empty list of them.
        return Probe::matched(format!("a script that assigns YTD.{name}"));
    }
    // Some take the assignment off.
    let Some(shape) = head.json.as_ref().filter(|_| head.script.is_none()) else { return Probe::foreign() };
    let marks = [["tweet.id_str", "tweet.full_text"], ["noteTweet.noteTweetId", "noteTweet.core.text"]];
    match marks.iter().find(|marks| marks.iter().all(|mark| shape.record_has(mark))) {
        Some([id, text]) => Probe::matched(format!("elements of an X archive with {id}, {text}")),
        None => Probe::foreign(),
    }
}

fn read(head: &Head<'_>, stream: &mut Stream<'_>, part: &mut Part<'_>) -> Result<(), Halt> {
    let name = variable(head).unwrap_or("tweets");
    let (_, folder, is_gone) = FILES.into_iter().find(|(known, ..)| *known == name).unwrap_or(FILES[0]);
    let own = part.frame().source.member.as_deref().and_then(|member| member.rsplit_once('/'));
    let folder = own.map_or(folder.to_owned(), |(place, _)| format!("{place}/{folder}"));
    read_records(head, stream, part, &[], &|record, out| element(record, &folder, is_gone, out))
}

fn element(record: &Record<'_>, folder: &str, is_gone: bool, out: &mut Out<'_>) -> Result<(), String> {
    let nothing = ArchiveOwner::default();
    let owner = out.frame.owner.clone();
    let owner = owner.as_deref().unwrap_or(&nothing);
    let author = Author { id: owner.id.clone(), handle: owner.handle.clone(), name: owner.name.clone() };
    let collected_at = owner.made_at.or(out.options().received_at);
    if record.object.has("noteTweet") {
        return long_text(record, author, collected_at, owner, out);
    }
    let inner = record.object.object("tweet");
    let tweet = inner.as_ref().unwrap_or(&record.object);
    let id = id_of(tweet)?.ok_or("no tweet")?;
    if is_gone {
        let deleted_at = tweet.get("deleted_at").and_then(Raw::time);
        let at = deleted_at.or(collected_at);
        let found = (Status::Removed, if deleted_at.is_some() { "deleted_at" } else { "deleted_tweets" }.to_owned());
        let has_text = tweet.has("full_text") || tweet.has("text");
        observe(Observed::Post(id.clone()), found, at, Metrics::default(), out, record.place());
        if !has_text {
            return Ok(());
        }
    }
    V1Tweet { object: tweet, user: None, id, author, collected_at }.hand_out(out, record.place(), |post| {
        for media in &mut post.media {
            media.path = media.url.as_deref().map(|url| format!("{folder}/{}-{}", post.key.id, base_name(url)));
        }
        // The archive keeps of a repost only this text.
        post.is_repost = post.text.starts_with("RT @");
        lengthen(post, owner);
    })
}

/// Gives a post that is cut its whole text.
fn lengthen(post: &mut Post, owner: &ArchiveOwner) {
    let text = post.text.trim_end();
    // An address may follow the sign that something is missing.
    let text = match text.rsplit_once(char::is_whitespace) {
        Some((before, last)) if last.starts_with("https://t.co/") => before.trim_end(),
        _ => text,
    };
    let (Some(beginning), Some(made_at)) = (text.strip_suffix('…'), post.created_at) else { return };
    let Some(long) = owner.whole_of(made_at, beginning) else { return };
    post.text = long.text.clone();
    for (list, more) in
        [(&mut post.links, &long.links), (&mut post.mentions, &long.mentions), (&mut post.hashtags, &long.hashtags)]
    {
        *list = unique(std::mem::take(list).into_iter().chain(more.iter().cloned()));
    }
}

/// Hands out a long text that no post of the archive begins.
fn long_text(
    record: &Record<'_>,
    author: Author,
    collected_at: Option<Timestamp>,
    owner: &ArchiveOwner,
    out: &mut Out<'_>,
) -> Result<(), String> {
    let long = LongText::of(&record.object).ok_or("no noteTweetId or no text")?;
    if owner.has_joined(&long.id) {
        return Ok(());
    }
    out.post(Post {
        author,
        created_at: long.made_at,
        links: unique(long.links),
        mentions: unique(long.mentions),
        hashtags: unique(long.hashtags),
        collected_at,
        ..Post::new(Platform::X, long.id, long.text, out.provenance(record.place()))
    });
    Ok(())
}

/// The name of the file at an address.
fn base_name(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.rsplit('/').next().unwrap_or(path)
}
