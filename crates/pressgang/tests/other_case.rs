//! Another organisation, other posts, languages and counts through `new`, `add`, `run` and `report`: every claim
//! follows the data, and nobody who warns, reports or hires for a bakery is accused.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::support::pressgang;

const PACK: &str = r#"
id = "copper-otter"
name = "Copper Otter Brigade"
kind = "private military company (invented)"
invented = true
names = [
    { text = "copper otter", language = "en", kind = "name" },
    { text = "miedzian* wydr*", language = "pl", kind = "name" },
    { text = "bakır samur*", language = "tr", kind = "name" },
    { text = "мідн* видр*", language = "uk", kind = "name" },
    { text = "lontra de cobre", language = "pt", kind = "name" },
    { text = "kupferotter*", language = "de", kind = "name" },
]

[[designations]]
jurisdiction = "Examplia"
authority = "Council of Examples (invented)"
measure = "restrictive measures (invented)"
from = 2023-01-01
source = "invented for tests"
"#;

/// Language, text, views: adverts as the organisation would write them.
const ADVERTS: [(&str, &str, Option<u64>); 7] = [
    (
        "pl",
        "Brygada Miedziana Wydra zatrudni kierowców, mechaników i ratowników medycznych. Wynagrodzenie 9000 miesięcznie i premie, ubezpieczenie na życie, umowa na 6 miesięcy, wiek 20-50 lat. Telefon: +49 30 23125 311",
        Some(1200),
    ),
    (
        "en",
        "Copper Otter is hiring drone pilots and drivers. Salary 9,000 PLN a month, life insurance, men aged 20 to 50. Call +49 30 23125 311",
        Some(800),
    ),
    (
        "de",
        "Wir suchen Fahrer und Sanitäter für die Kupferotter. Gehalt 9.000 Zloty im Monat, Versicherung, Alter 20 bis 50 Jahre. Telegram: t.me/otter_jobs_example",
        None,
    ),
    (
        "tr",
        "Bakır Samur için şoför, aşçı ve doktor aranıyor. Maaş aylık 9.000 PLN, hayat sigortası, yaş 20-50. Hemen başvurun: +49 30 23125 312",
        Some(95),
    ),
    (
        "uk",
        "Бригада «Мідна видра» набирає водіїв та психологів. Зарплата 9000 злотих на місяць, страхування життя, вік від 20 до 50 років. Телефонуйте: +49 30 23125 312",
        Some(0),
    ),
    (
        "pt",
        "A Lontra de Cobre contrata motoristas e médicos. Salário de 9.000 zlotys por mês, seguro de vida, idade de 20 a 50 anos. Ligue para +49 30 23125 311",
        None,
    ),
    // No name and no contact: only the verified account's wording speaks.
    (
        "pl",
        "Zatrudnimy kierowców, mechaników i ratowników medycznych. Wynagrodzenie 9000 miesięcznie i premie, ubezpieczenie na życie, umowa na 6 miesięcy, wiek 20-50 lat. Numer jest na zdjęciu, dzwońcie",
        Some(5),
    ),
];

const OTHERS: [&str; 10] = [
    "Copper Otter offered drivers 9,000 PLN a month, an investigation by journalists found. Parliament wants a ban.",
    "Uwaga, oszustwo! Nie dzwońcie na +49 30 23125 311, Miedziana Wydra wysyła ludzi na śmierć.",
    "Не телефонуйте на +49 30 23125 312: це вербувальники «Мідної видри», це пастка.",
    "lol my cat wants to join Copper Otter",
    "Bakery in Ghent is hiring drivers. Salary 2,400 EUR a month, age 20 to 50. Call +49 30 23125 400",
    "Piekarnia zatrudni kierowcę. Wynagrodzenie 5000 złotych miesięcznie. Telefon: +49 30 23125 401",
    "Saw a copper kettle and an otter in the museum today.",
    "Bakır Samur hakkında bir haber: mahkeme yarın karar verecek.",
    "Die Polizei warnt vor Werbern der Kupferotter.",
    "Bom dia a todos, hoje chove muito.",
];

fn write(folder: &Path, name: &str, lines: &[Value]) -> String {
    let path = folder.join(name);
    fs::write(&path, lines.iter().map(|l| format!("{l}\n")).collect::<String>()).unwrap();
    path.display().to_string()
}

fn tweet(number: usize, language: &str, text: &str, views: Option<u64>) -> Value {
    let mut metrics = json!({ "retweet_count": 1, "reply_count": 0, "like_count": 2, "quote_count": 0 });
    if let Some(views) = views {
        metrics["impression_count"] = views.into();
    }
    let author = format!("99{number:04}");
    json!({
        "id": format!("16{number:017}"), "author_id": author, "created_at": format!("2023-04-{:02}T10:00:00.000Z", number + 1),
        "lang": language, "text": text, "public_metrics": metrics, "conversation_id": format!("16{number:017}"),
        "edit_history_tweet_ids": [format!("16{number:017}")],
        "author": { "id": author, "username": format!("user_{number}_example"), "name": "Somebody" },
    })
}

#[test]
fn every_claim_follows_other_data() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let run = |args: &[&str]| {
        let ended = pressgang(args);
        assert_eq!(ended.status, 0, "{args:?}\n{}", ended.stderr);
        ended
    };
    let adverts = ADVERTS.iter().enumerate().map(|(i, (language, text, views))| tweet(i, language, text, *views));
    let others = OTHERS.iter().enumerate().map(|(i, text)| tweet(ADVERTS.len() + i, "und", text, Some(1_000_000)));
    let observed = write(at, "observed.jsonl", &adverts.chain(others).collect::<Vec<_>>());
    let message = |id: usize, text: &str| {
        json!({
            "id": id, "type": "message", "date": "2023-03-01T10:00:00", "date_unixtime": "1677664800", "from": "Otter",
            "from_id": "channel9900000555", "text": text, "text_entities": [{ "type": "plain", "text": text }],
        })
    };
    let reference = write(
        at,
        "result.json",
        &[json!({
            "name": "Otter", "type": "public_channel", "id": 9900000555u64,
            "messages": [message(1, ADVERTS[0].1), message(2, "Dzień dobry, jutro będzie nowy film.")],
        })],
    );
    let (pack, case) = (at.join("pack.toml"), at.join("case"));
    fs::write(&pack, PACK).unwrap();
    let case_name = case.to_str().unwrap();
    run(&["new", case_name, "--organisation", pack.to_str().unwrap()]);
    let config = fs::read_to_string(case.join("case.toml")).unwrap();
    assert!(config.contains("Recruitment for Copper Otter Brigade"), "{config}");
    let account = "\n[[reference_accounts]]\norganisation = \"copper-otter\"\nplatform = \"telegram\"\nid = \"9900000555\"\n\
                   verified_by = \"a test\"\nverified_at = 2023-04-01\nhow = \"invented\"\ngrade = \"B2\"\n";
    let config = config.replace("[case]\n", "[case]\nas_of = 2023-05-22\n");
    fs::write(case.join("case.toml"), config + account).unwrap();
    run(&["add", case_name, &observed]);
    run(&["add", case_name, &reference, "--role", "reference"]);
    let looks: String = (0..4)
        .map(|i| {
            format!("x,16{i:017},2023-05-20T10:00:00Z,{},a test,browser,\n", ["up", "removed", "up", "private"][i])
        })
        .collect();
    let records = at.join("looks.csv");
    fs::write(&records, format!("platform,id,observed_at,status,by,tool,note\n{looks}")).unwrap();
    run(&["add", case_name, records.to_str().unwrap()]);
    run(&["run", case_name]);
    let summary = run(&["report", case_name]).stdout;
    let report: Value = serde_json::from_slice(&fs::read(case.join("report/report.json")).unwrap()).unwrap();
    let claim = |kind: &str| {
        let claims = report["claims"].as_array().unwrap();
        claims.iter().find(|c| c["kind"] == kind).unwrap_or_else(|| panic!("no claim {kind}")).clone()
    };
    let mut found: Vec<&str> = Vec::new();
    let posts = claim("posts_found")["posts"].clone();
    for (i, (_, text, _)) in ADVERTS.iter().enumerate() {
        if posts.as_array().unwrap().contains(&format!("x:16{i:017}").into()) {
            found.push(text);
        }
    }
    assert_eq!(found.len(), ADVERTS.len(), "{summary}\n{found:#?}");
    assert_eq!(posts.as_array().unwrap().len(), ADVERTS.len(), "nothing else: {posts}");
    assert_eq!(claim("languages")["value"], json!(["de", "en", "pl", "pt", "tr", "uk"]));
    assert_eq!(claim("views_at_least")["value"], 2100, "a count of zero is a count");
    assert_eq!(claim("views_at_least")["posts"].as_array().unwrap().len(), 5);
    assert_eq!((claim("still_up")["value"].clone(), claim("removed")["value"].clone()), (2.into(), 1.into()));
    assert_eq!(claim("unknown_status")["value"], 3, "nobody looked at them");
    assert_eq!(claim("restricted")["value"], 1, "one is private");
    assert_eq!(claim("phones_confirmed")["value"], 0);
    let pay = claim("pay");
    assert_eq!((&pay["value"]["usual"], &pay["value"]["currency"]), (&json!(9000), &json!("PLN")), "{pay}");
    assert_eq!(pay["value"]["posts_without_currency"], 2, "the Polish posts write no currency: {pay}");
    let said = pay["text"].as_str().unwrap();
    assert!(said.contains("in 7 posts (2 of them name no currency, so that of their language is taken)"), "{said}");
    assert_eq!(pay["rate"]["currency"], "PLN", "the ECB's history has the zloty: {pay}");
    assert!(summary.contains("2 of 7 posts up, 1 removed, 1 not shown to everybody; 3 unknown (so at least 2 and at most 5 up for everybody); last looked"), "{summary}");
}
