//! A film on YouTube as a post.

use crate::part::{Out, Place};
use crate::values::{hashtags_in, links_in};
use crate::{Author, Media, MediaKind, Metrics, Platform, Post, Timestamp};

/// What is known of a film.
#[derive(Default)]
pub(super) struct Film {
    pub(super) id: String,
    /// Title and description.
    pub(super) texts: (Option<String>, Option<String>),
    pub(super) channel: Author,
    pub(super) created_at: Option<Timestamp>,
    pub(super) language: Option<String>,
    pub(super) views: Option<u64>,
    pub(super) likes: Option<u64>,
    pub(super) comments: Option<u64>,
}

pub(super) fn film(film: Film, place: Place, out: &mut Out<'_>) -> Result<(), String> {
    let text = match film.texts {
        (Some(title), Some(description)) => format!("{title}\n\n{description}"),
        (title, description) => title.or(description).ok_or("no text")?,
    };
    out.post(Post {
        url: Some(format!("https://www.youtube.com/watch?v={}", film.id)),
        author: film.channel,
        created_at: film.created_at,
        language_declared: film.language,
        links: links_in(&text),
        hashtags: hashtags_in(&text),
        media: vec![Media::of_kind(MediaKind::Video)],
        metrics: Metrics { views: film.views, likes: film.likes, shares: None, comments: film.comments },
        collected_at: out.options().received_at,
        ..Post::new(Platform::YOUTUBE, film.id, text, out.provenance(place))
    });
    Ok(())
}
