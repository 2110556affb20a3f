//! The reader under test, and what holds for every reading.

use std::sync::LazyLock;

use pressgang_signals::{Pack, PostReader, Reading};

const PACK: &str = r#"
id = "heron"
name = "Iron Heron Company"
kind = "private military company"
invented = true

[[names]]
text = "Iron Heron"
kind = "name"

[[names]]
text = "Железная цапля"
kind = "name"

[[names]]
text = "heron"
kind = "ambiguous"

[[names]]
text = "the flock"
kind = "euphemism"

[[designations]]
jurisdiction = "Examplia"
authority = "Council of Examples (invented)"
measure = "restrictive measures (invented)"
from = 2021-01-01
binding = true
source = "invented for tests"
"#;

static READER: LazyLock<PostReader> = LazyLock::new(|| PostReader::new(&[Pack::parse(PACK).unwrap()]));

/// Reads a text and checks what holds for every reading: spans lie in the text, at character borders.
pub fn read(text: &str) -> Reading {
    read_on(text, None, &[])
}

/// The same for a post of a platform, with the addresses behind its links.
pub fn read_on(text: &str, platform: Option<&str>, links: &[&str]) -> Reading {
    let links: Vec<String> = links.iter().map(|l| (*l).to_owned()).collect();
    let reading = READER.read(text, platform, &links);
    let offer = reading.offer.iter();
    let spans = reading
        .contacts
        .iter()
        .filter(|c| c.in_text())
        .map(|c| c.span.clone())
        .chain(reading.mentions.iter().map(|m| m.span.clone()))
        .chain(reading.recruitment.reasons.iter().map(|r| r.span.clone()))
        .chain(offer.clone().flat_map(|o| o.roles.iter().map(|r| r.span.clone())))
        .chain(offer.clone().flat_map(|o| o.pay.iter().map(|p| p.span.clone())))
        .chain(offer.clone().flat_map(|o| o.conditions.iter().map(|c| c.1.clone())))
        .chain(offer.clone().flat_map(|o| o.benefits.iter().map(|b| b.1.clone())))
        .chain(offer.clone().flat_map(|o| o.calls.iter().cloned()))
        .chain(reading.language_spans.iter().map(|s| s.span.clone()))
        .chain(offer.flat_map(|o| o.age.iter().map(|a| a.span.clone())));
    for span in spans {
        assert!(text.get(span.clone()).is_some(), "{span:?} is no part of {text:?}");
    }
    assert!((0.0..=1.0).contains(&reading.recruitment.score), "{text:?}");
    reading
}

/// Runs every case and shows all that fail at once.
pub fn check_all<'a>(cases: &[(&'a str, &'a str)], show: impl Fn(&str) -> String) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, expected)| {
            let found = show(text);
            (found != *expected).then(|| format!("{text:?}\n  expected {expected:?}\n  found    {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} cases\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
