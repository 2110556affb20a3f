//! What can be counted of answers: what was decided on each post, and how long it took.

use std::collections::{BTreeMap, HashMap};

use pressgang_posts::Timestamp;

use super::{Answer, AnswerKind, DecisionWord, Sureness};
use crate::notices::{Notice, NoticeKind};

/// What was decided on one post of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The decision.
    pub decision: DecisionWord,
    /// It is known from the DSA Transparency Database only, where it was matched by dates.
    pub by_dates: bool,
    /// When it was answered.
    pub at: Timestamp,
}

/// What of two decisions on a post counts: one that was answered directly, then the newer.
type Rank = (bool, Timestamp);

/// The newest decision on each post, by notice and place. What was answered directly counts before what was matched in
/// the DSA Transparency Database, and what is only possible there does not count.
pub(crate) fn decided(answers: &[Answer]) -> HashMap<(&str, usize), Decided> {
    let mut newest: HashMap<(&str, usize), (Rank, Decided)> = HashMap::new();
    for answer in answers {
        let (Some(notice), Some(decision)) = (answer.notice.as_deref(), answer.decision) else { continue };
        if answer.statement.as_ref().is_some_and(|statement| statement.sureness != Sureness::Matched) {
            continue;
        }
        let by_dates = answer.statement.is_some();
        let rank = (!by_dates, answer.received_at);
        let one = Decided { decision, by_dates, at: answer.received_at };
        for &place in &answer.places {
            let known = newest.entry((notice, place)).or_insert((rank, one));
            if rank >= known.0 {
                *known = (rank, one);
            }
        }
    }
    newest.into_iter().map(|(key, (_, decided))| (key, decided)).collect()
}

/// How many posts of a notice were decided how.
pub(crate) fn decisions_of(
    notice: &Notice,
    decided: &HashMap<(&str, usize), Decided>,
) -> (BTreeMap<DecisionWord, u64>, u64) {
    let mut counts = BTreeMap::new();
    let mut by_dates = 0;
    // A corrupted count must not keep anybody busy: there are never more decisions than this.
    let of = decided.iter().filter(|((id, place), _)| *id == notice.id && (*place as u64) < notice.post_count);
    for (_, one) in of {
        *counts.entry(one.decision).or_insert(0) += 1;
        by_dates += u64::from(one.by_dates);
    }
    (counts, by_dates)
}

/// How long answers took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Notices that were answered.
    pub answered: u64,
    /// Notices that were not, as far as is recorded.
    pub unanswered: u64,
    /// The median from sending to answering in milliseconds, over those that were answered.
    pub median: Option<i64>,
}

impl Times {
    /// Times of some notices: how long each took in milliseconds, `None` where no answer is recorded.
    pub fn of(took: impl IntoIterator<Item = Option<i64>>) -> Times {
        let (mut times, mut unanswered) = (Vec::new(), 0);
        for one in took {
            match one {
                Some(millis) => times.push(millis),
                None => unanswered += 1,
            }
        }
        times.sort_unstable();
        let middle = times.len() / 2;
        let median = match (times.get(middle), middle.checked_sub(1).and_then(|at| times.get(at))) {
            (Some(upper), Some(lower)) if times.len() % 2 == 0 => Some(lower + (upper - lower) / 2),
            (Some(upper), _) => Some(*upper),
            (None, _) => None,
        };
        Times { answered: times.len() as u64, unanswered, median }
    }
}

/// The first answer of a kind that came to a notice itself, and not through the DSA Transparency Database, whose days are
/// no times.
pub(crate) fn first_of<'a>(answers: &'a [Answer], notice: &str, kind: AnswerKind) -> Option<&'a Answer> {
    let of = |answer: &&Answer| {
        answer.notice.as_deref() == Some(notice) && answer.kind == kind && answer.statement.is_none()
    };
    answers.iter().filter(of).min_by_key(|answer| (answer.received_at, answer.entry))
}

/// The first answer that leaves nothing to wait for: to a request for comment words, to anything else a decision.
pub(crate) fn settled<'a>(answers: &'a [Answer], notice: &Notice) -> Option<&'a Answer> {
    let settles = |answer: &&Answer| {
        let is_kind = match notice.kind {
            NoticeKind::Comment => matches!(answer.kind, AnswerKind::Text | AnswerKind::Redress),
            NoticeKind::Notice | NoticeKind::Referral => answer.kind == AnswerKind::Decision,
        };
        let is_sure = answer.statement.as_ref().is_none_or(|s| s.sureness == Sureness::Matched);
        answer.notice.as_ref() == Some(&notice.id) && is_kind && is_sure
    };
    answers.iter().filter(settles).min_by_key(|answer| (answer.received_at, answer.entry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn medians() {
        let check = |took: &[Option<i64>], answered: u64, unanswered: u64, median: Option<i64>| {
            assert_eq!(Times::of(took.iter().copied()), Times { answered, unanswered, median }, "{took:?}");
        };
        check(&[], 0, 0, None);
        check(&[None, None], 0, 2, None);
        check(&[Some(5)], 1, 0, Some(5));
        check(&[Some(9), None, Some(1), Some(3)], 3, 1, Some(3));
        check(&[Some(10), Some(2), Some(4), Some(8)], 4, 0, Some(6));
        check(&[Some(i64::MAX), Some(i64::MAX - 2)], 2, 0, Some(i64::MAX - 1));
    }

    proptest! {
        #[test]
        fn order_changes_nothing(mut took in proptest::collection::vec(proptest::option::of(0i64..1_000), 0..20)) {
            let before = Times::of(took.clone());
            took.reverse();
            prop_assert_eq!(before, Times::of(took));
        }
    }
}
