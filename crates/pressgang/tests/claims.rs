//! Reports are kept, compared and corrected: the demo's case with one more look, another rate and another source.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::support::pressgang;

fn ok(args: &[&str]) -> String {
    let ended = pressgang(args);
    assert_eq!(ended.status, 0, "{args:?}\n{}", ended.stderr);
    ended.stdout
}

fn published(case: &Path, number: u32) -> Value {
    let path = case.join(format!("report/published/{number}/report.json"));
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn claim<'a>(report: &'a Value, id: &str) -> &'a Value {
    report["claims"].as_array().unwrap().iter().find(|c| c["id"] == id).unwrap_or_else(|| panic!("no claim {id}"))
}

/// The reasons that a comparison gives for a claim.
fn why<'a>(comparison: &'a Value, id: &str) -> Vec<&'a str> {
    let changed = comparison["changed"].as_array().unwrap().iter();
    let change = changed.into_iter().find(|c| c["id"] == id).unwrap_or_else(|| panic!("{id} did not change"));
    change["why"].as_array().unwrap().iter().map(|why| why.as_str().unwrap()).collect()
}

#[test]
fn reports_are_kept_compared_and_corrected() {
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("case");
    let name = case.to_str().unwrap();
    ok(&["demo", name]);
    let write = |file: &str, text: &str| {
        let path = folder.path().join(file);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    // The same report is not published twice, and nothing can be compared yet.
    assert!(pressgang(&["report", name]).stderr.contains("report 1"));
    let alone = pressgang(&["compare", name]);
    assert_eq!(alone.status, 1);
    assert!(alone.stderr.contains("has one published report"), "{}", alone.stderr);
    let first = published(&case, 1);
    let post = claim(&first, "still_up")["posts"][0].as_str().unwrap().to_owned();
    let (platform, id) = post.split_once(':').unwrap();

    // A look, and a day later another rate.
    let looks = format!(
        "platform,id,observed_at,status,by,tool,note\n{platform},{id},2023-05-30T16:00:00Z,removed,a reader,browser,\n"
    );
    ok(&["add", name, &write("looks.csv", &looks)]);
    let config = fs::read_to_string(case.join("case.toml")).unwrap();
    let later = config.replacen("as_of = 2023-05-29", "as_of = 2023-05-30", 1);
    assert_ne!(later, config);
    fs::write(case.join("case.toml"), later).unwrap();
    ok(&["run", name]);
    ok(&["report", name]);
    let second = published(&case, 2);
    let comparison: Value = serde_json::from_str(&ok(&["compare", name, "--json"])).unwrap();
    for id in ["still_up", "removed", "status"] {
        assert_eq!(why(&comparison, id), [format!("1 post looked at again (removed, was still up): {post}")], "{id}");
    }
    let rate = why(&comparison, "pay");
    assert!(
        rate[0].starts_with("exchange rate: ") && rate[0].contains("on 2023-05-30 (demo, invented), was "),
        "{rate:?}"
    );
    let changed: Vec<&str> =
        comparison["changed"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap()).collect();
    for claim in second["claims"].as_array().unwrap() {
        let id = claim["id"].as_str().unwrap();
        let before = first["claims"].as_array().unwrap().iter().find(|c| c["id"] == id).unwrap();
        let differs = ["value", "text", "posts", "rate"].iter().any(|part| before[part] != claim[part]);
        assert_eq!(changed.contains(&id), differs, "{id}");
    }
    assert_eq!(comparison["posts_in"].as_array().unwrap().len(), 0);

    // A narrower window takes posts out, which come back with it.
    let config = fs::read_to_string(case.join("case.toml")).unwrap();
    let narrow = config.replacen("2022-08-01", "2023-01-01", 1);
    assert_ne!(narrow, config);
    fs::write(case.join("case.toml"), &narrow).unwrap();
    ok(&["run", name]);
    ok(&["report", name]);
    let comparison: Value = serde_json::from_str(&ok(&["compare", name, "--json"])).unwrap();
    let out = comparison["posts_out"].as_array().unwrap();
    assert!(!out.is_empty() && out.iter().all(|p| p["why"] == "published outside the window that is studied now"));
    assert!(
        why(&comparison, "posts_found")[0].starts_with(&format!("{} posts fell out, published outside", out.len()))
    );
    let text = ok(&["compare", name]);
    assert!(text.contains("window: 2023-01-01 to 2023-05-31, was 2022-08-01 to 2023-05-31"), "{text}");
    fs::write(case.join("case.toml"), &config).unwrap();
    ok(&["run", name]);
    ok(&["report", name]);
    let same = ok(&["compare", &case.join("report/published/2").display().to_string(), name]);
    assert!(same.contains("the same") && !same.contains("posts_found\n"), "{same}");

    // A correction of what was said last that differs from what the case says now, and one in words; both stay.
    let said =
        ok(&["correct", name, "still_up", "--reason", "One had been removed before.", "--by", "Corrector Example"]);
    assert!(said.contains("correction of still_up in report 3"), "{said}");
    ok(&[
        "correct",
        name,
        "pay",
        "--was",
        "EUR 2,800",
        "--now",
        "EUR 3,000",
        "--reason",
        "Another rate.",
        "--by",
        "Corrector Example",
    ]);
    ok(&["report", name]);
    let newest = published(&case, 5);
    let corrections = newest["corrections"].as_array().unwrap();
    assert_eq!(corrections.iter().map(|c| c["claim"].as_str().unwrap()).collect::<Vec<_>>(), ["still_up", "pay"]);
    assert_eq!(corrections[0]["was"], claim(&published(&case, 3), "still_up")["text"]);
    assert_eq!(corrections[0]["now"], claim(&newest, "still_up")["text"]);
    assert_eq!(claim(&newest, "still_up")["corrected"], corrections[0]["date"]);
    assert!(!newest.to_string().contains("Corrector Example"), "who corrects stays in the ledger");
    let page = fs::read_to_string(case.join("report/report.html")).unwrap();
    assert!(page.contains("id=\"claim-correction:2\"") && page.contains("One had been removed before."));
    assert!(ok(&["compare", name]).contains("says now \"EUR 3,000\""));

    // What was published cannot be changed unseen.
    for (args, error) in [
        (
            vec!["correct", name, "still-up", "--reason", "r", "--by", "b"],
            "no published report of this case has a claim \"still-up\"",
        ),
        (
            vec!["correct", name, "limit:lower-bound", "--reason", "r", "--by", "b"],
            "the claim limit:lower-bound says the same now",
        ),
        (
            vec!["correct", name, "still_up", "--reason", "again", "--by", "b"],
            "the claim still_up was corrected in these words on",
        ),
        (vec!["correct", name, "pay", "--now", "x", "--reason", " ", "--by", "b"], "the reason must be a text"),
        (vec!["compare", name, "nowhere"], "nowhere: there is no report.json"),
    ] {
        let ended = pressgang(&args);
        assert_eq!(ended.status, 1, "{args:?}");
        assert!(
            ended.stderr.starts_with(&format!("error: {error}"))
                && ended.stderr.contains("hint: ") != error.contains("reason"),
            "{}",
            ended.stderr
        );
    }
    let kept = case.join("report/published/1/report.json");
    let altered = fs::read_to_string(&kept).unwrap().replacen("58 of 60", "60 of 60", 1);
    fs::write(&kept, altered).unwrap();
    let ended = pressgang(&["correct", name, "pay", "--now", "x", "--reason", "r", "--by", "b"]);
    assert!(
        ended.stderr.contains("report/published/1/report.json: this is not what was published"),
        "{}",
        ended.stderr
    );
    let other = ok(&["compare", &folder.path().join("case/report/published/2").display().to_string(), name, "--json"]);
    assert!(serde_json::from_str::<Value>(&other).is_ok());
}
