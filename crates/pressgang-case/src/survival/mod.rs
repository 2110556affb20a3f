//! How long posts stay up: lives of the found posts, made from every look, and the curves that a report draws.
//!
//! Time runs from a post's publication. A post enters when it was found, not when it was published: one that was gone
//! before anybody saw it is in no case, and counting found posts from their publication on would claim that none of
//! them could have been removed before. docs/survival.md says what may be read from the curves.

mod lives;
mod load;
mod told;

use std::collections::BTreeSet;

use pressgang_posts::{Platform, PostKey, Timestamp};
use pressgang_weigh::survival::{
    Curve, Fit, Incidence, Life, LogRank, RiskTable, SurvivalError, Window, log_rank, start,
};

pub use lives::{LeftOutLives, PostLife, RemovalCause, Told};
pub(crate) use load::survival;
pub use told::{Neither, Spell};
use told::{neither, spells};

/// Posts that a group must have for a curve to be drawn.
pub const LEAST_LIVES: usize = 10;
/// Posts that must be watched at once before a curve begins.
pub const LEAST_AT_RISK: u64 = 5;
/// Removals that two groups must have together before they are compared.
pub const LEAST_REMOVED: u64 = 10;

/// Everything a report says of how long posts stay up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SurvivalFindings {
    /// Lives of the posts that could be followed, by platform and times.
    pub lives: Vec<PostLife>,
    /// Posts that count and cannot be followed, and why.
    pub left_out: LeftOutLives,
    /// Posts that were missed and seen again later; what they were missed for is no removal.
    pub came_back: u64,
    /// Parts of lives before and after their platform was told, where it was told of any.
    pub spells: Vec<Spell>,
    /// What of the lives is in no such part.
    pub neither: Neither,
    /// All posts, then by platform where there are several, then by whether the platform was told.
    pub groups: Vec<SurvivalGroup>,
    /// Whether posts that the platform was told of last as long as others; none where there are too few.
    pub comparison: Option<Comparison>,
}

/// Whether two groups last alike, by the log-rank test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Of the tests that the looks leave open the one that says least: the largest p.
    pub test: LogRank,
    /// The looks do not tell which group lasts longer: it depends on when between two looks posts went. Then there is no
    /// p but 1.
    pub is_open: bool,
}

/// Posts whose lives are counted together.
#[derive(Clone, Debug, PartialEq)]
pub struct SurvivalGroup {
    /// Which.
    pub of: SurvivalOf,
    /// The posts.
    pub posts: Vec<PostKey>,
    /// How many were removed while they were watched, by cause.
    pub removed: [u64; 4],
    /// For how many days they were seen to be up, all together.
    pub watched_days: f64,
    /// The first and the last time that its lives rest on: when a post was found, and when one was last seen or first
    /// missed; none without posts.
    pub observed: Option<(Timestamp, Timestamp)>,
    /// The curves; none where there is too little to draw.
    pub curves: Option<SurvivalCurves>,
}

/// What posts of a group have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SurvivalOf {
    /// Nothing: all of them.
    All,
    /// Their platform.
    Platform(Platform),
    /// Their platform had not been told of them, or not yet.
    NotTold,
    /// Their platform had been told of them.
    Told,
}

/// The curves of a group. All are among posts that were still up at `from` after their publication, in days.
#[derive(Clone, Debug, PartialEq)]
pub struct SurvivalCurves {
    /// Where they begin: the first time at which [`LEAST_AT_RISK`] posts are watched.
    pub from: f64,
    /// Had every post gone right after the last look that saw it.
    pub earliest: Curve,
    /// Had every post gone just when it was first missed.
    pub latest: Curve,
    /// The likeliest curve, which says in which stretches of time posts went; none where it did not settle.
    pub fit: Option<Fit>,
    /// By which cause, each post counted when it was first missed.
    pub incidence: Incidence,
    /// Who was watched when, each post until right after it was last seen, and each until it was first missed.
    pub tables: [RiskTable; 2],
}

/// The time by which half the posts were gone, in days.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MedianTime {
    /// It lies between these two; none where more than half are still up at the end, and where it cannot be told.
    pub between: Option<(f64, f64)>,
    /// The time beyond which it cannot be told, where it is not said and is more than "not reached": too few are watched
    /// when half are gone, or the curve ends before.
    pub beyond: Option<f64>,
    /// The 95 % interval; none where it has no limit.
    pub low: Option<f64>,
    /// See `low`.
    pub high: Option<f64>,
}

impl SurvivalCurves {
    fn new(spells: &[Spell]) -> Result<Option<SurvivalCurves>, SurvivalError> {
        let windows: Vec<Window> = spells.iter().map(Spell::window).collect();
        let Some(from) = start(&windows, LEAST_AT_RISK).filter(|_| spells.len() >= LEAST_LIVES) else {
            return Ok(None);
        };
        let table = |at: &dyn Fn(f64, &Window) -> f64| {
            let ends = spells.iter().zip(&windows).map(|(spell, window)| Life {
                entry: window.entry,
                exit: spell.missed.map_or(window.seen, |missed| at(missed, window)),
                cause: spell.cause.map(|cause| cause as u8),
            });
            // A part of a life that was seen once and never missed was not watched.
            RiskTable::new(&ends.filter(|life| life.entry < life.exit).collect::<Vec<_>>())
        };
        let earliest = table(&|_, window| window.seen.next_up())?;
        let latest = table(&|missed, _| missed)?;
        let fit = Fit::new(&windows, from)?;
        Ok(Some(SurvivalCurves {
            from,
            earliest: Curve::new(&earliest, from),
            latest: Curve::new(&latest, from),
            fit: Some(fit).filter(|fit| fit.settled),
            incidence: Incidence::new(&latest, from),
            tables: [earliest, latest],
        }))
    }

    /// What both outer curves say at a time, each with its limits; none before the beginning and where nobody is watched
    /// any more. Of the earliest curve nobody is left once all were seen for the last time: it stays as it ended, or is
    /// anything down to 0 where it was cut.
    pub fn outer(&self, time: f64) -> Option<[(f64, (f64, f64)); 2]> {
        let known = |(share, interval): (f64, Option<(f64, f64)>)| (share, interval.unwrap_or((share, share)));
        let latest = known(self.latest.at(time)?);
        let earliest = match self.earliest.at(time).map(known) {
            Some(at) => at,
            None => {
                let (share, (low, high)) =
                    self.earliest.points.last().map_or((1.0, (1.0, 1.0)), |end| known((end.survival, end.interval)));
                if self.earliest.cut.is_some() { (0.0, (0.0, high)) } else { (share, (low, high)) }
            }
        };
        Some([earliest, latest])
    }

    /// The 95 % limits at a time: those of the two outer curves together, so that what is not known of the times between
    /// looks is in them. None where nothing was removed yet, where nobody is watched any more, and where nothing is left
    /// by either curve: no limits are known of that.
    pub fn band(&self, time: f64) -> Option<(f64, f64)> {
        let [(_, first), (_, second)] = self.outer(time)?;
        Some((first.0.min(second.0), first.1.max(second.1))).filter(|(low, high)| low < high)
    }

    /// The median: by the likeliest curve, with the limits of the outer ones; nothing of it that lies where the curves
    /// are not drawn ([`SurvivalCurves::until`]), since there one removal among two posts would make a median.
    pub fn median(&self) -> MedianTime {
        let (early, late) = (self.earliest.median(), self.latest.median());
        let between = match &self.fit {
            Some(fit) => fit.median(),
            None => early.time.zip(late.time).map(|(a, b)| (a.min(b), a.max(b))),
        };
        let until = self.until();
        let is_cut = match &self.fit {
            Some(fit) => fit.cut.is_some(),
            None => self.earliest.cut.is_some() || early.time.is_some(),
        };
        // Whether every removal is in the curve up to there: one that is not could make a median.
        let is_whole = self.latest.cut.is_none() && self.latest.points.iter().all(|p| p.ended == 0 || p.time <= until);
        let within = between.filter(|(_, by)| *by <= until);
        MedianTime {
            between: within,
            beyond: Some(until).filter(|_| within.is_none() && (between.is_some() || is_cut || !is_whole)),
            low: [early.low, late.low].into_iter().flatten().reduce(f64::min).filter(|low| *low <= until),
            high: early.high.zip(late.high).map(|(a, b)| a.max(b)).filter(|high| *high <= until),
        }
    }

    /// The last time, in days, at which [`LEAST_AT_RISK`] posts are watched, or what lies before the first removal among
    /// fewer: up to there the curves are drawn. What comes after rests on a few posts.
    ///
    /// A post is watched until it was first missed, as the latest curve has it. By the earliest one nobody would be
    /// watched between the last look that saw a wave of posts and the first that missed it, and the wave would be lost.
    pub fn until(&self) -> f64 {
        let points = &self.latest.points;
        let drawn = points.iter().rfind(|point| point.at_risk >= LEAST_AT_RISK).map_or(self.from, |point| point.time);
        let few = points.iter().position(|point| point.ended > 0 && point.at_risk < LEAST_AT_RISK);
        let before = few.map(|few| few.checked_sub(1).map_or(self.from, |at| points[at].time));
        let cut = self.fit.as_ref().and_then(|fit| fit.cut);
        [before, cut].into_iter().flatten().fold(drawn, f64::min).max(self.from)
    }

    /// Whether enough posts are watched at a time to give the share that is still up then.
    pub fn is_watched(&self, time: f64) -> bool {
        self.from <= time && time <= self.until() && self.tables[1].watched(time) >= LEAST_AT_RISK
    }
}

impl SurvivalFindings {
    /// Counts lives, in any order. `left_out` and `came_back` are as they were counted when the lives were made.
    ///
    /// # Errors
    /// A life whose times are none.
    pub fn new(
        mut lives: Vec<PostLife>,
        left_out: LeftOutLives,
        came_back: u64,
    ) -> Result<SurvivalFindings, SurvivalError> {
        lives.sort_by(|a, b| {
            let times = |life: &PostLife| (life.entered, life.seen, life.missed.unwrap_or(f64::INFINITY));
            let ((e1, s1, m1), (e2, s2, m2)) = (times(a), times(b));
            a.key
                .platform
                .as_str()
                .cmp(b.key.platform.as_str())
                .then(e1.total_cmp(&e2).then(s1.total_cmp(&s2)).then(m1.total_cmp(&m2)).then_with(|| a.key.cmp(&b.key)))
        });
        let whole: Vec<Spell> = lives.iter().enumerate().map(|(at, life)| Spell::whole(at, life)).collect();
        let spells = spells(&lives);
        let mut groups = Vec::new();
        let mut add = |of: SurvivalOf, spells: &[Spell]| -> Result<(), SurvivalError> {
            groups.push(group(of, spells, &lives)?);
            Ok(())
        };
        if !whole.is_empty() {
            add(SurvivalOf::All, &whole)?;
        }
        let platforms: BTreeSet<&str> = lives.iter().map(|life| life.key.platform.as_str()).collect();
        for platform in platforms.iter().filter(|_| platforms.len() > 1) {
            let of: Vec<Spell> =
                whole.iter().filter(|s| lives[s.life].key.platform.as_str() == *platform).cloned().collect();
            add(SurvivalOf::Platform(Platform::named(platform)), &of)?;
        }
        let mut comparison = None;
        if spells.iter().any(|spell| spell.is_told) {
            let (told, not_told): (Vec<Spell>, Vec<Spell>) = spells.iter().cloned().partition(|spell| spell.is_told);
            add(SurvivalOf::NotTold, &not_told)?;
            add(SurvivalOf::Told, &told)?;
            if let [.., first, second] = groups.as_slice() {
                comparison = compare(first, second);
            }
        }
        let neither = neither(&lives, &spells);
        Ok(SurvivalFindings { lives, left_out, came_back, spells, neither, groups, comparison })
    }

    /// Posts that count, followed or not.
    pub fn posts(&self) -> u64 {
        self.lives.len() as u64 + self.left_out.all()
    }
}

fn group(of: SurvivalOf, spells: &[Spell], lives: &[PostLife]) -> Result<SurvivalGroup, SurvivalError> {
    let mut removed = [0; 4];
    for cause in spells.iter().filter_map(|spell| spell.cause) {
        removed[cause as usize] += 1;
    }
    let first = spells.iter().map(|spell| lives[spell.life].at(spell.entered)).min();
    let last = spells.iter().map(|spell| lives[spell.life].at(spell.missed.unwrap_or(spell.seen))).max();
    Ok(SurvivalGroup {
        of,
        posts: spells.iter().map(|spell| lives[spell.life].key.clone()).collect(),
        removed,
        watched_days: spells.iter().map(|spell| spell.seen - spell.entered).sum(),
        observed: first.zip(last),
        curves: SurvivalCurves::new(spells)?,
    })
}

/// Compares two groups, each at both ends of what the looks leave open: posts of one may have gone right after a look and
/// posts of the other just before the next, so that looks at different intervals alone make one group seem to last
/// longer. Takes the answer that says least.
fn compare(one: &SurvivalGroup, other: &SurvivalGroup) -> Option<Comparison> {
    let removed: u64 = one.removed.iter().chain(&other.removed).sum();
    let (first, second) = (one.curves.as_ref()?, other.curves.as_ref()?);
    if removed < LEAST_REMOVED {
        return None;
    }
    let pairs = first.tables.iter().flat_map(|one| second.tables.iter().map(move |other| [one, other]));
    let tests: Option<Vec<LogRank>> = pairs.map(|pair| log_rank(pair, f64::NEG_INFINITY)).collect();
    let tests = tests?;
    let more = |test: &LogRank| test.observed[0] as f64 > test.expected[0];
    let is_open = tests.iter().any(more) && !tests.iter().all(more);
    let test = tests.into_iter().max_by(|a, b| a.p.total_cmp(&b.p))?;
    Some(Comparison { test, is_open })
}

#[cfg(test)]
mod tests;
