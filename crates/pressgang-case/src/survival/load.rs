//! The looks at the found posts, from captures, the sources' observations and the ledger.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use pressgang_posts::Timestamp;

use super::lives::{LeftOutLives, Seen, Sight, Unfollowed, life, sight};
use super::{RemovalCause, SurvivalFindings};
use crate::error::CaseError;
use crate::folder::Case;
use crate::found::Found;
use crate::looks::counted;
use crate::notices::NoticeKind;
use crate::stages::SourceResult;
use crate::tables::{MetricRow, ObservationRow, SourceRow};

/// Formats whose observations carry the time at which something happened, not that at which somebody looked.
const EXACT: [&str; 2] = ["x-compliance", "bluesky-jetstream"];

/// Everything about how long the found posts stay up.
pub(crate) fn survival(case: &Case, sources: &[SourceResult], found: &[Found]) -> Result<SurvivalFindings, CaseError> {
    let keys: Arc<HashSet<String>> = Arc::new(found.iter().map(|one| one.post.key.to_string()).collect());
    let mut looks: HashMap<String, Vec<Seen>> = HashMap::new();
    let mut accounts: HashMap<String, Vec<Seen>> = HashMap::new();
    // A platform's list may hold millions of accounts.
    let authors: HashSet<String> = found.iter().filter_map(account).collect();
    for (source, entry) in sources.iter().zip(&case.config.sources) {
        // A format that does not say when posts were captured has the file's date instead, which says when somebody
        // saved or copied it: no post was seen up then.
        let file_date = entry.received_at.as_deref().and_then(Timestamp::parse_rfc3339);
        of_source(source, file_date, (&keys, &authors), &mut looks, &mut accounts)?;
    }
    for look in counted(case)? {
        if let Some(sight) = sight(&look.status).filter(|_| keys.contains(&look.key)) {
            looks.entry(look.key).or_default().push(Seen { at: look.at, sight, is_exact: false, is_capture: false });
        }
    }
    let told = told(case)?;
    let (mut lives, mut left_out, mut came_back) = (Vec::new(), LeftOutLives::default(), 0);
    for one in found {
        let key = one.post.key.to_string();
        let mut looks = looks.remove(&key).unwrap_or_default();
        looks.extend(account(one).and_then(|account| accounts.get(&account)).into_iter().flatten());
        match life(&one.post.key, one.post.created_at, looks, told.get(&key).copied()) {
            Ok((life, back)) => {
                came_back += u64::from(back);
                lives.push(life);
            }
            Err(Unfollowed::WithoutDate) => left_out.without_date += 1,
            Err(Unfollowed::NeverSeen) => left_out.never_seen += 1,
            Err(Unfollowed::SeenOnce) => left_out.seen_once += 1,
        }
    }
    Ok(SurvivalFindings::new(lives, left_out, came_back)?)
}

/// Who published a post, as `platform:id`.
fn account(one: &Found) -> Option<String> {
    one.post.author.id.as_ref().map(|id| format!("{}:{id}", one.post.key.platform))
}

fn of_source(
    source: &SourceResult,
    file_date: Option<Timestamp>,
    (keys, authors): (&Arc<HashSet<String>>, &HashSet<String>),
    looks: &mut HashMap<String, Vec<Seen>>,
    accounts: &mut HashMap<String, Vec<Seen>>,
) -> Result<(), CaseError> {
    let is_exact = source.posts.rows::<SourceRow>()?.iter().all(|row| EXACT.contains(&row.format.as_str()));
    // When the posts of this source were first said to be gone.
    let mut gone: HashMap<String, Timestamp> = HashMap::new();
    let mut of_accounts: BTreeMap<String, Vec<Seen>> = BTreeMap::new();
    for row in source.posts.rows::<ObservationRow>()? {
        let (Some(at), Some(sight)) = (row.observed_at, sight(&row.status)) else { continue };
        if sight == Sight::Up && Some(at) == file_date {
            continue;
        }
        let is_exact = is_exact && sight != Sight::Up && Some(at) != file_date;
        let seen = Seen { at, sight, is_exact, is_capture: false };
        match (row.id, row.account) {
            (Some(id), _) => {
                let key = format!("{}:{id}", row.platform);
                if !keys.contains(&key) {
                    continue;
                }
                if sight != Sight::Up {
                    let first = gone.entry(key.clone()).or_insert(at);
                    *first = (*first).min(at);
                }
                looks.entry(key).or_default().push(seen);
            }
            (None, Some(account)) => {
                let account = format!("{}:{account}", row.platform);
                if authors.contains(&account) {
                    of_accounts.entry(account).or_default().push(seen);
                }
            }
            (None, None) => {}
        }
    }
    for (account, seen) in of_accounts {
        accounts.entry(account).or_default().extend(lasting(seen));
    }
    for batch in source.posts.batches_of::<MetricRow>(keys)?.into_iter().flatten() {
        for row in batch? {
            let Some(at) = row.collected_at.filter(|at| Some(*at) != file_date) else { continue };
            let key = format!("{}:{}", row.platform, row.id);
            // Some exports keep the text of posts that they say were gone by then.
            let is_husk = gone.get(&key).is_some_and(|gone| *gone <= at);
            if !is_husk && keys.contains(&key) {
                looks.entry(key).or_default().push(Seen { at, sight: Sight::Up, is_exact: false, is_capture: true });
            }
        }
    }
    Ok(())
}

/// What looks at an account say of its posts: that they went with it, unless it came back. An account that is up says
/// nothing of one post.
fn lasting(mut seen: Vec<Seen>) -> Vec<Seen> {
    let back = seen.iter().filter(|look| look.sight == Sight::Up).map(|look| look.at).max();
    seen.retain(|look| look.sight != Sight::Up && back.is_none_or(|back| look.at > back));
    for look in &mut seen {
        if look.sight == Sight::Gone(RemovalCause::NotTold) {
            look.sight = Sight::Gone(RemovalCause::Account);
        }
    }
    seen
}

/// When the platform of a post was first told of it, by `platform:id`: by a notice or a request for comment that was
/// sent to it. A referral goes to an authority, which decides for itself whether and when the platform hears of it.
fn told(case: &Case) -> Result<HashMap<String, Timestamp>, CaseError> {
    let mut told: HashMap<String, Timestamp> = HashMap::new();
    for notice in case.notices()? {
        let (Some(sent), Some(platform), NoticeKind::Notice | NoticeKind::Comment) =
            (notice.sent, notice.platform, notice.kind)
        else {
            continue;
        };
        for post in notice.posts.iter().filter(|post| post.platform.as_str() == platform) {
            let first = told.entry(post.to_string()).or_insert(sent.at);
            *first = (*first).min(sent.at);
        }
    }
    Ok(told)
}
