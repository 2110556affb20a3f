//! How this computer reaches hosts, as the environment says: proxy and trusted authorities.

use std::path::PathBuf;

use pressgang_watch::ProxySettings;

use crate::error::CommandError;
use crate::output::say;

/// Where the environment names a proxy.
const PROXIES: [&str; 4] = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

/// The proxy that the environment names, which is said.
pub fn proxy() -> Option<ProxySettings> {
    let proxy = PROXIES.iter().find_map(|name| Some((*name, std::env::var(name).ok().filter(|at| !at.is_empty())?)));
    if let Some((name, _)) = &proxy {
        say(&format!("going through the proxy that {name} names"));
    }
    proxy.map(|(_, address)| ProxySettings { address })
}

/// The authorities to trust instead of Mozilla's, under the name by which other programs take them too.
pub fn authorities() -> Result<Option<Vec<u8>>, CommandError> {
    let authorities = std::env::var_os("SSL_CERT_FILE").filter(|path| !path.is_empty());
    let read = authorities.map(|path| {
        std::fs::read(&path).map_err(|e| {
            CommandError::usage(
                format!("SSL_CERT_FILE names {}: {e}", PathBuf::from(&path).display()),
                "name a file of certificates (PEM), or unset it to trust Mozilla's authorities",
            )
        })
    });
    read.transpose()
}
