//! Fetching one file.

use std::fmt;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use tempfile::{NamedTempFile, TempPath};
use ureq::http::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, LOCATION, RETRY_AFTER,
};
use ureq::http::{Response, StatusCode};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::resolver::Resolver;
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Proxy};
use url::Url;

use crate::address::{Refusal, is_web_port};
use crate::body::{Budget, copy};
use crate::content::{check_declared, declared};
use crate::error::FetchError;
use crate::link;
use crate::resolver::PublicOnly;
use crate::settings::{FetchSettings, SettingsError};
use crate::turns::Turns;

/// Most bytes of an answer's headers.
const MOST_HEADERS: usize = 32 << 10;

/// Hosts choose by this which of their editions they give: rather one in a format that every reader knows.
const WANTED: &str = "image/jpeg,image/png,image/webp,image/gif,video/mp4,video/webm,\
                      image/*;q=0.8,video/*;q=0.8,audio/*;q=0.8,application/octet-stream;q=0.5";

/// Fetches files. Its turns at hosts are shared by all who use it.
pub struct Fetcher {
    pub(crate) settings: FetchSettings,
    agent: Agent,
    turns: Turns,
    /// Behind a proxy: what checks names before the proxy gets them.
    checker: Option<PublicOnly>,
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
        if settings.user_agent.is_empty() || !settings.user_agent.bytes().all(|b| matches!(b, 0x20..=0x7e)) {
            return Err(SettingsError::Contact(settings.user_agent.chars().take(80).collect()));
        }
        let proxy = settings.proxy.as_ref().map(|p| proxy(&p.address)).transpose()?;
        let at = proxy.as_ref().map(|proxy| (proxy.host().to_ascii_lowercase(), proxy.port()));
        let config = Agent::config_builder()
            .proxy(proxy)
            .tls_config(tls(settings.authorities.as_deref())?)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(settings.user_agent.as_str())
            .max_response_header_size(MOST_HEADERS)
            .max_idle_connections(settings.most_hosts)
            .max_idle_connections_per_host(1)
            .timeout_resolve(Some(settings.connect))
            .timeout_connect(Some(settings.connect))
            .timeout_recv_response(Some(settings.first_byte))
            .timeout_per_read(Some(settings.silence))
            .build();
        let checker = at.is_some().then(|| PublicOnly::new(settings.allowed.clone(), None));
        let resolver = PublicOnly::new(settings.allowed.clone(), at);
        let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
        Ok(Fetcher { turns: Turns::new(settings.pause), settings, agent, checker })
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
            self.check_port(&url).map_err(through)?;
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
        self.check_for_proxy(url)?;
        let answer = self
            .agent
            .get(url.as_str())
            .header(ACCEPT, WANTED)
            .header(ACCEPT_ENCODING, "identity")
            .config()
            .timeout_global(Some((*left).max(Duration::from_millis(1))))
            .build()
            .call()
            .map_err(FetchError::from_ureq)?;
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

    /// Ports are checked with the addresses too, but a name need not be looked up to see that nothing there is allowed.
    fn check_port(&self, url: &Url) -> Result<(), FetchError> {
        let port = url.port_or_known_default().unwrap_or_default();
        if !is_web_port(port) && self.settings.allowed.iter().all(|at| at.port() != port) {
            return Err(Refusal::Port.into());
        }
        Ok(())
    }

    /// A proxy finds hosts itself, so what a name means there cannot be pinned. It is looked up here first all the same,
    /// and refused where it is local or unknown.
    fn check_for_proxy(&self, url: &Url) -> Result<(), FetchError> {
        let Some(checker) = &self.checker else { return Ok(()) };
        let uri = url.as_str().parse().map_err(|_| FetchError::NoAddress)?;
        let timeout = NextTimeout { after: self.settings.connect.into(), ..NextTimeout::default() };
        checker.resolve(&uri, self.agent.config(), timeout).map(|_| ()).map_err(FetchError::from_ureq)
    }
}

/// The proxy to go through. ureq speaks to HTTP proxies only unless its SOCKS part is built in.
fn proxy(address: &str) -> Result<Proxy, SettingsError> {
    let proxy = Proxy::new(address).map_err(|_| SettingsError::Proxy)?;
    match proxy.protocol() {
        ureq::ProxyProtocol::Http | ureq::ProxyProtocol::Https => Ok(proxy),
        _ => Err(SettingsError::Proxy),
    }
}

fn tls(authorities: Option<&[u8]>) -> Result<TlsConfig, SettingsError> {
    let Some(pem) = authorities else { return Ok(TlsConfig::default()) };
    let certificates: Vec<Certificate<'static>> = parse_pem(pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        return Err(SettingsError::Authorities);
    }
    Ok(TlsConfig::builder().root_certs(RootCerts::new_with_certs(&certificates)).build())
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// Seconds only; the other form, a date, is rare and needs a clock that agrees with the host's.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    text(headers, RETRY_AFTER)?.trim().parse().ok().map(Duration::from_secs)
}
