//! Many files: politeness, bounds, stopping.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use pressgang_watch::{FetchSettings, Fetcher};

use super::server::{PNG, Server, answer, picture, settings, write};

/// What became of each file, by its number.
fn fetch_all(settings: FetchSettings, addresses: &[String]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let mut found = BTreeMap::new();
    let items = addresses.iter().cloned().enumerate();
    Fetcher::new(settings).unwrap().fetch_all(items, folder.path(), &AtomicBool::new(false), |number, result| {
        let outcome = result.map_or_else(|e| e.to_string(), |file| format!("{} bytes", file.bytes));
        assert!(found.insert(number, outcome).is_none(), "{number} twice");
    });
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "what nobody took is gone");
    assert_eq!(found.len(), addresses.len());
    found.into_values().collect()
}

fn kept() -> String {
    format!("{} bytes", PNG.len())
}

#[test]
fn every_file_is_said_once() {
    let server = Server::start(|path, _, stream| match path.ends_with('3') {
        true => answer(stream, "404 Not Found", "", b""),
        false => picture(stream),
    });
    let mut addresses: Vec<String> = (0..20).map(|n| server.url(&format!("/{n}"))).collect();
    addresses.push("nonsense".to_owned());
    addresses.push("file:///etc/passwd".to_owned());
    let found = fetch_all(settings(&[&server]), &addresses);
    for (number, outcome) in found.iter().enumerate() {
        match number {
            3 | 13 => assert_eq!(outcome, "it is gone (status 404)"),
            20 => assert_eq!(outcome, "this is no address of a web server"),
            21 => assert_eq!(outcome, "the address is neither http nor https"),
            _ => assert_eq!(*outcome, kept()),
        }
    }
    assert_eq!(fetch_all(settings(&[]), &[]).len(), 0);
}

#[test]
fn hosts_are_asked_one_file_at_a_time_with_a_pause() {
    let slow = || {
        Server::start(|_, _, stream| {
            sleep(Duration::from_millis(40));
            picture(stream);
        })
    };
    let servers = [slow(), slow(), slow()];
    let addresses: Vec<String> = (0..4).flat_map(|n| servers.each_ref().map(|s| s.url(&format!("/{n}")))).collect();
    let all: Vec<&Server> = servers.iter().collect();
    let began = Instant::now();
    let pause = Duration::from_millis(80);
    let found = fetch_all(FetchSettings { pause, ..settings(&all) }, &addresses);
    assert!(found.iter().all(|outcome| *outcome == kept()), "{found:?}");
    for server in &servers {
        assert_eq!(server.most_open(), 1);
        let times = server.requests(|request| request.at);
        assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= pause), "{times:?}");
    }
    // One after the other, twelve files would take 1.4 s; the hosts are asked at once.
    assert!(began.elapsed() < Duration::from_millis(1300), "{:?}", began.elapsed());
}

#[test]
fn a_host_behind_redirects_is_asked_one_file_at_a_time_too() {
    let files = Server::start(|_, _, stream| {
        sleep(Duration::from_millis(30));
        picture(stream);
    });
    let at = files.at;
    let doors: Vec<Server> = (0..3)
        .map(|_| {
            Server::start(move |path, _, stream| {
                answer(stream, "302 Found", &format!("Location: http://{at}{path}\r\n"), b"");
            })
        })
        .collect();
    let addresses: Vec<String> = (0..2).flat_map(|n| doors.iter().map(move |d| d.url(&format!("/{n}")))).collect();
    let mut all: Vec<&Server> = doors.iter().collect();
    all.push(&files);
    // Without a pause the server may count the next before it has done counting the last.
    let pause = Duration::from_millis(20);
    let found = fetch_all(FetchSettings { pause, ..settings(&all) }, &addresses);
    assert!(found.iter().all(|outcome| *outcome == kept()), "{found:?}");
    assert_eq!((files.most_open(), files.requests(|_| ()).len()), (1, 6));
}

#[test]
fn a_host_that_says_when_is_asked_then() {
    let server = Server::start(|_, before, stream| match before {
        1 => answer(stream, "429 Too Many Requests", "Retry-After: 1\r\n", b""),
        _ => picture(stream),
    });
    let addresses: Vec<String> = (0..3).map(|n| server.url(&format!("/{n}"))).collect();
    assert_eq!(fetch_all(settings(&[&server]), &addresses), [kept(), kept(), kept()]);
    let asked = server.requests(|request| (request.path.clone(), request.at));
    let paths: Vec<&str> = asked.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["/0", "/1", "/1", "/2"]);
    assert!(asked[2].1 - asked[1].1 >= Duration::from_millis(990));
}

#[test]
fn a_host_that_says_much_later_is_left_alone() {
    let server = Server::start(|_, _, stream| answer(stream, "503 Busy", "Retry-After: 86400\r\n", b""));
    let other = Server::start(|_, _, stream| picture(stream));
    let addresses = [server.url("/0"), server.url("/1"), other.url("/2")];
    let found = fetch_all(settings(&[&server, &other]), &addresses);
    assert!(found[0].contains("come later") && found[1].contains("not asked any more"), "{found:?}");
    assert_eq!((found[2].clone(), server.requests(|_| ()).len()), (kept(), 1));
}

#[test]
fn a_host_that_refuses_again_and_again_is_left_alone() {
    let server = Server::start(|path, _, stream| match path {
        "/2" => picture(stream),
        _ => answer(stream, "403 Forbidden", "", b""),
    });
    let addresses: Vec<String> = (0..12).map(|n| server.url(&format!("/{n}"))).collect();
    let found = fetch_all(settings(&[&server]), &addresses);
    // Two refusals, a picture, then five refusals in a row.
    assert_eq!(found[2], kept());
    assert!(found[7].contains("status 403") && found[8].contains("not asked any more"), "{found:?}");
    assert_eq!(server.requests(|_| ()).len(), 8);
}

#[test]
fn all_files_together_have_a_bound() {
    let server = Server::start(|_, _, stream| {
        write(stream, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nConnection: close\r\n\r\n");
        write(stream, PNG);
        write(stream, &[7; 1000]);
    });
    let addresses: Vec<String> = (0..6).map(|n| server.url(&format!("/{n}"))).collect();
    let most_total_bytes = 2 * (PNG.len() as u64 + 1000) + 10;
    let found = fetch_all(FetchSettings { most_total_bytes, ..settings(&[&server]) }, &addresses);
    let expected = format!("all files together have more than {most_total_bytes} bytes");
    assert_eq!(found.iter().filter(|outcome| **outcome == expected).count(), 4, "{found:?}");
    assert_eq!(server.requests(|_| ()).len(), 3, "nobody is asked in vain");
}

#[test]
fn all_can_be_stopped() {
    let server = Server::start(|_, _, stream| picture(stream));
    let folder = tempfile::tempdir().unwrap();
    let stop = AtomicBool::new(false);
    let items = (0..50).map(|n| (n, server.url(&format!("/{n}"))));
    let settings = FetchSettings { pause: Duration::from_millis(20), ..settings(&[&server]) };
    let mut done = 0;
    Fetcher::new(settings).unwrap().fetch_all(items, folder.path(), &stop, |_, result| {
        result.unwrap();
        done += 1;
        stop.store(done == 3, Ordering::Relaxed);
    });
    assert!((3..=4).contains(&done), "{done}");
    assert!(server.requests(|_| ()).len() <= 5);
}
