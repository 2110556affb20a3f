//! The posts of a case that decisions are about: candidates, posts of reference accounts, and what matches them; one per
//! (platform, id), whatever number of sources captured it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use pressgang_posts::Timestamp;

use super::{Output, SourceResult, all_rows};
use crate::config::{Config, Role};
use crate::error::CaseError;
use crate::files;
use crate::folder::Case;
use crate::index::{IndexedPost, IndexedSource, Indexes};
use crate::tables::MatchRow;

/// One post with what the stages after reading decide on.
#[derive(Debug)]
pub(crate) struct CorpusPost {
    pub platform: String,
    pub id: String,
    pub role: Role,
    /// For a post of a reference account the organisation and the account's place in `case.toml`.
    pub reference: Option<(String, usize)>,
    pub is_repost: bool,
    pub created_at: Option<Timestamp>,
    /// The raw text of the capture that speaks.
    pub text: String,
    /// The source whose capture speaks: of several captures that with the longest text, as others cut it.
    pub source: String,
    pub language: String,
    pub recruitment: f64,
    pub advert: f64,
    /// Its capture that speaks has signs enough to be looked at as an advert.
    pub candidate: bool,
    /// Some sign against it was seen: a warning, a report, a joke.
    pub against: bool,
    /// Organisations named, the strongest name of each first.
    pub named: Vec<String>,
}

impl CorpusPost {
    pub fn key(&self) -> String {
        format!("{}:{}", self.platform, self.id)
    }

    /// Returns true for what is an advert, whoever it is for.
    pub fn is_advert(&self) -> bool {
        let threshold = f64::from(pressgang_signals::THRESHOLD);
        self.advert >= threshold || self.recruitment >= threshold
    }

    /// Returns true for what may be an advert.
    pub fn is_candidate(&self) -> bool {
        self.is_studied() && self.candidate
    }

    /// Returns true for posts under study that can be found at all.
    pub fn is_studied(&self) -> bool {
        self.role == Role::Observed && !self.is_repost
    }
}

/// What was loaded last, and of which results.
pub(crate) type Loaded = Option<(String, Arc<(Corpus, Vec<Match>)>)>;

/// These posts, with the way from a key to its place.
#[derive(Debug, Default)]
pub(crate) struct Corpus {
    pub posts: Vec<CorpusPost>,
    pub place: HashMap<String, usize>,
}

impl Corpus {
    /// Loads candidates, posts of reference accounts and the posts of `matches`, from all sources but background ones.
    pub fn load(config: &Config, sources: &[SourceResult], matches: &[MatchRow]) -> Result<Corpus, CaseError> {
        Corpus::load_also(config, sources, of_matches(matches))
    }

    /// The same with the posts of some keys (`platform:id`).
    pub fn load_also(
        config: &Config,
        sources: &[SourceResult],
        mut wanted: HashSet<String>,
    ) -> Result<Corpus, CaseError> {
        let indexes = Indexes::open(config, sources.iter().map(|s| s.index.segments()))?;
        for posts in indexes.studied().flat_map(IndexedSource::segments) {
            wanted.extend(posts.marked().map(|post| posts.key(post).to_owned()));
        }
        let mut corpus = Corpus::default();
        for source in indexes.studied() {
            for posts in source.segments() {
                // In the order of the source, whichever way they were come upon.
                let numbers: BTreeSet<u32> = wanted.iter().filter_map(|key| posts.find(key)).collect();
                for number in numbers {
                    if let Some(post) = posts.get(number) {
                        corpus.add(config, source, post, posts.raw(number));
                    }
                }
            }
        }
        Ok(corpus)
    }

    /// The matches and the posts they are between, with candidates, references and posts that people confirmed. Stages one
    /// after the other ask for the same, so what was loaded last is kept until the run ends.
    pub fn with_matches(
        case: &mut Case,
        sources: &[SourceResult],
        matches: &[Output],
    ) -> Result<Arc<(Corpus, Vec<Match>)>, CaseError> {
        let of_sources = sources.iter().map(|source| source.index.key.as_str());
        let reviews = case.reviews()?;
        let confirmed: BTreeSet<String> = reviews.confirmed_posts().map(ToString::to_string).collect();
        let of_stages = matches.iter().map(|output| output.key.as_str());
        let of_reviews = confirmed.iter().map(String::as_str);
        let key = files::hash_texts(of_sources.chain(of_stages).chain(of_reviews));
        if let Some((known, loaded)) = &case.loaded
            && *known == key
        {
            return Ok(loaded.clone());
        }
        let rows: Vec<MatchRow> = all_rows(matches)?;
        let mut wanted = of_matches(&rows);
        wanted.extend(confirmed);
        let corpus = Corpus::load_also(&case.config, sources, wanted)?;
        let matches = corpus.speaking_matches(rows);
        let loaded = Arc::new((corpus, matches));
        case.loaded = Some((key, loaded.clone()));
        Ok(loaded)
    }

    fn add(&mut self, config: &Config, source: &IndexedSource, post: IndexedPost<'_>, raw: &str) {
        let account = post.reference.and_then(|at| config.reference_accounts.get(at).map(|account| (account, at)));
        let reference = account.map(|(account, at)| (account.organisation.clone(), at));
        let at = match self.place.get(post.key) {
            Some(&at) => at,
            None => {
                let (platform, id) = post.key.split_once(':').unwrap_or(("", post.key));
                self.place.insert(post.key.to_owned(), self.posts.len());
                self.posts.push(CorpusPost {
                    platform: platform.to_owned(),
                    id: id.to_owned(),
                    role: source.role,
                    reference: None,
                    is_repost: post.is_repost,
                    created_at: post.created_at,
                    text: String::new(),
                    source: String::new(),
                    language: "und".to_owned(),
                    recruitment: 0.0,
                    advert: 0.0,
                    candidate: false,
                    against: false,
                    named: Vec::new(),
                });
                self.posts.len() - 1
            }
        };
        let known = &mut self.posts[at];
        // A post that is observed anywhere stays observed, unless a reference account published it.
        if reference.is_some() {
            (known.reference, known.role) = (reference, Role::Reference);
        } else if known.reference.is_none() && source.role == Role::Observed {
            known.role = Role::Observed;
        }
        if known.source.is_empty() || raw.len() > known.text.len() {
            known.source.clone_from(&source.id);
            raw.clone_into(&mut known.text);
            post.language.clone_into(&mut known.language);
            (known.recruitment, known.advert, known.against) = (post.recruitment, post.advert, post.against);
            known.candidate = post.is_candidate;
            known.named = post.named.iter().map(|&name| name.to_owned()).collect();
        }
    }

    /// The matches between captures that speak, each once.
    ///
    /// Which capture of a post speaks may only be known by a later source than the one whose posts were compared. What
    /// was alike to a capture that no longer speaks is still alike to the posts that had the very words of that capture.
    fn speaking_matches(&self, rows: Vec<MatchRow>) -> Vec<Match> {
        let speaks = |place: usize, source: &str| self.posts[place].source == source;
        let mut matches = Vec::new();
        let mut silent: Vec<Match> = Vec::new();
        let mut stand_ins: BTreeMap<(usize, String), BTreeSet<usize>> = BTreeMap::new();
        for row in rows {
            let a = self.place.get(&format!("{}:{}", row.a_platform, row.a_id));
            let b = self.place.get(&format!("{}:{}", row.b_platform, row.b_id));
            let (Some(&a), Some(&b)) = (a, b) else { continue };
            let found = Match { a, b, row };
            match (speaks(a, &found.row.a_source), speaks(b, &found.row.b_source)) {
                (true, true) => matches.push(found),
                (one, other) => {
                    if found.row.kind == "verbatim" && one {
                        stand_ins.entry((b, found.row.b_source.clone())).or_default().insert(a);
                    } else if found.row.kind == "verbatim" && other {
                        stand_ins.entry((a, found.row.a_source.clone())).or_default().insert(b);
                    } else {
                        silent.push(found);
                    }
                }
            }
        }
        for group in stand_ins.values() {
            let mut group = group.iter();
            if let Some(&first) = group.next() {
                matches.extend(group.map(|&other| self.match_of(first, other, "verbatim", 1.0)));
            }
        }
        for found in silent.iter().filter(|found| found.row.kind == "near_duplicate") {
            let stand_in = |place: usize, source: &String| {
                if speaks(place, source) {
                    return Some(place);
                }
                stand_ins.get(&(place, source.clone())).and_then(|group| group.first().copied())
            };
            let (a, b) = (stand_in(found.a, &found.row.a_source), stand_in(found.b, &found.row.b_source));
            if let (Some(a), Some(b)) = (a, b)
                && a != b
            {
                matches.push(self.match_of(a, b, "near_duplicate", found.row.score));
            }
        }
        let unordered = |m: &Match| (m.a.min(m.b), m.a.max(m.b));
        matches
            .sort_by(|x, y| (unordered(x), &x.row.kind, &x.row.basis).cmp(&(unordered(y), &y.row.kind, &y.row.basis)));
        matches.dedup_by(|x, y| (unordered(x), &x.row.kind, &x.row.basis) == (unordered(y), &y.row.kind, &y.row.basis));
        matches
    }

    /// A match of two posts that says no more than its kind and score.
    pub fn match_of(&self, a: usize, b: usize, kind: &str, score: f64) -> Match {
        let (first, second) = (&self.posts[a], &self.posts[b]);
        Match { a, b, row: match_row(first, second, kind, score) }
    }
}

/// The keys of the posts that matches are between.
fn of_matches(matches: &[MatchRow]) -> HashSet<String> {
    let keys =
        |row: &MatchRow| [format!("{}:{}", row.a_platform, row.a_id), format!("{}:{}", row.b_platform, row.b_id)];
    matches.iter().flat_map(keys).collect()
}

/// A match with the places of its posts.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    pub a: usize,
    pub b: usize,
    pub row: MatchRow,
}

/// A match of two posts that says no more than its kind and score.
pub(super) fn match_row(a: &CorpusPost, b: &CorpusPost, kind: &str, score: f64) -> MatchRow {
    MatchRow {
        a_platform: a.platform.clone(),
        a_id: a.id.clone(),
        a_source: a.source.clone(),
        b_platform: b.platform.clone(),
        b_id: b.id.clone(),
        b_source: b.source.clone(),
        kind: kind.to_owned(),
        score,
        weight: score,
        basis: None,
        ordinary: None,
        a_start: Vec::new(),
        a_end: Vec::new(),
        b_start: Vec::new(),
        b_end: Vec::new(),
        reference: a.reference.is_some() || b.reference.is_some(),
    }
}
