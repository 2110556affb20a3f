//! What can be counted of answers: what was decided on each post, and how long it took.

use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// How many posts of a notice were decided how: all, and those of them that are known by dates only.
pub(crate) fn decisions_of(
    notice: &Notice,
    decided: &HashMap<(&str, usize), Decided>,
) -> (BTreeMap<DecisionWord, u64>, BTreeMap<DecisionWord, u64>) {
    let mut counts = BTreeMap::new();
    let mut by_dates = BTreeMap::new();
    // A corrupted count must not keep anybody busy: there are never more decisions than this.
    let of = decided.iter().filter(|((id, place), _)| *id == notice.id && (*place as u64) < notice.post_count);
    for (_, one) in of {
        *counts.entry(one.decision).or_insert(0) += 1;
        if one.by_dates {
            *by_dates.entry(one.decision).or_insert(0) += 1;
        }
    }
    (counts, by_dates)
}

/// How long an answer took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Took {
    /// No answer is recorded.
    Unanswered,
    /// It was answered, and nothing says after how long: by what was entered last the notice was sent after that.
    Untimed,
    /// Milliseconds from sending to answering.
    After(i64),
}

/// How long answers took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Notices that were answered.
    pub answered: u64,
    /// Notices that were not, as far as is recorded.
    pub unanswered: u64,
    /// The median from sending to answering in milliseconds, over those that were answered and of which it is known.
    pub median: Option<i64>,
}

impl Times {
    /// Times of some notices.
    pub fn of(took: impl IntoIterator<Item = Took>) -> Times {
        let (mut times, mut answered, mut unanswered) = (Vec::new(), 0, 0);
        for one in took {
            match one {
                Took::After(millis) => times.push(millis),
                Took::Untimed => answered += 1,
                Took::Unanswered => unanswered += 1,
            }
        }
        answered += times.len() as u64;
        times.sort_unstable();
        let middle = times.len() / 2;
        let median = match (times.get(middle), middle.checked_sub(1).and_then(|at| times.get(at))) {
            (Some(upper), Some(lower)) if times.len() % 2 == 0 => Some(lower + (upper - lower) / 2),
            (Some(upper), _) => Some(*upper),
            (None, _) => None,
        };
        Times { answered, unanswered, median }
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

/// How far a notice that was sent is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing<'a> {
    /// Nothing is left to wait for since this answer.
    Settled(&'a Answer),
    /// It waits. The places of posts that were decided on until now.
    Waits(BTreeSet<usize>),
}

/// How far a notice is answered. Words answer a request for comment; anything else is settled when every post it names
/// was decided on by an answer to it. What was matched in the DSA Transparency Database by dates settles nothing.
pub(crate) fn standing<'a>(answers: &'a [Answer], notice: &Notice) -> Standing<'a> {
    let mut of: Vec<&Answer> =
        answers.iter().filter(|one| one.notice.as_ref() == Some(&notice.id) && one.statement.is_none()).collect();
    of.sort_by_key(|answer| (answer.received_at, answer.entry));
    let mut decided = BTreeSet::new();
    for answer in of {
        let is_settled = match notice.kind {
            NoticeKind::Comment => matches!(answer.kind, AnswerKind::Text | AnswerKind::Redress),
            NoticeKind::Notice | NoticeKind::Referral => {
                let is_decision = answer.kind == AnswerKind::Decision || answer.decision.is_some();
                if is_decision {
                    decided.extend(answer.places.iter().filter(|place| (**place as u64) < notice.post_count));
                }
                is_decision && decided.len() as u64 >= notice.post_count
            }
        };
        if is_settled {
            return Standing::Settled(answer);
        }
    }
    Standing::Waits(decided)
}

/// The first answer to a notice, at a time or before it, that is more than a receipt: it contradicts that there was none.
/// A statement of reasons in the DSA Transparency Database is no answer to whoever gave notice.
pub(crate) fn contradicts<'a>(answers: &'a [Answer], notice: &str, until: Timestamp) -> Option<&'a Answer> {
    let of = |answer: &&Answer| {
        answer.notice.as_deref() == Some(notice)
            && answer.received_at <= until
            && answer.statement.is_none()
            && !matches!(answer.kind, AnswerKind::Silence | AnswerKind::Receipt)
    };
    answers.iter().filter(of).min_by_key(|answer| (answer.received_at, answer.entry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn medians() {
        use Took::{After, Unanswered, Untimed};
        let check = |took: &[Took], answered: u64, unanswered: u64, median: Option<i64>| {
            assert_eq!(Times::of(took.iter().copied()), Times { answered, unanswered, median }, "{took:?}");
        };
        check(&[], 0, 0, None);
        check(&[Unanswered, Unanswered], 0, 2, None);
        check(&[After(5)], 1, 0, Some(5));
        check(&[Untimed, Unanswered], 1, 1, None);
        check(&[After(7), Untimed, After(1)], 3, 0, Some(4));
        check(&[After(9), Unanswered, After(1), After(3)], 3, 1, Some(3));
        check(&[After(10), After(2), After(4), After(8)], 4, 0, Some(6));
        check(&[After(i64::MAX), After(i64::MAX - 2)], 2, 0, Some(i64::MAX - 1));
    }

    proptest! {
        #[test]
        fn order_changes_nothing(took in proptest::collection::vec(proptest::option::of(0i64..1_000), 0..20)) {
            let mut took: Vec<Took> = took.into_iter().map(|one| one.map_or(Took::Unanswered, Took::After)).collect();
            let before = Times::of(took.clone());
            took.reverse();
            prop_assert_eq!(before, Times::of(took));
        }
    }
}
