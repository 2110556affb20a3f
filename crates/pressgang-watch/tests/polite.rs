//! Many looks: turns, waits that hosts ask for, confirmation, stopping.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use pressgang_watch::look::{COME_LATER, LookSettings, Looker, Postponed, PostponedWhy, State, decide_again};

use super::judge::{PAGE, Page, look, look_all, look_settings, target};
use super::server::{Server, answer};

fn urls(server: &Server, count: usize) -> Vec<String> {
    (0..count).map(|n| server.url(&format!("/{n}"))).collect()
}

fn paths(server: &Server) -> Vec<String> {
    server.requests(|request| request.path.clone())
}

/// A server of two posts whose first answer says to come later: the least time until it is asked again.
#[track_caller]
fn check_wait(status: &'static str, headers: impl Fn() -> String + Send + Sync + 'static, least: f64, most: f64) {
    let server = Server::start(move |_, before, s| match before {
        0 => answer(s, status, &headers(), b""),
        _ => answer(s, "200 OK", "", b""),
    });
    let found = look_all(look_settings(&[&server]), &PAGE, &urls(&server, 2));
    assert!(found.values().all(|state| state == "up"), "{found:?}");
    assert_eq!(paths(&server), ["/0", "/0", "/1"]);
    let at = server.requests(|request| request.at);
    let waited = (at[1] - at[0]).as_secs_f64();
    assert!(waited >= least && waited < most, "{status}: {waited}");
}

fn date(after: Duration) -> String {
    httpdate::fmt_http_date(SystemTime::now() + after)
}

fn unix(after: Duration) -> u64 {
    (SystemTime::now() + after).duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs()
}

#[test]
fn hosts_that_say_when_are_asked_then() {
    let second = Duration::from_secs(1);
    check_wait("429 Too Many Requests", || "Retry-After: 1\r\n".to_owned(), 0.99, 1.6);
    check_wait("503 Service Unavailable", || "Retry-After: 1\r\n".to_owned(), 0.99, 1.6);
    check_wait("403 Forbidden", || "Retry-After: 1\r\n".to_owned(), 0.99, 1.6);
    // A date has whole seconds, and by our clock some of the first is over.
    check_wait("429 Slow", move || format!("Retry-After: {}\r\n", date(second * 2)), 0.99, 2.6);
    // The host's clock is a day slow, and says so.
    let day = Duration::from_secs(86_400);
    check_wait(
        "429 Slow",
        move || {
            let slow = |after: Duration| httpdate::fmt_http_date(SystemTime::now() - day + after);
            format!("Date: {}\r\nRetry-After: {}\r\n", slow(Duration::ZERO), slow(second))
        },
        0.99,
        1.6,
    );
    check_wait("429 Slow", move || format!("X-Rate-Limit-Reset: {}\r\n", unix(second * 2)), 0.99, 2.6);
    // Without a word, or a senseless one: the backoff of 40 ms, of which at least half.
    check_wait("429 Slow", String::new, 0.019, 0.5);
    check_wait("503 Slow", String::new, 0.019, 0.5);
    check_wait("429 Slow", || "Retry-After: 0\r\n".to_owned(), 0.019, 0.5);
    check_wait("429 Slow", move || format!("Retry-After: {}\r\n", date(Duration::ZERO) + "?"), 0.019, 0.5);
}

#[test]
fn a_quota_that_is_used_up_is_waited_for_before_anything_is_refused() {
    let server = Server::start(move |_, before, s| match before {
        1 => answer(s, "200 OK", "X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: 1\r\n", b""),
        _ => answer(s, "200 OK", "X-RateLimit-Remaining: 7\r\nX-RateLimit-Reset: 1\r\n", b""),
    });
    let found = look_all(look_settings(&[&server]), &PAGE, &urls(&server, 3));
    assert!(found.values().all(|state| state == "up"), "{found:?}");
    let at = server.requests(|request| request.at);
    assert!(at[1] - at[0] < Duration::from_millis(500) && at[2] - at[1] >= Duration::from_millis(990));
}

#[test]
fn other_hosts_go_on_while_one_waits() {
    let slow = Server::start(|_, before, s| match before {
        0 => answer(s, "429 Slow", "Retry-After: 1\r\n", b""),
        _ => answer(s, "200 OK", "", b""),
    });
    let other = Server::start(|_, _, s| answer(s, "200 OK", "", b""));
    let all = [urls(&slow, 1), urls(&other, 5)].concat();
    look_all(look_settings(&[&slow, &other]), &PAGE, &all);
    let last = other.requests(|request| request.at).pop().unwrap();
    assert!(last < slow.requests(|request| request.at)[1]);
}

#[test]
fn a_host_that_asks_for_long_is_left_until_then_by_later_runs_too() {
    let server = Server::start(|_, before, s| match before {
        0 => answer(s, "200 OK", "", b""),
        _ => answer(s, "429 Slow", "Retry-After: 600\r\n", b""),
    });
    let other = Server::start(|_, _, s| answer(s, "200 OK", "", b""));
    let looker = Looker::new(look_settings(&[&server, &other])).unwrap();
    let mut found: BTreeMap<String, Result<State, Postponed>> = BTreeMap::new();
    let now = i64::try_from(unix(Duration::ZERO)).unwrap() * 1000;
    for _ in 0..2 {
        found.clear();
        let all = [urls(&server, 4), urls(&other, 2)].concat();
        let targets = all.iter().map(|url| target(url));
        looker.look_all(&PAGE, targets, &AtomicBool::new(false), |target, result| {
            found.insert(target.id, result.map(|look| look.verdict.state));
        });
        assert_eq!(found.len(), 6);
    }
    assert_eq!((server.requests(|_| ()).len(), other.requests(|_| ()).len()), (2, 4));
    for url in urls(&server, 4) {
        let postponed = found[&url].clone().unwrap_err();
        assert_eq!((postponed.why, postponed.host.as_str()), (PostponedWhy::LongWait, server.at.to_string().as_str()));
        let wait = postponed.not_before_unix_millis - now;
        assert!((590_000..=606_000).contains(&wait), "{wait}");
        assert!(postponed.to_string().ends_with("asks to be left alone for long"));
    }
}

#[test]
fn a_host_that_refuses_again_and_again_is_given_up() {
    for (status, why) in [("429 Slow", "refused"), ("503 Busy", "refused"), ("500 Oops", "failed")] {
        let server = Server::start(move |path, _, s| match path {
            "/0" => answer(s, "200 OK", "", b""),
            _ => answer(s, status, "", b""),
        });
        let settings = LookSettings { backoff: Duration::from_millis(10), ..look_settings(&[&server]) };
        let found = look_all(settings, &PAGE, &urls(&server, 20));
        let states: BTreeSet<&str> = found.values().map(String::as_str).collect();
        assert_eq!(found[&server.url("/0")], "up");
        assert_eq!(states, BTreeSet::from(["up", why]), "{found:?}");
        assert_eq!(server.requests(|_| ()).len(), 6, "one that served and five refusals in a row");
    }
}

/// What a next run, or a next round with the same looker, has to know, each of a single post.
#[test]
fn waits_are_told_and_kept() {
    let cases: [(&str, &str, Option<std::ops::RangeInclusive<i64>>); 6] = [
        ("200 OK", "", None),
        ("404 Not Found", "", None),
        ("200 OK", "X-Rate-Limit-Remaining: 0\r\nX-Rate-Limit-Reset: 2\r\n", Some(1..=2)),
        ("200 OK", "X-Rate-Limit-Remaining: 0\r\nX-Rate-Limit-Reset: 900\r\n", Some(895..=900)),
        ("429 Slow", "Retry-After: 600\r\n", Some(595..=600)),
        // It did not say for how long.
        ("500 Oops", "", Some(12..=15)),
    ];
    for (status, headers, expected) in cases {
        let server = Server::start(move |_, _, s| answer(s, status, headers, b""));
        let settings = LookSettings { backoff: Duration::from_millis(10), ..look_settings(&[&server]) };
        let looker = Looker::new(settings.clone()).unwrap();
        let round = |looker: &Looker| {
            looker
                .look(&PAGE, target(&server.url("/p")), &AtomicBool::new(false))
                .unwrap()
                .map(|look| look.verdict.state)
        };
        let _ = round(&looker);
        let asked = server.requests(|_| ()).len();
        let waits = looker.waits();
        let now = i64::try_from(unix(Duration::ZERO)).unwrap();
        let seconds: Vec<i64> = waits.iter().map(|(_, at)| at / 1000 - now).collect();
        match &expected {
            None => assert!(waits.is_empty(), "{status} {headers}: {waits:?}"),
            Some(expected) => {
                assert!(waits.len() == 1 && waits[0].0 == server.at.to_string(), "{status} {headers}: {waits:?}");
                assert!(expected.contains(&seconds[0]), "{status} {headers}: {seconds:?}");
            }
        }
        if expected.is_some_and(|expected| *expected.start() > 5) {
            // Neither this looker nor another that was told asks sooner.
            assert!(round(&looker).is_err());
            let next = Looker::new(settings).unwrap();
            waits.iter().for_each(|(host, until)| next.leave_alone(host, *until));
            assert!(round(&next).is_err());
            assert_eq!(server.requests(|_| ()).len(), asked, "{status} {headers}");
        }
    }
}

/// A host that nobody can reach is left alone longer after each round, until it answers.
#[test]
fn a_silent_host_rests() {
    let at = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = Server::start(|_, _, s| answer(s, "200 OK", "", b""));
    let settings = LookSettings { backoff: Duration::from_millis(5), ..look_settings(&[&server]) };
    let settings = LookSettings { allowed: vec![server.at, at], ..settings };
    let looker = Looker::new(settings).unwrap();
    let targets = [target(&format!("http://{at}/p")), target(&server.url("/p"))];
    let mut answered = Vec::new();
    looker.look_all(&PAGE, targets, &AtomicBool::new(false), |_, result| {
        answered.push(result.is_ok_and(|look| look.evidence.is_answered()));
    });
    answered.sort_unstable();
    assert_eq!(answered, [false, true]);
    let hosts: Vec<String> = looker.waits().into_iter().map(|(host, _)| host).collect();
    assert_eq!(hosts, [at.to_string()]);
}

#[test]
fn a_post_that_is_always_refused_holds_up_no_other() {
    let server = Server::start(|path, _, s| match path {
        "/1" => answer(s, "503 Busy", "", b""),
        _ => answer(s, "200 OK", "", b""),
    });
    let settings = LookSettings { pause: Duration::from_millis(10), ..look_settings(&[&server]) };
    let found = look_all(settings, &PAGE, &urls(&server, 8));
    let refused: Vec<&String> = found.iter().filter(|(_, state)| *state != "up").map(|(url, _)| url).collect();
    assert_eq!((refused, found[&server.url("/1")].as_str()), (vec![&server.url("/1")], "refused"));
    assert_eq!(paths(&server).iter().filter(|path| *path == "/1").count(), 3);
}

/// A judge reads in a body of status 200 that it was too fast, as VK says it.
#[test]
fn a_body_that_says_to_come_later() {
    let server = Server::start(|_, before, s| {
        answer(s, "200 OK", "", if before == 0 { COME_LATER.as_bytes() } else { b"up" });
    });
    let look = look(look_settings(&[&server]), &PAGE, &server.url("/p")).unwrap();
    assert_eq!((look.verdict.state, look.evidence.exchanges.len(), paths(&server).len()), (State::Up, 1, 2));
}

#[test]
fn gone_is_believed_only_when_it_is_found_twice() {
    // What a host answers the first, second, third time; state and rule; attempts and requests.
    let cases: [(&[&str], &str, usize, usize); 13] = [
        (&["404", "404"], "removed test.gone@1", 2, 2),
        (&["404", "200", "200"], "up test.up@1", 3, 3),
        (&["404", "200", "404"], "removed test.gone@1", 3, 3),
        (&["404", "200", "private"], "unknown looker.not-confirmed@1", 3, 3),
        (&["404", "500", "404"], "removed test.gone@1", 2, 3),
        // A host that fails is not asked for a third attempt.
        (&["404", "500", "500", "500"], "unknown looker.not-confirmed@1", 2, 4),
        (&["private", "private"], "private test.word@1", 2, 2),
        (&["200"], "up test.up@1", 1, 1),
        (&["login_wall"], "login_wall test.word@1", 2, 2),
        (&["login_wall", "200"], "up test.up@1", 2, 2),
        (&["unknown"], "unknown test.word@1", 2, 2),
        (&["unknown", "404", "404"], "removed test.gone@1", 3, 3),
        (&["unknown", "404", "200"], "unknown looker.not-confirmed@1", 3, 3),
    ];
    for (answers, expected, attempts, requests) in cases {
        let server = Server::start(move |_, before, s| match answers[before.min(answers.len() - 1)] {
            "404" => answer(s, "404 Not Found", "", b""),
            "500" => answer(s, "500 Oops", "", b""),
            "200" => answer(s, "200 OK", "", b""),
            word => answer(s, "200 OK", "", word.as_bytes()),
        });
        let after = Duration::from_millis(300);
        let settings = LookSettings { confirm_after: Some(after), keep_bodies: true, ..look_settings(&[&server]) };
        let look = look(settings, &PAGE, &server.url("/p")).unwrap();
        assert_eq!(format!("{} {}", look.verdict.state.as_str(), look.verdict.rule), expected, "{answers:?}");
        let at = server.requests(|request| request.at);
        assert_eq!(at.len(), requests, "{answers:?}");
        assert!(requests == 1 || at[1] - at[0] >= after, "{answers:?}");
        let found: Vec<usize> = look.evidence.exchanges.iter().map(|exchange| exchange.attempt.into()).collect();
        assert_eq!(found, (0..attempts).collect::<Vec<_>>(), "{answers:?}");
        assert_eq!(look.bodies.iter().map(|body| body.exchange).collect::<Vec<_>>(), (0..attempts).collect::<Vec<_>>());
        assert_eq!(decide_again(&PAGE, &target(""), &look.evidence), look.verdict);
    }
}

#[test]
fn others_are_looked_at_while_one_is_to_be_confirmed() {
    let server = Server::start(|path, _, s| match path {
        "/0" => answer(s, "404 Not Found", "", b""),
        _ => answer(s, "200 OK", "", b""),
    });
    let settings = LookSettings {
        confirm_after: Some(Duration::from_millis(400)),
        pause: Duration::from_millis(20),
        ..look_settings(&[&server])
    };
    let found = look_all(settings, &PAGE, &urls(&server, 4));
    assert_eq!(found[&server.url("/0")], "removed");
    assert_eq!(paths(&server), ["/0", "/1", "/2", "/3", "/0"]);
}

/// What a host saw: when each request came and when its answer began, and how many were open at once.
#[derive(Clone, Default)]
struct Seen {
    times: Arc<Mutex<Vec<(Instant, Instant)>>>,
    open: Arc<AtomicUsize>,
    most_open: Arc<AtomicUsize>,
}

impl Seen {
    fn watch(&self, serve: impl FnOnce()) {
        let came = Instant::now();
        let open = self.open.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_open.fetch_max(open, Ordering::SeqCst);
        thread::sleep(Duration::from_millis(1));
        self.open.fetch_sub(1, Ordering::SeqCst);
        self.times.lock().unwrap().push((came, Instant::now()));
        serve();
    }

    /// Holds that nobody came too soon or while another was there; gives how many came.
    #[track_caller]
    fn check(&self, pause: Duration) -> usize {
        let times = self.times.lock().unwrap();
        let gaps = times.windows(2).map(|pair| pair[1].0.saturating_duration_since(pair[0].1));
        assert!(times.len() < 2 || gaps.min() >= Some(pause), "too soon");
        assert_eq!(self.most_open.load(Ordering::SeqCst), 1);
        times.len()
    }
}

/// A thousand posts over eight hosts, of two platforms, some behind redirects to the next host, some gone and to be
/// confirmed: no host is asked too soon or twice at once, and none is asked more slowly than it need be.
#[test]
fn eight_hosts_are_asked_at_their_pace() {
    let pause = Duration::from_millis(10);
    let seen: Vec<Seen> = (0..8).map(|_| Seen::default()).collect();
    let next: Arc<Mutex<Vec<String>>> = Arc::default();
    let servers: Vec<Server> = seen
        .iter()
        .enumerate()
        .map(|(place, seen)| {
            let (seen, next) = (seen.clone(), next.clone());
            Server::start(move |path, _, s| {
                seen.watch(|| match path.trim_start_matches('/').parse::<usize>() {
                    Ok(n) if n % 10 == 3 => {
                        let to = next.lock().unwrap()[(place + 1) % 8].clone();
                        answer(s, "302 Found", &format!("Location: {to}\r\n"), b"");
                    }
                    Ok(n) if n % 10 == 7 => answer(s, "404 Not Found", "", b""),
                    _ => answer(s, "200 OK", "", b""),
                });
            })
        })
        .collect();
    *next.lock().unwrap() = servers.iter().map(|server| server.url("/behind")).collect();
    let all: Vec<String> = (0..1000).map(|n| servers[n % 8].url(&format!("/{}", n / 8))).collect();
    let references: Vec<&Server> = servers.iter().collect();
    let settings =
        LookSettings { pause, confirm_after: Some(Duration::from_millis(100)), ..look_settings(&references) };
    let began = Instant::now();
    let found = look_all(settings, &PAGE, &all);
    let took = began.elapsed();
    let gone = found.values().filter(|state| *state == "removed").count();
    assert_eq!((gone, found.values().filter(|state| *state == "up").count()), (96, 904));
    let requests: Vec<usize> = seen.iter().map(|seen| seen.check(pause)).collect();
    // 125 posts, 13 redirects from the host before, 12 to confirm.
    assert_eq!(requests, [150; 8]);
    // 150 requests at 11 ms are 1.65 s. Other tests run beside, so only what is senseless is refused.
    assert!(took < Duration::from_secs(12), "{took:?}");
}

#[test]
fn the_larger_pause_holds() {
    let seen = Seen::default();
    let inner = seen.clone();
    let server = Server::start(move |_, _, s| inner.watch(|| answer(s, "200 OK", "", b"")));
    let judge = Page { asks: 2, pause: Duration::from_millis(120), ..PAGE };
    let settings = LookSettings { pause: Duration::from_millis(5), ..look_settings(&[&server]) };
    look_all(settings, &judge, &urls(&server, 2));
    assert_eq!(seen.check(Duration::from_millis(120)), 4);
}

/// A post is reported before its host is asked again, and in the order in which the host's posts came.
#[test]
fn each_is_told_before_its_host_is_asked_again() {
    let server = Server::start(|_, _, s| answer(s, "200 OK", "", b""));
    let all = urls(&server, 12);
    let mut told = Vec::new();
    let looker = Looker::new(look_settings(&[&server])).unwrap();
    looker.look_all(&PAGE, all.iter().map(|url| target(url)), &AtomicBool::new(false), |target, _| {
        thread::sleep(Duration::from_millis(5));
        told.push(target.id);
        assert_eq!(server.requests(|_| ()).len(), told.len());
    });
    assert_eq!(told, all);
}

/// Stopped in the middle and begun again with the rest, every post is reported once, and asked about once; posts are
/// read only as there is room.
#[test]
fn stop_and_go_on() {
    let servers: Vec<Server> = (0..3).map(|_| Server::start(|_, _, s| answer(s, "200 OK", "", b""))).collect();
    let references: Vec<&Server> = servers.iter().collect();
    let settings = LookSettings { pause: Duration::from_millis(2), most_posts: 10, ..look_settings(&references) };
    let all: Vec<String> = (0..120).map(|n| servers[n % 3].url(&format!("/{n}"))).collect();
    let mut told: Vec<String> = Vec::new();
    for stop_at in [20, 21, 60, usize::MAX] {
        let stop = AtomicBool::new(false);
        let read = std::cell::Cell::new(0);
        let rest: Vec<&String> = all.iter().filter(|url| !told.contains(url)).collect();
        let targets = rest.iter().inspect(|_| read.set(read.get() + 1)).map(|url| target(url));
        let before = told.len();
        Looker::new(settings.clone()).unwrap().look_all(&PAGE, targets, &stop, |target, result| {
            result.unwrap();
            told.push(target.id);
            stop.store(told.len() >= stop_at, Ordering::Relaxed);
            // Those that wait, those under way and those done.
            assert!(read.get() <= 10 + 3 + (told.len() - before), "{} read", read.get());
        });
    }
    let once: BTreeSet<&String> = told.iter().collect();
    assert_eq!((told.len(), once.len()), (120, 120));
    assert_eq!(servers.iter().map(|server| server.requests(|_| ()).len()).sum::<usize>(), 120);
}

#[test]
fn a_stop_does_not_wait_for_a_host_that_does_not_answer() {
    let server = Server::start(|_, _, _| thread::sleep(Duration::from_secs(8)));
    let settings = LookSettings {
        first_byte: Duration::from_secs(60),
        silence: Duration::from_secs(60),
        whole: Duration::from_secs(60),
        ..look_settings(&[&server])
    };
    let stop = Arc::new(AtomicBool::new(false));
    let looker = Looker::new(settings).unwrap();
    let began = Instant::now();
    let setter = stop.clone();
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(200));
        setter.store(true, Ordering::Relaxed);
    });
    assert!(looker.look(&PAGE, target(&server.url("/p")), &stop).is_none());
    let took = began.elapsed();
    assert!(took >= Duration::from_secs(2) && took < Duration::from_secs(5), "{took:?}: a short while it does wait");
    // Whom nobody waits for is still at the host: it is not asked by another meanwhile.
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(Duration::from_millis(300));
            stop.store(true, Ordering::Relaxed);
        });
        assert!(looker.look(&PAGE, target(&server.url("/p")), &stop).is_none());
    });
    assert_eq!(server.requests(|_| ()).len(), 1);
}

/// What is found does not depend on how many hosts are asked at once.
#[test]
fn the_answer_is_the_same_with_one_and_many() {
    let servers: Vec<Server> = (0..4)
        .map(|_| {
            Server::start(|path, _, s| match path.as_bytes().last() {
                Some(b'1') => answer(s, "404 Not Found", "", b""),
                Some(b'2') => answer(s, "302 Found", "Location: /login\r\n", b""),
                Some(b'3') => answer(s, "500 Oops", "", b""),
                _ => answer(s, "200 OK", "", b""),
            })
        })
        .collect();
    let references: Vec<&Server> = servers.iter().collect();
    let mut all: Vec<String> = (0..48).map(|n| servers[n % 4].url(&format!("/{n}"))).collect();
    let settings = |most_hosts| LookSettings {
        most_hosts,
        backoff: Duration::from_millis(1),
        confirm_after: Some(Duration::from_millis(5)),
        ..look_settings(&references)
    };
    let one = look_all(settings(1), &PAGE, &all);
    all.reverse();
    assert_eq!(one, look_all(settings(8), &PAGE, &all));
    assert_eq!(one.values().map(String::as_str).collect::<BTreeSet<_>>().len(), 4, "{one:?}");
}
