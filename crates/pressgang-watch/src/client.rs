//! What asks: one agent for all requests, which goes only to public hosts, directly or through a proxy.

use std::net::SocketAddr;
use std::time::Duration;

use ureq::http::Response;
use ureq::http::header::{ACCEPT_ENCODING, HeaderMap, HeaderName};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::resolver::Resolver;
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Proxy};
use url::Url;

use crate::address::{Refusal, is_web_port};
use crate::error::FetchError;
use crate::resolver::PublicOnly;
use crate::settings::{ProxySettings, SettingsError};

/// Most bytes of an answer's headers.
const MOST_HEADERS: usize = 32 << 10;

/// What all requests have in common; the fields are those of [`crate::FetchSettings`].
pub(crate) struct ClientSettings<'a> {
    pub user_agent: &'a str,
    pub most_hosts: usize,
    pub connect: Duration,
    pub first_byte: Duration,
    pub silence: Duration,
    pub allowed: &'a [SocketAddr],
    pub proxy: Option<&'a ProxySettings>,
    pub authorities: Option<&'a [u8]>,
}

/// Sends requests. Follows no redirect, keeps no cookie.
pub(crate) struct Client {
    agent: Agent,
    /// Behind a proxy: what checks names before the proxy gets them.
    checker: Option<PublicOnly>,
    allowed: Vec<SocketAddr>,
    connect: Duration,
}

impl Client {
    pub(crate) fn new(settings: &ClientSettings<'_>) -> Result<Client, SettingsError> {
        let agent = settings.user_agent;
        if agent.is_empty() || !agent.bytes().all(|b| matches!(b, 0x20..=0x7e)) {
            return Err(SettingsError::Contact(agent.chars().take(80).collect()));
        }
        let proxy = settings.proxy.map(|p| proxy(&p.address)).transpose()?;
        let at = proxy.as_ref().map(|proxy| (proxy.host().to_ascii_lowercase(), proxy.port()));
        let config = Agent::config_builder()
            .proxy(proxy)
            .tls_config(tls(settings.authorities)?)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(agent)
            .max_response_header_size(MOST_HEADERS)
            .max_idle_connections(settings.most_hosts)
            .max_idle_connections_per_host(1)
            .timeout_resolve(Some(settings.connect))
            .timeout_connect(Some(settings.connect))
            .timeout_recv_response(Some(settings.first_byte))
            .timeout_per_read(Some(settings.silence))
            .build();
        let allowed = settings.allowed.to_vec();
        let checker = at.is_some().then(|| PublicOnly::new(allowed.clone(), None));
        let resolver = PublicOnly::new(allowed.clone(), at);
        let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
        Ok(Client { agent, checker, allowed, connect: settings.connect })
    }

    /// Asks for what is at an address, uncompressed. `whole` bounds the request and the reading of its body.
    pub(crate) fn get<'a>(
        &self,
        url: &Url,
        headers: impl IntoIterator<Item = (&'a str, &'a str)>,
        whole: Duration,
    ) -> Result<Response<Body>, FetchError> {
        self.check_for_proxy(url)?;
        let mut request = self.agent.get(url.as_str()).header(ACCEPT_ENCODING, "identity");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let whole = whole.max(Duration::from_millis(1));
        request.config().timeout_global(Some(whole)).build().call().map_err(FetchError::from_ureq)
    }

    /// Ports are checked with the addresses too, but a name need not be looked up to see that nothing there is allowed.
    pub(crate) fn check_port(&self, url: &Url) -> Result<(), FetchError> {
        let port = url.port_or_known_default().unwrap_or_default();
        if !is_web_port(port) && self.allowed.iter().all(|at| at.port() != port) {
            return Err(Refusal::Port.into());
        }
        Ok(())
    }

    /// A proxy finds hosts itself, so what a name means there cannot be pinned. It is looked up here first all the same,
    /// and refused where it is local or unknown.
    fn check_for_proxy(&self, url: &Url) -> Result<(), FetchError> {
        let Some(checker) = &self.checker else { return Ok(()) };
        let uri = url.as_str().parse().map_err(|_| FetchError::NoAddress)?;
        let timeout = NextTimeout { after: self.connect.into(), ..NextTimeout::default() };
        checker.resolve(&uri, self.agent.config(), timeout).map(|_| ()).map_err(FetchError::from_ureq)
    }
}

/// A header's value, where it is text.
pub(crate) fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
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
