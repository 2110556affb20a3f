//! The tweets of the Internet Research Agency as Clemson University and FiveThirtyEight published them.

use super::Row;
use super::x_information_operations::{CORRUPTED, is_rounded};
use super::x_tweet::post_address;
use crate::part::Out;
use crate::source::hash_of;
use crate::spec::{Kind, Layout, Read, Spec};
use crate::values::{id_of_text, leads_away, parse_time, unescape, unique, us_time};
use crate::{Author, Platform, Post, Timestamp};

pub(crate) static SPEC: Spec = Spec {
    name: "x-troll-tweets",
    title: "Russian troll tweets (Clemson, FiveThirtyEight)",
    extensions: &["csv", "csv.gz", "csv.zip"],
    gives: &[
        "texts, times in UTC to the minute",
        "authors, public addresses",
        "links expanded to their targets, mentions, hashtags",
        "time of capture",
    ],
    cannot: &[
        "no counts of views, likes, shares or comments",
        "which post a repost or a quote is of: the set only says that it is one",
        "no ids in the first edition and in the edition by author: posts have ids made of their author, time and text (made:...), which join with no other export, and no addresses",
        "the language is a name in English that a program gave it",
        "no pictures",
    ],
    notes: &[
        "Times are taken as UTC, as the ids of the posts confirm.",
        "The number of an account that a spreadsheet has rounded is left out where alt_external_id does not have it.",
    ],
    layouts: &[Layout {
        what: "a table of the troll tweets",
        kind: Kind::Table,
        needs: &["content", "publish_date", "harvested_date", "updates", "post_type", "author|author_id"],
        unless: &[],
    }],
    also: None,
    read: Read::Rows(post),
};

fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let has_ids = row.has("tweet_id") || row.has("article_url");
    let id = if has_ids { id(row)? } else { made_id(row) };
    let text = unescape(row.raw("content"));
    if text.is_empty() {
        return Err("no text".to_owned());
    }
    // The edition by author has the name where others have the number.
    let handle = row.first(&["author", "author_id"]).map(str::to_owned);
    let number = ["alt_external_id", "external_author_id"].into_iter().find_map(|column| row.other_id(column));
    let steps = ["tco1_step1", "tco2_step1", "tco3_step1"];
    // Pictures and films have addresses of their post.
    let leads_away = |link: &String| leads_away(link, &Platform::X, &id);
    out.post(Post {
        url: has_ids.then(|| post_address(handle.as_deref(), &id)),
        is_repost: row.get("retweet") == Some("1") || row.get("post_type").is_some_and(is_repost),
        author: Author { id: number.filter(|number| !is_rounded(number)), handle, name: None },
        created_at: time(row, "publish_date")?,
        language_declared: row.owned("language").filter(|language| language != "LANGUAGE UNDEFINED"),
        links: unique(steps.into_iter().filter_map(|step| row.owned(step)).filter(leads_away)),
        mentions: words_behind(&text, '@'),
        hashtags: words_behind(&text, '#'),
        collected_at: time(row, "harvested_date")?.or(out.options().received_at),
        ..Post::new(Platform::X, id, text, out.provenance(row.place))
    });
    Ok(())
}

/// Editions write the kind in words or in a letter.
fn is_repost(kind: &str) -> bool {
    kind == "RETWEET" || kind == "R"
}

/// An id for a post of an edition without ids: the same for the same author, time and text in any copy of it.
fn made_id(row: &Row<'_>) -> String {
    let fields = [row.first(&["author", "author_id"]).unwrap_or_default(), row.raw("publish_date"), row.raw("content")];
    format!("made:{}", &hash_of(fields.join("\u{1f}").as_bytes())[..16])
}

/// The id in the post's address, which no spreadsheet rounds, or else that of its column.
fn id(row: &Row<'_>) -> Result<String, String> {
    let address = row.get("article_url").unwrap_or_default();
    let after = ["/statuses/", "/status/"].into_iter().find_map(|way| address.split_once(way));
    if let Some((_, behind)) = after {
        let digits = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
        let (id, _) = behind.split_at(digits);
        if !id.is_empty() {
            return Ok(id.to_owned());
        }
    }
    match id_of_text(row.raw("tweet_id")) {
        Ok(Some(id)) if is_rounded(&id) => Err(CORRUPTED.to_owned()),
        Ok(id) => id.ok_or_else(|| "no id".to_owned()),
        Err(_) => Err(CORRUPTED.to_owned()),
    }
}

fn time(row: &Row<'_>, column: &str) -> Result<Option<Timestamp>, String> {
    let Some(text) = row.get(column) else { return Ok(None) };
    let time = us_time(text).or_else(|| parse_time(text));
    time.map(Some).ok_or_else(|| format!("{column} is no known form of time: {text:?}"))
}

/// The words a sign marks, each once.
fn words_behind(text: &str, sign: char) -> Vec<String> {
    let mut before = ' ';
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        let is_start = c == sign && !before.is_alphanumeric() && !matches!(before, '/' | '_' | '&');
        before = c;
        let Some(rest) = text.get(at + sign.len_utf8()..).filter(|_| is_start) else { continue };
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        found.extend(rest.get(..end).map(str::to_owned));
    }
    unique(found)
}
