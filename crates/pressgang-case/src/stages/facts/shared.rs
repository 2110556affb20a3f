//! What the posts of a campaign have in common: when, where, in which languages, by whom, with which contacts, offers
//! and texts.

use std::collections::{BTreeMap, BTreeSet};

use pressgang_posts::Timestamp;
use pressgang_signals::ContactKind;

use super::Members;
use crate::communities::Forest;
use crate::config::Config;
use crate::found::{Found, day_of};
use crate::stages::campaigns::{Match, MatchKind};
use crate::stages::carried::{Carried, CarriedKind, Holders};
use crate::tables::{CampaignFactRow, CampaignTieRow};

/// Defining texts and passages that are kept for each campaign.
const MOST_TEXTS: usize = 8;

/// Least likeness of texts that are shown by one of them.
const SAME_WORDING: f64 = 0.7;

/// The facts of every campaign, in the order of the campaigns.
pub(super) fn rows(
    config: &Config,
    members: &Members<'_>,
    matches: &[Match],
    holders: &BTreeMap<Carried, Holders>,
    ties: &[CampaignTieRow],
) -> Vec<CampaignFactRow> {
    let mut passages = passages(members, matches);
    let mut rows = Vec::new();
    for (number, campaign) in members.campaigns.iter().enumerate() {
        let posts: Vec<&Found> =
            members.posts.values().filter(|(own, _)| *own == number).map(|(_, found)| *found).collect();
        let mut facts = of_posts(config, &posts, holders);
        facts.extend(texts(members, number, matches));
        facts.append(&mut passages.remove(&number).unwrap_or_default());
        facts.extend(kinds_of_ties(ties.iter().filter(|tie| tie.campaign == *campaign && !tie.reference)));
        rows.extend(facts.into_iter().map(|fact| CampaignFactRow { campaign: (*campaign).to_owned(), ..fact }));
    }
    rows
}

/// A fact of which no more is known than what it is and how many posts it holds for.
fn fact(name: &str, kind: Option<&str>, value: Option<String>, posts: usize) -> CampaignFactRow {
    CampaignFactRow {
        campaign: String::new(),
        fact: name.to_owned(),
        kind: kind.map(str::to_owned),
        value,
        posts: posts as u64,
        ordinary: None,
        weight: None,
        min: None,
        max: None,
        currency: None,
        currency_implied: None,
        period: None,
        platform: None,
        id: None,
        start: None,
        end: None,
        first: None,
        last: None,
    }
}

/// Which of a fact's posts there are and when they were published.
#[derive(Default)]
struct Tally {
    posts: usize,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
}

impl Tally {
    fn add(&mut self, post: &Found) {
        let at = post.post.created_at;
        self.posts += 1;
        self.first = self.first.into_iter().chain(at).min();
        self.last = self.last.into_iter().chain(at).max();
    }
}

fn of_posts(config: &Config, posts: &[&Found], holders: &BTreeMap<Carried, Holders>) -> Vec<CampaignFactRow> {
    type Key = (&'static str, String, String);
    let mut tallies: BTreeMap<(u8, Key), (Tally, CampaignFactRow)> = BTreeMap::new();
    let mut add = |order: u8, row: CampaignFactRow, post: &Found| {
        let name =
            ["posts", "language", "platform", "account", "contact", "link", "role", "pay", "day"][order as usize];
        // Pay is told apart by its amounts as well.
        let amounts =
            format!("{:?} {:?} {:?} {:?} {:?}", row.min, row.max, row.currency, row.currency_implied, row.period);
        let value = row.value.clone().unwrap_or(amounts);
        let key = (order, (name, row.kind.clone().unwrap_or_default(), value));
        tallies.entry(key).or_insert_with(|| (Tally::default(), row)).0.add(post);
    };
    for found in posts {
        let post = &found.post;
        let platform = post.key.platform.as_str();
        add(0, fact("posts", None, None, 0), found);
        add(1, fact("language", None, Some(post.language.clone()), 0), found);
        add(2, fact("platform", None, Some(platform.to_owned()), 0), found);
        let names = [&post.author.handle, &post.author.name, &post.author.id];
        if let Some(name) = names.into_iter().flatten().find(|name| !name.trim().is_empty()) {
            add(3, fact("account", Some(platform), Some(name.clone()), 0), found);
        }
        let contacts: BTreeSet<(ContactKind, &String)> =
            found.contacts.iter().map(|(kind, value)| (kind.compared_as(), value)).collect();
        for (kind, value) in contacts {
            let known = holders.get(&(CarriedKind::Contact(kind), value.clone()));
            let is_link = matches!(kind, ContactKind::Url | ContactKind::Domain);
            let row = CampaignFactRow {
                ordinary: Some(known.map_or(0, |holders| holders.ordinary)),
                // What nobody else carries is worth nothing yet, which is no weight of 0.
                weight: known
                    .filter(|holders| holders.carriers() > 1)
                    .map(|holders| holders.weight(CarriedKind::Contact(kind))),
                ..fact(if is_link { "link" } else { "contact" }, Some(kind.as_str()), Some(value.clone()), 0)
            };
            add(if is_link { 5 } else { 4 }, row, found);
        }
        for role in &post.roles {
            add(6, fact("role", None, Some(role.clone()), 0), found);
        }
        for pay in &found.pay {
            let row = CampaignFactRow {
                min: pay.min,
                max: pay.max,
                currency: Some(pay.currency.clone()),
                currency_implied: Some(pay.currency_implied),
                period: pay.period.clone(),
                ..fact("pay", Some(&pay.kind), None, 0)
            };
            add(7, row, found);
        }
        if let Some(day) = day_of(config, post) {
            add(8, fact("day", None, Some(day.to_string()), 0), found);
        }
    }
    let mut rows: Vec<(u8, CampaignFactRow)> = tallies
        .into_iter()
        .map(|((order, _), (tally, row))| {
            let (posts, first, last) = (tally.posts as u64, tally.first, tally.last);
            (order, CampaignFactRow { posts, first, last, ..row })
        })
        .collect();
    // The most common first, days in their order; equal ones stay in the order of their values.
    rows.sort_by_key(|(order, row)| (*order, if *order == 8 { 0 } else { u64::MAX - row.posts }));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The texts that stand for the others: of each group of alike texts the one most alike to the rest.
fn texts(members: &Members<'_>, campaign: usize, matches: &[Match]) -> Vec<CampaignFactRow> {
    // Each text once, by the first of its posts.
    let mut by_class: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (&place, _) in members.posts.iter().filter(|(_, (own, _))| *own == campaign) {
        by_class.entry(members.classes.of(place)).or_default().push(place);
    }
    let key = |place: &usize| members.corpus.posts[*place].key();
    let oldest = |place: &usize| (members.corpus.posts[*place].created_at, members.corpus.posts[*place].key());
    let mut texts: Vec<Vec<usize>> = by_class.into_values().collect();
    texts.iter_mut().for_each(|posts| posts.sort_by_cached_key(oldest));
    texts.sort_by_cached_key(|posts| posts.iter().map(key).min());
    let of_class: BTreeMap<u32, u32> =
        texts.iter().enumerate().map(|(i, posts)| (members.classes.of(posts[0]), i as u32)).collect();
    let mut forest = Forest::new(texts.len());
    let mut alike: Vec<f64> = texts.iter().map(|posts| posts.len() as f64).collect();
    let mut pairs: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for m in matches.iter().filter(|m| m.kind == MatchKind::NearDuplicate && m.score >= SAME_WORDING) {
        let text = |place: usize| of_class.get(&members.classes.of(place)).copied();
        if let (Some(a), Some(b)) = (text(m.a), text(m.b))
            && a != b
        {
            let score = pairs.entry((a.min(b), a.max(b))).or_default();
            *score = score.max(m.score);
        }
    }
    for ((a, b), score) in pairs {
        forest.join(a, b);
        alike[a as usize] += score * texts[b as usize].len() as f64;
        alike[b as usize] += score * texts[a as usize].len() as f64;
    }
    let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for text in 0..texts.len() {
        groups.entry(forest.root(text as u32)).or_default().push(text);
    }
    let mut shown: Vec<(usize, usize)> = groups
        .into_values()
        .filter_map(|group| {
            let posts = group.iter().map(|text| texts[*text].len()).sum();
            let best =
                group.iter().copied().reduce(|best, next| if alike[next] > alike[best] { next } else { best })?;
            Some((posts, best))
        })
        .collect();
    shown.sort_by_key(|(posts, text)| (std::cmp::Reverse(*posts), *text));
    let rows = shown.into_iter().take(MOST_TEXTS).map(|(posts, text)| {
        let post = &members.corpus.posts[texts[text][0]];
        CampaignFactRow {
            platform: Some(post.platform.clone()),
            id: Some(post.id.clone()),
            ..fact("text", None, None, posts)
        }
    });
    rows.collect()
}

/// Where a passage is shown and who has it.
#[derive(Default)]
struct Passage {
    posts: BTreeSet<usize>,
    /// The key and place of the post, and the bytes.
    shown: Option<(String, usize, (u64, u64))>,
    ordinary: Option<u64>,
}

/// The longest common passages of matches, by how many posts of a campaign share each.
fn passages(members: &Members<'_>, matches: &[Match]) -> BTreeMap<usize, Vec<CampaignFactRow>> {
    let mut found: BTreeMap<(usize, &str), Passage> = BTreeMap::new();
    for m in matches.iter().filter(|m| m.kind == MatchKind::Passage && m.is_telling_text()) {
        let Some(basis) = &m.basis else { continue };
        for (place, span) in [(m.a, m.a_span), (m.b, m.b_span)] {
            for campaign in members.campaigns_of_text(place) {
                let passage = found.entry((campaign, basis)).or_default();
                passage.posts.extend(members.like(place, campaign));
                passage.ordinary = passage.ordinary.max(m.ordinary);
                let key = members.corpus.posts[place].key();
                if let Some(span) = span
                    && members.campaign_of(place) == Some(campaign)
                    && passage.shown.as_ref().is_none_or(|(first, ..)| key < *first)
                {
                    passage.shown = Some((key, place, span));
                }
            }
        }
    }
    let mut by_campaign: BTreeMap<usize, Vec<Passage>> = BTreeMap::new();
    for ((campaign, _), passage) in found.into_iter().filter(|(_, passage)| passage.posts.len() > 1) {
        by_campaign.entry(campaign).or_default().push(passage);
    }
    by_campaign.into_iter().map(|(campaign, passages)| (campaign, shown_passages(members, passages))).collect()
}

/// The most shared passages first, the longest of those; one whose posts others show already is left out.
fn shown_passages(members: &Members<'_>, mut passages: Vec<Passage>) -> Vec<CampaignFactRow> {
    passages.sort_by_cached_key(|passage| {
        let length = passage.shown.as_ref().map_or(0, |(.., (start, end))| end.saturating_sub(*start));
        let shown = passage.shown.as_ref().map(|(key, _, span)| (key.clone(), *span));
        (std::cmp::Reverse((passage.posts.len(), length)), shown)
    });
    let mut covered: BTreeSet<usize> = BTreeSet::new();
    let mut rows = Vec::new();
    for passage in passages {
        let Some((_, place, (start, end))) = passage.shown else { continue };
        if rows.len() == MOST_TEXTS || passage.posts.is_subset(&covered) {
            continue;
        }
        let post = &members.corpus.posts[place];
        rows.push(CampaignFactRow {
            ordinary: passage.ordinary,
            platform: Some(post.platform.clone()),
            id: Some(post.id.clone()),
            start: Some(start),
            end: Some(end),
            ..fact("passage", None, None, passage.posts.len())
        });
        covered.extend(passage.posts);
    }
    rows
}

/// By which kinds of matches the posts are tied to each other: how many by each, and how strongly.
fn kinds_of_ties<'a>(ties: impl Iterator<Item = &'a CampaignTieRow>) -> Vec<CampaignFactRow> {
    let mut strongest: BTreeMap<(&str, &str, &str), f64> = BTreeMap::new();
    for tie in ties {
        let weight = strongest.entry((&tie.kind, &tie.platform, &tie.id)).or_default();
        *weight = weight.max(tie.weight);
    }
    let mut kinds: BTreeMap<&str, (usize, f64)> = BTreeMap::new();
    for ((kind, ..), weight) in strongest {
        let (posts, sum) = kinds.entry(kind).or_default();
        (*posts, *sum) = (*posts + 1, *sum + weight);
    }
    let mut rows: Vec<CampaignFactRow> = kinds
        .into_iter()
        .map(|(kind, (posts, sum))| CampaignFactRow {
            weight: Some(sum / posts as f64),
            ..fact("tie", Some(kind), None, posts)
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.posts));
    rows
}
