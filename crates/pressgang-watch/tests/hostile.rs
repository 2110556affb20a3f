//! One file from a server that is slow, lying, endless or leads elsewhere.

use std::net::{TcpListener, TcpStream};
use std::sync::atomic::AtomicBool;
use std::thread::sleep;
use std::time::{Duration, Instant};

use pressgang_watch::{FetchError, Fetched, Fetcher};

use super::server::{PNG, Server, answer, picture, send, settings, write};

/// What becomes of one file; nothing may be left of one that was not fetched whole.
fn fetch(server: &Server, path: &str) -> Result<Fetched, FetchError> {
    fetch_from(&[server], &server.url(path))
}

fn fetch_from(servers: &[&Server], address: &str) -> Result<Fetched, FetchError> {
    let folder = tempfile::tempdir().unwrap();
    let began = Instant::now();
    let fetched = Fetcher::new(settings(servers)).unwrap().fetch(address, folder.path(), &AtomicBool::new(false));
    assert!(began.elapsed() < Duration::from_secs(6), "it took {:?}", began.elapsed());
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, usize::from(fetched.is_ok()), "{fetched:?}");
    if let Ok(file) = &fetched {
        assert_eq!(std::fs::metadata(&file.file).unwrap().len(), file.bytes);
    }
    fetched
}

/// Asks a server that answers everything in this way for a file.
#[track_caller]
fn check(expected: &str, answer: impl Fn(&mut TcpStream) + Send + Sync + 'static) {
    let server = Server::start(move |_, _, stream| answer(stream));
    let found = fetch(&server, "/SECRET/a.png?sig=SECRET").map_or_else(|e| e.to_string(), |_| "kept".to_owned());
    assert!(found.contains(expected), "expected {expected:?}, found {found:?}");
    assert!(!found.contains("SECRET"), "{found}");
}

#[test]
fn a_picture_is_fetched() {
    let server = Server::start(|_, _, stream| picture(stream));
    let file = fetch(&server, "/SECRET/a.png?sig=SECRET").unwrap();
    assert_eq!((file.bytes, file.content_type.as_str(), file.redirects), (PNG.len() as u64, "image/png", 0));
    // From sha256sum.
    assert_eq!(file.sha256, "345edca35f0402565e3c4f213f8a91971b44cb74e3816f4713ada751cdfff0ff");
    assert!(file.length_stated);
    assert!(!format!("{file:?}").contains("SECRET"), "{file:?}");
    let head = server.requests(|request| request.head.to_ascii_lowercase()).remove(0);
    assert!(head.starts_with("get /secret/a.png?sig=secret http/1.1\r\n"), "{head}");
    assert!(head.contains("user-agent: pressgang/0.0.0 (research archive; +desk@example.org)\r\n"), "{head}");
    assert!(head.contains("accept-encoding: identity\r\n"), "{head}");
    for none in ["cookie", "authorization", "referer", "range"] {
        assert!(!head.contains(&format!("{none}:")), "{head}");
    }
}

#[test]
fn cookies_are_not_kept() {
    let server = Server::start(|path, _, stream| match path {
        "/a" => answer(stream, "302 Found", "Set-Cookie: a=b; Path=/\r\nLocation: /b\r\n", b""),
        _ => picture(stream),
    });
    assert_eq!(fetch(&server, "/a").unwrap().redirects, 1);
    assert!(server.requests(|request| request.head.contains("a=b")).iter().all(|&sent| !sent));
}

#[test]
fn kinds() {
    check("a page", |s| answer(s, "200 OK", "Content-Type: text/html; charset=utf-8\r\n", b"<html>Log in</html>"));
    check("a page", |s| answer(s, "200 OK", "Content-Type: image/png\r\n", b"<!DOCTYPE html><title>Log in</title>"));
    check("text", |s| answer(s, "200 OK", "Content-Type: video/mp4\r\n", b"#EXTM3U\nhttp://169.254.169.254/\n"));
    check("application/json", |s| answer(s, "200 OK", "Content-Type: application/json\r\n", b"{}"));
    check("image/svg+xml", |s| answer(s, "200 OK", "Content-Type: image/svg+xml\r\n", b"<svg/>"));
    check("no known kind", |s| answer(s, "200 OK", "Content-Type: application/octet-stream\r\n", b"\x01\x02\x03"));
    check("empty", |s| answer(s, "200 OK", "Content-Type: image/png\r\n", b""));
    check("kept", |s| answer(s, "200 OK", "Content-Type: application/octet-stream\r\n", PNG));
    check("kept", |s| answer(s, "200 OK", "", PNG));
    check("compressed", |s| answer(s, "200 OK", "Content-Type: image/png\r\nContent-Encoding: gzip\r\n", b"\x1f\x8b"));
    check("compressed", |s| answer(s, "200 OK", "Content-Type: image/png\r\nContent-Encoding: br\r\n", b"\x1f\x8b"));
}

#[test]
fn statuses() {
    check("gone (status 404)", |s| answer(s, "404 Not Found", "Content-Type: image/png\r\n", PNG));
    check("gone (status 410)", |s| answer(s, "410 Gone", "", b""));
    check("refuses it (status 401)", |s| answer(s, "401 Unauthorized", "WWW-Authenticate: Basic\r\n", b""));
    check("refuses it (status 403)", |s| answer(s, "403 Forbidden", "", b""));
    check("come later (status 429)", |s| answer(s, "429 Too Many Requests", "Retry-After: 5\r\n", b""));
    check("come later (status 503)", |s| answer(s, "503 Service Unavailable", "", b""));
    check("status 500", |s| answer(s, "500 Oops", "", b""));
    check("status 204", |s| send(s, b"HTTP/1.1 204 No Content\r\n\r\n"));
    check("status 206", |s| answer(s, "206 Partial Content", "Content-Type: image/png\r\n", PNG));
    check("status 304", |s| send(s, b"HTTP/1.1 304 Not Modified\r\n\r\n"));
}

#[test]
fn what_is_too_large() {
    let large = |n: usize| format!("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {n}\r\n\r\n");
    check("larger than 1000000 bytes", move |s| send(s, large(1_000_001).as_bytes()));
    check("malformed", |s| {
        let huge = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 99999999999999999999999\r\n\r\n";
        write(s, huge.as_bytes());
    });
    // Chunks without end, each of them small.
    check("larger than 1000000 bytes", |s| {
        write(s, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n");
        write(s, format!("{:x}\r\n", PNG.len()).as_bytes());
        write(s, PNG);
        while write(s, b"\r\n400\r\n") && write(s, &[7; 1024]) {}
    });
    // Neither length nor chunks.
    check("larger than 1000000 bytes", |s| {
        write(s, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nConnection: close\r\n\r\n");
        write(s, PNG);
        while write(s, &[7; 4096]) {}
    });
}

#[test]
fn lengths_that_lie() {
    let head = |n: usize| format!("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {n}\r\n\r\n");
    check("ended before the file", move |s| send(s, &[head(5000).as_bytes(), PNG].concat()));
    // What comes behind the stated length is not the file's.
    let server = Server::start(move |_, _, s| {
        let _ = write(s, head(PNG.len()).as_bytes()) && write(s, PNG) && write(s, b"more");
    });
    assert_eq!(fetch(&server, "/a.png").unwrap().bytes, PNG.len() as u64);
    let found = [
        ("Content-Length: 5\r\nContent-Length: 900\r\n", "malformed"),
        ("Content-Length: -5\r\n", "malformed"),
        ("Content-Length: 0x10\r\n", "malformed"),
    ];
    for (lengths, expected) in found {
        check(expected, move |s| {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n{lengths}\r\n");
            let _ = write(s, head.as_bytes()) && write(s, PNG);
        });
    }
}

#[test]
fn connections_that_break() {
    check("ended before the file", |s| {
        write(s, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n");
        write(s, PNG);
    });
    check("ended before the file", |s| send(s, b"HTTP/1.1 200 OK\r\nContent-Type: ima"));
    check("ended before the file", |_| ());
    check("malformed", |s| send(s, b"SSH-2.0-OpenSSH_9.9\r\n\r\n"));
    check("malformed", |s| {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n";
        let _ = write(s, head.as_bytes()) && write(s, PNG);
    });
}

#[test]
fn slow_servers() {
    check("took too long", |_| sleep(Duration::from_secs(2)));
    // A header at a time, without end.
    check("the answer took too long", |s| {
        write(s, b"HTTP/1.1 200 OK\r\n");
        while write(s, b"X-Another: one\r\n") {
            sleep(Duration::from_millis(50));
        }
    });
    let start = |s: &mut TcpStream| {
        write(s, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 900000\r\n\r\n") && write(s, PNG)
    };
    check("took too long", move |s| {
        start(s);
        sleep(Duration::from_secs(2));
    });
    check("more slowly than 10000 bytes", move |s| {
        start(s);
        while write(s, b"x") {
            sleep(Duration::from_millis(20));
        }
    });
    // Fast enough, but never done.
    check("took too long", move |s| {
        start(s);
        while write(s, &[7; 1000]) {
            sleep(Duration::from_millis(20));
        }
    });
}

#[test]
fn headers_without_end() {
    check("malformed", |s| {
        write(s, b"HTTP/1.1 200 OK\r\nX-Long: ");
        while write(s, &[b'a'; 4096]) {}
    });
    check("malformed", |s| {
        write(s, b"HTTP/1.1 200 OK\r\n");
        while write(s, b"X-Another: one\r\n") {}
    });
}

#[test]
fn redirects() {
    let inner = Server::start(|_, _, stream| picture(stream));
    let inner_at = inner.at;
    let server = Server::start(move |path, _, stream| {
        let to = match path {
            "/loop" => "/loop".to_owned(),
            "/metadata" => "http://169.254.169.254/latest/meta-data/".to_owned(),
            "/decimal" => format!("http://2130706433:{}/", inner_at.port()),
            "/other-local" => format!("http://127.0.0.2:{}/", inner_at.port()),
            "/inner" => format!("http://{inner_at}/"),
            "/mapped" => format!("http://[::ffff:127.0.0.1]:{}/", inner_at.port()),
            "/name" => "http://localhost/".to_owned(),
            "/file" => "file:///etc/passwd".to_owned(),
            "/user" => "http://SECRET:SECRET@example.com/".to_owned(),
            "/port" => "http://127.0.0.1:22/".to_owned(),
            "/none" => "http://".to_owned(),
            "/here" => "/picture?sig=SECRET".to_owned(),
            _ => return picture(stream),
        };
        answer(stream, "302 Found", &format!("Location: {to}\r\n"), b"");
    });
    let cases = [
        ("/loop", "more than 5 redirects"),
        ("/metadata", "a redirect: the address leads to a link-local address"),
        ("/other-local", "a redirect: the address leads to a port other than 80 and 443"),
        ("/decimal", "a redirect: the address leads to a port other than 80 and 443"),
        ("/inner", "a redirect: the address leads to a port other than 80 and 443"),
        ("/mapped", "a redirect: the address leads to a port other than 80 and 443"),
        ("/name", "a redirect: the address leads to this machine itself"),
        ("/file", "a redirect: the address is neither http nor https"),
        ("/user", "a redirect: the address holds a user or password"),
        ("/port", "a redirect: the address leads to a port other than 80 and 443"),
        ("/none", "a redirect: this is no address of a web server"),
    ];
    for (path, expected) in cases {
        let error = fetch(&server, path).unwrap_err();
        assert_eq!(error.to_string(), expected, "{path}");
        assert!(error.is_final(), "{path}");
    }
    assert_eq!(inner.requests(|_| ()).len(), 0, "a server that nobody allowed was asked");
    let file = fetch(&server, "/here").unwrap();
    assert_eq!((file.redirects, file.final_url), (1, format!("http://{}/…", server.at)));
    // Where the port is allowed for one address, others with that port are not.
    for path in ["/decimal", "/inner"] {
        assert!(fetch_from(&[&server, &inner], &server.url(path)).is_ok(), "{path}");
    }
    for (path, expected) in [("/other-local", "this machine itself"), ("/mapped", "an IPv4 address written as IPv6")] {
        let error = fetch_from(&[&server, &inner], &server.url(path)).unwrap_err();
        assert_eq!(error.to_string(), format!("a redirect: the address leads to {expected}"));
    }
}

#[test]
fn addresses_that_are_never_asked() {
    let server = Server::start(|_, _, stream| picture(stream));
    let cases = [
        ("http://127.0.0.1/a.png", "this machine itself"),
        ("http://[::1]/a.png", "this machine itself"),
        ("http://0/a.png", "unspecified"),
        ("http://017700000001/a.png", "this machine itself"),
        ("http://127.1/a.png", "this machine itself"),
        ("http://localhost/a.png", "this machine itself"),
        ("http://169.254.169.254/a.png", "link-local"),
        ("http://[fd00:ec2::254]/a.png", "private"),
        ("http://10.0.0.1/a.png", "private"),
        ("http://[64:ff9b::a9fe:a9fe]/a.png", "IPv4 address written as IPv6"),
        ("https://192.168.1.1:8443/a.png", "a port other"),
        ("ftp://example.com/a.png", "neither http nor https"),
        ("photos/a.png", "no address"),
    ];
    for (address, expected) in cases {
        let error = fetch_from(&[&server], address).unwrap_err();
        assert!(error.to_string().contains(expected), "{address}: {error}");
        assert!(error.is_final(), "{address}");
    }
    assert!(server.requests(|_| ()).is_empty());
}

#[test]
fn nothing_is_smuggled_into_the_request() {
    let server = Server::start(|_, _, stream| picture(stream));
    fetch(&server, "/a.png\r\nX-Evil: 1\r\n").unwrap();
    fetch(&server, "/a.png?b=c%0d%0aX-Evil:%201").unwrap();
    fetch(&server, "/a b\"<>\u{e9}.png").unwrap();
    for head in server.requests(|request| request.head.clone()) {
        assert!(!head.to_ascii_lowercase().contains("\nx-evil"), "{head}");
    }
    assert_eq!(server.requests(|request| request.path.clone())[2], "/a%20b%22%3C%3E%C3%A9.png");
}

#[test]
fn encryption_is_insisted_on() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    std::thread::spawn(move || send(&mut listener.accept().unwrap().0, b"HTTP/1.1 200 OK\r\n\r\n"));
    let mut settings = settings(&[]);
    settings.allowed = vec![at];
    let folder = tempfile::tempdir().unwrap();
    let fetcher = Fetcher::new(settings).unwrap();
    let error = fetcher.fetch(&format!("https://{at}/"), folder.path(), &AtomicBool::new(false)).unwrap_err();
    assert!(matches!(error, FetchError::Tls(_)), "{error}");
}

#[test]
fn a_proxy_is_asked_only_for_public_hosts() {
    let proxy = Server::start(|_, _, stream| send(stream, b"HTTP/1.1 502 No\r\n\r\n"));
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(&[]);
    settings.proxy = Some(pressgang_watch::ProxySettings { address: proxy.url("") });
    let fetcher = Fetcher::new(settings).unwrap();
    let fetch = |address: &str| fetcher.fetch(address, folder.path(), &AtomicBool::new(false)).unwrap_err().to_string();
    assert!(fetch("http://169.254.169.254/a.png").contains("link-local"));
    assert!(fetch("http://localhost/a.png").contains("this machine itself"));
    assert!(fetch(&proxy.url("/a.png")).contains("a port other"));
    assert!(proxy.requests(|_| ()).is_empty());
    assert_eq!(fetch("http://1.1.1.1/a.png"), "the proxy failed");
    assert!(proxy.requests(|request| request.head.clone())[0].starts_with("CONNECT 1.1.1.1:80 "));
}

#[test]
fn it_can_be_stopped() {
    let server = Server::start(|_, _, stream| picture(stream));
    let folder = tempfile::tempdir().unwrap();
    let fetcher = Fetcher::new(settings(&[&server])).unwrap();
    let error = fetcher.fetch(&server.url("/"), folder.path(), &AtomicBool::new(true)).unwrap_err();
    assert!(matches!(error, FetchError::Stopped));
    assert!(server.requests(|_| ()).is_empty());
}
