//! Why the posts are alleged to be illegal content or incompatible with a platform's terms: Article 16(2)(a).

use pressgang_case::{CampaignFinding, DraftPost, EvidenceItem};
use pressgang_signals::{Designation, DesignationKind};
use pressgang_weigh::scales::{SUPPORT, Side, Support, ratio};

use super::document::Block;
use super::letter::{Frame, Parts};

/// Items of evidence of one campaign in the letter at most; the JSON has all.
const MOST_ITEMS: usize = 12;

/// What each campaign's posts are, how sure that is, and what it rests on.
pub fn assessments(parts: &Parts<'_, '_>, blocks: &mut Vec<Block>) {
    let wording = parts.wording;
    blocks.push(Block::Subheading(wording.plain("sub-assessment")));
    for campaign in &parts.draft.campaigns {
        let posts = parts.numbered(&parts.draft.numbers(|post| post.post.campaign == campaign.id));
        blocks.push(Block::Paragraph(assessed(parts, campaign, &posts)));
        let quoted = wording.say("quoted", &[("text", (&campaign.sentence).into())]);
        blocks.push(Block::Paragraph(quoted));
        // ICD 203 keeps the probability and the confidence in it in sentences of their own.
        let level = wording.name("level", &campaign.confidence);
        let confidence = wording.say("confidence", &[("level", (&level).into())]);
        let quoted = wording.say("quoted", &[("text", (&campaign.confidence_sentence).into())]);
        blocks.push(Block::Paragraph(format!("{confidence} {quoted}")));
        for (message, side) in
            [("items-for", Side::For), ("items-against", Side::Against), ("items-neither", Side::Neither)]
        {
            let of_side = sided(campaign, side);
            if of_side.is_empty() {
                continue;
            }
            blocks.push(parts.paragraph(message, &[]));
            let mut items: Vec<String> = of_side.iter().take(MOST_ITEMS).map(|item| item_words(parts, item)).collect();
            if of_side.len() > MOST_ITEMS {
                items.push(wording.say("items-more", &[("count", (of_side.len() - MOST_ITEMS).into())]));
            }
            blocks.push(Block::Items(items));
        }
        let ratio = printed_ratio(parts, campaign.likelihood_ratio, false);
        let support = support_words(parts, campaign.likelihood_ratio);
        blocks.push(parts.paragraph("together", &[("ratio", (&ratio).into()), ("support", (&support).into())]));
        blocks.push(Block::Paragraph(priors(parts, campaign)));
    }
    blocks.push(parts.paragraph("offers-work", &[]));
}

/// The items that speak for a side, however little: what weakens an allegation must not be left out because it is weak.
fn sided(campaign: &CampaignFinding, side: Side) -> Vec<&EvidenceItem> {
    let speaks = |ratio: f64| match side {
        Side::For => ratio > 1.0,
        Side::Against => ratio < 1.0,
        Side::Neither => ratio == 1.0,
    };
    campaign.evidence.iter().filter(|item| speaks(item.likelihood_ratio)).collect()
}

/// What was taken to hold before the evidence, and what other such assumptions would make of it.
fn priors(parts: &Parts<'_, '_>, campaign: &CampaignFinding) -> String {
    let wording = parts.wording;
    let mut sentences = vec![wording.say("prior", &[("prior", (&per_cent(campaign.prior)).into())])];
    sentences.extend(campaign.other_priors.iter().map(|(prior, term)| {
        let (prior, term) = (per_cent(*prior), wording.name("term", term));
        wording.say("other-prior", &[("prior", (&prior).into()), ("term", (&term).into())])
    }));
    sentences.join(" ")
}

/// A probability in per cent, two digits after the point at most: "50", "0.5".
fn per_cent(probability: f64) -> String {
    ((probability * 1e4).round() / 1e2).to_string()
}

fn assessed(parts: &Parts<'_, '_>, campaign: &CampaignFinding, posts: &str) -> String {
    let scale = parts.head.findings.likelihood_scale;
    let term = scale.term_named(&campaign.term);
    let is_even = term.is_some_and(|term| term.rank == pressgang_weigh::scales::Rank::Even);
    let message = if is_even { "assessed-even" } else { "assessed" };
    let words = parts.wording.name("term", &campaign.term);
    let (from, to) = term.map_or((String::new(), String::new()), |term| (term.from.to_string(), term.to.to_string()));
    parts.wording.say(
        message,
        &[
            ("posts", posts.into()),
            ("campaign", (&campaign.id).into()),
            ("term", (&words).into()),
            ("from", (&from).into()),
            ("to", (&to).into()),
            ("scale", scale.name().into()),
            ("organisation", (&parts.draft.organisation.name).into()),
        ],
    )
}

fn item_words(parts: &Parts<'_, '_>, item: &EvidenceItem) -> String {
    let wording = parts.wording;
    let family = wording.name("family", &item.family);
    let quoted = wording.say("quoted", &[("text", (&item.text).into())]);
    let ratio = printed_ratio(parts, item.likelihood_ratio, item.saturated);
    let support = support_words(parts, item.likelihood_ratio);
    wording.say(
        "item",
        &[
            ("id", (&item.id).into()),
            ("family", (&family).into()),
            ("ratio", (&ratio).into()),
            ("support", (&support).into()),
            ("grade", (&item.grade).into()),
            ("quoted", (&quoted).into()),
        ],
    )
}

/// A likelihood ratio as the scales print it, its words in the letter's language.
fn printed_ratio(parts: &Parts<'_, '_>, value: f64, saturated: bool) -> String {
    let printed = ratio(value, saturated);
    let bare = printed.split(" (").next().unwrap_or(&printed);
    let bounds = [
        ("at least ", "ratio-at-least"),
        ("at most ", "ratio-at-most"),
        ("over ", "ratio-over"),
        ("under ", "ratio-under"),
    ];
    for (before, message) in bounds {
        if let Some(number) = bare.strip_prefix(before) {
            return parts.wording.say(message, &[("ratio", number.into())]);
        }
    }
    printed
}

/// The row of the ENFSI scale in the letter's language; which side it supports is said by the list it stands in.
fn support_words(parts: &Parts<'_, '_>, ratio: f64) -> String {
    let Some((row, side)) = Support::of(ratio) else { return parts.wording.plain("unknown") };
    let place = if side == Side::Neither { 0 } else { SUPPORT.iter().position(|known| known == row).unwrap_or(0) };
    parts.wording.name("support", &place.to_string())
}

/// The designations in force on the posts' dates, and of which posts none was.
pub fn law(parts: &Parts<'_, '_>, blocks: &mut Vec<Block>) {
    let (draft, wording) = (parts.draft, parts.wording);
    let designations = draft.designations();
    let jurisdiction = &parts.jurisdiction(&draft.jurisdiction);
    if !designations.is_empty() {
        blocks.push(Block::Subheading(wording.plain("sub-law")));
    }
    for (at, designation) in designations.iter().enumerate() {
        let (kind, interval) = (parts.kind(designation), parts.interval(designation));
        let item = wording.say(
            "law-item",
            &[
                ("number", (at + 1).into()),
                ("jurisdiction", (&designation.jurisdiction).into()),
                ("authority", (&designation.authority).into()),
                ("measure", (&designation.measure).into()),
                ("kind", (&kind).into()),
                ("interval", (&interval).into()),
                ("source", (&designation.source).into()),
            ],
        );
        let posts = parts.numbered(&draft.numbers(|post| post.grounds.contains(designation)));
        let posts = wording.say("law-posts", &[("posts", (&posts).into())]);
        let means = designation.kind.map(means).map(|message| wording.plain(message)).unwrap_or_default();
        blocks.push(Block::Paragraph(format!("{item} {posts} {means}").trim_end().to_owned()));
    }
    let of_posts = |message: &str| draft.numbers(|post| alleged(parts, &post.grounds) == Some(message));
    for message in ["law-alleged", "law-alleged-elsewhere", "law-prohibitions"] {
        let numbers = of_posts(message);
        if !numbers.is_empty() {
            let posts = parts.numbered(&numbers);
            let told = [("posts", (&posts).into()), ("organisation", (&draft.organisation.name).into())];
            blocks.push(parts.paragraph(message, &told));
        }
    }
    if let Some(provisions) = parts.provisions() {
        blocks.push(parts.paragraph("law-provisions", &[("text", provisions.into())]));
    }
    let none = |post: &DraftPost<'_>| match post.day {
        None => "law-undated",
        Some(_) if post.is_between => "law-between",
        Some(_) => "law-none",
    };
    for message in ["law-none", "law-between", "law-undated"] {
        let numbers = draft.numbers(|post| post.grounds.is_empty() && none(post) == message);
        if !numbers.is_empty() {
            let posts = parts.numbered(&numbers);
            blocks.push(parts.paragraph(message, &[("posts", (&posts).into()), ("jurisdiction", jurisdiction.into())]));
        }
    }
}

/// What is alleged of a post with these designations in force. A sanctions listing forbids certain acts and makes nothing
/// else illegal, so without the provisions no more is said than that its prohibitions may be broken.
pub fn alleged(parts: &Parts<'_, '_>, grounds: &[&Designation]) -> Option<&'static str> {
    let is_sanctions = |ground: &&Designation| ground.kind == Some(DesignationKind::Sanctions);
    match parts.frame() {
        Frame::Contract | Frame::Referral => None,
        _ if grounds.is_empty() => None,
        _ if parts.provisions().is_none() && grounds.iter().all(is_sanctions) => Some("law-prohibitions"),
        Frame::Union => Some("law-alleged"),
        Frame::Elsewhere => Some("law-alleged-elsewhere"),
    }
}

/// What follows, and does not follow, from a kind of designation.
fn means(kind: DesignationKind) -> &'static str {
    match kind {
        DesignationKind::Sanctions | DesignationKind::Call => "means-sanctions",
        DesignationKind::TerroristListing => "means-terrorist_listing",
        DesignationKind::Proscription => "means-proscription",
        DesignationKind::Criminal => "means-criminal",
    }
}

/// The platform's own rules, apart from the law.
pub fn rules(parts: &Parts<'_, '_>, frame: Frame, blocks: &mut Vec<Block>) {
    let (draft, wording) = (parts.draft, parts.wording);
    if parts.rules.is_empty() {
        return;
    }
    blocks.push(Block::Subheading(wording.plain("sub-rule")));
    for rule in parts.rules {
        let posts = parts.numbered(&draft.numbers(|post: &DraftPost<'_>| rule.fits_post(post)));
        let message = if frame == Frame::Contract { "rule-posts-only" } else { "rule-posts" };
        blocks.push(parts.paragraph(message, &[("posts", (&posts).into())]));
        let item = wording.say(
            "rule-item",
            &[
                ("title", rule.title.as_ref().into()),
                ("url", rule.url.as_ref().into()),
                ("edition", rule.edition.as_ref().into()),
            ],
        );
        blocks.push(Block::Items(vec![item, wording.say("rule-text", &[("text", rule.text.as_ref().into())])]));
        let kind = parts.organisation_kind();
        let told = [("organisation", (&draft.organisation.name).into()), ("kind", (&kind).into())];
        let why = wording.say("rule-why", &told);
        let limit = rule.limit.map(|limit| wording.plain(limit.message())).unwrap_or_default();
        blocks.push(Block::Paragraph(format!("{why} {limit}").trim_end().to_owned()));
    }
}
