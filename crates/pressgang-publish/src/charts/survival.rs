//! How long posts stay up: curves with their bands and how many were watched, and shares removed by cause.

use std::fmt::Write;

use pressgang_case::SurvivalCurves;

use super::{COLOURS, FONT, Svg, WIDTH, width};
use crate::words;

/// Room left of the axis, for per cents.
const LEFT: f64 = 38.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 20.0;
const HIGH: f64 = 170.0;
const BOTTOM: f64 = TOP + HIGH;
/// Points of a line that are nearer to the last one are left out: half a pixel on a phone.
const NEAREST: f64 = 0.5;
/// Marks of posts that were watched no longer are left out where they would run into each other.
const NEAREST_MARK: f64 = 2.5;
/// A label of the axis needs so much room.
const LABEL: f64 = 40.0;

/// A group to draw.
pub struct Figure<'a> {
    /// Its name.
    pub name: String,
    /// Its curves.
    pub curves: &'a SurvivalCurves,
}

/// What causes are called, in the order of their numbers.
const CAUSES: [&str; 4] = ["by the platform", "by the author", "account gone", "not told by whom"];

/// The time axis: how far it goes and in which unit.
struct Axis {
    wide: f64,
    last: f64,
    /// Days of one unit.
    unit: f64,
    /// Units between two ticks.
    step: f64,
    name: &'static str,
}

impl Axis {
    fn new(wide: f64, last: f64) -> Axis {
        let last = if last > 0.0 { last } else { 1.0 };
        let (unit, name) = if last <= 3.0 { (1.0 / 24.0, "hours") } else { (1.0, "days") };
        let steps: &[f64] = if unit < 1.0 {
            &[1.0, 2.0, 3.0, 6.0, 12.0, 24.0]
        } else {
            &[1.0, 2.0, 5.0, 7.0, 14.0, 30.0, 60.0, 90.0, 180.0, 365.0]
        };
        let most = ((wide - LEFT - RIGHT) / LABEL).floor().max(1.0);
        let fits = |step: &&f64| last / unit / **step <= most;
        let longest = (last / unit / most).ceil();
        Axis { wide, last, unit, step: steps.iter().find(fits).copied().unwrap_or(longest), name }
    }

    fn x(&self, days: f64) -> f64 {
        LEFT + (self.wide - LEFT - RIGHT) * (days / self.last).clamp(0.0, 1.0)
    }

    /// Times of the ticks, in days, with their labels.
    fn ticks(&self) -> Vec<(f64, String)> {
        let count = (self.last / self.unit / self.step + 1e-9).floor() as u32;
        let ticks = (0..=count).map(|i| f64::from(i) * self.step);
        ticks.map(|at| (at * self.unit, words::count(at as u64))).collect()
    }

    /// An empty chart.
    fn svg(&self, class: &str, high: f64, title: &str, desc: &str, ceiling: f64) -> Svg {
        let mut svg = Svg::new(class, self.wide, high, title, desc);
        for quarter in 0..=4 {
            let share = ceiling * f64::from(quarter) / 4.0;
            let y = BOTTOM - HIGH * f64::from(quarter) / 4.0;
            svg.line(if quarter == 0 { "axis" } else { "grid" }, LEFT, y, self.x(self.last), y);
            svg.text("t end", LEFT - 5.0, y + 3.6, &format!("{} %", words::per_cent(share)));
        }
        for (at, label) in self.ticks() {
            svg.line("axis", self.x(at), BOTTOM, self.x(at), BOTTOM + 3.0);
            svg.text("t mid", self.x(at), BOTTOM + 14.0, &label);
        }
        svg.text("t soft end", self.x(self.last), BOTTOM + 28.0, &format!("{} since publication", self.name));
        svg
    }
}

fn y(share: f64) -> f64 {
    BOTTOM - HIGH * share.clamp(0.0, 1.0)
}

/// Curves of groups; of one group in a wide form and one for phones, of which the page shows one. Empty without groups.
pub fn survival(title: &str, groups: &[Figure<'_>]) -> String {
    let Some(last) = groups.iter().map(|group| group.curves.until()).reduce(f64::max) else { return String::new() };
    let draw = |class: &str, wide: f64| one(class, &Axis::new(wide, last), title, groups);
    match groups {
        [_] => draw("chart narrow", WIDTH) + &draw("chart wide", 2.0 * WIDTH),
        _ => draw("chart", WIDTH),
    }
}

fn one(class: &str, axis: &Axis, title: &str, groups: &[Figure<'_>]) -> String {
    let rows = groups.len() as f64;
    let (watched, step) = (BOTTOM + 48.0, 27.0);
    let mut svg = axis.svg(class, watched + step * rows + 4.0, title, &desc(groups), 1.0);
    svg.text("t soft", 0.0, 10.0, "still up");
    let is_alone = groups.len() == 1;
    for (at, group) in groups.iter().enumerate() {
        let colour = at % COLOURS;
        let curves = group.curves;
        svg.path(&format!("area c{colour}"), &band(axis, curves));
        if is_alone {
            for outer in [&curves.earliest, &curves.latest] {
                let points = outer.points.iter().filter(|point| point.ended > 0).map(|p| (p.time, p.time, p.survival));
                svg.path(&format!("curve thin s{colour}"), &steps(axis, curves, points));
            }
            if curves.from > 0.02 * axis.last {
                svg.line("from", axis.x(curves.from), TOP, axis.x(curves.from), BOTTOM);
            }
        }
    }
    for (at, group) in groups.iter().enumerate() {
        let colour = at % COLOURS;
        svg.path(&format!("curve s{colour}"), &line(axis, group.curves));
        marks(&mut svg, axis, group.curves, &format!("censored s{colour}"));
        let top = watched + step * at as f64;
        let label = if is_alone { "posts watched".to_owned() } else { format!("{}, posts watched", group.name) };
        if !is_alone {
            svg.rect(&format!("c{colour}"), 0.0, top - 9.0, 10.0, 10.0);
        }
        svg.text("t soft", if is_alone { 0.0 } else { 15.0 }, top, &label);
        for (time, _) in axis.ticks() {
            let count = words::count(group.curves.tables[1].watched(time));
            svg.text("t mid", axis.x(time), top + 13.0, &count);
        }
    }
    svg.done()
}

/// What a chart shows, in words.
fn desc(groups: &[Figure<'_>]) -> String {
    let said = groups.iter().map(|group| {
        let until = group.curves.until();
        let end = share_at(group.curves, until);
        format!("{}: {:.0} % still up {until:.1} days after publication", group.name, 100.0 * end)
    });
    said.collect::<Vec<_>>().join("; ")
}

/// The likeliest curve, which falls evenly within the stretches in which posts went since nothing is known of when; the
/// latest one where there is none.
fn line(axis: &Axis, curves: &SurvivalCurves) -> String {
    match &curves.fit {
        Some(fit) => steps(axis, curves, fit.drops.iter().map(|drop| (drop.after, drop.by, drop.survival))),
        None => {
            let points = curves.latest.points.iter().filter(|point| point.ended > 0);
            steps(axis, curves, points.map(|point| (point.time, point.time, point.survival)))
        }
    }
}

/// A line that falls from 1, each time between two times to a share, as far as enough posts are watched.
fn steps(axis: &Axis, curves: &SurvivalCurves, falls: impl Iterator<Item = (f64, f64, f64)>) -> String {
    let until = curves.until();
    let mut points = vec![(axis.x(curves.from), y(1.0))];
    let mut before = 1.0;
    for (after, by, share) in falls.take_while(|fall| fall.0 <= until) {
        points.push((axis.x(after), y(before)));
        before = if by <= until { share } else { before + (share - before) * (until - after) / (by - after) };
        points.push((axis.x(by.min(until)), y(before)));
    }
    points.push((axis.x(until), y(before)));
    through(&points, "M")
}

/// A path through points, without those too near to the last one.
fn through(points: &[(f64, f64)], begin: &str) -> String {
    let mut path = String::new();
    let mut last: Option<(f64, f64)> = None;
    for (at, point) in points.iter().enumerate() {
        let is_near = |(a, b): (f64, f64)| (point.0 - a).abs() < NEAREST && (point.1 - b).abs() < NEAREST;
        if last.is_some_and(is_near) && at + 1 < points.len() {
            continue;
        }
        let _ = write!(path, "{}{:.1} {:.1}", if last.is_none() { begin } else { "L" }, point.0, point.1);
        last = Some(*point);
    }
    path
}

/// The band of both outer curves as a closed path; empty where nothing was removed.
fn band(axis: &Axis, curves: &SurvivalCurves) -> String {
    let outer = [&curves.earliest, &curves.latest];
    let mut times: Vec<f64> =
        outer.iter().flat_map(|curve| &curve.points).filter(|p| p.ended > 0).map(|p| p.time).collect();
    let until = curves.until();
    times.retain(|time| *time <= until);
    times.sort_unstable_by(f64::total_cmp);
    times.dedup();
    let (mut above, mut below) = (Vec::new(), Vec::new());
    let mut last: Option<(f64, f64)> = None;
    for time in times {
        let Some((low, high)) = curves.band(time) else { continue };
        let x = axis.x(time);
        let (low_before, high_before) = last.unwrap_or((high, high));
        above.extend([(x, y(high_before)), (x, y(high))]);
        below.extend([(x, y(low_before)), (x, y(low))]);
        last = Some((low, high));
    }
    let Some((low, high)) = last else { return String::new() };
    above.push((axis.x(until), y(high)));
    below.push((axis.x(until), y(low)));
    below.reverse();
    through(&above, "M") + &through(&below, "L") + "Z"
}

/// Where posts were watched no longer.
fn marks(svg: &mut Svg, axis: &Axis, curves: &SurvivalCurves, class: &str) {
    let mut last = f64::NEG_INFINITY;
    let until = curves.until();
    for point in curves.latest.points.iter().filter(|point| point.censored > 0 && point.time <= until) {
        let x = axis.x(point.time);
        if x - last < NEAREST_MARK {
            continue;
        }
        last = x;
        let at = y(share_at(curves, point.time));
        svg.line(class, x, at - 3.5, x, at + 3.5);
    }
}

/// The share that the line shows at a time, 0 to 1.
pub fn share_at(curves: &SurvivalCurves, time: f64) -> f64 {
    let Some(fit) = &curves.fit else { return curves.latest.at(time).map_or(1.0, |at| at.0) };
    let mut before = 1.0;
    for drop in &fit.drops {
        if drop.by <= time {
            before = drop.survival;
            continue;
        }
        if drop.after < time {
            return before + (drop.survival - before) * (time - drop.after) / (drop.by - drop.after);
        }
        break;
    }
    before
}

/// Shares removed by cause, one on the other. Empty where nothing was removed.
pub fn causes(title: &str, curves: &SurvivalCurves) -> String {
    let until = curves.until();
    let points = &curves.incidence.points;
    let points = &points[..points.partition_point(|point| point.time <= until)];
    let Some(end) = points.last() else { return String::new() };
    let whole: f64 = end.causes.iter().map(|cause| cause.share).sum();
    let ceiling = [0.04, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0].into_iter().find(|top| whole <= *top).unwrap_or(1.0);
    let kinds: Vec<usize> = (0..CAUSES.len()).filter(|cause| end.causes[*cause].share > 0.0).collect();
    let desc: Vec<String> =
        kinds.iter().map(|k| format!("{} {:.1} %", CAUSES[*k], 100.0 * end.causes[*k].share)).collect();
    let axis = Axis::new(WIDTH, until);
    let keys = keys(&kinds, WIDTH);
    let rows = keys.iter().map(|key| key.2).fold(0.0, f64::max);
    let mut svg = axis.svg("chart", BOTTOM + 48.0 + rows, title, &desc.join("; "), ceiling);
    svg.text("t soft", 0.0, 10.0, "removed, one cause on the other");
    // What is on top first, so that each hides the lower part of the one before.
    for upto in (0..kinds.len()).rev() {
        let mut line = vec![(axis.x(curves.from), BOTTOM)];
        let mut before = 0.0;
        for point in points {
            let share: f64 = kinds[..=upto].iter().map(|cause| point.causes[*cause].share).sum();
            line.extend([(axis.x(point.time), y(before / ceiling)), (axis.x(point.time), y(share / ceiling))]);
            before = share;
        }
        line.extend([(axis.x(until), y(before / ceiling)), (axis.x(until), BOTTOM)]);
        svg.path(&format!("c{}", kinds[upto]), &(through(&line, "M") + "Z"));
    }
    for (x, cause, down) in keys {
        svg.rect(&format!("c{cause}"), x, BOTTOM + 36.0 + down, 10.0, 10.0);
        svg.text("t", x + 15.0, BOTTOM + 45.0 + down, CAUSES[cause]);
    }
    svg.done()
}

/// Where the keys of causes stand: from the left, cause, how far down.
fn keys(kinds: &[usize], wide: f64) -> Vec<(f64, usize, f64)> {
    let (mut x, mut down) = (0.0, 0.0);
    let mut keys = Vec::new();
    for cause in kinds {
        let room = 15.0 + width(CAUSES[*cause], FONT) + 16.0;
        if x > 0.0 && x + room > wide {
            (x, down) = (0.0, down + 16.0);
        }
        keys.push((x, *cause, down));
        x += room;
    }
    keys
}
