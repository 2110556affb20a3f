//! The method itself: move nodes, refine, aggregate, again.

use std::collections::{BTreeMap, VecDeque};

use super::level::Level;
use super::numbered;

/// Rounds over a whole part; each begins with what the one before found, and the first that gains nothing is the last.
const MOST_ROUNDS: usize = 20;

/// Gains below this are rounding.
const LEAST_GAIN: f64 = 1e-10;

/// The community of every node of a connected graph; `run` decides in which order nodes are looked at.
pub fn run(level: &Level, resolution: f64, run: u64) -> Vec<u32> {
    let mut labels: Vec<u32> = (0..level.len() as u32).collect();
    let mut quality = level.quality(&labels, resolution);
    for _ in 0..MOST_ROUNDS {
        let next = numbered(&level.cut_loose(&round(level, &labels, resolution, run)));
        let reached = level.quality(&next, resolution);
        if reached <= quality + LEAST_GAIN * quality.abs().max(1.0) {
            break;
        }
        (labels, quality) = (next, reached);
    }
    labels
}

/// One round: on every level nodes are moved, communities refined, and their parts made the nodes of the next level.
fn round(lowest: &Level, labels: &[u32], resolution: f64, run: u64) -> Vec<u32> {
    let mut above: Option<Level> = None;
    let mut labels = numbered(labels);
    let mut node_of: Vec<u32> = (0..lowest.len() as u32).collect();
    loop {
        let level = above.as_ref().unwrap_or(lowest);
        let order = order(level, run);
        labels = numbered(&moved(level, &order, labels, resolution));
        let refined = numbered(&refined(level, &order, &labels, resolution));
        let parts = refined.iter().max().map_or(0, |most| *most as usize + 1);
        let communities = labels.iter().max().map_or(0, |most| *most as usize + 1);
        if parts == level.len() || communities == level.len() {
            return node_of.iter().map(|node| labels[*node as usize]).collect();
        }
        let mut next = vec![0; parts];
        for (node, part) in refined.iter().enumerate() {
            next[*part as usize] = labels[node];
        }
        node_of.iter_mut().for_each(|node| *node = refined[*node as usize]);
        above = Some(level.aggregated(&refined, parts));
        labels = next;
    }
}

/// Nodes in the order of a hash of their keys: as good as any, and the same whatever else is in the graph.
fn order(level: &Level, run: u64) -> Vec<u32> {
    let mut order: Vec<u32> = (0..level.len() as u32).collect();
    order.sort_by_cached_key(|node| (mixed(level.keys[*node as usize], run), *node));
    order
}

/// SplitMix64's finaliser (Steele, Lea and Flood 2014) over a key and the number of a run.
fn mixed(key: u64, run: u64) -> u64 {
    let mut z = key.wrapping_add(run.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// How much of a set each community holds: members and mass.
type Held = BTreeMap<u32, (u32, f64)>;

/// Labels with what is needed to know what a move gains.
struct Labelled<'a> {
    level: &'a Level,
    labels: Vec<u32>,
    sizes: Vec<f64>,
    held: Vec<Held>,
    /// The weight from the node looked at to each community, zero but where `near` says.
    weights: Vec<f64>,
    near: Vec<u32>,
}

impl<'a> Labelled<'a> {
    fn new(level: &'a Level, labels: Vec<u32>) -> Labelled<'a> {
        let mut sizes = vec![0.0; level.len()];
        for (node, label) in labels.iter().enumerate() {
            sizes[*label as usize] += level.sizes[node];
        }
        let held = level
            .sets
            .iter()
            .map(|set| {
                let mut held = Held::new();
                for (node, mass) in &set.members {
                    let entry = held.entry(labels[*node as usize]).or_default();
                    *entry = (entry.0 + 1, entry.1 + mass);
                }
                held
            })
            .collect();
        Labelled { level, labels, sizes, held, weights: vec![0.0; level.len()], near: Vec::new() }
    }

    /// Computes the weights from a node to the communities around it, without itself in its own.
    fn look_around(&mut self, node: u32, is_wanted: impl Fn(u32) -> bool) {
        self.near.drain(..).for_each(|community| self.weights[community as usize] = 0.0);
        let own = self.labels[node as usize];
        let mut add = |community: u32, weight: f64| {
            let sum = &mut self.weights[community as usize];
            if *sum == 0.0 {
                self.near.push(community);
            }
            *sum += weight;
        };
        for &(other, weight) in self.level.edges(node).iter().filter(|(other, _)| is_wanted(*other)) {
            add(self.labels[other as usize], weight);
        }
        for &(set, mass) in self.level.in_sets(node) {
            let weight = self.level.sets[set as usize].weight * mass;
            for (&community, &(members, held)) in &self.held[set as usize] {
                let alone = community == own && members == 1;
                if !alone {
                    add(community, weight * if community == own { held - mass } else { held });
                }
            }
        }
    }

    fn relabel(&mut self, node: u32, to: u32) {
        let from = std::mem::replace(&mut self.labels[node as usize], to);
        self.sizes[from as usize] -= self.level.sizes[node as usize];
        self.sizes[to as usize] += self.level.sizes[node as usize];
        for &(set, mass) in self.level.in_sets(node) {
            let held = &mut self.held[set as usize];
            if let Some(entry) = held.get_mut(&from) {
                *entry = (entry.0 - 1, entry.1 - mass);
                if entry.0 == 0 {
                    held.remove(&from);
                }
            }
            let entry = held.entry(to).or_default();
            *entry = (entry.0 + 1, entry.1 + mass);
        }
    }
}

/// Moves each node to the community where it gains most, until none gains by moving.
fn moved(level: &Level, order: &[u32], labels: Vec<u32>, resolution: f64) -> Vec<u32> {
    let mut now = Labelled::new(level, labels);
    let mut members = vec![0u32; level.len()];
    now.labels.iter().for_each(|label| members[*label as usize] += 1);
    let mut empty: Vec<u32> = (0..level.len() as u32).rev().filter(|label| members[*label as usize] == 0).collect();
    let mut queue: VecDeque<u32> = order.iter().copied().collect();
    let mut is_queued = vec![true; level.len()];
    while let Some(node) = queue.pop_front() {
        is_queued[node as usize] = false;
        let own = now.labels[node as usize];
        let size = level.sizes[node as usize];
        now.look_around(node, |_| true);
        let gain = |community: u32, others: f64| now.weights[community as usize] - resolution * size * others;
        let stay = gain(own, now.sizes[own as usize] - size);
        let mut best = (stay, own);
        for &community in now.near.iter().filter(|community| **community != own) {
            let reached = gain(community, now.sizes[community as usize]);
            let more = reached > best.0 + LEAST_GAIN;
            let same = best.1 != own && (reached - best.0).abs() <= LEAST_GAIN && community < best.1;
            if more || same {
                best = (reached, community);
            }
        }
        // Alone it would be worth nothing, which can be better than what it has.
        if best.0 < -LEAST_GAIN
            && let Some(alone) = empty.last()
        {
            best = (0.0, *alone);
        }
        if best.1 == own {
            continue;
        }
        if members[best.1 as usize] == 0 {
            empty.pop();
        }
        now.relabel(node, best.1);
        members[best.1 as usize] += 1;
        members[own as usize] -= 1;
        if members[own as usize] == 0 {
            // A sum that came back to nothing may keep a rest of rounding.
            now.sizes[own as usize] = 0.0;
            empty.push(own);
        }
        let mut again = |other: u32| {
            if now.labels[other as usize] != best.1 && !std::mem::replace(&mut is_queued[other as usize], true) {
                queue.push_back(other);
            }
        };
        level.edges(node).iter().for_each(|(other, _)| again(*other));
        for (set, _) in level.in_sets(node) {
            level.sets[*set as usize].members.iter().for_each(|(other, _)| again(*other));
        }
    }
    now.labels
}

/// Cuts each community into parts that hang together well: single nodes are merged inside their community only, and
/// only what is tied to the rest of it at least as closely as the resolution asks. Of several the best is taken, as
/// the authors' own program does.
fn refined(level: &Level, order: &[u32], labels: &[u32], resolution: f64) -> Vec<u32> {
    let mut within = Labelled::new(level, labels.to_vec());
    // The weight from each part to the rest of its community; parts are single nodes at first.
    let mut outward = vec![0.0; level.len()];
    for node in 0..level.len() as u32 {
        within.look_around(node, |_| true);
        outward[node as usize] = within.weights[labels[node as usize] as usize];
    }
    let whole = within.sizes;
    let mut parts = Labelled::new(level, (0..level.len() as u32).collect());
    let mut is_single = vec![true; level.len()];
    for &node in order {
        if !is_single[node as usize] {
            continue;
        }
        let size = level.sizes[node as usize];
        let community = labels[node as usize];
        let whole = whole[community as usize];
        if outward[node as usize] + LEAST_GAIN < resolution * size * (whole - size) {
            continue;
        }
        parts.look_around(node, |other| labels[other as usize] == community);
        let mut best: Option<(f64, u32)> = None;
        for &part in &parts.near {
            // A part is named after its first node, so it lies in that node's community.
            let others = parts.sizes[part as usize];
            let is_tied = outward[part as usize] + LEAST_GAIN >= resolution * others * (whole - others);
            let gain = parts.weights[part as usize] - resolution * size * others;
            if part == node || labels[part as usize] != community || !is_tied || gain < 0.0 {
                continue;
            }
            let better = best.is_none_or(|(most, first)| {
                gain > most + LEAST_GAIN || ((gain - most).abs() <= LEAST_GAIN && part < first)
            });
            if better {
                best = Some((gain, part));
            }
        }
        if let Some((_, part)) = best {
            outward[part as usize] += outward[node as usize] - 2.0 * parts.weights[part as usize];
            parts.relabel(node, part);
            is_single[node as usize] = false;
            is_single[part as usize] = false;
        }
    }
    parts.labels
}
