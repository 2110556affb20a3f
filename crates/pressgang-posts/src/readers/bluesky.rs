//! Bluesky's API: posts, threads, feeds and records, as it answers them and as Python tools write them down.

use super::Record;
use super::bluesky_post::{POSTS, Sight, Written, either, own_labels, parts_of};
use crate::json::{Object, Raw};
use crate::part::{Out, Place};
use crate::spec::{Kind, Layout, Read, Spec};
use crate::values::unique;
use crate::{Author, Metrics, Observed, Status};

pub(crate) static SPEC: Spec = Spec {
    name: "bluesky",
    title: "Bluesky API (posts, threads, feeds, records)",
    extensions: &["json", "jsonl", "ndjson"],
    gives: &[
        "whole texts with the links, mentions and hashtags behind them",
        "authors with handles and names, public addresses, times in UTC",
        "pictures and films with their descriptions",
        "replies and quotes with the quoted text",
        "likes, reposts and replies; time of capture where 4CAT noted it",
        "labels of moderation services, posts that are not found or blocked",
    ],
    cannot: &[
        "no view counts",
        "no counts, handles or names in bare records (listRecords)",
        "quotes are counted apart by Bluesky and not among the shares",
        "the time of a post is what its author's program declares, at the latest the time it was indexed",
        "a post that is not found may have been deleted, taken down or never indexed",
        "who reposted a post in a feed, and when",
    ],
    notes: &[
        "Answers of `getPostThread`, `getPostThreadV2`, `searchPosts`, `getPosts`, `getAuthorFeed`, `getTimeline` and `listRecords`, one a file or one a line, and their posts one a line, also as 4CAT and the Python library write them (`created_at`, `py_type`).",
        "Every post of a thread is a post; a repost in a feed is the original post.",
        "The id of a post is its at-uri; its address names the account by its number, so it outlives a change of handle.",
        "Records of other kinds than posts are passed over.",
        "A declared time that is later than the indexing or cannot be read is kept beside the time of the indexing.",
        "Labels are observations; only `!hide`, `!takedown` and `!suspend` by Bluesky's own moderation say that a post is gone.",
    ],
    layouts: &[
        layout("a page", &["posts[].uri", "posts[].record.text", "posts[].author.did"]),
        layout("a feed", &["feed[].post.uri", "feed[].post.record.text"]),
        layout("a thread", &["thread.post.uri", "thread.post.record.text"]),
        layout("a thread", &["thread.uri", "thread.notFound|thread.not_found|thread.blocked"]),
        layout("a flat thread", &["thread[].uri", "thread[].value.post.uri"]),
        layout("a list of records", &["records[].uri", "records[].value.text"]),
        layout("posts", &["uri", "record.text", "author.did"]),
        layout("a feed's posts", &["post.uri", "post.record.text", "post.author.did"]),
        layout("records", &["uri", "value.text", "value.createdAt|value.created_at"]),
    ],
    also: None,
    read: Read::Records { at: &["feed[]", "posts[]", "records[]"], record },
};

const fn layout(what: &'static str, needs: &'static [&'static str]) -> Layout {
    Layout { what, kind: Kind::Json, needs, unless: &[] }
}

fn record(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let object = &record.object;
    if object.has("record") {
        return shown(object, record.place(), out);
    }
    if object.has("value") && !object.has("depth") {
        return bare(object, record.place(), out);
    }
    let mut waiting = Vec::new();
    match object.get("thread") {
        Some(thread) if thread.token().starts_with('[') => {
            waiting.extend(thread.elements().into_iter().rev().map(Step::Node));
        }
        Some(thread) => waiting.push(Step::Node(thread)),
        None => unfold(object, record.place(), &mut waiting, out)?,
    }
    while let Some(step) = waiting.pop() {
        let (Step::Node(raw) | Step::Post(raw)) = step;
        let place = record.place_of(raw);
        let outcome = match (raw.object(), step) {
            (None, _) => Err("not a JSON object".to_owned()),
            (Some(node), Step::Node(_)) => unfold(&node, place, &mut waiting, out),
            (Some(post), Step::Post(_)) => shown(&post, place, out),
        };
        out.settle(place, outcome);
    }
    Ok(())
}

/// What is still to be read of a thread. Threads nest as deep as people talk, so nothing here calls itself.
#[derive(Clone, Copy)]
enum Step<'a> {
    Node(Raw<'a>),
    Post(Raw<'a>),
}

/// Puts what a node of a thread holds before all that waits: its parent, its post, its replies.
fn unfold<'a>(node: &Object<'a>, place: Place, waiting: &mut Vec<Step<'a>>, out: &mut Out<'_>) -> Result<(), String> {
    let sight = Sight { at: out.options().received_at, place };
    if let Some((status, signal)) = absence(node) {
        let uri = node.owned("uri").ok_or("no uri")?;
        sight.of(Observed::Post(uri), status, signal, out);
        return Ok(());
    }
    // Flat threads wrap each post once more.
    let value = node.object("value");
    let post = value.as_ref().unwrap_or(node).get("post").ok_or("neither a post nor a record")?;
    // What a feed's posts answer stands beside them but is no part of the feed.
    let above = node.object("reply");
    let above = above.iter().flat_map(|reply| ["parent", "root"].into_iter().filter_map(|field| reply.object(field)));
    let lost = above.filter(|above| matches!(absence(above), Some((Status::Removed, _))));
    for uri in unique(lost.filter_map(|above| above.owned("uri"))) {
        sight.of(Observed::Post(uri), Status::Removed, "notFound", out);
    }
    waiting.extend(node.elements("replies").into_iter().rev().map(Step::Node));
    waiting.push(Step::Post(post));
    waiting.extend(node.get("parent").map(Step::Node));
    Ok(())
}

/// What stands where the service does not show a post.
fn absence(node: &Object<'_>) -> Option<(Status, &'static str)> {
    if either(node, ["notFound", "not_found"]).is_some_and(Raw::is_true) {
        return Some((Status::Removed, "notFound"));
    }
    if node.is_true("blocked") {
        return Some((Status::Unknown, "blocked"));
    }
    let value = node.object("value")?;
    let kind = either(&value, ["$type", "py_type"]).and_then(Raw::string)?;
    match kind.rsplit('#').next()? {
        "threadItemNotFound" => Some((Status::Removed, "threadItemNotFound")),
        "threadItemBlocked" => Some((Status::Unknown, "threadItemBlocked")),
        "threadItemNoUnauthenticated" => Some((Status::Private, "threadItemNoUnauthenticated")),
        _ => None,
    }
}

/// A post as the service shows it.
fn shown(post: &Object<'_>, place: Place, out: &mut Out<'_>) -> Result<(), String> {
    let uri = post.owned("uri").ok_or("no uri")?;
    let record = post.object("record").ok_or("no record")?;
    let collected_at = post.at(&["4CAT_metadata", "collected_at"]).and_then(Raw::time);
    let collected_at = collected_at.or(out.options().received_at);
    let account = post.object("author");
    let named = |names: [&str; 2]| {
        let raw = either(account.as_ref()?, names)?;
        raw.string().filter(|text| !text.is_empty()).map(|text| text.into_owned())
    };
    let author = Author {
        id: named(["did", "did"]),
        // What the service says where a handle leads nowhere any more.
        handle: named(["handle", "handle"]).filter(|handle| handle != "handle.invalid"),
        name: named(["displayName", "display_name"]),
    };
    let owner = author.id.clone().unwrap_or_default();
    let sight = Sight { at: collected_at, place };
    let of_post = Observed::Post(uri.clone());
    sight.of_labels(post.elements("labels"), &of_post, &owner, out);
    // The service repeats authors' own labels among the others, where it has any.
    if post.elements("labels").is_empty() {
        sight.of_labels(own_labels(&record), &of_post, &owner, out);
    }
    let of_author = account.as_ref().map(|account| account.elements("labels")).unwrap_or_default();
    sight.of_labels(of_author, &Observed::Account(owner.clone()), &owner, out);
    let count = |names| either(post, names).and_then(Raw::count);
    let metrics = Metrics {
        views: None,
        likes: count(["likeCount", "like_count"]),
        shares: count(["repostCount", "repost_count"]),
        comments: count(["replyCount", "reply_count"]),
    };
    let known_at = either(post, ["indexedAt", "indexed_at"]).and_then(Raw::time);
    let view = post.object("embed");
    Written { uri, record: &record, view, author, known_at, metrics, collected_at, place }.hand_out(out)
}

/// A record as it lies in its author's store.
fn bare(holder: &Object<'_>, place: Place, out: &mut Out<'_>) -> Result<(), String> {
    let uri = holder.owned("uri").ok_or("no uri")?;
    let (did, kind, _) = parts_of(&uri).ok_or("uri is not the address of a record")?;
    if kind != POSTS {
        return Ok(());
    }
    let record = holder.object("value").ok_or("no value")?;
    let sight = Sight { at: out.options().received_at, place };
    sight.of_labels(own_labels(&record), &Observed::Post(uri.clone()), did, out);
    let author = Author { id: Some(did.to_owned()), ..Author::default() };
    let (metrics, collected_at) = (Metrics::default(), sight.at);
    Written { uri, record: &record, view: None, author, known_at: None, metrics, collected_at, place }.hand_out(out)
}
