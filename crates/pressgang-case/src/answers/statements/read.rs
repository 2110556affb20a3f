//! Reading a dump: millions of rows, of which a few follow from notices on the platforms in question.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::Path;

use memchr::memmem::Finder;
use pressgang_posts::{Fields, Limits, Platform, TableItem, read_tables};

use super::super::AnswerError;
use super::super::drafted::OTHER_NOTIFICATION;
use super::row::{Columns, StatementRow, id_of};
use super::sought::Sought;
use super::{MOST_REJECTS, StatementsRead, StatementsReject};
use crate::error::CaseError;

/// Statements that are kept for each post; more are counted. One alone is sure, so these are for looking at.
pub(super) const MOST_KEPT: usize = 20;

/// Sources of statements that follow from a notice.
const SOURCES: [&str; 3] = ["SOURCE_ARTICLE_16", "SOURCE_TRUSTED_FLAGGER", OTHER_NOTIFICATION];

/// A statement that fits posts of notices.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub row: StatementRow,
    /// The posts that it fits, as numbers of what is sought.
    pub nodes: Vec<usize>,
}

impl Candidate {
    /// The one post that it fits, if it is one.
    pub fn only_node(&self) -> Option<usize> {
        if let [node] = self.nodes[..] { Some(node) } else { None }
    }
}

/// What came of a dump.
#[derive(Default)]
pub(super) struct Reading {
    pub read: StatementsRead,
    /// In the order of the file.
    pub candidates: Vec<Candidate>,
    /// Candidates that every post has, also those that are not kept.
    pub counts: HashMap<usize, u64>,
    /// The ids of the candidates.
    seen: HashSet<String>,
}

/// Reads the statements of a dump that fit what is sought.
pub(super) fn read(path: &Path, sought: &Sought, limits: &Limits) -> Result<Reading, CaseError> {
    let mut reading = Reading::default();
    let finders = SOURCES.map(Finder::new);
    let (mut columns, mut between) = (None, b',');
    let mut missing: Option<Vec<String>> = None;
    let mut is_dump = false;
    let mut fields = Fields::default();
    read_tables(path, limits, &mut |member, item| {
        match item {
            TableItem::Header { columns: names, delimiter } => {
                between = delimiter;
                columns = match Columns::of(names) {
                    Ok(found) => Some(found),
                    Err(lacking) => {
                        let text = format!("this is no table of statements; it lacks {}", lacking.join(", "));
                        reading.reject(member, None, None, text);
                        if missing.as_ref().is_none_or(|known| lacking.len() < known.len()) {
                            missing = Some(lacking);
                        }
                        None
                    }
                };
                is_dump |= columns.is_some();
            }
            TableItem::Reject { number, offset, reason } => reading.reject(member, number, offset, reason),
            TableItem::Row { number, offset, bytes } => {
                let Some(columns) = &columns else { return ControlFlow::Continue(()) };
                reading.read.rows += 1;
                // Nearly all rows are of a platform's own accord; they are not even split.
                if finders.iter().all(|finder| finder.find(bytes).is_none()) {
                    return ControlFlow::Continue(());
                }
                if let Err(reason) =
                    fields.split(bytes, between, limits).and_then(|()| reading.row(columns, &fields, sought))
                {
                    reading.reject(member, Some(number), Some(offset), reason);
                }
            }
        }
        ControlFlow::Continue(())
    })?;
    if !is_dump {
        let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        return Err(AnswerError::NoStatements { file, missing: missing.unwrap_or_default() }.into());
    }
    Ok(reading)
}

impl Reading {
    fn row(&mut self, columns: &Columns, fields: &Fields, sought: &Sought) -> Result<(), String> {
        let (platform, source) = columns.platform_and_source(fields);
        let platform = Platform::named(platform);
        if !SOURCES.contains(&source) || !sought.has_platform(platform.as_str()) {
            return Ok(());
        }
        self.read.weighed += 1;
        let row = columns.row(fields)?;
        let nodes = sought.fitting(platform.as_str(), &row);
        if nodes.is_empty() {
            return Ok(());
        }
        // Dumps overlap, and a statement that stands in two members is one.
        if self.seen.contains(id_of(&row)) {
            return Ok(());
        }
        self.read.fitting += 1;
        let mut is_kept = false;
        for &node in &nodes {
            let count = self.counts.entry(node).or_default();
            *count += 1;
            is_kept |= *count <= MOST_KEPT as u64;
        }
        if is_kept {
            self.seen.insert(id_of(&row).to_owned());
            self.candidates.push(Candidate { row, nodes });
        }
        Ok(())
    }

    fn reject(&mut self, member: Option<&str>, row: Option<u64>, offset: Option<u64>, reason: String) {
        self.read.rejected += 1;
        if self.read.rejects.len() < MOST_REJECTS {
            let member = member.map(str::to_owned);
            self.read.rejects.push(StatementsReject { member, row, offset, reason });
        }
    }
}
