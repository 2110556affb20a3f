//! One post of Threads as its pages load it.

use super::item_instagram::{author, media};
use super::item_parts::{addresses_in, behind_redirect, hashtags_in, mentions_in, time};
use super::items::Capture;
use crate::json::{Object, Raw};
use crate::part::Out;
use crate::values::unique;
use crate::{Media, MediaKind, Metrics, Observation, Observed, Platform, Post, Relations, Status};

pub(crate) fn read(item: &Object<'_>, capture: &Capture, out: &mut Out<'_>) -> Result<(), String> {
    let code = item.owned("code").ok_or("no code")?;
    let info = item.object("text_post_app_info");
    let share = info.as_ref().and_then(|info| info.object("share_info"));
    let shared = |field: &str| share.as_ref().and_then(|share| share.object(field));
    let metrics = metrics(item, info.as_ref());
    let is_unavailable = info.as_ref().is_some_and(|info| info.is_true("is_post_unavailable"));
    let original = shared("reposted_post");
    let speaking = original.as_ref().unwrap_or(item);
    let media = attached(speaking);
    let text = caption(speaking);
    if is_unavailable {
        out.observe(Observation {
            platform: Platform::THREADS,
            of: Observed::Post(code.clone()),
            observed_at: capture.collected_at,
            status: Status::Unknown,
            signal: "is_post_unavailable".to_owned(),
            metrics: if text.is_some() || !media.is_empty() { Metrics::default() } else { metrics },
            provenance: out.provenance(capture.place),
        });
    }
    let link = link(speaking);
    let text = match text {
        Some(text) => text,
        None if !media.is_empty() || link.is_some() => String::new(),
        None if is_unavailable => return Ok(()),
        None => return Err("no caption".to_owned()),
    };
    let quoted = shared("quoted_post");
    let author = author(item);
    out.post(Post {
        url: author.handle.as_ref().map(|handle| format!("https://www.threads.com/@{handle}/post/{code}")),
        author,
        created_at: time(item, "taken_at")?,
        links: unique(addresses_in(&text).chain(link)),
        mentions: mentions_in(&text),
        hashtags: hashtags_in(&text),
        media,
        relations: Relations {
            reply_to: None,
            repost_of: original.as_ref().and_then(|original| original.owned("code")),
            quote_of: quoted.as_ref().and_then(|quoted| quoted.owned("code")),
        },
        quoted_text: quoted.as_ref().and_then(caption),
        metrics,
        collected_at: capture.collected_at,
        ..Post::new(Platform::THREADS, code, text, out.provenance(capture.place))
    });
    Ok(())
}

fn caption(post: &Object<'_>) -> Option<String> {
    post.object("caption")?.owned("text")
}

fn link(post: &Object<'_>) -> Option<String> {
    let preview = post.at(&["text_post_app_info", "link_preview_attachment"]).and_then(Raw::object)?;
    preview.owned("url").map(behind_redirect)
}

fn attached(post: &Object<'_>) -> Vec<Media> {
    let mut media = media(post);
    let sound = post.object("audio").and_then(|audio| audio.owned("audio_src"));
    media.extend(sound.map(|url| Media { url: Some(url), ..Media::of_kind(MediaKind::Audio) }));
    media
}

fn metrics(item: &Object<'_>, info: Option<&Object<'_>>) -> Metrics {
    let is_hidden = item.is_true("like_and_view_counts_disabled");
    let count = |field: &str| info.and_then(|info| info.count(field));
    Metrics {
        views: None,
        likes: item.count("like_count").filter(|_| !is_hidden),
        shares: count("repost_count"),
        comments: count("direct_reply_count"),
    }
}
