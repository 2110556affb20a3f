//! `pressgang fetch`: the pictures and films of which a case knows only addresses.

use std::collections::BTreeMap;
use std::io::{IsTerminal, stderr, stdin};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use pressgang_case::{Case, CaseError, FetchRecord, Progress, UnheldMedia};
use pressgang_watch::{FetchError, FetchSettings, Fetched, Fetcher, host, redacted, user_agent};

use super::{network, now};
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::say;
use crate::progress::Bars;
use crate::sizes;

/// Fetch the pictures and films of which the case knows only addresses, after saying which
///
/// Nothing is fetched before you agreed. Hosts see this computer's address, the
/// time, and the contact you give. Files are fetched politely and within limits, only from public hosts, and only
/// pictures, films and sound are kept. What was fetched stays when it is stopped; the next time goes on.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang fetch my-case\n  pressgang fetch my-case --yes --contact desk@example.org\n  pressgang fetch my-case --yes --contact desk@example.org --host media.example.org --most-bytes 50M"
)]
pub struct FetchArgs {
    /// Case folder
    case: PathBuf,
    /// Fetch without asking
    #[arg(long)]
    yes: bool,
    /// Whom hosts can write to: an e-mail address or a web page; sent with every request
    #[arg(long, value_name = "MAIL|URL")]
    contact: Option<String>,
    /// Only from this host and those below it; can be repeated
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// Largest file
    #[arg(long, value_name = "BYTES", value_parser = bytes, default_value = "200M")]
    most_bytes: u64,
    /// Most bytes of all files together
    #[arg(long, value_name = "BYTES", value_parser = bytes, default_value = "4G")]
    most_total: u64,
    /// Also ask again for what could not be fetched before
    #[arg(long)]
    again: bool,
    /// Ask this address too although it is local, as IP:PORT: an archive of your own; can be repeated
    #[arg(long, value_name = "IP:PORT")]
    allow: Vec<SocketAddr>,
}

/// Hosts that are named one by one.
const SHOWN_HOSTS: usize = 20;

fn bytes(written: &str) -> Result<u64, String> {
    sizes::parse(written).ok_or_else(|| format!("{written:?} is no amount such as 50M, 2G or 1.5G"))
}

pub fn fetch(args: &FetchArgs) -> Result<Outcome, CommandError> {
    // Whatever is wrong with what was typed is said before anything is opened.
    let settings = args.contact.as_deref().map(|contact| settings(args, contact)).transpose()?;
    let mut case = Case::open(&args.case)?;
    let wanted = choose(case.unheld_media()?, args);
    if wanted.is_empty() {
        say("there is nothing to fetch");
        return Ok(Outcome::Done);
    }
    announce(&wanted, args);
    if !args.yes && !agreed(args) {
        return Ok(Outcome::Done);
    }
    let Some(settings) = settings else {
        return Err(CommandError::usage(
            "hosts are not asked without a contact",
            "--contact desk@example.org, an e-mail address or web page of yours that hosts can turn to",
        ));
    };
    let fetcher = Fetcher::new(settings).map_err(|e| CommandError::usage(e.to_string(), "mend it and try again"))?;
    let done = fetch_all(&mut case, &fetcher, &wanted)?;
    done.say();
    if done.fetched > 0 {
        say(&format!("next: pressgang run {}", args.case.display()));
    }
    Ok(if done.fetched == wanted.len() as u64 { Outcome::Done } else { Outcome::SomeRejected })
}

fn settings(args: &FetchArgs, contact: &str) -> Result<FetchSettings, CommandError> {
    let agent = user_agent(env!("CARGO_PKG_VERSION"), contact)
        .map_err(|e| CommandError::usage(e.to_string(), "for example --contact desk@example.org"))?;
    Ok(FetchSettings {
        most_bytes: args.most_bytes,
        most_total_bytes: args.most_total,
        allowed: args.allow.clone(),
        proxy: network::proxy(),
        authorities: network::authorities()?,
        ..FetchSettings::standard(agent)
    })
}

/// What is asked for; says what is left out.
fn choose(unheld: Vec<UnheldMedia>, args: &FetchArgs) -> Vec<UnheldMedia> {
    let (wanted, elsewhere): (Vec<_>, Vec<_>) = unheld.into_iter().partition(|media| is_at(&media.url, &args.host));
    let (wanted, failed): (Vec<_>, Vec<_>) =
        wanted.into_iter().partition(|media| args.again || media.last_failure.is_none());
    if !elsewhere.is_empty() {
        say(&format!("left out: {} on other hosts", files(elsewhere.len() as u64)));
    }
    if !failed.is_empty() {
        say(&format!("left out: {} that could not be fetched before; --again asks again", files(failed.len() as u64)));
    }
    wanted
}

/// True if and only if the address is at one of the hosts or below it; no hosts are all.
fn is_at(address: &str, hosts: &[String]) -> bool {
    let Some(at) = host(address) else { return hosts.is_empty() };
    hosts.is_empty()
        || hosts.iter().any(|wanted| {
            let wanted = wanted.trim_matches('.').to_lowercase();
            at == wanted || at.strip_suffix(&wanted).is_some_and(|before| before.ends_with('.'))
        })
}

/// Says what would be fetched.
fn announce(wanted: &[UnheldMedia], args: &FetchArgs) {
    let mut hosts: BTreeMap<String, u64> = BTreeMap::new();
    let mut nowhere = 0;
    for media in wanted {
        match host(&media.url) {
            Some(host) => *hosts.entry(host).or_default() += 1,
            None => nowhere += 1,
        }
    }
    let mut hosts: Vec<(String, u64)> = hosts.into_iter().collect();
    hosts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let posts: u64 = wanted.iter().map(|media| media.posts).sum();
    say(&format!(
        "to fetch: {} that {posts} attachments of posts name, from {} host{}",
        files(wanted.len() as u64),
        hosts.len(),
        if hosts.len() == 1 { "" } else { "s" }
    ));
    hosts.iter().take(SHOWN_HOSTS).for_each(|(host, count)| say(&format!("  {host}: {count}")));
    if let Some(more) = hosts.len().checked_sub(SHOWN_HOSTS).filter(|more| *more > 0) {
        say(&format!("  and {more} more hosts"));
    }
    if nowhere > 0 {
        say(&format!("  no address of a web server: {nowhere}"));
    }
    say(&format!(
        "their sizes are not known; at most {} a file and {} altogether are fetched",
        sizes::shown(args.most_bytes),
        sizes::shown(args.most_total)
    ));
}

/// Asks on a terminal; elsewhere says how to agree.
fn agreed(args: &FetchArgs) -> bool {
    if args.contact.is_none() || !stdin().is_terminal() || !stderr().is_terminal() {
        let contact = if args.contact.is_none() { " --contact desk@example.org (whom hosts can write to)" } else { "" };
        say(&format!("nothing was fetched; to fetch: --yes{contact}"));
        return false;
    }
    say("the hosts will see this computer's address, the time and your contact; fetch? [y/N]");
    let mut answer = String::new();
    let answered = stdin().read_line(&mut answer).is_ok();
    let yes = answered && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes");
    if !yes {
        say("nothing was fetched");
    }
    yes
}

/// How it went.
#[derive(Default)]
struct Tally {
    fetched: u64,
    bytes: u64,
    /// How many files failed for each reason, and one of them.
    failed: BTreeMap<String, (u64, String)>,
    /// How many were not asked for, and why.
    unasked: BTreeMap<String, u64>,
}

fn fetch_all(case: &mut Case, fetcher: &Fetcher, wanted: &[UnheldMedia]) -> Result<Tally, CommandError> {
    let folder = tempfile::tempdir().map_err(CommandError::Temporary)?;
    let bars = Bars::new();
    bars.begin("fetch", "", Some(wanted.len() as u64), "files");
    let stop = AtomicBool::new(false);
    let (mut tally, mut failed) = (Tally::default(), None);
    let items = wanted.iter().map(|media| (media, media.url.clone()));
    fetcher.fetch_all(items, folder.path(), &stop, |media, result| {
        bars.advance(1);
        if failed.is_some() {
            return;
        }
        if let Err(error) = take(case, media, result, &mut tally) {
            stop.store(true, Ordering::Relaxed);
            failed = Some(error);
        }
    });
    bars.end("fetch", "", true);
    match failed {
        Some(error) => Err(error),
        None => Ok(tally),
    }
}

/// Takes one result into the case.
fn take(
    case: &mut Case,
    media: &UnheldMedia,
    result: Result<Fetched, FetchError>,
    tally: &mut Tally,
) -> Result<(), CommandError> {
    let reason = match result {
        Ok(file) => {
            let record = FetchRecord { fetched_at: now(), content_type: Some(file.content_type.clone()) };
            match case.keep_fetched(&media.url, &file.file, &record) {
                Ok(_) => {
                    tally.fetched += 1;
                    tally.bytes += file.bytes;
                    return Ok(());
                }
                // The case refuses this file, not the fetching.
                Err(CaseError::Usage(reason)) => reason,
                Err(error) => return Err(error.into()),
            }
        }
        Err(FetchError::File(error)) => return Err(CommandError::Temporary(error)),
        Err(error @ (FetchError::HostGivenUp(_) | FetchError::TotalReached { .. })) => {
            *tally.unasked.entry(error.to_string()).or_default() += 1;
            return Ok(());
        }
        Err(error) => error.to_string(),
    };
    case.note_unfetched(&media.url, &reason, now())?;
    tally.failed.entry(reason).or_insert_with(|| (0, redacted(&media.url))).0 += 1;
    Ok(())
}

impl Tally {
    fn say(&self) {
        say(&format!("fetched: {}, {}", files(self.fetched), sizes::shown(self.bytes)));
        for (reason, (count, example)) in &self.failed {
            say(&format!("failed: {}, such as {example}: {reason}", files(*count)));
        }
        for (reason, count) in &self.unasked {
            say(&format!("not asked for: {}: {reason}", files(*count)));
        }
    }
}

fn files(count: u64) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

#[cfg(test)]
mod tests {
    use super::is_at;

    #[test]
    fn hosts_and_those_below() {
        let at = |address: &str, hosts: &[&str]| {
            is_at(address, &hosts.iter().map(|host| (*host).to_owned()).collect::<Vec<String>>())
        };
        assert!(at("https://a.example.org/x", &[]));
        assert!(at("nonsense", &[]));
        assert!(at("https://a.example.org/x", &["example.org"]));
        assert!(at("https://EXAMPLE.org/x", &["Example.org."]));
        assert!(at("https://a.example.org/x", &["example.com", "a.example.org"]));
        assert!(!at("https://notexample.org/x", &["example.org"]));
        assert!(!at("https://example.org/x", &["a.example.org"]));
        assert!(!at("nonsense", &["example.org"]));
    }
}
