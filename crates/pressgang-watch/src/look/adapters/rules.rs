//! Whether a rule holds of evidence. Nothing here sees a body.

use serde::Deserialize;

use super::spec::RuleSpec;
use crate::look::{Evidence, Exchange, Failure, State};

/// What one exchange must be like.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Condition {
    /// The request's name; `*` for any.
    pub(crate) request: String,
    /// False: that it was not asked at all.
    pub(crate) asked: Option<bool>,
    /// One of these: `404`, or a class, `4xx`.
    #[serde(default)]
    status: Vec<String>,
    /// One of these.
    #[serde(default)]
    failure: Vec<Failure>,
    /// A redirect on the way led to one of these: host and path with `*` for anything.
    #[serde(default)]
    hop: Vec<String>,
    /// No redirect led to any of these.
    #[serde(default)]
    no_hop: Vec<String>,
    /// All of these marks, with `*` for anything.
    #[serde(default)]
    has: Vec<String>,
    /// One of these marks.
    #[serde(default)]
    any: Vec<String>,
    /// None of these marks.
    #[serde(default)]
    lacks: Vec<String>,
}

impl Condition {
    /// True if and only if every exchange of that name satisfies it.
    pub(crate) fn is_empty(&self) -> bool {
        self.asked != Some(false)
            && [&self.status, &self.hop, &self.no_hop, &self.has, &self.any, &self.lacks]
                .iter()
                .all(|list| list.is_empty())
            && self.failure.is_empty()
    }

    pub(crate) fn check(&self) -> Result<(), String> {
        for status in &self.status {
            let is_class = matches!(status.as_bytes(), [b'1'..=b'9', b'x', b'x']);
            if !is_class && !status.parse::<u16>().is_ok_and(|status| (100..1000).contains(&status)) {
                return Err(format!("{status:?} is no status, such as \"404\" or \"4xx\""));
            }
        }
        if self.request.is_empty() {
            return Err("a condition does not say of which request".to_owned());
        }
        if self.asked == Some(false) && !(Condition { asked: None, ..self.clone() }).is_empty() {
            return Err("what was not asked has no answer".to_owned());
        }
        Ok(())
    }

    /// True if and only if some exchange satisfies it. Of several with one name the last counts: it is the newest.
    pub(crate) fn holds(&self, evidence: &Evidence, state: Option<State>) -> bool {
        if self.asked == Some(false) {
            return evidence.exchanges.iter().all(|exchange| exchange.name != self.request);
        }
        if self.request == "*" {
            return evidence.exchanges.iter().any(|exchange| self.fits(exchange, state));
        }
        let last = evidence.exchanges.iter().rev().find(|exchange| exchange.name == self.request);
        last.is_some_and(|exchange| self.fits(exchange, state))
    }

    fn fits(&self, exchange: &Exchange, state: Option<State>) -> bool {
        // What is missing in half an answer may stand in the other half.
        if exchange.is_cut && state.is_some_and(needs_whole) {
            return false;
        }
        let has = |wanted: &String| exchange.marks.iter().any(|mark| matches(wanted, mark));
        let leads = |wanted: &String| exchange.hops.iter().any(|hop| matches(wanted, place(&hop.to)));
        (self.status.is_empty() || exchange.status.is_some_and(|status| self.status.iter().any(|s| is_of(status, s))))
            && (self.failure.is_empty() || exchange.failure.is_some_and(|failure| self.failure.contains(&failure)))
            && (self.hop.is_empty() || self.hop.iter().any(leads))
            && !self.no_hop.iter().any(leads)
            && self.has.iter().all(has)
            && (self.any.is_empty() || self.any.iter().any(has))
            && !self.lacks.iter().any(has)
    }
}

/// States that rest on something not being there.
fn needs_whole(state: State) -> bool {
    matches!(state, State::Removed | State::RemovedByPlatform | State::RemovedByAuthor | State::AccountGone)
}

/// The first rule that holds.
pub(crate) fn first<'r>(rules: impl IntoIterator<Item = &'r RuleSpec>, evidence: &Evidence) -> Option<&'r RuleSpec> {
    rules.into_iter().find(|rule| rule.on.iter().all(|condition| condition.holds(evidence, Some(rule.state))))
}

/// Host and path of a hop.
fn place(to: &str) -> &str {
    let rest = to.split_once("://").map_or(to, |(_, rest)| rest);
    rest.split(['?', '#']).next().unwrap_or_default()
}

fn is_of(status: u16, wanted: &str) -> bool {
    match wanted.strip_suffix("xx") {
        Some(class) => class.parse() == Ok(status / 100),
        None => wanted.parse() == Ok(status),
    }
}

/// Whether a text is of a pattern in which `*` stands for anything, letters of ASCII in either case.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern.eq_ignore_ascii_case(text) };
    let Some(mut text) = strip(text, first) else { return false };
    let mut rest = rest;
    while let Some((part, after)) = rest.split_once('*') {
        let Some(at) = find(text, part) else { return false };
        text = &text[at + part.len()..];
        rest = after;
    }
    text.len() >= rest.len()
        && text.is_char_boundary(text.len() - rest.len())
        && text[text.len() - rest.len()..].eq_ignore_ascii_case(rest)
}

fn strip<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(start.len())?;
    head.eq_ignore_ascii_case(start).then_some(rest)
}

fn find(text: &str, part: &str) -> Option<usize> {
    (0..=text.len().checked_sub(part.len())?)
        .filter(|at| text.is_char_boundary(*at))
        .find(|at| strip(&text[*at..], part).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, text: &str, expected: bool) {
        assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
    }

    #[test]
    fn patterns() {
        check("error:15", "error:15", true);
        check("error:15", "error:150", false);
        check("error:*", "error:150", true);
        check("phrase:removed:*@title", "phrase:removed:de@title", true);
        check("phrase:removed:*@title", "phrase:removed:de@text", false);
        check("*/login*", "example.org/Login?x", true);
        check("*/login", "example.org/loginé", false);
        check("*é", "xé", true);
        check("a*a", "a", false);
        check("*", "", true);
        check("accounts.*/*", "accounts.example.org/x", true);
    }
}
