//! Lists of contacts: text with one to a line, or CSV with a column `value`, and `kind` where there are several.

use std::path::{Path, PathBuf};

use clap::Args;
use pressgang_signals::{ContactKind, ListedError, listed_contact};
use rayon::prelude::*;

use super::{counted, read, refused};
use crate::error::CommandError;
use crate::output::say;

/// Rejected lines that are named.
const NAMED: usize = 20;

/// How lists are read.
#[derive(Args, Debug)]
pub struct ListArgs {
    /// Country in which numbers without a plus are read (ISO 3166-1, such as DE)
    #[arg(long, value_name = "CODE", value_parser = country)]
    country: Option<String>,
}

fn country(text: &str) -> Result<String, String> {
    let code = text.to_ascii_uppercase();
    // What is no country reads nobody's number.
    let known = listed_contact(Some(ContactKind::Phone), "0", Some(&code)) != Err(ListedError::NoCountry);
    if known { Ok(code) } else { Err("a country's code such as DE is needed".to_owned()) }
}

/// Contacts read, and how many lines were none.
pub struct Listed {
    /// As they are compared: kind, colon, normal form.
    pub contacts: Vec<String>,
    /// Lines that are no contact.
    pub rejected: u64,
}

/// A contact as it is compared.
pub fn compared(kind: ContactKind, value: &str) -> String {
    format!("{}:{value}", kind.compared_as().as_str())
}

/// The kind and value of a contact as it is compared.
pub fn parted(contact: &str) -> Option<(ContactKind, String)> {
    let (kind, value) = contact.split_once(':')?;
    Some((ContactKind::named(kind)?, value.to_owned()))
}

/// Reads lists; what is no contact is named by its line, not by what it says.
pub fn read_lists(paths: &[PathBuf], args: &ListArgs) -> Result<Listed, CommandError> {
    let mut listed = Listed { contacts: Vec::new(), rejected: 0 };
    for path in paths {
        let file = read(path)?;
        let text = file.strip_prefix(b"\xef\xbb\xbf".as_slice()).unwrap_or(&file);
        let text = std::str::from_utf8(text)
            .map_err(|_| refused(path, "the list is not UTF-8", "save it as UTF-8; nothing was done"))?;
        let first = text.lines().next().unwrap_or_default();
        let is_csv = first.split([',', ';', '\t']).any(|cell| cell.trim().trim_matches('"') == "value");
        let rows = if is_csv { table(path, text, first)? } else { lines(text) };
        let read: Vec<(u64, Result<String, String>)> =
            rows.into_par_iter().map(|row| (row.line, contact(&row, args.country.as_deref()))).collect();
        let before = listed.contacts.len();
        let mut wrong = 0;
        for (line, contact) in read {
            match contact {
                Ok(contact) => listed.contacts.push(contact),
                Err(reason) => {
                    wrong += 1;
                    if wrong <= NAMED {
                        say(&format!("{}: line {line} is left out: {reason}", path.display()));
                    }
                }
            }
        }
        if wrong > NAMED {
            say(&format!("{}: {} more are left out", path.display(), counted(wrong - NAMED, "line")));
        }
        if wrong > 0 && listed.contacts.len() == before {
            return Err(refused(
                path,
                "no line of it is a contact",
                "write one to a line, or CSV with the columns kind and value; docs/corroborate.md has examples",
            ));
        }
        listed.rejected += wrong as u64;
    }
    Ok(listed)
}

struct Row<'a> {
    line: u64,
    kind: std::borrow::Cow<'a, str>,
    value: std::borrow::Cow<'a, str>,
}

fn contact(row: &Row<'_>, country: Option<&str>) -> Result<String, String> {
    let kind = match row.kind.trim() {
        "" => None,
        word => Some(ContactKind::named(word).ok_or_else(|| format!("{word:?} is no kind of contact"))?),
    };
    let (kind, value) = listed_contact(kind, &row.value, country).map_err(|e| e.to_string())?;
    Ok(compared(kind, &value))
}

/// Lines; empty ones and those that begin with `#` say nothing.
fn lines(text: &str) -> Vec<Row<'_>> {
    let rows = text.lines().zip(1..);
    rows.filter(|(line, _)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(value, line)| Row { line, kind: "".into(), value: value.into() })
        .collect()
}

fn table<'a>(path: &Path, text: &'a str, first: &str) -> Result<Vec<Row<'a>>, CommandError> {
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|&d| first.bytes().filter(|&b| b == d).count());
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter.unwrap_or(b',')).flexible(true).from_reader(text.as_bytes());
    let failed = |e: csv::Error| refused(path, format!("the list is no CSV: {e}"), "mend it; nothing was done");
    let headers = reader.headers().map_err(failed)?;
    let column = |name: &str| headers.iter().position(|header| header.trim() == name);
    let (kind, value) = (column("kind"), column("value"));
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(failed)?;
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default().to_owned();
        let line = record.position().map_or(0, csv::Position::line);
        rows.push(Row { line, kind: cell(kind).into(), value: cell(value).into() });
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str], rejected: u64) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list");
        std::fs::write(&path, text).unwrap();
        let listed = read_lists(&[path], &ListArgs { country: Some("DE".to_owned()) }).unwrap();
        assert_eq!(
            (listed.contacts, listed.rejected),
            (expected.iter().map(|c| (*c).to_owned()).collect(), rejected),
            "{text}"
        );
    }

    #[test]
    fn lists_of_both_forms() {
        let phone = "phone:+493023125001";
        check("# ours\n+49 30 23125 001\n\n030 23125 001\r\n", &[phone, phone], 0);
        check("telegram:@Heron_Example\n@heron_example\n", &["telegram:heron_example"], 1);
        check("kind,value\nwhatsapp,+49 30 23125 001\nvk,heron\npigeon,heron\n", &[phone, "vk:heron"], 1);
        check("\u{feff}note;value\n\"a;b\";+49 30 23125 001\n", &[phone], 0);
    }

    #[test]
    fn countries() {
        assert_eq!(country("de"), Ok("DE".to_owned()));
        assert!(country("XX").is_err() && country("Germany").is_err());
    }
}
