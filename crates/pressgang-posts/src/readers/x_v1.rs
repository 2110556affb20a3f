//! Tweets of the X API v1.1, from searches, timelines and streams.

use super::Record;
use super::x_status::{Withholding, observe};
use super::x_v1_tweet::{V1Tweet, author_of, id_of};
use crate::detect::Head;
use crate::json::{Object, Raw};
use crate::part::Out;
use crate::spec::{Kind, Layout, Probe, Read, Spec};
use crate::{Mapping, Metrics, Observed, Status, Timestamp};

pub(crate) static SPEC: Spec = Spec {
    name: "x-v1",
    title: "X (Twitter) API v1.1",
    extensions: &["json", "jsonl", "ndjson"],
    gives: &[
        "whole texts in all three shapes of the API, also of reposts",
        "authors, public addresses, times in UTC",
        "links expanded to their targets, mentions, hashtags",
        "pictures and films with their descriptions",
        "replies, reposts, and quotes with the quoted text",
        "likes and shares; comments where the response has reply_count",
        "posts that were deleted, withheld or protected, as observations",
    ],
    cannot: &[
        "no view counts",
        "no time of capture",
        "tweets captured in the classic form without extended_tweet keep the shortened text the API gives",
        "the shares of a repost are those of its original",
    ],
    notes: &[
        "One tweet a line, arrays, single documents, and search responses with statuses.",
        "Deletions and withholdings that a stream reports are observations; its other notices are rejects.",
        "A post whose text X has replaced by a notice of withholding is an observation only.",
        "Reposted and quoted posts are not counted as posts.",
    ],
    layouts: &[
        Layout {
            what: "root object",
            kind: Kind::Json,
            needs: &["id_str", "created_at", "full_text|text", "user.screen_name|user.id_str"],
            // Weibo's API is alike.
            unless: &["idstr"],
        },
        Layout {
            what: "a search response",
            kind: Kind::Json,
            needs: &[
                "statuses[].id_str",
                "statuses[].full_text|statuses[].text",
                "statuses[].user.screen_name|statuses[].user.id_str",
            ],
            unless: &[],
        },
    ],
    also: Some(notices),
    read: Read::Records { at: &["statuses[]"], record },
};

/// A stream can begin with many deletions.
fn notices(head: &Head<'_>, _: &Mapping) -> Probe {
    let Some(shape) = &head.json else { return Probe::foreign() };
    let marks = ["delete.status.id_str", "delete.status.id", "status_withheld.id", "user_withheld.id"];
    match marks.iter().find(|mark| shape.record_has(mark)) {
        Some(mark) => Probe::matched(format!("notices of a stream with {mark}")),
        None => Probe::foreign(),
    }
}

fn record(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let tweet = &record.object;
    if !tweet.has("id_str") && !tweet.has("id") {
        return notice(record, out);
    }
    let id = id_of(tweet)?.ok_or("no id_str")?;
    let user = tweet.object("user");
    let collected_at = out.options().received_at;
    if user.as_ref().is_some_and(|user| user.is_true("protected")) {
        let found = (Status::Private, "protected: true".to_owned());
        observe(Observed::Post(id.clone()), found, collected_at, Metrics::default(), out, record.place());
    }
    let author = user.as_ref().map(author_of).unwrap_or_default();
    V1Tweet { object: tweet, user: user.as_ref(), id, author, collected_at }.hand_out(out, record.place(), |_| {})
}

/// What else a stream says, with the names X has for it.
const NOTICES: [&str; 8] =
    ["limit", "scrub_geo", "disconnect", "warning", "friends", "friends_str", "event", "direct_message"];

fn notice(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let object = &record.object;
    let (of, found, event) = if let Some(delete) = object.object("delete") {
        let status = delete.object("status").ok_or("a deletion without its status")?;
        let id = id_of(&status)?.ok_or("a deletion without an id")?;
        (Observed::Post(id), (Status::Removed, "delete".to_owned()), delete)
    } else if let Some(withheld) = object.object("status_withheld") {
        let id = id_of(&withheld)?.ok_or("a withholding without an id")?;
        (Observed::Post(id), Withholding::of_notice(&withheld).found(), withheld)
    } else if let Some(withheld) = object.object("user_withheld") {
        let id = id_of(&withheld)?.ok_or("a withholding without an id")?;
        (Observed::Account(id), Withholding::of_notice(&withheld).found(), withheld)
    } else {
        let name = NOTICES.into_iter().find(|name| object.has(name));
        return Err(name.map_or("no id_str".to_owned(), |name| format!("a notice of the stream ({name}), no post")));
    };
    let observed_at = time_of(&event).or(out.options().received_at);
    observe(of, found, observed_at, Metrics::default(), out, record.place());
    Ok(())
}

fn time_of(event: &Object<'_>) -> Option<Timestamp> {
    event.get("timestamp_ms").and_then(Raw::time)
}
