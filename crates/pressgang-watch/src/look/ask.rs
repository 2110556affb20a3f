//! One request and its answer, within bounds. Knows nothing of posts.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use flate2::read::MultiGzDecoder;
use ureq::Body;
use ureq::http::Response;
use url::Url;

use super::{Cut, Failure};
use crate::client::Client;
use crate::error::FetchError;

/// What is asked, whole.
pub(super) struct Question {
    pub url: Url,
    pub headers: Vec<(String, String)>,
    /// Time left for it.
    pub left: Duration,
}

/// What came of it, and how long it took.
pub(super) struct Reply {
    pub outcome: Outcome,
    pub took: Duration,
}

pub(super) enum Outcome {
    Answer(Box<Raw>),
    Failed(Failure),
    /// Nobody waits for it any more.
    Abandoned,
}

/// An answer, redirects included.
pub(super) struct Raw {
    pub status: u16,
    /// All, names in lower case, in order.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub cut: Option<Cut>,
}

impl Raw {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Asks, and reads the answer's body as far as `most_body`.
pub(super) fn ask(client: &Client, question: &Question, most_body: usize, abandoned: &AtomicBool) -> Reply {
    let began = Instant::now();
    let headers = question.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let outcome = match client.get(&question.url, headers, question.left) {
        Ok(response) => take(response, most_body, abandoned, began + question.left),
        Err(error) => Outcome::Failed(failure(&error)),
    };
    Reply { outcome, took: began.elapsed() }
}

fn take(mut response: Response<Body>, most: usize, abandoned: &AtomicBool, until: Instant) -> Outcome {
    let named = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let headers = response.headers().iter().map(named).collect();
    let mut raw = Raw { status: response.status().as_u16(), headers, body: Vec::new(), cut: None };
    // The bound of our own says what it is; ureq's must only not come first.
    let mut reader = response.body_mut().with_config().limit(u64::MAX).reader();
    let mut buffer = vec![0; 16 << 10];
    // One byte more than is kept, to see whether it goes on.
    let bound = most.saturating_add(1);
    while raw.body.len() < bound {
        if abandoned.load(Ordering::Relaxed) {
            return Outcome::Abandoned;
        }
        if Instant::now() >= until {
            raw.cut = Some(Cut::Time);
            break;
        }
        let room = buffer.len().min(bound - raw.body.len());
        match reader.read(&mut buffer[..room]) {
            Ok(0) => break,
            Ok(read) => raw.body.extend_from_slice(&buffer[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                raw.cut = Some(match FetchError::from_ureq(ureq::Error::from(error)) {
                    FetchError::TimedOut(_) => Cut::Time,
                    _ => Cut::Connection,
                });
                break;
            }
        }
    }
    if raw.body.len() > most {
        raw.body.truncate(most);
        raw.cut = Some(Cut::Length);
    }
    match decode(&mut raw, most) {
        true => Outcome::Answer(Box::new(raw)),
        false => Outcome::Failed(Failure::Malformed),
    }
}

/// Undoes gzip, which some hosts send although they were asked not to, within the same bound. False for any other coding:
/// nothing could be read in it.
fn decode(raw: &mut Raw, most: usize) -> bool {
    let coding = raw.header("content-encoding").map(|coding| coding.trim().to_ascii_lowercase());
    match coding.as_deref() {
        None | Some("" | "identity") => true,
        Some("gzip" | "x-gzip") if raw.body.is_empty() => true,
        Some("gzip" | "x-gzip") => {
            let mut body = Vec::new();
            let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
            if MultiGzDecoder::new(raw.body.as_slice()).take(bound).read_to_end(&mut body).is_err() && raw.cut.is_none()
            {
                raw.cut = Some(Cut::Connection);
            }
            if body.len() > most {
                body.truncate(most);
                raw.cut = Some(Cut::Length);
            }
            raw.body = body;
            true
        }
        Some(_) => false,
    }
}

/// How a failure to fetch is said of a look.
pub(super) fn failure(error: &FetchError) -> Failure {
    match error {
        FetchError::Redirect(inner) => match failure(inner) {
            Failure::Refused => Failure::Malformed,
            other => other,
        },
        FetchError::NoAddress | FetchError::Scheme | FetchError::UserInfo | FetchError::Refused(_) => Failure::Refused,
        FetchError::NoHost => Failure::NoHost,
        FetchError::TimedOut(_) | FetchError::TooSlow { .. } => Failure::TimedOut,
        FetchError::Tls(_) => Failure::Tls,
        FetchError::Cut | FetchError::Connection(_) => Failure::Connection,
        FetchError::Proxy => Failure::Proxy,
        FetchError::HostGivenUp(_) => Failure::HostGivenUp,
        _ => Failure::Malformed,
    }
}
