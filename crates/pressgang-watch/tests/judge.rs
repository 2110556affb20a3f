//! A judge for tests: one page a post, whose words say what it is; and settings that are impatient.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use pressgang_watch::look::{
    Answer, Evidence, Failure, Judge, Look, LookSettings, Looker, Postponed, Request, State, Target, Verdict,
};
use pressgang_watch::user_agent;

use super::server::Server;

/// Asks for the post's address, `asks` times, with a token where there is one; reads words of the body as marks.
pub struct Page {
    pub asks: usize,
    pub token: Option<&'static str>,
    pub pause: Duration,
}

pub const PAGE: Page = Page { asks: 1, token: None, pause: Duration::ZERO };

impl Judge for Page {
    fn next(&self, target: &Target, evidence: &Evidence) -> Option<Request> {
        let shown = target.url.clone()?;
        let is_enough = evidence.exchanges.len() >= self.asks;
        (!is_enough).then(|| Request {
            name: "page".to_owned(),
            address: self.token.map_or_else(|| shown.clone(), |token| format!("{shown}?access_token={token}&lang=en")),
            shown,
            headers: self
                .token
                .map(|token| ("Authorization".to_owned(), format!("Bearer {token}")))
                .into_iter()
                .collect(),
            secrets: self.token.map(str::to_owned).into_iter().collect(),
            pause: self.pause,
        })
    }

    fn read(&self, _: &Target, _: &Request, answer: &Answer) -> Vec<String> {
        let words = String::from_utf8_lossy(&answer.body);
        words.split_whitespace().take(4).map(|word| word.chars().take(40).collect()).collect()
    }

    fn decide(&self, _: &Target, evidence: &Evidence) -> Verdict {
        let (state, rule) = match evidence.exchanges.last() {
            None => (State::Unknown, "test.nothing@1"),
            Some(last) => match (last.failure, last.status) {
                (Some(_), _) => (State::Unknown, "test.failure@1"),
                _ if last.hops.iter().any(|hop| hop.to.ends_with("/login")) => (State::LoginWall, "test.login@1"),
                (_, Some(404 | 410)) => (State::Removed, "test.gone@1"),
                (_, Some(200)) if last.is_cut && last.marks.is_empty() => (State::Unknown, "test.cut@1"),
                (_, Some(200)) => match last.marks.first().and_then(|mark| State::named(mark)) {
                    Some(state) => (state, "test.word@1"),
                    None => (State::Up, "test.up@1"),
                },
                _ => (State::Unknown, "test.status@1"),
            },
        };
        Verdict { state, rule: rule.to_owned(), not_shown_in: Vec::new() }
    }
}

/// Settings for tests: impatient, believing at once, and only these servers may be asked.
pub fn look_settings(servers: &[&Server]) -> LookSettings {
    LookSettings {
        most_body: 100_000,
        pause: Duration::ZERO,
        most_wait: Duration::from_secs(3),
        backoff: Duration::from_millis(40),
        confirm_after: None,
        connect: Duration::from_secs(2),
        first_byte: Duration::from_millis(600),
        silence: Duration::from_millis(500),
        whole: Duration::from_millis(1500),
        allowed: servers.iter().map(|server| server.at).collect(),
        ..LookSettings::standard(user_agent("0.0.0", "desk@example.org").unwrap())
    }
}

pub fn target(url: &str) -> Target {
    Target { platform: "invented".to_owned(), id: url.to_owned(), url: Some(url.to_owned()), ..Target::default() }
}

/// Looks at one post that may be asked.
pub fn look(settings: LookSettings, judge: &dyn Judge, url: &str) -> Result<Look, Postponed> {
    Looker::new(settings).unwrap().look(judge, target(url), &AtomicBool::new(false)).unwrap()
}

/// Looks at all, and says what came of each, by its address: the state's word, or why it is postponed.
pub fn look_all(settings: LookSettings, judge: &dyn Judge, urls: &[String]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let targets = urls.iter().map(|url| target(url));
    Looker::new(settings).unwrap().look_all(judge, targets, &AtomicBool::new(false), |target, result| {
        let outcome = match &result {
            Ok(look) => look.verdict.state.as_str(),
            Err(postponed) => postponed.why.as_str(),
        };
        assert!(found.insert(target.id.clone(), outcome.to_owned()).is_none(), "{} twice", target.id);
    });
    assert_eq!(found.len(), urls.len());
    found
}

/// A look in one line: its state, and of the last question the status or failure, whether it was cut, and hops.
pub fn line(look: &Look) -> String {
    let last = look.evidence.exchanges.last().unwrap();
    let came = match (last.status, last.failure) {
        (Some(status), None) => status.to_string(),
        (None, Some(failure)) => failure_word(failure),
        other => panic!("{other:?}"),
    };
    let cut = if last.is_cut { " cut" } else { "" };
    let hops: String = last.hops.iter().map(|hop| format!(" {}>{}", hop.status, hop.to)).collect();
    format!("{} {came}{cut}{hops}", look.verdict.state.as_str())
}

fn failure_word(failure: Failure) -> String {
    format!("{failure:?}").to_lowercase()
}
