//! Looking at every post of a world, and counting what was found right and wrong.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use pressgang_watch::look::{Adapters, Judge, Look, LookSettings, Looker};
use pressgang_watch::user_agent;

use super::faults::Kind;
use super::{Mark, Rerouted, World, meta, vk};

/// Most runs until every post was looked at; hosts that were left alone are asked again in the next.
const MOST_RUNS: usize = 6;

/// The program's adapters, with the tokens that these servers take.
pub fn adapters() -> Adapters {
    Adapters::standard().expect("the adapters' files are right").with_tokens(|name| {
        let token = if name.contains("META") { meta::TOKEN } else { vk::TOKEN };
        Some(token.to_owned())
    })
}

/// Settings for tests: impatient, and only these servers may be asked.
pub fn settings(world: &World) -> LookSettings {
    LookSettings {
        pause: Duration::from_millis(1),
        most_wait: Duration::from_secs(2),
        tries: 3,
        // Here a twelfth of the posts are never answered, which no platform does for long.
        most_refusals: 30,
        backoff: Duration::from_millis(4),
        confirm_after: Some(Duration::from_millis(30)),
        connect: Duration::from_secs(2),
        first_byte: Duration::from_millis(700),
        silence: Duration::from_millis(600),
        whole: Duration::from_millis(900),
        most_hosts: 24,
        allowed: world.addresses(),
        ..LookSettings::standard(user_agent("0.0.0", "desk@example.org").expect("a contact"))
    }
}

/// What was found of each post, in the posts' order, and how many had to wait for another run. The first run is stopped
/// after `stop_after` looks; what it reported is not looked at again.
pub fn look_at_all(
    world: &World,
    judge: impl Judge,
    settings: &LookSettings,
    stop_after: Option<usize>,
) -> (Vec<Option<Look>>, usize) {
    let judge = Rerouted { judge, world };
    let numbers: BTreeMap<(&str, &str), usize> = (world.posts.iter().enumerate())
        .map(|(number, post)| ((post.target.platform.as_str(), post.target.id.as_str()), number))
        .collect();
    let mut found: Vec<Option<Look>> = world.posts.iter().map(|_| None).collect();
    let mut postponed = 0;
    let mut done = 0;
    for run in 0..MOST_RUNS {
        let stop = AtomicBool::new(false);
        let left: Vec<_> = found
            .iter()
            .zip(&world.posts)
            .filter(|(look, _)| look.is_none())
            .map(|(_, post)| post.target.clone())
            .collect();
        if left.is_empty() {
            break;
        }
        // A program does not start again sooner than that.
        std::thread::sleep(settings.pause);
        let looker = Looker::new(settings.clone()).expect("the settings are right");
        looker.look_all(&judge, left, &stop, |target, result| {
            done += 1;
            if run == 0 && stop_after == Some(done) {
                stop.store(true, Ordering::Relaxed);
            }
            let number = numbers[&(target.platform.as_str(), target.id.as_str())];
            match result {
                Ok(look) => assert!(found[number].replace(look).is_none(), "{} was reported twice", target.id),
                Err(_) => postponed += 1,
            }
        });
    }
    (found, postponed)
}

/// Counts of one platform or kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub right: usize,
    pub wrong: usize,
    /// Unknown though it could be told.
    pub missed: usize,
    /// Unknown, and nobody could tell.
    pub unknowable: usize,
}

impl Counts {
    fn add(&mut self, mark: Mark) {
        *match mark {
            Mark::Right => &mut self.right,
            Mark::Wrong => &mut self.wrong,
            Mark::Missed => &mut self.missed,
            Mark::Unknowable => &mut self.unknowable,
        } += 1;
    }

    pub fn all(self) -> usize {
        self.right + self.wrong + self.missed + self.unknowable
    }

    /// Wrong states in all looks.
    pub fn wrong_share(self) -> f64 {
        self.wrong as f64 / self.all().max(1) as f64
    }

    /// Unknown states in the looks whose state can be told.
    pub fn missed_share(self) -> f64 {
        self.missed as f64 / (self.all() - self.unknowable).max(1) as f64
    }
}

/// What was counted, for people.
#[derive(Debug, Default)]
pub struct Tally {
    pub all: Counts,
    pub by_platform: BTreeMap<String, Counts>,
    pub by_kind: BTreeMap<Kind, Counts>,
    pub by_language: BTreeMap<&'static str, Counts>,
    /// Each wrong or missed state, as a line.
    pub failures: Vec<String>,
}

impl Tally {
    pub fn of(world: &World, found: &[Option<Look>]) -> Tally {
        let mut tally = Tally::default();
        for (post, look) in world.posts.iter().zip(found) {
            let state = look.as_ref().map_or(pressgang_watch::look::State::Unknown, |look| look.verdict.state);
            let mark = World::mark(post, state);
            let platform = world.platform(post).name();
            tally.all.add(mark);
            tally.by_platform.entry(platform.to_owned()).or_default().add(mark);
            tally.by_kind.entry(post.plan.kind()).or_default().add(mark);
            tally.by_language.entry(post.language.code()).or_default().add(mark);
            if matches!(mark, Mark::Wrong | Mark::Missed) {
                let rule = look.as_ref().map_or("never looked at", |look| &look.verdict.rule);
                let mut line = format!(
                    "{mark:?}: {platform} {}/{} {} [{:?}] got {} by {rule}; {}",
                    post.case.state.as_str(),
                    post.case.way,
                    post.language.code(),
                    post.plan,
                    state.as_str(),
                    post.url(),
                );
                for exchange in look.iter().flat_map(|look| &look.evidence.exchanges) {
                    let _ = write!(
                        line,
                        "\n    {} {} {} {} {:?} hops {:?} marks {:?}",
                        exchange.attempt,
                        exchange.name,
                        exchange.asked,
                        exchange.status.map_or_else(|| format!("{:?}", exchange.failure), |status| status.to_string()),
                        exchange.is_cut,
                        exchange.hops.iter().map(|hop| hop.to.as_str()).collect::<Vec<_>>(),
                        exchange.marks,
                    );
                }
                tally.failures.push(line);
            }
        }
        tally
    }

    /// A table of all counts.
    pub fn table(&self) -> String {
        let mut table = "                looks  right  wrong unknown unknown-though-told\n".to_owned();
        let kinds = self.by_kind.iter().map(|(kind, counts)| (format!("{kind:?}").to_lowercase(), *counts));
        let languages = self.by_language.iter().map(|(code, counts)| ((*code).to_owned(), *counts));
        let platforms = self.by_platform.iter().map(|(name, counts)| (name.clone(), *counts));
        for (name, counts) in platforms.chain(kinds).chain(languages).chain([("all".to_owned(), self.all)]) {
            let _ = writeln!(
                table,
                "{name:<14} {:>6} {:>6} {:>6} {:>7} {:>7}   wrong {:.2} % of all, unknown {:.1} % of what is told",
                counts.all(),
                counts.right,
                counts.wrong,
                counts.unknowable,
                counts.missed,
                100.0 * counts.wrong_share(),
                100.0 * counts.missed_share(),
            );
        }
        table
    }
}
