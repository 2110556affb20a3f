//! Where likelihood ratios must end for want of trials.

/// Bounds of likelihood ratios, as base 10 logarithms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// No ratio is below this; 0 or less.
    pub lower: f64,
    /// No ratio is above this; 0 or more.
    pub upper: f64,
}

impl Bounds {
    /// No bounds.
    pub const NONE: Bounds = Bounds { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
}

/// The empirical lower and upper bounds of likelihood ratios (ELUB; Vergeer, van Es, de Jongh, Alberink and Stoel
/// 2016, "Numerical likelihood ratios outputted by LR systems are often based on extrapolation: when to stop
/// extrapolating?").
///
/// Takes the logarithm of each trial's ratio and its weight: 1, or less where several trials make one independent
/// source. One more source on either side is supposed whose ratio misleads as much as can be. A ratio is too large
/// when, for somebody who has to decide at the prior odds it just overcomes, decisions by the ratios would then be
/// worse than decisions by the prior alone. So no ratio is above the number of sources on the other side plus one.
/// Without trials of a side the bounds are 0 and 0: nothing may be said.
///
/// Computed exactly at the values of the trials, not on a grid.
pub fn bounds(mut same: Vec<(f64, f64)>, mut different: Vec<(f64, f64)>) -> Bounds {
    for side in [&mut same, &mut different] {
        side.retain(|(log10, weight)| !log10.is_nan() && *weight > 0.0 && weight.is_finite());
        side.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    }
    if same.is_empty() || different.is_empty() {
        return Bounds { lower: 0.0, upper: 0.0 };
    }
    let mirrored = |side: &[(f64, f64)]| -> Vec<(f64, f64)> { side.iter().rev().map(|(l, w)| (-l, *w)).collect() };
    let upper = upper(&same, &different);
    // What speaks too strongly against is what would speak too strongly for it with the sides exchanged.
    let lower = -self::upper(&mirrored(&different), &mirrored(&same));
    Bounds { lower: lower + 0.0, upper }
}

/// The least threshold above 1 at which ratios decide worse than the prior. Both sides ascending.
fn upper(same: &[(f64, f64)], different: &[(f64, f64)]) -> f64 {
    let total = |side: &[(f64, f64)]| side.iter().map(|(_, weight)| weight).sum::<f64>();
    let (all_same, all_different) = (total(same) + 1.0, total(different) + 1.0);
    // Weights of the trials at or below the threshold; one more of the same source is missed at every threshold, and
    // one more of different sources taken.
    let (mut missed, mut left) = (1.0, 0.0);
    let (mut next_same, mut next_different) = (same.iter().peekable(), different.iter().peekable());
    let mut threshold: f64 = 0.0;
    loop {
        while let Some((_, weight)) = next_same.next_if(|(log10, _)| *log10 <= threshold) {
            missed += weight;
        }
        while let Some((_, weight)) = next_different.next_if(|(log10, _)| *log10 <= threshold) {
            left += weight;
        }
        // The cost of deciding at threshold t, relative to the prior alone, is miss rate + t · false alarm rate; it is
        // too much above 1. Up to the next value of a trial only t changes.
        let room = (1.0 - missed / all_same) / ((all_different - left) / all_different);
        let bearable = if room > 1e-300 { room.log10() } else { f64::NEG_INFINITY };
        let next = [next_same.peek(), next_different.peek()].into_iter().flatten().map(|(log10, _)| *log10);
        let next = next.fold(f64::INFINITY, f64::min);
        if bearable < next {
            return bearable.max(threshold);
        }
        threshold = next;
    }
}
