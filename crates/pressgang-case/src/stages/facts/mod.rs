//! Stage 5: what the posts of each campaign have in common, and what ties each to it.

mod member_ties;
mod shared;

use std::collections::{BTreeMap, HashMap};

use super::campaigns::{Classes, ids, ordered_matches};
use super::carried::holders;
use super::corpus::Corpus;
use super::{Output, Run, SourceResult, Stage};
use crate::error::CaseError;
use crate::found::{self, Found};
use crate::tables::{CampaignRow, HubRow};

const VERSION: u32 = 1;

pub(super) fn stage(
    run: &mut Run<'_>,
    sources: &[SourceResult],
    outputs: &[Output],
    campaigns: &Output,
) -> Result<Output, CaseError> {
    let (rates, _) = run.case.rates()?;
    let config = &run.case.config;
    let mut inputs: Vec<String> = sources.iter().flat_map(|s| [s.posts.key.clone(), s.readings.key.clone()]).collect();
    inputs.extend(outputs.iter().map(|m| m.key.clone()));
    inputs.extend(ids(campaigns)?);
    inputs.extend([campaigns.key.clone(), format!("{} {:?}", config.time_zone_name, config.reference_accounts)]);
    let stage = Stage { name: "facts", scope: "", version: VERSION, inputs, total: None, unit: "campaigns" };
    run.perform(stage, |case, parts, _| {
        let rows: Vec<CampaignRow> = campaigns.rows()?;
        let loaded = Corpus::with_matches(case, sources, outputs)?;
        let (corpus, matches) = &*loaded;
        let matches = ordered_matches(corpus, matches);
        let holders = holders(case, corpus, sources, outputs)?;
        let found = found::load(case, sources, campaigns, &rates)?;
        let members = Members::new(corpus, &rows, &found, Classes::new(corpus, &matches));
        let hubs: Vec<HubRow> = campaigns.rows()?;
        let ties = member_ties::rows(&members, &matches, &holders, &hubs);
        parts.write(shared::rows(&case.config, &members, &matches, &holders, &ties))?;
        parts.write(ties)
    })
}

/// The posts of all campaigns.
struct Members<'a> {
    corpus: &'a Corpus,
    /// Ids of the campaigns, largest first.
    campaigns: Vec<&'a str>,
    /// By place in the corpus: the campaign (a place in `campaigns`) and the post.
    posts: BTreeMap<usize, (usize, &'a Found)>,
    classes: Classes,
}

impl<'a> Members<'a> {
    fn new(corpus: &'a Corpus, rows: &'a [CampaignRow], found: &'a [Found], classes: Classes) -> Members<'a> {
        let by_key: HashMap<String, &Found> = found.iter().map(|one| (one.post.key.to_string(), one)).collect();
        let mut campaigns: Vec<&str> = Vec::new();
        let mut posts = BTreeMap::new();
        for row in rows {
            if campaigns.last() != Some(&row.campaign.as_str()) {
                campaigns.push(&row.campaign);
            }
            let key = format!("{}:{}", row.platform, row.id);
            if let (Some(&place), Some(&one)) = (corpus.place.get(&key), by_key.get(&key)) {
                posts.insert(place, (campaigns.len() - 1, one));
            }
        }
        Members { corpus, campaigns, posts, classes }
    }

    /// The campaign of a post.
    fn campaign_of(&self, place: usize) -> Option<usize> {
        self.posts.get(&place).map(|(campaign, _)| *campaign)
    }

    /// The posts of a campaign that have the same text as this one, by key.
    fn like(&self, place: usize, campaign: usize) -> impl Iterator<Item = usize> {
        self.classes.like(place).iter().copied().filter(move |other| self.campaign_of(*other) == Some(campaign))
    }

    /// The campaigns in which a post's text is found, in order.
    fn campaigns_of_text(&self, place: usize) -> Vec<usize> {
        let mut campaigns: Vec<usize> =
            self.classes.like(place).iter().filter_map(|other| self.campaign_of(*other)).collect();
        campaigns.sort_unstable();
        campaigns.dedup();
        campaigns
    }
}
