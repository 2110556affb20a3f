//! The graph as one round of the method sees it: nodes are posts, or communities of posts found before.

use super::TieSet;

/// A connected graph in rows: who is tied to whom, and who is in which set.
pub struct Level {
    pub keys: Vec<u64>,
    pub sizes: Vec<f64>,
    /// Weight of the ties inside each node.
    pub inner: Vec<f64>,
    edge_from: Vec<u32>,
    edges: Vec<(u32, f64)>,
    set_from: Vec<u32>,
    in_sets: Vec<(u32, f64)>,
    pub sets: Vec<TieSet>,
}

impl Level {
    /// Members of sets are ordered and unique; edges lead from lower to higher nodes, several of a pair add up.
    pub fn new(
        keys: Vec<u64>,
        sizes: Vec<f64>,
        inner: Vec<f64>,
        mut edges: Vec<(u32, u32, f64)>,
        sets: Vec<TieSet>,
    ) -> Level {
        edges.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
        edges.dedup_by(|again, first| {
            let same = (again.0, again.1) == (first.0, first.1);
            if same {
                first.2 += again.2;
            }
            same
        });
        let both = edges.iter().flat_map(|&(a, b, weight)| [(a, (b, weight)), (b, (a, weight))]);
        let (edge_from, edges) = rows(keys.len(), both);
        let memberships = sets
            .iter()
            .enumerate()
            .flat_map(|(number, set)| set.members.iter().map(move |&(node, mass)| (node, (number as u32, mass))));
        let (set_from, in_sets) = rows(keys.len(), memberships);
        Level { keys, sizes, inner, edge_from, edges, set_from, in_sets, sets }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The other end and the weight of each tie of a node.
    pub fn edges(&self, node: u32) -> &[(u32, f64)] {
        &self.edges[self.edge_from[node as usize] as usize..self.edge_from[node as usize + 1] as usize]
    }

    /// The sets a node is in, with its mass in each.
    pub fn in_sets(&self, node: u32) -> &[(u32, f64)] {
        &self.in_sets[self.set_from[node as usize] as usize..self.set_from[node as usize + 1] as usize]
    }

    /// About how many steps one look at every node takes.
    pub fn weight_of_work(&self) -> usize {
        let of_sets: usize = self.sets.iter().map(|set| set.members.len() * set.members.len()).sum();
        10 * (self.len() + self.edges.len()) + of_sets
    }

    /// What communities are worth: the weight inside them less `resolution` times the pairs inside them.
    pub fn quality(&self, labels: &[u32], resolution: f64) -> f64 {
        let communities = labels.iter().max().map_or(0, |most| *most as usize + 1);
        let mut weight = self.inside(labels);
        let mut sizes = vec![0.0; communities];
        for (node, label) in labels.iter().enumerate() {
            sizes[*label as usize] += self.sizes[node];
            weight += resolution * self.sizes[node] * self.sizes[node] / 2.0;
        }
        weight - resolution * sizes.iter().map(|size| size * size / 2.0).sum::<f64>()
    }

    fn inside(&self, labels: &[u32]) -> f64 {
        let same = |a: usize, b: u32| labels[a] == labels[b as usize];
        let of_edges: f64 = (0..self.len())
            .flat_map(|a| self.edges(a as u32).iter().filter(move |(b, _)| same(a, *b)).map(|(_, weight)| weight / 2.0))
            .sum();
        let of_sets: f64 = self
            .sets
            .iter()
            .map(|set| {
                let mut masses: Vec<(u32, f64)> =
                    set.members.iter().map(|(node, mass)| (labels[*node as usize], *mass)).collect();
                masses.sort_by_key(|(label, _)| *label);
                let together: f64 = masses
                    .chunk_by(|a, b| a.0 == b.0)
                    .map(|own| own.iter().map(|(_, mass)| mass).sum::<f64>().powi(2))
                    .sum();
                set.weight * (together - masses.iter().map(|(_, mass)| mass * mass).sum::<f64>()) / 2.0
            })
            .sum();
        of_edges + of_sets
    }

    /// The same communities, each cut into what is connected; whatever is cut off was tied by nothing.
    pub fn cut_loose(&self, labels: &[u32]) -> Vec<u32> {
        let mut forest = Forest::new(self.len());
        for a in 0..self.len() as u32 {
            for &(b, _) in self.edges(a) {
                if labels[a as usize] == labels[b as usize] {
                    forest.join(a, b);
                }
            }
        }
        for set in &self.sets {
            let mut members: Vec<u32> = set.members.iter().map(|(node, _)| *node).collect();
            members.sort_by_key(|node| labels[*node as usize]);
            for pair in members.windows(2).filter(|pair| labels[pair[0] as usize] == labels[pair[1] as usize]) {
                forest.join(pair[0], pair[1]);
            }
        }
        (0..self.len() as u32).map(|node| forest.root(node)).collect()
    }

    /// The graph whose nodes are these communities; labels count from 0 without gaps.
    pub fn aggregated(&self, labels: &[u32], communities: usize) -> Level {
        let of = |node: u32| labels[node as usize];
        let mut keys = vec![u64::MAX; communities];
        let mut sizes = vec![0.0; communities];
        let mut inner = vec![0.0; communities];
        for (node, label) in labels.iter().enumerate() {
            let community = *label as usize;
            keys[community] = keys[community].min(self.keys[node]);
            sizes[community] += self.sizes[node];
            inner[community] += self.inner[node];
        }
        let mut edges = Vec::new();
        for a in 0..self.len() as u32 {
            for &(b, weight) in self.edges(a).iter().filter(|(b, _)| *b > a) {
                let (low, high) = (of(a).min(of(b)), of(a).max(of(b)));
                if low == high {
                    inner[low as usize] += weight;
                } else {
                    edges.push((low, high, weight));
                }
            }
        }
        let mut sets = Vec::new();
        for set in &self.sets {
            let mut members: Vec<(u32, f64)> = set.members.iter().map(|&(node, mass)| (of(node), mass)).collect();
            members.sort_by_key(|(community, _)| *community);
            let mut merged: Vec<(u32, f64)> = Vec::new();
            for (community, mass) in members {
                match merged.last_mut().filter(|last| last.0 == community) {
                    Some(last) => {
                        inner[community as usize] += set.weight * last.1 * mass;
                        last.1 += mass;
                    }
                    None => merged.push((community, mass)),
                }
            }
            // A set inside one node ties nothing any more.
            if merged.len() > 1 {
                sets.push(TieSet { weight: set.weight, members: merged });
            }
        }
        Level::new(keys, sizes, inner, edges, sets)
    }
}

/// Values by node, as one list and where each node's begin; within a node in the order they came.
fn rows<T: Copy + Default>(nodes: usize, values: impl Iterator<Item = (u32, T)> + Clone) -> (Vec<u32>, Vec<T>) {
    let mut from = vec![0u32; nodes + 1];
    for (node, _) in values.clone() {
        from[node as usize + 1] += 1;
    }
    for node in 0..nodes {
        from[node + 1] += from[node];
    }
    let mut next = from.clone();
    let mut list = vec![T::default(); from[nodes] as usize];
    for (node, value) in values {
        list[next[node as usize] as usize] = value;
        next[node as usize] += 1;
    }
    (from, list)
}

/// Which nodes hang together.
pub struct Forest(Vec<u32>);

impl Forest {
    /// Every node alone.
    pub fn new(nodes: usize) -> Forest {
        Forest((0..nodes as u32).collect())
    }

    /// The lowest node that hangs together with this one.
    pub fn root(&mut self, mut node: u32) -> u32 {
        while self.0[node as usize] != node {
            let above = self.0[self.0[node as usize] as usize];
            self.0[node as usize] = above;
            node = above;
        }
        node
    }

    /// From now on both hang together.
    pub fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        // The lower one leads, so that the result does not depend on the order of the ties.
        self.0[a.max(b) as usize] = a.min(b);
    }
}
