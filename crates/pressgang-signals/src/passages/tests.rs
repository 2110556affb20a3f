//! Passages against plain definitions of what they promise.

use std::collections::{BTreeSet, HashSet};

use proptest::prelude::*;

use super::fingerprint::grams;
use super::*;

const LEAST: u32 = 20;

#[track_caller]
fn shared(a: &str, b: &str) -> Vec<Passage> {
    let (x, y) = (Letters::of(a), Letters::of(b));
    let passages = Aligner::default().align(&x, &y, LEAST);
    hold(&passages, a, b);
    let turned = Aligner::default().align(&y, &x, LEAST);
    let pairs = |passages: &[Passage], turn: bool| -> BTreeSet<_> {
        passages
            .iter()
            .map(|p| {
                if turn {
                    (p.b.start, p.b.end, p.a.clone().start, p.a.end)
                } else {
                    (p.a.start, p.a.end, p.b.start, p.b.end)
                }
            })
            .collect()
    };
    assert_eq!(pairs(&passages, false), pairs(&turned, true));
    passages
}

/// What holds of the passages of any two texts.
#[track_caller]
fn hold(passages: &[Passage], a: &str, b: &str) {
    let (x, y) = (Letters::of(a), Letters::of(b));
    let (mut in_a, mut in_b) = (vec![false; a.len()], vec![false; b.len()]);
    for passage in passages {
        assert!(a.get(passage.a.clone()).is_some() && b.get(passage.b.clone()).is_some(), "not at character borders");
        for (taken, span) in [(&mut in_a, &passage.a), (&mut in_b, &passage.b)] {
            assert!(taken[span.clone()].iter().all(|&taken| !taken), "passages overlap");
            taken[span.clone()].fill(true);
        }
        for run in &passage.runs {
            assert_eq!(x.codes()[run.range_a()], y.codes()[run.range_b()]);
        }
        for pair in passage.runs.windows(2) {
            assert!(pair[0].range_a().end <= pair[1].a as usize && pair[0].range_b().end <= pair[1].b as usize);
        }
        assert_eq!(passage.characters, passage.runs.iter().map(|run| run.len).sum::<u32>());
        assert!(passage.size >= LEAST);
        let (first, last) = (passage.runs[0], passage.runs[passage.runs.len() - 1]);
        assert_eq!(x.span(first.a as usize..last.range_a().end), passage.a);
        assert_eq!(y.span(first.b as usize..last.range_b().end), passage.b);
    }
}

/// The passages of two texts, as they stand in each.
#[track_caller]
fn check(a: &str, b: &str, expected: &[(&str, &str)]) {
    let passages = shared(a, b);
    let found: Vec<(&str, &str)> = passages.iter().map(|p| (&a[p.a.clone()], &b[p.b.clone()])).collect();
    assert_eq!(found, expected, "{passages:?}");
}

#[test]
fn a_sentence_in_other_posts() {
    let same = |text: &'static str| [(text, text)];
    check("", "", &[]);
    check("nothing in common here", "entirely different words", &[]);
    check(
        "Good morning. The iron heron lands at midnight! They know",
        "He said: The iron heron lands at midnight. The end",
        &same("The iron heron lands at midnight"),
    );
    check(
        "Утро. Мы ждём сильных людей на вахту у реки! Приходите",
        "Слышал? МЫ ЖДЕМ СИЛЬНЫХ людей, на вахту — у реки 🪖 завтра",
        &[("Мы ждём сильных людей на вахту у реки", "МЫ ЖДЕМ СИЛЬНЫХ людей, на вахту — у реки")],
    );
    check(
        "今天天气很好。铁鹭部队正在招募司机和厨师！快来",
        "据说铁鹭部队，正在招募司机和厨师，他不信",
        &[("铁鹭部队正在招募司机和厨师", "铁鹭部队，正在招募司机和厨师")],
    );
    check(
        "สวัสดี เรากำลังมองหาคนขับรถที่แข็งแรง มาเลย",
        "เขาว่า เรากำลังมองหาคนขับรถที่แข็งแรง จริงหรือ",
        &same("เรากำลังมองหาคนขับรถที่แข็งแรง"),
    );
    check(
        "صباح الخير، نبحث عن سائقين أقوياء للعمل معنا! شكرا",
        "قال نَبْحَثُ عن سائقين اقوياء للعمل معنا ثم ذهب",
        &[("نبحث عن سائقين أقوياء للعمل معنا", "نَبْحَثُ عن سائقين اقوياء للعمل معنا")],
    );
    check(
        "철왜가리 부대가 튼튼한 운전사를 찾습니다 오세요",
        "그가 철왜가리 부대가 튼튼한 운전사를 찾습니다 라고",
        &same("철왜가리 부대가 튼튼한 운전사를 찾습니다"),
    );
}

#[test]
fn what_differs_within() {
    let a = "Join us: drivers wanted at the river, 240 000 a month, call +49 30 23125 001 before Friday evening.";
    let b = "my cousin forwarded DRIVERS WANTED at the river - 265,000 a month, call +49 30 23125 778 before Friday evening";
    let passages = shared(a, b);
    assert_eq!(passages.len(), 1, "{passages:?}");
    assert_eq!(&a[passages[0].a.clone()], &a["Join us: ".len()..a.len() - 1]);
    assert_eq!(&b[passages[0].b.clone()], &b["my cousin forwarded ".len()..]);
    let differences = passages[0].differences(&Letters::of(a), &Letters::of(b));
    let shown: Vec<(&str, &str)> = differences.into_iter().map(|(x, y)| (&a[x], &b[y])).collect();
    assert_eq!(shown, [("40", "65"), ("001", "778")]);
    check(
        "The old bridge at the mill is closed for repair until the spring",
        "The old bridge at the tavern is closed for repair until the spring",
        &[(
            "The old bridge at the mill is closed for repair until the spring",
            "The old bridge at the tavern is closed for repair until the spring",
        )],
    );
}

#[test]
fn several_and_repeated() {
    let (one, two) = ("the iron heron lands at midnight", "bring boots and a warm blanket");
    let a = format!("{one}. Some words between that nobody else has, quite long ones. {two}");
    let b = format!("{two}, she wrote, and then after a while on her way: {one}");
    check(&a, &b, &[(one, one), (two, two)]);
    // What one text has twice and the other once is found once, the first time.
    let twice = format!("{one}! Some words between that nobody else has, quite long ones. {one}");
    let passages = shared(&twice, one);
    assert_eq!((passages.len(), passages[0].a.clone()), (1, 0..one.len()));
    assert_eq!(shared(&twice, &twice).len(), 1);
    assert_eq!(shared("hahahahahahahahahahahahahaha", "hahahahahahahahahahahahahahahaha"), []);
}

#[test]
fn hostile_texts_end() {
    let million = "a".repeat(1 << 20);
    let of_two: String = (0..1u32 << 18).map(|i| if i.count_ones() % 2 == 0 { "ab" } else { "ba" }).collect();
    let period = "the iron heron lands at midnight and ".repeat(20_000);
    let marks = format!("a{}", "\u{301}".repeat(1 << 18));
    let texts = [million.as_str(), &of_two, &period, &marks, &period[7..]];
    let mut prints = Vec::new();
    for text in texts {
        let letters = Letters::of(text);
        fingerprints(&letters, &mut prints);
        assert!(prints.len() <= letters.len() / 2);
        let mut counts = PassageCounts::from_cells(0, vec![0; 1 << 10]).unwrap();
        counts.add(&letters, &mut Vec::new());
        assert!(counts.cells().iter().all(|&count| count <= 1));
    }
    for (a, b) in [(0, 0), (0, 1), (1, 1), (2, 4), (2, 2)] {
        shared(texts[a], texts[b]);
    }
    fingerprints(&Letters::of(&million), &mut prints);
    assert_eq!(prints, []);
}

#[test]
fn hashes_stay_as_they_are() {
    let mut prints = Vec::new();
    fingerprints(&Letters::of("The iron heron lands at midnight. 铁鹭部队正在招募司机和厨师"), &mut prints);
    insta::assert_debug_snapshot!(prints.iter().map(|p| (p.at, format!("{:016x}", p.hash))).collect::<Vec<_>>());
}

#[test]
fn worth_of_passages() {
    let sentence = "Boots and a warm blanket are waiting for every driver at the old mill by the river";
    let slogan = "We stand together for our country";
    let worth_in = |text: &str, ordinary: &[String]| {
        let letters = Letters::of(text);
        let passages = shared(text, text);
        let mut counts = PassageCounts::default();
        ordinary.iter().for_each(|post| counts.add(&Letters::of(post), &mut Vec::new()));
        worth(&passages[0], &letters, (!ordinary.is_empty()).then_some(&counts))
    };
    let with_slogan = |posts: usize, each: usize| -> Vec<String> {
        let post =
            |i: usize| format!("Day {i} of {} {}", i * 7919, if i.is_multiple_of(each) { slogan } else { "my walk" });
        (0..posts).map(post).collect()
    };
    // One in a hundred says the slogan.
    let found = worth_in(slogan, &with_slogan(2_000, 100));
    assert_eq!(found.ordinary, Some(20));
    assert!(found.weight < 0.01, "{found:?}");
    // Nobody says the sentence, also where there are few that could.
    for posts in [200, 2_000] {
        let found = worth_in(sentence, &with_slogan(posts, 100));
        assert_eq!((found.ordinary, found.weight), (Some(0), 1.0), "{found:?}");
    }
    // Without a background the length alone counts, and a short passage weighs nothing.
    assert_eq!(worth_in(sentence, &[]).ordinary, None);
    assert_eq!(worth_in(sentence, &[]).weight, 1.0);
    assert!(worth_in(slogan, &[]).weight < 0.1);
    // A slogan with a word more is still a slogan.
    assert!(worth_in(&format!("{slogan} Bob"), &with_slogan(2_000, 100)).weight < 0.1);
    // Rarer weighs more.
    let weights: Vec<f64> =
        [50, 200, 500, 2_000].map(|each| worth_in(slogan, &with_slogan(4_000, each)).weight).to_vec();
    assert!(weights.is_sorted() && weights[3] > 0.3, "{weights:?}");
}

#[test]
fn counts_of_different_sizes_add_up() {
    let posts: Vec<Letters> =
        (0..200).map(|i| Letters::of(&format!("post {} says what it says {}", i * 31, i % 7))).collect();
    let count = |cells: usize, posts: &[Letters]| {
        let mut counts = PassageCounts::from_cells(0, vec![0; cells]).unwrap();
        posts.iter().for_each(|post| counts.add(post, &mut Vec::new()));
        counts
    };
    let whole = count(1 << 12, &posts);
    let mut sum = count(1 << 12, &posts[..80]);
    sum.merge(&count(1 << 12, &posts[80..]));
    assert_eq!(sum, whole);
    let mut smaller = count(1 << 8, &posts[..80]);
    smaller.merge(&count(1 << 12, &posts[80..]));
    assert_eq!((smaller.cells().len(), smaller.posts()), (1 << 8, 200));
    let fewer = count(1 << 8, &posts);
    assert!(smaller.cells().iter().zip(fewer.cells()).all(|(sum, exact)| sum >= exact));
    assert_eq!(PassageCounts::from_cells(0, vec![0; 3]), Err(NoCounts { cells: 3 }));
}

#[test]
fn limits_are_counted() {
    let passage = "the iron heron lands at midnight behind the mill";
    let mut builder = PassageIndexBuilder::default();
    (0..1_000).for_each(|i| builder.add(&format!("{i} {passage} {}", i * 7)));
    let index = builder.build(IndexLimits { sharers: 10, candidates: 5 });
    let found = index.passages_with(passage, LEAST, u32::MAX, &mut PassageFinder::default());
    assert_eq!(found.with.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    assert_eq!(found.left_out, 995);
    let found = index.passages_with(passage, LEAST, 3, &mut PassageFinder::default());
    assert_eq!((found.with.len(), found.left_out), (3, 0));
}

/// Pieces of posts, of several scripts.
fn pieces() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec![
        "the",
        "iron",
        "heron",
        "lands",
        "Straße",
        "ﬁn",
        "работа",
        "ВАХТА",
        "дрон",
        "招聘司机",
        "部隊",
        "かれは",
        "운전사",
        "نبحث",
        "עבודה",
        "รถที่",
        "हिन्दी",
        "🪖",
        "e\u{301}",
        "12",
        "１３",
        "@you ",
        "http://a.b/c ",
        "...",
        "½",
    ]);
    prop::collection::vec((word, "[ -.]?").prop_map(|(word, gap)| format!("{word}{gap}")), 0..40)
}

fn size(text: &str) -> u32 {
    Letters::of(text).codes().iter().map(|&code| size_of(code)).sum()
}

proptest! {
    #[test]
    fn a_long_common_run_has_a_common_fingerprint(
        run in "[a-f]{12,30}|[a-c中文字部]{5,20}|[가나다a]{8,20}|[дрон1-3]{18,25}|(ab){6,12}c|[xy]{20,25}",
        around in prop::array::uniform4("[a-f中가 ]{0,20}"),
    ) {
        let hashes = |text: &str| -> HashSet<u64> {
            let mut prints = Vec::new();
            fingerprints(&Letters::of(text), &mut prints);
            prints.iter().map(|print| print.hash).collect()
        };
        let mut tells = false;
        grams(Letters::of(&run).codes(), GRAM, |gram| tells |= gram.hash.is_some());
        let plain = Letters::of(&run).codes().iter().all(|&code| size_of(code) == 1);
        let guaranteed = if plain { GRAM + WINDOW - 1 } else { GUARANTEED };
        if tells && size(&run) >= guaranteed {
            let [w, x, y, z] = &around;
            let (a, b) = (hashes(&format!("{w}{run}{x}")), hashes(&format!("{y}{run}{z}")));
            prop_assert!(!a.is_disjoint(&b));
        }
    }

    #[test]
    fn grams_are_where_they_say(text in "[ab中가]{0,40}") {
        let letters = Letters::of(&text);
        let mut ends = Vec::new();
        grams(letters.codes(), GRAM, |gram| {
            let codes = &letters.codes()[gram.start..gram.end];
            let measure = |codes: &[u32]| codes.iter().map(|&code| size_of(code)).sum::<u32>();
            assert!(measure(codes) >= GRAM && measure(&codes[1..]) < GRAM);
            let mut alone = Vec::new();
            grams(codes, GRAM, |gram| alone.push(gram.hash));
            assert_eq!(alone.last(), Some(&gram.hash));
            ends.push(gram.end);
        });
        prop_assert!(ends.windows(2).all(|pair| pair[0] + 1 == pair[1]));
        prop_assert!(ends.last().is_none_or(|&last| last == letters.len()));
    }

    #[test]
    fn aligned_texts_keep_what_is_promised(a in pieces(), b in pieces(), common in pieces(), at in 0..40usize) {
        let with = |pieces: &[String], at: usize| {
            let at = at.min(pieces.len());
            [&pieces[..at], &common, &pieces[at..]].concat().concat()
        };
        let (a, b) = (with(&a, at), with(&b, at / 2));
        let passages = shared(&a, &b);
        let run = size(&common.concat());
        // The greedy choice may split a common run for a longer one, but never leaves all of it.
        if run >= 2 * LEAST {
            let mut tells = false;
            grams(Letters::of(&common.concat()).codes(), GRAM, |gram| tells |= gram.hash.is_some());
            prop_assert!(!passages.is_empty() || !tells);
        }
    }

    #[test]
    fn any_two_texts(a in "[ab]{0,60}", b in "[ab]{0,60}") {
        shared(&a, &b);
    }

    #[test]
    fn counts_are_never_too_small(posts in prop::collection::vec(pieces(), 1..20), common in pieces()) {
        let common = common.concat();
        let posts: Vec<String> =
            posts.iter().enumerate().map(|(i, post)| if i % 2 == 0 { format!("{}{common}", post.concat()) } else { post.concat() }).collect();
        let mut counts = PassageCounts::from_cells(0, vec![0; 1 << 12]).unwrap();
        posts.iter().for_each(|post| counts.add(&Letters::of(post), &mut Vec::new()));
        let letters = Letters::of(&common);
        let passages = Aligner::default().align(&letters, &letters, GRAM);
        for passage in passages {
            let [run] = passage.runs[..] else { panic!("a text is not one run in itself") };
            let holds = |post: &String| {
                Letters::of(post).codes().windows(run.len as usize).any(|codes| *codes == letters.codes()[run.range_a()])
            };
            let exact = posts.iter().filter(|post| holds(post)).count() as u64;
            let worth = worth(&passage, &letters, Some(&counts));
            prop_assert!(worth.ordinary.is_some_and(|ordinary| ordinary >= exact));
            prop_assert!((0.0..=1.0).contains(&worth.weight));
        }
    }

    #[test]
    fn an_index_finds_what_pairs_share(texts in prop::collection::vec(pieces(), 1..12), common in pieces()) {
        let texts: Vec<String> = texts
            .iter()
            .enumerate()
            .map(|(i, text)| if i % 3 == 0 { format!("{}{}", common.concat(), text.concat()) } else { text.concat() })
            .collect();
        let mut builder = PassageIndexBuilder::default();
        texts.iter().for_each(|text| builder.add(text));
        let index = builder.build(IndexLimits::standard());
        let mut finder = PassageFinder::default();
        for (i, text) in texts.iter().enumerate() {
            let found = index.passages_with(text, LEAST, i as u32, &mut finder);
            for (number, other) in texts[..i].iter().enumerate() {
                let expected = shared(text, other);
                let got = found.with.iter().find(|(with, _)| *with as usize == number);
                match got {
                    Some((_, passages)) => prop_assert_eq!(passages, &expected),
                    None => {
                        // Without a long enough run there need be no fingerprint in common.
                        let is_short = |run: &Run| size(&letters_of(text, run)) < GUARANTEED;
                        let all_short = expected.iter().all(|passage| passage.runs.iter().all(is_short));
                        prop_assert!(all_short, "{:?}", expected);
                    }
                }
            }
        }
    }
}

fn letters_of(text: &str, run: &Run) -> String {
    Letters::of(text).codes()[run.range_a()].iter().filter_map(|&code| char::from_u32(code)).collect()
}
