//! What letters say of evidence, law and rules, and that they say no more.

use pressgang_case::{EvidenceItem, Findings, NoticeKind};
use pressgang_posts::Timestamp;
use pressgang_publish::notices::{LANGUAGES, notice};
use pressgang_signals::DesignationKind;
use serde_json::Value;

use super::{config, designation, drafted, file, head, letter, notifier, real, request};

/// Between the day of the case's zone and the day of UTC nothing is alleged that held on one of them only.
#[test]
fn what_held_on_both_days() {
    let mut findings = real();
    for post in &mut findings.posts {
        (post.created_at, post.last_look) = (Timestamp::parse_rfc3339("2023-05-04T23:15:20Z"), None);
    }
    for (from, until, expected) in [
        ("2023-05-04", None, true),
        ("2023-05-05", None, false),
        ("2023-01-01", Some("2023-05-05"), false),
        ("2023-01-01", Some("2023-05-06"), true),
    ] {
        findings.organisations[0].designations = vec![
            designation("EU", DesignationKind::Sanctions, from, until),
            designation("UK", DesignationKind::Sanctions, "2022-01-01", None),
        ];
        // Where there is no law, a rule of the platform is known of some of the posts only.
        findings.posts.retain(|post| post.key.platform == pressgang_posts::Platform::X);
        let drafts = drafted(&findings, &request(NoticeKind::Notice, "EU")).unwrap().drafts;
        let has_law = drafts.iter().all(|draft| !draft.designations().is_empty());
        assert_eq!(has_law, expected, "{from} to {until:?}");
        let text = file(&letter(&drafts[0], &findings, "en"), "notice.txt");
        assert_eq!(text.contains("in force on one of the two days only"), !expected, "{text}");
        let times = "Published: 2023-05-05 01:15:20 (UTC+02:00, Europe/Brussels), 2023-05-04 23:15:20 UTC";
        assert!(text.contains(times), "{text}");
    }
}

/// What weakens the allegation stands in the letter, however little it does, and so does what was assumed before.
#[test]
fn evidence_against_and_the_prior() {
    let mut findings = real();
    for campaign in &mut findings.campaigns {
        for (id, ratio) in [("E91", 0.8), ("E92", 1.5)] {
            let weak = EvidenceItem { id: id.into(), likelihood_ratio: ratio, ..campaign.evidence[0].clone() };
            campaign.evidence.push(weak);
        }
        (campaign.prior, campaign.other_priors) = (0.5, vec![(0.005, "unlikely".into()), (0.1, "likely".into())]);
    }
    let drafts = drafted(&findings, &request(NoticeKind::Notice, "EU")).unwrap().drafts;
    for draft in &drafts {
        let letter = letter(draft, &findings, "en");
        let text = file(&letter, "notice.txt");
        let (mut side, mut sides) = ("", Vec::new());
        for line in text.lines() {
            match line {
                _ if line.starts_with("What speaks ") => side = line,
                _ if line.starts_with("- E") => sides.push((line[2..].split(',').next().unwrap(), side)),
                _ => {}
            }
        }
        for item in draft.campaigns.iter().flat_map(|campaign| &campaign.evidence) {
            let expected = match item.likelihood_ratio {
                ratio if ratio < 1.0 => "What speaks against it:",
                ratio if ratio > 1.0 => "What speaks for it:",
                _ => "What speaks for neither side:",
            };
            assert!(sides.contains(&(item.id.as_str(), expected)), "{} {}: {text}", item.id, item.likelihood_ratio);
        }
        let prior = "Before this evidence it was taken to be 50 % probable. Taken to be 0.5 % probable, it would be \
                     assessed as: unlikely. Taken to be 10 % probable, it would be assessed as: likely.";
        assert!(text.contains(prior), "{text}");
        let json: Value = serde_json::from_str(&file(&letter, "notice.json")).unwrap();
        assert_eq!(json["reasons"][0]["prior"], 0.5);
        assert_eq!(json["reasons"][0]["other_priors"][0], serde_json::json!({ "prior": 0.005, "term": "unlikely" }));
    }
}

/// A sanctions listing alone makes nothing illegal: its prohibitions may be broken.
#[test]
fn what_a_sanctions_listing_is_said_to_do() {
    let mut findings = real();
    let check = |findings: &Findings, jurisdiction: &str, provisions: Option<&str>, expected: &str| {
        let draft = &drafted(findings, &request(NoticeKind::Notice, jurisdiction)).unwrap().drafts[0];
        for language in LANGUAGES {
            let letter = notice(draft, &head(findings, &config(), &notifier(), language), provisions).unwrap();
            let json: Value = serde_json::from_str(&file(&letter, "notice.json")).unwrap();
            let said = json["grounds"][0]["illegal_content_explanation"].as_str().unwrap().to_owned();
            let text = file(&letter, "notice.txt");
            let (_, words) = said.split_once(&draft.organisation.name).unwrap();
            assert!(text.contains(words), "{language}: {said}");
            if language == "en" {
                assert!(said.contains(expected), "{jurisdiction}: {said}");
                assert_eq!(said.contains("therefore"), expected.contains("therefore"), "{said}");
            }
        }
    };
    let prohibitions =
        "in breach of the prohibitions attached to that measure; which of them applies is for assessment.";
    check(&findings, "EU", None, prohibitions);
    check(&findings, "DE", Some("Section 1 of the Sample Act"), "therefore, in relation to that activity");
    check(&findings, "UK", None, "therefore not in compliance with the law named");
    findings.organisations[0].designations[0].kind = Some(DesignationKind::TerroristListing);
    check(&findings, "EU", None, "therefore, in relation to that activity");
}

/// No translation says more than the English: that recruiting is what it is considered to be.
#[test]
fn rules_are_considered_to_be_broken_in_every_language() {
    let findings = real();
    let drafts = drafted(&findings, &request(NoticeKind::Notice, "EU")).unwrap().drafts;
    let draft = drafts.iter().find(|draft| draft.platform == Some(pressgang_posts::Platform::X)).unwrap();
    for (language, words) in [
        ("en", "this is considered to be recruiting for"),
        ("de", "wird dies als Anwerben für"),
        ("fr", "cela est considéré comme du recrutement pour"),
        ("es", "se considera reclutamiento para"),
        ("it", "ciò è ritenuto reclutamento per"),
        ("pl", "uważa się to za werbunek dla"),
        ("ru", "это расценивается как вербовка для"),
    ] {
        let letter = letter(draft, &findings, language);
        for name in ["notice.txt", "notice.json"] {
            assert!(file(&letter, name).contains(words), "{language}: {name}");
        }
    }
}
