//! A clock of the test's own goes from one thing to the next.

use proptest::prelude::*;

use super::super::begun::Step;
use super::super::{Answer, Evidence, Judge, LookSettings, PostponedWhy, Request, Verdict};
use super::*;

/// Asks about every post at its address.
struct AtItsAddress;

impl Judge for AtItsAddress {
    fn next(&self, target: &Target, _: &Evidence) -> Option<Request> {
        let address = target.url.clone()?;
        let shown = address.clone();
        let (headers, secrets) = (Vec::new(), Vec::new());
        Some(Request { name: String::new(), address, shown, headers, secrets, pause: Duration::ZERO })
    }

    fn read(&self, _: &Target, _: &Request, _: &Answer) -> Vec<String> {
        Vec::new()
    }

    fn decide(&self, _: &Target, _: &Evidence) -> Verdict {
        unreachable!("nothing is answered here")
    }
}

fn begin(target: Target) -> Box<Begun> {
    match Begun::begin(&AtItsAddress, target, &LookSettings::standard("Pressgang".to_owned())) {
        Step::Ask(begun) => begun,
        _ => unreachable!("it has an address"),
    }
}

fn post(host: usize, number: usize) -> Target {
    let url = Some(format!("https://{host}.example/{number}"));
    Target { id: format!("{host}/{number}"), url, ..Target::default() }
}

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// What becomes of a request: how long it takes, for how long the host is held then, and, where the post is to be asked
/// about again, after how long.
type Outcome = (u64, u64, Option<u64>);

fn outcomes() -> impl Strategy<Value = Vec<Outcome>> {
    prop::collection::vec((0..30_u64, 0..40_u64, prop::option::weighted(0.3, 0..200_u64)), 1..40)
}

proptest! {
    /// Whatever happens, no host is asked twice at once or while it is held, nothing goes on before it is due, posts
    /// begin in the order in which they came, and every post is done once.
    #[test]
    fn every_post_has_its_turn(posts in prop::collection::vec(0..5_usize, 0..80), outcomes in outcomes()) {
        let (mut queues, start) = (Queues::default(), Instant::now());
        let mut now = start;
        let mut counts = [0; 5];
        for host in &posts {
            let place = queues.place(&format!("{host}.example"));
            queues.push(place, post(*host, counts[*host]), now);
            counts[*host] += 1;
        }
        let mut begun_of = [0; 5];
        let mut held = HashMap::new();
        let mut due: HashMap<String, Instant> = HashMap::new();
        let mut running: Vec<(Instant, usize, Box<Begun>, Outcome)> = Vec::new();
        let (mut done, mut requests) = (0, 0);
        while queues.len() > 0 || !running.is_empty() {
            while let Some((place, task)) = queues.next(now, true) {
                prop_assert!(running.iter().all(|(_, other, ..)| *other != place), "two at once");
                prop_assert!(held.get(&place).is_none_or(|until| *until <= now), "held");
                let begun = match task {
                    Task::Begin(target) => {
                        let host: usize = target.id[..1].parse().unwrap();
                        prop_assert_eq!(&target.id, &format!("{}/{}", host, begun_of[host]));
                        begun_of[host] += 1;
                        begin(target)
                    }
                    Task::GoOn(begun) => {
                        prop_assert!(due[&begun.target.id] <= now, "too early");
                        begun
                    }
                };
                // In the end all are done.
                let (takes, hold, again) = outcomes[requests % outcomes.len()];
                let outcome = (takes, hold, again.filter(|_| requests < 400));
                requests += 1;
                queues.ask(place);
                running.push((now + millis(takes), place, begun, outcome));
            }
            let next = running.iter().map(|(end, ..)| *end).chain(queues.next_at()).min();
            let Some(next) = next else { break };
            // Thinking again at once, for ever, would be a fault too.
            prop_assert!(next > now || running.iter().any(|(end, ..)| *end <= now), "spins");
            now = now.max(next);
            let (ended, still): (Vec<_>, Vec<_>) = running.into_iter().partition(|(end, ..)| *end <= now);
            running = still;
            for (_, place, begun, (_, hold, again)) in ended {
                match again {
                    Some(after) => {
                        due.insert(begun.target.id.clone(), now + millis(after));
                        queues.wait(place, begun, now + millis(after), now);
                    }
                    None => done += 1,
                }
                queues.asked(place, now);
                queues.hold(place, now + millis(hold), now);
                held.insert(place, now + millis(hold));
            }
        }
        prop_assert_eq!((done, queues.len()), (posts.len(), 0));
    }
}

#[test]
fn a_host_that_is_given_up_gives_back_its_posts() {
    let (mut queues, now) = (Queues::default(), Instant::now());
    let [a, b] = ["0.example", "1.example"].map(|name| queues.place(name));
    for number in 0..3 {
        queues.push(a, post(0, number), now);
    }
    queues.push(b, post(1, 0), now);
    queues.wait(a, begin(post(0, 9)), now + millis(50), now);
    let why = Postponed { host: "0.example".to_owned(), why: PostponedWhy::Failed, not_before_unix_millis: 0 };
    let back: Vec<String> = queues.give_up(a, why.clone()).into_iter().map(|target| target.id).collect();
    assert_eq!(back, ["0/9", "0/0", "0/1", "0/2"]);
    assert_eq!((queues.given_up(a), queues.given_up(b), queues.len()), (Some(&why), None, 1));
    assert!(matches!(queues.next(now, true), Some((place, Task::Begin(_))) if place == b));
    assert!(queues.next(now + millis(1000), true).is_none());
}

#[test]
fn nothing_begins_where_memory_is_short_but_what_has_begun_goes_on() {
    let (mut queues, now) = (Queues::default(), Instant::now());
    let place = queues.place("0.example");
    queues.push(place, post(0, 0), now);
    queues.wait(place, begin(post(0, 9)), now + millis(50), now);
    assert!(queues.next(now, false).is_none());
    assert!(matches!(queues.next(now + millis(60), false), Some((_, Task::GoOn(_)))));
    assert!(queues.next(now + millis(60), false).is_none());
    assert!(matches!(queues.next(now + millis(200), true), Some((_, Task::Begin(_)))));
}
