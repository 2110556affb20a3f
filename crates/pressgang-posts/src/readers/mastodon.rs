//! Statuses as Mastodon's API hands them out, and servers that speak its language, Truth Social among them.

use std::collections::HashMap;

use super::Record;
use crate::json::{Object, Raw};
use crate::part::{Out, Place};
use crate::spec::{Kind, Layout, Read, Spec};
use crate::values::{shown, unique};
use crate::{Author, Media, MediaKind, Metrics, Observation, Observed, Platform, Post, Relations, Status, Timestamp};

pub(crate) static SPEC: Spec = Spec {
    name: "mastodon",
    title: "Mastodon API (statuses, searches, contexts), also of Truth Social",
    extensions: &["json", "jsonl", "ndjson"],
    gives: &[
        "whole texts with their content warning and the answers of polls, also of boosts",
        "authors, public addresses, times in UTC",
        "links, mentions, hashtags, pictures and films with their descriptions",
        "boosts, and quotes with the quoted text",
        "likes, boosts and replies as the server knows them",
        "suspended and limited accounts",
    ],
    cannot: &[
        "no view counts",
        "counts of posts from other servers are partial: a server counts only what reached it",
        "which post a reply answers, except within one context and on Truth Social: only an id of the asked server is given",
        "no counts of boosts: servers write zeros there",
        "an edited post has its last text and its first time",
        "no time of capture other than the file's own",
        "the handle of an account of the asked server has no server name",
    ],
    notes: &[
        "Statuses one a line or in an array, searches (`statuses`), and contexts (`ancestors`, `descendants`).",
        "The id of a post is its federated `uri`, as the numbers of a status differ from server to server; on Truth Social, which is one server, it is the number.",
        "Posts for followers or for those mentioned are rejected as not public.",
        "The id of an author is the address of the account.",
    ],
    layouts: &[
        Layout {
            what: "statuses",
            kind: Kind::Json,
            needs: &["uri", "content", "account.acct|account.username", "visibility|reblogs_count|spoiler_text"],
            unless: &[],
        },
        Layout {
            what: "a search",
            kind: Kind::Json,
            needs: &["statuses[].uri", "statuses[].content", "statuses[].account.acct|statuses[].account.username"],
            unless: &[],
        },
        Layout {
            what: "a context",
            kind: Kind::Json,
            needs: &[
                "ancestors",
                "descendants",
                "descendants[].uri|ancestors[].uri",
                "descendants[].content|ancestors[].content",
            ],
            unless: &[],
        },
    ],
    also: None,
    read: Read::Records { at: &["statuses[]"], record },
};

/// The keys of statuses by the ids their server gave them.
type Known = HashMap<String, String>;

fn record(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    if !record.object.has("descendants") && !record.object.has("ancestors") {
        return status(&record.object, &Known::new(), record.place(), out);
    }
    let statuses = ["ancestors", "descendants"].into_iter().flat_map(|list| record.object.elements(list));
    let statuses: Vec<Raw<'_>> = statuses.collect();
    let known = statuses.iter().filter_map(|raw| {
        let object = raw.object()?;
        Some((object.other_id("id")?, key_of(&object)?.1))
    });
    let known: Known = known.collect();
    for raw in statuses {
        let place = record.place_of(raw);
        let object = raw.object().ok_or_else(|| "not a JSON object".to_owned());
        let outcome = object.and_then(|object| status(&object, &known, place, out));
        out.settle(place, outcome);
    }
    Ok(())
}

fn status(object: &Object<'_>, known: &Known, place: Place, out: &mut Out<'_>) -> Result<(), String> {
    if object.string("visibility").is_some_and(|visibility| !matches!(visibility.as_ref(), "public" | "unlisted")) {
        return Err("not public".to_owned());
    }
    let (platform, id) = key_of(object).ok_or("no uri")?;
    let is_one_server = platform != Platform::MASTODON;
    let original = object.object("reblog");
    let speaking = original.as_ref().unwrap_or(object);
    let (text, mut links) = text_of(speaking).ok_or("no content")?;
    links.extend(speaking.at(&["card", "url"]).and_then(Raw::string).map(|url| url.into_owned()));
    let quote = speaking.object("quote");
    // Some servers put the quoted status there as it is.
    let quoted = quote.as_ref().and_then(|quote| quote.object("quoted_status"));
    let quoted = quoted.as_ref().or(quote.as_ref()).filter(|quoted| quoted.has("content"));
    let quote_of = quoted.and_then(key_of).map(|(_, id)| id);
    // The ids of one server say nothing to the others.
    let local = |id: String| known.get(&id).cloned().or_else(|| is_one_server.then_some(id));
    let account = object.object("account");
    let author = account.as_ref().map(|account| author(account, is_one_server)).unwrap_or_default();
    if let (Some(account), Some(id)) = (&account, &author.id) {
        seen(account, &platform, id, place, out);
    }
    let list = |list: &str, field: &str| unique(speaking.objects(list).filter_map(|object| object.owned(field)));
    let count = |field: &str| object.count(field).filter(|_| original.is_none());
    let url = object.owned("url").or_else(|| object.owned("uri")).filter(|url| url.starts_with("http"));
    out.post(Post {
        url,
        author,
        created_at: object.string("created_at").and_then(|time| Timestamp::parse_rfc3339(&time)),
        language_declared: speaking.owned("language"),
        links: unique(links),
        mentions: list("mentions", "acct"),
        hashtags: list("tags", "name"),
        media: media(speaking),
        relations: Relations {
            reply_to: object.other_id("in_reply_to_id").and_then(local),
            repost_of: original.as_ref().and_then(key_of).map(|(_, id)| id),
            quote_of: quote_of.or_else(|| speaking.other_id("quote_id").and_then(local)),
        },
        quoted_text: quoted.and_then(text_of).map(|(text, _)| text),
        metrics: Metrics {
            views: None,
            likes: count("favourites_count"),
            shares: count("reblogs_count"),
            comments: count("replies_count"),
        },
        collected_at: out.options().received_at,
        ..Post::new(platform, id, text, out.provenance(place))
    });
    Ok(())
}

/// What makes a status one post on all servers.
fn key_of(status: &Object<'_>) -> Option<(Platform, String)> {
    let uri = status.owned("uri")?;
    let addresses = [Some(uri.clone()), status.owned("url")];
    if addresses.iter().flatten().any(|address| host_of(address) == Some("truthsocial.com")) {
        return Some((Platform::named("truthsocial"), status.other_id("id")?));
    }
    Some((Platform::MASTODON, uri))
}

fn host_of(address: &str) -> Option<&str> {
    address.split_once("://")?.1.split(['/', ':', '?']).next()
}

/// What people see of a status, and the links in it: a warning first, then the text, then the answers of a poll.
fn text_of(status: &Object<'_>) -> Option<(String, Vec<String>)> {
    let content = shown(&status.get("content").and_then(Raw::string)?);
    let answers = status.object("poll").map(|poll| {
        let titles: Vec<String> = poll.objects("options").filter_map(|option| option.owned("title")).collect();
        titles.join("\n")
    });
    let parts = [status.owned("spoiler_text"), Some(content.text), answers];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    Some((parts.join("\n\n"), content.links))
}

fn author(account: &Object<'_>, is_one_server: bool) -> Author {
    // Newer servers also give a `uri`, but then one person would have two ids.
    let address = || account.owned("url").or_else(|| account.owned("uri"));
    Author {
        id: if is_one_server { account.other_id("id") } else { address() },
        handle: account.owned("acct").or_else(|| account.owned("username")),
        name: account.owned("display_name"),
    }
}

fn media(status: &Object<'_>) -> Vec<Media> {
    let attachment = |attachment: Object<'_>| {
        let kind = match attachment.string("type").as_deref() {
            Some("image") => MediaKind::Photo,
            Some("video" | "gifv") => MediaKind::Video,
            Some("audio") => MediaKind::Audio,
            _ => MediaKind::Document,
        };
        let url = attachment.owned("url").or_else(|| attachment.owned("remote_url"));
        Media { url, alt: attachment.owned("description"), ..Media::of_kind(kind) }
    };
    status.objects("media_attachments").map(attachment).collect()
}

/// What the server's moderators did to the account.
fn seen(account: &Object<'_>, platform: &Platform, id: &str, place: Place, out: &mut Out<'_>) {
    for (signal, status) in [("suspended", Status::AccountGone), ("limited", Status::Unknown)] {
        if account.is_true(signal) {
            out.observe(Observation {
                platform: platform.clone(),
                of: Observed::Account(id.to_owned()),
                observed_at: out.options().received_at,
                status,
                signal: signal.to_owned(),
                metrics: Metrics::default(),
                provenance: out.provenance(place),
            });
        }
    }
}
