//! Which texts in different languages mean the same, by their vectors: a margin over the neighbourhood.
//!
//! How alike a model finds two unrelated texts depends on their languages, on their subject and on the texts themselves:
//! some are near everything. So a similarity is compared with the nearest neighbours that both have in the other's
//! language (CSLS, Conneau et al. 2018, arXiv 1710.04087; as a margin for translations Artetxe and Schwenk 2019, arXiv
//! 1811.01136): `cos(x, y)` less the mean of the two means of the [`NEIGHBOURS`] highest. What a margin means then hardly
//! depends on the languages and on how many texts there are (figures in BENCHMARKS.md).

use std::collections::BTreeMap;

use rayon::prelude::*;

/// How many neighbours a text is compared with.
pub const NEIGHBOURS: usize = 4;
/// A neighbourhood is looked for only among at least so many texts; fewer say too little of a language.
pub const LEAST_POOL: usize = 2 * NEIGHBOURS;

/// A text as a vector.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a> {
    /// The language it is in, as the caller names languages.
    pub language: &'a str,
    /// A vector of length 1, as long as all others.
    pub vector: &'a [f32],
    /// Pairs with it are looked for. Others are only neighbours: ordinary texts that say what is usual in a language.
    pub wanted: bool,
}

/// Two texts of different languages that stand out of their neighbourhoods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarginPair {
    /// Place of the first text, below `b`.
    pub a: u32,
    /// Place of the second.
    pub b: u32,
    /// Cosine of the two.
    pub cosine: f64,
    /// How far it is above the neighbourhoods.
    pub margin: f64,
}

/// Languages that have too few texts to say what is usual in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown(pub Vec<String>);

/// One neighbour: cosine and place.
type Near = (f32, u32);

/// Finds the pairs of texts in different languages whose margin is at least `least` (above 0). Texts must be distinct:
/// hand over one of several copies, since each copy would be a neighbour. Returned in order; also the languages that have
/// fewer than [`LEAST_POOL`] texts: their texts are paired with none.
pub fn margin_pairs(texts: &[Placed<'_>], least: f64) -> (Vec<MarginPair>, Unknown) {
    let mut pools: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (place, text) in (0_u32..).zip(texts) {
        pools.entry(text.language).or_default().push(place);
    }
    let has_wanted = |pool: &[u32]| pool.iter().any(|&place| texts[place as usize].wanted);
    let small = pools.iter().filter(|(_, pool)| pool.len() < LEAST_POOL && has_wanted(pool));
    let unknown = Unknown(small.map(|(language, _)| (*language).to_owned()).collect());
    // Only languages somebody wants pairs in are gone through.
    pools.retain(|_, pool| pool.len() >= LEAST_POOL && has_wanted(pool));
    let pools: Vec<(&str, Vec<u32>)> = pools.into_iter().collect();

    // For each wanted text its nearest texts in each other language, the nearest first.
    let near: Vec<Vec<Vec<Near>>> = texts
        .par_iter()
        .map(|text| {
            if !text.wanted {
                return Vec::new();
            }
            pools
                .iter()
                .map(
                    |(language, pool)| {
                        if *language == text.language { Vec::new() } else { nearest(texts, text.vector, pool) }
                    },
                )
                .collect()
        })
        .collect();
    let number = |language: &str| pools.binary_search_by(|(name, _)| (*name).cmp(language)).ok();
    let usual = |list: &[Near]| list.iter().map(|(cosine, _)| f64::from(*cosine)).sum::<f64>() / list.len() as f64;
    let mut pairs: Vec<MarginPair> = Vec::new();
    for (a, lists) in (0_u32..).zip(&near) {
        let Some(own) = number(texts[a as usize].language) else { continue };
        // A margin above 0 means that one of the two is among the nearest of the other, so no pair is missed.
        for list in lists {
            for &(cosine, b) in list {
                let Some(back) = near[b as usize].get(own).filter(|_| texts[b as usize].wanted) else { continue };
                let margin = f64::from(cosine) - (usual(list) + usual(back)) / 2.0;
                if margin >= least {
                    pairs.push(MarginPair { a: a.min(b), b: a.max(b), cosine: f64::from(cosine), margin });
                }
            }
        }
    }
    pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
    pairs.dedup_by_key(|pair| (pair.a, pair.b));
    (pairs, unknown)
}

/// The nearest of a pool, the nearest first, earlier places before later ones that are as near.
fn nearest(texts: &[Placed<'_>], vector: &[f32], pool: &[u32]) -> Vec<Near> {
    let mut best: Vec<Near> = Vec::with_capacity(NEIGHBOURS + 1);
    for &place in pool {
        let cosine = dot(vector, texts[place as usize].vector);
        if best.len() == NEIGHBOURS && best.last().is_some_and(|(worst, _)| cosine <= *worst) {
            continue;
        }
        let at = best.partition_point(|(known, _)| *known >= cosine);
        best.insert(at, (cosine, place));
        best.truncate(NEIGHBOURS);
    }
    best
}

/// The product of two vectors, in an order that does not depend on the processor and that it can take many at once of;
/// the same whichever vector comes first.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    const LANES: usize = 16;
    let mut sums = [0_f32; LANES];
    let (mut left, mut right) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    for (x, y) in (&mut left).zip(&mut right) {
        for lane in 0..LANES {
            sums[lane] += x[lane] * y[lane];
        }
    }
    let rest: f32 = left.remainder().iter().zip(right.remainder()).map(|(x, y)| x * y).sum();
    sums.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A vector of length 1 that points where the seed says.
    fn vector(seed: u64, of: usize) -> Vec<f32> {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % 2000) as f32 / 1000.0 - 1.0
        };
        unit((0..of).map(|_| next()).collect())
    }

    fn unit(mut vector: Vec<f32>) -> Vec<f32> {
        let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
        vector.iter_mut().for_each(|v| *v /= length);
        vector
    }

    fn between(a: &[f32], b: &[f32], share: f32) -> Vec<f32> {
        unit(a.iter().zip(b).map(|(x, y)| x * (1.0 - share) + y * share).collect())
    }

    /// Ten languages of twelve texts; texts 3 and 17 are near each other, as are 3 and 40 in a third language.
    fn world() -> Vec<(String, Vec<f32>)> {
        let mut world: Vec<(String, Vec<f32>)> =
            (0..120).map(|i| (format!("l{}", i / 12), vector(i + 1, 40))).collect();
        let meant = world[3].1.clone();
        for twin in [17, 40] {
            world[twin].1 = between(&meant, &world[twin].1, 0.2);
        }
        world
    }

    fn pairs(world: &[(String, Vec<f32>)], least: f64) -> Vec<(u32, u32)> {
        let placed: Vec<Placed<'_>> =
            world.iter().map(|(language, vector)| Placed { language, vector, wanted: true }).collect();
        margin_pairs(&placed, least).0.iter().map(|pair| (pair.a, pair.b)).collect()
    }

    #[test]
    fn what_stands_out_is_found() {
        assert_eq!(pairs(&world(), 0.3), [(3, 17), (3, 40), (17, 40)]);
    }

    #[test]
    fn a_language_of_few_texts_is_named() {
        let mut world = world();
        world.truncate(41);
        let placed: Vec<Placed<'_>> =
            world.iter().map(|(language, vector)| Placed { language, vector, wanted: true }).collect();
        let (found, unknown) = margin_pairs(&placed, 0.3);
        assert_eq!(found.iter().map(|p| (p.a, p.b)).collect::<Vec<_>>(), [(3, 17)]);
        assert_eq!(unknown, Unknown(vec!["l3".to_owned()]));
    }

    #[test]
    fn what_is_near_everything_matches_nothing() {
        let mut world = world();
        let hub = unit(vec![1.0; 40]);
        for (i, (_, vector)) in world.iter_mut().enumerate() {
            *vector = between(vector, &hub, if i == 5 { 0.95 } else { 0.6 });
        }
        assert!(pairs(&world, 0.3).iter().all(|(a, b)| *a != 5 && *b != 5));
    }

    proptest! {
        #[test]
        fn every_pair_is_what_its_definition_says(seed in 0_u64..1000, size in 3_u64..5) {
            let world: Vec<(String, Vec<f32>)> =
                (0..size * 10).map(|i| (format!("l{}", i / 10), vector(seed * 100 + i, 6))).collect();
            let usual = |of: &[f32], language: &str| {
                let mut all: Vec<f64> = world.iter().filter(|w| w.0 == language).map(|w| f64::from(dot(of, &w.1))).collect();
                all.sort_by(|x, y| y.total_cmp(x));
                all[..NEIGHBOURS].iter().sum::<f64>() / NEIGHBOURS as f64
            };
            let mut expected = Vec::new();
            for (a, one) in world.iter().enumerate() {
                for (b, other) in world.iter().enumerate().skip(a + 1).filter(|(_, o)| o.0 != one.0) {
                    let margin = f64::from(dot(&one.1, &other.1))
                        - (usual(&one.1, &other.0) + usual(&other.1, &one.0)) / 2.0;
                    if margin >= 0.05 {
                        expected.push((a as u32, b as u32));
                    }
                }
            }
            prop_assert_eq!(pairs(&world, 0.05), expected);
        }
    }
}
