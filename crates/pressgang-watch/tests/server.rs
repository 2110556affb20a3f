//! A small web server that does what it is told, also what no server should do.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use pressgang_watch::{FetchSettings, user_agent};

pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR and whatever follows";

/// A request as it came.
pub struct Request {
    pub path: String,
    pub head: String,
    pub at: Instant,
}

pub struct Server {
    pub at: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    requests: Mutex<Vec<Request>>,
    open: AtomicUsize,
    most_open: AtomicUsize,
    ended: AtomicBool,
}

impl Server {
    /// Starts a server. `answer` gets the path and how many requests came before, and writes what it likes.
    pub fn start(answer: impl Fn(&str, usize, &mut TcpStream) + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            requests: Mutex::default(),
            open: AtomicUsize::new(0),
            most_open: AtomicUsize::new(0),
            ended: AtomicBool::new(false),
        });
        let (answer, inner) = (Arc::new(answer), shared.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                if inner.ended.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(mut stream) = stream else { continue };
                let (answer, shared) = (answer.clone(), inner.clone());
                thread::spawn(move || {
                    let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
                    let Some(head) = read_head(&mut stream) else { return };
                    let now_open = shared.open.fetch_add(1, Ordering::SeqCst) + 1;
                    shared.most_open.fetch_max(now_open, Ordering::SeqCst);
                    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                    let before = {
                        let mut requests = shared.requests.lock().unwrap();
                        requests.push(Request { path: path.clone(), head, at: Instant::now() });
                        requests.len() - 1
                    };
                    answer(&path, before, &mut stream);
                    shared.open.fetch_sub(1, Ordering::SeqCst);
                    let _ = stream.shutdown(Shutdown::Write);
                    // What is unread would reset the connection and with it the answer.
                    let _ = stream.set_read_timeout(Some(Duration::from_secs(1)));
                    let _ = stream.read(&mut [0; 1024]);
                });
            }
        });
        Server { at, shared }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    pub fn requests<T>(&self, see: impl Fn(&Request) -> T) -> Vec<T> {
        self.shared.requests.lock().unwrap().iter().map(see).collect()
    }

    pub fn most_open(&self) -> usize {
        self.shared.most_open.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.at);
    }
}

/// A request up to its empty line.
pub fn read_head(stream: &mut impl Read) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    String::from_utf8(head).ok()
}

/// Writes until the other side has enough; tests end by what the fetcher does, never by the server.
pub fn write(stream: &mut TcpStream, bytes: &[u8]) -> bool {
    stream.write_all(bytes).and_then(|()| stream.flush()).is_ok()
}

/// Writes whether or not the other side listens.
pub fn send(stream: &mut TcpStream, bytes: &[u8]) {
    write(stream, bytes);
}

/// A whole answer.
pub fn answer(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    send(stream, &[head.as_bytes(), body].concat());
}

/// A picture.
pub fn picture(stream: &mut TcpStream) {
    answer(stream, "200 OK", "Content-Type: image/png\r\n", PNG);
}

/// Settings for tests: impatient, and only these servers may be asked.
pub fn settings(servers: &[&Server]) -> FetchSettings {
    FetchSettings {
        most_bytes: 1_000_000,
        most_total_bytes: 10_000_000,
        pause: Duration::ZERO,
        most_wait: Duration::from_secs(2),
        connect: Duration::from_secs(2),
        first_byte: Duration::from_millis(600),
        silence: Duration::from_millis(500),
        whole: Duration::from_secs(3),
        least_speed: 10_000,
        speed_window: Duration::from_millis(400),
        allowed: servers.iter().map(|server| server.at).collect(),
        ..FetchSettings::standard(user_agent("0.0.0", "desk@example.org").unwrap())
    }
}
