//! Communities of a weighted graph: which posts are tied so closely that they belong together.
//!
//! The method is Leiden (Traag, Waltman and van Eck, "From Louvain to Leiden: guaranteeing well-connected
//! communities", Scientific Reports 9, 5233, 2019) with the constant Potts model (Traag, Van Dooren and Nesterov,
//! "Narrow scope for resolution-limit-free community detection", Physical Review E 84, 016114, 2011) as its measure:
//! the weight inside communities less `resolution` times the pairs inside. Two groups are one community when the mean
//! weight of the pairs between them is at least the resolution. Unlike modularity this looks at nothing but the two
//! groups, so posts elsewhere in a case never change a campaign, and there is no size below which groups are lost.
//!
//! A community that has less weight within than to others is none in the weak sense (Radicchi, Castellano, Cecconi,
//! Loreto and Parisi, "Defining and identifying communities in networks", PNAS 101, 2658, 2004) and joins the one it
//! is tied to most: else a post with a single link to a large campaign would be a campaign of its own.
//!
//! Everybody who shares one thing with everybody (a phone number on 4,000 posts) is a [`TieSet`] and is never written
//! out as pairs. Chance is a hash of each node's key, not a stream: the result depends neither on the order of the
//! input nor on the number of threads.

mod leiden;
mod level;
mod weak;

#[cfg(test)]
mod tests;

use rayon::prelude::*;

pub(crate) use level::Forest;
use level::Level;

/// Steps that the runs over one connected part may take together: small parts are tried in several orders, of which
/// the best result counts, large ones in one.
const WORK: usize = 2_000_000;
/// The most orders one part is tried in.
const MOST_RUNS: usize = 8;

/// Nodes that all share one thing: each two are tied.
#[derive(Clone, Debug, PartialEq)]
pub struct TieSet {
    /// Weight of the tie of two members whose mass is 1.
    pub weight: f64,
    /// Members and their masses; two members are tied by `weight` times the product of their masses.
    pub members: Vec<(u32, f64)>,
}

/// A graph of weighted, undirected ties.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ties {
    /// A number for each node that stays the same whatever else is in the graph, such as a hash of its name.
    pub keys: Vec<u64>,
    /// How many posts each node stands for.
    pub sizes: Vec<f64>,
    /// Weight of the ties between the posts of each node.
    pub inner: Vec<f64>,
    /// Ties of two nodes, in any order; those of a pair add up.
    pub edges: Vec<(u32, u32, f64)>,
    /// Ties of many.
    pub sets: Vec<TieSet>,
}

impl Ties {
    /// A graph of `keys.len()` nodes of one post each, without ties.
    pub fn of(keys: Vec<u64>) -> Ties {
        let nodes = keys.len();
        Ties { keys, sizes: vec![1.0; nodes], inner: vec![0.0; nodes], edges: Vec::new(), sets: Vec::new() }
    }
}

/// The community of every node, numbered from 0 by the first node of each.
///
/// Members of a community are connected by ties among themselves. Ties that lead to a node that is not there, to the
/// node itself, or whose weight is not above 0 are left out.
pub fn communities(ties: &Ties, resolution: f64) -> Vec<u32> {
    let parts = connected(ties);
    let found: Vec<Vec<u32>> = parts.par_iter().map(|part| of_part(part, resolution)).collect();
    let mut community = vec![0u32; ties.keys.len()];
    let mut first = 0;
    for (part, labels) in parts.iter().zip(found) {
        for (&node, label) in part.nodes.iter().zip(&labels) {
            community[node as usize] = first + label;
        }
        first += labels.iter().max().map_or(0, |most| most + 1);
    }
    numbered(&community)
}

/// One connected part, its nodes ordered by key.
struct Part {
    nodes: Vec<u32>,
    level: Level,
}

fn of_part(part: &Part, resolution: f64) -> Vec<u32> {
    let level = &part.level;
    let runs = (WORK / level.weight_of_work().max(1)).clamp(1, MOST_RUNS) as u64;
    let mut best: Option<(f64, Vec<u32>)> = None;
    for run in 0..runs {
        let labels = leiden::run(level, resolution, run);
        let quality = level.quality(&labels, resolution);
        // Sums in other orders differ in their last digits, which decides nothing.
        if best.as_ref().is_none_or(|(most, _)| quality > most + 1e-9 * most.abs().max(1.0)) {
            best = Some((quality, labels));
        }
    }
    let labels = best.map(|(_, labels)| labels).unwrap_or_default();
    numbered(&weak::join(level, &labels))
}

/// Cuts a graph into its connected parts.
fn connected(ties: &Ties) -> Vec<Part> {
    let nodes = ties.keys.len();
    let is_node = |node: u32| (node as usize) < nodes;
    let mut forest = Forest::new(nodes);
    let edges = || ties.edges.iter().filter(|(a, b, weight)| a != b && is_node(*a) && is_node(*b) && *weight > 0.0);
    for &(a, b, _) in edges() {
        forest.join(a, b);
    }
    let sets: Vec<TieSet> = ties.sets.iter().map(|set| sound(set, nodes)).filter(|s| s.members.len() > 1).collect();
    for set in &sets {
        set.members.windows(2).for_each(|pair| forest.join(pair[0].0, pair[1].0));
    }
    let mut order: Vec<u32> = (0..nodes as u32).collect();
    order.sort_by_key(|&node| (ties.keys[node as usize], node));
    let mut part_of_root: Vec<Option<u32>> = vec![None; nodes];
    let mut place: Vec<(u32, u32)> = vec![(0, 0); nodes];
    let mut members: Vec<Vec<u32>> = Vec::new();
    for &node in &order {
        let part = *part_of_root[forest.root(node) as usize].get_or_insert_with(|| {
            members.push(Vec::new());
            members.len() as u32 - 1
        });
        place[node as usize] = (part, members[part as usize].len() as u32);
        members[part as usize].push(node);
    }
    let mut edges_of: Vec<Vec<(u32, u32, f64)>> = vec![Vec::new(); members.len()];
    for &(a, b, weight) in edges() {
        let ((part, a), (_, b)) = (place[a as usize], place[b as usize]);
        edges_of[part as usize].push((a.min(b), a.max(b), weight));
    }
    let mut sets_of: Vec<Vec<TieSet>> = vec![Vec::new(); members.len()];
    for mut set in sets {
        let part = set.members.first().map_or(0, |(node, _)| place[*node as usize].0);
        set.members.iter_mut().for_each(|(node, _)| *node = place[*node as usize].1);
        set.members.sort_by_key(|(node, _)| *node);
        sets_of[part as usize].push(set);
    }
    let parts = members.into_iter().zip(edges_of).zip(sets_of);
    parts
        .map(|((nodes, edges), mut sets)| {
            // Sums must not depend on the order in which the ties came.
            sets.sort_by(|a, b| {
                let nodes = |set: &TieSet| set.members.iter().map(|(node, _)| *node).collect::<Vec<_>>();
                nodes(a).cmp(&nodes(b)).then(a.weight.total_cmp(&b.weight)).then_with(|| {
                    let masses = |set: &TieSet| set.members.iter().map(|(_, mass)| mass.to_bits()).collect::<Vec<_>>();
                    masses(a).cmp(&masses(b))
                })
            });
            let of = |values: &[f64]| nodes.iter().map(|&node| values[node as usize]).collect();
            let keys = nodes.iter().map(|&node| ties.keys[node as usize]).collect();
            let level = Level::new(keys, of(&ties.sizes), of(&ties.inner), edges, sets);
            Part { nodes, level }
        })
        .collect()
}

/// A set without what ties nothing, each node once.
fn sound(set: &TieSet, nodes: usize) -> TieSet {
    let mut members: Vec<(u32, f64)> =
        set.members.iter().copied().filter(|(node, mass)| (*node as usize) < nodes && *mass > 0.0).collect();
    members.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    members.dedup_by(|again, first| {
        let same = again.0 == first.0;
        if same {
            first.1 += again.1;
        }
        same
    });
    if set.weight > 0.0 { TieSet { weight: set.weight, members } } else { TieSet { weight: 0.0, members: Vec::new() } }
}

/// The same communities, numbered by their first nodes.
fn numbered(labels: &[u32]) -> Vec<u32> {
    let mut names: std::collections::BTreeMap<u32, u32> = std::collections::BTreeMap::new();
    labels
        .iter()
        .map(|label| {
            let next = names.len() as u32;
            *names.entry(*label).or_insert(next)
        })
        .collect()
}
