//! Answers to notices: what may be entered, what is counted, and which statements of reasons are sure.

mod statements;
mod waiting;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use pressgang_case::{
    AddOptions, AnswerKind, Case, DecisionWord, FlaggerYear, GivenFile, LookBook, NewAnswer, NewLook, NewNotice,
    NewOthers, NoticeKind, Notifier, OthersAbout, Role, Sent, Silent, StatementsRead, Verdict, verify,
};
use pressgang_posts::{Platform, PostKey, Timestamp};
use serde_json::json;

const PACK: &str = include_str!("../../../../packs/iron-heron.toml");
const NOW: Timestamp = Timestamp { unix_millis: 1_700_000_000_000 };

fn time(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

fn key(id: &str) -> PostKey {
    PostKey { platform: Platform::named("x"), id: id.into() }
}

/// A case of four adverts, published on the first four days of May 2023 at noon.
struct Study {
    folder: tempfile::TempDir,
    case: Case,
}

/// The case that all begin with; running it takes longer than copying it.
fn template() -> &'static Path {
    static TEMPLATE: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = TEMPLATE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let mut case = Case::create(&folder.path().join("case"), "test", &[PACK], NOW).unwrap();
        let lines = (1..=4).map(|n| {
            json!({ "id": n.to_string(), "platform": "x", "author": format!("desk{n}_example"), "created_at": format!("2023-05-0{n}T12:00:00Z"),
                "url": format!("https://x.example/status/{n}"),
                "text": "The Iron Heron Company is hiring drivers and fighters. Pay 3000 euros a month, age 22 to 55. Call +49 30 23125 001 now!" })
            .to_string()
        });
        let file = folder.path().join("a.ndjson");
        fs::write(&file, lines.collect::<Vec<_>>().join("\n")).unwrap();
        case.add(&file, &options(), NOW).unwrap();
        case.run(NOW, &Silent).unwrap();
        folder
    });
    folder.path()
}

fn options() -> AddOptions {
    AddOptions { role: Role::Observed, format: None, organisation: None, in_place: false, mapping: Default::default() }
}

impl Study {
    fn new() -> Study {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(template(), folder.path());
        let case = Case::open(&folder.path().join("case")).unwrap();
        Study { folder, case }
    }

    /// A notice about some posts, sent at a time.
    fn notice(&mut self, kind: NoticeKind, posts: &[&str], sent: Option<&str>) -> String {
        let posts: Vec<PostKey> = posts.iter().map(|id| key(id)).collect();
        let new = NewNotice {
            kind,
            platform: Some("x"),
            language: "fr",
            jurisdiction: None,
            trusted_flagger: kind == NoticeKind::Notice,
            source_type: (kind == NoticeKind::Notice).then_some("SOURCE_TRUSTED_FLAGGER"),
            demonstration: false,
            category: Some("STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY"),
            keywords: &[],
            due: (kind == NoticeKind::Comment).then(|| time("2023-05-27T10:00:00Z")),
            posts: &posts,
            notifier: &Notifier { name: "A. Tester".into(), email: "desk@example.org".into() },
            to: Some("Press office (invented)"),
            files: &[("notice.txt".to_owned(), b"text".to_vec())],
        };
        let notice = self.case.enter_notice(&new, NOW).unwrap();
        if let Some(sent) = sent {
            let sent = Sent { entry: 0, at: time(sent), channel: None, reference: Some("REF-1".into()), by: None };
            self.case.enter_sent(&notice.id, &sent, NOW).unwrap();
        }
        notice.id
    }

    fn enter(&mut self, new: NewAnswer) -> Result<String, String> {
        self.case.enter_answer(&new, NOW).map(|entered| entered.answer.id).map_err(|error| error.to_string())
    }

    fn statements(&mut self, name: &str, content: &[u8]) -> StatementsRead {
        let path = self.write(name, content);
        self.case.read_statements(&path, NOW).unwrap()
    }

    fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }
}

fn new(notice: &str, kind: AnswerKind, at: &str) -> NewAnswer {
    NewAnswer {
        notice: (!notice.is_empty()).then(|| notice.to_owned()),
        kind,
        received_at: time(at),
        decision: None,
        automated: None,
        from: "Example Platform".into(),
        text: b"We looked into it.".to_vec(),
        source: None,
        posts: vec![],
        by: None,
        files: vec![],
    }
}

#[test]
fn what_cannot_be_an_answer_is_refused() {
    let mut study = Study::new();
    let sent = Some("2023-05-24T12:00:00Z");
    study.notice(NoticeKind::Notice, &["1", "2"], sent);
    study.notice(NoticeKind::Notice, &["3"], None);
    study.notice(NoticeKind::Comment, &["1"], sent);
    let (at, text) = ("2023-05-28T00:00:00Z", AnswerKind::Text);
    study.enter(new("N3", text, "2023-05-26T00:00:00Z")).unwrap();
    let entries = study.case.ledger().head().unwrap();
    let long = vec![b'a'; pressgang_case::LONGEST_TEXT + 1];
    for (new, expected) in [
        (new("N9", text, at), "the case has no notice \"N9\""),
        (new("N2", text, at), "N2 was drafted, but nobody said that it was sent"),
        (
            new("N1", text, "2023-05-24T11:59:59Z"),
            "N1 was sent at 2023-05-24T12:00:00Z: an answer to it cannot have come at 2023-05-24T11:59:59Z",
        ),
        (new("N1", text, "2099-01-01T00:00:00Z"), "2099-01-01T00:00:00Z is yet to come"),
        (NewAnswer { posts: vec!["x:3".into()], ..new("N1", text, at) }, "N1 does not name the post \"x:3\""),
        (NewAnswer { posts: vec!["nowhere".into()], ..new("N1", text, at) }, "N1 does not name the post \"nowhere\""),
        (NewAnswer { from: " ".into(), ..new("N1", text, at) }, "who answered was not said"),
        (NewAnswer { text: b" \n".to_vec(), ..new("N1", text, at) }, "what was answered was not said"),
        (
            NewAnswer { text: b"ab\xff".to_vec(), ..new("N1", text, at) },
            "the words of the answer are no UTF-8 (from byte 2): they could not be kept as they are",
        ),
        (NewAnswer { text: long, ..new("N1", text, at) }, "the answer has more than 1048576 bytes"),
        (new("N3", AnswerKind::Decision, at), "N3 is a request for comment: nobody decides on it"),
        (
            new("N3", AnswerKind::Silence, "2023-05-26T12:00:00Z"),
            "N3 asks for an answer by 2023-05-27T10:00:00Z: at 2023-05-26T12:00:00Z nobody was late",
        ),
        (new("N3", AnswerKind::Silence, at), "N3 was answered by A1 at 2023-05-26T00:00:00Z"),
        (new("", AnswerKind::Receipt, at), "which notice it is about was not said"),
    ] {
        assert_eq!(study.enter(new), Err(expected.to_owned()));
    }
    assert_eq!(study.case.ledger().head().unwrap(), entries, "nothing was entered");
}

#[test]
fn answers_are_kept_to_the_byte_and_entered_once() {
    let mut study = Study::new();
    study.notice(NoticeKind::Notice, &["1", "2"], Some("2023-05-24T12:00:00Z"));
    let text = "Line one\r\n\n  \"quoted\" \u{202e}mark\t\n";
    let letter = GivenFile { name: "letter.pdf".into(), content: b"%PDF-1.7 \xff\x00".to_vec() };
    let first = NewAnswer {
        text: text.into(),
        files: vec![letter.clone(), letter],
        decision: Some(DecisionWord::Removed),
        posts: vec!["https://x.example/status/2".into()],
        automated: Some(false),
        ..new("n1", AnswerKind::Decision, "2023-05-25T12:00:00Z")
    };
    assert_eq!(study.enter(first.clone()), Ok("A1".into()));
    let again = study.case.enter_answer(&first, NOW).unwrap();
    assert!(again.already);
    study.enter(new("", AnswerKind::Text, "2023-05-26T00:00:00Z")).unwrap();
    let answers = study.case.answers().unwrap();
    assert_eq!(answers.len(), 2);
    assert_eq!(
        (answers[0].text.as_deref(), &answers[0].places, &answers[0].posts),
        (Some(text), &vec![1], &vec![key("2")])
    );
    assert_eq!(answers[1].notice, None);

    // Its files are content: altered, taken away, or put in, verify says so.
    let root = study.case.root().to_owned();
    let file = root.join("answers").join(&answers[0].files[0].sha256);
    let check = |expected: &[&str]| {
        let found = verify(&root, None).unwrap();
        let found: Vec<String> = found
            .problems
            .iter()
            .map(|p| format!("{} {}", p.place.file, p.text).replace(&answers[0].files[0].sha256, "HASH"))
            .collect();
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.contains(expected), "{found}");
        }
    };
    drop(study.case);
    check(&[]);
    fs::write(&file, b"other").unwrap();
    check(&["answers/HASH"]);
    fs::remove_file(&file).unwrap();
    check(&["answers/HASH"]);
    fs::write(&file, b"%PDF-1.7 \xff\x00").unwrap();
    fs::write(root.join("answers/stray"), b"x").unwrap();
    check(&["no entry names it"]);
    fs::remove_file(root.join("answers/stray")).unwrap();

    // Once its personal content is removed the file may go, and the count stays.
    let mut case = Case::open(&root).unwrap();
    case.forget(&[answers[0].entry], "A. Tester", "asked for", NOW).unwrap();
    let kept = case.answers().unwrap();
    assert_eq!((kept[0].text.as_deref(), &kept[0].places, kept[0].files[0].name.as_deref()), (None, &vec![1], None));
    drop(case);
    fs::remove_file(&file).unwrap();
    check(&[]);
}

#[test]
fn the_newest_decision_on_a_post_counts() {
    let mut study = Study::new();
    study.notice(NoticeKind::Notice, &["1", "2", "3"], Some("2023-05-20T12:00:00Z"));
    let decision = |word, posts: &[&str], at: &str| NewAnswer {
        decision: Some(word),
        posts: posts.iter().map(|p| (*p).to_owned()).collect(),
        ..new("N1", AnswerKind::Decision, at)
    };
    study.enter(decision(DecisionWord::Removed, &["x:2"], "2023-05-23T12:00:00Z")).unwrap();
    // Entered later, but answered before.
    study.enter(decision(DecisionWord::Kept, &[], "2023-05-21T12:00:00Z")).unwrap();
    study
        .enter(NewAnswer {
            kind: AnswerKind::Redress,
            ..decision(DecisionWord::Restricted, &["3"], "2023-05-25T12:00:00Z")
        })
        .unwrap();
    let findings = study.case.findings("test").unwrap().answers;
    let decided: Vec<(DecisionWord, u64)> = findings.notices[0].decided.iter().map(|(word, n)| (*word, *n)).collect();
    assert_eq!(decided, [(DecisionWord::Removed, 1), (DecisionWord::Restricted, 1), (DecisionWord::Kept, 1)]);
    let group = &findings.groups[0];
    assert_eq!(
        (group.posts, group.undecided, group.decision.answered, group.decision.median),
        (3, 0, 1, Some(86_400_000))
    );
}

#[test]
fn what_is_said_to_be_removed_and_seen_up_later_is_counted() {
    let mut study = Study::new();
    study.notice(NoticeKind::Notice, &["1", "2", "3"], Some("2023-05-20T12:00:00Z"));
    let decided = |word, post: &str, at: &str| NewAnswer {
        decision: Some(word),
        posts: vec![post.to_owned()],
        ..new("N1", AnswerKind::Decision, at)
    };
    let looks = "platform,id,observed_at,status\nx,1,2023-05-30T10:00:00Z,up\nx,2,2023-05-30T10:00:00Z,up\nx,3,2023-05-30T10:00:00Z,up\n";
    let path = study.write("looks.csv", looks.as_bytes());
    study.case.add(&path, &options(), NOW).unwrap();
    study.case.run(NOW, &Silent).unwrap();
    study.enter(decided(DecisionWord::Removed, "1", "2023-05-25T12:00:00Z")).unwrap();
    // The look was before, or nothing was said to be removed.
    study.enter(decided(DecisionWord::Removed, "2", "2023-05-30T10:00:00Z")).unwrap();
    study.enter(decided(DecisionWord::Restricted, "3", "2023-05-25T12:00:00Z")).unwrap();
    assert_eq!(study.case.findings("test").unwrap().answers.notices[0].still_up, Some(1));
    // Nobody knows any more which posts it names: no number, and not zero.
    let entry = study.case.notices().unwrap()[0].entry;
    study.case.forget(&[entry], "A. Tester", "asked for", NOW).unwrap();
    let found = &study.case.findings("test").unwrap().answers.notices[0];
    assert_eq!((found.still_up, found.decided.values().sum::<u64>(), found.undecided), (None, 3, 0));
}

#[test]
fn a_notice_of_a_case_and_of_its_copy_counts_once() {
    let mut study = Study::new();
    study.notice(NoticeKind::Notice, &["1", "2"], Some("2023-05-20T12:00:00Z"));
    study.notice(NoticeKind::Comment, &["1"], Some("2023-05-20T12:00:00Z"));
    study.notice(NoticeKind::Notice, &["3"], Some("2022-12-31T23:59:59Z"));
    let root = study.case.root().to_owned();
    let copy = study.folder.path().join("copy");
    drop(study.case);
    copy_folder(&root, &copy);
    // Only the copy knows the decision.
    let mut case = Case::open(&copy).unwrap();
    let decided =
        NewAnswer { decision: Some(DecisionWord::Removed), ..new("N1", AnswerKind::Decision, "2023-05-23T12:00:00Z") };
    case.enter_answer(&decided, NOW).unwrap();
    let other = case.flagger_year(2023).unwrap();
    drop(case);
    let first = Case::open(&root).unwrap().flagger_year(2023).unwrap();
    for order in [[&first, &other], [&other, &first]] {
        let mut year = FlaggerYear::default();
        order.into_iter().for_each(|one| year.add(one.clone()));
        let notices: Vec<_> = year.notices().collect();
        assert_eq!(notices.len(), 1);
        assert_eq!(notices[0].decided.get(&DecisionWord::Removed), Some(&2));
    }
    // Another case has a notice of its own.
    let mut other = Study::new();
    other.notice(NoticeKind::Notice, &["1"], Some("2023-05-20T12:00:00Z"));
    let mut year = first.clone();
    year.add(other.case.flagger_year(2023).unwrap());
    assert_eq!(year.notices().count(), 2);
}

#[test]
fn an_answer_from_before_the_sending_has_no_time() {
    let mut study = Study::new();
    study.notice(NoticeKind::Notice, &["1"], Some("2023-05-20T12:00:00Z"));
    study.enter(new("N1", AnswerKind::Receipt, "2023-05-21T12:00:00Z")).unwrap();
    let mut found = study.case.findings("test").unwrap().answers.notices.remove(0);
    assert_eq!(found.took(found.receipt_at), pressgang_case::Took::After(86_400_000));
    assert_eq!(found.took(found.decision_at), pressgang_case::Took::Unanswered);
    // As ledgers have it that were written before this was refused.
    found.notice.sent.as_mut().unwrap().at = time("2023-05-22T12:00:00Z");
    assert_eq!(found.took(found.receipt_at), pressgang_case::Took::Untimed);
}

#[test]
fn looks_after_the_last_run_stand_beside_no_number_of_others() {
    let mut study = Study::new();
    let at = time("2023-05-30T10:00:00Z");
    let look = NewLook {
        platform: "x".into(),
        id: "1".into(),
        at,
        status: "up".into(),
        rule: "rule/1".into(),
        tool: "test".into(),
        not_shown_in: vec![],
        evidence: json!({}),
        warc: None,
    };
    LookBook::open(study.case.root()).unwrap().enter(NOW, &[look]).unwrap();
    let new = NewOthers {
        text: "as they wrote".into(),
        about: OthersAbout::Up,
        value: 1,
        of: None,
        by: "Example Gazette".into(),
        on: "2023-05-31".parse().unwrap(),
        source: "https://gazette.example/ads".into(),
        entered_by: None,
    };
    study.case.enter_others(&new, NOW).unwrap();
    let own = |study: &mut Study| study.case.findings("test").unwrap().answers.others[0].clone();
    assert_eq!((own(&mut study).own.value, own(&mut study).own.looked), (0, None));
    study.case.run(NOW, &Silent).unwrap();
    let found = own(&mut study);
    assert_eq!((found.own.value, found.own.unknown, found.own.looked), (1, 3, Some((at, at))));
    assert_eq!(found.posts.len(), 4);
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn numbers_of_others_stand_beside_those_of_their_day() {
    let mut study = Study::new();
    let looks = "platform,id,observed_at,status,by,tool,note\nx,1,2023-05-30T10:00:00Z,up,a,b,\nx,2,2023-05-30T10:00:00Z,up,a,b,\nx,3,2023-05-30T10:00:00Z,up,a,b,\nx,4,2023-05-30T10:00:00Z,removed,a,b,\nx,1,2023-06-02T10:00:00Z,removed_by_platform,a,b,\n";
    let path = study.write("looks.csv", looks.as_bytes());
    let options = options();
    study.case.add(&path, &options, NOW).unwrap();
    study.case.run(NOW, &Silent).unwrap();
    let others = |about, value, of, on: &str| NewOthers {
        text: "as they wrote".into(),
        about,
        value,
        of,
        by: "Example Gazette".into(),
        on: on.parse().unwrap(),
        source: "https://gazette.example/ads".into(),
        entered_by: None,
    };
    let first = others(OthersAbout::Removed, 3, Some(4), "2023-05-31");
    assert_eq!(study.case.enter_others(&first, NOW).unwrap(), ("O1".into(), true));
    assert_eq!(study.case.enter_others(&first, NOW).unwrap(), ("O1".into(), false));
    study.case.enter_others(&others(OthersAbout::Removed, 2, Some(4), "2023-06-02"), NOW).unwrap();
    study.case.enter_others(&others(OthersAbout::Up, 3, None, "2023-05-29"), NOW).unwrap();
    study.case.enter_others(&others(OthersAbout::Posts, 2, None, "2023-05-02"), NOW).unwrap();
    let verdicts: Vec<_> = study
        .case
        .findings("test")
        .unwrap()
        .answers
        .others
        .iter()
        .map(|o| (o.verdict, o.own.value, o.own.of))
        .collect();
    assert_eq!(
        verdicts,
        [(Verdict::TurnedAround, 1, 4), (Verdict::Agrees, 2, 4), (Verdict::CannotTell, 0, 4), (Verdict::Agrees, 2, 2),]
    );
    let error = study.case.enter_others(&others(OthersAbout::Up, 5, Some(4), "2023-05-29"), NOW).unwrap_err();
    assert_eq!(error.to_string(), "5 of 4 is no share");
}
