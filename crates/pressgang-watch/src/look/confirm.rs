//! That a post is gone is believed only when it was found twice.
//!
//! Hosts lie now and then: an overloaded one answers 404, an error page says "not found". A removal that never happened
//! is the worst a look can report, so the whole look is done once more after a while, and both must agree.

use super::{Evidence, Judge, State, Target, Verdict};

/// The rule by which two attempts that disagree say nothing.
pub(super) const NOT_CONFIRMED: &str = "looker.not-confirmed@1";

/// True if and only if a state says that a post is not shown any more, or not to everybody: what needs confirmation.
pub(super) fn is_gone(state: State) -> bool {
    match state {
        State::Removed | State::RemovedByPlatform | State::RemovedByAuthor | State::AccountGone | State::Private => {
            true
        }
        State::Up | State::LoginWall | State::GeoBlocked | State::AgeGate | State::Unknown => false,
    }
}

/// What evidence says by a judge's present rules, by the same logic as when it was got: each attempt is decided by
/// itself, two must agree in the state, and where confirmation was wanted, one alone does not say that a post is gone.
/// A look's own verdict is made by this function, so on the same rules it says the same.
pub fn decide_again(judge: &dyn Judge, target: &Target, evidence: &Evidence) -> Verdict {
    let last = evidence.exchanges.iter().map(|exchange| exchange.attempt).max().unwrap_or(0);
    let verdict = |attempt: u8| {
        let exchanges = evidence.exchanges.iter().filter(|exchange| exchange.attempt == attempt).cloned().collect();
        judge
            .decide(target, &Evidence { exchanges, is_confirming: evidence.is_confirming, from: evidence.from.clone() })
    };
    let first = verdict(0);
    if last == 0 {
        return if evidence.is_confirming && is_gone(first.state) { not_confirmed() } else { first };
    }
    let second = verdict(last);
    if first.state == second.state { second } else { not_confirmed() }
}

fn not_confirmed() -> Verdict {
    Verdict { state: State::Unknown, rule: NOT_CONFIRMED.to_owned(), not_shown_in: Vec::new() }
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
        let cases: [Case; 12] = [
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
}
