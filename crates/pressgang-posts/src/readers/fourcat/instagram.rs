//! Instagram: posts captured with Zeeschuimer, in all versions of the table; those of the scraper before it, with
//! comments; and those that 4CAT took from a table of CrowdTangle.

use super::cells::{body, created, files, is_yes, list, local, person, positive, urls};
use super::text::{links, mentions};
use crate::part::Out;
use crate::readers::Row;
use crate::spec::{Kind, Layout};
use crate::values::unique;
use crate::{Media, MediaKind, Metrics, Platform, Post, Relations};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of Instagram posts",
    kind: Kind::Table,
    needs: &["id", "thread_id", "parent_id", "body", "author", "url", "num_likes", "num_comments"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let id = row.id("id")?;
    let is_comment = row.get("type") == Some("comment");
    let media = if is_comment { Vec::new() } else { media(row) };
    let text = body(row, &media)?;
    // From CrowdTangle's times 4CAT drops the zone, and the number is made from what is left.
    let has_zone = !(row.has("thumbnail_url") && row.has("mentioned"));
    let unix = created(row)?.filter(|_| has_zone);
    out.post(Post {
        // In the oldest tables the column for it holds the address of the file.
        url: (!is_comment).then(|| format!("https://www.instagram.com/p/{id}/")),
        author: person(row, "author_id", "author", "author_fullname"),
        created_at: unix,
        created_at_local: local(row),
        links: links(&text, []),
        mentions: mentions(&text),
        hashtags: unique(list(row, "hashtags")),
        media,
        relations: Relations { reply_to: row.other_id("parent_id").filter(|_| is_comment), ..Relations::default() },
        metrics: metrics(row, is_comment),
        collected_at: out.options().received_at,
        ..Post::new(Platform::INSTAGRAM, id, text, out.provenance(row.place))
    });
    Ok(())
}

/// The newest tables, which count plays, write -1 for unknown; those before them wrote 0.
fn metrics(row: &Row<'_>, is_comment: bool) -> Metrics {
    let is_newest = row.has("play_count");
    let likes_are_sure = is_newest || !(is_comment || row.has("likes_hidden"));
    let counted = |column, is_sure| if is_sure { row.count(column) } else { positive(row, column) };
    Metrics {
        views: positive(row, "play_count"),
        // Where likes are hidden Instagram makes up a small number.
        likes: counted("num_likes", likes_are_sure).filter(|_| !is_yes(row, "likes_hidden")),
        shares: None,
        comments: counted("num_comments", is_newest),
    }
}

fn media(row: &Row<'_>) -> Vec<Media> {
    let declared = row.first(&["media_type", "type"]);
    let is_film = declared == Some("video");
    let kind = |url: &str| {
        let path = url.split('?').next().unwrap_or_default();
        if is_film || path.ends_with(".mp4") { MediaKind::Video } else { MediaKind::Photo }
    };
    // The first column has the films themselves, the second their stills.
    let columns = ["media_urls", "media_url", "image_urls", "image_url", "thumbnail_url", "url"];
    let found = columns.into_iter().map(|column| urls(row, column)).find(|found| !found.is_empty());
    let found = found.unwrap_or_default().into_iter().filter(|url| !url.contains("instagram.com/p/"));
    let media: Vec<Media> = found.flat_map(|url| files(kind(&url), [url])).collect();
    let is_told = matches!(declared, Some("photo" | "picture" | "video"));
    // Tables of partial captures say what there is to see, but not where.
    if media.is_empty() && is_told { vec![Media::of_kind(kind(""))] } else { media }
}
