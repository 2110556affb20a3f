//! What the sample's campaigns have in common, and what ties their posts.

use std::collections::BTreeMap;

use pressgang_case::tables::HubRow;
use pressgang_case::{
    CampaignEvent, CampaignProfile, FoundPost, HubFinding, MemberTie, SharedContact, SharedPassage, SpanKind,
};
use pressgang_posts::{Platform, PostKey, Timestamp};
use pressgang_signals::ContactKind;

fn counted(items: impl Iterator<Item = String>) -> Vec<(String, u64)> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    items.for_each(|item| *counts.entry(item).or_default() += 1);
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, posts)| std::cmp::Reverse(*posts));
    counts
}

fn contacts(post: &FoundPost) -> impl Iterator<Item = (ContactKind, String)> {
    post.spans.iter().filter_map(|span| match &span.kind {
        SpanKind::Contact(kind, value) => Some((*kind, value.clone())),
        _ => None,
    })
}

pub fn profile(posts: &[FoundPost], campaign: &str) -> CampaignProfile {
    let posts: Vec<&FoundPost> = posts.iter().filter(|p| p.campaign == campaign).collect();
    let shared = |wanted: &dyn Fn(ContactKind) -> bool| -> Vec<SharedContact> {
        let all = posts.iter().flat_map(|p| contacts(p)).filter(|(kind, _)| wanted(*kind));
        let named = counted(all.map(|(kind, value)| format!("{}:{value}", kind.as_str())));
        let split = named.into_iter().filter_map(|(name, posts)| {
            let (kind, value) = name.split_once(':')?;
            let kind = ContactKind::named(kind)?;
            Some(SharedContact { kind, value: value.to_owned(), posts, ordinary: 2, weight: Some(0.75) })
        });
        split.collect()
    };
    let is_link = |kind| matches!(kind, ContactKind::Url | ContactKind::Domain);
    let days = counted(posts.iter().filter_map(|p| p.created_at).map(|at| at.to_string()[..10].to_owned()));
    let mut days: Vec<(jiff::civil::Date, u64)> =
        days.into_iter().map(|(day, posts)| (day.parse().expect("a day"), posts)).collect();
    days.sort();
    CampaignProfile {
        published: Some((
            posts.iter().filter_map(|p| p.created_at).min().expect("dates"),
            posts.iter().filter_map(|p| p.created_at).max().expect("dates"),
        )),
        languages: counted(posts.iter().map(|p| p.language.clone())),
        platforms: counted(posts.iter().map(|p| p.key.platform.to_string())),
        accounts: posts
            .iter()
            .filter_map(|p| Some((p.key.platform.to_string(), p.author.handle.clone()?, 1)))
            .collect(),
        contacts: shared(&|kind| !is_link(kind)),
        links: shared(&is_link),
        roles: counted(posts.iter().flat_map(|p| p.roles.clone())),
        pay: vec![("240,000 RUB a month".into(), 9)],
        texts: posts.iter().take(4).map(|p| (p.key.clone(), 3)).collect(),
        // From inside a phone number to behind a handle: what is cut is still hidden.
        passages: posts
            .iter()
            .filter_map(|p| {
                let start = p.text.find("30 23125")?;
                Some(SharedPassage { post: p.key.clone(), range: start..p.text.len(), posts: 2, ordinary: Some(0) })
            })
            .collect(),
        days,
        ties: vec![("near_duplicate".into(), 12, 0.853), ("contact".into(), 30, 0.7)],
        history: vec![
            CampaignEvent { campaign: campaign.into(), event: "begun".into(), others: vec![], at: moment(1) },
            CampaignEvent {
                campaign: "K7".into(),
                event: "merged".into(),
                others: vec![campaign.into()],
                at: moment(2),
            },
        ],
    }
}

fn moment(day: i64) -> Option<Timestamp> {
    Timestamp::from_unix_millis(1_685_000_000_000 + day * 86_400_000)
}

/// Every post with what ties it to the next.
pub fn with_ties(mut posts: Vec<FoundPost>) -> Vec<FoundPost> {
    let keys: Vec<PostKey> = posts.iter().map(|p| p.key.clone()).collect();
    let next = keys.iter().cycle().skip(1);
    for (post, other) in posts.iter_mut().zip(next) {
        let tie = |kind: &str| MemberTie {
            kind: kind.into(),
            other: other.clone(),
            reference: false,
            posts: 3,
            score: 0.83,
            weight: 0.7,
            contact: None,
            basis: None,
            ordinary: Some(0),
        };
        let contact = contacts(post).next();
        post.member_ties = vec![
            MemberTie { contact, ..tie("contact") },
            MemberTie { basis: Some(format!("...write to @{}", "bystander_example")), ..tie("passage") },
            MemberTie {
                reference: true,
                other: PostKey { platform: Platform::TELEGRAM, id: "ironheron_example/31".into() },
                ..tie("near_duplicate")
            },
        ];
    }
    posts
}

pub fn hubs() -> Vec<HubFinding> {
    let row = HubRow {
        kind: "telegram".into(),
        value: "city_news_channel_example".into(),
        studied: 400,
        candidates: 156,
        adverts: 9,
        references: 0,
        ordinary: 244,
        counted: 6,
        weight: 0.13,
        effect: "none".into(),
        why: "391 posts that are no adverts carry it, more than the 20 that may warn of a recruiter's contact: it ties nothing"
            .into(),
    };
    vec![HubFinding { kind: ContactKind::Telegram, row }]
}
