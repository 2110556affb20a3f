//! Events of Bluesky's Jetstream, one a line: posts as they were written, posts deleted, accounts gone.

use super::Record;
use super::bluesky_post::{POSTS, Sight, Written, own_labels};
use crate::json::Raw;
use crate::part::Out;
use crate::spec::{Kind, Layout, Read, Spec};
use crate::{Author, Metrics, Observed, Status};

pub(crate) static SPEC: Spec = Spec {
    name: "bluesky-jetstream",
    title: "Bluesky Jetstream",
    extensions: &["jsonl", "ndjson", "json"],
    gives: &[
        "whole texts with the links, mentions and hashtags behind them",
        "public addresses, times in UTC, time of capture",
        "pictures and films with their descriptions",
        "replies and quotes",
        "deleted posts, accounts that went or came back, and authors' own labels, with their times",
    ],
    cannot: &[
        "no counts: an event is sent before anybody has seen the post",
        "no handles or names of authors, only their numbers",
        "no quoted texts",
        "no reposts: they are events without a text",
        "the time of a post is what its author's program declares, at the latest the time of the event",
        "addresses of pictures and films are built and may not outlive the post",
    ],
    notes: &[
        "Events of other kinds than posts (likes, follows, reposts, profiles, changes of handles) are passed over, not rejected.",
        "An edit is a later capture of the same post.",
        "The id of a post is its at-uri; its address names the account by its number, so it outlives a change of handle.",
        "A declared time that is later than the event or cannot be read is kept beside the time of the event.",
        "An account that became active again is an observation of unknown status: some of its posts may still be gone.",
    ],
    layouts: &[Layout {
        what: "events",
        kind: Kind::Json,
        needs: &["did", "time_us", "kind|type", "commit.collection|account.active|identity.did"],
        unless: &[],
    }],
    also: None,
    read: Read::Records { at: &[], record },
};

fn record(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    // Until October 2024 the words were cut short.
    let kind = record.object.string("kind").or_else(|| record.object.string("type")).ok_or("no kind")?;
    match kind.as_ref() {
        "commit" | "com" => commit(record, out),
        "account" | "acc" => account(record, out),
        _ => Ok(()),
    }
}

fn commit(event: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let object = &event.object;
    let commit = object.get("commit").ok_or("no commit")?;
    // Most events are likes and follows; the kind of a post stands in quotes in no other, as those of a like's target
    // go on behind it.
    if memchr::memmem::find(commit.token().as_bytes(), b"\"app.bsky.feed.post\"").is_none() {
        return Ok(());
    }
    let commit = commit.object().ok_or("commit is not a JSON object")?;
    if commit.string("collection").as_deref() != Some(POSTS) {
        return Ok(());
    }
    let did = object.owned("did").ok_or("no did")?;
    let key = commit.string("rkey").ok_or("no rkey")?;
    let uri = format!("at://{did}/{POSTS}/{key}");
    let known_at = object.get("time_us").and_then(Raw::time);
    let place = event.place();
    let sight = Sight { at: known_at.or(out.options().received_at), place };
    match commit.string("operation").or_else(|| commit.string("type")).as_deref() {
        Some("delete" | "d") => {
            sight.of(Observed::Post(uri), Status::Removed, "delete", out);
            Ok(())
        }
        Some("create" | "update" | "c" | "u") => {
            let record = commit.object("record").ok_or("no record")?;
            sight.of_labels(own_labels(&record), &Observed::Post(uri.clone()), &did, out);
            let author = Author { id: Some(did), ..Author::default() };
            let (metrics, collected_at) = (Metrics::default(), sight.at);
            Written { uri, record: &record, view: None, author, known_at, metrics, collected_at, place }.hand_out(out)
        }
        _ => Err("neither created, updated nor deleted".to_owned()),
    }
}

fn account(event: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let account = event.object.object("account").ok_or("no account")?;
    let did = account.owned("did").or_else(|| event.object.owned("did")).ok_or("no did")?;
    let is_active = account.get("active").ok_or("no active")?.is_true();
    let word = account.string("status");
    let status = match word.as_deref() {
        _ if is_active => Status::Unknown,
        // Trouble between servers, not with the account.
        Some("desynchronized" | "throttled") => Status::Unknown,
        _ => Status::AccountGone,
    };
    let word = word.as_deref().unwrap_or(if is_active { "active" } else { "not active" });
    let times = [account.get("time"), event.object.get("time_us")];
    let at = times.into_iter().flatten().find_map(Raw::time).or(out.options().received_at);
    Sight { at, place: event.place() }.of(Observed::Account(did), status, &format!("account: {word}"), out);
    Ok(())
}
