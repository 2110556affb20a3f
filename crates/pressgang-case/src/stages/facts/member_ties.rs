//! Why each post is in its campaign: its strongest ties.

use std::collections::{BTreeMap, BTreeSet};

use super::Members;
use crate::stages::campaigns::{Match, MatchKind};
use crate::stages::carried::{Carried, CarriedKind, Holders};
use crate::tables::{CampaignTieRow, HubRow};

/// Ties that are kept for each post.
const MOST_TIES: usize = 8;

/// What ties a text of one campaign to another text, or to a reference post: the other's place, and the match.
#[derive(Clone, Copy)]
struct Best<'a> {
    other: usize,
    m: &'a Match,
}

/// The ties of every post of every campaign, in the order of the posts' keys.
pub(super) fn rows(
    members: &Members<'_>,
    matches: &[Match],
    holders: &BTreeMap<Carried, Holders>,
    hubs: &[HubRow],
) -> Vec<CampaignTieRow> {
    let mut rows: BTreeMap<(usize, String), Vec<CampaignTieRow>> = BTreeMap::new();
    let mut add = |place: usize, row: CampaignTieRow| {
        let campaign = members.campaign_of(place).unwrap_or(usize::MAX);
        rows.entry((campaign, members.corpus.posts[place].key())).or_default().push(row);
    };
    by_text(members, matches, &mut add);
    by_same_text(members, &mut add);
    by_contact(members, holders, hubs, &mut add);
    let mut out = Vec::new();
    for (_, mut ties) in rows {
        ties.sort_by(|a, b| {
            let order = |row: &CampaignTieRow| (!row.reference, row.kind.clone(), row.basis.clone());
            b.weight.total_cmp(&a.weight).then_with(|| order(a).cmp(&order(b)))
        });
        ties.truncate(MOST_TIES);
        out.extend(ties);
    }
    out
}

/// A row that says no more than who is tied to whom.
fn row(members: &Members<'_>, place: usize, other: usize, kind: MatchKind) -> CampaignTieRow {
    let (post, with) = (&members.corpus.posts[place], &members.corpus.posts[other]);
    let campaign = members.campaign_of(place).map_or("", |campaign| members.campaigns[campaign]);
    CampaignTieRow {
        campaign: campaign.to_owned(),
        platform: post.platform.clone(),
        id: post.id.clone(),
        kind: kind.as_str().to_owned(),
        other_platform: with.platform.clone(),
        other_id: with.id.clone(),
        reference: with.reference.is_some(),
        posts: 0,
        score: 1.0,
        weight: 1.0,
        basis: None,
        ordinary: None,
    }
}

/// Matches of texts: written for one post of each text, and true of all that have it.
fn by_text(members: &Members<'_>, matches: &[Match], add: &mut impl FnMut(usize, CampaignTieRow)) {
    // By text (named by a post), campaign, kind and whether the other is a reference: the other texts.
    type Key = (u32, usize, MatchKind, bool);
    let mut others: BTreeMap<Key, BTreeMap<u32, Best<'_>>> = BTreeMap::new();
    let mut place_of: BTreeMap<u32, usize> = BTreeMap::new();
    for m in matches.iter().filter(|m| m.kind != MatchKind::Verbatim && m.is_telling_text()) {
        for (from, to) in [(m.a, m.b), (m.b, m.a)] {
            let own = members.classes.of(from);
            for campaign in members.campaigns_of_text(from) {
                place_of.insert(own, from);
                let post = &members.corpus.posts[to];
                let reference = post.reference.is_some();
                let other = if reference { Some(to) } else { members.like(to, campaign).next() };
                let Some(other) = other.filter(|other| reference || members.classes.of(*other) != own) else {
                    continue;
                };
                let best = Best { other, m };
                let texts = others.entry((own, campaign, m.kind, reference)).or_default();
                let known = texts.entry(members.classes.of(other)).or_insert(best);
                if known.m.weight < m.weight {
                    *known = best;
                }
            }
        }
    }
    for ((own, campaign, kind, reference), texts) in others {
        let key = |best: &Best<'_>| members.corpus.posts[best.other].key();
        let strongest = texts.values().copied().reduce(|best, next| {
            let order = next.m.weight.total_cmp(&best.m.weight).then_with(|| key(&best).cmp(&key(&next)));
            if order.is_gt() { next } else { best }
        });
        let (Some(best), Some(&text)) = (strongest, place_of.get(&own)) else { continue };
        let posts: usize =
            if reference { 0 } else { texts.values().map(|t| members.like(t.other, campaign).count()).sum() };
        for place in members.like(text, campaign) {
            let row = row(members, place, best.other, kind);
            add(
                place,
                CampaignTieRow {
                    posts: posts as u64,
                    score: best.m.score,
                    weight: best.m.weight,
                    basis: best.m.basis.clone(),
                    ordinary: best.m.ordinary,
                    ..row
                },
            );
        }
    }
}

/// Posts with the same text, and reference posts with it.
fn by_same_text(members: &Members<'_>, add: &mut impl FnMut(usize, CampaignTieRow)) {
    for (&place, (campaign, _)) in &members.posts {
        let same: Vec<usize> = members.like(place, *campaign).filter(|other| *other != place).collect();
        if let Some(&other) = same.first() {
            add(place, CampaignTieRow { posts: same.len() as u64, ..row(members, place, other, MatchKind::Verbatim) });
        }
        let reference = members.classes.like(place).iter().find(|p| members.corpus.posts[**p].reference.is_some());
        if let Some(&other) = reference {
            add(place, row(members, place, other, MatchKind::Verbatim));
        }
    }
}

/// Contacts that several posts of a campaign carry, or one and a reference account, unless they tie nothing.
fn by_contact(
    members: &Members<'_>,
    holders: &BTreeMap<Carried, Holders>,
    hubs: &[HubRow],
    add: &mut impl FnMut(usize, CampaignTieRow),
) {
    let idle: BTreeSet<(&str, &str)> =
        hubs.iter().filter(|h| h.effect == "none").map(|h| (h.kind.as_str(), h.value.as_str())).collect();
    for ((kind, value), holders) in holders {
        if !kind.is_direct() || idle.contains(&(kind.as_str(), value.as_str())) {
            continue;
        }
        let match_kind = if *kind == CarriedKind::Media { MatchKind::SameMedia } else { MatchKind::Contact };
        let first_of = |places: &BTreeSet<usize>| places.iter().copied().min_by_key(|p| members.corpus.posts[*p].key());
        let reference = first_of(&holders.references);
        let mut by_campaign: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for &place in &holders.studied {
            if let Some(campaign) = members.campaign_of(place) {
                by_campaign.entry(campaign).or_default().insert(place);
            }
        }
        for places in by_campaign.into_values() {
            let Some(first) = first_of(&places) else { continue };
            let second = first_of(&places.iter().copied().filter(|place| *place != first).collect());
            for &place in &places {
                let said = |row| CampaignTieRow {
                    posts: places.len() as u64 - 1,
                    weight: holders.weight(*kind),
                    basis: Some(format!("{}:{value}", kind.as_str())),
                    ordinary: Some(holders.ordinary),
                    ..row
                };
                let other = if place == first { second } else { Some(first) };
                if let Some(other) = other {
                    add(place, said(row(members, place, other, match_kind)));
                }
                if let Some(reference) = reference {
                    let row = said(row(members, place, reference, match_kind));
                    add(place, CampaignTieRow { posts: 0, ..row });
                }
            }
        }
    }
}
