//! What is embedded in a post of Bluesky: pictures, films, a link, another post.

use super::bluesky_post::{POSTS, either, parts_of};
use crate::json::{Object, Raw};
use crate::{Media, MediaKind};

#[derive(Default)]
pub(super) struct Embedded {
    pub(super) media: Vec<Media>,
    pub(super) links: Vec<String>,
    pub(super) quote: Option<Quote>,
}

/// The post that is quoted.
pub(super) struct Quote {
    pub(super) uri: String,
    pub(super) text: Option<String>,
    /// Whether the service has it no more.
    pub(super) is_gone: bool,
}

impl Embedded {
    pub(super) fn is_empty(&self) -> bool {
        self.media.is_empty() && self.links.is_empty() && self.quote.is_none()
    }

    /// Takes in an embed of a record of `did`, or the view of one.
    ///
    /// Their kinds are told apart by their fields, as the names of kinds are written in several ways.
    pub(super) fn add(&mut self, embed: &Object<'_>, did: &str) {
        self.add_attached(embed, did);
        if let Some(media) = embed.object("media") {
            self.add_attached(&media, did);
        }
        // Beside media the quoted post lies one level deeper.
        let quoted = embed.object("record");
        let inner = quoted.as_ref().filter(|quoted| !quoted.has("uri")).and_then(|quoted| quoted.object("record"));
        let Some(quoted) = inner.or(quoted) else { return };
        // Feeds and lists are shown the same way.
        let is_post = |uri: &String| parts_of(uri).is_some_and(|(_, kind, _)| kind == POSTS);
        self.quote = quoted.owned("uri").filter(is_post).map(|uri| Quote {
            uri,
            text: quoted.object("value").and_then(|value| value.owned("text")),
            is_gone: either(&quoted, ["notFound", "not_found"]).is_some_and(Raw::is_true),
        });
    }

    fn add_attached(&mut self, embed: &Object<'_>, did: &str) {
        // Galleries called their list one name and then another.
        for image in ["images", "media", "items"].into_iter().flat_map(|list| embed.objects(list)) {
            let shown = ["fullsize", "thumb", "thumbnail"].into_iter().find_map(|size| image.owned(size));
            let built = || {
                let blob = blob(&image, "image")?;
                Some(format!("https://cdn.bsky.app/img/feed_fullsize/plain/{did}/{blob}@jpeg"))
            };
            let url = shown.or_else(built);
            self.media.push(Media { url, alt: image.owned("alt"), ..Media::of_kind(MediaKind::Photo) });
        }
        if embed.has("video") || embed.has("playlist") {
            let built = || {
                let blob = blob(embed, "video")?;
                Some(format!("https://video.bsky.app/watch/{}/{blob}/playlist.m3u8", did.replace(':', "%3A")))
            };
            let url = embed.owned("playlist").or_else(built);
            self.media.push(Media { url, alt: embed.owned("alt"), ..Media::of_kind(MediaKind::Video) });
        }
        self.links.extend(embed.object("external").and_then(|external| external.owned("uri")));
    }
}

/// The checksum that names a file.
fn blob(holder: &Object<'_>, field: &str) -> Option<String> {
    let file = holder.object(field)?;
    let reference = file.get("ref").or_else(|| file.get("cid"))?;
    let inner = reference.object().and_then(|reference| either(&reference, ["$link", "link"]));
    let name = inner.unwrap_or(reference).string()?;
    name.bytes().all(|byte| byte.is_ascii_alphanumeric()).then(|| name.into_owned())
}
