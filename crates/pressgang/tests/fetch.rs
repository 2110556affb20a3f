//! `fetch`: says what it would ask for, asks only when told to, keeps what came, and goes on where it was stopped.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use super::support::{Ended, pressgang, program};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR of an invented picture, number ";

/// A server of pictures that are all different; what is asked for is noted.
fn server() -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let noted = asked.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read > 0) {
                head.push(byte[0]);
            }
            let head = String::from_utf8(head).unwrap();
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            noted.lock().unwrap().push(head.clone());
            let (status, kind, body) = match path.as_str() {
                path if path.contains("gone") => ("404 Not Found", "text/plain", b"gone".to_vec()),
                path if path.contains("login") => ("200 OK", "text/html", b"<html>Log in".to_vec()),
                path => ("200 OK", "image/png", [PNG, path.as_bytes()].concat()),
            };
            let length = body.len();
            let head = format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n");
            let _ = stream.write_all(&[head.as_bytes(), &body].concat());
        }
    });
    (at, asked)
}

/// A case whose posts have pictures at these addresses; its folder's name.
fn case(at: &Path, addresses: &[String]) -> String {
    let post = |(n, url): (usize, &String)| {
        json!({ "platform": "x", "id": (1000 + n).to_string(), "created_at": "2023-04-02T10:00:00Z",
                "text": format!("Iron Heron is hiring drivers, number {n}"), "media": [{ "kind": "photo", "url": url }] })
        .to_string()
    };
    let lines: Vec<String> = addresses.iter().enumerate().map(post).collect();
    fs::write(at.join("posts.ndjson"), lines.join("\n")).unwrap();
    let name = at.join("case").display().to_string();
    for args in [
        vec!["new", &name, "--organisation", "iron-heron"],
        vec!["add", &name, at.join("posts.ndjson").to_str().unwrap()],
        vec!["run", &name],
    ] {
        let ended = pressgang(&args);
        assert_eq!(ended.status, 0, "{args:?} {}", ended.stderr);
    }
    name
}

/// What is held under `media/`, without the readings of it.
fn held(case: &str) -> BTreeSet<Vec<u8>> {
    let folders = fs::read_dir(Path::new(case).join("media")).into_iter().flatten().flatten();
    let folders = folders.filter(|folder| folder.file_name().len() == 2);
    let files = folders.flat_map(|folder| fs::read_dir(folder.path()).unwrap().flatten());
    files.map(|file| fs::read(file.path()).unwrap()).collect()
}

fn fetch(case: &str, server: SocketAddr, more: &[&str]) -> Ended {
    let server_text = server.to_string();
    let mut args = vec!["fetch", case, "--allow", &server_text];
    args.extend(more);
    pressgang(&args)
}

fn shown(ended: &Ended, folder: &Path, server: SocketAddr) -> String {
    ended.shown(folder).replace(&server.to_string(), "SERVER")
}

const YES: [&str; 3] = ["--yes", "--contact", "desk@example.org"];

#[test]
fn said_first_and_fetched_when_told_to() {
    let (at, asked) = server();
    let folder = tempfile::tempdir().unwrap();
    let path = |path: &str| format!("http://{at}/SECRET/{path}?sig=SECRET");
    let addresses = [
        path("a.png"),
        path("gone.png"),
        path("login"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "file:///etc/passwd".to_owned(),
    ];
    let case = case(folder.path(), &addresses);
    insta::assert_snapshot!("fetch_said", shown(&fetch(&case, at, &[]), folder.path(), at));
    assert!(asked.lock().unwrap().is_empty(), "nothing is asked before it is told to");
    insta::assert_snapshot!("fetch_without_contact", shown(&fetch(&case, at, &["--yes"]), folder.path(), at));
    assert!(asked.lock().unwrap().is_empty(), "nobody is asked without a contact");
    insta::assert_snapshot!("fetch_done", shown(&fetch(&case, at, &YES), folder.path(), at));
    assert_eq!(held(&case), BTreeSet::from([[PNG, b"/SECRET/a.png?sig=SECRET"].concat()]));
    assert_eq!(asked.lock().unwrap().len(), 3);
    assert!(asked.lock().unwrap().iter().all(|head| head.contains("desk@example.org")), "whom to write to");
    // What failed is asked for again only when told to, what is held never.
    insta::assert_snapshot!("fetch_again", shown(&fetch(&case, at, &YES), folder.path(), at));
    assert_eq!(asked.lock().unwrap().len(), 3);
    fetch(&case, at, &[&YES[..], &["--again"]].concat());
    assert_eq!(asked.lock().unwrap().len(), 5);
    assert_ne!(pressgang(&["run", &case]).status, 1);
    insta::assert_snapshot!("fetch_after_run", shown(&fetch(&case, at, &[]), folder.path(), at));
    let ledger = fs::read(Path::new(&case).join("ledger.sqlite")).unwrap();
    assert!(!String::from_utf8_lossy(&ledger).contains("SECRET"), "tokens do not enter the ledger");
}

#[test]
fn only_from_some_hosts_and_within_limits() {
    let (at, asked) = server();
    let folder = tempfile::tempdir().unwrap();
    let addresses = [format!("http://{at}/a.png"), "https://media.example.org/b.png".to_owned()];
    let case = case(folder.path(), &addresses);
    let ended = fetch(&case, at, &[&YES[..], &["--host", "127.0.0.1", "--most-bytes", "20"]].concat());
    assert_eq!(ended.status, 2, "{}", ended.stderr);
    assert!(ended.stderr.contains("left out: 1 file on other hosts"), "{}", ended.stderr);
    assert!(ended.stderr.contains("the file is larger than 20 bytes"), "{}", ended.stderr);
    assert_eq!(asked.lock().unwrap().len(), 1);
    assert!(held(&case).is_empty());
}

#[test]
fn a_killed_fetch_keeps_what_it_has_and_the_next_goes_on() {
    let (at, asked) = server();
    let folder = tempfile::tempdir().unwrap();
    // The pause between two files of a host is a second, so it is killed between them.
    let addresses: Vec<String> = (0..4).map(|n| format!("http://{at}/{n}.png")).collect();
    let case = case(folder.path(), &addresses);
    let server = at.to_string();
    let args = ["fetch", &case, "--allow", &server, "--yes", "--contact", "desk@example.org"];
    let mut child = program(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let began = Instant::now();
    while held(&case).is_empty() && began.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_millis(200));
    child.kill().unwrap();
    child.wait().unwrap();
    let before = held(&case).len();
    assert!((1..4).contains(&before), "{before}");
    let ended = pressgang(&args);
    assert_eq!(ended.status, 0, "{}", ended.stderr);
    assert!(ended.stderr.contains(&format!("to fetch: {} file", 4 - before)), "{}", ended.stderr);
    assert_eq!((held(&case).len(), asked.lock().unwrap().len()), (4, 4));
    assert!(pressgang(&args).stderr.contains("there is nothing to fetch"));
}
