//! What is published says what was found and recruits nobody.

mod answers;
mod compare;
mod notices;
mod numbers;
mod sample;
mod survival;

use sample::{empty, small as sample};

/// Digits only, for comparing numbers however they are written.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[test]
fn nobody_can_be_reached_through_a_report() {
    let findings = sample();
    let report = pressgang_publish::report(&findings).unwrap();
    for text in [&report.html, &report.json] {
        let lower = text.to_lowercase();
        for contact in &findings.contacts {
            let whole = if contact.kind.is_number() { digits(&contact.value) } else { contact.value.to_lowercase() };
            assert!(!lower.contains(&whole), "{whole} is published");
            assert!(!contact.kind.is_number() || !digits(text).contains(&whole), "{whole} is published in pieces");
        }
        for hub in &findings.hubs {
            assert!(!lower.contains(&hub.row.value), "{} is published", hub.row.value);
        }
        for post in &findings.posts {
            for handle in post.author.handle.iter().chain(&post.mentioned_handles) {
                assert!(!lower.contains(&handle.to_lowercase()), "{handle} is published");
            }
        }
    }
}

#[test]
fn the_page_needs_no_network_and_leads_nowhere() {
    let html = pressgang_publish::report(&sample()).unwrap().html;
    assert!(html.split("href=\"").skip(1).all(|rest| rest.starts_with('#')));
    assert!(!html.contains("src=") && !html.contains("<script") && !html.contains("url("));
}

#[test]
fn the_page_shows_the_claims_of_the_json() {
    let report = pressgang_publish::report(&sample()).unwrap();
    let json: serde_json::Value = serde_json::from_str(&report.json).unwrap();
    let listed = json["claims"].as_array().unwrap().iter().filter(|c| !c["id"].as_str().unwrap().contains(':'));
    for claim in listed {
        assert!(report.html.contains(&format!("id=\"claim-{}\"", claim["id"].as_str().unwrap())));
        for post in claim["posts"].as_array().unwrap() {
            assert!(report.html.contains(post.as_str().unwrap()));
        }
    }
    assert!(report.html.contains("no count of views published"));
    assert!(report.html.contains("INVENTED ORGANISATION"));
}

#[test]
fn campaigns_and_hubs_are_shown() {
    let findings = sample();
    let report = pressgang_publish::report(&findings).unwrap();
    let json: serde_json::Value = serde_json::from_str(&report.json).unwrap();
    for (campaign, finding) in json["campaigns"].as_array().unwrap().iter().zip(&findings.campaigns) {
        assert_eq!(campaign["posts"], finding.posts.len());
        // One post has its own place in the page.
        let shown = report.html.contains(&format!("id=\"campaign-{}\"", finding.id));
        assert_eq!(shown, finding.posts.len() > 1, "{}", finding.id);
        assert!(!campaign["passages"].as_array().unwrap().is_empty() || finding.profile.passages.is_empty());
    }
    assert!(report.html.contains("Only in report.json: 1 campaign of a single post."));
    assert_eq!(json["hubs"][0]["posts_that_count"], 6);
    assert!(report.html.contains("it ties nothing"));
    let tie = &json["posts"][0]["campaign_ties"][2];
    assert!(tie["other"].is_null(), "posts of reference accounts are not named: {tie}");
    assert!(report.html.contains("why it is in campaign K1"));
}

#[test]
fn the_method_section_says_how_right_ratios_were() {
    let report = pressgang_publish::report(&sample()).unwrap();
    let json: serde_json::Value = serde_json::from_str(&report.json).unwrap();
    let evaluation = &json["evaluations"][0];
    assert_eq!((&evaluation["verified_groups"], &evaluation["ordinary_groups"]), (&60.into(), &900.into()));
    assert_eq!(evaluation["claim"], "evaluation:iron-heron");
    assert!(report.html.contains("id=\"claim-evaluation:iron-heron:measures\""));
    assert!(report.html.contains("id=\"claim-evaluation:iron-heron:language-ru\""));
    for title in ["How often it was true", "What thresholds find", "Ratios of both sides"] {
        assert!(report.html.contains(&format!("<title>{title}")), "{title}");
    }
    // Of everything given a term how much was right, as a claim of its own.
    let claims = json["claims"].as_array().unwrap();
    let likely =
        claims.iter().find(|claim| claim["id"].as_str().unwrap().starts_with("evaluation:iron-heron:very-likely"));
    let row = evaluation["terms"].as_array().unwrap().iter().find(|row| row["term"] == "very likely").unwrap();
    assert_eq!(&likely.unwrap()["value"], row);
    let (verified, ordinary) = (row["verified"].as_f64().unwrap(), row["ordinary"].as_f64().unwrap());
    assert_eq!(row["right"].as_f64().unwrap(), verified / (verified + ordinary));
}

#[test]
fn trials_of_one_side_show_no_measures() {
    let mut findings = sample();
    findings.evaluations = vec![sample::evaluation(0, 30).unwrap()];
    let report = pressgang_publish::report(&findings).unwrap();
    assert!(report.html.contains("id=\"claim-evaluation:iron-heron\""));
    assert!(!report.html.contains("Cllr ") && !report.html.contains("NaN"));
    let json: serde_json::Value = serde_json::from_str(&report.json).unwrap();
    assert!(json["evaluations"][0]["cllr"].is_null());
}

#[test]
fn a_case_without_finds_gives_a_report_that_says_so() {
    let report = pressgang_publish::report(&empty()).unwrap();
    assert!(report.html.contains("No post was found."));
}
