//! Which account is which: exports name one by its id, its handle or its name.

use std::collections::HashMap;

use crate::error::CaseError;
use crate::stages::SourceResult;
use crate::tables::{AccountRow, SharingRow};

/// The ids that handles have had, over all sources.
pub(super) struct Accounts {
    /// By platform and handle in lower case; `None` where several accounts have had it.
    ids: HashMap<(String, String), Option<String>>,
}

impl Accounts {
    pub fn load<'s>(sources: impl IntoIterator<Item = &'s SourceResult>) -> Result<Accounts, CaseError> {
        let mut ids: HashMap<(String, String), Option<String>> = HashMap::new();
        for source in sources {
            for batch in source.posts.batches::<AccountRow>()?.into_iter().flatten() {
                for row in batch? {
                    let (Some(id), Some(handle)) = (row.account_id, row.handle) else { continue };
                    let known = ids.entry((row.platform, handle.to_lowercase())).or_insert_with(|| Some(id.clone()));
                    if known.as_ref().is_some_and(|known| *known != id) {
                        *known = None;
                    }
                }
            }
        }
        Ok(Accounts { ids })
    }

    /// The account of a post, the same whichever way its source names it; `None` where that cannot be known, because two
    /// names of one account would look like two accounts that act together.
    pub fn of(&self, row: &SharingRow) -> Option<String> {
        let named = |name: &str| format!("{}:{name}", row.platform);
        if let Some(id) = &row.author_id {
            return Some(named(id));
        }
        if let Some(handle) = &row.author_handle {
            return match self.ids.get(&(row.platform.clone(), handle.to_lowercase())) {
                Some(id) => id.as_deref().map(named),
                None => Some(named(&handle.to_lowercase())),
            };
        }
        row.author_name.as_deref().map(named)
    }
}
