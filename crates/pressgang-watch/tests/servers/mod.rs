//! Servers that behave like each platform, and the ways in which they fail and lie.
//!
//! Written by other hands than the adapters, from documentation and public programs, so that a mistake in what a
//! platform answers is not made twice. All posts, names and numbers are invented.
//!
//! A [`World`] has a listener for each host name of each platform. What is asked of `https://t.me/...` is asked of
//! [`World::local`]'s address instead, and redirects lead to local addresses too; [`Rerouted`] does both for a judge, so
//! that its rules see nothing but the real names. Another crate's tests can have this folder by `#[path]`; it needs
//! pressgang-watch and serde_json.

pub mod chance;
pub mod faults;
pub mod http;
pub mod patient;
pub mod rerouted;
pub mod tally;
pub mod words;
pub mod world;

mod bluesky;
mod mastodon;
pub mod meta;
mod reddit;
mod site;
mod telegram;
mod tiktok;
pub mod vk;
mod x;
mod youtube;

pub use rerouted::Rerouted;
pub use world::{Mark, Platform, Post, World};

/// Every platform.
pub fn platforms() -> Vec<Box<dyn Platform>> {
    vec![
        Box::new(x::X),
        Box::new(telegram::Telegram),
        Box::new(vk::Vk),
        Box::new(meta::Facebook),
        Box::new(meta::Instagram),
        Box::new(youtube::YouTube),
        Box::new(tiktok::TikTok),
        Box::new(bluesky::Bluesky),
        Box::new(mastodon::Mastodon),
        Box::new(reddit::Reddit),
        Box::new(site::Site),
    ]
}
