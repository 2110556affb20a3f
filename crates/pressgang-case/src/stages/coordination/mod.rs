//! Stage 4: accounts of candidates and reference posts that share the same things within a short time, and how ordinary
//! that is.
//!
//! What is compared is what posts carry in common anyway: contacts, links, pictures and films, hashtags and texts. A post
//! may share many of these with another, so participation counts posts.

mod accounts;
mod rates;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use pressgang_signals::coordination::{CoordinatedShares, CoordinationSettings, Counted, Edge, hashtags_in};
use pressgang_signals::{ContactKind, normalise};

use self::accounts::Accounts;
use self::rates::{KIND_ANY, Kinds};
use super::campaigns::MatchKind;
use super::carried::{CarriedKind, holders};
use super::corpus::{Corpus, Match};
use super::{Output, Run, SourceResult, Stage};
use crate::communities::Forest;
use crate::config::{Config, Role};
use crate::coordination_settings::CoordinationChoice;
use crate::error::CaseError;
use crate::folder::Case;
use crate::tables::{CoordinationRateRow, CoordinationRow, SharingRow};

const VERSION: u32 = 1;

/// Ties that edges are made of at most; what is shared by most is left out first. 10 million take 2 GB at the worst.
const MOST_TIES: u64 = 10_000_000;

/// How ordinary coordination is among background posts: done again only when these or the settings change.
pub(super) fn ordinary(run: &mut Run<'_>, sources: &[SourceResult]) -> Result<Output, CaseError> {
    let roles = run.case.config.sources.iter().map(|source| source.role);
    let background: Vec<&SourceResult> =
        sources.iter().zip(roles).filter(|(_, role)| *role == Role::Background).map(|(source, _)| source).collect();
    let mut inputs: Vec<String> = background.iter().map(|source| source.posts.key.clone()).collect();
    inputs.push(format!("{:?}", run.case.config.coordination));
    let stage =
        Stage { name: "ordinary-coordination", scope: "", version: VERSION, inputs, total: None, unit: "posts" };
    run.perform(stage, |case, parts, _| parts.write(rates::background(&case.config.coordination, &background)?))
}

/// The stage itself. `outputs` are the matches, with the groups of files.
pub(super) fn stage(run: &mut Run<'_>, sources: &[SourceResult], outputs: &[Output]) -> Result<Output, CaseError> {
    let config = &run.case.config;
    let mut inputs: Vec<String> = sources.iter().flat_map(|s| [s.posts.key.clone(), s.readings.key.clone()]).collect();
    inputs.extend(outputs.iter().map(|output| output.key.clone()));
    inputs.push(format!("{:?} {:?} {:?}", config.coordination, config.reference_accounts, config.matching));
    let stage = Stage { name: "coordination", scope: "", version: VERSION, inputs, total: None, unit: "posts" };
    run.perform(stage, |case, parts, _| {
        let loaded = Corpus::with_matches(case, sources, outputs)?;
        let (corpus, matches) = &*loaded;
        let (rows, rates) = find(case, corpus, sources, outputs, matches)?;
        parts.write(rows)?;
        parts.write(rates)
    })
}

fn settings(choice: &CoordinationChoice) -> CoordinationSettings {
    CoordinationSettings {
        window_ms: choice.window.saturating_mul(1000),
        participation: choice.participation,
        counted: Counted::Posts,
    }
}

type Found = (Vec<CoordinationRow>, Vec<CoordinationRateRow>);

fn find(
    case: &Case,
    corpus: &Corpus,
    sources: &[SourceResult],
    outputs: &[Output],
    matches: &[Match],
) -> Result<Found, CaseError> {
    let choice = &case.config.coordination;
    let takes_part = |place: &usize| corpus.posts[*place].is_candidate() || corpus.posts[*place].reference.is_some();
    let places: BTreeSet<usize> = (0..corpus.posts.len()).filter(takes_part).collect();
    let published = Published::load(corpus, &places, sources)?;
    let mut kinds = Kinds::default();
    let mut share = |kind: &'static str, object: &str, place: usize| match published.by_place.get(&place) {
        Some(post) => kinds.add(kind, object, &post.account, &corpus.posts[place].key(), post.unix_millis),
        None => Ok(()),
    };
    for ((carried, value), holders) in &holders(case, corpus, sources, outputs)? {
        let kind = match carried {
            CarriedKind::Media => "media",
            CarriedKind::Contact(ContactKind::Url) => "link",
            // The pages of a domain are many.
            CarriedKind::Contact(ContactKind::Domain) => continue,
            CarriedKind::Contact(_) => "contact",
        };
        let object = format!("{}:{value}", carried.as_str());
        for &place in holders.studied.iter().chain(&holders.references).filter(|place| places.contains(place)) {
            share(kind, &object, place)?;
        }
    }
    for (&place, post) in &published.by_place {
        for tag in &post.hashtags {
            share("hashtag", &format!("hashtag:{tag}"), place)?;
        }
    }
    for (place, first) in same_texts(&case.config, corpus, &places, matches) {
        share("text", &format!("text:{}", corpus.posts[first].key()), place)?;
    }
    let (by_kind, any) = kinds.coordinated(&settings(choice));
    let mut rates: Vec<CoordinationRateRow> =
        by_kind.iter().map(|(kind, found)| rates::row("studied", kind, found, choice)).collect();
    rates.push(rates::row("studied", KIND_ANY, &any, choice));
    Ok((rows(&any, &published), rates))
}

/// What is to be known of a post besides what it carries.
struct PublishedPost {
    account: String,
    unix_millis: i64,
    hashtags: BTreeSet<String>,
}

/// Who published which post, when.
#[derive(Default)]
struct Published {
    by_place: HashMap<usize, PublishedPost>,
    /// The organisation of each verified account.
    organisation_of: HashMap<String, String>,
}

impl Published {
    /// Of several captures of a post that which speaks says who published it. Posts without an account or a time, and
    /// those of handles that several accounts have had, are left out.
    fn load(corpus: &Corpus, places: &BTreeSet<usize>, sources: &[SourceResult]) -> Result<Published, CaseError> {
        let accounts = Accounts::load(sources)?;
        let keys: Arc<HashSet<String>> = Arc::new(places.iter().map(|&place| corpus.posts[place].key()).collect());
        let mut published = Published::default();
        for source in sources {
            for batch in source.posts.batches_of::<SharingRow>(&keys)?.into_iter().flatten() {
                for row in batch? {
                    let place = corpus.place.get(&format!("{}:{}", row.platform, row.id)).copied();
                    let Some(place) = place.filter(|&place| corpus.posts[place].source == row.source) else { continue };
                    let (Some(account), Some(at)) = (accounts.of(&row), corpus.posts[place].created_at) else {
                        continue;
                    };
                    if let Some((organisation, _)) = &corpus.posts[place].reference {
                        published.organisation_of.insert(account.clone(), organisation.clone());
                    }
                    let hashtags = hashtags(&row).collect();
                    let post = PublishedPost { account, unix_millis: at.unix_millis, hashtags };
                    published.by_place.insert(place, post);
                }
            }
        }
        Ok(published)
    }
}

/// The hashtags of a post, in one form; where its export lists none, those in its text.
fn hashtags(row: &SharingRow) -> impl Iterator<Item = String> {
    let listed = row.hashtags.iter().map(|tag| tag.trim_start_matches('#'));
    let written = row.hashtags.is_empty().then(|| hashtags_in(&row.text)).into_iter().flatten();
    listed.chain(written).map(normalise).filter(|tag| !tag.is_empty())
}

/// Of each post whose text others have, or nearly, the first in the order of keys that has it.
fn same_texts(config: &Config, corpus: &Corpus, places: &BTreeSet<usize>, matches: &[Match]) -> Vec<(usize, usize)> {
    let mut forest = Forest::new(corpus.posts.len());
    let mut alike: BTreeSet<usize> = BTreeSet::new();
    for found in matches {
        let is_same = match MatchKind::named(&found.row.kind) {
            Some(MatchKind::Verbatim) => true,
            Some(MatchKind::NearDuplicate) => found.row.score >= config.matching.near_duplicate,
            _ => false,
        };
        if is_same {
            forest.join(found.a as u32, found.b as u32);
            alike.extend([found.a, found.b]);
        }
    }
    let mut first: HashMap<u32, usize> = HashMap::new();
    let places: Vec<usize> = alike.into_iter().filter(|place| places.contains(place)).collect();
    for &place in &places {
        let known = first.entry(forest.root(place as u32)).or_insert(place);
        if corpus.posts[place].key() < corpus.posts[*known].key() {
            *known = place;
        }
    }
    places.into_iter().filter_map(|place| Some((place, *first.get(&forest.root(place as u32))?))).collect()
}

fn rows(found: &CoordinatedShares, published: &Published) -> Vec<CoordinationRow> {
    let mut rows = Vec::new();
    let organisation = |account: &str| published.organisation_of.get(account).cloned();
    let texts = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
    let edges = found.edges(MOST_TIES);
    let add = &mut |edge: &Edge<'_>| -> Result<(), std::convert::Infallible> {
        let kinds: BTreeSet<&str> = edge.objects.iter().map(|object| kind_of(object)).collect();
        rows.push(CoordinationRow {
            account_a: edge.a.to_owned(),
            account_b: edge.b.to_owned(),
            organisation_a: organisation(edge.a),
            organisation_b: organisation(edge.b),
            kinds: kinds.into_iter().map(str::to_owned).collect(),
            objects: texts(&edge.objects),
            posts_a: texts(&edge.posts_a),
            posts_b: texts(&edge.posts_b),
            weight: edge.weight,
            least_delta: edge.least_ms as f64 / 1000.0,
            mean_delta: (edge.mean_ms).round() / 1000.0,
        });
        Ok(())
    };
    let Ok(()) = edges.each(add);
    rows
}

/// The kind of an object by its name.
fn kind_of(object: &str) -> &'static str {
    match object.split(':').next() {
        Some("url") => "link",
        Some("hashtag") => "hashtag",
        Some("media") => "media",
        Some("text") => "text",
        _ => "contact",
    }
}

/// How a campaign's posts are coordinated with verified accounts of its organisation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CampaignCoordination {
    /// Verified accounts that share something with posts of the campaign within the window.
    pub references: BTreeSet<String>,
    /// Posts of the campaign that do, `platform:id`.
    pub with_references: BTreeSet<String>,
    /// Which of them shares it with which post of a verified account, where two accounts leave no doubt of that: a row ties
    /// accounts, and of several posts it does not say which goes with which.
    pub pairs: BTreeSet<(String, String)>,
}

/// What the table says of one campaign's posts (`platform:id`).
///
/// The table ties accounts, so a row counts for a campaign when posts of the campaign are among those of the row.
pub(crate) fn of_campaign(
    rows: &[CoordinationRow],
    organisation: &str,
    inside: &BTreeSet<&str>,
) -> CampaignCoordination {
    let mut found = CampaignCoordination::default();
    for row in rows {
        let sides = [
            (&row.posts_a, &row.account_b, &row.organisation_b, &row.posts_b),
            (&row.posts_b, &row.account_a, &row.organisation_a, &row.posts_a),
        ];
        for (posts, account, of, theirs) in sides {
            let mut posts = posts.iter().filter(|post| inside.contains(post.as_str())).peekable();
            if posts.peek().is_some() && of.as_deref() == Some(organisation) {
                found.references.insert(account.clone());
                for post in posts {
                    if let [other] = theirs.as_slice() {
                        found.pairs.insert((post.clone(), other.clone()));
                    }
                    found.with_references.insert(post.clone());
                }
            }
        }
    }
    found
}
