//! Shares out of exports of posts, or out of tables of shares.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use pressgang_case::mapping;
use pressgang_posts::{
    Item, Limits, Mapping, Platform, Post, ReadError, ReadOptions, Timestamp, detect_file, read_file_in_batches,
};
use pressgang_signals::coordination::{Counted, Shares, TooManyShares};
use pressgang_signals::{PostReader, Shelf, near_pairs_of};
use rayon::prelude::*;

use super::ObjectKind;
use super::objects::objects;
use crate::commands::pairs::posts::{NO_GROUP, Posts};
use crate::commands::passages::input::Reader;
use crate::commands::received_at;
use crate::error::CommandError;
use crate::output::say;

/// Shorter texts are the same by chance, in code points after normalising.
const LEAST_TEXT: usize = 20;

/// How posts and what they are shared by are told from each other.
const TABLES_OF_SHARES: [[(&str, &str); 4]; 2] = [
    [("id", "content_id"), ("text", "object_id"), ("author_id", "account_id"), ("created_at", "timestamp_share")],
    // The name an account had before version 2 of CooRTweet.
    [("id", "content_id"), ("text", "object_id"), ("author_id", "id_user"), ("created_at", "timestamp_share")],
];

/// What was read.
#[derive(Default)]
pub struct Counts {
    pub rejected: u64,
    posts: u64,
    without_account: u64,
    without_time: u64,
    has_exports: bool,
}

impl Counts {
    /// What accounts take part with: one post of an export may share many things, a row of a table is one act.
    pub fn counted(&self) -> Counted {
        if self.has_exports { Counted::Posts } else { Counted::Shares }
    }

    pub fn say(&self) {
        let left = [(self.without_account, "say who published them"), (self.without_time, "say when")];
        for (count, what) in left.into_iter().filter(|(count, _)| *count > 0) {
            say(&format!("{count} of {} posts do not {what} and were not counted", self.posts));
        }
    }
}

/// Who published a post, which, when.
struct Published {
    account: String,
    post: String,
    at: Timestamp,
}

/// What is collected while files are read.
pub struct Input<'a> {
    options: ReadOptions,
    kinds: &'a [ObjectKind],
    similarity: f64,
    shares: Shares,
    counts: Counts,
    texts: Option<Posts>,
    /// For each post among the texts who published it; none for posts that do not share their text.
    published: Vec<Option<Published>>,
}

impl<'a> Input<'a> {
    pub fn new(options: ReadOptions, kinds: &'a [ObjectKind], similarity: f64) -> Input<'a> {
        let texts = kinds.contains(&ObjectKind::Text).then(|| Posts::new(None));
        Input {
            options,
            kinds,
            similarity,
            shares: Shares::default(),
            counts: Counts::default(),
            texts,
            published: Vec::new(),
        }
    }

    pub fn read(&mut self, files: &[PathBuf]) -> Result<(), CommandError> {
        let mut exports = Vec::new();
        for file in files {
            match self.table_of_shares(file)? {
                Some(mapping) => self.read_shares(file, mapping)?,
                None => exports.push(file.clone()),
            }
        }
        self.counts.has_exports = !exports.is_empty();
        let reader = PostReader::new(&[]);
        let mut posts = Reader::new(self.options.clone());
        posts.each(&exports, &mut |posts| self.add_posts(posts, &reader))?;
        self.counts.rejected += posts.rejected;
        Ok(())
    }

    /// How the columns of a file are to be read if it is a table of shares.
    fn table_of_shares(&self, file: &Path) -> Result<Option<Mapping>, CommandError> {
        if self.options.format.is_some() || !self.options.mapping.is_empty() {
            return Ok(None);
        }
        let detections = detect_file(file, &Limits::standard())?;
        if detections.iter().any(|found| found.format.is_some()) {
            return Ok(None);
        }
        for columns in TABLES_OF_SHARES {
            let columns = columns.into_iter().map(|(field, column)| (field.to_owned(), column.to_owned())).collect();
            let mapping = mapping(&columns)?;
            let options = ReadOptions { mapping: mapping.clone(), ..self.options.clone() };
            // A file without these columns is refused before anything is handed out.
            match read_file_in_batches(file, &options, &mut |_| ControlFlow::Break(())) {
                Ok(_) => return Ok(Some(mapping)),
                Err(ReadError::MissingColumns { .. } | ReadError::UnknownFormat { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }

    fn read_shares(&mut self, file: &Path, mapping: Mapping) -> Result<(), CommandError> {
        let options = ReadOptions { mapping, received_at: received_at(file), ..self.options.clone() };
        let mut failed = None;
        read_file_in_batches(file, &options, &mut |items| {
            for item in items {
                let Item::Post(post) = item else {
                    self.counts.rejected += u64::from(matches!(item, Item::Reject(_)));
                    continue;
                };
                let text = post.text.clone();
                let Some(published) = self.published(&post) else { continue };
                if let Err(error) = add(&mut self.shares, &text, &published) {
                    failed = Some(error);
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        })?;
        failed.map_or(Ok(()), |error| Err(too_many(error)))
    }

    #[expect(clippy::vec_box, reason = "as reading hands them out: unboxing would only move every post once more")]
    fn add_posts(&mut self, posts: Vec<Box<Post>>, reader: &PostReader) -> Result<(), CommandError> {
        let kinds = self.kinds;
        let found: Vec<Vec<String>> = posts.par_iter().map(|post| objects(post, kinds, reader)).collect();
        for (post, objects) in posts.iter().zip(found) {
            let published = self.published(post);
            if let Some(published) = &published {
                for object in objects {
                    add(&mut self.shares, &object, published).map_err(too_many)?;
                }
            }
            if self.texts.is_some() {
                let is_repost = post.is_repost || post.relations.repost_of.is_some();
                self.published.push(published.filter(|_| !is_repost));
            }
        }
        // Reading hands out every post once, so each takes the next place among the texts.
        self.texts.as_mut().map_or(Ok(()), |texts| texts.add(posts))
    }

    fn published(&mut self, post: &Post) -> Option<Published> {
        self.counts.posts += 1;
        let author = &post.author;
        let account = author.id.as_deref().or(author.handle.as_deref()).or(author.name.as_deref());
        let Some(account) = account else {
            self.counts.without_account += 1;
            return None;
        };
        let Some(at) = post.created_at else {
            self.counts.without_time += 1;
            return None;
        };
        let platform = &post.key.platform;
        let named = |id: &str| if *platform == Platform::UNKNOWN { id.to_owned() } else { format!("{platform}:{id}") };
        Some(Published { account: named(account), post: named(&post.key.id), at })
    }

    /// All shares, when everything is read.
    pub fn finish(mut self) -> Result<(Shares, Counts), CommandError> {
        if let Some(mut texts) = self.texts.take() {
            texts.finish()?;
            let same = Same::new(&texts, self.similarity)?;
            let mut first: Vec<Option<&str>> = vec![None; same.parents.len()];
            let normalised = texts.texts.whole();
            let is_long = |group: u32| {
                let Some(batch) = &normalised else { return false };
                let start = if group == 0 { 0 } else { batch.ends[group as usize - 1] };
                let text = &batch.text[start as usize..batch.ends[group as usize] as usize];
                text.chars().nth(LEAST_TEXT - 1).is_some()
            };
            let text_of = |place: usize| {
                let group = texts.groups[place];
                (group != NO_GROUP && is_long(group)).then(|| same.find(group))
            };
            let mut with_text = Vec::new();
            for (place, published) in self.published.iter().enumerate() {
                if let (Some(published), Some(text)) = (published, text_of(place)) {
                    // A text is named after the post that has it and comes first in the order of ids.
                    let name = &mut first[text as usize];
                    *name = Some(name.map_or(published.post.as_str(), |known| known.min(&published.post)));
                    with_text.push((text, published));
                }
            }
            for (text, published) in with_text {
                if let Some(name) = first[text as usize] {
                    add(&mut self.shares, &format!("text:{name}"), published).map_err(too_many)?;
                }
            }
        }
        Ok((self.shares, self.counts))
    }
}

fn add(shares: &mut Shares, object: &str, published: &Published) -> Result<(), TooManyShares> {
    shares.add(object, &published.account, &published.post, published.at.unix_millis)
}

fn too_many(error: TooManyShares) -> CommandError {
    CommandError::usage(error.to_string(), "give fewer files at a time, or fewer kinds with --by")
}

/// Texts that are alike, or alike to some that are alike: each leads to another of them, and at last to one.
struct Same {
    parents: Vec<u32>,
}

impl Same {
    fn new(texts: &Posts, similarity: f64) -> Result<Same, CommandError> {
        let groups = texts.groups.iter().filter(|&&group| group != NO_GROUP).max().map_or(0, |&last| last + 1);
        let same = Mutex::new(Same { parents: (0..groups).collect() });
        near_pairs_of(&texts.texts, similarity, None, &|pairs| {
            let mut same = same.lock().unwrap_or_else(PoisonError::into_inner);
            pairs.iter().for_each(|pair| same.join(pair.a, pair.b));
            ControlFlow::Continue(())
        })?;
        Ok(same.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    fn find(&self, mut text: u32) -> u32 {
        while self.parents[text as usize] != text {
            text = self.parents[text as usize];
        }
        text
    }

    /// Whichever way pairs come, those that are connected end at the least of their numbers.
    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.shortened(a), self.shortened(b));
        self.parents[a.max(b) as usize] = a.min(b);
    }

    /// Finds, and halves the way for the next time.
    fn shortened(&mut self, mut text: u32) -> u32 {
        while self.parents[text as usize] != text {
            let next = self.parents[self.parents[text as usize] as usize];
            self.parents[text as usize] = next;
            text = next;
        }
        text
    }
}
