//! Containers made for tests.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use bzip2::write::BzEncoder;
use flate2::write::GzEncoder;
use lzma_rust2::{XzOptions, XzWriter};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

pub fn bz2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn xz(bytes: &[u8]) -> Vec<u8> {
    xz_with_dictionary(bytes, 1 << 16)
}

pub fn xz_with_dictionary(bytes: &[u8], dictionary: u32) -> Vec<u8> {
    let mut options = XzOptions::with_preset(1);
    options.lzma_options.dict_size = dictionary;
    let mut writer = XzWriter::new(Vec::new(), options).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    zip_with(members, SimpleFileOptions::default())
}

pub fn zip_with(members: &[(&str, &[u8])], options: SimpleFileOptions) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        if name.ends_with('/') {
            writer.add_directory(*name, options).unwrap();
        } else {
            writer.start_file(*name, options).unwrap();
            writer.write_all(bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

pub fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // The crate refuses names that lead out of the archive, which is what some tests are about.
        if name.len() < 100 {
            header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_cksum();
            builder.append(&header, *bytes).unwrap();
        } else {
            builder.append_data(&mut header, name, *bytes).unwrap();
        }
    }
    builder.into_inner().unwrap()
}

/// Text in UTF-16 with its byte order mark.
pub fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(to_bytes).collect()
}

/// The styles of every workbook made here: 1 a date and time, 2 a date of the workbook's own form, 3 a duration.
const STYLES: &str = r##"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="[$-409]d&quot;of&quot;mmm\ yyyy"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>"##;

/// A workbook of sheets whose rows are given as XML, and of texts given as XML that cells share.
pub fn workbook(sheets: &[(&str, &str)], strings: &[&str]) -> Vec<u8> {
    zip(&parts(sheets, strings).iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect::<Vec<_>>())
}

/// The parts of a workbook by name.
pub fn parts(sheets: &[(&str, &str)], strings: &[&str]) -> Vec<(String, String)> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{office}/{kind}" Target="{target}"/>"#)
    };
    let whole = |relations: &str| format!("<?xml version=\"1.0\"?>\n<Relationships>{relations}</Relationships>");
    let (mut listed, mut relations, mut found) = (String::new(), String::new(), Vec::new());
    for (number, (name, rows)) in sheets.iter().enumerate() {
        write!(listed, r#"<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>"#).unwrap();
        relations += &relation(&format!("r{number}"), "worksheet", &format!("worksheets/sheet{number}.xml"));
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"A1\"/><sheetData>{rows}</sheetData><pageMargins left=\"0.7\"/></worksheet>"
        );
        found.push((format!("xl/worksheets/sheet{number}.xml"), text));
    }
    relations += &relation("s", "sharedStrings", "/xl/sharedStrings.xml");
    relations += &relation("t", "styles", "styles.xml");
    let strings: String = strings.iter().map(|text| format!("<si>{text}</si>")).collect();
    let strings = format!("<sst uniqueCount=\"99999999999\">{strings}</sst>");
    found.insert(0, ("[Content_Types].xml".to_owned(), "<Types/>".to_owned()));
    found.push(("_rels/.rels".to_owned(), whole(&relation("w", "officeDocument", "xl/workbook.xml"))));
    found.push((
        "xl/workbook.xml".to_owned(),
        format!("<workbook xmlns:r=\"{office}\"><workbookPr/><sheets>{listed}</sheets></workbook>"),
    ));
    found.push(("xl/_rels/workbook.xml.rels".to_owned(), whole(&relations)));
    found.push(("xl/sharedStrings.xml".to_owned(), strings));
    found.push(("xl/styles.xml".to_owned(), STYLES.to_owned()));
    found
}

/// A workbook with one sheet of these texts.
pub fn workbook_of(table: &[Vec<String>]) -> Vec<u8> {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('\r', "_x000D_");
    let cell =
        |text: &String| format!("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", escaped(text));
    let row = |row: &Vec<String>| format!("<row>{}</row>", row.iter().map(cell).collect::<String>());
    workbook(&[("posts", &table.iter().map(row).collect::<String>())], &[])
}
