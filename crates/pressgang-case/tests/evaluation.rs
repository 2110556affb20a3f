//! Trials of verified and ordinary accounts, and what they say of a case's ratios.

use std::fs;

use pressgang_case::{AddOptions, Calibration, Case, Evaluation, Role, Silent};
use pressgang_posts::Timestamp;

const PACK: &str = include_str!("../../../packs/iron-heron.toml");
const NOW: Timestamp = Timestamp { unix_millis: 1_700_000_000_000 };

const WORDS: [&str; 40] = [
    "river", "window", "market", "yellow", "quiet", "engine", "bread", "winter", "letter", "garden", "mountain",
    "basket", "silver", "copper", "morning", "teacher", "bridge", "orange", "pocket", "ladder", "candle", "harbour",
    "meadow", "saddle", "violin", "puddle", "cabbage", "feather", "anchor", "blanket", "kettle", "lantern", "pepper",
    "rabbit", "sailor", "thunder", "walnut", "whistle", "zipper", "pillow",
];

/// Words as good as chance.
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn sentence(&mut self, words: usize) -> String {
        (0..words).map(|_| WORDS[self.next(WORDS.len())]).collect::<Vec<_>>().join(" ")
    }
}

fn line(id: &str, author: &str, text: &str) -> String {
    serde_json::json!({ "id": id, "platform": "x", "author": author, "created_at": "2023-01-02T03:04:05Z", "text": text })
        .to_string()
}

/// A case in which each of some verified accounts publishes, in one of three posts, one of twenty common texts.
fn evaluated(accounts: usize, ordinary: usize, is_turned: bool) -> Evaluation {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("case");
    drop(Case::create(&root, "test", &[PACK], NOW).unwrap());
    let mut settings = fs::read_to_string(root.join("case.toml")).unwrap();
    for account in 0..accounts {
        settings.push_str(&format!(
            "\n[[reference_accounts]]\norganisation = \"iron-heron\"\nplatform = \"x\"\nhandle = \"heron_{account}_example\"\nverified_by = \"a test\"\nverified_at = 2023-01-01\nhow = \"invented\"\ngrade = \"B2\"\n"
        ));
    }
    fs::write(root.join("case.toml"), settings).unwrap();
    let mut chance = Chance(7);
    let common: Vec<String> = (0..20).map(|_| chance.sentence(20)).collect();
    let mut lines = Vec::new();
    for account in 0..accounts {
        for number in 0..80 {
            let own = chance.sentence(12);
            let text = if number % 3 == 0 { format!("{} {own}", common[chance.next(20)]) } else { own };
            lines.push(line(&format!("r{account}_{number}"), &format!("heron_{account}_example"), &text));
        }
    }
    let mut others: Vec<String> =
        (0..ordinary).map(|n| line(&format!("b{n}"), &format!("desk_{n}_example"), &chance.sentence(15))).collect();
    if is_turned {
        lines.reverse();
        others.reverse();
    }
    let mut case = Case::open(&root).unwrap();
    for (name, lines, role) in [("r", lines, Role::Reference), ("b", others, Role::Background)] {
        if lines.is_empty() {
            continue;
        }
        let path = folder.path().join(format!("{name}.ndjson"));
        fs::write(&path, lines.join("\n")).unwrap();
        let options =
            AddOptions { role, format: None, organisation: None, in_place: false, mapping: Default::default() };
        case.add(&path, &options, NOW).unwrap();
    }
    case.run(NOW, &Silent).unwrap();
    case.evaluate().unwrap().remove(0)
}

#[test]
fn ratios_are_shown_to_be_right() {
    let found = evaluated(4, 600, false);
    assert_eq!(found.calibration, Calibration::Shown, "{}", found.sentence);
    assert_eq!((found.verified_accounts, found.summary.same), (4, 32));
    assert!(found.summary.calibration_loss.unwrap() <= found.most_loss);
    assert!(found.summary.cllr.unwrap() < 0.7, "{:?}", found.summary);
    assert_eq!(found.threshold.mistaken, 0);
    assert!(found.threshold.found >= 24, "{:?}", found.threshold);
    for term in &found.terms {
        assert_ne!(term.holds(), Some(false), "{term:?}");
    }
    // The order of the posts changes nothing.
    let turned = evaluated(4, 600, true);
    assert_eq!((turned.trials, turned.languages), (found.trials, found.languages));
}

#[test]
fn too_few_trials_show_nothing() {
    for (accounts, ordinary) in [(2, 600), (4, 40), (4, 0), (0, 300)] {
        let found = evaluated(accounts, ordinary, false);
        assert_eq!(found.calibration, Calibration::Unknown, "{accounts} {ordinary}: {}", found.sentence);
        assert!(found.sentence.contains("could not be shown"), "{}", found.sentence);
    }
}
