//! What is known of platforms: what to ask about a post, and what their answers mean.
//!
//! A platform is a file of data (`adapters/PLATFORM.toml`: requests, and rules in order) and one small function that
//! reads an answer's body into marks ([`read`]). Rules see evidence only, and the first that holds wins; where none
//! does, the state is unknown by `PLATFORM.none@1`. See docs/adding-a-platform.md.
//!
//! Two things every rule keeps to: a post is up only where an answer names it, and gone only where its absence stands
//! in the structure of an answer (a status, an empty list, an error of the interface), never because of words alone.

mod address;
mod html;
mod json;
mod page;
mod phrases;
mod read;
mod reading;
mod request;
mod rules;
mod spec;
mod text;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use url::Url;

pub use self::spec::AdapterError;

use self::address::{NONE, Parts, parts};
use self::phrases::Phrases;
use self::reading::Reading;
use self::spec::{RuleSpec, Spec};
use super::{Answer, Evidence, Judge, Request, State, Target, Verdict};

/// The platform whose means serve every other: plain HTTP.
const PLAIN: &str = "plain";

/// Adapters as they are compiled in.
const FILES: [(&str, &str); 11] = [
    ("bluesky.toml", include_str!("../../../adapters/bluesky.toml")),
    ("facebook.toml", include_str!("../../../adapters/facebook.toml")),
    ("instagram.toml", include_str!("../../../adapters/instagram.toml")),
    ("mastodon.toml", include_str!("../../../adapters/mastodon.toml")),
    ("plain.toml", include_str!("../../../adapters/plain.toml")),
    ("reddit.toml", include_str!("../../../adapters/reddit.toml")),
    ("telegram.toml", include_str!("../../../adapters/telegram.toml")),
    ("tiktok.toml", include_str!("../../../adapters/tiktok.toml")),
    ("vk.toml", include_str!("../../../adapters/vk.toml")),
    ("x.toml", include_str!("../../../adapters/x.toml")),
    ("youtube.toml", include_str!("../../../adapters/youtube.toml")),
];

/// Rules of pages, which come behind an adapter's own, and of what is wrong with answers, which come last.
const PAGES: (&str, &str) = ("pages.toml", include_str!("../../../adapters/pages.toml"));
const REASONS: (&str, &str) = ("reasons.toml", include_str!("../../../adapters/reasons.toml"));
const PHRASES: &str = include_str!("../../../adapters/phrases.toml");

/// The name of the request that pages' rules speak of.
const PAGE: &str = "page";

/// Everything known of platforms.
pub struct Adapters {
    adapters: BTreeMap<String, Spec>,
    pages: Vec<RuleSpec>,
    reasons: Vec<RuleSpec>,
    phrases: Phrases,
    /// Platform, adapter or host, and where to ask instead.
    endpoints: Vec<(String, Url)>,
    tokens: BTreeMap<String, String>,
}

impl fmt::Debug for Adapters {
    /// Without tokens.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Adapters")
            .field("platforms", &self.adapters.keys().collect::<Vec<_>>())
            .field("tokens", &self.tokens.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// By what a platform's posts are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Means {
    /// The adapter's word: the platform, or `plain`.
    pub adapter: String,
    /// Its name for people.
    pub title: String,
    /// Hosts that are asked, in order; `(the post's own)` where that depends on the post.
    pub hosts: Vec<String>,
    /// The requests' names, in order.
    pub requests: Vec<String>,
    /// The name of the token they take, in the environment.
    pub token: Option<String>,
    /// True if and only if something is not asked without the token.
    pub needs_token: bool,
    /// True if and only if the token is there.
    pub has_token: bool,
    /// States that its rules can tell, in their order, `unknown` apart.
    pub tells: Vec<State>,
    /// What it cannot tell, and what to heed.
    pub cannot: Vec<String>,
    /// Where the platform documents it, and what was read there.
    pub documented: Vec<String>,
}

/// One rule, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id with its version.
    pub id: String,
    /// What it says of a post.
    pub state: State,
    /// The same in words.
    pub says: String,
}

impl Adapters {
    /// The adapters as they are compiled in. Fails only if one of their files is wrong, and then says where.
    pub fn standard() -> Result<Adapters, AdapterError> {
        let mut adapters = BTreeMap::new();
        for (file, text) in FILES {
            let spec = spec::adapter(file, text)?;
            if file.strip_suffix(".toml") != Some(spec.platform.as_str()) {
                return Err(AdapterError::Data {
                    file: file.to_owned(),
                    reason: format!("it is about {:?}", spec.platform),
                });
            }
            adapters.insert(spec.platform.clone(), spec);
        }
        Ok(Adapters {
            adapters,
            pages: spec::shared(PAGES.0, PAGES.1)?,
            reasons: spec::shared(REASONS.0, REASONS.1)?,
            phrases: Phrases::read(PHRASES)?,
            endpoints: Vec::new(),
            tokens: BTreeMap::new(),
        })
    }

    /// Sends what would go to a platform, or to one host, to another server: one's own proxy or archive, or a test.
    ///
    /// `of` is a platform's word, `plain`, or a host; path and query stay. The last one said counts.
    pub fn with_endpoint(mut self, of: &str, base: &str) -> Result<Adapters, AdapterError> {
        let url = Url::parse(base).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some());
        let url = url.ok_or_else(|| AdapterError::Endpoint(base.to_owned()))?;
        self.endpoints.insert(0, (of.to_ascii_lowercase(), url));
        Ok(self)
    }

    /// Gives a token by its name in the environment, `PRESSGANG_VK_TOKEN`.
    pub fn with_token(mut self, name: &str, secret: &str) -> Result<Adapters, AdapterError> {
        if !self.token_names().contains(name) {
            return Err(AdapterError::NoSuchToken(name.to_owned()));
        }
        let secret = secret.trim();
        if !secret.is_empty() {
            self.tokens.insert(name.to_owned(), secret.to_owned());
        }
        Ok(self)
    }

    /// Takes every token that is there, as from the environment: `adapters.with_tokens(|name| std::env::var(name).ok())`.
    pub fn with_tokens(mut self, find: impl Fn(&str) -> Option<String>) -> Adapters {
        for name in self.token_names().into_iter().map(str::to_owned).collect::<Vec<_>>() {
            let secret = find(&name).map(|secret| secret.trim().to_owned()).filter(|secret| !secret.is_empty());
            if let Some(secret) = secret {
                self.tokens.insert(name, secret);
            }
        }
        self
    }

    /// Names of the tokens that adapters take.
    pub fn token_names(&self) -> BTreeSet<&str> {
        let requests = self.adapters.values().flat_map(|spec| &spec.requests);
        requests.filter_map(|request| request.token.as_deref()).collect()
    }

    /// True if and only if there is something to ask about a post: it has a public address, and where a token is needed
    /// it is there. Of any other nothing is asked and nothing found.
    pub fn can_look(&self, target: &Target) -> bool {
        self.next(target, &Evidence::default()).is_some()
    }

    /// By what the posts of a platform are looked at.
    pub fn means(&self, platform: &str) -> Option<Means> {
        let spec = self.spec(platform)?;
        let hosts = spec.requests.iter().map(|request| {
            let host = request.address.strip_prefix("https://").and_then(|rest| rest.split('/').next());
            host.unwrap_or("(the post's own)").to_owned()
        });
        let mut unique_hosts: Vec<String> = Vec::new();
        for host in hosts {
            if !unique_hosts.contains(&host) {
                unique_hosts.push(host);
            }
        }
        let rules = self.rules_of(spec).filter(|rule| rule.state != State::Unknown);
        let told: BTreeSet<State> = rules.map(|rule| rule.state).collect();
        let token = spec.requests.iter().find_map(|request| request.token.clone());
        Some(Means {
            adapter: spec.platform.clone(),
            title: spec.title.clone(),
            hosts: unique_hosts,
            requests: spec.requests.iter().map(|request| request.name.clone()).collect(),
            needs_token: spec
                .requests
                .iter()
                .any(|request| request.token.is_some() && request.only_with_token.is_none()),
            has_token: token.as_ref().is_some_and(|name| self.tokens.contains_key(name)),
            token,
            tells: told.into_iter().collect(),
            cannot: spec.cannot.clone(),
            documented: spec.documented.clone(),
        })
    }

    /// The adapters' words, `plain` last.
    pub fn platforms(&self) -> Vec<&str> {
        let named = self.adapters.keys().map(String::as_str).filter(|platform| *platform != PLAIN);
        named.chain([PLAIN]).collect()
    }

    /// All rules: those of each platform in their order, then those of pages and of answers that say nothing.
    pub fn rules(&self) -> Vec<Rule> {
        let own = self
            .platforms()
            .into_iter()
            .filter_map(|platform| self.adapters.get(platform))
            .flat_map(|spec| &spec.rules);
        let all = own.chain(&self.pages).chain(&self.reasons);
        all.map(|rule| Rule { id: rule.id.clone(), state: rule.state, says: rule.says.clone() }).collect()
    }

    fn spec(&self, platform: &str) -> Option<&Spec> {
        self.adapters.get(platform).or_else(|| self.adapters.get(PLAIN))
    }

    fn rules_of<'a>(&'a self, spec: &'a Spec) -> impl Iterator<Item = &'a RuleSpec> {
        let has_page = spec.requests.iter().any(|request| request.name == PAGE);
        let pages = self.pages.iter().filter(move |_| has_page);
        spec.rules.iter().chain(pages).chain(&self.reasons)
    }

    /// Where a request of a platform goes instead, if anywhere.
    fn elsewhere(&self, target: &Target, spec: &Spec, url: &Url) -> Option<Url> {
        let host = url.host_str().unwrap_or_default();
        let is_meant = |of: &str| of == target.platform || of == spec.platform || of == host;
        let (_, base) = self.endpoints.iter().find(|(of, _)| is_meant(of))?;
        let mut moved = base.clone();
        moved.set_path(&format!("{}{}", base.path().trim_end_matches('/'), url.path()));
        moved.set_query(url.query());
        moved.set_fragment(None);
        Some(moved)
    }

    fn parts(&self, spec: &Spec, target: &Target) -> Result<Parts, address::NoAddress> {
        parts(&spec.platform, &spec.hosts, target)
    }
}

impl Judge for Adapters {
    fn next(&self, target: &Target, evidence: &Evidence) -> Option<Request> {
        let spec = self.spec(&target.platform)?;
        let parts = self.parts(spec, target).ok()?;
        let is_asked = |name: &str| evidence.exchanges.iter().any(|exchange| exchange.name == name);
        spec.requests.iter().filter(|request| !is_asked(&request.name)).find_map(|request| {
            let is_due = request.when.iter().all(|condition| condition.holds(evidence, None))
                && request.needs.iter().all(|word| parts.word(word).is_some());
            if !is_due {
                return None;
            }
            let token = request.token.as_ref().and_then(|name| self.tokens.get(name)).map(String::as_str);
            request::make(request, &parts, token, |url| self.elsewhere(target, spec, url))
        })
    }

    fn read(&self, target: &Target, request: &Request, answer: &Answer) -> Vec<String> {
        let Some(spec) = self.spec(&target.platform) else { return Vec::new() };
        let Ok(parts) = self.parts(spec, target) else { return Vec::new() };
        let classes = read::classes(&spec.platform);
        let mut reading = Reading::new(&parts, &request.name, answer, &self.phrases, classes);
        read::read(&spec.platform, &mut reading);
        reading.marks.into_list()
    }

    fn decide(&self, target: &Target, evidence: &Evidence) -> Verdict {
        let unknown = |rule: String| Verdict { state: State::Unknown, rule, not_shown_in: Vec::new() };
        let Some(spec) = self.spec(&target.platform) else { return unknown(format!("{PLAIN}.{NONE}@1")) };
        if evidence.exchanges.is_empty() {
            let why = self.parts(spec, target).err().unwrap_or("none");
            return unknown(format!("{}.{why}@1", spec.platform));
        }
        let Some(rule) = rules::first(self.rules_of(spec), evidence) else {
            return unknown(format!("{}.none@1", spec.platform));
        };
        let places = if rule.state == State::GeoBlocked { places(evidence) } else { Vec::new() };
        Verdict { state: rule.state, rule: rule.id.clone(), not_shown_in: places }
    }
}

/// Countries in which a post is not shown: those the platform names, or the one the look came from.
fn places(evidence: &Evidence) -> Vec<String> {
    let marks = evidence.exchanges.iter().flat_map(|exchange| &exchange.marks);
    let named: BTreeSet<String> = marks.filter_map(|mark| mark.strip_prefix("place:")).map(str::to_owned).collect();
    if named.is_empty() {
        return evidence.from.iter().cloned().collect();
    }
    named.into_iter().collect()
}
