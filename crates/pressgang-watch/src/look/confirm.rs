//! That a post is gone is believed only when it was found twice, and that nothing can be told only after a second look.
//!
//! Hosts lie now and then: an overloaded one answers 404, an error page says "not found". A removal that never happened
//! is the worst a look can report, so the whole look is done once more after a while, and where the two disagree a third
//! time: two of three must agree. What stands in the way of an answer (a page to prove that one is a person, a log-in, an
//! empty page) often passes, so that is looked at twice as well.

use super::{Evidence, Judge, State, Target, Verdict};

/// The rule by which attempts that disagree say nothing.
pub(super) const NOT_CONFIRMED: &str = "looker.not-confirmed@1";

/// Most attempts at one look.
const MOST_ATTEMPTS: usize = 3;

/// What one attempt is worth.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Worth {
    /// It shows the post to some at least: one attempt is enough, unless another says that it is gone.
    Shown,
    /// The post is not shown any more, or not to everybody: needs confirmation.
    Gone,
    /// It says nothing of the post.
    Nothing,
}

fn worth(state: State) -> Worth {
    match state {
        State::Up | State::GeoBlocked | State::AgeGate => Worth::Shown,
        State::Removed | State::RemovedByPlatform | State::RemovedByAuthor | State::AccountGone | State::Private => {
            Worth::Gone
        }
        State::LoginWall | State::Unknown => Worth::Nothing,
    }
}

/// What attempts say together, oldest first: the place of the one whose verdict holds, or `None` if they disagree.
fn settled(states: &[State]) -> Option<usize> {
    let twice = |wanted: Worth| {
        let found = |(at, state): (usize, &State)| {
            (worth(*state) == wanted && states.get(..at).is_some_and(|earlier| earlier.contains(state))).then_some(at)
        };
        states.iter().enumerate().filter_map(found).next_back()
    };
    let last = |wanted: Worth| states.iter().rposition(|state| worth(*state) == wanted);
    match (last(Worth::Gone), last(Worth::Shown)) {
        (Some(_), _) => twice(Worth::Gone).or_else(|| twice(Worth::Shown)).or_else(|| twice(Worth::Nothing)),
        (None, Some(at)) => {
            let is_same = |state: &State| worth(*state) != Worth::Shown || Some(state) == states.get(at);
            if states.iter().all(is_same) { Some(at) } else { twice(Worth::Shown) }
        }
        (None, None) => last(Worth::Nothing),
    }
}

/// True if and only if one more attempt would say more. `verdicts` are those of the attempts so far.
pub(super) fn is_open(states: &[State]) -> bool {
    match states {
        [] => false,
        [state] => worth(*state) != Worth::Shown,
        _ => states.len() < MOST_ATTEMPTS && settled(states).is_none(),
    }
}

/// What each attempt says by itself, oldest first.
pub(super) fn verdicts(judge: &dyn Judge, target: &Target, evidence: &Evidence) -> Vec<Verdict> {
    let last = evidence.exchanges.iter().map(|exchange| exchange.attempt).max().unwrap_or(0);
    let verdict = |attempt: u8| {
        let exchanges = evidence.exchanges.iter().filter(|exchange| exchange.attempt == attempt).cloned().collect();
        let (is_confirming, from) = (evidence.is_confirming, evidence.from.clone());
        judge.decide(target, &Evidence { exchanges, is_confirming, from })
    };
    (0..=last).map(verdict).collect()
}

/// What evidence says by a judge's present rules, by the same logic as when it was got: each attempt is decided by
/// itself, two must agree in the state, and where confirmation was wanted, one alone does not say that a post is gone.
/// A look's own verdict is made by this function, so on the same rules it says the same.
pub fn decide_again(judge: &dyn Judge, target: &Target, evidence: &Evidence) -> Verdict {
    let mut verdicts = verdicts(judge, target, evidence);
    let states: Vec<State> = verdicts.iter().map(|verdict| verdict.state).collect();
    let at = match states.as_slice() {
        [_] if !evidence.is_confirming => Some(0),
        _ => settled(&states),
    };
    match at {
        Some(at) => verdicts.swap_remove(at),
        None => Verdict { state: State::Unknown, rule: NOT_CONFIRMED.to_owned(), not_shown_in: Vec::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Answer, Exchange, Request};
    use super::*;

    /// Says what the last exchange's first mark names.
    struct ByMark;

    impl Judge for ByMark {
        fn next(&self, _: &Target, _: &Evidence) -> Option<Request> {
            None
        }

        fn read(&self, _: &Target, _: &Request, _: &Answer) -> Vec<String> {
            Vec::new()
        }

        fn decide(&self, _: &Target, evidence: &Evidence) -> Verdict {
            let mark = evidence.exchanges.last().and_then(|exchange| exchange.marks.first());
            let state = mark.and_then(|mark| State::named(mark)).unwrap_or(State::Unknown);
            let rule = format!("test.{}@1", evidence.exchanges.len());
            Verdict { state, rule, not_shown_in: Vec::new() }
        }
    }

    /// Whether confirmation was wanted, attempts with what they found, and what that says.
    type Case = (bool, &'static [(u8, &'static str)], &'static str);

    #[test]
    fn attempts() {
        let cases: [Case; 23] = [
            (true, &[], "unknown test.0@1"),
            (true, &[(0, "up")], "up test.1@1"),
            (false, &[(0, "removed")], "removed test.1@1"),
            (true, &[(0, "removed")], "unknown looker.not-confirmed@1"),
            (true, &[(0, "removed"), (1, "removed")], "removed test.1@1"),
            (true, &[(0, "up"), (0, "removed"), (1, "unknown"), (1, "up"), (1, "removed")], "removed test.3@1"),
            (true, &[(0, "removed"), (1, "up")], "unknown looker.not-confirmed@1"),
            (true, &[(0, "removed"), (1, "unknown")], "unknown looker.not-confirmed@1"),
            (true, &[(0, "private"), (1, "account_gone")], "unknown looker.not-confirmed@1"),
            // By new rules the first attempt says something else than it did.
            (true, &[(0, "up"), (1, "up")], "up test.1@1"),
            (true, &[(0, "up"), (1, "removed")], "unknown looker.not-confirmed@1"),
            (true, &[(0, "login_wall")], "login_wall test.1@1"),
            // Two of three.
            (true, &[(0, "removed"), (1, "up"), (2, "up")], "up test.1@1"),
            (true, &[(0, "removed"), (1, "up"), (2, "removed")], "removed test.1@1"),
            (true, &[(0, "removed"), (1, "up"), (2, "private")], "unknown looker.not-confirmed@1"),
            (true, &[(0, "up"), (1, "removed"), (2, "age_gate")], "unknown looker.not-confirmed@1"),
            (true, &[(0, "removed"), (1, "login_wall"), (2, "login_wall")], "login_wall test.1@1"),
            (true, &[(0, "unknown"), (1, "removed"), (2, "removed")], "removed test.1@1"),
            // What stood in the way has passed.
            (true, &[(0, "unknown"), (1, "up")], "up test.1@1"),
            (true, &[(0, "login_wall"), (1, "age_gate")], "age_gate test.1@1"),
            (true, &[(0, "unknown"), (1, "login_wall")], "login_wall test.1@1"),
            (true, &[(0, "unknown"), (1, "unknown")], "unknown test.1@1"),
            (true, &[(0, "up"), (1, "age_gate")], "unknown looker.not-confirmed@1"),
        ];
        for (is_confirming, marks, expected) in cases {
            let exchanges = marks.iter().map(|&(attempt, mark)| Exchange {
                attempt,
                marks: vec![mark.to_owned()],
                ..Exchange::default()
            });
            let evidence = Evidence { exchanges: exchanges.collect(), is_confirming, from: None };
            let verdict = decide_again(&ByMark, &Target::default(), &evidence);
            assert_eq!(format!("{} {}", verdict.state.as_str(), verdict.rule), expected, "{is_confirming} {marks:?}");
        }
    }

    #[test]
    fn more_attempts() {
        let cases: [(&[&str], bool); 14] = [
            (&[], false),
            (&["up"], false),
            (&["geo_blocked"], false),
            (&["removed"], true),
            (&["private"], true),
            (&["unknown"], true),
            (&["login_wall"], true),
            (&["unknown", "unknown"], false),
            (&["unknown", "up"], false),
            (&["unknown", "removed"], true),
            (&["removed", "removed"], false),
            (&["removed", "up"], true),
            (&["removed", "removed_by_author"], true),
            (&["removed", "up", "unknown"], false),
        ];
        for (words, expected) in cases {
            let states: Vec<State> = words.iter().filter_map(|word| State::named(word)).collect();
            assert_eq!(is_open(&states), expected, "{words:?}");
        }
    }
}
