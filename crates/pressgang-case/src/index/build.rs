//! Builds the segments of one source.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use pressgang_posts::{Author, Platform};
use pressgang_signals::passages::{Fingerprint, Letters, PassageCounts, fingerprints};
use pressgang_signals::{Finder, NearSection, NearTexts, Normaliser};
use rayon::prelude::*;

use super::container::{IndexError, SectionId, SegmentWriter};
use super::posts::{
    AGAINST, CANDIDATE, CONTACT_ENDS, CONTACT_HASHES, CONTACT_POSTS, CONTACTS, COUNT_CELLS, COUNT_PAIRS, COUNTED,
    IS_REPOST, KEY_ENDS, KEY_HASHES, KEY_POSTS, KEYS, LIST, MARKED, MEMBER_STARTS, MEMBERS, NAME_ENDS, NAMES, NO_TEXT,
    NO_TIME, POSTS, PRINT_HASHES, PRINT_POSTS, RAW, RAW_ENDS, RECORD, near_section, stable_hash,
};
use crate::add::reference_account;
use crate::config::{Config, Role};
use crate::stages::is_candidate_row;
use crate::tables::{PostRow, ReadingRow};

/// Posts of a segment at most, and bytes of their texts: what bounds the memory that building one takes.
const MOST_POSTS: usize = 400_000;
const MOST_BYTES: usize = 128 << 20;

/// Counts take 16 MiB each.
const MOST_COUNTS: usize = 8;

/// Where the segments of a source go and how they are built.
pub(crate) struct Source<'c> {
    pub config: &'c Config,
    pub role: Role,
    /// Least Jaccard index at which a text can be found.
    pub threshold: f64,
}

/// A post with what is known of it.
pub(crate) struct Joined {
    pub post: PostRow,
    /// None for a repost.
    pub reading: Option<ReadingRow>,
    /// Organisations it names.
    pub named: Vec<String>,
    /// Kind (as which it is compared) and value of each contact that is kept.
    pub contacts: Vec<(String, String)>,
}

/// Takes the posts of one source and writes segment after segment.
pub(crate) struct SegmentBuilder<'c> {
    source: Source<'c>,
    /// The path of the segment of a number.
    path: Box<dyn FnMut(usize) -> PathBuf + 'c>,
    written: usize,
    /// One for each part of a batch that is worked on at the same time.
    counts: Vec<PassageCounts>,
    one: Growing,
}

/// What a segment is made of.
#[derive(Default)]
struct Growing {
    keys: Blob,
    raw: Blob,
    names: Blob,
    known_names: HashMap<String, u32>,
    records: Vec<u8>,
    posts: u32,
    marked: Vec<u32>,
    contacts: Vec<(u64, u32, String)>,
    prints: Vec<(u64, u32)>,
    texts: NearTexts,
    finder: Finder,
    /// The text each post has.
    text_of: Vec<u32>,
}

/// Texts end to end and where each ends.
#[derive(Default)]
struct Blob {
    bytes: Vec<u8>,
    ends: Vec<u64>,
}

impl Blob {
    fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len() as u64);
    }
}

impl<'c> SegmentBuilder<'c> {
    pub fn new(source: Source<'c>, path: impl FnMut(usize) -> PathBuf + 'c) -> SegmentBuilder<'c> {
        let counts = vec![PassageCounts::default(); rayon::current_num_threads().min(MOST_COUNTS)];
        SegmentBuilder { source, path: Box::new(path), written: 0, counts, one: Growing::default() }
    }

    /// Adds a batch of posts.
    pub fn add(&mut self, batch: &[Joined]) -> Result<(), IndexError> {
        let source = &self.source;
        let part = batch.len().div_ceil(self.counts.len()).max(1);
        let prepared: Vec<Vec<Prepared>> = batch
            .par_chunks(part)
            .zip(&mut self.counts)
            .map(|(part, counts)| {
                let mut work = Work::default();
                part.iter().map(|joined| work.prepare(source, joined, counts)).collect()
            })
            .collect();
        for (joined, prepared) in batch.iter().zip(prepared.into_iter().flatten()) {
            if self.one.posts as usize >= MOST_POSTS || self.one.raw.bytes.len() >= MOST_BYTES {
                self.write(None)?;
            }
            self.one.push(joined, &prepared);
        }
        Ok(())
    }

    /// Writes what is left; returns how many segments there are.
    pub fn finish(mut self) -> Result<usize, IndexError> {
        // A segment is only written before the next post comes, so the last one holds some.
        if self.one.posts > 0 {
            let mut counts = self.counts.split_off(1);
            let mut all = self.counts.pop().unwrap_or_default();
            counts.drain(..).for_each(|counts| all.merge(&counts));
            self.write(Some(&all))?;
        }
        Ok(self.written)
    }

    fn write(&mut self, counts: Option<&PassageCounts>) -> Result<(), IndexError> {
        let path = (self.path)(self.written);
        self.written += 1;
        std::mem::take(&mut self.one).write(&path, self.source.threshold, counts)
    }
}

/// What is worked out of a post on all cores.
struct Prepared {
    normalised: String,
    reference: Option<usize>,
    is_candidate: bool,
    /// Fingerprints of a candidate or reference.
    prints: Vec<u64>,
}

/// Memory for preparing post after post.
#[derive(Default)]
struct Work {
    normaliser: Normaliser,
    letters: Letters,
    prints: Vec<Fingerprint>,
    cells: Vec<u32>,
}

impl Work {
    fn prepare(&mut self, source: &Source<'_>, joined: &Joined, counts: &mut PassageCounts) -> Prepared {
        let Joined { post, reading, .. } = joined;
        let reference = (source.role == Role::Reference).then(|| account(source.config, post)).flatten();
        let candidate = reading.as_ref().is_some_and(is_candidate_row);
        let is_candidate = candidate && source.role == Role::Observed && !post.is_repost;
        let mut prepared = Prepared { normalised: String::new(), reference, is_candidate, prints: Vec::new() };
        if post.is_repost {
            return prepared;
        }
        self.normaliser.append(&post.text, &mut prepared.normalised);
        self.letters.fill(&post.text);
        if is_candidate || reference.is_some() {
            fingerprints(&self.letters, &mut self.prints);
            prepared.prints = self.prints.iter().map(|print| print.hash).collect();
        } else {
            counts.add(&self.letters, &mut self.cells);
        }
        prepared
    }
}

impl Growing {
    fn push(&mut self, joined: &Joined, prepared: &Prepared) {
        let &Prepared { reference, is_candidate, .. } = prepared;
        let Joined { post, reading, named, contacts } = joined;
        let (reading, number) = (reading.as_ref(), self.posts);
        for (kind, value) in contacts {
            let contact = format!("{kind}:{value}");
            self.contacts.push((stable_hash(&contact), number, contact));
        }
        self.posts += 1;
        self.keys.push(&format!("{}:{}", post.platform, post.id));
        self.raw.push(if post.is_repost { "" } else { &post.text });
        self.prints.extend(prepared.prints.iter().map(|&hash| (hash, number)));
        if is_candidate || reference.is_some() && !post.is_repost {
            self.marked.push(number);
        }
        let mut flags = 0;
        for (flag, set) in [
            (IS_REPOST, post.is_repost),
            (AGAINST, reading.is_some_and(|r| r.weight.iter().any(|w| *w < 0.0))),
            (CANDIDATE, is_candidate),
        ] {
            flags |= if set { flag } else { 0 };
        }
        let text = self.text(&prepared.normalised);
        self.text_of.push(text);
        let language = self.name(reading.map_or("und", |r| &r.language));
        let named = self.name(&named.join(&LIST.to_string()));
        let millis = post.created_at.map_or(NO_TIME, |at| at.unix_millis);
        let score = |score: Option<f64>| score.unwrap_or(0.0) as f32;
        let start = self.records.len();
        self.records.extend_from_slice(&millis.to_le_bytes());
        for word in [
            text,
            score(reading.map(|r| r.recruitment)).to_bits(),
            score(reading.map(|r| r.advert)).to_bits(),
            language,
            named,
            reference.map_or(0, |place| place as u32 + 1),
            flags,
        ] {
            self.records.extend_from_slice(&word.to_le_bytes());
        }
        debug_assert_eq!(self.records.len() - start, RECORD);
    }

    fn text(&mut self, normalised: &str) -> u32 {
        if normalised.is_empty() {
            return NO_TEXT;
        }
        let Growing { texts, finder, .. } = self;
        let next = texts.len() as u32;
        if let Some(known) = finder.find_or_note(normalised, next, |known| texts.get(known) == normalised) {
            return known;
        }
        texts.push(normalised);
        next
    }

    fn name(&mut self, name: &str) -> u32 {
        if let Some(&known) = self.known_names.get(name) {
            return known;
        }
        let next = self.names.ends.len() as u32;
        self.names.push(name);
        self.known_names.insert(name.to_owned(), next);
        next
    }

    fn write(mut self, path: &Path, threshold: f64, counts: Option<&PassageCounts>) -> Result<(), IndexError> {
        let mut writer = SegmentWriter::create(path)?;
        let index = self.texts.index(threshold);
        let order = index.order();
        // Texts are numbered by their places in the index from here on.
        let mut place_of = vec![0u32; order.len()];
        for (place, &number) in order.iter().enumerate() {
            place_of[number as usize] = place as u32;
        }
        for (record, text) in self.records.chunks_exact_mut(RECORD).zip(&mut self.text_of) {
            if *text != NO_TEXT {
                *text = place_of[*text as usize];
                record[8..12].copy_from_slice(&text.to_le_bytes());
            }
        }
        for section in NearSection::ALL {
            writer.section(near_section(section), |take| index.bytes(section, take))?;
        }
        drop(index);
        let mut posts: Vec<u32> = (0..self.posts).filter(|&post| self.text_of[post as usize] != NO_TEXT).collect();
        posts.sort_by_key(|&post| self.text_of[post as usize]);
        let mut starts = vec![0u32; order.len() + 1];
        for &post in &posts {
            starts[self.text_of[post as usize] as usize + 1] += 1;
        }
        for place in 1..starts.len() {
            starts[place] += starts[place - 1];
        }
        numbers(&mut writer, MEMBER_STARTS, starts.iter().map(|n| n.to_le_bytes()))?;
        numbers(&mut writer, MEMBERS, posts.iter().map(|n| n.to_le_bytes()))?;
        let mut keys: Vec<(u64, u32)> = Vec::with_capacity(self.posts as usize);
        let mut start = 0;
        for (post, &end) in (0u32..).zip(&self.keys.ends) {
            let key = std::str::from_utf8(&self.keys.bytes[start..end as usize]).unwrap_or("");
            keys.push((stable_hash(key), post));
            start = end as usize;
        }
        keys.par_sort_unstable();
        numbers(&mut writer, KEY_HASHES, keys.iter().map(|(hash, _)| hash.to_le_bytes()))?;
        numbers(&mut writer, KEY_POSTS, keys.iter().map(|(_, post)| post.to_le_bytes()))?;
        for (blob, bytes, ends) in
            [(&self.keys, KEYS, KEY_ENDS), (&self.raw, RAW, RAW_ENDS), (&self.names, NAMES, NAME_ENDS)]
        {
            writer.section(bytes, |take| take(&blob.bytes))?;
            numbers(&mut writer, ends, blob.ends.iter().map(|n| n.to_le_bytes()))?;
        }
        self.contacts.sort_unstable();
        self.contacts.dedup();
        numbers(&mut writer, CONTACT_HASHES, self.contacts.iter().map(|(hash, ..)| hash.to_le_bytes()))?;
        numbers(&mut writer, CONTACT_POSTS, self.contacts.iter().map(|(_, post, _)| post.to_le_bytes()))?;
        let mut end = 0u64;
        let ends = self.contacts.iter().map(|(.., contact)| {
            end += contact.len() as u64;
            end.to_le_bytes()
        });
        numbers(&mut writer, CONTACT_ENDS, ends)?;
        writer.section(CONTACTS, |take| self.contacts.iter().for_each(|(.., contact)| take(contact.as_bytes())))?;
        self.prints.sort_unstable();
        self.prints.dedup();
        numbers(&mut writer, PRINT_HASHES, self.prints.iter().map(|(hash, _)| hash.to_le_bytes()))?;
        numbers(&mut writer, PRINT_POSTS, self.prints.iter().map(|(_, post)| post.to_le_bytes()))?;
        if let Some(counts) = counts {
            write_counts(&mut writer, counts)?;
        }
        writer.section(POSTS, |take| take(&self.records))?;
        numbers(&mut writer, MARKED, self.marked.iter().map(|n| n.to_le_bytes()))?;
        writer.finish()
    }
}

fn numbers<const N: usize>(
    writer: &mut SegmentWriter,
    id: SectionId,
    numbers: impl Iterator<Item = [u8; N]>,
) -> Result<(), IndexError> {
    writer.section(id, |take| numbers.for_each(|bytes| take(&bytes)))
}

fn write_counts(writer: &mut SegmentWriter, counts: &PassageCounts) -> Result<(), IndexError> {
    let cells = counts.cells();
    numbers(writer, COUNTED, [counts.posts(), cells.len() as u64].into_iter().map(u64::to_le_bytes))?;
    let above = || (0u32..).zip(cells).filter(|(_, count)| **count > 0);
    if above().count() * 2 < cells.len() {
        let pairs = above().flat_map(|(cell, &count)| [cell.to_le_bytes(), count.to_le_bytes()]);
        return numbers(writer, COUNT_PAIRS, pairs);
    }
    numbers(writer, COUNT_CELLS, cells.iter().map(|count| count.to_le_bytes()))
}

/// The place of the reference account that published a post.
fn account(config: &Config, post: &PostRow) -> Option<usize> {
    let author =
        Author { id: post.author_id.clone(), handle: post.author_handle.clone(), name: post.author_name.clone() };
    let account = reference_account(config, &Platform::named(&post.platform), &author)?;
    config.reference_accounts.iter().position(|known| known == account)
}
