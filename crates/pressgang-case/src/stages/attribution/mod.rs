//! Stage 5: how sure it is that a campaign recruits on behalf of the organisation.
//!
//! Each campaign's posts are looked at in every way in which posts may be tied to verified accounts ([`words`],
//! [`contacts`]) and in those that speak against it ([`against`]). How telling each is, is counted in trials ([`rates`])
//! and held between bounds where counts cannot say it: ordinary posts copy nothing. Items of one origin count once, and
//! rules hold the whole down ([`assess`]). See docs/attribution.md.

mod against;
mod assess;
mod by_campaign;
mod contacts;
mod coordination;
mod item;
mod quality;
mod rates;
mod restricted;
mod words;

pub(crate) use quality::{MOST_LOSS, Quality, Tried, quality, trials as as_trials, tried};

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use pressgang_signals::normalise;
use pressgang_weigh::scales::Scale;

use self::assess::{Decision, Ground, Verdict};
use self::by_campaign::ByCampaign;
use self::coordination::Coordination;
use self::item::{About, Item, Strength};
use self::rates::Rates;
use super::campaigns::ids;
use super::carried::contacts as carried_contacts;
use super::corpus::{Corpus, Match};
use super::trials::{ContactsOf, Pointers, account_of, contacts_of};
use super::{Output, Run, SourceResult, Stage};
use crate::config::{Config, Role};
use crate::error::CaseError;
use crate::folder::Case;
use crate::reviews::{Decision as Reviewed, Review, Reviews};
use crate::second_sources::{Corroboration, Tlp, corroborations, restricted_that_weigh};
use crate::tables::{AssessmentRow, CampaignRow, EvidenceRow, PostRow, ReadingRow, TrialRow};
use crate::wording::{Told, Wording};

const VERSION: u32 = 3;

pub(super) fn stage(
    run: &mut Run<'_>,
    sources: &[SourceResult],
    matches: &[Output],
    campaigns: &Output,
    trials: &Output,
    coordination: [&Output; 2],
) -> Result<Output, CaseError> {
    let reviews = run.case.reviews()?;
    let second = corroborations(run.case)?;
    let restricted = restricted_that_weigh(run.case)?;
    let config = &run.case.config;
    let names: Vec<(&str, &str)> = run.case.packs().map(|p| (p.id.as_str(), p.name.as_str())).collect();
    let mut inputs: Vec<String> = sources.iter().flat_map(|s| [s.posts.key.clone(), s.readings.key.clone()]).collect();
    inputs.extend(matches.iter().map(|m| m.key.clone()));
    // The ids of campaigns do not follow from their key.
    inputs.extend(ids(campaigns)?);
    inputs.extend([
        campaigns.key.clone(),
        trials.key.clone(),
        reviews.digest_of(&["campaign", "evidence"]),
        format!("{second:?} {restricted:?} {:?} {names:?} {:?}", config.reference_accounts, config.assessment),
    ]);
    inputs.extend(coordination.map(|output| output.key.clone()));
    let stage = Stage { name: "attribution", scope: "", version: VERSION, inputs, total: None, unit: "campaigns" };
    run.perform(stage, |case, parts, _| {
        let loaded = Corpus::with_matches(case, sources, matches)?;
        let (corpus, matches) = &*loaded;
        let [coordinated, ordinary] = coordination;
        let entered = Entered {
            reviews: &reviews,
            second: &second,
            restricted: &restricted,
            coordination: &Coordination::new(coordinated.rows()?, ordinary.rows()?),
        };
        let weighed = weigh(case, corpus, sources, matches, campaigns, &trials.rows()?, &entered)?;
        parts.write(weighed.0)?;
        parts.write(weighed.1)
    })
}

/// What attribution rests on besides posts and matches.
struct Entered<'a> {
    reviews: &'a Reviews,
    second: &'a [Corroboration],
    restricted: &'a [(Tlp, Corroboration)],
    coordination: &'a Coordination,
}

type Weighed = (Vec<EvidenceRow>, Vec<AssessmentRow>);

/// What is known of one campaign while its evidence is gathered.
struct Study<'a> {
    config: &'a Config,
    corpus: &'a Corpus,
    wording: &'a Wording,
    rates: &'a Rates,
    organisation: &'a str,
    /// `platform:id` of its posts.
    posts: &'a [String],
    inside: &'a BTreeSet<&'a str>,
    /// How many different texts they have.
    texts: u64,
    /// Places of the posts of all campaigns.
    counted: &'a BTreeSet<usize>,
}

impl Study<'_> {
    /// The platforms of reference accounts, for a sentence.
    fn platforms(&self, accounts: &BTreeSet<usize>) -> String {
        let platforms: BTreeSet<&str> = accounts
            .iter()
            .filter_map(|&a| self.config.reference_accounts.get(a))
            .map(|a| a.platform.as_str())
            .collect();
        let names = platforms.into_iter().map(|platform| self.wording.name("platform", platform)).collect();
        self.wording.list(names)
    }
}

/// The worst grade of some reference accounts; `None` of none.
fn grade_of(config: &Config, accounts: &BTreeSet<usize>) -> Option<String> {
    accounts.iter().filter_map(|&a| config.reference_accounts.get(a)).map(|a| a.grade.clone()).max()
}

fn weigh(
    case: &Case,
    corpus: &Corpus,
    sources: &[SourceResult],
    matches: &[Match],
    campaigns: &Output,
    trials: &[TrialRow],
    entered: &Entered<'_>,
) -> Result<Weighed, CaseError> {
    // In the order of the table: the largest campaign first.
    let mut members: Vec<(String, String, Vec<String>)> = Vec::new();
    for row in campaigns.rows::<CampaignRow>()? {
        let post = format!("{}:{}", row.platform, row.id);
        match members.last_mut().filter(|(campaign, ..)| *campaign == row.campaign) {
            Some((.., posts)) => posts.push(post),
            None => members.push((row.campaign, row.organisation, vec![post])),
        }
    }
    let contacts = carried_contacts(case, corpus, sources)?;
    let keys: HashSet<String> = members.iter().flat_map(|(.., posts)| posts.iter().cloned()).collect();
    let counted: BTreeSet<usize> = keys.iter().filter_map(|key| corpus.place.get(key)).copied().collect();
    let rows = Rows::load(sources, corpus, keys)?;
    let (pointers, kept) = pointers(case, sources)?;
    let wording = Wording::new(&case.config.assessment.language);
    let scale = Scale::named(&case.config.assessment.scale).unwrap_or(Scale::Icd203);
    let mut known: BTreeMap<&str, (Rates, Quality)> = BTreeMap::new();
    for organisation in &case.config.organisations {
        let of_groups = tried(trials, organisation);
        known.insert(organisation, (Rates::new(trials, organisation), quality(&of_groups)));
    }
    let by = ByCampaign::new(corpus, members.iter().map(|(.., posts)| posts), matches, &contacts);
    let (mut evidence, mut assessments) = (Vec::new(), Vec::new());
    for (at, (campaign, organisation, posts)) in members.iter().enumerate() {
        let Some((rates, quality)) = known.get(organisation.as_str()) else { continue };
        let inside: BTreeSet<&str> = posts.iter().map(String::as_str).collect();
        let texts: HashSet<String> =
            posts.iter().filter_map(|key| corpus.place.get(key)).map(|&p| normalise(&corpus.posts[p].text)).collect();
        let study = Study {
            config: &case.config,
            corpus,
            wording: &wording,
            rates,
            organisation,
            posts,
            inside: &inside,
            texts: texts.len() as u64,
            counted: &counted,
        };
        let (of_posts, of_readings) = (rows.posts_of(posts), rows.readings_of(posts));
        let mut items: Vec<Item> = words::items(&study, &by.matches[at]);
        items.extend(contacts::shared(&study, &by.contacts[at], &pointers));
        items.extend(contacts::links(&study, &of_posts, &kept, &pointers));
        items.extend(contacts::second_sources(&study, &contacts, entered.second));
        items.extend(restricted::item(&study, &contacts, entered.restricted));
        items.extend(coordination::item(&study, entered.coordination));
        items.extend(against::items(&study, &of_readings, &by.contacts[at]));
        let name = case.packs().find(|p| p.id == *organisation).map_or(organisation.as_str(), |p| p.name.as_str());
        reviewed(&wording, entered.reviews, campaign, &mut items);
        let decision = entered.reviews.of_campaign(campaign).map(decided);
        let ground = Ground {
            campaign,
            organisation,
            name,
            posts: posts.len() as u64,
            prior: case.config.assessment.prior,
            scale,
            quality: *quality,
            decision: decision.as_ref(),
        };
        assessments.push(assess::assess(&wording, &ground, &items));
        let about = About { campaign, name, posts: posts.len() as u64 };
        for item in items {
            evidence.push(item.row(&wording, &about, evidence.len() + 1));
        }
    }
    Ok((evidence, assessments))
}

/// A person's decision on a campaign.
fn decided(review: &Review) -> Decision {
    Decision {
        verdict: match review.decision {
            Reviewed::Confirm => Verdict::Confirmed,
            Reviewed::Reject => Verdict::Rejected,
            Reviewed::CannotTell => Verdict::CannotTell,
        },
        by: who(review),
        date: day(review),
        reason: review.reason.clone().unwrap_or_else(|| "-".to_owned()),
    }
}

fn who(review: &Review) -> String {
    review.by.clone().unwrap_or_else(|| "-".to_owned())
}

fn day(review: &Review) -> String {
    let at = review.at.to_string();
    at.get(..10).unwrap_or(&at).to_owned()
}

/// Takes the weight from items that a person rejected or could not tell of, and says so.
fn reviewed(wording: &Wording, reviews: &Reviews, campaign: &str, items: &mut [Item]) {
    for item in items {
        let Some(review) = reviews.of_evidence(campaign, item.family.as_str(), &item.origin) else { continue };
        let (message, counts) = match review.decision {
            Reviewed::Confirm => ("item-confirmed", true),
            Reviewed::Reject => ("item-rejected", false),
            Reviewed::CannotTell => ("item-cannot-tell", false),
        };
        let (by, date) = (who(review), day(review));
        let reason = review.reason.as_deref().unwrap_or("-");
        let told = [
            ("item", Told::Text(item.text.as_str())),
            ("by", Told::Text(&by)),
            ("date", Told::Text(&date)),
            ("reason", Told::Text(reason)),
        ];
        item.text = wording.say(message, &told);
        if !counts {
            item.strength = Strength::Judged(1.0, "why-reviewed");
        }
    }
}

/// The rows of the posts that count.
struct Rows {
    posts: BTreeMap<String, PostRow>,
    readings: BTreeMap<String, ReadingRow>,
}

impl Rows {
    /// Of several captures that which speaks.
    fn load(sources: &[SourceResult], corpus: &Corpus, keys: HashSet<String>) -> Result<Rows, CaseError> {
        let keys = Arc::new(keys);
        let speaks = |key: &str, source: &str| corpus.place.get(key).is_some_and(|&p| corpus.posts[p].source == source);
        let mut rows = Rows { posts: BTreeMap::new(), readings: BTreeMap::new() };
        for source in sources {
            for batch in source.posts.batches_of::<PostRow>(&keys)?.into_iter().flatten() {
                for row in batch? {
                    let key = format!("{}:{}", row.platform, row.id);
                    if speaks(&key, &row.source) {
                        rows.posts.insert(key, row);
                    }
                }
            }
            for batch in source.readings.batches_of::<ReadingRow>(&keys)?.into_iter().flatten() {
                for row in batch? {
                    let key = format!("{}:{}", row.platform, row.id);
                    if speaks(&key, &row.source) {
                        rows.readings.insert(key, row);
                    }
                }
            }
        }
        Ok(rows)
    }

    fn posts_of(&self, posts: &[String]) -> Vec<PostRow> {
        posts.iter().filter_map(|key| self.posts.get(key)).cloned().collect()
    }

    fn readings_of(&self, posts: &[String]) -> Vec<ReadingRow> {
        posts.iter().filter_map(|key| self.readings.get(key)).cloned().collect()
    }
}

/// Whom verified accounts point to, and the contacts of all posts whose contacts are kept.
fn pointers<'c>(case: &'c Case, sources: &[SourceResult]) -> Result<(Pointers<'c>, ContactsOf), CaseError> {
    let kept = contacts_of(&sources.iter().collect::<Vec<_>>())?;
    let mut pointers = Pointers::new(&case.config);
    let none = BTreeSet::new();
    for (source, entry) in sources.iter().zip(&case.config.sources) {
        if entry.role != Role::Reference {
            continue;
        }
        for batch in source.posts.batches::<PostRow>()?.into_iter().flatten() {
            for post in batch? {
                if let Some(account) = account_of(&case.config, &post) {
                    let contacts = kept.get(&format!("{}:{}", post.platform, post.id)).unwrap_or(&none);
                    pointers.add(account, &post, contacts);
                }
            }
        }
    }
    Ok((pointers, kept))
}
