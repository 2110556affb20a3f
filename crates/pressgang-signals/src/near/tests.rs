//! The join against every pair looked at, by sets of strings that share nothing with it.

use std::collections::{BTreeSet, HashSet};

use proptest::prelude::*;

use super::*;

fn set(text: &str) -> HashSet<String> {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(chars.len().clamp(1, 5)).map(|window| window.iter().collect()).collect()
}

fn brute(texts: &[String], threshold: f64) -> Vec<NearPair> {
    let collected = Texts::new(texts.to_vec());
    let first: Vec<&str> = collected.groups().iter().map(|g| texts[g[0] as usize].as_str()).collect();
    let sets: Vec<HashSet<String>> = first.iter().map(|text| set(text)).collect();
    let mut pairs = Vec::new();
    for a in 0..first.len() {
        for b in a + 1..first.len() {
            let shared = sets[a].intersection(&sets[b]).count();
            let similarity = shared as f64 / (sets[a].len() + sets[b].len() - shared) as f64;
            assert_eq!(similarity, jaccard(first[a], first[b]));
            if similarity >= threshold {
                pairs.push(NearPair { a: a as u32, b: b as u32, similarity });
            }
        }
    }
    pairs
}

/// Texts as a caller may hold them: handed out a few at a time.
struct Few(Row);

impl Shelf for Few {
    type Error = Infallible;

    fn batches(&self, take: &mut dyn FnMut(Batch<'_>) -> Result<(), Infallible>) -> Result<(), Infallible> {
        let all = self.0.batch();
        for first in (0..all.ends.len()).step_by(3) {
            let last = (first + 3).min(all.ends.len());
            let (base, end) = (if first == 0 { 0 } else { all.ends[first - 1] }, all.ends[last - 1]);
            let text = &all.text[base as usize..end as usize];
            take(Batch { first: first as u32, text, ends: &all.ends[first..last], base })?;
        }
        Ok(())
    }

    fn whole(&self) -> Option<Batch<'_>> {
        None
    }

    fn length(&self, number: u32) -> u64 {
        self.0.length(number)
    }

    fn bytes(&self) -> u64 {
        self.0.bytes()
    }
}

fn by_texts<'t>(texts: &'t [String], pairs: &[NearPair]) -> BTreeSet<(&'t str, &'t str, u64)> {
    let collected = Texts::new(texts.to_vec());
    let text = |group: u32| texts[collected.groups()[group as usize][0] as usize].as_str();
    let unordered = |pair: &NearPair| {
        let (a, b) = (text(pair.a), text(pair.b));
        (a.min(b), a.max(b), pair.similarity.to_bits())
    };
    pairs.iter().map(unordered).collect()
}

fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

#[test]
fn identical_and_short_texts() {
    let texts = Texts::new(["abc".into(), "abc".into(), String::new(), "abcd".into(), "abcdefgh".into()]);
    assert_eq!(texts.groups(), &[vec![0, 1], vec![3], vec![4]]);
    assert_eq!(near_pairs(&texts, 0.1), vec![]);
    assert_eq!(jaccard("abcdef", "abcdeg"), 1.0 / 3.0);
    assert_eq!(jaccard("", ""), 0.0);
}

#[test]
fn many_texts_that_differ_by_a_word() {
    let texts: Vec<String> = (0..1500).map(|i| format!("we are looking for strong men, write to {i} today")).collect();
    let expected = brute(&texts, 0.7);
    assert!(expected.len() > 1_000_000);
    assert_eq!(near_pairs(&Texts::new(texts), 0.7), expected);
}

/// Texts of which many are alike: a few words each, of several scripts, some with signs beyond 16 bits.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec![
        "a",
        "ab",
        "recruit",
        "the front",
        "работа",
        "вахта",
        "зп 200к",
        "дрон",
        "招聘",
        "中国人民",
        "عقد",
        "שלום",
        "😀",
        "🪖🪖",
        "naïve",
        "“x”",
        "\0",
        "ཀཁག",
        "ก็",
    ]);
    let some = prop::collection::vec(word, 0..9).prop_map(|words| words.join(" "));
    prop::collection::vec(prop_oneof![some, "[ab]{0,14}", "[abж日]{3,12}"], 1..40)
}

proptest! {
    #[test]
    fn finds_what_brute_force_finds(
        texts in texts(),
        threshold in prop::sample::select(vec![0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]),
        room in prop::sample::select(vec![0, 500, 2_000, 1 << 20]),
    ) {
        let collected = Texts::new(texts.clone());
        let expected = brute(&texts, threshold);
        prop_assert_eq!(&near_pairs(&collected, threshold), &expected);
        let (left, right): (Vec<u32>, Vec<u32>) = (0..collected.groups().len() as u32).partition(|g| g % 3 == 0);
        let across: Vec<NearPair> =
            expected.iter().copied().filter(|p| (p.a % 3 == 0) != (p.b % 3 == 0)).collect();
        prop_assert_eq!(cross_pairs(&collected, &left, &right, threshold, 100, &|_| false), across);
        let everyone: Vec<u32> = (0..collected.groups().len() as u32).collect();
        prop_assert_eq!(&cross_pairs(&collected, &everyone, &everyone, threshold, 100, &|g| g % 2 == 0), &expected);
        let few = Few(collected.row);
        let in_passes = collected_pairs(&few, threshold, room);
        prop_assert_eq!(in_passes, expected);
    }

    #[test]
    fn what_is_connected_stays_connected(texts in texts(), most in 0usize..4) {
        let collected = Texts::new(texts.clone());
        let everyone: Vec<u32> = (0..collected.groups().len() as u32).collect();
        let apart = |g: u32| g.is_multiple_of(3);
        let all = near_pairs(&collected, 0.4);
        let kept = cross_pairs(&collected, &everyone, &everyone, 0.4, most, &apart);
        prop_assert!(kept.iter().all(|pair| all.contains(pair)));
        let parts = |pairs: &[NearPair]| {
            let mut part = everyone.clone();
            for _ in 0..everyone.len() {
                for pair in pairs {
                    let least = part[pair.a as usize].min(part[pair.b as usize]);
                    (part[pair.a as usize], part[pair.b as usize]) = (least, least);
                }
            }
            part
        };
        prop_assert_eq!(parts(&all), parts(&kept));
        for &group in &everyone {
            let partners = |pairs: &[NearPair], set_apart: bool| -> Vec<(f64, u32)> {
                let other = |p: &NearPair| if p.a == group { p.b } else { p.a };
                let mine = pairs.iter().filter(|p| (p.a == group || p.b == group) && apart(other(p)) == set_apart);
                let mut mine: Vec<(f64, u32)> = mine.map(|p| (p.similarity, other(p))).collect();
                mine.sort_by(|x, y| y.0.total_cmp(&x.0));
                mine
            };
            for set_apart in [false, true] {
                let (of_all, of_kept) = (partners(&all, set_apart), partners(&kept, set_apart));
                let first = |list: &[(f64, u32)]| list.iter().take(most).map(|x| x.0).collect::<Vec<f64>>();
                prop_assert_eq!(first(&of_all), first(&of_kept));
            }
        }
    }

    #[test]
    fn order_and_threads_change_nothing(texts in texts(), threshold in 0.3..=1.0) {
        let here = on_threads(1, || near_pairs(&Texts::new(texts.clone()), threshold));
        let there = on_threads(2, || near_pairs(&Texts::new(texts.clone()), threshold));
        prop_assert_eq!(&here, &there);
        let mut shuffled = texts.clone();
        shuffled.sort_by_key(|text| text.bytes().rev().map(u64::from).fold(7, |sum, b| sum * 31 % 1009 + b));
        let again = near_pairs(&Texts::new(shuffled.clone()), threshold);
        prop_assert_eq!(by_texts(&texts, &here), by_texts(&shuffled, &again));
    }
}

/// The bytes of an index, which text stands at which place, and the distinct texts.
fn stored(texts: &[String], threshold: f64) -> (Vec<Vec<u8>>, Vec<u32>, NearTexts) {
    let distinct: BTreeSet<&String> = texts.iter().filter(|text| !text.is_empty()).collect();
    let mut given = NearTexts::default();
    distinct.into_iter().for_each(|text| given.push(text));
    let index = given.index(threshold);
    let sections = NearSection::ALL.map(|section| {
        let mut bytes = Vec::new();
        index.bytes(section, &mut |piece| bytes.extend_from_slice(piece));
        bytes
    });
    let order = index.order();
    (sections.into(), order, given)
}

proptest! {
    #[test]
    fn a_stored_index_finds_what_brute_force_finds(
        texts in texts(),
        built in prop::sample::select(vec![0.3, 0.5, 0.6]),
        threshold in prop::sample::select(vec![0.6, 0.7, 0.8, 1.0]),
    ) {
        let (half, probes) = texts.split_at(texts.len() / 2);
        let (bytes, order, given) = stored(half, built);
        let index = StoredNear::open(|section| &bytes[section as usize]).unwrap();
        let read = |place: u32, out: &mut String| out.push_str(given.get(order[place as usize]));
        let mut scratch = index.scratch();
        for probe in probes {
            let mut found = Vec::new();
            index.find(probe, threshold, &mut scratch, &read, &mut found);
            let mut found: Vec<(u32, f64)> = found.iter().map(|f| (order[f.place as usize], f.similarity)).collect();
            found.sort_by_key(|f| f.0);
            let expected: Vec<(u32, f64)> = (0..given.len() as u32)
                .map(|number| (number, jaccard(probe, given.get(number))))
                .filter(|(_, similarity)| *similarity >= threshold)
                .collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn damaged_bytes_find_something_or_nothing(
        texts in texts(),
        hits in prop::collection::vec((0usize..5, any::<u32>(), any::<u8>()), 1..20),
        cut in prop::option::of((0usize..5, any::<u16>())),
    ) {
        let (mut bytes, ..) = stored(&texts, 0.5);
        for (section, at, value) in hits {
            let section = &mut bytes[section];
            if !section.is_empty() {
                let at = at as usize % section.len();
                section[at] = value;
            }
        }
        if let Some((section, length)) = cut {
            bytes[section].truncate(usize::from(length));
        }
        if let Some(index) = StoredNear::open(|section| &bytes[section as usize]) {
            let mut scratch = index.scratch();
            for text in &texts {
                index.find(text, 0.5, &mut scratch, &|_, out| out.push_str(text), &mut Vec::new());
            }
        }
    }
}

fn collected_pairs(few: &Few, threshold: f64, room: u64) -> Vec<NearPair> {
    let once = Mutex::new(HashSet::new());
    collected(|sink| {
        let Ok(()) = near_pairs_of(few, threshold, Some(room), &|pairs| {
            assert!(pairs.iter().all(|pair| once.lock().unwrap().insert((pair.a, pair.b))), "a pair twice");
            sink(pairs)
        });
    })
}
