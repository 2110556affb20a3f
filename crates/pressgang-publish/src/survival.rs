//! How long posts stay up, as it is published: counts and times of each group, the curves, and the lives that all of it
//! can be computed from again. Lives carry no identity.

mod sentences;

use pressgang_case::{
    Comparison, Findings, LEAST_AT_RISK, LEAST_LIVES, MedianTime, PostLife, RemovalCause, Spell, SurvivalCurves,
    SurvivalFindings, SurvivalGroup, SurvivalOf,
};
use pressgang_weigh::survival::Curve;
use serde::Serialize;

use crate::charts::{self, Figure};
use crate::hide::Hider;
use crate::json::keys;
use crate::words;

/// Times after publication, in days, for which the share still up is given.
const MARKS: [f64; 6] = [1.0, 7.0, 30.0, 90.0, 180.0, 365.0];

/// The section of a report. Times are days since a post's publication.
#[derive(Serialize)]
pub struct SurvivalJson {
    /// The claim that its first sentence is.
    pub claim: String,
    /// Posts that count.
    pub posts: u64,
    pub followed: u64,
    pub left_out: LeftOutJson,
    /// Posts that were missed and seen again: no removals.
    pub came_back: u64,
    /// What counts neither before nor after the platform was told, where it was of any.
    pub in_neither: NeitherJson,
    /// Fewer posts are not drawn.
    pub least_posts: usize,
    /// Curves begin when so many are watched at once.
    pub least_at_risk: u64,
    pub groups: Vec<GroupJson>,
    pub comparison: Option<ComparisonJson>,
    /// What the curves are made from.
    pub lives: Vec<LifeJson>,
    /// Parts of lives before and after the platform was notified, where it was of any.
    pub spells: Vec<SpellJson>,
    /// Claim, caption and picture.
    #[serde(skip)]
    pub figures: Vec<(&'static str, String, String)>,
}

/// What counts neither before nor after a post's platform was told: what lies between the last look before and the
/// first after, where the former is older than a day.
#[derive(Clone, Copy, Serialize)]
pub struct NeitherJson {
    pub posts: u64,
    pub watched_days: f64,
    pub removed: u64,
}

/// Posts that cannot be followed.
#[derive(Clone, Copy, Serialize)]
pub struct LeftOutJson {
    pub without_date: u64,
    pub never_seen: u64,
    pub seen_once: u64,
}

/// A group of posts.
#[derive(Serialize)]
pub struct GroupJson {
    pub claim: String,
    /// `all`, `platform`, `not_notified` or `notified`.
    pub group: &'static str,
    pub platform: Option<String>,
    pub posts: u64,
    pub removed: u64,
    pub removed_by: RemovedBy,
    /// Days that its posts were seen to be up, all together.
    pub watched_days: f64,
    /// None where there is too little to draw.
    pub curves: Option<CurvesJson>,
    /// The posts as they are published.
    #[serde(skip)]
    pub of: Vec<String>,
    /// The first and last time that it rests on; stands in the claim.
    #[serde(skip)]
    pub observed: Option<(String, String)>,
}

/// Removals by cause.
#[derive(Clone, Copy, Serialize)]
pub struct RemovedBy {
    pub platform: u64,
    pub author: u64,
    pub account_gone: u64,
    pub not_told: u64,
}

/// The curves of a group, among its posts that were up at `from`.
#[derive(Serialize)]
pub struct CurvesJson {
    pub from: f64,
    /// The last time at which enough posts are watched for a picture.
    pub until: f64,
    /// What the pictures show there.
    pub end: EndJson,
    pub median: MedianJson,
    pub still_up: Vec<StillUpJson>,
    /// Had every post gone right after the last look that saw it.
    pub earliest: Vec<PointJson>,
    /// Had every post gone when it was first missed.
    pub latest: Vec<PointJson>,
    /// The times before which the earliest, the latest and the likeliest curve end since all watched posts went while
    /// others were found later.
    pub cut: [Option<f64>; 3],
    /// Turnbull's estimate; none where it did not settle.
    pub likeliest: Option<Vec<DropJson>>,
    /// Shares removed by cause, counted when first missed.
    pub by_cause: Vec<CausesJson>,
}

/// What the pictures of a group show where they end: the share still up by the thick line, and the shares removed by
/// cause, counted when first missed.
#[derive(Clone, Copy, Serialize)]
pub struct EndJson {
    pub still_up: f64,
    pub platform: f64,
    pub author: f64,
    pub account_gone: f64,
    pub not_told: f64,
}

/// The median time to removal: between two times, with its 95 % interval; none where it is not reached, and where
/// `beyond` says that it cannot be told beyond that time.
#[derive(Clone, Copy, Serialize)]
pub struct MedianJson {
    pub after: Option<f64>,
    pub by: Option<f64>,
    pub beyond: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// The share still up at a time: from least to most where looks leave it open, with 95 % limits.
#[derive(Clone, Copy, Serialize)]
pub struct StillUpJson {
    pub day: f64,
    pub least: f64,
    pub most: f64,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// A point of a curve of Kaplan and Meier.
#[derive(Clone, Copy, Serialize)]
pub struct PointJson {
    pub day: f64,
    pub at_risk: u64,
    pub removed: u64,
    pub censored: u64,
    pub still_up: f64,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// A stretch of time in which the likeliest curve falls.
#[derive(Clone, Copy, Serialize)]
pub struct DropJson {
    pub after: f64,
    pub by: f64,
    pub still_up: f64,
}

/// Shares removed by a time, by cause, each with its 95 % interval.
#[derive(Clone, Copy, Serialize)]
pub struct CausesJson {
    pub day: f64,
    pub platform: ShareJson,
    pub author: ShareJson,
    pub account_gone: ShareJson,
    pub not_told: ShareJson,
}

/// A share with its interval.
#[derive(Clone, Copy, Serialize)]
pub struct ShareJson {
    pub share: f64,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// The log-rank test of posts whose platform was notified and others. Where the looks do not tell which last longer
/// (`open`), the statistic and the counts it is made from are absent and p is 1.
#[derive(Clone, Copy, Serialize)]
pub struct ComparisonJson {
    pub open: bool,
    #[serde(flatten)]
    pub counts: Option<ComparedJson>,
    pub p: f64,
}

/// What the test is made from.
#[derive(Clone, Copy, Serialize)]
pub struct ComparedJson {
    pub removed_not_notified: u64,
    pub expected_not_notified: f64,
    pub removed_notified: u64,
    pub expected_notified: f64,
    pub chi_square: f64,
}

/// A life.
#[derive(Serialize)]
pub struct LifeJson {
    pub platform: String,
    pub entered: f64,
    pub last_seen: f64,
    pub first_missed: Option<f64>,
    /// `first_missed` is when it went, by the platform's word.
    pub exact: bool,
    pub cause: Option<&'static str>,
}

/// A part of a life.
#[derive(Serialize)]
pub struct SpellJson {
    pub notified: bool,
    #[serde(flatten)]
    pub life: LifeJson,
}

/// The section of a report.
pub fn survival(findings: &Findings, hider: &Hider) -> SurvivalJson {
    let found = &findings.survival;
    SurvivalJson {
        claim: String::new(),
        posts: found.posts(),
        followed: found.lives.len() as u64,
        left_out: LeftOutJson {
            without_date: found.left_out.without_date,
            never_seen: found.left_out.never_seen,
            seen_once: found.left_out.seen_once,
        },
        came_back: found.came_back,
        in_neither: NeitherJson {
            posts: found.neither.posts,
            watched_days: found.neither.days,
            removed: found.neither.removed,
        },
        least_posts: LEAST_LIVES,
        least_at_risk: LEAST_AT_RISK,
        groups: found.groups.iter().map(|one| group(one, hider)).collect(),
        comparison: found.comparison.as_ref().map(comparison),
        lives: found.lives.iter().map(life).collect(),
        spells: found.spells.iter().filter_map(|spell| self::spell(spell, &found.lives)).collect(),
        figures: figures(found),
    }
}

fn group(one: &SurvivalGroup, hider: &Hider) -> GroupJson {
    let [platform, author, account_gone, not_told] = one.removed;
    let (group, of_platform) = match &one.of {
        SurvivalOf::All => ("all", None),
        SurvivalOf::Platform(platform) => ("platform", Some(platform.as_str().to_owned())),
        SurvivalOf::NotTold => ("not_notified", None),
        SurvivalOf::Told => ("notified", None),
    };
    let mut of = keys(&one.posts, hider);
    of.sort();
    of.dedup();
    GroupJson {
        claim: String::new(),
        group,
        platform: of_platform,
        posts: one.posts.len() as u64,
        removed: one.removed.iter().sum(),
        removed_by: RemovedBy { platform, author, account_gone, not_told },
        watched_days: one.watched_days,
        curves: one.curves.as_ref().map(curves),
        of,
        observed: one.observed.map(|(first, last)| (first.to_string(), last.to_string())),
    }
}

fn curves(curves: &SurvivalCurves) -> CurvesJson {
    let MedianTime { between, beyond, low, high } = curves.median();
    CurvesJson {
        from: curves.from,
        until: curves.until(),
        end: end(curves),
        median: MedianJson { after: between.map(|b| b.0), by: between.map(|b| b.1), beyond, low, high },
        still_up: MARKS.iter().filter_map(|day| still_up(curves, *day)).collect(),
        earliest: points(&curves.earliest),
        latest: points(&curves.latest),
        cut: [curves.earliest.cut, curves.latest.cut, curves.fit.as_ref().and_then(|fit| fit.cut)],
        likeliest: curves.fit.as_ref().map(|fit| {
            fit.drops
                .iter()
                .map(|drop| DropJson { after: rounded(drop.after), by: rounded(drop.by), still_up: drop.survival })
                .collect()
        }),
        by_cause: curves
            .incidence
            .points
            .iter()
            .map(|point| {
                let [platform, author, account_gone, not_told] = point.causes.map(|cause| ShareJson {
                    share: cause.share,
                    low: cause.interval.map(|interval| interval.0),
                    high: cause.interval.map(|interval| interval.1),
                });
                CausesJson { day: rounded(point.time), platform, author, account_gone, not_told }
            })
            .collect(),
    }
}

fn end(curves: &SurvivalCurves) -> EndJson {
    let until = curves.until();
    let last = curves.incidence.points.iter().rfind(|point| point.time <= until);
    let [platform, author, account_gone, not_told] = last.map_or([0.0; 4], |point| point.causes.map(|one| one.share));
    EndJson { still_up: charts::share_at(curves, until), platform, author, account_gone, not_told }
}

/// A time in days to a tenth of a second: removals that are taken to lie right after a look lie a hair after it.
fn rounded(days: f64) -> f64 {
    (days * 1e6).round() / 1e6
}

fn points(curve: &Curve) -> Vec<PointJson> {
    let points = curve.points.iter().map(|point| PointJson {
        day: rounded(point.time),
        at_risk: point.at_risk,
        removed: point.ended,
        censored: point.censored,
        still_up: point.survival,
        low: point.interval.map(|interval| interval.0),
        high: point.interval.map(|interval| interval.1),
    });
    points.collect()
}

/// The share still up at a time at which enough posts are watched.
fn still_up(curves: &SurvivalCurves, day: f64) -> Option<StillUpJson> {
    if !curves.is_watched(day) {
        return None;
    }
    let (least, most) = match &curves.fit {
        Some(fit) => {
            let before = fit.drops.iter().rfind(|drop| drop.by <= day).map_or(1.0, |drop| drop.survival);
            let within = fit.drops.iter().find(|drop| drop.after < day && day < drop.by);
            (within.map_or(before, |drop| drop.survival), before)
        }
        None => {
            let [(early, _), (late, _)] = curves.outer(day)?;
            (early.min(late), early.max(late))
        }
    };
    let band = curves.band(day);
    Some(StillUpJson { day, least, most, low: band.map(|band| band.0), high: band.map(|band| band.1) })
}

fn comparison(of: &Comparison) -> ComparisonJson {
    let test = &of.test;
    let counts = ComparedJson {
        removed_not_notified: test.observed[0],
        expected_not_notified: test.expected[0],
        removed_notified: test.observed[1],
        expected_notified: test.expected[1],
        chi_square: test.chi_square,
    };
    ComparisonJson {
        open: of.is_open,
        counts: Some(counts).filter(|_| !of.is_open),
        p: if of.is_open { 1.0 } else { test.p },
    }
}

fn life(life: &PostLife) -> LifeJson {
    LifeJson {
        platform: life.key.platform.as_str().to_owned(),
        entered: life.entered,
        last_seen: life.seen,
        first_missed: life.missed,
        exact: life.is_exact,
        cause: life.cause.map(RemovalCause::as_str),
    }
}

fn spell(spell: &Spell, lives: &[PostLife]) -> Option<SpellJson> {
    let life = LifeJson {
        platform: lives.get(spell.life)?.key.platform.as_str().to_owned(),
        entered: spell.entered,
        last_seen: spell.seen,
        first_missed: spell.missed,
        exact: spell.is_exact,
        cause: spell.cause.map(RemovalCause::as_str),
    };
    Some(SpellJson { notified: spell.is_told, life })
}

/// A group's name, as a chart and a table give it.
fn name(of: &SurvivalOf) -> String {
    match of {
        SurvivalOf::All => "all posts".to_owned(),
        SurvivalOf::Platform(platform) => words::platform(platform.as_str()).to_owned(),
        SurvivalOf::NotTold => sentences::NOT_TOLD.to_owned(),
        SurvivalOf::Told => sentences::TOLD.to_owned(),
    }
}

/// The pictures of groups that can be drawn.
fn figures(found: &SurvivalFindings) -> Vec<(&'static str, String, String)> {
    let drawn = |test: &dyn Fn(&SurvivalOf) -> bool| -> Vec<Figure<'_>> {
        let groups = found.groups.iter().filter(|group| test(&group.of));
        let figures = groups.filter_map(|group| Some(Figure { name: name(&group.of), curves: group.curves.as_ref()? }));
        // A curve that is cut before anything happened has no length.
        figures.filter(|figure| figure.curves.until() > figure.curves.from).collect()
    };
    let mut figures = Vec::new();
    let all = drawn(&|of| *of == SurvivalOf::All);
    if let [one] = all.as_slice() {
        let title = "Still up, by time since publication";
        figures.push(("survival:curve", title.to_owned(), charts::survival(title, &all)));
        let title = "Removed, by whom";
        figures.push(("survival:causes", title.to_owned(), charts::causes(title, one.curves)));
    }
    let platforms = drawn(&|of| matches!(of, SurvivalOf::Platform(_)));
    if platforms.len() > 1 {
        let title = "Still up, by platform";
        figures.push(("survival:by-platform", title.to_owned(), charts::survival(title, &platforms)));
    }
    let told = drawn(&|of| matches!(of, SurvivalOf::Told | SurvivalOf::NotTold));
    if told.len() == 2 {
        let title = "Still up, before and after the platform was told (by a notice or a request for comment)";
        figures.push(("survival:by-notice", title.to_owned(), charts::survival(title, &told)));
    }
    figures.retain(|(_, _, svg)| !svg.is_empty());
    figures
}
