//! `pressgang match`: has a post been seen, or something like it, and where.

use std::io::BufReader;
use std::path::PathBuf;

use clap::Args;
use pressgang_case::{Likeness, Lookup, LookupScratch, Query, Seen, SeenPost};
use pressgang_posts::{Platform, PostKey};
use pressgang_signals::PostReader;
use rayon::prelude::*;
use serde_json::{Value, json};

use super::lines::{self, PostLine};
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::Out;

/// Look posts from stdin up in a case: seen before, or something like it, and where
///
/// Lines are {"id": "...", "text": "..."}, or what pressgang posts writes. Each gets one line, in order, at once: the
/// same text, texts that are alike from the most alike down, passages shared with adverts and reference accounts from
/// the rarest down, and shared contacts, each with the posts that have it (found ones, references and adverts first; at
/// most ten are listed of "count"). Where a line's platform and id
/// are those of a post of the case, that post itself is left out. A malformed line gets an object with "error".
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang posts new.jsonl | pressgang match my-case > seen.ndjson\n  echo '{\"id\": \"1\", \"text\": \"...\"}' | pressgang match my-case"
)]
pub struct MatchArgs {
    /// The case, brought up to date with pressgang run
    case: PathBuf,
    /// Least Jaccard index of 5-character sequences of alike texts, 0 to 1 [default: the lower one of the case's two]
    #[arg(long, value_name = "SHARE", value_parser = share)]
    least: Option<f64>,
    /// Alike texts, and shared passages, listed for a post
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    most: usize,
}

/// Lines that are there are worked on together by all cores.
const BATCH: usize = 1024;

/// What is read at a time.
const BUFFER: usize = 1 << 18;

fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if share > 0.0 && share <= 1.0 => Ok(share),
        _ => Err("a number above 0, at most 1, is needed".to_owned()),
    }
}

pub fn matching(args: &MatchArgs) -> Result<Outcome, CommandError> {
    // Making the reader takes longer than opening millions of posts.
    let reader = std::thread::spawn(|| PostReader::new(&[]));
    let lookup = Lookup::open(&args.case)?;
    if let Some(least) = args.least.filter(|least| *least < lookup.least()) {
        return Err(CommandError::usage(
            format!("--least {least}: the case's index finds nothing below {}", lookup.least()),
            "lower near_duplicate or reference_wording under [matching] in case.toml and run the case again",
        ));
    }
    let reader = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let mut stdin = BufReader::with_capacity(BUFFER, std::io::stdin().lock());
    let mut out = Out::lock();
    let mut malformed = 0u64;
    let mut scratch = LookupScratch::default();
    loop {
        let mut batch: Vec<Vec<u8>> = Vec::new();
        // Nobody waits for an answer because the next question has not come yet.
        while batch.is_empty() || batch.len() < BATCH && stdin.buffer().contains(&b'\n') {
            let mut line = Vec::new();
            if lines::next(&mut stdin, &mut line)? == 0 {
                break;
            }
            if !line.trim_ascii().is_empty() {
                batch.push(line);
            }
        }
        if batch.is_empty() {
            break;
        }
        let answer = |scratch: &mut LookupScratch, line: &Vec<u8>| answer(args, &lookup, &reader, scratch, line);
        let answers: Vec<(String, bool)> = match &batch[..] {
            [one] => vec![answer(&mut scratch, one)],
            many => {
                let part = many.len().div_ceil(rayon::current_num_threads());
                let parts = many.par_chunks(part).map_init(LookupScratch::default, |scratch, lines| {
                    lines.iter().map(|line| answer(scratch, line)).collect::<Vec<_>>()
                });
                parts.collect::<Vec<_>>().into_iter().flatten().collect()
            }
        };
        for (answer, good) in answers {
            malformed += u64::from(!good);
            out.bytes(answer.as_bytes())?;
            out.bytes(b"\n")?;
        }
        out.flush()?;
    }
    out.finish()?;
    Ok(lines::outcome(malformed))
}

fn answer(
    args: &MatchArgs,
    lookup: &Lookup,
    reader: &PostReader,
    scratch: &mut LookupScratch,
    line: &[u8],
) -> (String, bool) {
    match serde_json::from_slice::<PostLine<'_>>(line) {
        Ok(post) => {
            let reading = post.read(reader);
            let itself = post
                .platform
                .as_deref()
                .map(|platform| PostKey { platform: Platform::named(platform), id: post.id().into_owned() });
            let query = Query { text: &post.text, contacts: &reading.contacts, except: itself.as_ref() };
            let seen = lookup.find(query, args.least.unwrap_or(0.0), args.most, scratch);
            let seen: Vec<Value> = seen.iter().map(seen_json).collect();
            (json!({ "id": post.id(), "seen": seen }).to_string(), true)
        }
        Err(error) => (lines::error(line, &error), false),
    }
}

fn seen_json(seen: &Seen) -> Value {
    let (kind, score, basis) = match &seen.likeness {
        Likeness::Verbatim => ("verbatim", 1.0, None),
        Likeness::NearDuplicate(similarity) => ("near_duplicate", *similarity, None),
        Likeness::Passages(shared) => ("passage", shared.share, None),
        Likeness::Contact(kind, value) => ("contact", 1.0, Some(format!("{kind}:{value}"))),
    };
    let span = |span: &std::ops::Range<usize>| json!({ "start": span.start, "end": span.end });
    let posts: Vec<Value> = seen.posts.iter().map(post_json).collect();
    let mut out = json!({ "kind": kind, "score": score, "basis": basis, "count": seen.count, "posts": posts });
    if let Likeness::Passages(shared) = &seen.likeness {
        out["weight"] = json!(shared.weight);
        out["ordinary"] = json!(shared.ordinary);
        out["passages"] = shared.spans.iter().map(|(a, b)| json!({ "here": span(a), "there": span(b) })).collect();
    }
    out
}

fn post_json(post: &SeenPost) -> Value {
    json!({
        "platform": post.key.platform.as_str(),
        "id": post.key.id,
        "source": post.source,
        "role": post.role.as_str(),
        "created_at": post.created_at.map(|at| at.to_string()),
        "language": post.language,
        "candidate": post.is_candidate,
        "campaign": post.campaign,
    })
}
