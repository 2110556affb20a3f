use proptest::prelude::*;

use super::*;

/// Numbers that look random, the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn hash(&mut self) -> Pdq {
        let mut hash = [0; 32];
        hash.chunks_exact_mut(8).for_each(|part| part.copy_from_slice(&self.roll().to_be_bytes()));
        Pdq(hash)
    }

    /// A hash with so many bits changed at most.
    fn near(&mut self, pdq: &Pdq, bits: u32) -> Pdq {
        let mut near = *pdq;
        for _ in 0..bits {
            let bit = self.roll() as usize % 256;
            near.0[bit / 8] ^= 1 << (bit % 8);
        }
        near
    }

    /// A film of one new frame a second.
    fn film(&mut self, seconds: u64) -> Vec<FrameHash> {
        (0..seconds).map(|second| frame(second * 1000, self.hash())).collect()
    }

    /// The film as it is after another encoding.
    fn copy(&mut self, film: &[FrameHash]) -> Vec<FrameHash> {
        film.iter().map(|f| FrameHash { pdq: self.near(&f.pdq, 12), ..*f }).collect()
    }
}

fn frame(at: u64, pdq: Pdq) -> FrameHash {
    FrameHash { at_ms: Some(at), pdq, quality: 100 }
}

/// One film after another.
fn joined(films: &[&[FrameHash]]) -> Vec<FrameHash> {
    let mut all: Vec<FrameHash> = Vec::new();
    for film in films {
        let begin = all.last().map_or(0, |last| last.at_ms.unwrap() + 1000);
        all.extend(film.iter().map(|f| FrameHash { at_ms: f.at_ms.map(|at| at + begin), ..*f }));
    }
    all
}

/// Each pair as `a b kind offset`.
#[track_caller]
fn check(films: &[Vec<FrameHash>], expected: &[&str]) {
    let films: Vec<&[FrameHash]> = films.iter().map(Vec::as_slice).collect();
    let pairs: Vec<String> = same_films(&films)
        .iter()
        .map(|p| {
            let offset = p.offset_ms.map_or("-".to_owned(), |ms| ms.to_string());
            format!("{} {} {} {offset}", p.a, p.b, p.kind.as_str())
        })
        .collect();
    assert_eq!(pairs, expected);
}

#[test]
fn copies_parts_and_others() {
    let mut dice = Dice(1);
    let (film, other) = (dice.film(20), dice.film(20));
    let copy = dice.copy(&film);
    check(&[film.clone(), other.clone(), copy], &["0 2 same 0"]);
    // Inside a longer one, at its place.
    let within = dice.copy(&joined(&[&other[..7], &film]));
    check(&[film.clone(), within.clone()], &["0 1 inside 7000"]);
    check(&[within, film.clone()], &["0 1 inside -7000"]);
    // Half of it is not enough, and the same frames in another order are another film.
    check(&[film.clone(), joined(&[&film[..10], &other[..10]])], &[]);
    let shuffled = (0..20).map(|n| frame(n * 1000, film[(n * 7 % 20) as usize].pdq)).collect();
    check(&[film.clone(), shuffled], &[]);
    // A picture that is a frame of it, and one that is not.
    let picture = |pdq| vec![FrameHash { at_ms: None, pdq, quality: 90 }];
    check(&[picture(dice.near(&film[5].pdq, 20)), film, picture(dice.hash())], &["0 1 inside -"]);
    check(&[], &[]);
    check(&[vec![], vec![]], &[]);
}

#[test]
fn flat_and_held_frames_say_nothing() {
    let mut dice = Dice(2);
    let (one, other, title) = (dice.film(6), dice.film(6), dice.hash());
    let black: Vec<_> = (0..30).map(|n| FrameHash { quality: 3, ..frame(n * 1000, Pdq([0; 32])) }).collect();
    check(&[joined(&[&black, &one]), joined(&[&black, &other]), black], &[]);
    // A title held for half a minute counts once against six other frames.
    let held: Vec<_> = (0..30).map(|n| frame(n * 1000, dice.near(&title, 2))).collect();
    check(&[joined(&[&held, &one]), joined(&[&held, &other])], &[]);
    // Where it is all there is, it is a picture.
    check(&[held.clone(), joined(&[&other, &held])], &["0 1 inside 6000"]);
}

#[test]
fn title_cards_of_many_films_make_no_pairs() {
    let mut dice = Dice(3);
    // Forty films of which four frames in five are the same opening.
    let opening = dice.film(8);
    let films: Vec<Vec<FrameHash>> = (0..40)
        .map(|_| {
            let rest = dice.film(12);
            dice.copy(&joined(&[&opening, &rest]))
        })
        .collect();
    check(&films, &[]);
    // A film that is little but the opening is not inside all of them; its copy is still found by what is its own.
    let own = dice.film(3);
    let brief = joined(&[&opening, &own]);
    let copy = dice.copy(&brief);
    check(&[films, vec![brief, copy, opening]].concat(), &["40 41 same 0"]);
}

#[test]
fn many_copies_are_tied_without_every_pair() {
    let mut dice = Dice(4);
    let film = dice.film(5);
    let copies: Vec<Vec<FrameHash>> = (0..600).map(|_| dice.copy(&film)).collect();
    let films: Vec<&[FrameHash]> = copies.iter().map(Vec::as_slice).collect();
    let pairs = same_films(&films);
    let mut groups = Groups((0..600).collect());
    pairs.iter().for_each(|pair| groups.join(pair.a, pair.b));
    assert!((0..600).all(|film| groups.of(film) == 0));
    assert!(pairs.len() < 600 * 599 / 2);
}

#[test]
fn vpdq_counts_both_ways() {
    let mut dice = Dice(5);
    let film = dice.film(8);
    let mut part = film[..4].to_vec();
    part.push(part[3]);
    part.push(FrameHash { quality: 49, ..frame(9000, dice.hash()) });
    assert_eq!(share(&part, &film, 50, 31), Some((1.0, 0.5)));
    assert_eq!(share(&part, &[], 50, 31), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn the_order_of_films_changes_nothing(seed in any::<u64>(), turn in 0usize..12) {
        let mut dice = Dice(seed);
        let base: Vec<Vec<FrameHash>> = (0..4).map(|_| dice.film(6)).collect();
        let mut films: Vec<Vec<FrameHash>> = Vec::new();
        for n in 0..12 {
            let film = joined(&[&base[n % 4], &base[(n / 4) % 4]]);
            films.push(dice.copy(&film));
        }
        let describe = |films: &[Vec<FrameHash>], back: &dyn Fn(usize) -> usize| {
            let refs: Vec<&[FrameHash]> = films.iter().map(Vec::as_slice).collect();
            let mut pairs: Vec<String> = same_films(&refs)
                .into_iter()
                .map(|p| {
                    let named = FilmPair { a: back(p.a), b: back(p.b), ..p };
                    format!("{:?}", if named.a < named.b { named } else { named.turned() })
                })
                .collect();
            pairs.sort();
            pairs
        };
        let straight = describe(&films, &|n| n);
        films.rotate_left(turn);
        let rotated = describe(&films, &|n| (n + turn) % 12);
        prop_assert_eq!(straight, rotated);
    }
}
