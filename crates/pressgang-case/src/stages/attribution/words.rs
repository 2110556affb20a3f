//! Posts whose words, offers or pictures are like a verified account's, and posts that name the organisation.
//!
//! All of it can be copied together, so it is one origin.

use std::collections::{BTreeMap, BTreeSet};

use super::item::{Ceiling, Family, Item, Link, OF_OFFERS, OF_PASSAGES, OF_WORDING, Strength, WORDS};
use super::rates::{Feature, LeftOut};
use super::{Study, grade_of};
use crate::stages::campaigns::MatchKind;
use crate::stages::corpus::Match;
use crate::wording::Told;

/// One way in which posts are like those of verified accounts.
struct Way {
    kinds: &'static [MatchKind],
    family: Family,
    /// The sentence.
    message: &'static str,
    strength: How,
}

enum How {
    /// Counted in trials; the whole wording or passages.
    Wording {
        same: bool,
    },
    /// Counted in trials.
    Counted(Feature, Ceiling),
    Judged(f64, &'static str),
}

/// Where nothing can be counted: what a shared passage is taken for, and a shared offer.
const JUDGED_WORDING: f64 = 3.0;
const JUDGED_PASSAGE: f64 = 2.0;
const JUDGED_OFFER: f64 = 1.5;
/// Likeness of meaning is measured by a model, not read.
const JUDGED_TRANSLATION: f64 = 2.0;
/// Pictures are copied as easily as words.
const JUDGED_MEDIA: f64 = 2.0;
const JUDGED_NAMED: f64 = 1.5;

const WAYS: [Way; 6] = [
    Way {
        kinds: &[MatchKind::Verbatim, MatchKind::NearDuplicate],
        family: Family::Language,
        message: "words-same",
        strength: How::Wording { same: true },
    },
    Way {
        kinds: &[MatchKind::Passage],
        family: Family::Language,
        message: "words-passage",
        strength: How::Wording { same: false },
    },
    Way {
        kinds: &[MatchKind::Translation],
        family: Family::Language,
        message: "words-translation",
        strength: How::Judged(JUDGED_TRANSLATION, "why-meaning"),
    },
    Way {
        kinds: &[MatchKind::SameOffer],
        family: Family::Offer,
        message: "words-offer",
        strength: How::Counted(Feature::Offer, OF_OFFERS),
    },
    Way {
        kinds: &[MatchKind::PictureText],
        family: Family::Media,
        message: "words-picture",
        strength: How::Judged(JUDGED_MEDIA, "why-media"),
    },
    Way {
        kinds: &[MatchKind::SameMedia],
        family: Family::Media,
        message: "words-media",
        strength: How::Judged(JUDGED_MEDIA, "why-media"),
    },
];

/// Every way in which the posts of a campaign are like those of verified accounts; where their words are not, that.
pub(super) fn items(study: &Study<'_>, matches: &[&Match]) -> Vec<Item> {
    let mut items: Vec<Item> = WAYS.iter().filter_map(|way| alike(study, matches, way)).collect();
    if !items.iter().any(|item| item.family == Family::Language)
        && let Some(ratio) = study.rates.ratio(Feature::Words, study.texts, false, None, LeftOut::default())
        && ratio.ratio() < 1.0
    {
        items.push(Item {
            family: Family::Language,
            text: study.wording.say("words-absent", &[("posts", Told::Count(study.posts.len() as u64))]),
            strength: Strength::Counted(ratio, OF_PASSAGES),
            grade: "F6".to_owned(),
            origin: WORDS.to_owned(),
            posts: study.posts.to_vec(),
            links: Vec::new(),
        });
    }
    items.extend(named(study));
    items
}

fn alike(study: &Study<'_>, matches: &[&Match], way: &Way) -> Option<Item> {
    let mut best: BTreeMap<String, f64> = BTreeMap::new();
    let mut accounts: BTreeSet<usize> = BTreeSet::new();
    let mut links: Vec<(f64, Link)> = Vec::new();
    // Of the rarest that is shared; where it is not known of any, nothing.
    let mut ordinary: Option<u64> = None;
    let speaks = |m: &&&Match| {
        let kind = MatchKind::named(&m.row.kind).filter(|kind| way.kinds.contains(kind));
        kind.is_some_and(|kind| kind.is_telling(m.row.weight, m.row.score))
    };
    for &found in matches.iter().filter(speaks) {
        let of_a = longest(&found.row.a_start, &found.row.a_end);
        let of_b = longest(&found.row.b_start, &found.row.b_end);
        for (post, span, reference, other_span) in [(found.a, of_a, found.b, of_b), (found.b, of_b, found.a, of_a)] {
            let (post, reference) = (study.corpus.posts[post].key(), &study.corpus.posts[reference]);
            let Some((organisation, account)) = &reference.reference else { continue };
            if organisation != study.organisation || !study.inside.contains(post.as_str()) {
                continue;
            }
            accounts.insert(*account);
            let score = best.entry(post.clone()).or_default();
            *score = score.max(found.row.score);
            ordinary = match (ordinary, found.row.ordinary) {
                (Some(least), Some(one)) => Some(least.min(one)),
                (known, one) => known.or(one),
            };
            links.push((found.row.score, Link { post, span, other: reference.key(), other_span }));
        }
    }
    let grade = grade_of(study.config, &accounts)?;
    let (low, high) = best.values().fold((1.0f64, 0.0f64), |(low, high), &s| (low.min(s), high.max(s)));
    let (low, high) = (format!("{low:.2}"), format!("{high:.2}"));
    let platforms = study.platforms(&accounts);
    let text = study.wording.say(
        way.message,
        &[
            ("hits", Told::Count(best.len() as u64)),
            ("posts", Told::Count(study.posts.len() as u64)),
            ("accounts", Told::Count(accounts.len() as u64)),
            ("platforms", Told::Text(&platforms)),
            ("low", Told::Text(&low)),
            ("high", Told::Text(&high)),
        ],
    );
    let strength = match way.strength {
        How::Wording { same } => {
            let ratio = study.rates.of_words(same, study.texts, ordinary, LeftOut::default());
            let (ceiling, judged) = if same { (OF_WORDING, JUDGED_WORDING) } else { (OF_PASSAGES, JUDGED_PASSAGE) };
            Strength::counted(ratio, ceiling, judged)
        }
        How::Counted(feature, ceiling) => {
            let ratio = study.rates.ratio(feature, study.texts, true, None, LeftOut::default());
            Strength::counted(ratio, ceiling, JUDGED_OFFER)
        }
        How::Judged(ratio, why) => Strength::Judged(ratio, why),
    };
    links.sort_by(|(x, a), (y, b)| y.total_cmp(x).then_with(|| (&a.post, &a.other).cmp(&(&b.post, &b.other))));
    links.dedup_by(|(_, a), (_, b)| (&a.post, &a.other) == (&b.post, &b.other));
    Some(Item {
        family: way.family,
        text,
        strength,
        grade,
        origin: WORDS.to_owned(),
        posts: best.into_keys().collect(),
        links: links.into_iter().map(|(_, link)| link).collect(),
    })
}

fn longest(starts: &[u64], ends: &[u64]) -> Option<(u64, u64)> {
    let spans = starts.iter().copied().zip(ends.iter().copied());
    spans.max_by_key(|(start, end)| (end.saturating_sub(*start), u64::MAX - start))
}

/// The posts say so themselves, which anybody can.
fn named(study: &Study<'_>) -> Option<Item> {
    let names = |key: &&String| {
        let place = study.corpus.place.get(*key);
        place.is_some_and(|&p| study.corpus.posts[p].named.iter().any(|o| o == study.organisation))
    };
    let naming: Vec<String> = study.posts.iter().filter(names).cloned().collect();
    if naming.is_empty() {
        return None;
    }
    let told = [("hits", Told::Count(naming.len() as u64)), ("posts", Told::Count(study.posts.len() as u64))];
    Some(Item {
        family: Family::SelfIdentification,
        text: study.wording.say("named", &told),
        strength: Strength::Judged(JUDGED_NAMED, "why-named"),
        grade: "F6".to_owned(),
        origin: WORDS.to_owned(),
        posts: naming,
        links: Vec::new(),
    })
}
