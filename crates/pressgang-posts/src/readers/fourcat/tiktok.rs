//! TikTok: films captured with Zeeschuimer or fetched by their addresses.

use super::cells::{created, is_pseudonym, list, local, observe, person, positive, urls};
use super::text::{links, mentions};
use crate::part::Out;
use crate::readers::Row;
use crate::spec::{Kind, Layout};
use crate::values::unique;
use crate::{Media, MediaKind, Metrics, Observed, Platform, Post, Status};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of TikTok videos",
    kind: Kind::Table,
    needs: &["id", "author", "body", "tiktok_url", "music_name", "plays|amount_plays"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let id = row.id("id")?;
    let author = person(row, "author_id", "author", "author_full");
    let text = row.get("body").map(|_| row.raw("body").to_owned()).unwrap_or_default();
    // Everything on TikTok has something to see. Stickers are words on the screen.
    let film = Media {
        url: urls(row, "video_url").into_iter().next(),
        text: row.owned("stickers"),
        ..Media::of_kind(MediaKind::Video)
    };
    if let Some(warning) = row.get("warning").filter(|warning| !is_pseudonym(warning)) {
        let signal = format!("warning: {}", warning.chars().take(200).collect::<String>());
        observe(row, out, Platform::TIKTOK, Observed::Post(id.clone()), Status::Unknown, signal);
    }
    let count = |newer, older| positive(row, newer).or_else(|| positive(row, older));
    out.post(Post {
        url: author.handle.as_ref().map(|handle| format!("https://www.tiktok.com/@{handle}/video/{id}")),
        author,
        created_at: created(row)?,
        created_at_local: local(row),
        links: links(&text, []),
        mentions: mentions(&text),
        hashtags: unique(list(row, "hashtags")),
        media: vec![film],
        metrics: Metrics {
            views: count("plays", "amount_plays"),
            likes: count("likes", "amount_likes"),
            shares: count("shares", "amount_shares"),
            comments: count("comments", "amount_comments"),
        },
        collected_at: out.options().received_at,
        ..Post::new(Platform::TIKTOK, id, text, out.provenance(row.place))
    });
    Ok(())
}
