//! Truth Social: posts captured with Zeeschuimer.

use super::cells::{files, list, local, person, positive, urls, zoned};
use super::text::links;
use crate::part::Out;
use crate::readers::Row;
use crate::spec::{Kind, Layout};
use crate::values::{shown, unique};
use crate::{Media, MediaKind, Metrics, Platform, Post};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of Truth Social posts",
    kind: Kind::Table,
    needs: &["id", "created_at", "body", "account_username", "reblogs_count"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let id = row.id("id")?;
    let seen = shown(row.raw("body"));
    let media = media(row);
    if seen.text.is_empty() && media.is_empty() {
        return Err("no text".to_owned());
    }
    out.post(Post {
        url: row.owned("url"),
        author: person(row, "account_id", "account_username", "account_display_name"),
        created_at: zoned(row, "created_at"),
        created_at_local: local(row),
        links: links(&seen.text, seen.links),
        mentions: unique(list(row, "mentions")),
        hashtags: unique(list(row, "hashtags")),
        media,
        // Both are 0 where they are missing.
        metrics: Metrics {
            shares: positive(row, "reblogs_count"),
            comments: positive(row, "replies_count"),
            ..Metrics::default()
        },
        collected_at: out.options().received_at,
        ..Post::new(Platform::named("truthsocial"), id, seen.text, out.provenance(row.place))
    });
    Ok(())
}

fn media(row: &Row<'_>) -> Vec<Media> {
    let mut media = files(MediaKind::Photo, urls(row, "images"));
    let films = urls(row, "video_urls");
    // Films of channels have nothing but a still.
    let stills = urls(row, "video_thumbs").into_iter().skip(films.len());
    media.extend(files(MediaKind::Video, films.iter().cloned().chain(stills)));
    media
}
