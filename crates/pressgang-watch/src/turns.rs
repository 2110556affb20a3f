//! Whose turn it is at a host: one request at a time, with a pause between two, and none before a host said.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::error::FetchError;

/// So often somebody who waits looks whether all was stopped.
const LOOK: Duration = Duration::from_millis(100);

/// More hosts are not remembered than this, but for those whose time has not come.
const MOST_REMEMBERED: usize = 10_000;

/// The hosts and whose turn it is.
pub(crate) struct Turns {
    hosts: Mutex<HashMap<String, Host>>,
    changed: Condvar,
    pause: Duration,
}

struct Host {
    busy: bool,
    ready_at: Instant,
}

/// A turn at a host, which ends when it is dropped.
pub(crate) struct Turn<'a> {
    turns: &'a Turns,
    host: String,
}

impl Turns {
    pub(crate) fn new(pause: Duration) -> Turns {
        Turns { hosts: Mutex::new(HashMap::new()), changed: Condvar::new(), pause }
    }

    /// Waits until the host may be asked. Nobody holds two turns, so nobody waits in a circle.
    pub(crate) fn take(&self, host: &str, stop: &AtomicBool) -> Result<Turn<'_>, FetchError> {
        let mut hosts = self.lock();
        loop {
            if stop.load(Ordering::Relaxed) {
                return Err(FetchError::Stopped);
            }
            let now = Instant::now();
            if hosts.len() > MOST_REMEMBERED {
                hosts.retain(|_, host| host.busy || host.ready_at > now);
            }
            let entry = hosts.entry(host.to_owned()).or_insert(Host { busy: false, ready_at: now });
            if !entry.busy && entry.ready_at <= now {
                entry.busy = true;
                return Ok(Turn { turns: self, host: host.to_owned() });
            }
            let wait = if entry.busy { LOOK } else { LOOK.min(entry.ready_at - now) };
            hosts = self.changed.wait_timeout(hosts, wait).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Host>> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn<'_> {
    /// Nobody asks the host before so much time has passed.
    pub(crate) fn not_before(&self, wait: Duration) {
        if let Some(host) = self.turns.lock().get_mut(&self.host) {
            host.ready_at = host.ready_at.max(Instant::now() + wait);
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(host) = self.turns.lock().get_mut(&self.host) {
            host.busy = false;
            host.ready_at = host.ready_at.max(Instant::now() + self.turns.pause);
        }
        self.turns.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_with_a_pause() {
        let turns = Turns::new(Duration::from_millis(60));
        let stop = AtomicBool::new(false);
        let inside = AtomicBool::new(false);
        let began = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let _turn = turns.take("a", &stop).unwrap();
                    assert!(!inside.swap(true, Ordering::SeqCst), "two at once");
                    std::thread::sleep(Duration::from_millis(5));
                    inside.store(false, Ordering::SeqCst);
                });
            }
        });
        assert!(began.elapsed() >= Duration::from_millis(3 * 60), "{:?}", began.elapsed());
    }

    #[test]
    fn other_hosts_do_not_wait_and_waiting_can_be_stopped() {
        let turns = Turns::new(Duration::from_secs(600));
        let stop = AtomicBool::new(false);
        drop(turns.take("a", &stop).unwrap());
        turns.take("b", &stop).unwrap().not_before(Duration::from_secs(900));
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| turns.take("a", &stop).map(|_| ()));
            std::thread::sleep(Duration::from_millis(30));
            stop.store(true, Ordering::Relaxed);
            assert!(matches!(waiting.join().unwrap(), Err(FetchError::Stopped)));
        });
    }
}
