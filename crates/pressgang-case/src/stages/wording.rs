//! Stage 4, per source: which of its posts have the same wording as each other or as posts of sources before it.
//!
//! Only pairs with a candidate or a reference post are looked for: how two bystanders' posts relate is nobody's business.
//! So every new post is held against the marked ones (candidates and references) of all sources so far, and every new
//! marked one against all posts before it, through their index. A source that is added later compares only its own.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use pressgang_signals::{NearText, Normaliser, Texts, cross_pairs};
use rayon::prelude::*;

use super::{Output, Run, SourceResult, Stage};
use crate::config::{MatchingSettings, Role};
use crate::error::CaseError;
use crate::index::{IndexedPost, IndexedSource, Indexes, Posts};
use crate::tables::{MatchRow, PartWriter};

const VERSION: u32 = 3;

/// Most alike others that are listed of one text, those of reference accounts counted by themselves.
const MOST_ALIKE: usize = 64;

/// The stage of the source at place `at`; `sources` are those up to it.
pub(super) fn stage(run: &mut Run<'_>, at: usize, sources: &[SourceResult]) -> Result<Output, CaseError> {
    let source = run.case.config.sources[at].clone();
    let settings = run.case.config.matching;
    let entries = sources.iter().zip(&run.case.config.sources);
    let studied = entries.filter(|(_, entry)| entry.role != Role::Background);
    let mut inputs: Vec<String> = studied.map(|(s, _)| s.index.key.clone()).collect();
    inputs.push(format!("{} {}", settings.near_duplicate, settings.reference_wording));
    let stage = Stage { name: "wording", scope: &source.id, version: VERSION, inputs, total: None, unit: "posts" };
    run.perform(stage, |case, parts, progress| {
        let indexes = Indexes::open(&case.config, sources.iter().map(|s| s.index.segments()))?;
        let mut rows = parts.create::<MatchRow>()?;
        let mut before: Vec<Part<'_>> = Vec::new();
        for studied in indexes.studied() {
            for posts in studied.segments() {
                let part = Part { source: studied, posts };
                if studied.id == source.id {
                    compare(part, &before, settings, &mut rows)?;
                    progress.advance(u64::from(posts.len()));
                }
                before.push(part);
            }
        }
        rows.finish()?;
        Ok(())
    })
}

/// One segment with its source.
#[derive(Clone, Copy)]
struct Part<'i> {
    source: &'i IndexedSource,
    posts: Posts<'i>,
}

/// A post as it is compared.
#[derive(Clone)]
struct Compared<'i> {
    post: IndexedPost<'i>,
    source: &'i str,
    is_new: bool,
}

impl Compared<'_> {
    fn is_marked(&self) -> bool {
        self.post.is_candidate || self.post.reference.is_some()
    }
}

impl<'i> Part<'i> {
    /// The posts of a normalised text that take part, in their order.
    fn members(self, text: u32, is_new: bool) -> Vec<Compared<'i>> {
        let posts = self.posts.members(text).filter_map(|number| self.posts.get(number));
        let taking_part = posts.filter(|post| self.source.takes_part(post));
        taking_part.map(|post| Compared { post, source: &self.source.id, is_new }).collect()
    }
}

fn compare(
    new: Part<'_>,
    before: &[Part<'_>],
    settings: MatchingSettings,
    rows: &mut PartWriter<MatchRow>,
) -> Result<(), CaseError> {
    // Every distinct text with its posts: of segments before only those with marked ones, and only these.
    let mut taken: Vec<(Part<'_>, u32, Vec<Compared<'_>>)> = Vec::new();
    for part in before {
        let marked: BTreeSet<u32> =
            part.posts.marked().filter_map(|number| part.posts.get(number)).filter_map(|post| post.text).collect();
        for text in marked {
            let mut members = part.members(text, false);
            members.retain(Compared::is_marked);
            taken.push((*part, text, members));
        }
    }
    let texts = new.posts.near().map_or(0, |near| near.len() as u32);
    taken.extend((0..texts).map(|text| (new, text, new.members(text, true))));
    taken.retain(|(.., members)| !members.is_empty());
    let mut normaliser = Normaliser::default();
    let texts = Texts::new(taken.iter().map(|(part, text, _)| {
        let mut out = String::new();
        part.posts.normalised(*text, &mut normaliser, &mut out);
        out
    }));
    let groups: Vec<Vec<Compared<'_>>> = texts
        .groups()
        .iter()
        .map(|group| group.iter().flat_map(|&at| std::mem::take(&mut taken[at as usize].2)).collect())
        .collect();
    drop(taken);
    let with = |wanted: fn(&Compared<'_>) -> bool| -> Vec<u32> {
        (0..groups.len() as u32).filter(|&g| groups[g as usize].iter().any(wanted)).collect()
    };
    let marked = with(|m| m.is_marked());
    let is_reference: Vec<bool> = groups.iter().map(|g| g.iter().any(|m| m.post.reference.is_some())).collect();
    let pairs =
        cross_pairs(&texts, &marked, &with(|m| m.is_new), settings.least(), MOST_ALIKE, &|g| is_reference[g as usize]);
    let mut alike = Alike { settings, rows };
    let mut stars: BTreeSet<u32> =
        marked.iter().copied().filter(|&g| groups[g as usize].iter().any(|m| m.is_new)).collect();
    for pair in &pairs {
        let (a, b) = (&groups[pair.a as usize], &groups[pair.b as usize]);
        if alike.pair(a, b, "near_duplicate", pair.similarity)? {
            // Whoever has the very words of a post that is alike is as alike.
            stars.extend([pair.a, pair.b]);
        }
    }
    for group in stars {
        alike.star(&groups[group as usize])?;
    }
    let new_marked: Vec<u32> =
        marked.into_iter().filter(|&g| groups[g as usize].iter().any(|m| m.is_new && m.is_marked())).collect();
    for part in before {
        earlier(*part, &texts, &groups, &new_marked, &mut alike)?;
    }
    Ok(())
}

/// Looks new marked posts up among the earlier posts that are not marked.
fn earlier(
    part: Part<'_>,
    texts: &Texts,
    groups: &[Vec<Compared<'_>>],
    new_marked: &[u32],
    alike: &mut Alike<'_>,
) -> Result<(), CaseError> {
    let Some(near) = part.posts.near().filter(|near| !near.is_empty()) else { return Ok(()) };
    let least = alike.settings.least();
    let found: Vec<Vec<(NearText, bool)>> = new_marked
        .par_iter()
        .with_min_len(64)
        .map_init(
            || (near.scratch(), Vec::new(), String::new(), RefCell::new(Normaliser::default())),
            |(scratch, found, text, normaliser), &group| {
                found.clear();
                let read = |text: u32, out: &mut String| {
                    part.posts.normalised(text, &mut normaliser.borrow_mut(), out);
                };
                near.find(texts.text(group), least, scratch, &read, found);
                // The most alike first; what has the same similarity in the order of the index.
                found.sort_by(|x, y| y.similarity.total_cmp(&x.similarity).then(x.place.cmp(&y.place)));
                found.truncate(MOST_ALIKE);
                let same = |place: u32, text: &mut String| {
                    text.clear();
                    read(place, text);
                    text == texts.text(group)
                };
                found.iter().map(|f| (*f, f.similarity == 1.0 && same(f.place, text))).collect()
            },
        )
        .collect();
    let mut stars: BTreeMap<u32, Vec<Compared<'_>>> = BTreeMap::new();
    for (&group, found) in new_marked.iter().zip(found) {
        for (text, same) in found {
            let members = part.members(text.place, false);
            // Those with a marked post were compared with the others.
            if members.is_empty() || members.iter().any(Compared::is_marked) {
                continue;
            }
            let kind = if same { "verbatim" } else { "near_duplicate" };
            if alike.pair(&groups[group as usize], &members, kind, text.similarity)? {
                stars.insert(text.place, members);
            }
        }
    }
    for mut members in stars.into_values() {
        // None of them was in a row before.
        members.iter_mut().for_each(|member| member.is_new = true);
        alike.star(&members)?;
    }
    Ok(())
}

/// Posts with identical text stand for each other by the first of them, and by the first of each reference account, so
/// that no tie to one is only implied.
fn sides<'g, 'i>(group: &'g [Compared<'i>]) -> Vec<&'g Compared<'i>> {
    let mut accounts = BTreeSet::new();
    let stands = |(i, member): &(usize, &'g Compared<'i>)| {
        let first_of_account = member.post.reference.is_some_and(|account| accounts.insert(account));
        *i == 0 || first_of_account
    };
    group.iter().enumerate().filter(stands).map(|(_, member)| member).collect()
}

/// Writes what is alike.
struct Alike<'w> {
    settings: MatchingSettings,
    rows: &'w mut PartWriter<MatchRow>,
}

impl Alike<'_> {
    /// Two groups whose texts are alike; returns whether that counts for any of their posts.
    fn pair(&mut self, a: &[Compared<'_>], b: &[Compared<'_>], kind: &str, similarity: f64) -> Result<bool, CaseError> {
        let mut counts = false;
        for a in sides(a) {
            for b in sides(b) {
                let with_reference = a.post.reference.is_some() != b.post.reference.is_some();
                let both_references = a.post.reference.is_some() && b.post.reference.is_some();
                if !both_references && (with_reference || similarity >= self.settings.near_duplicate) {
                    counts = true;
                    self.row(a, b, kind, similarity)?;
                }
            }
        }
        Ok(counts)
    }

    /// A group as a star around each post that stands for it.
    fn star(&mut self, group: &[Compared<'_>]) -> Result<(), CaseError> {
        for (i, hub) in sides(group).into_iter().enumerate() {
            for other in group.iter().skip(1).filter(|other| !std::ptr::eq(*other, hub)) {
                let both_references = hub.post.reference.is_some() && other.post.reference.is_some();
                // Posts that are alike only through a reference are so through the first post already.
                if !both_references && (i == 0 || hub.post.reference.is_some()) {
                    self.row(hub, other, "verbatim", 1.0)?;
                }
            }
        }
        Ok(())
    }

    /// A row for two posts of which one is new; an earlier source's stage has that of two old ones.
    fn row(&mut self, a: &Compared<'_>, b: &Compared<'_>, kind: &str, score: f64) -> Result<(), CaseError> {
        if (a.is_new || b.is_new) && a.post.key != b.post.key {
            let split = |key: &str| {
                let (platform, id) = key.split_once(':').unwrap_or(("", key));
                (platform.to_owned(), id.to_owned())
            };
            let ((a_platform, a_id), (b_platform, b_id)) = (split(a.post.key), split(b.post.key));
            self.rows.push(MatchRow {
                a_platform,
                a_id,
                a_source: a.source.to_owned(),
                b_platform,
                b_id,
                b_source: b.source.to_owned(),
                kind: kind.to_owned(),
                score,
                weight: score,
                basis: None,
                ordinary: None,
                a_start: Vec::new(),
                a_end: Vec::new(),
                b_start: Vec::new(),
                b_end: Vec::new(),
                reference: a.post.reference.is_some() || b.post.reference.is_some(),
            })?;
        }
        Ok(())
    }
}
