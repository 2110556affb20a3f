//! Compliance lists of X: what became of posts and accounts that somebody had asked about.

use super::Record;
use super::records::read_records;
use super::x_status::observe;
use crate::detect::Head;
use crate::json::{Object, Raw, parse_value};
use crate::part::{Halt, Out, Part};
use crate::source::Stream;
use crate::spec::{Kind, Layout, Read, Spec};
use crate::values::parse_time;
use crate::{Metrics, Observed, Status};

pub(crate) static SPEC: Spec = Spec {
    name: "x-compliance",
    title: "X (Twitter) compliance list",
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
    also: None,
    read: Read::Own(read),
};

fn read(head: &Head<'_>, stream: &mut Stream<'_>, part: &mut Part<'_>) -> Result<(), Halt> {
    let is_of_accounts = is_of_accounts(head.bytes);
    read_records(head, stream, part, &[], &|record, out| entry(record, is_of_accounts, out))
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

/// Ids of posts have had 11 digits and more since November 2010, those of accounts fewer until the end of 2015.
const SHORTEST_POST: usize = 11;
const LONG_SINCE: &str = "2010-11-05T00:00:00Z";

fn is_of_accounts(head: &[u8]) -> bool {
    let is_account = |entry: &Object<'_>| {
        let id = entry.other_id("id").filter(|id| id.len() < SHORTEST_POST);
        id.is_some() && entry.get("created_at").and_then(Raw::time) > parse_time(LONG_SINCE)
    };
    let objects = head.split(|&byte| byte == b'\n').filter_map(|line| parse_value(line.trim_ascii()).ok()?.object());
    objects.take(1000).any(|entry| is_account(&entry))
}
