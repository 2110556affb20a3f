//! What one look asks, gets and keeps.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A post to look at: what a case knows of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The platform's word in the case (`x`, `telegram`, `vk`...).
    pub platform: String,
    /// The platform's id of the post.
    pub id: String,
    /// Its public address, where known.
    pub url: Option<String>,
    /// Its author's handle, without `@`, where known.
    pub handle: Option<String>,
    /// The platform's id of its author, where known.
    pub account: Option<String>,
}

/// What a look found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The platform shows the post to anybody.
    Up,
    /// Gone, and nothing says by whose hand.
    Removed,
    /// The platform says that it removed it.
    RemovedByPlatform,
    /// The platform says that its author removed it.
    RemovedByAuthor,
    /// The account that published it is suspended, deleted or renamed.
    AccountGone,
    /// Shown to followers, friends or members only.
    Private,
    /// Shown to whoever has an account on the platform only; whether it is up cannot be told.
    LoginWall,
    /// Shown, but not everywhere.
    GeoBlocked,
    /// Shown to adults only.
    AgeGate,
    /// Nothing can be told from what was answered.
    Unknown,
}

impl State {
    /// Every state.
    pub const ALL: [State; 10] = [
        State::Up,
        State::Removed,
        State::RemovedByPlatform,
        State::RemovedByAuthor,
        State::AccountGone,
        State::Private,
        State::LoginWall,
        State::GeoBlocked,
        State::AgeGate,
        State::Unknown,
    ];

    /// The word used in tables, the ledger and output.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Up => "up",
            State::Removed => "removed",
            State::RemovedByPlatform => "removed_by_platform",
            State::RemovedByAuthor => "removed_by_author",
            State::AccountGone => "account_gone",
            State::Private => "private",
            State::LoginWall => "login_wall",
            State::GeoBlocked => "geo_blocked",
            State::AgeGate => "age_gate",
            State::Unknown => "unknown",
        }
    }

    /// The state a word stands for.
    pub fn named(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// What evidence says, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The state.
    pub state: State,
    /// The rule that says so, with its version: `x.oembed.gone@1`.
    pub rule: String,
    /// ISO 3166 codes of the countries in which it is not shown, where the platform says so or the look came from
    /// one of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_shown_in: Vec<String>,
}

/// One question to a host. Only GET is ever asked.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// What is asked, in the adapter's words: `oembed`, `embed`, `api`, `page`.
    pub name: String,
    /// The whole address, which may hold a token. Never shown, kept or logged.
    pub address: String,
    /// The same without tokens: what is kept.
    pub shown: String,
    /// Headers beside the usual ones; values may be tokens. Never shown, kept or logged.
    pub headers: Vec<(String, String)>,
    /// What in address and headers is secret, so that no kept body or header can repeat it.
    pub secrets: Vec<String>,
    /// Least time between two requests to this host.
    pub pause: Duration,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("name", &self.name).field("shown", &self.shown).finish_non_exhaustive()
    }
}

/// What a host answered, while it is in memory. It may repeat a token, so its headers and body are never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// Status of the last hop.
    pub status: u16,
    /// All headers of the last hop, names in lower case, in order.
    pub headers: Vec<(String, String)>,
    /// Redirects that led there, oldest first.
    pub hops: Vec<Hop>,
    /// The body, as far as it was taken.
    pub body: Vec<u8>,
    /// True if and only if the body goes on beyond the bound, or the connection ended before it did.
    pub is_cut: bool,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = (self.status, &self.hops, self.body.len(), self.is_cut);
        f.debug_struct("Answer").field("status, hops, bytes, is_cut", &shown).finish_non_exhaustive()
    }
}

/// One redirect on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// Its status.
    pub status: u16,
    /// Where it leads: scheme, host and path, without query, fragment and secrets.
    pub to: String,
}

/// Why a host gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// What is written is no address that is asked: malformed, local, with a user, on another port.
    Refused,
    /// There is no such host.
    NoHost,
    /// Connecting, the answer or its body took too long.
    TimedOut,
    /// No encrypted connection could be made.
    Tls,
    /// No connection, or it broke before an answer was there.
    Connection,
    /// No HTTP, headers too large, redirects without end or to where nobody goes.
    Malformed,
    /// The proxy failed.
    Proxy,
    /// The host refused or failed too often and was left alone.
    HostGivenUp,
}

/// One question and what came of it, as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// Which attempt at the look it belongs to: 0, and 1 or 2 where the whole look was done again to confirm it.
    #[serde(default, skip_serializing_if = "is_first")]
    pub attempt: u8,
    /// The request's name.
    pub name: String,
    /// The address without tokens.
    pub asked: String,
    /// When it was asked, in milliseconds since 1970, UTC.
    pub at_unix_millis: i64,
    /// Status of the last hop; `None` when there was no answer.
    pub status: Option<u16>,
    /// Why there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// Redirects on the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hops: Vec<Hop>,
    /// Headers worth keeping, names in lower case; never cookies, and no secret.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// SHA-256 of the body as far as it came, lower-case hex; `None` when there was no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_sha256: Option<String>,
    /// Its bytes.
    #[serde(default)]
    pub body_bytes: u64,
    /// True if and only if the body is not whole.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_cut: bool,
    /// What the judge read in the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
}

/// All that one look got, oldest first: enough to decide again by other rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Questions and answers.
    pub exchanges: Vec<Exchange>,
    /// True if and only if a post found gone was to be looked at once more before that was believed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_confirming: bool,
    /// The country the look came from, ISO 3166, as whoever looked says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

impl Evidence {
    /// True if and only if some host answered anything, be it an error. A look that nobody answered (no address, no
    /// network) says nothing of the post, not even that nothing can be told.
    pub fn is_answered(&self) -> bool {
        self.exchanges.iter().any(|exchange| exchange.status.is_some())
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde calls it with")]
fn is_first(attempt: &u8) -> bool {
    *attempt == 0
}
