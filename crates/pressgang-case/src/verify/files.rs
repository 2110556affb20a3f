//! Every file of a case against what the ledger says of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;

use super::named::{Named, NamedFile};
use super::{Checked, Place, Problem, Verification, Wrong, folders, place};
use crate::files::sha256;
use crate::media::file_of;
use crate::prints::Print;
use crate::tables::{AttachmentRow, PartReader, TableRow};

/// A file that should be as the ledger says.
#[derive(Clone, Debug)]
pub(super) struct Expected {
    /// As the case or the ledger names it.
    pub file: String,
    pub named: NamedFile,
    pub sort: Sort,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    Settings,
    Source,
    Table,
    Index,
    Media,
    Look,
    Exchange,
    Notice,
    Answer,
    Report,
}

impl Sort {
    const ALL: [Sort; 10] = [
        Sort::Settings,
        Sort::Source,
        Sort::Table,
        Sort::Index,
        Sort::Media,
        Sort::Look,
        Sort::Exchange,
        Sort::Notice,
        Sort::Answer,
        Sort::Report,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Sort::Settings => "settings",
            Sort::Source => "sources",
            Sort::Table => "tables",
            Sort::Index => "index",
            Sort::Media => "media",
            Sort::Look => "looks",
            Sort::Exchange => "exchanges",
            Sort::Notice => "notices",
            Sort::Answer => "answers",
            Sort::Report => "report",
        }
    }

    /// What makes such a file good again, if anything the program does can.
    fn remedy(self) -> &'static str {
        match self {
            Sort::Table | Sort::Index => "; pressgang run makes it again",
            Sort::Report => "; pressgang report writes it again",
            Sort::Settings => "; if the change is meant, pressgang run enters it",
            Sort::Source | Sort::Media | Sort::Look | Sort::Exchange | Sort::Notice | Sort::Answer => "",
        }
    }
}

/// Checks all files.
pub(super) fn check(root: &Path, named: &Named, found: &mut Verification) {
    let mut problems = Vec::new();
    for (entry, id) in named.lost() {
        let text = format!("it names the stage {id}, of which there is no entry");
        problems.push(Problem::at_entry(Wrong::Missing, entry, text));
    }
    let mut expected = settings(named, found);
    expected.extend(sources(root, named, &mut problems));
    expected.extend(tables(named));
    expected.extend(of_sort(&named.looks, Sort::Look));
    expected.extend(exchanges(root, named));
    expected.extend(notices(root, named));
    expected.extend(answers(root, named));
    expected.extend(of_sort(&named.report, Sort::Report));
    let mut looked = Looked::default();
    looked.at(root, &expected, named, &mut problems);
    // Which pictures and films posts have stands in tables, which are believed if they are as they should be.
    let media = media(root, named, &looked.good);
    looked.at(root, &media, named, &mut problems);
    let all: BTreeMap<&str, &Expected> = expected.iter().chain(&media).map(|e| (e.file.as_str(), e)).collect();
    let key_is_good = named.settings.is_none() || looked.good.contains(".key");
    folders::check(root, named, &all, key_is_good, found, &mut problems);
    problems.sort_by(|a, b| (&a.place.file, a.place.entry, a.wrong).cmp(&(&b.place.file, b.place.entry, b.wrong)));
    found.problems.extend(problems);
    found.checked = Sort::ALL
        .into_iter()
        .map(|sort| {
            let (files, bytes) = looked.counts.get(&sort).copied().unwrap_or_default();
            Checked { what: sort.as_str(), files, bytes }
        })
        .collect();
}

/// What was looked at.
#[derive(Debug, Default)]
struct Looked {
    /// Files that are as they should be.
    good: BTreeSet<String>,
    counts: BTreeMap<Sort, (u64, u64)>,
}

impl Looked {
    fn at(&mut self, root: &Path, expected: &[Expected], named: &Named, problems: &mut Vec<Problem>) {
        let prints: Vec<Result<Print, String>> = expected.par_iter().map(|one| print(root, one)).collect();
        for (one, print) in expected.iter().zip(&prints) {
            if let Ok(print) = print {
                let count = self.counts.entry(one.sort).or_default();
                *count = (count.0 + 1, count.1 + print.bytes);
                if print.sha256 == one.named.print.sha256 {
                    self.good.insert(one.file.clone());
                }
            }
        }
        for (one, print) in expected.iter().zip(prints) {
            let entry = one.named.entry;
            match print {
                Err(reason) => {
                    let text = format!("{reason}, though entry {entry} names it{}", one.sort.remedy());
                    problems.push(Problem::in_file(Wrong::Missing, &one.file, text));
                }
                Ok(print) if print.sha256 != one.named.print.sha256 => {
                    problems.push(self.altered(root, one, &print, named));
                }
                Ok(_) => {}
            }
        }
    }

    fn altered(&self, root: &Path, one: &Expected, print: &Print, named: &Named) -> Problem {
        let bytes = one.named.print.difference(print);
        let path = root.join(&one.file);
        let holds = bytes.as_ref().and_then(|bytes| match one.sort {
            Sort::Table => place::of_part(&path, bytes),
            Sort::Source => place::of_source(&one.file, bytes, &self.posts_of(root, one, named)?),
            Sort::Report | Sort::Notice => place::of_text(&path, bytes),
            Sort::Settings | Sort::Index | Sort::Media | Sort::Look | Sort::Exchange | Sort::Answer => None,
        });
        let size = if one.named.print.bytes > 0 && one.named.print.bytes != print.bytes {
            format!(" and it has {} bytes instead of {}", print.bytes, one.named.print.bytes)
        } else {
            String::new()
        };
        let text = match one.sort {
            Sort::Media if one.file.ends_with(&one.named.print.sha256) => {
                "it is not the file whose SHA-256 it is named by".to_owned()
            }
            _ => format!("its SHA-256 is not that of entry {}{size}{}", one.named.entry, one.sort.remedy()),
        };
        Problem { wrong: Wrong::Altered, place: Place { file: one.file.clone(), entry: None, bytes, holds }, text }
    }

    /// The table of a source's posts, if it is as it should be.
    fn posts_of(&self, root: &Path, source: &Expected, named: &Named) -> Option<PathBuf> {
        let of_entry = named.sources.iter().find(|known| known.file.entry == source.named.entry)?;
        let (path, _) = named.stages.get(&format!("posts/{}", of_entry.id))?.get(crate::tables::PostRow::TABLE)?;
        self.good.contains(path).then(|| root.join(path))
    }
}

/// The print of a file, or why there is none.
fn print(root: &Path, one: &Expected) -> Result<Print, String> {
    // Entries that somebody forged could name anything; only sources may lie elsewhere.
    let is_inside = Path::new(&one.file).components().all(|part| matches!(part, Component::Normal(_)));
    if !is_inside && one.sort != Sort::Source {
        return Err("it does not lie in the case".to_owned());
    }
    let path = root.join(&one.file);
    match fs::metadata(&path) {
        Ok(about) if about.is_file() => {}
        Ok(_) => return Err("it is no file".to_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err("it is not there".to_owned()),
        Err(error) => return Err(format!("it cannot be read ({error})")),
    }
    Print::of_file_like(&path, &one.named.print).map_err(|error| format!("it cannot be read ({})", error.source))
}

fn settings(named: &Named, found: &mut Verification) -> Vec<Expected> {
    let Some(settings) = &named.settings else {
        found
            .notes
            .push("no entry holds the hashes of case.toml, the packs, the rates and the key: run the case".to_owned());
        return Vec::new();
    };
    let of = |(path, sha256): (&String, &String)| expected_hash(path, sha256, settings.entry, Sort::Settings);
    settings.files.iter().map(of).collect()
}

fn expected_hash(path: &str, sha256: &str, entry: u64, sort: Sort) -> Expected {
    let print = Print { sha256: sha256.to_owned(), ..Print::default() };
    Expected { file: path.to_owned(), named: NamedFile { entry, print }, sort }
}

/// A source as `case.toml` names it.
struct Listed {
    id: String,
    path: String,
    sha256: String,
}

/// The sources in `case.toml`; `None` if it cannot be read.
fn listed(root: &Path) -> Option<Vec<Listed>> {
    let table: toml::Table = fs::read_to_string(root.join("case.toml")).ok()?.parse().ok()?;
    let sources = table.get("sources").and_then(toml::Value::as_array).map_or(&[][..], Vec::as_slice);
    let text = |source: &toml::Value, key: &str| source.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let of =
        |source| Some(Listed { id: text(source, "id")?, path: text(source, "path")?, sha256: text(source, "sha256")? });
    Some(sources.iter().filter_map(of).collect())
}

/// The files of the sources, which `case.toml` names and the ledger proves.
fn sources(root: &Path, named: &Named, problems: &mut Vec<Problem>) -> Vec<Expected> {
    let Some(listed) = listed(root) else {
        if named.settings.is_none() {
            problems.push(Problem::in_file(Wrong::Altered, "case.toml", "it cannot be read"));
        }
        return sources_by_hash(root, named, problems);
    };
    let mut expected = Vec::new();
    for source in &listed {
        let of_id = || named.sources.iter().rev().filter(|known| known.id == source.id);
        let same = of_id().find(|known| known.file.print.sha256 == source.sha256);
        let Some(known) = same.or_else(|| of_id().next()) else {
            let text = format!("it names the source {}, of which there is no entry", source.id);
            problems.push(Problem::in_file(Wrong::Extra, "case.toml", text));
            continue;
        };
        if known.file.print.sha256 != source.sha256 {
            let text = format!("it gives source {} another SHA-256 than entry {}", source.id, known.file.entry);
            problems.push(Problem::in_file(Wrong::Altered, "case.toml", text));
        }
        expected.push(Expected { file: source.path.clone(), named: known.file.clone(), sort: Sort::Source });
    }
    expected
}

/// The same where `case.toml` cannot say: sources are looked for among the files in `sources/`.
fn sources_by_hash(root: &Path, named: &Named, problems: &mut Vec<Problem>) -> Vec<Expected> {
    let files = folders::files_in(root, "sources");
    let hashes: Vec<Option<String>> = files.par_iter().map(|file| sha256(&root.join(file)).ok()).collect();
    let mut expected = Vec::new();
    for source in &named.sources {
        let hash = Some(&source.file.print.sha256);
        match hashes.iter().position(|found| found.as_ref() == hash) {
            Some(at) => {
                expected.push(Expected { file: files[at].clone(), named: source.file.clone(), sort: Sort::Source });
            }
            None => {
                let text = format!(
                    "no file in it is source {} as entry {} has it, and case.toml does not say where else it lies",
                    source.id, source.file.entry
                );
                problems.push(Problem::in_file(Wrong::Missing, "sources", text));
            }
        }
    }
    expected
}

fn tables(named: &Named) -> Vec<Expected> {
    let files = named.current().flat_map(|(_, files)| files.values());
    let of = |(path, file): &(String, NamedFile)| {
        let sort = if path.starts_with("tables/") { Sort::Table } else { Sort::Index };
        Expected { file: path.clone(), named: file.clone(), sort }
    };
    files.map(of).collect()
}

fn of_sort(files: &BTreeMap<String, NamedFile>, sort: Sort) -> impl Iterator<Item = Expected> {
    files.iter().map(move |(path, file)| Expected { file: path.clone(), named: file.clone(), sort })
}

/// The transcripts of private matching; and requests, as far as they were kept.
fn exchanges(root: &Path, named: &Named) -> impl Iterator<Item = Expected> {
    let requests = of_sort(&named.requests, Sort::Exchange).filter(|request| root.join(&request.file).exists());
    of_sort(&named.exchanges, Sort::Exchange).chain(requests)
}

/// The files of notices. Whoever removed who is named in one from the ledger may throw its files away too.
fn notices(root: &Path, named: &Named) -> impl Iterator<Item = Expected> {
    of_sort(&named.notices, Sort::Notice)
        .filter(|file| !named.removed.contains_key(&file.named.entry) || root.join(&file.file).exists())
}

/// The files that came with answers, as the first entry names them whose personal content is still there.
fn answers(root: &Path, named: &Named) -> impl Iterator<Item = Expected> {
    named.answers.iter().filter_map(|(path, entries)| {
        let kept = entries.iter().find(|file| !named.removed.contains_key(&file.entry));
        let known = kept.or_else(|| entries.first().filter(|_| root.join(path).exists()))?;
        Some(Expected { file: path.clone(), named: known.clone(), sort: Sort::Answer })
    })
}

/// Pictures and films that entries took in or that posts are said to have, and the transcripts beside them.
fn media(root: &Path, named: &Named, good: &BTreeSet<String>) -> Vec<Expected> {
    let mut held: BTreeMap<String, u64> = named.media.clone();
    for (_, files) in named.current() {
        let Some((path, file)) = files.get(AttachmentRow::TABLE).filter(|(path, _)| good.contains(path)) else {
            continue;
        };
        let Ok(part) = PartReader::<AttachmentRow>::open(&root.join(path)) else { continue };
        let rows = part.flatten().flatten();
        for sha256 in rows.filter(|row| row.state == "held").filter_map(|row| row.sha256) {
            held.entry(sha256).or_insert(file.entry);
        }
    }
    let mut expected: Vec<Expected> =
        held.iter().map(|(sha256, entry)| expected_hash(&file_of(sha256), sha256, *entry, Sort::Media)).collect();
    if let Some(transcripts) = &named.transcripts {
        let of = |(path, sha256): (&String, &String)| expected_hash(path, sha256, transcripts.entry, Sort::Media);
        expected.extend(transcripts.files.iter().map(of));
    }
    expected
}
