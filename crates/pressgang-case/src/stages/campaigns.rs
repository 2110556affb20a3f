//! Stage 4: which posts recruit for the organisation, and which belong together.
//!
//! A post counts when it is an advert and tied to the organisation: it names it, it has the wording of a reference
//! account, it shares a contact with one or with a second source's list, or it shares contact or wording with posts
//! that count already. A contact that mostly appears elsewhere (a popular link, a city's news channel) ties nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use pressgang_signals::ContactKind;

use super::corpus::{Corpus, CorpusPost, Match};
use super::readings::contact_hash;
use super::{Output, Run, SourceResult, Stage};
use crate::config::Config;
use crate::error::CaseError;
use crate::folder::Case;
use crate::tables::{CampaignRow, ContactCountRow, ContactRow};

const VERSION: u32 = 1;

/// Least similarity at which wording stands for a post that is no advert by itself (its contact is in the picture).
const SAME_WORDING: f64 = 0.7;

/// Least share of tied posts among all adverts that carry a number or handle for it to tie the others: a recruiter's
/// number stands on adverts that name nobody too, but a job agency's channel with one such advert is not his.
const LEAST_SHARE_DIRECT: f64 = 0.2;

/// The same for links, among all posts: anybody may link to a page.
const LEAST_SHARE_LINK: f64 = 0.5;

/// Ordinary posts a number or handle may appear in (people warn of it) before it counts as popular.
const MOST_ORDINARY: u64 = 20;

pub(super) fn stage(run: &mut Run<'_>, sources: &[SourceResult], matches: &[Output]) -> Result<Output, CaseError> {
    let corroborations = corroborated(run.case)?;
    let config = &run.case.config;
    let mut inputs: Vec<String> = sources.iter().flat_map(|s| [s.posts.key.clone(), s.readings.key.clone()]).collect();
    inputs.extend(matches.iter().map(|m| m.key.clone()));
    inputs.extend([
        format!("{:?} {:?} {:?}", config.window, config.time_zone_name, config.reference_accounts),
        format!("{corroborations:?}"),
    ]);
    let stage = Stage { name: "campaigns", scope: "", version: VERSION, inputs, total: None, unit: "posts" };
    run.perform(stage, |case, parts, _| {
        let (corpus, matches) = Corpus::with_matches(&case.config, sources, matches)?;
        let rows = Study::new(case, &corpus, sources, &matches, &corroborations)?.campaigns();
        parts.write(rows)
    })
}

/// Contacts that second sources tie to an organisation: compared kind and value, and the organisation.
pub(super) type Corroborated = BTreeMap<(String, String), String>;

/// Reads the corroborations out of the ledger.
pub(super) fn corroborated(case: &Case) -> Result<Corroborated, CaseError> {
    let mut out = Corroborated::new();
    for entry in case.ledger.entries("corroboration")? {
        let kind = entry.body["kind"].as_str().and_then(ContactKind::named);
        let value = entry.personal.as_ref().and_then(|p| p["value"].as_str());
        let (Some(kind), Some(value), Some(organisation)) = (kind, value, entry.body["organisation"].as_str()) else {
            continue;
        };
        if case.config.organisations.iter().any(|o| o == organisation) {
            out.insert((kind.compared_as().as_str().to_owned(), value.to_owned()), organisation.to_owned());
        }
    }
    Ok(out)
}

/// Who carries one contact.
#[derive(Debug, Default)]
struct Holders {
    /// Posts under study that are adverts or may become tied.
    studied: BTreeSet<usize>,
    /// Posts of reference accounts.
    references: BTreeSet<usize>,
    /// Ordinary posts, known as a number only.
    ordinary: u64,
    direct: bool,
}

struct Study<'a> {
    config: &'a Config,
    corpus: &'a Corpus,
    contacts: BTreeMap<(String, String), Holders>,
    wording: Vec<(usize, usize, f64)>,
    corroborated: &'a Corroborated,
    /// Per tied post its organisation and the reasons.
    tied: BTreeMap<usize, (String, Vec<String>)>,
}

impl<'a> Study<'a> {
    fn new(
        case: &'a Case,
        corpus: &'a Corpus,
        sources: &[SourceResult],
        matches: &[Match],
        corroborated: &'a Corroborated,
    ) -> Result<Study<'a>, CaseError> {
        let mut contacts: BTreeMap<(String, String), Holders> = BTreeMap::new();
        let mut counts: HashMap<String, u64> = HashMap::new();
        for source in sources {
            for row in source.readings.rows::<ContactCountRow>()? {
                *counts.entry(row.hash).or_default() += row.posts;
            }
            for row in source.readings.rows::<ContactRow>()? {
                let Some(kind) = ContactKind::named(&row.kind) else { continue };
                let Some(&place) = corpus.place.get(&format!("{}:{}", row.platform, row.id)) else { continue };
                let holders = contacts.entry((kind.compared_as().as_str().to_owned(), row.value)).or_default();
                holders.direct = kind.is_direct();
                let post = &corpus.posts[place];
                if post.reference.is_some() {
                    holders.references.insert(place);
                } else if post.is_studied() {
                    holders.studied.insert(place);
                }
            }
        }
        for ((kind, value), holders) in &mut contacts {
            holders.ordinary = counts.get(&contact_hash(case.key(), kind, value)).copied().unwrap_or(0);
        }
        let mut wording = Vec::new();
        wording.extend(
            matches
                .iter()
                .filter(|m| ["verbatim", "near_duplicate"].contains(&m.row.kind.as_str()))
                .map(|m| (m.a, m.b, m.row.score)),
        );
        Ok(Study { config: &case.config, corpus, contacts, wording, corroborated, tied: BTreeMap::new() })
    }

    fn campaigns(mut self) -> Vec<CampaignRow> {
        self.tie_by_itself();
        while self.tie_by_others() {}
        self.components()
    }

    /// Returns true if a post may be found: under study, in the window, an advert (or the wording of one).
    fn may_count(&self, place: usize) -> bool {
        let post = &self.corpus.posts[place];
        post.is_studied() && in_window(self.config, post)
    }

    fn tie(&mut self, place: usize, organisation: &str, reason: String) -> bool {
        let (_, reasons) = self.tied.entry(place).or_insert_with(|| (organisation.to_owned(), Vec::new()));
        let new = !reasons.contains(&reason);
        if new {
            reasons.push(reason);
        }
        new
    }

    /// Ties that rest on the post itself, on reference accounts and on second sources.
    fn tie_by_itself(&mut self) {
        let threshold = f64::from(pressgang_signals::THRESHOLD);
        for place in 0..self.corpus.posts.len() {
            let post = &self.corpus.posts[place];
            if self.may_count(place)
                && post.recruitment >= threshold
                && let Some(organisation) = post.named.first()
            {
                self.tie(place, organisation, "names the organisation".to_owned());
            }
        }
        for (a, b, score) in self.wording.clone() {
            for (reference, other) in [(a, b), (b, a)] {
                let Some((organisation, _)) = &self.corpus.posts[reference].reference else { continue };
                let post = &self.corpus.posts[other];
                // Below near-identity the post has to be an advert by its own signs; a report about an advert is none.
                let same = score >= SAME_WORDING && (!post.against || post.is_advert());
                let tells = self.corpus.posts[reference].is_advert() && (same || post.is_advert());
                if post.reference.is_none() && self.may_count(other) && tells {
                    self.tie(other, organisation, format!("wording of a reference account ({score:.2})"));
                }
            }
        }
        let mut ties: Vec<(usize, String, &str)> = Vec::new();
        for ((kind, value), holders) in &self.contacts {
            let corroborated = self.corroborated.get(&(kind.clone(), value.clone()));
            let reference = holders.references.iter().find_map(|&r| self.corpus.posts[r].reference.as_ref());
            for &place in &holders.studied {
                if !self.may_count(place) || !self.corpus.posts[place].is_advert() || !holders.direct {
                    continue;
                }
                if let Some(organisation) = corroborated {
                    ties.push((place, organisation.clone(), "contact confirmed by a second source"));
                }
                if let Some((organisation, _)) = reference
                    && holders.ordinary <= MOST_ORDINARY
                {
                    ties.push((place, organisation.clone(), "contact of a reference account"));
                }
            }
        }
        for (place, organisation, reason) in ties {
            self.tie(place, &organisation, reason.to_owned());
        }
    }

    /// Ties that rest on posts tied before; returns whether there was a new one.
    fn tie_by_others(&mut self) -> bool {
        let mut ties: Vec<(usize, String, String)> = Vec::new();
        for holders in self.contacts.values() {
            let Some(organisation) = self.tying(holders) else { continue };
            for &place in &holders.studied {
                if !self.tied.contains_key(&place) && self.may_count(place) && self.corpus.posts[place].is_advert() {
                    ties.push((place, organisation.clone(), "contact shared with posts that count".to_owned()));
                }
            }
        }
        for &(a, b, score) in &self.wording {
            for (known, other) in [(a, b), (b, a)] {
                let post = &self.corpus.posts[other];
                if let Some((organisation, _)) = self.tied.get(&known)
                    && !self.tied.contains_key(&other)
                    && self.may_count(other)
                    && score >= SAME_WORDING
                    && (post.is_advert() || !post.against)
                    && self.corpus.posts[known].is_advert()
                {
                    ties.push((other, organisation.clone(), format!("wording of a post that counts ({score:.2})")));
                }
            }
        }
        let any = !ties.is_empty();
        for (place, organisation, reason) in ties {
            self.tie(place, &organisation, reason);
        }
        any
    }

    /// The organisation that a contact ties to, if most of what carries it is tied already.
    fn tying(&self, holders: &Holders) -> Option<String> {
        let tied = holders.studied.iter().filter_map(|place| self.tied.get(place));
        let organisation = tied.clone().next().map(|(organisation, _)| organisation.clone())?;
        let tied = tied.count() as f64;
        let untied = holders.studied.iter().filter(|place| !self.tied.contains_key(place));
        let untied_adverts = untied.filter(|&&place| self.corpus.posts[place].is_advert()).count() as f64;
        let ordinary = if holders.direct && holders.ordinary <= MOST_ORDINARY { 0.0 } else { holders.ordinary as f64 };
        let least = if holders.direct { LEAST_SHARE_DIRECT } else { LEAST_SHARE_LINK };
        (tied / (tied + untied_adverts + ordinary) >= least).then_some(organisation)
    }

    /// Cuts the tied posts into campaigns: connected by wording, by the same reference post, or by a contact that ties.
    fn components(&self) -> Vec<CampaignRow> {
        let mut forest: Vec<usize> = (0..self.corpus.posts.len()).collect();
        let part = |place: usize| self.tied.contains_key(&place) || self.corpus.posts[place].reference.is_some();
        for &(a, b, score) in &self.wording {
            let both_tied = self.tied.contains_key(&a) && self.tied.contains_key(&b);
            if part(a) && part(b) && (!both_tied || score >= SAME_WORDING) {
                join(&mut forest, a, b);
            }
        }
        for holders in self.contacts.values() {
            if !holders.direct || self.tying(holders).is_none() {
                continue;
            }
            let mut tied = holders.studied.iter().copied().filter(|place| self.tied.contains_key(place));
            if let Some(first) = tied.next() {
                tied.for_each(|other| join(&mut forest, first, other));
            }
        }
        let mut campaigns: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
        for (&place, (organisation, _)) in &self.tied {
            campaigns.entry((root(&mut forest, place), organisation)).or_default().push(place);
        }
        let mut campaigns: Vec<((usize, &str), Vec<usize>)> = campaigns.into_iter().collect();
        // Largest first; among equals the one that began first, so that numbers are stable.
        campaigns.sort_by_key(|(_, places)| {
            let begun = places.iter().filter_map(|&p| self.corpus.posts[p].created_at).min();
            (std::cmp::Reverse(places.len()), begun, places.iter().map(|&p| self.corpus.posts[p].key()).min())
        });
        let mut rows = Vec::new();
        for (number, ((_, organisation), mut places)) in campaigns.into_iter().enumerate() {
            places.sort_by_key(|&p| (self.corpus.posts[p].created_at, self.corpus.posts[p].key()));
            rows.extend(places.into_iter().map(|place| {
                let post = &self.corpus.posts[place];
                CampaignRow {
                    campaign: format!("K{}", number + 1),
                    organisation: organisation.to_owned(),
                    platform: post.platform.clone(),
                    id: post.id.clone(),
                    ties: self.tied.get(&place).map(|(_, reasons)| reasons.clone()).unwrap_or_default(),
                }
            }));
        }
        rows
    }
}

fn in_window(config: &Config, post: &CorpusPost) -> bool {
    let Some((from, to)) = config.window else { return true };
    // A post without a date cannot be shown to be outside; it counts and the report says that its date is missing.
    post.created_at.is_none_or(|at| {
        let day = at.to_jiff().to_zoned_datetime(config.time_zone.clone()).date();
        from <= day && day <= to
    })
}

fn root(forest: &mut [usize], mut at: usize) -> usize {
    while forest[at] != at {
        forest[at] = forest[forest[at]];
        at = forest[at];
    }
    at
}

fn join(forest: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(forest, a), root(forest, b));
    // The smaller place leads, so that the result does not depend on the order of the links.
    forest[a.max(b)] = a.min(b);
}
