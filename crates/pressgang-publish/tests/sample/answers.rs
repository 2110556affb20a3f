//! Who was told and what was answered, invented.

use std::collections::BTreeMap;

use jiff::civil::date;
use pressgang_case::{
    Answer, AnswerFile, AnswerKind, AnswersFinding, DecisionWord, Findings, Notice, NoticeFinding, NoticeGroup,
    NoticeKind, OthersAbout, OthersFinding, Own, Sent, Statement, Sureness, Times, Verdict,
};
use pressgang_posts::PostKey;

use super::{small, time};

/// An answer in full: it names a contact of the case and an account, and holds markup.
pub const COMMENT: &str = "We \"take this\" seriously & removed <b>nothing</b>.\n\nWrite to press.desk@platform.example or call +49 30 23125 001; @recruit_desk0_example is under review.";

fn notice(number: u64, kind: NoticeKind, platform: Option<&str>, posts: &[PostKey], sent: Option<&str>) -> Notice {
    Notice {
        id: format!("N{number}"),
        entry: number,
        kind,
        platform: platform.map(str::to_owned),
        language: "en".into(),
        jurisdiction: None,
        trusted_flagger: kind == NoticeKind::Notice,
        source_type: (kind == NoticeKind::Notice).then(|| "SOURCE_TRUSTED_FLAGGER".into()),
        demonstration: false,
        category: Some("STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY".into()),
        keywords: vec![],
        due: (kind == NoticeKind::Comment).then(|| time("2023-05-27T10:00:00Z")),
        post_count: posts.len() as u64,
        posts: posts.to_vec(),
        to: (kind == NoticeKind::Comment).then(|| format!("Press office of Example Platform {number}")),
        files: vec![],
        drafted_at: time("2023-05-24T10:00:00Z"),
        sent: sent.map(|at| Sent { entry: 20 + number, at: time(at), channel: None, reference: None, by: None }),
    }
}

fn told(
    notice: Notice,
    receipt: Option<&str>,
    decision: Option<&str>,
    decided: &[(DecisionWord, u64)],
    possible: u64,
) -> NoticeFinding {
    let decided: BTreeMap<DecisionWord, u64> = decided.iter().copied().collect();
    NoticeFinding {
        receipt_at: receipt.map(time),
        decision_at: decision.map(time),
        decided_by_dates: BTreeMap::new(),
        undecided: notice.post_count - decided.values().sum::<u64>(),
        possible,
        still_up: Some(decided.get(&DecisionWord::Removed).copied().unwrap_or(0)),
        decided,
        notice,
    }
}

fn answer(number: u64, notice: Option<&str>, kind: AnswerKind, at: &str, text: &str) -> Answer {
    Answer {
        id: format!("A{number}"),
        entry: 40 + number,
        notice: notice.map(str::to_owned),
        kind,
        received_at: time(at),
        decision: None,
        automated: None,
        statement: None,
        files: vec![],
        places: vec![],
        posts: vec![],
        from: Some("Example Platform".into()),
        text: Some(text.into()),
        source: None,
        by: Some("Desk Person".into()),
    }
}

fn statement(sureness: Sureness) -> Statement {
    Statement {
        puid: "example-7f3a".into(),
        uuid: Some("00000000-0000-4000-8000-000000000001".into()),
        platform_name: "X".into(),
        applied: date(2023, 5, 26),
        content_date: date(2022, 8, 9),
        category: "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY".into(),
        decisions: vec!["DECISION_VISIBILITY_CONTENT_REMOVED".into()],
        ground: Some("DECISION_GROUND_ILLEGAL_CONTENT".into()),
        source_type: "SOURCE_TRUSTED_FLAGGER".into(),
        sureness,
    }
}

/// The small sample with notices, answers and numbers of others.
pub fn answered() -> Findings {
    let findings = small();
    let keys: Vec<PostKey> = findings.posts.iter().map(|post| post.key.clone()).collect();
    let times = |answered, unanswered, median| Times { answered, unanswered, median };
    let group = |platform: Option<&str>, kind, notices: &[&str], posts, drafts| NoticeGroup {
        platform: platform.map(str::to_owned),
        kind,
        notices: notices.iter().map(|id| (*id).to_owned()).collect(),
        drafts,
        posts,
        sent: (!notices.is_empty()).then(|| (time("2023-05-24T12:00:00Z"), time("2023-05-25T12:00:00Z"))),
        receipt: times(notices.len() as u64, 0, (!notices.is_empty()).then_some(4 * 3_600_000)),
        decision: times(0, notices.len() as u64, None),
        dated_only: 0,
        decided: BTreeMap::new(),
        by_dates: 0,
        undecided: posts,
    };
    let sent = Some("2023-05-24T12:00:00Z");
    let notices = vec![
        told(
            notice(1, NoticeKind::Notice, Some("x"), &keys[..3], sent),
            Some("2023-05-24T16:00:00Z"),
            Some("2023-05-27T00:00:00Z"),
            &[(DecisionWord::Removed, 1), (DecisionWord::Kept, 1)],
            1,
        ),
        told(notice(2, NoticeKind::Notice, Some("facebook"), &keys[3..4], None), None, None, &[], 0),
        told(notice(3, NoticeKind::Comment, Some("x"), &keys[..1], sent), None, None, &[], 0),
        told(notice(4, NoticeKind::Comment, Some("facebook"), &[], sent), None, None, &[], 0),
        told(notice(5, NoticeKind::Comment, None, &[], sent), None, None, &[], 0),
        told(notice(6, NoticeKind::Comment, None, &[], None), None, None, &[], 0),
        told(notice(7, NoticeKind::Referral, None, &keys[..2], sent), None, None, &[], 0),
    ];
    let answers = vec![
        Answer {
            files: vec![AnswerFile { name: Some("mail.eml".into()), sha256: "5b0e9d1c".repeat(8), bytes: 812 }],
            ..answer(1, Some("N1"), AnswerKind::Receipt, "2023-05-24T16:00:00Z", "")
        },
        Answer {
            decision: Some(DecisionWord::Kept),
            automated: Some(true),
            places: vec![0],
            posts: keys[..1].to_vec(),
            source: Some("letter".into()),
            ..answer(2, Some("N1"), AnswerKind::Decision, "2023-05-27T00:00:00Z", "It breaks none of our 12 rules.")
        },
        Answer {
            decision: Some(DecisionWord::Removed),
            statement: Some(statement(Sureness::Matched)),
            places: vec![1],
            posts: keys[1..2].to_vec(),
            ..answer(3, Some("N1"), AnswerKind::Decision, "2023-05-26T00:00:00Z", "")
        },
        Answer {
            decision: Some(DecisionWord::Removed),
            statement: Some(statement(Sureness::Possible(4))),
            places: vec![2],
            ..answer(4, Some("N1"), AnswerKind::Decision, "2023-05-26T00:00:00Z", "")
        },
        answer(5, Some("N3"), AnswerKind::Text, "2023-05-26T09:00:00Z", COMMENT),
        answer(6, Some("N4"), AnswerKind::Silence, "2023-05-27T10:00:00Z", ""),
        answer(7, None, AnswerKind::Text, "2023-05-28T09:00:00Z", "We saw the report and count 3 posts."),
        Answer { from: None, text: None, ..answer(8, Some("N3"), AnswerKind::Text, "2023-05-28T09:00:00Z", "") },
        answer(9, Some("N7"), AnswerKind::Silence, "2023-05-28T10:00:00Z", ""),
    ];
    let others = vec![OthersFinding {
        id: "O1".into(),
        entry: 60,
        about: OthersAbout::Removed,
        value: 58,
        of: Some(60),
        on: date(2023, 5, 28),
        text: Some("58 of the 60 ads were pulled".into()),
        by: Some("Example Gazette".into()),
        source: Some("https://gazette.example/2023/05/ads".into()),
        own: Own {
            value: 2,
            of: 60,
            unknown: 0,
            otherwise: 0,
            looked: Some((time("2023-05-27T08:00:00Z"), time("2023-05-28T08:00:00Z"))),
        },
        posts: keys.clone(),
        verdict: Verdict::TurnedAround,
    }];
    Findings {
        answers: AnswersFinding {
            notices,
            groups: vec![
                NoticeGroup {
                    decision: times(1, 0, Some(60 * 3_600_000)),
                    decided: BTreeMap::from([(DecisionWord::Removed, 1), (DecisionWord::Kept, 1)]),
                    by_dates: 1,
                    undecided: 1,
                    ..group(Some("x"), NoticeKind::Notice, &["N1"], 3, 1)
                },
                group(None, NoticeKind::Referral, &["N7"], 2, 0),
            ],
            answers,
            others,
            statements: (2, 1_204_377),
        },
        ..findings
    }
}
