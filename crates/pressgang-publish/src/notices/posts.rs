//! Where the posts are and what identifies them: Article 16(2)(b).

use pressgang_case::{DraftPost, FoundPost, SpanKind};

use super::document::Block;
use super::letter::Parts;
use super::platforms;
use super::{both_times, first, instant};

/// Marked passages of one post in the letter at most; the JSON has more.
const MOST_QUOTES: usize = 12;
/// Characters of a marked passage at most.
const LONGEST_QUOTE: usize = 200;
/// Characters of a post's text at most; its address leads to the rest.
const LONGEST_TEXT: usize = 1_200;

/// Signs that are quoted as something else, or that speak against recruiting.
const OTHER_SIGNS: [&str; 9] =
    ["organisation named", "insiders' word", "leader named", "contact", "link", "price", "warning", "report", "joke"];

/// A marked passage of a post: what it is, its kind in packs' and tables' words, and its words.
pub struct Quote<'f> {
    /// `organisation`, `contact` or `sign`.
    pub what: &'static str,
    /// The kind of contact or sign.
    pub kind: &'f str,
    /// The words as they stand in the post.
    pub text: &'f str,
    /// The normal form of a contact.
    pub value: Option<&'f str>,
}

/// The marked passages of a post, in their order.
pub fn quotes(post: &FoundPost) -> Vec<Quote<'_>> {
    let quoted = post.spans.iter().filter_map(|span| {
        let text = post.text.get(span.range.clone())?;
        Some(match &span.kind {
            SpanKind::Mention => Quote { what: "organisation", kind: "", text, value: None },
            SpanKind::Contact(kind, value) => Quote { what: "contact", kind: kind.as_str(), text, value: Some(value) },
            SpanKind::Sign(sign) if OTHER_SIGNS.contains(&sign.as_str()) => return None,
            SpanKind::Sign(sign) => Quote { what: "sign", kind: sign, text, value: None },
        })
    });
    quoted.collect()
}

/// The items of evidence that rest on a post, by their ids.
pub fn evidence(parts: &Parts<'_, '_>, post: &FoundPost) -> Vec<String> {
    let of_campaign = parts.draft.campaigns.iter().filter(|campaign| campaign.id == post.campaign);
    let items = of_campaign.flat_map(|campaign| &campaign.evidence);
    items.filter(|item| item.posts.contains(&post.key)).map(|item| item.id.clone()).collect()
}

/// Every post with its address and what identifies it.
pub fn posts(parts: &Parts<'_, '_>, blocks: &mut Vec<Block>) {
    for (at, post) in parts.draft.posts.iter().enumerate() {
        blocks.push(Block::Subheading(parts.wording.say("post-title", &[("number", (at + 1).into())])));
        blocks.push(Block::Fields(fields(parts, post)));
    }
}

fn fields(parts: &Parts<'_, '_>, draft_post: &DraftPost<'_>) -> Vec<(String, String)> {
    let (wording, post) = (parts.wording, draft_post.post);
    let plain = |message: &str| wording.plain(message);
    let unknown = || plain("unknown");
    let mut fields = vec![(plain("field-url"), post.url.clone().unwrap_or_else(unknown))];
    let platform = platforms::name(&post.key.platform);
    fields.push((wording.say("field-id", &[("platform", platform.into())]), post.key.id.clone()));
    fields.push((plain("field-account"), account(parts, post)));
    fields.push((
        plain("field-published"),
        post.created_at.map_or_else(unknown, |at| both_times(at, &parts.head.config.time_zone)),
    ));
    fields.push((plain("field-language"), post.language.clone()));
    let (text, is_cut) = first(&post.text, LONGEST_TEXT);
    let text = if is_cut { wording.say("text-cut", &[("text", text.into())]) } else { text.to_owned() };
    fields.push((plain("field-text"), text));
    // Whom it names and how to reach it tell most, and must not be cut off.
    let mut quotes = quotes(post);
    quotes.sort_by_key(|quote| ["organisation", "contact"].iter().position(|what| *what == quote.what).unwrap_or(2));
    for quote in quotes.iter().take(MOST_QUOTES) {
        let name = match quote.what {
            "organisation" => plain("field-organisation"),
            "contact" => wording.say("field-contact", &[("kind", (&wording.name("contact", quote.kind)).into())]),
            _ => wording.say("field-sign", &[("sign", (&wording.name("sign", quote.kind)).into())]),
        };
        let (text, is_cut) = first(quote.text, LONGEST_QUOTE);
        let text = if is_cut { wording.say("text-cut", &[("text", text.into())]) } else { text.to_owned() };
        let value = quote.value.filter(|value| *value != quote.text).map(|value| format!(" ({value})"));
        let text = wording.say("quote", &[("text", (&text).into())]);
        fields.push((name, format!("{text}{}", value.unwrap_or_default())));
    }
    if quotes.len() > MOST_QUOTES {
        let more = wording.say("more-quotes", &[("count", (quotes.len() - MOST_QUOTES).into())]);
        fields.push((plain("field-more"), more));
    }
    for pay in &post.pay {
        fields.push((plain("field-offer"), pay.offered.clone()));
    }
    for picture in &post.pictures {
        let kind = wording.name("media", &picture.kind);
        fields.push((wording.say("field-media", &[("kind", (&kind).into())]), picture.sha256.clone()));
        for contact in &picture.contacts {
            let kind = wording.name("contact", contact.kind.as_str());
            let name = wording.say("field-picture-contact", &[("kind", (&kind).into())]);
            fields.push((name, contact.value.clone()));
        }
    }
    let unheld = post.media.len().saturating_sub(post.pictures.len());
    if unheld > 0 {
        fields.push((plain("field-media-unheld"), unheld.to_string()));
    }
    let grounds: Vec<String> = draft_post
        .grounds
        .iter()
        .map(|ground| format!("{}, {} ({})", ground.jurisdiction, ground.from, parts.kind(ground)))
        .collect();
    let grounds = if grounds.is_empty() { plain("none") } else { grounds.join("; ") };
    fields.push((plain("field-grounds"), grounds));
    let evidence = evidence(parts, post);
    let evidence = if evidence.is_empty() { plain("none") } else { evidence.join(", ") };
    fields.push((plain("field-evidence"), evidence));
    if let Some(look) = &post.last_look {
        let (at, status) = (instant(look.at), status(parts, &look.status));
        fields.push((plain("field-look"), wording.say("look", &[("at", (&at).into()), ("status", (&status).into())])));
    }
    fields.push((plain("field-source"), format!("{} (SHA-256 {})", post.origin, post.source_sha256)));
    fields
}

/// A state in words; by whose hand a post went is said to nobody but the report.
fn status(parts: &Parts<'_, '_>, status: &str) -> String {
    let status = if status.starts_with("removed") { "removed" } else { status };
    parts.wording.name("status", status)
}

fn account(parts: &Parts<'_, '_>, post: &FoundPost) -> String {
    let author = &post.author;
    let mut known: Vec<String> = Vec::new();
    known.extend(author.name.clone());
    known.extend(author.handle.as_ref().map(|handle| format!("@{handle}")));
    known.extend(author.id.as_ref().map(|id| parts.wording.say("account-id", &[("id", id.into())])));
    if known.is_empty() { parts.wording.plain("unknown") } else { known.join(", ") }
}
