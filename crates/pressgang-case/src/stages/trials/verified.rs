//! What verified accounts publish, and what a post has in common with it.

use std::collections::{BTreeSet, HashMap, HashSet};

use pressgang_posts::{Author, Platform};
use pressgang_signals::passages::{
    GUARANTEED, IndexLimits, Letters, PassageCounts, PassageFinder, PassageIndex, PassageIndexBuilder, worth_besides,
};
use pressgang_signals::{ContactKind, FactCounts, OfferFacts, PostReader, Reading, jaccard, likeness, normalise};

use super::pointers::Pointers;
use crate::add::reference_account;
use crate::config::Config;
use crate::stages::campaigns::MatchKind;
use crate::tables::PostRow;

/// An account's own posts are left out when it is tried, so more are looked at than when posts are matched.
const LIMITS: IndexLimits = IndexLimits { sharers: 256, candidates: 64 };

/// Offers of verified accounts with which an offer is compared.
const MOST_OFFERS: usize = 2_000;

/// A post with what it says.
pub(in crate::stages) struct ReadPost {
    pub post: PostRow,
    pub reading: Reading,
    /// Its contacts, those in its pictures as well: kind as it is compared, and value.
    pub contacts: BTreeSet<(ContactKind, String)>,
}

impl ReadPost {
    /// Reads a post; `kept` are contacts that were found in its pictures.
    pub fn new(reader: &PostReader, post: PostRow, kept: Option<&BTreeSet<(ContactKind, String)>>) -> ReadPost {
        let reading = reader.read_by(post.author_name.as_deref(), &post.text, Some(&post.platform), &post.links);
        let mut contacts = kept.cloned().unwrap_or_default();
        contacts.extend(reading.contacts.iter().map(|c| (c.kind.compared_as(), c.value.clone())));
        ReadPost { post, reading, contacts }
    }

    pub fn key(&self) -> String {
        format!("{}:{}", self.post.platform, self.post.id)
    }

    fn offer(&self) -> Option<OfferFacts> {
        let contacts = self.contacts.iter().map(|(kind, value)| (*kind, value.as_str()));
        self.reading.offer.as_ref().map(|offer| OfferFacts::new(offer, contacts))
    }
}

/// Who published a post, in a form that is the same for every post of an account; `None` where the export does not say.
pub(in crate::stages) fn author_of(post: &PostRow) -> Option<String> {
    let who = post.author_id.as_ref().or(post.author_handle.as_ref()).or(post.author_name.as_ref())?;
    Some(format!("{}:{who}", post.platform))
}

/// The reference account that published a post, by its place in `case.toml`.
pub(in crate::stages) fn account_of(config: &Config, post: &PostRow) -> Option<usize> {
    let author =
        Author { id: post.author_id.clone(), handle: post.author_handle.clone(), name: post.author_name.clone() };
    let account = reference_account(config, &Platform::named(&post.platform), &author)?;
    config.reference_accounts.iter().position(|one| one == account)
}

/// The reference account of a name as `platform:id`, or with its handle or name where no id is known.
pub(in crate::stages) fn account_name(config: &Config, name: &str) -> Option<usize> {
    let (platform, who) = name.split_once(':')?;
    let author = Author { id: Some(who.to_owned()), handle: Some(who.to_owned()), name: Some(who.to_owned()) };
    let account = reference_account(config, &Platform::named(platform), &author)?;
    config.reference_accounts.iter().position(|one| one == account)
}

/// The accounts, of one organisation, that a post is held against.
#[derive(Clone, Copy)]
pub(in crate::stages) struct Against<'a> {
    pub organisation: &'a str,
    /// The account that published the post, whose own posts say nothing of it.
    pub except: Option<usize>,
}

impl Against<'_> {
    /// Returns true for an account that is one of them.
    pub fn counts(self, config: &Config, account: usize) -> bool {
        Some(account) != self.except && config.reference_accounts[account].organisation == self.organisation
    }
}

/// What one post has in common with verified accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::stages) struct InCommon {
    /// Telling passages or more.
    pub words: bool,
    /// The wording from end to end, or nearly.
    pub same: bool,
    /// It offers something at all; and the same as they.
    pub offers: bool,
    pub same_offer: bool,
    /// It gives a contact that reaches somebody; and one of theirs.
    pub contacts: bool,
    pub same_contact: bool,
    /// It links to one of them, or quotes it.
    pub links: bool,
    /// It names the organisation.
    pub names: bool,
}

struct Published {
    account: usize,
    normalised: String,
    /// Letters and digits of the text, as passages count them.
    letters: usize,
}

/// Everything that the verified accounts of a case publish.
pub(in crate::stages) struct Verified<'c> {
    config: &'c Config,
    counts: Option<PassageCounts>,
    texts: Vec<Published>,
    index: PassageIndex,
    whole: HashMap<String, Vec<u32>>,
    contacts: HashMap<(ContactKind, String), BTreeSet<usize>>,
    offers: Vec<(usize, OfferFacts)>,
    facts: FactCounts,
    pointers: Pointers<'c>,
}

impl<'c> Verified<'c> {
    /// `posts` are those of the reference accounts, in any order; `counts` what ordinary posts hold.
    pub fn new(config: &'c Config, posts: &[(usize, ReadPost)], counts: Option<PassageCounts>) -> Verified<'c> {
        let mut sorted: Vec<&(usize, ReadPost)> = posts.iter().collect();
        sorted.sort_by_cached_key(|(account, read)| (*account, read.key()));
        let mut builder = PassageIndexBuilder::default();
        let (mut texts, mut known, mut letters) = (Vec::new(), HashSet::new(), Letters::default());
        let mut whole: HashMap<String, Vec<u32>> = HashMap::new();
        let mut contacts: HashMap<(ContactKind, String), BTreeSet<usize>> = HashMap::new();
        let (mut offers, mut facts) = (Vec::new(), FactCounts::default());
        let mut pointers = Pointers::new(config);
        for (account, read) in sorted {
            pointers.add(*account, &read.post, &read.contacts);
            if read.post.is_repost {
                continue;
            }
            for contact in read.contacts.iter().filter(|(kind, _)| kind.is_direct()) {
                contacts.entry(contact.clone()).or_default().insert(*account);
            }
            if let Some(offer) = read.offer().filter(|offer| !offer.is_empty()) {
                facts.add(&offer);
                offers.push((*account, offer));
            }
            let normalised = normalise(&read.post.text);
            if normalised.is_empty() || !known.insert((*account, normalised.clone())) {
                continue;
            }
            builder.add(&read.post.text);
            whole.entry(normalised.clone()).or_default().push(texts.len() as u32);
            letters.fill(&read.post.text);
            texts.push(Published { account: *account, normalised, letters: letters.len() });
        }
        offers.truncate(MOST_OFFERS);
        Verified { config, counts, texts, index: builder.build(LIMITS), whole, contacts, offers, facts, pointers }
    }

    fn counts_for(&self, against: Against<'_>, account: usize) -> bool {
        against.counts(self.config, account)
    }

    /// Who points to whom.
    pub fn pointers(&self) -> &Pointers<'c> {
        &self.pointers
    }

    /// What a post has in common with them. `itself` is 1 for a post that is among the ordinary ones.
    pub fn in_common(
        &self,
        read: &ReadPost,
        against: Against<'_>,
        itself: u32,
        finder: &mut PassageFinder,
    ) -> InCommon {
        let mut found = InCommon::default();
        if !read.post.is_repost {
            (found.words, found.same) = self.words(&read.post.text, against, itself, finder);
            if let Some(offer) = read.offer().filter(|offer| !offer.is_empty()) {
                found.offers = true;
                found.same_offer = self.offers.iter().any(|(account, theirs)| {
                    self.counts_for(against, *account) && {
                        let score = likeness(&offer, theirs, &self.facts).score;
                        MatchKind::SameOffer.is_telling(score, score)
                    }
                });
            }
        }
        // A link to a verified account is counted as such, and not as a contact of its own.
        let others =
            |(kind, value): &&(ContactKind, String)| kind.is_direct() && !self.pointers.is_of_account(*kind, value);
        found.contacts = read.contacts.iter().any(|contact| others(&contact));
        found.same_contact = read.contacts.iter().filter(others).any(|contact| {
            self.contacts.get(contact).is_some_and(|accounts| accounts.iter().any(|&a| self.counts_for(against, a)))
        });
        found.links = self.pointers.linked(&read.post, &read.contacts, against).next().is_some();
        found.names = read.reading.mentions.iter().any(|mention| mention.organisation == against.organisation);
        found
    }

    /// Telling passages, and the whole wording.
    fn words(&self, text: &str, against: Against<'_>, itself: u32, finder: &mut PassageFinder) -> (bool, bool) {
        let normalised = normalise(text);
        let whole = self.whole.get(&normalised).into_iter().flatten();
        let mut same = whole.into_iter().any(|&at| self.counts_for(against, self.texts[at as usize].account));
        let mut telling = same;
        let found = self.index.passages_with(text, GUARANTEED, u32::MAX, finder);
        for (other, passages) in &found.with {
            let other = &self.texts[*other as usize];
            if same || !self.counts_for(against, other.account) {
                continue;
            }
            same |= jaccard(&normalised, &other.normalised) >= self.config.matching.reference_wording;
            let letters = finder.letters();
            let worths = passages.iter().map(|p| worth_besides(p, letters, self.counts.as_ref(), itself).weight);
            let weight = worths.fold(0.0, f64::max);
            let shared: u32 = passages.iter().map(|passage| passage.characters).sum();
            let shorter = letters.len().min(other.letters).max(1);
            let score = (f64::from(shared) / shorter as f64).min(1.0);
            telling |= same || MatchKind::Passage.is_telling(weight, score);
        }
        (telling, same)
    }
}
