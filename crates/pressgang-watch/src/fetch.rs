//! Fetching one file.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use tempfile::{NamedTempFile, TempPath};
use ureq::Body;
use ureq::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, LOCATION, RETRY_AFTER};
use ureq::http::{Response, StatusCode};
use url::Url;

use crate::body::{Budget, copy};
use crate::client::{Client, ClientSettings, text};
use crate::content::{check_declared, declared};
use crate::error::FetchError;
use crate::link;
use crate::settings::{FetchSettings, SettingsError};
use crate::turns::Turns;

/// Hosts choose by this which of their editions they give: rather one in a format that every reader knows.
const WANTED: &str = "image/jpeg,image/png,image/webp,image/gif,video/mp4,video/webm,\
                      image/*;q=0.8,video/*;q=0.8,audio/*;q=0.8,application/octet-stream;q=0.5";

/// Fetches files. Its turns at hosts are shared by all who use it.
pub struct Fetcher {
    pub(crate) settings: FetchSettings,
    client: Client,
    turns: Arc<Turns>,
}

/// A file that was fetched whole.
#[derive(Debug)]
pub struct Fetched {
    /// Where it lies; it is deleted when this is dropped, so whoever wants it moves or copies it.
    pub file: TempPath,
    /// SHA-256, lower-case hex.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// What the host says it is, without parameters; `application/octet-stream` where it says nothing.
    pub content_type: String,
    /// Where it came from in the end, fit for talk ([`crate::redacted`]): no query, no folders.
    pub final_url: String,
    /// How many redirects led there.
    pub redirects: usize,
    /// True if the host said how long the file is. Where it does not, a connection that was cut cannot be told from the
    /// file's end.
    pub length_stated: bool,
}

/// An answer that is not a redirect, and where it came from.
enum Answer {
    File(Box<Fetched>),
    Redirect(Url),
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Fetcher {
    /// Makes ready to fetch; nothing is asked yet.
    pub fn new(settings: FetchSettings) -> Result<Fetcher, SettingsError> {
        settings.check()?;
        let client = Client::new(&ClientSettings {
            user_agent: &settings.user_agent,
            most_hosts: settings.most_hosts,
            connect: settings.connect,
            first_byte: settings.first_byte,
            silence: settings.silence,
            allowed: &settings.allowed,
            proxy: settings.proxy.as_ref(),
            authorities: settings.authorities.as_deref(),
        })?;
        Ok(Fetcher { turns: Turns::new(settings.pause), settings, client })
    }

    /// Fetches one file into a temporary file in `folder`. Nothing is left there unless the whole file came.
    pub fn fetch(&self, address: &str, folder: &Path, stop: &AtomicBool) -> Result<Fetched, FetchError> {
        self.fetch_within(address, folder, stop, &Budget::new(u64::MAX))
    }

    pub(crate) fn fetch_within(
        &self,
        address: &str,
        folder: &Path,
        stop: &AtomicBool,
        budget: &Budget,
    ) -> Result<Fetched, FetchError> {
        budget.has(0)?;
        let mut url = link::parse(address)?;
        let mut left = self.settings.whole;
        for redirects in 0..=self.settings.most_redirects {
            let through = |error: FetchError| match redirects {
                0 => error,
                _ if matches!(error, FetchError::Stopped | FetchError::TotalReached { .. }) => error,
                _ => FetchError::Redirect(Box::new(error)),
            };
            self.client.check_port(&url).map_err(through)?;
            match self.hop(&url, folder, stop, budget, &mut left).map_err(through)? {
                Answer::File(mut file) => {
                    file.redirects = redirects;
                    return Ok(*file);
                }
                Answer::Redirect(to) => url = to,
            }
        }
        Err(FetchError::Redirects(self.settings.most_redirects))
    }

    /// One request. `left` is the time left for the file; waiting for the turn at a host is not counted.
    fn hop(
        &self,
        url: &Url,
        folder: &Path,
        stop: &AtomicBool,
        budget: &Budget,
        left: &mut Duration,
    ) -> Result<Answer, FetchError> {
        let turn = self.turns.take(&link::key(url), stop)?;
        let began = Instant::now();
        let answer = self.client.get(url, [(ACCEPT.as_str(), WANTED)], *left)?;
        let result = self.take(answer, url, folder, stop, budget);
        if let Err(FetchError::Later { after: Some(wait), .. }) = &result {
            turn.not_before((*wait).min(self.settings.most_wait));
        }
        *left = left.saturating_sub(began.elapsed());
        result
    }

    fn take(
        &self,
        mut answer: Response<Body>,
        url: &Url,
        folder: &Path,
        stop: &AtomicBool,
        budget: &Budget,
    ) -> Result<Answer, FetchError> {
        let headers = answer.headers();
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT => {
                let location = text(headers, LOCATION).ok_or(FetchError::Malformed("it leads nowhere".to_owned()))?;
                return Ok(Answer::Redirect(link::next(url, location).map_err(|e| FetchError::Redirect(Box::new(e)))?));
            }
            status @ (StatusCode::NOT_FOUND | StatusCode::GONE) => return Err(FetchError::Gone(status.as_u16())),
            status @ (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS) => {
                return Err(FetchError::Forbidden(status.as_u16()));
            }
            status @ (StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) => {
                return Err(FetchError::Later { status: status.as_u16(), after: retry_after(headers) });
            }
            status => return Err(FetchError::Status(status.as_u16())),
        }
        let content_type = declared(text(headers, CONTENT_TYPE));
        check_declared(&content_type)?;
        if text(headers, CONTENT_ENCODING).is_some_and(|coding| !coding.trim().eq_ignore_ascii_case("identity")) {
            return Err(FetchError::Compressed);
        }
        let chunked = headers.contains_key("transfer-encoding");
        let length = answer.body().content_length();
        if let Some(length) = length {
            if length > self.settings.most_bytes {
                return Err(FetchError::TooLarge { most: self.settings.most_bytes });
            }
            budget.has(length)?;
        }
        let mut file = NamedTempFile::new_in(folder).map_err(FetchError::File)?;
        // The bound of our own says what it is; ureq's must only not come first.
        let mut body = answer.body_mut().with_config().limit(u64::MAX).reader();
        let copied = copy(&mut body, &content_type, &self.settings, budget, stop, file.as_file_mut())?;
        if length.is_some_and(|length| length != copied.bytes) {
            return Err(FetchError::Cut);
        }
        Ok(Answer::File(Box::new(Fetched {
            file: file.into_temp_path(),
            sha256: copied.sha256,
            bytes: copied.bytes,
            content_type,
            final_url: link::redacted_url(url),
            redirects: 0,
            length_stated: chunked || length.is_some(),
        })))
    }
}

/// Seconds only; the other form, a date, is rare and needs a clock that agrees with the host's.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    text(headers, RETRY_AFTER)?.trim().parse().ok().map(Duration::from_secs)
}
