//! Everything that talks HTTP: looking whether posts are up ([`look`]), and fetching their pictures and films, when
//! somebody asks for it.
//!
//! Whoever wrote an export chose its addresses, so every one of them is hostile until proven otherwise: only public
//! hosts are asked, by the addresses that were checked ([`Refusal`]), within bounds on size, time and speed
//! ([`FetchSettings`], [`look::LookSettings`]), politely, and of media only what is a picture, a film or sound is kept.
//! Knows nothing of cases. Single files and posts that a person asked for are asked for, nothing is crawled, so robots.txt
//! is not.
//!
//! Addresses often hold tokens, so no error, event or `Debug` of this crate holds one; [`redacted`] makes one fit for
//! talk.

mod address;
mod body;
mod client;
mod content;
mod error;
mod fetch;
mod link;
pub mod look;
mod many;
mod resolver;
mod settings;
mod turns;
pub mod warc;

pub use address::{Refusal, refusal};
pub use error::FetchError;
pub use fetch::{Fetched, Fetcher};
pub use link::{host, redacted};
pub use settings::{FetchSettings, ProxySettings, SettingsError, user_agent};
