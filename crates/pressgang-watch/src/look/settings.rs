//! How far looking may go.

use std::net::SocketAddr;
use std::time::Duration;

use crate::settings::{ProxySettings, SettingsError};

/// How hosts are asked about posts, and what one look may cost.
#[derive(Clone, Debug)]
pub struct LookSettings {
    /// Who asks: see [`crate::user_agent`].
    pub user_agent: String,
    /// Most bytes of a body that are read; what goes on beyond is cut.
    pub most_body: usize,
    /// Most redirects of one request.
    pub most_redirects: usize,
    /// How many hosts are asked at once; of each, one request at a time.
    pub most_hosts: usize,
    /// Most posts that are held in memory, begun or not; the others are not read yet. Posts of a host that come only
    /// after so many of other hosts wait for these.
    pub most_posts: usize,
    /// Least time from the end of a request to the next to the same host. The larger of this and a request's own holds.
    pub pause: Duration,
    /// Whether hosts may have been asked right before this begins, by a run that was stopped: the first request to each
    /// then waits for its pause too.
    pub goes_on: bool,
    /// Longest wait for a host that asks for one (`Retry-After` and the like); one that asks for more is given up until
    /// the next run.
    pub most_wait: Duration,
    /// How often one request is made altogether when its host fails or says to come later.
    pub tries: u32,
    /// How often in a row a host may refuse or fail before it is given up until the next run.
    pub most_refusals: u32,
    /// How long a host is left alone that refuses or fails and does not say for how long; doubled each time in a row, up
    /// to `most_wait`.
    pub backoff: Duration,
    /// After how long a post that was found gone, or of which nothing could be told, is looked at once more before that
    /// is believed; `None` believes it at once.
    pub confirm_after: Option<Duration>,
    /// Longest time until a connection stands, its encryption included.
    pub connect: Duration,
    /// Longest time from there to the end of the answer's headers.
    pub first_byte: Duration,
    /// Longest time in which nothing comes, before the first byte too.
    pub silence: Duration,
    /// Longest time for one request altogether, its redirects included but not the waiting between them.
    pub whole: Duration,
    /// Addresses and ports that are asked although they are local: an archive of one's own, a test.
    pub allowed: Vec<SocketAddr>,
    /// The proxy to go through.
    pub proxy: Option<ProxySettings>,
    /// Certificates (PEM) of the authorities that are trusted instead of Mozilla's.
    pub authorities: Option<Vec<u8>>,
    /// The country the looks come from, ISO 3166, as whoever looks says: it stands in the evidence.
    pub from: Option<String>,
    /// Whether bodies are given out, for a WARC file.
    pub keep_bodies: bool,
}

impl LookSettings {
    /// What suits social platforms. A second between two requests to one host is what their own pages stay far above,
    /// and platforms that document less say so in their adapter. A MiB holds the pages of all of them whole (the largest
    /// have some 800 kB), and what a rule needs stands near the top. Waits of up to two minutes are sat out; longer ones
    /// are quotas (15 minutes on X), for which one comes again. Three tries get over a server that is being replaced;
    /// five refusals in a row are no accident. Half a minute is longer than most faults of a single server behind a
    /// balancer and short enough for a small case to end soon.
    pub fn standard(user_agent: String) -> LookSettings {
        LookSettings {
            user_agent,
            most_body: 1 << 20,
            most_redirects: 5,
            most_hosts: 8,
            most_posts: 100_000,
            pause: Duration::from_secs(1),
            goes_on: false,
            most_wait: Duration::from_secs(2 * 60),
            tries: 3,
            most_refusals: 5,
            backoff: Duration::from_secs(5),
            confirm_after: Some(Duration::from_secs(30)),
            connect: Duration::from_secs(15),
            first_byte: Duration::from_secs(30),
            silence: Duration::from_secs(30),
            whole: Duration::from_secs(60),
            allowed: Vec::new(),
            proxy: None,
            authorities: None,
            from: None,
            keep_bodies: false,
        }
    }

    pub(super) fn check(&self) -> Result<(), SettingsError> {
        let bounds = [
            ("the size of a body", self.most_body == 0),
            ("the number of hosts", self.most_hosts == 0),
            ("the number of posts in memory", self.most_posts == 0),
            ("the number of tries", self.tries == 0),
            ("the number of refusals", self.most_refusals == 0),
            ("the time to connect", self.connect.is_zero()),
            ("the time to the first byte", self.first_byte.is_zero()),
            ("the time of silence", self.silence.is_zero()),
            ("the time for a request", self.whole.is_zero()),
        ];
        match bounds.iter().find(|(_, is_nothing)| *is_nothing) {
            Some((what, _)) => Err(SettingsError::Nothing(what)),
            None => Ok(()),
        }
    }
}
