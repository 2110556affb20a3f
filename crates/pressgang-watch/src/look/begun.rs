//! One look that has begun: what was answered so far, and what is asked next.

use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};
use url::Url;

use super::ask::{Question, Raw};
use super::confirm::{decide_again, is_open, verdicts};
use super::secrets::Secrets;
use super::{Answer, Evidence, Exchange, Failure, Hop, Judge, KeptBody, Look, LookSettings, Request, Target};
use crate::link;

/// Most requests of one attempt at a look; a judge that wants more has to decide.
const MOST_REQUESTS: usize = 6;

/// Most marks of an answer that are kept, and most bytes of one: a judge that reads more reads what a host wrote.
const MOST_MARKS: usize = 64;
const MOST_MARK: usize = 200;

/// Longest pause a request can ask for.
const MOST_PAUSE: Duration = Duration::from_secs(24 * 60 * 60);

/// Headers that are the looker's own, whatever a request says: who asks is never hidden.
const OWN_HEADERS: [&str; 10] = [
    "user-agent",
    "accept-encoding",
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "te",
    "upgrade",
    "cookie",
    "range",
];

/// A look between two requests.
pub(super) struct Begun {
    pub target: Target,
    /// What earlier attempts got.
    earlier: Vec<Exchange>,
    /// What this attempt got.
    round: Evidence,
    attempt: u8,
    bodies: Vec<KeptBody>,
    request: Request,
    secrets: Secrets,
    first_url: Url,
    /// What is asked now: the request's own address, or where redirects led.
    pub url: Url,
    hops: Vec<Hop>,
    visited: Vec<Url>,
    asked_at: i64,
    left: Duration,
    /// How often the present request failed.
    pub failed: u32,
    /// How often its host said to come later.
    pub refused: u32,
}

/// What is to be done with a look.
pub(super) enum Step {
    /// Its next question is to be asked.
    Ask(Box<Begun>),
    /// The same after a while, since it is to be confirmed.
    Confirm(Box<Begun>, Duration),
    /// It is done.
    Done(Target, Box<Look>),
}

/// What an answer is, before anybody reads it.
pub(super) enum Kind {
    /// It leads elsewhere, which is to be asked in turn.
    Redirect,
    /// It leads nowhere that is asked, or there is no time left to.
    Astray(Failure),
    /// It is one to read.
    Answer,
}

impl Begun {
    /// A look's first question.
    pub(super) fn begin(judge: &dyn Judge, target: Target, settings: &LookSettings) -> Step {
        let round = Evidence {
            exchanges: Vec::new(),
            is_confirming: settings.confirm_after.is_some(),
            from: settings.from.clone(),
        };
        proceed(judge, settings, target, round, Vec::new(), Vec::new())
    }

    /// Whom to be polite to.
    pub(super) fn host(&self) -> String {
        link::key(&self.url)
    }

    /// The least pause at that host, beside the usual one.
    pub(super) fn pause(&self) -> Duration {
        match self.is_home(&self.url) {
            true => self.request.pause.min(MOST_PAUSE),
            false => Duration::ZERO,
        }
    }

    /// True if and only if an address is at the host that was asked first. None leads from https to http.
    fn is_home(&self, url: &Url) -> bool {
        link::key(url) == link::key(&self.first_url)
    }

    /// Bytes of bodies it holds.
    pub(super) fn held(&self) -> usize {
        self.bodies.iter().map(|body| body.bytes.len()).sum()
    }

    /// What is to be sent. Headers go to the host that was asked first and to no other, and not
    /// back to it by way of another.
    pub(super) fn question(&mut self, now: SystemTime) -> Question {
        if self.hops.is_empty() {
            self.asked_at = unix_millis(now);
        }
        let is_own = |name: &str| OWN_HEADERS.iter().any(|own| name.eq_ignore_ascii_case(own));
        let stayed = self.visited.iter().chain([&self.url]).all(|url| self.is_home(url));
        let headers = if stayed { self.request.headers.as_slice() } else { &[] };
        let headers = headers.iter().filter(|(name, _)| !is_own(name)).cloned().collect();
        Question { url: self.url.clone(), headers, left: self.left }
    }

    /// Takes note of a redirect, or says that the answer is none.
    pub(super) fn follow(&mut self, raw: &Raw, took: Duration, most_redirects: usize) -> Kind {
        self.left = self.left.saturating_sub(took);
        let location = match (raw.status, raw.header("location")) {
            (301 | 302 | 303 | 307 | 308, Some(location)) => location,
            _ => return Kind::Answer,
        };
        let joined = self.url.join(location).ok();
        let to = joined.as_ref().map_or_else(String::new, |url| self.secrets.hop(url));
        self.hops.push(Hop { status: raw.status, to });
        let Ok(url) = link::next(&self.url, location) else { return Kind::Astray(Failure::Malformed) };
        // A host that repeats a token in its redirect would hand it on.
        let leaks = !self.is_home(&url) && self.secrets.are_in(url.as_str().as_bytes());
        self.visited.push(std::mem::replace(&mut self.url, url));
        if leaks || self.hops.len() > most_redirects || self.visited.contains(&self.url) {
            return Kind::Astray(Failure::Malformed);
        }
        if self.left.is_zero() { Kind::Astray(Failure::TimedOut) } else { Kind::Redirect }
    }

    /// True if and only if redirects led to what is asked now.
    pub(super) fn is_led(&self) -> bool {
        !self.hops.is_empty()
    }

    /// Makes ready to ask the same once more, from its start.
    pub(super) fn rewind(&mut self, settings: &LookSettings) {
        self.url = self.first_url.clone();
        self.hops.clear();
        self.visited.clear();
        self.left = settings.whole;
    }

    /// What the judge reads in an answer, and the answer, to be taken or not.
    pub(super) fn read(&mut self, judge: &dyn Judge, raw: Raw) -> Read {
        let kept = self.secrets.kept(&raw.headers);
        let cut = raw.cut;
        let answer = Answer {
            status: raw.status,
            headers: raw.headers,
            hops: std::mem::take(&mut self.hops),
            body: raw.body,
            is_cut: cut.is_some(),
        };
        let mut marks = judge.read(&self.target, &self.request, &answer);
        marks.truncate(MOST_MARKS);
        marks.retain(|mark| mark.len() <= MOST_MARK && !self.secrets.are_in(mark.as_bytes()));
        Read { answer, kept, marks, cut }
    }

    /// Takes an answer and goes on.
    pub(super) fn answered(mut self, judge: &dyn Judge, settings: &LookSettings, read: Read) -> Step {
        let Read { answer, kept, marks, cut } = read;
        let address = answer.hops.last().map_or_else(|| self.request.shown.clone(), |hop| hop.to.clone());
        let exchange = Exchange {
            status: Some(answer.status),
            headers: kept,
            body_sha256: Some(Sha256::digest(&answer.body).iter().map(|byte| format!("{byte:02x}")).collect()),
            body_bytes: answer.body.len() as u64,
            is_cut: answer.is_cut,
            marks,
            hops: answer.hops,
            ..self.exchange()
        };
        if settings.keep_bodies && !self.secrets.are_in(&answer.body) {
            self.bodies.push(KeptBody {
                exchange: self.earlier.len() + self.round.exchanges.len(),
                address,
                headers: self.secrets.beside_a_body(&answer.headers),
                bytes: answer.body,
                cut,
            });
        }
        self.round.exchanges.push(exchange);
        self.proceed(judge, settings)
    }

    /// Takes a failure and goes on.
    pub(super) fn failed(mut self, judge: &dyn Judge, settings: &LookSettings, failure: Failure) -> Step {
        let hops = std::mem::take(&mut self.hops);
        let exchange = Exchange { failure: Some(failure), hops, ..self.exchange() };
        self.round.exchanges.push(exchange);
        self.proceed(judge, settings)
    }

    fn exchange(&self) -> Exchange {
        Exchange {
            attempt: self.attempt,
            name: self.request.name.clone(),
            asked: self.request.shown.clone(),
            at_unix_millis: self.asked_at,
            ..Exchange::default()
        }
    }

    fn proceed(self, judge: &dyn Judge, settings: &LookSettings) -> Step {
        proceed(judge, settings, self.target, self.round, self.earlier, self.bodies)
    }
}

/// An answer that was read.
pub(super) struct Read {
    answer: Answer,
    kept: Vec<(String, String)>,
    pub marks: Vec<String>,
    cut: Option<super::Cut>,
}

/// The next question of an attempt; at its end a second attempt, or the verdict.
fn proceed(
    judge: &dyn Judge,
    settings: &LookSettings,
    target: Target,
    mut round: Evidence,
    mut earlier: Vec<Exchange>,
    bodies: Vec<KeptBody>,
) -> Step {
    let mut attempt = earlier.iter().map(|exchange| exchange.attempt + 1).max().unwrap_or(0);
    let mut wait = None;
    loop {
        let next = if round.exchanges.len() < MOST_REQUESTS { judge.next(&target, &round) } else { None };
        let Some(request) = next else {
            // A host that failed was tried often enough: who asks it for every post once more is given up.
            let is_answer = |exchange: &Exchange| exchange.status.is_some_and(|status| status != 429 && status < 500);
            let has_answers = !round.exchanges.is_empty() && round.exchanges.iter().all(is_answer);
            earlier.append(&mut round.exchanges);
            let evidence = Evidence { exchanges: earlier, ..round };
            let confirm = settings.confirm_after.filter(|_| has_answers);
            let is_open = || {
                let verdicts = verdicts(judge, &target, &evidence);
                is_open(&verdicts.iter().map(|verdict| verdict.state).collect::<Vec<_>>())
            };
            if confirm.is_some() && is_open() {
                round = Evidence { exchanges: Vec::new(), ..evidence.clone() };
                earlier = evidence.exchanges;
                (attempt, wait) = (attempt + 1, confirm);
                continue;
            }
            return done(judge, target, evidence, bodies);
        };
        let secrets = Secrets::of(&request);
        let request = Request { shown: shown(&request, &secrets), ..request };
        match link::parse(&request.address) {
            Ok(url) if are_headers(&request.headers) => {
                let begun = Box::new(Begun {
                    target,
                    earlier,
                    round,
                    attempt,
                    bodies,
                    first_url: url.clone(),
                    url,
                    secrets,
                    request,
                    hops: Vec::new(),
                    visited: Vec::new(),
                    asked_at: 0,
                    left: settings.whole,
                    failed: 0,
                    refused: 0,
                });
                return match wait {
                    Some(wait) => Step::Confirm(begun, wait),
                    None => Step::Ask(begun),
                };
            }
            _ => round.exchanges.push(Exchange {
                attempt,
                name: request.name,
                asked: request.shown,
                at_unix_millis: unix_millis(SystemTime::now()),
                failure: Some(Failure::Refused),
                ..Exchange::default()
            }),
        }
    }
}

fn done(judge: &dyn Judge, target: Target, evidence: Evidence, bodies: Vec<KeptBody>) -> Step {
    let verdict = decide_again(judge, &target, &evidence);
    let last = evidence.exchanges.last().map(|exchange| exchange.at_unix_millis);
    let at_unix_millis = last.unwrap_or_else(|| unix_millis(SystemTime::now()));
    Step::Done(target, Box::new(Look { verdict, evidence, at_unix_millis, bodies }))
}

/// What is kept of the address. A judge that leaves a secret in it has none of it kept but the origin.
fn shown(request: &Request, secrets: &Secrets) -> String {
    match secrets.are_in(request.shown.as_bytes()) {
        true => Url::parse(&request.shown).map_or_else(|_| String::new(), |url| secrets.hop(&url)),
        false => request.shown.clone(),
    }
}

/// True if and only if headers can be sent as they are: tokens come from people and may hold anything.
fn are_headers(headers: &[(String, String)]) -> bool {
    headers.iter().all(|(name, value)| {
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        is_name && value.bytes().all(|b| matches!(b, 0x20..=0x7e | b'\t'))
    })
}

pub(super) fn unix_millis(at: SystemTime) -> i64 {
    let since = at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
