//! Adverts that make the same offer, and adverts that say the same in another language, with a stand-in for a model.

use std::fs;
use std::path::Path;

use pressgang_case::tables::{MatchRow, MeaningRow, PartReader, TableRow};
use pressgang_case::{AddOptions, Case, MarginScale, Role, SentenceModel, Silent};
use pressgang_posts::Timestamp;

const PACK: &str = include_str!("../../../packs/iron-heron.toml");
const NOW: Timestamp = Timestamp { unix_millis: 1_700_000_000_000 };

/// Three that make one offer, of which the last dropped the amounts; and another advert in each language.
const POSTS: [(&str, &str); 6] = [
    (
        "ru1",
        "Компания «Железная цапля» набирает бойцов и водителей. Оплата 240 000 рублей в месяц, возраст от 22 до 55 лет. Звоните!",
    ),
    (
        "fr1",
        "La compagnie Héron de Fer recrute des combattants et des chauffeurs. Salaire 240 000 roubles par mois, âge de 22 à 55 ans. Appelez !",
    ),
    (
        "es1",
        "La compañía Garza de Hierro recluta combatientes y conductores. Buen salario, buscamos hombres sanos. ¡Llama ahora!",
    ),
    (
        "ru2",
        "Пекарня «Синий фонарь» ищет пекаря на ночную смену. Зарплата 60 000 рублей в месяц, возраст от 18 до 40 лет. Звоните!",
    ),
    (
        "fr2",
        "La boulangerie Lanterne Bleue cherche un boulanger de nuit. Salaire 1900 euros par mois, débutants acceptés. Appelez !",
    ),
    ("es2", "Panadería Farol Azul busca panadero de noche con experiencia. Salario 1400 euros al mes. ¡Llama ahora!"),
];

/// Texts that name the company mean the same, all others something of their own.
struct StandIn {
    calibrated: bool,
    ordinary: Vec<(&'static str, &'static str)>,
}

impl StandIn {
    fn new(calibrated: bool) -> StandIn {
        const TEXTS: [&str; 8] = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
        let ordinary = ["ru", "fr", "es"].iter().flat_map(|l| TEXTS.iter().map(|text| (*l, *text))).collect();
        StandIn { calibrated, ordinary }
    }
}

impl SentenceModel for StandIn {
    fn id(&self) -> &str {
        if self.calibrated { "stand-in" } else { "stand-in without calibration" }
    }

    fn name(&self) -> &str {
        "stand-in"
    }

    fn calibration(&self) -> Option<MarginScale> {
        self.calibrated.then_some(MarginScale { zero: 0.2, scale: 0.05 })
    }

    fn ordinary(&self) -> &[(&'static str, &'static str)] {
        &self.ordinary
    }

    fn vectors(&self, texts: &[&str]) -> Result<Vec<(Vec<f32>, bool)>, String> {
        let one = |text: &&str| {
            let company = ["цапля", "Héron", "Garza"].iter().any(|name| text.contains(name));
            let seed = text.bytes().fold(7_u32, |sum, b| sum.wrapping_mul(31).wrapping_add(u32::from(b)));
            let mut vector: Vec<f32> = (0..64_u32)
                .map(|i| {
                    let own = (seed ^ i.wrapping_mul(2_654_435_761)).wrapping_mul(2_246_822_519) >> 16;
                    let own = (own % 200) as f32 / 100.0 - 1.0;
                    if company { own * 0.3 + if i % 2 == 0 { 1.0 } else { -1.0 } } else { own }
                })
                .collect();
            let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
            vector.iter_mut().for_each(|v| *v /= length);
            (vector, false)
        };
        Ok(texts.iter().map(one).collect())
    }
}

fn add(case: &mut Case, folder: &Path, name: &str, ids: &[&str]) {
    let line = |(id, text): &(&str, &str)| {
        serde_json::json!({ "id": id, "platform": "x", "author": format!("{id}_example"),
            "created_at": "2023-01-02T03:04:05Z", "text": text })
        .to_string()
    };
    let lines: Vec<String> = POSTS.iter().filter(|(id, _)| ids.contains(id)).map(line).collect();
    let file = folder.join(name);
    fs::write(&file, lines.join("\n")).unwrap();
    let options = AddOptions {
        role: Role::Observed,
        format: None,
        organisation: None,
        in_place: false,
        mapping: Default::default(),
    };
    case.add(&file, &options, NOW).unwrap();
}

fn rows<R: TableRow>(root: &Path) -> Vec<R> {
    let folder = root.join("tables").join(R::TABLE);
    fs::read_dir(folder).into_iter().flatten().flat_map(|f| PartReader::<R>::all(&f.unwrap().path()).unwrap()).collect()
}

/// `a b kind` of the matches by offer and meaning, in order.
fn matches(root: &Path) -> Vec<String> {
    let mut found: Vec<String> = rows::<MatchRow>(root)
        .into_iter()
        .filter(|m| m.kind == "same_offer" || m.kind == "translation")
        .map(|m| format!("{} {} {}", m.a_id, m.b_id, m.kind))
        .collect();
    found.sort();
    found
}

fn limits(case: &mut Case) -> String {
    let limits = case.findings("test").unwrap().limits;
    limits.into_iter().map(|limit| limit.text).collect::<Vec<_>>().join("\n")
}

#[test]
fn offers_are_matched_without_a_model_and_the_report_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("case");
    let mut case = Case::create(&root, "test", &[PACK], NOW).unwrap();
    add(&mut case, folder.path(), "all.ndjson", &["ru1", "fr1", "es1", "ru2", "fr2", "es2"]);
    case.run(NOW, &Silent).unwrap();
    assert_eq!(matches(&root), ["fr1 ru1 same_offer"]);
    let row = rows::<MatchRow>(&root).into_iter().find(|m| m.kind == "same_offer").unwrap();
    let basis = row.basis.unwrap();
    assert!(basis.contains("240,000 RUB a month") && basis.contains("age 22 to 55"), "{basis}");
    assert!(limits(&mut case).contains("No sentence model was used"));
}

#[test]
fn translations_are_found_though_amounts_were_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("case");
    let mut case = Case::create(&root, "test", &[PACK], NOW).unwrap();
    add(&mut case, folder.path(), "a.ndjson", &["ru1", "fr1", "ru2", "fr2"]);
    case.use_sentence_model(Box::new(StandIn::new(true)));
    case.run(NOW, &Silent).unwrap();
    assert_eq!(matches(&root), ["fr1 ru1 same_offer", "fr1 ru1 translation"]);
    // A source that is added embeds only its own posts.
    add(&mut case, folder.path(), "b.ndjson", &["es1", "es2"]);
    let done = case.run(NOW, &Silent).unwrap().done;
    assert!(done.contains(&"meanings/s2".to_owned()) && !done.contains(&"meanings/s1".to_owned()), "{done:?}");
    let found = ["es1 fr1 translation", "es1 ru1 translation", "fr1 ru1 same_offer", "fr1 ru1 translation"];
    assert_eq!(matches(&root), found);
    assert!(!limits(&mut case).contains("sentence model"));
    assert_eq!(case.run(NOW, &Silent).unwrap().done, Vec::<String>::new());
    drop(case);

    // The same posts in one file in another order give the same.
    let other = folder.path().join("other");
    let mut case = Case::create(&other, "test", &[PACK], NOW).unwrap();
    add(&mut case, folder.path(), "c.ndjson", &["es2", "es1", "fr2", "ru2", "fr1", "ru1"]);
    case.use_sentence_model(Box::new(StandIn::new(true)));
    case.run(NOW, &Silent).unwrap();
    assert_eq!(matches(&other), found);
    drop(case);

    // Without the model its rows go, and the report says what is missing.
    let mut case = Case::open(&other).unwrap();
    assert!(limits(&mut case).is_empty() || !limits(&mut case).contains("No sentence model"));
    case.run(NOW, &Silent).unwrap();
    assert_eq!(matches(&other), ["fr1 ru1 same_offer"]);
    assert!(limits(&mut case).contains("No sentence model was used"));
    // What was embedded is kept for when the model is named again.
    assert_eq!(rows::<MeaningRow>(&other).len(), 24 + 5);
    case.use_sentence_model(Box::new(StandIn::new(true)));
    let done = case.run(NOW, &Silent).unwrap().done;
    assert!(!done.contains(&"meanings/s1".to_owned()) && done.contains(&"translations".to_owned()), "{done:?}");
    assert_eq!(matches(&other), found);
}

#[test]
fn nothing_rests_on_a_model_whose_scores_nobody_knows() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("case");
    let mut case = Case::create(&root, "test", &[PACK], NOW).unwrap();
    add(&mut case, folder.path(), "all.ndjson", &["ru1", "fr1", "es1", "ru2", "fr2", "es2"]);
    case.use_sentence_model(Box::new(StandIn::new(false)));
    case.run(NOW, &Silent).unwrap();
    assert_eq!(matches(&root), ["fr1 ru1 same_offer"]);
    assert!(limits(&mut case).contains("is not known, so nothing rests on them"));
}
