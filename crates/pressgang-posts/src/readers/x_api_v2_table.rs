//! Tables that twarc-csv makes of responses of the X API v2: one tweet a row, names with dots where JSON nests.

use super::Row;
use super::x_status::{Withholding, is_withheld_notice, observe};
use super::x_tweet::{counted_views, media, post_address};
use crate::json::{Document, Object, Raw};
use crate::part::Out;
use crate::spec::{Kind, Layout, Read, Spec};
use crate::values::{items, leads_away, parse_time, unescape, unique};
use crate::{Author, Limits, Metrics, Observed, Platform, Post, Relations, Timestamp};

pub(crate) static SPEC: Spec = Spec {
    name: "x-api-v2-table",
    title: "X API v2 table (twarc-csv)",
    extensions: &["csv", "csv.gz", "csv.zip"],
    gives: &[
        "texts, authors, public addresses, times in UTC",
        "links expanded to their targets, mentions, hashtags",
        "pictures and films",
        "replies, reposts and quotes",
        "likes, shares and comments; views where the table has impression_count",
        "time of capture where twarc noted it",
    ],
    cannot: &[
        "no whole texts of long posts",
        "no counts of reposts: the table has those of the original",
        "no quoted texts, unless the quoted post has a row",
        "no view counts of posts from before X counted views, for which it gives 0",
    ],
    notes: &[
        "Line breaks that twarc-csv wrote as \\n are line breaks again.",
        "Posts withheld in some countries are posts and observations.",
        "Ids that a spreadsheet has written as 1.01421E+18 are rejected.",
    ],
    layouts: &[Layout {
        what: "a table of the X API v2",
        kind: Kind::Table,
        needs: &[
            "id",
            "text",
            "created_at",
            "author_id|author.id",
            "public_metrics.retweet_count|public_metrics.like_count",
            "conversation_id|author.username|edit_history_tweet_ids|referenced_tweets|referenced_tweets.retweeted.id",
        ],
        unless: &[],
    }],
    also: None,
    read: Read::Rows(post),
};

fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let id = row.id("id")?;
    let author = Author {
        id: row.other_id("author_id").or_else(|| row.other_id("author.id")),
        handle: row.owned("author.username"),
        name: row.owned("author.name"),
    };
    let created_at = match row.get("created_at") {
        Some(text) => Some(parse_time(text).ok_or("created_at is no known form of time")?),
        None => None,
    };
    let collected_at = row.get("__twarc.retrieved_at").and_then(parse_time).or(out.options().received_at);
    let relations = relations(row);
    let is_true = |column| row.get(column).is_some_and(|word| word.eq_ignore_ascii_case("true"));
    let withheld = Withholding::of_table(
        items(row.raw("withheld.country_codes")),
        is_true("withheld.copyright"),
        row.get("withheld.scope") == Some("user"),
    );
    let media = list(row, "attachments.media", |raw| raw.object().map(|object| media(&object)));
    let text = text(row).filter(|text| withheld.is_none() || !is_withheld_notice(text));
    let is_husk = text.is_none() && withheld.is_some();
    if let Some(withheld) = withheld {
        observe(Observed::Post(id.clone()), withheld.found(), collected_at, Metrics::default(), out, row.place);
    }
    let text = match text {
        Some(text) => text,
        None if is_husk => return Ok(()),
        None if !media.is_empty() => String::new(),
        None => return Err("no text".to_owned()),
    };
    // Of its pictures the table lists what is shown of their addresses.
    let is_link = |link: &String| link.starts_with("http") && leads_away(link, &Platform::X, &id);
    out.post(Post {
        url: Some(post_address(author.handle.as_deref(), &id)),
        author,
        created_at,
        language_declared: row.owned("lang"),
        links: words(row, "entities.urls", &["unwound_url", "expanded_url", "url"])
            .into_iter()
            .filter(is_link)
            .collect(),
        mentions: words(row, "entities.mentions", &["username"]),
        hashtags: words(row, "entities.hashtags", &["tag"]),
        media,
        metrics: metrics(row, &relations, created_at),
        relations,
        collected_at,
        ..Post::new(Platform::X, id, text, out.provenance(row.place))
    });
    Ok(())
}

/// The text, which versions of the tool have escaped in different ways: as JSON, or line breaks only.
fn text(row: &Row<'_>) -> Option<String> {
    let written = row.get("text").map(|_| row.raw("text"))?;
    let json = written.starts_with('"').then(|| Document::parse(written, &Limits::standard()).ok()).flatten();
    let text = match json.as_ref().and_then(|json| json.root().string()) {
        Some(text) => text.into_owned(),
        None if written.contains('\n') => written.to_owned(),
        None => written.replace("\\n", "\n"),
    };
    Some(unescape(&text))
}

fn relations(row: &Row<'_>) -> Relations {
    let column = |kind: &str| row.other_id(&format!("referenced_tweets.{kind}.id"));
    let listed = list(row, "referenced_tweets", |raw| {
        let reference = raw.object()?;
        Some((reference.owned("type")?, reference.other_id("id")?))
    });
    let of = |kind: &str| {
        let in_list = || listed.iter().find(|(known, _)| known == kind).map(|(_, id)| id.clone());
        column(kind).or_else(in_list)
    };
    Relations { reply_to: of("replied_to"), repost_of: of("retweeted"), quote_of: of("quoted") }
}

fn metrics(row: &Row<'_>, relations: &Relations, created_at: Option<Timestamp>) -> Metrics {
    if relations.repost_of.is_some() {
        return Metrics::default();
    }
    let count = |name: &str| row.count(&format!("public_metrics.{name}"));
    Metrics {
        views: counted_views(count("impression_count"), created_at),
        likes: count("like_count"),
        shares: count("retweet_count"),
        comments: count("reply_count"),
    }
}

/// The elements of a list that a cell holds as JSON.
fn list<T>(row: &Row<'_>, column: &str, read: impl Fn(Raw<'_>) -> Option<T>) -> Vec<T> {
    let Some(cell) = row.get(column) else { return Vec::new() };
    let document = Document::parse(cell, &Limits::standard());
    document.map_or(Vec::new(), |document| document.root().elements().into_iter().filter_map(read).collect())
}

/// Words of a list, which older versions of the tool have as objects and newer ones as words with their signs.
fn words(row: &Row<'_>, column: &str, keys: &[&str]) -> Vec<String> {
    let of_object = |object: Object<'_>| keys.iter().find_map(|key| object.owned(key));
    let word = |raw: Raw<'_>| match raw.object() {
        Some(object) if object.has("media_key") => None,
        Some(object) => of_object(object),
        None => raw.string().map(|word| word.trim_start_matches(['#', '@']).to_owned()),
    };
    unique(list(row, column, word))
}
