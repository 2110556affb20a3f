//! A real sentence model, where one is named: PRESSGANG_TEST_MODEL holds folders (separated by `:`), such as
//! bench/translations/convert.py makes. Without it these tests say that they were skipped.

#![allow(clippy::print_stderr, reason = "says what was skipped")]

use std::num::NonZeroUsize;
use std::path::PathBuf;

use pressgang_meaning::{Meaning, ModelError, SentenceModel, ordinary};

fn models() -> Vec<SentenceModel> {
    let Some(folders) = std::env::var_os("PRESSGANG_TEST_MODEL") else {
        eprintln!("skipped: PRESSGANG_TEST_MODEL names no sentence model");
        return Vec::new();
    };
    std::env::split_paths(&folders).map(|folder| SentenceModel::open(&folder).unwrap()).collect()
}

fn threads(number: usize) -> NonZeroUsize {
    NonZeroUsize::new(number).unwrap()
}

fn cosine(a: &Meaning, b: &Meaning) -> f32 {
    a.vector.iter().zip(&b.vector).map(|(x, y)| x * y).sum()
}

#[test]
fn the_right_sentence_is_the_nearest() {
    let pairs = [
        ("The train leaves at seven in the morning.", "Поезд отправляется в семь утра."),
        ("My sister bought a new bicycle.", "Ma sœur a acheté un nouveau vélo."),
        ("It has been raining since yesterday.", "Trời mưa từ hôm qua."),
        ("We are looking for a cook with experience.", "Buscamos un cocinero con experiencia."),
        ("The museum is closed on Mondays.", "متحف مغلق يوم الاثنين."),
        ("He forgot his keys at the office.", "Dia lupa kuncinya di kantor."),
    ];
    for model in models() {
        let texts: Vec<&str> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
        let found = model.embed(&texts, threads(2)).unwrap();
        for at in (0..texts.len()).step_by(2) {
            let nearest = (1..texts.len())
                .step_by(2)
                .max_by(|&x, &y| cosine(&found[at], &found[x]).total_cmp(&cosine(&found[at], &found[y])));
            assert_eq!(nearest, Some(at + 1), "{}", texts[at]);
        }
        assert_eq!(
            model.calibration().map(|c| c.name.as_str()),
            Some("multilingual-e5-small"),
            "{:?}",
            model.known_by()
        );
    }
}

#[test]
fn a_text_means_the_same_in_any_company_and_on_any_number_of_threads() {
    for model in models() {
        let mut texts: Vec<&str> = ordinary().iter().map(|(_, text)| *text).step_by(15).collect();
        let long = "A sentence of a long text, which goes on. ".repeat(90);
        texts.extend(["", " ", "a", long.as_str()]);
        let together = model.embed(&texts, threads(1)).unwrap();
        let on_two = model.embed(&texts, threads(2)).unwrap();
        texts.reverse();
        let mut turned = model.embed(&texts, threads(2)).unwrap();
        turned.reverse();
        texts.reverse();
        for (at, text) in texts.iter().enumerate() {
            let alone = model.embed(&[text], threads(1)).unwrap().remove(0);
            assert_eq!(alone, together[at], "{text:?}");
            assert_eq!(alone, on_two[at], "{text:?}");
            assert_eq!(alone, turned[at], "{text:?}");
            let length = alone.vector.iter().map(|v| v * v).sum::<f32>();
            assert!((length - 1.0).abs() < 1e-4, "{text:?}: {length}");
            assert_eq!(alone.vector.len(), model.dimensions());
        }
    }
}

#[test]
fn long_texts_are_read_in_pieces_and_very_long_ones_in_part() {
    let sentence = "The company looks for drivers, cooks and nurses who want to work abroad for half a year. ";
    for model in models() {
        let one = model.embed(&[sentence], threads(1)).unwrap().remove(0);
        assert_eq!((one.pieces, one.cut), (1, false));
        let long = model.embed(&[&sentence.repeat(50)], threads(1)).unwrap().remove(0);
        assert!((2..=4).contains(&long.pieces) && !long.cut, "{} pieces", long.pieces);
        assert!(cosine(&one, &long) > 0.9);
        let longest = model.embed(&[&sentence.repeat(5000)], threads(2)).unwrap().remove(0);
        assert_eq!((longest.pieces, longest.cut), (8, true));
        let unbroken = model.embed(&[&"х".repeat(4000)], threads(1)).unwrap().remove(0);
        assert!(unbroken.vector.iter().all(|v| v.is_finite()));
    }
}

#[test]
fn what_is_no_model_is_refused_with_the_file_and_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let open = || SentenceModel::open(folder.path()).unwrap_err();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let check = |error: ModelError, expected: &str| {
        let text = format!("{error}; {}", error.hint());
        assert!(text.contains(expected), "{text}");
    };
    check(SentenceModel::open(&PathBuf::from("/nowhere")).unwrap_err(), "/nowhere: there is no folder");
    check(open(), "there is no model.onnx; a sentence model is a folder");
    write("model.onnx", "version https://git-lfs.github.com/spec/v1");
    check(open(), "there is no tokenizer.json");
    write("tokenizer.json", "{}");
    check(open(), "this is no tokenizer.json that can be read");
    write(
        "tokenizer.json",
        r#"{"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,"pre_tokenizer":null,"post_processor":null,"decoder":null,"model":{"type":"WordLevel","vocab":{"[UNK]":0},"unk_token":"[UNK]"}}"#,
    );
    check(open(), "this is no ONNX model that can be run");
    check(open(), "pointer of Git LFS");
    write("pressgang-model.toml", "prefix = 3");
    check(open(), "pressgang-model.toml: ");
    write("pressgang-model.toml", "file = \"other.onnx\"");
    check(open(), "other.onnx: there is no such file");
}
