//! How ordinary it is that accounts share the same things within the window.

use std::collections::BTreeMap;

use pressgang_signals::coordination::{
    CoordinatedShares, CoordinationSettings, Shares, TooManyShares, link_object, links_in,
};
use pressgang_signals::normalise;

use super::accounts::Accounts;
use super::{MOST_TIES, hashtags, settings};
use crate::coordination_settings::CoordinationChoice;
use crate::error::CaseError;
use crate::files::hash_texts;
use crate::stages::SourceResult;
use crate::tables::{CoordinationRateRow, SharingRow};

/// All kinds together.
pub(super) const KIND_ANY: &str = "any";

/// Texts that are shorter after normalising, in code points, are the same by chance.
const LEAST_TEXT: usize = 20;

/// Shares of each kind, and of all.
#[derive(Default)]
pub(super) struct Kinds {
    by_kind: BTreeMap<&'static str, Shares>,
    any: Shares,
}

impl Kinds {
    pub fn add(
        &mut self,
        kind: &'static str,
        object: &str,
        account: &str,
        post: &str,
        unix_millis: i64,
    ) -> Result<(), TooManyShares> {
        self.by_kind.entry(kind).or_default().add(object, account, post, unix_millis)?;
        self.any.add(object, account, post, unix_millis)
    }

    pub fn coordinated(
        self,
        settings: &CoordinationSettings,
    ) -> (Vec<(&'static str, CoordinatedShares)>, CoordinatedShares) {
        let by_kind = self.by_kind.into_iter().map(|(kind, shares)| (kind, shares.coordinated(settings))).collect();
        (by_kind, self.any.coordinated(settings))
    }
}

/// One row about some posts.
pub(super) fn row(
    posts: &str,
    kind: &str,
    found: &CoordinatedShares,
    choice: &CoordinationChoice,
) -> CoordinationRateRow {
    let edges = found.edges(MOST_TIES);
    // A rate that is too low would say too much, so what was left out counts as if no two accounts met twice.
    let left_out: u64 = edges.crowded.iter().map(|object| object.ties).fold(0, u64::saturating_add);
    CoordinationRateRow {
        posts: posts.to_owned(),
        kind: kind.to_owned(),
        accounts: found.active_accounts(),
        paired_accounts: found.paired_accounts(),
        account_pairs: left_out.saturating_add(edges.len() as u64),
        crowded: edges.crowded.len() as u64,
        window: choice.window,
        participation: u64::from(choice.participation),
    }
}

/// The rows about background posts; none where there are none.
pub(super) fn background(
    choice: &CoordinationChoice,
    sources: &[&SourceResult],
) -> Result<Vec<CoordinationRateRow>, CaseError> {
    if sources.is_empty() {
        return Ok(Vec::new());
    }
    let accounts = Accounts::load(sources.iter().copied())?;
    let mut kinds = Kinds::default();
    for source in sources {
        for batch in source.posts.batches::<SharingRow>()?.into_iter().flatten() {
            for row in batch? {
                add(&mut kinds, &accounts, &row)?;
            }
        }
    }
    let (by_kind, any) = kinds.coordinated(&settings(choice));
    let mut rows: Vec<CoordinationRateRow> =
        by_kind.iter().map(|(kind, found)| self::row("background", kind, found, choice)).collect();
    rows.push(self::row("background", KIND_ANY, &any, choice));
    Ok(rows)
}

fn add(kinds: &mut Kinds, accounts: &Accounts, row: &SharingRow) -> Result<(), CaseError> {
    // What a repost says was said by another.
    let (Some(account), Some(at), false) = (accounts.of(row), row.created_at, row.is_repost) else { return Ok(()) };
    let post = format!("{}:{}", row.platform, row.id);
    let written = row.links.is_empty().then(|| links_in(&row.text)).into_iter().flatten();
    for link in row.links.iter().map(String::as_str).chain(written).filter_map(link_object) {
        kinds.add("link", &format!("url:{link}"), &account, &post, at.unix_millis)?;
    }
    for tag in hashtags(row) {
        kinds.add("hashtag", &format!("hashtag:{tag}"), &account, &post, at.unix_millis)?;
    }
    let text = normalise(&row.text);
    if text.chars().nth(LEAST_TEXT - 1).is_some() {
        // A hash stands for the text, which need not be held.
        let object = format!("text:{}", &hash_texts([text.as_str()])[..32]);
        kinds.add("text", &object, &account, &post, at.unix_millis)?;
    }
    Ok(())
}
