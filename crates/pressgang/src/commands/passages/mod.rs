//! `pressgang passages`: what posts have in common even where they differ.

pub(super) mod input;
mod lines;

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use clap::Args;
use pressgang_case::mapping;
use pressgang_posts::{Limits, PostKey, ReadOptions};
use pressgang_signals::passages::{
    GRAM, IndexLimits, Letters, PassageCounts, PassageFinder, PassageIndex, PassageIndexBuilder,
};
use rayon::prelude::*;

use self::input::{Posts, Reader};
use self::lines::{Lines, Sides};
use super::{columns, format};
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::{Out, say};

/// Posts that one thread compares at a time.
const SHARE: usize = 64;

/// Posts whose lines wait in memory until they are written.
const AT_ONCE: usize = 32 * SHARE;

/// Write the passages that posts share with reference posts, or with each other, one pair of posts per line (NDJSON)
///
/// A passage is a run of the same letters and digits in both posts, whatever their case, punctuation, emoji and links,
/// with small differences or none. Its span in each post is in bytes of the raw text; "characters" are the letters in
/// common, "ordinary" is how many posts of the background hold it at most (null without one), and "weight" is 0 for what
/// one ordinary post in 100 says and 1 for what fewer than one in 10,000 does; without a background it is a guess by the
/// length alone. Several captures of one post are one post.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang passages tweets.jsonl --references result.json --background ordinary.csv > passages.ndjson\n  pressgang passages posts.csv --least 40\n  pressgang passages posts.csv --references adverts.csv --map text=body --map id=number"
)]
pub struct PassagesArgs {
    /// Exports to read
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Export of posts to compare with, instead of with each other; can be repeated
    #[arg(long, short, value_name = "FILE")]
    references: Vec<PathBuf>,
    /// Export of ordinary posts, for how rare a passage is; can be repeated
    #[arg(long, short, value_name = "FILE")]
    background: Vec<PathBuf>,
    /// Least size of a passage: its letters and digits, an ideograph counting as 3, a syllable of Korean or Japanese as 2
    #[arg(long, default_value_t = 24, value_name = "N")]
    least: u32,
    /// Of the posts that have the same words in common with a post, compare the first so many
    #[arg(long, default_value_t = IndexLimits::standard().sharers, value_name = "N")]
    most: usize,
    /// Format, instead of telling it from the content
    #[arg(long, short)]
    format: Option<String>,
    /// Column of a generic file, as FIELD=COLUMN; can be repeated
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
}

pub fn passages(args: &PassagesArgs) -> Result<Outcome, CommandError> {
    if args.least < GRAM {
        return Err(CommandError::usage(
            format!("--least {} is less than {GRAM}", args.least),
            "shorter passages are in common by chance",
        ));
    }
    if args.most == 0 {
        return Err(CommandError::usage("--most 0 compares nothing", "1 compares the first post of each passage"));
    }
    let mut reader = Reader::new(ReadOptions {
        format: format(args.format.as_deref())?,
        mapping: mapping(&columns(&args.map)?)?,
        limits: Limits::standard(),
        received_at: None,
        all_chats: false,
        // No passage leads to the file, so its hash need not be taken.
        known_hash: Some((String::new(), 0)),
    });
    let counts = background(&mut reader, &args.background)?;
    let limits = IndexLimits { sharers: args.most, candidates: args.most };
    let mut compared = Compared { args, counts: counts.as_ref(), out: Out::lock(), left_out: 0 };
    if args.references.is_empty() {
        let (index, keys) = index(&mut reader, &args.files, limits)?;
        let numbers: Vec<u32> = (0..keys.len() as u32).collect();
        for some in numbers.chunks(AT_ONCE) {
            let sides = Sides { index: &index, references: &keys, earlier_first: true };
            let posts: Vec<(&PostKey, &str, u32)> =
                some.iter().map(|&number| (&keys[number as usize], index.text(number), number)).collect();
            compared.compare(&sides, &posts)?;
        }
    } else {
        let (index, keys) = index(&mut reader, &args.references, limits)?;
        reader.each(&args.files, &mut |posts: Posts| {
            let sides = Sides { index: &index, references: &keys, earlier_first: false };
            let posts: Vec<(&PostKey, &str, u32)> =
                posts.iter().map(|post| (&post.key, post.text.as_str(), u32::MAX)).collect();
            compared.compare(&sides, &posts)
        })?;
    }
    compared.finish()?;
    match reader.rejected {
        0 => Ok(Outcome::Done),
        rejected => {
            say(&format!("{rejected} records were rejected; pressgang posts lists them"));
            Ok(Outcome::SomeRejected)
        }
    }
}

/// Counts the posts of the background, each thread on its own; sums are the same whoever counts what.
fn background(reader: &mut Reader, files: &[PathBuf]) -> Result<Option<PassageCounts>, CommandError> {
    if files.is_empty() {
        return Ok(None);
    }
    let counts: Vec<Mutex<PassageCounts>> =
        (0..rayon::current_num_threads()).map(|_| Mutex::new(PassageCounts::default())).collect();
    reader.each(files, &mut |posts: Posts| {
        posts.par_chunks(SHARE).for_each_init(<(Letters, Vec<u32>)>::default, |(letters, scratch), posts| {
            let mine = rayon::current_thread_index().unwrap_or(0) % counts.len();
            let mut counts = counts[mine].lock().unwrap_or_else(PoisonError::into_inner);
            for post in posts {
                letters.fill(&post.text);
                counts.add(letters, scratch);
            }
        });
        Ok(())
    })?;
    let mut sum: Option<PassageCounts> = None;
    for counts in counts {
        let counts = counts.into_inner().unwrap_or_else(PoisonError::into_inner);
        match &mut sum {
            Some(sum) => sum.merge(&counts),
            None => sum = Some(counts),
        }
    }
    Ok(sum)
}

fn index(
    reader: &mut Reader,
    files: &[PathBuf],
    limits: IndexLimits,
) -> Result<(PassageIndex, Vec<PostKey>), CommandError> {
    let mut builder = PassageIndexBuilder::default();
    let mut keys = Vec::new();
    reader.each(files, &mut |posts: Posts| {
        for post in posts {
            builder.add(&post.text);
            keys.push(post.key);
        }
        Ok(())
    })?;
    Ok((builder.build(limits), keys))
}

/// What is written, and what was not compared.
struct Compared<'a> {
    args: &'a PassagesArgs,
    counts: Option<&'a PassageCounts>,
    out: Out,
    left_out: u64,
}

impl Compared<'_> {
    fn compare(&mut self, sides: &Sides<'_>, posts: &[(&PostKey, &str, u32)]) -> Result<(), CommandError> {
        posts.chunks(AT_ONCE).try_for_each(|posts| self.compare_at_once(sides, posts))
    }

    fn compare_at_once(&mut self, sides: &Sides<'_>, posts: &[(&PostKey, &str, u32)]) -> Result<(), CommandError> {
        let least = self.args.least;
        let counts = self.counts;
        let written: Vec<Result<Lines, CommandError>> = posts
            .par_chunks(SHARE)
            .map_init(PassageFinder::default, |finder, posts| {
                let mut lines = Lines::default();
                for &(key, text, before) in posts {
                    let found = sides.index.passages_with(text, least, before, finder);
                    lines.add(sides, key, text, found, finder.letters(), counts)?;
                }
                Ok(lines)
            })
            .collect();
        for lines in written {
            let lines = lines?;
            self.left_out += lines.left_out;
            self.out.bytes(&lines.written)?;
        }
        Ok(())
    }

    fn finish(self) -> Result<(), CommandError> {
        self.out.finish()?;
        if self.left_out > 0 {
            say(&format!(
                "at least {} pairs of posts have words in common and were not compared, as more than {} posts have the \
                 same; --most compares more",
                self.left_out, self.args.most
            ));
        }
        if self.counts.is_some_and(|counts| counts.posts() == 0) {
            say("the background has no posts: weights are guesses by length");
        }
        Ok(())
    }
}
