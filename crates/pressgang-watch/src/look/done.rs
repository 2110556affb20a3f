//! What comes of a look: a verdict with its evidence, or that it has to wait.

use thiserror::Error;

use super::{Evidence, Verdict};

/// A look that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// What it found.
    pub verdict: Verdict,
    /// What that rests on. [`super::decide_again`] makes the same verdict of it.
    pub evidence: Evidence,
    /// When it was done: when its last question was asked, in milliseconds since 1970, UTC.
    pub at_unix_millis: i64,
    /// The bodies of its answers, where they are wanted ([`super::LookSettings::keep_bodies`]) and hold no secret.
    pub bodies: Vec<KeptBody>,
}

/// The body of an answer, and what came with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBody {
    /// The place of its exchange in the evidence.
    pub exchange: usize,
    /// The address it came from: what was shown of the request, or where redirects led, without query.
    pub address: String,
    /// The headers that came with it, names in lower case, without those that carry ids, sessions or tokens.
    pub headers: Vec<(String, String)>,
    /// Its bytes, decoded.
    pub bytes: Vec<u8>,
    /// Why it is not whole.
    pub cut: Option<Cut>,
}

/// Why a body is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// It goes on beyond the bound.
    Length,
    /// It took too long.
    Time,
    /// The connection ended before it did, or what came could not be decompressed to its end.
    Connection,
}

/// A post that was not looked at, although it was its turn. Nothing is known of its state.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{host} {why}")]
pub struct Postponed {
    /// The host that has to be waited for.
    pub host: String,
    /// Why.
    pub why: PostponedWhy,
    /// Before when the host should not be asked again, in milliseconds since 1970, UTC.
    pub not_before_unix_millis: i64,
}

/// Why a post was not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum PostponedWhy {
    /// The host asks for a longer wait than is sat out.
    #[error("asks to be left alone for long")]
    LongWait,
    /// The host said again and again to come later.
    #[error("says again and again to come later")]
    Refused,
    /// The host failed again and again.
    #[error("failed again and again")]
    Failed,
    /// The proxy failed, which says nothing of the host.
    #[error("could not be reached through the proxy")]
    Proxy,
}

impl PostponedWhy {
    /// The word used in logs and output.
    pub fn as_str(self) -> &'static str {
        match self {
            PostponedWhy::LongWait => "long_wait",
            PostponedWhy::Refused => "refused",
            PostponedWhy::Failed => "failed",
            PostponedWhy::Proxy => "proxy",
        }
    }
}
