//! From the looks at a post to its life.

use pressgang_posts::{PostKey, Timestamp};

/// By whose hand a post went. The numbers are those of the causes in curves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum RemovalCause {
    /// The platform says that it removed it.
    Platform = 0,
    /// Its author deleted it.
    Author = 1,
    /// Its account is suspended, deactivated or deleted.
    Account = 2,
    /// It is gone and nothing says by whom.
    NotTold = 3,
}

impl RemovalCause {
    /// All of them, in the order of their numbers.
    pub const ALL: [RemovalCause; 4] =
        [RemovalCause::Platform, RemovalCause::Author, RemovalCause::Account, RemovalCause::NotTold];

    /// The word used in report.json.
    pub fn as_str(self) -> &'static str {
        match self {
            RemovalCause::Platform => "platform",
            RemovalCause::Author => "author",
            RemovalCause::Account => "account_gone",
            RemovalCause::NotTold => "not_told",
        }
    }
}

/// The life of a post as far as it was watched, in days since its publication.
#[derive(Clone, Debug, PartialEq)]
pub struct PostLife {
    /// The post.
    pub key: PostKey,
    /// When it was published: all other times are counted from then.
    pub published: Timestamp,
    /// When it was found: first seen up, by a capture or a look.
    pub entered: f64,
    /// When it was last seen up.
    pub seen: f64,
    /// When it was first missed after that; none while it is up.
    pub missed: Option<f64>,
    /// The platform gives the time at which it went, so it is known to the instant.
    pub is_exact: bool,
    /// By whose hand it went.
    pub cause: Option<RemovalCause>,
    /// When its platform was first told of it.
    pub told: Option<Told>,
}

impl PostLife {
    /// The time so many days after its publication.
    pub fn at(&self, days: f64) -> Timestamp {
        // Casts stay within the range of whole numbers.
        Timestamp { unix_millis: self.published.unix_millis.saturating_add((days * DAY).round() as i64) }
    }
}

/// When a platform was told of a post, in days since the post's publication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// When a notice or a request for comment that names the post was sent.
    pub at: f64,
    /// When the post was last seen up before or at that time.
    pub seen_before: Option<f64>,
    /// When it was first seen up at that time or later.
    pub seen_after: Option<f64>,
}

/// How many posts cannot be followed, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOutLives {
    /// They carry no date of publication.
    pub without_date: u64,
    /// Nobody saw them up at a known time.
    pub never_seen: u64,
    /// They were seen up once and no look since then says anything.
    pub seen_once: u64,
}

impl LeftOutLives {
    /// All of them.
    pub fn all(&self) -> u64 {
        self.without_date + self.never_seen + self.seen_once
    }
}

/// What a look says of whether a post is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sight {
    Gone(RemovalCause),
    Up,
}

/// What a state says; none where it says nothing, as behind a login, in a private account, and where a look failed: then
/// the post is followed up to the last look that said something.
pub(super) fn sight(status: &str) -> Option<Sight> {
    Some(match status {
        // A post that is kept from some countries or from minors is still there.
        "up" | "geo_blocked" | "age_gate" => Sight::Up,
        "removed_by_platform" => Sight::Gone(RemovalCause::Platform),
        "removed_by_author" => Sight::Gone(RemovalCause::Author),
        "account_gone" => Sight::Gone(RemovalCause::Account),
        "removed" => Sight::Gone(RemovalCause::NotTold),
        _ => return None,
    })
}

/// One look that says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub at: Timestamp,
    pub sight: Sight,
    /// The time is that of the removal itself.
    pub is_exact: bool,
    /// It is the time at which a source says that it took the post in, not a look at the platform.
    pub is_capture: bool,
}

/// Why a post cannot be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfollowed {
    WithoutDate,
    NeverSeen,
    SeenOnce,
}

const DAY: f64 = 86_400_000.0;

/// The life of a post by its looks, and whether it came back after having been missed.
pub(super) fn life(
    key: &PostKey,
    created_at: Option<Timestamp>,
    mut looks: Vec<Seen>,
    told_at: Option<Timestamp>,
) -> Result<(PostLife, bool), Unfollowed> {
    let born = created_at.ok_or(Unfollowed::WithoutDate)?;
    // What is said to have been seen before the post was there is a wrong clock.
    looks.retain(|look| look.at >= born);
    // At one time being seen counts more than being missed.
    looks.sort_unstable_by_key(|look| (look.at, look.sight, !look.is_exact));
    drop_kept_copies(&mut looks);
    let days = |at: Timestamp| at.unix_millis.saturating_sub(born.unix_millis) as f64 / DAY;
    let is_up = |look: &&Seen| look.sight == Sight::Up;
    let entered = looks.iter().find(is_up).ok_or(Unfollowed::NeverSeen)?.at;
    let last = looks.iter().rposition(|look| look.sight == Sight::Up).ok_or(Unfollowed::NeverSeen)?;
    let came_back = looks[..last].iter().any(|look| look.sight != Sight::Up);
    let seen = looks[last].at;
    let after = &looks[last + 1..];
    if after.is_empty() && seen == entered {
        return Err(Unfollowed::SeenOnce);
    }
    let told = told_at.map(|sent| Told {
        at: sent.unix_millis.saturating_sub(born.unix_millis) as f64 / DAY,
        seen_before: looks.iter().filter(|look| look.at <= sent).rfind(is_up).map(|look| days(look.at)),
        seen_after: looks.iter().filter(|look| look.at >= sent).find(is_up).map(|look| days(look.at)),
    });
    let life = PostLife {
        key: key.clone(),
        published: born,
        entered: days(entered),
        seen: days(seen),
        missed: after.first().map(|look| days(look.at)),
        is_exact: after.first().is_some_and(|look| look.is_exact),
        cause: cause(after),
        told,
    };
    Ok((life, came_back))
}

/// Takes away captures that follow a look that missed the post, up to the next look that saw it: collections take in
/// posts from each other and from what they kept, so their time does not bring back what was gone.
fn drop_kept_copies(looks: &mut Vec<Seen>) {
    let mut missed: Option<Timestamp> = None;
    looks.retain(|look| {
        if look.is_capture {
            return missed.is_none_or(|missed| missed >= look.at);
        }
        missed = if look.sight == Sight::Up { None } else { missed.or(Some(look.at)) };
        true
    });
}

/// The cause as the first look tells it that missed the post; where that does not tell, as a later one does. That the
/// account went later is no cause.
fn cause(missed: &[Seen]) -> Option<RemovalCause> {
    let mut causes = missed.iter().filter_map(|look| match look.sight {
        Sight::Gone(cause) => Some(cause),
        Sight::Up => None,
    });
    let first = causes.next()?;
    if first != RemovalCause::NotTold {
        return Some(first);
    }
    let told = causes.find(|cause| matches!(cause, RemovalCause::Platform | RemovalCause::Author));
    Some(told.unwrap_or(first))
}
