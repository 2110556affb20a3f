//! One item of evidence: what was found, how telling it is, and what that rests on.

use super::rates::Ratio;
use crate::tables::EvidenceRow;
use crate::wording::{Told, Wording};

/// Families of evidence, as in the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    Language,
    Contact,
    Offer,
    Media,
    SelfIdentification,
    AccountLink,
    Coordination,
    SecondSource,
    Parody,
    News,
    Scam,
    UsedByOthers,
}

impl Family {
    pub fn as_str(self) -> &'static str {
        match self {
            Family::Language => "language",
            Family::Contact => "contact",
            Family::Offer => "offer",
            Family::Media => "media",
            Family::SelfIdentification => "self-identification",
            Family::AccountLink => "account link",
            Family::Coordination => "coordination",
            Family::SecondSource => "second source",
            Family::Parody => "parody",
            Family::News => "news",
            Family::Scam => "copycat scam",
            Family::UsedByOthers => "contact used by others",
        }
    }
}

/// Where an item comes from in the end; of one origin only the strongest item for and the strongest against count.
pub(super) const WORDS: &str = "the words of the posts";
pub(super) const CONTACTS: &str = "contacts of the verified accounts";
pub(super) const LINKS_TO: &str = "links to the verified accounts";
pub(super) const LINKS_FROM: &str = "links from the verified accounts";
pub(super) const TIMING: &str = "when the posts were published";

/// Returns true for an origin that anybody can copy who reads what verified accounts publish: their words and pictures,
/// their contacts, their names.
pub(super) fn can_be_copied(origin: &str) -> bool {
    [WORDS, CONTACTS, LINKS_TO].contains(&origin)
}

/// The most that a kind of evidence says for, and against, however rare what is shared is among ordinary posts: ordinary
/// posts copy nothing, so counts of them say nothing of those who copy. Judgements, each with the reason in words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ceiling {
    pub most: f64,
    /// Why `most`, as a message of the wording.
    pub why_most: &'static str,
    pub least: f64,
    pub why_least: &'static str,
}

const fn ceiling(most: f64, why_most: &'static str, least: f64, why_least: &'static str) -> Ceiling {
    Ceiling { most, why_most, least, why_least }
}

pub(super) const OF_WORDING: Ceiling = ceiling(3.5, "why-copied-words", 0.33, "why-new-words");
pub(super) const OF_PASSAGES: Ceiling = ceiling(3.0, "why-copied-words", 0.33, "why-new-words");
pub(super) const OF_OFFERS: Ceiling = ceiling(1.5, "why-copied-words", 1.0, "why-new-words");
pub(super) const OF_CONTACTS: Ceiling = ceiling(12.0, "why-copied-contact", 0.8, "why-new-contact");
pub(super) const OF_LINKS_TO: Ceiling = ceiling(2.0, "why-link-to", 0.9, "why-no-link");
pub(super) const OF_LINKS_FROM: Ceiling = ceiling(6.0, "why-link-from", 1.0, "why-no-link");

pub(super) const OF_COORDINATION: Ceiling = ceiling(3.0, "why-coordination", 1.0, "why-coordination");

/// How telling an item is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Strength {
    /// Counted, and held between bounds.
    Counted(Ratio, Ceiling),
    /// Judged, and why.
    Judged(f64, &'static str),
}

impl Strength {
    /// The counted ratio held between its bounds, or the judgement where nothing can be counted.
    pub fn counted(ratio: Option<Ratio>, ceiling: Ceiling, judged: f64) -> Strength {
        match ratio {
            Some(ratio) => Strength::Counted(ratio, ceiling),
            None => Strength::Judged(judged.min(ceiling.most), "why-no-background"),
        }
    }

    /// The ratio that counts.
    pub fn ratio(&self) -> f64 {
        match self {
            Strength::Counted(ratio, ceiling) => ratio.ratio().clamp(ceiling.least, ceiling.most),
            Strength::Judged(ratio, _) => *ratio,
        }
    }

    fn measured(&self) -> Option<&Ratio> {
        match self {
            Strength::Counted(ratio, _) => Some(ratio),
            Strength::Judged(..) => None,
        }
    }
}

/// A place in a post and the same in another.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Link {
    pub post: String,
    pub span: Option<(u64, u64)>,
    pub other: String,
    pub other_span: Option<(u64, u64)>,
}

/// Links that an item lists, the most alike first.
pub(super) const MOST_LINKS: usize = 20;

/// One item of evidence.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub family: Family,
    pub text: String,
    pub strength: Strength,
    /// Admiralty grade.
    pub grade: String,
    pub origin: String,
    /// `platform:id`.
    pub posts: Vec<String>,
    pub links: Vec<Link>,
}

impl Item {
    /// The row of the item, of a campaign of so many posts.
    pub fn row(mut self, wording: &Wording, about: &About<'_>, number: usize) -> EvidenceRow {
        self.links.truncate(MOST_LINKS);
        let told = [("posts", Told::Count(about.posts)), ("name", Told::Text(about.name))];
        let alternative = if self.family == Family::SecondSource { "alternative-second-source" } else { "alternative" };
        let place = |span: Option<(u64, u64)>| span.unwrap_or((0, 0));
        EvidenceRow {
            evidence: format!("E{number}"),
            campaign: about.campaign.to_owned(),
            family: self.family.as_str().to_owned(),
            text: self.text.clone(),
            likelihood_ratio: self.strength.ratio(),
            measured_ratio: self.strength.measured().map(Ratio::ratio),
            saturated: self.strength.measured().is_some_and(|ratio| ratio.saturated),
            if_so: self.strength.measured().map(|ratio| ratio.if_so),
            if_not: self.strength.measured().map(|ratio| ratio.if_not),
            proposition: wording.say("proposition", &told),
            alternative: wording.say(alternative, &told),
            basis: self.basis(wording),
            grade: self.grade.clone(),
            origin: self.origin.clone(),
            posts: self.posts.clone(),
            link_post: self.links.iter().map(|link| link.post.clone()).collect(),
            link_start: self.links.iter().map(|link| place(link.span).0).collect(),
            link_end: self.links.iter().map(|link| place(link.span).1).collect(),
            link_other: self.links.iter().map(|link| link.other.clone()).collect(),
            link_other_start: self.links.iter().map(|link| place(link.other_span).0).collect(),
            link_other_end: self.links.iter().map(|link| place(link.other_span).1).collect(),
        }
    }

    /// What the ratio rests on, in sentences.
    fn basis(&self, wording: &Wording) -> String {
        match &self.strength {
            Strength::Counted(ratio, ceiling) => {
                let (if_so, if_not) = (percent(ratio.if_so), percent(ratio.if_not));
                let mut said = wording.say(
                    "basis-counted",
                    &[
                        ("if-so", Told::Text(&if_so)),
                        ("if-not", Told::Text(&if_not)),
                        ("verified", Told::Count(ratio.verified)),
                        ("verified-hits", Told::Count(ratio.verified_posts.hits)),
                        ("verified-posts", Told::Count(ratio.verified_posts.of)),
                        ("ordinary", Told::Count(ratio.ordinary)),
                        ("ordinary-hits", Told::Count(ratio.ordinary_posts.hits)),
                        ("ordinary-posts", Told::Count(ratio.ordinary_posts.of)),
                    ],
                );
                if ratio.saturated {
                    said = format!("{said} {}", wording.say("basis-end", &[]));
                }
                let counted = ratio.ratio();
                let why = if counted > ceiling.most {
                    Some(ceiling.why_most)
                } else {
                    (counted < ceiling.least).then_some(ceiling.why_least)
                };
                if let Some(why) = why {
                    let (measured, used) = (figure(counted), figure(self.strength.ratio()));
                    let why = wording.say(why, &[]);
                    let told = [
                        ("measured", Told::Text(&measured)),
                        ("used", Told::Text(&used)),
                        ("why", Told::Text(why.as_str())),
                    ];
                    said = format!("{said} {}", wording.say("basis-ceiling", &told));
                }
                said
            }
            Strength::Judged(_, why) => {
                let why = wording.say(why, &[("grade", Told::Text(&self.grade))]);
                wording.say("basis-judged", &[("why", Told::Text(why.as_str()))])
            }
        }
    }
}

/// Of what campaign an item is.
pub(super) struct About<'a> {
    pub campaign: &'a str,
    pub name: &'a str,
    pub posts: u64,
}

/// A share in per cent, with as many figures as it needs: "83 %", "0.4 %".
pub(super) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    match percent {
        p if p >= 10.0 => format!("{p:.0} %"),
        p if p >= 1.0 => format!("{p:.1} %"),
        p if p >= 0.01 => format!("{p:.2} %"),
        _ => "less than 0.01 %".to_owned(),
    }
}

/// A likelihood ratio. Where the data end that is said beside it: what is counted is an estimate there, and no bound.
pub(super) fn figure(ratio: f64) -> String {
    pressgang_weigh::scales::ratio(ratio, false)
}
