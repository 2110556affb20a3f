//! Facebook: posts captured with Zeeschuimer, of which the table has no counts.

use super::cells::{body, created, files, local, person, urls};
use super::text::{hashtags, links};
use crate::part::Out;
use crate::readers::Row;
use crate::spec::{Kind, Layout};
use crate::{Author, MediaKind, Platform, Post};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of Facebook posts",
    kind: Kind::Table,
    needs: &["id", "url", "body", "author", "is_in_group", "group_name"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let id = row.id("id")?;
    let mut media = files(MediaKind::Photo, urls(row, "image_url"));
    media.extend(files(MediaKind::Video, urls(row, "video_url")));
    let text = body(row, &media)?;
    out.post(Post {
        url: row.owned("url"),
        author: author(row),
        created_at: created(row)?,
        created_at_local: local(row),
        links: links(&text, []),
        hashtags: hashtags(&text),
        media,
        collected_at: out.options().received_at,
        ..Post::new(Platform::FACEBOOK, id, text, out.provenance(row.place))
    });
    Ok(())
}

/// The last part of the account's address: a name, a number, or `profile.php?id=` and a number.
fn author(row: &Row<'_>) -> Author {
    let author = person(row, "author_id", "author", "author_name");
    let Some(last) = author.handle.as_deref() else { return author };
    let number = last.split_once("id=").map_or(last, |(_, rest)| rest.split('&').next().unwrap_or_default());
    if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Author { id: Some(number.to_owned()), handle: None, ..author };
    }
    author
}
