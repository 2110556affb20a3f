//! `pressgang pairs`: near-duplicate pairs of any export.

mod memory;
pub(super) mod posts;
mod sorter;

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use clap::Args;
use pressgang_case::mapping;
use pressgang_posts::{Item, Limits, ReadOptions, read_file_in_batches};
use pressgang_signals::near_pairs_of;

use self::memory::Limit;
use self::posts::{NO_GROUP, Posts};
use self::sorter::Sorter;
use super::{columns, format, received_at};
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::{Out, say};

/// Bytes that pairs take at most while they are sorted; more go to a temporary file.
const SORTED: u64 = 256 << 20;

/// Write near-duplicate pairs of an export's posts as CSV: a,b,similarity
///
/// Similarity is the exact Jaccard index of the sets of 5 consecutive code points of the normalised texts. Posts with
/// the same normalised text form one group: its first member is paired with other groups, the other members follow
/// with similarity 1 to that first member.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang pairs tweets.jsonl > pairs.csv\n  pressgang pairs posts.csv --threshold 0.5 --all\n  pressgang pairs --memory 500M archive.zip"
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
    /// Memory to keep within, such as 200M or 2G; texts and pairs then go to temporary files where they must
    #[arg(long, value_name = "BYTES", value_parser = Limit::parse)]
    memory: Option<Limit>,
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
        // No pair leads to the file, so its hash need not be taken.
        known_hash: Some((String::new(), 0)),
    };
    let limit = args.memory;
    let mut posts = Posts::new(limit);
    let (mut rejected, mut failed) = (0u64, None);
    read_file_in_batches(&args.file, &options, &mut |items| {
        let mut batch = Vec::new();
        for item in items {
            match item {
                Item::Post(post) => batch.push(post),
                Item::Reject(_) => rejected += 1,
                Item::Observation(_) | Item::Account(_) => {}
            }
        }
        match posts.add(batch) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    failed.map_or(Ok(()), Err)?;
    let room = posts.finish()?;
    let sorter = Mutex::new((Sorter::new(room.map_or(SORTED, |room| (room / 8).min(SORTED))), None));
    near_pairs_of(&posts.texts, args.threshold, room.map(|room| room - room / 8), &|pairs| {
        let (sorter, failed) = &mut *sorter.lock().unwrap_or_else(PoisonError::into_inner);
        match sorter.add(pairs) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                *failed = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    let (sorter, failed) = sorter.into_inner().unwrap_or_else(PoisonError::into_inner);
    failed.map_or(Ok(()), Err)?;
    write(&posts, sorter, args.all)?;
    if rejected == 0 {
        return Ok(Outcome::Done);
    }
    say(&format!("{rejected} records were rejected; pressgang posts lists them"));
    Ok(Outcome::SomeRejected)
}

/// Writes the pairs of groups, then those within groups.
fn write(posts: &Posts, sorter: Sorter, all: bool) -> Result<(), CommandError> {
    let groups = Groups::new(posts);
    let mut lines = Lines::new(posts)?;
    sorter.each(&mut |pair| {
        let (a, b) = (groups.members(pair.a), groups.members(pair.b));
        if all {
            a.iter().try_for_each(|&x| b.iter().try_for_each(|&y| lines.write(x, y, pair.similarity)))
        } else {
            lines.write(a[0], b[0], pair.similarity)
        }
    })?;
    for group in 0..groups.len() {
        let members = groups.members(group);
        for (i, &hub) in members.iter().enumerate().take(if all { members.len() } else { 1 }) {
            members[i + 1..].iter().try_for_each(|&other| lines.write(hub, other, 1.0))?;
        }
    }
    lines.out.finish()
}

/// The posts of each group, in their order.
struct Groups {
    ends: Vec<u32>,
    members: Vec<u32>,
}

impl Groups {
    fn new(posts: &Posts) -> Groups {
        let number = posts.groups.iter().filter(|&&group| group != NO_GROUP).max().map_or(0, |&last| last as usize + 1);
        let mut ends = vec![0u32; number + 1];
        let with_text = || posts.groups.iter().enumerate().filter(|&(_, &group)| group != NO_GROUP);
        with_text().for_each(|(_, &group)| ends[group as usize + 1] += 1);
        for group in 0..number {
            ends[group + 1] += ends[group];
        }
        let mut members = vec![0u32; ends[number] as usize];
        // Where a group's next member goes moves from where the group begins to where it ends.
        for (place, &group) in with_text() {
            let next = &mut ends[group as usize];
            members[*next as usize] = place as u32;
            *next += 1;
        }
        ends.truncate(number);
        Groups { ends, members }
    }

    fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    fn members(&self, group: u32) -> &[u32] {
        let start = if group == 0 { 0 } else { self.ends[group as usize - 1] };
        &self.members[start as usize..self.ends[group as usize] as usize]
    }
}

/// The lines of the output.
struct Lines<'p> {
    posts: &'p Posts,
    out: Out,
    line: String,
    /// Similarities as they are written, by their bits: there are few different ones, and writing one takes longer than
    /// all the rest of a line.
    written: Vec<(u64, String)>,
}

impl<'p> Lines<'p> {
    fn new(posts: &'p Posts) -> Result<Lines<'p>, CommandError> {
        let mut out = Out::lock();
        out.line("a,b,similarity")?;
        Ok(Lines { posts, out, line: String::new(), written: vec![(0, "0".to_owned()); 1 << 10] })
    }

    fn write(&mut self, a: u32, b: u32, similarity: f64) -> Result<(), CommandError> {
        let (a, b) = (a.min(b), a.max(b));
        self.line.clear();
        cell(&mut self.line, self.posts.id(a));
        self.line.push(',');
        cell(&mut self.line, self.posts.id(b));
        self.line.push(',');
        let bits = similarity.to_bits();
        let slot = (bits.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 54) as usize;
        let (known, text) = &mut self.written[slot];
        if *known != bits {
            (*known, *text) = (bits, similarity.to_string());
        }
        self.line.push_str(text);
        self.line.push('\n');
        self.out.bytes(self.line.as_bytes())
    }
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
