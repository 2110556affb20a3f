//! How close to the ideal many looks are, and whether any host was asked too soon: posts over hosts of this machine that
//! write down who came when. A tenth of the posts is gone and therefore looked at twice.
//!
//! `cargo run --release -p pressgang-watch --example polite -- [POSTS] [HOSTS] [PAUSE_MS] [ANSWER_MS]`

#![allow(clippy::print_stdout, reason = "this is what it is for")]

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use pressgang_watch::look::{Answer, Evidence, Judge, LookSettings, Looker, Request, State, Target, Verdict};
use pressgang_watch::user_agent;

/// What a host saw.
#[derive(Default)]
struct Seen {
    /// When each request came, and when its answer began.
    times: Mutex<Vec<(Instant, Instant)>>,
    open: AtomicUsize,
    most_open: AtomicUsize,
}

/// Asks for the post's page; gone is what is not found.
struct Page;

impl Judge for Page {
    fn next(&self, target: &Target, evidence: &Evidence) -> Option<Request> {
        let address = target.url.clone().filter(|_| evidence.exchanges.is_empty())?;
        let shown = address.clone();
        let (headers, secrets) = (Vec::new(), Vec::new());
        Some(Request { name: "page".to_owned(), address, shown, headers, secrets, pause: Duration::ZERO })
    }

    fn read(&self, _: &Target, _: &Request, _: &Answer) -> Vec<String> {
        Vec::new()
    }

    fn decide(&self, _: &Target, evidence: &Evidence) -> Verdict {
        let state = match evidence.exchanges.last().and_then(|exchange| exchange.status) {
            Some(200) => State::Up,
            Some(404) => State::Removed,
            _ => State::Unknown,
        };
        Verdict { state, rule: "example.status@1".to_owned(), not_shown_in: Vec::new() }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut numbers = std::env::args().skip(1).map(|number| number.parse::<usize>());
    let mut number = |standard| numbers.next().unwrap_or(Ok(standard));
    let (posts, hosts, pause, delay) = (number(10_000)?, number(8)?, number(50)?, number(5)?);
    let (pause, delay) = (Duration::from_millis(pause as u64), Duration::from_millis(delay as u64));
    let seen: Vec<Arc<Seen>> = (0..hosts).map(|_| Arc::default()).collect();
    let at = seen.iter().map(|seen| serve(seen.clone(), delay)).collect::<io::Result<Vec<SocketAddr>>>()?;
    let looker = Looker::new(LookSettings {
        pause,
        allowed: at.clone(),
        confirm_after: Some(Duration::from_secs(2)),
        most_hosts: hosts,
        ..LookSettings::standard(user_agent("0.0.0", "desk@example.org")?)
    })?;
    let targets = (0..posts).map(|n| {
        let url = Some(format!("http://{}/{}", at[n % hosts], n / hosts));
        Target { platform: "invented".to_owned(), id: n.to_string(), url, ..Target::default() }
    });
    let mut found = BTreeMap::new();
    let began = Instant::now();
    looker.look_all(&Page, targets, &AtomicBool::new(false), |_, result| {
        let outcome = result.map_or_else(|postponed| postponed.why.as_str(), |look| look.verdict.state.as_str());
        *found.entry(outcome).or_insert(0) += 1;
    });
    let took = began.elapsed();
    report(&seen, found, took, pause, delay);
    Ok(())
}

fn report(seen: &[Arc<Seen>], found: BTreeMap<&str, usize>, took: Duration, pause: Duration, delay: Duration) {
    let (mut requests, mut most, mut least, mut too_soon) = (0, 0, Duration::MAX, 0);
    for host in seen {
        let times = host.times.lock().unwrap_or_else(PoisonError::into_inner);
        requests += times.len();
        most = most.max(times.len());
        for gap in times.windows(2).map(|pair| pair[1].0.saturating_duration_since(pair[0].1)) {
            least = least.min(gap);
            too_soon += usize::from(gap < pause);
        }
    }
    let most_open = seen.iter().map(|host| host.most_open.load(Ordering::SeqCst)).max().unwrap_or(0);
    let ideal = (pause + delay) * u32::try_from(most).unwrap_or(u32::MAX);
    println!("found: {found:?}");
    println!("requests: {requests}; of one host at most {most}; at once at one host: {most_open}");
    println!("least pause: {least:.2?} of {pause:?}; too soon: {too_soon}");
    println!(
        "took {took:.2?}; ideal {ideal:.2?}; {:.1} % more",
        (took.as_secs_f64() / ideal.as_secs_f64() - 1.0) * 100.0
    );
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let memory = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: unknown");
    println!("memory at most, the hosts included: {}", memory.trim_start_matches("VmHWM:").trim());
}

/// A host of this machine that keeps connections.
fn serve(seen: Arc<Seen>, delay: Duration) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let at = listener.local_addr()?;
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let seen = seen.clone();
            thread::spawn(move || converse(stream, &seen, delay));
        }
    });
    Ok(at)
}

fn converse(mut stream: TcpStream, seen: &Seen, delay: Duration) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        let came = Instant::now();
        let is_gone = line.split(' ').nth(1).is_some_and(|path| path.ends_with('7'));
        while !line.trim().is_empty() {
            line.clear();
            reader.read_line(&mut line)?;
        }
        line.clear();
        let open = seen.open.fetch_add(1, Ordering::SeqCst) + 1;
        seen.most_open.fetch_max(open, Ordering::SeqCst);
        thread::sleep(delay);
        seen.open.fetch_sub(1, Ordering::SeqCst);
        seen.times.lock().unwrap_or_else(PoisonError::into_inner).push((came, Instant::now()));
        let status = if is_gone { "404 Not Found" } else { "200 OK" };
        stream.write_all(format!("HTTP/1.1 {status}\r\nContent-Length: 5\r\n\r\nhello").as_bytes())?;
    }
    Ok(())
}
