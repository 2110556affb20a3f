//! One small function a platform: from the body of an answer to marks.

mod bluesky;
mod mastodon;
mod meta;
mod oembed;
mod reddit;
mod telegram;
mod tiktok;
mod vk;
mod x;
mod youtube;

use super::reading::Reading;

/// Classes of elements whose text a platform's function reads.
pub(crate) fn classes(platform: &str) -> &'static [&'static str] {
    match platform {
        "telegram" => telegram::CLASSES,
        "vk" => vk::CLASSES,
        _ => &[],
    }
}

/// Adds the marks of a platform's own answers.
pub(crate) fn read(platform: &str, reading: &mut Reading<'_>) {
    match platform {
        "x" => x::read(reading),
        "telegram" => telegram::read(reading),
        "vk" => vk::read(reading),
        "facebook" | "instagram" => meta::read(reading),
        "youtube" => youtube::read(reading),
        "tiktok" => tiktok::read(reading),
        "bluesky" => bluesky::read(reading),
        "mastodon" => mastodon::read(reading),
        "reddit" => reddit::read(reading),
        _ => {}
    }
}
