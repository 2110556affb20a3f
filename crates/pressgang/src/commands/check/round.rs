//! One round: every post that is due is looked at once.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::Ordering;
use std::time::Duration;

use pressgang_case::{DuePost, Progress, is_removed};
use pressgang_posts::Timestamp;
use pressgang_watch::look::{Look, Target};

use super::record::Recorder;
use super::{Check, is_wanted, millis};
use crate::commands::now;
use crate::error::CommandError;
use crate::progress::Bars;

/// How a round went.
#[derive(Debug, Default)]
pub struct Round {
    /// Posts looked at.
    pub looked: u64,
    /// By state.
    pub states: BTreeMap<String, u64>,
    /// What is otherwise than at the look before, in words.
    pub changes: Vec<String>,
    /// Posts whose host could not be asked now, by reason.
    pub postponed: BTreeMap<String, u64>,
    /// Before when none of these hosts should be asked again.
    pub retry_at: Option<Timestamp>,
    /// Posts of which no host said anything: there is nothing to ask, or nothing came back.
    pub unanswered: u64,
    /// Posts that were due and not looked at, since it was stopped.
    pub left: u64,
    /// Posts looked at so recently that they wait.
    pub waiting: u64,
    /// When the next of these is due.
    pub next_at: Option<Timestamp>,
    /// By platform: looks at posts that had been up, and how many of them found the post gone.
    turned: BTreeMap<String, (u64, u64)>,
}

/// So many posts of a platform have to go at once before that is odd.
const LEAST_TURNED: u64 = 5;

impl Round {
    /// Platforms of which nearly all posts that were up are gone at once: more likely the platform changed what it
    /// answers than that it removed everything.
    pub fn doubts(&self) -> Vec<String> {
        let odd = self.turned.iter().filter(|(_, (up, gone))| *gone >= LEAST_TURNED && gone * 10 >= up * 9);
        odd.map(|(platform, (up, gone))| {
            format!(
                "{gone} of {up} posts of {platform} that were up are gone at once: look at some by hand before you \
                 publish it; docs/checking.md says what to do if the platform changed"
            )
        })
        .collect()
    }

    /// True if and only if every post that was due was looked at.
    pub fn is_whole(&self) -> bool {
        self.postponed.is_empty() && self.left == 0 && self.unanswered == 0
    }
}

impl Check<'_> {
    pub(super) fn round(&self, every: Duration) -> Result<Round, CommandError> {
        let Some(case) = self.open_case()? else { return Ok(Round::default()) };
        let dues = case.dues(now(), millis(every), &self.args.posts)?;
        let root = case.root().to_owned();
        // Others may work on the case while hosts are asked.
        drop(case);
        let wanted = dues.due.into_iter().filter(|post| is_wanted(post, self.args));
        let (wanted, unasked): (Vec<DuePost>, Vec<DuePost>) =
            wanted.partition(|post| self.adapters.can_look(&target(post.clone())));
        let mut round = Round {
            waiting: dues.waiting as u64,
            next_at: dues.next_at,
            unanswered: unasked.len() as u64,
            ..Round::default()
        };
        {
            let mut counts = self.metrics.counts();
            counts.posts = dues.states;
            counts.due = wanted.len() as u64;
        }
        let mut recorder = Recorder::new(&root, self)?;
        if wanted.is_empty() {
            recorder.finish()?;
            return Ok(round);
        }
        recorder.heed_waits()?;
        let before: HashMap<String, String> = wanted
            .iter()
            .filter_map(|post| Some((format!("{}:{}", post.platform, post.id), post.last.as_ref()?.1.clone())))
            .collect();
        let bars = Bars::new();
        if self.args.every.is_none() {
            bars.begin("check", "", Some(wanted.len() as u64), "posts");
        }
        let (due, mut answered) = (wanted.len() as u64, 0);
        let mut failed = None;
        let targets = wanted.into_iter().map(target);
        self.looker.look_all(&self.adapters, targets, &self.stop, |target, result| {
            bars.advance(1);
            answered += 1;
            if failed.is_some() {
                return;
            }
            match result {
                // What nobody answered is no look: it would stand before what somebody saw.
                Ok(look) if !look.evidence.is_answered() => {
                    round.unanswered += 1;
                }
                Ok(look) => match recorder.enter(&target, &look) {
                    Ok(()) => self.note(&mut round, &target, &look, &before),
                    Err(error) => {
                        self.stop.store(true, Ordering::Relaxed);
                        failed = Some(error);
                    }
                },
                Err(postponed) => {
                    let reason = postponed.to_string();
                    let retry = Timestamp::from_unix_millis(postponed.not_before_unix_millis);
                    round.retry_at = [round.retry_at, retry].into_iter().flatten().min();
                    // At once, since a program that is killed does not come to its end.
                    if !round.postponed.contains_key(&reason)
                        && let Err(error) = recorder.enter_waits()
                    {
                        self.stop.store(true, Ordering::Relaxed);
                        failed = Some(error);
                    }
                    *self.metrics.counts().postponed.entry(reason.clone()).or_default() += 1;
                    *round.postponed.entry(reason).or_default() += 1;
                }
            }
        });
        if self.args.every.is_none() {
            bars.end("check", "", true);
        }
        if let Some(error) = failed {
            return Err(error);
        }
        recorder.finish()?;
        round.left = due.saturating_sub(answered);
        if round.looked > 0 {
            let next = Timestamp { unix_millis: now().unix_millis.saturating_add(millis(every)) };
            round.next_at = Some(round.next_at.map_or(next, |at| at.min(next)));
        }
        Ok(round)
    }

    /// Counts a look, and has a line for it where something is otherwise than before.
    fn note(&self, round: &mut Round, target: &Target, look: &Look, before: &HashMap<String, String>) {
        let key = format!("{}:{}", target.platform, target.id);
        let state = look.verdict.state.as_str();
        round.looked += 1;
        *round.states.entry(state.to_owned()).or_default() += 1;
        let was = before.get(&key).map(String::as_str);
        if was == Some("up") {
            let turned = round.turned.entry(target.platform.clone()).or_default();
            turned.0 += 1;
            turned.1 += u64::from(is_removed(state) || state == "account_gone");
        }
        if was != Some(state) {
            let was = was.map_or("first look".to_owned(), |was| format!("was {}", was.replace('_', " ")));
            let change = format!("{key} {} ({was}), by {}", state.replace('_', " "), look.verdict.rule);
            self.journal.line(&change);
            // Of first looks only what is not as one expects is worth a line of the summary.
            if before.contains_key(&key) || state != "up" {
                round.changes.push(change);
            }
        }
        let mut counts = self.metrics.counts();
        *counts.looks.entry((target.platform.clone(), state.to_owned())).or_default() += 1;
        counts.requests += look.evidence.exchanges.len() as u64;
        counts.due = counts.due.saturating_sub(1);
        counts.last_look = Some(now());
        let old = (target.platform.clone(), before.get(&key).cloned().unwrap_or_else(|| "never".to_owned()));
        if let Some(n) = counts.posts.get_mut(&old) {
            *n = n.saturating_sub(1);
        }
        *counts.posts.entry((target.platform.clone(), state.to_owned())).or_default() += 1;
    }
}

pub(super) fn target(post: DuePost) -> Target {
    Target { platform: post.platform, id: post.id, url: post.url, handle: post.handle, account: post.account }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_platform_that_goes_at_once_is_doubted() {
        let doubts = |up: u64, gone: u64| {
            Round { turned: BTreeMap::from([("x".to_owned(), (up, gone))]), ..Round::default() }.doubts().len()
        };
        assert_eq!([doubts(5, 5), doubts(100, 90), doubts(100, 100)], [1, 1, 1]);
        assert_eq!([doubts(0, 0), doubts(4, 4), doubts(100, 89), doubts(60, 2)], [0, 0, 0, 0]);
    }
}
