//! Stage 4: which posts recruit for the organisation, and which belong together.
//!
//! A post counts when it is an advert and tied to the organisation ([`ties`]), or when somebody says so ([`decided`]). The posts that count are cut into
//! campaigns where they hang together closely ([`network`]), and a campaign keeps its id from run to run ([`ids`]).
//! Contacts that so many carry that they tie little or nothing are listed ([`hubs`]).

mod decided;
mod hubs;
mod ids;
mod matched;
mod network;
mod ties;

pub(super) use matched::{Classes, Match, MatchKind, ordered as ordered_matches};

use std::collections::BTreeMap;

use pressgang_posts::Timestamp;

use decided::Decided;

use super::carried::{Carried, CarriedKind, holders};
use super::corpus::Corpus;
use super::{Output, Run, SourceResult, Stage};
use crate::error::CaseError;
use crate::folder::Case;
use crate::second_sources::{Corroboration, corroborations};
use crate::tables::CampaignRow;

const VERSION: u32 = 2;

pub(super) fn stage(run: &mut Run<'_>, sources: &[SourceResult], outputs: &[Output]) -> Result<Output, CaseError> {
    let corroborations = corroborated(run.case)?;
    let reviews = run.case.reviews()?;
    let config = &run.case.config;
    let mut inputs: Vec<String> = sources.iter().flat_map(|s| [s.posts.key.clone(), s.readings.key.clone()]).collect();
    inputs.extend(outputs.iter().map(|m| m.key.clone()));
    inputs.extend([
        format!("{:?} {:?} {:?}", config.window, config.time_zone_name, config.reference_accounts),
        format!("{corroborations:?}"),
        reviews.digest_of(&["post", "contact"]),
    ]);
    // The key does not hold what the last run found: nothing but the ids depends on it.
    let now = run.now.unwrap_or(Timestamp { unix_millis: 0 });
    let stage = Stage { name: "campaigns", scope: "", version: VERSION, inputs, total: None, unit: "posts" };
    run.perform(stage, |case, parts, _| {
        let loaded = Corpus::with_matches(case, sources, outputs)?;
        let (corpus, matches) = &*loaded;
        let matches = ordered_matches(corpus, matches);
        let mut contacts = holders(case, corpus, sources, outputs)?;
        let decided = Decided::new(&case.config, corpus, &reviews, &mut contacts);
        let study = ties::Study::new(&case.config, corpus, &contacts, &matches, &corroborations, &decided);
        let tied = study.tied();
        let groups = network::campaigns(corpus, &tied, &study, &matches);
        let named = ids::name(ids::Before::load(case)?, case.key(), corpus, groups, now);
        let rows = named.campaigns.iter().flat_map(|(id, group)| {
            group.places.iter().map(|place| {
                let post = &corpus.posts[*place];
                CampaignRow {
                    campaign: id.clone(),
                    organisation: group.organisation.clone(),
                    platform: post.platform.clone(),
                    id: post.id.clone(),
                    ties: tied.get(place).map(|(_, reasons)| reasons.clone()).unwrap_or_default(),
                }
            })
        });
        parts.write(rows)?;
        parts.write(hubs::rows(&study, &tied))?;
        parts.write(named.history)?;
        parts.note("campaigns", named.note);
        Ok(())
    })
}

/// The id of the campaign of each post: what later stages depend on besides this stage's key, because ids follow from
/// earlier runs as well.
pub(super) fn ids(campaigns: &Output) -> Result<Vec<String>, CaseError> {
    Ok(campaigns.rows::<CampaignRow>()?.iter().map(|r| format!("{}:{}:{}", r.campaign, r.platform, r.id)).collect())
}

/// Contacts that second sources tie to an organisation, and which.
pub(super) type Corroborated = BTreeMap<Carried, String>;

/// Per post that counts, the organisation it recruits for and why.
type Tied = BTreeMap<usize, (String, Vec<String>)>;

/// The contacts of organisations under study, as second sources that may be named give them.
fn corroborated(case: &Case) -> Result<Corroborated, CaseError> {
    let studied = |one: &Corroboration| case.config.organisations.contains(&one.organisation);
    let contact = |one: Corroboration| ((CarriedKind::Contact(one.kind.compared_as()), one.value), one.organisation);
    Ok(corroborations(case)?.into_iter().filter(studied).map(contact).collect())
}
