//! Threads: posts captured with Zeeschuimer.

use super::cells::{body, created, files, is_pseudonym, list, local, person, urls};
use super::text::{links, mentions};
use crate::part::Out;
use crate::readers::Row;
use crate::spec::{Kind, Layout};
use crate::values::unique;
use crate::{Media, MediaKind, Metrics, Platform, Post};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of Threads posts",
    kind: Kind::Table,
    needs: &["id", "url", "body", "author", "likes", "reposts", "replies", "quotes"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let id = row.id("id")?;
    let media = media(row);
    let text = body(row, &media)?;
    out.post(Post {
        // The address has the author's name in it, also where that is a pseudonym.
        url: row.owned("url").filter(|_| !row.get("author").is_some_and(is_pseudonym)),
        author: person(row, "author_id", "author", "author_name"),
        created_at: created(row)?,
        created_at_local: local(row),
        links: links(&text, urls(row, "link_url")),
        mentions: mentions(&text),
        hashtags: unique(list(row, "hashtags")),
        media,
        metrics: Metrics {
            views: None,
            likes: row.count("likes"),
            shares: row.count("reposts"),
            comments: row.count("replies"),
        },
        collected_at: out.options().received_at,
        ..Post::new(Platform::THREADS, id, text, out.provenance(row.place))
    });
    Ok(())
}

fn media(row: &Row<'_>) -> Vec<Media> {
    let films = urls(row, "video_url");
    // Each film has a still among the pictures: as many of both are films alone.
    let pictures = Some(urls(row, "image_url")).filter(|pictures| pictures.len() > films.len());
    let mut media = files(MediaKind::Photo, pictures.into_iter().flatten());
    media.extend(files(MediaKind::Video, films));
    media.extend(files(MediaKind::Audio, urls(row, "audio_url")));
    media
}
