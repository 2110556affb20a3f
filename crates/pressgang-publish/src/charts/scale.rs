//! The scale of likelihood.

use pressgang_weigh::scales::Term;

use super::{Svg, WIDTH};

/// The scale of likelihood with one band filled; no point on it, because the words claim no more than the band. Where
/// the scale leaves gaps between its bands, so does the chart.
pub fn scale(term: Term) -> String {
    let Term { words, from, to, .. } = term;
    let desc = format!("{words}: {from} to {to} per cent");
    let mut svg = Svg::new("scale", WIDTH, 40.0, &format!("Scale of likelihood: {}", term.scale.name()), &desc);
    let x = |per_cent: u8| 2.0 + (WIDTH - 4.0) * f64::from(per_cent) / 100.0;
    for other in term.scale.terms() {
        let class = if other == term { "band on" } else { "band" };
        svg.rect(class, x(other.from), 14.0, x(other.to) - x(other.from) - 1.0, 9.0);
    }
    for (per_cent, class) in [(0, "t"), (50, "t mid"), (100, "t end")] {
        svg.text(class, x(per_cent), 36.0, &format!("{per_cent} %"));
    }
    let (class, at) = match (from, to) {
        (_, ..=30) => ("t strong", x(from)),
        (70.., _) => ("t strong end", x(to)),
        _ => ("t strong mid", (x(from) + x(to)) / 2.0),
    };
    svg.text(class, at, 9.5, &format!("{words}, {from} to {to} %"));
    svg.done()
}
