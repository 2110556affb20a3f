//! Tiles that follow each other in both texts with little between them: one passage with differences.

use super::{Run, Sizes};

/// No larger difference (a name, a phone number, a few words) is bridged.
const MOST_GAP: u32 = 40;

/// A small tile is only joined over a gap of so many times its own size: small ones meet by chance.
const GAP_A_SIZE: u32 = 4;

const FREE: u32 = u32::MAX;

/// Memory for chaining, used again and again.
#[derive(Debug, Default)]
pub(super) struct Chainer {
    /// For each letter the tile that it belongs to.
    tile_a: Vec<u32>,
    tile_b: Vec<u32>,
    /// For each tile whether it is part of a chain, or lies within one that it is no part of.
    spent: Vec<bool>,
    order: Vec<u32>,
}

impl Chainer {
    /// Hands over the tiles of each chain in their order, the chain of the largest tile first.
    pub fn chains(&mut self, tiles: &[Run], a: &Sizes, b: &Sizes, mut take: impl FnMut(&[Run])) {
        if let [_] = tiles {
            take(tiles);
            return;
        }
        for (letters, len) in [(&mut self.tile_a, a.letters()), (&mut self.tile_b, b.letters())] {
            letters.clear();
            letters.resize(len, FREE);
        }
        for (number, tile) in (0..).zip(tiles) {
            self.tile_a[tile.range_a()].fill(number);
            self.tile_b[tile.range_b()].fill(number);
        }
        self.spent.clear();
        self.spent.resize(tiles.len(), false);
        self.order.clear();
        self.order.extend(0..tiles.len() as u32);
        self.order.sort_unstable_by_key(|&tile| (std::cmp::Reverse(a.of(tiles[tile as usize])), tile));
        let mut chain = Vec::new();
        for place in 0..self.order.len() {
            let first = self.order[place];
            if self.spent[first as usize] {
                continue;
            }
            chain.clear();
            chain.push(first);
            while let Some(next) = self.neighbour(tiles, a, b, chain[chain.len() - 1], true) {
                chain.push(next);
            }
            chain.reverse();
            while let Some(next) = self.neighbour(tiles, a, b, chain[chain.len() - 1], false) {
                chain.push(next);
            }
            chain.reverse();
            let (from, to) = (tiles[chain[0] as usize], tiles[chain[chain.len() - 1] as usize]);
            for letters in [
                &mut self.tile_a[from.a as usize..to.range_a().end],
                &mut self.tile_b[from.b as usize..to.range_b().end],
            ] {
                for tile in letters {
                    if *tile != FREE {
                        self.spent[*tile as usize] = true;
                    }
                    *tile = first;
                }
            }
            let runs: Vec<Run> = chain.iter().map(|&tile| tiles[tile as usize]).collect();
            take(&runs);
        }
    }

    /// The nearest tile after or before another one in both texts that no chain has yet and none stands before.
    fn neighbour(&self, tiles: &[Run], a: &Sizes, b: &Sizes, tile: u32, after: bool) -> Option<u32> {
        let here = tiles[tile as usize];
        let mut best: Option<(u32, u32)> = None;
        let mut at = if after { here.range_a().end } else { here.a as usize };
        loop {
            if at == if after { self.tile_a.len() } else { 0 } {
                break;
            }
            let letter = if after { at } else { at - 1 };
            let gap_a = if after { a.between(here.range_a().end, at) } else { a.between(at, here.a as usize) };
            if gap_a > MOST_GAP || best.is_some_and(|(gap, _)| gap < gap_a) {
                break;
            }
            let there = self.tile_a[letter];
            if there == FREE {
                at = if after { at + 1 } else { at - 1 };
                continue;
            }
            if self.spent[there as usize] {
                break;
            }
            let other = tiles[there as usize];
            let (from, to) =
                if after { (here.range_b().end, other.b as usize) } else { (other.range_b().end, here.b as usize) };
            if from <= to {
                let gap_b = b.between(from, to);
                let most = MOST_GAP.min(GAP_A_SIZE * a.of(other).min(a.of(here)));
                let is_open = || self.tile_b[from..to].iter().all(|&tile| tile == FREE || !self.spent[tile as usize]);
                if gap_a.max(gap_b) <= most && best.is_none_or(|(gap, _)| gap_a + gap_b < gap) && is_open() {
                    best = Some((gap_a + gap_b, there));
                }
            }
            at = if after { other.range_a().end } else { other.a as usize };
        }
        best.map(|(_, tile)| tile)
    }
}
