//! Why a file was not fetched. No text here holds an address.

use std::io;
use std::time::Duration;

use thiserror::Error;

use crate::address::Refusal;

/// Why a file was not fetched.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FetchError {
    /// What is written is no address of a web server.
    #[error("this is no address of a web server")]
    NoAddress,
    /// Neither http nor https.
    #[error("the address is neither http nor https")]
    Scheme,
    /// User and password in the address.
    #[error("the address holds a user or password")]
    UserInfo,
    /// The host is not a public one.
    #[error("the address leads to {0}")]
    Refused(#[from] Refusal),
    /// The host's name is unknown.
    #[error("there is no such host")]
    NoHost,
    /// What an answer's redirect leads to is refused.
    #[error("a redirect: {0}")]
    Redirect(Box<FetchError>),
    /// A redirect from https to http.
    #[error("it leads from https to http")]
    Downgrade,
    /// Redirects without end.
    #[error("more than {0} redirects")]
    Redirects(usize),
    /// The file is larger than files may be.
    #[error("the file is larger than {most} bytes")]
    TooLarge {
        /// The bound.
        most: u64,
    },
    /// All files together reached their bound.
    #[error("all files together have more than {most} bytes")]
    TotalReached {
        /// The bound.
        most: u64,
    },
    /// A web page, which is what is behind walls of all kinds.
    #[error("this is a page, not a picture or film")]
    Page,
    /// Neither picture nor film nor sound.
    #[error("this is {0}, not a picture or film")]
    Type(String),
    /// It came compressed, which was not asked for: small answers can unpack to very large files.
    #[error("the answer is compressed, which was not asked for")]
    Compressed,
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is not there any more.
    #[error("it is gone (status {0})")]
    Gone(u16),
    /// The host does not give it out.
    #[error("the host refuses it (status {0})")]
    Forbidden(u16),
    /// The host is asked too much or not ready.
    #[error("the host says to come later (status {status})")]
    Later {
        /// 429 or 503.
        status: u16,
        /// When to come again, as it says.
        after: Option<Duration>,
    },
    /// Any other answer that is no file.
    #[error("the host answers with status {0}")]
    Status(u16),
    /// Too slow.
    #[error("{0} took too long")]
    TimedOut(&'static str),
    /// It came too slowly to wait for.
    #[error("it came more slowly than {least} bytes per second")]
    TooSlow {
        /// The bound.
        least: u64,
    },
    /// The connection ended before the file did.
    #[error("the connection ended before the file did")]
    Cut,
    /// No encrypted connection could be made.
    #[error("no encrypted connection could be made: {0}")]
    Tls(String),
    /// No connection could be made, or it broke.
    #[error("the connection failed: {0}")]
    Connection(io::ErrorKind),
    /// The proxy does not do what it should.
    #[error("the proxy failed")]
    Proxy,
    /// The answer is no HTTP, or its headers are larger than is sensible.
    #[error("the answer is malformed: {0}")]
    Malformed(String),
    /// The host refused or failed too often and is not asked any more.
    #[error("the host is not asked any more: it refused or failed {0} times in a row")]
    HostGivenUp(u32),
    /// Somebody stopped it.
    #[error("stopped")]
    Stopped,
    /// The file could not be written.
    #[error("the file could not be written: {0}")]
    File(io::Error),
}

impl FetchError {
    /// True if and only if asking again is bound to give the same: the address, size or kind of the file is refused, or
    /// the file is gone.
    pub fn is_final(&self) -> bool {
        match self {
            FetchError::Redirect(error) => error.is_final(),
            FetchError::NoAddress
            | FetchError::Scheme
            | FetchError::UserInfo
            | FetchError::Refused(_)
            | FetchError::Downgrade
            | FetchError::Redirects(_)
            | FetchError::TooLarge { .. }
            | FetchError::Page
            | FetchError::Type(_)
            | FetchError::Compressed
            | FetchError::Empty
            | FetchError::Gone(_) => true,
            _ => false,
        }
    }

    /// Whether the host as a whole refuses or fails (true) or serves (false); `None` when it was not asked.
    pub(crate) fn is_of_host(&self) -> Option<bool> {
        match self {
            FetchError::Redirect(error) => error.is_of_host(),
            FetchError::Forbidden(_)
            | FetchError::Later { .. }
            | FetchError::Status(500..)
            | FetchError::TimedOut(_)
            | FetchError::TooSlow { .. }
            | FetchError::NoHost
            | FetchError::Tls(_)
            | FetchError::Connection(_)
            | FetchError::Malformed(_)
            | FetchError::Page => Some(true),
            FetchError::TooLarge { .. }
            | FetchError::Type(_)
            | FetchError::Compressed
            | FetchError::Empty
            | FetchError::Gone(_)
            | FetchError::Status(_)
            | FetchError::Cut => Some(false),
            _ => None,
        }
    }

    /// True when a host says to come later, and when, if it says.
    pub(crate) fn later(&self) -> Option<Option<Duration>> {
        match self {
            FetchError::Redirect(error) => error.later(),
            FetchError::Later { after, .. } => Some(*after),
            _ => None,
        }
    }

    /// What ureq says, without any address it holds.
    pub(crate) fn from_ureq(error: ureq::Error) -> FetchError {
        use ureq::Timeout;
        match error {
            ureq::Error::Other(inner) => match inner.downcast::<Refusal>() {
                Ok(refusal) => FetchError::Refused(*refusal),
                Err(_) => FetchError::Malformed("an unknown error".to_owned()),
            },
            ureq::Error::HostNotFound => FetchError::NoHost,
            ureq::Error::Timeout(Timeout::Resolve) => FetchError::TimedOut("finding the host"),
            ureq::Error::Timeout(Timeout::Connect) => FetchError::TimedOut("connecting"),
            ureq::Error::Timeout(Timeout::RecvResponse) => FetchError::TimedOut("the answer"),
            ureq::Error::Timeout(Timeout::PerRead) => FetchError::TimedOut("the next bytes"),
            ureq::Error::Timeout(_) => FetchError::TimedOut("the file"),
            ureq::Error::Io(error) => FetchError::from_io(&error),
            ureq::Error::Tls(what) => FetchError::Tls(what.to_owned()),
            ureq::Error::Rustls(error) => FetchError::Tls(tls_words(&error)),
            ureq::Error::TlsRequired => FetchError::Tls("it is not encrypted".to_owned()),
            ureq::Error::LargeResponseHeader(..) => FetchError::Malformed("its headers are too large".to_owned()),
            ureq::Error::Protocol(_) | ureq::Error::Http(_) => FetchError::Malformed("it is no HTTP".to_owned()),
            ureq::Error::BadUri(_) => FetchError::NoAddress,
            ureq::Error::ConnectProxyFailed(_) | ureq::Error::InvalidProxyUrl => FetchError::Proxy,
            ureq::Error::ConnectionFailed => FetchError::Connection(io::ErrorKind::Other),
            _ => FetchError::Malformed("an unknown error".to_owned()),
        }
    }

    fn from_io(error: &io::Error) -> FetchError {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => FetchError::Cut,
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => FetchError::TimedOut("the next bytes"),
            // What a handshake fails of comes wrapped.
            io::ErrorKind::InvalidData => FetchError::Tls(error.get_ref().map_or_else(String::new, tls_words)),
            kind => FetchError::Connection(kind),
        }
    }
}

/// A certificate's faults by name; nothing of what stands in it.
fn tls_words(error: &(impl std::fmt::Debug + ?Sized)) -> String {
    let words = format!("{error:?}");
    words.chars().take_while(|c| c.is_ascii_alphabetic() || *c == '(').take(60).collect::<String>().replace('(', ", ")
}
