//! How right likelihood ratios were: the ROC curve, the reliability diagram and the Tippett plot.

use std::fmt::Write;

use pressgang_weigh::trials::{Bin, Roc, TippettPoint, Trials};

use super::{FONT, Svg, WIDTH, width};
use crate::words;

/// The area that is drawn on.
const LEFT: f64 = 38.0;
const TOP: f64 = 20.0;
const WIDE: f64 = WIDTH - LEFT - 12.0;
const HIGH: f64 = 230.0;
const BOTTOM: f64 = TOP + HIGH;
/// Points that are nearer to the last one are left out: half a pixel on a phone.
const NEAREST: f64 = 0.5;
/// The furthest ratio a Tippett plot shows, as a power of ten.
const FURTHEST: f64 = 9.0;

fn x(share: f64) -> f64 {
    LEFT + WIDE * share
}

fn y(share: f64) -> f64 {
    BOTTOM - HIGH * share
}

/// An empty chart with per cents on both axes (on the upright one only, where `across` is none) and their captions.
fn axes(title: &str, desc: &str, high: f64, upright: &str, across: Option<&str>) -> Svg {
    let mut svg = Svg::new("chart", WIDTH, high, title, desc);
    svg.text("t soft", 0.0, 10.0, upright);
    for quarter in 0..=4 {
        let share = f64::from(quarter) / 4.0;
        let label = format!("{} %", 25 * quarter);
        svg.line(if quarter == 0 { "axis" } else { "grid" }, LEFT, y(share), x(1.0), y(share));
        svg.text("t end", LEFT - 5.0, y(share) + 3.6, &label);
        if across.is_some() {
            svg.text(if quarter == 4 { "t end" } else { "t mid" }, x(share), BOTTOM + 14.0, &label);
        }
    }
    if let Some(caption) = across {
        svg.text("t soft end", x(1.0), BOTTOM + 28.0, caption);
    }
    svg
}

/// A path through points of the view box; what lies too near to the last point is left out, but not the end.
fn through(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    let mut last: Option<(f64, f64)> = None;
    for (at, point) in points.iter().enumerate() {
        let is_near = |(a, b): (f64, f64)| (point.0 - a).abs() < NEAREST && (point.1 - b).abs() < NEAREST;
        if last.is_some_and(is_near) && at + 1 < points.len() {
            continue;
        }
        let _ = write!(path, "{}{:.1} {:.1}", if last.is_none() { "M" } else { "L" }, point.0, point.1);
        last = Some(*point);
    }
    path
}

/// What the two sides of trials are called.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'a> {
    /// Where the first proposition was true: "verified accounts".
    pub same: &'a str,
    /// Where the second was: "ordinary accounts".
    pub different: &'a str,
}

/// The charts of a set of trials with their captions; those that need a side without trials are left out.
pub fn trial_figures(trials: &Trials, prior: f64, sides: Sides<'_>) -> Vec<(String, String)> {
    const BINS: usize = 10;
    let mut figures = Vec::new();
    let bins = trials.reliability(prior, BINS).unwrap_or_default();
    let (said, found, ratios) = (
        format!("How often it was true, by the probability given (prior {} %)", words::per_cent(prior)),
        "What thresholds find, and what they take by mistake".to_owned(),
        "Ratios of both sides".to_owned(),
    );
    figures.push((said.clone(), reliability(&said, &bins, sides)));
    figures.extend(trials.roc().map(|curve| (found.clone(), roc(&found, &curve, sides))));
    figures.push((ratios.clone(), tippett(&ratios, &trials.tippett(), sides)));
    figures.retain(|(_, svg)| !svg.is_empty());
    figures
}

/// How many of the same source any threshold finds, against how many of different sources it takes for the same.
pub fn roc(title: &str, roc: &Roc, sides: Sides<'_>) -> String {
    let area = format!("area {:.3}", roc.area());
    let error = format!("equal errors at {:.1} %", 100.0 * roc.equal_error_rate());
    let mut svg = axes(
        title,
        &format!("{area}, {error}"),
        BOTTOM + 34.0,
        &format!("found, of {}", sides.same),
        Some(&format!("taken by mistake, of {}", sides.different)),
    );
    svg.path("diagonal", &format!("M{:.1} {:.1}L{:.1} {:.1}", x(0.0), y(0.0), x(1.0), y(1.0)));
    let points: Vec<(f64, f64)> = roc.points().iter().map(|point| (x(point.false_alarms), y(point.hits))).collect();
    svg.path("curve s0", &through(&points));
    svg.text("t strong end", x(1.0) - 6.0, y(0.0) - 24.0, &area);
    svg.text("t end", x(1.0) - 6.0, y(0.0) - 9.0, &error);
    svg.done()
}

/// What was said against what was so, with 95 % intervals and with how many trials each bin holds. Empty without bins.
pub fn reliability(title: &str, bins: &[Bin], sides: Sides<'_>) -> String {
    if bins.is_empty() {
        return String::new();
    }
    let desc: Vec<String> = bins
        .iter()
        .map(|bin| {
            let (said, so) = (100.0 * bin.predicted, 100.0 * bin.observed);
            format!("said {said:.0} %, so in {so:.0} %, {} trials", bin.same + bin.different)
        })
        .collect();
    let (strip, bars) = (BOTTOM + 62.0, 26.0);
    let mut svg =
        axes(title, &desc.join("; "), strip + bars + 4.0, &format!("truly {}", sides.same), Some("probability given"));
    svg.path("diagonal", &format!("M{:.1} {:.1}L{:.1} {:.1}", x(0.0), y(0.0), x(1.0), y(1.0)));
    for bin in bins {
        let (low, high) = bin.interval;
        svg.line("whisker", x(bin.predicted), y(low), x(bin.predicted), y(high));
    }
    let points: Vec<(f64, f64)> = bins.iter().map(|bin| (x(bin.predicted), y(bin.observed))).collect();
    svg.path("curve thin s0", &through(&points));
    for (at_x, at_y) in points {
        svg.dot("c0", at_x, at_y, 3.4);
    }
    svg.text("t soft", 0.0, strip - 14.0, "trials");
    let most = bins.iter().map(|bin| bin.same + bin.different).max().unwrap_or(0).max(1) as f64;
    for bin in bins {
        let count = bin.same + bin.different;
        let (from, to) = (x(bin.from) + 1.0, x(bin.to) - 1.0);
        // As roots, or a bin of three would vanish beside one of thousands.
        let tall = (bars * (count as f64 / most).sqrt()).max(1.5);
        svg.rect("bar", from, strip + bars - tall, to - from, tall);
        let label = short(count);
        if width(&label, FONT) <= x(bin.to) - x(bin.from) + 2.0 {
            svg.text("t mid", (from + to) / 2.0, strip + bars - tall - 3.0, &label);
        }
    }
    svg.line("axis", LEFT, strip + bars, x(1.0), strip + bars);
    svg.done()
}

/// A count in at most five signs: "950", "1,204", "12k", "3.4M".
fn short(count: u64) -> String {
    match count {
        0..10_000 => words::count(count),
        10_000..1_000_000 => format!("{}k", count / 1_000),
        _ => format!("{:.1}M", count as f64 / 1e6),
    }
}

/// For both sides, how many trials had at least a ratio (Tippett plot). Empty without any trial.
pub fn tippett(title: &str, [same, different]: &[Vec<TippettPoint>; 2], sides: Sides<'_>) -> String {
    let finite = same.iter().chain(different).map(|point| point.log10).filter(|log10| log10.is_finite());
    let furthest = finite.map(f64::abs).fold(0.0, f64::max).min(FURTHEST).ceil().max(1.0);
    if same.is_empty() && different.is_empty() {
        return String::new();
    }
    let at = |log10: f64| LEFT + WIDE * (log10.clamp(-furthest, furthest) + furthest) / (2.0 * furthest);
    // The share with a ratio above 1, and with one of 1 or more.
    let above = |side: &[TippettPoint]| side.iter().find(|point| point.log10 > 0.0).map_or(0.0, |p| p.at_least);
    let not_below = |side: &[TippettPoint]| side.iter().find(|point| point.log10 >= 0.0).map_or(0.0, |p| p.at_least);
    let mut misleading = Vec::new();
    if !same.is_empty() {
        misleading.push(format!("{:.1} % of {} spoke against it", 100.0 * (1.0 - not_below(same)), sides.same));
    }
    if !different.is_empty() {
        misleading.push(format!("{:.1} % of {} for it", 100.0 * above(different), sides.different));
    }
    let mut svg = axes(title, &misleading.join(", "), BOTTOM + 50.0, "trials with at least this ratio", None);
    let every = (furthest / 3.0).ceil();
    let mut power = -(furthest / every).floor() * every;
    while power <= furthest {
        svg.line(if power == 0.0 { "axis strong" } else { "grid" }, at(power), TOP, at(power), BOTTOM);
        svg.text("t mid", at(power), BOTTOM + 14.0, &power_of_ten(power as i32));
        power += every;
    }
    svg.text("t soft end", x(1.0), BOTTOM + 28.0, "likelihood ratio");
    let mut key = 0.0;
    for (side, class, label) in [(same, "0", sides.same), (different, "1", sides.different)] {
        if side.is_empty() {
            continue;
        }
        let mut points = vec![(x(0.0), y(1.0))];
        for (i, point) in side.iter().enumerate() {
            let next = side.get(i + 1).map_or(0.0, |next| next.at_least);
            points.extend([(at(point.log10), y(point.at_least)), (at(point.log10), y(next))]);
        }
        points.push((x(1.0), y(side.last().filter(|last| last.log10 > furthest).map_or(0.0, |last| last.at_least))));
        svg.path(&format!("curve s{class}"), &through(&points));
        svg.rect(&format!("c{class}"), key, BOTTOM + 36.0, 10.0, 10.0);
        svg.text("t", key + 15.0, BOTTOM + 45.0, label);
        key += 15.0 + width(label, FONT) + 16.0;
    }
    svg.done()
}

/// "1/100", "1", "100"; from ten thousand on as a power.
fn power_of_ten(power: i32) -> String {
    const RAISED: [&str; 10] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];
    let size = power.unsigned_abs();
    let number = match RAISED.get(size as usize) {
        Some(raised) if size > 3 => format!("10{raised}"),
        _ => words::count(10_u64.saturating_pow(size)),
    };
    if power < 0 { format!("1/{number}") } else { number }
}

#[cfg(test)]
mod tests;
