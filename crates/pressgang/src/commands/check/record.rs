//! Looks on their way into the case: bodies to a WARC file, then the look to the ledger.

use std::fs;
use std::path::Path;

use pressgang_case::{FileError, LookBook, NewLook, WarcPlace};
use pressgang_posts::Timestamp;
use pressgang_watch::look::{Look, Target};
use pressgang_watch::warc::{self, WarcWriter};

use super::Check;
use crate::commands::now;
use crate::error::CommandError;

/// A WARC file that has become so large is finished and another begun, in bytes.
const MOST_WARC: u64 = 1 << 30;

/// Enters looks one by one: whatever was entered is on disk before the host of that post is asked again.
pub struct Recorder<'a> {
    check: &'a Check<'a>,
    book: LookBook,
    warc: Option<(String, WarcWriter)>,
}

impl<'a> Recorder<'a> {
    /// Opens the ledger, and finishes what a killed program left.
    pub fn new(root: &Path, check: &'a Check<'a>) -> Result<Recorder<'a>, CommandError> {
        let mut book = LookBook::open(root)?;
        for (file, path, end) in book.unfinished_warcs()? {
            // Records behind the last one that a look names belong to a look that was never entered.
            warc::cut(&path, end).map_err(|e| FileError::new("cut", &path, e))?;
            book.finish_warc(now(), &file)?;
        }
        Ok(Recorder { check, book, warc: None })
    }

    /// Enters one look.
    pub fn enter(&mut self, target: &Target, look: &Look) -> Result<(), CommandError> {
        let place = if self.check.args.keep_bodies { self.keep(target, look)? } else { None };
        let new = NewLook {
            platform: target.platform.clone(),
            id: target.id.clone(),
            at: Timestamp::from_unix_millis(look.at_unix_millis).unwrap_or_else(now),
            status: look.verdict.state.as_str().to_owned(),
            rule: look.verdict.rule.clone(),
            tool: self.check.tool.clone(),
            not_shown_in: look.verdict.not_shown_in.clone(),
            evidence: serde_json::to_value(&look.evidence).map_err(|e| CommandError::Stream(e.into()))?,
            warc: place,
        };
        self.book.enter(now(), &[new])?;
        Ok(())
    }

    fn keep(&mut self, target: &Target, look: &Look) -> Result<Option<WarcPlace>, CommandError> {
        if look.bodies.is_empty() {
            return Ok(None);
        }
        if self.warc.as_ref().is_some_and(|(_, writer)| writer.bytes() > MOST_WARC) {
            self.finish_warc()?;
        }
        let (file, writer) = match &mut self.warc {
            Some(open) => (&open.0, &mut open.1),
            none => {
                let (file, path) = self.book.warc_paths(now());
                if let Some(folder) = path.parent() {
                    fs::create_dir_all(folder).map_err(|e| FileError::new("make", folder, e))?;
                }
                let writer =
                    WarcWriter::create(&path, &self.check.tool).map_err(|e| FileError::new("write", &path, e))?;
                let open = none.insert((file, writer));
                (&open.0, &mut open.1)
            }
        };
        let (offset, length) = writer.append(look).map_err(|e| FileError::new("write", self.book.root(), e))?;
        Ok(Some(WarcPlace { file: file.clone(), offset, length }))
    }

    fn finish_warc(&mut self) -> Result<(), CommandError> {
        if let Some((file, writer)) = self.warc.take() {
            writer.finish().map_err(|e| FileError::new("write", self.book.root(), e))?;
            self.book.finish_warc(now(), &file)?;
        }
        Ok(())
    }

    /// Finishes what is open.
    pub fn finish(mut self) -> Result<(), CommandError> {
        self.finish_warc()
    }
}
