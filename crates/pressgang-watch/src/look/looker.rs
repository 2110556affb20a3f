//! Looking at many posts politely.
//!
//! One thread, the caller's, holds all that waits and decides what is asked next; others only send a request and read
//! its answer. So a post is reported before its host is asked again, and a caller that is slow slows everything down:
//! nothing piles up between the two.
//!
//! A request is one hop. A redirect is a question of its own that waits for its turn at the host it leads to, so no host
//! is asked twice at once or too soon, whichever way one comes to it.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant, SystemTime};

use super::ask::{Outcome, Raw, Reply, failure};
use super::askers::{Askers, Job};
use super::begun::{Begun, Kind, Step, unix_millis};
use super::queue::{Queues, Task};
use super::{COME_LATER, Failure, Judge, Look, LookSettings, Postponed, PostponedWhy, Target, later};
use crate::client::{Client, ClientSettings};
use crate::settings::SettingsError;
use crate::turns::{LOOK, NotYet, Turns};

/// After a stop, so long answers that are under way are waited for: what comes is not asked again.
const GRACE: Duration = Duration::from_secs(2);

/// Posts read at once before hosts are thought of again.
const BATCH: usize = 1000;

/// Most bytes of bodies that begun looks hold while they wait; beyond it none begins until some are done.
const MOST_HELD: usize = 64 << 20;

/// Asks hosts about posts. Its turns at hosts and what hosts asked for are shared by all its looks.
pub struct Looker {
    settings: LookSettings,
    client: Arc<Client>,
    turns: Arc<Turns>,
}

impl fmt::Debug for Looker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Looker").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Looker {
    /// Makes ready to look; nothing is asked yet.
    pub fn new(mut settings: LookSettings) -> Result<Looker, SettingsError> {
        settings.check()?;
        for wait in [&mut settings.pause, &mut settings.most_wait, &mut settings.backoff, &mut settings.whole] {
            *wait = (*wait).min(later::MOST_SAID);
        }
        settings.confirm_after = settings.confirm_after.map(|after| after.min(later::MOST_SAID));
        let client = Client::new(&ClientSettings {
            user_agent: &settings.user_agent,
            most_hosts: settings.most_hosts,
            connect: settings.connect,
            first_byte: settings.first_byte,
            silence: settings.silence,
            allowed: &settings.allowed,
            proxy: settings.proxy.as_ref(),
            authorities: settings.authorities.as_deref(),
        })?;
        let asked_until = settings.goes_on.then(Instant::now);
        Ok(Looker { turns: Turns::following(settings.pause, asked_until), client: Arc::new(client), settings })
    }

    /// Leaves a host alone until a time, in milliseconds since 1970, UTC: what it asked an earlier run for, as
    /// [`Postponed`] told it.
    pub fn leave_alone(&self, host: &str, until_unix_millis: i64) {
        let wait = until_unix_millis.saturating_sub(unix_millis(SystemTime::now()));
        let wait = Duration::from_millis(u64::try_from(wait).unwrap_or(0)).min(later::MOST_SAID);
        self.turns.not_before(host, Instant::now() + wait);
    }

    /// Which hosts are to be left alone, by name, and until when, in milliseconds since 1970, UTC: by what they said
    /// (`Retry-After`, a quota that is used up), or since they gave no answer in a round. Given to [`Looker::leave_alone`]
    /// of a later run, it asks them no sooner than this one would.
    pub fn waits(&self) -> Vec<(String, i64)> {
        let now = unix_millis(SystemTime::now());
        let at = |wait: Duration| now.saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX));
        self.turns.waits(Instant::now()).into_iter().map(|(host, wait)| (host, at(wait))).collect()
    }

    /// Looks at one post. `None` when it was stopped.
    pub fn look(&self, judge: &dyn Judge, target: Target, stop: &AtomicBool) -> Option<Result<Look, Postponed>> {
        let mut found = None;
        self.look_all(judge, [target], stop, |_, result| found = Some(result));
        found
    }

    /// Looks at many posts, and says of each what was found, or that it has to wait, on this thread. Hosts are asked at
    /// once, each one request at a time; the posts of one host in the order in which they come, but for those that have
    /// to be asked again. Posts are read as there is room for them ([`LookSettings::most_posts`]).
    ///
    /// `each` is called right when a look is done, before its host is asked again: a program that is killed repeats at
    /// most the looks that have begun. `stop` ends it: what is not reported was not looked at.
    pub fn look_all(
        &self,
        judge: &dyn Judge,
        targets: impl IntoIterator<Item = Target>,
        stop: &AtomicBool,
        each: impl FnMut(Target, Result<Look, Postponed>),
    ) {
        let (send, receive) = mpsc::channel();
        let mut run = Run {
            looker: self,
            judge,
            each,
            queues: Queues::default(),
            under_way: HashMap::new(),
            askers: Askers::new(self.client.clone(), &self.settings, send),
        };
        run.go_on(targets.into_iter().fuse(), &receive, stop);
        run.leave_silent_alone();
    }
}

/// All that one call holds.
struct Run<'a, E> {
    looker: &'a Looker,
    judge: &'a dyn Judge,
    each: E,
    queues: Queues,
    /// The looks being asked about, by the host that is asked.
    under_way: HashMap<usize, Box<Begun>>,
    askers: Askers,
}

impl<E: FnMut(Target, Result<Look, Postponed>)> Run<'_, E> {
    /// Looks until all is done or stopped.
    fn go_on(
        &mut self,
        mut targets: impl Iterator<Item = Target>,
        receive: &mpsc::Receiver<(usize, Reply)>,
        stop: &AtomicBool,
    ) {
        let mut all_read = false;
        while !stop.load(Ordering::Relaxed) {
            all_read = all_read || self.fill(&mut targets, stop);
            self.ask_all();
            if all_read && self.under_way.is_empty() && self.queues.len() == 0 {
                return;
            }
            let wait = match self.queues.next_at() {
                _ if !all_read && self.queues.len() < self.looker.settings.most_posts => Duration::ZERO,
                Some(at) if self.under_way.len() < self.looker.settings.most_hosts => {
                    at.saturating_duration_since(Instant::now()).min(LOOK)
                }
                _ => LOOK,
            };
            let mut reply = receive.recv_timeout(wait).ok();
            while let Some((place, came)) = reply {
                self.settle(place, came);
                reply = receive.try_recv().ok();
            }
        }
        let until = Instant::now() + GRACE;
        while !self.under_way.is_empty() {
            let Ok((place, came)) = receive.recv_timeout(until.saturating_duration_since(Instant::now())) else {
                return;
            };
            self.settle(place, came);
        }
    }
    /// Hosts that gave no answer in this round are asked again later, by a next round with the same looker too.
    fn leave_silent_alone(&self) {
        let (now, turns) = (Instant::now(), &self.looker.turns);
        for (host, has_served, given_up) in self.queues.came() {
            match has_served {
                true => turns.answered(host),
                false => turns.silent(host, now),
            }
            if let Some(why) = given_up {
                let wait = why.not_before_unix_millis.saturating_sub(unix_millis(SystemTime::now()));
                turns.not_before(host, now + Duration::from_millis(u64::try_from(wait).unwrap_or(0)));
            }
        }
    }

    /// Reads posts as far as there is room. True when there are no more.
    fn fill(&mut self, targets: &mut impl Iterator<Item = Target>, stop: &AtomicBool) -> bool {
        for _ in 0..BATCH {
            if self.queues.len() >= self.looker.settings.most_posts || stop.load(Ordering::Relaxed) {
                return false;
            }
            let Some(target) = targets.next() else { return true };
            // What it asks is found again when it begins: keeping it would hold a token for every post.
            match Begun::begin(self.judge, target, &self.looker.settings) {
                Step::Ask(begun) => {
                    let place = self.queues.place(&begun.host());
                    match self.queues.given_up(place).cloned() {
                        Some(why) => (self.each)(begun.target, Err(why)),
                        None => self.queues.push(place, begun.target, Instant::now()),
                    }
                }
                step => self.take(step),
            }
        }
        false
    }

    /// Asks all hosts that may be asked.
    fn ask_all(&mut self) {
        while self.under_way.len() < self.looker.settings.most_hosts {
            let now = Instant::now();
            let Some((place, task)) = self.queues.next(now, self.queues.held() < MOST_HELD) else { return };
            match task {
                Task::Begin(target) => match Begun::begin(self.judge, target, &self.looker.settings) {
                    Step::Ask(begun) if begun.host() == self.queues.name(place) => self.ask(place, begun, now),
                    step => self.take(step),
                },
                Task::GoOn(begun) => self.ask(place, begun, now),
            }
        }
    }

    fn ask(&mut self, place: usize, mut begun: Box<Begun>, now: Instant) {
        if let Err(error) = self.looker.client.check_port(&begun.url) {
            return self.fail(place, begun, failure(&error));
        }
        match self.looker.turns.try_take(self.queues.name(place), begun.pause(), now) {
            Ok(turn) => {
                let question = begun.question(SystemTime::now());
                self.queues.ask(place);
                self.under_way.insert(place, begun);
                self.askers.send(Job { place, question, turn }, self.under_way.len());
            }
            // Known from an earlier run.
            Err(NotYet::Said(at)) if at - now > self.looker.settings.most_wait => {
                self.wait(begun, now);
                self.give_up(place, PostponedWhy::LongWait, at - now);
            }
            Err(not_yet) => {
                let at = match not_yet {
                    NotYet::Busy => now + LOOK,
                    NotYet::Pause(at) | NotYet::Said(at) => at,
                };
                self.wait(begun, now);
                self.queues.hold(place, at, now);
            }
        }
    }

    /// Lets a look wait at the host it is to ask next.
    fn wait(&mut self, begun: Box<Begun>, due: Instant) {
        let place = self.queues.place(&begun.host());
        match self.queues.given_up(place).cloned() {
            Some(why) => (self.each)(begun.target, Err(why)),
            None => self.queues.wait(place, begun, due, Instant::now()),
        }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Ask(begun) => self.wait(begun, Instant::now()),
            Step::Confirm(begun, after) => self.wait(begun, Instant::now() + after),
            Step::Done(target, look) => (self.each)(target, Ok(*look)),
        }
    }

    /// Takes what came of a request.
    fn settle(&mut self, place: usize, reply: Reply) {
        let Some(mut begun) = self.under_way.remove(&place) else { return };
        match reply.outcome {
            Outcome::Abandoned => {}
            Outcome::Failed(failure) => self.fail(place, begun, failure),
            Outcome::Answer(raw) => {
                if let Some(wait) = later::wait_for_quota(&raw.headers, SystemTime::now()) {
                    self.leave_alone(place, wait);
                }
                match begun.follow(&raw, reply.took, self.looker.settings.most_redirects) {
                    Kind::Redirect => {
                        self.queues.served(place);
                        self.wait(begun, Instant::now());
                    }
                    Kind::Astray(failure) => {
                        self.queues.served(place);
                        let step = begun.failed(self.judge, &self.looker.settings, failure);
                        self.take(step);
                    }
                    Kind::Answer => self.answer(place, begun, *raw),
                }
            }
        }
        let now = Instant::now();
        self.queues.asked(place, now);
        self.queues.hold(place, now + self.looker.settings.pause, now);
    }

    /// Takes an answer that is no redirect. One that a server gave that is not well, or that did not come whole, is asked
    /// for again before anybody decides on it.
    fn answer(&mut self, place: usize, mut begun: Box<Begun>, raw: Raw) {
        let settings = &self.looker.settings;
        let wait = later::wait(&raw.headers, SystemTime::now());
        let is_refusal = matches!(raw.status, 429 | 503) || raw.status == 403 && raw.header("retry-after").is_some();
        let is_fault = matches!(raw.status, 408 | 425 | 500..=599)
            || matches!(raw.cut, Some(super::Cut::Time | super::Cut::Connection));
        let read = begun.read(self.judge, raw);
        if is_refusal || read.marks.iter().any(|mark| mark == COME_LATER) {
            return self.refuse(place, begun, wait);
        }
        if is_fault {
            let refusals = self.queues.refused(place);
            begun.failed += 1;
            if begun.failed < settings.tries || refusals >= settings.most_refusals {
                return self.again(place, begun, refusals);
            }
        } else {
            self.queues.served(place);
        }
        let step = begun.answered(self.judge, settings, read);
        self.take(step);
    }

    /// A host says to come later.
    fn refuse(&mut self, place: usize, mut begun: Box<Begun>, said: Option<Duration>) {
        let settings = &self.looker.settings;
        let refusals = self.queues.refused(place);
        begun.refused += 1;
        let backoff = self.backoff(place, refusals);
        // Whoever comes when it was told to and is refused again comes later than that.
        let wait = said.map_or(backoff, |said| if refusals > 1 { said.max(backoff) } else { said });
        self.looker.turns.not_before(self.queues.name(place), Instant::now() + wait);
        let why = match () {
            () if wait > settings.most_wait => Some(PostponedWhy::LongWait),
            () if refusals >= settings.most_refusals => Some(PostponedWhy::Refused),
            () => None,
        };
        if let Some(why) = why {
            let wait = if why == PostponedWhy::Refused { wait.max(settings.most_wait) } else { wait };
            let postponed = self.postponed(place, why, wait);
            (self.each)(begun.target, Err(postponed));
            return self.give_up(place, why, wait);
        }
        let now = Instant::now();
        self.queues.hold(place, now + wait, now);
        if begun.refused >= settings.tries {
            // Others may be served: it is this post that is not.
            let postponed = self.postponed(place, PostponedWhy::Refused, wait);
            return (self.each)(begun.target, Err(postponed));
        }
        begun.rewind(settings);
        // The second time others are asked first.
        let due = now + wait * begun.refused.min(2);
        self.wait(begun, due);
    }

    /// A host gave no answer.
    fn fail(&mut self, place: usize, mut begun: Box<Begun>, failure: Failure) {
        let settings = &self.looker.settings;
        if failure == Failure::Refused {
            // Nobody was asked. Where a redirect led there, its host is to blame.
            let failure = if begun.is_led() { Failure::Malformed } else { failure };
            let step = begun.failed(self.judge, settings, failure);
            return self.take(step);
        }
        let refusals = self.queues.refused(place);
        begun.failed += 1;
        if begun.failed < settings.tries || refusals >= settings.most_refusals {
            return self.again(place, begun, refusals);
        }
        if failure == Failure::Proxy {
            let postponed = self.postponed(place, PostponedWhy::Proxy, settings.most_wait);
            return (self.each)(begun.target, Err(postponed));
        }
        let step = begun.failed(self.judge, settings, failure);
        self.take(step);
    }

    /// Asks the same once more, later, others of the host meanwhile; unless the host failed too often.
    fn again(&mut self, place: usize, mut begun: Box<Begun>, refusals: u32) {
        let settings = &self.looker.settings;
        if refusals >= settings.most_refusals {
            let postponed = self.postponed(place, PostponedWhy::Failed, settings.most_wait);
            (self.each)(begun.target, Err(postponed));
            return self.give_up(place, PostponedWhy::Failed, settings.most_wait);
        }
        let wait = self.backoff(place, begun.failed);
        begun.rewind(settings);
        self.wait(begun, Instant::now() + wait);
    }

    fn backoff(&self, place: usize, times: u32) -> Duration {
        let settings = &self.looker.settings;
        later::backoff(settings.backoff, settings.most_wait, &settings.user_agent, self.queues.name(place), times)
    }

    /// Does not ask a host before its quota is renewed.
    fn leave_alone(&mut self, place: usize, wait: Duration) {
        let now = Instant::now();
        self.looker.turns.not_before(self.queues.name(place), now + wait);
        if wait > self.looker.settings.most_wait {
            self.give_up(place, PostponedWhy::LongWait, wait);
        } else {
            self.queues.hold(place, now + wait, now);
        }
    }

    /// Asks a host no more in this run: its posts have to wait.
    fn give_up(&mut self, place: usize, why: PostponedWhy, wait: Duration) {
        let postponed = self.postponed(place, why, wait);
        let targets = self.queues.give_up(place, postponed.clone());
        for target in targets {
            (self.each)(target, Err(postponed.clone()));
        }
    }

    fn postponed(&self, place: usize, why: PostponedWhy, wait: Duration) -> Postponed {
        let wait = i64::try_from(wait.min(later::MOST_SAID).as_millis()).unwrap_or_default();
        Postponed {
            host: self.queues.name(place).to_owned(),
            why,
            not_before_unix_millis: unix_millis(SystemTime::now()).saturating_add(wait),
        }
    }
}
