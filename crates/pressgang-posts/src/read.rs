//! Reads a file from its hash to its last post.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use crate::detect::{Head, Verdict, judge};
use crate::part::{Counts, Frame, Halt, Part, Place};
use crate::readers::{PARQUET, PARQUET_REASON, ParquetTable, Sheet, XLSX, XLSX_REASON};
use crate::source::{ArchiveOwner, Content, Next, Stream, each_part, hash_file};
use crate::workbook::Workbook;
use crate::{
    Account, Format, Limits, Mapping, Nearest, Observation, Post, Provenance, ReadError, Reject, Source, Timestamp,
    readers,
};

/// How a file is read.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// The format, where it is not to be recognised by content.
    pub format: Option<Format>,
    /// Which columns of a generic file hold what.
    pub mapping: Mapping,
    /// Bounds against hostile input.
    pub limits: Limits,
    /// When the file was received (its modification time, given by the caller): the time of capture for formats that
    /// have none.
    pub received_at: Option<Timestamp>,
    /// Whether private chats of a full Telegram export are read too.
    pub all_chats: bool,
    /// SHA-256 (lower-case hex) and size of the file, where the caller has just taken them with
    /// [`hash_file`](crate::hash_file); else the file is read once more for them.
    pub known_hash: Option<(String, u64)>,
}

impl ReadOptions {
    /// Recognises the format by content, within the bounds of the command line, public chats only.
    pub fn standard() -> ReadOptions {
        ReadOptions {
            format: None,
            mapping: Mapping::default(),
            limits: Limits::standard(),
            received_at: None,
            all_chats: false,
            known_hash: None,
        }
    }
}

/// What a reader hands out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A post.
    Post(Box<Post>),
    /// A record that is no post, with the reason.
    Reject(Reject),
    /// What had become of a post or an account.
    Observation(Box<Observation>),
    /// An account without a post.
    Account(Box<Account>),
}

/// What was read of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadSummary {
    /// SHA-256 of the file as received, in lower-case hex.
    pub sha256: String,
    /// Size of the file as received.
    pub bytes: u64,
    /// The file, or each member of an archive that was read or could not be read.
    pub parts: Vec<PartSummary>,
    /// Whether the receiver stopped the reading.
    pub stopped: bool,
}

/// What was read of a file without members, or of one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartSummary {
    /// The member of an archive.
    pub member: Option<String>,
    /// The format it was read in.
    pub format: Format,
    /// Why in this format.
    pub reason: String,
    /// Posts handed out.
    pub posts: u64,
    /// Rejects handed out.
    pub rejects: u64,
    /// Observations handed out.
    pub observations: u64,
    /// Accounts handed out that stand without a post.
    pub accounts: u64,
}

impl PartSummary {
    fn new(member: Option<&str>, format: Format, reason: String, counts: Counts) -> PartSummary {
        let Counts { posts, rejects, observations, accounts } = counts;
        PartSummary { member: member.map(str::to_owned), format, reason, posts, rejects, observations, accounts }
    }
}

/// Reads a file and hands every post and every reject to `sink`, in the order of the file, until `sink` breaks.
///
/// The file is read twice, first for its hash, which every post carries.
pub fn read_file(
    path: &Path,
    options: &ReadOptions,
    sink: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Result<ReadSummary, ReadError> {
    read_file_in_batches(path, options, &mut |items| items.into_iter().try_for_each(&mut *sink))
}

/// Reads a file as [`read_file`] does and hands out what came of it in batches, for receivers with work to share out.
///
/// A batch holds about as much as half a megabyte of the file gives.
pub fn read_file_in_batches(
    path: &Path,
    options: &ReadOptions,
    sink: &mut dyn FnMut(Vec<Item>) -> ControlFlow<()>,
) -> Result<ReadSummary, ReadError> {
    let (sha256, bytes) = options.known_hash.clone().map_or_else(|| hash_file(path), Ok)?;
    let mut reading = Reading {
        path,
        options,
        file: path.display().to_string().into(),
        sha256: sha256.as_str().into(),
        sink,
        parts: Vec::new(),
        stopped: false,
        unread: Vec::new(),
        strangers: Vec::new(),
        missing: None,
    };
    each_part(path, &options.limits, &mut |member, content| reading.part(member, content))?;
    reading.finish()?;
    let Reading { parts, stopped, .. } = reading;
    Ok(ReadSummary { sha256, bytes, parts, stopped })
}

struct Reading<'r> {
    path: &'r Path,
    options: &'r ReadOptions,
    file: Box<str>,
    sha256: Box<str>,
    sink: &'r mut dyn FnMut(Vec<Item>) -> ControlFlow<()>,
    parts: Vec<PartSummary>,
    stopped: bool,
    /// Members that may hold posts and are not read, with the reason; named only if anything else is read.
    unread: Vec<(Option<String>, String)>,
    /// What the members that are not read were taken for.
    strangers: Vec<(Option<&'static str>, Vec<Nearest>)>,
    /// The columns that the first of them lacks, where it is columns.
    missing: Option<Vec<String>>,
}

impl<'r> Reading<'r> {
    fn part(&mut self, member: Option<&str>, content: Content<'_>) -> Result<Next, ReadError> {
        match content {
            Content::Unreadable(reason) => {
                self.unread.push((member.map(str::to_owned), reason));
                Ok(Next::Continue)
            }
            Content::Parquet(file) => self.parquet(file),
            Content::Workbook(workbook) => self.workbook(*workbook),
            Content::Stream(stream) => self.stream(member, stream),
        }
    }

    fn parquet(&mut self, file: File) -> Result<Next, ReadError> {
        if let Some(given) = self.options.format.filter(|given| *given != Format(&PARQUET)) {
            let reason = format!("the file is Parquet, not {given}");
            return Err(ReadError::Archive { path: self.path.to_owned(), reason });
        }
        let table = ParquetTable::open(file, &self.options.mapping)
            .map_err(|reason| ReadError::Archive { path: self.path.to_owned(), reason })?;
        let absent = table.absent();
        if !absent.is_empty() {
            return Err(ReadError::MissingColumns { path: self.path.to_owned(), missing: absent });
        }
        let missing = table.missing();
        if !missing.is_empty() {
            let path = self.path.to_owned();
            return Err(match self.options.format {
                Some(_) => {
                    let missing = missing.into_iter().map(|field| table.looked_for(field)).collect();
                    ReadError::MissingColumns { path, missing }
                }
                None => {
                    let missing = missing.into_iter().map(|field| field.name().to_owned()).collect();
                    let nearest = vec![Nearest { format: Format(&PARQUET), missing }];
                    ReadError::UnknownFormat { path, looks_like: None, nearest }
                }
            });
        }
        let frame = self.frame(None, None);
        let mut part = Part::new(&frame, &mut *self.sink);
        let ended = table.read(&mut part).and_then(|()| part.finish());
        let counts = part.counts;
        self.parts.push(PartSummary::new(None, Format(&PARQUET), PARQUET_REASON.to_owned(), counts));
        self.stopped = ended.is_err();
        Ok(Next::Stop)
    }

    /// Every sheet with an id and a text is a part; what else a workbook holds is no concern of ours.
    fn workbook(&mut self, mut workbook: Workbook<'_>) -> Result<Next, ReadError> {
        if let Some(given) = self.options.format.filter(|given| *given != Format(&XLSX)) {
            let reason = format!("the file is an Excel workbook, not {given}");
            return Err(ReadError::Archive { path: self.path.to_owned(), reason });
        }
        for (index, name) in workbook.sheet_names().into_iter().enumerate() {
            if workbook.is_exhausted() {
                break;
            }
            let sheet = match Sheet::open(&mut workbook, index, &self.options.mapping) {
                Ok(Some(sheet)) => sheet,
                Ok(None) => continue,
                Err(reason) => {
                    self.unread.push((Some(name), reason));
                    continue;
                }
            };
            let (absent, missing) = (sheet.absent(), sheet.missing());
            if !absent.is_empty() {
                self.missing.get_or_insert(absent);
                continue;
            }
            if !missing.is_empty() {
                if self.options.format.is_some() {
                    let missing = missing.into_iter().map(|field| sheet.looked_for(field)).collect();
                    self.missing.get_or_insert(missing);
                    continue;
                }
                let missing: Vec<String> = missing.into_iter().map(|field| field.name().to_owned()).collect();
                // The sheet that lacks least is named, the first of equals.
                let lacks_less =
                    |(_, near): &(_, Vec<Nearest>)| near.iter().all(|near| near.missing.len() > missing.len());
                if self.strangers.first().is_none_or(lacks_less) {
                    let nearest = vec![Nearest { format: Format(&XLSX), missing }];
                    self.strangers.insert(0, (Some("an Excel workbook"), nearest));
                }
                continue;
            }
            let frame = self.frame(Some(&name), None);
            let mut part = Part::new(&frame, &mut *self.sink);
            let ended = sheet.read(&mut part).and_then(|()| part.finish());
            let counts = part.counts;
            self.parts.push(PartSummary::new(Some(&name), Format(&XLSX), XLSX_REASON.to_owned(), counts));
            self.stopped = ended.is_err();
            if self.stopped {
                break;
            }
        }
        if self.strangers.is_empty() && self.unread.is_empty() {
            self.strangers.push((Some("an Excel workbook"), Vec::new()));
        }
        Ok(Next::Stop)
    }

    fn frame(&self, member: Option<&str>, owner: Option<Arc<ArchiveOwner>>) -> Frame<'r> {
        Frame { options: self.options, source: self.source(member), owner }
    }

    fn source(&self, member: Option<&str>) -> Source {
        Source { file: self.file.clone(), sha256: self.sha256.clone(), member: member.map(Box::from) }
    }

    fn stream(&mut self, member: Option<&str>, mut stream: Stream<'_>) -> Result<Next, ReadError> {
        let start = stream.head().to_vec();
        let head = Head::of_stream(&stream, &start, &self.options.limits);
        let verdict = judge(&head, &self.options.mapping);
        let is_text = head.look().is_none();
        // A given format settles what a text is, but a picture stays a picture and a note beside the posts a note.
        let is_given = is_text && (member.is_none() || verdict.may_hold_posts(&start));
        let given = self.options.format.filter(|_| is_given);
        let format = given.or(verdict.format);
        // Misspelled columns of a mapping may be all that keeps the content from being recognised.
        let meant = head.generic_format().filter(|_| is_text && verdict.may_hold_posts(&start));
        let missing = self.missing_columns(&head, format.or(meant), given.is_some());
        if !missing.is_empty() {
            self.unread.push((member.map(str::to_owned), format!("no column for {}", missing.join(", nor for "))));
            self.missing.get_or_insert(missing);
            return Ok(Next::Continue);
        }
        let Some(format) = format else {
            match stream.head_damage().filter(|_| verdict.look.is_none()) {
                // Nothing can be said of what never came out of its compression, least of all that it holds no posts.
                Some(damage) => self.unread.push((member.map(str::to_owned), damage)),
                None => self.stranger(member, verdict, &start),
            }
            return Ok(Next::Continue);
        };
        if head.is_utf16 && !format.0.reads_rows() {
            let reason = "text in UTF-16 can be read as a table only; save it as UTF-8 first";
            self.unread.push((member.map(str::to_owned), reason.to_owned()));
            return Ok(Next::Continue);
        }
        let reason = if given.is_some() { "the format was given".to_owned() } else { verdict.reason };
        let frame = self.frame(member, stream.owner());
        let mut part = Part::new(&frame, &mut *self.sink);
        let mut ended = readers::read(format, &head, &mut stream, &mut part);
        if let Err(Halt::Damaged(error)) = &ended {
            ended = part.reject(Place::at(stream.delivered()), stream.damage(error));
        }
        let ended = ended.and_then(|()| part.finish());
        let counts = part.counts;
        self.parts.push(PartSummary::new(member, format, reason, counts));
        self.stopped = ended.is_err();
        Ok(if self.stopped { Next::Stop } else { Next::Continue })
    }

    fn missing_columns(&self, head: &Head<'_>, format: Option<Format>, is_given: bool) -> Vec<String> {
        let (Some(format), mapping) = (format, &self.options.mapping) else { return Vec::new() };
        let mut missing = readers::absent_from(format, head, mapping);
        if is_given {
            for (field, names) in readers::missing_columns(format, head, mapping) {
                if !missing.iter().any(|(known, _)| *known == field) {
                    missing.push((field, names));
                }
            }
        }
        missing.into_iter().map(|(_, names)| names).collect()
    }

    fn stranger(&mut self, member: Option<&str>, verdict: Verdict, start: &[u8]) {
        if member.is_some() && !verdict.may_hold_posts(start) {
            self.strangers.push((verdict.look.map(|look| look.what()), Vec::new()));
            return;
        }
        self.unread.push((member.map(str::to_owned), verdict.reason));
        self.strangers.insert(0, (verdict.look.map(|look| look.what()), verdict.nearest));
    }

    /// Names what was not read; a file of which nothing at all was read is an error.
    fn finish(&mut self) -> Result<(), ReadError> {
        if self.parts.is_empty() && !self.stopped {
            if let Some(missing) = self.missing.take() {
                return Err(ReadError::MissingColumns { path: self.path.to_owned(), missing });
            }
            if let [(_, reason), ..] = self.unread.as_slice()
                && self.strangers.is_empty()
            {
                return Err(ReadError::Archive { path: self.path.to_owned(), reason: reason.clone() });
            }
            let (looks_like, nearest) = self.strangers.drain(..).next().unwrap_or_default();
            return Err(ReadError::UnknownFormat { path: self.path.to_owned(), looks_like, nearest });
        }
        for (member, reason) in std::mem::take(&mut self.unread) {
            if self.stopped {
                break;
            }
            let source = Arc::new(self.source(member.as_deref()));
            let provenance = Provenance { source, offset: None, length: None, row: None };
            let reject = Item::Reject(Reject { provenance, reason });
            self.stopped = (self.sink)(vec![reject]).is_break();
        }
        Ok(())
    }
}
