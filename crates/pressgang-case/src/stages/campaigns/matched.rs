//! The rows of matches as campaigns need them: places for keys, in an order that follows from the posts alone.

use crate::communities::Forest;
use crate::stages::corpus::{self, Corpus};

/// Least Jaccard index of texts read in two pictures that ties them: programs read the same words differently.
const SAME_PICTURE_TEXT: f64 = 0.6;

/// Kinds of matches, those of the same words first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::stages) enum MatchKind {
    Verbatim,
    NearDuplicate,
    Passage,
    Translation,
    SameOffer,
    PictureText,
    SameMedia,
    Contact,
    Link,
}

impl MatchKind {
    const ALL: [MatchKind; 9] = [
        MatchKind::Verbatim,
        MatchKind::NearDuplicate,
        MatchKind::Passage,
        MatchKind::Translation,
        MatchKind::SameOffer,
        MatchKind::PictureText,
        MatchKind::SameMedia,
        MatchKind::Contact,
        MatchKind::Link,
    ];

    /// The word used in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            MatchKind::Verbatim => "verbatim",
            MatchKind::NearDuplicate => "near_duplicate",
            MatchKind::Passage => "passage",
            MatchKind::Translation => "translation",
            MatchKind::SameOffer => "same_offer",
            MatchKind::PictureText => "picture_text",
            MatchKind::SameMedia => "same_media",
            MatchKind::Contact => "contact",
            MatchKind::Link => "link",
        }
    }

    /// Returns true for what posts carry in common, which ties by who else carries it and not pair by pair.
    pub fn is_carried(self) -> bool {
        matches!(self, MatchKind::SameMedia | MatchKind::Contact | MatchKind::Link)
    }

    /// Returns true for the same text from end to end, or nearly.
    pub fn is_wording(self) -> bool {
        matches!(self, MatchKind::Verbatim | MatchKind::NearDuplicate)
    }

    /// Returns true for what two texts say in other words.
    pub fn is_meaning(self) -> bool {
        matches!(self, MatchKind::Translation | MatchKind::SameOffer)
    }

    /// The kind with this word.
    pub fn named(word: &str) -> Option<MatchKind> {
        MatchKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Returns true if a match of this kind says something of who wrote a post, and not only that two look alike.
    ///
    /// Adverts for any work share stock phrases and terms: a passage has to be as rare as one post in 3,000 (weight 0.75,
    /// see `worth` of passages) and cover a quarter of the shorter text (a sentence that nobody else wrote is enough though
    /// the rest is new), a translation or an offer has to be the same almost
    /// surely. In the demo no job advert reaches these bounds with an advert of the organisation (0.58 and 0.91 at most).
    pub fn is_telling(self, weight: f64, score: f64) -> bool {
        match self {
            MatchKind::Passage => weight >= 0.75 && score >= 0.25,
            MatchKind::Translation => weight >= 0.5 && score >= 0.9,
            MatchKind::SameOffer => weight >= 0.95 && score >= 0.95,
            MatchKind::PictureText => score >= SAME_PICTURE_TEXT,
            MatchKind::Verbatim | MatchKind::NearDuplicate | MatchKind::SameMedia | MatchKind::Contact => weight > 0.0,
            MatchKind::Link => false,
        }
    }
}

/// One match of two posts.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::stages) struct Match {
    pub a: usize,
    pub b: usize,
    pub kind: MatchKind,
    pub score: f64,
    pub weight: f64,
    pub basis: Option<String>,
    pub ordinary: Option<u64>,
    /// The longest common passage in the first post's text, in bytes.
    pub a_span: Option<(u64, u64)>,
    /// The same in the second post's.
    pub b_span: Option<(u64, u64)>,
}

impl Match {
    /// Returns true for a match of texts that ties. Weak ones tie nothing however many there are: a hundred stock phrases
    /// are still stock phrases.
    pub fn is_telling_text(&self) -> bool {
        !self.kind.is_carried() && self.kind.is_telling(self.weight, self.score)
    }
}

/// The matches ordered by the keys of the posts, so that nothing that follows depends on the order of the sources.
pub(in crate::stages) fn ordered(corpus: &Corpus, rows: &[corpus::Match]) -> Vec<Match> {
    let rank = ranks(corpus);
    let mut matches: Vec<Match> = rows
        .iter()
        .filter_map(|&corpus::Match { a, b, ref row }| {
            let kind = MatchKind::named(&row.kind)?;
            let longest = |starts: &[u64], ends: &[u64]| {
                let spans = starts.iter().copied().zip(ends.iter().copied());
                spans.max_by_key(|(start, end)| (end.saturating_sub(*start), u64::MAX - start))
            };
            let of_a = (a, longest(&row.a_start, &row.a_end));
            let of_b = (b, longest(&row.b_start, &row.b_end));
            let ((a, a_span), (b, b_span)) = if rank[a] <= rank[b] { (of_a, of_b) } else { (of_b, of_a) };
            let (score, weight) = (row.score.clamp(0.0, 1.0), row.weight.clamp(0.0, 1.0));
            Some(Match { a, b, kind, score, weight, basis: row.basis.clone(), ordinary: row.ordinary, a_span, b_span })
        })
        .collect();
    matches.sort_by(|x, y| {
        let order = |m: &Match| (rank[m.a], rank[m.b], m.kind);
        order(x).cmp(&order(y)).then_with(|| x.basis.cmp(&y.basis)).then(y.weight.total_cmp(&x.weight))
    });
    matches
}

/// The place of each post in the order of keys.
pub(super) fn ranks(corpus: &Corpus) -> Vec<u32> {
    let mut order: Vec<usize> = (0..corpus.posts.len()).collect();
    order.sort_by_cached_key(|place| corpus.posts[*place].key());
    let mut rank = vec![0u32; order.len()];
    for (at, place) in order.into_iter().enumerate() {
        rank[place] = at as u32;
    }
    rank
}

/// Posts whose texts are the same. Matches of kinds that rest on the text are written for one post of a class (and for
/// each reference post), so they hold for all of it.
pub(in crate::stages) struct Classes {
    /// Each post's class, named by one of its posts.
    of: Vec<u32>,
    /// The posts of each class, by its name, in the order of keys.
    members: Vec<Vec<usize>>,
}

impl Classes {
    pub fn new(corpus: &Corpus, matches: &[Match]) -> Classes {
        let posts = corpus.posts.len();
        let mut forest = Forest::new(posts);
        for m in matches.iter().filter(|m| m.kind == MatchKind::Verbatim) {
            forest.join(m.a as u32, m.b as u32);
        }
        let of: Vec<u32> = (0..posts as u32).map(|place| forest.root(place)).collect();
        let mut members = vec![Vec::new(); posts];
        let rank = ranks(corpus);
        let mut order: Vec<usize> = (0..posts).collect();
        order.sort_by_key(|place| rank[*place]);
        order.into_iter().for_each(|place| members[of[place] as usize].push(place));
        Classes { of, members }
    }

    /// The posts with the same text as this one, itself among them.
    pub fn like(&self, place: usize) -> &[usize] {
        &self.members[self.of[place] as usize]
    }

    /// The class of a post.
    pub fn of(&self, place: usize) -> u32 {
        self.of[place]
    }
}
