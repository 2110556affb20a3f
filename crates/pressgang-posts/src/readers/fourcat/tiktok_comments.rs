//! TikTok: comments, which answer a film or another comment.

use super::cells::{body, created, is_yes, local, person, positive, urls};
use super::text::{hashtags, links, mentions};
use crate::part::Out;
use crate::readers::Row;
use crate::spec::{Kind, Layout};
use crate::{Author, Metrics, Platform, Post, Relations};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of TikTok comments",
    kind: Kind::Table,
    needs: &["id", "body", "post_id", "comment_url", "is_comment_on_comment"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let id = row.id("id")?;
    let text = body(row, &[])?;
    let comment = row.other_id("thread_id").filter(|_| is_yes(row, "is_comment_on_comment"));
    out.post(Post {
        url: urls(row, "comment_url").into_iter().next(),
        author: author(row),
        created_at: created(row)?,
        created_at_local: local(row),
        language_declared: row.owned("language_guess"),
        links: links(&text, []),
        mentions: mentions(&text),
        hashtags: hashtags(&text),
        relations: Relations { reply_to: comment.or_else(|| row.other_id("post_id")), ..Relations::default() },
        // Answers are 0 where TikTok does not say how many there are.
        metrics: Metrics { likes: row.count("likes"), comments: positive(row, "replies"), ..Metrics::default() },
        collected_at: out.options().received_at,
        ..Post::new(Platform::TIKTOK, id, text, out.provenance(row.place))
    });
    Ok(())
}

/// Where there is no name 4CAT writes the number of the account behind an `@`.
fn author(row: &Row<'_>) -> Author {
    let author = person(row, "author_id", "author", "author_full");
    let number = row.get("author").and_then(|name| name.strip_prefix('@'));
    match number.filter(|number| number.bytes().all(|byte| byte.is_ascii_digit())) {
        Some(number) => Author { id: Some(number.to_owned()), handle: None, ..author },
        None => author,
    }
}
