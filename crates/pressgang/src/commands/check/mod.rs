//! `pressgang check`: whether posts are still up.

mod again;
mod journal;
mod metrics;
mod record;
mod round;
mod schedule;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use clap::Args;
use pressgang_case::{Case, DuePost, LookLock};
use pressgang_watch::look::{Adapters, LookSettings, Looker};
use pressgang_watch::user_agent;

use super::{network, now};
use crate::cli::Outcome;
use crate::durations;
use crate::error::CommandError;
use crate::output::say;
use journal::Journal;
use metrics::Metrics;
use round::Round;

/// Look whether the posts that count are still up
///
/// Each platform is asked by its own documented, public means, politely, once a post in an interval; docs/checking.md
/// says which. Every look enters the ledger with what was answered. Nothing is asked without a contact for the hosts:
/// without one it says what would be looked at. Stopped and begun again, it goes on where it was.
#[derive(Args, Debug)]
#[command(
    after_help = "Tokens for platforms that want one come from the environment (PRESSGANG_VK_TOKEN ...); they are never kept.\n\nExamples:\n  pressgang check my-case\n  pressgang check my-case --contact desk@example.org\n  pressgang check my-case x:1663104539042713600 --contact desk@example.org --keep-bodies\n  pressgang check my-case --contact desk@example.org --every 6h --metrics 127.0.0.1:9184 --log looks.log\n  pressgang check my-case --decide-again"
)]
pub struct CheckArgs {
    /// Case folder
    case: PathBuf,
    /// Only these posts, as PLATFORM:ID, and now
    #[arg(value_name = "POST")]
    posts: Vec<String>,
    /// Whom hosts can write to: an e-mail address or a web page; sent with every request
    #[arg(long, value_name = "MAIL|URL")]
    contact: Option<String>,
    /// Each post once in this time
    #[arg(long, value_name = "SPAN", value_parser = durations::parse, default_value = "6h")]
    interval: Duration,
    /// Go on looking, each post once in this time, until it is stopped
    #[arg(long, value_name = "SPAN", value_parser = durations::parse, conflicts_with_all = ["interval", "posts"])]
    every: Option<Duration>,
    /// Only posts of this platform; can be repeated
    #[arg(long, value_name = "NAME")]
    platform: Vec<String>,
    /// Least pause between two requests to one host; platforms that want more get more
    #[arg(long, value_name = "SPAN", value_parser = durations::parse, default_value = "1s")]
    pause: Duration,
    /// After how long a post found gone is looked at once more before that is believed
    #[arg(long, value_name = "SPAN", value_parser = durations::parse, default_value = "30s")]
    confirm_after: Duration,
    /// Keep what hosts answered, as WARC files in the case
    #[arg(long)]
    keep_bodies: bool,
    /// The country these looks come from, as ISO 3166 code: where a post is not shown to you
    #[arg(long, value_name = "CODE", value_parser = country)]
    from: Option<String>,
    /// Ask this address instead of the platform's own, as PLATFORM=URL: an archive or proxy of your own
    #[arg(long, value_name = "PLATFORM=URL", value_parser = endpoint)]
    endpoint: Vec<(String, String)>,
    /// Ask this address although it is local, as IP:PORT; can be repeated
    #[arg(long, value_name = "IP:PORT")]
    allow: Vec<SocketAddr>,
    /// Serve counts for Prometheus at http://IP:PORT/metrics
    #[arg(long, value_name = "IP:PORT", requires = "every")]
    metrics: Option<SocketAddr>,
    /// Add a line to this file for each change
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Ask nobody: decide what earlier looks were answered again, by today's rules
    #[arg(long, conflicts_with_all = ["contact", "every", "posts", "platform", "keep_bodies", "from", "endpoint", "allow"])]
    decide_again: bool,
}

fn country(written: &str) -> Result<String, String> {
    let code = written.trim().to_ascii_uppercase();
    match code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) {
        true => Ok(code),
        false => Err(format!("{written:?} is no code of two letters such as DE")),
    }
}

fn endpoint(written: &str) -> Result<(String, String), String> {
    let wrong = || format!("{written:?} is not PLATFORM=URL, for example x=http://127.0.0.1:8080");
    let (platform, base) = written.split_once('=').ok_or_else(wrong)?;
    let is_web = base.starts_with("http://") || base.starts_with("https://");
    if platform.is_empty() || !is_web { Err(wrong()) } else { Ok((platform.to_owned(), base.to_owned())) }
}

/// What one check works with.
struct Check<'a> {
    args: &'a CheckArgs,
    looker: Looker,
    adapters: Adapters,
    journal: Journal,
    metrics: Metrics,
    stop: Arc<AtomicBool>,
    tool: String,
    /// How it names itself to hosts.
    agent: String,
}

pub fn check(args: &CheckArgs) -> Result<Outcome, CommandError> {
    if args.decide_again {
        return again::decide_again(args);
    }
    let adapters = adapters(args)?;
    let Some(contact) = &args.contact else { return announce(args, &adapters) };
    let settings = settings(args, contact)?;
    let agent = settings.user_agent.clone();
    let lock = LookLock::take(&args.case)?;
    let looker = Looker::new(settings).map_err(|e| CommandError::usage(e.to_string(), "mend it and try again"))?;
    let check = Check {
        args,
        looker,
        adapters,
        journal: Journal::open(args.log.as_deref(), args.every.is_some())?,
        metrics: Metrics::default(),
        stop: schedule::stop_signals()?,
        tool: tool(),
        agent,
    };
    let outcome = match args.every {
        Some(every) => check.keep_on(every),
        None => check.once(),
    };
    drop(lock);
    outcome
}

/// The program as looks name it.
fn tool() -> String {
    format!("pressgang check {}", env!("CARGO_PKG_VERSION"))
}

/// The adapters that are compiled in.
fn standard() -> Result<Adapters, CommandError> {
    // A test holds them sound; only a build of changed data can fail here.
    Adapters::standard()
        .map_err(|e| CommandError::Usage { message: format!("the program's own adapters: {e}"), hint: None })
}

fn adapters(args: &CheckArgs) -> Result<Adapters, CommandError> {
    let mut adapters = standard()?.with_tokens(|name| std::env::var(name).ok());
    for (platform, base) in &args.endpoint {
        adapters = adapters.with_endpoint(platform, base).map_err(|e| {
            CommandError::usage(
                format!("--endpoint {platform}={base}: {e}"),
                "for example --endpoint x=http://127.0.0.1:8080",
            )
        })?;
    }
    Ok(adapters)
}

fn settings(args: &CheckArgs, contact: &str) -> Result<LookSettings, CommandError> {
    let agent = user_agent(env!("CARGO_PKG_VERSION"), contact)
        .map_err(|e| CommandError::usage(e.to_string(), "for example --contact desk@example.org"))?;
    Ok(LookSettings {
        pause: args.pause,
        goes_on: true,
        confirm_after: Some(args.confirm_after),
        allowed: args.allow.clone(),
        proxy: network::proxy(),
        authorities: network::authorities()?,
        from: args.from.clone(),
        keep_bodies: args.keep_bodies,
        ..LookSettings::standard(agent)
    })
}

/// Says what would be looked at, by which means, and asks nobody.
fn announce(args: &CheckArgs, adapters: &Adapters) -> Result<Outcome, CommandError> {
    let every = args.every.unwrap_or(args.interval);
    let dues = Case::open(&args.case)?.dues(now(), millis(every), &args.posts)?;
    let due: Vec<&DuePost> = dues.due.iter().filter(|post| is_wanted(post, args)).collect();
    let mut platforms: BTreeMap<&str, u64> = BTreeMap::new();
    due.iter().for_each(|post| *platforms.entry(&post.platform).or_default() += 1);
    say(&format!("to look at: {}", posts(due.len() as u64)));
    for (platform, n) in platforms {
        say(&format!("  {platform}: {n}{}", means(adapters, platform)));
    }
    if dues.waiting > 0 {
        say(&format!("looked at within the last {}: {}", durations::shown(every), posts(dues.waiting as u64)));
    }
    say(
        "nobody was asked; hosts see this computer's address, the time and your contact; to look: --contact desk@example.org",
    );
    Ok(Outcome::Done)
}

/// ", asked at publish.x.com; PRESSGANG_X_TOKEN is not set, without which it can tell little".
fn means(adapters: &Adapters, platform: &str) -> String {
    let Some(means) = adapters.means(platform) else { return String::new() };
    let mut text = format!(", asked at {}", means.hosts.join(", "));
    match &means.token {
        Some(token) if means.has_token => text.push_str(&format!(" with {token}")),
        Some(token) if means.needs_token => text.push_str(&format!("; it wants a token, and {token} is not set")),
        Some(token) => text.push_str(&format!("; {token} is not set, with which more could be told")),
        None => {}
    }
    text
}

impl Check<'_> {
    /// One round over what is due.
    fn once(&self) -> Result<Outcome, CommandError> {
        let round = self.round(self.args.interval)?;
        round.say();
        if round.looked > 0 {
            say(&format!("next: pressgang run {0}; pressgang report {0}", self.args.case.display()));
        }
        Ok(if round.is_whole() { Outcome::Done } else { Outcome::SomeRejected })
    }
}

impl Round {
    fn say(&self) {
        if self.unanswered > 0 {
            say(&format!(
                "not looked at: {}, since nobody answered or there is nothing to ask; nothing was entered for them",
                posts(self.unanswered)
            ));
        }
        if self.looked == 0 && self.postponed.is_empty() && self.left == 0 && self.unanswered == 0 {
            match self.waiting {
                0 => say("there is nothing to look at"),
                n => say(&format!("nothing is due: {} looked at within the interval", posts(n))),
            }
            return;
        }
        let states: Vec<String> =
            self.states.iter().map(|(state, n)| format!("{n} {}", state.replace('_', " "))).collect();
        let states = if states.is_empty() { String::new() } else { format!(": {}", states.join(", ")) };
        say(&format!("looked at {}{states}", posts(self.looked)));
        for change in self.changes.iter().take(SHOWN_CHANGES) {
            say(&format!("  {change}"));
        }
        if let Some(more) = self.changes.len().checked_sub(SHOWN_CHANGES).filter(|more| *more > 0) {
            say(&format!("  and {more} more changes"));
        }
        self.doubts().iter().for_each(|doubt| say(&format!("warning: {doubt}")));
        for (reason, n) in &self.postponed {
            say(&format!("put off: {}: {reason}", posts(*n)));
        }
        if self.left > 0 {
            say(&format!("stopped: {} not looked at yet; the same command goes on", posts(self.left)));
        }
    }
}

/// Changes that are named one by one.
const SHOWN_CHANGES: usize = 20;

fn is_wanted(post: &DuePost, args: &CheckArgs) -> bool {
    args.platform.is_empty() || args.platform.contains(&post.platform)
}

fn millis(long: Duration) -> i64 {
    i64::try_from(long.as_millis()).unwrap_or(i64::MAX)
}

fn posts(count: u64) -> String {
    if count == 1 { "1 post".to_owned() } else { format!("{count} posts") }
}
