//! How far fetching may go.

use std::net::SocketAddr;
use std::time::Duration;

use thiserror::Error;

/// How files are fetched, and what one and all of them may cost.
#[derive(Clone, Debug)]
pub struct FetchSettings {
    /// Who asks: see [`user_agent`].
    pub user_agent: String,
    /// Largest file, in bytes.
    pub most_bytes: u64,
    /// Most bytes of all files of one [`crate::Fetcher::fetch_all`], failed ones included.
    pub most_total_bytes: u64,
    /// Most redirects of one file.
    pub most_redirects: usize,
    /// How many hosts are asked at once; of each, one file at a time.
    pub most_hosts: usize,
    /// Pause between two requests to one host.
    pub pause: Duration,
    /// Longest wait that a host may ask for (`Retry-After`); one that asks for more is given up.
    pub most_wait: Duration,
    /// How often in a row a host may refuse or fail before it is given up.
    pub most_refusals: u32,
    /// Longest time until a connection stands, its encryption included.
    pub connect: Duration,
    /// Longest time from there to the end of the answer's headers.
    pub first_byte: Duration,
    /// Longest time in which nothing comes.
    pub silence: Duration,
    /// Longest time for one file altogether.
    pub whole: Duration,
    /// Least bytes per second, over each [`FetchSettings::speed_window`].
    pub least_speed: u64,
    /// Time over which the speed is taken.
    pub speed_window: Duration,
    /// Addresses and ports that are asked although they are local: an archive of one's own.
    pub allowed: Vec<SocketAddr>,
    /// The proxy to go through.
    pub proxy: Option<ProxySettings>,
    /// Certificates (PEM) of the authorities that are trusted instead of Mozilla's, for networks that open encrypted
    /// connections and encrypt them anew.
    pub authorities: Option<Vec<u8>>,
}

/// A proxy, as the environment names one.
#[derive(Clone, PartialEq, Eq)]
pub struct ProxySettings {
    /// Its address, for example `http://proxy.example.org:3128`; may hold a password.
    pub address: String,
}

impl std::fmt::Debug for ProxySettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ProxySettings")
    }
}

/// Why settings cannot be used.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// Nobody could write to whoever fetches.
    #[error("{0:?} is no contact: an e-mail address or a web page that says who fetches")]
    Contact(String),
    /// The proxy's address is none.
    #[error("the proxy's address is malformed")]
    Proxy,
    /// There is no certificate where some should be.
    #[error("there is no certificate among the authorities")]
    Authorities,
    /// A bound of zero.
    #[error("{0} must be more than nothing")]
    Nothing(&'static str),
}

/// How Pressgang names itself to hosts: with whom to write to. `contact` is an e-mail address or a web page.
pub fn user_agent(version: &str, contact: &str) -> Result<String, SettingsError> {
    let contact = contact.trim();
    let is_contact = contact.starts_with("https://")
        || contact.starts_with("http://")
        || contact.split_once('@').is_some_and(|(who, at)| !who.is_empty() && at.contains('.'));
    let is_plain = contact.len() <= 200 && contact.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'(' | b')'));
    if !is_contact || !is_plain {
        return Err(SettingsError::Contact(contact.chars().take(80).collect()));
    }
    Ok(format!("Pressgang/{version} (research archive; +{contact})"))
}

impl FetchSettings {
    /// What suits media of social platforms: files up to 200 MB, 4 GB altogether, four hosts at once, a second between
    /// two requests to one host.
    pub fn standard(user_agent: String) -> FetchSettings {
        FetchSettings {
            user_agent,
            most_bytes: 200_000_000,
            most_total_bytes: 4_000_000_000,
            most_redirects: 5,
            most_hosts: 4,
            pause: Duration::from_secs(1),
            most_wait: Duration::from_secs(60),
            most_refusals: 5,
            connect: Duration::from_secs(15),
            first_byte: Duration::from_secs(30),
            silence: Duration::from_secs(30),
            whole: Duration::from_secs(15 * 60),
            least_speed: 1_000,
            speed_window: Duration::from_secs(15),
            allowed: Vec::new(),
            proxy: None,
            authorities: None,
        }
    }

    pub(crate) fn check(&self) -> Result<(), SettingsError> {
        let bounds = [
            ("the size of a file", self.most_bytes == 0),
            ("the size of all files", self.most_total_bytes == 0),
            ("the number of hosts", self.most_hosts == 0),
            ("the number of refusals", self.most_refusals == 0),
            ("the time to connect", self.connect.is_zero()),
            ("the time to the first byte", self.first_byte.is_zero()),
            ("the time of silence", self.silence.is_zero()),
            ("the time for a file", self.whole.is_zero()),
            ("the time over which the speed is taken", self.speed_window.is_zero()),
        ];
        match bounds.iter().find(|(_, is_nothing)| *is_nothing) {
            Some((what, _)) => Err(SettingsError::Nothing(what)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts() {
        for good in ["desk@example.org", "https://example.org/pressgang", " desk@example.org "] {
            let agent = user_agent("0.1.0", good).unwrap();
            assert!(agent.starts_with("Pressgang/0.1.0 (") && agent.contains(good.trim()), "{agent}");
        }
        for bad in
            ["", "nobody", "@example.org", "a@b", "desk@example.org\r\nCookie: a=b", "dé@example.org", "a b@c.de"]
        {
            assert!(user_agent("0.1.0", bad).is_err(), "{bad:?}");
        }
    }
}
