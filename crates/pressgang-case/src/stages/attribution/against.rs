//! What speaks against a campaign recruiting for the organisation.

use std::collections::BTreeSet;

use super::Study;
use super::by_campaign::CarriedBy;
use super::item::{Family, Item, Strength};
use crate::stages::carried::{CarriedKind, Holders};
use crate::tables::ReadingRow;
use crate::wording::Told;

/// Below this share of its posts, a sign says nothing of a campaign.
const NOTICED: f64 = 0.1;
/// The most that signs of a kind say against it, if all posts have them.
const MOST: f64 = 0.2;
/// Swindlers copy adverts and ask for money.
const SCAM: f64 = 0.4;
/// Most contacts are mostly carried by others.
const USED_BY_OTHERS: f64 = 0.5;

/// Signs by which posts look like something else, and what that is.
const SIGNS: [(&[&str], Family, &str); 2] =
    [(&["joke", "warning"], Family::Parody, "against-parody"), (&["report"], Family::News, "against-news")];

pub(super) fn items(study: &Study<'_>, readings: &[ReadingRow], contacts: &[CarriedBy<'_>]) -> Vec<Item> {
    let mut items = Vec::new();
    let total = study.posts.len() as u64;
    for (signs, family, message) in SIGNS {
        let has = |row: &&ReadingRow| row.sign.iter().any(|sign| signs.contains(&sign.as_str()));
        let posts: BTreeSet<String> =
            readings.iter().filter(has).map(|row| format!("{}:{}", row.platform, row.id)).collect();
        let share = posts.len() as f64 / total.max(1) as f64;
        if share >= NOTICED {
            let told = [("hits", Told::Count(posts.len() as u64)), ("posts", Told::Count(total))];
            items.push(item(study, family, message, &told, (1.0 - share).max(MOST), posts));
        }
    }
    let key = |place: &usize| study.corpus.posts[*place].key();
    let inside = |holders: &Holders| -> BTreeSet<String> {
        holders.studied.iter().map(key).filter(|key| study.inside.contains(key.as_str())).collect()
    };
    let mut paid: BTreeSet<String> = BTreeSet::new();
    let (mut all, mut elsewhere) = (0u64, 0u64);
    let mut others: BTreeSet<String> = BTreeSet::new();
    for ((kind, _), holders) in contacts.iter().copied() {
        let CarriedKind::Contact(kind) = kind else { continue };
        let posts = inside(holders);
        if posts.is_empty() {
            continue;
        }
        if kind.is_payment() && holders.references.is_empty() {
            paid.extend(posts);
        } else if kind.is_direct() {
            all += 1;
            let outside =
                holders.ordinary + holders.studied.iter().filter(|p| !study.counted.contains(p)).count() as u64;
            if holders.references.is_empty() && outside > posts.len() as u64 {
                elsewhere += 1;
                others.extend(posts);
            }
        }
    }
    if paid.len() as f64 >= NOTICED * total as f64 && !paid.is_empty() {
        let told = [("hits", Told::Count(paid.len() as u64)), ("posts", Told::Count(total))];
        items.push(item(study, Family::Scam, "against-scam", &told, SCAM, paid));
    }
    if elsewhere > 0 && elsewhere * 2 >= all {
        let told = [("contacts", Told::Count(elsewhere)), ("all", Told::Count(all))];
        items.push(item(study, Family::UsedByOthers, "against-others", &told, USED_BY_OTHERS, others));
    }
    items
}

fn item(
    study: &Study<'_>,
    family: Family,
    message: &str,
    told: &[(&str, Told<'_>)],
    ratio: f64,
    posts: BTreeSet<String>,
) -> Item {
    Item {
        family,
        text: study.wording.say(message, told),
        strength: Strength::Judged(ratio, "why-against"),
        // The program's own reading of the posts.
        grade: "F6".to_owned(),
        origin: family.as_str().to_owned(),
        posts: posts.into_iter().collect(),
        links: Vec::new(),
    }
}
