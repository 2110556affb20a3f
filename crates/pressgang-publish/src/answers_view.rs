//! Notices and answers as the page shows them.

use crate::answers::{AnswerJson, GroupJson, NoticeJson, OthersJson};
use crate::json::ReportJson;

/// Who was told and what they answered.
pub struct Told<'a> {
    pub groups: &'a [GroupJson],
    /// Notices and referrals that were sent, with what was answered in words.
    pub notices: Vec<(&'a NoticeJson, Vec<&'a AnswerJson>)>,
    /// Decisions known from the DSA Transparency Database.
    pub statements: Vec<&'a AnswerJson>,
    pub asked: Vec<Asked<'a>>,
    /// Answers of those who had not been asked in writing.
    pub unasked: Vec<&'a AnswerJson>,
    pub others: &'a [OthersJson],
}

/// Somebody who was asked for comment.
pub struct Asked<'a> {
    pub n: &'a NoticeJson,
    pub answers: Vec<&'a AnswerJson>,
    /// The newest time by which nothing had come, if there are no words.
    pub silent: Option<&'a AnswerJson>,
    /// Silences and receipts, which stand here as claims without a place of their own.
    pub rest: Vec<&'a AnswerJson>,
}

impl<'a> Told<'a> {
    /// What of a report is about notices and answers.
    pub fn of(report: &'a ReportJson) -> Told<'a> {
        let of = |notice: &NoticeJson| -> Vec<&'a AnswerJson> {
            report
                .answers
                .iter()
                .filter(|a| a.notice.as_ref() == Some(&notice.notice) && a.statement.is_none())
                .collect()
        };
        let sent = |notice: &&NoticeJson| notice.sent_at.is_some();
        let is_asked = |notice: &&NoticeJson| notice.kind == "comment";
        let asked = |notice| {
            let answers = of(notice);
            let (spoken, rest): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.speaks());
            let silence = rest.iter().filter(|a| a.kind == "silence").max_by_key(|a| &a.received_at).copied();
            let silent = silence.filter(|_| spoken.iter().all(|answer| answer.kind == "receipt"));
            let rest = rest.into_iter().filter(|one| silent.is_none_or(|silent| silent.answer != one.answer)).collect();
            Asked { n: notice, answers: spoken, silent, rest }
        };
        Told {
            groups: &report.notice_groups,
            notices: report.notices.iter().filter(|n| !is_asked(n)).filter(sent).map(|n| (n, of(n))).collect(),
            statements: report.answers.iter().filter(|answer| answer.statement.is_some()).collect(),
            asked: report.notices.iter().filter(is_asked).filter(sent).map(asked).collect(),
            unasked: report.answers.iter().filter(|answer| answer.notice.is_none()).collect(),
            others: &report.claims_of_others,
        }
    }

    /// Whether there is anything about notices.
    pub fn has_notices(&self) -> bool {
        !self.notices.is_empty()
    }

    /// Whether there is anything about requests for comment.
    pub fn has_asked(&self) -> bool {
        !self.asked.is_empty() || !self.unasked.is_empty()
    }
}
