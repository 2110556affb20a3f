//! VK: posts found by search, and the comments on them. The oldest tables name the wall in place of the author.

use super::cells::{body, created, files, local, observe, person, positive, urls};
use crate::part::Out;
use crate::readers::Row;
use crate::readers::vk_post::{addresses, hashtags, marked};
use crate::spec::{Kind, Layout};
use crate::values::unique;
use crate::{Media, MediaKind, Metrics, Observed, Platform, Post, Relations, Status};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of VK posts",
    kind: Kind::Table,
    needs: &["id", "thread_id", "link", "body", "photos", "docs", "item_type|post_type"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let (owner, number) = place(row)?;
    let id = format!("{owner}_{number}");
    let author = person(row, "author_id", "author_screen_name", "author_name");
    let media = media(row);
    let mut links = urls(row, "links");
    let text = match body(row, &media) {
        Err(_) if !links.is_empty() => String::new(),
        text => text?.replace("<br>", "\n"),
    };
    let mut mentions = Vec::new();
    marked(&text, &mut mentions, &mut links);
    addresses(&text, &mut links);
    let is_comment = row.get("item_type") == Some("comment");
    let comment_on = row.other_id("thread_id").filter(|on| is_comment && *on != number);
    let answered = row.other_id("in_reply_to_comment_id").filter(|comment| is_comment && comment != "None");
    gone(row, out, author.id.as_deref());
    out.post(Post {
        url: Some(match &comment_on {
            Some(on) => format!("https://vk.com/wall{owner}_{on}?reply={number}"),
            None => format!("https://vk.com/wall{owner}_{number}"),
        }),
        author,
        created_at: created(row)?,
        created_at_local: local(row),
        hashtags: hashtags(&text),
        links: unique(links),
        mentions,
        media,
        relations: Relations {
            reply_to: answered.or(comment_on).map(|on| format!("{owner}_{on}")),
            ..Relations::default()
        },
        metrics: Metrics {
            views: positive(row, "views"),
            likes: row.count("likes"),
            shares: None,
            comments: row.count("post_comments").or_else(|| row.count("comments")),
        },
        collected_at: out.options().received_at,
        ..Post::new(Platform::VK, id, text, out.provenance(row.place))
    });
    Ok(())
}

/// The wall's number, which stands only in the address, and the post's.
fn place<'r>(row: &Row<'r>) -> Result<(&'r str, &'r str), String> {
    let link = row.get("link").ok_or("no link, which names the wall")?;
    let (_, place) = link.split_once("/wall").ok_or("no wall in the link")?;
    let (owner, number) = place.split_once('_').ok_or("no post in the link")?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(owner.strip_prefix('-').unwrap_or(owner)) || !is_number(number) {
        return Err("the link does not name a wall and a post".to_owned());
    }
    Ok((owner, number))
}

/// Sound has no address in the table, only names that may hold commas themselves.
fn media(row: &Row<'_>) -> Vec<Media> {
    let mut media = files(MediaKind::Photo, urls(row, "photos"));
    media.extend(files(MediaKind::Video, urls(row, "videos")));
    media.extend(row.get("audio").map(|_| Media::of_kind(MediaKind::Audio)));
    media.extend(files(MediaKind::Document, urls(row, "docs")));
    media
}

fn gone(row: &Row<'_>, out: &mut Out<'_>, author: Option<&str>) {
    let how = row.get("author_deactivated").filter(|word| !matches!(*word, "False" | "N/A"));
    if let (Some(how), Some(author)) = (how, author) {
        let signal = format!("author_deactivated: {}", how.chars().take(40).collect::<String>());
        observe(row, out, Platform::VK, Observed::Account(author.to_owned()), Status::AccountGone, signal);
    }
}
