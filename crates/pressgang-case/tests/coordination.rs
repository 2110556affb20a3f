//! Accounts of a case that share the same things within the window.

use std::fs;

use pressgang_case::tables::{CoordinationRateRow, CoordinationRow, PartReader, TableRow};
use pressgang_case::{AddOptions, Case, Role, Silent};
use pressgang_posts::Timestamp;
use serde_json::{Value, json};

const PACK: &str = include_str!("../../../packs/iron-heron.toml");
const NOW: Timestamp = Timestamp { unix_millis: 1_700_000_000_000 };

struct Study {
    folder: tempfile::TempDir,
    case: Case,
}

impl Study {
    /// A case of sources, each with its posts.
    fn new(settings: &str, sources: &[(Role, Vec<Value>)]) -> Study {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("case");
        drop(Case::create(&root, "test", &[PACK], NOW).unwrap());
        let toml = fs::read_to_string(root.join("case.toml")).unwrap();
        fs::write(root.join("case.toml"), format!("{toml}\n{settings}\n")).unwrap();
        let mut study = Study { case: Case::open(&root).unwrap(), folder };
        for (number, (role, posts)) in sources.iter().enumerate() {
            let path = study.folder.path().join(format!("{number}.ndjson"));
            fs::write(&path, posts.iter().map(|post| format!("{post}\n")).collect::<String>()).unwrap();
            let options = AddOptions {
                role: *role,
                format: None,
                organisation: None,
                in_place: false,
                mapping: Default::default(),
            };
            study.case.add(&path, &options, NOW).unwrap();
        }
        study.case.run(NOW, &Silent).unwrap();
        study
    }

    fn rows<R: TableRow>(&self) -> Vec<R> {
        let folder = self.case.root().join("tables").join(R::TABLE);
        let mut parts: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        parts.sort();
        parts.iter().flat_map(|part| PartReader::all(part).unwrap()).collect()
    }
}

fn post(id: &str, account: &str, time: &str, text: &str, more: Value) -> Value {
    let mut post = json!({
        "id": id, "platform": "x", "author_id": account, "author_handle": format!("{account}_example"),
        "created_at": format!("2023-05-01T{time}Z"), "text": text,
    });
    post.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    post
}

const ADVERT: &str = "The Iron Heron Company is hiring drivers and fighters. Pay 3000 euros a month, age 22 to 55. Call +49 30 23125 001 now!";

/// Adverts of three accounts that came together, and others.
fn adverts() -> Vec<Value> {
    let other = ADVERT.replace("drivers and fighters", "cooks").replace("001", "077");
    vec![
        post("1", "a", "10:00:00", ADVERT, json!({ "hashtags": ["Work"] })),
        post("2", "b", "10:00:30", ADVERT, json!({ "hashtags": ["work"] })),
        post("3", "a", "12:00:00", &other, json!({})),
        post("4", "c", "12:01:00", &other, json!({})),
        post("5", "d", "15:00:00", ADVERT, json!({})),
        // Whoever has one post only is left out beforehand.
        post("6", "b", "18:00:00", &ADVERT.replace("drivers and fighters", "nurses").replace("001", "078"), json!({})),
        post("7", "c", "20:00:00", &ADVERT.replace("drivers and fighters", "guards").replace("001", "079"), json!({})),
    ]
}

#[track_caller]
fn check(settings: &str, posts: Vec<Value>, expected: &[&str]) {
    let study = Study::new(settings, &[(Role::Observed, posts)]);
    let rows: Vec<String> = study
        .rows::<CoordinationRow>()
        .into_iter()
        .map(|row| {
            let [kinds, a, b] = [row.kinds, row.posts_a, row.posts_b].map(|list| list.join(" "));
            format!("{} {}: {kinds} ({a} | {b}) {} {}", row.account_a, row.account_b, row.weight, row.least_delta)
        })
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn adverts_that_came_together() {
    check("", adverts(), &["x:a x:b: contact hashtag text (x:1 | x:2) 3 30", "x:a x:c: contact text (x:3 | x:4) 2 60"]);
    // Nobody but a has two posts in pairs, and with a window of 59 seconds nobody has.
    check("[coordination]\nwindow = 59", adverts(), &[]);
    check(
        "[coordination]\nwindow = 59\nparticipation = 1",
        adverts(),
        &["x:a x:b: contact hashtag text (x:1 | x:2) 3 30"],
    );
}

#[test]
fn two_names_of_one_account_are_one() {
    let mut posts = adverts();
    posts.truncate(2);
    // The account of the second post is only known by its handle, and so is another post of it.
    posts[1] = json!({ "id": "2", "platform": "x", "author_handle": "A_Example", "created_at": "2023-05-01T10:00:30Z", "text": ADVERT });
    check("[coordination]\nparticipation = 1", posts, &[]);
}

#[test]
fn the_order_of_sources_changes_nothing() {
    let posts = adverts();
    let [one, other] = [(posts[..3].to_vec(), posts[3..].to_vec()), (posts[3..].to_vec(), posts[..3].to_vec())].map(
        |(first, second)| {
            Study::new("", &[(Role::Observed, first), (Role::Observed, second)]).rows::<CoordinationRow>()
        },
    );
    assert_eq!(one, other);
    assert_eq!(one.len(), 2);
}

#[test]
fn how_ordinary_it_is() {
    let ordinary = |id: &str, account: &str, time: &str, tag: &str| {
        post(
            id,
            account,
            time,
            &format!("My day number {id} by the river was rather quiet"),
            json!({ "hashtags": [tag] }),
        )
    };
    let background = vec![
        ordinary("91", "p", "10:00:00", "news"),
        ordinary("92", "q", "10:00:10", "news"),
        ordinary("93", "p", "11:00:00", "weather"),
        ordinary("94", "q", "11:00:10", "weather"),
        ordinary("95", "r", "11:00:20", "football"),
        ordinary("96", "r", "12:00:20", "cats"),
    ];
    let study = Study::new("", &[(Role::Observed, adverts()), (Role::Background, background)]);
    let rates: Vec<String> = study
        .rows::<CoordinationRateRow>()
        .into_iter()
        .filter(|row| row.posts == "background")
        .map(|row| {
            format!("{} {} {} {} {}", row.kind, row.accounts, row.paired_accounts, row.account_pairs, row.crowded)
        })
        .collect();
    assert_eq!(rates, ["hashtag 3 2 1 0", "text 3 0 0 0", "any 3 2 1 0"]);
}
