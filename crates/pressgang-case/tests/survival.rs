//! Lives of posts from captures, looks and notices, through a whole case.

use std::fs;

use pressgang_case::{
    AddOptions, Case, LookBook, NewLook, NewNotice, NoticeKind, Notifier, RemovalCause, Role, Sent, Silent, SurvivalOf,
};
use pressgang_posts::{PostKey, Timestamp};
use serde_json::json;

const PACK: &str = include_str!("../../../packs/iron-heron.toml");
const NOW: Timestamp = Timestamp { unix_millis: 1_700_000_000_000 };
/// The day all posts were published.
const BORN: &str = "2023-05-01T10:00:00Z";
const POSTS: usize = 14;

fn at(day: i64) -> Timestamp {
    Timestamp { unix_millis: Timestamp::parse_rfc3339(BORN).unwrap().unix_millis + day * 86_400_000 }
}

fn add(case: &mut Case, folder: &std::path::Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    let options = AddOptions {
        role: Role::Observed,
        format: None,
        organisation: None,
        in_place: false,
        mapping: Default::default(),
    };
    case.add(&path, &options, NOW).unwrap();
}

fn look(id: usize, day: i64, status: &str) -> NewLook {
    NewLook {
        platform: "x".to_owned(),
        id: format!("16208588309378{id:05}"),
        at: at(day),
        status: status.to_owned(),
        rule: "test.rule@1".to_owned(),
        tool: "pressgang test".to_owned(),
        not_shown_in: Vec::new(),
        evidence: json!({}),
        warc: None,
    }
}

#[test]
fn lives_follow_from_captures_looks_and_notices() {
    let folder = tempfile::tempdir().unwrap();
    let mut case = Case::create(&folder.path().join("case"), "test", &[PACK], NOW).unwrap();
    let posts: String = (0..POSTS)
        .map(|id| {
            let post = json!({
                "id": format!("16208588309378{id:05}"), "platform": "x", "author_id": format!("a{id}"),
                "created_at": if id == 12 { None } else { Some(BORN) }, "collected_at": at(2).to_string(),
                "text": "The Iron Heron Company is hiring drivers. Pay 3000 euros a month. Call +49 30 23125 001 now!",
            });
            format!("{post}\n")
        })
        .collect();
    add(&mut case, folder.path(), "posts.ndjson", &posts);
    // The platform's own list: when one of the posts went.
    let list = json!({
        "id": "1620858830937800011", "action": "delete", "created_at": BORN,
        "redacted_at": "2023-05-06T22:00:00.000Z", "reason": "deleted",
    });
    add(&mut case, folder.path(), "compliance.jsonl", &format!("{list}\n"));
    case.run(NOW, &Silent).unwrap();
    let mut book = LookBook::open(case.root()).unwrap();
    let mut looks: Vec<NewLook> = (0..11).map(|id| look(id, 4, "up")).collect();
    looks.extend((0..4).map(|id| look(id, 8, "removed_by_platform")));
    looks.extend((4..10).map(|id| look(id, 8, "up")));
    looks.extend([look(10, 8, "removed"), look(10, 9, "up"), look(11, 9, "removed"), look(13, 9, "login_wall")]);
    book.enter(NOW, &looks).unwrap();
    case.run(NOW, &Silent).unwrap();
    let found = case.findings("test").unwrap().survival;
    assert_eq!((found.posts(), found.lives.len(), found.came_back), (POSTS as u64, 12, 1));
    assert_eq!((found.left_out.without_date, found.left_out.seen_once, found.left_out.never_seen), (1, 1, 0));
    let life = |id: usize| found.lives.iter().find(|life| life.key.id == format!("16208588309378{id:05}")).unwrap();
    assert_eq!((life(0).entered, life(0).seen, life(0).missed), (2.0, 4.0, Some(8.0)));
    assert_eq!((life(0).cause, life(4).cause, life(4).missed), (Some(RemovalCause::Platform), None, None));
    assert_eq!((life(10).missed, life(10).seen), (None, 9.0), "it came back");
    let exact = life(11);
    assert_eq!((exact.missed, exact.is_exact, exact.cause), (Some(5.5), true, Some(RemovalCause::NotTold)));
    let group = &found.groups[0];
    assert_eq!((group.of.clone(), group.removed), (SurvivalOf::All, [4, 0, 0, 1]));
    let curves = group.curves.as_ref().unwrap();
    assert_eq!((curves.from, curves.latest.points[0].at_risk), (2.0, 12));
    assert!(found.spells.is_empty(), "nobody was told");
    // X was told of four posts on the day after the first looks, of two of them twice.
    let notifier = Notifier { name: "Desk".to_owned(), email: "desk@example.org".to_owned() };
    let mut notify = |kind: NoticeKind, ids: std::ops::Range<usize>, sent: i64| {
        let posts: Vec<PostKey> = ids.map(|id| life(id).key.clone()).collect();
        let notice = NewNotice {
            kind,
            platform: Some("x"),
            language: "en",
            jurisdiction: None,
            trusted_flagger: false,
            source_type: None,
            demonstration: false,
            category: None,
            keywords: &[],
            due: None,
            posts: &posts,
            notifier: &notifier,
            to: None,
            files: &[("notice.txt".to_owned(), b"text".to_vec())],
        };
        let id = case.enter_notices(std::slice::from_ref(&notice), NOW).unwrap().remove(0).id;
        let sent = Sent { entry: 0, at: at(sent), channel: None, reference: None, by: None };
        case.enter_sent(&id, &sent, NOW).unwrap();
    };
    notify(NoticeKind::Notice, 0..4, 5);
    notify(NoticeKind::Comment, 2..4, 6);
    notify(NoticeKind::Referral, 5..9, 5);
    case.run(NOW, &Silent).unwrap();
    let found = case.findings("test").unwrap().survival;
    let told: Vec<_> = found.spells.iter().filter(|spell| spell.is_told).collect();
    assert_eq!(told.len(), 4, "a referral tells no platform");
    assert!(told.iter().all(|spell| (spell.entered, spell.seen, spell.missed) == (5.0, 5.0, Some(8.0))));
    let groups: Vec<_> = found.groups.iter().map(|group| (group.of.clone(), group.removed)).collect();
    let of = [(SurvivalOf::All, [4, 0, 0, 1]), (SurvivalOf::NotTold, [0, 0, 0, 1]), (SurvivalOf::Told, [4, 0, 0, 0])];
    assert_eq!(groups, of);
}
