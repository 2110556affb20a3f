//! Communities that are none: what is tied to others more than within joins the one it is tied to most.

use std::collections::{BTreeMap, BTreeSet};

use super::level::Level;
use super::numbered;

/// The same communities, after each that has at least as much weight to others as within (counted from both ends) has
/// joined the one it is tied to most; small ones go first.
pub fn join(level: &Level, labels: &[u32]) -> Vec<u32> {
    let labels = numbered(labels);
    let communities = labels.iter().max().map_or(0, |most| *most as usize + 1);
    let level = level.aggregated(&labels, communities);
    let mut groups = Groups::new(&level);
    // The smallest first; sizes are counts, so they order as their bits do.
    let mut waiting: BTreeSet<(u64, u64, u32)> =
        (0..communities as u32).map(|group| groups.rank(&level, group)).collect();
    while let Some((_, _, group)) = waiting.pop_first() {
        let around = groups.around(&level, group);
        let outward: f64 = around.values().sum();
        if outward <= 0.0 || 2.0 * groups.inner[group as usize] > outward {
            continue;
        }
        let most = around.values().copied().fold(0.0, f64::max);
        let closest = around.iter().filter(|(_, weight)| **weight >= most * (1.0 - 1e-9)).map(|(other, _)| *other);
        let Some(into) = closest.min_by_key(|other| level.keys[*other as usize]) else { continue };
        waiting.remove(&groups.rank(&level, into));
        groups.merge(&level, group, into, around.get(&into).copied().unwrap_or(0.0));
        waiting.insert(groups.rank(&level, into));
    }
    labels.iter().map(|label| groups.of_node[*label as usize]).collect()
}

/// Groups of nodes; a group keeps the number of the node it began with.
struct Groups {
    of_node: Vec<u32>,
    members: Vec<Vec<u32>>,
    sizes: Vec<f64>,
    inner: Vec<f64>,
    /// Per set the mass that each group holds.
    held: Vec<BTreeMap<u32, f64>>,
}

impl Groups {
    fn new(level: &Level) -> Groups {
        Groups {
            of_node: (0..level.len() as u32).collect(),
            members: (0..level.len() as u32).map(|node| vec![node]).collect(),
            sizes: level.sizes.clone(),
            inner: level.inner.clone(),
            held: level.sets.iter().map(|set| set.members.iter().copied().collect()).collect(),
        }
    }

    fn rank(&self, level: &Level, group: u32) -> (u64, u64, u32) {
        (self.sizes[group as usize].max(0.0).to_bits(), level.keys[group as usize], group)
    }

    /// The weight from a group to each other one.
    fn around(&self, level: &Level, group: u32) -> BTreeMap<u32, f64> {
        let mut around: BTreeMap<u32, f64> = BTreeMap::new();
        let mut sets: BTreeSet<u32> = BTreeSet::new();
        for &node in &self.members[group as usize] {
            for &(other, weight) in level.edges(node) {
                let other = self.of_node[other as usize];
                if other != group {
                    *around.entry(other).or_default() += weight;
                }
            }
            sets.extend(level.in_sets(node).iter().map(|(set, _)| *set));
        }
        for set in sets {
            let held = &self.held[set as usize];
            let weight = level.sets[set as usize].weight * held.get(&group).copied().unwrap_or(0.0);
            for (&other, mass) in held.iter().filter(|(other, _)| **other != group) {
                *around.entry(other).or_default() += weight * mass;
            }
        }
        around
    }

    fn merge(&mut self, level: &Level, group: u32, into: u32, between: f64) {
        let members = std::mem::take(&mut self.members[group as usize]);
        for &node in &members {
            self.of_node[node as usize] = into;
            for (set, _) in level.in_sets(node) {
                let held = &mut self.held[*set as usize];
                if let Some(mass) = held.remove(&group) {
                    *held.entry(into).or_default() += mass;
                }
            }
        }
        self.members[into as usize].extend(members);
        self.sizes[into as usize] += self.sizes[group as usize];
        self.inner[into as usize] += self.inner[group as usize] + between;
    }
}
