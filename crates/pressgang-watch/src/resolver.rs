//! Finding a host's addresses, all of which are checked before any is asked.
//!
//! The check stands where names become addresses, and the connection is made to the very addresses that were checked:
//! a name that says something else the next time (DNS rebinding) wins nothing, and neither does an odd way of writing
//! an address, since what is checked is what the system made of it.

use std::net::SocketAddr;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use crate::address::refusal_at;

/// Finds hosts and refuses those that are not public.
#[derive(Debug)]
pub(crate) struct PublicOnly {
    /// Asked although they are local.
    pub allowed: Vec<SocketAddr>,
    /// The proxy's host and port, which may be local. Only with a proxy, and then ureq asks for nothing else.
    pub proxy: Option<(String, u16)>,
    system: DefaultResolver,
}

impl PublicOnly {
    pub(crate) fn new(allowed: Vec<SocketAddr>, proxy: Option<(String, u16)>) -> PublicOnly {
        PublicOnly { allowed, proxy, system: DefaultResolver::default() }
    }

    fn is_proxy(&self, uri: &Uri) -> bool {
        self.proxy.as_ref().is_some_and(|(host, port)| uri.host() == Some(host) && uri.port_u16() == Some(*port))
    }
}

impl Resolver for PublicOnly {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.system.resolve(uri, config, timeout).map_err(|error| match error {
            ureq::Error::Io(_) => ureq::Error::HostNotFound,
            other => other,
        })?;
        if !self.is_proxy(uri) {
            // One local address among public ones is a trick too.
            for at in found.iter() {
                if let Some(refusal) = refusal_at(*at, &self.allowed) {
                    return Err(ureq::Error::Other(Box::new(refusal)));
                }
            }
        }
        Ok(found)
    }
}
