//! One look at a server that is slow, lying, endless or leads elsewhere.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use pressgang_watch::look::{Cut, Evidence, Failure, LookSettings, State, decide_again};

use super::judge::{PAGE, Page, line, look, look_settings, target};
use super::server::{Server, answer, send, write};

/// Looks at a post of a server that answers everything in this way: what comes of it, after how many requests.
#[track_caller]
fn check(expected: &str, requests: usize, answer: impl Fn(&str, usize, &mut TcpStream) + Send + Sync + 'static) {
    let server = Server::start(answer);
    let began = Instant::now();
    let found = look(look_settings(&[&server]), &PAGE, &server.url("/p")).map_or_else(|e| e.to_string(), |l| line(&l));
    assert_eq!(found.replace(&server.at.to_string(), "HOST"), expected);
    assert_eq!(server.requests(|_| ()).len(), requests, "{expected}");
    assert!(began.elapsed() < Duration::from_secs(8), "it took {:?}", began.elapsed());
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn what_is_asked_and_what_is_kept() {
    let server = Server::start(|_, _, stream| {
        let headers = "Content-Type: text/html\r\nSet-Cookie: guest=77\r\nX-Rate-Limit-Remaining: 9\r\nX-Other: 1\r\n";
        answer(stream, "200 OK", headers, b"hello");
    });
    let settings = LookSettings { from: Some("FR".to_owned()), keep_bodies: true, ..look_settings(&[&server]) };
    let look = look(settings, &Page { asks: 2, ..PAGE }, &server.url("/p")).unwrap();
    assert_eq!((look.verdict.state, look.verdict.rule.as_str()), (State::Up, "test.up@1"));
    assert_eq!((look.evidence.exchanges.len(), look.evidence.from.as_deref()), (2, Some("FR")));
    let kept = &look.evidence.exchanges[1];
    assert_eq!((kept.name.as_str(), kept.asked.as_str()), ("page", server.url("/p").as_str()));
    assert_eq!((kept.status, kept.body_bytes, kept.is_cut), (Some(200), 5, false));
    // From sha256sum.
    let hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    assert_eq!(kept.body_sha256.as_deref(), Some(hash));
    let names: Vec<&str> = kept.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["content-type", "x-rate-limit-remaining", "content-length"]);
    assert_eq!(look.at_unix_millis, kept.at_unix_millis);
    assert!(kept.at_unix_millis > 1_600_000_000_000);
    assert_eq!(look.bodies.iter().map(|body| body.exchange).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(
        (look.bodies[1].bytes.as_slice(), look.bodies[1].address.as_str()),
        (&b"hello"[..], kept.asked.as_str())
    );
    assert!(look.bodies[1].headers.iter().all(|(name, _)| name != "set-cookie"), "{:?}", look.bodies[1]);
    for head in server.requests(|request| request.head.to_ascii_lowercase()) {
        assert!(head.starts_with("get /p http/1.1\r\n"), "{head}");
        assert!(head.contains("user-agent: pressgang/0.0.0 (research archive; +desk@example.org)\r\n"), "{head}");
        assert!(head.contains("accept-encoding: identity\r\n"), "{head}");
        assert!(
            ["cookie", "authorization", "referer"].iter().all(|none| !head.contains(&format!("{none}:"))),
            "{head}"
        );
    }
    // Through JSON and back it says the same.
    let json = serde_json::to_string(&look.evidence).unwrap();
    let again: Evidence = serde_json::from_str(&json).unwrap();
    assert_eq!(again, look.evidence);
    assert_eq!(decide_again(&PAGE, &target(&server.url("/p")), &again), look.verdict);
}

#[test]
fn statuses_and_words() {
    check("up 200", 1, |_, _, s| answer(s, "200 OK", "", b"a post"));
    check("private 200", 1, |_, _, s| answer(s, "200 OK", "", b"private"));
    check("removed 404", 1, |_, _, s| answer(s, "404 Not Found", "", b"not here"));
    check("unknown 403", 1, |_, _, s| answer(s, "403 Forbidden", "", b""));
    check("unknown 451", 1, |_, _, s| answer(s, "451 Legal", "", b""));
    // What comes before an answer is none.
    check("up 200", 1, |_, _, s| {
        send(s, b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n");
        answer(s, "200 OK", "", b"a post");
    });
    check("unknown 304", 1, |_, _, s| answer(s, "304 Not Modified", "", b""));
}

#[test]
fn faults_are_tried_again_before_anybody_decides() {
    check("unknown 500", 3, |_, _, s| answer(s, "500 Oops", "", b"up"));
    check("up 200", 3, |_, before, s| match before {
        0 => answer(s, "502 Bad Gateway", "", b""),
        1 => {}
        _ => answer(s, "200 OK", "", b""),
    });
    check("unknown connection", 3, |_, _, _| {});
    check("unknown malformed", 3, |_, _, s| send(s, b"SSH-2.0-OpenSSH_9.2\r\n\r\n"));
    check("unknown malformed", 3, |_, _, s| {
        let line = [b"X-A: ".as_slice(), &[b'a'; 1000], b"\r\n"].concat();
        write(s, b"HTTP/1.1 200 OK\r\n");
        while write(s, &line) {}
    });
    // No answer within the time to the first byte.
    check("unknown timedout", 3, |_, _, _| thread::sleep(Duration::from_millis(900)));
}

#[test]
fn bodies_that_are_not_whole() {
    let stated = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";
    check("removed 200 cut", 3, move |_, _, s| send(s, format!("{stated}removed").as_bytes()));
    check("up 200", 2, move |_, before, s| match before {
        0 => send(s, format!("{stated}removed").as_bytes()),
        _ => answer(s, "200 OK", "", b"up"),
    });
    // Shorter than it is: what was stated counts.
    check("up 200", 1, |_, _, s| send(s, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nup and more"));
    check("up 200 cut", 3, |_, _, s| {
        send(s, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npost\r\n");
    });
    // Without end: cut at the bound, which is no fault.
    check("up 200 cut", 1, |_, _, s| {
        write(s, b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        while write(s, &[b'a'; 4096]) {}
    });
    // A drip is left after the time for a request.
    check("up 200 cut", 3, |_, _, s| {
        write(s, b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        while write(s, b"a") {
            thread::sleep(Duration::from_millis(50));
        }
    });
}

#[test]
fn what_comes_compressed() {
    let plain = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n".as_bytes();
    let zipped = move |s: &mut TcpStream, body: &[u8]| send(s, &[plain, body].concat());
    check("private 200", 1, move |_, _, s| zipped(s, &gzip(b"private")));
    check("up 200", 1, move |_, _, s| zipped(s, b""));
    // 50 MB in 50 kB.
    let bomb = gzip(&vec![b'a'; 50_000_000]);
    assert!(bomb.len() < 100_000);
    check("up 200 cut", 1, move |_, _, s| zipped(s, &bomb));
    let half = gzip(&(0..20_000_u32).flat_map(|n| n.to_string().into_bytes()).collect::<Vec<_>>());
    check("up 200 cut", 3, move |_, _, s| zipped(s, &half[..half.len() / 2]));
    check("unknown malformed", 3, |_, _, s| answer(s, "200 OK", "Content-Encoding: br\r\n", b"\x0b\x02\x80"));
}

#[test]
fn redirects_are_kept_as_hops() {
    check("login_wall 200 302>http://HOST/login", 2, |path, _, s| match path {
        "/p" => answer(s, "302 Found", "Location: /login?next=%2Fp&session=77#top\r\n", b""),
        _ => answer(s, "200 OK", "", b"Log in"),
    });
    let to = |to: &'static str| move |_: &str, _: usize, s: &mut TcpStream| answer(s, "302 Found", to, b"");
    check("unknown malformed 302>http://HOST/p", 1, to("Location: /p\r\n"));
    check("unknown malformed 302>http://127.0.0.1:1/", 1, to("Location: http://127.0.0.1:1/\r\n"));
    check("unknown malformed 302>http://169.254.169.254/latest", 1, to("Location: http://169.254.169.254/latest\r\n"));
    check("unknown malformed 302>tg://resolve", 1, to("Location: tg://resolve?domain=a\r\n"));
    check("unknown 302", 1, to(""));
    // Six are too many.
    check(
        "unknown malformed 301>http://HOST/1 301>http://HOST/2 301>http://HOST/3 301>http://HOST/4 301>http://HOST/5 \
         301>http://HOST/6",
        6,
        |_, before, s| answer(s, "301 Moved", &format!("Location: /{}\r\n", before + 1), b""),
    );
}

#[test]
fn no_other_host_gets_the_token() {
    const TOKEN: &str = "s3cret/t0ken";
    let judge = Page { token: Some(TOKEN), ..PAGE };
    let other = Server::start(|path, _, s| match path {
        "/back" => answer(s, "200 OK", "", b"up"),
        _ => answer(
            s,
            "200 OK",
            "X-You: s3cret/t0ken\r\nServer: s3cret/t0ken\r\n",
            b"you sent s3cret%2Ft0ken s3cret/t0ken",
        ),
    });
    let at = other.at;
    let first = Server::start(move |path, _, s| match path.split('?').next().unwrap_or_default() {
        "/here" => answer(s, "302 Found", "Location: /same?a=1\r\n", b""),
        "/there" => answer(s, "302 Found", &format!("Location: http://{at}/open\r\n"), b""),
        "/hand-on" => answer(s, "302 Found", &format!("Location: http://{at}/?t=s3cret%2ft0ken\r\n"), b""),
        "/echo" => answer(s, "200 OK", "Via: s3cret/t0ken\r\n", b"you sent s3cret/t0ken"),
        _ => answer(s, "200 OK", "", b"up"),
    });
    let settings = LookSettings { keep_bodies: true, ..look_settings(&[&first, &other]) };
    let secret = |text: &str| text.contains("s3cret");
    for (path, expected, bodies) in
        [("/here", State::Up, 1), ("/there", State::Up, 0), ("/hand-on", State::Unknown, 0), ("/echo", State::Up, 0)]
    {
        let look = look(settings.clone(), &judge, &first.url(path)).unwrap();
        assert_eq!((look.verdict.state, look.bodies.len()), (expected, bodies), "{path} {look:?}");
        assert!(!secret(&format!("{look:?}")) && !secret(&serde_json::to_string(&look.evidence).unwrap()), "{look:?}");
        assert!(look.evidence.exchanges[0].body_sha256.is_some() || path == "/hand-on");
    }
    assert!(other.requests(|request| secret(&request.head)).iter().all(|sent| !sent));
    assert_eq!(other.requests(|_| ()).len(), 1, "a host that hands a token on is not followed");
    // The host asked first gets it, behind its own redirects too.
    let sent = first.requests(|request| (request.path.starts_with("/same"), secret(&request.head)));
    assert!(sent.contains(&(true, true)) && sent.iter().all(|(_, sent)| *sent), "{sent:?}");
}

#[test]
fn a_token_does_not_come_back_by_a_detour() {
    let first = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = first.local_addr().unwrap();
    let other = Server::start(move |_, _, s| answer(s, "302 Found", &format!("Location: http://{at}/back\r\n"), b""));
    let other_at = other.at;
    let heads = thread::spawn(move || {
        let mut heads = Vec::new();
        for to in [Some(format!("Location: http://{other_at}/\r\n")), None] {
            let (mut stream, _) = first.accept().unwrap();
            heads.push(super::server::read_head(&mut stream).unwrap());
            answer(&mut stream, if to.is_some() { "302 Found" } else { "200 OK" }, &to.unwrap_or_default(), b"");
        }
        heads
    });
    let mut settings = look_settings(&[&other]);
    settings.allowed.push(at);
    let look = look(settings, &Page { token: Some("s3cret"), ..PAGE }, &format!("http://{at}/p")).unwrap();
    assert_eq!((look.verdict.state, look.evidence.exchanges[0].hops.len()), (State::Up, 2));
    let sent: Vec<bool> = heads.join().unwrap().iter().map(|head| head.contains("s3cret")).collect();
    assert_eq!(sent, [true, false]);
}

#[test]
fn nothing_local_is_asked() {
    let server = Server::start(|_, _, s| answer(s, "200 OK", "", b""));
    let local =
        ["http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/", "http://localhost/", "file:///etc/passwd"];
    for url in local.map(str::to_owned).into_iter().chain([server.url("/")]) {
        let settings = LookSettings { allowed: Vec::new(), ..look_settings(&[]) };
        let look = look(settings, &PAGE, &url).unwrap();
        assert_eq!(look.evidence.exchanges[0].failure, Some(Failure::Refused), "{url}");
    }
    assert!(server.requests(|_| ()).is_empty());
}

#[test]
fn tokens_that_are_no_headers_are_not_sent() {
    let server = Server::start(|_, _, s| answer(s, "200 OK", "", b""));
    let judge = Page { token: Some("a\r\nX-Other: b"), ..PAGE };
    let look = look(look_settings(&[&server]), &judge, &server.url("/p")).unwrap();
    assert_eq!(look.evidence.exchanges[0].failure, Some(Failure::Refused));
    assert!(server.requests(|_| ()).is_empty());
}

/// A host that sends more than it says, on a connection that stays, does not answer the next question with it.
#[test]
fn what_is_left_over_answers_nothing() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            thread::spawn(move || {
                while super::server::read_head(&mut stream).is_some() {
                    ASKED.fetch_add(1, Ordering::SeqCst);
                    let more = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nprivate";
                    write(&mut stream, format!("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nup{more}").as_bytes());
                }
            });
        }
    });
    let settings = LookSettings { allowed: vec![at], pause: Duration::from_millis(20), ..look_settings(&[]) };
    let look = look(settings, &Page { asks: 4, ..PAGE }, &format!("http://{at}/p")).unwrap();
    let marks: Vec<&str> = look.evidence.exchanges.iter().map(|exchange| exchange.marks[0].as_str()).collect();
    assert_eq!((marks, ASKED.load(Ordering::SeqCst)), (vec!["up"; 4], 4));
}

/// A host that closes a connection after each answer without saying so is asked on another, and nothing fails.
#[test]
fn connections_that_are_closed_are_not_used() {
    let server = Server::start(|_, _, s| send(s, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nup"));
    let settings = LookSettings { pause: Duration::from_millis(50), tries: 1, ..look_settings(&[&server]) };
    let look = look(settings, &Page { asks: 5, ..PAGE }, &server.url("/p")).unwrap();
    assert!(look.evidence.exchanges.iter().all(|exchange| exchange.failure.is_none()), "{look:?}");
    assert_eq!(server.requests(|_| ()).len(), 5);
}

#[test]
fn a_judge_that_asks_without_end_has_to_decide() {
    let server = Server::start(|_, _, s| answer(s, "200 OK", "", b""));
    let look = look(look_settings(&[&server]), &Page { asks: usize::MAX, ..PAGE }, &server.url("/p")).unwrap();
    assert_eq!((look.evidence.exchanges.len(), look.verdict.state), (6, State::Up));
}

#[test]
fn why_a_body_is_cut() {
    let server = Server::start(|path, _, s| match path {
        "/long" => answer(s, "200 OK", "", &[b'a'; 200_000]),
        _ => send(s, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nup"),
    });
    let settings = LookSettings { keep_bodies: true, ..look_settings(&[&server]) };
    for (path, cut, bytes) in [("/long", Cut::Length, 100_000), ("/short", Cut::Connection, 2)] {
        let look = look(settings.clone(), &PAGE, &server.url(path)).unwrap();
        assert_eq!((look.bodies[0].cut, look.bodies[0].bytes.len()), (Some(cut), bytes), "{path}");
    }
}
