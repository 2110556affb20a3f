//! Adding lists of second sources to a case.

use std::path::Path;

use pressgang_posts::{Timestamp, hash_file};
use pressgang_signals::PostReader;
use serde_json::json;

use super::entry::Said;
use super::{Tlp, csv_list, stix};
use crate::add::Added;
use crate::config::is_grade;
use crate::error::CaseError;
use crate::files::FileError;
use crate::folder::Case;
use crate::records::{self, NewEntry, RecordKind};

/// What is said of a whole list by whoever adds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListOptions {
    /// Its handling marking; what stands in the list may only be stricter.
    pub tlp: Option<Tlp>,
    /// Its Admiralty grade, where the list gives none.
    pub grade: Option<String>,
    /// Who gave it, where the list does not say.
    pub source: Option<String>,
    /// The organisation its contacts are tied to, where the list names none.
    pub organisation: Option<String>,
}

/// Bounds against hostile lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListLimits {
    /// Bytes of a file: a document is held in memory, several times as large as it is.
    pub bytes: u64,
    /// Objects of a bundle.
    pub objects: usize,
    /// Bytes of a pattern.
    pub pattern_bytes: usize,
    /// Alternatives of a pattern: nested ones multiply.
    pub pattern_terms: usize,
    /// Relationships between a contact and the organisation.
    pub steps: usize,
}

impl ListLimits {
    /// The bounds of the command line.
    pub fn standard() -> ListLimits {
        ListLimits { bytes: 64 << 20, objects: 200_000, pattern_bytes: 64 << 10, pattern_terms: 1_000, steps: 4 }
    }
}

/// Something in a list that says nothing about a contact of the case's organisations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Where it stands: the id of an object.
    pub place: String,
    /// Why it was left out.
    pub reason: String,
}

impl Case {
    /// Adds a list of contacts that a second source ties to an organisation: a table, or a bundle of STIX 2.1.
    ///
    /// # Errors
    /// A table is refused whole at its first wrong line, a bundle where it is none; of a bundle what is not about
    /// contacts of the case's organisations is left out and told.
    pub fn add_list(&mut self, file: &Path, options: &ListOptions, now: Timestamp) -> Result<Added, CaseError> {
        let kind = records::recognise(file);
        self.check_list_options(options)?;
        let read = |case: &Case| -> Result<(Vec<Said>, Vec<LeftOut>), CaseError> {
            let limits = ListLimits::standard();
            let bytes = read_bounded(file, limits.bytes)?;
            let reader = PostReader::new(&[]);
            match kind {
                None if records::has_contacts(&bytes) => {
                    Ok((csv_list::read(file, &bytes, options, &reader)?, Vec::new()))
                }
                Some(RecordKind::Corroborations) => Ok((csv_list::read(file, &bytes, options, &reader)?, Vec::new())),
                Some(RecordKind::Stix) => {
                    let packs: Vec<_> = case.packs().collect();
                    let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
                    let found = stix::read(&bytes, &name, options, &packs, &reader, &limits);
                    found.map_err(|reason| CaseError::List { path: file.to_owned(), reason })
                }
                _ => Err(CaseError::List {
                    path: file.to_owned(),
                    reason: "this is no list of a second source: neither a table with the columns kind, value, organisation, source and grade nor a bundle of STIX 2.1".to_owned(),
                }),
            }
        };
        let (sha256, _) = hash_file(file)?;
        let entered = kind.unwrap_or(RecordKind::Corroborations).as_str();
        if self.ledger.newest("records_added", "sha256", &sha256)?.is_some() {
            return Ok(Added::Already { what: entered.to_owned() });
        }
        let (said, left_out) = read(self)?;
        let strictest = said.iter().map(|one| one.tlp).max();
        let restricted = said.iter().filter(|one| !one.tlp.may_be_published()).count() as u64;
        let count = said.len() as u64;
        let body = json!({ "kind": entered, "sha256": sha256, "records": count, "restricted": restricted, "left_out": left_out.len() });
        let mut entries: Vec<NewEntry> = vec![("records_added", body, None)];
        entries.extend(said.into_iter().map(|one| one.entry(&sha256, self.key())));
        // What nothing could be taken of may be added again with other options.
        if count > 0 {
            self.ledger.append_all(now, &entries)?;
        }
        Ok(Added::List { count, restricted, strictest, left_out })
    }

    fn check_list_options(&self, options: &ListOptions) -> Result<(), CaseError> {
        if let Some(grade) = options.grade.as_deref().filter(|grade| !is_grade(grade)) {
            return Err(CaseError::Usage(format!("grade {grade:?} is no Admiralty grade from A1 to F6")));
        }
        let studied = &self.config.organisations;
        if let Some(id) = options.organisation.as_ref().filter(|id| !studied.contains(id)) {
            let studied = studied.join(", ");
            return Err(CaseError::Usage(format!(
                "organisation {id:?} is not studied in this case; it studies {studied}"
            )));
        }
        Ok(())
    }
}

fn read_bounded(file: &Path, most: u64) -> Result<Vec<u8>, CaseError> {
    let failed = |e| FileError::new("read", file, e);
    let opened = std::fs::File::open(file).map_err(failed)?;
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut std::io::Read::take(opened, most + 1), &mut bytes).map_err(failed)?;
    if bytes.len() as u64 > most {
        let reason = format!("the list is larger than {} MiB; give it in parts", most >> 20);
        return Err(CaseError::List { path: file.to_owned(), reason });
    }
    Ok(bytes)
}
