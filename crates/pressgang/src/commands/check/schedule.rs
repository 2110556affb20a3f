//! Looking again and again, until somebody says to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use pressgang_case::{Case, CaseError};
use pressgang_posts::Timestamp;

use super::{Check, posts};
use crate::cli::Outcome;
use crate::commands::now;
use crate::durations;
use crate::error::CommandError;

/// Longest sleep between two looks at what is due: posts may have been added, or the clock set.
const LONGEST_SLEEP: Duration = Duration::from_secs(10 * 60);

/// Shortest time between two rounds, as a share of the interval: else each post that falls due has a round of its own.
const ROUNDS: u32 = 20;

/// So often somebody who waits looks whether it is over.
const LOOK: Duration = Duration::from_millis(200);

/// Set by the first SIGINT or SIGTERM: what is under way is finished and entered. A second one ends the program.
pub fn stop_signals() -> Result<Arc<AtomicBool>, CommandError> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        // In this order: the second signal finds the flag that the first has set.
        signal_hook::flag::register_conditional_shutdown(signal, 1, Arc::clone(&stop)).map_err(CommandError::Stream)?;
        signal_hook::flag::register(signal, Arc::clone(&stop)).map_err(CommandError::Stream)?;
    }
    Ok(stop)
}

impl Check<'_> {
    pub(super) fn keep_on(&self, every: Duration) -> Result<Outcome, CommandError> {
        if let Some(at) = self.args.metrics {
            let at = self.metrics.serve(at, Arc::clone(&self.stop)).map_err(|e| {
                CommandError::usage(
                    format!("--metrics {at}: {e}"),
                    "name an address of this computer and a port that is free",
                )
            })?;
            self.journal.line(&format!("metrics at http://{at}/metrics"));
        }
        self.journal.line(&format!(
            "looking at each post of {} every {}",
            self.args.case.display(),
            durations::shown(every)
        ));
        while !self.stop.load(Ordering::Relaxed) {
            let round = self.round(every)?;
            let mut text = format!("looked at {}", posts(round.looked));
            for (state, n) in &round.states {
                text.push_str(&format!(", {n} {}", state.replace('_', " ")));
            }
            for (reason, n) in &round.postponed {
                text.push_str(&format!("; {} put off: {reason}", posts(*n)));
            }
            if let Some(at) = round.next_at {
                text.push_str(&format!("; next at {at}"));
            }
            round.doubts().iter().for_each(|doubt| self.journal.line(&format!("warning: {doubt}")));
            if round.looked > 0 || !round.postponed.is_empty() {
                self.journal.line(&text);
            }
            let next = [round.next_at, round.retry_at].into_iter().flatten().min();
            let soonest = after(now(), (every / ROUNDS).min(LONGEST_SLEEP));
            let next = next.map(|next| next.max(soonest));
            {
                let mut counts = self.metrics.counts();
                counts.rounds += 1;
                counts.next_look = next;
            }
            self.sleep_until(next);
        }
        self.journal.line("stopped; what was looked at is in the ledger");
        Ok(Outcome::Done)
    }

    fn sleep_until(&self, next: Option<Timestamp>) {
        // By two clocks: one that is set back must not make it sleep on.
        let began = Instant::now();
        let until = next.unwrap_or(Timestamp { unix_millis: i64::MAX });
        while now() < until && began.elapsed() < LONGEST_SLEEP && !self.stop.load(Ordering::Relaxed) {
            thread::sleep(LOOK);
        }
    }

    /// The case, open only as long as it is read. As a service, whoever works on it is waited for.
    pub(super) fn open_case(&self) -> Result<Option<Case>, CommandError> {
        let mut said = false;
        loop {
            match Case::open(&self.args.case) {
                Err(CaseError::Busy { .. }) if self.args.every.is_some() => {
                    if self.stop.load(Ordering::Relaxed) {
                        return Ok(None);
                    }
                    if !std::mem::replace(&mut said, true) {
                        self.journal.line("another pressgang works on the case; waiting for it");
                    }
                    thread::sleep(LOOK);
                }
                opened => return Ok(Some(opened?)),
            }
        }
    }
}

fn after(at: Timestamp, long: Duration) -> Timestamp {
    Timestamp { unix_millis: at.unix_millis.saturating_add(super::millis(long)) }
}
