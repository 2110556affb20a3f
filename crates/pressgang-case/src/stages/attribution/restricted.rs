//! What lists say of a campaign's contacts that may not be named, where the case lets them weigh.

use std::collections::BTreeMap;

use super::Study;
use super::contacts::of_grade;
use super::item::{Family, Item, Strength};
use crate::second_sources::{Corroboration, Tlp};
use crate::stages::carried::{Carried, CarriedKind, Holders};
use crate::wording::Told;

/// The origin of everything that may not be named: how many such sources there are is not told either.
const ORIGIN: &str = "second sources that may not be named";

/// One item, whatever number of lists, contacts and posts it rests on: any of these would say more than that a list was
/// used. It therefore stands for the campaign's posts at large and has the worst of the grades.
pub(super) fn item(
    study: &Study<'_>,
    contacts: &BTreeMap<Carried, Holders>,
    restricted: &[(Tlp, Corroboration)],
) -> Option<Item> {
    let is_inside = |place: &usize| study.inside.contains(study.corpus.posts[*place].key().as_str());
    let speaks = |one: &Corroboration| {
        let carried = (CarriedKind::Contact(one.kind.compared_as()), one.value.clone());
        one.organisation == study.organisation
            && contacts.get(&carried).is_some_and(|holders| holders.studied.iter().any(is_inside))
    };
    let found: Vec<&(Tlp, Corroboration)> = restricted.iter().filter(|(_, one)| speaks(one)).collect();
    let tlp = found.iter().map(|(tlp, _)| tlp).max()?.to_string();
    let grade = found.iter().map(|(_, one)| &one.grade).max()?.clone();
    Some(Item {
        family: Family::SecondSource,
        text: study.wording.say("second-source-restricted", &[("tlp", Told::Text(&tlp))]),
        strength: Strength::Judged(of_grade(&grade), "why-grade"),
        grade,
        origin: ORIGIN.to_owned(),
        posts: study.posts.to_vec(),
        links: Vec::new(),
    })
}
