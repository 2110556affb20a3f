//! What the table says of one campaign.

use std::collections::BTreeSet;

use super::{CampaignCoordination, of_campaign};
use crate::tables::CoordinationRow;

fn row(a: (&str, &[&str]), b: (&str, Option<&str>, &[&str])) -> CoordinationRow {
    let texts = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
    CoordinationRow {
        account_a: a.0.to_owned(),
        account_b: b.0.to_owned(),
        organisation_a: None,
        organisation_b: b.1.map(str::to_owned),
        kinds: texts(&["contact"]),
        objects: texts(&["phone:+493023125001"]),
        posts_a: texts(a.1),
        posts_b: texts(b.2),
        weight: 1,
        least_delta: 1.0,
        mean_delta: 1.0,
    }
}

fn set(texts: &[&str]) -> BTreeSet<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

#[test]
fn a_row_counts_for_the_campaign_whose_posts_are_in_it() {
    let rows = [
        row(("x:a", &["x:1", "x:9"]), ("x:b", None, &["x:2"])),
        row(("x:a", &["x:1"]), ("x:z", Some("heron"), &["x:7"])),
        row(("x:c", &["x:3"]), ("x:y", Some("otter"), &["x:8"])),
        row(("x:c", &["x:3"]), ("x:d", None, &["x:10"])),
    ];
    let inside = BTreeSet::from(["x:1", "x:2", "x:3"]);
    let expected = CampaignCoordination {
        references: set(&["x:z"]),
        with_references: set(&["x:1"]),
        pairs: BTreeSet::from([("x:1".to_owned(), "x:7".to_owned())]),
    };
    assert_eq!(of_campaign(&rows, "heron", &inside), expected);
    assert_eq!(of_campaign(&rows, "heron", &BTreeSet::new()), CampaignCoordination::default());
}
