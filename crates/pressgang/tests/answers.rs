//! Answers, numbers of others and the yearly report from the command line.

use std::fs;
use std::path::Path;

use pressgang_case::{Case, NewNotice, NoticeKind, Notifier, Sent};
use pressgang_posts::{Platform, PostKey, Timestamp};

use super::support::{Ended, pressgang, pressgang_with};

const POSTS: &str = r#"{"id":"1","platform":"x","author":"desk1_example","created_at":"2023-05-01T12:00:00Z","text":"The Iron Heron Company is hiring drivers and fighters. Pay 3000 euros a month, age 22 to 55. Call +49 30 23125 001 now!"}
{"id":"2","platform":"x","author":"desk2_example","created_at":"2023-05-03T12:00:00Z","text":"Iron Heron needs cooks and mechanics, 2500 euros monthly, insurance. Write to t.me/heron_jobs_example"}
"#;

/// Without the numbers of entries, which other stages change.
fn without_numbers(text: &str) -> String {
    let mut parts = text.split("(entry ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + "(entry N" + part.trim_start_matches(|c: char| c.is_ascii_digit()))
}

fn time(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

/// A case of two adverts with a notice (N1), a request for comment (N2) and a draft (N3).
fn case(folder: &Path) -> String {
    let name = folder.join("case").display().to_string();
    let posts = folder.join("posts.ndjson");
    fs::write(&posts, POSTS).unwrap();
    for args in
        [&["new", &name, "--organisation", "iron-heron"][..], &["add", &name, posts.to_str().unwrap()], &["run", &name]]
    {
        let ended = pressgang(args);
        assert_eq!(ended.status, 0, "{args:?}\n{}", ended.stderr);
    }
    let mut case = Case::open(Path::new(&name)).unwrap();
    let now = time("2023-05-20T10:00:00Z");
    let posts = ["1", "2"].map(|id| PostKey { platform: Platform::named("x"), id: id.into() });
    for (kind, to, sent) in [
        (NoticeKind::Notice, None, Some("2023-05-20T12:00:00Z")),
        (NoticeKind::Comment, Some("Press office of Example Platform"), Some("2023-05-20T12:00:00Z")),
        (NoticeKind::Referral, None, None),
    ] {
        let new = NewNotice {
            kind,
            platform: (kind != NoticeKind::Referral).then_some("x"),
            language: "en",
            jurisdiction: None,
            trusted_flagger: kind == NoticeKind::Notice,
            source_type: (kind == NoticeKind::Notice).then_some("SOURCE_TRUSTED_FLAGGER"),
            demonstration: false,
            category: Some("STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY"),
            keywords: &[],
            due: (kind == NoticeKind::Comment).then(|| time("2023-05-27T10:00:00Z")),
            posts: &posts,
            notifier: &Notifier { name: "A. Tester".into(), email: "desk@example.org".into() },
            to,
            files: &[],
        };
        let id = case.enter_notice(&new, now).unwrap().id;
        if let Some(at) = sent {
            let sent = Sent { entry: 0, at: time(at), channel: None, reference: None, by: None };
            case.enter_sent(&id, &sent, time("2023-05-21T00:00:00Z")).unwrap();
        }
    }
    name
}

#[test]
fn answers_are_entered_listed_and_reported() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    let letter = folder.path().join("letter.txt");
    fs::write(&letter, "We removed it.\nRef 12.\n").unwrap();
    let letter = letter.to_str().unwrap();
    let shown = |ended: Ended| without_numbers(&ended.shown(folder.path()));
    let answer = |args: &[&str]| shown(pressgang(&[&["answer", &case], args].concat()));
    let from = "Example Platform";
    let mut said = vec![answer(&["--due", "--now", "2023-05-26T10:00:00Z"])];
    said.push(answer(&["N1", "--receipt", "--at", "2023-05-20T16:00:00Z", "--from", from]));
    said.push(answer(&[
        "N1",
        "--decision",
        "removed",
        "--post",
        "x:1",
        "--at",
        "2023-05-22T09:00:00+02:00",
        "--from",
        from,
        "--file",
        letter,
        "--automated",
        "no",
    ]));
    said.push(answer(&[
        "N1",
        "--decision",
        "removed",
        "--post",
        "x:1",
        "--at",
        "2023-05-22T07:00:00Z",
        "--from",
        from,
        "--file",
        letter,
    ]));
    said.push(answer(&["N2", "--silence", "--at", "2023-05-27T10:00:00Z"]));
    let input = b"\xd0\xa1\xd0\xbb\xd0\xbe\xd0\xb2\xd0\xbe: call +49 30 23125 001.\n";
    said.push(shown(pressgang_with(
        &["answer", &case, "--unasked", "--at", "2023-05-28T09:00:00Z", "--from", from],
        input,
    )));
    said.push(answer(&["--list"]));
    said.push(answer(&["--due", "--now", "2023-05-30T10:00:00Z"]));
    said.push(answer(&["--due", "--now", "2023-05-30T10:00:00Z", "--json"]));
    insta::assert_snapshot!("answers", said.join("\n"));

    let other = [
        "others",
        &case,
        "2 of the 2 ads were pulled",
        "--about",
        "removed",
        "--value",
        "2",
        "--of",
        "2",
        "--by",
        "Example Gazette",
        "--on",
        "2023-05-31",
        "--source",
        "https://gazette.example/ads",
    ];
    insta::assert_snapshot!("others", shown(pressgang(&other)) + &shown(pressgang(&other)));
    for args in [["run", case.as_str()], ["report", case.as_str()], ["verify", case.as_str()]] {
        let ended = pressgang(&args);
        assert_eq!(ended.status, 0, "{}{}", ended.stdout, ended.stderr);
    }
    let page = fs::read_to_string(Path::new(&case).join("report/report.html")).unwrap();
    assert!(page.contains("We removed it.\nRef 12.") && page.contains("Had not answered by 27 May 2023, 10:00 UTC."));
    assert!(page.contains("Слово") && !page.contains("23125 001"));
    assert!(page.contains("removed 1; no decision recorded on 1 post"));
}

#[test]
fn misuse_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    let mail = folder.path().join("mail.txt");
    fs::write(&mail, "Received: from mx.example ([192.0.2.1])\nFrom: a@x.example\n\nV2UgcmVtb3ZlZCBpdC4=\n").unwrap();
    let mail = mail.to_str().unwrap();
    let mut said = Vec::new();
    for args in [
        &["N9", "--receipt", "--at", "2023-05-21T00:00:00Z", "--from", "x"][..],
        &["N1", "--receipt", "--at", "2023-05-21 09:00", "--from", "x"],
        &["N1", "--receipt", "--at", "2023-05-19T00:00:00Z", "--from", "x"],
        &["N1", "--decision", "removed", "--post", "x:9", "--at", "2023-05-22T00:00:00Z", "--from", "x"],
        &["N1", "--redress", "--at", "2023-05-22T00:00:00Z", "--from", "x"],
        &["N3", "--at", "2023-05-22T00:00:00Z", "--from", "x", "--text", "x"],
        &["--at", "2023-05-22T00:00:00Z", "--from", "x"],
        &["N1", "--receipt", "--from", "x"],
        &["N1", "--receipt", "--at", "2023-05-22T00:00:00Z", "--from", "x", "--file", mail],
        &["N1", "--due"],
        &["--statements", "nowhere.csv"],
    ] {
        said.push(pressgang(&[&["answer", &case], args].concat()).shown(folder.path()));
    }
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn statements_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    let row = |id: &str, day: &str, decision: &str| {
        format!(
            "{id},X,SOURCE_TRUSTED_FLAGGER,2023-05-24,{day},STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY,{decision},2023-05-25 10:00:00\n"
        )
    };
    let header = "platform_uid,platform_name,source_type,application_date,content_date,category,decision_visibility,created_at\n";
    let text = format!(
        "{header}{}{}{}{}",
        row("p-1", "2023-05-01", "\"[\"\"DECISION_VISIBILITY_CONTENT_REMOVED\"\"]\""),
        row("p-2", "2023-05-03", "\"[\"\"DECISION_VISIBILITY_CONTENT_DEMOTED\"\"]\""),
        row("p-3", "2023-05-03", "\"[\"\"DECISION_VISIBILITY_CONTENT_REMOVED\"\"]\""),
        row("p-4", "someday", "\"[\"\"DECISION_VISIBILITY_CONTENT_REMOVED\"\"]\""),
    );
    let dump = folder.path().join("dump.csv");
    fs::write(&dump, text).unwrap();
    let read = || pressgang(&["answer", &case, "--statements", dump.to_str().unwrap()]).shown(folder.path());
    insta::assert_snapshot!("statements", read() + &read());
    let ended = pressgang(&["flagger-report", &case, "--year", "2023"]);
    assert_eq!(ended.status, 1);
    insta::assert_snapshot!("flagger_report_without_independence", ended.shown(folder.path()));
    let config = Path::new(&case).join("case.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(
        &config,
        text + "\n[notifier]\nname = \"Example Watch\"\nindependence = \"Paid by its <members> alone.\"\n",
    )
    .unwrap();
    let report = |more: &[&str]| {
        let ended = pressgang(&[&["flagger-report", &case, &case, "--year", "2023"], more].concat());
        assert_eq!(ended.status, 0, "{}", ended.stderr);
        assert!(!ended.stdout.contains("desk1_example") && !ended.stdout.contains("A. Tester"));
        ended.stdout
    };
    insta::assert_snapshot!("flagger_report", report(&[]));
    let json: serde_json::Value = serde_json::from_str(&report(&["--json"])).unwrap();
    assert_eq!((&json["total"]["notices"], &json["total"]["posts"]), (&1.into(), &2.into()));
    let precision = &json["providers"]["X"]["precision"];
    assert_eq!(
        (&precision["acted"], &precision["decided"], &precision["share"]),
        (&0.into(), &0.into(), &serde_json::Value::Null)
    );
    assert_eq!(precision["acted_by_dates"], 1);
    assert_eq!(json["total"]["decision"]["unanswered"], 0, "a decision known by its day is no time and no silence");
    let html = report(&["--html", "--independence", "Other & words"]);
    assert!(html.contains("Other &amp; words") && html.contains("<td data-th=\"posts\">2</td>"), "{html}");
    let none = pressgang(&["flagger-report", &case, "--year", "2022", "--json"]);
    assert!(none.stderr.contains("no notice was sent as a trusted flagger in 2022"), "{}", none.stderr);
}
