//! Campaigns over several runs, in other orders and with other numbers of threads.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pressgang_case::tables::{CampaignRow, CampaignTieRow, HubRow, PartReader, TableRow};
use pressgang_case::{AddOptions, Case, Role, Silent};
use pressgang_posts::Timestamp;

const PACK: &str = include_str!("../../../packs/iron-heron.toml");
const NOW: Timestamp = Timestamp { unix_millis: 1_700_000_000_000 };

/// Adverts of three campaigns that share no words and no contact: A by phone and wording, B by wording, C by phone.
fn advert(campaign: char, number: usize) -> String {
    let towns = ["Port Sample", "Examplia", "Testford", "Mockton", "Demo Bay", "Fictown", "Stubville", "Nowhere"];
    let town = towns[number % towns.len()];
    match campaign {
        'A' => format!(
            "The Iron Heron Company is hiring drivers and fighters in {town}. Pay 3000 euros a month, age 22 to 55. Call +49 30 23125 001 now!"
        ),
        'B' => format!(
            "Join Iron Heron! We need cooks, mechanics, welders for our base near {town}, salary 2500 dollars monthly, free food and clothes, write to us today or call +49 30 23125 1{number:02}"
        ),
        'C' => format!(
            "{} wanted for Iron Heron, {} EUR a month and insurance, ring +49 30 23125 077",
            ["Nurses", "Doctors and medics", "Psychologists with experience"][number % 3],
            2000 + 100 * number,
        ),
        _ => format!(
            "Does your son want a job as {}? The company Iron Heron pays {} pounds a week. Phone: +49 30 23125 078",
            ["a guard in the mines", "crew of an armoured car", "an instructor for recruits"][number % 3],
            900 + 10 * number,
        ),
    }
}

fn line(id: &str, text: &str) -> String {
    let day = 1 + id.bytes().map(usize::from).sum::<usize>() % 28;
    serde_json::json!({ "id": id, "platform": "x", "author": format!("desk_{id}_example"), "created_at": format!("2023-01-{day:02}T03:04:05Z"), "text": text })
        .to_string()
}

fn lines(campaign: char, numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|number| line(&format!("{campaign}{number}"), &advert(campaign, number))).collect()
}

struct Study {
    folder: tempfile::TempDir,
    case: Case,
    files: usize,
}

impl Study {
    fn new() -> Study {
        let folder = tempfile::tempdir().unwrap();
        let case = Case::create(&folder.path().join("case"), "test", &[PACK], NOW).unwrap();
        Study { folder, case, files: 0 }
    }

    fn add(&mut self, lines: &[String]) {
        self.files += 1;
        let path = self.folder.path().join(format!("{}.ndjson", self.files));
        fs::write(&path, lines.join("\n")).unwrap();
        let options = AddOptions {
            role: Role::Observed,
            format: None,
            organisation: None,
            in_place: false,
            mapping: Default::default(),
        };
        self.case.add(&path, &options, NOW).unwrap();
    }

    /// Runs; ids of posts by campaign, in the order of the table.
    fn run(&mut self) -> Vec<(String, Vec<String>)> {
        self.case.run(NOW, &Silent).unwrap();
        let mut campaigns: Vec<(String, Vec<String>)> = Vec::new();
        for row in self.rows::<CampaignRow>() {
            match campaigns.last_mut().filter(|(id, _)| *id == row.campaign) {
                Some((_, posts)) => posts.push(row.id),
                None => campaigns.push((row.campaign, vec![row.id])),
            }
        }
        campaigns.iter_mut().for_each(|(_, posts)| posts.sort());
        campaigns
    }

    fn part(&self, table: &str) -> PathBuf {
        let folder: &Path = &self.case.root().join("tables").join(table);
        fs::read_dir(folder).unwrap().next().unwrap().unwrap().path()
    }

    fn rows<R: TableRow>(&self) -> Vec<R> {
        PartReader::all(&self.part(R::TABLE)).unwrap()
    }

    fn history(&mut self) -> Vec<String> {
        let findings = self.case.findings("test").unwrap();
        let events = findings.campaigns.iter().flat_map(|c| &c.profile.history);
        let mut said: Vec<String> =
            events.map(|e| format!("{} {} {}", e.campaign, e.event, e.others.join(" ")).trim().to_owned()).collect();
        said.sort();
        said.dedup();
        said
    }
}

fn ids(campaigns: &[(String, Vec<String>)]) -> Vec<(&str, usize)> {
    campaigns.iter().map(|(id, posts)| (id.as_str(), posts.len())).collect()
}

#[test]
fn ids_stay_while_posts_come() {
    let mut study = Study::new();
    study.add(&[lines('A', 0..4), lines('B', 0..3)].concat());
    assert_eq!(ids(&study.run()), [("K1", 4), ("K2", 3)]);
    study.add(&[lines('B', 3..7), lines('C', 0..2)].concat());
    assert_eq!(ids(&study.run()), [("K2", 7), ("K1", 4), ("K3", 2)], "the largest first, whatever its number");
    assert_eq!(study.history(), ["K1 begun", "K2 begun", "K3 begun"]);
    let findings = study.case.findings("test").unwrap();
    let order: Vec<&str> = findings.campaigns.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(order, ["K2", "K1", "K3"]);
    let b = &findings.campaigns[0].profile;
    assert_eq!((b.accounts.len(), b.languages[0].clone(), b.texts.len()), (7, ("en".to_owned(), 7), 1));
    // One advert with the contacts of two campaigns makes them one.
    study.add(&[line(
        "bridge",
        "Iron Heron is hiring guards, 4000 euros a month, call +49 30 23125 001 or +49 30 23125 077",
    )]);
    assert_eq!(ids(&study.run()), [("K1", 7), ("K2", 7)]);
    assert!(study.history().contains(&"K3 merged K1".to_owned()), "{:?}", study.history());
    study.case.ledger().verify().unwrap();
}

#[test]
fn a_lost_table_costs_no_id() {
    let mut study = Study::new();
    study.add(&[lines('A', 0..4), lines('B', 0..3)].concat());
    study.run();
    study.add(&lines('B', 3..7));
    let whole = study.run();
    fs::remove_file(study.part("campaigns")).unwrap();
    assert_eq!(study.run(), whole);
    fs::write(study.part("campaigns"), b"damaged").unwrap();
    assert_eq!(study.run(), whole);
    // Lost and changed at once: what is as it was keeps its id, what is not gets a new one, never an old one.
    fs::remove_file(study.part("campaigns")).unwrap();
    study.add(&lines('A', 4..5));
    assert_eq!(ids(&study.run()), [("K2", 7), ("K3", 5)]);
}

/// Everything that follows from the posts but the ids, which follow from earlier runs too.
fn outcome(study: &mut Study) -> (Vec<Vec<String>>, Vec<String>, Vec<String>) {
    let members = study.run().into_iter().map(|(_, posts)| posts).collect();
    let mut reasons: Vec<String> =
        study.rows::<CampaignRow>().iter().map(|r| format!("{} {:?}", r.id, r.ties)).collect();
    reasons.sort();
    let ties = study.rows::<CampaignTieRow>();
    let mut ties: Vec<String> = ties
        .iter()
        .map(|t| format!("{} {} {} {} {:.12} {:?}", t.id, t.kind, t.other_id, t.posts, t.weight, t.basis))
        .collect();
    ties.sort();
    (members, reasons, ties)
}

#[test]
fn order_and_threads_change_nothing() {
    let mut all = [lines('A', 0..9), lines('B', 0..9), lines('C', 0..6), lines('D', 0..5)].concat();
    // The same text twice, so that texts have several posts.
    all.extend([line("A0again", &advert('A', 0)), line("B1again", &advert('B', 1))]);
    let run = |threads: usize, parts: Vec<Vec<String>>| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut study = Study::new();
            parts.iter().for_each(|lines| study.add(lines));
            outcome(&mut study)
        })
    };
    let expected = run(1, vec![all.clone()]);
    assert_eq!(expected.0.len(), 4, "{:?}", expected.0);
    assert_eq!(run(2, vec![all.clone()]), expected);
    let mut reversed = all.clone();
    reversed.reverse();
    assert_eq!(run(2, vec![reversed]), expected);
    // By every third post into three sources, the last first.
    let parts: Vec<Vec<String>> =
        (0..3).rev().map(|part| all.iter().skip(part).step_by(3).cloned().collect()).collect();
    assert_eq!(run(2, parts), expected);
}

#[test]
fn a_popular_contact_is_listed_and_ties_nothing() {
    let mut study = Study::new();
    let channel = "@city_news_example";
    let mut posts: Vec<String> = (0..30)
        .map(|i| line(&format!("news{i}"), &format!("Weather report number {i}, more on Telegram: {channel}")))
        .collect();
    posts.extend([
        line(
            "a",
            &format!("Iron Heron is hiring drivers, 3000 euros a month, Telegram {channel}, call +49 30 23125 001"),
        ),
        line(
            "b",
            &format!(
                "Our bakery needs two bakers, 2000 euros a month, paid leave, Telegram {channel}, call +49 30 23125 400"
            ),
        ),
    ]);
    study.add(&posts);
    let campaigns = study.run();
    assert_eq!(ids(&campaigns), [("K1", 1)], "the bakery has nothing to do with it: {campaigns:?}");
    let hubs: BTreeMap<String, HubRow> = study.rows::<HubRow>().into_iter().map(|h| (h.value.clone(), h)).collect();
    let hub = &hubs["city_news_example"];
    assert_eq!((hub.candidates + hub.ordinary, hub.adverts, hub.studied, hub.counted), (32, 2, 32, 1), "{hub:?}");
    assert_eq!(hub.effect, "none");
    assert!(hub.why.ends_with("it ties nothing"), "{}", hub.why);
}
