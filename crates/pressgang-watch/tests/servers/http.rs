//! Just enough of HTTP/1.1: one listener a host, connections that are kept, and every way to break an answer.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The name the platform has for the host that was asked, not the local address.
    pub host: String,
    /// Path and query as they came.
    pub target: String,
    /// All headers, names in lower case.
    pub headers: Vec<(String, String)>,
    pub at: Instant,
}

impl Asked {
    pub fn path(&self) -> &str {
        self.target.split(['?', '#']).next().unwrap_or_default()
    }

    /// A value of the query, decoded.
    pub fn query(&self, name: &str) -> Option<String> {
        let query = self.target.split_once('?')?.1;
        query.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(key) == name).then(|| decoded(value))
        })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All words of the address from which a post can be known.
    pub fn words(&self) -> Vec<String> {
        let whole = decoded(&decoded(&self.target));
        let is_sign = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'));
        let mut words: Vec<String> =
            whole.split(is_sign).map(|word| word.trim_end_matches(".json").to_owned()).collect();
        words.retain(|word| !word.is_empty());
        words
    }
}

/// What percent-encoding stands for.
pub fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let hex = || std::str::from_utf8(bytes.get(at + 1..at + 3)?).ok();
        match (bytes[at], hex().and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 2;
            }
            (b'+', _) => out.push(b' '),
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A whole answer.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Reply {
        Reply { status, headers: vec![("Content-Type", content_type.to_owned())], body: body.into() }
    }

    pub fn html(status: u16, body: impl Into<Vec<u8>>) -> Reply {
        Reply::new(status, "text/html; charset=utf-8", body)
    }

    pub fn json(status: u16, body: &Value) -> Reply {
        Reply::new(status, "application/json; charset=utf-8", body.to_string())
    }

    /// A redirect with the little body that servers give it.
    pub fn to(status: u16, address: &str) -> Reply {
        Reply::html(status, "<html><head><title>Moved</title></head><body></body></html>")
            .with("Location", address.to_owned())
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Reply {
        self.headers.push((name, value.into()));
        self
    }
}

/// How an answer reaches the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// With its length.
    Whole,
    /// In chunks.
    Chunked,
    /// Piece by piece, with pauses, but in time.
    Drip,
    /// So slowly that nobody waits for it.
    Crawl,
    /// Its length promises more than comes.
    CutLength,
    /// The last chunk never comes.
    CutChunks,
    /// The connection ends within the headers.
    CutHead,
    /// The connection ends before any answer.
    Dropped,
}

/// What says how a request is answered.
pub type Answerer = dyn Fn(&Asked) -> (Reply, Way) + Send + Sync;

/// Serves one host until `ended`; `answer` says what, `local` where redirects lead in this test.
pub fn serve(listener: TcpListener, host: String, ended: Arc<AtomicBool>, answer: Arc<Answerer>) {
    thread::spawn(move || {
        for stream in listener.incoming() {
            if ended.load(Ordering::SeqCst) {
                return;
            }
            let Ok(stream) = stream else { continue };
            let (host, answer, ended) = (host.clone(), answer.clone(), ended.clone());
            thread::spawn(move || {
                let _ = talk(stream, &host, &ended, &*answer);
            });
        }
    });
}

fn talk(stream: TcpStream, host: &str, ended: &AtomicBool, answer: &Answerer) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    while !ended.load(Ordering::SeqCst) {
        let Some(asked) = read_request(&mut reader, host)? else { return Ok(()) };
        let (reply, way) = answer(&asked);
        if !send(&mut stream, &reply, way)? {
            let _ = stream.shutdown(Shutdown::Both);
            return Ok(());
        }
    }
    Ok(())
}

fn read_request(reader: &mut impl BufRead, host: &str) -> std::io::Result<Option<Asked>> {
    let mut line = String::new();
    if reader.take(16 << 10).read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let target = line.split(' ').nth(1).unwrap_or("/").to_owned();
    let mut headers = Vec::new();
    loop {
        line.clear();
        if reader.take(16 << 10).read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    Ok(Some(Asked { host: host.to_owned(), target, headers, at: Instant::now() }))
}

/// Sends an answer; false when the connection is to end.
fn send(stream: &mut TcpStream, reply: &Reply, way: Way) -> std::io::Result<bool> {
    let mut head = format!("HTTP/1.1 {} {}\r\n", reply.status, reason(reply.status));
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let is_chunked = matches!(way, Way::Chunked | Way::CutChunks);
    match way {
        _ if is_chunked => head.push_str("Transfer-Encoding: chunked\r\n\r\n"),
        Way::CutLength => head.push_str(&format!("Content-Length: {}\r\n\r\n", reply.body.len())),
        _ => head.push_str(&format!("Content-Length: {}\r\n\r\n", reply.body.len())),
    }
    match way {
        Way::Dropped => return Ok(false),
        Way::CutHead => {
            stream.write_all(&head.as_bytes()[..head.len() / 2])?;
            return Ok(false);
        }
        Way::Whole => stream.write_all(&[head.as_bytes(), &reply.body].concat())?,
        Way::CutLength => {
            stream.write_all(head.as_bytes())?;
            stream.write_all(&reply.body[..reply.body.len() / 2])?;
            return Ok(false);
        }
        Way::Chunked | Way::CutChunks => {
            stream.write_all(head.as_bytes())?;
            let end = if way == Way::Chunked { reply.body.len() } else { reply.body.len() * 2 / 3 };
            for chunk in reply.body[..end].chunks(1500) {
                stream.write_all(format!("{:x}\r\n", chunk.len()).as_bytes())?;
                stream.write_all(chunk)?;
                stream.write_all(b"\r\n")?;
            }
            if way == Way::CutChunks {
                return Ok(false);
            }
            stream.write_all(b"0\r\n\r\n")?;
        }
        Way::Drip => {
            stream.write_all(head.as_bytes())?;
            for chunk in reply.body.chunks((reply.body.len() / 6).max(1)) {
                stream.write_all(chunk)?;
                stream.flush()?;
                thread::sleep(Duration::from_millis(3));
            }
        }
        Way::Crawl => {
            stream.write_all(head.as_bytes())?;
            for byte in &reply.body {
                stream.write_all(&[*byte])?;
                stream.flush()?;
                thread::sleep(Duration::from_millis(40));
            }
        }
    }
    stream.flush()?;
    Ok(true)
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        307 => "Temporary Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        410 => "Gone",
        429 => "Too Many Requests",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        _ => "Other",
    }
}
