//! The data of an adapter: what is asked, and the rules that read a state out of the answers.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::rules::Condition;
use crate::look::State;

/// What is wrong with the data of an adapter, or with what was said to it.
#[derive(Debug, thiserror::Error)]
pub enum AdapterError {
    /// The file is not what it should be.
    #[error("adapter {file}: {reason}")]
    Data {
        /// The file, `x.toml`.
        file: String,
        /// What is wrong, with its place.
        reason: String,
    },
    /// An address to ask instead of a platform's own is no address.
    #[error("{0:?} is no address of a server, such as http://127.0.0.1:8080")]
    Endpoint(String),
    /// There is no platform or host of that name to ask elsewhere.
    #[error("no adapter asks {0:?}; name a platform or a host")]
    NoSuchHost(String),
    /// No adapter knows a token of that name.
    #[error("no adapter takes a token named {0:?}")]
    NoSuchToken(String),
}

/// A request as it stands in a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestSpec {
    /// Its name in evidence.
    pub(crate) name: String,
    /// Its address with `{words}` to fill in, percent-encoded; `{+words}` are put in as they are.
    pub(crate) address: String,
    /// Least time between two requests to its host.
    pub(crate) pause_ms: u64,
    /// Why so long.
    pub(crate) pause_reason: String,
    /// Headers beside the usual ones; values may hold `{token}`.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    /// The name of the token it takes.
    pub(crate) token: Option<String>,
    /// What of the address is left out without the token; where nothing is, it is not asked without one.
    pub(crate) only_with_token: Option<String>,
    /// What must hold for it to be asked; empty: always.
    #[serde(default)]
    pub(crate) when: Vec<Condition>,
    /// What words there must be for it to be asked.
    #[serde(default)]
    pub(crate) needs: Vec<String>,
}

/// A rule as it stands in a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleSpec {
    /// `platform.request.what@version`.
    pub(crate) id: String,
    pub(crate) state: State,
    /// What it says, in words.
    pub(crate) says: String,
    /// All of these must hold.
    pub(crate) on: Vec<Condition>,
}

/// What is known of a platform.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Spec {
    pub(crate) platform: String,
    pub(crate) title: String,
    /// Hosts whose pages are its posts, with all below them; empty: any.
    #[serde(default)]
    pub(crate) hosts: Vec<String>,
    /// Where the platform documents what is asked, and what was read there.
    pub(crate) documented: Vec<String>,
    /// What these means cannot tell, and what to heed.
    #[serde(default)]
    pub(crate) cannot: Vec<String>,
    #[serde(default, rename = "request")]
    pub(crate) requests: Vec<RequestSpec>,
    #[serde(default, rename = "rule")]
    pub(crate) rules: Vec<RuleSpec>,
}

/// Rules that all adapters share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shared {
    #[serde(rename = "rule")]
    pub(crate) rules: Vec<RuleSpec>,
}

/// Reads the shared rules of a file.
pub(crate) fn shared(file: &str, text: &str) -> Result<Vec<RuleSpec>, AdapterError> {
    let shared: Shared = toml::from_str(text).map_err(|e| wrong(file, e))?;
    shared.rules.iter().try_for_each(|rule| check_rule(rule, None)).map_err(|e| wrong(file, e))?;
    Ok(shared.rules)
}

/// Reads one adapter and refuses what could not mean anything.
pub(crate) fn adapter(file: &str, text: &str) -> Result<Spec, AdapterError> {
    let spec: Spec = toml::from_str(text).map_err(|e| wrong(file, e))?;
    check(&spec).map_err(|e| wrong(file, e))?;
    Ok(spec)
}

fn wrong(file: &str, reason: impl ToString) -> AdapterError {
    AdapterError::Data { file: file.to_owned(), reason: reason.to_string().trim_end().to_owned() }
}

fn check(spec: &Spec) -> Result<(), String> {
    if spec.requests.is_empty() || spec.documented.is_empty() {
        return Err("an adapter has at least one request and says where it is documented".to_owned());
    }
    let mut names = BTreeSet::new();
    for request in &spec.requests {
        let name = &request.name;
        if !names.insert(name.as_str()) {
            return Err(format!("two requests are named {name:?}"));
        }
        if request.pause_reason.trim().is_empty() {
            return Err(format!("request {name:?} does not say why it pauses"));
        }
        let begins = ["https://", "{+"].iter().any(|begin| request.address.starts_with(begin));
        if !begins {
            return Err(format!("request {name:?}: the address is not https"));
        }
        if request.token.is_none() && (request.only_with_token.is_some() || request.address.contains("{token}")) {
            return Err(format!("request {name:?} speaks of a token it does not name"));
        }
        for other in request.when.iter().map(|condition| condition.request.as_str()) {
            if !names.contains(other) {
                return Err(format!("request {name:?} waits for {other:?}, which is not asked before it"));
            }
        }
    }
    let mut ids = BTreeSet::new();
    for rule in &spec.rules {
        check_rule(rule, Some((&spec.platform, &names)))?;
        if !ids.insert(rule.id.as_str()) {
            return Err(format!("two rules are {:?}", rule.id));
        }
    }
    Ok(())
}

fn check_rule(rule: &RuleSpec, of: Option<(&str, &BTreeSet<&str>)>) -> Result<(), String> {
    let id = &rule.id;
    let version =
        id.split_once('@').and_then(|(_, version)| version.parse::<u32>().ok()).filter(|version| *version > 0);
    if version.is_none() {
        return Err(format!("rule {id:?} has no version, as in \"x.oembed.up@1\""));
    }
    if rule.on.is_empty() || rule.says.trim().is_empty() {
        return Err(format!("rule {id:?} has no condition, or does not say in words what it means"));
    }
    if let Some((platform, names)) = of {
        if !id.starts_with(&format!("{platform}.")) {
            return Err(format!("rule {id:?} does not begin with {platform:?}"));
        }
        if let Some(condition) = rule.on.iter().find(|condition| !names.contains(condition.request.as_str())) {
            return Err(format!("rule {id:?} speaks of request {:?}, which is never asked", condition.request));
        }
    }
    if rule.on.iter().all(Condition::is_empty) {
        return Err(format!("rule {id:?} holds for whatever is answered"));
    }
    rule.on.iter().try_for_each(|condition| condition.check().map_err(|reason| format!("rule {id:?}: {reason}")))
}
