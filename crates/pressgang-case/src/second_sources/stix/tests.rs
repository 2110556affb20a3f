//! Bundles in, contacts and what was left out of them.

use pressgang_signals::{Pack, PostReader};
use serde_json::{Value, json};

use super::*;

const PACK: &str = include_str!("../../../../../packs/iron-heron.toml");

const CLEAR: &str = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";
const AMBER: &str = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82";
const RED: &str = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";

fn marked(mut object: Value, marking: &str) -> Value {
    object["object_marking_refs"] = json!([marking]);
    object
}

fn object(kind: &str, id: &str, more: Value) -> Value {
    let mut object = json!({ "type": kind, "id": format!("{kind}--{id}"), "spec_version": "2.1" });
    object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    marked(object, CLEAR)
}

fn relation(id: &str, source: &str, kind: &str, target: &str) -> Value {
    object("relationship", id, json!({ "relationship_type": kind, "source_ref": source, "target_ref": target }))
}

fn heron() -> Value {
    object("threat-actor", "heron", json!({ "name": "IRON HERON", "threat_actor_types": ["nation-state"] }))
}

fn phone() -> Value {
    object("phone-number", "1", json!({ "value": "+49 30 23125 001" }))
}

fn read_with(objects: &[Value], options: &ListOptions) -> Vec<String> {
    let pack = Pack::parse(PACK).unwrap();
    let bundle = json!({ "type": "bundle", "id": "bundle--b1", "objects": objects }).to_string();
    let reader = PostReader::new(&[]);
    match read(bundle.as_bytes(), "list.json", options, &[&pack], &reader, &ListLimits::standard()) {
        Ok((said, left_out)) => {
            let said = said.iter().map(|s| {
                format!("{} {} {} {} {} by {}", s.kind.as_str(), s.value, s.organisation, s.grade, s.tlp, s.source)
            });
            said.chain(left_out.iter().map(|l| format!("{}: {}", l.place, l.reason))).collect()
        }
        Err(reason) => vec![reason],
    }
}

#[track_caller]
fn check(objects: &[Value], expected: &[&str]) {
    assert_eq!(read_with(objects, &ListOptions::default()), expected);
}

#[test]
fn what_relationships_tie_to_the_organisation() {
    check(
        &[heron(), phone(), relation("r", "phone-number--1", "attributed-to", "threat-actor--heron")],
        &["phone +493023125001 iron-heron F6 TLP:CLEAR by list.json"],
    );
    // Through an indicator's pattern, a campaign and an observation.
    let indicator = object(
        "indicator",
        "i",
        json!({
            "pattern_type": "stix", "confidence": 70, "created_by_ref": "identity--us",
            "pattern": "[user-account:account_type = 'telegram' AND user-account:account_login = 'Heron_Jobs_Example'] OR [email-addr:value = 'Jobs@heron.example']",
        }),
    );
    let us = object(
        "identity",
        "us",
        json!({
            "name": "A ministry of Examplia (invented)", "identity_class": "organization",
            "labels": ["admiralty-scale:source-reliability=\"b\""],
        }),
    );
    let campaign = object("campaign", "c", json!({ "name": "Spring drive" }));
    check(
        &[
            relation("r1", "indicator--i", "indicates", "campaign--c"),
            relation("r2", "campaign--c", "attributed-to", "threat-actor--heron"),
            indicator,
            us,
            campaign,
            heron(),
        ],
        &[
            "telegram heron_jobs_example iron-heron B2 TLP:CLEAR by A ministry of Examplia (invented)",
            "email jobs@heron.example iron-heron B2 TLP:CLEAR by A ministry of Examplia (invented)",
        ],
    );
    let seen = object("observed-data", "o", json!({ "object_refs": ["phone-number--1"], "number_observed": 1 }));
    let based = relation("r3", "indicator--j", "based-on", "observed-data--o");
    let indicator = object("indicator", "j", json!({ "pattern_type": "yara", "pattern": "rule x {}" }));
    check(
        &[heron(), phone(), seen, based, indicator, relation("r4", "indicator--j", "indicates", "threat-actor--heron")],
        &[
            "phone +493023125001 iron-heron F6 TLP:CLEAR by list.json",
            "indicator--j: its pattern is of the language \"yara\"",
        ],
    );
    let account = object(
        "identity",
        "front",
        json!({
            "name": "Front Company (invented)", "identity_class": "organization", "x_office_phone": "+49 30 23125 002",
        }),
    );
    check(
        &[heron(), account, relation("r5", "identity--front", "part-of", "threat-actor--heron")],
        &["phone +493023125002 iron-heron F6 TLP:CLEAR by list.json"],
    );
}

#[test]
fn what_says_too_little_or_the_contrary() {
    let nobody = "phone-number--1: nothing in the bundle says whose it is; --organisation says so of the whole list";
    check(&[heron(), phone()], &[nobody]);
    check(&[heron(), phone(), relation("r", "phone-number--1", "related-to", "threat-actor--heron")], &[nobody]);
    check(&[heron(), phone(), relation("r", "phone-number--1", "impersonates", "threat-actor--heron")], &[nobody]);
    let other = object("threat-actor", "other", json!({ "name": "Somebody Else" }));
    check(
        &[heron(), other, phone(), relation("r", "phone-number--1", "attributed-to", "threat-actor--other")],
        &["phone-number--1: it is tied to Somebody Else, which is no organisation of this case"],
    );
    let options = ListOptions { organisation: Some("iron-heron".to_owned()), ..ListOptions::default() };
    assert_eq!(read_with(&[phone()], &options), ["phone +493023125001 iron-heron F6 TLP:CLEAR by list.json"]);
    let mut revoked = phone();
    revoked["revoked"] = json!(true);
    check(&[heron(), revoked], &["phone-number--1: it was revoked"]);
    let old =
        object("observed-data", "o", json!({ "objects": { "0": { "type": "url", "value": "https://a.example" } } }));
    check(&[old], &["observed-data--o: it holds what was observed as STIX 2.0 did; only 2.1 is read"]);
    let account = object("user-account", "u", json!({ "account_type": "telegram", "user_id": "12345" }));
    check(&[account], &["user-account--u: the account has no login: posts give handles, not numbers of accounts"]);
    check(&[json!({ "type": "url" }), json!(7)], &["object 1: it has no id", "object 2: it has no id"]);
}

/// Checks the marking of a number tied to the organisation by objects with these markings.
#[track_caller]
fn check_marking(phone_marking: &str, relation_marking: &str, list: Option<Tlp>, expected: &str) {
    let relation = relation("r", "phone-number--1", "attributed-to", "threat-actor--heron");
    let objects = [heron(), marked(phone(), phone_marking), marked(relation, relation_marking)];
    let options = ListOptions { tlp: list, ..ListOptions::default() };
    let found = read_with(&objects, &options);
    assert!(found.iter().all(|line| line.contains(&format!(" {expected} "))), "{found:?}");
}

#[test]
fn the_strictest_marking_on_the_way_holds() {
    check_marking(CLEAR, CLEAR, None, "TLP:CLEAR");
    check_marking(CLEAR, AMBER, None, "TLP:AMBER");
    check_marking(RED, AMBER, None, "TLP:RED");
    check_marking(CLEAR, CLEAR, Some(Tlp::AmberStrict), "TLP:AMBER+STRICT");
    check_marking(RED, CLEAR, Some(Tlp::Clear), "TLP:RED");
    // A marking that the bundle does not define, and a statement.
    check_marking("marking-definition--unknown", CLEAR, None, "TLP:AMBER");
    // Nothing is marked: it may have been forgotten. Whoever adds the list can say otherwise.
    let bare = |tlp| {
        let objects = [heron(), phone(), relation("r", "phone-number--1", "attributed-to", "threat-actor--heron")];
        let unmarked: Vec<Value> = objects
            .into_iter()
            .map(|mut object| {
                object.as_object_mut().unwrap().remove("object_marking_refs");
                object
            })
            .collect();
        read_with(&unmarked, &ListOptions { tlp, ..ListOptions::default() })
    };
    assert_eq!(bare(None), ["phone +493023125001 iron-heron F6 TLP:AMBER by list.json"]);
    assert_eq!(bare(Some(Tlp::Clear)), ["phone +493023125001 iron-heron F6 TLP:CLEAR by list.json"]);
}

#[test]
fn markings_are_defined_in_bundles_too() {
    let define = |more: Value| {
        let mut definition = json!({ "type": "marking-definition", "id": "marking-definition--m" });
        definition.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let relation = relation("r", "phone-number--1", "attributed-to", "threat-actor--heron");
        let objects = [heron(), marked(phone(), "marking-definition--m"), relation, definition];
        read_with(&objects, &ListOptions::default())
            .concat()
            .split_whitespace()
            .find(|word| word.starts_with("TLP:"))
            .map(str::to_owned)
    };
    assert_eq!(
        define(json!({ "definition_type": "tlp", "definition": { "tlp": "white" } })).as_deref(),
        Some("TLP:CLEAR")
    );
    assert_eq!(
        define(json!({ "name": "TLP:AMBER+STRICT", "extensions": { "x": { "tlp_2_0": "amber+strict" } } })).as_deref(),
        Some("TLP:AMBER+STRICT")
    );
    assert_eq!(define(json!({ "name": "TLP:EX:CHR" })).as_deref(), Some("TLP:RED"));
    assert_eq!(
        define(json!({ "definition_type": "statement", "definition": { "statement": "(c)" } })).as_deref(),
        Some("TLP:AMBER")
    );
}

#[test]
fn what_is_said_in_the_open_once_is_open() {
    let open = relation("r1", "phone-number--1", "attributed-to", "threat-actor--heron");
    let closed = marked(relation("r2", "phone-number--1", "belongs-to", "threat-actor--heron"), RED);
    check(&[heron(), phone(), open, closed], &["phone +493023125001 iron-heron F6 TLP:CLEAR by list.json"]);
}

#[test]
fn what_is_no_bundle_is_refused() {
    let pack = Pack::parse(PACK).unwrap();
    let reader = PostReader::new(&[]);
    let refused = |bytes: &[u8], limits: &ListLimits| {
        read(bytes, "list.json", &ListOptions::default(), &[&pack], &reader, limits).unwrap_err()
    };
    let limits = ListLimits::standard();
    assert_eq!(refused(b"{}", &limits), "this is no bundle of STIX: its type is not \"bundle\"");
    assert_eq!(refused(br#"{"type":"bundle"}"#, &limits), "the bundle has no objects");
    assert!(refused(br#"{"type":"bundle","objects":["#, &limits).starts_with("this is no whole bundle of STIX: "));
    assert!(refused("[".repeat(100_000).as_bytes(), &limits).starts_with("this is no whole bundle of STIX: "));
    let few = ListLimits { objects: 1, ..limits };
    assert_eq!(
        refused(br#"{"type":"bundle","objects":[{},{}]}"#, &few),
        "the bundle has more than 1 objects; give it in parts"
    );
}

proptest::proptest! {
    /// Whatever stands in a bundle, and wherever relationships lead, reading it ends and never panics.
    #[test]
    fn nothing_panics(ties in proptest::collection::vec((0..6usize, 0..6usize, 0..4usize), 0..30), junk in ".{0,40}") {
        let ids = ["phone-number--1", "threat-actor--heron", "indicator--i", "campaign--c", "nowhere--n", "relationship--r0"];
        let kinds = ["indicates", "uses", "based-on", "impersonates"];
        let mut objects = vec![heron(), phone(), object("campaign", "c", json!({ "name": junk, "aliases": junk }))];
        objects.push(object("indicator", "i", json!({ "pattern": junk, "confidence": junk, "labels": [junk, 1] })));
        objects.extend(ties.iter().enumerate().map(|(n, (a, b, k))| relation(&format!("r{n}"), ids[*a], kinds[*k], ids[*b])));
        let _ = read_with(&objects, &ListOptions::default());
    }
}
