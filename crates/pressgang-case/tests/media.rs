//! Pictures and films of posts: how they come into a case, what is read in them without programs of the system, and what
//! sharing them ties.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use pressgang_case::tables::{
    AttachmentRow, ContactRow, MatchRow, MediaGroupRow, MediaRow, PartReader, RejectRow, TableRow,
};
use pressgang_case::{AddOptions, Case, FetchRecord, Role, Silent};
use pressgang_posts::Timestamp;
use serde_json::{Value, json};

const PACK: &str = include_str!("../../../packs/iron-heron.toml");
/// Says https://t.me/ironheron_join_example.
const QR: &[u8] = include_bytes!("media/qr.png");
const NOW: Timestamp = Timestamp { unix_millis: 1_700_000_000_000 };
const ADVERT: &str = "The Iron Heron Company is hiring drivers and fighters. Pay 3000 euros a month, age 22 to 55. Scan the code to apply!";

fn rows<R: TableRow>(root: &Path) -> Vec<R> {
    let mut files: Vec<PathBuf> = fs::read_dir(root.join("tables").join(R::TABLE))
        .map(|folder| folder.flatten().map(|file| file.path()).collect())
        .unwrap_or_default();
    files.sort();
    files.iter().flat_map(|file| PartReader::<R>::all(file).unwrap()).collect()
}

fn options(role: Role) -> AddOptions {
    AddOptions { role, format: None, organisation: None, in_place: false, mapping: Default::default() }
}

struct Study {
    folder: tempfile::TempDir,
    case: Case,
}

impl Study {
    fn new() -> Study {
        let folder = tempfile::tempdir().unwrap();
        let case = Case::create(&folder.path().join("case"), "test", &[PACK], NOW).unwrap();
        Study { folder, case }
    }

    fn path(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    }

    /// Posts with a photo each: id, text, and what the export says of the photo.
    fn add_posts(&mut self, name: &str, posts: &[(&str, &str, Value)]) {
        let lines: Vec<String> = posts
            .iter()
            .map(|(id, text, media)| {
                json!({ "id": id, "platform": "x", "author": format!("desk_{id}_example"), "text": text,
                    "created_at": "2023-01-05T03:04:05Z", "media": [media] })
                .to_string()
            })
            .collect();
        let path = self.path(name);
        fs::write(&path, lines.join("\n")).unwrap();
        self.case.add(&path, &options(Role::Observed), NOW).unwrap();
    }

    fn run(&mut self) -> Vec<String> {
        self.case.run(NOW, &Silent).unwrap().done
    }

    /// Post, state, how its file came or why not.
    fn states(&self) -> Vec<String> {
        let rows: Vec<AttachmentRow> = rows(self.case.root());
        rows.into_iter().map(|r| format!("{} {} {}", r.id, r.state, r.via.or(r.reason).unwrap_or_default())).collect()
    }
}

/// A Telegram Desktop export of messages with photos.
fn telegram(messages: &[(u64, &str, &str)]) -> String {
    let messages: Vec<Value> = messages
        .iter()
        .map(|(id, text, photo)| {
            json!({ "id": id, "type": "message", "date": "2023-01-05T04:04:05", "date_unixtime": "1672887845",
                "from": "Desk (invented)", "from_id": "channel1000000001", "photo": photo, "width": 10, "height": 10,
                "text": text, "text_entities": [{ "type": "plain", "text": text }] })
        })
        .collect();
    json!({ "name": "Desk (invented)", "type": "public_channel", "id": 1000000001u64, "messages": messages })
        .to_string()
}

#[test]
fn files_beside_an_export_are_taken_and_nothing_else() {
    let mut study = Study::new();
    fs::write(study.path("secret.png"), QR).unwrap();
    fs::write(study.path("export/photos/a.png"), QR).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(study.path("secret.png"), study.path("export/photos/link.png")).unwrap();
    #[cfg(not(unix))]
    fs::create_dir(study.path("export/photos/link.png")).unwrap();
    let export = telegram(&[
        (1, ADVERT, "photos/a.png"),
        (2, ADVERT, "photos/gone.png"),
        (3, ADVERT, "../secret.png"),
        (4, ADVERT, "photos/link.png"),
        (5, ADVERT, "(File not included. Change data exporting settings to download.)"),
    ]);
    fs::write(study.path("export/result.json"), export).unwrap();
    let path = study.path("export/result.json");
    study.case.add(&path, &options(Role::Observed), NOW).unwrap();
    study.run();
    let states = study.states();
    assert_eq!(states.len(), 5, "{states:?}");
    assert!(states[0].ends_with(" held export"), "{states:?}");
    assert!(states[1].ends_with(" missing "), "{states:?}");
    assert!(states[2].contains(" refused its path leads out"), "{states:?}");
    assert!(states[3].contains(" refused "), "{states:?}");
    assert!(states[4].ends_with(" not_fetched "), "{states:?}");
    let state = study.case.media_state().unwrap();
    assert_eq!((state.attachments, state.held, state.missing, state.refused), (5, 1, 1, 2));
    // What was held once stays held when the export's folder is gone.
    fs::remove_dir_all(study.path("export/result.json").parent().unwrap()).unwrap();
    study.case.note_unfetched("https://media.example.org/other.png", "gone", NOW).unwrap();
    study.run();
    assert!(study.states()[0].ends_with(" held export"));
    assert!(study.run().is_empty());
}

#[test]
fn a_code_in_a_picture_is_a_contact_with_its_place() {
    let mut study = Study::new();
    fs::write(study.path("export/photos/a.png"), QR).unwrap();
    fs::write(study.path("export/result.json"), telegram(&[(1, ADVERT, "photos/a.png")])).unwrap();
    let path = study.path("export/result.json");
    study.case.add(&path, &options(Role::Observed), NOW).unwrap();
    study.run();
    let contacts: Vec<ContactRow> = rows(study.case.root());
    let [contact] = &contacts[..] else { panic!("{contacts:?}") };
    assert_eq!((contact.kind.as_str(), contact.value.as_str()), ("telegram", "ironheron_join_example"));
    let media: Vec<MediaRow> = rows(study.case.root());
    assert_eq!(contact.media.as_deref(), Some(media[0].sha256.as_str()));
    assert!(contact.x.is_some() && contact.width.is_some_and(|w| w > 0));
    assert_eq!(fs::read(study.case.root().join(&media[0].file)).unwrap(), QR);
    assert_eq!(media[0].unread, ["text: tesseract is not installed"]);
    let findings = study.case.findings("test").unwrap();
    let picture = &findings.posts[0].pictures[0];
    assert_eq!(picture.contacts.len(), 1);
    assert!(picture.image.as_ref().is_some_and(|png| png.starts_with(b"\x89PNG")) && !picture.is_clear);
    assert!(findings.limits.iter().any(|l| l.text.contains("tesseract is not installed")), "{:?}", findings.limits);
}

#[test]
fn added_files_find_their_posts() {
    let mut study = Study::new();
    study.add_posts(
        "posts.ndjson",
        &[
            ("9000000001", ADVERT, json!({ "kind": "photo", "url": "https://media.example.org/x/abc?sig=1" })),
            ("9000000002", ADVERT, json!({ "kind": "photo", "url": "https://media.example.org/x/photo_0002.png" })),
            ("9000000003", ADVERT, json!({ "kind": "photo", "url": "https://media.example.org/x/else" })),
            ("9000000004", ADVERT, json!({ "kind": "photo", "url": "https://media.example.org/x/none" })),
        ],
    );
    study.run();
    assert!(study.states().iter().all(|s| s.ends_with("not_fetched ")), "{:?}", study.states());
    // As 4CAT writes it: a list of addresses and the files saved from them.
    let zip = study.path("4cat.zip");
    let mut writer = zip::ZipWriter::new(File::create(&zip).unwrap());
    let plain = zip::write::SimpleFileOptions::default();
    let list = json!({ "https://media.example.org/x/abc?sig=1": { "filename": "1.png", "success": true } });
    for (name, bytes) in [(".metadata.json", list.to_string().as_bytes()), ("1.png", QR), ("notes.txt", b"nothing")] {
        writer.start_file(name, plain).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap();
    let added = study.case.add_media(&zip, NOW).unwrap();
    assert_eq!((added.files, added.refused.len()), (1, 1), "{added:?}");
    let other = [QR, b"tail"].concat();
    fs::write(study.path("pictures/deep/photo_0002.png"), &other).unwrap();
    fs::write(study.path("pictures/9000000003_1.png"), [QR, b"third"].concat()).unwrap();
    let pictures = study.path("pictures");
    fs::write(study.path("pictures/9000000003_1.en.srt"), "1\n00:00:01,000 --> 00:00:02,000\nhello\n").unwrap();
    let added = study.case.add_media(&pictures, NOW).unwrap();
    assert_eq!((added.files, added.refused.len()), (2, 0), "{added:?}");
    study.run();
    let states: Vec<String> = study.states().into_iter().map(|s| s[9..].to_owned()).collect();
    assert_eq!(states, ["1 held added", "2 held added", "3 held added", "4 not_fetched "]);
}

#[test]
fn fetched_files_are_held_and_failures_said() {
    let mut study = Study::new();
    let photo = |name: &str| json!({ "kind": "photo", "url": format!("https://media.example.org/{name}") });
    study.add_posts("posts.ndjson", &[("1", ADVERT, photo("a.png")), ("2", "Good morning", photo("b.png"))]);
    study.run();
    let unheld = study.case.unheld_media().unwrap();
    assert_eq!(
        unheld.iter().map(|u| u.url.as_str()).collect::<Vec<_>>(),
        ["https://media.example.org/a.png", "https://media.example.org/b.png"]
    );
    let file = study.path("fetched");
    fs::write(&file, QR).unwrap();
    let record = FetchRecord { fetched_at: NOW, content_type: Some("image/png".into()) };
    study.case.keep_fetched(&unheld[0].url, &file, &record).unwrap();
    study.case.note_unfetched(&unheld[1].url, "it is gone (404)", NOW).unwrap();
    study.run();
    assert_eq!(study.states(), ["1 held fetched", "2 not_fetched it is gone (404)"]);
    let unheld = study.case.unheld_media().unwrap();
    assert_eq!((unheld.len(), unheld[0].last_failure.as_deref()), (1, Some("it is gone (404)")));
    // Addresses may hold signatures; the ledger holds none.
    let ledger = fs::read(study.case.root().join("ledger.sqlite")).unwrap();
    assert!(!ledger.windows(17).any(|w| w == b"media.example.org"));
}

#[test]
fn the_same_picture_ties_only_who_recruits() {
    let mut study = Study::new();
    let photo = |name: &str| json!({ "kind": "photo", "url": format!("https://media.example.org/{name}") });
    // Another number and no name: only the picture is common with the first.
    let quiet = "Fighters wanted for the front, 3000 euros a month, insurance and uniform. Sign a contract, call +49 30 23125 077.";
    study.add_posts(
        "posts.ndjson",
        &[
            ("9000000001", &format!("{ADVERT} Call +49 30 23125 001."), photo("a.png")),
            ("9000000002", quiet, photo("b.png")),
            ("9000000003", "A lovely morning at the lake", photo("c.png")),
        ],
    );
    let drawn =
        image::RgbImage::from_fn(160, 120, |x, y| image::Rgb([(x * y / 60) as u8, (x ^ y) as u8, (255 - x) as u8]));
    for name in ["9000000001", "9000000002", "9000000003"] {
        drawn.save(study.path(&format!("pictures/{name}.png"))).unwrap();
    }
    let pictures = study.path("pictures");
    study.case.add_media(&pictures, NOW).unwrap();
    study.run();
    let groups: Vec<MediaGroupRow> = rows(study.case.root());
    assert_eq!(groups.len(), 1);
    let matches: Vec<MatchRow> = rows(study.case.root());
    let same: Vec<String> =
        matches.iter().filter(|m| m.kind == "same_media").map(|m| format!("{} {}", m.a_id, m.b_id)).collect();
    assert_eq!(same, ["9000000001 9000000002"]);
    let found = study.case.findings("test").unwrap().posts;
    let ids: Vec<&str> = found.iter().map(|p| p.key.id.as_str()).collect();
    assert_eq!(ids, ["9000000001", "9000000002"]);
    assert_eq!(found[1].ties, ["picture or film shared with posts that count"]);
    assert!(found[1].member_ties.iter().any(|tie| tie.kind == "same_media" && tie.ordinary == Some(1)));
}

#[test]
fn a_broken_file_is_a_reject_and_readings_are_kept() {
    let mut study = Study::new();
    let photo = |name: &str| json!({ "kind": "photo", "url": format!("https://media.example.org/{name}") });
    study.add_posts("posts.ndjson", &[("9000000001", ADVERT, photo("a.png")), ("9000000002", ADVERT, photo("b.png"))]);
    fs::write(study.path("pictures/9000000001.png"), &QR[..QR.len() / 2]).unwrap();
    fs::write(study.path("pictures/9000000002.png"), QR).unwrap();
    let pictures = study.path("pictures");
    study.case.add_media(&pictures, NOW).unwrap();
    let summary = study.case.run(NOW, &Silent).unwrap();
    let rejects: Vec<RejectRow> = rows(study.case.root());
    assert_eq!((rejects.len(), summary.rejects), (1, 1), "{rejects:?}");
    assert!(rejects[0].file.as_ref().is_some_and(|f| f.starts_with("media/")) && !rejects[0].reason.is_empty());
    // A reading that somebody else wrote is not believed.
    let media: Vec<MediaRow> = rows(study.case.root());
    let whole = media.iter().find(|m| m.problems.is_empty()).unwrap();
    let kept = study.case.root().join(format!("media/readings/{}.json", whole.sha256));
    let text = fs::read_to_string(&kept).unwrap();
    fs::write(&kept, text.replace("ironheron_join_example", "somebody_else_example")).unwrap();
    fs::remove_dir_all(study.case.root().join("tables/media")).unwrap();
    study.run();
    let contacts: Vec<ContactRow> = rows(study.case.root());
    assert!(contacts.iter().all(|c| c.value == "ironheron_join_example"), "{contacts:?}");
    // A file that was changed is not read.
    fs::write(study.case.root().join(&whole.file), b"something else").unwrap();
    fs::remove_dir_all(study.case.root().join("tables/media")).unwrap();
    fs::remove_file(&kept).unwrap();
    study.run();
    let rejects: Vec<RejectRow> = rows(study.case.root());
    assert!(rejects.iter().any(|r| r.reason.contains("is not the one that was taken")), "{rejects:?}");
}

/// As much of a film as it is known by.
const FILM: &[u8] = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2\0\0\0\x08free";
const CUES: &str = "1\n00:00:01,000 --> 00:00:04,000\nCall +49 30 23125 005\n";

fn zipped(path: &Path, files: &[(&str, &[u8])]) {
    let mut writer = zip::ZipWriter::new(File::create(path).unwrap());
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap();
}

#[test]
fn transcripts_in_archives_belong_to_the_films_beside_them() {
    let heard = |study: &Study| {
        let contacts: Vec<ContactRow> = rows(study.case.root());
        contacts.into_iter().map(|c| format!("{} {:?}", c.value, c.from_ms)).collect::<Vec<_>>()
    };
    // The archive of an export.
    let mut study = Study::new();
    let export = telegram(&[(1, ADVERT, "photos/film.mp4")]);
    let (zip, files) =
        (study.path("export.zip"), [("a/photos/film.ru.srt", CUES.as_bytes()), ("a/photos/film.mp4", FILM)]);
    zipped(&zip, &[&[("a/result.json", export.as_bytes())], &files[..]].concat());
    study.case.add(&zip, &options(Role::Observed), NOW).unwrap();
    study.run();
    assert_eq!(heard(&study), ["+493023125005 Some(1000)"]);
    // One of added files.
    let mut study = Study::new();
    let photo = json!({ "kind": "photo", "url": "https://media.example.org/x/else" });
    study.add_posts("posts.ndjson", &[("9000000001", ADVERT, photo)]);
    let zip = study.path("added.zip");
    zipped(&zip, &[("b/9000000001.mp4", FILM), ("b/9000000001.srt", CUES.as_bytes()), ("c/other.srt", b"nothing")]);
    let added = study.case.add_media(&zip, NOW).unwrap();
    assert_eq!((added.files, added.refused.len()), (1, 1), "{added:?}");
    study.run();
    assert_eq!(heard(&study), ["+493023125005 Some(1000)"]);
}
