use proptest::prelude::*;

use super::lives::{Seen, Unfollowed, life, sight};
use super::*;

const DAY: i64 = 86_400_000;

fn day(days: f64) -> Timestamp {
    Timestamp { unix_millis: 1_680_000_000_000 + (days * DAY as f64).round() as i64 }
}

fn key(platform: &str, id: &str) -> PostKey {
    PostKey { platform: Platform::named(platform), id: id.to_owned() }
}

/// Looks as `day state`, `!` for the very time of a removal, `^` for a capture.
fn looks(of: &[(f64, &str)]) -> Vec<Seen> {
    of.iter()
        .filter_map(|(at, state)| {
            let sight = sight(state.trim_start_matches(['!', '^']))?;
            Some(Seen { at: day(*at), sight, is_exact: state.starts_with('!'), is_capture: state.starts_with('^') })
        })
        .collect()
}

type Followed = (f64, f64, Option<f64>, Option<&'static str>, bool);

/// What is followed of a post: when it was found, last seen, first missed, for what, and whether it came back.
#[track_caller]
fn check(of: &[(f64, &str)], expected: Result<Followed, Unfollowed>) {
    for order in [looks(of), looks(of).into_iter().rev().collect()] {
        let life = life(&key("x", "1"), Some(day(0.0)), order, None);
        let got =
            life.map(|(life, back)| (life.entered, life.seen, life.missed, life.cause.map(RemovalCause::as_str), back));
        assert_eq!(got, expected, "{of:?}");
    }
}

#[test]
fn lives_of_posts() {
    check(&[(1.0, "up"), (2.0, "up")], Ok((1.0, 2.0, None, None, false)));
    check(&[(1.0, "up"), (3.0, "removed")], Ok((1.0, 1.0, Some(3.0), Some("not_told"), false)));
    check(
        &[(1.0, "up"), (2.0, "up"), (3.0, "removed_by_author"), (9.0, "account_gone")],
        Ok((1.0, 2.0, Some(3.0), Some("author"), false)),
    );
    // What says nothing is no look; a post kept from some is there.
    check(
        &[
            (1.0, "up"),
            (2.0, "geo_blocked"),
            (3.0, "age_gate"),
            (4.0, "login_wall"),
            (5.0, "unknown"),
            (6.0, "private"),
        ],
        Ok((1.0, 3.0, None, None, false)),
    );
    check(
        &[(1.0, "up"), (2.0, "unknown"), (3.0, "account_gone")],
        Ok((1.0, 1.0, Some(3.0), Some("account_gone"), false)),
    );
    // By whom may be told later; that the account went later is no cause.
    check(
        &[(1.0, "up"), (3.0, "removed"), (4.0, "removed_by_platform")],
        Ok((1.0, 1.0, Some(3.0), Some("platform"), false)),
    );
    check(&[(1.0, "up"), (3.0, "removed"), (4.0, "account_gone")], Ok((1.0, 1.0, Some(3.0), Some("not_told"), false)));
    // What came back was not removed, and what is missed after that is.
    check(&[(1.0, "up"), (2.0, "removed"), (3.0, "up")], Ok((1.0, 3.0, None, None, true)));
    check(
        &[(1.0, "up"), (2.0, "removed_by_author"), (3.0, "up"), (5.0, "removed_by_platform")],
        Ok((1.0, 3.0, Some(5.0), Some("platform"), true)),
    );
    check(&[(1.0, "up"), (2.0, "removed"), (2.0, "up")], Ok((1.0, 2.0, None, None, true)));
    check(&[(1.0, "removed"), (2.0, "up"), (3.0, "up")], Ok((2.0, 3.0, None, None, true)));
    // A capture does not bring back what was gone, but a look does, and captures after that count.
    let gone = Ok((1.0, 1.0, Some(3.0), Some("not_told"), false));
    check(&[(1.0, "^up"), (3.0, "removed"), (4.0, "^up")], gone);
    check(&[(1.0, "^up"), (3.0, "removed"), (4.0, "removed"), (5.0, "^up")], gone);
    check(&[(1.0, "^up"), (3.0, "removed"), (4.0, "up"), (5.0, "^up")], Ok((1.0, 5.0, None, None, true)));
    check(&[(1.0, "removed"), (2.0, "^up"), (3.0, "^up")], Err(Unfollowed::NeverSeen));
    // The platform says when.
    check(&[(1.0, "up"), (2.5, "!removed"), (4.0, "removed")], Ok((1.0, 1.0, Some(2.5), Some("not_told"), false)));
    // A clock that ran before the post was there.
    check(&[(-1.0, "up"), (1.0, "up"), (2.0, "up")], Ok((1.0, 2.0, None, None, false)));
    check(&[(1.0, "up")], Err(Unfollowed::SeenOnce));
    check(&[(1.0, "up"), (2.0, "unknown")], Err(Unfollowed::SeenOnce));
    check(&[(1.0, "removed")], Err(Unfollowed::NeverSeen));
    check(&[], Err(Unfollowed::NeverSeen));
    let undated = life(&key("x", "1"), None, looks(&[(1.0, "up"), (2.0, "up")]), None);
    assert_eq!(undated.unwrap_err(), Unfollowed::WithoutDate);
}

/// From when to when a post is watched and whether it was missed, before and after its platform was told at a day.
#[track_caller]
fn check_told(of: &[(f64, &str)], told: f64, expected: &[(bool, f64, f64, Option<f64>)]) {
    let (life, _) = life(&key("x", "1"), Some(day(0.0)), looks(of), Some(day(told))).unwrap();
    let got: Vec<_> = spells(&[life]).into_iter().map(|s| (s.is_told, s.entered, s.seen, s.missed)).collect();
    assert_eq!(got, expected, "{of:?} told on day {told}");
}

#[test]
fn a_post_counts_as_told_from_the_telling_on() {
    let up = [(1.0, "up"), (4.0, "up"), (8.0, "up")];
    check_told(&up, 4.5, &[(false, 1.0, 4.5, None), (true, 4.5, 8.0, None)]);
    check_told(&up, 4.0, &[(false, 1.0, 4.0, None), (true, 4.0, 8.0, None)]);
    check_told(&up, 9.0, &[(false, 1.0, 9.0, None)]);
    check_told(&up, 12.0, &[(false, 1.0, 8.0, None)]);
    // Found after its platform was told.
    check_told(&up, 0.5, &[(true, 1.0, 8.0, None)]);
    // The last look before is too old: what happened in between is in neither part, for those that stay and those that
    // go alike.
    check_told(&up, 6.0, &[(false, 1.0, 4.0, None), (true, 8.0, 8.0, None)][..1]);
    let gone = [(1.0, "up"), (4.0, "up"), (8.0, "removed")];
    check_told(&gone, 6.0, &[(false, 1.0, 4.0, None)]);
    check_told(&gone, 4.5, &[(false, 1.0, 4.5, None), (true, 4.5, 4.5, Some(8.0))]);
    check_told(&gone, 8.0, &[(false, 1.0, 4.0, Some(8.0))]);
    let later = [(1.0, "up"), (8.0, "up"), (9.0, "removed")];
    check_told(&later, 6.0, &[(true, 8.0, 8.0, Some(9.0))]);
}

/// Posts, days and removals in neither part of lives whose platform was told at a day.
#[track_caller]
fn check_neither(of: &[(&[(f64, &str)], f64)], expected: (u64, f64, u64)) {
    let lives =
        of.iter().map(|(of, told)| life(&key("x", "1"), Some(day(0.0)), looks(of), Some(day(*told))).unwrap().0);
    let found = findings(lives.collect()).neither;
    assert_eq!((found.posts, found.days, found.removed), expected, "{of:?}");
}

#[test]
fn what_is_in_neither_part_is_counted() {
    let up: &[(f64, &str)] = &[(1.0, "up"), (4.0, "up"), (8.0, "up")];
    let gone: &[(f64, &str)] = &[(1.0, "up"), (4.0, "up"), (8.0, "removed")];
    check_neither(&[(up, 4.5), (gone, 4.5), (up, 9.0)], (0, 0.0, 0));
    // The look before is two days old.
    check_neither(&[(up, 6.0), (up, 4.5)], (1, 4.0, 0));
    check_neither(&[(gone, 6.0), (up, 6.0)], (2, 4.0, 1));
}

fn post(platform: &str, id: usize, entered: f64, seen: f64, missed: Option<f64>) -> PostLife {
    PostLife {
        key: key(platform, &id.to_string()),
        published: day(id as f64),
        entered,
        seen,
        missed,
        is_exact: false,
        cause: missed.map(|_| RemovalCause::ALL[id % 4]),
        told: None,
    }
}

fn findings(lives: Vec<PostLife>) -> SurvivalFindings {
    SurvivalFindings::new(lives, LeftOutLives::default(), 0).unwrap()
}

#[test]
fn nothing_is_drawn_of_a_few() {
    let lives = |count: usize| -> Vec<PostLife> {
        (0..count).map(|id| post("x", id, 1.0, 5.0 + id as f64, (id % 2 == 0).then_some(6.0 + id as f64))).collect()
    };
    assert_eq!(findings(Vec::new()).groups, []);
    assert!(findings(lives(LEAST_LIVES - 1)).groups[0].curves.is_none());
    let found = findings(lives(LEAST_LIVES));
    let group = &found.groups[0];
    assert_eq!((group.of.clone(), group.removed, group.posts.len()), (SurvivalOf::All, [3, 0, 2, 0], 10));
    let curves = group.curves.as_ref().unwrap();
    assert_eq!((curves.from, curves.latest.points[0].at_risk), (1.0, 10));
    // Ten posts that were never watched together.
    let apart = (0..10).map(|id| post("x", id, 10.0 * id as f64, 10.0 * id as f64 + 5.0, None)).collect();
    assert!(findings(apart).groups[0].curves.is_none());
}

/// Curves of posts given as how many, when they were found, last seen and first missed.
fn curves(of: &[(usize, f64, f64, Option<f64>)]) -> SurvivalCurves {
    let posts = of.iter().flat_map(|(count, entered, seen, missed)| (0..*count).map(|_| (*entered, *seen, *missed)));
    let lives = posts.enumerate().map(|(id, (entered, seen, missed))| post("x", id, entered, seen, missed)).collect();
    findings(lives).groups[0].curves.clone().unwrap()
}

/// Up to when curves are drawn, the median, and where it is not told.
#[track_caller]
fn check_end(of: &[(usize, f64, f64, Option<f64>)], until: f64, median: Option<(f64, f64)>, beyond: Option<f64>) {
    let curves = curves(of);
    assert_eq!((curves.until(), curves.median().between, curves.median().beyond), (until, median, beyond), "{of:?}");
}

#[test]
fn a_wave_is_in_the_curve() {
    let wave = [(30, 2.0, 9.0, Some(15.1)), (4, 2.0, 30.0, None)];
    check_end(&wave, 15.1, Some((9.0, 15.1)), None);
    let (low, high) = curves(&wave).band(15.1).unwrap();
    assert!(low < 0.1 && high < 0.4, "{low} {high}");
    check_end(&[(40, 1.0, 4.0, Some(8.0))], 8.0, Some((4.0, 8.0)), None);
    // Between both looks everything is open, and once all are gone no limits are known.
    let all = curves(&[(40, 1.0, 4.0, Some(8.0))]);
    assert_eq!((all.band(3.0), all.band(6.0), all.band(8.0)), (None, Some((0.0, 1.0)), None));
}

#[test]
fn a_median_rests_on_enough_posts() {
    check_end(&[(12, 1.0, 30.0, None), (3, 1.0, 8.0, Some(10.0))], 30.0, None, None);
    // Two removals among the last two make none, and neither do they make it "not reached".
    check_end(&[(12, 1.0, 30.0, None), (2, 280.0, 285.0, Some(290.0))], 30.0, None, Some(30.0));
    check_end(
        &[(12, 1.0, 30.0, None), (2, 280.0, 285.0, Some(290.0)), (9, 300.0, 310.0, None)],
        30.0,
        None,
        Some(30.0),
    );
    // All watched posts went while others were found later.
    check_end(&[(12, 1.0, 8.0, Some(10.0)), (9, 20.0, 30.0, None)], 1.0, None, Some(1.0));
}

#[test]
fn a_share_is_given_where_enough_are_watched() {
    let curves = curves(&[(9, 1.0, 20.0, None), (3, 1.0, 40.0, None), (8, 60.0, 82.0, None)]);
    assert_eq!(curves.until(), 82.0);
    let watched = [0.5, 1.0, 7.0, 30.0, 50.0, 70.0, 82.0, 90.0].map(|day| curves.is_watched(day));
    assert_eq!(watched, [false, true, true, false, false, true, true, false]);
}

#[test]
fn groups_know_when_their_posts_were_looked_at() {
    // The second was published a day after the first.
    let found = findings(vec![post("x", 0, 1.0, 3.0, None), post("vk", 1, 0.5, 9.0, Some(12.25))]);
    let observed: Vec<_> = found.groups.iter().map(|group| group.observed.unwrap()).collect();
    assert_eq!(observed, [(day(1.0), day(13.25)), (day(1.5), day(13.25)), (day(1.0), day(3.0))]);
}

#[test]
fn outer_curves_hold_the_likeliest_one() {
    // Looked at every four days.
    let lives: Vec<PostLife> = (0..40)
        .map(|id| {
            let entered = (id % 7) as f64;
            let seen = entered + 4.0 * (id % 5) as f64;
            post("x", id, entered, seen, (id % 3 == 0 || seen == entered).then_some(seen + 4.0))
        })
        .collect();
    let found = findings(lives);
    let curves = found.groups[0].curves.as_ref().unwrap();
    let fit = curves.fit.as_ref().unwrap();
    // At the end a few posts decide.
    for drop in fit.drops.iter().filter(|drop| drop.survival > 0.05) {
        if let Some((low, high)) = curves.band(drop.by) {
            assert!(low <= drop.survival && drop.survival <= high, "{drop:?} is not within {low} to {high}");
        }
    }
    let median = curves.median();
    let (after, by) = median.between.unwrap();
    assert!(median.low.unwrap() <= by && median.high.is_none_or(|high| high >= after), "{median:?}");
    let (early, late) = (curves.earliest.median().time.unwrap(), curves.latest.median().time.unwrap());
    assert!(early <= by && late >= after, "{early} {after} {by} {late}");
}

#[test]
fn platforms_and_the_told_are_apart() {
    let mut lives: Vec<PostLife> =
        (0..30).map(|id| post(if id % 3 == 0 { "vk" } else { "x" }, id, 0.5, 30.0, None)).collect();
    let of = |found: &SurvivalFindings| found.groups.iter().map(|group| group.of.clone()).collect::<Vec<_>>();
    assert_eq!(of(&findings(lives[..1].to_vec())), [SurvivalOf::All], "one platform is all");
    let platforms = [SurvivalOf::Platform(Platform::VK), SurvivalOf::Platform(Platform::X)];
    assert_eq!(of(&findings(lives.clone()))[1..], platforms);
    assert_eq!(findings(lives.clone()).comparison, None);
    for (id, life) in lives.iter_mut().enumerate().filter(|(id, _)| id % 2 == 0) {
        life.told = Some(Told { at: 10.0, seen_before: Some(9.5), seen_after: Some(20.0) });
        // All that went were told of.
        (life.seen, life.missed) = if id < 24 { (20.0, Some(21.0)) } else { (30.0, None) };
        life.cause = life.missed.map(|_| RemovalCause::Platform);
    }
    let found = findings(lives);
    assert_eq!(of(&found)[3..], [SurvivalOf::NotTold, SurvivalOf::Told]);
    assert_eq!((found.groups[3].posts.len(), found.groups[4].posts.len()), (30, 15));
    assert_eq!((found.groups[3].removed, found.groups[4].removed), ([0; 4], [12, 0, 0, 0]));
    let Comparison { test, is_open } = found.comparison.unwrap();
    assert!(!is_open && test.p < 0.001 && test.observed == [0, 12], "{test:?}");
}

#[test]
fn looks_at_other_intervals_make_no_difference() {
    // All went on days 5 to 34, and of one group a look tells it a day later, of the other within a quarter of a year.
    let compared = |wait: f64| {
        let mut lives: Vec<PostLife> = Vec::new();
        for id in 0..60 {
            let gone = 5.25 + (id / 2) as f64;
            let (seen, missed) = if id % 2 == 0 { (gone, gone + wait) } else { (gone - 0.25, gone + 0.75) };
            let mut life = post("x", id, 0.5, seen, Some(missed));
            life.told = (id % 2 == 0).then_some(Told { at: 0.25, seen_before: None, seen_after: Some(0.5) });
            lives.push(life);
        }
        findings(lives).comparison.unwrap()
    };
    assert!(compared(90.0).is_open, "{:?}", compared(90.0));
    // Where posts went matters, not how long after it they were missed.
    assert!(compared(0.5).is_open || compared(0.5).test.p > 0.5);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn order_changes_nothing(of in prop::collection::vec((0u8..30, 0u8..30, 0u8..20, 0u8..4), 1..40), by in 0usize..40) {
        let lives: Vec<PostLife> = of.iter().enumerate().filter_map(|(id, (entered, long, wait, kind))| {
            let (entered, seen) = (f64::from(*entered), f64::from(*entered) + f64::from(*long));
            let missed = (*kind > 0).then(|| seen + f64::from(*wait) + 0.5);
            let mut life = post(if id % 2 == 0 { "x" } else { "vk" }, id, entered, seen, missed);
            life.is_exact = *kind == 2;
            life.told = (*kind == 3).then_some(Told { at: seen, seen_before: Some(seen), seen_after: None });
            (seen > entered || missed.is_some()).then_some(life)
        }).collect();
        prop_assume!(!lives.is_empty());
        let mut other = lives.clone();
        other.rotate_left(by % lives.len());
        other.reverse();
        let found = findings(lives);
        prop_assert_eq!(&found, &findings(other));
        // The parts of a life are watched no longer than the whole, and no removal is counted twice.
        let removed: u64 = found.groups[0].removed.iter().sum();
        let told: u64 = found.groups.iter().filter(|g| matches!(g.of, SurvivalOf::Told | SurvivalOf::NotTold)).flat_map(|g| g.removed).sum();
        prop_assert!(told <= removed);
    }
}
