//! The section on how long posts stay up.

use pressgang_case::Findings;
use serde_json::Value;

use super::sample;

fn section(findings: &Findings) -> (String, Value) {
    let report = pressgang_publish::report(findings).unwrap();
    let json: Value = serde_json::from_str(&report.json).unwrap();
    let html = report.html.split("<h2 id=\"survival\">").nth(1).unwrap_or_default();
    (html.split("<h2").next().unwrap_or_default().to_owned(), json["survival"].clone())
}

#[test]
fn curves_are_drawn_and_said() {
    let (html, json) = section(&sample::large());
    for claim in
        ["curve", "causes", "by-platform", "by-notice", "condition", "comparison", "all", "platform:x", "notified"]
    {
        assert!(html.contains(&format!("id=\"claim-survival:{claim}\"")), "{claim}");
    }
    assert!(html.contains("quick removals are missed") && html.contains("watched at once for the first time"));
    assert!(html.contains("is no proof that the telling made it"));
    for group in json["groups"].as_array().unwrap() {
        let curves = &group["curves"];
        let up = |day: f64| {
            let points = curves["latest"].as_array().unwrap();
            points.iter().rfind(|p| p["day"].as_f64().unwrap() <= day).map_or(1.0, |p| p["still_up"].as_f64().unwrap())
        };
        for point in curves["by_cause"].as_array().unwrap() {
            let causes = ["platform", "author", "account_gone", "not_told"];
            let gone: f64 = causes.iter().map(|cause| point[cause]["share"].as_f64().unwrap()).sum();
            assert!((gone + up(point["day"].as_f64().unwrap()) - 1.0).abs() < 1e-9);
        }
        let median = &curves["median"];
        assert!(median["low"].as_f64().unwrap() <= median["by"].as_f64().unwrap(), "{median}");
        assert!(median["high"].is_null() || median["after"].as_f64() <= median["high"].as_f64(), "{median}");
    }
    let (lives, all) = (json["lives"].as_array().unwrap(), &json["groups"][0]);
    assert_eq!((lives.len() as u64, all["group"].as_str()), (all["posts"].as_u64().unwrap(), Some("all")));
    let missed = lives.iter().filter(|life| !life["first_missed"].is_null()).count() as u64;
    assert_eq!(missed, all["removed"].as_u64().unwrap());
}

#[test]
fn a_comparison_that_looks_leave_open_is_said_to_be() {
    let mut findings = sample::large();
    findings.survival.comparison.as_mut().unwrap().is_open = true;
    let (html, json) = section(&findings);
    assert!(html.contains("The looks do not tell whether") && !html.contains("would be expected"));
    assert_eq!(json["comparison"], serde_json::json!({ "open": true, "p": 1.0 }));
    findings.survival.comparison.as_mut().unwrap().is_open = false;
    findings.survival.comparison.as_mut().unwrap().test.observed = [1, 2];
    let (html, _) = section(&findings);
    assert!(html.contains("2 were removed after their platform was told") && html.contains("and 1 was removed before"));
}

#[test]
fn groups_are_named_for_what_told_the_platform() {
    let mut findings = sample::large();
    let (html, _) = section(&findings);
    assert!(html.contains("before its platform was told") && html.contains("by a notice or a request for comment"));
    assert!(!html.contains("notified") || html.contains("survival:notified"));
    assert!(!html.contains("in neither group"));
    findings.survival.neither = pressgang_case::Neither { posts: 2, days: 40.0, removed: 1 };
    let (html, json) = section(&findings);
    assert!(html.contains("2 posts had no look within 24 hours before that"), "{html}");
    assert!(html.contains("in neither group: 40 days of watching and 1 removal."), "{html}");
    assert_eq!(json["in_neither"], serde_json::json!({ "posts": 2, "watched_days": 40.0, "removed": 1 }));
}

#[test]
fn one_and_many_are_said_right() {
    let mut findings = sample::large();
    findings.survival.left_out.without_date = 3;
    findings.survival.left_out.never_seen = 0;
    findings.survival.left_out.seen_once = 30;
    findings.survival.groups[0].removed = [1, 0, 0, 0];
    let (html, _) = section(&findings);
    assert!(html.contains("; 1 of them was removed while they were watched."), "{html}");
    let left_out = "Not followed: 3 without a date of publication; 30 seen up once, and no later look says anything.";
    assert!(html.contains(left_out), "{html}");
}

#[test]
fn claims_of_pictures_hold_what_they_show() {
    let findings = sample::large();
    let report = pressgang_publish::report(&findings).unwrap();
    let json: Value = serde_json::from_str(&report.json).unwrap();
    let value = |id: &str| {
        let claims = json["claims"].as_array().unwrap();
        claims.iter().find(|claim| claim["id"] == id).unwrap()["value"]["all posts"].clone()
    };
    let (curve, causes) = (value("survival:curve"), value("survival:causes"));
    let number = |value: &Value| value.as_f64().unwrap();
    let said = |share: f64, what: &str| format!("{:.0} % still up {what}", 100.0 * share);
    let day = number(&curve["day"]);
    assert!(report.html.contains(&said(number(&curve["still_up"]), &format!("{day:.1} days after publication"))));
    // The thick line, not a thin one.
    let curves = findings.survival.groups[0].curves.as_ref().unwrap();
    let fit = curves.fit.as_ref().unwrap();
    let before = fit.drops.iter().rfind(|drop| drop.by <= day).unwrap().survival;
    let after = fit.drops.iter().find(|drop| drop.by > day).map_or(before, |drop| drop.survival);
    assert!(after <= number(&curve["still_up"]) && number(&curve["still_up"]) <= before, "{curve}");
    assert_eq!(number(&causes["day"]), curves.until());
    let gone: f64 =
        ["platform", "author", "account_gone", "not_told"].iter().map(|cause| number(&causes[*cause])).sum();
    assert!((1.0 - gone - curves.latest.at(day).unwrap().0).abs() < 1e-9, "{causes}");
}

#[test]
fn claims_say_when_their_posts_were_looked_at() {
    let findings = sample::large();
    let report = pressgang_publish::report(&findings).unwrap();
    let json: Value = serde_json::from_str(&report.json).unwrap();
    let claims = json["claims"].as_array().unwrap().iter().filter(|claim| claim["kind"] == "survival");
    let mut count = 0;
    for claim in claims {
        let group = findings.survival.groups.iter().find(|group| match &group.of {
            pressgang_case::SurvivalOf::Platform(platform) => claim["id"] == format!("survival:platform:{platform}"),
            pressgang_case::SurvivalOf::Told => claim["id"] == "survival:notified",
            pressgang_case::SurvivalOf::NotTold => claim["id"] == "survival:not_notified",
            pressgang_case::SurvivalOf::All => false,
        });
        let (first, last) = group.unwrap_or(&findings.survival.groups[0]).observed.unwrap();
        let expected = serde_json::json!({ "first": first.to_string(), "last": last.to_string() });
        assert_eq!(claim["observed_at"], expected, "{}", claim["id"]);
        count += 1;
    }
    assert!(count > 8, "{count}");
}

#[test]
fn a_curve_without_length_is_not_drawn() {
    let mut findings = sample::large();
    let mut lives = findings.survival.lives.clone();
    lives.truncate(20);
    for (n, life) in lives.iter_mut().enumerate() {
        // All of the first go while others are found later.
        (life.entered, life.seen, life.missed, life.told) =
            if n < 12 { (1.0, 8.0, Some(10.0), None) } else { (20.0, 30.0, None, None) };
        life.cause = life.missed.map(|_| pressgang_case::RemovalCause::Platform);
    }
    findings.survival = pressgang_case::SurvivalFindings::new(lives, Default::default(), 0).unwrap();
    let (html, json) = section(&findings);
    assert!(json["groups"][0]["curves"]["until"] == json["groups"][0]["curves"]["from"], "{json}");
    assert!(!html.contains("claim-survival:curve"), "{html}");
    assert!(html.contains("cannot be told beyond 24 hours"), "{html}");
    assert!(html.contains("without 12 removals that the curve does not cover"), "{html}");
}

#[test]
fn lives_name_nobody() {
    let findings = sample::large();
    let (_, json) = section(&findings);
    let text = json.to_string();
    for post in &findings.posts {
        assert!(!text.contains(&post.key.id), "{}", post.key);
        assert!(post.author.handle.as_ref().is_none_or(|handle| !text.contains(handle.as_str())));
    }
}

#[test]
fn a_few_posts_are_counted_and_not_drawn() {
    let (html, json) = section(&sample::small());
    assert!(html.contains("Nothing is drawn") && html.contains("too few to say"), "{html}");
    assert!(!html.contains("<svg") && json["groups"][0]["curves"].is_null());
    let (html, json) = section(&sample::empty());
    assert_eq!((html.as_str(), json["posts"].as_u64()), ("", Some(0)), "nothing was found");
}

#[test]
fn a_picture_ends_where_few_are_watched() {
    let findings = sample::large();
    let curves = findings.survival.groups[0].curves.as_ref().unwrap();
    let (until, last) = (curves.until(), curves.latest.points.last().unwrap().time);
    assert!(until < last, "the last posts are few");
    let (html, json) = section(&findings);
    assert_eq!(json["groups"][0]["curves"]["until"].as_f64(), Some(until));
    let svg = html.split("<svg").nth(1).unwrap();
    // Everything stays within the picture.
    let inside = svg.split("d=\"M").skip(1).flat_map(|path| path.split('"').next().unwrap().split(['L', 'Z']));
    for point in inside.filter(|point| !point.is_empty()) {
        let (x, y) = point.split_once(' ').unwrap();
        let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
        assert!((38.0..=360.0).contains(&x) && (20.0..=190.0).contains(&y), "{x} {y}");
    }
}
