//! Does this text recruit? A sum of weighted signs that a reader can follow.
//!
//! Two questions are kept apart. *Is it an advert* (somebody is asked to come and is told what for): every job advert
//! is one. *Does it recruit for what is studied*: an advert that also names the organisation or offers fighting. An
//! advert that does neither can still be tied to the organisation later, by a shared contact or the same wording;
//! that is the case's business, not this module's.
//!
//! The weights are judgements, written down here; learning them from labelled posts is planned.

use std::ops::Range;

use crate::contacts::{Contact, ContactKind, account_to_write_to};
use crate::fold::Folded;
use crate::lexicon::{Hit, Sense};
use crate::mentions::Mention;
use crate::offer::Offer;
use crate::pack::NameKind;

/// One reason for or against, with the place it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// Which sign it is.
    pub sign: &'static str,
    /// What it adds, in log-odds.
    pub weight: f32,
    /// Where it stands in the raw text, in bytes.
    pub span: Range<usize>,
}

/// The verdict on one text alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Recruitment {
    /// How surely the text recruits for a studied organisation or for fighting, 0 to 1.
    pub score: f32,
    /// How surely it is an advert for work at all, 0 to 1.
    pub advert: f32,
    /// The signs both rest on.
    pub reasons: Vec<Reason>,
}

/// From this score on a text counts as recruitment (or as an advert).
pub const THRESHOLD: f32 = 0.5;

/// Log-odds a text has to overcome to be called an advert.
const ADVERT_BIAS: f32 = 3.0;
/// The same for recruitment: the name or the fighting has to come on top of an advert's signs.
const RECRUITMENT_BIAS: f32 = 4.3;
/// What a text can reach at most that lacks a necessary part.
const CEILING: f32 = 0.3;

/// Weighs the signs of a text.
pub fn weigh(
    folded: &Folded,
    hits: &[Hit],
    contacts: &[Contact],
    mentions: &[Mention],
    offer: Option<&Offer>,
) -> Recruitment {
    let mut reasons: Vec<Reason> = Vec::new();
    let first =
        |wanted: fn(&Sense) -> bool| hits.iter().find(|h| wanted(&h.sense)).map(|h| folded.raw_span(h.start..h.end));
    let mut add = |sign: &'static str, weight: f32, span: Option<Range<usize>>| {
        if let Some(span) = span {
            reasons.push(Reason { sign, weight, span });
        }
    };

    let best_name = mentions.iter().min_by_key(|m| m.kind);
    let name_weight = best_name.map_or(0.0, |m| match m.kind {
        NameKind::Name | NameKind::Alias => 2.2,
        NameKind::Ambiguous => 1.4,
        NameKind::Euphemism => 1.0,
        NameKind::Leader => 0.3,
    });
    add("organisation named", name_weight, best_name.map(|m| m.span.clone()));

    let military_role = offer.and_then(|o| o.roles.iter().find(|r| r.isco.is_military()));
    let civil_role = offer.and_then(|o| o.roles.iter().find(|r| !r.isco.is_military()));
    add("fighting role", 1.5, military_role.map(|r| r.span.clone()));
    add("role", 0.7, civil_role.map(|r| r.span.clone()));
    let combat = first(|s| *s == Sense::Combat);
    add("war work", 1.0, combat.clone());

    // "Do not call": an invitation behind a negation is a warning.
    let negated =
        |hit: &Hit| hits.iter().any(|n| n.sense == Sense::Negation && n.end <= hit.start && hit.start - n.end <= 2);
    let (negated, open): (Vec<&Hit>, Vec<&Hit>) =
        hits.iter().filter(|h| matches!(h.sense, Sense::Invitation | Sense::Phone)).partition(|h| negated(h));
    let invitation = open.iter().find(|h| h.sense == Sense::Invitation).map(|h| folded.raw_span(h.start..h.end));
    add("warning", -4.5, negated.first().map(|h| folded.raw_span(h.start..h.end)));
    add("invitation", 1.2, invitation.clone());
    add("vacancy", 1.0, first(|s| *s == Sense::Vacancy));
    add("pay", 1.0, offer.and_then(|o| o.pay.first()).map(|p| p.span.clone()));
    if offer.is_none_or(|o| o.pay.is_empty()) {
        add("pay spoken of", 0.4, first(|s| matches!(s, Sense::Pay)));
    }
    add("age asked for", 0.8, offer.and_then(|o| o.age.as_ref()).map(|a| a.span.clone()));
    for (_, span) in offer.iter().flat_map(|o| &o.benefits).take(3) {
        add("benefit", 0.35, Some(span.clone()));
    }
    add("contract", 0.4, offer.and_then(|o| o.term.clone()));
    // "Subscribe: t.me/..." leads to a channel to read, not to somebody who hires.
    let follows: Vec<usize> =
        hits.iter().filter(|h| h.sense == Sense::Follow).map(|h| folded.raw_span(h.start..h.end).end).collect();
    let to_read = |c: &Contact| follows.iter().any(|&end| end <= c.span.start && c.span.start - end <= 30);
    let direct = contacts.iter().find(|c| c.kind.is_direct() && (c.kind.is_number() || !to_read(c)));
    add("contact", 1.6, direct.map(|c| c.span.clone()));
    let account = if direct.is_none() { account_to_write_to(folded, hits, contacts) } else { None };
    add("account to write to", 1.6, account.clone());
    if direct.is_none() && account.is_none() {
        add("link", 0.4, contacts.first().map(|c| c.span.clone()));
    }

    for (sign, sense, weight, more) in [
        ("warning", Sense::Warning, -4.5, -1.0),
        ("report", Sense::Reporting, -2.0, -1.5),
        ("joke", Sense::Joke, -2.5, -1.0),
    ] {
        let mut spans = hits.iter().filter(|h| h.sense == sense).map(|h| folded.raw_span(h.start..h.end));
        add(sign, weight, spans.next());
        for span in spans.take(3) {
            add(sign, more, Some(span));
        }
    }

    let total: f32 = reasons.iter().map(|r| r.weight).sum();
    let subject: f32 = reasons
        .iter()
        .filter(|r| matches!(r.sign, "organisation named" | "fighting role" | "war work"))
        .map(|r| r.weight)
        .sum();
    // A fighter is also a worker: the advert's side counts the role once, at a civil role's weight.
    let advert_role = if civil_role.is_none() && military_role.is_some() { 0.7 } else { 0.0 };
    // A number or an address is somebody's; a channel's name under a text may be the newspaper's own, so it speaks to
    // the reader only beside the details that adverts give.
    let details =
        reasons.iter().filter(|r| matches!(r.sign, "vacancy" | "age asked for" | "benefit" | "contract")).count();
    let personal = contacts.iter().any(|c| c.kind.is_number() || c.kind == ContactKind::Email);
    let addressed = invitation.is_some() || personal || ((direct.is_some() || account.is_some()) && details > 0);
    let mut advert = sigmoid(total - subject + advert_role - ADVERT_BIAS);
    let mut score = sigmoid(total - RECRUITMENT_BIAS);
    if !addressed {
        advert = advert.min(CEILING);
    }
    let has_subject = name_weight >= 1.0 || military_role.is_some() && combat.is_some();
    let terms =
        reasons.iter().any(|r| matches!(r.sign, "vacancy" | "pay" | "pay spoken of" | "age asked for" | "contract"));
    // Without a name, fighters and the front are also what collections for soldiers speak of.
    let says_work = terms || (name_weight >= 1.0 && offer.is_some());
    if !addressed || !has_subject || !says_work {
        score = score.min(CEILING);
    }
    Recruitment { score, advert, reasons }
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
