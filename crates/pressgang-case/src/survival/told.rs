//! Lives split at the time their platform was told of the post.
//!
//! A post belongs to those the platform was not told of until it was told, and to the others from then on. Were a post
//! counted as told from its beginning, the time it had to last in order to be told at all would be credited to the
//! telling ("immortal time").

use pressgang_weigh::survival::Window;

use super::lives::{PostLife, RemovalCause, Told};

/// A look this old, in days, still says that a post was up when its platform was told: who writes a notice has just
/// seen the post.
const FRESH: f64 = 1.0;

/// A part of a life, in days since the post's publication.
#[derive(Clone, Debug, PartialEq)]
pub struct Spell {
    /// Which of the lives.
    pub life: usize,
    /// Its platform had been told of it.
    pub is_told: bool,
    /// From when on it was watched.
    pub entered: f64,
    /// When it was last known to be up.
    pub seen: f64,
    /// When it was first missed.
    pub missed: Option<f64>,
    /// It is known to the instant when it went.
    pub is_exact: bool,
    /// By whose hand.
    pub cause: Option<RemovalCause>,
}

impl Spell {
    /// A whole life.
    pub(super) fn whole(at: usize, life: &PostLife) -> Spell {
        Spell {
            life: at,
            is_told: false,
            entered: life.entered,
            seen: life.seen,
            missed: life.missed,
            is_exact: life.is_exact,
            cause: life.cause,
        }
    }

    /// As estimates take it.
    pub(super) fn window(&self) -> Window {
        let seen = match self.missed {
            Some(missed) if self.is_exact => f64::max(self.seen, missed.next_down()),
            _ => self.seen,
        };
        Window { entry: self.entered, seen, missed: self.missed.unwrap_or(f64::INFINITY) }
    }
}

/// What of lives counts neither before nor after their platform was told: where the last look before is too old, what
/// lies between it and the first look after.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Neither {
    /// Posts of which some is.
    pub posts: u64,
    /// Days that they were watched in it, all together.
    pub days: f64,
    /// Removals in it.
    pub removed: u64,
}

/// What of lives is in none of their parts; nothing where there are no parts.
pub(super) fn neither(lives: &[PostLife], spells: &[Spell]) -> Neither {
    let mut all = Neither::default();
    if spells.is_empty() {
        return all;
    }
    let mut in_parts = vec![(0.0, false); lives.len()];
    for spell in spells {
        let (days, is_removed) = &mut in_parts[spell.life];
        *days += spell.seen - spell.entered;
        *is_removed |= spell.missed.is_some();
    }
    for (life, (days, is_removed)) in lives.iter().zip(in_parts) {
        // A post may count as up beyond its last look, up to when its platform was told.
        let lost = f64::max(life.seen - life.entered - days, 0.0);
        let is_lost = life.missed.is_some() && !is_removed;
        // Differences of times miss 0 by their rounding.
        if lost > 1e-9 || is_lost {
            all.posts += 1;
            all.days += lost;
            all.removed += u64::from(is_lost);
        }
    }
    all
}

/// The parts of all lives, in their order; none where no platform was told of any post.
pub(super) fn spells(lives: &[PostLife]) -> Vec<Spell> {
    if lives.iter().all(|life| life.told.is_none()) {
        return Vec::new();
    }
    lives.iter().enumerate().flat_map(|(at, life)| split(at, life)).collect()
}

/// A life before and after its platform was told.
fn split(at: usize, life: &PostLife) -> impl Iterator<Item = Spell> + use<> {
    let whole = Spell::whole(at, life);
    let (before, after) = match life.told {
        None => (Some(whole), None),
        // It was gone by then.
        Some(told) if life.missed.is_some_and(|missed| missed <= told.at) => (Some(whole), None),
        Some(told) => around(&whole, told),
    };
    before.into_iter().chain(after)
}

/// Whether a look is fresh decides for all posts alike, those that went and those that stayed: leaving out only posts
/// that went between two looks would make telling look harmless, and counting them would make it look strong.
fn around(whole: &Spell, told: Told) -> (Option<Spell>, Option<Spell>) {
    let fresh = told.seen_before.filter(|seen| told.at - seen <= FRESH);
    // Up to when it was known to be up and the platform not told; from when it was known to be up and the platform told.
    let (until, since) = match fresh {
        Some(_) => (Some(told.at), Some(told.at)),
        None => (told.seen_before, told.seen_after),
    };
    let before = until.filter(|until| whole.entered < *until).map(|until| Spell {
        seen: until,
        missed: None,
        is_exact: false,
        cause: None,
        ..whole.clone()
    });
    let after = since.map(|since| f64::max(since, whole.entered));
    let after =
        after.map(|entered| Spell { is_told: true, entered, seen: f64::max(whole.seen, entered), ..whole.clone() });
    // What was seen once after its platform was told, and never missed, was not watched.
    (before, after.filter(|spell| spell.missed.is_some() || spell.entered < spell.seen))
}
