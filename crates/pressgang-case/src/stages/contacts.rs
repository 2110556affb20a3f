//! Stage 3: which posts share a contact.

use std::collections::BTreeMap;

use pressgang_signals::ContactKind;

use super::corpus::{Corpus, match_row};
use super::{Output, Run, SourceResult, Stage};
use crate::error::CaseError;
use crate::tables::{ContactRow, MatchRow};

const VERSION: u32 = 1;

/// A contact on more candidates than this makes no pairs: it would be all of them with all of them.
const MOST_HOLDERS: usize = 5_000;

pub(super) fn stage(run: &mut Run<'_>, sources: &[SourceResult]) -> Result<Output, CaseError> {
    let mut inputs: Vec<String> = sources.iter().flat_map(|s| [s.posts.key.clone(), s.readings.key.clone()]).collect();
    inputs.push(format!("{:?}", run.case.config.reference_accounts));
    let stage = Stage { name: "contacts", scope: "", version: VERSION, inputs, total: None, unit: "contacts" };
    run.perform(stage, |case, parts, _| {
        let corpus = Corpus::load(&case.config, sources, &[])?;
        parts.write(contacts(&corpus, sources)?)
    })
}

fn contacts(corpus: &Corpus, sources: &[SourceResult]) -> Result<Vec<MatchRow>, CaseError> {
    let mut holders: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for source in sources {
        for contact in source.readings.rows::<ContactRow>()? {
            let Some(kind) = ContactKind::named(&contact.kind) else { continue };
            let Some(&place) = corpus.place.get(&format!("{}:{}", contact.platform, contact.id)) else { continue };
            let list = holders.entry((kind.compared_as().as_str().to_owned(), contact.value)).or_default();
            if !list.contains(&place) {
                list.push(place);
            }
        }
    }
    let mut rows = Vec::new();
    for ((kind, value), mut places) in holders {
        places.sort_unstable();
        if places.len() > MOST_HOLDERS {
            continue;
        }
        let Some((&first, others)) = places.split_first() else { continue };
        let a = &corpus.posts[first];
        rows.extend(others.iter().map(|&other| {
            let b = &corpus.posts[other];
            MatchRow { basis: Some(format!("{kind}:{value}")), ..match_row(a, b, "contact", 1.0) }
        }));
    }
    Ok(rows)
}
