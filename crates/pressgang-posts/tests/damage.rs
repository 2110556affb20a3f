//! No damage to any file makes a reader panic, and what it hands out stays sane.

use std::path::PathBuf;

use pressgang_posts::{Limits, ReadOptions, detect_file};
use proptest::prelude::*;

use crate::support::{all_fixtures, check_sums, file, named, options, try_read};

fn fixtures() -> Vec<PathBuf> {
    all_fixtures().into_iter().map(|(_, path)| path).collect()
}

fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let fixtures = fixtures();
    let choice = (
        0..fixtures.len(),
        any::<prop::sample::Index>(),
        prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    );
    choice.prop_map(move |(chosen, cut, flips)| {
        let mut bytes = std::fs::read(&fixtures[chosen]).unwrap();
        // Cut only some, so that flips are met in whole files too.
        if flips.len() % 2 == 0 {
            bytes.truncate(cut.index(bytes.len() + 1));
        }
        for (at, value) in flips {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] ^= value;
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damage_never_panics(bytes in damaged(), record_bytes in prop_oneof![Just(16_usize << 20), 40_usize..400]) {
        let limits = Limits { record_bytes, ..Limits::standard() };
        let file = file(&bytes);
        let _ = detect_file(file.path(), &limits);
        if let Ok(reading) = try_read(file.path(), &ReadOptions { limits, all_chats: true, ..options() }) {
            check_sums(&reading);
            let places = reading.posts().into_iter().map(|post| &post.provenance);
            for place in places.chain(reading.rejects().into_iter().map(|reject| &reject.provenance)) {
                let end = place.offset.unwrap_or_default() + place.length.unwrap_or_default();
                prop_assert!(end <= bytes.len() as u64);
            }
        }
    }

    #[test]
    fn truncation_keeps_what_is_before_it(chosen in 0..1000_usize, cut in any::<prop::sample::Index>()) {
        let fixtures = fixtures();
        let path = &fixtures[chosen % fixtures.len()];
        let bytes = std::fs::read(path).unwrap();
        let Ok(whole) = try_read(path, &options()) else { return Ok(()) };
        let cut = cut.index(bytes.len() + 1);
        if let Ok(part) = try_read(file(&bytes[..cut]).path(), &options()) {
            // A row cut right before a broken value is a post, so posts alone may be more.
            prop_assert!(part.items.len() <= whole.items.len() + 1);
        }
    }

    #[test]
    fn rows_are_those_of_the_csv_crate(text in "([a-c,\"\n\r;é]|\"\"){0,60}") {
        let table = format!("id,text\n{text}");
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
        let expected: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .filter(|fields: &Vec<String>| fields.len() >= 2 && fields[2..].iter().all(String::is_empty))
            .filter(|fields| !fields[0].trim().is_empty() && !fields[1].is_empty() && fields != &["id", "text"])
            .collect();
        let given = ReadOptions { format: Some(named("csv")), ..options() };
        let reading = try_read(file(table.as_bytes()).path(), &given).unwrap();
        // A quote that is never closed ends in a reject here and in a record there.
        let unclosed = reading.reasons().contains(&"a quote is opened and never closed");
        let found: Vec<Vec<String>> =
            reading.posts().into_iter().map(|post| vec![post.key.id.clone(), post.text.clone()]).collect();
        let expected: Vec<Vec<String>> =
            expected.into_iter().map(|fields| vec![fields[0].trim().to_owned(), fields[1].clone()]).collect();
        let compared = expected.len() - usize::from(unclosed && expected.len() > found.len());
        prop_assert_eq!(&found[..], &expected[..compared]);
    }
}
