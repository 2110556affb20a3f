//! Has a post been seen, or something like it, and where: single lookups in a case that was run.
//!
//! Everything is answered out of the mapped index, so opening costs nothing that grows with the case, and other
//! processes may work on the case meanwhile: a lookup sees the case as it was when it was opened.

use std::cell::RefCell;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use pressgang_posts::{Platform, PostKey, Timestamp};
use pressgang_signals::passages::{Aligner, Fingerprint, GUARANTEED, Letters, PassageCounts, fingerprints, worth};
use pressgang_signals::{Contact, NearScratch, NearText, Normaliser};

use crate::config::{Config, Role};
use crate::error::CaseError;
use crate::index::{INDEX_VERSION, IndexedPost, Indexes, Posts};
use crate::ledger::Ledger;
use crate::stages::newest_files;
use crate::tables::{CampaignRow, PartReader};

/// What is looked up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query<'q> {
    /// The raw text.
    pub text: &'q str,
    /// Contacts found in it.
    pub contacts: &'q [Contact],
    /// A post that is left out of the answer: the one asked about, where the case has it.
    pub except: Option<&'q PostKey>,
}

/// How a seen post is like what was looked up.
#[derive(Clone, Debug, PartialEq)]
pub enum Likeness {
    /// The same text after normalising.
    Verbatim,
    /// Jaccard index of the sets of 5-grams.
    NearDuplicate(f64),
    /// Passages in common with a candidate or a reference, though the texts differ.
    Passages(SharedPassages),
    /// The same contact: kind (as it is compared) and value. Only contacts of candidates and references are known.
    Contact(&'static str, String),
}

/// What a text looked up has in common with a post.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedPassages {
    /// Bytes of each passage in the text looked up and in the post's.
    pub spans: Vec<(Range<usize>, Range<usize>)>,
    /// The share of the shorter one's letters that they cover, 0 to 1.
    pub share: f64,
    /// How rare the rarest is among the case's ordinary posts, 0 to 1.
    pub weight: f64,
    /// Ordinary posts that have all of it at most; `None` where the case has none.
    pub ordinary: Option<u64>,
}

/// A post of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenPost {
    /// Platform and id.
    pub key: PostKey,
    /// The source it was read from.
    pub source: String,
    /// `observed` or `reference`.
    pub role: Role,
    /// When it was published.
    pub created_at: Option<Timestamp>,
    /// BCP 47 code.
    pub language: String,
    /// It is an advert by its own signs.
    pub is_candidate: bool,
    /// The campaign it was put in.
    pub campaign: Option<String>,
}

/// Posts that are like what was looked up in one way.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// In which.
    pub likeness: Likeness,
    /// The first of them: found to recruit, then references and candidates, then in the order of the case.
    pub posts: Vec<SeenPost>,
    /// How many there are.
    pub count: u64,
}

/// A case's index, open for lookups.
#[derive(Debug)]
pub struct Lookup {
    indexes: Indexes,
    campaigns: HashMap<String, String>,
    least: f64,
    /// What ordinary posts hold, added up when it is first asked for.
    counts: OnceLock<Option<PassageCounts>>,
}

/// What one thread needs for its lookups.
#[derive(Default)]
pub struct LookupScratch {
    near: Vec<NearScratch>,
    normaliser: Normaliser,
    text: String,
    found: Vec<NearText>,
    letters: Letters,
    other: Letters,
    prints: Vec<Fingerprint>,
    aligner: Aligner,
}

/// Of the candidates and references of a segment that share a fingerprint so many are looked at.
const SHARERS: usize = 64;

/// So many are compared, those first that share most fingerprints.
const COMPARED: usize = 32;

/// Posts listed of those that are alike in one way.
const LISTED: usize = 10;

impl Lookup {
    /// Opens the index of the case in `root`, whether or not another process works on it.
    ///
    /// # Errors
    /// [`CaseError::NotRun`] where a source was added after the last run, or that run was another version's.
    pub fn open(root: &Path) -> Result<Lookup, CaseError> {
        let config_path = root.join("case.toml");
        if !config_path.is_file() {
            return Err(CaseError::NotACase { path: root.to_owned() });
        }
        let config = Config::load(&config_path)?;
        let ledger = Ledger::open(&root.join("ledger.sqlite"))?;
        let not_run = || CaseError::NotRun { path: root.to_owned() };
        let mut paths: Vec<Vec<PathBuf>> = Vec::new();
        for source in &config.sources {
            let files = newest_files(&ledger, root, &format!("index/{}", source.id), Some(INDEX_VERSION))?
                .ok_or_else(not_run)?;
            paths.push(files.into_values().collect());
        }
        let indexes = Indexes::open(&config, paths.iter().map(|paths| paths.iter().map(PathBuf::as_path)))?;
        let mut campaigns = HashMap::new();
        if let Some(path) = newest_files(&ledger, root, "campaigns", None)?.ok_or_else(not_run)?.get("campaigns") {
            for row in PartReader::<CampaignRow>::all(path)? {
                campaigns.insert(format!("{}:{}", row.platform, row.id), row.campaign);
            }
        }
        Ok(Lookup { indexes, campaigns, least: config.matching.least(), counts: OnceLock::new() })
    }

    /// How many posts can be found; a post captured by two sources counts twice.
    pub fn posts(&self) -> u64 {
        self.segments().map(|(_, posts)| u64::from(posts.len())).sum()
    }

    /// The least Jaccard index at which texts are found.
    pub fn least(&self) -> f64 {
        self.least
    }

    /// Everything like `query`, each way by itself: the same text, texts at or above `least` (raised to
    /// [`Lookup::least`]) from the most alike down and shared passages from the rarest down, `most` of each, and the
    /// same contacts.
    pub fn find(&self, query: Query<'_>, least: f64, most: usize, scratch: &mut LookupScratch) -> Vec<Seen> {
        let mut normalised = std::mem::take(&mut scratch.text);
        normalised.clear();
        scratch.normaliser.append(query.text, &mut normalised);
        let mut seen = self.alike(&normalised, query, least.max(self.least), most, scratch);
        scratch.text = normalised;
        seen.extend(self.with_passages(query, most, scratch));
        let mut asked: Vec<(&'static str, &str)> =
            query.contacts.iter().map(|c| (c.kind.compared_as().as_str(), c.value.as_str())).collect();
        asked.sort_unstable();
        asked.dedup();
        for (kind, value) in asked {
            let mut posts = Gathered::default();
            for (source, part) in self.segments() {
                for post in part.with_contact(kind, value).filter_map(|number| part.get(number)) {
                    posts.add(self, source, post, query.except);
                }
            }
            seen.extend(posts.seen(Likeness::Contact(kind, value.to_owned())));
        }
        seen
    }

    fn alike(
        &self,
        normalised: &str,
        query: Query<'_>,
        least: f64,
        most: usize,
        scratch: &mut LookupScratch,
    ) -> Vec<Seen> {
        // What is alike to the bit, then text, so that the same text in two segments is one answer.
        let mut texts: BTreeMap<(std::cmp::Reverse<u64>, String), Gathered> = BTreeMap::new();
        let normaliser = RefCell::new(Normaliser::default());
        for (number, (source, part)) in self.segments().enumerate() {
            let Some(near) = part.near() else { continue };
            if scratch.near.len() <= number {
                scratch.near.push(near.scratch());
            }
            scratch.found.clear();
            let read = |text: u32, out: &mut String| part.normalised(text, &mut normaliser.borrow_mut(), out);
            near.find(normalised, least, &mut scratch.near[number], &read, &mut scratch.found);
            // What is not among the first of its segment is not among the first of all.
            scratch.found.sort_by(|x, y| y.similarity.total_cmp(&x.similarity).then(x.place.cmp(&y.place)));
            for found in scratch.found.iter().take(most) {
                let mut text = String::new();
                read(found.place, &mut text);
                let posts = texts.entry((std::cmp::Reverse(found.similarity.to_bits()), text)).or_default();
                for post in part.members(found.place).filter_map(|number| part.get(number)) {
                    posts.add(self, source, post, query.except);
                }
            }
        }
        let likeness = |bits: u64, text: &str| {
            if text == normalised { Likeness::Verbatim } else { Likeness::NearDuplicate(f64::from_bits(bits)) }
        };
        let seen = texts.into_iter().filter_map(|((bits, text), posts)| posts.seen(likeness(bits.0, &text)));
        seen.take(most).collect()
    }

    /// Candidates and references that share a passage, except where the whole text is alike.
    fn with_passages(&self, query: Query<'_>, most: usize, scratch: &mut LookupScratch) -> Vec<Seen> {
        scratch.letters.fill(query.text);
        fingerprints(&scratch.letters, &mut scratch.prints);
        let mut met: BTreeMap<(usize, u32), u32> = BTreeMap::new();
        for (number, (_, part)) in self.segments().enumerate() {
            for print in &scratch.prints {
                for post in part.with_print(print.hash).take(SHARERS) {
                    *met.entry((number, post)).or_default() += 1;
                }
            }
        }
        let mut met: Vec<((usize, u32), u32)> = met.into_iter().collect();
        met.sort_by_key(|&(place, times)| (std::cmp::Reverse(times), place));
        met.truncate(COMPARED);
        let segments: Vec<_> = self.segments().collect();
        let mut texts: HashMap<&str, (SharedPassages, Gathered)> = HashMap::new();
        for ((number, post), _) in met {
            let (source, part) = segments[number];
            let (raw, Some(post)) = (part.raw(post), part.get(post)) else { continue };
            match texts.entry(raw) {
                Entry::Occupied(mut known) => known.get_mut().1.add(self, source, post, query.except),
                Entry::Vacant(new) => {
                    let Some(shared) = self.shared(raw, scratch) else { continue };
                    new.insert((shared, Gathered::default())).1.add(self, source, post, query.except);
                }
            }
        }
        let mut seen: Vec<Seen> =
            texts.into_values().filter_map(|(shared, posts)| posts.seen(Likeness::Passages(shared))).collect();
        let order = |seen: &Seen| match &seen.likeness {
            Likeness::Passages(shared) => (shared.weight, shared.share),
            _ => (0.0, 0.0),
        };
        seen.sort_by(|x, y| {
            let ((x_weight, x_share), (y_weight, y_share)) = (order(x), order(y));
            let first = |seen: &Seen| seen.posts.first().map(|post| post.key.clone());
            y_weight.total_cmp(&x_weight).then(y_share.total_cmp(&x_share)).then_with(|| first(x).cmp(&first(y)))
        });
        seen.truncate(most);
        seen
    }

    fn shared(&self, raw: &str, scratch: &mut LookupScratch) -> Option<SharedPassages> {
        let LookupScratch { letters, other, aligner, .. } = scratch;
        other.fill(raw);
        if letters.codes() == other.codes() {
            return None;
        }
        let passages = aligner.align(letters, other, GUARANTEED);
        let shared: u32 = passages.iter().map(|passage| passage.characters).sum();
        let counts = self.counts.get_or_init(|| self.indexes.passage_counts());
        let worths = passages.iter().map(|passage| worth(passage, letters, counts.as_ref()));
        let rarest = worths.max_by(|x, y| x.weight.total_cmp(&y.weight))?;
        (rarest.weight > 0.0).then(|| SharedPassages {
            spans: passages.iter().map(|passage| (passage.a.clone(), passage.b.clone())).collect(),
            share: f64::from(shared) / letters.len().min(other.len()).max(1) as f64,
            weight: rarest.weight,
            ordinary: rarest.ordinary,
        })
    }

    fn segments(&self) -> impl Iterator<Item = (&crate::index::IndexedSource, Posts<'_>)> {
        self.indexes.studied().flat_map(|source| source.segments().map(move |posts| (source, posts)))
    }
}

/// Posts that are alike in one way, as they are come upon.
#[derive(Default)]
struct Gathered {
    /// By how much they tell, then in the order in which they came.
    first: BTreeMap<(u8, u64), SeenPost>,
    count: u64,
}

impl Gathered {
    fn add(
        &mut self,
        lookup: &Lookup,
        source: &crate::index::IndexedSource,
        post: IndexedPost<'_>,
        except: Option<&PostKey>,
    ) {
        let (platform, id) = post.key.split_once(':').unwrap_or(("", post.key));
        let itself = except.is_some_and(|key| key.platform.as_str() == platform && key.id == id);
        if itself || !source.takes_part(&post) {
            return;
        }
        self.count += 1;
        let campaign = lookup.campaigns.get(post.key);
        let tells = match (campaign, post.reference, post.is_candidate) {
            (Some(_), ..) => 0,
            (_, Some(_), _) => 1,
            (.., true) => 2,
            _ => 3,
        };
        let place = (tells, self.count);
        if self.first.len() == LISTED && self.first.last_key_value().is_some_and(|(last, _)| *last < place) {
            return;
        }
        let seen = SeenPost {
            key: PostKey { platform: Platform::named(platform), id: id.to_owned() },
            source: source.id.clone(),
            role: if post.reference.is_some() { Role::Reference } else { source.role },
            created_at: post.created_at,
            language: post.language.to_owned(),
            is_candidate: post.is_candidate,
            campaign: campaign.cloned(),
        };
        self.first.insert(place, seen);
        if self.first.len() > LISTED {
            self.first.pop_last();
        }
    }

    fn seen(self, likeness: Likeness) -> Option<Seen> {
        (self.count > 0).then(|| Seen { likeness, posts: self.first.into_values().collect(), count: self.count })
    }
}
