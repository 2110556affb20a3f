//! Which of very many pictures may show the same, by the corners they have in common.
//!
//! A corner is found by the first bits of any of its four words: four tables of buckets, each of one array, 10 kB a
//! picture at most. Features themselves are not held but asked for, so that those of very many pictures may lie in a file.

use crate::pictures::crops::{Corner, Features};

/// Bits of a corner that must be equal to be found, in any of four words.
const KEY_BITS: u32 = 22;
/// Corners that so many pictures have say nothing.
const MOST_IN_BUCKET: u32 = 400;
/// What makes it worth to hold two pictures against each other: the sum over the corners in common of [`WHOLE_VOTE`] by
/// how many have them. Letters and logos are in very many pictures and say little.
const LEAST_VOTES: u32 = 500;
/// What a corner counts that only one picture has.
const WHOLE_VOTE: u32 = 1_000;
/// Most pictures held against one by their corners.
const MOST_HELD: usize = 32;

/// Where the features of pictures are, by the place of each among those given.
pub trait FeatureSource: Sync {
    /// The features; `None` where there are none.
    fn features(&self, at: usize) -> Option<Features>;
}

impl<T: AsRef<str> + Sync> FeatureSource for [T] {
    fn features(&self, at: usize) -> Option<Features> {
        Features::decoded(self.get(at)?.as_ref())
    }
}

/// The corners of pictures, numbered from 0.
pub(crate) struct CornerIndex {
    tables: [Buckets; 4],
    count: usize,
}

/// What one search needs, used again for the next.
pub(crate) struct Votes {
    votes: Vec<u32>,
    /// The picture and corner that voted last.
    last: Vec<u32>,
    voted: Vec<usize>,
}

impl CornerIndex {
    /// An index of so many pictures.
    pub fn new(count: usize, features: &dyn Fn(usize) -> Option<Features>) -> CornerIndex {
        let mut tables =
            std::array::from_fn(|_| Buckets { begins: vec![0; (1 << KEY_BITS) + 1], pictures: Vec::new() });
        let corners = |each: &mut dyn FnMut(usize, &Corner)| {
            for at in 0..count {
                features(at).iter().flat_map(|f| &f.corners).for_each(|corner| each(at, corner));
            }
        };
        corners(&mut |_, corner| {
            for (table, word) in tables.iter_mut().zip(corner.around) {
                table.begins[key(word) + 1] += 1;
            }
        });
        for table in &mut tables {
            for at in 1..table.begins.len() {
                table.begins[at] += table.begins[at - 1];
            }
            table.pictures = vec![0; table.begins.last().map_or(0, |end| *end as usize)];
        }
        // Each beginning moves to the end of its bucket, which is the beginning of the next.
        corners(&mut |at, corner| {
            for (table, word) in tables.iter_mut().zip(corner.around) {
                let next = &mut table.begins[key(word)];
                table.pictures[*next as usize] = at as u32;
                *next += 1;
            }
        });
        for table in &mut tables {
            table.begins.pop();
            table.begins.insert(0, 0);
        }
        CornerIndex { tables, count }
    }

    /// What is needed to search.
    pub fn votes(&self) -> Votes {
        Votes { votes: vec![0; self.count], last: vec![u32::MAX; self.count], voted: Vec::new() }
    }

    /// The pictures before `below` that may show the same as one, likeliest first.
    pub fn likely(&self, features: &Features, below: usize, votes: &mut Votes) -> Vec<usize> {
        for (number, corner) in features.corners.iter().enumerate() {
            for (table, word) in self.tables.iter().zip(corner.around) {
                let sharing = table.of(key(word));
                let vote = WHOLE_VOTE / (sharing.len() as u32).max(1);
                for other in sharing.iter().map(|other| *other as usize) {
                    // Pictures stand in their order. A corner votes once for a picture.
                    if other >= below {
                        break;
                    }
                    if votes.votes[other] == 0 {
                        votes.voted.push(other);
                    } else if votes.last[other] == number as u32 {
                        continue;
                    }
                    votes.last[other] = number as u32;
                    votes.votes[other] = votes.votes[other].saturating_add(vote);
                }
            }
        }
        let mut likely: Vec<(u32, usize)> = Vec::new();
        for other in votes.voted.drain(..) {
            let count = std::mem::take(&mut votes.votes[other]);
            if count >= LEAST_VOTES {
                likely.push((count, other));
            }
        }
        likely.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        likely.into_iter().take(MOST_HELD).map(|(_, other)| other).collect()
    }
}

fn key(word: u64) -> usize {
    (word & ((1 << KEY_BITS) - 1)) as usize
}

/// Which pictures have a corner with certain bits, in their order.
struct Buckets {
    begins: Vec<u32>,
    pictures: Vec<u32>,
}

impl Buckets {
    fn of(&self, key: usize) -> &[u32] {
        let (start, end) = (self.begins[key], self.begins[key + 1]);
        if end - start > MOST_IN_BUCKET { &[] } else { &self.pictures[start as usize..end as usize] }
    }
}
