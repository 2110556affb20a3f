//! Contacts and evidence of the sample.

use pressgang_case::{ContactFinding, EvidenceItem, FoundPost, SpanKind};
use pressgang_posts::PostKey;
use pressgang_signals::ContactKind;

pub fn carries(post: &FoundPost, value: &str) -> bool {
    post.spans.iter().any(|s| matches!(&s.kind, SpanKind::Contact(_, v) if v == value))
}

pub fn contact(
    posts: &[FoundPost],
    kind: ContactKind,
    value: &str,
    at_reference: bool,
    by: &[&str],
    ordinary: u64,
) -> ContactFinding {
    let carriers: Vec<&FoundPost> = posts.iter().filter(|p| carries(p, value)).collect();
    let campaigns: std::collections::BTreeSet<String> = carriers.iter().map(|p| p.campaign.clone()).collect();
    ContactFinding {
        kind,
        value: value.into(),
        posts: carriers.iter().map(|p| p.key.clone()).collect(),
        campaigns: campaigns.into_iter().collect(),
        at_reference,
        confirmed_by: by.iter().map(|b| (*b).to_owned()).collect(),
        ordinary_posts: ordinary,
    }
}

pub fn evidence(
    id: &str,
    family: &str,
    text: &str,
    ratio: f64,
    grade: &str,
    origin: &str,
    posts: &[PostKey],
) -> EvidenceItem {
    EvidenceItem {
        id: id.into(),
        family: family.into(),
        text: text.into(),
        likelihood_ratio: ratio,
        measured_ratio: (ratio > 1.0).then_some(ratio * 2.0),
        saturated: ratio > 100.0,
        proposition: "The posts were published by the Iron Heron Company or on its behalf.".into(),
        alternative: "Somebody else published them.".into(),
        basis: "Expected in 83 % of such cases if so, counted on 2 verified accounts; in 0.4 % if not, counted on 250 ordinary accounts.".into(),
        grade: grade.into(),
        origin: origin.into(),
        posts: posts.to_vec(),
    }
}
