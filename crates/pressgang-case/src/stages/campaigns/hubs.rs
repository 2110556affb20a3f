//! Contacts and links that so many carry that they tie little or nothing: listed, with why.

use super::Tied;
use super::ties::{MOST_ORDINARY, Study};
use crate::found::count;
use crate::stages::carried::{Carried, FULL_FAN_OUT, Holders, MOST_HOLDERS};
use crate::tables::HubRow;

/// One row per hub, the most carried first.
pub(super) fn rows(study: &Study<'_>, tied: &Tied) -> Vec<HubRow> {
    let mut rows: Vec<HubRow> = study.contacts.iter().filter_map(|(c, holders)| row(study, tied, c, holders)).collect();
    rows.sort_by(|a, b| {
        let carried = |row: &HubRow| std::cmp::Reverse(row.candidates + row.references + row.ordinary);
        carried(a).cmp(&carried(b)).then_with(|| (&a.kind, &a.value).cmp(&(&b.kind, &b.value)))
    });
    rows
}

fn row(study: &Study<'_>, tied: &Tied, contact: &Carried, holders: &Holders) -> Option<HubRow> {
    let counted = holders.studied.iter().filter(|place| tied.contains_key(place)).count();
    if holders.carriers() < 2 && counted == 0 {
        return None;
    }
    let weight = holders.weight(contact.0);
    let elsewhere = study.elsewhere(tied, holders);
    let is_popular = elsewhere > MOST_ORDINARY;
    let is_cut = holders.carriers() > FULL_FAN_OUT + 1;
    if !is_popular && !is_cut {
        return None;
    }
    let mut why = Vec::new();
    if is_popular {
        why.push(format!(
            "{} posts that are no adverts carry it, more than the {MOST_ORDINARY} that may warn of a recruiter's contact",
            count(elsewhere)
        ));
    }
    if holders.carriers() > MOST_HOLDERS {
        why.push(format!("more than {} candidates and reference posts carry it", count(MOST_HOLDERS as u64)));
    } else if is_cut {
        why.push(format!("{} candidates and reference posts carry it", count(holders.carriers() as u64)));
    }
    // With one post that counts there is nobody to tie it to.
    let ties = counted > 1 && weight > 0.0 && study.tying(tied, contact, holders).is_some();
    let confirmed = study.corroborated.contains_key(contact);
    let published =
        contact.0.is_direct() && !holders.references.is_empty() && holders.ordinary <= MOST_ORDINARY && counted > 0;
    let (effect, then) = match (confirmed, ties) {
        (false, false) if published => {
            ("confirmed", "it ties no posts to each other, only to the reference account that gives it".to_owned())
        }
        (true, _) => ("confirmed", "it ties because a second source confirms it".to_owned()),
        (false, true) => ("cut", format!("it ties two posts with a weight of {weight:.2} instead of 1")),
        (false, false) => ("none", "it ties nothing".to_owned()),
    };
    Some(HubRow {
        kind: contact.0.as_str().to_owned(),
        value: contact.1.clone(),
        studied: holders.studied.len() as u64 + holders.ordinary_studied,
        candidates: holders.studied.len() as u64,
        adverts: holders.adverts as u64,
        references: holders.references.len() as u64,
        ordinary: holders.ordinary,
        counted: counted as u64,
        weight,
        effect: effect.to_owned(),
        why: format!("{}: {then}", why.join(", and ")),
    })
}
