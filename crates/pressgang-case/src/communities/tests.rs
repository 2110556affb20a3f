//! Known graphs, planted communities, and what must hold on any graph.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

/// SplitMix64, for graphs made by chance that are the same on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
}

/// Keys as a case has them: hashes.
fn keys(nodes: usize) -> Vec<u64> {
    let mut chance = Chance(7);
    (0..nodes).map(|_| chance.next()).collect()
}

fn graph(nodes: usize, edges: &[(u32, u32)]) -> Ties {
    Ties { edges: edges.iter().map(|&(a, b)| (a, b, 1.0)).collect(), ..Ties::of(keys(nodes)) }
}

fn groups(labels: &[u32]) -> BTreeSet<BTreeSet<u32>> {
    let mut groups: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for (node, label) in labels.iter().enumerate() {
        groups.entry(*label).or_default().insert(node as u32);
    }
    groups.into_values().collect()
}

/// Normalised mutual information of two partitions (Danon et al. 2005): 1 if and only if they are the same.
fn nmi(a: &[u32], b: &[u32]) -> f64 {
    let n = a.len() as f64;
    let count = |labels: &mut dyn Iterator<Item = (u32, u32)>| {
        let mut counts: BTreeMap<(u32, u32), f64> = BTreeMap::new();
        labels.for_each(|pair| *counts.entry(pair).or_default() += 1.0);
        counts
    };
    let (in_a, in_b) = (count(&mut a.iter().map(|&l| (l, 0))), count(&mut b.iter().map(|&l| (l, 0))));
    let both = count(&mut a.iter().copied().zip(b.iter().copied()));
    let entropy = |counts: &BTreeMap<(u32, u32), f64>| -counts.values().map(|c| c / n * (c / n).ln()).sum::<f64>();
    let shared: f64 = both.iter().map(|((x, y), c)| c / n * (c * n / (in_a[&(*x, 0)] * in_b[&(*y, 0)])).ln()).sum();
    2.0 * shared / (entropy(&in_a) + entropy(&in_b)).max(1e-300)
}

/// Zachary's karate club (Journal of Anthropological Research 33, 1977), nodes from 0.
const KARATE: [(u32, u32); 78] = [
    (0, 1),
    (0, 2),
    (0, 3),
    (0, 4),
    (0, 5),
    (0, 6),
    (0, 7),
    (0, 8),
    (0, 10),
    (0, 11),
    (0, 12),
    (0, 13),
    (0, 17),
    (0, 19),
    (0, 21),
    (0, 31),
    (1, 2),
    (1, 3),
    (1, 7),
    (1, 13),
    (1, 17),
    (1, 19),
    (1, 21),
    (1, 30),
    (2, 3),
    (2, 7),
    (2, 8),
    (2, 9),
    (2, 13),
    (2, 27),
    (2, 28),
    (2, 32),
    (3, 7),
    (3, 12),
    (3, 13),
    (4, 6),
    (4, 10),
    (5, 6),
    (5, 10),
    (5, 16),
    (6, 16),
    (8, 30),
    (8, 32),
    (8, 33),
    (9, 33),
    (13, 33),
    (14, 32),
    (14, 33),
    (15, 32),
    (15, 33),
    (18, 32),
    (18, 33),
    (19, 33),
    (20, 32),
    (20, 33),
    (22, 32),
    (22, 33),
    (23, 25),
    (23, 27),
    (23, 29),
    (23, 32),
    (23, 33),
    (24, 25),
    (24, 27),
    (24, 31),
    (25, 31),
    (26, 29),
    (26, 33),
    (27, 33),
    (28, 31),
    (28, 33),
    (29, 32),
    (29, 33),
    (30, 32),
    (30, 33),
    (31, 32),
    (31, 33),
    (32, 33),
];

#[test]
fn the_karate_club_splits_as_it_did() {
    let labels = communities(&graph(34, &KARATE), 0.06);
    // The two sides as they were after the split. Two members are doubtful: 8, who had reasons of his own to stay, and
    // 9, with one tie on each side.
    let with_the_teacher: BTreeSet<u32> = [0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 16, 17, 19, 21].into();
    for label in labels.iter().collect::<BTreeSet<_>>() {
        let members: BTreeSet<u32> = (0..34).filter(|n| labels[*n as usize] == *label && *n != 8 && *n != 9).collect();
        let inside = members.intersection(&with_the_teacher).count();
        assert!(inside == 0 || inside == members.len(), "{members:?} has members of both sides");
    }
    assert_eq!(labels.iter().max(), Some(&1), "{labels:?}");
}

#[test]
fn a_ring_of_cliques_falls_into_its_cliques_however_long_it_is() {
    // Modularity joins neighbouring cliques once the ring is long enough; the constant Potts model never does.
    for cliques in [4u32, 30, 400] {
        let mut edges = Vec::new();
        for clique in 0..cliques {
            let first = clique * 6;
            edges.extend((0..6).flat_map(|a| (a + 1..6).map(move |b| (first + a, first + b))));
            edges.push((first + 5, (first + 6) % (cliques * 6)));
        }
        let labels = communities(&graph(cliques as usize * 6, &edges), 0.1);
        let truth: Vec<u32> = (0..cliques * 6).map(|node| node / 6).collect();
        assert_eq!(groups(&labels), groups(&truth), "{cliques} cliques");
    }
}

/// Groups of unequal size, nodes with `degree` ties of which a share `mixing` leads outside: as in the benchmark of
/// Lancichinetti, Fortunato and Radicchi (2008), without its power laws.
fn planted(sizes: &[usize], degree: usize, mixing: f64, seed: u64) -> (Ties, Vec<u32>) {
    let truth: Vec<u32> = sizes.iter().enumerate().flat_map(|(g, size)| vec![g as u32; *size]).collect();
    let mut first = Vec::new();
    let mut at = 0;
    for size in sizes {
        first.push(at);
        at += size;
    }
    let mut chance = Chance(seed);
    let mut edges = BTreeSet::new();
    for (node, group) in truth.iter().enumerate() {
        for _ in 0..degree / 2 {
            let outside = (chance.below(1_000_000) as f64) < mixing * 1_000_000.0;
            let group = *group as usize;
            let other = if outside { chance.below(truth.len()) } else { first[group] + chance.below(sizes[group]) };
            if other != node {
                edges.insert((node.min(other) as u32, node.max(other) as u32));
            }
        }
    }
    let edges: Vec<(u32, u32)> = edges.into_iter().collect();
    (graph(truth.len(), &edges), truth)
}

#[test]
fn planted_communities_are_found_again() {
    let sizes: Vec<usize> = (0..20).map(|i| 30 + 6 * (i % 10)).collect();
    for (mixing, least) in [(0.1, 0.999), (0.2, 0.99), (0.3, 0.97)] {
        for seed in 0..3 {
            let (ties, truth) = planted(&sizes, 20, mixing, seed);
            let found = nmi(&communities(&ties, 0.05), &truth);
            assert!(found >= least, "mixing {mixing}, seed {seed}: NMI {found:.4}");
        }
    }
}

#[test]
fn whoever_is_tied_to_one_campaign_only_is_in_it() {
    // A clique of 200 with one more node on a single thin tie: alone it would be a campaign of its own.
    let mut ties = Ties::of(keys(201));
    ties.sets.push(TieSet { weight: 0.9, members: (0..200).map(|node| (node, 1.0)).collect() });
    ties.edges.push((17, 200, 0.4));
    assert_eq!(groups(&communities(&ties, 0.01)).len(), 1);
}

#[test]
fn a_thin_bridge_joins_no_two_campaigns() {
    let mut ties = Ties::of(keys(100));
    ties.sets.push(TieSet { weight: 1.0, members: (0..50).map(|node| (node, 1.0)).collect() });
    ties.sets.push(TieSet { weight: 1.0, members: (50..100).map(|node| (node, 1.0)).collect() });
    ties.edges.push((3, 77, 1.0));
    let truth: Vec<u32> = (0..100).map(|node| node / 50).collect();
    assert_eq!(groups(&communities(&ties, 0.01)), groups(&truth));
    // One in a hundred of the 2,500 pairs is what it takes.
    ties.edges = (0..26).map(|i| (i, 50 + i, 1.0)).collect();
    assert_eq!(groups(&communities(&ties, 0.01)).len(), 1);
}

#[test]
fn what_is_no_tie_is_left_out() {
    let mut ties = graph(4, &[(0, 1)]);
    ties.edges.extend([(2, 2, 1.0), (2, 9, 1.0), (2, 3, 0.0), (2, 3, f64::NAN), (1, 2, -1.0)]);
    ties.sets.push(TieSet { weight: 1.0, members: vec![(3, 1.0), (3, 1.0), (77, 1.0), (2, 0.0)] });
    ties.sets.push(TieSet { weight: 0.0, members: vec![(2, 1.0), (3, 1.0)] });
    assert_eq!(communities(&ties, 0.01), [0, 0, 1, 2]);
    assert_eq!(communities(&Ties::default(), 0.01), Vec::<u32>::new());
}

/// Any small graph with edges and sets.
fn any_ties() -> impl Strategy<Value = Ties> {
    (2usize..40).prop_flat_map(|nodes| {
        let node = 0..nodes as u32;
        let edge = (node.clone(), node.clone(), 1u32..100).prop_map(|(a, b, w)| (a, b, f64::from(w) / 100.0));
        let set = (1u32..100, prop::collection::vec((node, 1u32..4), 2..8)).prop_map(|(weight, members)| TieSet {
            weight: f64::from(weight) / 100.0,
            members: members.into_iter().map(|(node, mass)| (node, f64::from(mass) / 3.0)).collect(),
        });
        (prop::collection::vec(edge, 0..80), prop::collection::vec(set, 0..6)).prop_map(move |(edges, sets)| Ties {
            edges,
            sets,
            ..Ties::of(keys(nodes))
        })
    })
}

fn resolutions() -> impl Strategy<Value = f64> {
    prop::sample::select(vec![0.01, 0.05, 0.2, 0.5])
}

/// The node `n` of `ties` becomes `to[n]`, and its ties come in another order.
fn renamed(ties: &Ties, to: &[u32]) -> Ties {
    let mut out = ties.clone();
    let of = |node: u32| to[node as usize];
    for (node, target) in to.iter().enumerate() {
        out.keys[*target as usize] = ties.keys[node];
    }
    out.edges.iter_mut().for_each(|edge| (edge.0, edge.1) = (of(edge.1), of(edge.0)));
    out.edges.reverse();
    out.sets.iter_mut().for_each(|set| {
        set.members.iter_mut().for_each(|(node, _)| *node = of(*node));
        set.members.reverse();
    });
    out.sets.reverse();
    out
}

proptest! {
    #[test]
    fn communities_hang_together(ties in any_ties(), resolution in resolutions()) {
        let labels = communities(&ties, resolution);
        for part in connected(&ties) {
            let own: Vec<u32> = part.nodes.iter().map(|node| labels[*node as usize]).collect();
            prop_assert_eq!(groups(&part.level.cut_loose(&own)), groups(&own));
        }
    }

    #[test]
    fn the_order_of_the_input_changes_nothing(ties in any_ties(), resolution in resolutions(), seed in any::<u64>()) {
        let nodes = ties.keys.len();
        let mut to: Vec<u32> = (0..nodes as u32).collect();
        let mut chance = Chance(seed);
        (1..nodes).rev().for_each(|i| to.swap(i, chance.below(i + 1)));
        let other = communities(&renamed(&ties, &to), resolution);
        let back: Vec<u32> = to.iter().map(|target| other[*target as usize]).collect();
        prop_assert_eq!(groups(&communities(&ties, resolution)), groups(&back));
    }

    #[test]
    fn what_is_elsewhere_changes_nothing(ties in any_ties(), more in any_ties(), resolution in resolutions()) {
        let nodes = ties.keys.len() as u32;
        let mut both = ties.clone();
        both.keys.extend(more.keys.iter().map(|key| key ^ 0x5555));
        both.sizes.extend(&more.sizes);
        both.inner.extend(&more.inner);
        both.edges.extend(more.edges.iter().map(|(a, b, weight)| (a + nodes, b + nodes, *weight)));
        both.sets.extend(more.sets.iter().map(|set| TieSet {
            weight: set.weight,
            members: set.members.iter().map(|(node, mass)| (node + nodes, *mass)).collect(),
        }));
        let labels = communities(&both, resolution);
        prop_assert_eq!(groups(&labels[..nodes as usize]), groups(&communities(&ties, resolution)));
    }

    #[test]
    fn a_set_is_worth_its_pairs(ties in any_ties(), resolution in resolutions()) {
        let mut pairs = Ties { sets: Vec::new(), ..ties.clone() };
        for set in ties.sets.iter().map(|set| sound(set, ties.keys.len())) {
            for (i, (a, mass)) in set.members.iter().enumerate() {
                pairs.edges.extend(set.members[i + 1..].iter().map(|(b, other)| (*a, *b, set.weight * mass * other)));
            }
        }
        for (whole, split) in connected(&ties).iter().zip(connected(&pairs)) {
            let labels: Vec<u32> = (0..whole.nodes.len() as u32).map(|node| node % 3).collect();
            let (a, b) = (whole.level.quality(&labels, resolution), split.level.quality(&labels, resolution));
            prop_assert!((a - b).abs() < 1e-9, "{} and {}", a, b);
        }
        // The parts of a level and the level they make are worth the same.
        for part in connected(&ties) {
            let labels = leiden::run(&part.level, resolution, 0);
            let many = labels.iter().max().map_or(0, |most| *most as usize + 1);
            let above = part.level.aggregated(&labels, many);
            let alone: f64 = above.inner.iter().sum::<f64>()
                - resolution * above.sizes.iter().map(|size| size * size / 2.0).sum::<f64>()
                + resolution * part.level.sizes.iter().map(|size| size * size / 2.0).sum::<f64>();
            prop_assert!((alone - part.level.quality(&labels, resolution)).abs() < 1e-9);
        }
    }
}

#[test]
#[ignore = "takes minutes without optimisation; bench/campaigns/run.sh runs it with"]
fn speed_and_quality_on_a_graph_from_elsewhere() {
    // A file of `a b` lines and a resolution; prints seconds, communities and quality for comparison.
    use std::io::Write;
    let path = std::env::var("PRESSGANG_GRAPH").unwrap();
    let resolution: f64 = std::env::var("PRESSGANG_RESOLUTION").unwrap().parse().unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let mut edges: Vec<(u32, u32)> = Vec::new();
    for line in text.lines() {
        let mut ends = line.split_whitespace().map(|end| end.parse::<u32>().unwrap());
        edges.push((ends.next().unwrap(), ends.next().unwrap()));
    }
    let nodes = edges.iter().map(|(a, b)| a.max(b) + 1).max().unwrap() as usize;
    let ties = graph(nodes, &edges);
    let begun = std::time::Instant::now();
    let labels = communities(&ties, resolution);
    let seconds = begun.elapsed().as_secs_f64();
    let begun = std::time::Instant::now();
    let (mut quality, mut before) = (0.0, Vec::new());
    for part in connected(&ties) {
        let own: Vec<u32> = leiden::run(&part.level, resolution, 0);
        quality += part.level.quality(&own, resolution);
        before.extend(own);
    }
    let once = begun.elapsed().as_secs_f64();
    let found = labels.iter().max().unwrap() + 1;
    let mut out = std::fs::File::create(format!("{path}.pressgang")).unwrap();
    labels.iter().for_each(|label| writeln!(out, "{label}").unwrap());
    let _ = writeln!(
        std::io::stderr(),
        "{nodes} nodes, {} edges: {seconds:.2} s, {found} communities; one run {once:.2} s, quality {quality:.3}",
        edges.len()
    );
}
