//! Stage 3, per source: the records of candidates and reference posts as they stand in the export.
//!
//! Exports are moved, compressed and deleted; what a claim rests on is kept with the case.

use std::collections::HashSet;

use pressgang_posts::{Limits, RecordPlace, read_records};

use super::readings::is_candidate_row;
use super::{Output, Parts, Run, Stage};
use crate::config::{Role, SourceEntry};
use crate::error::CaseError;
use crate::folder::Case;
use crate::tables::{PostRow, ReadingRow, RecordRow};

const VERSION: u32 = 2;

pub(super) fn stage(run: &mut Run<'_>, index: usize, posts: &Output, readings: &Output) -> Result<Output, CaseError> {
    let source = run.case.config.sources[index].clone();
    let inputs = vec![posts.key.clone(), readings.key.clone(), source.path.clone()];
    let stage = Stage { name: "records", scope: &source.id, version: VERSION, inputs, total: None, unit: "records" };
    run.perform(stage, |case, parts, _| keep(case, &source, posts, readings, parts))
}

fn keep(
    case: &Case,
    source: &SourceEntry,
    posts: &Output,
    readings: &Output,
    parts: &mut Parts,
) -> Result<(), CaseError> {
    let mut wanted: HashSet<String> = HashSet::new();
    if source.role == Role::Observed {
        for batch in readings.batches::<ReadingRow>()?.into_iter().flatten() {
            let candidates = batch?.into_iter().filter(is_candidate_row);
            wanted.extend(candidates.map(|row| format!("{}:{}", row.platform, row.id)));
        }
    }
    let is_wanted = |row: &PostRow| match source.role {
        Role::Reference => true,
        Role::Observed => wanted.contains(&format!("{}:{}", row.platform, row.id)),
        Role::Background => false,
    };
    let mut keys = Vec::new();
    let mut places = Vec::new();
    if source.role != Role::Background {
        for batch in posts.batches::<PostRow>()?.into_iter().flatten() {
            for row in batch?.into_iter().filter(&is_wanted) {
                if let (Some(offset), Some(length)) = (row.offset, row.length) {
                    places.push(RecordPlace { member: row.member, offset, length, row: row.row });
                    keys.push((row.platform, row.id));
                }
            }
        }
    }
    let mut table = parts.create::<RecordRow>()?;
    let mut failed = None;
    read_records(&case.source_path(&source.path), &places, &Limits::standard(), &mut |number, record| {
        let (platform, id) = &keys[number];
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let row = RecordRow {
            source: source.id.clone(),
            platform: platform.clone(),
            id: id.clone(),
            raw: text(&record.bytes),
            whole: record.is_whole,
            header: record.header.as_deref().map(text),
        };
        failed = failed.take().or(table.push(row).err());
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    table.finish()?;
    Ok(())
}
