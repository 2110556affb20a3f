//! Whose turn it is at a host: one request at a time, with a pause between two, and none before a host said.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::error::FetchError;

/// So often somebody who waits looks whether all was stopped.
pub(crate) const LOOK: Duration = Duration::from_millis(100);

/// How long a host is left alone after a round in which it gave no answer: twice as long after each further one, up to
/// the most. A router that restarts is there again after the least; a host that is gone is asked four times a day.
const LEAST_REST: Duration = Duration::from_secs(15);
const MOST_REST: Duration = Duration::from_secs(6 * 60 * 60);

/// More hosts are not remembered than this, but for those whose time has not come.
const MOST_REMEMBERED: usize = 10_000;

/// The hosts and whose turn it is.
pub(crate) struct Turns {
    hosts: Mutex<HashMap<String, Host>>,
    changed: Condvar,
    pause: Duration,
    /// Every host may have been asked until then.
    asked_until: Option<Instant>,
}

#[derive(Default)]
struct Host {
    busy: bool,
    /// When the last request ended, and the pause it asked for.
    ended: Option<(Instant, Duration)>,
    /// What the host said.
    not_before: Option<Instant>,
    /// Until when it is left alone since it gave no answer, and in how many rounds in a row it gave none.
    rests: Option<Instant>,
    silent: u32,
}

/// Why a host cannot be asked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotYet {
    /// It is being asked.
    Busy,
    /// The pause is not over.
    Pause(Instant),
    /// It said when to come again.
    Said(Instant),
}

/// A turn at a host, which ends when it is dropped.
pub(crate) struct Turn {
    turns: Arc<Turns>,
    host: String,
    pause: Duration,
}

impl Turns {
    /// `pause` is the least time from the end of a request to the next to the same host.
    pub(crate) fn new(pause: Duration) -> Arc<Turns> {
        Turns::following(pause, None)
    }

    /// The same where others, such as a run that was killed, may have asked any host until `asked_until`.
    pub(crate) fn following(pause: Duration, asked_until: Option<Instant>) -> Arc<Turns> {
        Arc::new(Turns { hosts: Mutex::default(), changed: Condvar::new(), pause, asked_until })
    }

    /// Waits until the host may be asked. Nobody holds two turns, so nobody waits in a circle.
    pub(crate) fn take(self: &Arc<Self>, host: &str, stop: &AtomicBool) -> Result<Turn, FetchError> {
        let mut hosts = self.lock();
        loop {
            if stop.load(Ordering::Relaxed) {
                return Err(FetchError::Stopped);
            }
            let now = Instant::now();
            let wait = match self.try_in(&mut hosts, host, Duration::ZERO, now) {
                Ok(turn) => return Ok(turn),
                Err(NotYet::Busy) => LOOK,
                Err(NotYet::Pause(at) | NotYet::Said(at)) => LOOK.min(at - now),
            };
            hosts = self.changed.wait_timeout(hosts, wait).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The turn at a host if it may be asked now. `pause` is what this request asks for beside the usual pause: the
    /// larger one holds before it and after it.
    pub(crate) fn try_take(self: &Arc<Self>, host: &str, pause: Duration, now: Instant) -> Result<Turn, NotYet> {
        self.try_in(&mut self.lock(), host, pause, now)
    }

    fn try_in(
        self: &Arc<Self>,
        hosts: &mut HashMap<String, Host>,
        host: &str,
        pause: Duration,
        now: Instant,
    ) -> Result<Turn, NotYet> {
        let pause = pause.max(self.pause);
        if hosts.len() > MOST_REMEMBERED {
            hosts.retain(|_, host| host.busy || host.ready(pause, now).is_err());
        }
        let entry = hosts.entry(host.to_owned()).or_insert_with(|| self.unknown());
        entry.ready(pause, now)?;
        entry.busy = true;
        Ok(Turn { turns: self.clone(), host: host.to_owned(), pause })
    }

    /// Nobody asks the host before then.
    pub(crate) fn not_before(&self, host: &str, at: Instant) {
        let mut hosts = self.lock();
        let entry = hosts.entry(host.to_owned()).or_insert_with(|| self.unknown());
        entry.not_before = Some(entry.not_before.map_or(at, |before| before.max(at)));
    }

    /// A host answered: what was counted against it is forgotten. What it said itself holds.
    pub(crate) fn answered(&self, host: &str) {
        if let Some(entry) = self.lock().get_mut(host) {
            (entry.rests, entry.silent) = (None, 0);
        }
    }

    /// A host gave no answer in a whole round.
    pub(crate) fn silent(&self, host: &str, now: Instant) {
        let mut hosts = self.lock();
        let entry = hosts.entry(host.to_owned()).or_insert_with(|| self.unknown());
        let times = 1_u32.checked_shl(entry.silent).filter(|times| *times > 0).unwrap_or(u32::MAX);
        entry.silent = entry.silent.saturating_add(1);
        entry.rests = Some(now + LEAST_REST.saturating_mul(times).min(MOST_REST));
    }

    /// Hosts that are to be left alone, by what they said or for want of answers, and for how long from now on, by name.
    pub(crate) fn waits(&self, now: Instant) -> Vec<(String, Duration)> {
        let hosts = self.lock();
        let wait = |host: &Host| host.said().map(|at| at.saturating_duration_since(now)).filter(|wait| !wait.is_zero());
        let mut waits: Vec<_> = hosts.iter().filter_map(|(name, host)| Some((name.clone(), wait(host)?))).collect();
        waits.sort_unstable();
        waits
    }

    /// A host that was not asked yet by this.
    fn unknown(&self) -> Host {
        Host { ended: self.asked_until.map(|at| (at, Duration::ZERO)), ..Host::default() }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Host>> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Host {
    fn ready(&self, pause: Duration, now: Instant) -> Result<(), NotYet> {
        if self.busy {
            return Err(NotYet::Busy);
        }
        let paused = self.ended.map(|(ended, asked)| ended + pause.max(asked));
        match (self.said(), paused) {
            (Some(said), _) if said > now => Err(NotYet::Said(paused.map_or(said, |at| at.max(said)))),
            (_, Some(at)) if at > now => Err(NotYet::Pause(at)),
            _ => Ok(()),
        }
    }

    /// When it may be asked again by what it said, or did not say.
    fn said(&self) -> Option<Instant> {
        self.not_before.max(self.rests)
    }
}

impl Turn {
    /// Nobody asks the host before so much time has passed.
    pub(crate) fn not_before(&self, wait: Duration) {
        self.turns.not_before(&self.host, Instant::now() + wait);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(host) = self.turns.lock().get_mut(&self.host) {
            host.busy = false;
            host.ended = Some((Instant::now(), self.pause));
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
    fn a_host_that_was_asked_by_a_run_before_waits_for_its_pause() {
        let now = Instant::now();
        let turns = Turns::following(Duration::from_secs(1), Some(now));
        let later = now + Duration::from_millis(1_500);
        assert!(
            matches!(turns.try_take("a", Duration::ZERO, now), Err(NotYet::Pause(at)) if at == now + Duration::from_secs(1))
        );
        assert!(
            matches!(turns.try_take("a", Duration::from_secs(2), later), Err(NotYet::Pause(_))),
            "its own pause holds"
        );
        assert!(turns.try_take("a", Duration::ZERO, later).is_ok());
        turns.not_before("b", now + Duration::from_secs(60));
        assert!(matches!(turns.try_take("b", Duration::ZERO, later), Err(NotYet::Said(_))));
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

    /// The larger pause holds, whether the request before or the one after asks for it, and what a host says anyway.
    #[test]
    fn pauses_of_requests() {
        let second = Duration::from_secs(1);
        let turns = Turns::new(second);
        let wait = |pause: u32, at: Instant| match turns.try_take("a", second * pause, at) {
            Err(NotYet::Pause(ready)) => (ready - at).as_secs_f64().round(),
            Err(NotYet::Said(ready)) => -(ready - at).as_secs_f64().round(),
            Err(NotYet::Busy) => f64::NAN,
            Ok(_) => 0.0,
        };
        let turn = turns.try_take("a", second * 5, Instant::now()).ok().unwrap();
        assert!(wait(0, Instant::now()).is_nan());
        drop(turn);
        let now = Instant::now();
        assert_eq!([wait(0, now), wait(3, now), wait(9, now)], [5.0, 5.0, 9.0]);
        turns.not_before("a", now + second * 7);
        assert_eq!([wait(0, now), wait(9, now), wait(0, now + second * 8)], [-7.0, -9.0, 0.0]);
    }

    /// Twice as long after each round without an answer, and at once again after one. What a host says itself holds.
    #[test]
    fn rests_of_hosts_that_are_silent() {
        let (turns, now) = (Turns::new(Duration::ZERO), Instant::now());
        let waits = |seconds: u64| {
            turns
                .waits(now + Duration::from_secs(seconds))
                .into_iter()
                .map(|(_, wait)| wait.as_secs())
                .collect::<Vec<_>>()
        };
        let mut rests = Vec::new();
        for _ in 0..40 {
            turns.silent("a", now);
            rests.extend(waits(0));
        }
        assert_eq!(rests[..11], [15, 30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 15360]);
        assert!(rests[11..].iter().all(|rest| *rest == 6 * 60 * 60), "{rests:?}");
        assert!(matches!(turns.try_take("a", Duration::ZERO, now), Err(NotYet::Said(_))));
        assert!(waits(6 * 60 * 60).is_empty());
        turns.not_before("a", now + Duration::from_secs(7));
        turns.answered("a");
        assert_eq!(waits(0), [7]);
        turns.silent("a", now);
        assert_eq!(waits(0), [15]);
        turns.silent("0", now);
        assert_eq!(turns.waits(now)[0].0, "0", "by name");
    }
}
