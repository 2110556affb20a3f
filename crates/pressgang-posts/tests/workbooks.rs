//! Excel workbooks, made here because a fixture of zipped XML could not be looked at.

use pressgang_posts::{Limits, Mapping, ReadError, ReadOptions, detect_file};

use crate::support::{file, named, options, read_bytes, try_read};
use crate::wrap::{parts, workbook, workbook_of, zip};

/// A header of texts that cells share, and the rows below it.
fn posts(rows: &str) -> Vec<u8> {
    let header = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>\
        <c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c></row>";
    let names = ["<t>ID</t>", "<t>Text</t>", "<t>created_at</t>", "<t>views</t>"];
    workbook(&[("posts", &format!("{header}{rows}"))], &names)
}

/// A cell written within its row.
fn inline(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

#[test]
fn sheets_are_read_like_tables() {
    let first = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c>\
        <c r=\"E1\" t=\"s\"><v>3</v></c><c r=\"F1\" t=\"inlineStr\"><is><t>Notes</t></is></c></row>\
        <row r=\"2\"><c r=\"A2\"><v>12345</v></c><c r=\"B2\" t=\"s\"><v>4</v></c>\
        <c r=\"C2\" s=\"1\"><v>43851.70744212963</v></c><c r=\"E2\"><v>1200</v></c><c r=\"F2\" t=\"e\"><v>#N/A</v></c></row>\
        <row r=\"3\" ht=\"15\"/><row r=\"4\"><c r=\"A4\" s=\"2\"/></row>\
        <row r=\"5\"><c r=\"A5\" t=\"str\"><f>CONCAT(1)</f><v>1014210000000000001</v></c>\
        <c r=\"B5\" t=\"inlineStr\"><is><r><t xml:space=\"preserve\">bold </t></r><r><t>&lt;plain&gt; &#x1F600;</t></r><rPh><t>no</t></rPh></is></c>\
        <c r=\"C5\" s=\"2\"><v>43852</v></c><c r=\"E5\" t=\"n\"><v>1.2E3</v></c></row>";
    let second = format!(
        "<row><c t=\"inlineStr\"><is><t>a report</t></is></c></row><row>{}{}</row><row>{}{}</row>",
        inline("B2", "message"),
        inline("A2", "post_id"),
        inline("A3", "9"),
        inline("B3", "second sheet")
    );
    let third = format!("<row>{}</row>", inline("A1", "nothing of ours"));
    let names = ["<t>ID</t>", "<t> Text\n</t>", "<t>created_at</t>", "<r><t>vie</t></r><r><t>ws</t></r>"];
    let strings = [&names[..], &["<t>line one_x000D_\nline _x005F_x000D_ two</t>"]].concat();
    let bytes = workbook(&[("posts", first), ("more &amp; more", &second), ("about", &third)], &strings);
    let reading = read_bytes(&bytes, &options());
    assert_eq!(reading.ids(), ["12345", "1014210000000000001", "9"], "{:?}", reading.reasons());
    assert!(reading.rejects().is_empty(), "{:?}", reading.reasons());
    let posts = reading.posts();
    assert_eq!(posts[0].text, "line one\r\nline _x000D_ two");
    assert_eq!(posts[0].created_at.unwrap().to_string(), "2020-01-21T16:58:43Z");
    assert_eq!(posts[0].created_at_local.as_deref(), Some("2020-01-21T16:58:43"));
    assert_eq!(posts[0].metrics.views, Some(1200));
    assert_eq!(posts[1].text, "bold <plain> \u{1f600}");
    assert_eq!(posts[1].created_at.unwrap().to_string(), "2020-01-22T00:00:00Z");
    assert_eq!(posts[1].metrics.views, Some(1200));
    assert_eq!(posts[2].text, "second sheet");
    let places: Vec<_> =
        posts.iter().map(|post| (post.provenance.member().unwrap(), post.provenance.row.unwrap())).collect();
    assert_eq!(places, [("posts", 1), ("posts", 4), ("more & more", 1)]);
    let parts: Vec<_> = reading.summary.parts.iter().map(|part| part.format.as_str()).collect();
    assert_eq!(parts, ["xlsx", "xlsx"]);
    let detections = detect_file(file(&bytes).path(), &Limits::standard()).unwrap();
    let members: Vec<_> = detections.iter().map(|found| (found.format, found.member.as_deref().unwrap())).collect();
    assert_eq!(members, [(Some(named("xlsx")), "posts"), (Some(named("xlsx")), "more & more")]);
}

#[track_caller]
fn check_reasons(cells: &str, expected: &[&str]) {
    let reading = read_bytes(&posts(&format!("<row r=\"2\">{cells}</row>")), &options());
    assert_eq!(reading.reasons(), expected);
    assert_eq!(reading.posts().len(), usize::from(expected.is_empty()));
}

#[test]
fn numbers_are_ids_only_as_far_as_excel_keeps_them() {
    let text = inline("B2", "a");
    check_reasons(&format!("<c r=\"A2\"><v>999999999999999</v></c>{text}"), &[]);
    check_reasons(&format!("<c r=\"A2\"><v>1.2345678E7</v></c>{text}"), &[]);
    check_reasons(&format!("<c r=\"A2\"><v>1014210000000000000</v></c>{text}"), &["id is a float: 1.01421e18"]);
    check_reasons(&format!("<c r=\"A2\"><v>1000000000000000</v></c>{text}"), &["id is a float: 1000000000000000.0"]);
    check_reasons(&format!("<c r=\"A2\"><v>1.5</v></c>{text}"), &["id is a float: 1.5"]);
    check_reasons(&format!("<c r=\"A2\" s=\"1\"><v>43852</v></c>{text}"), &["id is neither text nor a number"]);
    check_reasons(&text, &["no id"]);
    check_reasons("<c r=\"A2\"><v>1</v></c><c r=\"B2\" t=\"e\"><v>#REF!</v></c>", &["no text"]);
}

#[test]
fn times_are_what_their_format_makes_them() {
    let post = |cell: &str| {
        let row = format!("<row r=\"2\"><c r=\"A2\"><v>1</v></c>{}{cell}</row>", inline("B2", "a"));
        let reading = read_bytes(&posts(&row), &options());
        match reading.posts().first() {
            Some(post) => post.created_at.map(|time| time.to_string()).unwrap_or_default(),
            None => reading.reasons()[0].to_owned(),
        }
    };
    assert_eq!(post("<c r=\"C2\" s=\"1\"><v>43831.99999999</v></c>"), "2020-01-01T23:59:59.999Z");
    assert_eq!(post("<c r=\"C2\" t=\"d\"><v>2020-01-01T10:00:00</v></c>"), "2020-01-01T10:00:00Z");
    assert_eq!(post("<c r=\"C2\"><v>1577836800000</v></c>"), "2020-01-01T00:00:00Z");
    assert_eq!(post("<c r=\"C2\"><v>1.5778368E9</v></c>"), "2020-01-01T00:00:00Z");
    assert_eq!(post("<c r=\"C2\" t=\"inlineStr\"><is><t>2020-01-01 10:00</t></is></c>"), "2020-01-01T10:00:00Z");
    assert_eq!(post("<c r=\"C2\" s=\"1\"><v>0.5</v></c>"), "created_at is a time of day without a date");
    assert_eq!(post("<c r=\"C2\" s=\"1\"><v>-1e300</v></c>"), "created_at is a time of day without a date");
    assert!(post("<c r=\"C2\" s=\"3\"><v>43831</v></c>").contains("no known form of time"));
    assert!(post("<c r=\"C2\" s=\"9\"><v>43831</v></c>").contains("no known form of time"));
    assert_eq!(post(""), "");
}

#[test]
fn days_may_be_counted_from_1904() {
    let mut parts = parts(
        &[(
            "a",
            "<row><c t=\"inlineStr\"><is><t>id</t></is></c><c t=\"inlineStr\"><is><t>text</t></is></c>\
             <c t=\"inlineStr\"><is><t>date</t></is></c></row>\
             <row><c><v>1</v></c><c><v>2</v></c><c s=\"1\"><v>42389</v></c></row>",
        )],
        &[],
    );
    for (_, text) in &mut parts {
        *text = text.replace("<workbookPr/>", "<workbookPr date1904=\"1\"/>");
    }
    let parts: Vec<_> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let reading = read_bytes(&zip(&parts), &options());
    assert_eq!(reading.posts()[0].created_at.unwrap().to_string(), "2020-01-21T00:00:00Z");
    assert_eq!(reading.posts()[0].text, "2");
}

#[test]
fn names_of_parts_may_be_written_in_other_ways() {
    let bytes = workbook_of(&[vec!["id".into(), "text".into()], vec!["1".into(), "a".into()]]);
    assert_eq!(read_bytes(&bytes, &options()).ids(), ["1"]);
    let mut parts = parts(
        &[(
            "a",
            "<x:row><x:c t=\"inlineStr\"><x:is><x:t>id</x:t></x:is></x:c><x:c t=\"inlineStr\"><x:is><x:t>text</x:t></x:is></x:c></x:row><x:row><x:c><x:v>5</x:v></x:c><x:c><x:v>6</x:v></x:c></x:row>",
        )],
        &[],
    );
    for (name, text) in &mut parts {
        *name = name.replace("xl/worksheets", "XL\\Worksheets").replace("xl/workbook.xml", "office/book.xml");
        *name = name.replace("xl/_rels/workbook.xml.rels", "office/_rels/book.xml.rels");
        *text = text.replace("Target=\"xl/workbook.xml\"", "Target=\"/office/book.xml\"");
        *text = text.replace("Target=\"worksheets/", "Target=\"../xl/./worksheets/");
    }
    let parts: Vec<_> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    assert_eq!(read_bytes(&zip(&parts), &options()).ids(), ["5"]);
}

#[test]
fn what_is_missing_is_named() {
    let sheet = |names: &[&str]| vec![names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()];
    let without_text = file(&workbook_of(&sheet(&["id", "colour"])));
    let error = try_read(without_text.path(), &options()).err().unwrap();
    assert!(matches!(&error, ReadError::UnknownFormat { nearest, .. } if nearest[0].missing == ["text"]), "{error}");
    assert!(error.to_string().contains("it looks like an Excel workbook; nearest is xlsx, which also needs text"));
    let given = ReadOptions { format: Some(named("xlsx")), ..options() };
    let error = try_read(without_text.path(), &given).err().unwrap();
    assert!(matches!(error, ReadError::MissingColumns { .. }), "{error}");
    let other = ReadOptions { format: Some(named("csv")), ..options() };
    let error = try_read(without_text.path(), &other).err().unwrap();
    assert!(error.to_string().contains("an Excel workbook, not csv"), "{error}");
    let mapping = Mapping::default().with("text", "color").unwrap();
    let error = try_read(without_text.path(), &ReadOptions { mapping, ..options() }).err().unwrap();
    assert!(error.to_string().contains("the mapping names \"color\"; the columns are \"colour\""), "{error}");
    let mapping = Mapping::default().with("text", "Colour").unwrap();
    let rows = [sheet(&["id", "colour"]), sheet(&["1", "red"])].concat();
    assert_eq!(read_bytes(&workbook_of(&rows), &ReadOptions { mapping, ..options() }).posts()[0].text, "red");
    let empty = try_read(file(&workbook_of(&[])).path(), &options()).err().unwrap();
    assert!(matches!(empty, ReadError::UnknownFormat { .. }), "{empty}");
    assert!(empty.to_string().contains("an Excel workbook"), "{empty}");
}

#[test]
fn repeated_headers_are_no_records() {
    let row = |id: &str, text: &str| vec![id.to_owned(), text.to_owned()];
    let bytes = workbook_of(&[row("id", "text"), row("1", "a"), row("id", "text"), row("2", "b")]);
    let reading = read_bytes(&bytes, &options());
    assert_eq!((reading.ids(), reading.rejects().len()), (vec!["1", "2"], 0));
}

#[test]
fn what_has_to_be_held_is_bounded() {
    let bytes = posts(&format!("<row r=\"2\"><c r=\"A2\"><v>1</v></c>{}</row>", inline("B2", "a")));
    let limits = Limits { workbook_bytes: 100, ..Limits::standard() };
    let error = try_read(file(&bytes).path(), &ReadOptions { limits, ..options() }).err().unwrap();
    assert!(error.to_string().contains("is longer than 100 bytes; save the workbook as CSV first"), "{error}");
}

#[test]
fn no_cell_and_no_row_is_longer_than_a_record_may_be() {
    let limits = Limits { record_bytes: 200_000, columns: 3, ..Limits::standard() };
    let options = ReadOptions { limits, ..options() };
    let long = inline("B2", &"a".repeat(200_001));
    let in_parts = format!("<c r=\"B3\" t=\"inlineStr\"><is>{}</is></c>", "<r><t>aaaaaaaaaa</t></r>".repeat(30_000));
    let many = "<c r=\"A4\"><v>1</v></c>".repeat(10);
    let last = format!("<row r=\"5\"><c r=\"A5\"><v>5</v></c>{}</row>", inline("B5", "b"));
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>text</t></is></c></row>";
    let rows = format!(
        "{rows}<row r=\"2\"><c r=\"A2\"><v>1</v></c>{}</row><row r=\"3\">{in_parts}</row>",
        inline("B2", &"a&lt;".repeat(110_000))
    );
    let rows = format!("{rows}<row r=\"4\">{many}</row>{last}");
    let reading = read_bytes(&workbook(&[("a", &rows)], &[]), &options);
    assert_eq!(reading.ids(), ["5"]);
    let long_record = "the record is longer than 200000 bytes";
    assert_eq!(reading.reasons(), [long_record, long_record, "the row has more than 3 fields"]);
    let bytes = posts(&format!("<row r=\"2\"><c r=\"A2\"><v>1</v></c>{long}</row>"));
    let limits = Limits { record_bytes: 100_000, ..Limits::standard() };
    let reading = read_bytes(&bytes, &ReadOptions { limits, ..options });
    assert_eq!(
        reading.reasons(),
        [
            "the part xl/worksheets/sheet0.xml of the workbook has more than 100000 bytes between two tags; the rest is not read"
        ]
    );
}

#[test]
fn hostile_xml_is_a_reject() {
    let deep = "<a>".repeat(100);
    for (rows, reason) in [
        (deep.as_str(), "nested too deeply"),
        ("<row r=\"2\"><c", "ends early"),
        ("<row r=\"2\"><c r=\"A2\"><v>1</v></c><!-- ", "is damaged"),
        ("<row r=\"2\"><c r=\"A2\"><v>\u{0}</v></c></row>", "no text"),
    ] {
        let reading = read_bytes(&posts(rows), &options());
        assert_eq!(reading.rejects().len(), 1, "{rows}: {:?}", reading.reasons());
        assert!(reading.reasons()[0].contains(reason), "{:?}", reading.reasons());
        assert_eq!(reading.rejects()[0].provenance.member(), Some("posts"));
    }
    let entities = "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>&unknown;&#0;&#xD800;</v></c><c r=\"B2\"><v>1</v></c></row>";
    assert_eq!(read_bytes(&posts(entities), &options()).ids(), ["&unknown;&#0;&#xD800;"]);
    let far = "<row r=\"18446744073709551615\"><c r=\"ZZZZZZZZZZZZ1\"><v>1</v></c><c r=\"A2\"><v>2</v></c><c r=\"B2\"><v>3</v></c></row><row><c r=\"A3\"><v>4</v></c></row>";
    assert_eq!(read_bytes(&posts(far), &options()).ids(), ["2"]);
}

#[test]
fn workbooks_that_cannot_be_read_are_named() {
    let plain = workbook_of(&[vec!["id".into(), "text".into()], vec!["1".into(), "a".into()]]);
    let reading = read_bytes(&zip(&[("a.ndjson", b"{\"id\":\"1\",\"text\":\"a\"}\n"), ("b.xlsx", &plain)]), &options());
    assert!(reading.reasons()[0].contains("Excel workbook"), "{:?}", reading.reasons());
    assert_eq!(reading.rejects()[0].provenance.member(), Some("b.xlsx"));
    for (bytes, words) in [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "save a workbook as CSV or XLSX first"),
        (zip(&[("content.xml", b"<x/>"), ("mimetype", b"a")]), "save it as CSV or XLSX first"),
        (zip(&[("[Content_Types].xml", b"<x/>"), ("xl/workbook.bin", b"a")]), "save it as CSV or XLSX first"),
        (zip(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]), "a Word document"),
    ] {
        let error = try_read(file(&bytes).path(), &options()).err().unwrap();
        assert!(matches!(error, ReadError::UnknownFormat { .. }), "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
}
