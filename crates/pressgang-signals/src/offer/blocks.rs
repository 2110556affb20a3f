//! Which of many offers are worth comparing: those that share something few offers have.

use std::collections::HashMap;

use super::facts::{Fact, OfferFacts, block_keys, say};

/// Offers by what they share, so that one of many is compared with few others.
///
/// Two offers that share nothing here cannot be the same by [`super::likeness::likeness`] unless benefits, one
/// occupation and a contract are all they state, which is too little to say so.
#[derive(Debug)]
pub struct OfferBlocks {
    /// Places of offers, ascending, by key.
    members: Vec<Vec<u32>>,
    /// For each offer the keys it has, and its place among the members of each.
    keys: Vec<Vec<(u32, u32)>>,
    names: Vec<Vec<Fact>>,
    fan_out: usize,
}

/// Something so many offers share that not all pairs of them were compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crowded {
    /// What they share, for people.
    pub shared: String,
    /// How many offers share it.
    pub offers: usize,
}

impl OfferBlocks {
    /// Sorts offers by what they share. By each key an offer meets at most the `fan_out` next ones in the given order,
    /// so hand them over in an order that does not change.
    pub fn new(offers: &[OfferFacts], fan_out: usize) -> OfferBlocks {
        let mut numbers: HashMap<Vec<Fact>, u32> = HashMap::new();
        let mut members: Vec<Vec<u32>> = Vec::new();
        let mut names: Vec<Vec<Fact>> = Vec::new();
        let mut keys = Vec::with_capacity(offers.len());
        for (place, offer) in (0_u32..).zip(offers) {
            let own = block_keys(offer).into_iter().map(|key| {
                let number = *numbers.entry(key).or_insert_with_key(|key| {
                    members.push(Vec::new());
                    names.push(key.clone());
                    members.len() as u32 - 1
                });
                let list = &mut members[number as usize];
                list.push(place);
                (number, list.len() as u32 - 1)
            });
            keys.push(own.collect());
        }
        OfferBlocks { members, keys, names, fan_out }
    }

    /// The later offers that an offer is to be compared with, ascending. Every pair comes up once, from its earlier one.
    pub fn others(&self, offer: usize) -> Vec<u32> {
        let Some(keys) = self.keys.get(offer) else { return Vec::new() };
        let mut others: Vec<u32> = keys
            .iter()
            .flat_map(|&(key, at)| self.members[key as usize].iter().skip(at as usize + 1).take(self.fan_out))
            .copied()
            .collect();
        others.sort_unstable();
        others.dedup();
        others
    }

    /// What more offers share than are compared with each other, the most first.
    pub fn crowded(&self) -> Vec<Crowded> {
        let mut list: Vec<Crowded> = self
            .members
            .iter()
            .zip(&self.names)
            .filter(|(members, _)| members.len() > self.fan_out + 1)
            .map(|(members, key)| Crowded {
                shared: key.iter().map(say).collect::<Vec<_>>().join(" with "),
                offers: members.len(),
            })
            .collect();
        list.sort_by(|x, y| y.offers.cmp(&x.offers).then_with(|| x.shared.cmp(&y.shared)));
        list
    }
}
