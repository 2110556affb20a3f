//! `pressgang pairs`: near-duplicate pairs of any export.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use pressgang_case::mapping;
use pressgang_posts::{Item, Limits, PostKey, ReadOptions, read_file};
use pressgang_signals::{Texts, near_pairs, normalise};
use rayon::prelude::*;

use super::{columns, format, received_at};
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::{Out, say};

/// Write near-duplicate pairs of an export's posts as CSV: a,b,similarity
///
/// Similarity is the exact Jaccard index of the sets of 5 consecutive code points of the normalised texts. Posts with
/// the same normalised text form one group: its first member is paired with other groups, the other members follow
/// with similarity 1 to that first member.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang pairs tweets.jsonl > pairs.csv\n  pressgang pairs posts.csv --threshold 0.5 --all"
)]
pub struct PairsArgs {
    /// Export to read
    file: PathBuf,
    /// Least similarity, above 0 and at most 1
    #[arg(long, short, default_value_t = 0.7)]
    threshold: f64,
    /// Write every pair, also within and between groups of identical texts
    #[arg(long)]
    all: bool,
    /// Format, instead of telling it from the content
    #[arg(long, short)]
    format: Option<String>,
    /// Column of a generic file, as FIELD=COLUMN; can be repeated
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
}

pub fn pairs(args: &PairsArgs) -> Result<Outcome, CommandError> {
    if !(args.threshold > 0.0 && args.threshold <= 1.0) {
        return Err(CommandError::usage(
            format!("--threshold {} is not above 0 and at most 1", args.threshold),
            "0.7 finds texts that share most of their wording",
        ));
    }
    let options = ReadOptions {
        format: format(args.format.as_deref())?,
        mapping: mapping(&columns(&args.map)?)?,
        limits: Limits::standard(),
        received_at: received_at(&args.file),
        all_chats: false,
        known_hash: None,
    };
    let (mut ids, mut raw, mut rejected) = (Vec::new(), Vec::new(), 0u64);
    // A post captured several times is one post and no near-duplicate of itself; the first capture stands for it.
    let mut seen: HashSet<PostKey> = HashSet::new();
    read_file(&args.file, &options, &mut |item| {
        match item {
            Item::Post(post) => {
                if seen.insert(post.key.clone()) {
                    ids.push(post.key.id);
                    raw.push(post.text);
                }
            }
            Item::Reject(_) => rejected += 1,
            Item::Observation(_) | Item::Account(_) => {}
        }
        ControlFlow::Continue(())
    })?;
    drop(seen);
    let normalised: Vec<String> = raw.into_par_iter().map(|text| normalise(&text)).collect();
    let texts = Texts::new(normalised);
    let groups = texts.groups();
    let found = near_pairs(&texts, args.threshold);
    let mut out = Out::lock();
    out.line("a,b,similarity")?;
    let mut line = String::new();
    let mut write = |a: u32, b: u32, similarity: f64| {
        let (a, b) = (a.min(b), a.max(b));
        line.clear();
        cell(&mut line, &ids[a as usize]);
        line.push(',');
        cell(&mut line, &ids[b as usize]);
        line.push(',');
        line.push_str(&similarity.to_string());
        out.line(&line)
    };
    for pair in found {
        let (a, b) = (&groups[pair.a as usize], &groups[pair.b as usize]);
        if args.all {
            for &x in a {
                for &y in b {
                    write(x, y, pair.similarity)?;
                }
            }
        } else {
            write(a[0], b[0], pair.similarity)?;
        }
    }
    for group in groups {
        let stars = if args.all { group.len() } else { 1 };
        for (i, &hub) in group.iter().enumerate().take(stars) {
            for &other in &group[i + 1..] {
                write(hub, other, 1.0)?;
            }
        }
    }
    out.finish()?;
    if rejected == 0 {
        return Ok(Outcome::Done);
    }
    say(&format!("{rejected} records were rejected; pressgang posts lists them"));
    Ok(Outcome::SomeRejected)
}

/// A CSV cell, quoted where it must be (RFC 4180).
fn cell(line: &mut String, text: &str) {
    if text.contains([',', '"', '\n', '\r']) {
        line.push('"');
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(text);
    }
}
