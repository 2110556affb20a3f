//! Looking whether posts are still up: what is asked, what was answered, and what that means.
//!
//! Three parts that know little of each other: a [`Judge`] says what to ask of a platform and what its answers mean,
//! the looker asks politely, and [`Evidence`] is what is kept of it, so that any rule can be applied again later.

mod adapters;
mod evidence;

pub use adapters::{AdapterError, Adapters, Means, Rule};
pub use evidence::{Answer, Evidence, Exchange, Failure, Hop, Request, State, Target, Verdict};

/// What knows a platform: what to ask about a post, and what the answers mean.
///
/// `next` and `decide` see evidence only, never a body, so they say the same of old evidence as of new.
pub trait Judge: Sync {
    /// What to ask next about a post, given what is known; `None` when no further answer would say more.
    fn next(&self, target: &Target, evidence: &Evidence) -> Option<Request>;

    /// What stands in an answer, as marks (`oembed:html`, `phrase:removed:de`, `error:-206`...): all that rules need of
    /// a body.
    fn read(&self, target: &Target, request: &Request, answer: &Answer) -> Vec<String>;

    /// What the evidence says.
    fn decide(&self, target: &Target, evidence: &Evidence) -> Verdict;
}
