//! What one post shares, by kind.

use pressgang_posts::{Platform, Post};
use pressgang_signals::coordination::{hashtags_in, link_object, links_in};
use pressgang_signals::{ContactKind, PostReader, normalise};

use super::ObjectKind;

/// The objects of a post but for its text, which has to be compared with all others.
///
/// What a repost says is said by the post it repeats, so it shares that post only.
pub fn objects(post: &Post, kinds: &[ObjectKind], reader: &PostReader) -> Vec<String> {
    let mut objects = Vec::new();
    let platform = post.key.platform.as_str();
    if post.is_repost || post.relations.repost_of.is_some() {
        if let Some(original) = &post.relations.repost_of
            && kinds.contains(&ObjectKind::Repost)
        {
            objects.push(format!("repost:{platform}:{original}"));
        }
        return objects;
    }
    for kind in kinds {
        match kind {
            ObjectKind::Link => {
                let listed = post.links.iter().map(String::as_str);
                // Only where the export lists none: what it lists is what shortened addresses lead to.
                let written = post.links.is_empty().then(|| links_in(&post.text)).into_iter().flatten();
                objects.extend(listed.chain(written).filter_map(link_object).map(|link| format!("link:{link}")));
            }
            ObjectKind::Hashtag => {
                let listed = post.hashtags.iter().map(|tag| tag.trim_start_matches('#'));
                let written = post.hashtags.is_empty().then(|| hashtags_in(&post.text)).into_iter().flatten();
                let tags = listed.chain(written).map(normalise).filter(|tag| !tag.is_empty());
                objects.extend(tags.map(|tag| format!("hashtag:{tag}")));
            }
            ObjectKind::Contact => objects.extend(contacts(post, reader)),
            ObjectKind::Media => objects.extend(
                post.media
                    .iter()
                    .filter_map(|media| media.url.as_deref())
                    // What stands behind the question mark is a signature or a size.
                    .filter_map(|url| link_object(url.split('?').next().unwrap_or(url)))
                    .map(|url| format!("media:{url}")),
            ),
            ObjectKind::Text | ObjectKind::Repost => {}
        }
    }
    objects
}

fn contacts(post: &Post, reader: &PostReader) -> Vec<String> {
    let platform = Some(post.key.platform.as_str()).filter(|name| *name != Platform::UNKNOWN.as_str());
    let author = post.author.handle.as_deref();
    let reading = reader.read_by(author, &post.text, platform, &post.links);
    let is_contact = |kind: ContactKind| kind.is_direct() || kind.is_payment();
    let found = reading.contacts.into_iter().filter(|contact| is_contact(contact.kind));
    found.map(|contact| format!("{}:{}", contact.kind.compared_as().as_str(), contact.value)).collect()
}
