//! docs/formats.md is made from what the readers say of themselves and must follow it.

use std::fmt::Write;
use std::path::PathBuf;

use pressgang_posts::Format;

/// What stands before this is written by hand.
const MARK: &str = "\n## The formats\n";

fn sentence(phrase: &str) -> String {
    let mut chars = phrase.chars();
    chars.next().map(|first| format!("{}{}", first.to_uppercase(), chars.as_str())).unwrap_or_default()
}

fn page(known: &str) -> String {
    let mut text = known.split(MARK).next().unwrap_or_default().to_owned();
    text.push_str(MARK);
    text.push_str("\n| format | what it is |\n|---|---|\n");
    for format in Format::all() {
        let anchor = format.as_str();
        writeln!(text, "| [{anchor}](#{anchor}) | {} |", format.title()).unwrap();
    }
    for format in Format::all() {
        write!(text, "\n## {}\n\n{}.\n", format.as_str(), sentence(format.title())).unwrap();
        writeln!(text, "Files usually end in {}.", format.extensions().join(", ")).unwrap();
        for (title, phrases) in [("Gives", format.gives()), ("Limits", format.cannot())] {
            write!(text, "\n{title}:\n").unwrap();
            phrases.iter().for_each(|phrase| writeln!(text, "- {phrase}").unwrap());
        }
        if !format.notes().is_empty() {
            write!(text, "\n{}\n", format.notes().join("\n")).unwrap();
        }
    }
    text
}

#[test]
fn the_page_of_formats_follows_the_readers() {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/formats.md"));
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    let page = page(&known);
    if std::env::var_os("PRESSGANG_WRITE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
        return;
    }
    assert_eq!(known, page, "docs/formats.md is behind; set PRESSGANG_WRITE_DOCS=1 to write it");
}
