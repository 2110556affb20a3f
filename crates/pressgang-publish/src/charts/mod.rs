//! Charts as inline SVG: bars, stacked columns, a network of two columns, the scale of likelihood, how right
//! likelihood ratios were in trials, and how long posts stay up.
//!
//! Colours are classes that the page's CSS fills, so charts follow light, dark and print. Sizes are those of a phone;
//! wider pages enlarge them. Widths of text are estimated, generously, so that labels never run into each other.

mod scale;
mod survival;
mod trials;

use std::fmt::Write;

pub use scale::scale;
pub use survival::{Figure, causes, share_at, survival};
pub use trials::{Sides, reliability, roc, tippett, trial_figures};

use crate::words;

/// Font size of labels, in units of the view box.
const FONT: f64 = 10.5;
/// Width of a chart's view box.
const WIDTH: f64 = 360.0;
/// Columns of a strip.
const MOST_COLUMNS: usize = 60;
/// How many colours there are.
pub const COLOURS: usize = 6;

/// A text safe inside HTML and SVG.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// An upper estimate of a text's width.
fn width(text: &str, size: f64) -> f64 {
    let units: f64 =
        text.chars().map(|c| if u32::from(c) >= 0x1100 && c != '•' && c != '…' { 1.05 } else { 0.58 }).sum();
    units * size
}

/// A text cut to a width.
fn fit(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut short = String::new();
    for c in text.chars() {
        if width(&short, size) + 2.2 * size > room {
            break;
        }
        short.push(c);
    }
    short.trim_end().to_owned() + "…"
}

struct Svg(String);

impl Svg {
    fn new(class: &str, wide: f64, high: f64, title: &str, desc: &str) -> Svg {
        let (title, desc) = (escape(title), escape(desc));
        Svg(format!(
            "<svg class=\"{class}\" viewBox=\"0 0 {wide} {high:.0}\" role=\"img\"><title>{title}</title><desc>{desc}</desc>"
        ))
    }

    fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let _ = write!(self.0, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", escape(text));
    }

    fn rect(&mut self, class: &str, x: f64, y: f64, w: f64, h: f64) {
        let _ =
            write!(self.0, "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\"/>");
    }

    fn line(&mut self, class: &str, x1: f64, y1: f64, x2: f64, y2: f64) {
        let _ = write!(self.0, "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>");
    }

    fn path(&mut self, class: &str, d: &str) {
        let _ = write!(self.0, "<path class=\"{class}\" d=\"{d}\"/>");
    }

    fn dot(&mut self, class: &str, x: f64, y: f64, r: f64) {
        let _ = write!(self.0, "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.1}\"/>");
    }

    fn done(mut self) -> String {
        self.0.push_str("</svg>");
        self.0
    }
}

/// Horizontal bars with their counts; long labels stand above their bars.
pub fn bars(title: &str, rows: &[(String, usize)]) -> String {
    let longest = rows.iter().map(|(label, _)| width(label, FONT)).fold(0.0, f64::max);
    let above = longest > 130.0;
    let most = rows.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
    let room = 40.0;
    let (left, step) = if above { (0.0, 34.0) } else { (longest + 8.0, 20.0) };
    let desc: Vec<String> = rows.iter().map(|(label, n)| format!("{label}: {n}")).collect();
    let mut svg = Svg::new("chart", WIDTH, step * rows.len() as f64 + 4.0, title, &desc.join("; "));
    for (i, (label, n)) in rows.iter().enumerate() {
        let y = i as f64 * step;
        let bar = if above { y + 16.0 } else { y + 3.0 };
        let long = (WIDTH - left - room) * *n as f64 / most as f64;
        match above {
            true => svg.text("t", 0.0, y + 12.0, &fit(label, WIDTH, FONT)),
            false => svg.text("t end", left - 8.0, bar + 10.6, label),
        }
        svg.rect("bar", left, bar, long, 13.0);
        svg.text("t num", left + long + 5.0, bar + 10.6, &words::count(*n as u64));
    }
    svg.done()
}

/// One column of a stacked chart.
pub struct Column {
    /// The label beneath.
    pub label: String,
    /// A second line beneath, where a year begins.
    pub year: Option<String>,
    /// A count per series.
    pub counts: Vec<usize>,
}

/// Stacked columns, in a wide form and one for phones; the page shows one of them.
pub fn columns(title: &str, series: &[String], columns: &[Column]) -> String {
    stacked("chart narrow", WIDTH, title, series, columns) + &stacked("chart wide", 2.0 * WIDTH, title, series, columns)
}

fn stacked(class: &str, wide: f64, title: &str, series: &[String], columns: &[Column]) -> String {
    let (left, top, high) = (24.0, 8.0, 150.0);
    let most = columns.iter().map(|c| c.counts.iter().sum::<usize>()).max().unwrap_or(0).max(1);
    let step = tick(most);
    let ceiling = (most.div_ceil(step) * step) as f64;
    let desc: Vec<String> = columns
        .iter()
        .map(|c| {
            let parts: Vec<String> = series.iter().zip(&c.counts).map(|(s, n)| format!("{s} {n}")).collect();
            format!("{} {}: {}", c.label, c.year.as_deref().unwrap_or_default(), parts.join(", "))
        })
        .collect();
    let mut svg = Svg::new(class, wide, top + high + 34.0, title, &desc.join("; "));
    for value in (0..=ceiling as usize).step_by(step) {
        let y = top + high - high * value as f64 / ceiling;
        svg.line(if value == 0 { "axis" } else { "grid" }, left, y, wide, y);
        svg.text("t end", left - 5.0, y + 3.6, &value.to_string());
    }
    let pitch = (wide - left) / columns.len().max(1) as f64;
    let thick = (pitch * 0.72).min(46.0);
    let every = (28.0 / pitch).ceil().max(1.0) as usize;
    for (i, column) in columns.iter().enumerate() {
        let middle = left + pitch * (i as f64 + 0.5);
        let mut y = top + high;
        for (s, n) in column.counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            let tall = high * *n as f64 / ceiling;
            y -= tall;
            svg.rect(&format!("c{}", s.min(COLOURS - 1)), middle - thick / 2.0, y, thick, tall);
        }
        if i % every == 0 {
            svg.text("t mid", middle, top + high + 14.0, &column.label);
        }
        if let Some(year) = &column.year {
            svg.text("t mid year", middle, top + high + 28.0, year);
        }
    }
    svg.done()
}

/// A round distance of at most four grid lines.
fn tick(most: usize) -> usize {
    let mut step = 1;
    for factor in [2.0, 2.5, 2.0].iter().cycle().take(60) {
        if most.div_ceil(step) <= 4 {
            break;
        }
        step = (step as f64 * factor) as usize;
    }
    step
}

/// A connection of the network.
pub struct Edge {
    /// Index on the left.
    pub left: usize,
    /// Index on the right.
    pub right: usize,
    /// Colour.
    pub colour: usize,
    /// How many posts.
    pub weight: usize,
    /// Drawn faintly: it ties nothing.
    pub faint: bool,
}

/// Two columns of labels, connected.
pub fn network(title: &str, desc: &str, left: &[String], right: &[String], edges: &[Edge]) -> String {
    let step = 19.0;
    let rows = left.len().max(right.len()) as f64;
    let longest = |labels: &[String]| labels.iter().map(|l| width(l, FONT)).fold(0.0, f64::max).min(138.0);
    let (from, to) = (longest(left) + 8.0, WIDTH - longest(right) - 8.0);
    let at = |i: usize, n: usize| 6.0 + step * rows * (i as f64 + 0.5) / n.max(1) as f64;
    let mut svg = Svg::new("chart", WIDTH, step * rows + 12.0, title, desc);
    for e in edges {
        let (y1, y2, bend) = (at(e.left, left.len()), at(e.right, right.len()), (to - from) / 2.0);
        let class = if e.faint { "edge faint".to_owned() } else { format!("edge s{}", e.colour.min(COLOURS - 1)) };
        let thick = (0.8 + 0.55 * e.weight as f64).min(5.0);
        let _ = write!(
            svg.0,
            "<path class=\"{class}\" stroke-width=\"{thick:.1}\" d=\"M{from:.1} {y1:.1}C{:.1} {y1:.1} {:.1} {y2:.1} {to:.1} {y2:.1}\"/>",
            from + bend,
            to - bend
        );
    }
    for (i, label) in left.iter().enumerate() {
        svg.text("t end", from - 6.0, at(i, left.len()) + 3.6, &fit(label, 138.0, FONT));
    }
    for (i, label) in right.iter().enumerate() {
        svg.text("t", to + 6.0, at(i, right.len()) + 3.6, &fit(label, 138.0, FONT));
    }
    svg.done()
}

/// Counts by day as a strip of thin columns, several days to a column where there are many; the ends are labelled.
pub fn strip(title: &str, days: &[(jiff::civil::Date, u64)]) -> String {
    let (Some((first, _)), Some((last, _))) = (days.first(), days.last()) else { return String::new() };
    let number = |day: &jiff::civil::Date| first.until(*day).map_or(0, |span| span.get_days().max(0) as usize);
    let long = number(last) + 1;
    let per_column = long.div_ceil(MOST_COLUMNS);
    let mut counts = vec![0u64; long.div_ceil(per_column)];
    for (day, posts) in days {
        if let Some(count) = counts.get_mut(number(day) / per_column) {
            *count += posts;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let busiest = if per_column == 1 { "a day".to_owned() } else { format!("in {per_column} days") };
    let desc = format!("{first} to {last}, at most {most} {busiest}");
    let (top, high) = (14.0, 40.0);
    let mut svg = Svg::new("chart strip", WIDTH, top + high + 16.0, title, &desc);
    let pitch = WIDTH / counts.len() as f64;
    let thick = (pitch * 0.8).min(12.0);
    for (i, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let tall = (high * *count as f64 / most as f64).max(1.5);
        svg.rect("bar", pitch * (i as f64 + 0.5) - thick / 2.0, top + high - tall, thick, tall);
    }
    svg.line("axis", 0.0, top + high, WIDTH, top + high);
    svg.text("t soft", 0.0, 9.0, &format!("at most {most} {busiest}"));
    svg.text("t", 0.0, top + high + 13.0, &first.to_string());
    if long > 1 {
        svg.text("t end", WIDTH, top + high + 13.0, &last.to_string());
    }
    svg.done()
}
