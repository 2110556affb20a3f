//! Which post is the next, of which host, and when. Knows no clock: time is told.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::time::{Duration, Instant};

use super::begun::Begun;
use super::{Postponed, Target};

/// Most looks that have begun and wait at one host; no other begins there meanwhile.
const MOST_BEGUN: usize = 256;

/// After so long a host is thought of again that could not begin a look for want of memory.
const SOON: Duration = Duration::from_millis(100);

/// All posts that wait, by host.
#[derive(Default)]
pub(super) struct Queues {
    places: HashMap<String, usize>,
    hosts: Vec<Host>,
    /// When hosts are to be thought of. Only what agrees with the host's own plan counts.
    agenda: BinaryHeap<Reverse<(Instant, u64, usize)>>,
    counter: u64,
    /// Posts that wait, begun or not.
    posts: usize,
    /// Bytes of bodies that begun looks hold.
    held: usize,
}

/// What waits at one host.
struct Host {
    name: String,
    /// Posts not begun yet, in the order in which they came.
    fresh: VecDeque<Target>,
    begun: BinaryHeap<Reverse<Waiting>>,
    busy: bool,
    /// Nothing is done there before.
    held: Option<Instant>,
    planned: Option<Instant>,
    /// How often it refused or failed in a row.
    refusals: u32,
    /// Whether it answered in this run, be it a redirect or an error of its own, and whether it refused or failed.
    has_served: bool,
    has_refused: bool,
    given_up: Option<Postponed>,
}

/// A begun look and from when on it may go on. The earliest is the next; among those of one time the one that waits
/// longest.
struct Waiting {
    due: Instant,
    order: u64,
    begun: Box<Begun>,
}

/// What is to be done at a host.
pub(super) enum Task {
    Begin(Target),
    GoOn(Box<Begun>),
}

impl Queues {
    /// Posts that wait, begun or not.
    pub(super) fn len(&self) -> usize {
        self.posts
    }

    /// Bytes of bodies that the looks hold that have begun and wait.
    pub(super) fn held(&self) -> usize {
        self.held
    }

    /// A host's place.
    pub(super) fn place(&mut self, name: &str) -> usize {
        if let Some(&place) = self.places.get(name) {
            return place;
        }
        self.places.insert(name.to_owned(), self.hosts.len());
        self.hosts.push(Host {
            name: name.to_owned(),
            fresh: VecDeque::new(),
            begun: BinaryHeap::new(),
            busy: false,
            held: None,
            planned: None,
            refusals: 0,
            has_served: false,
            has_refused: false,
            given_up: None,
        });
        self.hosts.len() - 1
    }

    pub(super) fn name(&self, place: usize) -> &str {
        &self.hosts[place].name
    }

    /// Why a host is not asked any more in this run.
    pub(super) fn given_up(&self, place: usize) -> Option<&Postponed> {
        self.hosts[place].given_up.as_ref()
    }

    /// A post that waits for its turn.
    pub(super) fn push(&mut self, place: usize, target: Target, now: Instant) {
        self.hosts[place].fresh.push_back(target);
        self.posts += 1;
        self.plan(place, now);
    }

    /// A look that goes on at a host, not before `due`.
    pub(super) fn wait(&mut self, place: usize, begun: Box<Begun>, due: Instant, now: Instant) {
        self.counter += 1;
        self.held += begun.held();
        self.hosts[place].begun.push(Reverse(Waiting { due, order: self.counter, begun }));
        self.posts += 1;
        self.plan(place, now);
    }

    /// The next thing to do. Looks that have begun come first; `may_begin` says whether others may begin.
    pub(super) fn next(&mut self, now: Instant, may_begin: bool) -> Option<(usize, Task)> {
        while let Some(&Reverse((at, _, place))) = self.agenda.peek() {
            let host = &mut self.hosts[place];
            let holds = host.planned == Some(at) && !host.busy;
            if holds && at > now {
                return None;
            }
            self.agenda.pop();
            if !holds {
                continue;
            }
            host.planned = None;
            let task = if host.begun.peek().is_some_and(|Reverse(first)| first.due <= now) {
                host.begun.pop().map(|Reverse(first)| Task::GoOn(first.begun))
            } else if may_begin && host.begun.len() < MOST_BEGUN {
                host.fresh.pop_front().map(Task::Begin)
            } else {
                None
            };
            match task {
                Some(task) => {
                    self.posts -= 1;
                    if let Task::GoOn(begun) = &task {
                        self.held -= begun.held();
                    }
                    self.plan(place, now);
                    return Some((place, task));
                }
                // Nothing may begin: thought of again when something goes on, or soon.
                None => {
                    let due = host.begun.peek().map(|Reverse(first)| first.due);
                    let soon = (!host.fresh.is_empty()).then(|| now + SOON);
                    if let Some(at) = due.into_iter().chain(soon).min() {
                        self.plan_at(place, at);
                    }
                }
            }
        }
        None
    }

    /// When to think again, if nothing else happens.
    pub(super) fn next_at(&self) -> Option<Instant> {
        self.agenda.peek().map(|Reverse((at, ..))| *at)
    }

    /// Nothing is done at a host before then.
    pub(super) fn hold(&mut self, place: usize, until: Instant, now: Instant) {
        let held = &mut self.hosts[place].held;
        *held = Some(held.map_or(until, |before| before.max(until)));
        self.hosts[place].planned = None;
        self.plan(place, now);
    }

    /// A host is being asked.
    pub(super) fn ask(&mut self, place: usize) {
        self.hosts[place].busy = true;
        self.hosts[place].planned = None;
    }

    /// A host was asked.
    pub(super) fn asked(&mut self, place: usize, now: Instant) {
        self.hosts[place].busy = false;
        self.plan(place, now);
    }

    /// A host served.
    pub(super) fn served(&mut self, place: usize) {
        self.hosts[place].refusals = 0;
        self.hosts[place].has_served = true;
    }

    /// Hosts that were asked in this run: whether they served at all, and why they were given up.
    pub(super) fn came(&self) -> impl Iterator<Item = (&str, bool, Option<&Postponed>)> {
        let asked = self.hosts.iter().filter(|host| host.has_served || host.has_refused);
        asked.map(|host| (host.name.as_str(), host.has_served, host.given_up.as_ref()))
    }

    /// A host refused or failed; how often in a row.
    pub(super) fn refused(&mut self, place: usize) -> u32 {
        self.hosts[place].has_refused = true;
        let refusals = &mut self.hosts[place].refusals;
        *refusals = refusals.saturating_add(1);
        *refusals
    }

    /// A host is not asked any more in this run. Gives back the posts that wait there, those that have begun first, in
    /// the order in which they came.
    pub(super) fn give_up(&mut self, place: usize, why: Postponed) -> Vec<Target> {
        let host = &mut self.hosts[place];
        host.given_up = Some(why);
        host.planned = None;
        let mut begun: Vec<Waiting> = host.begun.drain().map(|Reverse(waiting)| waiting).collect();
        begun.sort_unstable_by_key(|waiting| waiting.order);
        self.held -= begun.iter().map(|waiting| waiting.begun.held()).sum::<usize>();
        let mut targets: Vec<Target> = begun.into_iter().map(|waiting| waiting.begun.target).collect();
        targets.extend(host.fresh.drain(..));
        self.posts -= targets.len();
        targets
    }

    fn plan(&mut self, place: usize, now: Instant) {
        let host = &self.hosts[place];
        if host.busy {
            return;
        }
        let fresh = (!host.fresh.is_empty() && host.begun.len() < MOST_BEGUN).then_some(now);
        let due = host.begun.peek().map(|Reverse(first)| first.due);
        let held = host.held.unwrap_or(now);
        if let Some(at) = fresh.into_iter().chain(due).min().map(|at| at.max(held))
            && host.planned.is_none_or(|planned| at < planned)
        {
            self.plan_at(place, at);
        }
    }

    fn plan_at(&mut self, place: usize, at: Instant) {
        self.counter += 1;
        self.hosts[place].planned = Some(at);
        self.agenda.push(Reverse((at, self.counter, place)));
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.due, self.order).cmp(&(other.due, other.order))
    }
}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Waiting {}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
