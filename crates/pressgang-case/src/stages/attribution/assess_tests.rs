use super::*;
use crate::stages::attribution::item::{CONTACTS, LINKS_FROM, Strength};

const SHOWN: Quality = Quality::Shown { loss: 0.01, groups: 400 };
const POOR: Quality = Quality::Poor { loss: 0.3, groups: 400 };
const UNKNOWN: Quality = Quality::Unknown { verified: 9, accounts: 2, ordinary: 80 };

fn item(family: Family, origin: &str, ratio: f64) -> Item {
    Item {
        family,
        text: format!("{} {ratio}", family.as_str()),
        strength: Strength::Judged(ratio, "why-named"),
        grade: "B2".to_owned(),
        origin: origin.to_owned(),
        posts: vec!["x:1".to_owned()],
        links: Vec::new(),
    }
}

fn decision(verdict: Verdict) -> Decision {
    Decision { verdict, by: "Ada".to_owned(), date: "2023-06-01".to_owned(), reason: "seen there".to_owned() }
}

fn row(items: &[Item], quality: Quality, scale: Scale, prior: f64, decision: Option<&Decision>) -> AssessmentRow {
    let ground =
        Ground { campaign: "K1", organisation: "o", name: "Example", posts: 3, prior, scale, quality, decision };
    assess(&Wording::new("en"), &ground, items)
}

#[track_caller]
fn check(items: &[(Family, &str, f64)], quality: Quality, term: &str, confidence: &str) {
    let items: Vec<Item> = items.iter().map(|(family, origin, ratio)| item(*family, origin, *ratio)).collect();
    let found = row(&items, quality, Scale::Icd203, 0.5, None);
    assert_eq!((found.term.as_str(), found.confidence.as_str()), (term, confidence), "{found:#?}");
    assert!(!found.sentence.contains("onfidence") && !found.confidence_sentence.contains("likely"), "{found:#?}");
}

#[test]
fn rules_hold_terms_down() {
    let words = (Family::Language, WORDS, 3.5);
    let contact = (Family::Contact, CONTACTS, 12.0);
    let linked = (Family::AccountLink, LINKS_FROM, 6.0);
    let second = (Family::SecondSource, "a list", 8.0);
    let strong = (Family::SecondSource, "another list", 8.0);
    check(&[], SHOWN, "roughly even chance", "low");
    check(&[(Family::SelfIdentification, WORDS, 1.5)], SHOWN, "roughly even chance", "low");
    // Wording alone.
    check(&[words], SHOWN, "likely", "low");
    check(&[(Family::Language, WORDS, 1e6)], SHOWN, "likely", "low");
    check(&[words, (Family::Offer, WORDS, 3.0), (Family::Media, WORDS, 3.0)], SHOWN, "likely", "low");
    // All of it can be copied.
    check(&[words, contact], SHOWN, "likely", "moderate");
    // One family, two origins.
    check(&[second, strong], SHOWN, "likely", "moderate");
    check(&[words, linked], SHOWN, "very likely", "moderate");
    check(&[words, contact, second], UNKNOWN, "very likely", "moderate");
    check(&[words, contact, second], POOR, "likely", "low");
    check(&[words, contact, second, strong], SHOWN, "almost certain", "high");
    check(&[words, contact, linked], SHOWN, "very likely", "moderate");
    // What speaks against.
    check(&[words, (Family::Scam, "copycat scam", 0.4)], SHOWN, "roughly even chance", "low");
    check(&[(Family::Parody, "parody", 0.2)], SHOWN, "very unlikely", "low");
}

#[test]
fn people_override_and_cap() {
    let items = [item(Family::Language, WORDS, 3.5), item(Family::Contact, CONTACTS, 12.0)];
    let term = |verdict| {
        let decision = decision(verdict);
        let found = row(&items, SHOWN, Scale::Icd203, 0.5, Some(&decision));
        (found.term, found.confidence, found.reasoning.contains("Ada"))
    };
    let said = |term: &str, confidence: &str, named| (term.to_owned(), confidence.to_owned(), named);
    assert_eq!(term(Verdict::Confirmed), said("almost certain", "moderate", true));
    assert_eq!(term(Verdict::CannotTell), said("roughly even chance", "low", true));
    assert_eq!(term(Verdict::Rejected), said("very unlikely", "moderate", true));
}

#[test]
fn priors_and_scales_change_what_is_said() {
    let items = [item(Family::Language, WORDS, 3.5), item(Family::SecondSource, "a list", 8.0)];
    let found = row(&items, UNKNOWN, Scale::Icd203, 0.5, None);
    assert_eq!(found.other_prior, [0.1, 0.25, 0.75, 0.9]);
    assert_eq!(found.other_term, ["likely", "very likely", "very likely", "very likely"]);
    assert_eq!(row(&items, UNKNOWN, Scale::Phia, 0.5, None).term, "highly likely");
    assert_eq!(row(&items[..1], UNKNOWN, Scale::Phia, 0.5, None).term, "likely");
    assert_eq!(row(&items[..1], UNKNOWN, Scale::Icd203, 0.05, None).term, "very unlikely");
    insta::assert_snapshot!(found.paragraph);
}
