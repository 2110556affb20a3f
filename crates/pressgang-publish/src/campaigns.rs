//! Campaigns and hubs as they are published: serialisable twins of the findings, hidden.

use std::collections::BTreeMap;

use pressgang_case::{CampaignEvent, CampaignFinding, Findings, FoundPost, MarkedSpan, MemberTie, SharedContact};
use pressgang_posts::PostKey;
use serde::Serialize;

use crate::hide::{Hider, Segment, plain};
use crate::json::Day;
use crate::words;

/// What the posts of a campaign have in common.
#[derive(Serialize)]
pub struct Campaign {
    pub campaign: String,
    pub organisation: String,
    pub posts: u64,
    pub first: Option<String>,
    pub last: Option<String>,
    pub languages: Vec<Counted>,
    pub platforms: Vec<Counted>,
    pub accounts: Vec<Account>,
    pub contacts: Vec<Shared>,
    pub links: Vec<Shared>,
    pub roles: Vec<Counted>,
    pub pay: Vec<Counted>,
    pub texts: Vec<Text>,
    pub passages: Vec<Passage>,
    pub days: Vec<DayCount>,
    pub ties: Vec<KindOfTie>,
    pub history: Vec<String>,
    /// First and last moment, for the page.
    #[serde(skip)]
    pub span: Option<(jiff::Timestamp, jiff::Timestamp)>,
}

/// Something and how many posts it holds for.
#[derive(Serialize)]
pub struct Counted {
    pub value: String,
    pub posts: u64,
}

/// An account under its pseudonym.
#[derive(Serialize)]
pub struct Account {
    pub platform: String,
    pub account: String,
    pub posts: u64,
}

/// A contact or link.
#[derive(Serialize)]
pub struct Shared {
    /// The claim that it is.
    pub claim: String,
    pub kind: String,
    /// A keyed digest, as in `contacts`.
    pub contact: String,
    pub masked: String,
    pub posts: u64,
    pub ordinary_posts: u64,
    pub weight: Option<f64>,
}

/// A post whose text stands for others.
#[derive(Serialize)]
pub struct Text {
    /// The claim that it is.
    pub claim: String,
    pub post: String,
    pub posts: u64,
    /// The text, cut to what a page can show, for the page.
    #[serde(skip)]
    pub segments: Vec<Segment>,
    /// BCP 47 code, for the page.
    #[serde(skip)]
    pub language: String,
}

/// A passage that several texts share.
#[derive(Serialize)]
pub struct Passage {
    /// The claim that it is.
    pub claim: String,
    pub post: String,
    pub text: String,
    pub posts: u64,
    pub ordinary_posts: Option<u64>,
}

/// Posts of a day.
#[derive(Serialize)]
pub struct DayCount {
    pub day: Day,
    pub posts: u64,
}

/// A kind of match and how many posts it ties.
#[derive(Serialize)]
pub struct KindOfTie {
    /// The claim that it is.
    pub claim: String,
    pub kind: String,
    pub posts: u64,
    pub mean_weight: f64,
}

/// Why a post is in its campaign.
#[derive(Serialize)]
pub struct Tie {
    pub kind: String,
    /// The other post; of reference posts no more is said than that it is one.
    pub other: Option<String>,
    pub reference: bool,
    pub posts: u64,
    pub score: f64,
    pub weight: f64,
    pub basis: Option<String>,
    pub ordinary_posts: Option<u64>,
    /// In a sentence.
    pub text: String,
}

/// A contact or link that ties little or nothing.
#[derive(Serialize)]
pub struct Hub {
    /// The claim that it is.
    pub claim: String,
    pub kind: String,
    /// A keyed digest, as in `contacts`.
    pub contact: String,
    pub masked: String,
    pub posts_under_study: u64,
    pub candidates: u64,
    pub adverts: u64,
    pub reference_posts: u64,
    pub ordinary_posts: u64,
    pub posts_that_count: u64,
    pub weight: f64,
    pub effect: String,
    pub why: String,
}

/// Characters of a defining text that are shown.
const LONGEST_TEXT: usize = 400;

/// The campaigns, largest first.
pub fn campaigns(findings: &Findings, hider: &Hider) -> Vec<Campaign> {
    let posts: BTreeMap<&PostKey, &FoundPost> = findings.posts.iter().map(|post| (&post.key, post)).collect();
    findings.campaigns.iter().map(|c| campaign(c, &posts, hider)).collect()
}

fn campaign(finding: &CampaignFinding, posts: &BTreeMap<&PostKey, &FoundPost>, hider: &Hider) -> Campaign {
    let profile = &finding.profile;
    let counted = |list: &[(String, u64)]| -> Vec<Counted> {
        list.iter().map(|(value, posts)| Counted { value: value.clone(), posts: *posts }).collect()
    };
    let found = |key: &PostKey| posts.get(key).copied();
    let texts = profile.texts.iter().filter_map(|(key, posts)| {
        let post = found(key)?;
        Some(Text {
            claim: String::new(),
            post: hider.key(key),
            posts: *posts,
            segments: shortened(hider.post(post)),
            language: post.language.clone(),
        })
    });
    let passages = profile.passages.iter().filter_map(|passage| {
        Some(Passage {
            claim: String::new(),
            post: hider.key(&passage.post),
            text: plain(&hider.post(&part(found(&passage.post)?, &passage.range)?)),
            posts: passage.posts,
            ordinary_posts: passage.ordinary,
        })
    });
    let accounts = profile.accounts.iter().map(|(platform, name, posts)| Account {
        platform: platform.clone(),
        account: hider.account(platform, name),
        posts: *posts,
    });
    Campaign {
        campaign: finding.id.clone(),
        organisation: finding.organisation.clone(),
        posts: finding.posts.len() as u64,
        first: profile.published.map(|(first, _)| first.to_string()),
        last: profile.published.map(|(_, last)| last.to_string()),
        languages: counted(&profile.languages),
        platforms: counted(&profile.platforms),
        accounts: accounts.collect(),
        contacts: shared(&profile.contacts, hider),
        links: shared(&profile.links, hider),
        roles: counted(&profile.roles),
        pay: counted(&profile.pay),
        texts: texts.collect(),
        passages: passages.collect(),
        days: profile.days.iter().map(|(day, posts)| DayCount { day: Day(*day), posts: *posts }).collect(),
        ties: profile
            .ties
            .iter()
            .map(|(kind, posts, mean)| KindOfTie {
                claim: String::new(),
                kind: kind.clone(),
                posts: *posts,
                mean_weight: rounded(*mean),
            })
            .collect(),
        history: profile.history.iter().map(history).collect(),
        span: profile.published.map(|(first, last)| (first.to_jiff(), last.to_jiff())),
    }
}

fn shared(contacts: &[SharedContact], hider: &Hider) -> Vec<Shared> {
    let shared = contacts.iter().map(|c| Shared {
        claim: String::new(),
        contact: hider.contact_code(c.kind, &c.value),
        kind: c.kind.as_str().to_owned(),
        masked: hider.contact(c.kind, &c.value),
        posts: c.posts,
        ordinary_posts: c.ordinary,
        weight: c.weight.map(rounded),
    });
    shared.collect()
}

/// What became of a campaign's id, in a sentence.
fn history(event: &CampaignEvent) -> String {
    let when = event.at.map_or_else(String::new, |at| format!(" ({})", at.to_string().get(..10).unwrap_or_default()));
    let others = event.others.join(", ");
    let what = match event.event.as_str() {
        "begun" => "was found first".to_owned(),
        "split" => format!("was split from {others}"),
        "merged" => format!("was merged into {others}"),
        _ => "ended: none of its posts counts any more".to_owned(),
    };
    format!("{} {what}{when}", event.campaign)
}

/// The stretch of a post as a post of its own, so that it is hidden as the whole post is.
fn part(post: &FoundPost, range: &std::ops::Range<usize>) -> Option<FoundPost> {
    let text = post.text.get(range.clone())?.to_owned();
    let spans = post.spans.iter().filter_map(|span| {
        let (start, end) = (span.range.start.max(range.start), span.range.end.min(range.end));
        (start < end).then(|| MarkedSpan { range: start - range.start..end - range.start, kind: span.kind.clone() })
    });
    Some(FoundPost { spans: spans.collect(), text, ..post.clone() })
}

/// The first characters of a text.
fn shortened(segments: Vec<Segment>) -> Vec<Segment> {
    let mut room = LONGEST_TEXT;
    let mut out = Vec::new();
    for mut segment in segments {
        let length = segment.text.chars().count();
        if length <= room {
            room -= length;
            out.push(segment);
            continue;
        }
        segment.text = segment.text.chars().take(room).chain(['…']).collect();
        out.push(segment);
        break;
    }
    out
}

/// Why a post is in its campaign, strongest first.
pub fn ties(post: &FoundPost, hider: &Hider) -> Vec<Tie> {
    post.member_ties.iter().map(|tie| one_tie(tie, hider)).collect()
}

fn one_tie(tie: &MemberTie, hider: &Hider) -> Tie {
    let contact =
        tie.contact.as_ref().map(|(kind, value)| (words::contact_kind(kind.as_str()), hider.contact(*kind, value)));
    // A passage is somebody's words, and nobody has marked what is in it.
    let basis = contact.as_ref().map(|(kind, masked)| format!("{kind} {masked}"));
    let basis = basis.or_else(|| tie.basis.as_ref().map(|basis| hider.note(basis)));
    let other = (!tie.reference).then(|| hider.key(&tie.other));
    let with = match (&other, tie.posts) {
        (Some(other), 0 | 1) => other.clone(),
        (Some(other), posts) => {
            let most = if tie.contact.is_some() || matches!(tie.kind.as_str(), "verbatim" | "same_media") {
                "such as"
            } else {
                "most of all"
            };
            format!("{} of the campaign, {most} {other}", words::of_posts(&posts))
        }
        (None, _) => format!("a verified account on {}", words::platform(tie.other.platform.as_str())),
    };
    let likeness = format!("{:.2}", tie.score);
    let what = match tie.kind.as_str() {
        "verbatim" => format!("the same words as {with}"),
        "near_duplicate" => format!("wording of {with} (likeness {likeness})"),
        "passage" => format!("a passage shared with {with} ({:.0} % of the shorter text)", tie.score * 100.0),
        "translation" => format!("says in another language what is said by {with} (likeness {likeness})"),
        "same_offer" => format!("makes the same offer as {with} (likeness {likeness})"),
        "picture_text" => format!("text in a picture like that of {with} (likeness {likeness})"),
        "same_media" => format!("the same picture or film as {with}"),
        _ => format!("{} shared with {with}", basis.clone().unwrap_or_else(|| "a contact".to_owned())),
    };
    let ordinary = match tie.ordinary {
        None => String::new(),
        Some(0) => ", in no ordinary post".to_owned(),
        Some(1) => ", also in 1 ordinary post".to_owned(),
        Some(n) => format!(", also in {} ordinary posts", words::count(n)),
    };
    Tie {
        kind: tie.kind.clone(),
        reference: tie.reference,
        posts: tie.posts,
        score: rounded(tie.score),
        weight: rounded(tie.weight),
        ordinary_posts: tie.ordinary,
        text: format!("{what}{ordinary}; weight {:.2}", tie.weight),
        other,
        basis,
    }
}

/// The hubs, most carried first.
pub fn hubs(findings: &Findings, hider: &Hider) -> Vec<Hub> {
    let hubs = findings.hubs.iter().map(|hub| Hub {
        claim: String::new(),
        contact: hider.contact_code(hub.kind, &hub.row.value),
        kind: hub.kind.as_str().to_owned(),
        masked: hider.contact(hub.kind, &hub.row.value),
        posts_under_study: hub.row.studied,
        candidates: hub.row.candidates,
        adverts: hub.row.adverts,
        reference_posts: hub.row.references,
        ordinary_posts: hub.row.ordinary,
        posts_that_count: hub.row.counted,
        weight: rounded(hub.row.weight),
        effect: hub.row.effect.clone(),
        why: hider.sentence(&hub.row.why),
    });
    hubs.collect()
}

/// Four digits: more are noise, and a reader should not take them for precision.
fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
