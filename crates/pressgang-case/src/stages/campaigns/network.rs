//! Campaigns: communities of the posts that count, on the graph of what ties them.
//!
//! A node is a text with the posts that have it. Two texts are tied by the weight of their strongest match in words or
//! meaning, times the pairs of posts it stands for; posts that share a contact that ties, or the wording of the same
//! reference posts, are tied each to each. Links, payment addresses, contacts that tie nothing and offers bring no two
//! posts together that nothing else connects; where something does, they add their weight. An organisation offers the
//! same to everyone: an offer tells whom a post recruits for, not whose campaign it is.

use std::collections::{BTreeMap, BTreeSet};

use super::matched::ranks;
use super::ties::Study;
use super::{Match, MatchKind, Tied};
use crate::communities::{Forest, TieSet, Ties, communities};
use crate::stages::corpus::Corpus;

/// Two groups of posts are one campaign when the ties between them, weight 1 each, are at least one in a hundred of
/// the pairs between them.
const RESOLUTION: f64 = 0.01;

/// The posts of one campaign.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    pub organisation: String,
    /// Oldest first.
    pub places: Vec<usize>,
}

/// Cuts the posts that count into campaigns of one organisation each: largest first, then by which began first.
pub(super) fn campaigns(corpus: &Corpus, tied: &Tied, study: &Study<'_>, matches: &[Match]) -> Vec<Group> {
    let graph = Graph::new(corpus, tied, study, matches);
    let labels = communities(&graph.ties, RESOLUTION);
    let mut groups: BTreeMap<u32, Group> = BTreeMap::new();
    for (node, (organisation, places)) in graph.nodes.iter().enumerate() {
        let group = groups
            .entry(labels[node])
            .or_insert_with(|| Group { organisation: (*organisation).to_owned(), places: Vec::new() });
        group.places.extend(places);
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    for group in &mut groups {
        group.places.sort_by_cached_key(|place| (corpus.posts[*place].created_at, corpus.posts[*place].key()));
    }
    groups.sort_by_cached_key(|group| {
        let begun = group.places.iter().filter_map(|place| corpus.posts[*place].created_at).min();
        let first = group.places.iter().map(|place| corpus.posts[*place].key()).min();
        (std::cmp::Reverse(group.places.len()), begun, first)
    });
    groups
}

/// Nodes that share something, with their masses, and the weight of sharing it.
type Shared = (f64, Vec<(u32, f64)>);

struct Graph<'a> {
    /// Organisation and posts of each node.
    nodes: Vec<(&'a str, Vec<usize>)>,
    ties: Ties,
}

impl<'a> Graph<'a> {
    fn new(corpus: &Corpus, tied: &'a Tied, study: &Study<'_>, matches: &[Match]) -> Graph<'a> {
        let rank = ranks(corpus);
        // One text may recruit for two organisations: a campaign has one.
        let mut by_text: BTreeMap<(&str, u32), Vec<usize>> = BTreeMap::new();
        for (&place, (organisation, _)) in tied {
            by_text.entry((organisation, study.classes().of(place))).or_default().push(place);
        }
        let mut nodes: Vec<(&str, Vec<usize>)> = by_text
            .into_iter()
            .map(|((organisation, _), mut places)| {
                places.sort_by_key(|place| rank[*place]);
                (organisation, places)
            })
            .collect();
        nodes.sort_by_key(|(organisation, places)| (places.first().map(|place| rank[*place]), *organisation));
        let key = |(organisation, places): &(&str, Vec<usize>)| {
            let first = places.first().map(|place| corpus.posts[*place].key()).unwrap_or_default();
            hash(&format!("{organisation}\n{first}"))
        };
        let mut ties = Ties::of(nodes.iter().map(key).collect());
        let mut node_of: BTreeMap<usize, u32> = BTreeMap::new();
        for (node, (_, places)) in nodes.iter().enumerate() {
            let posts = places.len() as f64;
            ties.sizes[node] = posts;
            ties.inner[node] = posts * (posts - 1.0) / 2.0;
            node_of.extend(places.iter().map(|place| (*place, node as u32)));
        }
        let mut graph = Graph { nodes, ties };
        let mut later = graph.tie_by_text(study, matches, &node_of);
        graph.tie_by_references(corpus, study, matches, &node_of);
        later.extend(graph.tie_by_contacts(tied, study, &node_of));
        graph.strengthen(later);
        graph
    }

    /// The nodes that hold posts with the same text as this one.
    fn nodes_like(study: &Study<'_>, place: usize, node_of: &BTreeMap<usize, u32>) -> BTreeSet<u32> {
        study.classes().like(place).iter().filter_map(|place| node_of.get(place).copied()).collect()
    }

    /// Returns what only strengthens.
    fn tie_by_text(&mut self, study: &Study<'_>, matches: &[Match], node_of: &BTreeMap<usize, u32>) -> Vec<Shared> {
        let mut pairs: BTreeMap<(bool, u32, u32), f64> = BTreeMap::new();
        // A passage that three or more texts have is written for some of their pairs, and holds for all.
        let mut passages: BTreeMap<&str, (BTreeSet<u32>, f64, f64)> = BTreeMap::new();
        for m in matches.iter().filter(|m| m.is_telling_text()) {
            let (left, right) = (Self::nodes_like(study, m.a, node_of), Self::nodes_like(study, m.b, node_of));
            let is_offer = m.kind == MatchKind::SameOffer;
            for &a in &left {
                for &b in right.iter().filter(|b| **b != a && self.nodes[**b as usize].0 == self.nodes[a as usize].0) {
                    let weight = pairs.entry((is_offer, a.min(b), a.max(b))).or_default();
                    *weight = weight.max(m.weight);
                }
            }
            if m.kind == MatchKind::Passage
                && let Some(basis) = &m.basis
            {
                let (nodes, sum, rows) = passages.entry(basis).or_default();
                nodes.extend(left.into_iter().chain(right));
                (*sum, *rows) = (*sum + m.weight, *rows + 1.0);
            }
        }
        let size = |node: u32| self.ties.sizes[node as usize];
        let sets: Vec<Shared> = passages
            .into_values()
            .filter(|(nodes, ..)| nodes.len() > 2)
            .map(|(nodes, sum, rows)| (sum / rows, nodes.into_iter().map(|node| (node, size(node))).collect()))
            .collect();
        let (mut edges, mut later) = (Vec::new(), Vec::new());
        for ((is_offer, a, b), weight) in pairs {
            if is_offer {
                later.push((weight, vec![(a, size(a)), (b, size(b))]));
            } else {
                edges.push((a, b, weight * size(a) * size(b)));
            }
        }
        self.ties.edges.extend(edges);
        sets.into_iter().for_each(|(weight, members)| self.add_sets(weight, members));
        later
    }

    /// Posts that are like the same reference posts are like each other, by the product of their likeness. However many
    /// reference posts repeat a text, two posts gain no more than the most alike of them gives.
    fn tie_by_references(
        &mut self,
        corpus: &Corpus,
        study: &Study<'_>,
        matches: &[Match],
        node_of: &BTreeMap<usize, u32>,
    ) {
        let mut likeness: BTreeMap<u32, BTreeMap<usize, f64>> = BTreeMap::new();
        for m in matches.iter().filter(|m| m.is_telling_text() && m.kind != MatchKind::SameOffer) {
            for (reference, other) in [(m.a, m.b), (m.b, m.a)] {
                let Some((organisation, _)) = &corpus.posts[reference].reference else { continue };
                for node in Self::nodes_like(study, other, node_of) {
                    if self.nodes[node as usize].0 == organisation {
                        let best = likeness.entry(node).or_default().entry(reference).or_default();
                        *best = best.max(m.weight);
                    }
                }
            }
        }
        let mut by_reference: BTreeMap<usize, Vec<(u32, f64)>> = BTreeMap::new();
        for (node, references) in likeness {
            let most = references.values().copied().fold(0.0, f64::max);
            let length = references.values().map(|weight| weight * weight).sum::<f64>().sqrt();
            for (reference, weight) in references {
                let mass = weight * most / length.max(f64::MIN_POSITIVE) * self.ties.sizes[node as usize];
                by_reference.entry(reference).or_default().push((node, mass));
            }
        }
        for members in by_reference.into_values() {
            self.add_sets(1.0, members);
        }
    }

    /// Returns what only strengthens.
    fn tie_by_contacts(&mut self, tied: &Tied, study: &Study<'_>, node_of: &BTreeMap<usize, u32>) -> Vec<Shared> {
        let mut later = Vec::new();
        for (contact, holders) in study.contacts {
            let mut posts: BTreeMap<u32, f64> = BTreeMap::new();
            for node in holders.studied.iter().filter_map(|place| node_of.get(place)) {
                *posts.entry(*node).or_default() += 1.0;
            }
            let weight = holders.weight(contact.0);
            let members: Vec<(u32, f64)> = posts.into_iter().collect();
            match study.tying(tied, contact, holders) {
                Some(_) => self.add_sets(weight, members),
                None => later.push((weight, members)),
            }
        }
        later
    }

    /// Adds what brings no two posts together, inside what hangs together without it.
    fn strengthen(&mut self, later: Vec<Shared>) {
        let mut forest = Forest::new(self.nodes.len());
        self.ties.edges.iter().filter(|(.., weight)| *weight > 0.0).for_each(|&(a, b, _)| forest.join(a, b));
        for set in self.ties.sets.iter().filter(|set| set.weight > 0.0) {
            set.members.windows(2).for_each(|pair| forest.join(pair[0].0, pair[1].0));
        }
        for (weight, members) in later {
            let mut parts: BTreeMap<u32, Vec<(u32, f64)>> = BTreeMap::new();
            for member in members {
                parts.entry(forest.root(member.0)).or_default().push(member);
            }
            parts.into_values().for_each(|members| self.add_sets(weight, members));
        }
    }

    /// Ties nodes each to each, those of each organisation among themselves.
    fn add_sets(&mut self, weight: f64, members: Vec<(u32, f64)>) {
        let mut by_organisation: BTreeMap<&str, Vec<(u32, f64)>> = BTreeMap::new();
        for member in members {
            by_organisation.entry(self.nodes[member.0 as usize].0).or_default().push(member);
        }
        for members in by_organisation.into_values().filter(|members| members.len() > 1) {
            self.ties.sets.push(TieSet { weight, members });
        }
    }
}

/// FNV-1a, 64 bits (Fowler, Noll and Vo): only to number nodes in a way that stays the same.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
