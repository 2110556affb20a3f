//! Which posts count: adverts that are tied to the organisation.
//!
//! A post is tied by itself when it names the organisation, has the wording of a reference account, shares a rare
//! passage, a translation or a rare offer with one, or a contact with one or with a second source's list. It is tied by
//! others when it shares any of these with posts that count already. A contact that mostly appears elsewhere (a
//! popular link, a city's news channel) ties nothing. What says the same in other words ties one step only, and only
//! what is an advert by its own signs: likeness of meaning must not walk from post to post.

use std::collections::{BTreeMap, BTreeSet};

use super::decided::Decided;
use super::matched::ranks;
use super::{Classes, Corroborated, Match, MatchKind, Tied};
use crate::config::Config;
use crate::found::count;
use crate::stages::carried::{Carried, CarriedKind, Holders, MOST_HOLDERS};
use crate::stages::corpus::{Corpus, CorpusPost};

/// Least similarity at which wording stands for a post that is no advert by itself (its contact is in the picture).
const SAME_WORDING: f64 = 0.7;

/// Least share of tied posts among all adverts that carry a number or handle for it to tie the others: a recruiter's
/// number stands on adverts that name nobody too, but a job agency's channel with one such advert is not his.
const LEAST_SHARE: f64 = 0.2;

/// Posts that are no adverts a number or handle may appear in (people warn of it) before it counts as popular.
pub(super) const MOST_ORDINARY: u64 = 20;

/// The posts of a case while it is decided which count.
pub(super) struct Study<'a> {
    config: &'a Config,
    pub corpus: &'a Corpus,
    pub contacts: &'a BTreeMap<Carried, Holders>,
    pub corroborated: &'a Corroborated,
    matches: &'a [Match],
    decided: &'a Decided,
    classes: Classes,
    rank: Vec<u32>,
}

/// A reason to be: what it rests on, how strongly, for which organisation, in words.
struct Reason {
    order: i8,
    strength: f64,
    organisation: String,
    text: String,
}

/// The reasons found in one round, the strongest of each sort per post.
#[derive(Default)]
struct Reasons(BTreeMap<(u32, usize), Vec<Reason>>);

impl Reasons {
    fn add(&mut self, study: &Study<'_>, place: usize, reason: Reason) {
        let reasons = self.0.entry((study.rank[place], place)).or_default();
        match reasons.iter_mut().find(|known| known.order == reason.order) {
            Some(known) if known.strength < reason.strength => *known = reason,
            Some(_) => {}
            None => reasons.push(reason),
        }
    }

    /// Ties the posts; returns whether there were any.
    fn apply(self, tied: &mut Tied, by_meaning: &mut BTreeSet<usize>) -> bool {
        let any = !self.0.is_empty();
        for ((_, place), mut reasons) in self.0 {
            reasons.sort_by_key(|reason| reason.order);
            if reasons.iter().all(|reason| reason.order >= MEANING) && !tied.contains_key(&place) {
                by_meaning.insert(place);
            } else {
                by_meaning.remove(&place);
            }
            for reason in reasons {
                let (_, texts) = tied.entry(place).or_insert_with(|| (reason.organisation, Vec::new()));
                if !texts.contains(&reason.text) {
                    texts.push(reason.text);
                }
            }
        }
        any
    }
}

/// From this place in the order of reasons on they rest on meaning.
const MEANING: i8 = 10;

/// What somebody decided comes before every reason of the program's.
const DECIDED: i8 = -1;

impl<'a> Study<'a> {
    pub fn new(
        config: &'a Config,
        corpus: &'a Corpus,
        contacts: &'a BTreeMap<Carried, Holders>,
        matches: &'a [Match],
        corroborated: &'a Corroborated,
        decided: &'a Decided,
    ) -> Study<'a> {
        let classes = Classes::new(corpus, matches);
        Study { config, corpus, contacts, corroborated, matches, decided, classes, rank: ranks(corpus) }
    }

    /// The posts with the same texts.
    pub fn classes(&self) -> &Classes {
        &self.classes
    }

    /// Every post that counts.
    pub fn tied(&self) -> Tied {
        let (mut tied, mut by_meaning) = (Tied::new(), BTreeSet::new());
        self.by_themselves().apply(&mut tied, &mut by_meaning);
        while self.by_others(&tied, &by_meaning).apply(&mut tied, &mut by_meaning) {}
        tied
    }

    /// Returns true if a post may be found: under study, in the window, and rejected by nobody.
    fn may_count(&self, place: usize) -> bool {
        let post = &self.corpus.posts[place];
        let is_open = post.is_studied() && post.reference.is_none() && in_window(self.config, post);
        is_open && !self.decided.rejected.contains(&place)
    }

    /// Ties that rest on the post itself, on reference accounts and on second sources.
    fn by_themselves(&self) -> Reasons {
        let threshold = f64::from(pressgang_signals::THRESHOLD);
        let mut reasons = Reasons::default();
        for (&place, (organisation, entry)) in
            self.decided.confirmed.iter().filter(|(place, _)| self.may_count(**place))
        {
            let text = format!("confirmed by a person (entry {entry} of the ledger)");
            let organisation = organisation.clone();
            reasons.add(self, place, Reason { order: DECIDED, strength: 1.0, organisation, text });
        }
        for (place, post) in self.corpus.posts.iter().enumerate() {
            if self.may_count(place)
                && post.recruitment >= threshold
                && let Some(organisation) = post.named.first()
            {
                let text = "names the organisation".to_owned();
                reasons.add(self, place, Reason { order: 0, strength: 1.0, organisation: organisation.clone(), text });
            }
        }
        for m in self.matches.iter().filter(|m| !m.kind.is_carried()) {
            for (known, other) in [(m.a, m.b), (m.b, m.a)] {
                let Some((organisation, _)) = &self.corpus.posts[known].reference else { continue };
                if !self.corpus.posts[known].is_advert() {
                    continue;
                }
                for &place in self.classes.like(other) {
                    if self.may_count(place) && self.is_tying(m, place, true) {
                        reasons.add(self, place, reason(m, organisation, "a reference account"));
                    }
                }
            }
        }
        for (contact, holders) in self.contacts.iter().filter(|((kind, _), _)| kind.is_direct()) {
            let is_media = contact.0 == CarriedKind::Media;
            let confirmed = self.corroborated.get(contact);
            let first = holders.references.iter().min_by_key(|place| self.rank[**place]);
            let reference = first.and_then(|place| self.corpus.posts[*place].reference.as_ref());
            for &place in &holders.studied {
                if !self.may_count(place) || !self.may_be_tied_by(contact.0, place) {
                    continue;
                }
                if let Some(organisation) = confirmed {
                    let text = "contact confirmed by a second source".to_owned();
                    let organisation = organisation.clone();
                    reasons.add(self, place, Reason { order: 3, strength: 1.0, organisation, text });
                }
                if let Some((organisation, _)) = reference
                    && holders.ordinary <= MOST_ORDINARY
                {
                    let (order, text) = if is_media {
                        (6, "picture or film of a reference account")
                    } else {
                        (4, "contact of a reference account")
                    };
                    let (text, organisation) = (text.to_owned(), organisation.clone());
                    reasons.add(self, place, Reason { order, strength: 1.0, organisation, text });
                }
            }
        }
        reasons
    }

    /// Ties that rest on posts tied before.
    fn by_others(&self, tied: &Tied, by_meaning: &BTreeSet<usize>) -> Reasons {
        let mut reasons = Reasons::default();
        let may_join = |place: usize| !tied.contains_key(&place) && self.may_count(place);
        for (contact, holders) in self.contacts {
            let Some(organisation) = self.tying(tied, contact, holders) else { continue };
            for &place in holders.studied.iter().filter(|place| may_join(**place)) {
                if self.may_be_tied_by(contact.0, place) {
                    let (order, text) = match contact.0 {
                        CarriedKind::Media => (8, "picture or film shared with posts that count"),
                        CarriedKind::Contact(_) => (5, "contact shared with posts that count"),
                    };
                    let (text, organisation) = (text.to_owned(), organisation.clone());
                    reasons.add(self, place, Reason { order, strength: 1.0, organisation, text });
                }
            }
        }
        let spreads = |m: &Match, class: usize| -> Option<&String> {
            let known = self.classes.like(class).iter().find(|place| {
                let is_known = tied.contains_key(place) && self.corpus.posts[**place].is_advert();
                is_known && !(m.kind.is_meaning() && by_meaning.contains(place))
            });
            known.and_then(|place| tied.get(place)).map(|(organisation, _)| organisation)
        };
        for m in self.matches.iter().filter(|m| !m.kind.is_carried()) {
            for (known, other) in [(m.a, m.b), (m.b, m.a)] {
                let others = self.classes.like(other);
                if !others.iter().any(|place| may_join(*place)) {
                    continue;
                }
                let Some(organisation) = spreads(m, known) else { continue };
                for &place in others.iter().filter(|place| may_join(**place)) {
                    if self.is_tying(m, place, false) {
                        reasons.add(self, place, reason(m, organisation, "a post that counts"));
                    }
                }
            }
        }
        reasons
    }

    /// Returns true if what a post carries may tie it: a contact whoever advertises with it, a picture, which anybody may
    /// copy, only who recruits by his own words.
    fn may_be_tied_by(&self, kind: CarriedKind, place: usize) -> bool {
        let post = &self.corpus.posts[place];
        match kind {
            CarriedKind::Contact(_) => post.is_advert(),
            CarriedKind::Media => post.recruitment >= f64::from(pressgang_signals::THRESHOLD),
        }
    }

    /// Returns true if a match with a reference post, or with a post that counts, ties a post.
    fn is_tying(&self, m: &Match, place: usize, with_reference: bool) -> bool {
        let post = &self.corpus.posts[place];
        if m.kind.is_wording() {
            // Below near-identity a post has to be an advert by its own signs; a report about an advert is none.
            let same = m.score >= SAME_WORDING && (!post.against || post.is_advert());
            return same || (with_reference && post.is_advert());
        }
        // Honest adverts share set phrases, pay and terms with recruiters': what ties one has to recruit by itself, for
        // whomever.
        let recruits = post.recruitment >= f64::from(pressgang_signals::THRESHOLD);
        recruits && m.kind.is_telling(m.weight, m.score)
    }

    /// Posts that carry a contact and are neither adverts nor reference posts nor count: ordinary ones, and candidates
    /// that had but a sign or two.
    pub fn elsewhere(&self, tied: &Tied, holders: &Holders) -> u64 {
        let is_other = |place: &&usize| !tied.contains_key(place) && !self.corpus.posts[**place].is_advert();
        holders.ordinary + holders.studied.iter().filter(is_other).count() as u64
    }

    /// The organisation that a contact ties to, if enough of what carries it is tied already. Links tie nothing: anybody
    /// may link to a page.
    pub fn tying(&self, tied: &Tied, contact: &Carried, holders: &Holders) -> Option<String> {
        if !contact.0.is_direct() || holders.carriers() > MOST_HOLDERS {
            return None;
        }
        let mut by_organisation: BTreeMap<&str, usize> = BTreeMap::new();
        for (organisation, _) in holders.studied.iter().filter_map(|place| tied.get(place)) {
            *by_organisation.entry(organisation).or_default() += 1;
        }
        let (organisation, counted) =
            by_organisation.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)))?;
        let untied = holders.studied.iter().filter(|place| !tied.contains_key(place));
        let untied_adverts = untied.filter(|place| self.corpus.posts[**place].is_advert()).count() as f64;
        let elsewhere = self.elsewhere(tied, holders);
        let elsewhere = if elsewhere <= MOST_ORDINARY { 0.0 } else { elsewhere as f64 };
        let counted = counted as f64;
        (counted / (counted + untied_adverts + elsewhere) >= LEAST_SHARE).then(|| organisation.to_owned())
    }
}

/// What a match says, in words that need no table.
fn reason(m: &Match, organisation: &str, with: &str) -> Reason {
    let ordinary = match m.ordinary {
        None => String::new(),
        Some(0) => ", which no ordinary post has".to_owned(),
        Some(1) => ", which 1 ordinary post has too".to_owned(),
        Some(n) => format!(", which {} ordinary posts have too", count(n)),
    };
    let (order, text) = match m.kind {
        MatchKind::Passage => {
            let length = m.basis.as_ref().map_or(0, |passage| passage.chars().count() as u64);
            let length = if length == 0 { String::new() } else { format!(" of {} characters", count(length)) };
            // Adverts are not counted: recruiters' copies would make their own passages common.
            let elsewhere = match m.ordinary {
                None => String::new(),
                Some(0) => ", found in no post but adverts".to_owned(),
                Some(1) => ", found in 1 post that is no advert".to_owned(),
                Some(n) => format!(", found in {} posts that are no adverts", count(n)),
            };
            (2, format!("shares a passage{length} with {with}{elsewhere}"))
        }
        MatchKind::Translation => (MEANING, format!("says in another language what {with} says ({:.2})", m.score)),
        MatchKind::SameOffer => (MEANING + 1, format!("makes the same offer as {with}{ordinary} ({:.2})", m.score)),
        MatchKind::PictureText => (7, format!("text in a picture like that of {with} ({:.2})", m.score)),
        _ => (1, format!("wording of {with} ({:.2})", m.score)),
    };
    Reason { order, strength: m.score, organisation: organisation.to_owned(), text }
}

fn in_window(config: &Config, post: &CorpusPost) -> bool {
    let Some((from, to)) = config.window else { return true };
    // A post without a date cannot be shown to be outside; it counts and the report says that its date is missing.
    post.created_at.is_none_or(|at| {
        let day = at.to_jiff().to_zoned_datetime(config.time_zone.clone()).date();
        from <= day && day <= to
    })
}
