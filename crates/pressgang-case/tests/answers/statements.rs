//! Which statements of reasons are sure, and what is said of dumps.

use std::io::Write;

use pressgang_case::{NoticeKind, Sureness};

use super::{NOW, Study};

/// The header of the database's full dumps.
const HEADER: &str = "uuid,decision_visibility,decision_visibility_other,end_date_visibility_restriction,decision_monetary,decision_monetary_other,end_date_monetary_restriction,decision_provision,end_date_service_restriction,decision_account,end_date_account_restriction,account_type,decision_ground,decision_ground_reference_url,illegal_content_legal_ground,illegal_content_explanation,incompatible_content_ground,incompatible_content_explanation,incompatible_content_illegal,category,category_addition,category_specification,category_specification_other,content_type,content_type_other,content_language,content_date,content_id_ean,territorial_scope,application_date,decision_facts,source_type,source_identity,automated_detection,automated_decision,platform_name,platform_uid,created_at";

/// A statement as a dump has it.
#[derive(Clone)]
struct Row {
    id: &'static str,
    platform: &'static str,
    source: &'static str,
    category: &'static str,
    content: &'static str,
    applied: &'static str,
    language: &'static str,
    kind: &'static str,
    decision: &'static str,
}

const FITS_1: Row = Row {
    id: "s1",
    platform: "X",
    source: "SOURCE_TRUSTED_FLAGGER",
    category: "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY",
    content: "2023-05-01 00:00:00",
    applied: "2023-05-25 00:00:00",
    language: "EN",
    kind: "CONTENT_TYPE_TEXT",
    decision: "DECISION_VISIBILITY_CONTENT_REMOVED",
};

fn dump(rows: &[Row]) -> Vec<u8> {
    let mut text = format!("{HEADER}\n");
    for row in rows {
        let list = |word: &str| if word.is_empty() { String::new() } else { format!("\"[\"\"{word}\"\"]\"") };
        let cells = HEADER.split(',').map(|column| match column {
            "uuid" => format!("uuid-{}", row.id),
            "platform_uid" => row.id.to_owned(),
            "decision_visibility" => list(row.decision),
            "category" => row.category.to_owned(),
            "content_type" => list(row.kind),
            "content_language" => row.language.to_owned(),
            "content_date" => format!("\"{}\"", row.content),
            "application_date" => format!("\"{}\"", row.applied),
            "decision_facts" => "\"invented, with a \"\"quote\"\"\"".to_owned(),
            "source_type" => row.source.to_owned(),
            "automated_decision" => "AUTOMATED_DECISION_PARTIALLY".to_owned(),
            "platform_name" => row.platform.to_owned(),
            "created_at" => "\"2023-05-26 10:00:00\"".to_owned(),
            _ => String::new(),
        });
        text.push_str(&cells.collect::<Vec<_>>().join(","));
        text.push('\n');
    }
    text.into_bytes()
}

/// What is sure and what is possible after reading a dump, for notices about posts 1 and 4.
fn outcome(rows: &[Row]) -> (Vec<String>, Vec<String>) {
    let mut study = Study::new();
    study.notice(NoticeKind::Notice, &["1", "4"], Some("2023-05-24T12:00:00Z"));
    let read = study.statements("dump.csv", &dump(rows));
    assert_eq!((read.rows as usize, read.rejected), (rows.len(), 0), "{:?}", read.rejects);
    let sure = read.matched.iter().map(|answer| {
        let statement = answer.statement.as_ref().unwrap();
        format!("{} {}", answer.posts[0], statement.puid)
    });
    let possible = read.possible.iter().map(|(_, post, count)| format!("{} {count}", post.clone().unwrap_or_default()));
    (sure.collect(), possible.collect())
}

#[test]
fn a_statement_is_sure_only_where_it_alone_fits_one_post_alone() {
    let check = |rows: &[Row], sure: &[&str], possible: &[&str]| {
        let (found_sure, found_possible) = outcome(rows);
        let ids: Vec<&str> = rows.iter().map(|row| row.id).collect();
        assert_eq!(
            (found_sure.as_slice(), found_possible.as_slice()),
            (
                &sure.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()[..],
                &possible.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()[..]
            ),
            "{ids:?}"
        );
    };
    check(&[FITS_1], &["x:1 s1"], &[]);
    // Noon is the next day in the far east already, and nowhere the day before.
    check(&[Row { content: "2023-05-02 00:00:00", ..FITS_1 }], &["x:1 s1"], &[]);
    check(&[Row { content: "2023-04-30 00:00:00", ..FITS_1 }], &[], &[]);
    check(&[Row { content: "2023-05-03 00:00:00", ..FITS_1 }], &[], &[]);
    // Each of what both sides know has to be the same.
    check(&[Row { platform: "Facebook", ..FITS_1 }], &[], &[]);
    check(&[Row { source: "SOURCE_ARTICLE_16", ..FITS_1 }], &[], &[]);
    check(&[Row { source: "SOURCE_VOLUNTARY", ..FITS_1 }], &[], &[]);
    check(&[Row { category: "STATEMENT_CATEGORY_SCAMS_AND_FRAUD", ..FITS_1 }], &[], &[]);
    check(&[Row { applied: "2023-05-23 00:00:00", ..FITS_1 }], &[], &[]);
    check(&[Row { applied: "2023-05-24 00:00:00", ..FITS_1 }], &["x:1 s1"], &[]);
    // What only the platform says may be absent, but not contradict.
    check(&[Row { language: "", kind: "", ..FITS_1 }], &["x:1 s1"], &[]);
    check(&[Row { language: "DE", ..FITS_1 }], &[], &["x:1 1"]);
    check(&[Row { kind: "CONTENT_TYPE_VIDEO", ..FITS_1 }], &[], &["x:1 1"]);
    check(&[Row { kind: "CONTENT_TYPE_OTHER", ..FITS_1 }], &["x:1 s1"], &[]);
    // What was filed as another kind of notice is never sure, and leaves others in doubt.
    let filed_otherwise = Row { id: "s3", source: "SOURCE_TYPE_OTHER_NOTIFICATION", ..FITS_1 };
    check(std::slice::from_ref(&filed_otherwise), &[], &["x:1 1"]);
    check(&[FITS_1, filed_otherwise], &[], &["x:1 2"]);
    // Two statements that fit one post leave both in doubt, also where one of them contradicts.
    check(&[FITS_1, Row { id: "s2", ..FITS_1 }], &[], &["x:1 2"]);
    check(&[FITS_1, Row { id: "s2", language: "DE", ..FITS_1 }], &[], &["x:1 2"]);
    // One that stands there twice is one.
    check(&[FITS_1, FITS_1], &["x:1 s1"], &[]);
    check(&[FITS_1, Row { id: "s4", content: "2023-05-04 00:00:00", ..FITS_1 }], &["x:1 s1", "x:4 s4"], &[]);
}

#[test]
fn one_statement_for_two_posts_is_sure_of_neither() {
    let mut study = Study::new();
    // Post 2 was published a day after post 1, and the 2nd may be the day of either.
    study.notice(NoticeKind::Notice, &["1", "2"], Some("2023-05-24T12:00:00Z"));
    let read = study.statements("dump.csv", &dump(&[Row { content: "2023-05-02 00:00:00", ..FITS_1 }]));
    assert_eq!((read.matched.len(), read.possible.len()), (0, 2));
    // So is one for two notices about one post.
    let mut study = Study::new();
    study.notice(NoticeKind::Notice, &["1"], Some("2023-05-24T12:00:00Z"));
    study.notice(NoticeKind::Notice, &["1"], Some("2023-05-24T12:00:00Z"));
    let read = study.statements("dump.csv", &dump(&[FITS_1]));
    assert_eq!((read.matched.len(), read.possible.len()), (0, 2));
}

#[test]
fn later_dumps_take_back_what_was_sure_and_one_twice_enters_nothing() {
    let mut study = Study::new();
    study.notice(NoticeKind::Notice, &["1"], Some("2023-05-24T12:00:00Z"));
    let first = dump(&[FITS_1]);
    assert_eq!(study.statements("a.csv", &first).matched.len(), 1);
    let head = study.case.ledger().head().unwrap();
    assert!(study.statements("renamed.csv", &first).already);
    assert_eq!(study.case.ledger().head().unwrap(), head);
    // The light dump of the same day leaves columns out and has the same statement.
    let light = String::from_utf8(first.clone())
        .unwrap()
        .replace("\"invented, with a \"\"quote\"\"\",", "")
        .replace("decision_facts,", "");
    let again = study.statements("light.csv", light.as_bytes());
    assert_eq!((again.already, again.matched.len(), again.fitting), (false, 0, 1));
    let sureness = |study: &Study| study.case.answers().unwrap()[0].statement.as_ref().unwrap().sureness;
    assert_eq!(sureness(&study), Sureness::Matched);
    assert_eq!(study.case.findings("test").unwrap().answers.notices[0].by_dates(), 1);
    // Another day has another one that fits.
    study.statements("b.csv", &dump(&[Row { id: "s9", applied: "2023-06-02 00:00:00", ..FITS_1 }]));
    assert_eq!(sureness(&study), Sureness::Possible(2));
    let notice = &study.case.findings("test").unwrap().answers.notices[0];
    assert_eq!((notice.by_dates(), notice.undecided, notice.possible), (0, 1, 1));
    assert_eq!(study.case.answers().unwrap().len(), 1, "nothing is taken out of the ledger");
}

#[test]
fn dumps_are_zips_of_zips_and_wrong_rows_are_named() {
    let zipped = |members: &[(&str, &[u8])]| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in members {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let mut study = Study::new();
    study.notice(NoticeKind::Notice, &["1", "4"], Some("2023-05-24T12:00:00Z"));
    let broken =
        dump(&[Row { content: "yesterday", ..FITS_1 }, Row { platform: "Elsewhere", content: "never", ..FITS_1 }]);
    let inner_a = zipped(&[("part-0.csv", &dump(&[FITS_1])), ("part-1.csv", &broken)]);
    let inner_b = zipped(&[("part-2.csv", &dump(&[Row { id: "s4", content: "2023-05-04", ..FITS_1 }]))]);
    let outer = zipped(&[("0.csv.zip", &inner_a), ("1.csv.zip", &inner_b), ("about.csv", b"a,b\n1,2\n")]);
    let read = study.statements("sor-global-2023-05-26-full.zip", &outer);
    assert_eq!((read.rows, read.weighed, read.fitting, read.matched.len()), (4, 3, 2, 2));
    let rejects: Vec<String> = read
        .rejects
        .iter()
        .map(|r| format!("{} {:?}: {}", r.member.as_deref().unwrap_or(""), r.row, r.reason))
        .collect();
    assert_eq!(
        rejects,
        [
            "0.csv.zip/part-1.csv Some(1): content_date is no day such as 2025-07-01",
            "about.csv None: this is no table of statements; it lacks platform_name, source_type, application_date, \
         content_date, category, platform_uid, decision_visibility",
        ]
    );
    // What is no dump at all enters nothing.
    let path = study.write("other.csv", b"a,b\n1,2\n");
    let error = study.case.read_statements(&path, NOW).unwrap_err().to_string();
    assert!(
        error.starts_with("other.csv: no table in it has the columns of the DSA Transparency Database; missing:"),
        "{error}"
    );
}

#[test]
fn more_than_is_kept_is_counted() {
    let ids: Vec<&'static str> = (0..57).map(|n| &*Box::leak(format!("m{n}").into_boxed_str())).collect();
    let rows: Vec<Row> = ids.iter().map(|id| Row { id, ..FITS_1 }).collect();
    assert_eq!(outcome(&rows), (vec![], vec!["x:1 57".to_owned()]));
}
