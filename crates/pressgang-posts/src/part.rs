//! The way of posts and rejects from a reader to whoever reads.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::limits::at_a_time;
use crate::readers::PassOn;
use crate::source::ArchiveOwner;
use crate::values::unique;
use crate::{Account, Author, Item, Observation, Post, Provenance, ReadOptions, Reject, Source};

/// Why a reader stopped before the end of its part.
#[derive(Debug)]
pub(crate) enum Halt {
    /// The receiver wants no more.
    Stopped,
    /// The bytes cannot be read any further.
    Damaged(io::Error),
}

impl From<io::Error> for Halt {
    fn from(error: io::Error) -> Halt {
        Halt::Damaged(error)
    }
}

/// Where a record lies within its part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) offset: Option<u64>,
    pub(crate) length: Option<u64>,
    pub(crate) row: Option<u64>,
}

impl Place {
    pub(crate) fn bytes(offset: u64, length: u64) -> Place {
        Place { offset: Some(offset), length: Some(length), row: None }
    }

    pub(crate) fn at(offset: u64) -> Place {
        Place { offset: Some(offset), length: None, row: None }
    }
}

/// What all records of a part are read with; shared by the threads that read them.
pub(crate) struct Frame<'a> {
    pub(crate) options: &'a ReadOptions,
    pub(crate) source: Source,
    /// Whose archive the part is a member of, where the archive says so elsewhere.
    pub(crate) owner: Option<Arc<ArchiveOwner>>,
}

/// What readers made of some records, in the order of the file.
pub(crate) struct Out<'a> {
    pub(crate) frame: &'a Frame<'a>,
    pub(crate) items: Vec<Item>,
    /// One for each block: a count that all threads share would have them wait for each other at every record.
    source: Arc<Source>,
    /// About how many bytes the items hold.
    weight: usize,
    /// How many of them stand only once in the file and were given to several posts.
    repeated: usize,
}

/// Whoever collects more than this hands it on.
const HEAVY: usize = at_a_time(1 << 20);

/// Longer reasons are cut.
const LONGEST_REASON: usize = 400;

/// What posts share, such as the name of an author or the text of an original, may be repeated up to here: a page with
/// one long name and very many short posts would not fit into any memory.
const MOST_REPEATED: usize = 256 << 20;

impl<'a> Out<'a> {
    pub(crate) fn new(frame: &'a Frame<'a>) -> Out<'a> {
        Out { frame, items: Vec::new(), source: Arc::new(frame.source.clone()), weight: 0, repeated: 0 }
    }

    pub(crate) fn options(&self) -> &'a ReadOptions {
        self.frame.options
    }

    pub(crate) fn provenance(&self, place: Place) -> Provenance {
        let Place { offset, length, row } = place;
        Provenance { source: Arc::clone(&self.source), offset, length, row }
    }

    pub(crate) fn post(&mut self, mut post: Post) {
        post.is_repost |= post.relations.repost_of.is_some();
        let bytes = bytes_of(&post);
        if let Some(length) = post.provenance.length {
            let excess = bytes.saturating_sub(4 * length as usize + 4096);
            self.repeated += excess;
            if self.repeated > MOST_REPEATED {
                self.repeated -= excess;
                let Provenance { offset, length, row, .. } = post.provenance;
                return self.reject(Place { offset, length, row }, "repeats too much of what other posts repeat too");
            }
        }
        self.weight += bytes + 1024;
        self.items.push(Item::Post(Box::new(post)));
    }

    pub(crate) fn observe(&mut self, observation: Observation) {
        self.weight += 512;
        self.items.push(Item::Observation(Box::new(observation)));
    }

    pub(crate) fn account(&mut self, account: Account) {
        self.weight += 512;
        self.items.push(Item::Account(Box::new(account)));
    }

    pub(crate) fn reject(&mut self, place: Place, reason: impl Into<String>) {
        self.weight += 256;
        let provenance = self.provenance(place);
        let mut reason = reason.into();
        // Some reasons repeat a value, which can be as long as a record.
        if let Some((end, _)) = reason.char_indices().nth(LONGEST_REASON) {
            reason.truncate(end);
            reason.push('…');
        }
        self.items.push(Item::Reject(Reject { provenance, reason }));
    }

    /// Rejects the record if reading it failed; what it gave before stays.
    pub(crate) fn settle(&mut self, place: Place, outcome: Result<(), String>) {
        if let Err(reason) = outcome {
            self.reject(place, reason);
        }
    }

    fn is_heavy(&self) -> bool {
        self.weight > HEAVY
    }

    /// What was collected, which is no longer held here.
    fn take(&mut self) -> Vec<Item> {
        (self.weight, self.repeated) = (0, 0);
        std::mem::take(&mut self.items)
    }
}

/// How many bytes of text a post holds that other posts may hold too.
fn bytes_of(post: &Post) -> usize {
    let Author { id, handle, name } = &post.author;
    let optional = [id, handle, name, &post.quoted_text, &post.url].into_iter().flatten();
    let lists = [&post.links, &post.mentions, &post.hashtags].into_iter().flatten();
    let media = post.media.iter().flat_map(|media| [&media.url, &media.alt]).flatten();
    post.text.len() + optional.chain(lists).chain(media).map(String::len).sum::<usize>()
}

/// How many of each were handed out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) posts: u64,
    pub(crate) rejects: u64,
    pub(crate) observations: u64,
    pub(crate) accounts: u64,
}

/// A file, or one member of an archive, while it is being read: the one place through which everything is handed out.
pub(crate) struct Part<'a> {
    pub(crate) out: Out<'a>,
    pub(crate) counts: Counts,
    sink: &'a mut dyn FnMut(Vec<Item>) -> ControlFlow<()>,
    /// The first messages of an album whose next messages may follow, and how many these are.
    album: Option<Box<Post>>,
    album_messages: usize,
}

impl<'a> Part<'a> {
    pub(crate) fn new(frame: &'a Frame<'a>, sink: &'a mut dyn FnMut(Vec<Item>) -> ControlFlow<()>) -> Part<'a> {
        Part { out: Out::new(frame), counts: Counts::default(), sink, album: None, album_messages: 0 }
    }

    pub(crate) fn frame(&self) -> &'a Frame<'a> {
        self.out.frame
    }

    pub(crate) fn options(&self) -> &'a ReadOptions {
        self.out.frame.options
    }

    pub(crate) fn reject(&mut self, place: Place, reason: impl Into<String>) -> Result<(), Halt> {
        self.out.reject(place, reason);
        self.pass_on()
    }

    /// Hands out what has been collected, once that is worth the call.
    pub(crate) fn pass_on(&mut self) -> Result<(), Halt> {
        if self.out.is_heavy() { self.flush() } else { Ok(()) }
    }

    /// Lets something collect that knows only where to collect and how to hand on.
    pub(crate) fn with_out(
        &mut self,
        collect: impl FnOnce(&mut Out<'a>, &mut PassOn<'_>) -> Result<(), Halt>,
    ) -> Result<(), Halt> {
        let frame = self.frame();
        let mut out = std::mem::replace(&mut self.out, Out::new(frame));
        let collected = collect(&mut out, &mut |out| {
            if !out.is_heavy() {
                return Ok(());
            }
            self.deliver(out.take())
        });
        self.out = out;
        collected
    }

    /// Hands out what has been collected.
    pub(crate) fn flush(&mut self) -> Result<(), Halt> {
        let items = self.out.take();
        self.deliver(items)
    }

    /// Hands out everything; must be the last act.
    pub(crate) fn finish(&mut self) -> Result<(), Halt> {
        self.flush()?;
        match self.album.take() {
            Some(post) => self.give(vec![Item::Post(post)]),
            None => Ok(()),
        }
    }

    /// Hands out what threads made of a block.
    pub(crate) fn deliver(&mut self, items: Vec<Item>) -> Result<(), Halt> {
        let has_albums =
            self.album.is_some() || items.iter().any(|item| matches!(item, Item::Post(post) if post.album.is_some()));
        let items = if has_albums { self.join_albums(items) } else { items };
        self.give(items)
    }

    fn give(&mut self, items: Vec<Item>) -> Result<(), Halt> {
        if items.is_empty() {
            return Ok(());
        }
        for item in &items {
            match item {
                Item::Post(_) => self.counts.posts += 1,
                Item::Reject(_) => self.counts.rejects += 1,
                Item::Observation(_) => self.counts.observations += 1,
                Item::Account(_) => self.counts.accounts += 1,
            }
        }
        match (self.sink)(items) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Halt::Stopped),
        }
    }

    /// Makes one post of neighbouring messages that belong to one album.
    fn join_albums(&mut self, items: Vec<Item>) -> Vec<Item> {
        let mut joined = Vec::with_capacity(items.len() + 1);
        for item in items {
            match item {
                Item::Post(post) if post.album.is_some() => match &mut self.album {
                    Some(first) if first.album == post.album && self.album_messages < MOST_TOGETHER => {
                        self.album_messages += 1;
                        join(first, *post);
                    }
                    waiting => {
                        self.album_messages = 1;
                        joined.extend(waiting.replace(post).map(Item::Post));
                    }
                },
                // An observation of one message of an album stands between its messages.
                Item::Observation(_) => joined.push(item),
                other => {
                    joined.extend(self.album.take().map(Item::Post));
                    joined.push(other);
                }
            }
        }
        joined
    }
}

/// More messages than this are no album: Telegram shows ten.
const MOST_TOGETHER: usize = 100;

/// Adds a message of an album to the one that stands for it: the earliest, whose address shows the whole album.
fn join(first: &mut Post, mut next: Post) {
    let number = |post: &Post| -> Option<u64> { post.key.id.rsplit('/').next()?.parse().ok() };
    // Dumps run forwards or backwards.
    let is_backwards = number(&next) < number(first);
    if is_backwards {
        std::mem::swap(first, &mut next);
    }
    if !next.text.is_empty() {
        if !first.text.is_empty() {
            first.text.push('\n');
        }
        first.text.push_str(&next.text);
    }
    for (list, more) in
        [(&mut first.links, next.links), (&mut first.mentions, next.mentions), (&mut first.hashtags, next.hashtags)]
    {
        if !more.is_empty() {
            *list = unique(std::mem::take(list).into_iter().chain(more));
        }
    }
    first.media.extend(next.media);
    // The platform counts an album as a whole, but tools may have asked for its messages at different moments.
    let (one, other) = (&mut first.metrics, next.metrics);
    for (count, more) in [
        (&mut one.views, other.views),
        (&mut one.likes, other.likes),
        (&mut one.shares, other.shares),
        (&mut one.comments, other.comments),
    ] {
        *count = (*count).max(more);
    }
    let (place, more) = (&mut first.provenance, &next.provenance);
    if let (Some(start), Some(length), Some(other_start), Some(other_length)) =
        (place.offset, place.length, more.offset, more.length)
    {
        let begin = start.min(other_start);
        let end = (start + length).max(other_start + other_length);
        (place.offset, place.length) = (Some(begin), Some(end - begin));
    }
}
