//! `check`: says what it would look at, looks politely and once, enters what it found, and goes on where it was stopped.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::support::{Ended, pressgang, program};

/// What the server is asked, post by post.
type Asked = Arc<Mutex<Vec<(String, Instant)>>>;

/// A server of X's oEmbed: of every ten posts the sixth is gone, the others are up. Answers after `slow`.
fn server(slow: Duration) -> (SocketAddr, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let asked: Asked = Arc::default();
    let noted = asked.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let noted = noted.clone();
            thread::spawn(move || while answer(&mut stream, slow, &noted).is_some() {});
        }
    });
    (at, asked)
}

fn answer(stream: &mut TcpStream, slow: Duration, noted: &Asked) -> Option<()> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?;
    assert!(head.to_lowercase().contains("desk@example.org"), "hosts know whom to write to: {head}");
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let after = head.split("status%2F").nth(1).or_else(|| head.split("status/").nth(1))?;
    let id = after[..digits(after)].to_owned();
    noted.lock().unwrap().push((id.clone(), Instant::now()));
    thread::sleep(slow);
    let (status, body) = match id.ends_with('6') {
        true => ("404 Not Found", json!({ "error": "Not Found" })),
        false => {
            let url = format!("https://twitter.com/heron_example/status/{id}");
            let html = format!(
                "<blockquote class=\"twitter-tweet\"><p>invented</p><a href=\"{url}\">May 1, 2023</a></blockquote>"
            );
            (
                "200 OK",
                json!({ "url": url, "author_name": "Heron", "author_url": "https://twitter.com/heron_example", "html": html, "type": "rich", "provider_name": "Twitter", "provider_url": "https://twitter.com", "version": "1.0" }),
            )
        }
    };
    let body = body.to_string();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).ok()
}

/// A case with so many adverts; its folder's name.
fn case(at: &Path, posts: usize) -> String {
    let post = |n: usize| {
        let id = id(n);
        json!({ "platform": "x", "id": id, "url": format!("https://twitter.com/heron_example/status/{id}"),
                "author_handle": "heron_example", "created_at": "2023-04-02T10:00:00Z",
                "text": format!("The Iron Heron Company is hiring drivers and fighters for unit {n}. Pay 3000 euros a month, age 22 to 55. Call +49 30 23125 001 now!") })
        .to_string()
    };
    fs::write(at.join("posts.ndjson"), (0..posts).map(post).collect::<Vec<_>>().join("\n")).unwrap();
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

fn id(n: usize) -> String {
    format!("16500000000000{n:04}")
}

/// The arguments of a check of this server.
fn args(case: &str, server: SocketAddr, more: &[&str]) -> Vec<String> {
    let mut args = vec!["check".to_owned(), case.to_owned()];
    for (name, value) in [
        ("--contact", "desk@example.org"),
        ("--endpoint", &format!("x=http://{server}")),
        ("--allow", &server.to_string()),
        ("--pause", "20ms"),
    ] {
        args.extend([name.to_owned(), value.to_owned()]);
    }
    if !more.contains(&"--confirm-after") {
        args.extend(["--confirm-after".to_owned(), "40ms".to_owned()]);
    }
    args.extend(more.iter().map(|more| (*more).to_owned()));
    args
}

fn check(case: &str, server: SocketAddr, more: &[&str]) -> Ended {
    let args = args(case, server, more);
    pressgang(&args.iter().map(String::as_str).collect::<Vec<_>>())
}

/// How often each post was asked for.
fn counts(asked: &Asked) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    asked.lock().unwrap().iter().for_each(|(id, _)| *counts.entry(id.clone()).or_default() += 1);
    counts
}

/// The looks in the ledger, by post.
fn looks(case: &str) -> BTreeMap<String, Vec<String>> {
    let ledger = rusqlite::Connection::open(Path::new(case).join("ledger.sqlite")).unwrap();
    let mut rows = ledger
        .prepare("SELECT e.body, p.content FROM entries e JOIN personal p ON p.number = e.number WHERE e.kind = 'observation' ORDER BY e.number")
        .unwrap();
    let rows = rows.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
    let mut looks: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows {
        let (body, personal) = row.unwrap();
        let (body, personal): (Value, Value) =
            (serde_json::from_str(&body).unwrap(), serde_json::from_str(&personal).unwrap());
        assert!(!personal["evidence"]["exchanges"].as_array().unwrap().is_empty(), "{personal}");
        assert!(body["rule"].as_str().unwrap().contains('@'), "{body}");
        let look = body["status"].as_str().unwrap().to_owned();
        looks.entry(personal["id"].as_str().unwrap().to_owned()).or_default().push(look);
    }
    looks
}

#[test]
fn posts_are_looked_at_once_in_an_interval_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let name = case(folder.path(), 12);
    let (server, asked) = server(Duration::ZERO);
    let announced = pressgang(&["check", &name]);
    assert_eq!(announced.status, 0, "{}", announced.stderr);
    insta::assert_snapshot!("check_announced", announced.stderr);
    assert!(asked.lock().unwrap().is_empty(), "nobody is asked without a contact");
    let log = folder.path().join("looks.log");
    let looked = check(&name, server, &["--keep-bodies", "--log", log.to_str().unwrap()]);
    assert_eq!(looked.status, 0, "{}", looked.stderr);
    insta::assert_snapshot!("check_looked", looked.stderr.replace(&name, "CASE"));
    // What is gone was asked twice, everything else once.
    let expected: BTreeMap<String, usize> = (0..12).map(|n| (id(n), if n % 10 == 6 { 2 } else { 1 })).collect();
    assert_eq!(counts(&asked), expected);
    let again = check(&name, server, &[]);
    assert!(again.status == 0 && again.stderr.contains("nothing is due: 12 posts"), "{}", again.stderr);
    assert_eq!(counts(&asked), expected, "once in an interval");
    assert_eq!(fs::read_to_string(&log).unwrap().lines().count(), 12, "a line for each first look");
    // The bodies are kept, and nothing is out of order.
    let kept: Vec<_> = fs::read_dir(Path::new(&name).join("looks")).unwrap().flatten().collect();
    assert_eq!(kept.len(), 1);
    let verified = pressgang(&["verify", &name]);
    assert_eq!(verified.status, 0, "{}{}", verified.stdout, verified.stderr);
    for args in [["run", &name], ["report", &name]] {
        assert_eq!(pressgang(&args).status, 0);
    }
    let report: Value =
        serde_json::from_slice(&fs::read(Path::new(&name).join("report/report.json")).unwrap()).unwrap();
    let claim = |id: &str| report["claims"].as_array().unwrap().iter().find(|c| c["id"] == id).unwrap().clone();
    assert_eq!((claim("still_up")["value"].clone(), claim("removed")["value"].clone()), (json!(11), json!(1)));
    let status = claim("status")["text"].as_str().unwrap().to_owned();
    assert!(status.starts_with("11 of 12 posts up, 1 removed; 0 unknown; last looked "), "{status}");
    // A post that is named is looked at now.
    let named = format!("x:{}", id(3));
    assert_eq!(check(&name, server, &[&named]).status, 0);
    assert_eq!(counts(&asked)[&id(3)], 2);
    let decided = pressgang(&["check", &name, "--decide-again"]);
    assert!(
        decided.stderr.contains("looks with evidence: 13; decided otherwise or by another rule: 0"),
        "{}",
        decided.stderr
    );
}

fn spawn(args: &[String]) -> Child {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    program(&args).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(60), "waited in vain for {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_check_that_is_killed_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let name = case(folder.path(), 40);
    let (server, asked) = server(Duration::from_millis(30));
    // Without confirmation, so that every post takes one question.
    for kill_after in [4, 11, 19] {
        let mut child = spawn(&args(&name, server, &["--keep-bodies"]));
        wait_for("questions", || asked.lock().unwrap().len() >= kill_after);
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_eq!(check(&name, server, &["--keep-bodies"]).status, 0);
    let looks = looks(&name);
    assert_eq!(looks.len(), 40, "none is lost");
    assert!(looks.values().all(|looks| looks.len() == 1), "none is entered twice: {looks:?}");
    // One that was under way or half done (gone, and not confirmed yet) is begun anew; no other is asked again.
    let counts = counts(&asked);
    let repeated: usize = counts.iter().map(|(id, n)| n - if id.ends_with('6') { 2 } else { 1 }).sum();
    assert!(repeated <= 3 * 2, "{repeated} questions too many: {counts:?}");
    let verified = pressgang(&["verify", &name]);
    assert_eq!(verified.status, 0, "{}{}", verified.stdout, verified.stderr);
}

#[cfg(unix)]
#[test]
fn a_check_that_is_told_to_stop_loses_and_repeats_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let name = case(folder.path(), 30);
    let (server, asked) = server(Duration::from_millis(30));
    let child = spawn(&args(&name, server, &["--confirm-after", "1h"]));
    wait_for("questions", || asked.lock().unwrap().len() >= 5);
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    let ended = child.wait_with_output().unwrap();
    let Ok(true) = killed.map(|status| status.success()) else { return };
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(2), "not everything was looked at: {said}");
    assert!(said.contains("not looked at yet; the same command goes on"), "{said}");
    assert_eq!(check(&name, server, &[]).status, 0);
    let (looks, counts) = (looks(&name), counts(&asked));
    assert!(looks.len() == 30 && looks.values().all(|looks| looks.len() == 1), "{looks:?}");
    assert!(counts.iter().filter(|(id, _)| !id.ends_with('6')).all(|(_, n)| *n == 1), "{counts:?}");
}

/// What the endpoint of a running check says, as far as it is there.
fn metrics(at: SocketAddr) -> Option<String> {
    let mut stream = TcpStream::connect(at).ok()?;
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").ok()?;
    let mut text = String::new();
    stream.read_to_string(&mut text).ok()?;
    Some(text)
}

#[cfg(unix)]
#[test]
fn a_check_that_goes_on_looks_again_and_others_work_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let name = case(folder.path(), 5);
    let (server, asked) = server(Duration::ZERO);
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let at = free.to_string();
    let mut child = spawn(&args(&name, server, &["--every", "2s", "--metrics", &at]));
    wait_for("a second round", || counts(&asked).values().filter(|n| **n >= 2).count() == 5);
    let text = metrics(free).expect("metrics");
    assert!(text.contains("pressgang_looks_total{platform=\"x\",state=\"up\"}"), "{text}");
    // The case is free for others.
    for args in [["run", &name], ["report", &name]] {
        wait_for("the case", || pressgang(&args).status == 0);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let before = looks(&name);
    let mut child = spawn(&args(&name, server, &["--every", "2s"]));
    wait_for("another round after a restart", || looks(&name).iter().all(|(id, looks)| looks.len() > before[id].len()));
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let ended = child.wait().unwrap();
    assert_eq!(ended.code(), Some(0), "being told to stop is no failure");
    // No post was looked at more often than once in its interval: 100 ms are for the clock and the machine.
    let mut last: BTreeMap<String, Instant> = BTreeMap::new();
    for (id, at) in asked.lock().unwrap().iter() {
        if let Some(before) = last.insert(id.clone(), *at) {
            assert!(
                at.duration_since(before) >= Duration::from_millis(1_900),
                "{id} after {:?}",
                at.duration_since(before)
            );
        }
    }
}

#[test]
fn misuse_is_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let name = case(folder.path(), 1);
    let missing = folder.path().join("none").display().to_string();
    let mut said = String::new();
    for args in [
        vec!["check", &missing],
        vec!["check", &name, "x:1"],
        vec!["check", &name, "--contact", "nobody"],
        vec!["check", &name, "--interval", "soon"],
        vec!["check", &name, "--from", "Germany"],
        vec!["check", &name, "--endpoint", "x"],
        vec!["check", &name, "--metrics", "127.0.0.1:1"],
        vec!["check", &name, "--decide-again", "--every", "6h"],
    ] {
        let ended = pressgang(&args);
        assert_eq!(ended.status, 1, "{args:?}");
        let shown = args.join(" ").replace(&name, "CASE").replace(&missing, "NONE");
        said.push_str(&format!(
            "$ pressgang {shown}\n{}\n",
            ended.stderr.replace(&name, "CASE").replace(&missing, "NONE")
        ));
    }
    insta::assert_snapshot!("check_misuse", said);
}
