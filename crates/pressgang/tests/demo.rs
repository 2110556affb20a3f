//! The demo comes out with what was planted, because it was found; changed data gives a changed report.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::support::{note, pressgang, program_with_tools};

fn planted() -> Value {
    serde_json::from_str(include_str!("../../../demo/planted.json")).unwrap()
}

fn report(case: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(case.join("report/report.json")).unwrap()).unwrap()
}

fn claim<'a>(report: &'a Value, kind: &str) -> &'a Value {
    report["claims"].as_array().unwrap().iter().find(|c| c["kind"] == kind).unwrap()
}

fn keys(list: &Value) -> BTreeSet<String> {
    let key = |p: &Value| format!("{}:{}", p["platform"].as_str().unwrap(), p["id"].as_str().unwrap());
    list.as_array().unwrap().iter().map(key).collect()
}

fn posts(claim: &Value) -> BTreeSet<String> {
    claim["posts"].as_array().unwrap().iter().map(|p| p.as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_demo_finds_what_was_planted() {
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("demo");
    let ended = pressgang(&["demo", case.to_str().unwrap()]);
    assert_eq!(ended.status, 0, "{}", ended.stderr);
    let (planted, report) = (planted(), report(&case));
    let facts = &planted["facts"];
    assert_eq!(posts(claim(&report, "posts_found")), keys(&planted["recruitment"]));
    assert!(posts(claim(&report, "posts_found")).is_disjoint(&keys(&planted["hard_negatives"])));
    for kind in [
        "posts_found",
        "platforms",
        "languages",
        "views_at_least",
        "still_up",
        "removed",
        "unknown_status",
        "phones_confirmed",
        "roles",
    ] {
        assert_eq!(claim(&report, kind)["value"], facts[kind], "{kind}");
    }
    assert_eq!(posts(claim(&report, "views_at_least")).len() as u64, facts["views_posts"].as_u64().unwrap());
    let pay = &claim(&report, "pay")["value"];
    for part in ["min", "max", "currency", "period", "usual"] {
        assert_eq!(pay[part], facts["pay"][part], "{part}");
    }
    assert_eq!(pay["eur_usual"], facts["pay"]["eur_at_as_of"]);
    let window = &claim(&report, "window")["value"];
    assert_eq!((&window["first_seen"], &window["last_seen"]), (&facts["window"]["first"], &facts["window"]["last"]));
    // Where only wording speaks, "likely" is all that is said.
    let only_wording: BTreeSet<String> = planted["recruitment"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|p| p["campaign"] == "B")
        .map(|p| format!("{}:{}", p["platform"].as_str().unwrap(), p["id"].as_str().unwrap()))
        .collect();
    for assessment in report["claims"].as_array().unwrap().iter().filter(|c| c["kind"] == "assessment") {
        if !posts(assessment).is_disjoint(&only_wording) {
            assert_eq!(assessment["value"], "likely");
            assert!(posts(assessment).is_subset(&only_wording));
        }
    }
    let again = pressgang(&["run", case.to_str().unwrap()]);
    assert!(again.stderr.contains("nothing to do"), "{}", again.stderr);
}

#[test]
fn the_report_follows_the_data() {
    let folder = tempfile::tempdir().unwrap();
    let (case, original) = (folder.path().join("case"), folder.path().join("original"));
    assert_eq!(pressgang(&["demo", original.to_str().unwrap()]).status, 0);
    let before = report(&original);
    // The same exports without the Facebook file, one post fewer on X and one look gone, in a case made by hand.
    let text = fs::read_to_string(original.join("exports/x_flat.jsonl")).unwrap();
    let found = posts(claim(&before, "posts_found"));
    let dropped = text
        .lines()
        .find(|l| {
            found
                .iter()
                .any(|key| key.strip_prefix("x:").is_some_and(|id| l.starts_with(&format!("{{\"id\":\"{id}\""))))
        })
        .unwrap();
    let dropped_id = serde_json::from_str::<Value>(dropped).unwrap()["id"].as_str().unwrap().to_owned();
    let fewer: String = text.lines().filter(|l| *l != dropped).flat_map(|l| [l, "\n"]).collect();
    let flat = folder.path().join("flat.jsonl");
    fs::write(&flat, fewer).unwrap();
    let case_name = case.to_str().unwrap();
    assert_eq!(pressgang(&["new", case_name, "--organisation", "iron-heron"]).status, 0);
    let export = |name: &str| original.join("exports").join(name).display().to_string();
    assert_eq!(pressgang(&["add", case_name, &export("x_search.jsonl.gz"), flat.to_str().unwrap()]).status, 0);
    assert_eq!(pressgang(&["run", case_name]).status, 0);
    assert_eq!(pressgang(&["report", case_name]).status, 0);
    let after = report(&case);
    let now = posts(claim(&after, "posts_found"));
    assert_eq!(claim(&after, "platforms")["value"], serde_json::json!(["x"]));
    assert!(now.iter().all(|key| key.starts_with("x:")), "{now:?}");
    let search = pressgang(&["posts", &export("x_search.jsonl.gz")]).stdout;
    if !search.contains(&dropped_id) {
        assert!(!now.contains(&format!("x:{dropped_id}")));
    }
    assert!(!now.is_empty() && now.len() < found.len());
    assert_eq!(claim(&after, "posts_found")["value"], now.len() as u64);
    assert_eq!(claim(&after, "still_up")["value"], 0, "nobody looked");
    assert_eq!(claim(&after, "phones_confirmed")["value"], 0, "no second source was added");
    assert!(claim(&after, "pay")["rate"].is_null(), "the rouble has no rate of those days without the case's own file");
}

/// With programs that read pictures and films, the two numbers that stand in them only are found too.
#[test]
fn the_demo_reads_its_pictures() {
    let installed = ["tesseract", "ffmpeg", "ffprobe"].into_iter().all(|tool| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).any(|folder| folder.join(tool).is_file())
    });
    if !installed {
        assert!(std::env::var_os("PRESSGANG_REQUIRE_TOOLS").is_none(), "tesseract, ffmpeg and ffprobe are required");
        return note("skipped: tesseract or ffmpeg is not installed");
    }
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("demo");
    let ended = program_with_tools(&["demo", case.to_str().unwrap()]).output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let (planted, report) = (planted(), report(&case));
    assert_eq!(posts(claim(&report, "posts_found")), keys(&planted["recruitment"]));
    for post in planted["recruitment"].as_array().unwrap() {
        let key = format!("{}:{}", post["platform"].as_str().unwrap(), post["id"].as_str().unwrap());
        if post["text_only_in_picture"] != true {
            continue;
        }
        let shown = program_with_tools(&["show", case.to_str().unwrap(), &key, "--json"]).output();
        let shown: Value = serde_json::from_slice(&shown.unwrap().stdout).unwrap();
        let seen: Vec<&Value> =
            shown["contacts"].as_array().unwrap().iter().filter(|c| c["media"].is_string()).collect();
        assert_eq!(seen.len(), 1, "{key}");
        assert_eq!(seen[0]["value"], post["number_in_picture"], "{key}");
        assert!(seen[0]["width"].as_u64().unwrap() > 0);
        assert_eq!(seen[0]["from_ms"].is_number(), post["platform"] == "facebook");
    }
    let pictures = report["posts"].as_array().unwrap().iter().flat_map(|p| p["pictures"].as_array().unwrap());
    assert_eq!(pictures.filter(|p| p["contacts"].as_array().unwrap().len() == 1 && p["clear"] == false).count(), 2);
    let page = fs::read_to_string(case.join("report/report.html")).unwrap();
    assert_eq!(page.matches("data:image/png;base64,").count(), 2);
}
