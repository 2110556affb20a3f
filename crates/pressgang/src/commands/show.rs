//! `pressgang show`: everything a case knows of one post.

use std::path::{Path, PathBuf};

use clap::Args;
use pressgang_case::tables::{CampaignTieRow, ContactRow, ObservationRow, OfferRow, PostRow, ReadingRow};
use pressgang_case::{Case, ShownCapture, ShownPost};
use pressgang_posts::Timestamp;
use serde_json::{Value, json};

use crate::cli::Outcome;
use crate::columns::{beside, width};
use crate::error::CommandError;
use crate::output::Out;

/// Show one post: its record as exported, the post read from it, and what was derived
///
/// On a wide terminal the three stand side by side. The record is kept with the case for candidates and reference
/// posts; of other posts it is read again from the export, if that is still as it was added.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang show my-case x:1620858830937812995\n  pressgang show my-case https://vk.com/wall-1_2\n  cd my-case; pressgang show 1620858830937812995"
)]
pub struct ShowArgs {
    /// Case folder (the current folder without it), and the post: platform:id, its address, or its id
    #[arg(required = true, num_args = 1..=2, value_names = ["CASE", "POST"])]
    names: Vec<String>,
    /// Write one JSON object instead, with the record exactly as it stands in the export
    #[arg(long)]
    json: bool,
}

pub fn show(args: &ShowArgs) -> Result<Outcome, CommandError> {
    let (case, post) = match args.names.as_slice() {
        [case, post] => (PathBuf::from(case), post.as_str()),
        [post] if Path::new(post).join("case.toml").is_file() => {
            return Err(CommandError::usage(
                "which post is to be shown is not said",
                format!("pressgang show {post} platform:id"),
            ));
        }
        [post] => (PathBuf::from("."), post.as_str()),
        _ => return Err(CommandError::usage("which post is to be shown is not said", "pressgang show CASE POST")),
    };
    let shown = Case::open(&case)?.show(post)?;
    let mut out = Out::lock();
    if args.json {
        out.line(&as_json(&shown).to_string())?;
    } else {
        let posts = shown.captures.iter().map(|capture| ("POST".to_owned(), post_lines(&capture.post)));
        let records = shown.captures.iter().map(|capture| ("RECORD".to_owned(), record_lines(capture)));
        for (record, post) in records.zip(posts) {
            beside(&mut out, width(), &[record, post, ("DERIVED".to_owned(), derived_lines(&shown))])?;
        }
    }
    out.finish()?;
    Ok(Outcome::Done)
}

fn record_lines(capture: &ShownCapture) -> Vec<String> {
    let post = &capture.post;
    let mut lines = vec![format!("source  {} ({})", post.source, capture.file), format!("sha256  {}", capture.sha256)];
    let place = match (post.row, post.offset, post.length) {
        (row, Some(offset), Some(length)) => {
            let row = row.map_or(String::new(), |row| format!("row {row}, "));
            format!("{row}bytes {offset} to {}", offset + length)
        }
        (Some(row), ..) => format!("row {row} (a column file: it has no byte ranges)"),
        _ => "unknown".to_owned(),
    };
    let member = post.member.as_ref().map_or(String::new(), |member| format!("{member}, "));
    lines.push(format!("place   {member}{place}"));
    lines.push(String::new());
    let Some(record) = &capture.record else {
        lines.push("The record is not kept and the export is not there as it was added.".to_owned());
        return lines;
    };
    lines.extend(record.header.iter().map(|header| format!("header  {header}")));
    // Indented where it is JSON: the same values, easier to find.
    let parsed: Option<Value> = serde_json::from_str(&record.raw).ok().filter(Value::is_object);
    match parsed.and_then(|value| serde_json::to_string_pretty(&value).ok()) {
        Some(pretty) => lines.extend(pretty.lines().map(str::to_owned)),
        None => lines.extend(record.raw.lines().map(str::to_owned)),
    }
    if !record.whole {
        lines.push("... (longer than 1 MiB, cut here)".to_owned());
    }
    lines
}

fn post_lines(post: &PostRow) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = |name: &str, value: Option<String>| lines.extend(value.map(|value| format!("{name:<18} {value}")));
    line("platform:id", Some(format!("{}:{}", post.platform, post.id)));
    line("url", post.url.clone());
    line("author id", post.author_id.clone());
    line("author handle", post.author_handle.clone());
    line("author name", post.author_name.clone());
    line("created at", time(post.created_at));
    line("as written", post.created_at_local.clone());
    line("collected at", time(post.collected_at));
    line("language declared", post.language_declared.clone());
    for (name, list) in [("link", &post.links), ("mention", &post.mentions), ("hashtag", &post.hashtags)] {
        list.iter().for_each(|item| line(name, Some(item.clone())));
    }
    for (at, kind) in post.media_kind.iter().enumerate() {
        let of = |list: &[String]| list.get(at).filter(|text| !text.is_empty()).cloned();
        line(kind, of(&post.media_url).or_else(|| of(&post.media_path)).or(Some("without an address".to_owned())));
        line("  described", of(&post.media_alt));
        line("  read in it", of(&post.media_text));
    }
    line("reply to", post.reply_to.clone());
    line("repost of", post.repost_of.clone().or(post.is_repost.then(|| "a post the export does not name".to_owned())));
    line("quote of", post.quote_of.clone());
    lines.push(String::new());
    lines.extend(post.text.lines().map(str::to_owned));
    if let Some(quoted) = &post.quoted_text {
        lines.push(String::new());
        lines.push("quoted:".to_owned());
        lines.extend(quoted.lines().map(|text| format!("  {text}")));
    }
    lines
}

fn derived_lines(shown: &ShownPost) -> Vec<String> {
    let text = shown.captures.first().map_or("", |capture| capture.post.text.as_str());
    let in_media = |file: &str| {
        let source = shown.media_texts.iter().find(|line| line.sha256 == file).map(|line| &line.source);
        let lines = shown.media_texts.iter().filter(|line| line.sha256 == file && Some(&line.source) == source);
        lines.map(|line| format!("{}\n", line.text)).collect::<String>()
    };
    let said = |media: Option<&str>, start: u64, end: u64| {
        let range = start as usize..end as usize;
        match media.filter(|file| !file.is_empty()) {
            None => text.get(range).unwrap_or_default().replace('\n', " "),
            Some(file) => {
                format!("{} (in {})", in_media(file).get(range).unwrap_or_default().replace('\n', " "), short(file))
            }
        }
    };
    let mut lines = Vec::new();
    for count in &shown.metrics {
        let number = |count: Option<u64>| count.map_or("-".to_owned(), |count| count.to_string());
        lines.push(format!(
            "counts   {} views, {} likes, {} shares, {} comments ({}, {})",
            number(count.views),
            number(count.likes),
            number(count.shares),
            number(count.comments),
            time(count.collected_at).unwrap_or_else(|| "at no known time".to_owned()),
            count.source
        ));
    }
    for file in &shown.attachments {
        let held = match (&file.file, &file.reason) {
            (Some(path), _) => format!("{path} ({})", file.via.as_deref().unwrap_or("held")),
            (None, Some(reason)) => format!("{}: {reason}", file.state.replace('_', " ")),
            (None, None) => file.state.replace('_', " "),
        };
        lines.push(format!("{:<8} {held}", file.kind));
        for line in
            shown.media_texts.iter().filter(|l| Some(&l.sha256) == file.sha256.as_ref() && l.source == file.source)
        {
            let time = line.from_ms.zip(line.to_ms).map_or(String::new(), |(from, to)| format!(", {from} to {to} ms"));
            lines.push(format!("  {} {:?}{time}", line.origin, line.text));
        }
    }
    if let Some(reading) = shown.readings.first() {
        lines.extend(reading_lines(reading, &said));
    } else if shown.captures.iter().any(|capture| capture.post.is_repost) {
        lines.push("a repost: somebody else's words, which are not read".to_owned());
    }
    let source = shown.readings.first().map(|reading| reading.source.clone());
    let is_first = |other: &String| source.as_ref() == Some(other);
    for mention in shown.mentions.iter().filter(|row| is_first(&row.source)) {
        lines.push(format!(
            "names    {} ({}): {:?}",
            mention.organisation,
            mention.kind,
            said(mention.media.as_deref(), mention.start, mention.end)
        ));
    }
    for contact in shown.contacts.iter().filter(|row| is_first(&row.source)) {
        let raw = contact
            .start
            .zip(contact.end)
            .map(|(start, end)| format!(": {:?}", said(contact.media.as_deref(), start, end)));
        let hidden = contact.hidden.as_ref().map_or(String::new(), |how| format!(" ({how})"));
        let place = place(contact);
        lines.push(format!("contact  {} {}{}{hidden}{place}", contact.kind, contact.value, raw.unwrap_or_default()));
    }
    lines.extend(shown.offers.iter().filter(|row| is_first(&row.source)).map(|offer| offer_line(offer, &said)));
    lines.extend(shown.observations.iter().map(observation_line));
    for campaign in &shown.campaigns {
        lines.push(format!("counted  in campaign {} ({})", campaign.campaign, campaign.organisation));
        lines.extend(campaign.ties.iter().map(|tie| format!("  because {tie}")));
    }
    lines.extend(shown.campaign_ties.iter().map(tie_line));
    if shown.campaigns.is_empty() {
        lines.push("counted  in no campaign".to_owned());
    }
    if !shown.matches.is_empty() {
        lines.push(format!("matches  {}", shown.matches.len()));
    }
    lines
}

/// The first digits of a file's hash, which tell it from the others.
fn short(sha256: &str) -> &str {
    sha256.get(..12).unwrap_or(sha256)
}

/// Where and when a contact is seen in a picture or film.
fn place(contact: &ContactRow) -> String {
    let mut place = String::new();
    if let (Some((x, y)), Some((width, height))) = (contact.x.zip(contact.y), contact.width.zip(contact.height)) {
        place.push_str(&format!(", at {x},{y} of {width}x{height} pixels"));
    }
    if let Some((from, to)) = contact.from_ms.zip(contact.to_ms) {
        place.push_str(&format!(", from {from} to {to} ms"));
    }
    place
}

/// What ties the post to its campaign, such as "tied 0.83 near_duplicate with x:1 and 3 posts more".
fn tie_line(tie: &CampaignTieRow) -> String {
    let more = match (tie.reference, tie.posts) {
        (true, _) => " of a reference account".to_owned(),
        (false, 0 | 1) => String::new(),
        (false, posts) => format!(" and {} more", posts - 1),
    };
    let basis = tie.basis.as_ref().map_or(String::new(), |basis| format!(": {}", basis.replace('\n', " ")));
    let ordinary = tie.ordinary.map_or(String::new(), |n| format!(", in {n} ordinary posts"));
    format!(
        "tied     {:.2} {} with {}:{}{more}{basis}{ordinary}",
        tie.weight, tie.kind, tie.other_platform, tie.other_id
    )
}

fn reading_lines(reading: &ReadingRow, said: &dyn Fn(Option<&str>, u64, u64) -> String) -> Vec<String> {
    let mut parts = reading.part_language.clone();
    parts.dedup();
    let parts = if parts.is_empty() { String::new() } else { format!(", in turn {}", parts.join(", ")) };
    let mut lines = vec![
        format!("language {} ({:.2}){parts}", reading.language, reading.language_p),
        format!("recruits {:.2}, advert {:.2}", reading.recruitment, reading.advert),
    ];
    let spans = reading.start.iter().zip(&reading.end);
    for (at, ((sign, weight), (start, end))) in reading.sign.iter().zip(&reading.weight).zip(spans).enumerate() {
        let media = reading.sign_media.get(at).map(String::as_str);
        lines.push(format!("  {weight:+.2} {sign}: {:?}", said(media, *start, *end)));
    }
    lines
}

fn offer_line(offer: &OfferRow, said: &dyn Fn(Option<&str>, u64, u64) -> String) -> String {
    let amount = |amount: Option<f64>| amount.map(|amount| amount.to_string());
    let mut range: Vec<String> = [amount(offer.min), amount(offer.max)].into_iter().flatten().collect();
    range.dedup();
    let about = [&offer.isco, &offer.currency, &offer.period, &offer.kind].into_iter().flatten();
    let words = [offer.fact.clone(), range.join(" to ")].into_iter().chain(about.cloned());
    let words =
        words.chain(offer.currency_implied.filter(|implied| *implied).map(|_| "(currency not named)".to_owned()));
    let words = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    format!("offers   {words}: {:?}", said(offer.media.as_deref(), offer.start, offer.end))
}

fn observation_line(seen: &ObservationRow) -> String {
    let at = time(seen.observed_at).unwrap_or_else(|| "at no known time".to_owned());
    let of = if seen.account.is_some() { "its account" } else { "it" };
    let by = seen.signal.clone().or(seen.by.clone()).map_or(String::new(), |by| format!(" ({by})"));
    format!("seen     {of}: {}{by}, {at}", seen.status)
}

fn time(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_string())
}

fn as_json(shown: &ShownPost) -> Value {
    let captures: Vec<Value> = shown
        .captures
        .iter()
        .map(|capture| {
            let post = &capture.post;
            json!({
                "source": {
                    "id": post.source, "file": capture.file, "sha256": capture.sha256, "member": post.member,
                    "offset": post.offset, "length": post.length, "row": post.row,
                },
                "record": capture.record.as_ref().map(|record| json!({
                    "raw": record.raw, "whole": record.whole, "header": record.header,
                })),
                "post": {
                    "platform": post.platform, "id": post.id, "url": post.url,
                    "author": { "id": post.author_id, "handle": post.author_handle, "name": post.author_name },
                    "created_at": time(post.created_at), "created_at_local": post.created_at_local,
                    "text": post.text, "quoted_text": post.quoted_text, "links": post.links,
                    "mentions": post.mentions, "hashtags": post.hashtags, "reply_to": post.reply_to,
                    "is_repost": post.is_repost, "repost_of": post.repost_of, "quote_of": post.quote_of,
                    "collected_at": time(post.collected_at),
                },
            })
        })
        .collect();
    json!({
        "captures": captures,
        "metrics": shown.metrics.iter().map(|m| json!({
            "source": m.source, "collected_at": time(m.collected_at),
            "views": m.views, "likes": m.likes, "shares": m.shares, "comments": m.comments,
        })).collect::<Vec<_>>(),
        "readings": shown.readings.iter().map(|r| json!({
            "source": r.source, "language": r.language, "script": r.script, "recruitment": r.recruitment, "advert": r.advert,
        })).collect::<Vec<_>>(),
        "mentions": shown.mentions.iter().map(|m| json!({
            "organisation": m.organisation, "kind": m.kind, "start": m.start, "end": m.end,
        })).collect::<Vec<_>>(),
        "contacts": shown.contacts.iter().map(|c| json!({
            "kind": c.kind, "value": c.value, "media": c.media, "start": c.start, "end": c.end, "hidden": c.hidden,
            "x": c.x, "y": c.y, "width": c.width, "height": c.height, "from_ms": c.from_ms, "to_ms": c.to_ms,
        })).collect::<Vec<_>>(),
        "attachments": shown.attachments.iter().map(|a| json!({
            "n": a.n, "kind": a.kind, "url": a.url, "path": a.path, "state": a.state, "reason": a.reason, "via": a.via,
            "sha256": a.sha256, "file": a.file,
        })).collect::<Vec<_>>(),
        "media_texts": shown.media_texts.iter().map(|l| json!({
            "sha256": l.sha256, "line": l.line, "start": l.start, "text": l.text, "origin": l.origin,
            "confidence": l.confidence, "x": l.x, "y": l.y, "width": l.width, "height": l.height,
            "from_ms": l.from_ms, "to_ms": l.to_ms, "also": l.also,
        })).collect::<Vec<_>>(),
        "offers": shown.offers.iter().map(|o| json!({
            "fact": o.fact, "isco": o.isco, "min": o.min, "max": o.max, "currency": o.currency,
            "currency_implied": o.currency_implied, "period": o.period, "kind": o.kind, "start": o.start, "end": o.end,
        })).collect::<Vec<_>>(),
        "observations": shown.observations.iter().map(|o| json!({
            "id": o.id, "account": o.account, "status": o.status, "signal": o.signal,
            "observed_at": time(o.observed_at), "source": o.source,
        })).collect::<Vec<_>>(),
        "campaigns": shown.campaigns.iter().map(|c| json!({
            "campaign": c.campaign, "organisation": c.organisation, "ties": c.ties,
        })).collect::<Vec<_>>(),
        "campaign_ties": shown.campaign_ties.iter().map(|t| json!({
            "campaign": t.campaign, "kind": t.kind, "other": format!("{}:{}", t.other_platform, t.other_id),
            "reference": t.reference, "posts": t.posts, "score": t.score, "weight": t.weight, "basis": t.basis,
            "ordinary": t.ordinary,
        })).collect::<Vec<_>>(),
        "matches": shown.matches.iter().map(|m| json!({
            "a": format!("{}:{}", m.a_platform, m.a_id), "b": format!("{}:{}", m.b_platform, m.b_id),
            "kind": m.kind, "score": m.score, "weight": m.weight, "basis": m.basis, "ordinary": m.ordinary,
            "passages": (0..m.a_start.len()).map(|i| json!({
                "a": { "start": m.a_start[i], "end": m.a_end.get(i) },
                "b": { "start": m.b_start.get(i), "end": m.b_end.get(i) },
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}
