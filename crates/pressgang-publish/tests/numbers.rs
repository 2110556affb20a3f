//! Every number of the page stands in a claim of the JSON.

use std::collections::HashSet;

use pressgang_case::Findings;
use serde_json::Value;

use super::sample;

/// What may hold numbers without being a claim: posts and passages in their own words, the case's title, hashes and
/// the program's version, and the scales of likelihood and support, which are quoted from their standards.
fn is_quoted(tag: &str, attributes: &str) -> bool {
    let class = |name: &str| attributes.contains(&format!("class=\"{name}\""));
    matches!(tag, "title" | "style" | "h1" | "code" | "q") || class("text") || class("scales")
}

/// An open element: its tag, and what its text may be.
struct Open {
    tag: String,
    claim: bool,
    quoted: bool,
}

/// What a page holds: numbers in no claim, and the ids that its claims have.
struct Found {
    loose: Vec<String>,
    homes: Vec<String>,
    cited: Vec<String>,
}

fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    attributes.split_once(&format!("{name}=\""))?.1.split('"').next()
}

fn is_number(word: &str) -> bool {
    word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(|c: char| c.is_numeric())
}

fn walk(html: &str) -> Found {
    let mut found = Found { loose: Vec::new(), homes: Vec::new(), cited: Vec::new() };
    let mut open: Vec<Open> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let text = &rest[..at];
        if !open.iter().any(|o| o.claim || o.quoted) {
            found.loose.extend(text.split_whitespace().filter(|word| is_number(word)).map(str::to_owned));
        }
        let end = rest[at..].find('>').expect("a tag ends") + at;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(closed) = tag.strip_prefix('/') {
            let last = open.pop().expect("something is open");
            assert_eq!(last.tag, closed, "tags are nested");
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let home = attribute(attributes, "id").and_then(|id| id.strip_prefix("claim-"));
        let cited = attribute(attributes, "data-claim");
        found.homes.extend(home.map(str::to_owned));
        found.cited.extend(cited.map(str::to_owned));
        let void = matches!(name, "meta" | "br" | "img" | "!doctype") || tag.ends_with('/');
        if !void {
            let claim = home.is_some() || cited.is_some();
            open.push(Open { tag: name.to_owned(), claim, quoted: is_quoted(name, attributes) });
        }
    }
    assert!(open.is_empty(), "everything is closed");
    found
}

fn check(findings: &Findings) {
    let report = pressgang_publish::report(findings).unwrap();
    let json: Value = serde_json::from_str(&report.json).unwrap();
    let claims = json["claims"].as_array().unwrap();
    let ids: Vec<&str> = claims.iter().map(|claim| claim["id"].as_str().unwrap()).collect();
    let known: HashSet<&str> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len(), "no id is given twice");
    let found = walk(&report.html);
    assert_eq!(found.loose, Vec::<String>::new(), "numbers that stand in no claim");
    let homes: HashSet<&str> = found.homes.iter().map(String::as_str).collect();
    assert_eq!(homes.len(), found.homes.len(), "no claim has two places");
    for id in found.homes.iter().chain(&found.cited) {
        assert!(known.contains(id.as_str()), "{id} stands on the page and not in the JSON");
    }
    for claim in claims {
        let (id, kind) = (claim["id"].as_str().unwrap(), claim["kind"].as_str().unwrap());
        // Of the profile of a campaign only a part is shown, and none of a campaign of one post.
        assert!(homes.contains(id) || kind.starts_with("campaign_"), "{id} has no place on the page");
        assert!(!claim["text"].as_str().unwrap().is_empty() && claim["as_of"].is_string());
        for post in claim["posts"].as_array().unwrap() {
            assert!(
                json["posts"].as_array().unwrap().iter().any(|p| p["post"] == *post) || kind == "evidence",
                "{id}: {post}"
            );
        }
    }
}

#[test]
fn every_number_stands_in_a_claim() {
    for findings in [sample::empty(), sample::small(), sample::large(), sample::corrected(), sample::answered()] {
        check(&findings);
    }
}

#[test]
fn the_walk_finds_loose_numbers() {
    for (html, loose) in [
        ("<p>3 posts</p>", vec!["3"]),
        ("<p>about (12,000) of K1 and SHA-256</p>", vec!["(12,000)"]),
        ("<p>١٢</p>", vec!["١٢"]),
        ("<p id=\"claim-x\">3 <b>4</b></p>", vec![]),
        ("<p><span data-claim=\"x\">3</span> 4<br></p>", vec!["4"]),
        ("<p class=\"text\">3</p><q>4</q>", vec![]),
    ] {
        assert_eq!(walk(html).loose, loose, "{html}");
    }
}

#[test]
fn ids_stay_when_something_is_added() {
    let ids = |findings: &Findings| -> Vec<(String, Value)> {
        let report: Value = serde_json::from_str(&pressgang_publish::report(findings).unwrap().json).unwrap();
        let claims = report["claims"].as_array().unwrap().clone();
        claims.into_iter().map(|claim| (claim["id"].as_str().unwrap().to_owned(), claim["posts"].clone())).collect()
    };
    let findings = sample::small();
    let before = ids(&findings);
    let mut more = findings.clone();
    more.posts.remove(2);
    more.contacts.remove(0);
    more.sources.remove(0);
    more.limits.remove(0);
    more.campaigns[0].evidence.remove(0);
    let after = ids(&more);
    let gone: Vec<&str> =
        before.iter().map(|(id, _)| id.as_str()).filter(|id| after.iter().all(|(known, _)| known != id)).collect();
    let added: Vec<&str> =
        after.iter().map(|(id, _)| id.as_str()).filter(|id| before.iter().all(|(known, _)| known != id)).collect();
    assert_eq!(added, Vec::<&str>::new(), "what stays keeps its id");
    assert!(gone.iter().any(|id| id.starts_with("contact:")) && gone.iter().any(|id| id.starts_with("limit:")));
    for (id, posts) in after.iter().filter(|(id, _)| id.starts_with("post:")) {
        assert_eq!(Some(posts), before.iter().find(|(known, _)| known == id).map(|(_, posts)| posts), "{id}");
    }
}

#[test]
fn corrections_stand_at_the_foot_and_beside_the_claim() {
    let none = pressgang_publish::report(&sample::small()).unwrap();
    assert!(none.html.contains("No corrections.") && !none.html.contains("claim-correction:1"));
    let report = pressgang_publish::report(&sample::corrected()).unwrap();
    let json: Value = serde_json::from_str(&report.json).unwrap();
    insta::assert_snapshot!("corrections_json", serde_json::to_string_pretty(&json["corrections"]).unwrap());
    let claim = |id: &str| json["claims"].as_array().unwrap().iter().find(|c| c["id"] == id).unwrap();
    assert_eq!(claim("posts_found")["corrected"], "2023-06-03", "the last correction counts");
    assert!(claim("pay")["corrected"].is_null());
    let foot = report.html.split("<h2 id=\"corrections\">").nth(1).unwrap();
    insta::assert_snapshot!("corrections_page", foot.split("</main>").next().unwrap());
    assert_eq!(report.html.matches("class=\"corrected\" href=\"#claim-correction:2\"").count(), 2, "summary and claim");
    for text in [&report.html, &report.json] {
        assert!(!text.contains("23125 001"), "a phone number in a reason is masked");
    }
}
