//! Stage 3, per source: its posts in segments that later stages and single lookups read in place.

use std::collections::VecDeque;

use pressgang_signals::ContactKind;

use super::{Output, Parts, Run, Stage};
use crate::config::{Role, SourceEntry};
use crate::error::CaseError;
use crate::folder::Case;
use crate::index::{INDEX_VERSION, Joined, SegmentBuilder, Source};
use crate::tables::{ContactRow, MentionRow, PostRow, ReadingRow};

pub(super) fn stage(run: &mut Run<'_>, at: usize, posts: &Output, readings: &Output) -> Result<Output, CaseError> {
    let source = run.case.config.sources[at].clone();
    let config = &run.case.config;
    let mut inputs = vec![posts.key.clone(), readings.key.clone(), config.matching.least().to_string()];
    if source.role == Role::Reference {
        inputs.push(format!("{:?}", config.reference_accounts));
    }
    let stage = Stage { name: "index", scope: &source.id, version: INDEX_VERSION, inputs, total: None, unit: "posts" };
    run.perform(stage, |case, parts, progress| build(case, &source, posts, readings, parts, progress))
}

fn build(
    case: &Case,
    source: &SourceEntry,
    posts: &Output,
    readings: &Output,
    parts: &mut Parts,
    progress: &dyn super::Progress,
) -> Result<(), CaseError> {
    let config = &case.config;
    let settings = Source { config, role: source.role, threshold: config.matching.least() };
    let mut builder = SegmentBuilder::new(settings, |number| parts.segment(number));
    // Readings, mentions and contacts were written post by post, in the order of the posts.
    let mut readings_left = Following::new(readings.batches::<ReadingRow>()?);
    let mut mentions_left = Following::new(readings.batches::<MentionRow>()?);
    let mut contacts_left = Following::new(readings.batches::<ContactRow>()?);
    for batch in posts.batches::<PostRow>()?.into_iter().flatten() {
        let batch: Vec<PostRow> = batch?;
        let seen = batch.len() as u64;
        let mut joined = Vec::with_capacity(batch.len());
        for post in batch {
            let reading = readings_left.next_if(|r: &ReadingRow| r.platform == post.platform && r.id == post.id)?;
            let mentions = mentions_left.while_fits(|m: &MentionRow| m.platform == post.platform && m.id == post.id)?;
            let contacts = contacts_left.while_fits(|c: &ContactRow| c.platform == post.platform && c.id == post.id)?;
            let compared = |contact: ContactRow| {
                Some((ContactKind::named(&contact.kind)?.compared_as().as_str().to_owned(), contact.value))
            };
            let contacts = contacts.into_iter().filter_map(compared).collect();
            joined.push(Joined { post, reading, named: named(mentions), contacts });
        }
        builder.add(&joined)?;
        progress.advance(seen);
    }
    builder.finish()?;
    Ok(())
}

/// Organisations named, the strongest name of each first.
fn named(mut mentions: Vec<MentionRow>) -> Vec<String> {
    // A leader's name alone says nothing about whom an advert is for.
    mentions.retain(|m| m.kind != pressgang_signals::NameKind::Leader.as_str());
    let mut named: Vec<String> = Vec::new();
    for mention in mentions {
        if !named.contains(&mention.organisation) {
            named.push(mention.organisation);
        }
    }
    named
}

/// Rows that are taken one by one where they fit.
struct Following<I, R> {
    batches: Option<I>,
    rows: VecDeque<R>,
}

impl<R, E, I: Iterator<Item = Result<Vec<R>, E>>> Following<I, R> {
    fn new(batches: Option<I>) -> Following<I, R> {
        Following { batches, rows: VecDeque::new() }
    }

    fn while_fits(&mut self, fits: impl Fn(&R) -> bool) -> Result<Vec<R>, E> {
        let mut rows = Vec::new();
        while let Some(row) = self.next_if(&fits)? {
            rows.push(row);
        }
        Ok(rows)
    }

    fn next_if(&mut self, fits: impl FnOnce(&R) -> bool) -> Result<Option<R>, E> {
        while self.rows.is_empty() {
            match self.batches.as_mut().and_then(Iterator::next) {
                Some(batch) => self.rows.extend(batch?),
                None => return Ok(None),
            }
        }
        Ok(if self.rows.front().is_some_and(fits) { self.rows.pop_front() } else { None })
    }
}
