//! What is unanswered, since when, and which deadlines passed or come.

use pressgang_posts::Timestamp;

use super::AnswerKind;
use super::counted::{Standing, first_of, standing};
use crate::error::CaseError;
use crate::folder::Case;
use crate::notices::{Notice, NoticeKind};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// How a deadline stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueState {
    /// It passed.
    Passed,
    /// It comes within the days that were asked for.
    Near,
    /// It comes later.
    Later,
    /// There is none: platforms have to answer "without undue delay" (Article 16(4) to (6)).
    Undue,
}

impl DueState {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            DueState::Passed => "passed",
            DueState::Near => "near",
            DueState::Later => "later",
            DueState::Undue => "none",
        }
    }
}

/// A notice that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The notice.
    pub notice: Notice,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When its arrival was confirmed, if it was.
    pub receipt_at: Option<Timestamp>,
    /// Until when silence was entered.
    pub silent_until: Option<Timestamp>,
    /// On how many of its posts an answer to it decided.
    pub decided: u64,
    /// How its deadline stands.
    pub due: DueState,
}

impl Case {
    /// Notices that wait for an answer at a time: what comes or passed first stands first, then what waits longest. And
    /// the drafts that nobody said were sent.
    pub fn waiting(&self, at: Timestamp, near_days: u32) -> Result<(Vec<Waiting>, Vec<Notice>), CaseError> {
        let answers: Vec<_> = self.answers()?.into_iter().filter(|answer| answer.received_at <= at).collect();
        let (mut waiting, mut drafts) = (Vec::new(), Vec::new());
        for notice in self.notices()? {
            let Some(sent_at) = notice.sent.as_ref().map(|sent| sent.at).filter(|sent| *sent <= at) else {
                drafts.push(notice);
                continue;
            };
            let Standing::Waits(decided) = standing(&answers, &notice) else { continue };
            let silences =
                answers.iter().filter(|a| a.kind == AnswerKind::Silence && a.notice.as_ref() == Some(&notice.id));
            waiting.push(Waiting {
                sent_at,
                receipt_at: first_of(&answers, &notice.id, AnswerKind::Receipt).map(|answer| answer.received_at),
                silent_until: silences.map(|answer| answer.received_at).max(),
                decided: decided.len() as u64,
                due: state(&notice, at, near_days),
                notice,
            });
        }
        waiting.sort_by_key(|one| (one.notice.due.is_none(), one.notice.due, one.sent_at, one.notice.entry));
        Ok((waiting, drafts))
    }
}

fn state(notice: &Notice, at: Timestamp, near_days: u32) -> DueState {
    let Some(due) = notice.due.filter(|_| notice.kind == NoticeKind::Comment) else { return DueState::Undue };
    let left = due.unix_millis.saturating_sub(at.unix_millis);
    if left < 0 {
        DueState::Passed
    } else if left <= i64::from(near_days) * DAY {
        DueState::Near
    } else {
        DueState::Later
    }
}
