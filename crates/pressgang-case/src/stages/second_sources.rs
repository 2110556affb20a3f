//! What second sources say of the contacts in candidates and reference posts, also those that may not be named: for who
//! works on the case. Nothing that is published is made of this table.

use std::collections::{BTreeMap, BTreeSet};

use pressgang_signals::ContactKind;

use super::{Output, Run, SourceResult, Stage};
use crate::error::CaseError;
use crate::second_sources::{Restricted, listed};
use crate::tables::{ContactRow, SecondSourceRow};

const VERSION: u32 = 1;

pub(super) fn stage(run: &mut Run<'_>, sources: &[SourceResult]) -> Result<Output, CaseError> {
    let listed = listed(run.case)?;
    let choice = run.case.config.second_sources;
    let mut inputs: Vec<String> = sources.iter().map(|source| source.readings.key.clone()).collect();
    inputs.push(format!("{listed:?} {choice:?}"));
    let stage = Stage { name: "second-sources", scope: "", version: VERSION, inputs, total: None, unit: "contacts" };
    run.perform(stage, |_, parts, _| {
        let named = |kind: ContactKind, value: &str| (kind.compared_as(), value.to_owned());
        let mut posts: BTreeMap<(ContactKind, String), BTreeSet<String>> =
            listed.iter().map(|one| (named(one.said.kind, &one.said.value), BTreeSet::new())).collect();
        for source in sources {
            for batch in source.readings.batches::<ContactRow>()?.into_iter().flatten() {
                for row in batch? {
                    let Some(kind) = ContactKind::named(&row.kind) else { continue };
                    if let Some(posts) = posts.get_mut(&named(kind, &row.value)) {
                        posts.insert(format!("{}:{}", row.platform, row.id));
                    }
                }
            }
        }
        parts.write(listed.into_iter().map(|one| {
            let posts = posts.get(&named(one.said.kind, &one.said.value)).into_iter().flatten().cloned().collect();
            let published = one.tlp.may_be_published();
            SecondSourceRow {
                entry: one.entry,
                kind: one.said.kind.as_str().to_owned(),
                value: one.said.value,
                organisation: one.said.organisation,
                source: one.said.source,
                origin: one.said.origin,
                list: one.list,
                grade: one.said.grade,
                tlp: one.tlp.as_str().to_owned(),
                published,
                weighs: published || choice.restricted == Restricted::Weigh,
                posts,
            }
        }))
    })
}
