//! The posts of notices that were sent, as statements of reasons could be about them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::Offset;
use pressgang_posts::{PostKey, Timestamp};

use super::super::DecisionWord;
use super::super::counted::decided;
use super::super::drafted::{OTHER_NOTIFICATION, source_type};
use super::row::StatementRow;
use crate::error::CaseError;
use crate::folder::Case;
use crate::notices::NoticeKind;
use crate::stages::newest_files;
use crate::tables::{PartReader, PostRow, ReadingRow, TableRow};

/// Hours that the clock of a place may be behind UTC.
const MOST_BEHIND: i64 = 12;
/// Hours that it may be ahead.
const MOST_AHEAD: i64 = 14;
/// Milliseconds of an hour.
const HOUR: i64 = 3_600_000;

/// A post of a notice.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub notice: String,
    /// Its place in the notice.
    pub place: usize,
    pub post: PostKey,
    source_type: &'static str,
    category: Option<String>,
    /// The first day on which a decision can have come.
    sent: Date,
    /// The language of the post, two letters, where it is known.
    language: Option<String>,
    /// Types of content that the post has (`CONTENT_TYPE_TEXT` ...).
    types: Vec<&'static str>,
    /// What was answered directly.
    decided: Option<DecisionWord>,
}

impl Node {
    /// Whether a statement's platform, source, days and category are those of this post; the day of the content was
    /// looked up before.
    pub fn fits(&self, row: &StatementRow) -> bool {
        // A platform may file any notice as one that alleges no law. Such a statement may be the one about a post, so it
        // leaves others in doubt.
        (row.source_type == self.source_type || row.source_type == OTHER_NOTIFICATION)
            && row.applied >= self.sent
            && self.category.as_ref().is_none_or(|c| row.category == *c || row.more_categories.contains(c))
    }

    /// Whether something else about a statement speaks against this post: that it follows from another kind of notice, its
    /// language, its type of content, or that something else was answered directly. Such a statement still counts among those that fit.
    pub fn contradicts(&self, row: &StatementRow) -> bool {
        let language = match (&self.language, &row.language) {
            (Some(ours), Some(theirs)) => !ours.eq_ignore_ascii_case(theirs),
            _ => false,
        };
        let open =
            |kind: &String| !matches!(kind.as_str(), "CONTENT_TYPE_TEXT" | "CONTENT_TYPE_IMAGE" | "CONTENT_TYPE_VIDEO");
        let types = !self.types.is_empty()
            && !row.types.is_empty()
            && !row.types.iter().any(|kind| open(kind) || self.types.contains(&kind.as_str()));
        let decision = self.decided.is_some_and(|decided| decided != row.decision);
        row.source_type != self.source_type || language || types || decision
    }
}

/// All posts of notices to platforms that were sent.
#[derive(Debug, Default)]
pub(super) struct Sought {
    pub nodes: Vec<Node>,
    /// Nodes by platform and by the days that the platform may give for the content.
    by_day: HashMap<String, HashMap<Date, Vec<usize>>>,
    /// Each notice with when it was sent.
    notices: Vec<(String, String)>,
}

impl Sought {
    pub fn of(case: &Case) -> Result<Sought, CaseError> {
        let mut sought = Sought::default();
        let notices: Vec<_> =
            case.notices()?.into_iter().filter(|n| n.kind == NoticeKind::Notice && n.sent.is_some()).collect();
        let posts =
            facts(case, notices.iter().flat_map(|notice| notice.posts.iter().map(PostKey::to_string)).collect())?;
        let answers: Vec<_> = case.answers()?.into_iter().filter(|answer| answer.statement.is_none()).collect();
        let decided = decided(&answers);
        for notice in &notices {
            let (Some(sent), Some(platform)) = (&notice.sent, &notice.platform) else { continue };
            sought.notices.push((notice.id.clone(), sent.at.to_string()));
            for (place, post) in notice.posts.iter().enumerate() {
                let Some(facts) = posts.get(&post.to_string()) else { continue };
                // Without its day anything could be about a post.
                let Some(created_at) = facts.created_at else { continue };
                let number = sought.nodes.len();
                let days = sought.by_day.entry(platform.clone()).or_default();
                let (first, last) = (day(created_at, -MOST_BEHIND), day(created_at, MOST_AHEAD));
                for day in first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last) {
                    days.entry(day).or_default().push(number);
                }
                sought.nodes.push(Node {
                    notice: notice.id.clone(),
                    place,
                    post: post.clone(),
                    source_type: source_type(notice),
                    category: notice.category.clone(),
                    sent: day(sent.at, -MOST_BEHIND),
                    language: facts.language.clone(),
                    types: facts.types.clone(),
                    decided: decided.get(&(notice.id.as_str(), place)).map(|one| one.decision),
                });
            }
        }
        Ok(sought)
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub fn notices(&self) -> &[(String, String)] {
        &self.notices
    }

    pub fn has_platform(&self, platform: &str) -> bool {
        self.by_day.contains_key(platform)
    }

    /// The posts that a statement may be about.
    pub fn fitting(&self, platform: &str, row: &StatementRow) -> Vec<usize> {
        let of_day = self.by_day.get(platform).and_then(|days| days.get(&row.content_date));
        let of_day = of_day.into_iter().flatten().copied();
        of_day.filter(|&node| self.nodes[node].fits(row)).collect()
    }
}

/// The day of an instant where clocks are so many hours ahead of UTC.
fn day(at: Timestamp, ahead: i64) -> Date {
    let there = Timestamp { unix_millis: at.unix_millis.saturating_add(ahead * HOUR) };
    Offset::UTC.to_datetime(there.to_jiff()).date()
}

#[derive(Default)]
struct Facts {
    created_at: Option<Timestamp>,
    language: Option<String>,
    types: Vec<&'static str>,
}

/// What the newest tables say of some posts.
fn facts(case: &Case, keys: Vec<String>) -> Result<BTreeMap<String, Facts>, CaseError> {
    let mut found: BTreeMap<String, Facts> = BTreeMap::new();
    let wanted: Arc<std::collections::HashSet<String>> = Arc::new(keys.into_iter().collect());
    for part in case.newest_posts()? {
        for batch in PartReader::<PostRow>::open(&part)? {
            for row in batch? {
                let key = format!("{}:{}", row.platform, row.id);
                if !wanted.contains(&key) {
                    continue;
                }
                let facts = found.entry(key).or_default();
                facts.created_at = facts.created_at.or(row.created_at);
                let of_text = (!row.text.trim().is_empty()).then_some("CONTENT_TYPE_TEXT");
                let of_media = row.media_kind.iter().map(|kind| match kind.as_str() {
                    "photo" | "image" | "picture" | "gif" => "CONTENT_TYPE_IMAGE",
                    "audio" | "sound" => "CONTENT_TYPE_AUDIO",
                    _ => "CONTENT_TYPE_VIDEO",
                });
                for kind in of_text.into_iter().chain(of_media) {
                    if !facts.types.contains(&kind) {
                        facts.types.push(kind);
                    }
                }
            }
        }
    }
    for source in &case.config.sources {
        let files = newest_files(case.ledger(), case.root(), &format!("readings/{}", source.id), None)?;
        let Some(part) = files.and_then(|mut files| files.remove(ReadingRow::TABLE)) else { continue };
        for batch in PartReader::<ReadingRow>::open(&part)? {
            for row in batch? {
                let Some(facts) = found.get_mut(&format!("{}:{}", row.platform, row.id)) else { continue };
                let code = row.language.split(['-', '_']).next().unwrap_or_default();
                // The database's languages have two letters; others it cannot say.
                if code.len() == 2 && facts.language.is_none() {
                    facts.language = Some(code.to_owned());
                }
            }
        }
    }
    Ok(found)
}
