//! Second sources: what others than the posts say of the contacts in them, and how far that may be told on.
//!
//! Every entry has a handling marking, the Traffic Light Protocol's. What is marked above `CLEAR` must not show in
//! anything that is published, neither by value nor by name nor by what follows from it: that a contact is called
//! confirmed says that it stands on the list. Therefore [`corroborations`], which everything that leads to the report
//! reads, never gives such entries.

mod add;
mod csv_list;
mod entry;
mod normal;
mod settings;
mod stix;
mod tlp;

pub use add::{LeftOut, ListLimits, ListOptions};
pub(crate) use entry::Said;
pub use settings::{Restricted, SecondSourceChoice};
pub use tlp::Tlp;

use pressgang_signals::ContactKind;
use serde_json::Value;

use crate::error::CaseError;
use crate::folder::Case;
use crate::ledger::Entry;

/// A second source that ties a contact to an organisation.
#[derive(Clone, Debug)]
pub(crate) struct Corroboration {
    pub kind: ContactKind,
    pub value: String,
    pub organisation: String,
    pub source: String,
    pub origin: String,
    pub grade: String,
}

/// A corroboration as it stands in the ledger.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    /// The ledger entry.
    pub entry: u64,
    pub tlp: Tlp,
    /// The list it stood in, where that has an id.
    pub list: Option<String>,
    pub said: Corroboration,
}

/// The corroborations that may be published, in the order they were entered.
pub(crate) fn corroborations(case: &Case) -> Result<Vec<Corroboration>, CaseError> {
    Ok(listed(case)?.into_iter().filter(|one| one.tlp.may_be_published()).map(|one| one.said).collect())
}

/// The corroborations that may not be published, with their markings, where the case lets them weigh; else none.
pub(crate) fn restricted_that_weigh(case: &Case) -> Result<Vec<(Tlp, Corroboration)>, CaseError> {
    if case.config.second_sources.restricted == Restricted::Ignore {
        return Ok(Vec::new());
    }
    let restricted = listed(case)?.into_iter().filter(|one| !one.tlp.may_be_published());
    Ok(restricted.map(|one| (one.tlp, one.said)).collect())
}

/// All corroborations in the ledger, also those that may not be published; what was removed from it is not among them.
pub(crate) fn listed(case: &Case) -> Result<Vec<Listed>, CaseError> {
    Ok(case.ledger.entries("corroboration")?.iter().filter_map(read).collect())
}

fn read(entry: &Entry) -> Option<Listed> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let personal = entry.personal.as_ref()?;
    let tlp = match &entry.body["tlp"] {
        // Entries from before there were markings; their sources were named in reports.
        Value::Null => Tlp::Clear,
        // What a later version may write is not for this one to tell on.
        marking => marking.as_str().and_then(Tlp::named).unwrap_or(Tlp::Red),
    };
    let said = Corroboration {
        kind: ContactKind::named(entry.body["kind"].as_str()?)?,
        value: text(&personal["value"])?,
        organisation: text(&entry.body["organisation"])?,
        source: text(&personal["source"])?,
        origin: text(&entry.body["origin"])?,
        grade: text(&entry.body["grade"])?,
    };
    Some(Listed { entry: entry.number, tlp, list: text(&entry.body["list"]), said })
}
