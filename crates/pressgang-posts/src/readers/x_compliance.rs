//! Compliance lists and streams of X: what became of posts and accounts.

use super::Record;
use super::records::read_records;
use super::x_status::{Withholding, observe};
use crate::detect::Head;
use crate::json::{Object, Raw, Room, parse_value};
use crate::part::{Halt, Out, Part};
use crate::source::Stream;
use crate::spec::{Kind, Layout, Probe, Read, Spec};
use crate::values::parse_time;
use crate::{Limits, Mapping, Metrics, Observed, Status};

pub(crate) static SPEC: Spec = Spec {
    name: "x-compliance",
    title: "X (Twitter) compliance list or stream",
    extensions: &["jsonl", "json", "ndjson"],
    gives: &["posts and accounts that were deleted, suspended, deactivated or protected, as observations"],
    cannot: &[
        "no posts: it lists only ids",
        "no time of what happened where the list has no redacted_at",
        "a list of accounts that were all made after 2015 looks like one of posts and is read as one",
    ],
    notes: &[
        "A list is taken for one of accounts if one of its first ids is too short for a post of its time.",
        "A post whose place was erased may still be there; its observation has the status unknown.",
    ],
    layouts: &[Layout {
        what: "a compliance list",
        kind: Kind::Json,
        needs: &["id", "action", "reason", "created_at|redacted_at"],
        unless: &["text", "full_text"],
    }],
    also: Some(stream),
    read: Read::Own(read),
};

fn read(head: &Head<'_>, stream: &mut Stream<'_>, part: &mut Part<'_>) -> Result<(), Halt> {
    let is_of_accounts = is_of_accounts(head.bytes);
    read_records(head, stream, part, &["data"], &|record, out| {
        if record.object.has("id") { entry(record, is_of_accounts, out) } else { event(record, out) }
    })
}

fn entry(record: &Record<'_>, is_of_accounts: bool, out: &mut Out<'_>) -> Result<(), String> {
    let entry = &record.object;
    let id = entry.id("id")?.ok_or("no id")?;
    let reason = entry.string("reason");
    let word = reason.or_else(|| entry.string("action")).ok_or("no reason")?;
    let status = match word.to_ascii_lowercase().as_str() {
        // The account is what is gone if it is the account that was asked about.
        "deleted" | "delete" if is_of_accounts => Status::AccountGone,
        "deleted" | "delete" => Status::Removed,
        "suspended" | "suspend" | "deactivated" | "deactivate" => Status::AccountGone,
        "protected" | "protect" => Status::Private,
        _ => Status::Unknown,
    };
    let signal = format!("reason: {}", word.chars().take(60).collect::<String>());
    // The time the list is about is that of the post's making.
    let at = match entry.get("redacted_at") {
        Some(at) => Some(at.time().ok_or("redacted_at is no known form of time")?),
        None => None,
    };
    let of = if is_of_accounts { Observed::Account(id) } else { Observed::Post(id) };
    observe(of, (status, signal), at, Metrics::default(), out, record.place());
    Ok(())
}

/// What a stream tells, and what that means for being seen.
const EVENTS: [(&str, Option<Status>); 14] = [
    ("delete", Some(Status::Removed)),
    ("drop", Some(Status::Removed)),
    ("undrop", Some(Status::Up)),
    ("withheld", None),
    ("tweet_edit", Some(Status::Unknown)),
    ("scrub_geo", Some(Status::Unknown)),
    ("user_delete", Some(Status::AccountGone)),
    ("user_undelete", Some(Status::Up)),
    ("user_suspend", Some(Status::AccountGone)),
    ("user_unsuspend", Some(Status::Up)),
    ("user_protect", Some(Status::Private)),
    ("user_unprotect", Some(Status::Up)),
    ("user_withheld", None),
    ("user_profile_modification", Some(Status::Unknown)),
];

fn stream(head: &Head<'_>, _: &Mapping) -> Probe {
    let Some(shape) = &head.json else { return Probe::foreign() };
    let is_there = |(name, _): &(&str, Option<Status>)| shape.record_has(&format!("data.{name}.event_at"));
    match EVENTS.iter().find(|event| is_there(event)) {
        Some((name, _)) => Probe::matched(format!("a compliance stream with data.{name}.event_at")),
        None => Probe::foreign(),
    }
}

/// Reads one event of a stream, whose name is the only key: `{"user_suspend": {"user": {"id": ..}, "event_at": ..}}`.
fn event(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let (name, event) = record.object.iter().next().ok_or("no event")?;
    let event = event.object().ok_or("no event")?;
    let at = event.get("event_at").and_then(Raw::time).or(out.options().received_at);
    let (_, status) = EVENTS.into_iter().find(|(known, _)| *known == name).ok_or("an event of no known name")?;
    let found = match status {
        Some(status) => (status, name.to_string()),
        None => Withholding::of_notice(&event).found(),
    };
    let id = |key: &str| event.object(key).map_or(Ok(None), |of| of.id("id"));
    let of = match (id("tweet")?, id("user")?) {
        (Some(id), _) => Observed::Post(id),
        (None, Some(id)) => Observed::Account(id),
        (None, None) => return Err("no id".to_owned()),
    };
    observe(of, found, at, Metrics::default(), out, record.place());
    Ok(())
}

/// Ids of posts have had 11 digits and more since November 2010, those of accounts fewer until the end of 2015.
const SHORTEST_POST: usize = 11;
const LONG_SINCE: &str = "2010-11-05T00:00:00Z";

fn is_of_accounts(head: &[u8]) -> bool {
    let is_account = |entry: &Object<'_>| {
        let id = entry.other_id("id").filter(|id| id.len() < SHORTEST_POST);
        id.is_some() && entry.get("created_at").and_then(Raw::time) > parse_time(LONG_SINCE)
    };
    let (limits, mut room) = (Limits::standard(), Room::default());
    head.split(|&byte| byte == b'\n').take(1000).any(|line| {
        let entry = parse_value(line.trim_ascii(), &limits, &mut room).ok().and_then(Raw::object);
        entry.is_some_and(|entry| is_account(&entry))
    })
}
