//! Stage 1, per source: an export becomes posts, metrics, accounts and rejects.

use std::collections::{BTreeMap, HashSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use pressgang_posts::{
    Account, Format, Item, Limits, Observation, Observed, Post, ReadOptions, Timestamp, hash_file, read_file,
};

use rayon::prelude::*;

use super::{Begun, Output, Parts, Progress, Run, Stage, Stale};
use crate::add::mapping;
use crate::config::SourceEntry;
use crate::error::CaseError;
use crate::tables::{AccountRow, MetricRow, ObservationRow, PartError, PartWriter, PostRow, RejectRow, SourceRow};

const VERSION: u32 = 3;

/// As many posts without words wait for a later capture with some.
const MOST_WORDLESS: usize = 100_000;

/// Larger files are read on all cores one after the other, smaller ones side by side.
const SMALL: u64 = 64 << 20;

/// So many small files are entered together: what a killed run loses.
const SIDE_BY_SIDE: usize = 8;

/// The stage of every source.
pub(super) fn stages(run: &mut Run<'_>) -> Result<Vec<Output>, CaseError> {
    let sources = run.case.config.sources.clone();
    let mut done: Vec<Option<Output>> = vec![None; sources.len()];
    let mut waiting: Vec<(usize, PathBuf, Stale)> = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let path = run.case.source_path(&source.path);
        match run.begin(stage(source))? {
            Begun::Good(output) => done[index] = Some(output),
            Begun::Stale(mut stale) => {
                if path.metadata().is_ok_and(|about| about.len() <= SMALL) {
                    waiting.push((index, path, stale));
                } else {
                    read(&path, source, &mut stale.parts, run.progress)?;
                    done[index] = Some(run.complete(stale)?);
                }
            }
        }
        if waiting.len() == SIDE_BY_SIDE || index + 1 == sources.len() {
            let progress = run.progress;
            let work = |(index, path, mut stale): (usize, PathBuf, Stale)| {
                let outcome = read(&path, &sources[index], &mut stale.parts, progress);
                (index, outcome.map(|()| stale))
            };
            // One alone is read on all cores.
            let read: Vec<_> = if waiting.len() == 1 {
                waiting.drain(..).map(work).collect()
            } else {
                std::mem::take(&mut waiting).into_par_iter().map(work).collect()
            };
            for (index, outcome) in read {
                done[index] = Some(run.complete(outcome?)?);
            }
        }
    }
    Ok(done.into_iter().flatten().collect())
}

fn stage(source: &SourceEntry) -> Stage<'_> {
    let inputs = vec![
        source.sha256.clone(),
        source.role.as_str().to_owned(),
        source.format.clone().unwrap_or_default(),
        source.organisation.clone().unwrap_or_default(),
        format!("{:?}", source.mapping),
        source.received_at.clone().unwrap_or_default(),
    ];
    Stage { name: "posts", scope: &source.id, version: VERSION, inputs, total: None, unit: "posts" }
}

fn read(path: &Path, source: &SourceEntry, parts: &mut Parts, progress: &dyn Progress) -> Result<(), CaseError> {
    if !path.is_file() {
        return Err(CaseError::SourceMissing { id: source.id.clone(), path: path.to_owned() });
    }
    let (sha256, bytes) = hash_file(path)?;
    if sha256 != source.sha256 {
        return Err(CaseError::SourceChanged { path: path.to_owned() });
    }
    let format =
        source.format.as_deref().map(str::parse::<Format>).transpose().map_err(|e| CaseError::Usage(e.to_string()))?;
    let options = ReadOptions {
        format,
        mapping: mapping(&source.mapping)?,
        limits: Limits::standard(),
        received_at: source.received_at.as_deref().and_then(Timestamp::parse_rfc3339),
        all_chats: false,
        known_hash: Some((sha256.clone(), bytes)),
    };
    let mut tables = Tables {
        source: source.id.clone(),
        posts: parts.create()?,
        metrics: parts.create()?,
        rejects: parts.create()?,
        observations: parts.create()?,
        accounts: BTreeMap::new(),
        seen: HashSet::new(),
        wordless: BTreeMap::new(),
        told: HashSet::new(),
        newest_at: None,
    };
    let mut failed: Option<PartError> = None;
    let mut since = 0;
    let summary = read_file(path, &options, &mut |item| {
        since += 1;
        if since == 1000 {
            progress.advance(since);
            since = 0;
        }
        match tables.take(item) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    progress.advance(since);
    tables.posts.extend(std::mem::take(&mut tables.wordless).into_values())?;
    tables.posts.finish()?;
    tables.metrics.finish()?;
    tables.rejects.finish()?;
    tables.observations.finish()?;
    parts.write(tables.accounts.into_values())?;
    let mut formats: Vec<&str> = summary.parts.iter().map(|p| p.format.as_str()).collect();
    formats.dedup();
    parts.write([SourceRow {
        source: source.id.clone(),
        file: source.path.clone(),
        sha256,
        bytes,
        role: source.role.as_str().to_owned(),
        organisation: source.organisation.clone(),
        format: formats.join(", "),
        posts: summary.parts.iter().map(|p| p.posts).sum(),
        rejects: summary.parts.iter().map(|p| p.rejects).sum(),
        observations: summary.parts.iter().map(|p| p.observations).sum(),
        newest_at: tables.newest_at,
    }])
}

type AccountKey = (String, Option<String>, Option<String>);

struct Tables {
    source: String,
    posts: PartWriter<PostRow>,
    metrics: PartWriter<MetricRow>,
    rejects: PartWriter<RejectRow>,
    observations: PartWriter<ObservationRow>,
    accounts: BTreeMap<AccountKey, AccountRow>,
    /// Keys of the posts so far: a later capture of the same post adds counts, not a post.
    seen: HashSet<String>,
    /// Posts without words, of which a later capture may have some.
    wordless: BTreeMap<String, PostRow>,
    /// What was said of accounts so far.
    told: HashSet<String>,
    newest_at: Option<Timestamp>,
}

impl Tables {
    fn take(&mut self, item: Item) -> Result<(), PartError> {
        let post = match item {
            Item::Post(post) => *post,
            Item::Reject(reject) => {
                return self.rejects.push(RejectRow {
                    source: self.source.clone(),
                    file: None,
                    member: reject.provenance.member().map(str::to_owned),
                    offset: reject.provenance.offset,
                    length: reject.provenance.length,
                    row: reject.provenance.row,
                    reason: reject.reason,
                });
            }
            Item::Observation(seen) => {
                // Exports say the same of an account beside each of its posts.
                if let Observed::Account(id) = &seen.of {
                    let told = format!(
                        "{}:{id}:{:?}:{}:{}",
                        seen.platform,
                        seen.observed_at,
                        seen.status.as_str(),
                        seen.signal
                    );
                    if !self.told.insert(told) {
                        return Ok(());
                    }
                }
                // A label or a warning is no look at a post.
                if seen.status.as_str() != "unknown" {
                    self.newest_at = self.newest_at.max(seen.observed_at);
                }
                return self.observations.push(observation(&self.source, *seen));
            }
            Item::Account(account) => {
                self.account(*account);
                return Ok(());
            }
        };
        self.newest_at = self.newest_at.max(post.created_at).max(post.collected_at);
        self.metrics.push(MetricRow {
            source: self.source.clone(),
            platform: post.key.platform.as_str().to_owned(),
            id: post.key.id.clone(),
            collected_at: post.collected_at,
            views: post.metrics.views,
            likes: post.metrics.likes,
            shares: post.metrics.shares,
            comments: post.metrics.comments,
        })?;
        let key = post.key.to_string();
        if !self.seen.insert(key.clone()) {
            // A capture with words replaces one without, such as a thumbnail.
            return match self.wordless.remove(&key) {
                Some(_) if !post.text.is_empty() => self.posts.push(row(&self.source, post)),
                Some(known) => {
                    self.wordless.insert(key, known);
                    Ok(())
                }
                None => Ok(()),
            };
        }
        let author = &post.author;
        self.account(Account {
            platform: post.key.platform.clone(),
            id: author.id.clone(),
            handle: author.handle.clone(),
            name: author.name.clone(),
            description: None,
            followers: None,
            created_at: None,
            provenance: post.provenance.clone(),
        })
        .posts += 1;
        let is_wordless = post.text.is_empty();
        let row = row(&self.source, post);
        if is_wordless && self.wordless.len() < MOST_WORDLESS {
            self.wordless.insert(key, row);
            return Ok(());
        }
        self.posts.push(row)
    }

    /// The row of an account, with all that its records say of it.
    fn account(&mut self, seen: Account) -> &mut AccountRow {
        let platform = seen.platform.as_str().to_owned();
        let key = (platform.clone(), seen.id.clone(), seen.handle.clone());
        let row = self.accounts.entry(key).or_insert_with(|| AccountRow {
            source: self.source.clone(),
            platform,
            account_id: seen.id,
            handle: seen.handle,
            name: None,
            description: None,
            followers: None,
            created_at: None,
            posts: 0,
        });
        row.name = row.name.take().or(seen.name);
        row.description = row.description.take().or(seen.description);
        row.followers = row.followers.or(seen.followers);
        row.created_at = row.created_at.or(seen.created_at);
        row
    }
}

fn observation(source: &str, seen: Observation) -> ObservationRow {
    let (id, account) = match seen.of {
        Observed::Post(id) => (Some(id), None),
        Observed::Account(id) => (None, Some(id)),
    };
    ObservationRow {
        source: Some(source.to_owned()),
        platform: seen.platform.as_str().to_owned(),
        id,
        account,
        observed_at: seen.observed_at,
        status: seen.status.as_str().to_owned(),
        rule: None,
        not_shown_in: Vec::new(),
        looked_from: None,
        signal: Some(seen.signal),
        by: None,
        tool: None,
        views: seen.metrics.views,
        likes: seen.metrics.likes,
        shares: seen.metrics.shares,
        comments: seen.metrics.comments,
        member: seen.provenance.member().map(str::to_owned),
        offset: seen.provenance.offset,
        length: seen.provenance.length,
        row: seen.provenance.row,
        entry: None,
    }
}

fn row(source: &str, post: Post) -> PostRow {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    PostRow {
        source: source.to_owned(),
        platform: post.key.platform.as_str().to_owned(),
        id: post.key.id,
        url: post.url,
        author_id: post.author.id,
        author_handle: post.author.handle,
        author_name: post.author.name,
        created_at: post.created_at,
        created_at_local: post.created_at_local,
        text: post.text,
        language_declared: post.language_declared,
        links: post.links,
        mentions: post.mentions,
        hashtags: post.hashtags,
        media_kind: post.media.iter().map(|m| m.kind.as_str().to_owned()).collect(),
        media_url: post.media.iter().map(|m| text(&m.url)).collect(),
        media_path: post.media.iter().map(|m| text(&m.path)).collect(),
        media_alt: post.media.iter().map(|m| text(&m.alt)).collect(),
        media_text: post.media.iter().map(|m| text(&m.text)).collect(),
        reply_to: post.relations.reply_to,
        is_repost: post.is_repost,
        repost_of: post.relations.repost_of,
        quote_of: post.relations.quote_of,
        quoted_text: post.quoted_text,
        collected_at: post.collected_at,
        member: post.provenance.member().map(str::to_owned),
        offset: post.provenance.offset,
        length: post.provenance.length,
        row: post.provenance.row,
    }
}
