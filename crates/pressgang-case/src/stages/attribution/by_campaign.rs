//! Matches and contacts by the campaign they concern, found in one go: a case may have many campaigns.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::stages::carried::{Carried, Holders};
use crate::stages::corpus::{Corpus, Match};

/// A contact with who carries it.
pub(super) type CarriedBy<'a> = (&'a Carried, &'a Holders);

/// What concerns each campaign, by its place.
pub(super) struct ByCampaign<'a> {
    /// Matches of its posts with posts of verified accounts.
    pub matches: Vec<Vec<&'a Match>>,
    /// Contacts of its posts.
    pub contacts: Vec<Vec<CarriedBy<'a>>>,
}

impl<'a> ByCampaign<'a> {
    /// `posts` are the keys of each campaign's posts.
    pub fn new<'p>(
        corpus: &Corpus,
        posts: impl Iterator<Item = &'p Vec<String>>,
        matches: &'a [Match],
        contacts: &'a BTreeMap<Carried, Holders>,
    ) -> ByCampaign<'a> {
        let mut campaign_of: HashMap<usize, usize> = HashMap::new();
        let mut campaigns = 0;
        for (campaign, posts) in posts.enumerate() {
            campaigns = campaign + 1;
            let places = posts.iter().filter_map(|key| corpus.place.get(key));
            campaign_of.extend(places.map(|&place| (place, campaign)));
        }
        let mut by = ByCampaign { matches: vec![Vec::new(); campaigns], contacts: vec![Vec::new(); campaigns] };
        for found in matches {
            for (post, other) in [(found.a, found.b), (found.b, found.a)] {
                if corpus.posts[other].reference.is_some()
                    && let Some(&campaign) = campaign_of.get(&post)
                {
                    by.matches[campaign].push(found);
                }
            }
        }
        for (carried, holders) in contacts {
            let concerned: BTreeSet<usize> =
                holders.studied.iter().filter_map(|place| campaign_of.get(place)).copied().collect();
            for campaign in concerned {
                by.contacts[campaign].push((carried, holders));
            }
        }
        by
    }
}
