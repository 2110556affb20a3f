//! One film or picture post of TikTok as its pages load it.

use super::item_parts::{addresses_in, hashtags_in, mentions_in, time};
use super::items::Capture;
use crate::json::{Object, Raw};
use crate::part::Out;
use crate::values::unique;
use crate::{Author, Media, MediaKind, Metrics, Observation, Observed, Platform, Post, Relations, Status};

pub(crate) fn read(item: &Object<'_>, capture: &Capture, out: &mut Out<'_>) -> Result<(), String> {
    let id = item.id("id")?.ok_or("no id")?;
    let author = author(item);
    let media = media(item);
    let mut text = item.owned("desc").unwrap_or_default();
    // Picture posts have a title, which some pages repeat in the text.
    let title = item.object("imagePost").and_then(|post| post.owned("title"));
    if let Some(title) = title.filter(|title| !text.contains(title.as_str())) {
        text = if text.is_empty() { title } else { format!("{title}\n\n{text}") };
    }
    if text.is_empty() && media.is_empty() {
        return Err("no desc".to_owned());
    }
    let extra: Vec<Object<'_>> = item.objects("textExtra").collect();
    let marked = |field: &str| extra.iter().filter_map(|part| part.owned(field)).collect::<Vec<_>>();
    let challenges = item.objects("challenges").filter_map(|challenge| challenge.owned("title"));
    let mut hashtags = unique(marked("hashtagName").into_iter().chain(challenges));
    if hashtags.is_empty() {
        hashtags = hashtags_in(&text);
    }
    let mut mentions = unique(marked("userUniqueId"));
    if mentions.is_empty() {
        mentions = mentions_in(&text);
    }
    // A duet shows another film beside the own one.
    let duet = item.object("duetInfo").and_then(|duet| duet.other_id("duetFromId"));
    for signal in labels(item) {
        out.observe(Observation {
            platform: Platform::TIKTOK,
            of: Observed::Post(id.clone()),
            observed_at: capture.collected_at,
            // It was captured all the same, but nobody looked whether it is still there.
            status: Status::Unknown,
            signal,
            metrics: Metrics::default(),
            provenance: out.provenance(capture.place),
        });
    }
    out.post(Post {
        url: author.handle.as_ref().map(|handle| format!("https://www.tiktok.com/@{handle}/video/{id}")),
        author,
        created_at: time(item, "createTime")?,
        language_declared: item.owned("textLanguage").filter(|language| language != "un"),
        links: unique(addresses_in(&text)),
        mentions,
        hashtags,
        media,
        relations: Relations { quote_of: duet.filter(|id| id != "0"), ..Relations::default() },
        metrics: metrics(item),
        collected_at: capture.collected_at,
        ..Post::new(Platform::TIKTOK, id, text, out.provenance(capture.place))
    });
    Ok(())
}

/// Responses hold the account, pages only its name.
fn author(item: &Object<'_>) -> Author {
    match item.object("author") {
        Some(author) => {
            Author { id: author.other_id("id"), handle: author.owned("uniqueId"), name: author.owned("nickname") }
        }
        None => Author { id: item.other_id("authorId"), handle: item.owned("author"), name: item.owned("nickname") },
    }
}

/// The newer counts are text, which large numbers survive.
fn metrics(item: &Object<'_>) -> Metrics {
    let holders = [item.object("statsV2"), item.object("stats")];
    let count = |field: &str| holders.iter().flatten().find_map(|stats| stats.count(field));
    Metrics {
        views: count("playCount"),
        likes: count("diggCount"),
        shares: count("shareCount"),
        comments: count("commentCount"),
    }
}

fn media(item: &Object<'_>) -> Vec<Media> {
    let images = item.object("imagePost").map(|post| post.objects("images").collect::<Vec<_>>()).unwrap_or_default();
    let photo = |image: Object<'_>| {
        let addresses = image.object("imageURL").map(|urls| urls.elements("urlList")).unwrap_or_default();
        let url = addresses.into_iter().find_map(Raw::string).map(|url| url.into_owned());
        Media { url, ..Media::of_kind(MediaKind::Photo) }
    };
    let mut media: Vec<Media> = images.into_iter().map(photo).collect();
    let on_screen = on_screen(item);
    let video = item.object("video");
    if media.is_empty() && (video.is_some() || on_screen.is_some()) {
        let url = video.and_then(|video| ["playAddr", "downloadAddr"].into_iter().find_map(|field| video.owned(field)));
        media.push(Media { url, ..Media::of_kind(MediaKind::Video) });
    }
    if let Some(first) = media.first_mut() {
        first.text = on_screen;
    }
    media
}

/// Words that the author put on the film, one sticker a line.
fn on_screen(item: &Object<'_>) -> Option<String> {
    let words = |sticker: Object<'_>| {
        let words: Vec<_> = sticker.elements("stickerText").into_iter().filter_map(Raw::string).collect();
        words.join(" ")
    };
    let stickers: Vec<String> = item.objects("stickersOnItem").map(words).filter(|text| !text.is_empty()).collect();
    (!stickers.is_empty()).then(|| stickers.join("\n"))
}

/// What the platform warns of; the post can be seen behind it.
fn labels(item: &Object<'_>) -> Vec<String> {
    let mask = item.count("maskType").and_then(|mask| match mask {
        3 => Some("maskType: 3 (sensitive)".to_owned()),
        4 => Some("maskType: 4 (photosensitive)".to_owned()),
        _ => None,
    });
    let warnings = item.objects("warnInfo").filter_map(|warning| warning.owned("text"));
    let warnings = warnings.map(|text| format!("warnInfo: {}", text.chars().take(200).collect::<String>()));
    mask.into_iter().chain(warnings).collect()
}
