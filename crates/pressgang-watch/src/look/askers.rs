//! The threads that send requests and read answers. They hold nothing of the run, so that a run that is stopped need not
//! wait for one that waits for a host.

use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use super::ask::{Outcome, Question, Reply, ask};
use super::{Failure, LookSettings};
use crate::client::Client;
use crate::turns::Turn;

/// A question, the host it goes to, and the turn at that host, which ends with the answer.
pub(super) struct Job {
    pub place: usize,
    pub question: Question,
    pub turn: Turn,
}

/// Threads, started as they are needed. They end when this is dropped, those under way when they notice.
pub(super) struct Askers {
    jobs: mpsc::Sender<Job>,
    asker: Asker,
    started: usize,
}

#[derive(Clone)]
struct Asker {
    jobs: Arc<Mutex<mpsc::Receiver<Job>>>,
    answers: mpsc::Sender<(usize, Reply)>,
    client: Arc<Client>,
    most_body: usize,
    abandoned: Arc<AtomicBool>,
}

impl Askers {
    /// Threads that answer to `answers`, by the host's place.
    pub(super) fn new(client: Arc<Client>, settings: &LookSettings, answers: mpsc::Sender<(usize, Reply)>) -> Askers {
        let (jobs, receive) = mpsc::channel();
        let asker = Asker {
            jobs: Arc::new(Mutex::new(receive)),
            answers,
            client,
            most_body: settings.most_body,
            abandoned: Arc::default(),
        };
        Askers { jobs, asker, started: 0 }
    }

    /// Has a question asked. `under_way` is how many are, with this one: so many threads there have to be.
    pub(super) fn send(&mut self, job: Job, under_way: usize) {
        if self.started < under_way {
            let asker = self.asker.clone();
            let thread = thread::Builder::new().name("asker".to_owned()).spawn(move || asker.run());
            self.started += usize::from(thread.is_ok());
        }
        if self.started == 0 {
            return self.asker.do_job(job);
        }
        // The receiver lives as long as this does.
        let _ = self.jobs.send(job);
    }
}

impl Drop for Askers {
    fn drop(&mut self) {
        self.asker.abandoned.store(true, Ordering::Relaxed);
    }
}

impl Asker {
    fn run(&self) {
        loop {
            let job = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
            match job {
                // The promise within is kept by unwinding too, and the thread is there for the next.
                Ok(job) => drop(panic::catch_unwind(AssertUnwindSafe(|| self.do_job(job)))),
                Err(_) => return,
            }
        }
    }

    fn do_job(&self, job: Job) {
        let mut promise = Promise { answers: &self.answers, place: job.place, reply: None };
        let reply = ask(&self.client, &job.question, self.most_body, &self.abandoned);
        drop(job.turn);
        promise.reply = Some(reply);
    }
}

/// Answers in any case: a run would wait for ever for a thread that panicked.
struct Promise<'a> {
    answers: &'a mpsc::Sender<(usize, Reply)>,
    place: usize,
    reply: Option<Reply>,
}

impl Drop for Promise<'_> {
    fn drop(&mut self) {
        let broken = || Reply { outcome: Outcome::Failed(Failure::Malformed), took: Duration::ZERO };
        // Nobody listens any more once the run has ended.
        let _ = self.answers.send((self.place, self.reply.take().unwrap_or_else(broken)));
    }
}
