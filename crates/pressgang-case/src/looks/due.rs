//! Which posts are to be looked at, and when.

use std::collections::{BTreeMap, HashMap, HashSet};

use pressgang_posts::Timestamp;

use super::known::{KnownLook, entered};
use crate::error::CaseError;
use crate::folder::Case;
use crate::stages::newest_files;
use crate::tables::{CampaignRow, PartReader, PostRow, TableRow};

/// A post to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuePost {
    /// The platform's word.
    pub platform: String,
    /// The platform's id.
    pub id: String,
    /// Its public address, where the export gives one.
    pub url: Option<String>,
    /// Its author's handle.
    pub handle: Option<String>,
    /// The platform's id of its author.
    pub account: Option<String>,
    /// What the last look found.
    pub last: Option<(Timestamp, String)>,
}

/// The posts of a case that are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dues {
    /// Those whose time has come: never looked at first, then those whose last look is oldest.
    pub due: Vec<DuePost>,
    /// How many were looked at so recently that they wait.
    pub waiting: usize,
    /// When the next of these is due.
    pub next_at: Option<Timestamp>,
    /// How many posts of the case had which state when they were last looked at, by platform and state; `never` for
    /// those nobody looked at.
    pub states: BTreeMap<(String, String), u64>,
}

impl Case {
    /// The posts that count, as the last run found them, and which of them are due when each is looked at once every
    /// `every_millis`. Looks of people and of other tools count too: a post is not looked at again sooner. With `only`,
    /// posts named `platform:id`, others are left out and these are due whenever they were looked at last.
    ///
    /// # Errors
    /// [`CaseError::NotRun`] before the first run, [`CaseError::Usage`] for a post of `only` that does not count.
    pub fn dues(&self, now: Timestamp, every_millis: i64, only: &[String]) -> Result<Dues, CaseError> {
        let posts = self.counted_posts()?;
        if let Some(unknown) = only.iter().find(|name| !posts.contains_key(*name)) {
            return Err(CaseError::Usage(format!(
                "{unknown:?} is none of the posts that count in this case; posts are named platform:id, as the report has them"
            )));
        }
        let mut newest: HashMap<String, KnownLook> = HashMap::new();
        for look in entered(self.ledger(), u64::MAX)? {
            if newest.get(&look.key).is_none_or(|known| look.at >= known.at) {
                newest.insert(look.key.clone(), look);
            }
        }
        let mut dues = Dues::default();
        for (key, mut post) in posts {
            post.last = newest.remove(&key).map(|look| (look.at, look.status));
            let state = post.last.as_ref().map_or("never", |(_, state)| state);
            *dues.states.entry((post.platform.clone(), state.to_owned())).or_default() += 1;
            if !only.is_empty() {
                if only.contains(&key) {
                    dues.due.push(post);
                }
                continue;
            }
            // A look in the future is one by a wrong clock; it holds nothing up.
            let at = post.last.as_ref().map(|(at, _)| at.unix_millis).filter(|at| *at <= now.unix_millis);
            match at.map(|at| at.saturating_add(every_millis)).filter(|next| *next > now.unix_millis) {
                None => dues.due.push(post),
                Some(next) => {
                    dues.waiting += 1;
                    let next = Timestamp::from_unix_millis(next);
                    dues.next_at = [dues.next_at, next].into_iter().flatten().min();
                }
            }
        }
        dues.due.sort_by(|a, b| {
            let at = |post: &DuePost| post.last.as_ref().map(|(at, _)| *at);
            (at(a), &a.platform, &a.id).cmp(&(at(b), &b.platform, &b.id))
        });
        Ok(dues)
    }

    /// The posts that count by `platform:id`, from the tables of the last run.
    fn counted_posts(&self) -> Result<BTreeMap<String, DuePost>, CaseError> {
        let not_run = || CaseError::NotRun { path: self.root().to_owned() };
        let campaigns = newest_files(self.ledger(), self.root(), "campaigns", None)?.ok_or_else(not_run)?;
        let reviews = self.reviews()?;
        let mut wanted: HashSet<String> = HashSet::new();
        if let Some(path) = campaigns.get(CampaignRow::TABLE) {
            for batch in PartReader::<CampaignRow>::open(path)? {
                let rows = batch?.into_iter().filter(|row| !reviews.has_rejected(&row.campaign));
                wanted.extend(rows.map(|row| format!("{}:{}", row.platform, row.id)));
            }
        }
        let mut posts: BTreeMap<String, DuePost> = BTreeMap::new();
        for source in &self.config.sources {
            let files = newest_files(self.ledger(), self.root(), &format!("posts/{}", source.id), None)?;
            let Some(path) = files.as_ref().and_then(|files| files.get(PostRow::TABLE)) else { continue };
            for batch in PartReader::<PostRow>::open(path)? {
                for row in batch? {
                    let key = format!("{}:{}", row.platform, row.id);
                    if !wanted.contains(&key) {
                        continue;
                    }
                    let known = posts.entry(key).or_insert_with(|| DuePost {
                        platform: row.platform,
                        id: row.id,
                        url: None,
                        handle: None,
                        account: None,
                        last: None,
                    });
                    // Of several captures any may know an address that others lack.
                    known.url = known.url.take().or(row.url);
                    known.handle = known.handle.take().or(row.author_handle);
                    known.account = known.account.take().or(row.author_id);
                }
            }
        }
        Ok(posts)
    }
}
