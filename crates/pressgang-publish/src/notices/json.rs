//! The same letter for programs. Names of fields follow the DSA Transparency Database's API (statements of reasons)
//! where it has a field of that meaning, so that an answer can be held against the notice; docs/notices.md has them all.

use pressgang_case::{CampaignFinding, DraftPost, MEMBER_STATES, NoticeKind, UNION, is_of_union};
use pressgang_signals::DesignationKind;
use serde_json::{Value, json};

use super::first;
use super::letter::{Frame, Parts};
use super::posts::quotes;

/// The form's name and version.
pub const SCHEMA: &str = "pressgang-notice/1";

/// The category of adverts for a designated organisation.
pub const CATEGORY: &str = "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY";

/// The most characters the database's fields hold.
const LONGEST_GROUND: usize = 500;
const LONGEST_EXPLANATION: usize = 2_000;

/// Quotes of one post at most.
const MOST_QUOTES: usize = 100;

/// The keywords of a notice: terrorist content only where a listing as terrorist was in force, and none where no law is
/// alleged to be broken.
pub fn keywords(parts: &Parts<'_, '_>) -> Vec<&'static str> {
    if !matches!(parts.frame(), Frame::Union | Frame::Elsewhere) {
        return Vec::new();
    }
    let is_terrorist = parts.draft.designations().iter().any(|d| d.kind == Some(DesignationKind::TerroristListing));
    let mut keywords = vec!["KEYWORD_ILLEGAL_ORGANIZATIONS"];
    if is_terrorist {
        keywords.push("KEYWORD_TERRORIST_CONTENT");
    }
    keywords
}

/// The whole letter.
pub fn notice(parts: &Parts<'_, '_>, keywords: &[&str]) -> Value {
    let (draft, head) = (parts.draft, parts.head);
    let is_referral = draft.kind == NoticeKind::Referral;
    let statement = |message: &str| json!({ "text": parts.wording.plain(message), "confirmed_by": "sending" });
    json!({
        "schema": SCHEMA,
        "demonstration": parts.is_demonstration(),
        "notice": head.id,
        "kind": draft.kind.as_str(),
        "part": { "number": draft.part.0, "of": draft.part.1 },
        "language": parts.wording.language(),
        "drafted_at": head.at.to_string(),
        "program": head.findings.program,
        "platform": draft.platform.as_ref().map(|platform| platform.as_str()),
        "source_type": parts.source_type(),
        "category": CATEGORY,
        "category_specification": keywords,
        "jurisdiction": draft.jurisdiction,
        "territorial_scope": territorial_scope(&draft.jurisdiction),
        "organisation": {
            "id": draft.organisation.id,
            "name": draft.organisation.name,
            "kind": draft.organisation.kind,
            "designations": draft.organisation.designations.iter().map(designation).collect::<Vec<Value>>(),
        },
        "notifier": { "name": head.notifier.name, "email": head.notifier.email },
        "trusted_flagger": parts.status().map(|status| json!({
            "awarded_by": status.awarded_by,
            "on": status.on.to_string(),
            "expertise": status.expertise,
        })),
        "grounds": if is_referral { Vec::new() } else { grounds(parts) },
        "provisions": parts.provisions(),
        "reasons": draft.campaigns.iter().map(|campaign| reasons(parts, campaign)).collect::<Vec<Value>>(),
        "locations": draft.posts.iter().enumerate().map(|(at, post)| location(parts, at + 1, post)).collect::<Vec<Value>>(),
        "good_faith_statement": if is_referral { Value::Null } else { statement("good-faith") },
        "ledger": { "entries": head.ledger.0, "head": head.ledger.1 },
    })
}

/// The states whose law the notice rests on, as the database counts territory; empty outside the European Union.
fn territorial_scope(jurisdiction: &str) -> Vec<&str> {
    match () {
        () if jurisdiction == UNION => MEMBER_STATES.to_vec(),
        () if is_of_union(jurisdiction) => vec![jurisdiction],
        () => Vec::new(),
    }
}

fn designation(designation: &pressgang_signals::Designation) -> Value {
    json!({
        "jurisdiction": designation.jurisdiction,
        "authority": designation.authority,
        "measure": designation.measure,
        "kind": designation.kind.map(DesignationKind::as_str),
        "from": designation.from.to_string(),
        "until": designation.until.map(|until| until.to_string()),
        "binding": designation.binding,
        "source": designation.source,
    })
}

/// Legal and contractual grounds apart, as Article 17(3), points (d) and (e), has them.
fn grounds(parts: &Parts<'_, '_>) -> Vec<Value> {
    let (draft, wording) = (parts.draft, parts.wording);
    let cut = |text: String, longest: usize| first(&text, longest).0.to_owned();
    let posts = |test: &dyn Fn(&DraftPost<'_>) -> bool| -> Vec<String> {
        draft.posts.iter().filter(|post| test(post)).map(|post| post.post.key.to_string()).collect()
    };
    let organisation = &draft.organisation.name;
    let legal = draft.designations().into_iter().map(|ground| {
        let message = super::reasons::alleged(parts, &[ground]).unwrap_or("law-prohibitions");
        let numbered = parts.numbered(&draft.numbers(|post| post.grounds.contains(&ground)));
        let alleged = wording.say(message, &[("posts", (&numbered).into()), ("organisation", organisation.into())]);
        json!({
            "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
            "illegal_content_legal_ground": cut(
                format!("{}, {}: {}, {}", ground.jurisdiction, ground.authority, ground.measure, ground.from),
                LONGEST_GROUND
            ),
            "illegal_content_explanation": cut(alleged, LONGEST_EXPLANATION),
            "designation": designation(ground),
            "posts": posts(&|post| post.grounds.contains(&ground)),
        })
    });
    let contractual = parts.rules.iter().map(|rule| {
        let kind = parts.organisation_kind();
        let told = [("organisation", organisation.into()), ("kind", (&kind).into())];
        let why = wording.say("rule-why", &told);
        let limit = rule.limit.map(|limit| wording.plain(limit.message())).unwrap_or_default();
        json!({
            "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
            "decision_ground_reference_url": cut(rule.url.to_string(), LONGEST_GROUND),
            "incompatible_content_ground": cut(format!("{} ({})", rule.title, rule.edition), LONGEST_GROUND),
            "incompatible_content_explanation": cut(format!("{why} {limit}").trim_end().to_owned(), LONGEST_EXPLANATION),
            "rule": {
                "text": rule.text,
                "edition": rule.edition,
                "seen_in": rule.seen_in,
                "from": rule.from.map(|day| day.to_string()),
                "until": rule.until.map(|day| day.to_string()),
            },
            "posts": posts(&|post| rule.fits_post(post)),
        })
    });
    legal.chain(contractual).collect()
}

fn reasons(parts: &Parts<'_, '_>, campaign: &CampaignFinding) -> Value {
    let scale = parts.head.findings.likelihood_scale;
    let term = scale.term_named(&campaign.term);
    let of_campaign = parts.draft.posts.iter().filter(|post| post.post.campaign == campaign.id);
    let evidence = campaign.evidence.iter().map(|item| {
        json!({
            "evidence": item.id,
            "family": item.family,
            "text": item.text,
            "likelihood_ratio": item.likelihood_ratio,
            "saturated": item.saturated,
            "basis": item.basis,
            "grade": item.grade,
            "origin": item.origin,
        })
    });
    json!({
        "campaign": campaign.id,
        "posts": of_campaign.map(|post| post.post.key.to_string()).collect::<Vec<String>>(),
        "term": campaign.term,
        "scale": scale.id(),
        "from_per_cent": term.map(|term| term.from),
        "to_per_cent": term.map(|term| term.to),
        "prior": campaign.prior,
        "other_priors": campaign.other_priors.iter().map(|(prior, term)| json!({ "prior": prior, "term": term })).collect::<Vec<Value>>(),
        "sentence": campaign.sentence,
        "confidence": campaign.confidence,
        "confidence_sentence": campaign.confidence_sentence,
        "evidence": evidence.collect::<Vec<Value>>(),
    })
}

fn location(parts: &Parts<'_, '_>, number: usize, draft_post: &DraftPost<'_>) -> Value {
    let post = draft_post.post;
    let quotes = quotes(post).into_iter().take(MOST_QUOTES).map(|quote| {
        let kind = (!quote.kind.is_empty()).then_some(quote.kind);
        json!({ "what": quote.what, "kind": kind, "text": quote.text, "value": quote.value })
    });
    let media = post.pictures.iter().map(|picture| {
        let contacts = picture.contacts.iter().map(|c| json!({ "kind": c.kind.as_str(), "value": c.value }));
        json!({ "kind": picture.kind, "sha256": picture.sha256, "contacts": contacts.collect::<Vec<Value>>() })
    });
    json!({
        "number": number,
        "url": post.url,
        "platform": post.key.platform.as_str(),
        "id": post.key.id,
        "account": { "id": post.author.id, "handle": post.author.handle, "name": post.author.name },
        "content_date": draft_post.day.map(|day| day.to_string()),
        "published_at": post.created_at.map(|at| at.to_string()),
        "content_type": content_types(post),
        "content_language": content_language(&post.language),
        "text": post.text,
        "quotes": quotes.collect::<Vec<Value>>(),
        "pay": post.pay.iter().map(|pay| pay.offered.as_str()).collect::<Vec<&str>>(),
        "media": media.collect::<Vec<Value>>(),
        "campaign": post.campaign,
        "evidence": super::posts::evidence(parts, post),
        "ties": post.ties,
        "last_look": post.last_look.as_ref().map(|look| json!({ "status": look.status, "at": look.at.to_string() })),
        "collected": { "sha256": post.source_sha256, "place": post.origin },
    })
}

/// ISO 639-1 in capitals; none for languages without such a code and where it is not known.
fn content_language(code: &str) -> Option<String> {
    let base = code.split(['-', '_']).next().unwrap_or_default();
    (base.len() == 2).then(|| base.to_ascii_uppercase())
}

fn content_types(post: &pressgang_case::FoundPost) -> Vec<&'static str> {
    let mut types = Vec::new();
    let kinds = post.pictures.iter().map(|p| p.kind.as_str()).chain(post.media.iter().map(String::as_str));
    for kind in kinds {
        let of_kind = match kind {
            "picture" | "photo" | "image" => "CONTENT_TYPE_IMAGE",
            "film" | "video" | "animated_gif" => "CONTENT_TYPE_VIDEO",
            "sound" | "audio" | "voice" => "CONTENT_TYPE_AUDIO",
            _ => "CONTENT_TYPE_OTHER",
        };
        if !types.contains(&of_kind) {
            types.push(of_kind);
        }
    }
    if !post.text.trim().is_empty() {
        types.push("CONTENT_TYPE_TEXT");
    }
    types.sort_unstable();
    types
}
