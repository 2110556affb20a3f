//! Does this text recruit? A sum of weighted signs that a reader can follow.
//!
//! Two questions are kept apart. *Is it an advert* (somebody is asked to come and is told what for): every job advert
//! is one. *Does it recruit for what is studied*: an advert that also names the organisation or offers fighting. An
//! advert that does neither can still be tied to the organisation later, by a shared contact or the same wording;
//! that is the case's business, not this module's.
//!
//! The weights are learned from labelled posts (training/README.md); what a text must have at least is a rule here.

use std::ops::Range;
use std::sync::LazyLock;

use crate::contacts::{Contact, account_to_write_to};
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

/// What a text can reach at most that lacks a necessary part.
const CEILING: f32 = 0.3;
/// One sign counts so often at most.
const MOST: usize = 3;

/// The weights of all signs, learned by `train-recruitment` (training/README.md) from labelled posts: sign, weight
/// for being an advert, weight for recruiting; `bias` is what a text without signs has.
static LEARNED: &str = include_str!("../data/recruitment-weights.tsv");

/// Every sign, in the order of the table.
pub const SIGNS: [&str; 21] = [
    "organisation named",
    "insiders' word",
    "leader named",
    "fighting role",
    "role",
    "war work",
    "invitation",
    "vacancy",
    "pay",
    "pay spoken of",
    "age asked for",
    "benefit",
    "condition",
    "contract",
    "contact",
    "account to write to",
    "link",
    "price",
    "warning",
    "report",
    "joke",
];

/// Signs of which an advert has at least two.
const OFFER_SIGNS: [&str; 10] = [
    "fighting role",
    "role",
    "invitation",
    "vacancy",
    "pay",
    "pay spoken of",
    "age asked for",
    "benefit",
    "condition",
    "contract",
];

/// The weights for one verdict.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// Log-odds of a text without signs.
    pub bias: f32,
    /// Log-odds that each of [`SIGNS`] adds.
    pub signs: [f32; SIGNS.len()],
}

impl Weights {
    /// The log-odds of these signs.
    pub fn total(&self, counts: &[usize; SIGNS.len()]) -> f32 {
        self.bias + self.signs.iter().zip(counts).map(|(w, &n)| w * n as f32).sum::<f32>()
    }
}

/// The learned weights: for an advert, for recruitment.
fn learned() -> &'static (Weights, Weights) {
    static PARSED: LazyLock<(Weights, Weights)> = LazyLock::new(|| {
        let (mut advert, mut recruitment) = (Weights::default(), Weights::default());
        for line in LEARNED.lines() {
            let mut fields = line.split('\t');
            let (Some(sign), Some(a), Some(r)) = (fields.next(), fields.next(), fields.next()) else { continue };
            let (a, r) = (a.parse().unwrap_or(0.0), r.parse().unwrap_or(0.0));
            match SIGNS.iter().position(|known| *known == sign) {
                Some(at) => (advert.signs[at], recruitment.signs[at]) = (a, r),
                None if sign == "bias" => (advert.bias, recruitment.bias) = (a, r),
                None => {}
            }
        }
        (advert, recruitment)
    });
    &PARSED
}

/// How often each of [`SIGNS`] is among the reasons.
pub fn counts(reasons: &[Reason]) -> [usize; SIGNS.len()] {
    let mut counts = [0; SIGNS.len()];
    for reason in reasons {
        if let Some(at) = SIGNS.iter().position(|sign| *sign == reason.sign) {
            counts[at] = (counts[at] + 1).min(MOST);
        }
    }
    counts
}

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
    let (for_advert, for_recruitment) = learned();
    let mut add = |sign: &'static str, span: Option<Range<usize>>| {
        if let Some(span) = span {
            let weight = SIGNS.iter().position(|s| *s == sign).map_or(0.0, |at| for_recruitment.signs[at]);
            reasons.push(Reason { sign, weight, span });
        }
    };

    let best_name = mentions.iter().min_by_key(|m| m.kind);
    if let Some(name) = best_name {
        let sign = match name.kind {
            NameKind::Name | NameKind::Alias | NameKind::Ambiguous => "organisation named",
            NameKind::Euphemism => "insiders' word",
            NameKind::Leader => "leader named",
        };
        add(sign, Some(name.span.clone()));
    }

    let military_role = offer.and_then(|o| o.roles.iter().find(|r| r.isco.is_military()));
    let civil_role = offer.and_then(|o| o.roles.iter().find(|r| !r.isco.is_military()));
    add("fighting role", military_role.map(|r| r.span.clone()));
    add("role", civil_role.map(|r| r.span.clone()));
    let combat = first(|s| *s == Sense::Combat);
    add("war work", combat.clone());

    // "Do not call": an invitation behind a negation is a warning.
    let negated =
        |hit: &Hit| hits.iter().any(|n| n.sense == Sense::Negation && n.end <= hit.start && hit.start - n.end <= 2);
    let (negated, open): (Vec<&Hit>, Vec<&Hit>) =
        hits.iter().filter(|h| matches!(h.sense, Sense::Invitation | Sense::Phone)).partition(|h| negated(h));
    let invitation = open.iter().find(|h| h.sense == Sense::Invitation).map(|h| folded.raw_span(h.start..h.end));
    add("warning", negated.first().map(|h| folded.raw_span(h.start..h.end)));
    add("invitation", invitation.clone());
    add("vacancy", first(|s| *s == Sense::Vacancy));
    add("pay", offer.and_then(|o| o.pay.first()).map(|p| p.span.clone()));
    if offer.is_none_or(|o| o.pay.is_empty()) {
        add("pay spoken of", first(|s| matches!(s, Sense::Pay)));
    }
    add("age asked for", offer.and_then(|o| o.age.as_ref()).map(|a| a.span.clone()));
    for (_, span) in offer.iter().flat_map(|o| &o.benefits).take(3) {
        add("benefit", Some(span.clone()));
    }
    for (_, span) in offer.iter().flat_map(|o| &o.conditions).take(3) {
        add("condition", Some(span.clone()));
    }
    add("price", first(|s| *s == Sense::Price));
    add("contract", offer.and_then(|o| o.term.clone()));
    // "Subscribe: t.me/..." leads to a channel to read, not to somebody who hires.
    let follows: Vec<usize> =
        hits.iter().filter(|h| h.sense == Sense::Follow).map(|h| folded.raw_span(h.start..h.end).end).collect();
    let to_read = |c: &Contact| follows.iter().any(|&end| end <= c.span.start && c.span.start - end <= 30);
    let direct = contacts.iter().find(|c| c.kind.is_direct() && (c.kind.is_number() || !to_read(c)));
    add("contact", direct.map(|c| c.span.clone()));
    let account = if direct.is_none() { account_to_write_to(folded, hits, contacts) } else { None };
    add("account to write to", account.clone());
    if direct.is_none() && account.is_none() {
        add("link", contacts.iter().find(|c| !to_read(c)).map(|c| c.span.clone()));
    }

    for (sign, sense) in [("warning", Sense::Warning), ("report", Sense::Reporting), ("joke", Sense::Joke)] {
        for hit in hits.iter().filter(|h| h.sense == sense).take(MOST) {
            add(sign, Some(folded.raw_span(hit.start..hit.end)));
        }
    }
    // "Write, do not call" calls; "do not call" alone warns.
    let forbidden = !negated.is_empty() && invitation.is_none();
    let vacancy = reasons.iter().any(|r| r.sign == "vacancy");
    // A link leads anywhere: only beside an announcement does it lead to who hires.
    let link = vacancy && contacts.iter().any(|c| !to_read(c));
    let addressed = !forbidden && (invitation.is_some() || account.is_some() || direct.is_some() || link);
    let counts = counts(&reasons);
    let mut advert = sigmoid(for_advert.total(&counts));
    let mut score = sigmoid(for_recruitment.total(&counts));
    let terms =
        reasons.iter().any(|r| matches!(r.sign, "vacancy" | "pay" | "pay spoken of" | "age asked for" | "contract"));
    // One word of work may mean something else; two signs of an offer do not.
    let mut parts: Vec<&str> = reasons.iter().map(|r| r.sign).filter(|sign| OFFER_SIGNS.contains(sign)).collect();
    parts.dedup();
    let offers = (terms || invitation.is_some()) && parts.len() >= 2;
    if !addressed || !offers {
        advert = advert.min(CEILING);
    }
    let named = best_name.is_some_and(|m| m.kind != NameKind::Leader);
    let has_subject = named || military_role.is_some() || combat.is_some();
    // A name, a sum and a number are also what a report about adverts quotes.
    let details = reasons.iter().any(|r| {
        r.sign == "account to write to" || OFFER_SIGNS.contains(&r.sign) && !matches!(r.sign, "pay" | "pay spoken of")
    });
    // Without a name, fighters and the front are also what collections for soldiers speak of.
    if !addressed || !has_subject || !details || !named && !terms {
        score = score.min(CEILING);
    }
    Recruitment { score, advert, reasons }
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
