//! Looking whether posts are still up: what is asked, what was answered, and what that means.
//!
//! Three parts that know little of each other: a [`Judge`] says what to ask of a platform and what its answers mean,
//! the looker asks politely, and [`Evidence`] is what is kept of it, so that any rule can be applied again later.

mod adapters;
mod ask;
mod askers;
mod begun;
mod confirm;
mod done;
mod evidence;
mod later;
mod looker;
mod queue;
mod secrets;
mod settings;

pub use adapters::{AdapterError, Adapters, Means, Rule};
pub use confirm::decide_again;
pub use done::{Cut, KeptBody, Look, Postponed, PostponedWhy};
pub use evidence::{Answer, Evidence, Exchange, Failure, Hop, Request, State, Target, Verdict};

pub use looker::Looker;
pub use settings::LookSettings;

/// The mark by which a judge says that an answer is no answer but a host that says to come later, in a body and with a
/// status of its own (VK's error 6, Facebook's 4): the looker then does what it does on status 429.
pub const COME_LATER: &str = "come-later";

/// What knows a platform: what to ask about a post, and what the answers mean.
///
/// `next` and `decide` see evidence only, never a body, so they say the same of old evidence as of new. They see one
/// attempt at a look at a time, and `next` says the same whenever it is asked the same.
pub trait Judge: Sync {
    /// What to ask next about a post, given what is known; `None` when no further answer would say more.
    fn next(&self, target: &Target, evidence: &Evidence) -> Option<Request>;

    /// What stands in an answer, as marks (`oembed:html`, `phrase:removed:de`, `error:-206`...): all that rules need of
    /// a body. At most 64 are kept, none longer than 200 bytes or with a secret in it; [`COME_LATER`] is heeded.
    fn read(&self, target: &Target, request: &Request, answer: &Answer) -> Vec<String>;

    /// What the evidence says.
    fn decide(&self, target: &Target, evidence: &Evidence) -> Verdict;
}
