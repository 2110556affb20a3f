//! Second sources: what others than the posts say of the contacts in them, and how far that may be told on.
//!
//! Every entry has a handling marking, the Traffic Light Protocol's. What is marked above `CLEAR` must not show in
//! anything that is published, neither by value nor by name nor by what follows from it: that a contact is called
//! confirmed says that it stands on the list. Therefore [`corroborations`], which everything that leads to the report
//! reads, never gives such entries.

mod tlp;

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

/// The corroborations that may be published, in the order they were entered.
pub(crate) fn corroborations(case: &Case) -> Result<Vec<Corroboration>, CaseError> {
    let all = marked(case)?;
    Ok(all.into_iter().filter(|(tlp, _)| tlp.may_be_published()).map(|(_, one)| one).collect())
}

/// All corroborations in the ledger, each with its marking; what was removed from the ledger is not among them.
fn marked(case: &Case) -> Result<Vec<(Tlp, Corroboration)>, CaseError> {
    Ok(case.ledger.entries("corroboration")?.iter().filter_map(corroboration).collect())
}

fn corroboration(entry: &Entry) -> Option<(Tlp, Corroboration)> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let personal = entry.personal.as_ref()?;
    let tlp = match &entry.body["tlp"] {
        // Entries from before there were markings; their sources were named in reports.
        Value::Null => Tlp::Clear,
        // What a later version may write is not for this one to tell on.
        marking => marking.as_str().and_then(Tlp::named).unwrap_or(Tlp::Red),
    };
    let one = Corroboration {
        kind: ContactKind::named(entry.body["kind"].as_str()?)?,
        value: text(&personal["value"])?,
        organisation: text(&entry.body["organisation"])?,
        source: text(&personal["source"])?,
        origin: text(&entry.body["origin"])?,
        grade: text(&entry.body["grade"])?,
    };
    Some((tlp, one))
}
