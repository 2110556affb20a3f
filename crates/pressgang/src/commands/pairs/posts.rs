//! The posts of an export as pairs need them: their ids, and their texts, equal ones once.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use pressgang_posts::{Platform, Post, PostKey};
use pressgang_signals::{Batch, Finder, Normaliser, Shelf};
use rayon::prelude::*;

use super::memory::{Held, Limit};
use crate::error::CommandError;

/// Texts are written to and read from a temporary file in pieces of about this size.
const PIECE: usize = 2 << 20;

/// Posts that one thread normalises at a time, at least.
const SHARE: usize = 128;

/// A post without a text.
pub const NO_GROUP: u32 = u32::MAX;

/// Strings laid end to end.
#[derive(Default)]
struct Strings {
    text: String,
    ends: Vec<u64>,
}

impl Strings {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len() as u64);
    }

    fn get(&self, i: usize) -> &str {
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.text[start as usize..self.ends[i] as usize]
    }
}

/// What one thread has made of some posts.
#[derive(Default)]
struct Prepared {
    keys: Vec<(PostKey, u32)>,
    normaliser: Normaliser,
    texts: Strings,
    hashes: Vec<u32>,
}

impl Prepared {
    fn add(&mut self, post: Post, by_key: &Finder, by_text: &Finder) {
        self.normaliser.append(&post.text, &mut self.texts.text);
        self.texts.ends.push(self.texts.text.len() as u64);
        self.hashes.push(by_text.hash(self.texts.get(self.hashes.len())));
        let hash = by_key.hash(&post.key.id);
        self.keys.push((post.key, hash));
    }
}

/// Posts in the order of the file, each once.
pub struct Posts {
    ids: Strings,
    platforms: Vec<u16>,
    /// For each post the number of its text.
    pub groups: Vec<u32>,
    pub texts: Texts,
    names: HashMap<Platform, u16>,
    by_key: Finder,
    by_text: Finder,
    limit: Option<Limit>,
    /// Posts that were only counted, as they were too many for the limit.
    uncounted: u64,
    uncounted_ids: u64,
}

impl Posts {
    pub fn new(limit: Option<Limit>) -> Posts {
        Posts {
            ids: Strings::default(),
            platforms: Vec::new(),
            groups: Vec::new(),
            texts: Texts::default(),
            names: HashMap::new(),
            by_key: Finder::default(),
            by_text: Finder::default(),
            limit,
            uncounted: 0,
            uncounted_ids: 0,
        }
    }

    /// Adds posts in their order. A post captured several times is one post and no near-duplicate of itself; the first
    /// capture stands for it.
    #[expect(clippy::vec_box, reason = "as reading hands them out: unboxing would only move every post once more")]
    pub fn add(&mut self, posts: Vec<Box<Post>>) -> Result<(), CommandError> {
        if let Some(limit) = self.limit
            && (self.uncounted > 0 || !limit.reads(self.held()))
        {
            self.uncounted += posts.len() as u64;
            self.uncounted_ids += posts.iter().map(|post| post.key.id.len() as u64).sum::<u64>();
            return Ok(());
        }
        let (by_key, by_text) = (&self.by_key, &self.by_text);
        let prepared: Vec<Prepared> = posts
            .into_par_iter()
            .with_min_len(SHARE)
            .fold(Prepared::default, |mut prepared, post| {
                prepared.add(*post, by_key, by_text);
                prepared
            })
            .collect();
        for (i, part) in prepared.iter().flat_map(|part| (0..part.keys.len()).map(move |i| (i, part))) {
            let (key, key_hash) = &part.keys[i];
            let (text, text_hash) = (part.texts.get(i), part.hashes[i]);
            let place = self.groups.len() as u32;
            let platforms = self.names.len() as u16;
            let platform = match self.names.get(&key.platform) {
                Some(&platform) => platform,
                None => *self.names.entry(key.platform.clone()).or_insert(platforms),
            };
            let same =
                |place: u32| self.platforms[place as usize] == platform && self.ids.get(place as usize) == key.id;
            if self.by_key.find_or_note_hashed(*key_hash, place, same).is_some() {
                continue;
            }
            self.ids.push(&key.id);
            self.platforms.push(platform);
            if text.is_empty() {
                self.groups.push(NO_GROUP);
                continue;
            }
            let next = self.texts.ends.len() as u32;
            let mut failed = None;
            let same = |group: u32| {
                self.texts.is(group, text).unwrap_or_else(|error| {
                    failed = Some(error);
                    true
                })
            };
            let found = self.by_text.find_or_note_hashed(text_hash, next, same);
            if let Some(error) = failed {
                return Err(CommandError::Temporary(error));
            }
            if found.is_none() {
                self.texts.push(text);
            }
            self.groups.push(found.unwrap_or(next));
        }
        let most = self.limit.map_or(u64::MAX, Limit::texts);
        self.texts.settle(most).map_err(CommandError::Temporary)
    }

    /// What the posts take; of those that were only counted each is taken for a new one with a text of its own.
    fn held(&self) -> Held {
        let posts = self.groups.len() as u64 + self.uncounted;
        let texts = self.texts.ends.len() as u64 + self.uncounted;
        let ids = self.ids.text.len() as u64 + self.uncounted_ids;
        // An id's end, a platform and a group; a text's end. Growing moves to twice the room.
        let kept = ids * 2 + posts * (16 + 2 + 8) + texts * 16 + self.texts.in_memory();
        // Working takes the posts' places in the output, and of each text its size and its rank.
        let working = kept + posts * 4 + texts * (4 + 8 + 4);
        Held { reading: kept + Finder::bytes(posts) + Finder::bytes(texts), working }
    }

    /// Ends the collecting: the room that is left for the work.
    pub fn finish(&mut self) -> Result<Option<u64>, CommandError> {
        self.by_key = Finder::default();
        self.by_text = Finder::default();
        let Some(limit) = self.limit else { return Ok(None) };
        let held = self.held();
        match limit.room(held).filter(|_| self.uncounted == 0) {
            Some(room) => Ok(Some(room)),
            None => Err(limit.too_little(self.groups.len() as u64 + self.uncounted, held)),
        }
    }

    pub fn id(&self, place: u32) -> &str {
        self.ids.get(place as usize)
    }
}

/// Different texts, in memory or, beyond a limit, in a temporary file that nobody else sees.
#[derive(Default)]
pub struct Texts {
    /// Those that are not in the file.
    text: String,
    ends: Vec<u64>,
    file: Option<File>,
    /// How many bytes of texts are in the file.
    written: u64,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.written + self.text.len() as u64);
    }

    fn span(&self, number: u32) -> (u64, u64) {
        let start = if number == 0 { 0 } else { self.ends[number as usize - 1] };
        (start, self.ends[number as usize])
    }

    fn is(&self, number: u32, text: &str) -> io::Result<bool> {
        let (start, end) = self.span(number);
        if end - start != text.len() as u64 {
            return Ok(false);
        }
        match &self.file {
            Some(file) if start < self.written => {
                let mut bytes = vec![0; text.len()];
                read_at(file, start, &mut bytes)?;
                Ok(bytes == text.as_bytes())
            }
            _ => Ok(self.text.as_bytes()[(start - self.written) as usize..].starts_with(text.as_bytes())),
        }
    }

    /// Moves the texts to the file where they are more than `most` bytes.
    fn settle(&mut self, most: u64) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) if self.text.len() >= PIECE => file,
            None if self.text.len() as u64 > most => self.file.insert(tempfile::tempfile()?),
            _ => return Ok(()),
        };
        file.seek(SeekFrom::Start(self.written))?;
        file.write_all(self.text.as_bytes())?;
        self.written += self.text.len() as u64;
        self.text = String::new();
        Ok(())
    }

    fn in_memory(&self) -> u64 {
        if self.file.is_some() { PIECE as u64 * 2 } else { self.text.len() as u64 * 2 }
    }
}

fn read_at(mut file: &File, at: u64, bytes: &mut [u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(bytes)
}

impl Shelf for Texts {
    type Error = CommandError;

    fn batches(&self, take: &mut dyn FnMut(Batch<'_>) -> Result<(), CommandError>) -> Result<(), CommandError> {
        let mut first = 0;
        let mut base = 0;
        if let Some(file) = &self.file {
            let mut bytes = Vec::new();
            while base < self.written {
                let rest = &self.ends[first..];
                let count = rest.partition_point(|&end| end <= (base + PIECE as u64).min(self.written)).max(1);
                let ends = &rest[..count];
                bytes.resize((ends[count - 1] - base) as usize, 0);
                read_at(file, base, &mut bytes).map_err(CommandError::Temporary)?;
                let text = std::str::from_utf8(&bytes)
                    .map_err(|_| CommandError::Temporary(io::Error::from(io::ErrorKind::InvalidData)))?;
                take(Batch { first: first as u32, text, ends, base })?;
                first += count;
                base = ends[count - 1];
            }
        }
        if first < self.ends.len() {
            take(Batch { first: first as u32, text: &self.text, ends: &self.ends[first..], base })?;
        }
        Ok(())
    }

    fn whole(&self) -> Option<Batch<'_>> {
        let all = Batch { first: 0, text: &self.text, ends: &self.ends, base: 0 };
        self.file.is_none().then_some(all)
    }

    fn length(&self, number: u32) -> u64 {
        let (start, end) = self.span(number);
        end - start
    }

    fn bytes(&self) -> u64 {
        self.written + self.text.len() as u64
    }
}
