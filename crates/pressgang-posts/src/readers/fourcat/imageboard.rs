//! Imageboards (4chan, 8kun, 8chan), which share their columns; which of them it is the table does not say.

use super::cells::{body, created, local};
use super::text::links;
use crate::part::Out;
use crate::readers::Row;
use crate::spec::{Kind, Layout};
use crate::{Author, Media, MediaKind, Platform, Post, Relations};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of an imageboard",
    kind: Kind::Table,
    needs: &["id", "thread_id", "body", "subject", "author", "image_file", "image_md5"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let (id, thread) = (row.id("id")?, row.id("thread_id")?);
    let media: Vec<Media> = row.get("image_file").map(|_| Media::of_kind(MediaKind::Photo)).into_iter().collect();
    let subject = row.get("subject");
    let text = match (subject, body(row, &media)) {
        (Some(subject), Ok(body)) if !body.is_empty() => format!("{subject}\n\n{body}"),
        (Some(subject), _) => subject.to_owned(),
        (None, body) => body?,
    };
    out.post(Post {
        // Everybody has the same name there, so it names nobody.
        author: Author::default(),
        created_at: created(row)?,
        created_at_local: local(row),
        links: links(&text, []),
        media,
        relations: Relations { reply_to: Some(thread).filter(|thread| *thread != id), ..Relations::default() },
        collected_at: out.options().received_at,
        ..Post::new(Platform::UNKNOWN, id, text, out.provenance(row.place))
    });
    Ok(())
}
