//! Stage 3: which posts share a contact or a link. What that is worth, `carried.rs` says.

use super::carried::{contacts, star};
use super::corpus::Corpus;
use super::{Output, Run, SourceResult, Stage};
use crate::error::CaseError;
use crate::tables::MatchRow;

const VERSION: u32 = 2;

pub(super) fn stage(run: &mut Run<'_>, sources: &[SourceResult]) -> Result<Output, CaseError> {
    let mut inputs: Vec<String> = sources.iter().flat_map(|s| [s.posts.key.clone(), s.readings.key.clone()]).collect();
    inputs.push(format!("{:?}", run.case.config.reference_accounts));
    let stage = Stage { name: "contacts", scope: "", version: VERSION, inputs, total: None, unit: "contacts" };
    run.perform(stage, |case, parts, _| {
        let corpus = Corpus::load(&case.config, sources, &[])?;
        let holders = contacts(case, &corpus, sources)?;
        let mut writer = parts.create::<MatchRow>()?;
        for (contact, holders) in &holders {
            writer.extend(star(&corpus, contact, holders))?;
        }
        writer.finish()?;
        Ok(())
    })
}
