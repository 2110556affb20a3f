//! Text that is not UTF-8.

use pressgang_posts::{Mapping, ReadError, ReadOptions};

use crate::support::{file, named, options, read_bytes, try_read};
use crate::wrap::{gz, utf16, zip};

const TABLE: &str = "id\ttext\tviews\r\n1\tplain\t5\r\n2\t\"two\r\nlines, é, \u{65e5}\u{672c} and \u{1f600}\"\t\r\n\r\n3\t\u{444}\u{444}\t7";

#[test]
fn tables_in_utf_16_are_read_with_the_places_they_have_there() {
    for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        let bytes = utf16(TABLE, to_bytes);
        for wrapped in [bytes.clone(), gz(&bytes), zip(&[("a.txt", &bytes)])] {
            let reading = read_bytes(&wrapped, &options());
            assert_eq!(reading.ids(), ["1", "2", "3"], "{:?}", reading.reasons());
            assert_eq!(reading.posts()[1].text, "two\r\nlines, é, \u{65e5}\u{672c} and \u{1f600}");
            for post in reading.posts() {
                let (offset, length) = (post.provenance.offset.unwrap(), post.provenance.length.unwrap());
                let record = &bytes[offset as usize..(offset + length) as usize];
                let units: Vec<u16> = record
                    .chunks(2)
                    .map(|pair| if to_bytes(1) == [1, 0] { [pair[0], pair[1]] } else { [pair[1], pair[0]] })
                    .map(u16::from_le_bytes)
                    .collect();
                let row = String::from_utf16(&units).unwrap();
                assert!(row.starts_with(&format!("{}\t", post.key.id)) && !row.ends_with('\n'), "{row:?}");
            }
        }
    }
}

#[test]
fn places_stay_right_over_many_buffers_and_halves_of_pairs() {
    let filler = "\u{1f600}é\u{65e5}a".repeat(3_000);
    let table: String = (0..40).map(|n| format!("{n}\t{filler}{n}\n")).collect();
    let mut units: Vec<u16> = format!("\u{feff}id\ttext\n{table}").encode_utf16().collect();
    // Half a pair in the first row, and one at the very end.
    let first = units.iter().position(|&unit| unit == 0xd83d).unwrap();
    units[first + 1] = u16::from(b'x');
    units.push(0xd83d);
    let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let reading = read_bytes(&bytes, &options());
    assert_eq!(reading.posts().len(), 40, "{:?}", reading.reasons());
    assert!(reading.posts()[0].text.starts_with("\u{fffd}xé"));
    for post in reading.posts() {
        let offset = post.provenance.offset.unwrap() as usize;
        let id: Vec<u8> = format!("{}\t", post.key.id).encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(bytes[offset..].starts_with(&id), "{}", post.key.id);
        assert_eq!(&bytes[offset + post.provenance.length.unwrap() as usize..][..2], b"\n\0");
    }
}

#[test]
fn half_a_character_at_the_end_is_damage() {
    let mut bytes = utf16(TABLE, u16::to_le_bytes);
    bytes.pop();
    let reading = read_bytes(&bytes, &options());
    assert_eq!(reading.ids(), ["1", "2"]);
    assert_eq!(reading.reasons(), ["the file is damaged: it ends early"]);
}

#[test]
fn what_is_no_table_in_utf_16_is_refused() {
    let lines = utf16("{\"id\":\"1\",\"text\":\"a\"}\n", u16::to_le_bytes);
    let table = utf16(TABLE, u16::to_le_bytes);
    let given = ReadOptions { format: Some(named("ndjson")), ..options() };
    let mapping = Mapping::default().with("id", "id").unwrap();
    for (bytes, options) in
        [(&lines, options()), (&lines, given.clone()), (&lines, ReadOptions { mapping, ..options() }), (&table, given)]
    {
        let error = try_read(file(bytes).path(), &options).err().unwrap();
        assert!(error.to_string().contains("save it as UTF-8 first"), "{error}");
        assert!(error.to_string().contains("UTF-16"), "{error}");
    }
    let reading = read_bytes(&zip(&[("a", b"id,text\n1,a\n"), ("b", &lines)]), &options());
    assert_eq!((reading.ids(), reading.rejects().len()), (vec!["1"], 1));
    let wide: Vec<u8> = "\u{feff}id\ttext\n".chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
    let error = try_read(file(&wide).path(), &options()).err().unwrap();
    assert!(matches!(error, ReadError::UnknownFormat { looks_like: Some(what), .. } if what.contains("UTF-32")));
}

/// No alphabet is guessed: a row in another one is a reject, the others are posts.
#[test]
fn rows_in_old_encodings_are_rejects() {
    let table = b"id,text\n1,plain\n2,\xcf\xf0\xe8\xe2\xe5\xf2\n3,plain\n";
    let reading = read_bytes(table, &options());
    assert_eq!(reading.ids(), ["1", "3"]);
    assert_eq!(reading.reasons(), ["invalid UTF-8 at byte 2 of the record"]);
}
