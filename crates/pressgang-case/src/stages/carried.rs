//! What several posts can carry in common (contacts, links, pictures and films), and how much that is worth.
//!
//! The weight of a contact is the share of adverts and reference posts among all posts that carry it, times
//! `50 / (n - 1)` where more than `n` = 51 candidates and reference posts do: what nobody else has is worth most, and
//! no post gains more from one contact than from 50 others. Links, domains and payment addresses get at most 0.3 of it,
//! because anybody may link to a page; pictures and films at most half. What more than 5,000 posts carry makes no pairs.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use pressgang_signals::ContactKind;

use super::corpus::{Corpus, match_row};
use super::readings::contact_hash;
use super::{Output, SourceResult, all_rows};
use crate::config::Role;
use crate::error::CaseError;
use crate::folder::Case;
use crate::tables::{AttachmentRow, ContactCountRow, ContactRow, MatchRow, MediaGroupRow};

/// Something on more adverts and reference posts than this makes no pairs: its weight would be below 0.01, which joins
/// nothing.
pub(super) const MOST_HOLDERS: usize = 5_000;

/// Other posts that a post can be tied to by one contact before the weight of each tie shrinks.
pub(super) const FULL_FAN_OUT: usize = 50;

/// The most a link is worth.
const LINK: f64 = 0.3;

/// The most a picture or film is worth: it is copied more easily than a number that somebody answers.
const MEDIA: f64 = 0.5;

/// What kind of thing is carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CarriedKind {
    /// A contact or link, of a kind as kinds are compared.
    Contact(ContactKind),
    /// A picture or film, with all that are copies of it.
    Media,
}

impl CarriedKind {
    /// The word used in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            CarriedKind::Contact(kind) => kind.as_str(),
            CarriedKind::Media => "media",
        }
    }

    /// Returns true for what may bring posts together: anybody may link to a page.
    pub fn is_direct(self) -> bool {
        match self {
            CarriedKind::Contact(kind) => kind.is_direct(),
            CarriedKind::Media => true,
        }
    }

    /// The kind of a match of posts that carry it.
    pub fn of_match(self) -> &'static str {
        match self {
            CarriedKind::Contact(ContactKind::Url | ContactKind::Domain) => "link",
            CarriedKind::Contact(_) => "contact",
            CarriedKind::Media => "same_media",
        }
    }
}

/// What is carried: its kind, and its value or the name of its group of files.
pub(super) type Carried = (CarriedKind, String);

/// Who carries one thing.
#[derive(Debug, Default)]
pub(super) struct Holders {
    /// Candidates under study.
    pub studied: BTreeSet<usize>,
    /// How many of them are adverts.
    pub adverts: usize,
    /// Posts of reference accounts.
    pub references: BTreeSet<usize>,
    /// Posts that are neither, known as a number only.
    pub ordinary: u64,
    /// Those of them that are under study.
    pub ordinary_studied: u64,
}

impl Holders {
    /// Candidates and reference posts that carry it.
    pub fn carriers(&self) -> usize {
        self.studied.len() + self.references.len()
    }

    /// What sharing it is worth, 0 to 1.
    pub fn weight(&self, kind: CarriedKind) -> f64 {
        let carriers = self.carriers() as f64;
        if self.carriers() < 2 || self.carriers() > MOST_HOLDERS {
            return 0.0;
        }
        let rarity = (self.adverts + self.references.len()) as f64 / (carriers + self.ordinary as f64);
        let fan_out = (FULL_FAN_OUT as f64 / (carriers - 1.0)).min(1.0);
        let most = match kind {
            CarriedKind::Media => MEDIA,
            _ if kind.is_direct() => 1.0,
            _ => LINK,
        };
        rarity * fan_out * most
    }
}

/// Everything that candidates and reference posts carry, with who carries it. `matches` holds the groups of files.
pub(super) fn holders(
    case: &Case,
    corpus: &Corpus,
    sources: &[SourceResult],
    matches: &[Output],
) -> Result<BTreeMap<Carried, Holders>, CaseError> {
    let mut holders = contacts(case, corpus, sources)?;
    let groups: Vec<MediaGroupRow> = all_rows(matches)?;
    holders.extend(media(case, corpus, sources, &groups)?);
    Ok(holders)
}

/// Every contact of candidates and reference posts, with who carries it.
pub(super) fn contacts(
    case: &Case,
    corpus: &Corpus,
    sources: &[SourceResult],
) -> Result<BTreeMap<Carried, Holders>, CaseError> {
    let mut contacts: BTreeMap<Carried, Holders> = BTreeMap::new();
    // All ordinary posts, and those under study.
    let mut counts: HashMap<String, (u64, u64)> = HashMap::new();
    for (source, entry) in sources.iter().zip(&case.config.sources) {
        for row in source.readings.rows::<ContactCountRow>()? {
            let (all, studied) = counts.entry(row.hash).or_default();
            *all += row.posts;
            if entry.role == Role::Observed {
                *studied += row.posts;
            }
        }
        for row in source.readings.rows::<ContactRow>()? {
            let Some(kind) = ContactKind::named(&row.kind) else { continue };
            let Some(&place) = corpus.place.get(&format!("{}:{}", row.platform, row.id)) else { continue };
            let post = &corpus.posts[place];
            let key = || (CarriedKind::Contact(kind.compared_as()), row.value.clone());
            if post.reference.is_some() {
                contacts.entry(key()).or_default().references.insert(place);
            } else if post.is_studied() {
                contacts.entry(key()).or_default().studied.insert(place);
            }
        }
    }
    for ((kind, value), holders) in &mut contacts {
        let count = counts.get(&contact_hash(case.key(), kind.as_str(), value)).copied().unwrap_or((0, 0));
        (holders.ordinary, holders.ordinary_studied) = count;
        holders.adverts = holders.studied.iter().filter(|place| corpus.posts[**place].is_advert()).count();
    }
    Ok(contacts)
}

/// Every group of files that candidates and reference posts have attached, with who has one of them.
pub(super) fn media(
    case: &Case,
    corpus: &Corpus,
    sources: &[SourceResult],
    groups: &[MediaGroupRow],
) -> Result<BTreeMap<Carried, Holders>, CaseError> {
    let mut media: BTreeMap<Carried, Holders> = BTreeMap::new();
    let group_of: HashMap<&str, &str> = groups.iter().map(|row| (row.sha256.as_str(), row.media.as_str())).collect();
    if group_of.is_empty() {
        return Ok(media);
    }
    let mut ordinary: HashSet<(String, String)> = HashSet::new();
    for (source, entry) in sources.iter().zip(&case.config.sources) {
        let Some(attachments) = &source.attachments else { continue };
        for batch in attachments.batches::<AttachmentRow>()?.into_iter().flatten() {
            for row in batch? {
                let Some(group) = row.sha256.as_deref().and_then(|file| group_of.get(file)) else { continue };
                let key = format!("{}:{}", row.platform, row.id);
                let holders = media.entry((CarriedKind::Media, (*group).to_owned())).or_default();
                let place = corpus.place.get(&key).copied();
                let post = place.map(|place| (place, &corpus.posts[place]));
                match post {
                    Some((place, post)) if post.reference.is_some() => {
                        holders.references.insert(place);
                    }
                    Some((place, post)) if post.is_candidate() => {
                        holders.studied.insert(place);
                    }
                    // A post that several sources have is one post.
                    _ if ordinary.insert(((*group).to_owned(), key)) => {
                        holders.ordinary += 1;
                        holders.ordinary_studied += u64::from(entry.role == Role::Observed);
                    }
                    _ => {}
                }
            }
        }
    }
    media.retain(|_, holders| holders.carriers() > 0);
    for holders in media.values_mut() {
        holders.adverts = holders.studied.iter().filter(|place| corpus.posts[**place].is_advert()).count();
    }
    Ok(media)
}

/// One pair for each post that carries the same as the candidate whose key comes first.
pub(super) fn star(corpus: &Corpus, (kind, value): &Carried, holders: &Holders) -> Vec<MatchRow> {
    let key = |place: &&usize| corpus.posts[**place].key();
    let Some(&first) = holders.studied.iter().min_by_key(key) else { return Vec::new() };
    let weight = holders.weight(*kind);
    if weight <= 0.0 {
        return Vec::new();
    }
    let mut others: Vec<&usize> = holders.studied.iter().chain(&holders.references).filter(|p| **p != first).collect();
    others.sort_by_cached_key(key);
    let a = &corpus.posts[first];
    let rows = others.into_iter().map(|&other| MatchRow {
        basis: Some(format!("{}:{value}", kind.as_str())),
        weight,
        ordinary: Some(holders.ordinary),
        ..match_row(a, &corpus.posts[other], kind.of_match(), 1.0)
    });
    rows.collect()
}
