//! Fetching many files: hosts in turn, some at once, within a bound on all bytes.

use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::body::Budget;
use crate::error::FetchError;
use crate::fetch::{Fetched, Fetcher};
use crate::link;

/// So often one file is asked for when its host says to come later.
const TRIES: u32 = 3;

/// How long a host is left alone that says to come later but not when.
const LATER: Duration = Duration::from_secs(10);

/// So often somebody who waits looks whether all was stopped.
const LOOK: Duration = Duration::from_millis(100);

struct Item<T> {
    what: T,
    address: String,
    tries: u32,
}

/// The files still to be asked of one host.
struct Queue<T> {
    items: VecDeque<Item<T>>,
    not_before: Instant,
    refusals: u32,
}

/// Hosts in turn: whoever was asked goes to the end.
struct Ring<T> {
    queues: VecDeque<Queue<T>>,
    /// Hosts being asked; their queues come back.
    out: usize,
}

struct Work<T> {
    ring: Mutex<Ring<T>>,
    changed: Condvar,
}

impl Fetcher {
    /// Fetches many files into `folder`, and says of each what became of it, on this thread, in no certain order. A host
    /// is asked one file at a time; one that refuses or fails several times in a row is not asked any more. `stop` ends
    /// it: what is under way is dropped, and what was not asked for yet is not mentioned.
    pub fn fetch_all<T: Send>(
        &self,
        items: impl IntoIterator<Item = (T, String)>,
        folder: &Path,
        stop: &AtomicBool,
        mut each: impl FnMut(T, Result<Fetched, FetchError>),
    ) {
        let work = Work { ring: Mutex::new(Ring::new(items)), changed: Condvar::new() };
        let budget = Budget::new(self.settings.most_total_bytes);
        // What is done waits for whoever takes it, so that files do not pile up.
        let (send, done) = mpsc::sync_channel(0);
        thread::scope(|scope| {
            for _ in 0..self.settings.most_hosts.min(work.lock().queues.len()) {
                let send = send.clone();
                scope.spawn(|| self.work(&work, folder, stop, &budget, send));
            }
            drop(send);
            for (what, result) in done {
                each(what, result);
            }
        });
    }

    fn work<T: Send>(
        &self,
        work: &Work<T>,
        folder: &Path,
        stop: &AtomicBool,
        budget: &Budget,
        send: mpsc::SyncSender<(T, Result<Fetched, FetchError>)>,
    ) {
        while let Some((mut queue, mut item)) = work.next(stop) {
            let result = if queue.refusals >= self.settings.most_refusals {
                Err(FetchError::HostGivenUp(queue.refusals))
            } else {
                self.fetch_within(&item.address, folder, stop, budget)
            };
            item.tries += 1;
            let mut again = false;
            match result.as_ref().map_err(|error| (error.later(), error.is_of_host())) {
                Ok(_) | Err((_, Some(false))) => queue.refusals = 0,
                Err((Some(after), _)) => {
                    let wait = after.unwrap_or(LATER);
                    queue.refusals = match wait > self.settings.most_wait {
                        true => self.settings.most_refusals,
                        false => queue.refusals + 1,
                    };
                    queue.not_before = Instant::now() + wait.min(self.settings.most_wait);
                    again = item.tries < TRIES && queue.refusals < self.settings.most_refusals;
                }
                Err((None, Some(true))) => queue.refusals += 1,
                Err((None, None)) => {}
            }
            let done = if again {
                queue.items.push_front(item);
                None
            } else {
                Some((item.what, result))
            };
            work.back(queue);
            // What was stopped is as if it had not begun.
            let Some(done) = done.filter(|(_, result)| !matches!(result, Err(FetchError::Stopped))) else { continue };
            if send.send(done).is_err() {
                return;
            }
        }
    }
}

impl<T> Ring<T> {
    /// Hosts in the order of their first file. What is no address of a web server has a queue of its own.
    fn new(items: impl IntoIterator<Item = (T, String)>) -> Ring<T> {
        let now = Instant::now();
        let mut queues: VecDeque<Queue<T>> = VecDeque::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for (what, address) in items {
            let host = link::parse(&address).map_or_else(|_| String::new(), |url| link::key(&url));
            let place = *places.entry(host).or_insert_with(|| {
                queues.push_back(Queue { items: VecDeque::new(), not_before: now, refusals: 0 });
                queues.len() - 1
            });
            queues[place].items.push_back(Item { what, address, tries: 0 });
        }
        Ring { queues, out: 0 }
    }
}

impl<T> Work<T> {
    fn lock(&self) -> MutexGuard<'_, Ring<T>> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next file of the next host that may be asked; waits for one. `None` when nothing is left or all is stopped.
    fn next(&self, stop: &AtomicBool) -> Option<(Queue<T>, Item<T>)> {
        let mut ring = self.lock();
        loop {
            if stop.load(Ordering::Relaxed) || ring.queues.is_empty() && ring.out == 0 {
                self.changed.notify_all();
                return None;
            }
            let now = Instant::now();
            let ready = ring.queues.iter().position(|queue| queue.not_before <= now);
            if let Some(mut queue) = ready.and_then(|at| ring.queues.remove(at))
                && let Some(item) = queue.items.pop_front()
            {
                ring.out += 1;
                return Some((queue, item));
            }
            ring = self.changed.wait_timeout(ring, LOOK).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// A host was asked; it goes to the end, unless it has no files left.
    fn back(&self, queue: Queue<T>) {
        let mut ring = self.lock();
        ring.out -= 1;
        if !queue.items.is_empty() {
            ring.queues.push_back(queue);
        }
        drop(ring);
        self.changed.notify_all();
    }
}
