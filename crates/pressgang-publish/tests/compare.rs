//! What changed between two reports: small ones made by hand, and the sample's.

use pressgang_publish::{Comparison, compare};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::sample;

fn claim(id: &str, kind: &str, value: Value, posts: &[&str]) -> Value {
    json!({ "id": id, "kind": kind, "value": value, "text": format!("{value} {kind}"), "posts": posts,
        "as_of": "2023-05-29", "rate": null })
}

fn post(key: &str, source: &str, status: &str, views: Value) -> Value {
    json!({ "post": key, "campaign": "K1", "created_at": "2023-05-01T10:00:00Z", "views": views,
        "status": { "status": status, "at": "2023-05-29T16:00:00Z" }, "ties": ["names the organisation"],
        "source": source, "origin": "file, byte 1" })
}

/// Two posts of one source, up, with 10 and 20 views.
fn report() -> Value {
    let both = ["x:1", "x:2"];
    json!({
        "pressgang": "pressgang 0.1.0", "title": "t", "as_of": "2023-05-29", "time_zone": "UTC",
        "window": { "first": "2023-01-01", "last": "2023-05-31" },
        "claims": [
            claim("posts_found", "posts_found", json!(2), &both),
            claim("views_at_least", "views_at_least", json!(30), &both),
            claim("still_up", "still_up", json!(2), &both),
            claim("pay", "pay", json!(2800), &both),
            claim("campaign:K1:assessment", "assessment", json!("likely"), &both),
            claim("campaign:K1:evidence:language:00000000", "evidence", json!(3), &both),
            claim("phones_confirmed", "phones_confirmed", json!(0), &[]),
        ],
        "posts": [post("x:1", "aa", "up", json!(10)), post("x:2", "aa", "up", json!(20))],
        "contacts": [{ "claim": "contact:phone-1", "kind": "phone", "masked": "+49 •• 01", "confirmed_by": [] }],
        "sources": [{ "claim": "source:aa", "file": "first.jsonl", "sha256": "aa", "role": "observed", "posts": 9 }],
        "made_from": { "packs": [], "lexicons": "l", "rates": "r", "records": [], "sentence_model": null,
            "settings": [{ "name": "window", "value": "a" }, { "name": "matching", "value": "0123456789abcdef" }] },
        "ledger": { "head": "h", "entries": 5 },
    })
}

fn set(report: &mut Value, id: &str, value: Value, posts: &[&str]) {
    let claims = report["claims"].as_array_mut().unwrap();
    let at = claims.iter().position(|claim| claim["id"] == id).unwrap();
    claims[at] = claim(id, claims[at]["kind"].clone().as_str().unwrap(), value, posts);
}

fn said(comparison: &Comparison) -> String {
    comparison.lines().join("\n")
}

/// What a change to the report leads to: the reasons given for each claim that changed.
fn check(change: impl Fn(&mut Value), expected: &[(&str, &[&str])]) {
    let (old, mut new) = (report(), report());
    change(&mut new);
    let comparison = compare(&old, &new).unwrap();
    let found: Vec<(&str, Vec<&str>)> =
        comparison.changed.iter().map(|c| (c.id.as_str(), c.why.iter().map(String::as_str).collect())).collect();
    let expected: Vec<(&str, Vec<&str>)> = expected.iter().map(|(id, why)| (*id, why.to_vec())).collect();
    assert_eq!(found, expected, "{}", said(&comparison));
}

#[test]
fn why_claims_change() {
    check(|_| {}, &[]);
    check(
        |new| {
            new["sources"]
                .as_array_mut()
                .unwrap()
                .push(json!({ "file": "more.jsonl", "sha256": "bb", "role": "observed", "posts": 1 }));
            new["posts"].as_array_mut().unwrap().push(post("x:3", "bb", "up", json!(5)));
            set(new, "posts_found", json!(3), &["x:1", "x:2", "x:3"]);
            set(new, "views_at_least", json!(35), &["x:1", "x:2", "x:3"]);
        },
        &[
            ("posts_found", &["1 post came in, read from more.jsonl, a source added since: x:3"]),
            ("views_at_least", &["1 post came in, read from more.jsonl, a source added since: x:3"]),
        ],
    );
    check(
        |new| {
            new["window"]["first"] = json!("2023-05-02");
            new["posts"] = json!([]);
            set(new, "posts_found", json!(0), &[]);
        },
        &[("posts_found", &["2 posts fell out, published outside the window that is studied now: x:1, x:2"])],
    );
    check(
        |new| {
            new["posts"].as_array_mut().unwrap().pop();
            new["withdrawn"] = json!([{ "post": "x:2", "why": "rejected by a review on 2023-06-01" }]);
            set(new, "posts_found", json!(1), &["x:1"]);
        },
        &[("posts_found", &["1 post fell out, rejected by a review on 2023-06-01: x:2"])],
    );
    check(
        |new| {
            new["posts"].as_array_mut().unwrap().pop();
            new["made_from"]["lexicons"] = json!("other");
            set(new, "posts_found", json!(1), &["x:1"]);
        },
        &[(
            "posts_found",
            &[
                "1 post fell out, no longer taken for an advert that is tied to the organisation (since then: the lexicons changed): x:2",
            ],
        )],
    );
    check(
        |new| {
            new["sources"] = json!([]);
            new["posts"] = json!([]);
            set(new, "posts_found", json!(0), &[]);
        },
        &[("posts_found", &["2 posts fell out, its source first.jsonl is no longer in the case: x:1, x:2"])],
    );
    check(
        |new| {
            new["posts"][1]["status"] = json!({ "status": "removed", "at": "2023-06-02T08:00:00Z" });
            set(new, "still_up", json!(1), &["x:1"]);
        },
        &[("still_up", &["1 post looked at again (removed, was still up): x:2"])],
    );
    check(
        |new| {
            new["posts"][0]["views"] = json!(99);
            set(new, "views_at_least", json!(119), &["x:1", "x:2"]);
        },
        &[("views_at_least", &["views of 1 post counted again: x:1"])],
    );
    check(
        |new| {
            new["claims"][3]["rate"] =
                json!({ "date": "2023-05-29", "currency": "RUB", "units_per_eur": 85.5, "source": "a bank" });
        },
        &[("pay", &["exchange rate: 85.5 RUB for one euro on 2023-05-29 (a bank), was none"])],
    );
    check(
        |new| {
            let more = claim("campaign:K1:evidence:contact:11111111", "evidence", json!(8), &["x:1"]);
            new["claims"].as_array_mut().unwrap().push(more);
            set(new, "campaign:K1:assessment", json!("very likely"), &["x:1", "x:2"]);
        },
        &[("campaign:K1:assessment", &["evidence came in: 8 evidence"])],
    );
    check(
        |new| {
            new["contacts"][0]["confirmed_by"] = json!(["an official, graded B2"]);
            set(new, "phones_confirmed", json!(1), &["x:1"]);
        },
        &[("phones_confirmed", &["phone +49 •• 01 is confirmed by an official, graded B2"])],
    );
    check(
        |new| {
            new["corrections"] =
                json!([{ "at": "2023-06-01T00:00:00Z", "date": "2023-06-01", "claim": "pay", "why": "wrong day" }]);
            set(new, "pay", json!(2700), &["x:1", "x:2"]);
        },
        &[("pay", &["corrected on 2023-06-01: wrong day"])],
    );
    check(
        |new| {
            new["made_from"]["settings"] =
                json!([{ "name": "window", "value": "b" }, { "name": "matching", "value": "fedcba9876543210" }]);
            new["pressgang"] = json!("pressgang 0.2.0");
            set(new, "pay", json!(1), &["x:1", "x:2"]);
        },
        &[(
            "pay",
            &["window: b, was a", "the setting of matching changed", "made by pressgang 0.2.0, was pressgang 0.1.0"],
        )],
    );
    check(
        |new| set(new, "pay", json!(1), &["x:1", "x:2"]),
        &[("pay", &["nothing else in the two reports differs that would say why"])],
    );
    check(
        |new| {
            new["posts"][1]["campaign"] = json!("K2");
            set(new, "campaign:K1:assessment", json!("likely"), &["x:1"]);
        },
        &[("campaign:K1:assessment", &["1 post went from campaign K1 to K2: x:2"])],
    );
}

#[test]
fn what_is_no_report_is_refused() {
    for json in [
        json!(null),
        json!([]),
        json!({}),
        json!({ "claims": 3, "pressgang": "" }),
        json!({ "claims": [{}], "pressgang": "p" }),
        json!({ "claims": [], "pressgang": "p", "posts": "none" }),
    ] {
        assert!(compare(&json, &report()).is_err(), "{json}");
        assert!(compare(&report(), &json).is_err(), "{json}");
    }
}

#[test]
fn other_cases_are_noted() {
    let mut other = report();
    other["sources"][0]["sha256"] = json!("ff");
    assert!(compare(&report(), &other).unwrap().notes[0].contains("different cases"));
    other = report();
    other["ledger"]["entries"] = json!(1);
    assert!(compare(&report(), &other).unwrap().notes[0].contains("the wrong way round"));
}

#[test]
fn a_report_is_the_same_as_itself() {
    for findings in [sample::empty(), sample::small(), sample::corrected()] {
        let json: Value = serde_json::from_str(&pressgang_publish::report(&findings).unwrap().json).unwrap();
        let comparison = compare(&json, &json).unwrap();
        assert!(comparison.is_same() && comparison.notes.is_empty(), "{}", said(&comparison));
        assert_eq!(comparison.same, json["claims"].as_array().unwrap().len());
        assert!(said(&comparison).contains("Nothing changed"));
    }
}

#[test]
fn the_text_is_for_newcomers() {
    let old = sample::small();
    let mut new = sample::corrected();
    new.posts.remove(0);
    new.claims[0].value = json!(6);
    new.claims[0].text = "6 posts that recruit were found".into();
    new.claims[0].posts.remove(0);
    let json = |findings| serde_json::from_str(&pressgang_publish::report(findings).unwrap().json).unwrap();
    let comparison = compare(&json(&old), &json(&new)).unwrap();
    let lines = comparison.lines();
    let of = |id: &str| {
        let at =
            lines.iter().position(|line| line.trim() == id).unwrap_or_else(|| panic!("{id} in\n{}", said(&comparison)));
        lines[at..].iter().take_while(|line| !line.is_empty()).cloned().collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(format!("{}\n...\n{}", lines[..9].join("\n"), of("posts_found")));
}

proptest! {
    /// Whatever values, posts and texts two reports have: each claim that differs is named with a reason, no other is,
    /// and the two ways round mirror each other.
    #[test]
    fn every_difference_is_said(
        old in proptest::collection::btree_map("[a-e]", (0u8..3, 0u8..3), 0..5),
        new in proptest::collection::btree_map("[a-e]", (0u8..3, 0u8..3), 0..5),
    ) {
        let make = |claims: &std::collections::BTreeMap<String, (u8, u8)>| {
            let mut made = report();
            let posts = |n: u8| ["x:1", "x:2", "x:9"][..usize::from(n)].to_vec();
            made["claims"] = claims.iter().map(|(id, (value, n))| claim(id, "k", json!(value), &posts(*n))).collect();
            made
        };
        let comparison = compare(&make(&old), &make(&new)).unwrap();
        let mirrored = compare(&make(&new), &make(&old)).unwrap();
        for (id, said) in &old {
            let changed = comparison.changed.iter().find(|change| change.id == *id);
            match new.get(id) {
                Some(now) => prop_assert_eq!(changed.is_some(), now != said),
                None => prop_assert!(comparison.gone.iter().any(|gone| gone.id == *id && !gone.why.is_empty())),
            }
            prop_assert!(changed.is_none_or(|change| !change.why.is_empty()));
        }
        prop_assert_eq!(comparison.added.len(), new.keys().filter(|id| !old.contains_key(*id)).count());
        prop_assert_eq!(comparison.added.len(), mirrored.gone.len());
        prop_assert_eq!(comparison.changed.len(), mirrored.changed.len());
        prop_assert_eq!(comparison.same + comparison.changed.len() + comparison.added.len(), new.len());
    }
}
