//! Contacts and links that a campaign has in common with verified accounts, and what second sources say of its contacts.

use std::collections::{BTreeMap, BTreeSet};

use pressgang_signals::ContactKind;

use super::by_campaign::CarriedBy;
use super::item::{
    CONTACTS, Family, Item, LINKS_FROM, LINKS_TO, Link, OF_CONTACTS, OF_LINKS_FROM, OF_LINKS_TO, Strength,
};
use super::rates::{Feature, LeftOut};
use super::{Study, grade_of};
use crate::second_sources::Corroboration;
use crate::stages::carried::{Carried, CarriedKind, Holders};
use crate::stages::trials::{Against, ContactsOf, Pointers, names_of};
use crate::tables::PostRow;
use crate::wording::Told;

/// Where nothing can be counted.
const JUDGED_CONTACT: f64 = 6.0;
const JUDGED_LINK_TO: f64 = 1.5;
const JUDGED_LINK_FROM: f64 = 4.0;

/// A number or handle that a verified account publishes too; where the campaign gives contacts and none is, that.
pub(super) fn shared(study: &Study<'_>, contacts: &[CarriedBy<'_>], pointers: &Pointers<'_>) -> Option<Item> {
    let mut posts: BTreeSet<String> = BTreeSet::new();
    let mut accounts: BTreeSet<usize> = BTreeSet::new();
    let mut links = Vec::new();
    let (mut shared, mut given) = (0u64, 0u64);
    let mut ordinary: Option<u64> = None;
    for ((kind, value), holders) in contacts.iter().copied() {
        let CarriedKind::Contact(contact) = kind else { continue };
        // A verified account's own handle is a link to it.
        if !contact.is_direct() || pointers.is_of_account(*contact, value) {
            continue;
        }
        let key = |place: &usize| study.corpus.posts[*place].key();
        let mut inside: Vec<String> =
            holders.studied.iter().map(key).filter(|key| study.inside.contains(key.as_str())).collect();
        if inside.is_empty() {
            continue;
        }
        given += 1;
        let references = holders.references.iter().filter_map(|&place| {
            let (organisation, account) = study.corpus.posts[place].reference.as_ref()?;
            (organisation == study.organisation).then(|| (*account, study.corpus.posts[place].key()))
        });
        let mut references: Vec<(usize, String)> = references.collect();
        if references.is_empty() {
            continue;
        }
        references.sort();
        inside.sort();
        shared += 1;
        let background = holders.ordinary.saturating_sub(holders.ordinary_studied);
        ordinary = Some(ordinary.map_or(background, |least| least.min(background)));
        links.extend(inside.iter().map(|post| Link {
            post: post.clone(),
            other: references[0].1.clone(),
            ..Link::default()
        }));
        accounts.extend(references.into_iter().map(|(account, _)| account));
        posts.extend(inside);
    }
    if shared == 0 {
        let ratio = study.rates.ratio(Feature::Contact, given, false, None, LeftOut::default());
        let ratio = ratio.filter(|ratio| given > 0 && ratio.ratio() < 1.0)?;
        return Some(Item {
            family: Family::Contact,
            text: study.wording.say("contact-absent", &[("contacts", Told::Count(given))]),
            strength: Strength::Counted(ratio, OF_CONTACTS),
            grade: "F6".to_owned(),
            origin: CONTACTS.to_owned(),
            posts: study.posts.to_vec(),
            links: Vec::new(),
        });
    }
    let text = study.wording.say(
        "contact-shared",
        &[
            ("hits", Told::Count(posts.len() as u64)),
            ("posts", Told::Count(study.posts.len() as u64)),
            ("contacts", Told::Count(shared)),
            ("accounts", Told::Count(accounts.len() as u64)),
        ],
    );
    let ratio = study.rates.ratio(Feature::Contact, given, true, ordinary, LeftOut::default());
    Some(Item {
        family: Family::Contact,
        text,
        strength: Strength::counted(ratio, OF_CONTACTS, JUDGED_CONTACT),
        grade: grade_of(study.config, &accounts)?,
        origin: CONTACTS.to_owned(),
        posts: posts.into_iter().collect(),
        links,
    })
}

/// Links between the campaign's posts and accounts and verified accounts, in either direction.
pub(super) fn links(study: &Study<'_>, rows: &[PostRow], kept: &ContactsOf, pointers: &Pointers<'_>) -> Vec<Item> {
    let against = Against { organisation: study.organisation, except: None };
    let none = BTreeSet::new();
    let mut items = Vec::new();
    let key = |row: &PostRow| format!("{}:{}", row.platform, row.id);
    let (mut posts, mut accounts) = (BTreeSet::new(), BTreeSet::new());
    for row in rows {
        let linked: BTreeSet<usize> = pointers.linked(row, kept.get(&key(row)).unwrap_or(&none), against).collect();
        if !linked.is_empty() {
            posts.insert(key(row));
            accounts.extend(linked);
        }
    }
    let total = study.posts.len() as u64;
    if let Some(grade) = grade_of(study.config, &accounts) {
        let told = [
            ("hits", Told::Count(posts.len() as u64)),
            ("posts", Told::Count(total)),
            ("accounts", Told::Count(accounts.len() as u64)),
        ];
        let ratio = study.rates.ratio(Feature::Link, study.texts, true, None, LeftOut::default());
        items.push(Item {
            family: Family::AccountLink,
            text: study.wording.say("link-to", &told),
            strength: Strength::counted(ratio, OF_LINKS_TO, JUDGED_LINK_TO),
            grade,
            origin: LINKS_TO.to_owned(),
            posts: posts.into_iter().collect(),
            links: Vec::new(),
        });
    }
    let mut by_author: BTreeMap<(String, String), Vec<&PostRow>> = BTreeMap::new();
    for row in rows {
        let who = row.author_id.as_ref().or(row.author_handle.as_ref());
        by_author.entry((row.platform.clone(), who.unwrap_or(&row.id).clone())).or_default().push(row);
    }
    let (mut posts, mut accounts, mut pointed_at, mut links) = (Vec::new(), BTreeSet::new(), 0u64, Vec::new());
    for of_author in by_author.values() {
        let mut linking: BTreeMap<usize, &str> = BTreeMap::new();
        for (platform, names) in names_of(of_author.iter().copied()) {
            linking.extend(pointers.linking(&platform, &names, against));
        }
        if linking.is_empty() {
            continue;
        }
        pointed_at += 1;
        for (account, from) in linking {
            accounts.insert(account);
            links.push(Link { post: key(of_author[0]), other: from.to_owned(), ..Link::default() });
        }
        posts.extend(of_author.iter().map(|row| key(row)));
    }
    if let Some(grade) = grade_of(study.config, &accounts) {
        posts.sort();
        let told = [
            ("hits", Told::Count(pointed_at)),
            ("posts", Told::Count(by_author.len() as u64)),
            ("accounts", Told::Count(accounts.len() as u64)),
        ];
        let ratio = study.rates.ratio(Feature::Linked, by_author.len() as u64, true, None, LeftOut::default());
        items.push(Item {
            family: Family::AccountLink,
            text: study.wording.say("link-from", &told),
            strength: Strength::counted(ratio, OF_LINKS_FROM, JUDGED_LINK_FROM),
            grade,
            origin: LINKS_FROM.to_owned(),
            posts,
            links,
        });
    }
    items
}

/// One item per origin: what a second source confirms.
pub(super) fn second_sources(
    study: &Study<'_>,
    contacts: &BTreeMap<Carried, Holders>,
    second: &[Corroboration],
) -> Vec<Item> {
    /// Contacts, posts that give them, and what is graded worst.
    type Confirmed<'a> = (BTreeSet<(ContactKind, &'a str)>, BTreeSet<String>, &'a Corroboration);
    let mut by_origin: BTreeMap<&str, Confirmed<'_>> = BTreeMap::new();
    for corroboration in second.iter().filter(|c| c.organisation == study.organisation) {
        let kind = corroboration.kind.compared_as();
        let Some(holders) = contacts.get(&(CarriedKind::Contact(kind), corroboration.value.clone())) else { continue };
        let key = |place: &usize| study.corpus.posts[*place].key();
        let inside: Vec<String> =
            holders.studied.iter().map(key).filter(|key| study.inside.contains(key.as_str())).collect();
        if !inside.is_empty() {
            let (values, posts, worst) = by_origin
                .entry(&corroboration.origin)
                .or_insert_with(|| (BTreeSet::new(), BTreeSet::new(), corroboration));
            values.insert((kind, &corroboration.value));
            posts.extend(inside);
            if corroboration.grade > worst.grade {
                *worst = corroboration;
            }
        }
    }
    by_origin
        .into_iter()
        .map(|(origin, (values, posts, worst))| Item {
            family: Family::SecondSource,
            text: study.wording.say(
                "second-source",
                &[
                    ("source", Told::Text(&worst.source)),
                    ("contacts", Told::Count(values.len() as u64)),
                    ("hits", Told::Count(posts.len() as u64)),
                ],
            ),
            strength: Strength::Judged(of_grade(&worst.grade), "why-grade"),
            grade: worst.grade.clone(),
            origin: origin.to_owned(),
            posts: posts.into_iter().collect(),
            links: Vec::new(),
        })
        .collect()
}

/// What a second source adds, by its Admiralty grade: reliability and credibility both have to be good.
pub(super) fn of_grade(grade: &str) -> f64 {
    match grade.as_bytes() {
        [b'A' | b'B', b'1' | b'2'] => 8.0,
        [b'A'..=b'C', b'1'..=b'3'] => 3.0,
        [b'D' | b'F', b'1'..=b'3'] | [b'A'..=b'C', b'6'] => 1.5,
        _ => 1.0,
    }
}

/// Returns true for a grade on which "almost certain" may rest.
pub(super) fn is_good(grade: &str) -> bool {
    matches!(grade.as_bytes(), [b'A' | b'B', b'1' | b'2'])
}
