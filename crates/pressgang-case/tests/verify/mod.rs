//! What verifying a case reports, and what it does not.

mod changes;
mod ledger;
mod random;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use pressgang_case::{AddOptions, Case, CaseError, FetchRecord, Role, Silent, Verification, Wrong, verify, write_file};
use pressgang_posts::Timestamp;
use serde_json::json;

const PACK: &str = include_str!("../../../../packs/iron-heron.toml");
const QR: &[u8] = include_bytes!("../media/qr.png");
const NOW: Timestamp = Timestamp { unix_millis: 1_700_000_000_000 };

const REFERENCES: &str = r#"
[[reference_accounts]]
organisation = "iron-heron"
platform = "telegram"
handle = "heron_example"
verified_by = "a test"
verified_at = 2023-04-11
how = "invented"
grade = "B2"
"#;

fn line(platform: &str, author: &str, id: &str, text: &str) -> String {
    let media = json!([{ "kind": "photo", "url": format!("https://media.example/{id}.png") }]);
    json!({ "id": id, "platform": platform, "author": author, "text": text, "created_at": "2023-01-02T03:04:05Z",
        "media": if id == "a1" { media } else { json!([]) } })
    .to_string()
}

fn advert(number: usize) -> String {
    format!(
        "The Iron Heron Company is hiring drivers and fighters, notice {number}. Pay 3000 euros a month, age 22 to 55. \
         Call +49 30 23125 {:03} now!",
        number % 3
    )
}

/// A case that was run and reported, with something of everything: sources that were copied and one that lies elsewhere,
/// a picture with a transcript, rates, looks, a second source.
pub struct Finished {
    pub folder: tempfile::TempDir,
    pub root: PathBuf,
    pub head: String,
}

/// The files of a finished case with its head: it is made once and written out for each test.
static MADE: OnceLock<(BTreeMap<String, Vec<u8>>, String)> = OnceLock::new();

impl Finished {
    pub fn new() -> Finished {
        let (files, head) = MADE.get_or_init(|| {
            // What lies outside the case has to stay.
            let elsewhere = Path::new(env!("CARGO_TARGET_TMPDIR")).join("verify");
            fs::create_dir_all(&elsewhere).unwrap();
            let made = Finished::made(tempfile::tempdir().unwrap(), &elsewhere);
            (contents(&made.root), made.head.clone())
        });
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("case");
        for (name, bytes) in files {
            let path = root.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        Finished { folder, root, head: head.clone() }
    }

    /// Makes one, with a source that is not copied in `elsewhere`.
    pub fn made(folder: tempfile::TempDir, elsewhere: &Path) -> Finished {
        let root = folder.path().join("case");
        drop(Case::create(&root, "test", &[PACK], NOW).unwrap());
        let config = root.join("case.toml");
        fs::write(&config, fs::read_to_string(&config).unwrap() + REFERENCES).unwrap();
        let mut case = Case::open(&root).unwrap();
        let mut add = |name: &str, role: Role, in_place: bool, text: String| {
            let path = if in_place { elsewhere.join(name) } else { folder.path().join(name) };
            write_file(&path, text.as_bytes()).unwrap();
            let options = AddOptions { role, format: None, organisation: None, in_place, mapping: Default::default() };
            case.add(&path, &options, NOW).unwrap();
        };
        let studied = |n: usize| match n % 3 {
            0 => format!("Nice weather in Port Sample today, day {n} of my holiday by the sea, number {}", n * n),
            _ => advert(n),
        };
        let posts = |from: usize, to: usize, letter: char| {
            let lines =
                (from..to).map(|n| line("x", &format!("desk{n}_example"), &format!("{letter}{n}"), &studied(n)));
            lines.collect::<Vec<_>>().join("\n") + "\n"
        };
        add("a.ndjson", Role::Observed, false, posts(0, 60, 'a'));
        add("b.ndjson", Role::Observed, true, posts(60, 75, 'b'));
        add("r.ndjson", Role::Reference, false, line("telegram", "heron_example", "900", &advert(1)) + "\n");
        let ordinary =
            |n: usize| line("x", "other_example", &format!("o{n}"), &format!("A walk of {n} miles, and tea"));
        add("o.ndjson", Role::Background, false, (0..30).map(ordinary).collect::<Vec<_>>().join("\n") + "\n");
        let csv = Role::Observed;
        add("rates.csv", csv, false, "date,currency,units_per_eur,source\n2023-01-02,RUB,85.7,test\n".to_owned());
        let looks = "platform,id,observed_at,status,by,tool,note\nx,a1,2023-05-29T16:00:00Z,up,desk,browser,\nx,a2,2023-05-29T16:00:00Z,removed,desk,browser,seen\n";
        add("looks.csv", csv, false, looks.to_owned());
        let second = "kind,value,organisation,source,origin,received_at,grade,note\nphone,+493023125001,iron-heron,An official,analysis,2023-05-22,B2,\n";
        add("second.csv", csv, false, second.to_owned());
        let pictures = folder.path().join("pictures");
        fs::create_dir(&pictures).unwrap();
        fs::write(pictures.join("other-picture.png"), other_picture()).unwrap();
        fs::write(pictures.join("other-picture.srt"), "1\n00:00:01,000 --> 00:00:02,000\nHello\n").unwrap();
        case.add_media(&pictures, NOW).unwrap();
        let fetched = folder.path().join("fetched");
        fs::write(&fetched, QR).unwrap();
        let record = FetchRecord { fetched_at: NOW, content_type: Some("image/png".to_owned()) };
        case.keep_fetched("https://media.example/a1.png", &fetched, &record).unwrap();
        case.run(NOW, &Silent).unwrap();
        report(&mut case);
        let head = case.ledger().head().unwrap().1;
        drop(case);
        Finished { folder, root, head }
    }

    pub fn verify(&self, head: Option<&str>) -> Verification {
        verify(&self.root, head).unwrap()
    }

    /// Verifies; what is wrong in lines.
    pub fn wrong(&self, head: Option<&str>) -> Vec<String> {
        lines(&self.verify(head))
    }
}

pub fn lines(found: &Verification) -> Vec<String> {
    found.problems.iter().map(|p| format!("{} {}: {}", p.wrong.as_str(), p.place, p.text)).collect()
}

/// A report of two files; what is in them is not this crate's business.
fn report(case: &mut Case) {
    let findings = case.findings("test").unwrap();
    let page: String = findings.posts.iter().map(|post| format!("<p>{}</p>\n", post.key)).collect();
    let data = json!({ "ledger": { "head": findings.ledger_head, "entries": findings.ledger_entries } }).to_string();
    let written = [("report/report.html", page.as_bytes()), ("report/report.json", data.as_bytes())];
    for (path, bytes) in written {
        write_file(&case.root().join(path), bytes).unwrap();
    }
    case.enter_report(&findings, &written, NOW).unwrap();
}

fn other_picture() -> Vec<u8> {
    let mut picture = image::RgbImage::new(40, 30);
    picture.enumerate_pixels_mut().for_each(|(x, y, pixel)| pixel.0 = [(x * 6) as u8, (y * 8) as u8, 90]);
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Every file below a folder with its bytes.
pub fn contents(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let name = entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned();
                out.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    out
}

#[test]
fn a_finished_case_is_whole_and_nothing_is_written() {
    let finished = Finished::new();
    let before = contents(&finished.root);
    let found = finished.verify(None);
    assert_eq!(lines(&found), Vec::<String>::new());
    assert_eq!(found.notes, Vec::<String>::new());
    assert_eq!((found.head.as_str(), found.proven), (finished.head.as_str(), None));
    let looked = found.checked.iter().filter(|c| c.files > 0).map(|c| c.what).collect::<Vec<_>>();
    assert_eq!(looked, ["settings", "sources", "tables", "index", "media", "report"]);
    let found = finished.verify(Some(&finished.head[..16].to_uppercase()));
    assert_eq!(found.proven, Some(found.entries));
    assert!(before == contents(&finished.root), "verifying wrote something");
    // What a report prints is the head before it was entered, and it is the same when it is made again.
    let mut case = Case::open(&finished.root).unwrap();
    let findings = case.findings("test").unwrap();
    assert_eq!(findings.ledger_entries + 1, found.entries);
    report(&mut case);
    assert_eq!(case.ledger().head().unwrap().0, found.entries);
    drop(case);
    assert_eq!(finished.verify(Some(&findings.ledger_head)).proven, Some(findings.ledger_entries));
}

#[test]
fn what_is_no_case_or_no_head_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(verify(folder.path(), None), Err(CaseError::NotACase { .. })));
    let finished = Finished::new();
    for head in ["", "abc", "5b0e9d1c7f3a4b6", "not a hash, not a hash", &"a".repeat(65)] {
        assert!(matches!(verify(&finished.root, Some(head)), Err(CaseError::Usage(_))), "{head}");
    }
    let _open = Case::open(&finished.root).unwrap();
    assert!(matches!(verify(&finished.root, None), Err(CaseError::Busy { .. })));
}

#[test]
fn later_work_is_no_alteration() {
    let finished = Finished::new();
    let noted = finished.head.clone();
    let mut case = Case::open(&finished.root).unwrap();
    let file = finished.folder.path().join("c.ndjson");
    fs::write(&file, line("x", "desk_example", "c1", &advert(7))).unwrap();
    let options = AddOptions {
        role: Role::Observed,
        format: None,
        organisation: None,
        in_place: false,
        mapping: Default::default(),
    };
    case.add(&file, &options, NOW).unwrap();
    drop(case);
    assert_eq!(finished.wrong(Some(&noted)), Vec::<String>::new(), "added and not yet run");
    let mut case = Case::open(&finished.root).unwrap();
    case.run(NOW, &Silent).unwrap();
    drop(case);
    assert_eq!(finished.wrong(Some(&noted)), Vec::<String>::new(), "run and not yet reported");
    let mut case = Case::open(&finished.root).unwrap();
    report(&mut case);
    drop(case);
    let found = finished.verify(Some(&noted));
    assert_eq!(lines(&found), Vec::<String>::new());
    assert!(found.proven.unwrap() < found.entries);
    // What people write is theirs to change, and a run enters it.
    let config = finished.root.join("case.toml");
    fs::write(&config, fs::read_to_string(&config).unwrap() + "\n# a remark\n").unwrap();
    let found = finished.verify(None);
    assert_eq!(found.problems.len(), 1);
    assert_eq!((found.problems[0].wrong, found.problems[0].place.file.as_str()), (Wrong::Altered, "case.toml"));
    Case::open(&finished.root).unwrap().run(NOW, &Silent).unwrap();
    assert_eq!(finished.wrong(None), Vec::<String>::new());
}
