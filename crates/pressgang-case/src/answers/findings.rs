//! Who was told, and what was answered: what a report says of it.

use std::collections::{BTreeMap, HashMap};

use pressgang_posts::{PostKey, Timestamp};

use super::counted::{Decided, Times, Took, decided, decisions_of, first_of};
use super::entered::MOST_PLACES;
use super::statements::Graph;
use super::{Answer, AnswerKind, DecisionWord, OthersFinding, Sureness};
use crate::error::CaseError;
use crate::findings::FoundPost;
use crate::folder::Case;
use crate::notices::{Notice, NoticeKind};
use crate::stages::Results;

/// Everything a report says of notices and answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnswersFinding {
    /// Notices, referrals and requests for comment, in the order they were drafted.
    pub notices: Vec<NoticeFinding>,
    /// Notices and referrals by platform and kind.
    pub groups: Vec<NoticeGroup>,
    /// All answers, in the order they were entered.
    pub answers: Vec<Answer>,
    /// Numbers that others published.
    pub others: Vec<OthersFinding>,
    /// Dumps of the DSA Transparency Database that were read, and the rows in them.
    pub statements: (u64, u64),
}

/// A notice and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct NoticeFinding {
    /// The notice.
    pub notice: Notice,
    /// When its arrival was confirmed, first.
    pub receipt_at: Option<Timestamp>,
    /// When something was decided on it, first, by an answer to it.
    pub decision_at: Option<Timestamp>,
    /// How many of its posts were decided how.
    pub decided: BTreeMap<DecisionWord, u64>,
    /// How many of these are known from the DSA Transparency Database only, by decision.
    pub decided_by_dates: BTreeMap<DecisionWord, u64>,
    /// Posts on which no decision is recorded.
    pub undecided: u64,
    /// Posts on which statements there may be, without being sure.
    pub possible: u64,
    /// Posts that an answer said were removed and that were still up at a look after that. None where it is not known any
    /// more which posts the notice names. What is known by dates only is left out: a day is no time.
    pub still_up: Option<u64>,
}

/// Notices of one kind to one platform, at least one of them sent.
#[derive(Clone, Debug, PartialEq)]
pub struct NoticeGroup {
    /// The platform; none for authorities and where there is none.
    pub platform: Option<String>,
    /// What they are.
    pub kind: NoticeKind,
    /// Their ids, of those that were sent.
    pub notices: Vec<String>,
    /// How many were drafted and not sent, as far as anybody said.
    pub drafts: u64,
    /// Posts that those that were sent name, each as often as it is named.
    pub posts: u64,
    /// When the first and the last of them was sent.
    pub sent: Option<(Timestamp, Timestamp)>,
    /// From sending to the confirmation of receipt.
    pub receipt: Times,
    /// From sending to the first decision. Notices whose decisions are known from the DSA Transparency Database only are
    /// in neither count: it gives days and no times.
    pub decision: Times,
    /// Notices that are left out of `decision` for that.
    pub dated_only: u64,
    /// How many posts were decided how.
    pub decided: BTreeMap<DecisionWord, u64>,
    /// How many of these decisions are known from the DSA Transparency Database only.
    pub by_dates: u64,
    /// Posts on which no decision is recorded.
    pub undecided: u64,
}

impl NoticeFinding {
    /// How long it took from sending to an answer.
    pub fn took(&self, until: Option<Timestamp>) -> Took {
        let Some(until) = until else { return Took::Unanswered };
        // That it was sent may be entered again, and later than what had been answered.
        let sent = self.notice.sent.as_ref().filter(|sent| sent.at <= until);
        sent.map_or(Took::Untimed, |sent| Took::After(until.unix_millis.saturating_sub(sent.at.unix_millis)))
    }

    /// How many decisions are known from the DSA Transparency Database only.
    pub fn by_dates(&self) -> u64 {
        self.decided_by_dates.values().sum()
    }

    /// The posts it names, as far as they are known.
    pub fn posts(&self) -> &[PostKey] {
        &self.notice.posts
    }
}

/// What came of each notice.
pub(super) fn notices(case: &Case, answers: &[Answer], posts: &[FoundPost]) -> Result<Vec<NoticeFinding>, CaseError> {
    let decided: HashMap<(&str, usize), Decided> = decided(answers);
    let graph = Graph::load(case)?;
    let up: HashMap<&PostKey, Timestamp> = posts
        .iter()
        .filter_map(|post| Some((&post.key, post.last_look.as_ref().filter(|look| look.status == "up")?.at)))
        .collect();
    let of = |notice: Notice| {
        let (counts, decided_by_dates) = decisions_of(&notice, &decided);
        let is_possible = |place: &usize| {
            !decided.contains_key(&(notice.id.as_str(), *place))
                && matches!(graph.sureness(&notice.id, *place), Some(Sureness::Possible(_)))
        };
        let is_up = |(place, post): &(usize, &PostKey)| {
            let removed = decided
                .get(&(notice.id.as_str(), *place))
                .filter(|one| one.decision == DecisionWord::Removed && !one.by_dates);
            removed.zip(up.get(post)).is_some_and(|(removed, seen)| *seen > removed.at)
        };
        let is_known = notice.posts.len() as u64 >= notice.post_count;
        NoticeFinding {
            still_up: is_known.then(|| notice.posts.iter().enumerate().filter(is_up).count() as u64),
            receipt_at: first_of(answers, &notice.id, AnswerKind::Receipt).map(|answer| answer.received_at),
            decision_at: first_of(answers, &notice.id, AnswerKind::Decision).map(|answer| answer.received_at),
            decided_by_dates,
            undecided: notice.post_count.saturating_sub(counts.values().sum()),
            possible: (0..notice.post_count.min(MOST_PLACES) as usize).filter(is_possible).count() as u64,
            decided: counts,
            notice,
        }
    };
    Ok(case.notices()?.into_iter().map(of).collect())
}

/// Notices and referrals by platform and kind.
pub(super) fn groups(notices: &[NoticeFinding]) -> Vec<NoticeGroup> {
    let mut by_key: BTreeMap<(NoticeKind, Option<&str>), Vec<&NoticeFinding>> = BTreeMap::new();
    for one in notices.iter().filter(|one| one.notice.kind != NoticeKind::Comment) {
        by_key.entry((one.notice.kind, one.notice.platform.as_deref())).or_default().push(one);
    }
    let groups = by_key.into_iter().map(|((kind, platform), of)| group(kind, platform, &of));
    // Who was only drafted to was not told.
    groups.filter(|group| !group.notices.is_empty()).collect()
}

fn group(kind: NoticeKind, platform: Option<&str>, all: &[&NoticeFinding]) -> NoticeGroup {
    let sent: Vec<&NoticeFinding> = all.iter().copied().filter(|one| one.notice.sent.is_some()).collect();
    let times = sent.iter().filter_map(|one| one.notice.sent.as_ref()).map(|sent| sent.at);
    let first_last = times.clone().min().zip(times.max());
    let is_dated_only = |one: &&&NoticeFinding| one.decision_at.is_none() && one.by_dates() > 0;
    let mut decided = BTreeMap::new();
    for (word, count) in sent.iter().flat_map(|one| &one.decided) {
        *decided.entry(*word).or_insert(0) += count;
    }
    NoticeGroup {
        platform: platform.map(str::to_owned),
        kind,
        notices: sent.iter().map(|one| one.notice.id.clone()).collect(),
        drafts: (all.len() - sent.len()) as u64,
        posts: sent.iter().map(|one| one.notice.post_count).sum(),
        sent: first_last,
        receipt: Times::of(sent.iter().map(|one| one.took(one.receipt_at))),
        decision: Times::of(sent.iter().filter(|one| !is_dated_only(one)).map(|one| one.took(one.decision_at))),
        dated_only: sent.iter().filter(is_dated_only).count() as u64,
        decided,
        by_dates: sent.iter().map(|one| one.by_dates()).sum(),
        undecided: sent.iter().map(|one| one.undecided).sum(),
    }
}

/// All of it, for the report.
pub(crate) fn load(case: &Case, results: &Results, posts: &[FoundPost]) -> Result<AnswersFinding, CaseError> {
    let answers = case.answers()?;
    let notices = notices(case, &answers, posts)?;
    let dumps = case.ledger().entries(super::statements::READ)?;
    // A dump that was read again for more notices is one dump.
    let rows: HashMap<&str, u64> =
        dumps.iter().filter_map(|e| Some((e.body["sha256"].as_str()?, e.body["rows"].as_u64()?))).collect();
    Ok(AnswersFinding {
        groups: groups(&notices),
        notices,
        answers,
        others: case.others(results, posts)?,
        statements: (rows.len() as u64, rows.values().sum()),
    })
}
