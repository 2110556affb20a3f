//! Looks on their way into the case: bodies to a WARC file, then the look to the ledger.

use std::fs;
use std::path::Path;

use pressgang_case::{FileError, LookBook, NewLook, WarcPlace};
use pressgang_posts::Timestamp;
use pressgang_watch::look::{Look, Target};
use pressgang_watch::warc::{self, Warc, WarcError, WarcInfo};

use super::Check;
use crate::commands::now;
use crate::error::CommandError;

/// A WARC file that has become so large is finished and another begun, in bytes.
const MOST_WARC: u64 = 1 << 30;

/// A host that is to be left alone for longer than this is entered, so that a restart obeys it too, in milliseconds.
const LONG_WAIT: i64 = 10_000;

/// Enters looks one by one: whatever was entered is on disk before the host of that post is asked again.
pub struct Recorder<'a> {
    check: &'a Check<'a>,
    book: LookBook,
    /// The file that bodies go to now, as looks name it, and how long it is.
    warc: Option<(String, Warc, u64)>,
}

impl<'a> Recorder<'a> {
    /// Opens the ledger, and finishes what a killed program left.
    pub fn new(root: &Path, check: &'a Check<'a>) -> Result<Recorder<'a>, CommandError> {
        let mut book = LookBook::open(root)?;
        for (file, path, end) in book.unfinished_warcs()? {
            warc::recover(&path, end).map_err(|e| failed(&path, &e))?;
            book.finish_warc(now(), &file)?;
        }
        book.clear_unnamed_warcs()?;
        Ok(Recorder { check, book, warc: None })
    }

    /// Hosts that asked an earlier run to be left alone.
    pub fn heed_waits(&self) -> Result<(), CommandError> {
        for (host, at) in self.book.waits()? {
            if at > now() {
                self.check.looker.leave_alone(&host, at.unix_millis);
            }
        }
        Ok(())
    }

    /// Enters one look.
    pub fn enter(&mut self, target: &Target, look: &Look) -> Result<(), CommandError> {
        let place = if look.bodies.is_empty() { None } else { Some(self.keep(target, look)?) };
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

    fn keep(&mut self, target: &Target, look: &Look) -> Result<WarcPlace, CommandError> {
        if self.warc.as_ref().is_some_and(|(.., bytes)| *bytes > MOST_WARC) {
            self.finish_warc()?;
        }
        let (file, warc, bytes) = match &mut self.warc {
            Some((file, warc, bytes)) => (file, warc, bytes),
            none => {
                let (file, path) = self.book.warc_paths(now());
                if let Some(folder) = path.parent() {
                    fs::create_dir_all(folder).map_err(|e| FileError::new("make", folder, e))?;
                }
                let info = WarcInfo { software: self.check.tool.clone(), user_agent: self.check.agent.clone() };
                let warc = Warc::open(&path, &info, 0).map_err(|e| failed(&path, &e))?;
                let (file, warc, bytes) = none.insert((file, warc, 0));
                (file, warc, bytes)
            }
        };
        let place = warc.append(target, look).map_err(|e| failed(self.book.root(), &e))?;
        *bytes = place.offset + place.length;
        Ok(WarcPlace { file: file.clone(), offset: place.offset, length: place.length })
    }

    fn finish_warc(&mut self) -> Result<(), CommandError> {
        if let Some((file, warc, _)) = self.warc.take() {
            drop(warc);
            self.book.finish_warc(now(), &file)?;
        }
        Ok(())
    }

    /// Finishes what is open.
    pub fn finish(mut self) -> Result<(), CommandError> {
        self.enter_waits()?;
        self.finish_warc()
    }

    /// Enters which hosts are to be left alone for more than moments.
    pub fn enter_waits(&mut self) -> Result<(), CommandError> {
        let soon = now().unix_millis.saturating_add(LONG_WAIT);
        for (host, until) in self.check.looker.waits() {
            if let Some(at) = Timestamp::from_unix_millis(until).filter(|at| at.unix_millis > soon) {
                self.book.enter_wait(now(), &host, "not_before", at)?;
            }
        }
        Ok(())
    }
}

fn failed(path: &Path, error: &WarcError) -> CommandError {
    CommandError::usage(
        format!("{}: the answers could not be kept: {error}", path.display()),
        "make room or check the rights of the folder; the same command goes on, without --keep-bodies too",
    )
}
