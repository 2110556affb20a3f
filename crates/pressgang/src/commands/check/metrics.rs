//! What a program that watches this one can ask: counts, in the text format of Prometheus.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use pressgang_posts::Timestamp;

/// Counts since the program began, and what is known now.
#[derive(Debug, Default)]
pub struct Counts {
    /// Looks by platform and state.
    pub looks: BTreeMap<(String, String), u64>,
    /// Posts by platform and state at their last look; replaced each round.
    pub posts: BTreeMap<(String, String), u64>,
    /// Requests made.
    pub requests: u64,
    /// Posts put off because their host could not be asked, by host's reason.
    pub postponed: BTreeMap<String, u64>,
    /// Posts that were due and are not yet looked at.
    pub due: u64,
    /// Rounds that ended.
    pub rounds: u64,
    /// When the last look was made.
    pub last_look: Option<Timestamp>,
    /// When the next post is due.
    pub next_look: Option<Timestamp>,
}

impl Counts {
    /// The counts as text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut family = |name: &str, kind: &str, help: &str, rows: Vec<(String, String)>| {
            let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
            for (labels, value) in rows {
                let _ = writeln!(out, "{name}{labels} {value}");
            }
        };
        let two = |counts: &BTreeMap<(String, String), u64>| {
            let row = |((platform, state), n): (&(String, String), &u64)| {
                (format!("{{platform=\"{}\",state=\"{}\"}}", label(platform), label(state)), n.to_string())
            };
            counts.iter().map(row).collect::<Vec<_>>()
        };
        let one = |value: String| vec![(String::new(), value)];
        let time = |at: Option<Timestamp>| {
            at.map(|at| (String::new(), format!("{:.3}", at.unix_millis as f64 / 1000.0))).into_iter().collect()
        };
        family("pressgang_looks_total", "counter", "Looks at posts, by what they found.", two(&self.looks));
        family("pressgang_posts", "gauge", "Posts by what the last look at them found.", two(&self.posts));
        family("pressgang_requests_total", "counter", "Requests to hosts.", one(self.requests.to_string()));
        let postponed = |(why, n): (&String, &u64)| (format!("{{reason=\"{}\"}}", label(why)), n.to_string());
        let rows = self.postponed.iter().map(postponed).collect();
        family("pressgang_postponed_total", "counter", "Posts put off because their host could not be asked.", rows);
        family("pressgang_posts_due", "gauge", "Posts that are due and not yet looked at.", one(self.due.to_string()));
        family(
            "pressgang_rounds_total",
            "counter",
            "Rounds over all posts that were due.",
            one(self.rounds.to_string()),
        );
        family(
            "pressgang_last_look_timestamp_seconds",
            "gauge",
            "When a post was looked at last.",
            time(self.last_look),
        );
        family("pressgang_next_look_timestamp_seconds", "gauge", "When the next post is due.", time(self.next_look));
        out
    }
}

/// The value of a label, with what would end it escaped.
fn label(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// Counts that several threads keep.
#[derive(Clone, Debug, Default)]
pub struct Metrics(Arc<Mutex<Counts>>);

impl Metrics {
    /// The counts, to read or to change.
    pub fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers `GET /metrics` at an address until all is stopped. Whoever asks anything else gets 404, whoever is slow
    /// is hung up on; one is served at a time, which is what a scraper needs.
    pub fn serve(&self, at: SocketAddr, stop: Arc<AtomicBool>) -> io::Result<SocketAddr> {
        let listener = TcpListener::bind(at)?;
        listener.set_nonblocking(true)?;
        let at = listener.local_addr()?;
        let metrics = self.clone();
        thread::Builder::new().name("metrics".to_owned()).spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                match listener.accept() {
                    Ok((stream, _)) => {
                        let _ = answer(stream, &metrics);
                    }
                    Err(_) => thread::sleep(Duration::from_millis(100)),
                }
            }
        })?;
        Ok(at)
    }
}

/// Longest request that is read.
const MOST_REQUEST: usize = 8 << 10;

/// Longest time for one who asks.
const PATIENCE: Duration = Duration::from_secs(2);

fn answer(mut stream: TcpStream, metrics: &Metrics) -> io::Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let began = std::time::Instant::now();
    let (mut request, mut part) = (Vec::new(), [0; 1024]);
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        let n = stream.read(&mut part)?;
        request.extend_from_slice(&part[..n]);
        if n == 0 || request.len() > MOST_REQUEST || began.elapsed() > PATIENCE {
            return Ok(());
        }
    }
    let line = request.split(|&b| b == b'\r').next().unwrap_or_default();
    let mut words = line.split(|&b| b == b' ');
    let (status, kind, body) = match (words.next(), words.next()) {
        (Some(b"GET"), Some(b"/metrics")) => {
            ("200 OK", "text/plain; version=0.0.4; charset=utf-8", metrics.counts().text())
        }
        (Some(b"GET"), _) => ("404 Not Found", "text/plain; charset=utf-8", "only /metrics\n".to_owned()),
        _ => ("405 Method Not Allowed", "text/plain; charset=utf-8", "only GET\n".to_owned()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(at: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(at).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer
    }

    #[test]
    fn what_is_answered() {
        let metrics = Metrics::default();
        {
            let mut counts = metrics.counts();
            counts.looks.insert(("x".to_owned(), "up".to_owned()), 3);
            counts.looks.insert(("a\"b\\c".to_owned(), "removed".to_owned()), 1);
            counts.last_look = Some(Timestamp { unix_millis: 1_685_448_000_500 });
        }
        let stop = Arc::new(AtomicBool::new(false));
        let at = metrics.serve("127.0.0.1:0".parse().unwrap(), Arc::clone(&stop)).unwrap();
        let answer = ask(at, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("Content-Length: {}", body.len())), "{head}");
        for line in [
            "# TYPE pressgang_looks_total counter",
            "pressgang_looks_total{platform=\"x\",state=\"up\"} 3",
            "pressgang_looks_total{platform=\"a\\\"b\\\\c\",state=\"removed\"} 1",
            "pressgang_last_look_timestamp_seconds 1685448000.500",
            "pressgang_posts_due 0",
        ] {
            assert!(body.lines().any(|found| found == line), "{line}\n{body}");
        }
        assert!(!body.contains("\npressgang_next_look_timestamp_seconds "), "what is not known is not given");
        assert!(ask(at, "GET / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404"));
        assert!(ask(at, "POST /metrics HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 405"));
        // Whoever says too much or nothing is hung up on, and the next is served.
        assert_eq!(ask(at, &"x".repeat(20_000)), "");
        assert!(ask(at, "GET /metrics HTTP/1.0\r\n\r\n").starts_with("HTTP/1.1 200"));
        stop.store(true, Ordering::Relaxed);
    }
}
