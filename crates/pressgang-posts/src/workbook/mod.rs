//! Excel workbooks: the rows of their sheets, one at a time.
//!
//! Known readers of workbooks hold whatever lies between two tags whole, keep every opened tag and believe the number
//! of texts that a file claims, so a file of some hundred bytes ends the program. Here each of these is bounded: only
//! the texts that cells share and the list of styles are held, up to [`Limits::workbook_bytes`].

mod parts;
mod sheet;
mod strings;
mod styles;
mod xml;

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::BufReader;

use zip::ZipArchive;

pub(crate) use sheet::{Row, Rows, Value};

use parts::{Relation, SheetEntry, folder_of, relations_of, resolved};
use strings::Strings;
use xml::Xml;

use crate::Limits;
use crate::source::{Budget, part_of_archive, shown_name};

/// The parts of a workbook that are held, and the archive that its sheets are read from.
pub(crate) struct Workbook<'a> {
    package: Package<'a>,
    sheets: Vec<SheetEntry>,
    strings: Strings,
    /// For each style whether a number in it is a time.
    times: Vec<bool>,
    counts_from_1904: bool,
}

/// True if and only if a zip archive holds the parts of a workbook.
pub(crate) fn is_workbook(archive: &ZipArchive<BufReader<File>>) -> bool {
    let has = |is_meant: &dyn Fn(&str) -> bool| archive.file_names_raw().any(|name| is_meant(&folded(name)));
    let is_sheet = |name: &str| name.starts_with("xl/worksheets/") && name.ends_with(".xml");
    has(&|name| name == "xl/workbook.xml") || (has(&|name| name == "[content_types].xml") && has(&is_sheet))
}

impl<'a> Workbook<'a> {
    /// Reads what the sheets refer to.
    pub(crate) fn open(
        archive: ZipArchive<BufReader<File>>,
        budget: &'a Budget,
        limits: &Limits,
    ) -> Result<Workbook<'a>, String> {
        let mut package = Package::new(archive, budget, limits)?;
        let main = match package.open_held("_rels/.rels")? {
            Some(mut xml) => relations_of(&mut xml, limits.archive_members)?
                .into_iter()
                .find(|relation| relation.is("officeDocument")),
            None => None,
        };
        let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| resolved("", &relation.target));
        let (folder, name) = folder_of(&main);
        let relations = match package.open_held(&format!("{folder}_rels/{name}.rels"))? {
            Some(mut xml) => relations_of(&mut xml, limits.archive_members)?,
            None => Vec::new(),
        };
        let Some(mut xml) = package.open_held(&main)? else {
            return Err(format!("the workbook lacks its part {}", shown_name(&main)));
        };
        let (listed, counts_from_1904) = parts::sheets_of(&mut xml, limits.archive_members)?;
        drop(xml);
        let path_of = |relation: &Relation| resolved(folder, &relation.target);
        let tables: HashMap<&str, String> = relations
            .iter()
            .filter(|relation| relation.is("worksheet"))
            .map(|relation| (relation.id.as_str(), path_of(relation)))
            .collect();
        let mut known = HashSet::new();
        let sheets = listed.into_iter().filter_map(|(name, id)| {
            let path = tables.get(id.as_str())?.clone();
            // A sheet that is listed again holds nothing new.
            known.insert(path.clone()).then(|| SheetEntry { name: shown_name(&name), path })
        });
        let sheets = sheets.collect();
        let part = |kind| relations.iter().find(|relation| relation.is(kind)).map(path_of);
        let strings = match part("sharedStrings").map(|path| package.open_held(&path)).transpose()?.flatten() {
            Some(mut xml) => Strings::read(&mut xml)?,
            None => Strings::default(),
        };
        let times = match part("styles").map(|path| package.open_held(&path)).transpose()?.flatten() {
            Some(mut xml) => styles::times(&mut xml)?,
            None => Vec::new(),
        };
        Ok(Workbook { package, sheets, strings, times, counts_from_1904 })
    }

    /// The names of the sheets, safe to show.
    pub(crate) fn sheet_names(&self) -> Vec<String> {
        self.sheets.iter().map(|sheet| sheet.name.clone()).collect()
    }

    /// True if and only if nothing more of the file may be decompressed.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.package.budget.exhausted()
    }

    /// The rows of a sheet.
    pub(crate) fn rows(&mut self, index: usize) -> Result<Rows<'_>, String> {
        let Workbook { package, sheets, strings, times, counts_from_1904 } = self;
        let path = sheets.get(index).map(|sheet| sheet.path.as_str()).unwrap_or_default();
        let limits = package.limits.clone();
        let xml = package.open(path, u64::MAX)?.ok_or_else(|| format!("the workbook lacks its part {path}"))?;
        Ok(Rows::new(xml, strings, times, *counts_from_1904, &limits))
    }
}

/// The name of a part as it is compared: neither case nor the kind of slash counts.
fn folded(name: &[u8]) -> String {
    String::from_utf8_lossy(name).replace('\\', "/").to_lowercase()
}

/// The archive of a workbook, whose parts are found whatever the case of their names.
struct Package<'a> {
    archive: ZipArchive<BufReader<File>>,
    places: HashMap<String, usize>,
    budget: &'a Budget,
    limits: Limits,
}

impl<'a> Package<'a> {
    fn new(archive: ZipArchive<BufReader<File>>, budget: &'a Budget, limits: &Limits) -> Result<Package<'a>, String> {
        if archive.len() > limits.archive_members {
            return Err(format!("the workbook has {} parts; it is not read", archive.len()));
        }
        let places = archive.file_names_raw().enumerate().map(|(index, name)| (folded(name), index)).collect();
        Ok(Package { archive, places, budget, limits: limits.clone() })
    }

    /// A part that is kept in memory.
    fn open_held(&mut self, path: &str) -> Result<Option<Xml<'_>>, String> {
        self.open(path, self.limits.workbook_bytes)
    }

    fn open(&mut self, path: &str, most: u64) -> Result<Option<Xml<'_>>, String> {
        let Some(&index) = self.places.get(&path.to_lowercase()) else { return Ok(None) };
        let stream = part_of_archive(&mut self.archive, index, self.budget, &self.limits)?;
        Ok(Some(Xml::new(stream, shown_name(path), self.limits.record_bytes as u64, most)))
    }
}
