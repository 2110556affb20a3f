//! `pressgang coordination`: different accounts that share the same things within a short time.

mod input;
mod objects;
mod written;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pressgang_case::mapping;
use pressgang_posts::{Limits, ReadOptions};
use pressgang_signals::coordination::{CoordinatedShares, CoordinationSettings, CrowdedObject};

use self::input::Input;
use super::{columns, format};
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::say;

/// Write which posts of different accounts share the same things within a short time, as CSV
///
/// Reads exports of posts, or tables of shares with the columns object_id, account_id, content_id and timestamp_share.
/// Columns are object,account_a,account_b,post_a,post_b,time_delta: the older post is a, time_delta is in seconds. Two
/// shares are a pair if they are at most the window apart, and a pair counts when either account reaches the minimum
/// participation: of a table, in shares by posts that are in any such pair, as CooRTweet's detect_groups has it; of exports,
/// in such posts. With --edges:
/// account_a,account_b,weight,heavy,symmetry,least_delta,mean_delta,objects,posts_a,posts_b, with lists as JSON.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang coordination tweets.jsonl > pairs.csv\n  pressgang coordination shares.csv --window 10\n  pressgang coordination *.jsonl --by link,hashtag --edges --edge-weight 0.9 > edges.csv"
)]
pub struct CoordinationArgs {
    /// Exports of posts, or tables of shares
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// How far two shares may be apart, in seconds; so far still counts
    #[arg(long, short, default_value_t = 60.0, value_name = "SECONDS", allow_negative_numbers = true)]
    window: f64,
    /// Least participation of an account
    #[arg(long, short, default_value_t = 2, value_name = "N")]
    participation: u32,
    /// What is shared, comma-separated; reposts share the post they repost and nothing else
    #[arg(long, value_name = "KIND", value_delimiter = ',', default_value = "link,hashtag,contact,media,text")]
    by: Vec<ObjectKind>,
    /// Least similarity of two texts to be the same, above 0 and at most 1, as in pairs
    #[arg(long, default_value_t = 0.8, value_name = "S")]
    similarity: f64,
    /// Write edges between accounts instead of pairs of posts
    #[arg(long)]
    edges: bool,
    /// An edge is heavy if its weight is above this quantile of all weights, 0 to 1
    #[arg(long, default_value_t = 0.5, value_name = "Q")]
    edge_weight: f64,
    /// Write at most so many pairs, or ties of edges; the objects shared by most are left out first, and told
    #[arg(long, default_value_t = 10_000_000, value_name = "N")]
    most: u64,
    /// Write the objects that were left out to a file, as CSV
    #[arg(long, value_name = "FILE")]
    left_out: Option<PathBuf>,
    /// Format, instead of telling it from the content
    #[arg(long, short)]
    format: Option<String>,
    /// Column of a generic file, as FIELD=COLUMN; can be repeated
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
}

/// What posts share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ObjectKind {
    /// Addresses
    Link,
    /// Hashtags
    Hashtag,
    /// Phone numbers, handles, e-mail addresses, wallets
    Contact,
    /// Pictures and films, by the address the export gives; copies under other addresses are found in a case
    Media,
    /// The same or nearly the same text of 20 characters or more
    Text,
    /// The reposted post
    Repost,
}

pub(super) use self::written::harmless;

pub fn coordination(args: &CoordinationArgs) -> Result<Outcome, CommandError> {
    let window_ms = window_ms(args.window)?;
    for (name, value, least) in [("--similarity", args.similarity, 0.0), ("--edge-weight", args.edge_weight, -1.0)] {
        if !(value > least && (0.0..=1.0).contains(&value)) {
            return Err(CommandError::usage(format!("{name} {value} is out of its range"), "0.8 and 0.5 are usual"));
        }
    }
    let options = ReadOptions {
        format: format(args.format.as_deref())?,
        mapping: mapping(&columns(&args.map)?)?,
        limits: Limits::standard(),
        received_at: None,
        all_chats: false,
        // Nothing written leads to the file, so its hash need not be taken.
        known_hash: Some((String::new(), 0)),
    };
    let mut input = Input::new(options, &args.by, args.similarity);
    input.read(&args.files)?;
    let (shares, counts) = input.finish()?;
    counts.say();
    let settings = CoordinationSettings { window_ms, participation: args.participation, counted: counts.counted() };
    let found = shares.coordinated(&settings);
    say(&format!(
        "{} of posts by {} that share {}",
        count(found.pairs(), "pair"),
        count(found.paired_accounts().into(), "account"),
        count(found.paired_objects().into(), "object"),
    ));
    let crowded = if args.edges {
        written::edges(&found, args.edge_weight, args.most)?
    } else {
        written::pairs(&found, args.most)?
    };
    tell(args, &found, &crowded)?;
    if counts.rejected == 0 {
        return Ok(Outcome::Done);
    }
    say(&format!("{} rejected; pressgang posts lists why", count(counts.rejected.into(), "record")));
    Ok(Outcome::SomeRejected)
}

/// A number of things.
fn count(number: u128, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

fn window_ms(seconds: f64) -> Result<u64, CommandError> {
    // A hundred years are longer than anything that was published on the web.
    if (0.0..=3_155_760_000.0).contains(&seconds) {
        return Ok((seconds * 1000.0).round() as u64);
    }
    Err(CommandError::usage(format!("--window {seconds} is no number of seconds"), "60 is usual, 3600 is an hour"))
}

/// Says what was left out.
fn tell(args: &CoordinationArgs, found: &CoordinatedShares, crowded: &[CrowdedObject]) -> Result<(), CommandError> {
    let dropped = [
        (found.repeated(), "shares repeat one of the same post"),
        (found.of_two_accounts(), "shares are of posts that another account has too"),
    ];
    for (count, what) in dropped.into_iter().filter(|(count, _)| *count > 0) {
        say(&format!("{count} {what} and were not counted"));
    }
    if let Some(path) = &args.left_out {
        pressgang_case::write_file(path, written::left_out(crowded).as_bytes())?;
    }
    if crowded.is_empty() {
        return Ok(());
    }
    let objects = count(crowded.len() as u128, "object");
    say(&format!("--most {} left out {objects} that too many share:", args.most));
    const SHOWN: usize = 10;
    for object in crowded.iter().take(SHOWN) {
        let (shares, pairs) = (count(object.shares.into(), "share"), count(object.pairs.into(), "pair"));
        say(&format!("  {} ({shares}, {pairs})", harmless(&object.object)));
    }
    if crowded.len() > SHOWN && args.left_out.is_none() {
        say(&format!("  and {} more; --left-out FILE lists all", crowded.len() - SHOWN));
    }
    Ok(())
}
