//! What waits for an answer, until when silence counts, and reminders.

use pressgang_case::{AnswerKind, DecisionWord, NewAnswer, NewNotice, NoticeKind, Notifier, Sent};

use super::{NOW, Study, key, new, time};

#[test]
fn what_waits_and_reminders() {
    let mut study = Study::new();
    study.notice(NoticeKind::Notice, &["1", "2"], Some("2023-05-20T12:00:00Z"));
    study.notice(NoticeKind::Comment, &["1"], Some("2023-05-22T12:00:00Z"));
    study.notice(NoticeKind::Notice, &["3"], None);
    let waits = |study: &Study, at: &str| {
        let (waiting, drafts) = study.case.waiting(time(at), 3).unwrap();
        let waiting: Vec<String> =
            waiting.iter().map(|one| format!("{} {}", one.notice.id, one.due.as_str())).collect();
        (waiting.join(", "), drafts.len())
    };
    assert_eq!(waits(&study, "2023-05-21T00:00:00Z"), ("N1 none".into(), 2));
    assert_eq!(waits(&study, "2023-05-23T00:00:00Z"), ("N2 later, N1 none".into(), 1));
    assert_eq!(waits(&study, "2023-05-24T10:00:00Z"), ("N2 near, N1 none".into(), 1));
    assert_eq!(waits(&study, "2023-05-27T10:00:01Z"), ("N2 passed, N1 none".into(), 1));
    study.enter(new("N1", AnswerKind::Receipt, "2023-05-21T00:00:00Z")).unwrap();
    let silence =
        NewAnswer { text: vec![], from: String::new(), ..new("N2", AnswerKind::Silence, "2023-05-27T10:00:00Z") };
    study.enter(silence).unwrap();
    insta::assert_snapshot!("reminder_of_a_notice", study.case.reminder("N1", time("2023-05-30T00:00:00Z")).unwrap());
    assert!(study.case.reminder("N2", time("2023-05-30T00:00:00Z")).unwrap().contains("2023-05-27 10:00 UTC"));
    let decided =
        NewAnswer { decision: Some(DecisionWord::Kept), ..new("N1", AnswerKind::Decision, "2023-05-28T00:00:00Z") };
    study.enter(decided).unwrap();
    assert_eq!(waits(&study, "2023-05-29T00:00:00Z"), ("N2 passed".into(), 1), "silence is no answer");
    // What had not come by a time still waits at it.
    assert_eq!(waits(&study, "2023-05-27T00:00:00Z"), ("N2 near, N1 none".into(), 1));
    let error = study.case.reminder("N1", time("2023-05-30T00:00:00Z")).unwrap_err().to_string();
    assert_eq!(error, "N1 was answered by A3 at 2023-05-28T00:00:00Z");
}

#[test]
fn a_silence_counts_until_an_answer_from_before_it_is_known() {
    let mut study = Study::new();
    study.notice(NoticeKind::Comment, &["1"], Some("2023-05-22T12:00:00Z"));
    let silence = |at| NewAnswer { text: vec![], from: String::new(), ..new("N1", AnswerKind::Silence, at) };
    study.enter(silence("2023-05-27T10:00:00Z")).unwrap();
    study.enter(silence("2023-05-29T10:00:00Z")).unwrap();
    // A receipt is no answer, and what came later contradicts nothing before it.
    study.enter(new("N1", AnswerKind::Receipt, "2023-05-23T00:00:00Z")).unwrap();
    let late = study.case.enter_answer(&new("N1", AnswerKind::Text, "2023-05-28T00:00:00Z"), NOW).unwrap();
    let withdrawn = |entered: &pressgang_case::EnteredAnswer| {
        entered.withdraws.iter().map(|one| one.id.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!((withdrawn(&late), late.answer.id.as_str()), ("A2".into(), "A4"));
    let first = study.case.enter_answer(&new("N1", AnswerKind::Text, "2023-05-26T00:00:00Z"), NOW).unwrap();
    assert_eq!((withdrawn(&first), first.answer.id.as_str()), ("A1".into(), "A5"));
    let ids: Vec<String> = study.case.answers().unwrap().into_iter().map(|answer| answer.id).collect();
    assert_eq!(ids, ["A3", "A4", "A5"]);
    let error = study.enter(silence("2023-05-30T10:00:00Z")).unwrap_err();
    assert_eq!(error, "N1 was answered by A5 at 2023-05-26T00:00:00Z");
}

#[test]
fn a_notice_waits_until_every_post_is_decided_on() {
    let mut study = Study::new();
    study.notice(NoticeKind::Notice, &["1", "2", "3"], Some("2023-05-20T12:00:00Z"));
    let decided = |posts: &[&str], at| NewAnswer {
        decision: Some(DecisionWord::Removed),
        posts: posts.iter().map(|post| (*post).to_owned()).collect(),
        ..new("N1", AnswerKind::Decision, at)
    };
    let waits = |study: &Study| {
        let (waiting, _) = study.case.waiting(time("2023-05-30T00:00:00Z"), 3).unwrap();
        waiting.iter().map(|one| (one.decided, one.notice.post_count)).collect::<Vec<_>>()
    };
    assert_eq!(waits(&study), [(0, 3)]);
    study.enter(decided(&["1"], "2023-05-23T12:00:00Z")).unwrap();
    study.enter(decided(&["1"], "2023-05-24T12:00:00Z")).unwrap();
    assert_eq!(waits(&study), [(1, 3)]);
    let reminder = study.case.reminder("N1", time("2023-05-30T00:00:00Z")).unwrap();
    assert!(reminder.contains("sur 1 des 3 contenus") && !reminder.contains("status/1\n"), "{reminder}");
    study.enter(decided(&["2", "3"], "2023-05-25T12:00:00Z")).unwrap();
    assert_eq!(waits(&study), []);
    let error = study.case.reminder("N1", time("2023-05-30T00:00:00Z")).unwrap_err().to_string();
    assert_eq!(error, "N1 was answered by A3 at 2023-05-25T12:00:00Z");
}

#[test]
fn a_reminder_cites_what_the_notice_was_filed_under() {
    let mut study = Study::new();
    for (source, demonstration, articles) in [
        (Some("SOURCE_TRUSTED_FLAGGER"), false, [true, true]),
        (Some("SOURCE_ARTICLE_16"), false, [true, false]),
        (Some("SOURCE_TYPE_OTHER_NOTIFICATION"), false, [false, false]),
        (None, true, [true, true]),
    ] {
        let draft = NewNotice {
            kind: NoticeKind::Notice,
            platform: Some("x"),
            language: "en",
            jurisdiction: None,
            trusted_flagger: true,
            source_type: source,
            demonstration,
            category: None,
            keywords: &[],
            due: None,
            posts: &[key("1")],
            notifier: &Notifier { name: "A. Tester".into(), email: "desk@example.org".into() },
            to: Some("desk@platform.example"),
            files: &[],
        };
        let id = study.case.enter_notice(&draft, NOW).unwrap().id;
        let sent = Sent { entry: 0, at: time("2023-05-20T12:00:00Z"), channel: None, reference: None, by: None };
        study.case.enter_sent(&id, &sent, NOW).unwrap();
        let text = study.case.reminder(&id, time("2023-05-30T00:00:00Z")).unwrap();
        assert_eq!([text.contains("Article 16(4)"), text.contains("Article 22(1)")], articles, "{source:?}\n{text}");
        assert_eq!(text.contains("To: "), !demonstration, "{text}");
        assert_eq!(text.matches("DEMONSTRATION").count(), if demonstration { 2 } else { 0 }, "{text}");
    }
    let year = study.case.flagger_year(2023).unwrap();
    assert_eq!(year.notices().count(), 2, "of a trusted flagger, and one of which only that is known");
}
