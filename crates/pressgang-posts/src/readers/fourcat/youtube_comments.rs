//! YouTube: comments that 4CAT took from a list of YouTube Data Tools. Which film they are on is not in the table.

use super::cells::{body, local, person};
use super::text::{hashtags, links};
use crate::part::Out;
use crate::readers::Row;
use crate::spec::{Kind, Layout};
use crate::{Platform, Post, Relations};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of YouTube comments",
    kind: Kind::Table,
    needs: &["id", "thread_id", "body", "authorName", "isReplyTo"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let id = row.id("id")?;
    let text = body(row, &[])?;
    out.post(Post {
        author: person(row, "", "", "authorName"),
        created_at_local: local(row),
        links: links(&text, []),
        hashtags: hashtags(&text),
        relations: Relations { reply_to: row.other_id("isReplyTo").filter(|to| to != "0"), ..Relations::default() },
        collected_at: out.options().received_at,
        ..Post::new(Platform::YOUTUBE, id, text, out.provenance(row.place))
    });
    Ok(())
}
