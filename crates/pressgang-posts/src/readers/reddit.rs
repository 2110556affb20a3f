//! Submissions and comments of Reddit: the dumps of Pushshift and Arctic Shift, and listings of its API.

use super::Record;
use super::reddit_thing::{ThingKind, hand_out};
use crate::json::{Object, Raw};
use crate::part::{Out, Place};
use crate::spec::{Kind, Layout, Read, Spec};

pub(crate) static SPEC: Spec = Spec {
    name: "reddit",
    title: "Reddit (Pushshift and Arctic Shift dumps, API listings)",
    extensions: &["ndjson", "jsonl", "json"],
    gives: &[
        "whole texts of submissions (title and body) and comments",
        "public addresses, times in UTC, time of capture",
        "links, also hidden behind words, and mentioned users",
        "pictures and films with their captions",
        "replies, crossposts with the original's text",
        "numbers of comments and crossposts of submissions",
        "removed and deleted posts, with the reason where it is known",
    ],
    cannot: &[
        "no view counts",
        "no likes: the score is upvotes less downvotes, blurred on purpose",
        "no numbers of answers to comments",
        "counts of old dumps were taken within seconds or months of posting, as the time of capture says",
        "the text of a removed or deleted post is gone unless the dump was faster",
        "comments that an API listing only counts (`more`) are not in the file",
    ],
    notes: &[
        "Dumps have one submission or comment a line, also compressed; arrays, API listings with all nested replies, and answers of the dumps' own APIs are read too.",
        "Ids have their kind before them (`t1_` comments, `t3_` submissions), as both are numbered apart.",
        "The text of a submission is its title, an empty line, and its body; the answers of a poll follow.",
        "A crosspost under the original's title is a repost; under a title of its own it is a quote.",
        "Where Arctic Shift looked twice, the counts and the time of capture are of the second look, and what it found removed is an observation of that time.",
        "A removed submission whose title is left is a post with the title, and an observation.",
    ],
    layouts: &[
        layout("comments", &["subreddit", "body", "link_id|parent_id", "created_utc"]),
        layout(
            "submissions",
            &["subreddit", "title", "id|name", "selftext|is_self|num_comments", "created_utc|permalink"],
        ),
        layout("a listing", &["data.children[].kind", "data.children[].data.id"]),
        layout("an answer of a dump's API", &["data[].subreddit", "data[].id", "data[].body|data[].title"]),
        layout("things of a listing", &["kind", "data.subreddit", "data.id", "data.created_utc"]),
    ],
    also: None,
    read: Read::Records { at: &["data.children[]"], record },
};

const fn layout(what: &'static str, needs: &'static [&'static str]) -> Layout {
    Layout { what, kind: Kind::Json, needs, unless: &[] }
}

fn record(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let mut waiting = Vec::new();
    match record.object.get("data").filter(|data| data.token().starts_with('[')) {
        Some(list) => waiting.extend(list.elements().into_iter().rev()),
        None => thing(&record.object, record.place(), &mut waiting, out)?,
    }
    // Replies nest as deep as people talk, so nothing here calls itself.
    while let Some(raw) = waiting.pop() {
        let place = record.place_of(raw);
        let object = raw.object().ok_or_else(|| "not a JSON object".to_owned());
        let outcome = object.and_then(|object| thing(&object, place, &mut waiting, out));
        out.settle(place, outcome);
    }
    Ok(())
}

/// Hands out one thing; what is answered to it waits for its turn.
fn thing<'a>(outer: &Object<'a>, place: Place, waiting: &mut Vec<Raw<'a>>, out: &mut Out<'_>) -> Result<(), String> {
    let inner = outer.object("data").filter(|_| outer.has("kind"));
    let thing = inner.as_ref().unwrap_or(outer);
    let word = inner.as_ref().and_then(|_| outer.string("kind")).or_else(|| thing.string("name"));
    let kind = match word.as_deref().and_then(|word| word.split('_').next()) {
        Some("t1") => ThingKind::Comment,
        Some("t3") => ThingKind::Submission,
        // Messages between users lie in the same lists as answers to their comments.
        Some("t4") => return Err("not public".to_owned()),
        Some(kind @ ("t2" | "t5" | "t6")) => return Err(format!("a {kind}, neither a submission nor a comment")),
        // A count of comments that were not asked for.
        Some("more") => return Ok(()),
        Some("Listing") => {
            waiting.extend(thing.elements("children").into_iter().rev());
            return Ok(());
        }
        _ if thing.has("body") => ThingKind::Comment,
        _ if thing.has("title") => ThingKind::Submission,
        _ => return Err("neither a submission nor a comment".to_owned()),
    };
    if let Some(replies) = thing.object("replies") {
        let children = replies.object("data").map(|listing| listing.elements("children"));
        waiting.extend(children.unwrap_or_default().into_iter().rev());
    }
    hand_out(kind, thing, place, out)
}
